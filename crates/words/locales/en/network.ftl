## Network
link-title = Link to headquarters
link-contact = Last contact
link-waiting = Still to be sent
link-events = { $count ->
    [0] nothing, headquarters has it all
    [1] 1 event
   *[other] { $count } events
 }
link-reference = Reference data
link-version = version { $version }
link-known = Other posts known here
link-journals = { $count ->
    [0] none
    [1] 1 journal
   *[other] { $count } journals
 }
link-clock = Clock
link-disk = Room on the disk
link-trouble = What is wrong
link-trouble-unreachable = Headquarters does not answer. The post works alone and sends everything once the link is back.
link-trouble-unsafe = The link ends elsewhere than at headquarters, or this post's certificate is good no more. Tell the administrator; nothing was sent.
link-trouble-too-slow = Headquarters does not answer in time. The post tries again with less at a time.
link-trouble-refused = Headquarters refuses what this post sends. Tell the administrator.
link-trouble-database = This post's database could not take what headquarters sent. Look at the disk.
link-rejected = Journal refused by headquarters
link-rejected-text = From event no. { $seq } of the journal { $journal } on, this post and headquarters do not have the same journal. If this machine was put back from an old copy, the administrator sets it right with limen restore.
link-never = never
link-now = just now
link-ago = { $distance } ago ({ $at })
clock-right-now = right
clock-ahead = { $distance } ahead
clock-late = { $distance } behind
gigabytes = { $count } GB
board-headline = { $all ->
    [0] No post has joined yet
    [one] { $well ->
        [0] The post that has joined needs attention
       *[other] The post that has joined is well
     }
   *[other] { $well ->
        [0] None of { $all } posts is well
       *[other] { $well } of { $all } posts are well
     }
 }
board-nodes = Posts of the network
board-none = Make a code for a post, and type it at its machine: it will appear here.
board-clear = well
board-check = look
board-stop = in trouble
board-off = removed
board-away = no news for more than an hour
board-ago = { $distance } ago
board-journal = Journal
board-of = { $held } of { $all }
board-current = version { $version }, the latest
board-version = Latest version of the reference data: { $version }
board-notes = Remarks
board-refused = What was refused
board-when = Last time
board-times = Times
board-sender = From
board-why = Why
board-detail = Detail
board-invite = Let a machine join
board-no-posts = No post is described yet: limen posts add.
board-revoke = Remove a machine from the network
board-revoke-help = For a machine that was lost or stolen. What it sent stays; nothing of it is taken any more, and it gets nothing.
board-node = Machine
board-twin = two machines under this name: { $one } and { $other }; remove one
board-journal-only = only the machine that writes { $journal }
recovery-text = It asks its posts what they hold of what was decided since the backup, takes back the latest, and decides and publishes nothing until then. Posts go on with what they hold. To a post without a link, take the file for the stick, and bring its own back.
recovery-from = The backup held { $count } events of the journal { $journal }.
recovery-version = Taken back so far: version { $version } of the reference data.
recovery-left-out = A machine holds what this headquarters went on without
recovery-heard = Heard since the restore
recovery-not-yet = not yet
recovery-missing = What is missing
recovery-not-heard = { $node }: not heard of since the restore
recovery-on-its-way = { $node }: version { $version } is on its way
recovery-not-signed = { $node }: holds version { $version } without headquarters' signature
recovery-of-another = { $node }: holds what { $journal } published, which this headquarters does not go on from
recovery-events = Journal { $journal }: { $count ->
    [one] event { $events }, which nobody holds
   *[other] { $count } events ({ $events }), which nobody holds
 }
recovery-waiting = Proposals that waited for a second person, and codes for machines and devices, made between { $from } and { $to }: nobody holds them. Make them again.
recovery-rewritten = { $node }: witnessed another journal { $journal } than the backup holds
recovery-go-on = Go on without what is missing
recovery-go-on-help = One administrator proposes it, another confirms. What a post holds and is missing here is let go there then; what it witnessed of headquarters' journal is kept there as evidence.
recovery-own = You proposed it: another administrator has to confirm it.
recovery-why = Why not wait for it
recovery-propose = Propose
recovery-confirm = Confirm: go on without it
recovery-changed = Something else is missing by now than was proposed: propose it again.
complaint-headquarters-behind = holds more than this headquarters
invitation-title = Code for { $post }
invitation-until = It serves once, until { $until }.
invitation-type = At the post's machine, type:
invitation-once = This code is shown here only. If it is lost, make another.
complaint-clock-off = clock to be set
complaint-clock-behind = clock behind the journal
complaint-clock-leapt = date to be confirmed at the post
complaint-setting-unreadable = a setting can't be read
complaint-erasure-waits = a large erasure waits for two people
complaint-disk-low = disk almost full
complaint-journal-broken = journal altered at the post
complaint-rejected = journals differ
complaint-headquarters-rewritten = headquarters' journal was rewritten, as this post saw it
link-restored = Headquarters
link-recovering-text = restored from a backup; it asks this post what it holds, and alerts hold here as before
link-behind-text = restored from before what this post holds; this post goes on with what it holds until two administrators have said that headquarters goes on without
link-twin = Another machine
link-twin-text = writes the journal { $journal } under this post's name and key; headquarters removes one of the two
link-evidence = Evidence kept
link-evidence-text = { $count ->
    [1] one root of headquarters' journal that it went on without
   *[other] { $count } roots of headquarters' journal that it went on without
}
stick = USB stick
stick-for = File for the stick
stick-help = For when the link is away for long: only headquarters can read the file. Bring back the one that headquarters gives in the same way.
stick-write = Write what is still to be sent
stick-take = Take in a USB stick
stick-take-in = Take in the file
stick-unknown = unknown
stick-taken = Stick of { $sender }: taken in
stick-old = Stick of { $sender }: all of it was here already
stick-lacks = Stick of { $sender }: not in force yet
stick-lacks-gap = An earlier part is missing: take this post's stick to headquarters, and bring back the file that headquarters gives for it.
stick-lacks-behind = Headquarters was restored from a backup older than what this post holds: two administrators there have to confirm that it goes on.
stick-recalled = Stick of { $sender }: headquarters was restored and asks what this post holds
stick-recalled-advice = Write this post's stick on the page Network and take it to headquarters.
stick-refused = Stick of { $sender }: refused
stick-made = Written { $at }
stick-events = { $count ->
    [0] No new event
    [1] 1 new event
   *[other] { $count } new events
 }
stick-parts = { $count ->
    [0] Nothing new
    [1] 1 new item
   *[other] { $count } new items
 }
stick-answer = Headquarters has something to take back to this post: put it on the stick.
why-damaged = damaged, or not sent by Limen
why-too-large = too large
why-not-signed = the signature is not the sender's
why-not-for-us = for another machine
why-unknown-sender = the sender does not belong to the network
why-revoked = machine removed from the network
why-from-the-future = dated in the future: set its clock
why-old = came before
why-not-theirs = holds another machine's journal
why-fork = two journals of the same name
why-gap = what goes before is missing
why-behind = headquarters was restored and lacks what is held here
why-recovering = headquarters was restored and decides nothing yet
why-unsound = an event was changed on the way
why-trouble = the database could not write it
why-unknown = for a reason that this version of Limen does not know
