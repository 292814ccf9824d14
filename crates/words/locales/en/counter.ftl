## Around every page
choose = Please say…

## Reading a document
scan-label = Lay the document on the reader, or paste its MRZ here
scan-read = Read
ready-entry = Ready · entry
ready-exit = Ready · exit
scan-empty = Nothing was read. Lay the document on the reader again.
scan-too-long = Too many characters for one document. Scan one document at a time.
scan-foreign-character = The character “{ $character }” (no. { $position }) is in no machine readable zone. Scan again, or type it (F4).
scan-shape = { $characters ->
    [1] 1 character read
   *[other] { $characters } characters read
 }: not a whole zone. Scan again, or type it (F4).
pending-title = The decision for { $name } is still open
pending-text = The document of { $name } has just been read and waits.
pending-keep = Go on with { $name }
pending-replace = Set aside and take { $name }
turn-from-entry = Turn to exit
turn-from-exit = Turn to entry
recorded = Recorded:

## Who
born = born { $date }
born-in = born in { $date }
born-unknown = date of birth unknown
age-unknown = age unknown
century-guessed = century guessed
minor = minor
name-truncated = name may be cut short by the document
no-document = No document
expires-in = expires in { $distance }
expires-today = expires today
expired-since = expired { $distance } ago
expiry-unknown = date of expiry unknown
could-be = Could it be:
doubt-line = { $field }: { $text }
doubt-amended-from = corrected by the officer (read: { $before })

## What was found
verdict-clear = Nothing found
verdict-check = TO CHECK
verdict-possible-hits = { $count ->
    [1] 1 alert looks alike: to be judged
   *[other] { $count } alerts look alike: to be judged
 }
verdict-minor = minor: crossing with whom?
verdict-no-document = no document: identity as declared
stop-arrest = Do not let this person leave. Call the 2nd line.
stop-refuse = An alert asks to refuse entry.
stop-refer = An alert asks for the 2nd line.
stop-inform-discreetly = Let pass and show nothing.
stop-protect = This person needs protection. Bring them to the 2nd line.
stop-seize-document = This document is reported stolen or lost. Keep it.
hit-position = { $at } of { $of }
hit-score = likeness { $percent }%
also-known-as = Also known as:
compare-how = Comparison
compare-name = Name
likeness-none = can't be compared
part-label = part
part-other = no counterpart
part-missing = on one side only
judge-clear = Another person
judge-confirm = Same person

## What is asked
ask-residence-help = Code of the country that the person lives in, such as MLI

## What is done
do-admit = Admit
do-let-depart = Let depart
do-refuse = Refuse entry
do-hold = Hold
do-refer = Refer
do-refer-now = Refer to 2nd line
do-refer-ask = Refer…
do-ask-refuse = Refuse…
do-type = Type, or no document
do-type-correct = Correct
do-withdraw-ask = Set aside…
do-withdraw = Set aside
withdraw-text = The traveller leaves or comes back later: no crossing is recorded, the look-up stays in the journal.
refer-why = Refer to the 2nd line, because of
stop-why-refuse = Refuse entry, on at least one ground
referral-settled-already = This referral has been settled or corrected already. Nothing has changed.
not-open-hit = An alert has still to be judged: confirm it, clear it, or refer.
not-open-confirmed = An alert is confirmed: refer to the 2nd line.
not-open-accompaniment = First say with whom the minor crosses.
not-open-direction = This decision belongs to the other direction. Check entry or exit (F2).
not-open-ground = Tick at least one ground of refusal.
not-open-referred = This referral is with the 2nd line already: decide here.

## Typed by hand
typed-title = Type a traveller
typed-document = Document
typed-kind = Kind
typed-no-document = No document (identity as declared)
typed-birth-help = Day or month unknown: write the year only, or year and month.
typed-present = Present at the counter
typed-name-too-long = At most 80 characters.
typed-birth-too-old = This date of birth is too long ago.
typed-number-missing = Write the number, or choose “No document”.
typed-state-unknown = There is no such country.

## Trial documents
card-title = Trial documents
card-explains = Invented people and documents. Copy a zone to the counter, or lay it on the reader with one click.
card-scan = Lay on the reader
card-clean = Known traveller, all in order
card-expired = Expired passport
card-check-digit = Wrong check digit
card-truncated = Name cut short by the document
card-possible-hit = Looks like an alert
card-false-hit = Same name, another person: to be cleared
card-stolen = Stolen document
card-minor = Minor
card-card = Identity card with a long number
card-unknown-state = A state that does not exist
card-half = Half a scan
card-visa = Visa needed, e-visa recorded
card-visa-sticker = The visa of that traveller (sticker)
card-overstay = At exit: stayed too long
card-renewed = New passport of a known traveller
card-national = Malian coming home

## What does not work
known-meanwhile = What is known about the traveller has changed since the document was read. Check it, then decide again.
judged-meanwhile = A match was judged in another window meanwhile. Check it, then decide again.
not-recorded = This traveller had been set aside: no crossing was recorded.

## Alerts
cleared-before = { $name }: cleared before ({ $reason }) by { $by }, same document, same data

## The calculator of stays
stay-title = How long may someone stay?
stay-rule = Rule
stay-rule-help = 90/180: 90 days in any 180. 90/year: in a calendar year. 90/entry: after each entry. Or: until 2026-12-31, free.
stay-rule-wrong = Write a rule such as 90/180, 90/year, 90/entry, until 2026-12-31, or free.
stay-on = On this day
stay-date-wrong = Write a date, such as 2026-02-14.
stay-history = Stays so far
stay-history-help = One stay a line: entry and exit, such as 14.02.2026 28.02.2026. No exit: still in the country.
stay-line-wrong = Line { $line } is not an entry and an exit. Write 14.02.2026 28.02.2026.
stay-ends-early = Stay { $stay } ends before it begins. Check both stamps.
stay-no-exit = Stay { $stay } has no exit, and another begins after it. Look for the missing stamp.
stay-too-old = Stay { $stay } begins before 1900. Check its date.
stay-too-long = That is too much. Give the latest stays only.
stay-count = Count
stay-until = May stay until { $date }
stay-enter-until = May enter on { $on } and stay until { $date }
stay-freely = May stay without a limit
stay-overstayed = { $count ->
    [1] Has stayed 1 day too long
   *[other] Has stayed { $count } days too long
 }
stay-no-entry = May not enter on { $on } under this rule
stay-again = May enter again from { $date } on.
stay-not-again = Not within a year either.
stay-used = Days used
stay-left = Days left
stay-over = Days overstayed
stay-how = The days of entry and of exit both count. Days that cease to count later may make the stay longer than the days left today.

## Rules of stay at the counter, and overstays
not-open-permit = The rules give no stay: type the last day of the visa or permit, refer, or refuse.
stays-may = may stay until { $date }: { $source }
stays-freely = may stay without a limit: { $source }
stays-visa = visa or permit needed: { $source }
stays-used-up = days of stay used up, may come again from { $date } on: { $source }
stays-used-up-long = days of stay used up for more than a year: { $source }
stays-no-rule = no rule of stay is about this traveller: the rule set has a gap
stays-in-time = leaves in time: authorised until { $date }
stays-overstayed = { $count ->
    [one] stayed 1 day too long: authorised until { $date }
   *[other] stayed { $count } days too long: authorised until { $date }
}
stays-entry-unseen = no entry recorded that says until when: length of stay unknown
stays-unmatched = { $count ->
    [1] 1 earlier crossing has no counterpart
   *[other] { $count } earlier crossings have no counterpart
}
stay-to-overstays = Who has stayed too long

## Second line
second-line-waits = at the second line, not taken yet
outcomes-title = Referred by you
referral-taken-by-other = Another officer has taken this case.

## Protection
do-protect-ask = Protection…

## Endings
do-ask-refuse-exit = Refuse, hold…
do-refuse-exit = Refuse exit
do-take-back = Taken back: refused by the other side
do-desist = The traveller gives up
hold-because = Hold for
stop-why-refuse-exit = Refuse exit, on at least one ground
not-open-protected = This person is in the second line's care: refer them (F8). They are neither refused nor sent back here.
not-open-health = Ask the questions on health first.
not-open-health-service = The answer asks for the health service: refer to the second line (F8), or need of a doctor (F7).
not-open-take-back = No recent exit of this traveller is known: this is an ordinary entry.

## The whole post: persons, parties, visas, tallies, pictures
typed-none = none
typed-status-by-document = as the document says
typed-beside-title = Another document of the same traveller
do-another-document = Another document…
do-pictures = { $count ->
    [0] Photo, pages…
    [1] Photo, 1 page
   *[other] Photo, { $count } pages
 }
pending-beside = Another document of { $name } ({ $document })
namesake = Same name, same birth: { $document } ({ $count } crossings, the last on { $date }). The same person?
same-person-face = the face
same-person-documents = the documents
same-person-says-so = what they say
same-person-together = shown together
same-person-mistake = mistake
verdict-elsewhere = this document is open at the counter of { $officer } too
not-open-minor-without-parent = A minor without a parent or guardian goes to the second line, which protects them: refer (F8).
not-open-vehicle = An alert is about the vehicle: judge it first on the party's page.
not-open-vehicle-stopped = The vehicle is sought: refer the driver to the second line (F8). Passengers may pass.
ask-adult = With
adult-unnamed-crossed-before = crossed earlier, or at another post
adult-unnamed-not-recorded = crosses without being recorded (neighbour, national)
adult-unnamed-not-passing = was refused or referred
ask-adult-here = Passed here within 30 minutes, or of the party
ask-adult-unnamed = Not named, because the adult…
not-open-adult = Name the adult whom the minor crosses with, or say why nobody is named.
not-open-adult-not-offered = This adult can't be named any more: they did not pass here just now, or are being checked again. Choose again.
not-open-adult-not-passing = The adult does not pass, and the minor does not pass without them: refer (F8), or refuse them too (F9).
not-open-aside = An alert may be about this person or vehicle: say why it ends here. The supervisor will see it.
not-open-changed = What is known has changed during the decision, and nothing was recorded. Check, then decide again.
aside-title = Why it ends here (the supervisor will see it)
aside-words = Details
confirmed-by = Confirmed by { $officer }, { $when } (based on { $reason })
confirmed-change = Change this judgement…
party-next = Next: { $name }
visas-good = visa { $number }: good, stay until { $date }
visas-good-freely = visa { $number }: good
visas-not-yet = visa { $number }: good only from { $date } on
visas-past = visa { $number }: expired on { $date }
visas-used-up = visa { $number }: entries used up ({ $count })
visas-revoked = visa { $number }: revoked ({ $reason })
visas-conditions = conditions: { $conditions }
visas-of-another = visa { $number } is recorded for another document
tally-place = Place
tally-place-here = at the post
tally-choose = Choose
tally-exposed = The next person is…
tally-nothing = nothing to note
tally-people-entry = counted coming in today
tally-people-exit = counted going out today
tally-unsent = not sent yet:
tally-sent = all recorded
tally-undo = Take the last one back
tally-apart = People who are counted are not registered one by one; they are never added to crossings.
tally-today = Tallies of the day
tally-cancel = Cancel
attachment-face = face

## Flows: counted, drawn, published
stay-class-0 = same day
stay-class-1-3 = 1 to 3 days
stay-class-4-7 = 4 to 7 days
stay-class-8-30 = 8 to 30 days
stay-class-31-90 = 1 to 3 months
stay-class-91-365 = 3 months to a year
stay-class-366 = over a year
