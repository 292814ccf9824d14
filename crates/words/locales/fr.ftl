# Les mots des agents. Un message dit ce qui s'est passé, ce que cela signifie, et quoi faire.

## Autour de chaque page
skip-to-main = Aller au contenu
nav-label = Pages
nav-counter = Guichet
nav-day = Journée
nav-card = Documents d'essai
other-language = English
sign-out = Quitter
back = Retour
back-to-counter = Retour au guichet
key-escape = Échap
choose = À préciser…
days = jours
way-entry = ENTRÉE
way-exit = SORTIE
journal-checking = journal en vérification
journal-sound = journal sain
journal-broken = JOURNAL ALTÉRÉ
journal-broken-warning = Le journal de { $node } ne se vérifie plus à partir de l'événement n° { $seq }. Prévenez l'administrateur et ne touchez pas à ce poste.
journal-unreadable-warning = Le journal ne peut pas être relu jusqu'au bout. Prévenez l'administrateur : le disque est peut-être abîmé.
clock-behind-warning = L'horloge de ce poste retarde sur le dernier enregistrement : elle dit { $today }. Vérifiez la date avant de continuer.
clock-before-built-warning = L'horloge de ce poste dit { $today }, ce qui est impossible. Faites-la remettre à l'heure avant de continuer.
clock-contradicted-warning = L'horloge de ce poste est fausse : { $clock } par rapport aux autres machines. Rien n'est effacé d'ici là.
setting-unreadable = Le réglage « { $setting } » est illisible ; ce qui en dépend est fermé. Dites à l'administrateur : « fixer { $setting } à nouveau ».
erasure-waits-warning = Un effacement important attend deux personnes : voir Droits.

## Connexion
sign-in = Se connecter
sign-in-title = Connexion
sign-in-account = Identifiant
sign-in-password = Mot de passe
sign-in-wrong = Identifiant ou mot de passe incorrect. Réessayez.
sign-in-elsewhere = Votre compte n'est pas ouvert à ce poste. Adressez-vous à l'administrateur.
sign-in-ended = Votre compte est clos. Adressez-vous à l'administrateur.
sign-in-locked = Trop d'essais manqués. Ce compte est bloqué jusqu'à { $time }.
sign-in-busy = Beaucoup de connexions sont tentées en ce moment. Réessayez dans { $seconds } secondes.
trial-people = Démonstration : connectez-vous comme
role-first-line = 1re ligne
role-supervisor = chef de poste

## Lecture d'un document
scan-label = Passez le document au lecteur, ou collez sa zone MRZ ici
scan-read = Lire
ready-entry = Prêt · entrée
ready-exit = Prêt · sortie
scan-empty = Rien n'a été lu. Repassez le document au lecteur.
scan-too-long = Trop de caractères pour un seul document. Passez un document à la fois.
scan-foreign-character = Le caractère « { $character } » (n° { $position }) n'existe pas dans une zone de lecture. Repassez le document, ou saisissez-le (F4).
scan-shape = { $characters ->
    [one] 1 caractère lu
   *[other] { $characters } caractères lus
 } : ce n'est pas une zone complète. Repassez le document, ou saisissez-le (F4).
pending-title = La décision pour { $name } n'est pas prise
pending-text = Le document de { $name } vient d'être lu et attend.
pending-keep = Continuer avec { $name }
pending-replace = Mettre de côté et prendre { $name }
turn-from-entry = Passer en sortie
turn-from-exit = Passer en entrée
recorded = Enregistré :
open-record = Voir

## Qui
born = { $sex ->
    [F] née le
    [M] né le
   *[X] né(e) le
 } { $date }
born-in = { $sex ->
    [F] née en
    [M] né en
   *[X] né(e) en
 } { $date }
born-unknown = date de naissance inconnue
age = { $years ->
    [0] moins d'un an
    [one] { $years } an
   *[other] { $years } ans
 }
age-between = { $youngest } ou { $oldest } ans
age-unknown = âge inconnu
century-guessed = siècle déduit
minor = mineur
name-truncated = nom peut-être abrégé par le document
nationality-unknown = nationalité inconnue
no-document = Sans document
expires-in = expire dans { $distance }
expires-today = expire aujourd'hui
expired-since = expiré depuis { $distance }
expiry-unknown = date d'expiration inconnue
distance-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
 }
distance-months = { $count } mois
distance-years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
 }
date-unknown = date inconnue
date-form = AAAA-MM-JJ
could-be = Serait-ce :
source-mrz = lu par le lecteur
source-typed = saisi à la main
source-declared = identité déclarée
sex-F = femme
sex-M = homme
sex-X = sexe non précisé
document-passport = Passeport
document-identity-card = Carte d'identité
document-laissez-passer = Laissez-passer
document-refugee-travel-document = Titre de voyage pour réfugié
document-emergency-certificate = Document de voyage d'urgence
document-travel-certificate = Carnet de voyage CEDEAO
document-seafarers-book = Livret de marin
document-crew-certificate = Certificat de membre d'équipage
document-residence-permit = Titre de séjour
document-visa = Visa
document-other = Autre document
field-mrz = Zone de lecture
field-document_code = Code du document
field-issuing_state = Délivré par
field-document_number = Numéro du document
field-primary_identifier = Nom
field-secondary_identifier = Prénoms
field-nationality = Nationalité
field-birth_date = Date de naissance
field-sex = Sexe
field-expiry_date = Expiration
field-optional_data = Données facultatives
field-optional_data_2 = Données facultatives (2)
field-composite = Contrôle d'ensemble
doubt-line = { $field } : { $text }
doubt-check-digit = la clé de contrôle ne correspond pas
doubt-character = caractère impossible à cet endroit
doubt-missing = absent
doubt-unknown-code = code qui n'existe pas
doubt-impossible-date = cette date n'existe pas
doubt-in-future = date à venir
doubt-expired = périmé
doubt-amended = corrigé
doubt-amended-from = corrigé par l'agent (lu : { $before })

## Ce qui a été trouvé
verdict-clear = Rien trouvé
verdict-check = À VÉRIFIER
verdict-possible-hits = { $count ->
    [one] 1 signalement ressemble : à examiner
   *[other] { $count } signalements ressemblent : à examiner
 }
verdict-minor = mineur : avec qui passe-t-il ?
verdict-no-document = aucun document : identité telle que déclarée
action-arrest = INTERPELLER
action-refuse = REFUSER L'ENTRÉE
action-refer = ORIENTER EN 2e LIGNE
action-inform-discreetly = INFORMER DISCRÈTEMENT
action-protect = PROTÉGER
action-seize-document = SAISIR LE DOCUMENT
stop-arrest = Ne laissez pas partir cette personne. Appelez la 2e ligne.
stop-refuse = Un signalement demande le refus d'entrée.
stop-refer = Un signalement demande l'examen en 2e ligne.
stop-inform-discreetly = Laissez passer sans rien montrer.
stop-protect = Cette personne a besoin de protection. Accompagnez-la en 2e ligne.
stop-seize-document = Ce document est signalé volé ou perdu. Gardez-le.
hit-position = { $at } sur { $of }
hit-score = ressemblance { $percent } %
also-known-as = Aussi connu sous :
compare-what = Élément
compare-traveller = Voyageur
compare-alert = Signalement
compare-how = Comparaison
compare-name = Nom
compare-birth-date = Naissance
compare-sex = Sexe
compare-nationality = Nationalité
compare-document = Document
likeness-same = identique
likeness-agrees = compatible
likeness-near = proche
likeness-different = différent
likeness-none = non comparable
name-match-equal = identique
name-match-reordered = identique, autre ordre
name-match-nearly-equal = presque égal
name-match-partial = en partie
part-label = partie
part-match-same = identique
part-match-spelling = autre graphie
part-match-other-form = autre forme du nom
part-match-sound = se prononce pareil
part-match-slip = faute de frappe possible
part-match-script = même nom, autre écriture
part-match-initial = initiale
part-match-joined = en un ou plusieurs mots
part-match-cut-short = nom coupé sur le document
part-other = sans équivalent
part-missing = d’un côté seulement
date-between = entre { $first } et { $last }
compare-birth-place = Lieu de naissance
judge-because = D'après
judge-clear = Autre personne
judge-confirm = Même personne
judgement-confirmed = confirmé
judgement-cleared = écarté
judgement-reason-birth-date = la date de naissance
judgement-reason-face = le visage
judgement-reason-document = le document
judgement-reason-name = le nom
judgement-reason-sex = le sexe
judgement-reason-nationality = la nationalité
judgement-reason-plate = la plaque
judgement-reason-vehicle = le véhicule
judgement-reason-other = un autre élément

## Ce qui s'est passé avant
earlier-title = Passages
earlier-none = Aucun passage connu avec ce document.
earlier-total = { $count ->
    [one] 1 passage en tout
   *[other] { $count } passages en tout
 }
direction-entry = entrée
direction-exit = sortie

## Ce qui est demandé
ask-title = Voyage
ask-purpose = Motif
ask-mode = Transport
ask-origin = Vient de
ask-destination = Va à
ask-residence = Réside
ask-residence-help = Code du pays où la personne réside, par exemple MLI
ask-stay = Séjour
ask-accompaniment = Mineur accompagné
purpose-family = visite famille
purpose-trade = commerce, marché
purpose-business = affaires, mission
purpose-work = travail
purpose-study = études
purpose-tourism = tourisme
purpose-health = soins
purpose-religion = religion
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
accompaniment-parent = par un parent ou tuteur
accompaniment-other-adult = par un autre adulte
accompaniment-alone = non : seul

## Ce qu'on fait
do-admit = Admettre
do-let-depart = Laisser partir
do-refuse = Refuser l'entrée
do-hold = Retenir
do-refer = Orienter
do-refer-now = Orienter en 2e ligne
do-refer-ask = Orienter…
do-ask-refuse = Refuser…
do-type = Saisir, ou sans document
do-type-correct = Corriger
do-withdraw-ask = Mettre de côté…
do-withdraw = Mettre de côté
do-correct-ask = Corriger…
do-correct = Enregistrer la correction
withdraw-text = Le voyageur s'en va ou revient plus tard : aucun passage n'est enregistré, la consultation reste au journal.
refer-why = Orienter en 2e ligne, parce que
stop-why-refuse = Refuser l'entrée, pour au moins un motif
referral-hit = signalement
referral-document = document douteux
referral-minor = mineur
referral-protection = demande d'asile ou besoin de protection
referral-conditions = séjour, motif ou moyens à examiner
referral-other = autre
referral-settled-already = Ce dossier a déjà été traité ou corrigé. Rien n'a changé.
finish-open-first = Un voyageur attend déjà à ce guichet. Terminez avec lui d'abord.
decision-admit = admis
decision-refuse = refusé
decision-refer = orienté
decision-let-depart = parti
decision-hold = retenu
not-open-hit = Un signalement reste à examiner : confirmez-le, écartez-le, ou orientez.
not-open-confirmed = Un signalement est confirmé : orientez en 2e ligne.
not-open-accompaniment = Dites d'abord avec qui le mineur passe.
not-open-direction = Cette décision est celle de l'autre sens. Vérifiez entrée ou sortie (F2).
not-open-ground = Cochez au moins un motif de refus.
not-open-referred = Ce dossier est déjà en 2e ligne : décidez ici.

## Saisie à la main
typed-title = Saisir un voyageur
typed-wrong = Rien n'a été enregistré. Voyez les champs marqués.
typed-document = Document
typed-kind = Sorte
typed-no-document = Aucun document (identité déclarée)
typed-person = Personne
typed-birth-help = Jour ou mois inconnus : écrivez seulement l'année, ou l'année et le mois.
typed-present = Présenter au guichet
typed-name-missing = Écrivez le nom.
typed-name-too-long = 80 caractères au plus.
typed-date-wrong = Écrivez AAAA-MM-JJ, AAAA-MM ou AAAA.
typed-birth-in-future = Cette date de naissance est à venir.
typed-birth-too-old = Cette date de naissance est trop ancienne.
typed-number-missing = Écrivez le numéro, ou choisissez « Aucun document ».
typed-state-unknown = Ce pays n'existe pas.

## La journée
day-day = Jour
day-search = Nom ou numéro
day-direction = Sens
day-both = les deux
day-decision = Décision
day-all = toutes
day-show = Afficher
day-csv = CSV
day-found = { $count ->
    [0] Aucun passage
    [one] 1 passage · page { $page }
   *[other] { $count } passages · page { $page }
 }
day-none = Aucun passage ne correspond.
day-earlier = Plus tôt
day-later = Plus tard
open-referrals = orientés, à traiter
column-time = Heure
column-direction = Sens
column-name = Nom
column-age = Âge
column-document = Document
column-officer = Agent
tag-corrected = remplacé
tag-correction = correction
tag-open = à traiter
totals-title = Totaux
totals-entries = Entrées
totals-exits = Sorties
totals-stopped = Refus
totals-referred = Orientés
totals-who = Voyageurs passés
nationalities-other = { $count } autres nationalités
chart-title = Entrées (haut) et sorties (bas) par heure
age-band-0-14 = 0–14 ans
age-band-15-17 = 15–17 ans
age-band-18-24 = 18–24 ans
age-band-25-64 = 25–64 ans
age-band-65 = 65 ans et plus
age-band-unknown = âge inconnu

## Un passage
record-when = Quand
record-post = Poste
record-direction = Sens
record-document = Document
record-source = Identité
record-grounds = Motifs
record-officer = Agent
record-event = journal { $node }, n° { $seq }
record-corrected = Cet enregistrement était une erreur et a été remplacé.
record-see-correction = Voir la correction
record-corrects = Remplace un enregistrement erroné. Raison : { $reason }.
record-see-mistaken = Voir l'erreur
record-settled = Ce dossier a été traité en 2e ligne.
record-see-decision = Voir la décision
correct-title = Corriger un passage
correct-explains = l'enregistrement erroné reste visible ; celui-ci prend sa place.
correct-journey = Voyage
correct-why = Pourquoi
correct-reason = Raison
correct-reason-missing = Écrivez la raison de la correction.
correct-adult-not-offered = Cet adulte ne peut pas être nommé : il n'est pas passé ici à ce moment, ou il a été refusé, renvoyé ou contrôlé de nouveau depuis. Choisissez-en un autre.
correct-direction-of-stop = Un refus ou une retenue ne change pas de sens.

## Documents d'essai
card-title = Documents d'essai
card-explains = Personnes et documents inventés. Copiez une zone au guichet, ou passez-la au lecteur d'un clic.
card-scan = Passer au lecteur
card-clean = Voyageur connu, en règle
card-expired = Passeport périmé
card-check-digit = Clé de contrôle fausse
card-truncated = Nom abrégé par le document
card-possible-hit = Ressemble à un signalement
card-false-hit = Homonyme : à écarter
card-stolen = Document volé
card-minor = Mineur
card-card = Carte d'identité, numéro long
card-unknown-state = État qui n'existe pas
card-half = Lecture à moitié
card-visa = Visa nécessaire, e-visa enregistré
card-visa-sticker = Le visa de ce voyageur (vignette)
card-overstay = En sortie : séjour dépassé
card-renewed = Nouveau passeport d'un voyageur connu
card-national = Malien qui rentre au pays

## Ce qui ne va pas
store-full-title = Le poste ne peut rien enregistrer : disque plein
store-full-meaning = Rien n'a été enregistré à l'instant. Ce qui l'était avant est intact.
store-full-advice = Notez le passage sur papier et prévenez l'administrateur : « disque plein ».
store-locked-title = Le poste ne peut rien enregistrer : base occupée
store-locked-meaning = Un autre programme tient la base de données. Rien n'a été enregistré à l'instant.
store-locked-advice = Réessayez dans une minute ; sinon prévenez l'administrateur : « base verrouillée ».
store-missing-title = Le poste ne peut rien enregistrer : base introuvable
store-missing-meaning = Le fichier de la base de données n'est plus à sa place. Rien n'a été enregistré à l'instant.
store-missing-advice = Notez les passages sur papier et prévenez l'administrateur : « base introuvable ».
store-damaged-title = Le poste ne peut rien enregistrer : base abîmée
store-damaged-meaning = La base de données ne se lit plus. Rien n'a été enregistré à l'instant.
store-damaged-advice = N'éteignez rien. Notez les passages sur papier et prévenez l'administrateur : « base abîmée ».
store-read-only-title = Le poste ne peut rien enregistrer : écriture interdite
store-read-only-meaning = La base de données ne se laisse que lire. Rien n'a été enregistré à l'instant.
store-read-only-advice = Notez le passage sur papier et prévenez l'administrateur : « base en lecture seule ».
store-disk-title = Le poste ne peut rien enregistrer : panne du disque
store-disk-meaning = Le disque refuse ce qu'on lui écrit. Rien n'a été enregistré à l'instant.
store-disk-advice = Notez les passages sur papier et prévenez l'administrateur : « le disque refuse l'écriture ».
store-unreachable-title = Le poste ne peut rien enregistrer : serveur de base injoignable
store-unreachable-meaning = Le serveur de la base de données ne répond pas. Rien n'a été enregistré à l'instant.
store-unreachable-advice = Réessayez dans une minute ; sinon prévenez l'administrateur : « serveur de base injoignable ».
store-later-title = Cette base vient d'une version plus récente
store-later-meaning = Ce programme est trop ancien pour cette base de données. Rien n'a été changé.
store-later-advice = Prévenez l'administrateur : « installer la version récente de Limen ».
store-recovering-title = Ce siège vient d'être restauré et ne décide rien encore
store-recovering-meaning = Il demande d'abord à ses postes ce qu'ils gardent des décisions prises depuis sa sauvegarde. Rien n'a été changé.
store-recovering-advice = La page Réseau dit ce qui manque. Quand tout sera là, ou quand deux administrateurs auront confirmé que le siège continue sans, recommencez.
store-setting-title = Un réglage est illisible
store-setting-meaning = Ce qui en dépend est fermé ; le reste fonctionne. Rien n'a été changé à l'instant.
store-setting-advice = Prévenez l'administrateur : « limen doctor nomme un réglage ».
store-other-title = Le poste ne peut rien enregistrer
store-other-meaning = La base de données a répondu autrement que prévu. Rien n'a été confirmé.
store-other-advice = Réessayez ; sinon notez le passage sur papier et prévenez l'administrateur.
form-too-large-title = C'est trop grand
form-too-large-meaning = Aucun formulaire n'est aussi long. Rien n'a été enregistré.
form-too-large-advice = Revenez au guichet et recommencez.
form-wrong-key-title = Cette page était trop ancienne
form-wrong-key-meaning = La demande ne venait pas d'une page de cette session. Rien n'a été enregistré.
form-wrong-key-advice = Revenez au guichet et recommencez.
form-malformed-title = La demande n'a pas été comprise
form-malformed-meaning = Il y manque quelque chose. Rien n'a été enregistré.
form-malformed-advice = Revenez au guichet et recommencez.
not-allowed-title = Vous n'avez pas ce droit
not-allowed-meaning = Votre fonction ne permet pas cette action, ou l'enregistrement n'est plus modifiable.
not-allowed-advice = Adressez-vous au chef de poste.
other-host-title = Ce nœud n’est pas connu sous ce nom
other-host-meaning = Le navigateur a demandé Limen sous un nom qui n’est pas le sien. C’est peut-être la page d’un autre site qui renvoie ici. Rien n’a été montré ni enregistré.
other-host-advice = Ouvrez Limen à l’une de ses propres adresses. Si ce nom est le bon, l’administrateur l’ajoute à hosts sous [pages] dans limen.toml et redémarre Limen.
not-found-title = Cette page n'existe pas
not-found-meaning = L'adresse est fausse, ou l'enregistrement n'est pas ici.
not-found-advice = Revenez au guichet.
judged-meanwhile = Une concordance a été jugée entre-temps dans une autre fenêtre. Vérifiez, puis décidez à nouveau.
not-recorded = Ce voyageur avait été mis de côté : aucun passage n'a été enregistré.
timed-out-title = Le poste ne répond pas à temps
timed-out-meaning = Le disque ou la machine est trop lent. On ne sait pas si la demande a abouti.
timed-out-advice = Vérifiez la journée avant de recommencer, et prévenez l'administrateur : « réponse trop lente ».
fault-title = Limen a rencontré une erreur
fault-meaning = La demande n'a pas abouti, et rien n'a été confirmé.
fault-advice = Vérifiez la journée avant de recommencer, et prévenez l'administrateur.

## Pays et codes du document 9303 que la CLDR ne nomme pas
state-unknown = code { $code }, inconnu
state-ANT = Antilles néerlandaises
state-EUE = Union européenne
state-GBD = citoyen des territoires britanniques d'outre-mer
state-GBN = ressortissant britannique d'outre-mer
state-GBO = citoyen britannique d'outre-mer
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
state-XCE = Conseil de l'Europe
state-XCO = COMESA
state-XDC = Communauté de développement de l'Afrique australe
state-XEC = CEDEAO
state-XES = Organisation des États des Caraïbes orientales
state-XIM = Banque africaine d'import-export
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

# --- signalements
nav-alerts = Signalements
nav-hits = Correspondances
role-alert-manager = gestion des signalements
percent = { $percent } %
alerts-title = Signalements
alerts-search = Nom, numéro ou identifiant
alerts-found = { $count ->
    [0] Aucun signalement trouvé
    [one] Un signalement trouvé
   *[other] { $count } signalements trouvés
  }
alert-action = Conduite à tenir
alert-list = Liste
alert-score = Ressemblance
alert-id = Identifiant
alert-names = Noms
alert-birth-dates = Naissance
alert-documents = Documents
alert-plates = Plaques
alert-instruction = Consigne à l’agent
alert-reference = Référence
alert-valid-until = Valable jusqu’au
alert-review-on = À revoir le
alert-due = Échéance
alert-change = Modifier
alert-withdraw = Retirer tout de suite
withdraw-because = Motif du retrait
proposals-title = À approuver par une deuxième personne
proposals-none = Rien n’attend.
proposal-what = Proposition
proposal-whole-list = Nouvelle version de la liste
proposal-author = Proposé par
proposal-at = Le
proposal-list-title = Nouvelle version de la liste { $list }
proposal-by = Proposé par { $author } le { $at }
proposal-own = Vous avez fait cette proposition. Une autre personne doit l’approuver avant qu’elle prenne effet.
proposal-closed = Cette proposition a été traitée.
proposal-reason = Motif
proposal-approve = Approuver
proposal-reject = Rejeter
lists-title = Listes en vigueur
lists-alerts = Signalements
lists-version = Version
lists-loaded = En vigueur depuis
lists-threshold = Seuil
upload-title = Recevoir une nouvelle version
upload-format = Format
upload-auto = reconnu d’après le fichier
upload-documents = documents volés ou perdus
upload-file = Fichier
upload-compare = Comparer
upload-help = CSV de Limen, ONU (XML), OFAC (XML ou CSV), OpenSanctions, FollowTheMoney. Rien ne change avant l’approbation d’une deuxième personne.
reviews-title = À revoir dans les 30 jours
hits-title = Correspondances
hits-none = Aucune correspondance.
hits-outcome = Suite donnée
hit-tell-owner = discret : informer le propriétaire
draft-title = Projet de signalement
draft-new = Nouveau signalement
draft-what = Le signalement
draft-who = La personne, le document, le véhicule
draft-not-known = pas connu
draft-id-made = attribué
draft-birth-form = AAAA-MM-JJ, AAAA-MM, AAAA ou AAAA..AAAA
draft-lines = Plusieurs valeurs : une par ligne.
draft-try = Essayer
draft-propose = Proposer
draft-id-wrong = L’identifiant se compose de lettres, de chiffres et de -_.@
draft-name-long = Un nom a 200 caractères au plus.
draft-birth-wrong = Écrivez AAAA-MM-JJ, AAAA-MM, AAAA ou AAAA..AAAA.
draft-state-wrong = Ce n’est pas un code de pays (ISO 3166-1).
draft-day-wrong = Écrivez la date entière : AAAA-MM-JJ.
draft-nothing-to-find = Indiquez au moins un nom, un document ou une plaque.
tried-headline = { $stopped ->
    [0] N’aurait arrêté aucun des { $travellers } voyageurs
    [one] Aurait arrêté un des { $travellers } voyageurs
   *[other] Aurait arrêté { $stopped } des { $travellers } voyageurs
  } depuis le { $since }
tried-why = Pourquoi
difference-added = Ajoutés
difference-changed = Modifiés
difference-removed = Retirés
difference-same = Inchangés
difference-before = Avant
difference-after = Après
difference-left-out = { $count ->
    [one] Une entrée laissée de côté
   *[other] { $count } entrées laissées de côté
  }
renew = Actualiser
list-coming-title = Lecture de { $file } pour la liste { $list }
list-coming-read =
  { $count ->
    [0] La lecture commence.
    [one] Un signalement lu.
   *[other] { $count } signalements lus.
  }
list-coming-meaning = La lecture se poursuit même si vous quittez cette page. La liste en vigueur ne change pas avant l’approbation d’une deuxième personne.
proposal-comparing = Comparaison avec la liste en vigueur en cours…
coming-into-force =
  { $all ->
    [0] Approuvé, mise en vigueur en cours.
   *[other] Approuvé, mise en vigueur en cours : { $ready } signalements prêts sur { $all }.
  }
busy-title = Plusieurs listes sont déjà en cours de lecture
busy-meaning = Rien n’a été fait.
busy-advice = Attendez la fin d’une lecture, puis recommencez.
list-refused-title = La liste n’a pas été reprise
list-refused-meaning = Le fichier { $file } ne peut pas être lu. Rien n’a changé. Demandez un nouveau fichier à la source.
list-empty = Le fichier ne contient aucun signalement.
threshold-title = Seuil des correspondances
threshold-headline = Les { $travellers } voyageurs du dernier mois, comparés aux { $alerts } signalements de la liste
threshold-stopped = Auraient été arrêtés
threshold-of-a-thousand = Sur 1 000
threshold-now = actuel
threshold-set = Fixer ce seuil
threshold-help = Plus le seuil est bas, moins de personnes recherchées échappent, et plus de voyageurs sont arrêtés à tort.
cleared-before = { $name } : déjà écarté ({ $reason }) par { $by }, même document, mêmes données

## Le calcul des séjours
nav-stay = Séjours
stay-title = Jusqu'à quand peut-on séjourner ?
stay-rule = Règle
stay-rule-help = 90/180 : 90 jours sur toute période de 180. 90/year : par année civile. 90/entry : à chaque entrée. Ou encore : until 2026-12-31 (jusqu'à cette date), free (sans limite).
stay-rule-wrong = Écrivez une règle, par exemple 90/180, 90/year, 90/entry, until 2026-12-31 ou free.
stay-on = À cette date
stay-date-wrong = Écrivez une date, par exemple 2026-02-14.
stay-history = Séjours déjà faits
stay-history-help = Un séjour par ligne : entrée et sortie, par exemple 14.02.2026 28.02.2026. Sans sortie : encore dans le pays.
stay-line-wrong = La ligne { $line } n'est pas une entrée et une sortie. Écrivez 14.02.2026 28.02.2026.
stay-ends-early = Le séjour { $stay } finit avant de commencer. Vérifiez les deux cachets.
stay-no-exit = Le séjour { $stay } est sans sortie et un autre commence après lui. Cherchez le cachet manquant.
stay-too-old = Le séjour { $stay } commence avant 1900. Vérifiez sa date.
stay-too-long = C'est trop. Ne donnez que les derniers séjours.
stay-count = Calculer
stay-until = Peut rester jusqu'au { $date }
stay-enter-until = Peut entrer le { $on } et rester jusqu'au { $date }
stay-freely = Peut séjourner sans limite
stay-overstayed = { $count ->
    [one] Séjour dépassé d'un jour
   *[other] Séjour dépassé de { $count } jours
 }
stay-no-entry = Ne peut pas entrer le { $on } selon cette règle
stay-again = Pourra entrer de nouveau à partir du { $date }.
stay-not-again = Pas non plus dans l'année qui suit.
stay-used = Jours utilisés
stay-left = Jours restants
stay-over = Jours de dépassement
stay-how = Le jour d'entrée et le jour de sortie comptent tous deux. Des jours qui sortent de la période peuvent allonger le séjour au-delà des jours restants.

## Règles de séjour au guichet, et dépassements
ask-permit = Visa ou titre jusqu'au
record-authorised = Séjour autorisé jusqu'au
record-freely = sans limite
not-open-permit = Les règles n'ouvrent aucun séjour : saisissez le dernier jour du visa ou du titre, orientez ou refusez.
stays-may = séjour autorisé jusqu'au { $date } : { $source }
stays-freely = séjour sans limite : { $source }
stays-visa = visa ou titre de séjour exigé : { $source }
stays-used-up = jours de séjour épuisés, peut revenir à partir du { $date } : { $source }
stays-used-up-long = jours de séjour épuisés pour plus d'un an : { $source }
stays-no-rule = aucune règle de séjour ne vise ce voyageur : les règles ont une lacune
stays-in-time = sort à temps : autorisé jusqu'au { $date }
stays-overstayed = { $count ->
    [one] dépassement d'un jour : autorisé jusqu'au { $date }
   *[other] dépassement de { $count } jours : autorisé jusqu'au { $date }
}
stays-entry-unseen = aucune entrée enregistrée avec sa limite : durée du séjour inconnue
stays-unmatched = { $count ->
    [one] 1 passage antérieur reste sans pendant
   *[other] { $count } passages antérieurs restent sans pendant
}
stay-to-overstays = Voir les dépassements de séjour
overstays-title = Dépassements de séjour
overstays-count = { $count ->
    [0] Aucun.
    [one] 1 personne.
   *[other] { $count } personnes.
}
overstays-explains = Admises jusqu'à une date passée, sans passage depuis à aucun poste dont les registres sont ici. Probable : document lu au lecteur, et tous les postes enregistrent chaque sortie.
overstays-name = Nom
overstays-entered = Entrée
overstays-until = Autorisé jusqu'au
overstays-days = Jours en trop
overstays-certainty = Certitude
overstays-likely = probable
overstays-typed = possible : document saisi à la main
overstays-exit-unseen = possible : sortie peut-être non enregistrée ({ $posts })
overstays-earlier = Plus anciens
overstays-later = Plus récents

## 2e ligne
nav-second-line = 2e ligne
role-second-line = 2e ligne
second-line-empty = Personne n'attend en 2e ligne.
second-line-count = { $count ->
    [one] 1 dossier
   *[other] { $count } dossiers
 }, les plus pressants d'abord
second-line-urgency = Urgence
second-line-why = Pourquoi
second-line-since = Attend depuis
second-line-from = Orienté par
second-line-by = Pris par
second-line-nobody = personne
second-line-with = en 2e ligne, chez { $officer }
second-line-waits = en 2e ligne, pas encore pris
second-line-late = { $count ->
    [one] 1 dossier attend trop longtemps en 2e ligne.
   *[other] { $count } dossiers attendent trop longtemps en 2e ligne.
 }
second-line-open = Dossier de 2e ligne
second-line-take = Prendre ce dossier
second-line-release = Rendre à la file
second-line-decide = Décider au guichet
second-line-known = Ce qu'on sait
second-line-notes = Notes et réponses
second-line-no-notes = Rien n'a encore été noté.
second-line-question = Question du guide
second-line-free-note = Note libre
second-line-answer = Réponse ou note
second-line-note = Noter
second-line-guide-help = Le guide aide à écouter. Les réponses ne s'additionnent pas : c'est vous qui jugez.
urgency-now = tout de suite
urgency-soon = bientôt
urgency-in-turn = à son tour
hit-not-judged = pas examiné
outcomes-title = Orientés par vous
referral-taken-by-other = Un autre agent a déjà pris ce dossier.
referral-reserved = motif réservé à la 2e ligne

## Protection
do-protect-ask = Protection…
protection-title = Personnes à protéger
protection-begin = Besoin de protection
protection-explains = La personne n'a rien à prouver ici. Elle passe en 2e ligne, hors de la vue des autres, et ne peut plus être refusée au guichet.
protection-need = Besoin
protection-who = Qui (nom dit, ou comment la reconnaître)
protection-who-missing = Dites qui est cette personne : un nom, ou comment la reconnaître.
protection-words = Ce qui a été dit ou vu
protection-refer = Orienter en protection
protection-record = Signaler le besoin
protection-none = Personne n'attend de protection.
protection-person = Personne
protection-seen = Vu
protection-authority = Autorité
protection-no-authority = aucune n'est désignée : prévenez le chef de poste
protection-contact = Contact
protection-due = À remettre avant
protection-overdue = délai dépassé
protection-handed = Remise
protection-not-yet = pas encore
protection-done = Remise faite
protection-hand-over = Remise à l'autorité
protection-receiver = Reçu par (nom et service)
protection-reference = N° de reçu ou de dossier
protection-hand-over-do = Enregistrer la remise
protection-guide = Questions du guide
protection-form = Fiche à imprimer
protection-form-title = Fiche d'orientation : personne à protéger
protection-form-text = Cette personne est confiée à l'autorité nommée ci-dessus. Elle ne doit pas être renvoyée avant que son besoin ait été examiné.
protection-form-received = Reçu par (nom, service, date et heure)
need-asylum = demande d'asile
need-trafficking = victime présumée de traite
need-child = enfant seul ou séparé
need-medical = besoin d'un médecin
need-signs-asylum = Dit, avec ses mots, avoir peur de rentrer. Le mot « asile » n'est pas nécessaire.
need-signs-trafficking = Papiers ou téléphone tenus par un autre, dette de voyage, réponses dictées, traces de coups, travail promis sans adresse.
need-signs-child = Sans père, mère ou tuteur ; adulte qui répond à sa place ; enfant qui ne connaît pas l'adulte.
need-signs-medical = Malade, blessé, enceinte en difficulté, à bout de forces.

## Issues
do-ask-refuse-exit = Refuser, retenir…
do-refuse-exit = Refuser la sortie
do-take-back = Retour : refoulé par l'autre côté
do-desist = Le voyageur renonce
hold-because = Retenir pour
stop-why-refuse-exit = Refuser la sortie, pour au moins un motif
decision-refuse-exit = sortie refusée
decision-take-back = repris
decision-desist = a renoncé
not-open-protected = Cette personne est suivie en 2e ligne : orientez-la (F8). Elle n'est ni refusée ni renvoyée ici.
not-open-health = Posez d'abord les questions de santé.
not-open-health-service = La réponse demande le service de santé : orientez en 2e ligne (F8), ou besoin d'un médecin (F7).
not-open-take-back = Aucune sortie récente de ce voyageur n'est connue : c'est une entrée ordinaire.
answer-yes = oui
answer-no = non
totals-health = Questions de santé
record-health = Santé
record-stamp = Cachet n°
record-cancelled = Annulé : ce passage n'a pas eu lieu. Raison : { $reason }.
record-undone = L'autre côté n'a pas laissé entrer ce voyageur ; cette sortie ne compte pas.
record-undoes = Reprise d'un voyageur refoulé par l'autre côté : sa sortie ne compte pas.
record-see-exit = Voir la sortie
cancel-title = Annuler ce passage
cancel-explains = Pour un passage qui n'a pas eu lieu. L'enregistrement reste visible, marqué annulé, et ne compte plus.
do-cancel = Annuler ce passage
tag-cancelled = annulé
print = Imprimer
print-help = Choisissez la langue du voyageur, puis imprimez.
print-language = Langue
print-slip = Reçu
print-notice-refuse = Décision de refus à remettre
print-notice-refuse-exit = Décision de refus à remettre

## Listes de référence
nav-lists = Listes
role-administrator = administrateur
role-analyst = analyste
list-stay-rules = Règles de séjour
list-refusal-grounds = Motifs de refus
list-appeals = Voies de recours
list-authorities = Autorités de protection
list-guide = Guide de la 2e ligne
list-health-questions = Questions de santé
list-built-in = fournie avec Limen
list-missing = aucune
list-refused = Cette liste n'a pas été prise : corrigez chaque ligne et renvoyez-la.
list-gap = Trou : le { $day }, aucune règle ne vaut pour tous les autres voyageurs ; ils seront envoyés en vérification.
lists-held = En vigueur
lists-entries = Lignes
lists-file = Fichier
lists-upload = Proposer une nouvelle version
lists-propose = Vérifier et proposer
lists-help = Fichier CSV en UTF-8 ; prenez celui en vigueur pour modèle. Une deuxième personne approuve, et la liste vaut aussitôt.
lists-lines-added = Lignes nouvelles
lists-lines-removed = Lignes retirées

## Le poste entier : personnes, groupes, visas, comptage, images
nav-more = Autres
nav-party = Groupes
nav-visas = Visas
nav-tally = Comptage
source-listed = liste du transporteur
status-ordinary = sans statut particulier
status-diplomat = diplomate
status-official = mission officielle
status-crew = équipage
status-refugee = réfugié
status-stateless = apatride
status-resident = résident
status-neighbour = riverain
typed-further-nationality = Autre nationalité
typed-none = aucune
typed-status = Statut
typed-status-by-document = d'après le document
typed-beside-title = Un autre document du même voyageur
do-another-document = Autre document…
do-pictures = { $count ->
    [0] Photo, pages…
    [one] Photo, 1 page
   *[other] Photo, { $count } pages
 }
pending-beside = { $document } de { $name } aussi
record-further-document = Autre document
namesake = Même nom, même naissance : { $document } ({ $count } passages, le dernier le { $date }). Est-ce la même personne ?
same-person-face = le visage
same-person-documents = les documents
same-person-says-so = ses dires
same-person-together = présentés ensemble
same-person-mistake = erreur
person-title = Documents de la même personne
person-part = Séparer
verdict-elsewhere = ce document est aussi ouvert au guichet de { $officer }
not-open-minor-without-parent = Un mineur sans parent ni tuteur passe par la 2e ligne, qui le protège : orientez-le (F8).
not-open-vehicle = Un signalement vise le véhicule : examinez-le d'abord sur la page du groupe.
not-open-vehicle-stopped = Le véhicule est recherché : orientez le conducteur en 2e ligne (F8). Les passagers peuvent passer.
ask-adult = Avec
adult-unnamed-crossed-before = est passé plus tôt, ou à un autre poste
adult-unnamed-not-recorded = passe sans être enregistré (riverain, national)
adult-unnamed-not-passing = est refusé ou orienté
ask-adult-here = Passés ici il y a moins de 30 minutes, ou du groupe
ask-adult-unnamed = Non nommé, parce que l'adulte…
not-open-adult = Nommez l'adulte avec qui le mineur passe, ou dites pourquoi il n'est pas nommé.
not-open-adult-not-offered = Cet adulte ne peut plus être nommé : il n'est pas passé ici à l'instant, ou il est de nouveau contrôlé. Choisissez encore.
not-open-adult-not-passing = L'adulte ne passe pas, le mineur ne passe pas sans lui : orientez-le (F8), ou refusez-le aussi (F9).
not-open-aside = Un signalement vise peut-être cette personne ou ce véhicule : dites pourquoi le contrôle s'arrête là. Le superviseur le verra.
not-open-changed = Ce que l'on sait a changé pendant la décision, et rien n'a été enregistré. Vérifiez, puis décidez de nouveau.
aside-title = Pourquoi le contrôle s'arrête là (le superviseur le verra)
aside-left = parti, ou en fuite
aside-handed-over = remis à la police ou à une autre autorité
aside-elsewhere = un collègue continue (autre guichet, 2e ligne)
aside-misread = lu par erreur : le porteur n'est pas là
aside-other = autre motif, à préciser
aside-words = Précisions
confirmed-by = Confirmé par { $officer }, { $when } (d'après { $reason })
confirmed-change = Revenir sur cette confirmation…
hit-waits = attend au guichet
hit-set-aside = mis de côté par { $officer } : { $reason }
second-line-aside = { $count ->
    [one] Mis de côté sans que le signalement soit écarté : 1 en 24 heures
   *[other] Mis de côté sans que le signalement soit écarté : { $count } en 24 heures
}
record-adult = Adulte accompagnant
record-adult-unnamed = non nommé : { $reason }
record-minor = Mineur accompagné
ask-drives = conduit
clock-leapt-warning = L'horloge a avancé de { $distance } depuis le dernier enregistrement : elle dit { $today }. Vérifiez la date avant de continuer.
clock-question = La date affichée est-elle juste ?
clock-right = Oui, la date est juste

party-title = Groupes et véhicules
party-here = Au poste et annoncés
party-none = Aucun groupe n'est au poste ni annoncé.
party-name = Nom
party-carrier = Transporteur
party-kind = Sorte
party-kind-family = famille
party-kind-group = groupe
party-kind-vehicle = véhicule
party-since = Depuis
party-state = État
party-state-announced = annoncé
party-state-here = au poste
party-state-ended = terminé
party-progress = Avancement
party-mine = à ce guichet
party-begin-title = Un groupe se présente
party-begin = Commencer
party-plate = Immatriculation
party-country = Pays d'immatriculation
party-vehicle = Véhicule
party-goods = Marchandises
party-customs = Déclaration en douane n°
party-list-title = Liste d'un transporteur
party-list-check = Vérifier la liste
party-list-help = CSV ou XLSX ; la première ligne nomme les colonnes : nom, prenoms, naissance, sexe, nationalite, numero. Seul le nom est indispensable.
party-list-refused = La liste n'a pas été prise. Corrigez ces lignes et renvoyez-la :
party-list-unreadable = Ce fichier n'est ni un CSV (UTF-8) ni un XLSX lisible. Rien n'a été pris.
party-list-too-large = Ce fichier est trop grand pour une liste. Rien n'a été pris.
party-plate-missing = Donnez l'immatriculation du véhicule.
party-name-missing = Donnez un nom au groupe.
party-decided = { $count ->
    [0] personne encore
    [one] 1 traité
   *[other] { $count } traités
 }
party-referred = { $count ->
    [one] 1 orienté
   *[other] { $count } orientés
 }
party-waiting = { $count ->
    [one] 1 attendu
   *[other] { $count } attendus
 }
party-waiting-title = { $count ->
    [one] 1 personne attendue
   *[other] { $count } personnes attendues
 }
party-decided-title = { $count ->
    [0] Personne n'est encore passé
    [one] 1 personne traitée
   *[other] { $count } personnes traitées
 }
party-next = Suivant : { $name }
party-present = Présenter
party-present-label = Présenter { $name }
party-work-announced = Il est arrivé : prendre à ce guichet
party-work-here = Prendre à ce guichet
party-leave = Quitter le groupe
party-end = Terminer le groupe
party-change-title = Véhicule et marchandises
party-change = Enregistrer
party-driver = conduit
party-with = avec { $name }
party-hit = véhicule signalé
party-hit-text = Comparez la plaque, le pays et la sorte de véhicule. Tant que ce n'est pas jugé, le conducteur ne passe pas ; les passagers, si.
party-hit-clear = Autre véhicule
party-hit-confirm = C'est ce véhicule
goods-title = Marchandises (chargements)
goods-none = aucune
goods-livestock = bétail
goods-food = vivres
goods-fuel = carburant
goods-minerals = minéraux, ciment
goods-chemicals = chimie, engrais, médicaments
goods-wood = bois, papier
goods-textiles = textiles
goods-machines = métaux, machines
goods-household = effets ménagers
goods-other = autres ou mêlées
goods-empty = à vide

visas-title = Visas et permis
visas-search = Numéro, document ou nom
visas-new = Délivrer un visa
visas-none = Aucun visa ni permis ne correspond.
visas-what = Le visa
visas-number = Numéro de vignette
visas-kind = Sorte
visa-kind-visa = visa
visa-kind-permit = permis de séjour
visas-holder = Titulaire
visas-from = Du
visas-to = Au
visas-entries = Entrées
visas-entries-of = { $used } sur { $times }
visas-entries-several = { $used } · plusieurs
visa-entries-1 = une
visa-entries-2 = deux
visa-entries-3 = trois
visa-entries-several = plusieurs
visas-days = Jours par séjour
visas-days-help = Vide : jusqu'au dernier jour du visa.
visas-conditions-title = Conditions
visas-receipt = Quittance n°
visas-elsewhere-tick = délivré ailleurs (ambassade, e-visa) : seulement l'enregistrer
visas-document-issuer = Document délivré par
visas-issue = Enregistrer
visas-standing = Validité
visa-standing-good = bon, séjour jusqu'au { $date }
visa-standing-good-freely = bon
visa-standing-not-yet = à partir du { $date }
visa-standing-past = expiré le { $date }
visa-standing-used-up = entrées épuisées
visa-standing-revoked = révoqué : { $reason }
visas-extended = Prolongé au
visas-issued-by = Délivré par
visas-elsewhere = une autre autorité
visas-recorded = Enregistré
visa-number-taken = Ce numéro est déjà enregistré. Vérifiez la vignette.
visa-fault-missing = À remplir.
visa-fault-text = Trop long, ou caractères impossibles.
visa-fault-state = Ce pays n'existe pas.
visa-fault-day = Donnez une date.
visa-fault-order = Le dernier jour vient avant le premier.
visa-fault-number = Un nombre, à partir de 1.
visa-fault-code = Choisissez dans la liste.
visa-extend-title = Prolonger
visa-extend = Prolonger
visa-extend-later = Le nouveau dernier jour doit venir après l'actuel, et le visa ne pas être révoqué.
visa-revoke-title = Révoquer
visa-revoke = Révoquer
visas-import-title = Visas délivrés ailleurs
visas-import = Importer
visas-import-help = CSV ou JSON d'un système de visas ; les champs sont dans docs/visas.md. Un fichier fautif n'est pas pris.
visas-refused = Le fichier n'a pas été pris. À corriger :
visas-taken = { $count ->
    [0] Rien de nouveau dans ce fichier.
    [one] 1 visa pris.
   *[other] { $count } visas pris.
 }
visas-good = visa { $number } : bon, séjour jusqu'au { $date }
visas-good-freely = visa { $number } : bon
visas-not-yet = visa { $number } : bon seulement à partir du { $date }
visas-past = visa { $number } : expiré le { $date }
visas-used-up = visa { $number } : entrées épuisées ({ $count })
visas-revoked = visa { $number } : révoqué ({ $reason })
visas-conditions = conditions : { $conditions }
visas-of-another = le visa { $number } est enregistré pour un autre document
record-visa = Visa utilisé

tally-title = Comptage
tally-place = Lieu
tally-place-here = au poste
tally-choose = Choisir
tally-exposed = La personne suivante est…
tally-nothing = sans signe particulier
vulnerability-pregnant = enceinte, allaitante
vulnerability-disabled = handicapée
vulnerability-child-alone = enfant seul
vulnerability-ill = malade, blessée
tally-sex-F = Femme
tally-sex-M = Homme
tally-sex-X = Personne
tally-age-0-4 = 0–4 ans
tally-age-5-17 = 5–17 ans
tally-age-18-59 = 18–59 ans
tally-age-60 = 60 ans et +
tally-people-entry = comptés à l'entrée aujourd'hui
tally-people-exit = comptés à la sortie aujourd'hui
tally-unsent = pas encore envoyé :
tally-sent = tout est enregistré
tally-undo = Annuler le dernier
tally-apart = Les personnes comptées ne sont pas enregistrées une à une ; elles ne s'ajoutent jamais aux passages.
tally-today = Comptages du jour
tally-cancel = Annuler
tally-beside = À côté des passages
tally-counted = Personnes comptées

attachment-face = visage
attachment-page = page de document
attachment-file = pièce jointe
pictures-title = Photo et pages
pictures-file = Depuis un fichier
pictures-kind = Ce que c'est
pictures-help = JPEG, PNG ou WebP, 12 Mo au plus. L'image est réécrite : le lieu et l'appareil n'y restent pas.
pictures-send = Joindre
pictures-scanned = Prendre la page du scanner
pictures-none-scanned = Le dossier du scanner est vide. Numérisez la page, puis réessayez.
pictures-none-whole = Aucune page ne peut être prise. Fichiers ignorés : { $files }.
pictures-scanned-this = { $name } a été prise.
pictures-scanned-stays = { $name } a été prise, mais ne peut être sortie du dossier du scanner : prévenez l'administrateur.
pictures-passed-over = Fichiers ignorés : { $files }.
pictures-scanner-unreadable = Le dossier du scanner ne peut être lu : prévenez l'administrateur.
passed-over-link = un lien
passed-over-no-file = pas un fichier
passed-over-writing = en cours d'écriture : attendez un instant
passed-over-unreadable = illisible
passed-over-other = pas une image
passed-over-damaged = abîmé ou incomplet
passed-over-too-large = trop grand
passed-over-more = { $count ->
    [one] un autre
   *[other] { $count } autres
}
pictures-kept = Photo et pièces
pictures-none = Rien encore.
no-picture-other = Ce fichier n'est pas une image (JPEG, PNG ou WebP), quel que soit son nom. Rien n'a été joint.
no-picture-damaged = Cette image est abîmée ou incomplète. Rien n'a été joint ; reprenez-la.
no-picture-too-large = Cette image est trop grande, ou il y en a déjà trop. Rien n'a été joint.
camera-title = Appareil photo
camera-what = À photographier
camera-live = Vue de l'appareil photo
camera-shoot = Prendre
camera-help-face = Le visage dans l'ovale, de face, sans contre-jour.
camera-help-page = La page entière dans le cadre, à plat, sans reflet.
camera-denied = L'appareil photo est refusé par le navigateur. Autorisez-le, ou joignez un fichier.
camera-none = Aucun appareil photo n'est trouvé. Joignez un fichier.
second-line-attach = Joindre une pièce…

## Réseau
nav-network = Réseau
link-title = Liaison avec le siège
link-state-here = siège joint
link-state-away = siège non joint { $distance }
link-state-never = siège jamais joint
link-contact = Dernier contact
link-waiting = Reste à envoyer
link-events = { $count ->
    [0] rien, tout est au siège
    [one] 1 événement
   *[other] { $count } événements
 }
link-reference = Données de référence
link-version = version { $version }
link-known = Autres postes connus ici
link-journals = { $count ->
    [0] aucun
    [one] 1 journal
   *[other] { $count } journaux
 }
link-clock = Horloge
link-disk = Place sur le disque
link-trouble = Ce qui ne va pas
link-trouble-unreachable = Le siège ne répond pas. Le poste travaille seul et enverra tout dès que la liaison revient.
link-trouble-unsafe = La liaison aboutit ailleurs qu'au siège, ou le certificat de ce poste n'est plus bon. Prévenez l'administrateur ; rien n'a été envoyé.
link-trouble-too-slow = Le siège ne répond pas à temps. Le poste réessaie avec de plus petits envois.
link-trouble-refused = Le siège refuse les envois de ce poste. Prévenez l'administrateur.
link-trouble-database = La base de ce poste n'a pas pu prendre ce que le siège a envoyé. Voyez le disque.
link-rejected = Journal refusé par le siège
link-rejected-text = À partir de l'événement n° { $seq } du journal { $journal }, ce poste et le siège n'ont pas le même journal. Si cette machine a été remise d'une ancienne copie, l'administrateur la rétablit avec limen restore.
link-rejected-warning = Le siège ne prend plus le journal de ce poste. Prévenez l'administrateur ; les passages restent enregistrés ici.
link-clock-warning = L'horloge de ce poste est fausse : { $clock } par rapport à celle du siège. Faites-la remettre à l'heure.
link-disk-warning = Il ne reste que { $free } sur le disque. Faites de la place.
link-never = jamais
link-now = à l'instant
link-ago = il y a { $distance } ({ $at })
clock-right-now = à l'heure
clock-ahead = { $distance } d'avance
clock-late = { $distance } de retard
gigabytes = { $count } Go
board-headline = { $all ->
    [0] Aucun poste n'est encore raccordé
    [one] { $well ->
        [0] Le poste raccordé demande attention
       *[other] Le poste raccordé va bien
     }
   *[other] { $well ->
        [0] Aucun des { $all } postes ne va bien
       *[other] { $well } postes sur { $all } vont bien
     }
 }
board-nodes = Postes du réseau
board-none = Faites un code pour un poste, et tapez-le sur sa machine : elle paraîtra ici.
board-state = État
board-clear = va bien
board-check = à voir
board-stop = en panne
board-off = retiré
board-away = pas de nouvelles depuis plus d'une heure
board-ago = il y a { $distance }
board-journal = Journal
board-of = { $held } sur { $all }
board-current = version { $version }, la dernière
board-version = Dernière version des données de référence : { $version }
board-notes = Remarques
board-refused = Ce qui a été refusé
board-when = La dernière fois
board-times = Fois
board-sender = De qui
board-why = Pourquoi
board-detail = Détail
board-invite = Raccorder une machine
board-no-posts = Aucun poste n'est encore décrit : limen posts add.
board-make-code = Faire un code
board-revoke = Retirer une machine du réseau
board-revoke-help = Pour une machine perdue ou volée. Ce qu'elle a envoyé reste ; rien d'elle n'est plus accepté, et elle ne reçoit plus rien.
board-node = Machine
board-reason = Raison
board-twin = deux machines sous ce nom : { $one } et { $other } ; en retirer une
board-journal-only = seulement la machine qui écrit { $journal }
recovery-title = Ce siège a été restauré d'une sauvegarde
recovery-text = Il demande à ses postes ce qu'ils gardent des décisions prises depuis la sauvegarde, reprend les dernières, et ne décide ni ne publie rien jusque-là. Les postes continuent avec ce qu'ils gardent. À un poste sans liaison, portez le fichier pour la clé, et rapportez le sien.
recovery-from = La sauvegarde avait { $count } événements du journal { $journal }.
recovery-version = Repris jusqu'ici : version { $version } des données de référence.
recovery-left-out = Une machine garde ce sans quoi ce siège a continué
recovery-heard = Entendue depuis la restauration
recovery-not-yet = pas encore
recovery-missing = Ce qui manque
recovery-not-heard = { $node } : pas entendue depuis la restauration
recovery-on-its-way = { $node } : la version { $version } arrive
recovery-not-signed = { $node } : garde la version { $version } sans la signature du siège
recovery-of-another = { $node } : garde ce que { $journal } a publié, dont ce siège ne part pas
recovery-events = Journal { $journal } : { $count ->
    [one] { $count } événement
   *[other] { $count } événements
 } ({ $events }), que personne ne garde
recovery-waiting = Les propositions qui attendaient une deuxième personne, et les codes de machines et d'appareils, faits entre le { $from } et le { $to } : personne ne les garde. Refaites-les.
recovery-rewritten = { $node } : a vu un autre journal { $journal } que celui de la sauvegarde
recovery-go-on = Continuer sans ce qui manque
recovery-go-on-help = Un administrateur le propose, un autre le confirme. Ce qu'un poste garde et qui manque ici y est alors abandonné ; ce qu'il a vu du journal du siège y reste comme preuve.
recovery-propose = Proposer
recovery-confirm = Confirmer : continuer sans
recovery-changed = Il manque maintenant autre chose que ce qui a été proposé : proposez-le de nouveau.
recovery-warning = Ce siège a été restauré et ne décide rien avant de continuer : voir la page Réseau.
complaint-headquarters-behind = garde plus que ce siège
invitation-title = Code pour { $post }
invitation-until = Il sert une fois, jusqu'au { $until }.
invitation-type = Sur la machine du poste, tapez :
invitation-once = Ce code n'est montré qu'ici. Perdu, il se remplace par un autre.
complaint-clock-off = horloge à remettre
complaint-clock-behind = horloge en retard sur le journal
complaint-clock-leapt = date à confirmer au poste
complaint-setting-unreadable = un réglage est illisible
complaint-erasure-waits = un effacement important attend deux personnes
complaint-disk-low = disque presque plein
complaint-journal-broken = journal altéré au poste
complaint-rejected = journal divergent
complaint-headquarters-rewritten = journal du siège réécrit, vu du poste
link-rewritten-warning = Le journal du siège n'est plus celui que ce poste a vu. Prévenez le contrôle et l'administrateur ; les passages restent enregistrés ici.
link-restored = Siège
link-recovering-text = restauré d'une sauvegarde ; il demande à ce poste ce qu'il garde, et les signalements valent ici comme avant
link-behind-text = restauré d'avant ce que ce poste garde ; ce poste continue avec ce qu'il garde jusqu'à ce que deux administrateurs aient dit que le siège continue sans
link-behind-warning = Le siège a été restauré et n'a pas ce que ce poste garde. Prévenez l'administrateur ; ici tout continue comme avant.
link-twin = Autre machine
link-twin-text = écrit le journal { $journal } sous le nom et la clé de ce poste ; le siège en retire une des deux
link-twin-warning = Une autre machine travaille sous le nom de ce poste ({ $journal }). Prévenez l'administrateur : une des deux doit partir.
link-evidence = Preuves gardées
link-evidence-text = { $count ->
    [one] une racine du journal du siège, sans laquelle il a continué
   *[other] { $count } racines du journal du siège, sans lesquelles il a continué
}
stick = Clé USB
stick-for = Fichier pour la clé
stick-help = Quand la liaison manque longtemps : le fichier ne peut être lu que par le siège. Rapportez de même celui que le siège donne.
stick-write = Écrire ce qui reste à envoyer
stick-take = Prendre une clé USB
stick-take-in = Prendre le fichier
stick-unknown = inconnu
stick-taken = Clé de { $sender } : prise
stick-old = Clé de { $sender } : tout était déjà ici
stick-lacks = Clé de { $sender } : pas encore en vigueur
stick-lacks-gap = Quelque chose doit venir avant : portez la clé de ce poste au siège, et rapportez le fichier que le siège donne en échange.
stick-lacks-behind = Le siège a été restauré d'avant ce que ce poste garde : deux administrateurs doivent y dire qu'il continue.
stick-recalled = Clé de { $sender } : le siège a été restauré et demande ce que ce poste garde
stick-recalled-advice = Écrivez la clé de ce poste sur la page Réseau et portez-la au siège.
stick-refused = Clé de { $sender } : refusée
stick-made = Écrite le { $at }
stick-events = { $count ->
    [0] Aucun événement nouveau
    [one] 1 événement nouveau
   *[other] { $count } événements nouveaux
 }
stick-parts = { $count ->
    [0] Rien de nouveau
    [one] 1 élément nouveau
   *[other] { $count } éléments nouveaux
 }
stick-answer = Le siège a quelque chose à rapporter à ce poste : mettez-le sur la clé.
why-damaged = abîmé, ou ce n'est pas un envoi de Limen
why-too-large = trop grand
why-not-signed = la signature n'est pas celle de l'expéditeur
why-not-for-us = destiné à une autre machine
why-unknown-sender = expéditeur étranger au réseau
why-revoked = machine retirée du réseau
why-from-the-future = daté du futur : horloge à remettre
why-old = déjà reçu
why-not-theirs = contient le journal d'une autre machine
why-fork = deux journaux du même nom
why-gap = il manque ce qui précède
why-behind = le siège a été restauré et n'a pas ce qui est gardé ici
why-recovering = le siège a été restauré et ne décide rien encore
why-unsound = un événement a été changé en route
why-trouble = la base n'a pas pu l'écrire

## Flux : compter, dessiner, publier

flows-unknown = non renseigné
flows-others = autres
flows-80 = 80+
flows-hour = { $hour } h
flows-hidden = secret
flows-entries = Entrées
flows-exits = Sorties
flows-both = Passages
flows-both-sexes = Ensemble
flows-all = Total
flows-women = Femmes
flows-men = Hommes
flows-silent = aucune donnée
flows-year-before = un an avant
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
stay-class-0 = dans la journée
stay-class-1-3 = 1 à 3 jours
stay-class-4-7 = 4 à 7 jours
stay-class-8-30 = 8 à 30 jours
stay-class-31-90 = 1 à 3 mois
stay-class-91-365 = 3 mois à un an
stay-class-366 = plus d’un an
dimension-post = Poste
dimension-year = Année
dimension-month = Mois
dimension-week = Semaine du
dimension-day = Jour
dimension-weekday = Jour de la semaine
dimension-hour = Heure
dimension-direction = Sens
dimension-decision = Décision
dimension-nationality = Nationalité
dimension-residence = Pays de résidence
dimension-sex = Sexe
dimension-age = Âge
dimension-age-band = Tranche d’âge
dimension-document = Document
dimension-source = Lecture
dimension-purpose = Motif
dimension-mode = Moyen de transport
dimension-origin = Vient de
dimension-destination = Va à
dimension-stay = Séjour prévu
dimension-stayed = Séjour achevé
dimension-overstayed = Dépassement
finding-trend = { $count } passages
finding-trend-more = { $percent } de passages de plus qu’un an avant
finding-trend-fewer = { $percent } de passages de moins qu’un an avant
finding-trend-same = Autant de passages qu’un an avant
finding-posts = { $first } : { $percent } des passages
finding-nationality = { $first } : { $percent } des passages
finding-nationalities = { $first } et { $second } : { $percent } des passages
finding-ages = Une personne sur deux a moins de cet âge : { $band } ans
finding-purposes = { $first } : le motif de { $percent } des passages
finding-modes = { $first } : { $percent } des passages
finding-streams = De { $from } à { $to } : le chemin de { $percent }
finding-hours = { $first } : l’heure de { $percent } des passages
finding-residences = { $first } : le pays où vivent { $percent } des passants
finding-documents = { $first } : présenté par { $percent }
finding-stays = { $first } : le séjour prévu de { $percent } des entrants
finding-stayed = { $first } : le séjour de { $percent } des sortants
question-trend = Combien de personnes passent ?
question-posts = Où passe-t-on ?
question-nationalities = Qui passe ?
question-ages = Quel âge ont les passants ?
question-purposes = Pourquoi voyage-t-on ?
question-modes = Comment voyage-t-on ?
question-streams = D’où vient-on, où va-t-on ?
question-hours = À quelle heure passe-t-on ?
question-residences = Où vivent les passants ?
question-documents = Avec quel document passe-t-on ?
question-stays = Combien de temps veut-on rester ?
question-stayed = Combien de temps est-on resté ?
topic-trend = Évolution
topic-posts = Postes
topic-nationalities = Nationalités
topic-ages = Âges
topic-purposes = Motifs
topic-modes = Transports
topic-streams = Trajets
topic-hours = Heures
topic-residences = Résidences
topic-documents = Documents
topic-stays = Séjours prévus
topic-stayed = Séjours achevés
fact-refused = Refus et retenues
fact-referred = { $count } orientations en 2e ligne
fact-more = { $percent } de plus qu’un an avant
fact-fewer = { $percent } de moins qu’un an avant
fact-a-day = { $count } par jour
fact-coverage = Couverture
fact-complete = tous les postes, tous les jours
fact-missing = { $days ->
    [one] { $days } jour de poste manque
   *[other] { $days } jours de poste manquent
}
warning-counted = Comptés
warning-usual = D’habitude
report-day = { $post }, { $day }
report-week = Bulletin de la semaine du { $day }
report-month = Bulletin mensuel, { $month }
report-year = Annuaire { $year } : mouvements aux frontières
report-span = du { $from } au { $to }
report-in-house = usage interne, ne pas diffuser
report-hidden = publiable : effectifs inférieurs à { $smallest } masqués (c)
report-rounded = publiable : effectifs arrondis à un multiple de { $base }
report-unusual = Mouvements inhabituels
report-nothing-unusual = Aucun poste ne s’est écarté de ce qui y est habituel.
report-unusual-table = Jours qui s’écartent le plus de l’habitude
report-methods = Méthode et couverture
report-definition = Un passage est l’entrée ou la sortie d’une personne, admise ou laissée partir, enregistrée à un poste. Une personne qui passe plusieurs fois compte autant de fois. Les refus, les orientations et les désistements ne sont pas des passages. Les personnes comptées sans être enregistrées figurent à part. Les corrections apportées après coup sont comprises.
report-coverage = Couverture : { $share } des jours de poste. Jours sans aucune donnée alors que le poste enregistre d’habitude : { $silent } ; jours dont le poste n’a pas encore rendu compte : { $awaited } ; heures de service sans enregistrement : { $hours }. Une absence de donnée n’est pas un zéro : elle est hachurée dans les dessins et notée « .. » dans les tableaux.
report-awaited = N’ont pas encore rendu compte : { $posts }.
report-awaited-post = { $post } depuis le { $day }
report-quality = Parmi les passages, { $typed } ont été saisis à la main, { $nationality } sont sans nationalité et { $age } sans âge.
report-protection = Secret statistique : les effectifs de 1 à moins de { $smallest } sont masqués, de même que d’autres qui permettraient de les retrouver ; ils sont notés « c ».
report-tallies = Personnes comptées sans être enregistrées
table-by = { $way } : { $what }
table-visitors = Entrées de visiteurs : { $what }
table-rows-by-columns = { $rows } par { $columns }

nav-flows = Flux
flows-as-of = état du { $moment }
flows-more-pages = Autres pages sur les flux
flows-warnings = Mouvements inhabituels
flows-reports = Rapports
flows-questions = Questions en SQL
flows-filter = Choisir ce qui est compté
flows-from = du
flows-to = au
flows-any = tout
flows-show = Afficher
flows-reset = tout effacer
flows-span-7 = 7 jours
flows-span-30 = 30 jours
flows-span-90 = 3 mois
flows-span-365 = 1 an
flows-more = Plus de figures
flows-table = Tableau
flows-link = Lien vers cette vue
flows-take = Emporter…
flows-figure-empty = Rien n’a été compté ici.
flows-no-data = aucune donnée
flows-nothing = Aucun passage ne correspond à ce choix. Ce n’est un zéro que pour les postes et les jours couverts.
flows-no-day = « { $text } » n’est pas une date ; le choix habituel a été gardé.
flows-reversed = Le premier jour, { $from }, vient après le dernier, { $to }. Inversez-les.
flows-too-much = Une figure manque : { $cause }.
flows-today-usual = Aujourd’hui jusqu’à { $hour } h : { $now } passages, comme d’habitude ({ $usual }).
flows-today-more = Aujourd’hui jusqu’à { $hour } h : { $now } passages, plus que d’habitude ({ $usual }).
flows-today-fewer = Aujourd’hui jusqu’à { $hour } h : { $now } passages, moins que d’habitude ({ $usual }).
warnings-headline = { $count ->
    [0] Aucun mouvement inhabituel ces 7 jours
    [one] Un mouvement inhabituel ces 7 jours
   *[other] { $count } mouvements inhabituels ces 7 jours
}
warnings-watched = { $count } séries suivies : chaque poste, chaque sens, les nationalités les plus nombreuses
warnings-until = jusqu’au
warnings-of = { $post }, { $direction }
warnings-of-nationality = { $post }, { $direction }, { $nationality }
warnings-against = { $count } comptés, { $usual } d’habitude
warnings-more = { $what } : plus que d’habitude le { $day }
warnings-fewer = { $what } : moins que d’habitude le { $day }
warnings-times = { $times } fois l’habitude
warnings-share = { $percent } de l’habitude
warnings-band = De { $low } à { $high } un jour ordinaire (19 jours sur 20).
warnings-since = { $days ->
    [one] Pour la première fois ce jour-là.
   *[other] Depuis le { $day } : { $days } jours.
}
warnings-feast = Autour d’une fête : { $feast }.
warnings-calm = Comme d’habitude le dernier jour
warnings-too-young = { $what } : trop peu de passé pour dire ce qui est habituel.
warnings-method = L’habitude tient compte du jour de la semaine, de la saison et des fêtes ; elle s’apprend du passé du poste, en laissant de côté les dix derniers jours. La bande grise montre où tombent 19 jours ordinaires sur 20, les cercles les jours inhabituels. Un jour sans données n’est pas un jour sans passage.
feast-fitr = fin du ramadan (Korité)
feast-adha = Tabaski
feast-mawlid = Maouloud
feast-easter = Pâques
feast-christmas = Noël
feast-new-year = Nouvel An
reports-day = Fiche du jour d’un poste
reports-week = Bulletin hebdomadaire
reports-month = Bulletin mensuel
reports-year = Tableaux de l’annuaire
reports-data = Données pour d’autres systèmes
take-title = Emporter : { $what }
take-what-report = Rapport { $kind }
take-what-series = Séries mensuelles par nationalité et sexe (SDMX)
take-what-tallies = Personnes comptées sans être enregistrées (suivi des flux, OIM)
take-form = Forme
form-png = image PNG
form-svg = dessin SVG
form-csv = tableau CSV
form-hxl = tableau CSV avec étiquettes HXL
form-xlsx = classeur Excel (XLSX)
form-pdf = document PDF
form-sdmx-csv = SDMX-CSV 2.0
form-sdmx-json = SDMX-JSON 2.0
take-use = À quoi cela sert
take-publish = À publier ou à transmettre.
take-hide = Les effectifs inférieurs à { $smallest } sont masqués, et ceux qui les trahiraient.
take-round = Les effectifs sont arrondis au hasard à un multiple de { $base }.
take-inside = Pour le service seulement.
take-inside-help = Rien n’est masqué : ne pas diffuser.
take-why = Pour qui, pour quoi
take-why-help = Inscrit au journal avec votre nom.
take-do = Emporter
take-no-reason = Dites pour qui et pour quoi : rien ne sort sans motif.
take-internal-name = interne
take-source = Source : { $place }, Limen, { $day }
take-page = page { $page } sur { $pages }
take-vulnerability = Vulnérabilité

questions-question = Question (SQL, lecture seule)
questions-ask = Poser la question
questions-limits = Dix secondes et mille lignes au plus ; chaque question est inscrite au journal.
questions-no-answer = Pas de réponse :
questions-rows = { $count ->
    [0] Aucune ligne
    [one] Une ligne
   *[other] { $count } lignes
}
questions-took = en { $milliseconds } ms
questions-cut = Il y a plus de lignes : seules les mille premières sont là. Restreignez la question.
questions-inside = Pour le service seulement : rien n’est masqué ici. Ce qui sort passe par « Emporter ».
flows-not-ready-title = Les flux sont en cours de comptage
flows-not-ready-meaning = Un long passé se compte pour la première fois ; rien n’est perdu et rien ne manque aux enregistrements.
flows-not-ready-advice = Revenez à cette page dans une minute.

# Pourquoi l'on consulte
nav-audit = Contrôle
nav-purpose = Motif
purpose-title = Pourquoi consultez-vous ces données ?
purpose-explains = Ces pages montrent des personnes qui ne sont pas devant vous. Le motif est noté avec chaque consultation ; il vaut une demi-heure.
purpose-which = Motif de la consultation
purpose-reference = Référence du dossier
purpose-reference-help = Numéro de réquisition, de courrier ou de passage. Obligatoire pour une demande d'une autorité.
purpose-reference-missing = Indiquez la référence : la demande d'une autorité est toujours consultée sous son numéro.
purpose-go = Consulter
look-purpose-case = Suite d'un passage
look-purpose-help-case = Un document rapporté, un voyageur qui revient au guichet.
look-purpose-referral = Orientation en 2e ligne
look-purpose-help-referral = Une orientation à régler, une personne à remettre.
look-purpose-correction = Vérification d'un enregistrement
look-purpose-help-correction = Un enregistrement à vérifier ou à corriger.
look-purpose-supervision = Encadrement du poste
look-purpose-help-supervision = La relève, la clôture de la journée, les totaux.
look-purpose-traveller = Demande du voyageur
look-purpose-help-traveller = La personne demande ce qui est enregistré sur elle.
look-purpose-inquiry = Demande d'une autorité
look-purpose-help-inquiry = Police, justice, douane : sous la référence de leur demande.
look-purpose-at-hand = Travail en cours
look-purpose-alerts = Suivi des signalements
look-purpose-rights = Réponse aux voyageurs

# Contrôle : qui a consulté quoi
audit-title = Consultations
audit-finding = { $count ->
    [0] Aucune consultation inhabituelle
    [one] Une chose inhabituelle dans les consultations
   *[other] { $count } choses inhabituelles dans les consultations
  }
audit-explains = Marqué : hors guichet, plus de trois fois l'habitude du rôle ; la nuit (de 22 h à 5 h), cinq fois ou plus ; des voyageurs lus sans décision ; des passages d'autres postes ; son propre nom. Une marque n'est pas une faute : c'est une question à poser.
audit-nobody = Personne n'a rien consulté pendant ces jours.
audit-unusual = inhabituel
audit-ask-person = Qui a consulté
audit-ask-officer = Ce qu'a consulté
audit-from = du
audit-to = au
audit-show = Afficher
audit-to-unusual = Consultations inhabituelles
audit-to-exports = Sorties de données
audit-who = Qui
audit-role = Rôle
audit-when = Quand
audit-what = Quoi
audit-why = Motif
audit-event = Écriture au journal
audit-presented = Au guichet
audit-away = Hors guichet
audit-night = La nuit
audit-undecided = Sans décision
audit-elsewhere = D'autres postes
audit-own-name = Son propre nom
audit-person-title = Qui a consulté { $document }
audit-person-explains = { $count ->
    [0] Aucune consultation notée ici. Documents de cette personne : { $documents }
    [one] Une consultation. Documents de cette personne : { $documents }
   *[other] { $count } consultations. Documents de cette personne : { $documents }
  }
audit-officer-title = Ce qu'a consulté { $name }
audit-officer-explains = { $days } · { $count ->
    [0] aucune consultation
    [one] une consultation
   *[other] { $count } consultations
  }
audit-exports-title = Sorties de données
audit-exports-none = Rien n'est sorti pendant ces jours.
audit-day-exported = Passages du { $day }, { $rows } lignes en CSV
audit-flows-exported = Flux : { $what }, en { $form }
audit-flows-queried = Question sur les flux, { $rows } lignes
look-at-the-counter = au guichet
look-no-purpose = —
look-traveller-presented = Voyageur lu au guichet
look-crossing-consulted = Passage consulté
look-correction-consulted = Passage ouvert pour correction
look-pictures-consulted = Liste des images consultée
look-picture-consulted = Image ou fichier vu
look-referrals-consulted = File de la 2e ligne consultée
look-day-consulted = Journée consultée
look-day-exported = Journée exportée
look-protection-consulted = Protection consultée
look-parties-consulted = Liste des groupes consultée
look-party-consulted = Groupe consulté
look-visas-consulted = Visas consultés
look-overstays-consulted = Dépassements consultés
look-alert-consulted = Signalement consulté
look-alerts-searched = Signalements cherchés
look-proposal-consulted = Signalements proposés consultés
look-hits-consulted = Concordances consultées
look-flows-exported = Flux exportés
look-flows-queried = Question sur les flux
look-claims-consulted = Demandes de voyageurs consultées
role-auditor = contrôle
role-data-protection = protection des données

# Droits
permission-work-at-counter = Tenir le guichet et voir la journée
permission-correct = Corriger et annuler des enregistrements
permission-settle-referrals = Régler les orientations
permission-see-protection = Voir qui a besoin de protection
permission-issue-visas = Délivrer, prolonger et retirer des visas
permission-see-hits = Voir toutes les concordances, même discrètes
permission-manage-alerts = Rédiger, essayer, approuver et retirer des signalements
permission-manage-lists = Proposer et approuver les listes de référence
permission-see-network = Voir le réseau, échanger par clé USB
permission-manage-network = Admettre et exclure des machines
permission-see-flows = Voir les flux
permission-analyse-flows = Sortir des flux, les interroger en SQL
permission-manage-people = Gérer les comptes
permission-audit = Contrôler les consultations
permission-protect-data = Répondre aux voyageurs sur leurs données, effacer

## Ce que les voyageurs peuvent demander sur leurs données

nav-rights = Droits
rights-title = Droits des voyageurs
rights-ask = Une personne demande ce que l'on détient sur elle
rights-explains = Vérifiez d'abord qui demande : son document, en personne ou comme la loi le prévoit. Le fichier ne nomme aucun agent et ne dit ni qu'un signalement existe, ni qu'il n'en existe pas. Sa production est inscrite au journal.
rights-wrong = Indiquez le document par son État émetteur et son numéro, par exemple GIN GN7654321, et le numéro ou la date de la demande.
rights-readable = Produire le fichier à lire
rights-machine = … pour machine (JSON)
rights-data = Données
rights-period = Conservation
rights-erased = Effacé à l'échéance
rights-erased-none = Rien n'a encore été effacé ici.
rights-events = Événements
rights-before = Inscrits avant le
erasures-title = Effacements importants
erasures-explain = Plus de { $percent } % d'une catégorie de données à la fois ne s'efface qu'une fois que deux personnes l'ont dit, chacune avec son compte. Ce que dit le siège vaut dans tous les postes.
erasure-waits = { $due } événements sur { $held } ont passé leur durée.
erasure-since = Le plus ancien date du { $oldest } ; ils attendent depuis le { $since }.
erasure-none-waits = rien n'attend sur cette machine
erasure-propose = Proposer d'effacer ce qui a été inscrit avant le { $day }
erasure-by = { $author } a proposé le { $at } d'effacer ce qui a été inscrit avant le { $day }.
erasure-approve = Approuver : effacé pour toujours
erasure-at-headquarters = Le siège en décide pour tous les postes.
kept-for = { $days } jours : { $ground }
kept-no-period = aucune durée fixée ; conservées jusqu'à ce qu'il y en ait une
data-crossings = Passages et décisions
data-pictures = Photos et pièces
data-visas = Visas et titres de séjour
data-protection = Personnes à protéger
data-alerts = Signalements proposés
data-looks = Consultations
look-person-reported = Réuni pour la personne
about-title = Ce qui est détenu sur vous
about-request = Demande
about-documents = Documents
about-controller = Réponse de
about-made = Établi
about-opening = Voici tout ce que le système des frontières du service de l'immigration détient sur la personne titulaire de ces documents. Les agents ne sont pas nommés. Vous pouvez demander la rectification de données inexactes.
about-crossings = Passages
about-none = Aucun.
about-decision = Décision
about-birth-place = Lieu de naissance
about-sex = Sexe
about-purpose = Motif
about-mode = Transport
about-from = Venant de
about-to = Allant à
about-residence = Réside en
about-notes = Notes
about-pictures = Pièces jointes
about-protection = Protection
about-corrected = Suite
about-was-corrected = cet enregistrement a été rectifié ; un autre le remplace
about-corrects = Rectifie un enregistrement
about-cancelled = Annulé
about-presented = Présentations sans décision
about-visas = Visas et titres de séjour
about-good = Valable
about-looks = Qui a consulté vos données
about-by = Fonction et lieu
about-alerts-title = Signalements
about-alerts = L'existence d'un signalement n'est communiquée à personne ici : ni qu'il y en a un, ni qu'il n'y en a pas. Vous pouvez demander à l'autorité de protection des données de vérifier à votre place.
about-kept = Durées de conservation
about-rights-title = Vos droits
about-rights = Vous pouvez demander au service de rectifier ce qui est inexact, d'effacer ce qu'il ne peut plus conserver, et vous opposer à l'usage de vos données. S'il refuse, il en donne les motifs ; vous pouvez saisir l'autorité de protection des données et le juge.

## Le registre des traitements

register-title = Registre des traitements
register-line = { $label } : { $value }
register-data = Ce qui est traité, pourquoi, et combien de temps
register-what = Quoi
register-purpose = Finalité
register-yes = oui
register-no = non
register-what-crossings = identité, documents, voyage, décision, résultats du criblage, notes de la deuxième ligne
register-purpose-crossings = contrôle aux frontières ; statistiques sans personnes
register-what-pictures = visages, pages de documents, pièces
register-purpose-pictures = preuve de ce qui a été décidé
register-what-visas = titulaire, document, jours, conditions
register-purpose-visas = droit d'entrer et de séjourner
register-what-protection = besoin, autorité, destinataire
register-purpose-protection = asile, mineurs isolés, victimes de traite, malades
register-what-alerts = personnes et documents recherchés, conduite à tenir, source
register-purpose-alerts = criblage à la frontière, comme la loi le prévoit
register-what-looks = qui a lu quoi, quand, pourquoi ; ce qui est sorti
register-purpose-looks = contrôle du service lui-même
register-who = Qui a accès, et pour quoi faire
register-recipients = Qui d'autre reçoit des données
register-posts = { $count ->
    [0] Aucun poste du réseau.
    [one] Un poste du réseau : ce que son travail exige.
   *[other] { $count } postes du réseau : chacun ce que son travail exige.
 }
register-history = Les postes connaissent les passages aux autres postes pendant { $days } jours.
register-nobody-else = Personne d'autre par ce système. Les statistiques sortent sans personnes, les petits nombres protégés.
register-security = Comment c'est protégé
register-encrypted = Chiffré sur le disque
register-backup = Sauvegardé chaque nuit
register-journal = Chaque modification et chaque consultation figurent dans un journal qui ne se réécrit pas sans que cela se voie.
register-exchange = Entre les nœuds par TLS 1.3 avec des certificats propres au service ; les clés USB sont chiffrées pour leur destinataire.

## Son propre compte

sign-in-code-help = De votre application d'authentification, ou l'un de vos codes de secours.
sign-in-code-over = Trop de temps a passé, ou trop de codes ont été essayés. Connectez-vous de nouveau.
sign-in-again = Recommencer
account-title = Mon compte
account-elsewhere = Votre compte est ouvert à plusieurs postes : mot de passe et second facteur se changent au siège.
account-password = Mot de passe
account-password-explains = Au moins { $count } caractères que personne ne devine : ni nom, ni date, rien de courant. Quelques mots sans rapport entre eux conviennent.
account-present = Mot de passe actuel
account-new = Nouveau mot de passe
account-again = Nouveau mot de passe, encore une fois
account-change = Changer le mot de passe
account-password-changed = Le mot de passe est changé. Partout ailleurs, vous êtes déconnecté.
account-wrong = Le mot de passe actuel est incorrect. Rien n'a été changé.
account-meanwhile = Votre compte a été modifié ailleurs au même moment. Rien n’a été changé ici. Vérifiez, puis réessayez.
account-not-the-same = Les deux nouveaux mots de passe diffèrent. Rien n'a été changé.
account-password-short = Le nouveau mot de passe est trop court. Rien n'a été changé.
account-password-long = Le nouveau mot de passe est trop long. Rien n'a été changé.
account-password-guessed = Le nouveau mot de passe est courant ou facile à deviner. Rien n'a été changé.
account-factor = Second facteur
account-factor-explains = Un code de votre téléphone en plus du mot de passe : qui apprend votre mot de passe ne peut toujours pas se connecter. Il ne demande aucun réseau.
account-factor-picture = Image pour l'application d'authentification
account-factor-secret = Lisez l'image avec une application d'authentification, ou saisissez-y ceci :
account-code = Code
account-factor-turn-on = Activer
account-factor-turn-off = Désactiver
account-factor-on = Le second facteur est activé.
account-factor-off = Le second facteur est désactivé.
account-factor-is-on = { $count ->
    [one] Il est activé. Il reste un code de secours.
   *[other] Il est activé. Il reste { $count } codes de secours.
 }
account-code-wrong = Ce n'est pas le code, ou il a déjà servi. Attendez le suivant.
account-recovery = Codes de secours
account-recovery-explains = Notez-les maintenant et gardez-les loin de votre téléphone : chacun vous laisse entrer une fois sans lui. Ils ne seront plus affichés.

# Les agents du service
nav-people = Agents
people-title = Agents
people-search = Chercher
people-find = Chercher
people-add = Ouvrir un compte
people-none = Personne ne correspond.
people-hidden = { $count } de plus : affinez la recherche.
people-name = Nom
people-role = Fonction
people-posts = Postes
people-posts-help = Les postes où l’agent travaille. Sans coche : tous les postes, et le siège.
people-everywhere = partout
people-stamp = Numéro de cachet
people-language = Langue des pages
people-factor-on = activé
people-factor-off = désactivé
people-may-sign-in = compte ouvert
people-drawn = premier mot de passe, valable jusqu’au { $until }
people-drawn-over = premier mot de passe périmé
people-ended = compte clos : { $reason }
people-own = C’est votre propre compte : un autre administrateur le modifie.
people-second = Un autre administrateur doit approuver avant que cela prenne effet.
people-propose-new = Proposer
people-propose-change = Proposer la modification
people-propose-back = Proposer le retour
people-no-name = Indiquez le nom.
people-no-id = Un identifiant se compose de lettres a à z, de chiffres, de points et de tirets.
people-known = Cet identifiant est ou a été attribué. Choisissez-en un autre, ou ouvrez la fiche de l’agent.
people-no-reason = Indiquez le motif.
people-reset = Nouveau mot de passe
people-reset-help = Pour qui a perdu son mot de passe ou son téléphone. Le second facteur est désactivé et l’agent est déconnecté partout. Assurez-vous que c’est bien lui.
people-reset-do = Tirer un nouveau mot de passe
people-own-password = Votre propre mot de passe
people-end = Clore le compte
people-end-help = L’agent est déconnecté ici aussitôt, et à chaque poste dès que celui-ci l’apprend. Ce qu’il a fait reste consigné.
people-end-do = Clore le compte
people-now = Aujourd’hui
people-then = Désormais
people-no-second = Personne d’autre ne peut encore approuver : ouvrez un compte à un second administrateur sur la machine du siège, avec limen accounts add.
people-drawn-title = Premier mot de passe de { $person }
people-drawn-until = Valable jusqu’au { $until }, et seulement pour choisir le sien.
people-drawn-once = Remettez-le à l’agent en personne, et à nul autre. Il ne sera plus affiché.
account-drawn = Votre mot de passe a été tiré pour vous. Choisissez le vôtre avant de commencer.
sign-in-expired = Votre premier mot de passe n’est plus valable. Demandez-en un autre à l’administrateur.
sign-in-drawn = Votre premier mot de passe n’est valable qu’au siège. Choisissez-y le vôtre.
permission-enrol-devices = Admettre les navigateurs d’autres machines

# Appareils
nav-devices = Appareils
devices-how = Admettre une autre machine
devices-trust = Sur cette machine, faites accepter une fois par le navigateur le certificat de ce nœud :
devices-fingerprint = SHA-256
devices-open = Ouvrez-y :
devices-type = Créez un code ici, et saisissez-le là-bas.
devices-name = Emplacement
devices-example = Guichet 2
devices-code-of = Code pour { $device }
devices-code-explains = Saisissez-le sur cette machine dans l’heure. Il sert une fois et ne sera plus affiché.
devices-none-served = Les pages ne s’affichent que sur cette machine. Pour en servir d’autres, indiquez une adresse dans limen.toml :
devices-known = Appareils
devices-none = Aucune autre machine n’a été admise.
devices-since = Depuis
devices-seen = Dernière utilisation
devices-end = Exclure
devices-ended = exclu : { $reason }
enrol-title = Admettre cette machine
enrol-explains = Cette machine n’est pas encore connue ici et ne voit rien. Un chef de poste ou un administrateur crée un code à la page « Appareils ».
enrol-code = Code
enrol-do = Admettre cette machine
enrol-wrong = Ce code n’est pas valable, ou son heure est passée. Demandez-en un autre.
enrol-too-many = Trop de codes ont été essayés depuis cette machine. Réessayez dans { $seconds } secondes.
enrol-is-device = Cette machine est connue ici.

# Se relayer au guichet
aside = Passer la main
aside-explains = Laisser ce guichet à un collègue, et le reprendre avec un code
aside-choose = Choisissez un code pour cette vacation : il vous permet de reprendre votre travail sur cette machine. Il est oublié à la déconnexion.
aside-pin = Code
aside-again = Code, encore une fois
aside-weak = Un code compte de 4 à 8 chiffres, et n’est pas une suite comme 1234 ou 1111.
aside-not-the-same = Les deux codes diffèrent.
resume = Reprendre
resume-title = Reprendre
resume-who = Qui travaille ici maintenant ?
resume-other = Un autre agent se connecte
resume-wrong = Ce n’est pas le code. Après trois erreurs, il faut le mot de passe.
resume-over = La reprise par code n’est plus possible. Connectez-vous avec votre mot de passe.
people-old-warning = Le siège ne répond plus depuis longtemps. Dans { $distance }, plus personne ne pourra se connecter ici : échangez avec lui, par clé USB si la liaison est coupée.
sign-in-stale = Ce poste est sans nouvelles du siège depuis trop longtemps pour savoir qui y travaille encore. L’administrateur échange par clé USB : limen exchange.
account-factor-demanded = Votre fonction exige un second facteur. Activez-le avant de commencer.
sign-in-no-factor = Votre fonction exige un second facteur, qui s’active au siège. Faites-le là-bas.
sign-in-pin = Code erroné
account-sessions = Vos sessions ouvertes
account-sessions-this = ici
account-sessions-end = Me déconnecter partout ailleurs
account-sessions-ended = Vous êtes déconnecté partout ailleurs.

# Ce que les voyageurs demandent sur leurs données
claims-title = Registre des demandes
claims-none = Personne n’a rien demandé.
claim-right = Droit
claim-received = Reçue le
claim-words = Objet
claim-answer-it = Réponse
claim-reason = Suite donnée, ou motif du refus
claim-close = Répondre
claim-new = Inscrire une demande
claim-record = Inscrire
claim-due-by = À traiter avant le (à défaut : 30 jours après la réception)
claim-due = à traiter avant le { $due }
claim-late = en retard de { $distance } : échéance le { $due }
claim-answered = { $answer } le { $at }
right-access = accès
right-rectification = rectification
right-erasure = effacement
right-objection = opposition
claim-answer-granted = satisfaite
claim-answer-partly = satisfaite en partie
claim-answer-refused = refusée

# Passkeys (clés d’accès)
sign-in-with-passkey = Se connecter avec une clé d’accès
sign-in-passkey = Cette clé n’ouvre pas ce poste, ou la demande a expiré. Recommencez, ou donnez votre mot de passe.
passkey-no-answer = Aucune clé n’a répondu. Recommencez, clé branchée, ou prenez l’autre voie.
passkey-not-here = Une clé d’accès ne répond qu’à un nom : ouvrez ces pages sous http://localhost (même port) sur cet ordinateur, ou sous leur nom en https ailleurs.
account-passkeys = Clés d’accès
account-passkeys-explain = Une clé de sécurité, ou le capteur de cet ordinateur, déverrouillé par un code PIN ou un doigt. Elle vous fait entrer sans mot de passe, ici seulement ; le mot de passe seul n’y suffit plus.
account-passkey-name = Nom de la clé
account-passkey-add = Ajouter une clé
account-passkey-remove = Retirer une clé
account-passkey-added = La clé est ajoutée. Partout ailleurs, vous êtes déconnecté.
account-passkey-removed = La clé est retirée. Partout ailleurs, vous êtes déconnecté.
account-passkey-refused = La clé n’a pas répondu comme demandé, la demande a expiré, ou la clé est déjà connue ici. Rien n’a été changé.
account-passkey-most = Vous avez déjà { $count } clés ici. Retirez-en une d’abord.

# Ce qui est grave se fait avec son propre mot de passe
wrong-password-title = Ce n’est pas votre mot de passe
wrong-password-meaning = Rien n’a été fait.
wrong-password-advice = Revenez à la page précédente et recommencez, avec le mot de passe de votre propre compte.
password-locked-title = Trop de mots de passe erronés
password-locked-meaning = Rien n’a été fait. Votre mot de passe n’est plus examiné pendant quelques minutes, un quart d’heure au plus.
password-locked-advice = Revenez à la page précédente et recommencez plus tard. Si les erreurs ne venaient pas de vous, prévenez l’administrateur.
passwords-busy-title = Beaucoup de mots de passe sont en cours de vérification
passwords-busy-meaning = Rien n’a été fait.
passwords-busy-advice = Revenez à la page précédente et recommencez dans quelques secondes.
too-many-looks-title = Vous avez consulté beaucoup d’enregistrements depuis une heure
too-many-looks-meaning = Hors du guichet, on peut ouvrir 200 enregistrements et listes par heure. Le travail au guichet n’est pas touché.
too-many-looks-advice = Reprenez plus tard. Si votre travail l’exige, prévenez le chef de poste : l’auditeur le voit aussi.
