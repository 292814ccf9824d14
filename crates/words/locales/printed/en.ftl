# What is handed to travellers, in their language.
printed-refuse = Decision to refuse entry
printed-refuse-exit = Decision to refuse exit
printed-language = English
printed-on = On { $date } at { $time }, at the { $post } border post ({ $country }), the officer who signs below refused { $direction ->
    [exit] exit
   *[other] entry
 } to:
printed-name = Name
printed-born = Date of birth
printed-nationality = Nationality
printed-document = Document
printed-grounds = Reason or reasons for the refusal
printed-appeal = You can appeal against this decision within { $days } days. Appeal to:
printed-appeal-unknown = How to appeal (authority, address, time limit):
printed-effect = If you appeal, this decision still applies during the appeal. A person or an organisation of your choice can help you. You are given a copy of this decision.
printed-traveller = The traveller
printed-officer = The officer
printed-stamp = Stamp no. { $stamp }
printed-number = Record no. { $id }
printed-slip-entry = ENTRY
printed-slip-exit = EXIT
printed-until = You may stay until
printed-free = No limit on your stay
printed-keep = Keep this slip with your travel document.
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
