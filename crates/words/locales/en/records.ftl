## What happened before
direction-entry = entry
direction-exit = exit

## What is done
do-correct-ask = Correct…
do-correct = Record correction

## The day
day-day = Day
day-search = Name or number
day-direction = Direction
day-both = both
day-decision = Decision
day-all = all
day-csv = CSV
day-found = { $count ->
    [0] No crossings
    [one] 1 crossing · page { $page }
   *[other] { $count } crossings · page { $page }
 }
day-none = No crossings found.
day-earlier = Earlier
day-later = Later
open-referrals = referred, open
column-direction = Direction
column-age = Age
tag-corrected = replaced
tag-correction = correction
tag-open = open
totals-title = Totals
totals-entries = Entries
totals-exits = Exits
totals-stopped = Refused
totals-referred = Referred
totals-who = Travellers who crossed
nationalities-other = Other nationalities ({ $count })
chart-title = Entries (up) and exits (down) by hour

## A crossing
record-source = Identity source
record-grounds = Grounds
record-event = log { $node }, no. { $seq }
record-corrected = This record was wrong and has been replaced.
record-see-correction = View correction
record-corrects = Replaces an incorrect record. Reason: { $reason }.
record-see-mistaken = View original record
record-see-decision = View decision
correct-title = Correct a crossing
correct-explains = the incorrect record stays visible; this one replaces it. A corrected identity is checked against alerts at the next crossing.
correct-journey = Journey
correct-why = Reason for correction
correct-direction-of-stop = The direction of a refusal or hold can’t be changed.
correct-permit-no-date = Enter a whole date, or nothing.
correct-stay-explains = If the direction, nationality, status, document or permit changes, the authorised stay is worked out again by the rules in force.

## Corrections that officers ask for
nav-corrections = Corrections
corrections-title = Requested corrections
corrections-explains = What officers ask to have corrected in their records. A request is closed once the crossing is corrected or cancelled, or you decline it.
corrections-none = No correction is requested.
corrections-decline-ask = Leave as it is…
corrections-decline = Decline request
do-ask-correction = Request a correction
ask-correction-what = What is wrong
ask-correction-send = Send to supervisor
record-asked = Correction requested by { $officer }, { $at }: “{ $note }”
asked-waits = Correction pending
asked-corrected = Correction made
asked-cancelled = Crossing cancelled
asked-declined = Correction declined
asked-declined-by = Correction declined by { $officer }: { $reason }

## Rules of stay at the counter, and overstays
record-authorised = May stay until
record-freely = no time limit
overstays-title = Overstays
overstays-count = { $count ->
    [0] None.
    [1] 1 person.
   *[other] { $count } people.
}
overstays-explains = Admitted until a date now past, and not seen crossing since at any post whose records are here. Likely: the document was scanned, and all posts record every exit.
overstays-name = Name
overstays-entered = Entered
overstays-until = Authorised until
overstays-days = Days overstayed
overstays-certainty = Certainty
overstays-likely = likely
overstays-typed = possible: document entered by hand
overstays-exit-unseen = possible: exit may not have been recorded ({ $posts })
overstays-earlier = Earlier
overstays-later = Later

## Second line
referral-reserved = reason restricted to the second line

## Endings
answer-yes = yes
answer-no = no
totals-health = Health questions
record-health = Health
record-stamp = Stamp no.
record-cancelled = Cancelled: this crossing did not take place. Reason: { $reason }.
record-undone = The neighbouring country did not let this traveller in; this exit does not count.
record-undoes = Traveller returned by the neighbouring country: their exit does not count.
record-see-exit = View exit
cancel-title = Cancel this crossing
cancel-explains = For a crossing that did not take place. The record stays visible, marked as cancelled, and no longer counts.
do-cancel = Cancel this crossing
tag-cancelled = cancelled
print-language = Language

## The whole post: persons, parties, visas, tallies, pictures
record-further-document = Other document
person-title = Documents of the same person
person-part = Unlink
record-adult = Accompanying adult
record-adult-unnamed = not named: { $reason }
record-minor = Accompanied minor
goods-title = Goods (loads)
record-visa = Visa used
tally-beside = Not included in crossings
tally-counted = People counted
attachment-file = file
pictures-title = Photo and pages
pictures-file = From a file
pictures-kind = Type
pictures-help = JPEG, PNG or WebP, 12 MB at most. The picture is re-encoded: location and camera details are removed.
pictures-send = Attach
pictures-scanned = Import page from scanner
pictures-none-scanned = The scanner’s folder is empty. Scan the page, then try again.
pictures-none-whole = No page can be imported. Skipped: { $files }.
pictures-scanned-this = { $name } was imported.
pictures-scanned-stays = { $name } was imported, but can’t be moved out of the scanner’s folder: tell the administrator.
pictures-passed-over = Skipped: { $files }.
pictures-scanner-slow = The scanner’s folder holds many files that are not complete pages, and not everything could be read in ten seconds. Try again.
pictures-scanner-unreadable = The scanner’s folder can’t be read: tell the administrator.
passed-over-link = a link
passed-over-no-file = not a file
passed-over-writing = still being written: wait a moment
passed-over-unreadable = unreadable
passed-over-other = not an image
passed-over-damaged = damaged or incomplete
passed-over-too-large = too large
passed-over-more = { $count ->
    [1] one more
   *[other] { $count } more
}
pictures-none = No pictures or files yet.
light-title = Infrared and ultraviolet
light-help = This is what the pictures show, not a verdict: a genuine document may be dirty, worn or of an older model.
light-no-page = Attach the page in white light too: the other pictures are compared with it.
light-limits-unreadable = Nothing can be said: this post’s thresholds for its readers can’t be read. Tell the supervisor.
light-error-white = the machine readable zone can’t be read on the page in white light; take that picture again.
light-error-picture = the picture can’t be read; take it again.
light-error-shape = the picture is not framed like the one in white light; take both again without moving the page.
light-error-dark = the picture is too dark; check the reader’s lamp.
light-infrared-visible = Machine readable zone visible in infrared.
light-infrared-partly = Machine readable zone partly visible in infrared: { $gone } characters missing, { $faint } faint.
light-infrared-not-visible = Machine readable zone not visible in infrared.
light-infrared-same = Machine readable zone identical in infrared.
light-infrared-other = Line { $line }, character { $place }: “{ $letter }” in white light, “{ $other }” in infrared.
light-ultraviolet-dull = Paper not fluorescent under UV.
light-ultraviolet-somewhat = Paper slightly fluorescent under UV.
light-ultraviolet-bright = Paper fluorescent under UV.
light-ultraviolet-bright-blue = Paper fluorescent under UV, in blue.
beside-title = Compare
beside-all = View reference sheet
beside-no-document = No reference document for this country and kind of document.
beside-show = Show
beside-slider = Slider
beside-blink = Blink
beside-blink-help = Stops by itself after a few seconds, or on any key.
beside-own = Traveller’s page
beside-genuine = Reference document
beside-no-own = No picture of the traveller’s page in this light.
beside-no-genuine = No reference picture here in this light.
no-picture-other = This file is not an image (JPEG, PNG or WebP), despite its name. Nothing was attached.
no-picture-damaged = This picture is damaged or incomplete. Nothing was attached; take it again.
no-picture-too-large = This picture is too large, or there are too many already. Nothing was attached.
camera-title = Camera
camera-what = What to photograph
camera-live = Camera view
camera-shoot = Take photo
camera-help-face = Face in the oval, looking straight ahead, no light from behind.
camera-help-page = Whole page in the frame, flat, no glare.
camera-denied = The browser has blocked the camera. Allow it, or attach a file.
camera-none = No camera found. Attach a file.
day-previous = Previous day
day-next = Next day
nav-shift = Shift
shift-title = Shift handover
shift-waits = Waiting now
shift-waits-referrals = Open referrals
shift-waits-since = { $count }, the longest for { $longest }
shift-waits-protection = People in need of protection
shift-waits-parties = Groups in progress
shift-waits-announced = Announced groups
shift-happened = During this shift
shift-confirmed = Matches confirmed
shift-cleared = Matches cleared
shift-withdrawn = Travellers who left without a decision
shift-protection = Protection needs reported
shift-handed-over = People handed over to an authority
shift-visas = Visas and permits recorded
shift-tally = People counted without a record
shift-corrected = Records corrected
shift-cancelled = Records cancelled
shift-sign-in-refused = Failed sign-ins
shift-access-refused = Refused access
shift-at-counter = Median time at the counter
shift-at-second-line = Median wait at the second line
shift-grounds = Grounds for refusal
shift-officers = Officers on duty
shift-officer = Officer
shift-hours = Hours
shift-disturbances = Incidents
shift-node-started = Limen restarted
shift-clock-confirmed = Clock confirmed
shift-before = Previous shift
shift-closed-by = Closed by { $officer }, { $at }
shift-no-note = No notes.
shift-close-title = Close and hand over
shift-note = Notes for the next shift
shift-note-help = What the next team must know. No traveller’s name where the record is enough.
shift-close = Close shift
shift-print-last = Print the last handover
shift-print-help = Print it and have the team that takes over sign it.
shift-taken-over-by = Taken over by
shift-note-long = The notes are too long. Shorten them.
shift-closed-meanwhile = Someone else has just closed the shift. This is the new one.
nav-find = Search
find-title = Search
find-what = Name, number, number plate or date
find-go = Search
find-help = Part of a name is enough, in any spelling: dialo finds Diallo and Jalloh. You can also enter the beginning of a number or number plate, or a date.
find-nothing = Nothing found.
find-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
  }
find-last = Last crossing
find-times = Crossings
find-cut = More people match. Narrow the search.
find-visa = Visa or permit { $number }
find-vehicle = Vehicle { $plate }, { $direction }, { $at }
find-day = Crossings on { $date }

## Bar codes and seals in pictures
codes-title = Bar codes and seals
code-text = text
code-unsigned = Not a seal: this text is not signed, and anyone can print it.
seal-valid = Seal valid
seal-invalid = Seal not valid: check the document
seal-kind-visa = visa seal
seal-kind-emergency-travel-document = emergency travel document seal
seal-kind-other = seal of another kind
seal-kind-icao-vacc = proof of vaccination
seal-kind-icao-test = proof of a test
seal-reason-read-error = A code is there, but it can’t be read. Take the picture closer, flat and without glare.
seal-reason-wrong-format = The seal does not follow the standard.
seal-reason-unknown-feature = Limen does not know part of the seal; the seal may still be valid.
seal-reason-unknown-certificate = The signer’s certificate is not here, so the seal can’t be checked.
seal-reason-untrusted-certificate = No certificate in force of the issuing state vouches for the signer.
seal-reason-invalid-documenttype = The signer may not seal this kind of document.
seal-reason-expired-certificate = The signer’s certificate has expired.
seal-reason-revoked-certificate = The signer’s certificate is revoked.
seal-reason-invalid-signature = The signature does not match: the content was changed, or is not this signer’s.
seal-reason-invalid-seal-mrz = The check digits of the sealed zone are wrong.
seal-reason-seal-document-mismatch = The seal belongs to another document.
seal-reason-seal-visa-mismatch = The seal belongs to another visa.
seal-reason-seal-passport-mismatch = This visa was issued for another passport.
seal-signature-sound = The signature itself matches the signer’s certificate.
seal-fits = The seal fits the document’s zone.
seal-differs = The seal differs from the document: { $what }.
seal-differs-zone = zone
seal-differs-number = number
seal-differs-name = name
seal-differs-birth-date = date of birth
seal-not-compared = The seal was not compared with a zone: compare it with the document yourself.
seal-state = Issuing state
seal-issued = Document issued on
seal-signed = Sealed on
seal-signer = Signer
seal-reference = Certificate
seal-field-zone = Sealed zone
seal-field-entries = Entries
seal-field-stay = Stay
seal-field-passport = Passport
seal-field-visa-type = Visa type
seal-field-additional = Additional data
seal-entries-unlimited = unlimited
seal-stay-until = until the visa’s last day
seal-stay-decided = decided at entry
seal-stay-days = { $count ->
    [1] 1 day
   *[other] { $count } days
}
seal-stay-months = { $count ->
    [1] 1 month
   *[other] { $count } months
}
seal-stay-years = { $count ->
    [1] 1 year
   *[other] { $count } years
}
