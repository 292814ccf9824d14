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
back-to-start = Start page
key-escape = Esc
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
erasure-waits-warning = A large erasure waits for two people.

## Signing in
sign-in-account = User name

## Reading a document
open-record = Show

## Who
age = { $years ->
    [0] under 1 year
    [one] { $years } year
   *[other] { $years } years
 }
age-between = { $youngest } or { $oldest } years
nationality-unknown = nationality unknown
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
colon = { $what }: { $text }
date-form = YYYY-MM-DD
field-nationality = Nationality
field-sex = Sex

## What was found
compare-what = What
compare-traveller = Traveller
compare-alert = Alert
date-between = between { $first } and { $last }
date-without-end = no end
date-about = about { $year }
date-about-between = about { $first }–{ $last }
compare-birth-place = Place of birth
judge-because = Judging by

## What happened before
earlier-title = Crossings
earlier-none = No known crossing with this document.
earlier-total = { $count ->
    [1] 1 crossing in all
   *[other] { $count } crossings in all
 }

## What is asked
ask-title = Journey
ask-purpose = Purpose
ask-mode = Transport
ask-origin = From
ask-destination = To
ask-residence = Lives in
ask-stay = Stay
ask-accompaniment = Accompanied

## What is done
finish-open-first = A traveller already waits at this counter. Finish with them first.

## Typed by hand
typed-wrong = Nothing was recorded. See the marked fields.
typed-person = Person
typed-name-missing = Write the surname.
typed-date-wrong = Write YYYY-MM-DD, YYYY-MM or YYYY.
typed-birth-in-future = This date of birth is in the future.

## The day
day-show = Show
column-time = Time
column-name = Name
column-document = Document
column-officer = Officer

## A crossing
record-when = When
record-post = Post
record-direction = Direction
record-document = Document
record-officer = Officer
record-settled = This referral was settled by the 2nd line.
correct-reason = Reason
correct-reason-missing = Write the reason of the correction.
correct-adult-not-offered = This adult can't be named: they did not pass here at that time, or were refused, referred or checked again since. Choose another one.

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
form-too-large-advice = Go back and send less.
form-wrong-key-title = This page was too old
form-wrong-key-meaning = The request did not come from a page of this session. Nothing was recorded.
form-wrong-key-advice = Go back, reload the page and start again.
form-malformed-title = The request was not understood
form-malformed-meaning = Something is missing in it. Nothing was recorded.
form-malformed-advice = Go back and start again.
not-allowed-title = You may not do this
not-allowed-meaning = Your role does not allow it, or the record can't be changed any more.
not-allowed-advice = Ask the supervisor.
other-host-title = This node is not known by this name
other-host-meaning = The browser asked for Limen by a name that is none of its own. That may also be a page of another site, sent here by its maker. Nothing was shown or recorded.
other-host-advice = Open Limen at one of its own addresses. If this name is right, the administrator adds it to hosts under [pages] in limen.toml and starts Limen again.
not-found-title = There is no such page
not-found-meaning = The address is wrong, or the record is not here.
not-found-advice = Go back.
timed-out-title = This post does not answer in time
timed-out-meaning = The disk or the machine is too slow. It is not known whether the request was carried out.
timed-out-advice = Look at the day before you try again, and tell the administrator: “answer too slow”.
fault-title = Limen met an error
fault-meaning = The request was not carried out, and nothing was confirmed.
fault-advice = Look at the day before you try again, and tell the administrator.

## Alerts
nav-alerts = Alerts
nav-hits = Hits
percent = { $percent }%
alert-list = List
proposals-title = Waiting for a second person
proposals-none = Nothing is waiting.
proposal-by = Proposed by { $author } on { $at }
proposal-own = You made this proposal. Another person has to approve it before it takes effect.
proposal-approved = Approved by { $by } on { $at }.
proposal-rejected = Rejected by { $by } on { $at }.
proposal-reason = Reason
proposal-approve = Approve
proposal-reject = Reject
lists-loaded = In force since
upload-file = File
difference-same = Unchanged
busy-title = Several lists are being read already
busy-meaning = Nothing was done.
busy-advice = Wait until one of them is read, then try again.

## The calculator of stays
nav-stay = Stays

## Rules of stay at the counter, and overstays
ask-permit = Visa or permit until

## Second line
nav-second-line = Second line
second-line-with = at the second line, with { $officer }
second-line-late = { $count ->
    [1] 1 referral has waited too long at the second line.
   *[other] { $count } referrals have waited too long at the second line.
 }
second-line-open = Second-line case
second-line-decide = Decide at the counter
hit-not-judged = not judged

## Endings
print = Print
print-help = Choose the traveller's language, then print.
print-slip = Slip
print-notice-refuse = Notice of refusal to hand over
print-notice-refuse-exit = Notice of refusal to hand over

## Reference lists
nav-lists = Lists

## The whole post: persons, parties, visas, tallies, pictures
nav-more = More
nav-party = Parties
nav-visas = Visas
nav-tally = Tally
typed-further-nationality = Other nationality
typed-status = Status
ask-drives = drives
clock-leapt-warning = The clock has leapt { $distance } ahead since the last record: it says { $today }. Check the date before you go on.
clock-question = Is the date shown right?
clock-right = Yes, the date is right
party-title = Parties and vehicles
party-end = End the party
party-hit = vehicle alert
visas-new = Issue a visa
tally-title = Tally
pictures-kept = Photo and files

## Network
nav-network = Network
link-state-here = headquarters reached
link-state-away = headquarters away { $distance }
link-state-never = headquarters never reached
link-rejected-warning = Headquarters takes no more of this post's journal. Tell the administrator; crossings are still recorded here.
link-clock-warning = This post's clock is off: { $clock } against headquarters'. Have it set.
disk-warning = Only { $free } are left on the disk. Make room.
disk-warning-others = Only { $free } are left on the disk. Tell the administrator: “disk almost full”.
board-state = State
board-make-code = Make a code
board-reason = Reason
recovery-title = This headquarters was restored from a backup
recovery-warning = This headquarters was restored from a backup and decides nothing for now: see the page Network.
recovery-warning-others = This headquarters was restored from a backup and decides nothing for now: the administrators see to it.
link-rewritten-warning = Headquarters' journal is no longer the one that this post has seen. Tell the auditor and the administrator; crossings go on being recorded here.
link-behind-warning = Headquarters was restored and lacks what this post holds. Tell the administrator; everything goes on here as before.
link-twin-warning = Another machine works under this post's name ({ $journal }). Tell the administrator: one of the two has to go.

## Flows: counted, drawn, published
nav-flows = Flows
flows-not-ready-title = Flows are being counted
flows-not-ready-meaning = A long past is counted for the first time; nothing is lost and no record is missing.
flows-not-ready-advice = Come back to this page in a minute.
flows-unbounded-title = Flows are not shown
flows-unbounded-meaning = The setting that protects published counts can't be read; the counts themselves are unharmed.
flows-unbounded-advice = Have the administrator correct the setting flows-protection.

## Why one looks
nav-audit = Audit
nav-purpose = Purpose

## What travellers may ask about their own data
nav-rights = Rights
erasure-waits = { $due } of { $held } events are past their period.

## One's own account
account-factor = Second factor

## People of the service
nav-people = People
people-own-password = Your own password

## Devices
nav-devices = Devices

## Taking turns at a counter
aside = Step aside
aside-explains = Leave this counter to someone else, and take it up again with a PIN
people-old-warning = Headquarters has not been heard for long. { $distance } from now nobody can sign in here: exchange with it, by stick if the link is away.

## What is grave is done with one's own password
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

# Tables that are sent
table-error-read = The file can’t be read to its end.
table-error-empty = The file is empty.
table-error-too-large = This file is too large. Nothing was taken.
table-error-workbook = This workbook can’t be read. Save it as XLSX or CSV.
table-error-cut-off = The file is cut off, or a quotation mark isn’t closed: what follows can’t be read. Nothing was taken.
table-error-no-headings = No row names columns that are known. The file begins with:
table-row-damaged = characters that can’t be read
table-no-names = No column holds names. Columns that are not known:
