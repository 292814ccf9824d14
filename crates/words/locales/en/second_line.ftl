## Second line
second-line-empty = Nobody waits at the second line.
second-line-count = { $count ->
    [1] 1 referral
   *[other] { $count } referrals
 }, the most pressing first
second-line-urgency = Urgency
second-line-why = Why
second-line-since = Waits since
second-line-from = Referred by
second-line-by = Taken by
second-line-nobody = nobody
second-line-take = Take this case
second-line-release = Back to the queue
second-line-known = What is known
second-line-notes = Notes and answers
second-line-no-notes = Nothing has been noted yet.
second-line-question = Question from the guide
second-line-free-note = Free note
second-line-answer = Answer or note
second-line-note = Note
second-line-guide-help = The guide helps to listen. Answers are not added up: you judge.

## Protection
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

## The whole post: persons, parties, visas, tallies, pictures
second-line-aside = { $count ->
    [1] Set aside while an alert was not cleared: 1 in 24 hours
   *[other] Set aside while an alert was not cleared: { $count } in 24 hours
}
second-line-attach = Attach a file…
