## What was found
compare-birth-date = Date of birth
birth-years-apart = { $years ->
    [one] { $years } year apart
   *[other] { $years } years apart
}
document-of-another-state = same number, another country ({ $state })
alert-alias-births = Date of birth by name
compare-sex = Sex
compare-nationality = Nationality
compare-document = Document

## Alerts
alerts-title = Alerts
alerts-search = Name, number or alert ID
alerts-found = { $count ->
    [0] No alerts found
    [1] 1 alert found
   *[other] { $count } alerts found
  }
alerts-of-list = Alerts of the list
browse-kind = About
browse-all-kinds = all
browse-choose = Choose a list.
browse-shown = { $total ->
    [0] No alerts
   *[other] Alerts { $first } to { $last } of { $total }
  }
browse-previous = Previous page
browse-next = Next page
alert-action = Action
alert-score = Score
alert-id = Alert ID
alert-names = Names
alert-birth-dates = Date of birth
alert-documents = Documents
alert-plates = Number plates
alert-instruction = Instruction to the officer
alert-reference = Reference
alert-valid-until = Valid until
alert-review-on = Review on
alert-due = Due by
alert-change = Edit
alert-withdraw = Withdraw now
withdraw-because = Reason for withdrawing
proposal-what = Proposal
proposal-whole-list = New version of the list
proposal-author = Proposed by
proposal-at = Proposed on
proposal-list-title = New version of the list { $list }
lists-title = Lists in force
lists-alerts = Alerts
lists-version = Version
lists-threshold = Threshold
upload-title = Import a new version
upload-compare = Compare
upload-help = A table (CSV, XLSX), or the list of the UN, OFAC, the European Union, the United Kingdom, INTERPOL, OpenSanctions or FollowTheMoney, as you receive it. Nothing changes until a second person approves.
upload-list-new = new list
upload-list-name = Name of a new list
upload-list-unnamed = Name the new list: unaccented letters, digits and -_.@ only. Choose the file again.
upload-list-exists = A list with this name exists already: choose it, or enter another name. Choose the file again.
upload-list-unknown = This list does not exist: choose another. Choose the file again.
upload-list-both = A name is entered, but an existing list is chosen: choose “new list”, or clear the name. Choose the file again.
reviews-title = Due for review within 30 days
hits-title = Matches
hits-none = No matches.
hits-outcome = Outcome
hit-tell-owner = discreet: inform the alert owner
draft-title = Draft alert
draft-new = New alert
draft-what = Alert
draft-who = Person, document, vehicle
draft-not-known = unknown
draft-id-made = assigned automatically
draft-birth-form = YYYY-MM-DD, YYYY-MM, YYYY or YYYY..YYYY
draft-lines = Several values: one per line.
draft-try = Test
draft-propose = Propose
draft-id-wrong = An alert ID has only letters, digits and -_.@
draft-name-long = A name has at most 200 characters.
draft-birth-wrong = Enter YYYY-MM-DD, YYYY-MM, YYYY or YYYY..YYYY.
draft-state-wrong = This is not a country code (ISO 3166-1).
draft-day-wrong = Enter the full date: YYYY-MM-DD.
draft-nothing-to-find = Enter at least one name, document or number plate.
draft-reference = Reference or ground
draft-reference-help = Needed to propose: the reference of the requesting authority (warrant, request, police report), or the ground for the alert.
draft-no-ground = Enter the reference of the requesting authority or the ground for the alert. Nothing was proposed.
tried-headline = { $stopped ->
    [0] Would have flagged none of { $travellers } travellers
    [one] Would have flagged 1 of { $travellers } travellers
   *[other] Would have flagged { $stopped } of { $travellers } travellers
  } since { $since }
tried-why = Why
difference-added = Added
difference-changed = Changed
difference-removed = Removed
difference-before = Before
difference-after = After
difference-first = the first { $shown } of { $count }
difference-report = { $count ->
    [1] 1 note on this file
   *[other] { $count } notes on this file
  }
renew = Refresh
list-coming-title = Reading { $file } for list { $list }
list-coming-read =
  { $count ->
    [0] Reading has started.
    [1] 1 alert read.
   *[other] { $count } alerts read.
  }
list-coming-meaning = Reading continues if you leave this page. The list in force does not change until a second person approves.
proposal-comparing = Comparing with the list in force…
coming-into-force =
  { $all ->
    [0] Approved; coming into force.
   *[other] Approved; coming into force: { $ready } of { $all } alerts ready.
  }
list-refused-title = List rejected: nothing was changed
list-refused-meaning = File { $file }. Ask the source for a new file.
list-error-xml = The file can’t be read as XML from line { $line } on: it is cut off, damaged, or in another format.
list-error-nothing-to-find = No column contains names, document numbers or number plates.
report-no-other-names = These people’s other names are in a separate file, ALT.CSV. Import both together, or the archive that contains them: without it, nobody is found by another name.
report-part = This is only part of the list: { $read } of { $of } entries. Import the whole list, or the others would be removed.
report-column = Column “{ $heading }” was not used ({ $sample }).
report-entry-left-out = Line { $line }: { $what }. Entry left out.
report-entry-weakened = Line { $line }: { $what }. The alert is kept without it.
list-reason-not-understood = { $field }: “{ $text }” not understood
list-reason-letters = unreadable characters
list-reason-long-names = { $count ->
    [one] { $count } name is
   *[other] { $count } names are
  } longer than { $most } characters
list-reason-too-many = { $field }: { $count } more than the { $most } that are kept
list-reason-nothing-to-find = neither a name nor a number
list-reason-twice = the ID { $id } appears twice
list-reason-no-id = no ID
list-reason-long-id = the ID “{ $id }” is too long
list-reason-no-entity = not valid JSON from column { $column } on
list-reason-few-columns = columns: { $count }, an entry has at least 4
list-reason-remarks-cut = remarks cut off, the rest is in SDN_COMMENTS.CSV
no-list-empty-archive = The archive is empty.
no-list-damaged-archive = The archive is damaged. Download it again.
no-list-long-archive = The archive contains more than 50 files. Import only those of the list.
no-list-web-page = This is a web page. Save the file that the page offers.
no-list-pdf = This is a PDF. Ask for the list as a table or as XML.
no-list-senzing = This is Senzing’s JSON. Export the entities in FollowTheMoney format.
no-list-companion = This file only adds to SDN.CSV. Import both together in one archive.
no-list-notices = These notices are not valid JSON, or the file is cut off.
no-list-opensanctions = The columns “id”, “schema” and “name” of OpenSanctions are missing.
no-list-long-line = One of the lines is too long for a FollowTheMoney list.
no-list-cut-entities = The file ends in the middle of a line. Download it again.
list-error-too-long = The file has more entries than a list can hold.
list-error-empty = The file contains no alerts.
threshold-title = Match threshold
threshold-headline = Last month’s { $travellers } travellers, screened against the { $alerts } alerts of this list
threshold-stopped = Would have been flagged
threshold-of-a-thousand = Per 1,000 travellers
threshold-now = current
threshold-set = Set this threshold
threshold-help = A lower threshold misses fewer wanted people, but wrongly flags more travellers.

## The whole post: persons, parties, visas, tallies, pictures
hit-waits = waiting at the counter
hit-set-aside = set aside by { $officer }: { $reason }
alert-past = expired on { $day }
alert-past-means = This alert has expired: it no longer produces matches, but is still in the list.
past-title = Expired alerts
lists-past = of which { $count } expired
draft-past = This date has passed: the alert would not match anyone.
withdraw-no-reason = Enter the reason for withdrawing this alert.
proposal-past = The last day of this alert has passed: it would not match anyone and can’t be approved. Reject it, or have a new last day proposed.
proposal-removes = Alerts removed by this version: { $removed }, more than one in ten. Check that the file is complete, then enter this number.
proposal-removes-hand = Alerts removed by this version: { $removed }, of which { $hand } drafted by hand and approved one by one. Check the alerts removed, then enter their number.
proposal-removed = Number of alerts removed
proposal-not-counted = Nothing was approved: enter the exact number of alerts that this version removes.
