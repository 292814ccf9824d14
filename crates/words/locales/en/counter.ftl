## Around every page
choose = Select…

## Reading a document
scan-label = Place the document on the reader, or paste its MRZ here
scan-read = Read
ready-entry = Ready · entry
ready-exit = Ready · exit
scan-empty = Nothing was read. Place the document on the reader again.
scan-too-long = Too many characters for one document. Scan one document at a time.
scan-foreign-character = The character “{ $character }” (position { $position }) is not used in a machine readable zone. Scan again, or enter by hand (F4).
scan-shape = { $characters ->
    [1] 1 character read
   *[other] { $characters } characters read
 }: the machine readable zone is incomplete. Scan again, or enter by hand (F4).
pending-title = No decision yet for { $name }
pending-text = The document of { $name } has just been read and is waiting.
pending-keep = Continue with { $name }
pending-replace = Set aside and switch to { $name }
turn-from-entry = Switch to exit
turn-from-exit = Switch to entry
recorded = Recorded:

## Who
born = born { $date }
born-in = born in { $date }
born-unknown = date of birth unknown
age-unknown = age unknown
century-guessed = century assumed
minor = minor
name-truncated = name may be cut short on the document
no-document = No document
expires-in = expires in { $distance }
expires-today = expires today
expired-since = expired { $distance } ago
expiry-unknown = expiry date unknown
could-be = Did you mean:
doubt-line = { $field }: { $text }
doubt-amended-from = corrected by the officer (read as: { $before })

## What was found
verdict-clear = Nothing found
verdict-check = CHECK
verdict-possible-hits = { $count ->
    [1] 1 possible match to review
   *[other] { $count } possible matches to review
 }
verdict-minor = minor: who are they travelling with?
verdict-no-document = no document: identity as declared
stop-arrest = Do not let this person leave. Call the second line.
stop-refuse = An alert asks you to refuse entry.
stop-refer = An alert asks you to refer this person to the second line.
stop-inform-discreetly = Let the traveller pass. Do not reveal the alert.
stop-protect = This person needs protection. Take them to the second line.
stop-seize-document = This document is reported stolen or lost. Keep it.
hit-position = { $at } of { $of }
hit-score = score { $percent }%
also-known-as = Also known as:
compare-how = Comparison
compare-name = Name
likeness-none = not comparable
part-label = name part
part-other = unmatched
part-missing = on one side only
judge-clear = Different person
judge-confirm = Same person

## What is asked
ask-residence-help = Code of the country of residence, for example MLI

## What is done
do-admit = Admit
do-let-depart = Allow exit
do-refuse = Refuse entry
do-hold = Hold
do-refer = Refer
do-refer-now = Refer to second line
do-refer-ask = Refer…
do-ask-refuse = Refuse…
do-type = Enter by hand / no document
do-type-correct = Correct
do-withdraw-ask = Set aside…
do-withdraw = Set aside
withdraw-text = The traveller is leaving or will come back later. No crossing is recorded; the check stays in the log.
refer-why = Reason for referral to the second line
stop-why-refuse = Refuse entry: tick at least one ground
referral-settled-already = This referral has already been closed or corrected. Nothing was changed.
not-open-hit = A possible match still needs review: confirm it, clear it, or refer.
not-open-confirmed = A match is confirmed: refer to the second line.
not-open-accompaniment = First select who the minor is travelling with.
not-open-direction = This decision is for the other direction. Check entry or exit (F2).
not-open-ground = Tick at least one refusal ground.
not-open-referred = This referral is already with the second line: decide here.

## Typed by hand
typed-title = Enter a traveller by hand
typed-document = Document
typed-kind = Type
typed-no-document = No document (identity as declared)
typed-birth-help = Day or month unknown: enter only the year, or year and month.
typed-present = Open at counter
typed-name-too-long = At most 80 characters.
typed-birth-too-old = This date of birth is too far in the past.
typed-number-missing = Enter the number, or select “No document”.
typed-state-unknown = Unknown country.

## Trial documents
card-title = Test documents
card-explains = Invented people and documents. Copy an MRZ to the counter, or place it on the reader with one click.
card-scan = Place on reader
card-clean = Known traveller, all in order
card-expired = Expired passport
card-check-digit = Wrong check digit
card-truncated = Name cut short on the document
card-possible-hit = Possible match with an alert
card-false-hit = Same name, different person: to be cleared
card-stolen = Stolen document
card-minor = Minor
card-card = Identity card with a long number
card-unknown-state = Country code that does not exist
card-half = Incomplete scan
card-visa = Visa required, e-visa recorded
card-visa-sticker = The same traveller’s visa (sticker)
card-overstay = Overstay, at exit
card-renewed = New passport of a known traveller
card-national = Malian returning home

## What does not work
known-meanwhile = What is known about the traveller has changed since the document was read. Check, then decide again.
judged-meanwhile = A match was reviewed in another window in the meantime. Check, then decide again.
not-recorded = This traveller had been set aside: no crossing was recorded.

## Alerts
cleared-before = { $name }: already cleared (based on: { $reason }) by { $by }, same document, same data

## The calculator of stays
stay-title = Stay calculator
stay-rule = Rule
stay-rule-help = 90/180: 90 days in any 180. 90/year: 90 days in a calendar year. 90/entry: 90 days after each entry. Or a last day: until 2026-12-31. No limit: free.
stay-waiver = Bilateral agreement
stay-waiver-help = Days it adds once the rule is used up, for example 30/year. Leave empty if there is none.
stay-by-waiver = Days under the agreement
stay-permit-ends-early = Stay { $stay }: the visa or permit ends before it begins. Check its dates.
stay-rule-wrong = Enter a rule such as 90/180, 90/year, 90/entry, until 2026-12-31, or free.
stay-on = On this date
stay-date-wrong = Enter a date, for example 14/02/2026.
stay-history = Previous stays
stay-history-help = One stay per line: entry and exit, for example 14/02/2026 28/02/2026. No exit: still in the country. Stay on a visa or permit: add its last day, for example 14/02/2026 28/06/2026 visa 31/05/2026.
stay-line-wrong = Line { $line } is not an entry date and an exit date. Enter, for example, 14/02/2026 28/02/2026.
stay-ends-early = Stay { $stay }: the exit is before the entry. Check both stamps.
stay-no-exit = Stay { $stay } has no exit, and another begins after it. Look for the missing stamp.
stay-too-old = Stay { $stay } begins before 1900. Check its date.
stay-too-long = Too many stays. Enter only the latest ones.
stay-count = Calculate
stay-until = May stay until { $date }
stay-enter-until = May enter on { $on } and stay until { $date }
stay-freely = May stay with no time limit
stay-overstayed = { $count ->
    [1] Overstayed by 1 day
   *[other] Overstayed by { $count } days
 }
stay-no-entry = May not enter on { $on } under this rule
stay-again = May enter again from { $date }.
stay-not-again = May not enter within the following year either.
stay-used = Days used
stay-left = Days left
stay-over = Days overstayed
stay-how = The days of entry and exit both count. Days on a visa or permit do not. As earlier days drop out of the period, the stay may last longer than the days left today.

## Rules of stay at the counter, and overstays
not-open-permit = The stay rules allow no stay: enter the last day of the visa or permit, refer, or refuse.
stays-may = may stay until { $date }: { $source }
stays-freely = may stay with no time limit: { $source }
stays-visa = visa or permit required: { $source }
stays-used-up = days of stay used up, may enter again from { $date }: { $source }
stays-used-up-long = days of stay used up for more than a year: { $source }
stays-no-rule = no stay rule applies to this traveller: tell the administrator
stays-in-time = leaving on time: authorised until { $date }
stays-overstayed = { $count ->
    [one] overstayed by 1 day: authorised until { $date }
   *[other] overstayed by { $count } days: authorised until { $date }
}
stays-entry-unseen = no recorded entry with a last day of stay: length of stay unknown
stays-unmatched = { $count ->
    [1] 1 earlier crossing has no matching entry or exit
   *[other] { $count } earlier crossings have no matching entry or exit
}
stay-to-overstays = Overstays

## Second line
second-line-waits = at the second line, not yet taken
referral-taken-by-other = Another officer has already taken this case.

## Protection
do-protect-ask = Protection…

## Endings
do-ask-refuse-exit = Refuse, hold…
do-refuse-exit = Refuse exit
do-take-back = Record return (refused by neighbour)
do-desist = Record withdrawal
hold-because = Reason for hold
stop-why-refuse-exit = Refuse exit: tick at least one ground
not-open-protected = This person is in the second line’s care: refer them (F8). They must not be refused or sent back here.
not-open-health = Ask the health questions first.
not-open-health-service = This answer calls for the health service: refer to the second line (F8), or record that a doctor is needed (F7).
not-open-chip = A chip check has failed: refer to the second line (F8).
not-open-take-back = No recent exit of this traveller is on record: this is an ordinary entry.

## The whole post: persons, parties, visas, tallies, pictures
typed-none = none
typed-status-by-document = as on the document
typed-beside-title = Another document of the same traveller
do-another-document = Add document…
do-pictures = { $count ->
    [0] Photo, pages…
    [1] Photo, 1 page
   *[other] Photo, { $count } pages
 }
pending-beside = Add to documents of { $name } ({ $document })
namesake = Same name and date of birth: { $document } (crossings: { $count }, the last on { $date }). Same person?
same-person-face = face
same-person-documents = documents
same-person-says-so = traveller’s statement
same-person-together = presented together
same-person-mistake = linked by mistake
verdict-elsewhere = this document is also open at the counter of { $officer }
not-open-minor-without-parent = A minor without a parent or guardian goes to the second line, which protects them: refer (F8).
not-open-vehicle = There is an alert on the vehicle: review it first on the group’s page.
not-open-driver = Say who drives the vehicle, or that none of these travellers does.
not-open-vehicle-stopped = The vehicle is wanted: refer the driver to the second line (F8). Passengers may pass.
ask-adult = With
adult-unnamed-crossed-before = crossed earlier, or at another post
adult-unnamed-not-recorded = crosses unrecorded (border resident, national)
adult-unnamed-not-passing = was refused or referred
ask-adult-here = Crossed here within 30 minutes, or in the group
ask-adult-unnamed = Not named because the adult…
not-open-adult = Name the adult the minor is travelling with, or say why nobody is named.
not-open-adult-not-offered = This adult can no longer be named: they did not cross here just now, or are being checked again. Choose again.
not-open-adult-not-passing = The adult is not crossing, and the minor does not cross without them: refer the minor (F8), or refuse them too (F9).
not-open-aside = An alert may concern this person or vehicle: say why the check ends here. The supervisor will see it.
not-open-changed = Something changed while you were deciding, and nothing was recorded. Check, then decide again.
aside-title = Why the check ends here (the supervisor will see this)
aside-words = Details
confirmed-by = Confirmed by { $officer }, { $when } (based on: { $reason })
confirmed-change = Change this confirmation…
party-next = Next: { $name }
visas-good = visa { $number }: valid, stay until { $date }
visas-good-freely = visa { $number }: valid
visas-not-yet = visa { $number }: valid only from { $date }
visas-past = visa { $number }: expired on { $date }
visas-used-up = visa { $number }: entries used up ({ $count })
visas-revoked = visa { $number }: revoked ({ $reason })
visas-conditions = conditions: { $conditions }
visas-of-another = visa { $number } is recorded for another document
tally-place = Place
tally-place-here = at the post
tally-choose = Apply
tally-exposed = The next person is…
tally-nothing = none of these
tally-people-entry = counted entering today
tally-people-exit = counted leaving today
tally-unsent = not sent yet:
tally-sent = all recorded
tally-undo = Undo last
tally-apart = People counted here are not registered one by one and are never added to crossings.
tally-today = Today’s tallies
tally-cancel = Cancel
attachment-face = face
attachment-chip = face in the chip
attachment-evidence = file of the chip

## Flows: counted, drawn, published
stay-class-0 = same day
stay-class-1-3 = 1 to 3 days
stay-class-4-7 = 4 to 7 days
stay-class-8-30 = 8 to 30 days
stay-class-31-90 = 1 to 3 months
stay-class-91-365 = 3 months to a year
stay-class-366 = more than a year

## The instrument
ask-first = Required before the decision
ask-stay-days = Stay (days)
judge-document-clear = Another document
judge-document-confirm = This document
ready-last = Your latest decisions
ready-last-none = No decision in the last 12 hours.
ready-today = Today at this post
ready-referrals = { $count ->
    [1] 1 person waiting at the second line
   *[other] { $count } people waiting at the second line
 }
link-cut = Limen is not answering. What you send is kept on this page and goes out once it answers.
link-back = Limen is answering again.
slow-answer = Working…
scan-kept = A scan from before your session ended is kept here. Check it, then select Read.

## Documents read by camera
do-camera = Camera
eye-title = Read a document by camera
eye-help = Hold the open page before the camera, its bottom lines in the frame. It is read automatically.
eye-hold-still = Zone read. Hold still.
eye-file-help = JPEG, PNG or WebP, 12 MB at most. The picture of the page is attached to the record.
eye-read = Read picture
eye-folder = Read latest scanned page
eye-scanner = Scan and read
eye-phone = Phone
eye-phone-serves = Your phone is the camera of this counter.
eye-phone-end = Disconnect phone
eye-phone-code = Code shown on your phone
eye-phone-pair = Connect
eye-phone-picture = QR code for your phone
eye-phone-scan = Scan it with your phone, on which you are signed in too: its page opens with the code filled in.
eye-phone-how = Sign in on your phone and open the page /camera.
eye-phone-this = Use this device as a counter’s camera
eye-phone-read = Your phone has read a page. Continue
eye-code-wrong = None of your phones shows this code. Check the code, and that you are signed in on the phone.
eye-gone = This page is no longer in memory. Show it again.
eye-not-kept = The traveller is at the counter, but the picture of the page was not attached. Add it from the record’s pictures.
eye-file-not = { $name }: { $why }
eye-scanner-busy = The scanner is serving another counter. Try again in a moment.
eye-scanner-slow = The scanner did not answer in time. Try again, or choose a file.
eye-scanner-failed = The scanner gave no page. Check that it is connected and switched on, or choose a file.
eye-no-picture = This file is not an image (JPEG, PNG or WebP). Choose another.
eye-damaged = This picture is damaged or incomplete. Take it again.
eye-too-large = This picture is too large: 12 MB at most.
eye-no-zone = No machine readable zone found. Show the bottom lines of the page, in good light.
eye-several-zones = More than one zone is visible. Show one page at a time.
eye-part = Only part of the zone is visible. Show the whole page.
eye-too-small = The zone is too small. Bring the page nearer.
eye-blurred = The picture is blurred. Hold still and let the camera focus.
eye-glare = Glare on line { $line } of the zone. Tilt the page or move the light.
eye-cut-left = The zone is cut off at the left. Show the whole page.
eye-cut-right = The zone is cut off at the right. Show the whole page.
eye-cut-both = The zone is cut off on both sides. Move the page away.
seen-title = Compare with the document
seen-again = Take picture again
seen-compare = The camera is not sure of these characters. Look at the document and choose what is printed there.
seen-place = Line { $line }, character { $place }
seen-picture = Picture of the character, between its neighbours
seen-zone = Whole zone, as read
seen-go-on = Confirm reading
phone-title = Counter camera
phone-counter-code = Code of your counter
phone-serve = Be the camera of this counter
phone-code-wrong = This code is not, or no longer, shown at a counter of yours. Scan the one that is shown now.
phone-code = Enter this code at your counter (F3):
phone-taken = Continue
phone-sent = Sent to the counter.
phone-next = Next document
phone-end = End
## The counter's reader
reader-here = Reader: { $readers }
reader-chips = chips
reader-away = { $reader } not connected
reader-noise = { $reader } sends unreadable data
reader-has-read = A document is on the reader.
reader-take = Open at counter
reader-reads = { $step } ({ $file }, { $percent } %)
reader-zone-good = MRZ signed by the issuing state
reader-zone-open = MRZ read, issuing state not verified
reader-zone-check = check: MRZ differs or signature not valid
reader-step-lay-down = Chip: place the document alone on the chip reader
reader-step-opened = Chip: open
reader-step-reading = Chip: reading
reader-step-proving = Chip: checking for a copy
reader-step-lost = Chip: document removed too early, place it back
reader-step-wrong-key = Chip: this MRZ does not open it. Check the number, or type the one on the card (CAN)
reader-step-wrong-number = Chip: it does not open with this number. Compare it with the document and type it again
reader-step-no-document = Chip: not a travel document. Place the document alone on the chip reader
reader-step-given-up = Chip: unreadable
reader-step-no-reader = Chip: the chip reader is not connected
can-ask = Number on the card (CAN)
can-read = Read chip
can-malformed = The number on the card (CAN) has six digits. Type it as it is printed on the document.
can-no-reader = No chip reader is connected to this counter. Connect it, then type the number again.

## What a chip came to
chip-title = Chip:
seals-looking = Looking for seals on the page…
seals-see = See the pictures
chip-record = Chip
chip-differs = its zone is not the document’s
chip-altered = data changed since the state signed them
chip-copy = may be a copy: it could not prove to be the original
chip-unsigned = data signature not valid
chip-issuer-failed = signer not appointed by the document’s state
chip-revoked = signer revoked by its state
chip-proven = data intact, signed by the state
chip-unknown-issuer = signature valid, but the state’s certificate is not here
chip-not-proven = nothing could be checked
chip-outcome-good = Valid
chip-outcome-failed = Failed
chip-outcome-not_checked = Not checked
chip-outcome-unknown = Unknown
chip-check-zone = Zone
chip-check-integrity = Data
chip-check-signer = Signature
chip-check-issuer = Issuing state
chip-check-revocation = Revocation
chip-check-clone = Original chip
chip-zone-same = same in the chip and on the page
chip-zone-other = differs between the chip and the page
chip-integrity-whole = as they were signed
chip-integrity-altered = changed since they were signed
chip-integrity-not_signed = partly unsigned
chip-integrity-nothing_read = nothing was read
chip-integrity-signature_not_proven = signature not verified
chip-integrity-no_security_object = signature not read
chip-group-zone = MRZ (DG1)
chip-group-face = photo (DG2)
chip-group-signature = holder’s signature (DG7)
chip-group-holder = details of the holder (DG11)
chip-group-document = details of the document (DG12)
chip-group-keys = keys of the chip (DG{ $group })
chip-signer-sound = matches the signer’s certificate
chip-signer-content_altered = content changed after signing
chip-signer-mismatch = does not match the signer’s certificate
chip-signer-malformed = unreadable
chip-signer-no_certificate = signer’s certificate missing
chip-signer-unsupported = type not supported
chip-signer-no_security_object = not read
chip-issuer-trusted = it appointed the signer
chip-issuer-trusted_expired_since = it appointed the signer; a certificate has expired since
chip-issuer-mismatch = the state named did not appoint the signer
chip-issuer-other_state = signer from another state than the document
chip-issuer-outside_usage = signed outside the key’s period of use
chip-issuer-issuer_not_at_hand = state’s certificate not here
chip-issuer-unsupported = type not supported
chip-issuer-signature_not_proven = signature not verified
chip-issuer-no_trust = no state certificates here
chip-revocation-not_revoked = signer not revoked
chip-revocation-revoked = signer revoked by the state
chip-revocation-list_out_of_date = signer not revoked, but the list is out of date
chip-revocation-no_list = state’s list not here
chip-revocation-issuer_not_proven = issuing state not verified
chip-clone-original = it proved to be the original
chip-clone-refuted = it could not prove it
chip-clone-no_answer = no answer
chip-clone-files_alone = the chip was not tested
chip-clone-no_key = this chip can’t be tested
chip-clone-key_not_proven = its key is not verified
chip-clone-unsupported = type not supported
chip-check-declared = Declared by the state
chip-is-declared = its state has declared an error in documents like this
chip-declared-signer_signature = the signature over the signer’s certificate
chip-declared-signer_encoding = how the signer’s certificate is written
chip-declared-authority_encoding = how the state’s certificate is written
chip-declared-active_authentication_key = the chip’s key is known to others
chip-declared-group_malformed = how some of its data are written
chip-declared-group_digest = some of its data are not what was signed
chip-declared-security_object_signature = the signature over its data
chip-declared-common_file = the list of what is in the chip
chip-declared-zone_data = what stands in the MRZ
chip-declared-zone_check_digit = check digits of the MRZ
chip-declared-chip = the chip can’t be read
chip-declared-other = something else
