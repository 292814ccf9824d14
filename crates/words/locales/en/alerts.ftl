## What was found
compare-birth-date = Birth
birth-years-apart = { $years ->
    [one] { $years } year apart
   *[other] { $years } years apart
}
document-of-another-state = same number, another country ({ $state })
alert-alias-births = Birth by name
compare-sex = Sex
compare-nationality = Nationality
compare-document = Document

## Alerts
alerts-title = Alerts
alerts-search = Name, number or identifier
alerts-found = { $count ->
    [0] No alert found
    [1] One alert found
   *[other] { $count } alerts found
  }
alert-action = Action
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
proposal-what = Proposal
proposal-whole-list = New version of the list
proposal-author = Proposed by
proposal-at = On
proposal-list-title = New version of the list { $list }
lists-title = Lists in force
lists-alerts = Alerts
lists-version = Version
lists-threshold = Threshold
upload-title = Receive a new version
upload-compare = Compare
upload-help = A table (CSV, XLSX), or the list of the UN, OFAC, the European Union, the United Kingdom, INTERPOL, OpenSanctions or FollowTheMoney, as you get it. Nothing changes before a second person approves.
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
difference-before = Before
difference-after = After
difference-first = the first { $shown } of { $count }
difference-report = { $count ->
    [1] One remark on this file
   *[other] { $count } remarks on this file
  }
renew = Refresh
list-coming-title = Reading { $file } for the list { $list }
list-coming-read =
  { $count ->
    [0] Reading begins.
    [1] One alert read.
   *[other] { $count } alerts read.
  }
list-coming-meaning = Reading goes on if you leave this page. The list in force does not change until a second person has approved.
proposal-comparing = Being compared with the list in force…
coming-into-force =
  { $all ->
    [0] Approved; it is being put in force.
   *[other] Approved; it is being put in force: { $ready } of { $all } alerts ready.
  }
list-refused-title = List refused: nothing has changed
list-refused-meaning = File { $file }. Ask the source for a new file.
list-error-xml = The file can’t be read as XML from line { $line } on: it is cut off, damaged, or of another form.
list-error-other = This is no list that Limen knows, or a part of it is missing.
list-error-nothing-to-find = No column holds names, or numbers of documents or plates.
list-error-too-long = The file has more entries than a list can have.
list-error-empty = The file holds no alert.
threshold-title = Threshold of hits
threshold-headline = The { $travellers } travellers of the last month, held against the { $alerts } alerts of the list
threshold-stopped = Would have been stopped
threshold-of-a-thousand = Of 1,000
threshold-now = now
threshold-set = Set this threshold
threshold-help = The lower the threshold, the fewer wanted people get by, and the more travellers are stopped wrongly.

## The whole post: persons, parties, visas, tallies, pictures
hit-waits = waits at the counter
hit-set-aside = set aside by { $officer }: { $reason }
alert-past = ended on { $day }
alert-past-means = This alert has ended: it stops nobody any more and still stands in the list.
past-title = Alerts that have ended
lists-past = of them { $count } ended
draft-past = This last day is over: the alert would stop nobody.
withdraw-no-reason = Say why you withdraw this alert.
proposal-past = The last day of this alert is over: it would stop nobody and can’t be approved. Reject it, or have another last day proposed.
proposal-removes = This version removes { $removed } alerts, more than one in ten. Make sure that the file is complete, then type this number.
proposal-removes-hand = This version removes { $removed } alerts, { $hand } of which were drafted by hand and approved one by one. Look at those that go, then type their number.
proposal-removed = Number of alerts removed
proposal-not-counted = Nothing is approved: type the exact number of alerts that this version removes.
