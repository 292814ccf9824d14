## What happened before
direction-entry = entry
direction-exit = exit

## What is done
do-correct-ask = Correct…
do-correct = Record the correction

## The day
day-day = Day
day-search = Name or number
day-direction = Direction
day-both = both
day-decision = Decision
day-all = all
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
column-direction = Direction
column-age = Age
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

## A crossing
record-source = Identity
record-grounds = Grounds
record-event = journal { $node }, no. { $seq }
record-corrected = This record was a mistake and has been replaced.
record-see-correction = Show the correction
record-corrects = Replaces a mistaken record. Reason: { $reason }.
record-see-mistaken = Show the mistake
record-see-decision = Show the decision
correct-title = Correct a crossing
correct-explains = the mistaken record stays visible; this one takes its place.
correct-journey = Journey
correct-why = Why
correct-direction-of-stop = A refusal or a hold does not change direction.

## Rules of stay at the counter, and overstays
record-authorised = May stay until
record-freely = without a limit
overstays-title = Who has stayed too long
overstays-count = { $count ->
    [0] Nobody has.
    [1] 1 person.
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
referral-reserved = reason kept to the second line

## Endings
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
print-language = Language

## The whole post: persons, parties, visas, tallies, pictures
record-further-document = Further document
person-title = Documents of the same person
person-part = Part again
record-adult = Accompanying adult
record-adult-unnamed = not named: { $reason }
record-minor = Accompanies the minor
goods-title = Goods (loads)
record-visa = Visa used
tally-beside = Beside the crossings
tally-counted = People counted
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
pictures-scanner-slow = Much in the scanner’s folder is no whole page, and not everything could be read in ten seconds. Ask again.
pictures-scanner-unreadable = The scanner's folder can't be read: tell the administrator.
passed-over-link = a link
passed-over-no-file = no file
passed-over-writing = still being written: wait a moment
passed-over-unreadable = can't be read
passed-over-other = no picture
passed-over-damaged = damaged, or not whole yet
passed-over-too-large = too large
passed-over-more = { $count ->
    [1] one more
   *[other] { $count } more
}
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
