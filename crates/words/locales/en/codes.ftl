## Signing in
role-first-line = first line
role-supervisor = supervisor

## Who
source-mrz = scanned
source-typed = entered by hand
source-camera = read by camera
source-compared = read by camera, checked by the officer
source-declared = identity as declared
sex-F = female
sex-M = male
sex-X = sex unspecified
document-passport = Passport
document-identity-card = Identity card
document-laissez-passer = Laissez-passer
document-refugee-travel-document = Refugee travel document
document-emergency-certificate = Emergency certificate
document-travel-certificate = ECOWAS travel certificate
document-seafarers-book = Seafarer’s book
document-crew-certificate = Crew member certificate
document-residence-permit = Residence permit
document-visa = Visa
document-other = Other document
field-mrz = Machine readable zone
field-document_code = Document code
field-issuing_state = Issued by
field-document_number = Document number
field-primary_identifier = Surname
field-secondary_identifier = Given names
field-birth_date = Date of birth
field-expiry_date = Expiry date
field-optional_data = Optional data
field-optional_data_2 = Optional data (2)
field-composite = Overall check
doubt-check-digit = check digit does not match
doubt-character = character not allowed here
doubt-missing = missing
doubt-unknown-code = unknown code
doubt-impossible-date = impossible date
doubt-in-future = in the future
doubt-expired = expired
doubt-amended = corrected
doubt-keyboard-layout = two keyboard layouts fit

## What was found
alert-kind-person = people
alert-kind-document = documents
alert-kind-vehicle = vehicles
action-arrest = ARREST
action-refuse = REFUSE ENTRY
action-refer = REFER TO SECOND LINE
action-inform-discreetly = INFORM DISCREETLY
action-protect = PROTECT
action-seize-document = SEIZE DOCUMENT
likeness-same = same
likeness-agrees = consistent
likeness-near = close
likeness-different = different
name-match-equal = same
name-match-reordered = same, different order
name-match-nearly-equal = very similar
name-match-partial = partial
part-match-same = same
part-match-spelling = spelling variant
part-match-other-form = name variant
part-match-sound = sounds alike
part-match-slip = possible typing error
part-match-script = same, different script
part-match-initial = initial
part-match-joined = joined or split
part-match-cut-short = cut short on the document
judgement-confirmed = confirmed
judgement-cleared = cleared
judgement-reason-birth-date = date of birth
judgement-reason-face = face
judgement-reason-document = document
judgement-reason-name = name
judgement-reason-sex = sex
judgement-reason-nationality = nationality
judgement-reason-number = number
judgement-reason-issuer = issuing State
judgement-reason-plate = number plate
judgement-reason-vehicle = vehicle
judgement-reason-other = something else

## What is asked
purpose-family = family visit
purpose-trade = trade, market
purpose-business = business, official
purpose-work = work
purpose-study = study
purpose-tourism = tourism
purpose-health = health care
purpose-religion = religion, pilgrimage
purpose-transit = transit
purpose-return = returning home
purpose-other = other
mode-foot = on foot
mode-motorcycle = motorcycle, bicycle
mode-car = car, taxi
mode-bus = bus
mode-lorry = lorry
mode-train = train
mode-boat = boat
mode-air = plane
mode-other = other
accompaniment-parent = by a parent or guardian
accompaniment-other-adult = by another adult
accompaniment-alone = no, alone

## What is done
referral-hit = alert
referral-document = suspect document
referral-minor = minor
referral-protection = asylum or protection need
referral-conditions = stay, purpose or means of subsistence to be checked
referral-other = other
decision-admit = admitted
decision-refuse = refused
decision-refer = referred
decision-let-depart = departed
decision-hold = held

## The day
age-band-0-14 = 0–14 years
age-band-15-17 = 15–17 years
age-band-18-24 = 18–24 years
age-band-25-64 = 25–64 years
age-band-65 = 65 years and over
age-band-unknown = age unknown

## States and codes of Doc 9303 that CLDR does not name
state-unknown = unknown code { $code }
state-ANT = Netherlands Antilles
state-EUE = European Union
state-GBD = British Overseas Territories citizen
state-GBN = British National (Overseas)
state-GBO = British Overseas citizen
state-GBP = British protected person
state-GBS = British subject
state-IAO = ICAO
state-NTZ = Neutral Zone
state-UNA = United Nations specialized agency
state-UNK = resident of Kosovo (UNMIK)
state-UNO = United Nations
state-UTO = Utopia (specimen)
state-YTO = Utopia (specimen)
state-XBA = African Development Bank
state-XCC = Caribbean Community
state-XCE = Council of Europe
state-XCO = COMESA
state-XDC = Southern African Development Community
state-XEC = ECOWAS
state-XES = Organisation of Eastern Caribbean States
state-XIM = African Export-Import Bank
state-XMP = Parliamentary Assembly of the Mediterranean
state-XOM = Sovereign Order of Malta
state-XPO = INTERPOL
state-XXA = stateless person (1954 Convention)
state-XXB = refugee (1951 Convention)
state-XXC = refugee (other)
state-XXX = nationality not specified
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = June
month-7 = July
month-8 = Aug
month-9 = Sept
month-10 = Oct
month-11 = Nov
month-12 = Dec

## Alerts
role-alert-manager = alert manager

## Second line
role-second-line = second line
urgency-now = immediate
urgency-soon = priority
urgency-in-turn = routine

## Protection
need-asylum = requests asylum
need-trafficking = presumed victim of trafficking
need-child = unaccompanied or separated child
need-medical = needs a doctor
need-signs-asylum = Says, in their own words, that they are afraid to go back. They need not use the word “asylum”.
need-signs-trafficking = Documents or phone held by someone else, debt for the journey, coached answers, signs of violence, promised work with no address.
need-signs-child = No father, mother or guardian; an adult who answers for them; a child who does not know the adult.
need-signs-medical = Ill, injured, pregnant and in distress, exhausted.

## Endings
decision-refuse-exit = exit refused
decision-take-back = returned by neighbour
decision-desist = withdrew

## Reference lists
role-administrator = administrator
role-analyst = analyst
list-stay-rules = Stay rules
list-refusal-grounds = Refusal grounds
list-appeals = Appeals
list-authorities = Protection authorities
list-guide = Second-line guide
list-health-questions = Health questions
list-documents = Reference documents
list-code-layouts = Layouts of bar codes
list-tally-points = Counting places

## The whole post: persons, parties, visas, tallies, pictures
source-listed = carrier’s list
status-ordinary = no special status
status-diplomat = diplomat
status-official = on official mission
status-crew = crew
status-refugee = refugee
status-stateless = stateless
status-resident = resident
status-neighbour = border resident
party-kind-family = family
party-kind-group = other group
party-kind-vehicle = vehicle
goods-livestock = livestock
goods-food = food
goods-fuel = fuel
goods-minerals = minerals, cement
goods-chemicals = chemicals, fertiliser, medicines
goods-wood = wood, paper
goods-textiles = textiles
goods-machines = metals, machinery
goods-household = household goods
goods-other = other or mixed
goods-empty = empty
visa-kind-visa = visa
visa-kind-permit = residence permit
vulnerability-pregnant = pregnant or nursing
vulnerability-disabled = disabled
vulnerability-child-alone = unaccompanied child
vulnerability-ill = ill or injured
tally-sex-F = Female
tally-sex-M = Male
tally-sex-X = Person
tally-age-0-4 = 0–4
tally-age-5-17 = 5–17
tally-age-18-59 = 18–59
tally-age-60 = 60 and over
attachment-page = document page
attachment-infrared = page in infrared
attachment-ultraviolet = page under ultraviolet
page-light-white = white light
page-light-infrared = infrared
page-light-ultraviolet = ultraviolet

## Flows: counted, drawn, published
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Why one looks
look-purpose-case = Follow-up
look-purpose-help-case = A document is brought back, or a traveller returns to the counter.
look-purpose-referral = Referral
look-purpose-help-referral = A referral to close, or a person to hand over.
look-purpose-correction = Record check
look-purpose-help-correction = A record to check or correct.
look-purpose-supervision = Post supervision
look-purpose-help-supervision = Shift change, end of day, totals.
look-purpose-traveller = Traveller’s request
look-purpose-help-traveller = The person asks what is recorded about them.
look-purpose-inquiry = Authority’s request
look-purpose-help-inquiry = Police, courts, customs: under the reference of their request.
look-purpose-at-hand = Work in progress
look-purpose-alerts = Alerts and matches
look-purpose-rights = Replies to travellers

## Audit: who looked at what
look-traveller-presented = Traveller checked at the counter
look-crossing-consulted = Crossing viewed
look-correction-consulted = Crossing opened for correction
look-corrections-consulted = Requested corrections viewed
look-pictures-consulted = List of pictures viewed
look-picture-consulted = Picture or file viewed
look-referrals-consulted = Second-line queue viewed
look-day-consulted = Day viewed
look-day-exported = Day exported
look-protection-consulted = Protection cases viewed
look-parties-consulted = List of groups viewed
look-party-consulted = Group viewed
look-visas-consulted = Visas searched
look-people-searched = People searched
look-overstays-consulted = Overstays viewed
look-alert-consulted = Alert viewed
look-alerts-searched = Alerts searched
look-document-asked = Neighbouring state asked about a document
look-proposal-consulted = Proposed alerts viewed
look-others-consulted = Other people shown beside a traveller at the counter
look-hits-consulted = Matches viewed
look-flows-exported = Flows exported
look-flows-queried = Flows queried
look-claims-consulted = Travellers’ requests viewed
look-claim-consulted = Traveller’s request viewed
look-claim-erasure-proposed = Erasure proposed at a traveller’s request
look-claim-erased = Erased at a traveller’s request
role-auditor = auditor
role-data-protection = data protection officer

## Permissions
permission-work-at-counter = Work at a counter and view the day
permission-correct = Correct and cancel records
permission-settle-referrals = Close referrals
permission-see-protection = View people in need of protection
permission-issue-visas = Issue, extend and revoke visas
permission-see-hits = View all matches, including discreet ones
permission-manage-alerts = Draft, test, approve and withdraw alerts
permission-manage-lists = Propose and approve reference lists
permission-see-network = View the network, exchange by USB stick
permission-manage-network = Add and remove machines
permission-see-flows = View flows
permission-analyse-flows = Export flows and query them in SQL
permission-count-exactly = View and export exact counts of flows
permission-plan-posts = Plan where posts should be
permission-manage-people = Manage users
permission-audit = Audit access to data
permission-protect-data = Answer travellers about their data, and erase it

## What travellers may ask about their own data
look-person-reported = File compiled for the person

## People of the service
permission-enrol-devices = Enrol devices

## What travellers claim about their data
right-access = access
right-rectification = rectification
right-erasure = erasure
right-objection = objection
claim-answer-granted = granted
claim-answer-partly = granted in part
claim-answer-refused = refused
