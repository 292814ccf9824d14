## Around every page
skip-to-main = Skip to content
nav-waiting = waiting
nav-label = Pages
nav-counter = Counter
nav-day = Day
nav-card = Test documents
other-language = Français
sign-out = Sign out
back = Back
back-to-counter = Back to the counter
back-to-start = Start page
key-escape = Esc
key-insert = Ins
days = days
way-entry = ENTRY
way-exit = EXIT
journal-checking = verifying the log…
journal-sound = log verified
journal-broken = LOG ALTERED
journal-broken-warning = The log of { $node } fails verification from event { $seq } on. Tell the administrator and leave this machine as it is.
journal-unreadable-warning = The log can’t be read to the end. Tell the administrator: the disk may be damaged.
clock-behind-warning = This machine’s clock is behind the last record: it shows { $today }. Check the date before you continue.
clock-before-built-warning = This machine’s clock shows { $today }, which is impossible. Have it set before you continue.
clock-contradicted-warning = This machine’s clock is { $clock } compared with the other machines. Nothing is erased until it is correct.
setting-unreadable = The setting “{ $setting }” can’t be read; whatever depends on it is blocked. Tell the administrator: “set { $setting } again”.
erasure-waits-warning = A large erasure is waiting for approval by two people.

## Signing in
sign-in-account = User name

## Reading a document
open-record = View

## Who
age = { $years ->
    [0] aged under 1
    [one] aged { $years }
   *[other] aged { $years }
 }
age-between = aged { $youngest } or { $oldest }
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
date-form = DD/MM/YYYY
field-nationality = Nationality
field-sex = Sex

## What was found
compare-what = Field
compare-traveller = Traveller
compare-alert = Alert
date-between = between { $first } and { $last }
date-without-end = no expiry date
date-about = about { $year }
date-about-between = about { $first }–{ $last }
compare-birth-place = Place of birth
judge-because = Based on

## What happened before
earlier-title = Earlier crossings
earlier-none = No crossing on record with this document.
earlier-total = { $count ->
    [1] 1 crossing in total
   *[other] { $count } crossings in total
 }

## What is asked
ask-title = Journey
ask-purpose = Purpose
ask-mode = Transport
ask-origin = From
ask-destination = To
ask-residence = Residence
ask-stay = Stay
ask-accompaniment = Accompanied

## What is done
finish-open-first = A traveller is already open at this counter. Finish with them first.

## Typed by hand
typed-wrong = Nothing was recorded. Check the marked fields.
typed-person = Person
typed-name-missing = Enter the surname.
typed-date-wrong = Enter YYYY-MM-DD, YYYY-MM or YYYY.
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
record-settled = The second line has closed this referral.
correct-reason = Reason
correct-reason-missing = Enter the reason for the correction.
correct-adult-not-offered = This adult can’t be named: they did not cross here at that time, or have since been refused, referred or checked again. Choose another adult.

## What does not work
store-full-title = This post can’t record: the disk is full
store-full-meaning = Nothing was recorded just now. Earlier records are intact.
store-full-advice = Write the crossing on paper and tell the administrator: “disk full”.
store-locked-title = This post can’t record: the database is busy
store-locked-meaning = Another program is using the database. Nothing was recorded just now.
store-locked-advice = Try again in a minute. If that does not help, tell the administrator: “database locked”.
store-missing-title = This post can’t record: the database is missing
store-missing-meaning = The database file is no longer where it should be. Nothing was recorded just now.
store-missing-advice = Write crossings on paper and tell the administrator: “database missing”.
store-damaged-title = This post can’t record: the database is damaged
store-damaged-meaning = The database can no longer be read. Nothing was recorded just now.
store-damaged-advice = Do not switch anything off. Write crossings on paper and tell the administrator: “database damaged”.
store-read-only-title = This post can’t record: the database is read-only
store-read-only-meaning = The database can be read but not written to. Nothing was recorded just now.
store-read-only-advice = Write the crossing on paper and tell the administrator: “database read-only”.
store-disk-title = This post can’t record: the disk is failing
store-disk-meaning = The disk rejects what is written to it. Nothing was recorded just now.
store-disk-advice = Write crossings on paper and tell the administrator: “disk write failure”.
store-unreachable-title = This post can’t record: the database server is unreachable
store-unreachable-meaning = The database server does not answer. Nothing was recorded just now.
store-unreachable-advice = Try again in a minute. If that does not help, tell the administrator: “database server unreachable”.
store-later-title = This database is from a newer version
store-later-meaning = This program is too old for this database. Nothing was changed.
store-later-advice = Tell the administrator: “install the newer version of Limen”.
store-recovering-title = This headquarters was restored and can’t decide anything yet
store-recovering-meaning = It is first asking its posts for what was decided since its backup. Nothing was changed.
store-recovering-advice = The Network page shows what is missing. Once everything has arrived, or two administrators have confirmed that headquarters continues without it, try again.
store-setting-title = A setting can’t be read
store-setting-meaning = Whatever depends on it is blocked; everything else works. Nothing was changed just now.
store-setting-advice = Tell the administrator: “a setting can’t be read: run limen doctor”.
store-other-title = This post can’t record
store-other-meaning = The database gave an unexpected answer. Nothing was confirmed.
store-other-advice = Try again. If that does not help, write the crossing on paper and tell the administrator.
form-too-large-title = Too much was sent
form-too-large-meaning = No form is this long. Nothing was recorded.
form-too-large-advice = Go back and send less.
form-wrong-key-title = This page is out of date
form-wrong-key-meaning = The request did not come from a page of this session. Nothing was recorded.
form-wrong-key-advice = Go back, reload the page and start again.
form-malformed-title = The request was not understood
form-malformed-meaning = Something is missing from it. Nothing was recorded.
form-malformed-advice = Go back and start again.
not-allowed-title = You do not have permission
not-allowed-meaning = Your role does not allow this, or the record can no longer be changed.
not-allowed-advice = Ask the supervisor.
other-host-title = Limen is not known by this name
other-host-meaning = The browser used a name for Limen that is not one of its own. The request may also have come from another site’s page. Nothing was shown or recorded.
other-host-advice = Open Limen at one of its own addresses. If this name is correct, the administrator adds it to hosts under [pages] in limen.toml and restarts Limen.
not-found-title = Page not found
not-found-meaning = The address is wrong, or the record is not here.
not-found-advice = Go back.
timed-out-title = This post is not responding in time
timed-out-meaning = The disk or the machine is too slow. It is not known whether the request was carried out.
timed-out-advice = Check the Day page before you try again, and tell the administrator: “response too slow”.
fault-title = Something went wrong
fault-meaning = The request was not completed, and nothing was confirmed.
fault-advice = Check the Day page before you try again, and tell the administrator.

## Alerts
nav-alerts = Alerts
nav-hits = Matches
percent = { $percent }%
alert-list = List
proposals-title = Awaiting approval by a second person
proposals-none = No proposals are waiting.
proposal-by = Proposed by { $author } on { $at }
proposal-own = You made this proposal. Someone else must approve it before it takes effect.
proposal-approved = Approved by { $by } on { $at }.
proposal-rejected = Rejected by { $by } on { $at }.
proposal-withdrawn = Withdrawn by { $by } on { $at }.
proposal-reason = Reason
proposal-approve = Approve
proposal-reject = Reject
proposal-withdraw = Withdraw my proposal
lists-loaded = In force since
upload-file = File
difference-same = Unchanged
busy-title = Several lists are already being read
busy-meaning = Nothing was done.
busy-advice = Wait until one of them has been read, then try again.

## The calculator of stays
nav-stay = Stays

## Rules of stay at the counter, and overstays
ask-permit = Visa or permit until

## Second line
nav-second-line = Second line
second-line-with = at the second line, with { $officer }
second-line-late = { $count ->
    [1] 1 referral has been waiting too long for the second line.
   *[other] { $count } referrals have been waiting too long for the second line.
 }
second-line-open = Open second-line case
second-line-decide = Decide case
hit-not-judged = not reviewed

## Endings
print = Print
print-help = Select the traveller’s language, then print.
print-slip = Print slip
print-notice-refuse = Print refusal notice
print-notice-refuse-exit = Print refusal notice

## Reference lists
nav-lists = Lists
nav-documents = Reference documents
documents-state = Country
documents-kind = Document
documents-series = Series or model
documents-look = What to look for
documents-known = Known forgeries
documents-nothing-said = Nothing is noted.
documents-none-known = No known forgeries.
documents-pictures = Pictures
beside-light = Light
beside-open = Compare with a genuine document
nav-trust = Certificates

## The whole post: persons, parties, visas, tallies, pictures
nav-more = More
nav-party = Groups
nav-visas = Visas
nav-tally = Tally
typed-further-nationality = Other nationality
typed-status = Status
ask-drives = driver
clock-leapt-warning = The clock has jumped { $distance } ahead since the last record: it shows { $today }. Check the date before you continue.
clock-question = Is the date shown correct?
clock-right = Yes, the date is correct
party-title = Groups and vehicles
party-end = End group
party-hit = vehicle alert
visas-new = Issue visa
tally-title = Tally
pictures-kept = Photo and files

## Network
nav-network = Network
nav-neighbours = Neighbours
nav-notices = Notices
link-state-here = headquarters connected
link-state-away = headquarters unreachable for { $distance }
link-state-never = headquarters not yet connected
link-rejected-warning = Headquarters no longer accepts this post’s log. Tell the administrator; crossings are still recorded here.
link-clock-warning = This post’s clock is { $clock } compared with headquarters. Have it set.
disk-warning = Only { $free } left on the disk. Free up space.
disk-warning-others = Only { $free } left on the disk. Tell the administrator: “disk almost full”.
board-state = Status
board-make-code = Generate code
board-reason = Reason
recovery-title = This headquarters was restored from a backup
recovery-warning = This headquarters was restored from a backup and can’t decide anything for now: see the Network page.
recovery-warning-others = This headquarters was restored from a backup and can’t decide anything for now: the administrators are dealing with it.
link-rewritten-warning = Headquarters’ log is no longer the one this post has seen. Tell the auditor and the administrator; crossings are still recorded here.
link-behind-warning = Headquarters was restored and lacks data that this post holds. Tell the administrator; work here continues as before.
link-twin-warning = Another machine is working under this post’s name ({ $journal }). Tell the administrator: one of the two must be removed.

## Flows: counted, drawn, published
nav-flows = Flows
nav-planning = Planning
flows-not-ready-title = Flows are being calculated
flows-not-ready-meaning = A long history is being calculated for the first time; nothing is lost and no record is missing.
flows-not-ready-advice = Come back to this page in a minute.
flows-unbounded-title = Flows can’t be shown
flows-unbounded-meaning = The setting that protects published counts can’t be read; the counts themselves are intact.
flows-unbounded-advice = Ask the administrator to correct the setting flows-protection.

## Why one looks
nav-audit = Audit
nav-purpose = Purpose

## What travellers may ask about their own data
nav-rights = Data rights
erasure-waits = { $due } of { $held } events are past their retention period.

## One's own account
account-factor = Second factor

## People of the service
nav-people = Users
people-own-password = Your own password
own-password-wrong = Wrong password: nothing was done. Enter the password of your own account.
own-password-locked = Too many wrong passwords: nothing was done. Your password is not accepted until { $time }. If the wrong ones were not yours, tell the administrator.

## Devices
nav-devices = Devices

## Taking turns at a counter
aside = Pause
aside-explains = Leave this counter to a colleague, and resume later with a PIN
people-old-warning = Headquarters has not been heard from for a long time. In { $distance }, nobody will be able to sign in here: exchange data with it, by USB stick if the link is down.

## What is grave is done with one's own password
passwords-busy-title = Many passwords are being checked
passwords-busy-meaning = Nothing was done.
passwords-busy-advice = Go back to the previous page and try again in a few seconds.
too-many-looks-title = You have opened many records in the past hour
too-many-looks-meaning = Away from the counter, up to 200 records and lists can be opened in an hour. Work at the counter is not affected.
too-many-looks-advice = Continue later. If your work requires more, tell the supervisor; the auditor sees it too.

# Tables that are sent
table-error-read = The file can’t be read to the end.
table-error-empty = The file is empty.
table-error-too-large = This file is too large. Nothing was imported.
table-error-workbook = This workbook can’t be read. Save it as XLSX or CSV.
table-error-cut-off = The file is cut off, or a quotation mark is not closed: the rest can’t be read. Nothing was imported.
table-error-no-headings = No row contains column headings that Limen knows. The file begins with:
columns-title = Column headings
columns-asked = Limen does not know some columns of { $file }. Say what they contain. The answers are remembered for the next files of the same kind.
columns-remembered = Headings that someone explained. They are used for the next files of the same kind.
columns-none = No heading has been explained yet.
columns-heading = Heading
columns-sample = First values
columns-holds = Contains
columns-continue = Read the file
columns-save = Save
columns-forget = (forget)
columns-not-now = leave out this time
columns-gone = This file is no longer waiting: it has already been read, or twenty minutes have passed. Check the list, then send it again if needed.
columns-link = Column headings
table-nobody = The file lists nobody: there are no rows below the headings.
table-line = line { $line }: { $what }
table-row-too-many = a list has at most 500 people. Send the others as a second list
table-row-no-name = the name is missing
table-row-long-name = the name has more than 80 characters
table-field-unneeded = not needed
table-field-full_name = full name
table-field-surname = surname
table-field-given_names = given names
table-field-aliases = other names
table-field-birth_date = date of birth
table-field-birth_year = year of birth
table-field-birth_month = month of birth
table-field-birth_day = day of birth
table-field-birth_place = place of birth
table-field-sex = sex
table-field-nationality = nationality
table-field-document_kind = document type
table-field-document_number = document number
table-field-passport_number = passport number
table-field-id_card_number = identity card number
table-field-issuer = issuing country
table-field-expiry = document expiry date
table-field-visa_number = visa number
table-field-visa_kind = visa type
table-field-valid_from = valid from
table-field-valid_until = valid until
table-field-entries = number of entries
table-field-stay_days = days of stay
table-field-conditions = conditions
table-field-status = valid or revoked
table-field-plate = number plate
table-field-action = action
table-field-instruction = instructions for the officer
table-field-reason = reason
table-field-reference = case reference
table-field-review_on = review date
table-field-id = alert ID
table-field-driver = driver
table-field-entry = date of entry
table-field-exit = date of exit
table-field-permit_from = on a visa or permit from
table-field-permit_until = on a visa or permit until
list-fault-encoding = The file is not UTF-8 text. Save it as CSV in UTF-8.
list-fault-no-column = Column “{ $column }” is missing. Add it.
list-fault-no-line = This is not a CSV line with as many fields as there are columns.
list-fault-too-many = The list has more than 2,000 lines.
list-fault-empty = There is nothing below the headings. Write one entry per line.
list-fault-text = “{ $column }” needs a text of 1 to 300 characters.
list-fault-code = A code has 1 to 16 letters, digits or hyphens.
list-fault-twice = Line { $line } already has this code. Give each line its own.
list-fault-day = “{ $text }” is not a date. Write YYYY-MM-DD.
list-fault-backwards = The end is before the start. Correct the dates.
list-fault-state = “{ $text }” is not a country code used in travel documents.
list-fault-no-state = “{ $column }” names no country. Write codes such as GIN SEN, or *.
list-fault-unknown = Limen does not know the code “{ $text }”.
list-fault-stay = This is not a stay rule. Write 90/180, 90/year, 90/entry, until YYYY-MM-DD, free or visa.
list-fault-overlaps = It overlaps with line { $line }: same nationality and document on the same day. End one before the other begins.
list-fault-about = “{ $text }” is not a reason for referral or a protection need.
list-fault-number = “{ $column }” must be a number from 1 to { $most }.
list-fault-nobody = No authority is listed for: { $need }. Add a line.
list-fault-too-many-documents = The list has more than { $most } documents.
list-fault-picture = The picture “{ $text }” is not kept here. Add it on the reference document’s page.
list-fault-layout-no-mark = Nothing says how these texts are recognised. Fill in “starts”, “holds” or both.
list-fault-layout-no-layout = This field has no layout before it. The first line of a layout has its name, its other lines follow.
list-fault-layout-place = Fill in exactly one of “key”, “part” and “from”, and “length” with “from” only.
list-fault-layout-no-separators = “key” and “part” need separators in the first line of the layout.
list-fault-layout-values = Write values like this: 1=M | 2=F.
list-fault-layout-escape = Write invisible characters as \n, \r, \s, \x1e or \\.
list-fault-degrees = “{ $column }” must be a number of degrees from -{ $most } to { $most }, such as 11.956.
list-fault-place = A place’s name has at most { $most } characters, on one line.
list-fault-post = “{ $text }” is not a post of this network. Write a post’s identifier, such as KRM.
table-row-damaged = unreadable characters
table-no-names = No column contains names. Unknown columns:
keys-title = Keyboard shortcuts on this page
keys-close = Close
