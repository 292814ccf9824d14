## The whole post: persons, parties, visas, tallies, pictures
visas-title = Visas and permits
visas-search = Number, document or name
visas-none = No visa or permit matches.
visas-what = The visa
visas-number = Sticker number
visas-kind = Kind
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
