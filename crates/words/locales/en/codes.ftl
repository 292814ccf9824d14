## Signing in
role-first-line = 1st line
role-supervisor = supervisor

## Who
source-mrz = read by the reader
source-typed = typed by hand
source-declared = identity as declared
sex-F = female
sex-M = male
sex-X = sex not stated
document-passport = Passport
document-identity-card = Identity card
document-laissez-passer = Laissez-passer
document-refugee-travel-document = Refugee travel document
document-emergency-certificate = Emergency certificate
document-travel-certificate = ECOWAS travel certificate
document-seafarers-book = Seafarer's book
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
field-expiry_date = Expiry
field-optional_data = Optional data
field-optional_data_2 = Optional data (2)
field-composite = Overall check
doubt-check-digit = the check digit does not fit
doubt-character = a character that can't stand there
doubt-missing = missing
doubt-unknown-code = a code that does not exist
doubt-impossible-date = there is no such date
doubt-in-future = in the future
doubt-expired = expired
doubt-amended = corrected

## What was found
action-arrest = ARREST
action-refuse = REFUSE ENTRY
action-refer = REFER TO 2nd LINE
action-inform-discreetly = INFORM DISCREETLY
action-protect = PROTECT
action-seize-document = SEIZE DOCUMENT
likeness-same = same
likeness-agrees = agrees
likeness-near = near
likeness-different = different
name-match-equal = same
name-match-reordered = same, other order
name-match-nearly-equal = nearly equal
name-match-partial = in part
part-match-same = same
part-match-spelling = other spelling
part-match-other-form = other form of the name
part-match-sound = sounds alike
part-match-slip = possible typing slip
part-match-script = same name, other script
part-match-initial = initial
part-match-joined = one word or several
part-match-cut-short = cut short on the document
judgement-confirmed = confirmed
judgement-cleared = cleared
judgement-reason-birth-date = the date of birth
judgement-reason-face = the face
judgement-reason-document = the document
judgement-reason-name = the name
judgement-reason-sex = the sex
judgement-reason-nationality = the nationality
judgement-reason-plate = the plate
judgement-reason-vehicle = the vehicle
judgement-reason-other = something else

## What is asked
purpose-family = visiting family
purpose-trade = trade, market
purpose-business = business, mission
purpose-work = work
purpose-study = study
purpose-tourism = tourism
purpose-health = health care
purpose-religion = religion
purpose-transit = transit
purpose-return = going home
purpose-other = other
mode-foot = on foot
mode-motorcycle = motorcycle, bicycle
mode-car = car, taxi
mode-bus = bus
mode-lorry = lorry
mode-train = train
mode-boat = boat
mode-air = aeroplane
mode-other = other
accompaniment-parent = by a parent or guardian
accompaniment-other-adult = by another adult
accompaniment-alone = no: alone

## What is done
referral-hit = an alert
referral-document = a doubtful document
referral-minor = a minor
referral-protection = asylum or need of protection
referral-conditions = stay, purpose or means to be looked into
referral-other = something else
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
state-unknown = code { $code }, unknown
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
urgency-now = at once
urgency-soon = soon
urgency-in-turn = in turn

## Protection
need-asylum = asks for asylum
need-trafficking = presumed victim of trafficking
need-child = unaccompanied or separated child
need-medical = needs a doctor
need-signs-asylum = Says, in their own words, that they fear to return. The word “asylum” is not needed.
need-signs-trafficking = Papers or phone held by someone else, a debt for the journey, answers dictated, marks of blows, promised work without an address.
need-signs-child = Without father, mother or guardian; an adult who answers for them; a child who does not know the adult.
need-signs-medical = Ill, hurt, pregnant and in distress, exhausted.

## Endings
decision-refuse-exit = exit refused
decision-take-back = taken back
decision-desist = gave up

## Reference lists
role-administrator = administrator
role-analyst = analyst
list-stay-rules = Rules of stay
list-refusal-grounds = Grounds of refusal
list-appeals = Appeals
list-authorities = Authorities for protection
list-guide = Second line's guide
list-health-questions = Questions on health

## The whole post: persons, parties, visas, tallies, pictures
source-listed = carrier's list
status-ordinary = no special status
status-diplomat = diplomat
status-official = official mission
status-crew = crew
status-refugee = refugee
status-stateless = stateless
status-resident = resident
status-neighbour = border resident
party-kind-family = family
party-kind-group = group
party-kind-vehicle = vehicle
goods-livestock = livestock
goods-food = food
goods-fuel = fuel
goods-minerals = minerals, cement
goods-chemicals = chemicals, fertiliser, medicines
goods-wood = wood, paper
goods-textiles = textiles
goods-machines = metal, machines
goods-household = household goods
goods-other = other or mixed
goods-empty = empty
visa-kind-visa = visa
visa-kind-permit = residence permit
vulnerability-pregnant = pregnant, nursing
vulnerability-disabled = disabled
vulnerability-child-alone = child alone
vulnerability-ill = ill, hurt
tally-sex-F = Female
tally-sex-M = Male
tally-sex-X = Person
tally-age-0-4 = 0–4
tally-age-5-17 = 5–17
tally-age-18-59 = 18–59
tally-age-60 = 60 and over
attachment-page = page of a document

## Flows: counted, drawn, published
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Why one looks
look-purpose-case = A case goes on
look-purpose-help-case = A document is brought back, a traveller returns to the counter.
look-purpose-referral = A referral
look-purpose-help-referral = A referral to settle, a person to hand over.
look-purpose-correction = A record is checked
look-purpose-help-correction = A record to check or to correct.
look-purpose-supervision = Supervision of the post
look-purpose-help-supervision = A change of shift, the close of the day, totals.
look-purpose-traveller = The traveller asks
look-purpose-help-traveller = The person asks what is recorded about them.
look-purpose-inquiry = An authority's inquiry
look-purpose-help-inquiry = Police, courts, customs: under the reference of their request.
look-purpose-at-hand = Work at hand
look-purpose-alerts = Alerts and hits
look-purpose-rights = Answers to travellers

## Audit: who looked at what
look-traveller-presented = Traveller read at the counter
look-crossing-consulted = Crossing read
look-correction-consulted = Crossing opened to correct it
look-pictures-consulted = List of pictures read
look-picture-consulted = Picture or file seen
look-referrals-consulted = Queue of the 2nd line read
look-day-consulted = Day read
look-day-exported = Day exported
look-protection-consulted = Protection read
look-parties-consulted = List of parties read
look-party-consulted = Party read
look-visas-consulted = Visas searched
look-overstays-consulted = Overstays read
look-alert-consulted = Alert read
look-alerts-searched = Alerts searched
look-proposal-consulted = Proposed alerts read
look-others-consulted = Others shown beside a traveller at the counter
look-hits-consulted = Hits read
look-flows-exported = Flows exported
look-flows-queried = Question about flows
look-claims-consulted = Travellers’ claims read
look-claim-consulted = Request of a traveller read
look-claim-erasure-proposed = Erasure proposed on a traveller's request
look-claim-erased = Erased on a traveller's request
role-auditor = auditor
role-data-protection = data protection

## Permissions
permission-work-at-counter = Work at a counter, and see the day
permission-correct = Correct and cancel records
permission-settle-referrals = Settle referrals
permission-see-protection = See who needs protection
permission-issue-visas = Issue, extend and revoke visas
permission-see-hits = See every hit, the discreet ones too
permission-manage-alerts = Draft, try, approve and withdraw alerts
permission-manage-lists = Propose and approve reference lists
permission-see-network = See the network, exchange by USB stick
permission-manage-network = Let machines join and leave
permission-see-flows = See flows
permission-analyse-flows = Take flows out, ask them in SQL
permission-count-exactly = See and take out exact counts of flows
permission-manage-people = Manage people
permission-audit = Audit who looked at what
permission-protect-data = Answer travellers about their data, erase

## What travellers may ask about their own data
look-person-reported = Put together for the person

## People of the service
permission-enrol-devices = Let browsers on other machines in

## What travellers claim about their data
right-access = access
right-rectification = rectification
right-erasure = erasure
right-objection = objection
claim-answer-granted = granted
claim-answer-partly = granted in part
claim-answer-refused = refused
