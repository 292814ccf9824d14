# What is handed to travellers, in their language.
printed-refuse = Decision to refuse entry
printed-refuse-exit = Decision to refuse exit
printed-language = English
printed-on = On { $date } at { $time }, at the border post of { $post } ({ $country }), the undersigned officer refused { $direction ->
    [exit] exit
   *[other] entry
 } to:
printed-name = Name
printed-born = Born
printed-nationality = Nationality
printed-document = Document
printed-grounds = On the following ground or grounds
printed-appeal = You may appeal against this decision within { $days } days to:
printed-appeal-unknown = Appeal (authority, address, time limit):
printed-effect = An appeal does not suspend this decision. You may be helped by a person or an organisation of your choice. You receive a copy of this decision.
printed-traveller = The person concerned
printed-officer = The officer
printed-stamp = Stamp no. { $stamp }
printed-number = Record { $id }
printed-slip-entry = ENTRY
printed-slip-exit = EXIT
printed-until = May stay until
printed-free = Stay not limited
printed-keep = Keep this slip with your document.
printed-when = { $date }, { $time }
printed-unknown = not known
printed-receipt-title = Receipt no. { $receipt }
printed-receipt-visa = Visa no.
printed-receipt-permit = Residence permit no.
printed-receipt-issued = Issued on { $date }
printed-receipt-extended = Extended on { $date }, until { $to }
printed-receipt-good = Valid
printed-receipt-days = from { $from } to { $to }
printed-receipt-fee = Amount paid
