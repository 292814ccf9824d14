## Network
link-title = Link to headquarters
link-contact = Last contact
link-waiting = Waiting to be sent
link-events = { $count ->
    [0] nothing, headquarters has everything
    [1] 1 event
   *[other] { $count } events
 }
link-reference = Reference data
link-version = version { $version }
link-known = Other posts known here
link-journals = { $count ->
    [0] none
    [1] 1 log
   *[other] { $count } logs
 }
link-clock = Clock
link-disk = Free disk space
link-trouble = Problem
link-trouble-unreachable = Headquarters does not answer. The post works on its own and sends everything once the link is back.
link-trouble-unsafe = The link does not lead to headquarters, or this post’s certificate is no longer valid. Tell the administrator; nothing was sent.
link-trouble-too-slow = Headquarters does not answer in time. The post tries again with less data at a time.
link-trouble-refused = Headquarters rejects what this post sends. Tell the administrator.
link-trouble-database = This post’s database could not store what headquarters sent. Check the disk.
link-rejected = Log rejected by headquarters
link-rejected-text = From event { $seq } of log { $journal } on, this post and headquarters have different logs. If this machine was restored from an old copy, the administrator fixes this with limen restore.
link-never = never
link-now = just now
link-ago = { $distance } ago ({ $at })
clock-right-now = correct
clock-ahead = { $distance } ahead
clock-late = { $distance } behind
gigabytes = { $count } GB
board-headline = { $all ->
    [0] No post has joined yet
    [one] { $well ->
        [0] The only post needs attention
       *[other] The only post is running normally
     }
   *[other] { $well ->
        [0] None of { $all } posts is running normally
       *[other] { $well } of { $all } posts running normally
     }
 }
board-nodes = Posts in the network
board-none = Generate a code for a post and enter it on the post’s machine: the machine will appear here.
board-clear = running
board-check = check
board-stop = fault
board-off = removed
board-away = no contact for more than an hour
board-ago = { $distance } ago
board-journal = Log
board-of = { $held } of { $all }
board-current = version { $version }, the latest
board-version = Latest version of the reference data: { $version }
board-notes = Notes
board-refused = Rejected
board-when = Last time
board-times = Count
board-sender = From
board-why = Reason
board-detail = Detail
board-invite = Add a machine
board-no-posts = No post has been set up yet: limen posts add.
board-revoke = Remove machine
board-revoke-help = For a lost or stolen machine. What it sent is kept; nothing more is accepted from it, and nothing is sent to it.
board-node = Machine
board-twin = two machines under this name: { $one } and { $other }; remove one
board-journal-only = only the machine that writes { $journal }
recovery-text = It is asking its posts for the decisions made since the backup, and recovers the latest. Until then it decides and publishes nothing; posts continue with what they hold. For a post without a link, take the file for its USB stick there and bring the post’s own file back.
recovery-from = The backup held { $count } events of log { $journal }.
recovery-version = Recovered so far: version { $version } of the reference data.
recovery-left-out = A machine holds data that this headquarters continued without
recovery-heard = In contact since the restore
recovery-not-yet = not yet
recovery-missing = What is missing
recovery-not-heard = { $node }: no contact since the restore
recovery-on-its-way = { $node }: version { $version } is on its way
recovery-not-signed = { $node }: holds version { $version } without headquarters’ signature
recovery-of-another = { $node }: holds what { $journal } published, which this headquarters does not continue from
recovery-events = Log { $journal }: { $count ->
    [one] event { $events }, held by no machine
   *[other] { $count } events ({ $events }), held by no machine
 }
recovery-waiting = Proposals awaiting a second person, and codes for machines and devices, made between { $from } and { $to }: no machine holds them. Create them again.
recovery-rewritten = { $node }: has seen a different log { $journal } from the one in the backup
recovery-go-on = Continue without what is missing
recovery-go-on-help = One administrator proposes this, another confirms it. Each post then discards what it holds that is missing here; it keeps as evidence what it has seen of headquarters’ log.
recovery-own = You proposed this: another administrator must confirm it.
recovery-why = Reason for not waiting
recovery-propose = Propose
recovery-confirm = Confirm: continue without it
recovery-changed = What is missing has changed since the proposal: propose again.
complaint-headquarters-behind = holds more than this headquarters
invitation-title = Code for { $post }
invitation-until = It works once, until { $until }.
invitation-type = On the post’s machine, type:
invitation-once = This code is shown only here. If it is lost, generate another.
complaint-clock-off = clock needs setting
complaint-clock-behind = clock behind the log
complaint-clock-leapt = date to be confirmed at the post
complaint-setting-unreadable = a setting can’t be read
complaint-erasure-waits = a large erasure is waiting for two people
complaint-disk-low = disk almost full
complaint-journal-broken = log altered at the post
complaint-rejected = logs differ
complaint-headquarters-rewritten = headquarters’ log was rewritten, as seen by this post
link-restored = Headquarters
link-recovering-text = restored from a backup; it is asking this post what it holds, and alerts apply here as before
link-behind-text = restored to a state older than what this post holds; this post continues with its own data until two administrators have confirmed that headquarters continues without it
link-twin = Another machine
link-twin-text = writes log { $journal } under this post’s name and key; headquarters removes one of the two
link-evidence = Evidence kept
link-evidence-text = { $count ->
    [1] 1 signed root of headquarters’ log that is missing from that log since the restore
   *[other] { $count } signed roots of headquarters’ log that are missing from that log since the restore
}
stick = USB stick
stick-for = File for USB stick
stick-help = For when the link is down for a long time. Only headquarters can read the file. Bring back the file that headquarters gives in return.
stick-write = Save what is waiting to be sent
stick-take = Import from USB stick
stick-take-in = Import file
stick-unknown = unknown
stick-taken = USB stick from { $sender }: imported
stick-old = USB stick from { $sender }: everything was here already
stick-lacks = USB stick from { $sender }: not in force yet
stick-lacks-gap = An earlier part is missing: take this post’s USB stick to headquarters, and bring back the file that headquarters gives for it.
stick-lacks-behind = Headquarters was restored from a backup older than what this post holds: two administrators there must confirm that it continues.
stick-recalled = USB stick from { $sender }: headquarters was restored and asks what this post holds
stick-recalled-advice = Save this post’s file for the USB stick on the Network page and take it to headquarters.
stick-refused = USB stick from { $sender }: rejected
stick-made = Created { $at }
stick-events = { $count ->
    [0] No new events
    [1] 1 new event
   *[other] { $count } new events
 }
stick-parts = { $count ->
    [0] Nothing new
    [1] 1 new item
   *[other] { $count } new items
 }
stick-answer = Headquarters has something to send back to this post: put it on the USB stick.
why-damaged = damaged, or not sent by Limen
why-too-large = too large
why-not-signed = not signed by its sender
why-not-for-us = meant for another machine
why-unknown-sender = the sender is not part of the network
why-revoked = machine removed from the network
why-from-the-future = dated in the future: set its clock
why-old = received before
why-not-theirs = contains another machine’s log
why-fork = two logs with the same name
why-gap = an earlier part is missing
why-behind = headquarters was restored and lacks what is held here
why-recovering = headquarters was restored and can’t decide anything yet
why-unsound = an event was changed on the way
why-trouble = the database could not store it
why-unknown = for a reason unknown to this version of Limen
