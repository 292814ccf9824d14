## Audit: who looked at what
audit-title = Access log
audit-finding = { $count ->
    [0] No unusual access
    [1] 1 case of unusual access
   *[other] { $count } cases of unusual access
  }
audit-explains = Marked: away from the counter, and for crossings of other posts, { $fewest } views or more if that is more than { $times } times the median of the role; { $night } views or more at night (22:00–5:00); { $fewest } travellers or more without a decision if that is more than { $times } times the median of the other officers in the role, or if the officer is alone in it; the officer’s own name, from the first time on. A mark is not a fault: it is a question to ask.
audit-nobody = Nobody viewed anything in this period.
audit-unusual = unusual
audit-ask-person = Who viewed the document
audit-ask-officer = What was viewed by the officer
audit-from = from
audit-to = to
audit-show = Show
audit-to-unusual = Unusual access
audit-to-exports = Exports
audit-who = Who
audit-role = Role
audit-when = When
audit-what = What
audit-why = Purpose
audit-event = Log entry
audit-presented = At the counter
audit-away = Away from the counter
audit-night = At night
audit-undecided = No decision
audit-elsewhere = Other posts
audit-own-name = Own name
audit-person-title = Who viewed { $document }
audit-person-explains = { $count ->
    [0] No access recorded here. This person’s documents: { $documents }
    [one] Viewed once. This person’s documents: { $documents }
   *[other] Viewed { $count } times. This person’s documents: { $documents }
  }
audit-person-unknown = No document { $document } is known here. Check the issuing state and the number, for example GIN GN7654321.
audit-officer-title = What { $name } viewed
audit-officer-explains = { $days } · { $count ->
    [0] nothing
    [1] 1 view
   *[other] { $count } views
  }
audit-exports-title = Exports
audit-exports-none = No exports in this period.
audit-day-exported = Crossings of { $day }, { $rows } rows as CSV
audit-flows-exported = Flows: { $what }, as { $form }
audit-flows-queried = Flow query, { $rows } rows
look-at-the-counter = at the counter
look-no-purpose = —

## What travellers may ask about their own data
rights-title = Travellers’ data rights
rights-ask = Someone asks what data is held about them
rights-explains = First check who is asking: their document, in person or as the law provides. The file names no officer, and says neither that there is an alert nor that there is none. Creating it is recorded in the log.
rights-wrong = Enter the document as issuing state and number, for example GIN GN7654321, and the number or date of the request.
rights-readable = Create readable file
rights-machine = Create JSON file
claimant-title = Find a person
claimant-name = Name
claimant-search = Search by name
claimant-explains = Every spelling of the name is searched: dialo finds Diallo and Jalloh. The date of birth, even in part, narrows the search. Tick the person’s documents; those linked to them are listed too. The search is recorded in the log.
claimant-none = Nobody of this name was found.
claimant-no-document = Crossed without a document: no file can be created by document.
claimant-cut = More people match. Add a given name or the date of birth.
rights-data = Data
rights-period = Retention
rights-erased = Erased on schedule
rights-erased-none = Nothing has been erased here yet.
rights-events = Events
rights-before = Recorded before
erasures-title = Large erasures
erasures-explain = More than { $percent }% of one type of data at once is erased only after two people have approved it, each signed in as themselves. What headquarters decides applies at every post.
erasure-since = The oldest was recorded on { $oldest }; waiting since { $since }.
erasure-none-waits = nothing is waiting on this machine
erasure-propose = Propose erasing what was recorded before { $day }
erasure-by = { $author } proposed on { $at } to erase what was recorded before { $day }.
erasure-approve = Approve permanent erasure
erasure-approved = Approved by two people: what was recorded before { $day } will be erased during the next night.
erasure-approved-for-posts = Approved by two people for all posts: each erases at night what was recorded before { $day }.
erasure-clock-doubted = This machine’s clock is in doubt: nothing is decided or erased until it is correct.
erasure-at-headquarters = Headquarters decides this for all posts.
kept-for = { $days } days: { $ground }
kept-no-period = no period set; kept until one is set
data-crossings = Crossings and decisions
data-pictures = Pictures and files
data-visas = Visas and permits
data-protection = People in need of protection
data-alerts = Proposed alerts
data-looks = Access log
about-title = Data held about you
about-request = Request
about-documents = Documents
about-controller = Provided by
about-made = Created on
about-opening = This is everything that the immigration service’s border system holds about the holder of these documents. Officers are not named. You may ask for wrong data to be corrected.
about-crossings = Crossings
about-none = None.
about-decision = Decision
about-birth-place = Place of birth
about-sex = Sex
about-purpose = Purpose
about-mode = Transport
about-from = From
about-to = To
about-residence = Country of residence
about-notes = Notes
about-pictures = Attached
about-protection = Protection
about-corrected = Corrected
about-was-corrected = this record was corrected and replaced by another
about-corrects = Corrects an earlier record
about-cancelled = Cancelled
about-presented = Checked, no decision
about-visas = Visas and permits
about-good = Valid
about-looks = Who viewed your data
about-looks-cut = Only the latest 5,000 are shown here; ask for the rest.
about-how-found = found by a search
about-how-listed = shown in a list
about-held = Where this data comes from
about-held-crossings = { $count ->
    [1] 1 crossing
   *[other] { $count } crossings
  }
about-held-up-to = { $post }: { $count }; data received up to { $at }
about-held-here = { $post }: { $count }
about-held-all = This file was created at headquarters: it contains everything the posts have sent, up to the times above.
about-held-post = This file was created at a post. Headquarters also holds what other posts recorded, and who viewed your data there: ask headquarters for a complete file.
about-read = Identity source
about-days = Intended stay
about-with = Accompanied
about-permit = Visa shown, valid until
about-visa = Visa used
about-undone = Exit reversed
about-was-undone = the other country did not let you in; your return reverses this exit
about-revoked = Revoked
about-entries = Number of entries
about-parties = Groups and vehicles
about-party = Group
about-plate = Number plate
about-announced = Announced
about-by-carrier = on the carrier’s list
about-claims = Your requests
about-by = Role and place
about-alerts-title = Alerts
about-alerts = This file does not say whether an alert exists about anyone: neither that there is one nor that there is none. Access in connection with alerts, and the reasons for referral to the second line, are left out too. You may ask the data protection authority to check on your behalf.
about-kept = How long data is kept
about-rights-title = Your rights
about-rights = You may ask the service to correct what is wrong and to erase what it may no longer keep, and you may object to what it does with your data. If it refuses, it must tell you why, and you may complain to the data protection authority and go to court.

## The register of processing
register-title = Record of processing activities
register-line = { $label }: { $value }
register-data = Data processed, purposes and retention
register-what = Data processed
register-purpose = Purpose
register-yes = yes
register-no = no
register-what-crossings = identity, documents, journey, decision, screening results, second-line notes, what posts wrote for neighbouring states
register-purpose-crossings = border control; anonymous statistics
register-what-pictures = photos of faces, document pages, files
register-purpose-pictures = evidence for decisions
register-what-visas = holder, document, validity, conditions
register-purpose-visas = right to enter and stay
register-what-protection = need, authority, recipient
register-purpose-protection = asylum, unaccompanied children, victims of trafficking, people who are ill
register-what-alerts = wanted persons and documents, action, source
register-purpose-alerts = screening at the border, as provided by law
register-what-looks = who viewed what, when and why; exports
register-purpose-looks = audit of the service itself
register-waits = limen.toml sets other periods: they take effect when limen serve is next started, or with limen data erase.
register-brake = Erasure of the following is waiting for two people: { $kind }.
register-who = Who has access, and what they may do
register-recipients = Other recipients of data
register-posts = { $count ->
    [0] No posts in the network.
    [1] 1 post in the network: what its work requires.
   *[other] { $count } posts in the network: each what its work requires.
 }
register-history = Posts receive crossings of other posts for { $days } days.
register-nobody-else = Nobody else through this system. Statistics leave the service without personal data, rounded to multiples of 5 or of another number that is set.
register-security = Security measures
register-encrypted = Encrypted on disk
register-backup = Backed up every night
register-journal = Every change and every access is recorded in a log that can’t be rewritten unnoticed.
register-exchange = Between machines over TLS 1.3 with the service’s own certificates; USB sticks are encrypted for their recipient.

## What travellers claim about their data
claims-title = Requests
claims-none = No requests.
claim-right = Right
claim-received = Received on
claim-words = What is requested
claim-answer-it = Answer
claim-reason = What was done, or why not
claim-close = Record the answer
claim-new = Record a request
claim-record = Record request
claim-due-by = Answer due by (if empty: 30 days after receipt)
claim-due = answer due by { $due }
claim-late = overdue by { $distance }: was due on { $due }
claim-answered = { $answer } on { $at }
claim-files = The person’s file
claim-file-made = File created on
claim-records = What is recorded
claim-records-none = Nothing is recorded here under this document.
claim-rectify-help = The supervisor corrects the crossing at the post that recorded it: the request is shown on the record. If the request came to headquarters, send the post the number of the record.
claim-corrections = Corrected since the request
claim-corrections-none = Nothing has been corrected yet.
claim-record-column = Record
claim-record-cancelled = cancelled
claim-record-corrected = corrected
claim-record-elsewhere = now recorded under another document
claim-record-presented = checked, no decision
claim-direction = Direction
claim-erased = Erased
claim-erased-events = { $count ->
    [1] 1 record
   *[other] { $count } records
  }
claim-erase-title = Erase
claim-erase-help = Tick what must not be kept. A second person approves; the content is then permanently erased, here and at every post, and the request is closed.
claim-erase-reason = Why it must not be kept
claim-erase-propose = Propose erasure
claim-erase-by = { $author } proposed on { $at } to erase:
claim-no-reason = Enter what was done, or why not.
claim-nothing-done = Nothing has been done yet: create the file, or have the record corrected, before you answer that the request is granted.
claim-nothing-chosen = Tick at least one record.
claim-too-many = Tick at most 1,000 records at a time.
claim-still-open = One of these records is not closed: someone is still dealing with it. Erase it afterwards.
claim-prolongs = Also tick the entry whose stay this visa or permit extended.
claim-on-record = Correction requested ({ $reference }): { $words }
letter-print = Print reply letter
letter-title = Reply to a request
letter-subject = Your request: { $right } ({ $reference })
letter-opening = On { $date } you sent us a request about the data we hold about you.
letter-holder = To the holder of document { $document }
letter-access = We have granted your request. The attached file contains the data that the border system holds about you, with the exceptions stated in it.
letter-rectified = We have granted your request. This was corrected:
letter-erased = We have granted your request: what you asked us to erase is erased at headquarters, and at each post in the night after it receives the order. Only the fact that a record existed, and who viewed it, is kept until its own retention period ends.
letter-granted = We have granted your request.
letter-nothing-held = We hold no data under the document that you named.
letter-partly = We have granted your request in part.
letter-refused = We cannot grant your request.
letter-reason = Reason, or what was done:
letter-kept = How long the law requires data to be kept
letter-remedies = If you are not satisfied with this reply, you may contact the data protection authority or go to court.
letter-authority = Authority and address:
letter-signed = The data protection officer
