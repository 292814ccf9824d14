## Across the border: what both states counted at a pair of posts
across-title = Across the border
across-help = What both states counted at the same crossing. The entry into one is the exit from the other.
across-none = No agreement in force lets you see counts of a pair of posts.
across-pair = Pair of posts
across-way = { $from } → { $to }
across-days = Last 31 days
across-gap = Difference
across-usual = Usual difference
across-facts = What is known
across-band = { $low } to { $high }
across-no-band = too little history
across-band-help = Grey: where our count would be if the difference were usual. Hatched: a side is missing, or not all its records have arrived. Circled: the difference is outside the usual range.
across-young = { $days ->
    [1] One full day is known on both sides; the usual difference is shown from { $fewest } on.
   *[other] { $days } full days are known on both sides; the usual difference is shown from { $fewest } on.
}
across-unusual = outside the usual range
across-quarter = Quarter { $quarter } of { $year }
across-fact-missing = { $state }: nothing received for this day
across-fact-not-whole = { $state }: records received up to { $until } UTC
across-fact-closed = { $hours ->
    [1] { $state }: closed, or no record, for one hour
   *[other] { $state }: closed, or no record, for { $hours } hours
}
across-fact-tallied = { $state }: { $people } counted by tally, not registered
across-fact-later-midnight = { $state }: its day begins { $time } later
across-fact-earlier-midnight = { $state }: its day begins { $time } earlier
across-fact-corrected = { $state }: corrected, version { $version }
across-fact-evens-out = evens out with { $day }
across-finding = { $way }: difference { $gap } (usually { $usual })
across-finding-none = { $way }: no day known on both sides
across-figure = { $pair }, { $way }
across-side = Side
across-days-both = Days on both sides
across-days-unusual = Days outside the usual range
across-days-missing = Days missing
across-days-not-whole = Days incomplete
across-hours-closed = Hours closed or without a record
across-tallied = People counted by tally
across-corrected = Days corrected
across-versions = What was said about this day
across-versions-help = Each correction is a new version; earlier ones stay. The number and fingerprint of the signed paper prove what was said.
across-versions-post = Headquarters keeps the earlier versions and the numbers of the papers.
across-version = Version { $version }
across-version-note = Note
across-count = { $direction }: { $people }
across-paper = Paper
across-paper-number = No. { $number }
across-said-at = Sent
across-says = Says
across-state = State
across-holds = in force
across-earlier = earlier version
across-refused = refused: { $why }
across-gone = text no longer kept
across-refused-withheld = the sender no longer publishes it
across-refused-not-read = not readable by this version
across-refused-not-in-force = no agreement was in force
across-refused-not-a-party = not from a party
across-refused-kind = kind of paper not agreed
across-refused-pair = pair not agreed
across-refused-counts = more detailed than agreed
across-refused-notice-kind = kind of notice not agreed
across-refused-field = more said than agreed
across-refused-fault = impossible values
across-groups = The same people by group
across-group = Group
across-by-nationality = Nationality
across-by-sex = Sex
across-by-age = Age
across-by-mode = Transport
across-others = all others
across-not-said = not sent
across-notes = Notes of both posts
across-no-notes = No notes for this time.
across-note = Note about this day
across-note-help = The other side reads it. Name nobody.
across-note-write = Send note
across-note-waits = waiting for headquarters
across-note-empty = Write a note first; nothing was sent.
across-note-refused = The agreement in force doesn’t allow this note. Nothing was sent.
across-note-busy = Another message was being sent. Nothing was sent: try again.
across-back = All days
across-report = Report for the mixed commission
across-report-help = All pairs of an agreement, with differences, coverage, notes and what the figures can’t say.
across-report-period = Month or quarter
across-report-agreement = Agreement
across-report-form = Form
across-report-why = Purpose
across-report-take = Download
across-report-no-reason = Say what the report is for; nothing was downloaded.
across-report-no-period = Choose a month or quarter from the list; nothing was downloaded.
across-report-no-form = This form isn’t available here. Choose another one.
across-report-title = { $agreement }: { $period }
across-report-definition = Crossings recorded on both sides of each pair of posts. The entry into one state is the exit from the other. The difference is the first state’s count minus the second’s, on days that both sides have reported. The usual difference is where 19 ordinary days out of 20 fall.
across-report-totals = Totals
across-report-days = { $pair }, { $way }: day by day
across-report-facts = { $pair }, { $way }: what is known
across-report-coverage = { $pair }: coverage
across-unsaid = What these figures can’t say
across-unsaid-multiple = Every count is a multiple of { $multiple } at least, so that nobody can be recognised: differences smaller than twice that mean nothing.
across-unsaid-missing = { $days ->
    [1] One day and direction is missing on one side or both, and is in no total.
   *[other] { $days } days and directions are missing on one side or both, and are in no total.
}
across-unsaid-band = { $days ->
    [1] For one day and direction, there is too little history to say what is usual.
   *[other] For { $days } days and directions, there is too little history to say what is usual.
}
across-unsaid-tally = People counted by tally are not registered, and are in no total.
across-unsaid-persons = A difference doesn’t say who passed one post without the other, or why; neither side has the other’s records of persons.
across-file = mixed-commission
across-report-language = Language
across-language-fr = French
across-language-en = English
