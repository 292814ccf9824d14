# Officers' words. A message says what happened, what it means, and what to do.

## Around every page
skip-to-main = Skip to content
nav-label = Pages
nav-counter = Counter
nav-day = Day
nav-card = Trial documents
other-language = Français
sign-out = Sign out
back = Back
back-to-counter = Back to the counter
key-escape = Esc
choose = Please say…
days = days
way-entry = ENTRY
way-exit = EXIT
journal-checking = checking the journal…
journal-sound = journal sound
journal-broken = JOURNAL ALTERED
journal-broken-warning = The journal of { $node } does not verify from event { $seq } on. Tell the administrator and leave this machine as it is.
journal-unreadable-warning = The journal can't be read to its end. Tell the administrator: the disk may be damaged.
clock-behind-warning = This machine's clock is behind what was recorded last: it says { $today }. Check the date before you go on.
clock-before-built-warning = This machine's clock says { $today }, which can't be. Have it set right before you go on.
clock-contradicted-warning = This machine's clock is { $clock } against those of the other machines. Nothing is erased until it is right.
setting-unreadable = The setting “{ $setting }” can't be read; what depends on it is closed. Tell the administrator: “set { $setting } anew”.
erasure-waits-warning = A large erasure waits for two people: see Rights.

## Signing in
sign-in = Sign in
sign-in-title = Sign in
sign-in-account = User name
sign-in-password = Password
sign-in-wrong = User name or password is wrong. Try again.
sign-in-elsewhere = Your account is not for this post. Ask the administrator.
sign-in-ended = Your account has ended. Ask the administrator.
sign-in-locked = Too many failed attempts. This account is locked until { $time }.
sign-in-busy = Many sign-ins are being tried right now. Try again in { $seconds } seconds.
trial-people = Demonstration: sign in as
role-first-line = 1st line
role-supervisor = supervisor

## Reading a document
scan-label = Lay the document on the reader, or paste its MRZ here
scan-read = Read
ready-entry = Ready · entry
ready-exit = Ready · exit
scan-empty = Nothing was read. Lay the document on the reader again.
scan-too-long = Too many characters for one document. Scan one document at a time.
scan-foreign-character = The character “{ $character }” (no. { $position }) is in no machine readable zone. Scan again, or type it (F4).
scan-shape = { $characters ->
    [one] 1 character read
   *[other] { $characters } characters read
 }: not a whole zone. Scan again, or type it (F4).
pending-title = The decision for { $name } is still open
pending-text = The document of { $name } has just been read and waits.
pending-keep = Go on with { $name }
pending-replace = Set aside and take { $name }
turn-from-entry = Turn to exit
turn-from-exit = Turn to entry
recorded = Recorded:
open-record = Show

## Who
born = born { $date }
born-in = born in { $date }
born-unknown = date of birth unknown
age = { $years ->
    [0] under 1 year
    [one] { $years } year
   *[other] { $years } years
 }
age-between = { $youngest } or { $oldest } years
age-unknown = age unknown
century-guessed = century guessed
minor = minor
name-truncated = name may be cut short by the document
nationality-unknown = nationality unknown
no-document = No document
expires-in = expires in { $distance }
expires-today = expires today
expired-since = expired { $distance } ago
expiry-unknown = date of expiry unknown
distance-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
distance-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
 }
distance-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
 }
date-unknown = date unknown
date-form = YYYY-MM-DD
could-be = Could it be:
source-mrz = read by the reader
source-typed = typed by hand
source-declared = identity as declared
sex-F = female
sex-M = male
sex-X = sex not stated
document-passport = Passport
document-identity-card = Identity card
document-laissez-passer = Laissez-passer
document-refugee-travel-document = Refugee travel document
document-emergency-certificate = Emergency certificate
document-travel-certificate = ECOWAS travel certificate
document-seafarers-book = Seafarer's book
document-crew-certificate = Crew member certificate
document-residence-permit = Residence permit
document-visa = Visa
document-other = Other document
field-mrz = Machine readable zone
field-document_code = Document code
field-issuing_state = Issued by
field-document_number = Document number
field-primary_identifier = Surname
field-secondary_identifier = Given names
field-nationality = Nationality
field-birth_date = Date of birth
field-sex = Sex
field-expiry_date = Expiry
field-optional_data = Optional data
field-optional_data_2 = Optional data (2)
field-composite = Overall check
doubt-line = { $field }: { $text }
doubt-check-digit = the check digit does not fit
doubt-character = a character that can't stand there
doubt-missing = missing
doubt-unknown-code = a code that does not exist
doubt-impossible-date = there is no such date
doubt-in-future = in the future
doubt-expired = expired
doubt-amended = corrected
doubt-amended-from = corrected by the officer (read: { $before })

## What was found
verdict-clear = Nothing found
verdict-check = TO CHECK
verdict-possible-hits = { $count ->
    [one] 1 alert looks alike: to be judged
   *[other] { $count } alerts look alike: to be judged
 }
verdict-minor = minor: crossing with whom?
verdict-no-document = no document: identity as declared
action-arrest = ARREST
action-refuse = REFUSE ENTRY
action-refer = REFER TO 2nd LINE
action-inform-discreetly = INFORM DISCREETLY
action-protect = PROTECT
action-seize-document = SEIZE DOCUMENT
stop-arrest = Do not let this person leave. Call the 2nd line.
stop-refuse = An alert asks to refuse entry.
stop-refer = An alert asks for the 2nd line.
stop-inform-discreetly = Let pass and show nothing.
stop-protect = This person needs protection. Bring them to the 2nd line.
stop-seize-document = This document is reported stolen or lost. Keep it.
hit-position = { $at } of { $of }
hit-score = likeness { $percent }%
also-known-as = Also known as:
compare-what = What
compare-traveller = Traveller
compare-alert = Alert
compare-how = Comparison
compare-name = Name
compare-birth-date = Birth
compare-sex = Sex
compare-nationality = Nationality
compare-document = Document
likeness-same = same
likeness-agrees = agrees
likeness-near = near
likeness-different = different
likeness-none = can't be compared
name-match-equal = same
name-match-reordered = same, other order
name-match-nearly-equal = nearly equal
name-match-partial = in part
part-label = part
part-match-same = same
part-match-spelling = other spelling
part-match-other-form = other form of the name
part-match-sound = sounds alike
part-match-slip = possible typing slip
part-match-script = same name, other script
part-match-initial = initial
part-match-joined = one word or several
part-match-cut-short = cut short on the document
part-other = no counterpart
part-missing = on one side only
date-between = between { $first } and { $last }
compare-birth-place = Place of birth
judge-because = Judging by
judge-clear = Another person
judge-confirm = Same person
judgement-confirmed = confirmed
judgement-cleared = cleared
judgement-reason-birth-date = the date of birth
judgement-reason-face = the face
judgement-reason-document = the document
judgement-reason-name = the name
judgement-reason-sex = the sex
judgement-reason-nationality = the nationality
judgement-reason-plate = the plate
judgement-reason-vehicle = the vehicle
judgement-reason-other = something else

## What happened before
earlier-title = Crossings
earlier-none = No known crossing with this document.
earlier-total = { $count ->
    [one] 1 crossing in all
   *[other] { $count } crossings in all
 }
direction-entry = entry
direction-exit = exit

## What is asked
ask-title = Journey
ask-purpose = Purpose
ask-mode = Transport
ask-origin = From
ask-destination = To
ask-residence = Lives in
ask-residence-help = Code of the country that the person lives in, such as MLI
ask-stay = Stay
ask-accompaniment = Minor accompanied
purpose-family = visiting family
purpose-trade = trade, market
purpose-business = business, mission
purpose-work = work
purpose-study = study
purpose-tourism = tourism
purpose-health = health care
purpose-religion = religion
purpose-transit = transit
purpose-return = going home
purpose-other = other
mode-foot = on foot
mode-motorcycle = motorcycle, bicycle
mode-car = car, taxi
mode-bus = bus
mode-lorry = lorry
mode-train = train
mode-boat = boat
mode-air = aeroplane
mode-other = other
accompaniment-parent = by a parent or guardian
accompaniment-other-adult = by another adult
accompaniment-alone = no: alone

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
do-correct-ask = Correct…
do-correct = Record the correction
withdraw-text = The traveller leaves or comes back later: no crossing is recorded, the look-up stays in the journal.
refer-why = Refer to the 2nd line, because of
stop-why-refuse = Refuse entry, on at least one ground
referral-hit = an alert
referral-document = a doubtful document
referral-minor = a minor
referral-protection = asylum or need of protection
referral-conditions = stay, purpose or means to be looked into
referral-other = something else
referral-settled-already = This referral has been settled or corrected already. Nothing has changed.
finish-open-first = A traveller already waits at this counter. Finish with them first.
decision-admit = admitted
decision-refuse = refused
decision-refer = referred
decision-let-depart = departed
decision-hold = held
not-open-hit = An alert has still to be judged: confirm it, clear it, or refer.
not-open-confirmed = An alert is confirmed: refer to the 2nd line.
not-open-accompaniment = First say with whom the minor crosses.
not-open-direction = This decision belongs to the other direction. Check entry or exit (F2).
not-open-ground = Tick at least one ground of refusal.
not-open-referred = This referral is with the 2nd line already: decide here.

## Typed by hand
typed-title = Type a traveller
typed-wrong = Nothing was recorded. See the marked fields.
typed-document = Document
typed-kind = Kind
typed-no-document = No document (identity as declared)
typed-person = Person
typed-birth-help = Day or month unknown: write the year only, or year and month.
typed-present = Present at the counter
typed-name-missing = Write the surname.
typed-name-too-long = At most 80 characters.
typed-date-wrong = Write YYYY-MM-DD, YYYY-MM or YYYY.
typed-birth-in-future = This date of birth is in the future.
typed-birth-too-old = This date of birth is too long ago.
typed-number-missing = Write the number, or choose “No document”.
typed-state-unknown = There is no such country.

## The day
day-day = Day
day-search = Name or number
day-direction = Direction
day-both = both
day-decision = Decision
day-all = all
day-show = Show
day-csv = CSV
day-found = { $count ->
    [0] No crossing
    [one] 1 crossing · page { $page }
   *[other] { $count } crossings · page { $page }
 }
day-none = No crossing fits.
day-earlier = Earlier
day-later = Later
open-referrals = referred, to be settled
column-time = Time
column-direction = Direction
column-name = Name
column-age = Age
column-document = Document
column-officer = Officer
tag-corrected = replaced
tag-correction = correction
tag-open = to be settled
totals-title = Totals
totals-entries = Entries
totals-exits = Exits
totals-stopped = Refused
totals-referred = Referred
totals-who = Travellers who crossed
nationalities-other = { $count } other nationalities
chart-title = Entries (up) and exits (down) by hour
age-band-0-14 = 0–14 years
age-band-15-17 = 15–17 years
age-band-18-24 = 18–24 years
age-band-25-64 = 25–64 years
age-band-65 = 65 years and over
age-band-unknown = age unknown

## A crossing
record-when = When
record-post = Post
record-direction = Direction
record-document = Document
record-source = Identity
record-grounds = Grounds
record-officer = Officer
record-event = journal { $node }, no. { $seq }
record-corrected = This record was a mistake and has been replaced.
record-see-correction = Show the correction
record-corrects = Replaces a mistaken record. Reason: { $reason }.
record-see-mistaken = Show the mistake
record-settled = This referral was settled by the 2nd line.
record-see-decision = Show the decision
correct-title = Correct a crossing
correct-explains = the mistaken record stays visible; this one takes its place.
correct-journey = Journey
correct-why = Why
correct-reason = Reason
correct-reason-missing = Write the reason of the correction.
correct-adult-not-offered = This adult can't be named: they did not pass here at that time, or were refused, referred or checked again since. Choose another one.
correct-direction-of-stop = A refusal or a hold does not change direction.

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
store-full-title = This post can't record: the disk is full
store-full-meaning = Nothing was recorded just now. What was recorded before is whole.
store-full-advice = Write the crossing on paper and tell the administrator: “disk full”.
store-locked-title = This post can't record: the database is busy
store-locked-meaning = Another program holds the database. Nothing was recorded just now.
store-locked-advice = Try again in a minute; if that does not help, tell the administrator: “database locked”.
store-missing-title = This post can't record: the database is missing
store-missing-meaning = The database's file is no longer in its place. Nothing was recorded just now.
store-missing-advice = Write crossings on paper and tell the administrator: “database missing”.
store-damaged-title = This post can't record: the database is damaged
store-damaged-meaning = The database can't be read any more. Nothing was recorded just now.
store-damaged-advice = Switch nothing off. Write crossings on paper and tell the administrator: “database damaged”.
store-read-only-title = This post can't record: writing is not permitted
store-read-only-meaning = The database may only be read. Nothing was recorded just now.
store-read-only-advice = Write the crossing on paper and tell the administrator: “database read-only”.
store-disk-title = This post can't record: the disk fails
store-disk-meaning = The disk does not take what is written to it. Nothing was recorded just now.
store-disk-advice = Write crossings on paper and tell the administrator: “the disk refuses writing”.
store-unreachable-title = This node can't record: the database's server is away
store-unreachable-meaning = The database's server does not answer. Nothing was recorded just now.
store-unreachable-advice = Try again in a minute; otherwise tell the administrator: “database server away”.
store-later-title = This database is of a later version
store-later-meaning = This program is too old for this database. Nothing was changed.
store-later-advice = Tell the administrator: “install the later version of Limen”.
store-recovering-title = This headquarters was restored and decides nothing yet
store-recovering-meaning = It first asks its posts what they hold of what was decided since its backup. Nothing was changed.
store-recovering-advice = The page Network says what is missing. Once that is there, or two administrators have confirmed that headquarters goes on without, do it again.
store-setting-title = A setting can't be read
store-setting-meaning = What depends on it is closed; everything else works. Nothing was changed just now.
store-setting-advice = Tell the administrator: “limen doctor names a setting”.
store-other-title = This post can't record
store-other-meaning = The database gave an answer that was not expected. Nothing was confirmed.
store-other-advice = Try again; if that does not help, write the crossing on paper and tell the administrator.
form-too-large-title = This is too large
form-too-large-meaning = No form is that long. Nothing was recorded.
form-too-large-advice = Go back to the counter and start again.
form-wrong-key-title = This page was too old
form-wrong-key-meaning = The request did not come from a page of this session. Nothing was recorded.
form-wrong-key-advice = Go back to the counter and start again.
form-malformed-title = The request was not understood
form-malformed-meaning = Something is missing in it. Nothing was recorded.
form-malformed-advice = Go back to the counter and start again.
not-allowed-title = You may not do this
not-allowed-meaning = Your role does not allow it, or the record can't be changed any more.
not-allowed-advice = Ask the supervisor.
other-host-title = This node is not known by this name
other-host-meaning = The browser asked for Limen by a name that is none of its own. That may also be a page of another site, sent here by its maker. Nothing was shown or recorded.
other-host-advice = Open Limen at one of its own addresses. If this name is right, the administrator adds it to hosts under [pages] in limen.toml and starts Limen again.
not-found-title = There is no such page
not-found-meaning = The address is wrong, or the record is not here.
not-found-advice = Go back to the counter.
judged-meanwhile = A match was judged in another window meanwhile. Check it, then decide again.
not-recorded = This traveller had been set aside: no crossing was recorded.
timed-out-title = This post does not answer in time
timed-out-meaning = The disk or the machine is too slow. It is not known whether the request was carried out.
timed-out-advice = Look at the day before you try again, and tell the administrator: “answer too slow”.
fault-title = Limen met an error
fault-meaning = The request was not carried out, and nothing was confirmed.
fault-advice = Look at the day before you try again, and tell the administrator.

## States and codes of Doc 9303 that CLDR does not name
state-unknown = code { $code }, unknown
state-ANT = Netherlands Antilles
state-EUE = European Union
state-GBD = British Overseas Territories citizen
state-GBN = British National (Overseas)
state-GBO = British Overseas citizen
state-GBP = British protected person
state-GBS = British subject
state-IAO = ICAO
state-NTZ = Neutral Zone
state-UNA = United Nations specialized agency
state-UNK = resident of Kosovo (UNMIK)
state-UNO = United Nations
state-UTO = Utopia (specimen)
state-YTO = Utopia (specimen)
state-XBA = African Development Bank
state-XCC = Caribbean Community
state-XCE = Council of Europe
state-XCO = COMESA
state-XDC = Southern African Development Community
state-XEC = ECOWAS
state-XES = Organisation of Eastern Caribbean States
state-XIM = African Export-Import Bank
state-XMP = Parliamentary Assembly of the Mediterranean
state-XOM = Sovereign Order of Malta
state-XPO = INTERPOL
state-XXA = stateless person (1954 Convention)
state-XXB = refugee (1951 Convention)
state-XXC = refugee (other)
state-XXX = nationality not specified

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = June
month-7 = July
month-8 = Aug
month-9 = Sept
month-10 = Oct
month-11 = Nov
month-12 = Dec

# --- alerts
nav-alerts = Alerts
nav-hits = Hits
role-alert-manager = alert manager
percent = { $percent }%
alerts-title = Alerts
alerts-search = Name, number or identifier
alerts-found = { $count ->
    [0] No alert found
    [one] One alert found
   *[other] { $count } alerts found
  }
alert-action = Action
alert-list = List
alert-score = Likeness
alert-id = Identifier
alert-names = Names
alert-birth-dates = Birth
alert-documents = Documents
alert-plates = Plates
alert-instruction = Instruction to the officer
alert-reference = Reference
alert-valid-until = Valid until
alert-review-on = Review on
alert-due = Due
alert-change = Change
alert-withdraw = Withdraw at once
withdraw-because = Reason for withdrawing
proposals-title = Waiting for a second person
proposals-none = Nothing is waiting.
proposal-what = Proposal
proposal-whole-list = New version of the list
proposal-author = Proposed by
proposal-at = On
proposal-list-title = New version of the list { $list }
proposal-by = Proposed by { $author } on { $at }
proposal-own = You made this proposal. Another person has to approve it before it takes effect.
proposal-closed = This proposal has been dealt with.
proposal-reason = Reason
proposal-approve = Approve
proposal-reject = Reject
lists-title = Lists in force
lists-alerts = Alerts
lists-version = Version
lists-loaded = In force since
lists-threshold = Threshold
upload-title = Receive a new version
upload-format = Format
upload-auto = known by the file
upload-documents = stolen or lost documents
upload-file = File
upload-compare = Compare
upload-help = Limen's CSV, UN (XML), OFAC (XML or CSV), OpenSanctions, FollowTheMoney. Nothing changes before a second person approves.
reviews-title = To be reviewed within 30 days
hits-title = Hits
hits-none = No hits.
hits-outcome = What became of it
hit-tell-owner = discreet: tell the owner
draft-title = Draft of an alert
draft-new = New alert
draft-what = The alert
draft-who = The person, the document, the vehicle
draft-not-known = not known
draft-id-made = will be given
draft-birth-form = YYYY-MM-DD, YYYY-MM, YYYY or YYYY..YYYY
draft-lines = Several values: one on each line.
draft-try = Try out
draft-propose = Propose
draft-id-wrong = An identifier has letters, digits and -_.@
draft-name-long = A name has at most 200 characters.
draft-birth-wrong = Write YYYY-MM-DD, YYYY-MM, YYYY or YYYY..YYYY.
draft-state-wrong = This is no code of a country (ISO 3166-1).
draft-day-wrong = Write the whole date: YYYY-MM-DD.
draft-nothing-to-find = Give at least one name, document or plate.
tried-headline = { $stopped ->
    [0] Would have stopped none of { $travellers } travellers
    [one] Would have stopped one of { $travellers } travellers
   *[other] Would have stopped { $stopped } of { $travellers } travellers
  } since { $since }
tried-why = Why
difference-added = Added
difference-changed = Changed
difference-removed = Removed
difference-same = Unchanged
difference-before = Before
difference-after = After
difference-left-out = { $count ->
    [one] One entry left out
   *[other] { $count } entries left out
  }
renew = Refresh
list-coming-title = Reading { $file } for the list { $list }
list-coming-read =
  { $count ->
    [0] Reading begins.
    [one] One alert read.
   *[other] { $count } alerts read.
  }
list-coming-meaning = Reading goes on if you leave this page. The list in force does not change until a second person has approved.
proposal-comparing = Being compared with the list in force…
coming-into-force =
  { $all ->
    [0] Approved; it is being put in force.
   *[other] Approved; it is being put in force: { $ready } of { $all } alerts ready.
  }
busy-title = Several lists are being read already
busy-meaning = Nothing was done.
busy-advice = Wait until one of them is read, then try again.
list-refused-title = The list was not taken
list-refused-meaning = The file { $file } can't be read. Nothing has changed. Ask the source for a new file.
list-empty = The file holds no alert.
threshold-title = Threshold of hits
threshold-headline = The { $travellers } travellers of the last month, held against the { $alerts } alerts of the list
threshold-stopped = Would have been stopped
threshold-of-a-thousand = Of 1,000
threshold-now = now
threshold-set = Set this threshold
threshold-help = The lower the threshold, the fewer wanted people get by, and the more travellers are stopped wrongly.
cleared-before = { $name }: cleared before ({ $reason }) by { $by }, same document, same data

## The calculator of stays
nav-stay = Stays
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
    [one] Has stayed 1 day too long
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
ask-permit = Visa or permit until
record-authorised = May stay until
record-freely = without a limit
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
    [one] 1 earlier crossing has no counterpart
   *[other] { $count } earlier crossings have no counterpart
}
stay-to-overstays = Who has stayed too long
overstays-title = Who has stayed too long
overstays-count = { $count ->
    [0] Nobody has.
    [one] 1 person.
   *[other] { $count } people.
}
overstays-explains = Admitted to a day that is past, and not seen crossing since at any post whose records are here. Likely: the document was read by the reader, and all posts record every exit.
overstays-name = Name
overstays-entered = Entered
overstays-until = Until
overstays-days = Days over
overstays-certainty = How sure
overstays-likely = likely
overstays-typed = possible: the document was typed by hand
overstays-exit-unseen = possible: may have left unrecorded ({ $posts })
overstays-earlier = Earlier
overstays-later = Later

## Second line
nav-second-line = Second line
role-second-line = second line
second-line-empty = Nobody waits at the second line.
second-line-count = { $count ->
    [one] 1 referral
   *[other] { $count } referrals
 }, the most pressing first
second-line-urgency = Urgency
second-line-why = Why
second-line-since = Waits since
second-line-from = Referred by
second-line-by = Taken by
second-line-nobody = nobody
second-line-with = at the second line, with { $officer }
second-line-waits = at the second line, not taken yet
second-line-late = { $count ->
    [one] 1 referral has waited too long at the second line.
   *[other] { $count } referrals have waited too long at the second line.
 }
second-line-open = Second-line case
second-line-take = Take this case
second-line-release = Back to the queue
second-line-decide = Decide at the counter
second-line-known = What is known
second-line-notes = Notes and answers
second-line-no-notes = Nothing has been noted yet.
second-line-question = Question from the guide
second-line-free-note = Free note
second-line-answer = Answer or note
second-line-note = Note
second-line-guide-help = The guide helps to listen. Answers are not added up: you judge.
urgency-now = at once
urgency-soon = soon
urgency-in-turn = in turn
hit-not-judged = not judged
outcomes-title = Referred by you
referral-taken-by-other = Another officer has taken this case.
referral-reserved = reason kept to the second line

## Protection
do-protect-ask = Protection…
protection-title = People to protect
protection-begin = Need of protection
protection-explains = The person has nothing to prove here. They go to the second line, out of others' sight, and can't be refused at the counter any more.
protection-need = Need
protection-who = Who (the name they say, or how to recognise them)
protection-who-missing = Say who this person is: a name, or how to recognise them.
protection-words = What was said or seen
protection-refer = Refer for protection
protection-record = Report the need
protection-none = Nobody waits for protection.
protection-person = Person
protection-seen = Seen
protection-authority = Authority
protection-no-authority = none is named: tell the post supervisor
protection-contact = Contact
protection-due = To be handed over before
protection-overdue = overdue
protection-handed = Handed over
protection-not-yet = not yet
protection-done = Handed over
protection-hand-over = Handing over to the authority
protection-receiver = Received by (name and office)
protection-reference = Receipt or file number
protection-hand-over-do = Record the handing over
protection-guide = Questions from the guide
protection-form = Sheet to print
protection-form-title = Referral: person in need of protection
protection-form-text = This person is entrusted to the authority named above. They must not be sent back before their need has been examined.
protection-form-received = Received by (name, office, date and time)
need-asylum = asks for asylum
need-trafficking = presumed victim of trafficking
need-child = unaccompanied or separated child
need-medical = needs a doctor
need-signs-asylum = Says, in their own words, that they fear to return. The word “asylum” is not needed.
need-signs-trafficking = Papers or phone held by someone else, a debt for the journey, answers dictated, marks of blows, promised work without an address.
need-signs-child = Without father, mother or guardian; an adult who answers for them; a child who does not know the adult.
need-signs-medical = Ill, hurt, pregnant and in distress, exhausted.

## Endings
do-ask-refuse-exit = Refuse, hold…
do-refuse-exit = Refuse exit
do-take-back = Taken back: refused by the other side
do-desist = The traveller gives up
hold-because = Hold for
stop-why-refuse-exit = Refuse exit, on at least one ground
decision-refuse-exit = exit refused
decision-take-back = taken back
decision-desist = gave up
not-open-protected = This person is in the second line's care: refer them (F8). They are neither refused nor sent back here.
not-open-health = Ask the questions on health first.
not-open-health-service = The answer asks for the health service: refer to the second line (F8), or need of a doctor (F7).
not-open-take-back = No recent exit of this traveller is known: this is an ordinary entry.
answer-yes = yes
answer-no = no
totals-health = Questions on health
record-health = Health
record-stamp = Stamp no.
record-cancelled = Cancelled: this crossing did not happen. Reason: { $reason }.
record-undone = The other side did not let this traveller in; this exit does not count.
record-undoes = Taking back of a traveller refused by the other side: their exit does not count.
record-see-exit = See the exit
cancel-title = Cancel this crossing
cancel-explains = For a crossing that did not happen. The record stays to be seen, marked as cancelled, and no longer counts.
do-cancel = Cancel this crossing
tag-cancelled = cancelled
print = Print
print-help = Choose the traveller's language, then print.
print-language = Language
print-slip = Slip
print-notice-refuse = Notice of refusal to hand over
print-notice-refuse-exit = Notice of refusal to hand over

## Reference lists
nav-lists = Lists
role-administrator = administrator
role-analyst = analyst
list-stay-rules = Rules of stay
list-refusal-grounds = Grounds of refusal
list-appeals = Appeals
list-authorities = Authorities for protection
list-guide = Second line's guide
list-health-questions = Questions on health
list-built-in = comes with Limen
list-missing = none
list-refused = This list was not taken: put each line right and send it again.
list-gap = Gap: on { $day } no rule is about all other travellers; they will be sent to be checked.
lists-held = In force
lists-entries = Lines
lists-file = File
lists-upload = Propose a new version
lists-propose = Check and propose
lists-help = A CSV file in UTF-8; take the one in force as a model. A second person approves it, and it holds at once.
lists-lines-added = New lines
lists-lines-removed = Lines taken out

## The whole post: persons, parties, visas, tallies, pictures
nav-more = More
nav-party = Parties
nav-visas = Visas
nav-tally = Tally
source-listed = carrier's list
status-ordinary = no special status
status-diplomat = diplomat
status-official = official mission
status-crew = crew
status-refugee = refugee
status-stateless = stateless
status-resident = resident
status-neighbour = border resident
typed-further-nationality = Other nationality
typed-none = none
typed-status = Status
typed-status-by-document = as the document says
typed-beside-title = Another document of the same traveller
do-another-document = Another document…
do-pictures = { $count ->
    [0] Photo, pages…
    [one] Photo, 1 page
   *[other] Photo, { $count } pages
 }
pending-beside = { $document } of { $name } too
record-further-document = Further document
namesake = Same name, same birth: { $document } ({ $count } crossings, the last on { $date }). The same person?
same-person-face = the face
same-person-documents = the documents
same-person-says-so = what they say
same-person-together = shown together
same-person-mistake = mistake
person-title = Documents of the same person
person-part = Part again
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
aside-left = left, or fled
aside-handed-over = handed over to the police or another authority
aside-elsewhere = a colleague goes on (another counter, 2nd line)
aside-misread = read by mistake: its holder is not here
aside-other = another reason, in words
aside-words = Details
confirmed-by = Confirmed by { $officer }, { $when } (based on { $reason })
confirmed-change = Change this judgement…
hit-waits = waits at the counter
hit-set-aside = set aside by { $officer }: { $reason }
second-line-aside = { $count ->
    [one] Set aside while an alert was not cleared: 1 in 24 hours
   *[other] Set aside while an alert was not cleared: { $count } in 24 hours
}
record-adult = Accompanying adult
record-adult-unnamed = not named: { $reason }
record-minor = Minor with them
ask-drives = drives
clock-leapt-warning = The clock has leapt { $distance } ahead since the last record: it says { $today }. Check the date before you go on.
clock-question = Is the date shown right?
clock-right = Yes, the date is right

party-title = Parties and vehicles
party-here = At the post and announced
party-none = No party is at the post or announced.
party-name = Name
party-carrier = Carrier
party-kind = Kind
party-kind-family = family
party-kind-group = group
party-kind-vehicle = vehicle
party-since = Since
party-state = State
party-state-announced = announced
party-state-here = at the post
party-state-ended = done
party-progress = Progress
party-mine = at this counter
party-begin-title = A party arrives
party-begin = Begin
party-plate = Plate
party-country = Registered in
party-vehicle = Vehicle
party-goods = Goods
party-customs = Customs declaration no.
party-list-title = A carrier's list
party-list-check = Check the list
party-list-help = CSV or XLSX; the first row names the columns: surname, given_names, birth_date, sex, nationality, document_number. Only a name is needed.
party-list-refused = The list was not taken. Put these rows right and send it again:
party-list-unreadable = This file is neither CSV (UTF-8) nor a readable XLSX. Nothing was taken.
party-list-too-large = This file is too large for a list. Nothing was taken.
party-plate-missing = Give the vehicle's plate.
party-name-missing = Give the party a name.
party-decided = { $count ->
    [0] nobody yet
    [one] 1 done
   *[other] { $count } done
 }
party-referred = { $count ->
    [one] 1 referred
   *[other] { $count } referred
 }
party-waiting = { $count ->
    [one] 1 expected
   *[other] { $count } expected
 }
party-waiting-title = { $count ->
    [one] 1 person expected
   *[other] { $count } people expected
 }
party-decided-title = { $count ->
    [0] Nobody has passed yet
    [one] 1 person done
   *[other] { $count } people done
 }
party-next = Next: { $name }
party-present = Present
party-present-label = Present { $name }
party-work-announced = It has arrived: take it at this counter
party-work-here = Take it at this counter
party-leave = Leave the party
party-end = End the party
party-change-title = Vehicle and goods
party-change = Save
party-driver = drives
party-with = with { $name }
party-hit = vehicle alert
party-hit-text = Compare plate, country and kind of vehicle. Until this is judged the driver does not pass; passengers do.
party-hit-clear = Another vehicle
party-hit-confirm = It is this vehicle
goods-title = Goods (loads)
goods-none = none
goods-livestock = livestock
goods-food = food
goods-fuel = fuel
goods-minerals = minerals, cement
goods-chemicals = chemicals, fertiliser, medicines
goods-wood = wood, paper
goods-textiles = textiles
goods-machines = metal, machines
goods-household = household goods
goods-other = other or mixed
goods-empty = empty

visas-title = Visas and permits
visas-search = Number, document or name
visas-new = Issue a visa
visas-none = No visa or permit matches.
visas-what = The visa
visas-number = Sticker number
visas-kind = Kind
visa-kind-visa = visa
visa-kind-permit = residence permit
visas-holder = Holder
visas-from = From
visas-to = To
visas-entries = Entries
visas-entries-of = { $used } of { $times }
visas-entries-several = { $used } · several
visa-entries-1 = one
visa-entries-2 = two
visa-entries-3 = three
visa-entries-several = several
visas-days = Days of each stay
visas-days-help = Empty: to the last day of the visa.
visas-conditions-title = Conditions
visas-receipt = Receipt no.
visas-elsewhere-tick = issued elsewhere (embassy, e-visa): only record it
visas-document-issuer = Document issued by
visas-issue = Record
visas-standing = Validity
visa-standing-good = good, stay until { $date }
visa-standing-good-freely = good
visa-standing-not-yet = from { $date } on
visa-standing-past = expired on { $date }
visa-standing-used-up = entries used up
visa-standing-revoked = revoked: { $reason }
visas-extended = Extended to
visas-issued-by = Issued by
visas-elsewhere = another authority
visas-recorded = Recorded
visa-number-taken = This number is recorded already. Check the sticker.
visa-fault-missing = To be filled.
visa-fault-text = Too long, or impossible characters.
visa-fault-state = There is no such country.
visa-fault-day = Give a date.
visa-fault-order = The last day comes before the first.
visa-fault-number = A number, from 1 on.
visa-fault-code = Choose from the list.
visa-extend-title = Extend
visa-extend = Extend
visa-extend-later = The new last day must come after the present one, and the visa must not be revoked.
visa-revoke-title = Revoke
visa-revoke = Revoke
visas-import-title = Visas issued elsewhere
visas-import = Import
visas-import-help = CSV or JSON of a visa system; the fields are in docs/visas.md. A file with a fault is not taken.
visas-refused = The file was not taken. To be put right:
visas-taken = { $count ->
    [0] Nothing new in this file.
    [one] 1 visa taken.
   *[other] { $count } visas taken.
 }
visas-good = visa { $number }: good, stay until { $date }
visas-good-freely = visa { $number }: good
visas-not-yet = visa { $number }: good only from { $date } on
visas-past = visa { $number }: expired on { $date }
visas-used-up = visa { $number }: entries used up ({ $count })
visas-revoked = visa { $number }: revoked ({ $reason })
visas-conditions = conditions: { $conditions }
visas-of-another = visa { $number } is recorded for another document
record-visa = Visa used

tally-title = Tally
tally-place = Place
tally-place-here = at the post
tally-choose = Choose
tally-exposed = The next person is…
tally-nothing = nothing to note
vulnerability-pregnant = pregnant, nursing
vulnerability-disabled = disabled
vulnerability-child-alone = child alone
vulnerability-ill = ill, hurt
tally-sex-F = Female
tally-sex-M = Male
tally-sex-X = Person
tally-age-0-4 = 0–4
tally-age-5-17 = 5–17
tally-age-18-59 = 18–59
tally-age-60 = 60 and over
tally-people-entry = counted coming in today
tally-people-exit = counted going out today
tally-unsent = not sent yet:
tally-sent = all recorded
tally-undo = Take the last one back
tally-apart = People who are counted are not registered one by one; they are never added to crossings.
tally-today = Tallies of the day
tally-cancel = Cancel
tally-beside = Beside the crossings
tally-counted = People counted

attachment-face = face
attachment-page = page of a document
attachment-file = file
pictures-title = Photo and pages
pictures-file = From a file
pictures-kind = What it is
pictures-help = JPEG, PNG or WebP, 12 MB at most. The picture is written anew: neither place nor camera stay in it.
pictures-send = Attach
pictures-scanned = Take the page from the scanner
pictures-none-scanned = The scanner's folder is empty. Scan the page, then try again.
pictures-none-whole = There is no page that can be taken. Passed over: { $files }.
pictures-scanned-this = { $name } was taken.
pictures-scanned-stays = { $name } was taken, and can't be moved out of the scanner's folder: tell the administrator.
pictures-passed-over = Passed over: { $files }.
pictures-scanner-unreadable = The scanner's folder can't be read: tell the administrator.
passed-over-link = a link
passed-over-no-file = no file
passed-over-writing = still being written: wait a moment
passed-over-unreadable = can't be read
passed-over-other = no picture
passed-over-damaged = damaged, or not whole yet
passed-over-too-large = too large
passed-over-more = { $count ->
    [one] one more
   *[other] { $count } more
}
pictures-kept = Photo and files
pictures-none = Nothing yet.
no-picture-other = This file is no picture (JPEG, PNG or WebP), whatever it is called. Nothing was attached.
no-picture-damaged = This picture is damaged or cut off. Nothing was attached; take it again.
no-picture-too-large = This picture is too large, or there are too many already. Nothing was attached.
camera-title = Camera
camera-what = What to take
camera-live = The camera's view
camera-shoot = Take
camera-help-face = The face in the oval, from the front, no light behind.
camera-help-page = The whole page in the frame, flat, no glare.
camera-denied = The browser does not allow the camera. Allow it, or attach a file.
camera-none = No camera is found. Attach a file.
second-line-attach = Attach a file…

## Network
nav-network = Network
link-title = Link to headquarters
link-state-here = headquarters reached
link-state-away = headquarters away { $distance }
link-state-never = headquarters never reached
link-contact = Last contact
link-waiting = Still to be sent
link-events = { $count ->
    [0] nothing, headquarters has it all
    [one] 1 event
   *[other] { $count } events
 }
link-reference = Reference data
link-version = version { $version }
link-known = Other posts known here
link-journals = { $count ->
    [0] none
    [one] 1 journal
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
link-rejected-warning = Headquarters takes no more of this post's journal. Tell the administrator; crossings are still recorded here.
link-clock-warning = This post's clock is off: { $clock } against headquarters'. Have it set.
link-disk-warning = Only { $free } are left on the disk. Make room.
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
board-state = State
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
board-make-code = Make a code
board-revoke = Remove a machine from the network
board-revoke-help = For a machine that was lost or stolen. What it sent stays; nothing of it is taken any more, and it gets nothing.
board-node = Machine
board-reason = Reason
board-twin = two machines under this name: { $one } and { $other }; remove one
board-journal-only = only the machine that writes { $journal }
recovery-title = This headquarters was restored from a backup
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
    [one] { $count } event
   *[other] { $count } events
 } ({ $events }), which nobody holds
recovery-waiting = Proposals that waited for a second person, and codes for machines and devices, made between { $from } and { $to }: nobody holds them. Make them again.
recovery-rewritten = { $node }: witnessed another journal { $journal } than the backup holds
recovery-go-on = Go on without what is missing
recovery-go-on-help = One administrator proposes it, another confirms. What a post holds and is missing here is let go there then; what it witnessed of headquarters' journal is kept there as evidence.
recovery-propose = Propose
recovery-confirm = Confirm: go on without it
recovery-changed = Something else is missing by now than was proposed: propose it again.
recovery-warning = This headquarters was restored and decides nothing until it goes on: see the page Network.
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
link-rewritten-warning = Headquarters' journal is no longer the one that this post has seen. Tell the auditor and the administrator; crossings go on being recorded here.
link-restored = Headquarters
link-recovering-text = restored from a backup; it asks this post what it holds, and alerts hold here as before
link-behind-text = restored from before what this post holds; this post goes on with what it holds until two administrators have said that headquarters goes on without
link-behind-warning = Headquarters was restored and lacks what this post holds. Tell the administrator; everything goes on here as before.
link-twin = Another machine
link-twin-text = writes the journal { $journal } under this post's name and key; headquarters removes one of the two
link-twin-warning = Another machine works under this post's name ({ $journal }). Tell the administrator: one of the two has to go.
link-evidence = Evidence kept
link-evidence-text = { $count ->
    [one] one root of headquarters' journal that it went on without
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
stick-lacks-gap = Something has to come before it: take this post's stick to headquarters, and bring back the file that headquarters gives for it.
stick-lacks-behind = Headquarters was restored from before what this post holds: two administrators have to say there that it goes on.
stick-recalled = Stick of { $sender }: headquarters was restored and asks what this post holds
stick-recalled-advice = Write this post's stick on the page Network and take it to headquarters.
stick-refused = Stick of { $sender }: refused
stick-made = Written { $at }
stick-events = { $count ->
    [0] No new event
    [one] 1 new event
   *[other] { $count } new events
 }
stick-parts = { $count ->
    [0] Nothing new
    [one] 1 new item
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

## Flows: counted, drawn, published

flows-unknown = not known
flows-others = others
flows-80 = 80+
flows-hour = { $hour }:00
flows-hidden = withheld
flows-entries = Entries
flows-exits = Exits
flows-both = Crossings
flows-both-sexes = Both
flows-all = Total
flows-women = Women
flows-men = Men
flows-silent = no data
flows-year-before = a year before
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
stay-class-0 = same day
stay-class-1-3 = 1 to 3 days
stay-class-4-7 = 4 to 7 days
stay-class-8-30 = 8 to 30 days
stay-class-31-90 = 1 to 3 months
stay-class-91-365 = 3 months to a year
stay-class-366 = over a year
dimension-post = Post
dimension-year = Year
dimension-month = Month
dimension-week = Week of
dimension-day = Day
dimension-weekday = Day of the week
dimension-hour = Hour
dimension-direction = Direction
dimension-decision = Decision
dimension-nationality = Nationality
dimension-residence = Country of residence
dimension-sex = Sex
dimension-age = Age
dimension-age-band = Age group
dimension-document = Document
dimension-source = Reading
dimension-purpose = Purpose
dimension-mode = Mode of transport
dimension-origin = From
dimension-destination = To
dimension-stay = Intended stay
dimension-stayed = Completed stay
dimension-overstayed = Overstay
finding-trend = { $count } crossings
finding-trend-more = { $percent } more crossings than a year before
finding-trend-fewer = { $percent } fewer crossings than a year before
finding-trend-same = As many crossings as a year before
finding-posts = { $first }: { $percent } of crossings
finding-nationality = { $first }: { $percent } of crossings
finding-nationalities = { $first } and { $second }: { $percent } of crossings
finding-ages = Half are younger than this age: { $band }
finding-purposes = { $first }: the purpose of { $percent }
finding-modes = { $first }: { $percent } of crossings
finding-streams = From { $from } to { $to }: the way of { $percent }
finding-hours = { $first }: the hour of { $percent } of crossings
finding-residences = { $first }: where { $percent } of those who cross live
finding-documents = { $first }: shown by { $percent }
finding-stays = { $first }: the intended stay of { $percent } of entries
finding-stayed = { $first }: the stay of { $percent } of those who left
question-trend = How many people cross?
question-posts = Where do people cross?
question-nationalities = Who crosses?
question-ages = How old are those who cross?
question-purposes = Why do people travel?
question-modes = How do people travel?
question-streams = From where to where?
question-hours = At what hour do people cross?
question-residences = Where do those who cross live?
question-documents = Which documents are shown?
question-stays = How long do people mean to stay?
question-stayed = How long have people stayed?
topic-trend = Trend
topic-posts = Posts
topic-nationalities = Nationalities
topic-ages = Ages
topic-purposes = Purposes
topic-modes = Transport
topic-streams = Ways
topic-hours = Hours
topic-residences = Residence
topic-documents = Documents
topic-stays = Intended stays
topic-stayed = Completed stays
fact-refused = Refused and held
fact-referred = { $count } referred to the second line
fact-more = { $percent } more than a year before
fact-fewer = { $percent } fewer than a year before
fact-a-day = { $count } a day
fact-coverage = Coverage
fact-complete = every post, every day
fact-missing = { $days ->
    [one] { $days } post day is missing
   *[other] { $days } post days are missing
}
warning-counted = Counted
warning-usual = Usually
report-day = { $post }, { $day }
report-week = Bulletin of the week of { $day }
report-month = Monthly bulletin, { $month }
report-year = Year-book { $year }: movements at the borders
report-span = { $from } to { $to }
report-in-house = for use in the house, not for publication
report-hidden = may be published: counts below { $smallest } withheld (c)
report-rounded = may be published: counts rounded to a multiple of { $base }
report-unusual = Unusual movement
report-nothing-unusual = No post departed from what is usual there.
report-unusual-table = Days furthest from what is usual
report-methods = Methods and coverage
report-definition = A crossing is one entry or exit of one person, admitted or let depart, recorded at a post. Someone who crosses several times counts as many times. Refusals, referrals and those who gave up are no crossings. People counted without being registered stand apart. Corrections made later are included.
report-coverage = Coverage: { $share } of post days. Days without any record at a post that usually records: { $silent }; days that a post has not reported yet: { $awaited }; working hours without a record: { $hours }. Missing data is not nought: it is hatched in drawings and written ".." in tables.
report-awaited = Not reported yet: { $posts }.
report-awaited-post = { $post } since { $day }
report-quality = Of the crossings, { $typed } were typed by hand, { $nationality } have no nationality and { $age } no age.
report-protection = Confidentiality: counts from 1 to below { $smallest } are withheld, and others from which they could be found; they are written "c".
report-tallies = People counted without being registered
table-by = { $way }: { $what }
table-visitors = Entries of visitors: { $what }
table-rows-by-columns = { $rows } by { $columns }

nav-flows = Flows
flows-as-of = as of { $moment }
flows-more-pages = More pages on flows
flows-warnings = Unusual movement
flows-reports = Reports
flows-questions = Questions in SQL
flows-filter = Choose what is counted
flows-from = from
flows-to = to
flows-any = all
flows-show = Show
flows-reset = clear all
flows-span-7 = 7 days
flows-span-30 = 30 days
flows-span-90 = 3 months
flows-span-365 = 1 year
flows-more = More figures
flows-table = Table
flows-link = Link to this view
flows-take = Take out…
flows-figure-empty = Nothing was counted here.
flows-no-data = no data
flows-nothing = No crossing fits this choice. That is nought only for posts and days that are covered.
flows-no-day = "{ $text }" is not a date; the usual choice was kept.
flows-reversed = The first day, { $from }, comes after the last, { $to }. Swap them.
flows-too-much = A figure is missing: { $cause }.
flows-today-usual = Today until { $hour }:00: { $now } crossings, as usual ({ $usual }).
flows-today-more = Today until { $hour }:00: { $now } crossings, more than usual ({ $usual }).
flows-today-fewer = Today until { $hour }:00: { $now } crossings, fewer than usual ({ $usual }).
warnings-headline = { $count ->
    [0] No unusual movement in these 7 days
    [one] One unusual movement in these 7 days
   *[other] { $count } unusual movements in these 7 days
}
warnings-watched = { $count } series watched: each post, each direction, the largest nationalities
warnings-until = until
warnings-of = { $post }, { $direction }
warnings-of-nationality = { $post }, { $direction }, { $nationality }
warnings-against = { $count } counted, { $usual } usually
warnings-more = { $what }: more than usual on { $day }
warnings-fewer = { $what }: fewer than usual on { $day }
warnings-times = { $times } times the usual
warnings-share = { $percent } of the usual
warnings-band = From { $low } to { $high } on an ordinary day (19 days of 20).
warnings-since = { $days ->
    [one] For the first time on that day.
   *[other] Since { $day }: { $days } days.
}
warnings-feast = Around a feast: { $feast }.
warnings-calm = As usual on the last day
warnings-too-young = { $what }: too little of a past to say what is usual.
warnings-method = What is usual takes in the day of the week, the season and feasts; it is learnt from the post's past, the last ten days left out. The grey band shows where 19 ordinary days of 20 fall, circles mark unusual days. A day without data is not a day without crossings.
feast-fitr = end of Ramadan (Eid al-Fitr)
feast-adha = Eid al-Adha
feast-mawlid = Mawlid
feast-easter = Easter
feast-christmas = Christmas
feast-new-year = New Year
reports-day = Daily sheet of a post
reports-week = Weekly bulletin
reports-month = Monthly bulletin
reports-year = Tables of the year-book
reports-data = Data for other systems
take-title = Take out: { $what }
take-what-report = Report { $kind }
take-what-series = Monthly series by nationality and sex (SDMX)
take-what-tallies = People counted without being registered (flow monitoring, IOM)
take-form = Form
form-png = picture (PNG)
form-svg = drawing (SVG)
form-csv = table (CSV)
form-hxl = table (CSV) with HXL tags
form-xlsx = workbook (XLSX)
form-pdf = document (PDF)
form-sdmx-csv = SDMX-CSV 2.0
form-sdmx-json = SDMX-JSON 2.0
take-use = What it is for
take-publish = To publish or pass on.
take-hide = Counts below { $smallest } are withheld, and those that would give them away.
take-round = Counts are rounded at random to a multiple of { $base }.
take-inside = For the service only.
take-inside-help = Nothing is withheld: do not pass on.
take-why = For whom, what for
take-why-help = Recorded in the journal with your name.
take-do = Take out
take-no-reason = Say for whom and what for: nothing leaves without a reason.
take-internal-name = internal
take-source = Source: { $place }, Limen, { $day }
take-page = page { $page } of { $pages }
take-vulnerability = Vulnerability

questions-question = Question (SQL, reading only)
questions-ask = Ask
questions-limits = Ten seconds and a thousand rows at most; each question is recorded in the journal.
questions-no-answer = No answer:
questions-rows = { $count ->
    [0] No rows
    [one] One row
   *[other] { $count } rows
}
questions-took = in { $milliseconds } ms
questions-cut = There are more rows: only the first thousand are here. Narrow the question down.
questions-inside = For the service only: nothing is withheld here. What leaves goes through "Take out".
flows-not-ready-title = Flows are being counted
flows-not-ready-meaning = A long past is counted for the first time; nothing is lost and no record is missing.
flows-not-ready-advice = Come back to this page in a minute.

# Why one looks
nav-audit = Audit
nav-purpose = Purpose
purpose-title = What do you look at these data for?
purpose-explains = These pages show people who do not stand before you. The purpose is noted with each look, and holds for half an hour.
purpose-which = Purpose
purpose-reference = Reference of the case
purpose-reference-help = The number of a request, a letter or a crossing. An authority's inquiry must have one.
purpose-reference-missing = Give the reference: an authority's inquiry is always looked up under its number.
purpose-go = Look
look-purpose-case = A case goes on
look-purpose-help-case = A document is brought back, a traveller returns to the counter.
look-purpose-referral = A referral
look-purpose-help-referral = A referral to settle, a person to hand over.
look-purpose-correction = A record is checked
look-purpose-help-correction = A record to check or to correct.
look-purpose-supervision = Supervision of the post
look-purpose-help-supervision = A change of shift, the close of the day, totals.
look-purpose-traveller = The traveller asks
look-purpose-help-traveller = The person asks what is recorded about them.
look-purpose-inquiry = An authority's inquiry
look-purpose-help-inquiry = Police, courts, customs: under the reference of their request.
look-purpose-at-hand = Work at hand
look-purpose-alerts = Alerts and hits
look-purpose-rights = Answers to travellers

# Audit: who looked at what
audit-title = Looks at personal data
audit-finding = { $count ->
    [0] Nobody looked in an unusual way
    [one] One unusual thing about who looked at what
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
    [one] one look
   *[other] { $count } looks
  }
audit-exports-title = What left the house
audit-exports-none = Nothing left in these days.
audit-day-exported = Crossings of { $day }, { $rows } rows as CSV
audit-flows-exported = Flows: { $what }, as { $form }
audit-flows-queried = Question about flows, { $rows } rows
look-at-the-counter = at the counter
look-no-purpose = —
look-traveller-presented = Traveller read at the counter
look-crossing-consulted = Crossing read
look-correction-consulted = Crossing opened to correct it
look-pictures-consulted = List of pictures read
look-picture-consulted = Picture or file seen
look-referrals-consulted = Queue of the 2nd line read
look-day-consulted = Day read
look-day-exported = Day exported
look-protection-consulted = Protection read
look-parties-consulted = List of parties read
look-party-consulted = Party read
look-visas-consulted = Visas searched
look-overstays-consulted = Overstays read
look-alert-consulted = Alert read
look-alerts-searched = Alerts searched
look-proposal-consulted = Proposed alerts read
look-hits-consulted = Hits read
look-flows-exported = Flows exported
look-flows-queried = Question about flows
look-claims-consulted = Travellers’ claims read
role-auditor = auditor
role-data-protection = data protection

# Permissions
permission-work-at-counter = Work at a counter, and see the day
permission-correct = Correct and cancel records
permission-settle-referrals = Settle referrals
permission-see-protection = See who needs protection
permission-issue-visas = Issue, extend and revoke visas
permission-see-hits = See every hit, the discreet ones too
permission-manage-alerts = Draft, try, approve and withdraw alerts
permission-manage-lists = Propose and approve reference lists
permission-see-network = See the network, exchange by USB stick
permission-manage-network = Let machines join and leave
permission-see-flows = See flows
permission-analyse-flows = Take flows out, ask them in SQL
permission-manage-people = Manage people
permission-audit = Audit who looked at what
permission-protect-data = Answer travellers about their data, erase

## What travellers may ask about their own data

nav-rights = Rights
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
erasure-waits = { $due } of { $held } events are past their period.
erasure-since = The oldest was recorded on { $oldest }; they have waited since { $since }.
erasure-none-waits = nothing waits at this node
erasure-propose = Propose to erase what was recorded before { $day }
erasure-by = { $author } proposed on { $at } to erase what was recorded before { $day }.
erasure-approve = Approve: it will be erased for good
erasure-at-headquarters = Headquarters decides this for all posts.
kept-for = { $days } days: { $ground }
kept-no-period = no period set; kept until one is
data-crossings = Crossings and decisions
data-pictures = Pictures and files
data-visas = Visas and permits
data-protection = People in need of protection
data-alerts = Proposed alerts
data-looks = Who looked at whom
look-person-reported = Put together for the person
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
about-by = Role and place
about-alerts-title = Alerts
about-alerts = Whether an alert exists about anyone is not told here, neither that there is one nor that there is none. You may ask the data-protection authority to look in your place.
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
register-who = Who has access, and to do what
register-recipients = Who else receives data
register-posts = { $count ->
    [0] No post of the network.
    [one] One post of the network: what its work needs.
   *[other] { $count } posts of the network: each what its work needs.
 }
register-history = Posts are told of crossings at other posts for { $days } days.
register-nobody-else = Nobody else by this system. Statistics leave the house without persons, with small numbers protected.
register-security = How it is kept safe
register-encrypted = Encrypted on the disk
register-backup = Backed up every night
register-journal = Every change and every look stands in a journal that can't be rewritten unseen.
register-exchange = Between nodes over TLS 1.3 with certificates of the service's own; sticks are encrypted to their receiver.

## One's own account

sign-in-code-help = From your authenticator; or one of your recovery codes.
sign-in-code-over = That took too long, or too many codes were tried. Sign in again.
sign-in-again = Begin again
account-title = My account
account-elsewhere = Your account is open at several posts: your password and your second factor are set at headquarters.
account-password = Password
account-password-explains = At least { $count } characters that nobody guesses: no name, no date, nothing common. A few words that have nothing to do with each other are good.
account-present = Present password
account-new = New password
account-again = New password again
account-change = Change password
account-password-changed = The password is changed. Wherever else you were signed in, you are out.
account-wrong = The present password is wrong. Nothing was changed.
account-meanwhile = Your account was changed elsewhere at the same moment. Nothing was changed here. Look at it, and try again.
account-not-the-same = The two new passwords are not the same. Nothing was changed.
account-password-short = The new password is too short. Nothing was changed.
account-password-long = The new password is too long. Nothing was changed.
account-password-guessed = The new password is common or easily guessed. Nothing was changed.
account-factor = Second factor
account-factor-explains = A code from your phone besides the password: whoever learns your password still can't sign in. It needs no network.
account-factor-picture = Picture for the authenticator
account-factor-secret = Read the picture with an authenticator, or type this into it:
account-code = Code
account-factor-turn-on = Turn it on
account-factor-turn-off = Turn it off
account-factor-on = The second factor is on.
account-factor-off = The second factor is off.
account-factor-is-on = { $count ->
    [one] It is on. One recovery code is left.
   *[other] It is on. { $count } recovery codes are left.
 }
account-code-wrong = That is not the code, or it was used already. Wait for the next one.
account-recovery = Recovery codes
account-recovery-explains = Write them down now and keep them apart from your phone: each lets you in once without it. They are not shown again.

# People of the service
nav-people = People
people-title = People
people-search = Find
people-find = Find
people-add = Let someone sign in
people-none = Nobody fits.
people-hidden = { $count } more: search to find them.
people-name = Name
people-role = Role
people-posts = Posts
people-posts-help = Where they work. Without a tick: at every post, and at headquarters.
people-everywhere = everywhere
people-stamp = Stamp number
people-language = Language of their pages
people-factor-on = on
people-factor-off = off
people-may-sign-in = may sign in
people-drawn = first password, good until { $until }
people-drawn-over = first password has lapsed
people-ended = ended: { $reason }
people-own = This is your own account: another administrator changes it.
people-second = Another administrator has to approve this before it takes effect.
people-propose-new = Propose
people-propose-change = Propose the change
people-propose-back = Propose their return
people-no-name = Give their name.
people-no-id = An identifier has letters a to z, digits, dots and hyphens.
people-known = Somebody has this identifier, or had it. Choose another, or open their page.
people-no-reason = Say why.
people-reset = New password
people-reset-help = For someone who lost their password or their phone. The second factor goes off, and they are signed out everywhere. See that it is them.
people-reset-do = Draw a new password
people-own-password = Your own password
people-end = End their rights
people-end-help = They are signed out at once here, and at each post as soon as it hears of it. What they did stays on record.
people-end-do = End their rights
people-now = Now
people-then = From then on
people-no-second = Nobody else can approve this yet: let a second administrator in at headquarters’ machine, with limen accounts add.
people-drawn-title = First password of { $person }
people-drawn-until = Good until { $until }, and for nothing but choosing their own.
people-drawn-once = Give it to them yourself, and to nobody else. It is not shown again.
account-drawn = Your password was drawn for you. Choose your own before you begin.
sign-in-expired = Your first password is no longer good. Ask the administrator for another.
sign-in-drawn = Your first password is good at headquarters only. Choose your own there.
permission-enrol-devices = Let browsers on other machines in

# Devices
nav-devices = Devices
devices-how = Let another machine in
devices-trust = On that machine, let the browser trust this node’s certificate, once:
devices-fingerprint = SHA-256
devices-open = Open there:
devices-type = Make a code here, and type it there.
devices-name = Where it stands
devices-example = Counter 2
devices-code-of = Code for { $device }
devices-code-explains = Type it on that machine within an hour. It is good once, and is not shown again.
devices-none-served = Pages are shown on this machine only. To serve others, set an address in limen.toml:
devices-known = Devices
devices-none = No other machine has been let in.
devices-since = Since
devices-seen = Last used
devices-end = Shut out
devices-ended = shut out: { $reason }
enrol-title = Enrol this machine
enrol-explains = This machine is not known here yet, and sees nothing. A supervisor or administrator makes a code on the page “Devices”.
enrol-code = Code
enrol-do = Enrol this machine
enrol-wrong = That code is not good, or its hour is over. Ask for another.
enrol-too-many = Too many codes were tried from this machine. Try again in { $seconds } seconds.
enrol-is-device = This machine is known here.

# Taking turns at a counter
aside = Step aside
aside-explains = Leave this counter to someone else, and take it up again with a PIN
aside-choose = Choose a PIN for this shift: with it you take up your work again on this machine. It is forgotten when you sign out.
aside-pin = PIN
aside-again = PIN again
aside-weak = A PIN has 4 to 8 digits, and is no row such as 1234 or 1111.
aside-not-the-same = The two are not the same.
resume = Take up again
resume-title = Take up again
resume-who = Who works here now?
resume-other = Someone else signs in
resume-wrong = That is not the PIN. After three wrong ones, a password is needed.
resume-over = This can’t be taken up with a PIN any more. Sign in with your password.
people-old-warning = Headquarters has not been heard for long. { $distance } from now nobody can sign in here: exchange with it, by stick if the link is away.
sign-in-stale = This post has not heard of headquarters for too long to know who still works here. The administrator exchanges by stick: limen exchange.
account-factor-demanded = Your role needs a second factor. Turn it on before you begin.
sign-in-no-factor = Your role needs a second factor, which is set up at headquarters. Do so there.
sign-in-pin = Wrong PIN
account-sessions = Where you are signed in
account-sessions-this = here
account-sessions-end = Sign me out everywhere else
account-sessions-ended = You are signed out everywhere else.

# What travellers claim about their data
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
right-access = access
right-rectification = rectification
right-erasure = erasure
right-objection = objection
claim-answer-granted = granted
claim-answer-partly = granted in part
claim-answer-refused = refused

# Passkeys
sign-in-with-passkey = Sign in with a passkey
sign-in-passkey = This passkey opens nothing here, or too much time has passed. Try again, or give your password.
passkey-no-answer = No passkey answered. Try again with the key plugged in, or go the other way.
passkey-not-here = A passkey answers to a name only: open these pages at http://localhost (same port) on this machine, or under their name with https elsewhere.
account-passkeys = Passkeys
account-passkeys-explain = A security key, or this machine's own sensor, unlocked with a PIN or a finger. It lets you in without a password, here alone; your password by itself no longer does.
account-passkey-name = Name of the passkey
account-passkey-add = Add a passkey
account-passkey-remove = Remove a passkey
account-passkey-added = The passkey is added. You are signed out everywhere else.
account-passkey-removed = The passkey is removed. You are signed out everywhere else.
account-passkey-refused = The passkey did not answer as asked, too much time has passed, or it is known here already. Nothing was changed.
account-passkey-most = You have { $count } passkeys here already. Remove one first.

# What is grave is done with one's own password
wrong-password-title = This is not your password
wrong-password-meaning = Nothing was done.
wrong-password-advice = Go back to the page before and try again, with the password of your own account.
password-locked-title = Too many wrong passwords
password-locked-meaning = Nothing was done. Your password is not looked at for some minutes, a quarter of an hour at most.
password-locked-advice = Go back to the page before and try again later. If the wrong ones were not yours, tell the administrator.
passwords-busy-title = Many passwords are being checked
passwords-busy-meaning = Nothing was done.
passwords-busy-advice = Go back to the page before and try again in some seconds.
too-many-looks-title = You have looked at many records this hour
too-many-looks-meaning = Away from the counter, 200 records and lists can be opened in an hour. The counter goes on as always.
too-many-looks-advice = Go on later. If your work asks for more, tell the supervisor: the auditor sees it too.
