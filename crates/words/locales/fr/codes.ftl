## Connexion
role-first-line = 1re ligne
role-supervisor = chef de poste

## Qui
source-mrz = lecture MRZ
source-typed = saisie manuelle
source-camera = MRZ lue par caméra
source-compared = MRZ lue par caméra, vérifiée par l’agent
source-declared = identité déclarée
sex-F = féminin
sex-M = masculin
sex-X = sexe non précisé
document-passport = Passeport
document-identity-card = Carte d’identité
document-laissez-passer = Laissez-passer
document-refugee-travel-document = Titre de voyage pour réfugié
document-emergency-certificate = Document de voyage d’urgence
document-travel-certificate = Carnet de voyage CEDEAO
document-seafarers-book = Livret de marin
document-crew-certificate = Certificat de membre d’équipage
document-residence-permit = Titre de séjour
document-visa = Visa
document-other = Autre document
field-mrz = Zone MRZ
field-document_code = Code du document
field-issuing_state = État émetteur
field-document_number = Numéro du document
field-primary_identifier = Nom
field-secondary_identifier = Prénoms
field-birth_date = Date de naissance
field-expiry_date = Date d’expiration
field-optional_data = Données facultatives
field-optional_data_2 = Données facultatives (2)
field-composite = Ensemble de la zone MRZ
doubt-check-digit = clé de contrôle incorrecte
doubt-character = caractère impossible à cet endroit
doubt-missing = donnée absente
doubt-unknown-code = code inconnu
doubt-impossible-date = date impossible
doubt-in-future = date future
doubt-expired = document expiré
doubt-amended = correction
doubt-keyboard-layout = deux dispositions de clavier possibles

## Ce qui a été trouvé
alert-kind-person = personnes
alert-kind-document = documents
alert-kind-vehicle = véhicules
action-arrest = INTERPELLER
action-refuse = REFUSER L’ENTRÉE
action-refer = ORIENTER EN 2e LIGNE
action-inform-discreetly = INFORMER DISCRÈTEMENT
action-protect = PROTÉGER
action-seize-document = SAISIR LE DOCUMENT
likeness-same = identique
likeness-agrees = compatible
likeness-near = proche
likeness-different = différent
name-match-equal = identique
name-match-reordered = identique, autre ordre
name-match-nearly-equal = presque identique
name-match-partial = identique en partie
part-match-same = identique
part-match-spelling = autre graphie
part-match-other-form = autre forme du nom
part-match-sound = même prononciation
part-match-slip = faute de frappe possible
part-match-script = même nom, autre écriture
part-match-initial = initiale
part-match-joined = en un ou plusieurs mots
part-match-cut-short = nom tronqué sur le document
judgement-confirmed = concordance confirmée
judgement-cleared = concordance écartée
judgement-reason-birth-date = date de naissance
judgement-reason-face = visage
judgement-reason-document = document
judgement-reason-name = nom
judgement-reason-sex = sexe
judgement-reason-nationality = nationalité
judgement-reason-number = numéro
judgement-reason-issuer = État émetteur
judgement-reason-plate = immatriculation
judgement-reason-vehicle = véhicule
judgement-reason-other = autre élément

## Ce qui est demandé
purpose-family = visite familiale
purpose-trade = commerce, marché
purpose-business = affaires, mission
purpose-work = travail
purpose-study = études
purpose-tourism = tourisme
purpose-health = soins
purpose-religion = religion, pèlerinage
purpose-transit = transit
purpose-return = retour au pays
purpose-other = autre
mode-foot = à pied
mode-motorcycle = moto, vélo
mode-car = voiture, taxi
mode-bus = bus
mode-lorry = camion
mode-train = train
mode-boat = bateau
mode-air = avion
mode-other = autre
accompaniment-parent = parent ou tuteur
accompaniment-other-adult = autre adulte
accompaniment-alone = aucun : mineur seul

## Ce qu'on fait
referral-hit = signalement
referral-document = document douteux
referral-minor = mineur
referral-protection = demande d’asile ou besoin de protection
referral-conditions = séjour, motif ou moyens de subsistance à examiner
referral-other = autre
decision-admit = admission
decision-refuse = refus d’entrée
decision-refer = orientation en 2e ligne
decision-let-depart = sortie autorisée
decision-hold = retenue

## La journée
age-band-0-14 = 0–14 ans
age-band-15-17 = 15–17 ans
age-band-18-24 = 18–24 ans
age-band-25-64 = 25–64 ans
age-band-65 = 65 ans et plus
age-band-unknown = âge inconnu

## Pays et codes du document 9303 que la CLDR ne nomme pas
state-unknown = code { $code }, inconnu
state-ANT = Antilles néerlandaises
state-EUE = Union européenne
state-GBD = citoyen des territoires britanniques d’outre-mer
state-GBN = ressortissant britannique d’outre-mer
state-GBO = citoyen britannique d’outre-mer
state-GBP = personne sous protection britannique
state-GBS = sujet britannique
state-IAO = OACI
state-NTZ = Zone neutre
state-UNA = institution spécialisée des Nations Unies
state-UNK = résident du Kosovo (MINUK)
state-UNO = Nations Unies
state-UTO = Utopie (spécimen)
state-YTO = Utopie (spécimen)
state-XBA = Banque africaine de développement
state-XCC = Communauté des Caraïbes
state-XCE = Conseil de l’Europe
state-XCO = COMESA
state-XDC = Communauté de développement de l’Afrique australe
state-XEC = CEDEAO
state-XES = Organisation des États des Caraïbes orientales
state-XIM = Banque africaine d’import-export
state-XMP = Assemblée parlementaire de la Méditerranée
state-XOM = Ordre souverain de Malte
state-XPO = INTERPOL
state-XXA = apatride (Convention de 1954)
state-XXB = réfugié (Convention de 1951)
state-XXC = réfugié (autre)
state-XXX = nationalité non précisée
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.

## Signalements
role-alert-manager = gestionnaire des signalements

## 2e ligne
role-second-line = 2e ligne
urgency-now = immédiate
urgency-soon = élevée
urgency-in-turn = normale

## Protection
need-asylum = demande d’asile
need-trafficking = victime présumée de traite
need-child = enfant non accompagné ou séparé
need-medical = besoin d’un médecin
need-signs-asylum = Dit, avec ses propres mots, avoir peur de rentrer dans son pays. Le mot « asile » n’est pas nécessaire.
need-signs-trafficking = Papiers ou téléphone tenus par une autre personne, dette de voyage, réponses dictées, traces de coups, travail promis sans adresse.
need-signs-child = Sans père, mère ni tuteur ; adulte qui répond à sa place ; enfant qui ne connaît pas l’adulte.
need-signs-medical = Maladie, blessure, grossesse difficile, épuisement.

## Issues
decision-refuse-exit = refus de sortie
decision-take-back = retour après refoulement
decision-desist = renonciation

## Listes de référence
role-administrator = administrateur
role-analyst = analyste
list-stay-rules = Règles de séjour
list-refusal-grounds = Motifs de refus
list-appeals = Voies de recours
list-authorities = Autorités de protection
list-guide = Guide de la 2e ligne
list-health-questions = Questions de santé
list-documents = Documents de référence
list-code-layouts = Contenu des codes-barres
list-tally-points = Lieux de comptage

## Le poste entier : personnes, groupes, visas, comptage, images
source-listed = liste du transporteur
status-ordinary = sans statut particulier
status-diplomat = diplomate
status-official = mission officielle
status-crew = équipage
status-refugee = réfugié(e)
status-stateless = apatride
status-resident = résident(e)
status-neighbour = frontalier(ère)
party-kind-family = famille
party-kind-group = groupe
party-kind-vehicle = véhicule
goods-livestock = bétail
goods-food = vivres
goods-fuel = carburant
goods-minerals = minéraux, ciment
goods-chemicals = produits chimiques, engrais, médicaments
goods-wood = bois, papier
goods-textiles = textiles
goods-machines = métaux, machines
goods-household = effets ménagers
goods-other = diverses
goods-empty = à vide
visa-kind-visa = visa
visa-kind-permit = titre de séjour
vulnerability-pregnant = enceinte ou allaitante
vulnerability-disabled = en situation de handicap
vulnerability-child-alone = enfant non accompagné
vulnerability-ill = malade ou blessée
tally-sex-F = Femme
tally-sex-M = Homme
tally-sex-X = Personne
tally-age-0-4 = 0–4 ans
tally-age-5-17 = 5–17 ans
tally-age-18-59 = 18–59 ans
tally-age-60 = 60 ans et plus
attachment-page = page de document
attachment-infrared = page en infrarouge
attachment-ultraviolet = page sous ultraviolet
page-light-white = lumière blanche
page-light-infrared = infrarouge
page-light-ultraviolet = ultraviolet

## Flux : compter, dessiner, publier
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche

## Pourquoi l'on consulte
look-purpose-case = Suite d’un passage
look-purpose-help-case = Un document rapporté, un voyageur qui revient au guichet.
look-purpose-referral = Dossier de 2e ligne
look-purpose-help-referral = Un dossier à traiter, une personne à remettre à une autorité.
look-purpose-correction = Vérification d’un enregistrement
look-purpose-help-correction = Un enregistrement à vérifier ou à corriger.
look-purpose-supervision = Encadrement du poste
look-purpose-help-supervision = La relève, la clôture de la journée, les totaux.
look-purpose-traveller = Demande du voyageur
look-purpose-help-traveller = La personne demande ce qui est enregistré sur elle.
look-purpose-inquiry = Demande d’une autorité
look-purpose-help-inquiry = Police, justice, douane : sous la référence de leur demande.
look-purpose-at-hand = Travail en cours
look-purpose-alerts = Suivi des signalements
look-purpose-rights = Réponse aux demandes des voyageurs

## Contrôle : qui a consulté quoi
look-traveller-presented = Voyageur présenté au guichet
look-crossing-consulted = Passage consulté
look-correction-consulted = Passage ouvert pour correction
look-corrections-consulted = Corrections demandées consultées
look-pictures-consulted = Liste des images consultée
look-picture-consulted = Image ou fichier consulté
look-referrals-consulted = File de la 2e ligne consultée
look-day-consulted = Journée consultée
look-day-exported = Journée exportée
look-protection-consulted = Personnes à protéger consultées
look-parties-consulted = Liste des groupes consultée
look-party-consulted = Groupe consulté
look-visas-consulted = Visas consultés
look-people-searched = Recherche de personnes
look-overstays-consulted = Dépassements de séjour consultés
look-alert-consulted = Signalement consulté
look-alerts-searched = Recherche dans les signalements
look-document-asked = Question à un État voisin sur un document
look-proposal-consulted = Signalements proposés consultés
look-others-consulted = Autres personnes affichées à côté d’un voyageur au guichet
look-hits-consulted = Concordances consultées
look-flows-exported = Flux exportés
look-flows-queried = Requête SQL sur les flux
look-claims-consulted = Demandes de voyageurs consultées
look-claim-consulted = Demande d’un voyageur consultée
look-claim-erasure-proposed = Effacement proposé à la demande d’un voyageur
look-claim-erased = Effacement effectué à la demande d’un voyageur
role-auditor = auditeur
role-data-protection = protection des données

## Droits
permission-work-at-counter = Tenir le guichet et voir la journée
permission-correct = Corriger et annuler des enregistrements
permission-settle-referrals = Traiter les dossiers de 2e ligne
permission-see-protection = Voir qui a besoin de protection
permission-issue-visas = Délivrer, prolonger et révoquer des visas
permission-see-hits = Voir toutes les concordances, même discrètes
permission-manage-alerts = Rédiger, tester, approuver et retirer des signalements
permission-manage-lists = Proposer et approuver les listes de référence
permission-see-network = Voir le réseau, échanger par clé USB
permission-manage-network = Raccorder et retirer des machines
permission-see-flows = Voir les flux
permission-analyse-flows = Exporter les flux, les interroger en SQL
permission-count-exactly = Voir et exporter les effectifs exacts des flux
permission-plan-posts = Planifier l’emplacement des postes
permission-manage-people = Gérer les comptes
permission-audit = Contrôler les consultations
permission-protect-data = Répondre aux voyageurs sur leurs données, effacer des données

## Ce que les voyageurs peuvent demander sur leurs données
look-person-reported = Fichier établi pour la personne

## Les agents du service
permission-enrol-devices = Autoriser d’autres appareils

## Ce que les voyageurs demandent sur leurs données
right-access = accès
right-rectification = rectification
right-erasure = effacement
right-objection = opposition
claim-answer-granted = satisfaite
claim-answer-partly = satisfaite en partie
claim-answer-refused = refusée
