## Audit: who looked at what
audit-title = Looks at personal data
audit-finding = { $count ->
    [0] Nobody looked in an unusual way
    [1] One unusual thing about who looked at what
   *[other] { $count } unusual things about who looked at what
  }
audit-explains = Marked: away from the counter, more than three times what is usual for the role; at night (22:00 to 5:00), five times or more; travellers read and left without a decision; crossings of other posts; one's own name. A mark is no fault: it is a question to ask.
audit-nobody = Nobody looked at anything in these days.
audit-unusual = unusual
audit-ask-person = Who looked at
audit-ask-officer = What was looked at by
audit-from = from
audit-to = to
audit-show = Show
audit-to-unusual = Unusual looking
audit-to-exports = What left the house
audit-who = Who
audit-role = Role
audit-when = When
audit-what = What
audit-why = Purpose
audit-event = In the journal
audit-presented = At the counter
audit-away = Away from it
audit-night = At night
audit-undecided = No decision
audit-elsewhere = Of other posts
audit-own-name = Own name
audit-person-title = Who looked at { $document }
audit-person-explains = { $count ->
    [0] Nobody has looked, as far as is noted here. This person's documents: { $documents }
    [one] One look. This person's documents: { $documents }
   *[other] { $count } looks. This person's documents: { $documents }
  }
audit-officer-title = What { $name } looked at
audit-officer-explains = { $days } · { $count ->
    [0] nothing
    [1] one look
   *[other] { $count } looks
  }
audit-exports-title = What left the house
audit-exports-none = Nothing left in these days.
audit-day-exported = Crossings of { $day }, { $rows } rows as CSV
audit-flows-exported = Flows: { $what }, as { $form }
audit-flows-queried = Question about flows, { $rows } rows
look-at-the-counter = at the counter
look-no-purpose = —

## What travellers may ask about their own data
rights-title = Rights of travellers
rights-ask = Someone asks what is held about them
rights-explains = Check first who asks: their document, in person or as the law says. The file names no officer, and says neither that there is an alert nor that there is none. Making it is noted in the journal.
rights-wrong = Give the document as its issuing state and number, such as GIN GN7654321, and the number or date of the request.
rights-readable = Make the file to read
rights-machine = … for machines (JSON)
rights-data = Data
rights-period = Kept
rights-erased = Erased on schedule
rights-erased-none = Nothing has been erased here yet.
rights-events = Events
rights-before = Recorded before
erasures-title = Large erasures
erasures-explain = More than { $percent } % of a kind of data at once is erased only once two people have said so, each signed in as themselves. What headquarters says holds at every post.
erasure-since = The oldest was recorded on { $oldest }; they have waited since { $since }.
erasure-none-waits = nothing waits at this node
erasure-propose = Propose to erase what was recorded before { $day }
erasure-by = { $author } proposed on { $at } to erase what was recorded before { $day }.
erasure-approve = Approve: it will be erased for good
erasure-approved = Approved by two people: what was recorded before { $day } is erased next night.
erasure-approved-for-posts = Approved by two people for all posts: each erases at night what was recorded before { $day }.
erasure-clock-doubted = This machine’s clock is doubted: nothing is decided or erased until it is right.
erasure-at-headquarters = Headquarters decides this for all posts.
kept-for = { $days } days: { $ground }
kept-no-period = no period set; kept until one is
data-crossings = Crossings and decisions
data-pictures = Pictures and files
data-visas = Visas and permits
data-protection = People in need of protection
data-alerts = Proposed alerts
data-looks = Who looked at whom
about-title = What is held about you
about-request = Request
about-documents = Documents
about-controller = Answered by
about-made = Made
about-opening = This is everything that the immigration service's border system holds about the person of these documents. Officers are not named. You may ask for wrong data to be corrected.
about-crossings = Crossings
about-none = None.
about-decision = Decision
about-birth-place = Born at
about-sex = Sex
about-purpose = Purpose
about-mode = By
about-from = From
about-to = To
about-residence = Lives in
about-notes = Notes
about-pictures = Kept beside it
about-protection = Protection
about-corrected = Later
about-was-corrected = this record was corrected; another took its place
about-corrects = Corrects a record
about-cancelled = Cancelled
about-presented = Presented without a decision
about-visas = Visas and permits
about-good = Good
about-looks = Who looked at your data
about-looks-cut = Only the latest 5,000 are shown here; ask for the others.
about-how-found = found by a search
about-how-listed = stood in the list
about-held = Where this data comes from
about-held-crossings = { $count ->
    [1] 1 crossing
   *[other] { $count } crossings
  }
about-held-up-to = { $post }: { $count }; data received up to { $at }
about-held-here = { $post }: { $count }
about-held-all = This file was made at headquarters: it has everything that the posts have sent, up to the times above.
about-held-post = This file was made at a post. Headquarters also holds what other posts recorded, and who looked at your data there: ask headquarters for a complete file.
about-read = Identity
about-days = Intended stay
about-with = Accompanied by
about-permit = Visa shown, until
about-visa = Visa used
about-undone = Exit undone
about-was-undone = the other state did not let you in; coming back undoes this exit
about-revoked = Revoked
about-entries = Number of entries
about-parties = Parties and vehicles
about-party = Party
about-plate = Plate
about-announced = Announced
about-by-carrier = on the carrier's list
about-claims = Your requests
about-by = Role and place
about-alerts-title = Alerts
about-alerts = Whether an alert exists about anyone is not told here, neither that there is one nor that there is none. Looks in connection with alerts, and why someone was referred to the second line, are left out too. You may ask the data-protection authority to look in your place.
about-kept = How long data is kept
about-rights-title = Your rights
about-rights = You may ask the service to correct what is wrong, to erase what it may keep no longer, and object to what it does with your data. If it refuses, it says why, and you may complain to the data-protection authority and go to court.

## The register of processing
register-title = Register of processing
register-line = { $label }: { $value }
register-data = What is processed, what for, and how long it is kept
register-what = What
register-purpose = What for
register-yes = yes
register-no = no
register-what-crossings = identity, documents, journey, decision, screening's findings, notes of the second line
register-purpose-crossings = border control; statistics without persons
register-what-pictures = faces, pages of documents, files
register-purpose-pictures = proof of what was decided
register-what-visas = holder, document, days, conditions
register-purpose-visas = right to enter and to stay
register-what-protection = need, authority, receiver
register-purpose-protection = asylum, children alone, victims of trafficking, the sick
register-what-alerts = persons and documents sought, action, source
register-purpose-alerts = screening at the border, as the law provides
register-what-looks = who read what, when, what for; what left the house
register-purpose-looks = audit of the service itself
register-waits = limen.toml says other periods: they hold after the next start of limen serve, or with limen data erase.
register-brake = The erasure of the following waits for two people: { $kind }.
register-who = Who has access, and to do what
register-recipients = Who else receives data
register-posts = { $count ->
    [0] No post of the network.
    [1] One post of the network: what its work needs.
   *[other] { $count } posts of the network: each what its work needs.
 }
register-history = Posts are told of crossings at other posts for { $days } days.
register-nobody-else = Nobody else by this system. Statistics leave the house without persons, with as multiples of 5 or of another number that is set.
register-security = How it is kept safe
register-encrypted = Encrypted on the disk
register-backup = Backed up every night
register-journal = Every change and every look stands in a journal that can't be rewritten unseen.
register-exchange = Between nodes over TLS 1.3 with certificates of the service's own; sticks are encrypted to their receiver.

## What travellers claim about their data
claims-title = Claims
claims-none = Nobody has claimed anything.
claim-right = Right
claim-received = Received on
claim-words = What is asked
claim-answer-it = Answer
claim-reason = What was done, or why not
claim-close = Answer
claim-new = Record a claim
claim-record = Record it
claim-due-by = To be answered by (without a day: 30 days after it came)
claim-due = to be answered by { $due }
claim-late = late by { $distance }: was due on { $due }
claim-answered = { $answer } on { $at }
claim-files = The person's file
claim-file-made = File made on
claim-records = What is recorded
claim-records-none = Nothing is recorded here under this document.
claim-rectify-help = The supervisor corrects the crossing at the post that recorded it: the request is shown on the record. If it came to headquarters, send the post the number of the record.
claim-corrections = Corrected since the request
claim-corrections-none = Nothing has been corrected yet.
claim-record-column = Record
claim-record-cancelled = cancelled
claim-record-corrected = corrected
claim-record-presented = presented, without a decision
claim-direction = Direction
claim-erased = Erased
claim-erased-events = { $count ->
    [1] 1 record
   *[other] { $count } records
  }
claim-erase-title = Erase
claim-erase-help = Tick what must not be kept. A second person approves; its content is then erased for good, here and at every post, and the request is closed.
claim-erase-reason = Why it must not be kept
claim-erase-propose = Propose to erase
claim-erase-by = { $author } proposed on { $at } to erase:
claim-no-reason = Say what was done, or why not.
claim-nothing-done = Nothing has been done yet: make the file, or have the record corrected, before you answer that the request is granted.
claim-nothing-chosen = Tick at least one record.
claim-too-many = Tick 1,000 records at most at a time.
claim-still-open = One of these records is not closed: someone still deals with it. Erase it afterwards.
claim-prolongs = Tick the entry too whose stay this visa or permit prolonged.
claim-on-record = Correction requested ({ $reference }): { $words }
letter-print = Print the letter of reply
letter-title = Reply to a request
letter-subject = Your request: { $right } ({ $reference })
letter-opening = On { $date } you sent us a request about the data that we hold on you.
letter-holder = To the holder of document { $document }
letter-access = We have granted it. The attached file has what the border system holds about you, with the exceptions that it names.
letter-rectified = We have granted it. This was corrected:
letter-erased = We have granted it: what you asked to be erased is erased at headquarters, and at each post in the night after it receives the order. What is left is that an entry existed and who looked at it, until the period for that ends.
letter-granted = We have granted it.
letter-nothing-held = We hold nothing under the document that you named.
letter-partly = We have granted it in part.
letter-refused = We cannot grant it.
letter-reason = Reason, or what was done:
letter-kept = How long the law has data kept
letter-remedies = If you are not satisfied with this reply, you may turn to the data-protection authority and to the court.
letter-authority = Authority and address:
letter-signed = The data-protection officer
