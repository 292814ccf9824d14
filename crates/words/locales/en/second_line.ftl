## Second line
second-line-empty = Nobody is waiting for the second line.
second-line-count = { $count ->
    [1] 1 referral
   *[other] { $count } referrals
 }, most urgent first
second-line-urgency = Urgency
second-line-why = Reason
second-line-since = Waiting
second-line-from = Referred by
second-line-by = Taken by
second-line-nobody = nobody
second-line-take = Take case
second-line-release = Return to queue
second-line-known = Case details
second-line-notes = Notes and answers
second-line-no-notes = No notes yet.
second-line-question = Question from the guide
second-line-free-note = Free note
second-line-answer = Answer or note
second-line-note = Add note
second-line-guide-help = The guide helps you listen. Answers are not scored: you decide.

## Protection
protection-title = People in need of protection
protection-begin = Report a protection need
protection-explains = The person does not have to prove anything here. They go to the second line, out of others’ sight, and can no longer be refused at the counter.
protection-need = Need
protection-who = Who (the name they give, or how to recognise them)
protection-reported = Protection need reported to the second line.
protection-who-missing = Enter who this person is: a name, or how to recognise them.
protection-words = What was said or seen
protection-refer = Refer for protection
protection-record = Report protection need
protection-none = Nobody is waiting for protection.
protection-person = Person
protection-seen = Recorded
protection-authority = Authority
protection-no-authority = none assigned: tell the supervisor
protection-contact = Contact
protection-due = Hand over by
protection-overdue = overdue
protection-handed = Handed over
protection-not-yet = not yet
protection-done = Handed over
protection-hand-over = Handover to the authority
protection-receiver = Received by (name and office)
protection-reference = Receipt or case number
protection-hand-over-do = Record handover
protection-guide = Questions from the guide
protection-form = Print form
protection-form-title = Referral: person in need of protection
protection-form-text = This person is entrusted to the authority named above. They must not be sent back before their need has been examined.
protection-form-received = Received by (name, office, date and time)

## The whole post: persons, parties, visas, tallies, pictures
second-line-aside = { $count ->
    [1] Set aside before a match was cleared: 1 in 24 hours
   *[other] Set aside before a match was cleared: { $count } in 24 hours
}
second-line-attach = Attach file…

## Reference documents
documents-add = Add document
documents-change = Change
documents-all = all
documents-filter = Show
documents-none = No reference documents here. An administrator at headquarters adds them, and every post receives them.
documents-issued = Issued
documents-from-to = from { $from } to { $to }
documents-from = since { $from }
documents-to = until { $to }
documents-no-picture = No pictures.
documents-not-here-yet = This picture has not arrived here yet. It comes with the next exchange with headquarters.
