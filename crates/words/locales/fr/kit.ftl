## Autour de chaque page
skip-to-main = Aller au contenu
nav-waiting = en attente
nav-label = Pages
nav-counter = Guichet
nav-day = Journée
nav-card = Documents d’essai
other-language = English
sign-out = Se déconnecter
back = Retour
back-to-counter = Retour au guichet
back-to-start = Page d’accueil
key-escape = Échap
key-insert = Inser
days = jours
way-entry = ENTRÉE
way-exit = SORTIE
journal-checking = journal en vérification
journal-sound = journal intègre
journal-broken = JOURNAL ALTÉRÉ
journal-broken-warning = Le journal de { $node } n’est plus intègre à partir de l’événement n° { $seq }. Prévenez l’administrateur et laissez cette machine en l’état.
journal-unreadable-warning = Le journal ne peut pas être relu jusqu’au bout. Prévenez l’administrateur : le disque est peut-être endommagé.
clock-behind-warning = L’horloge de cette machine retarde sur le dernier enregistrement : elle indique { $today }. Vérifiez la date avant de continuer.
clock-before-built-warning = L’horloge de cette machine indique { $today }, ce qui est impossible. Faites-la régler avant de continuer.
clock-contradicted-warning = L’horloge de cette machine est fausse : { $clock } par rapport aux autres machines. Rien n’est effacé tant qu’elle n’est pas réglée.
setting-unreadable = Le réglage « { $setting } » est illisible ; ce qui en dépend est bloqué. Dites à l’administrateur : « fixer { $setting } à nouveau ».
erasure-waits-warning = Un effacement important attend l’accord de deux personnes.

## Connexion
sign-in-account = Identifiant

## Lecture d'un document
open-record = Voir

## Qui
age = { $years ->
    [0] moins d’un an
    [one] { $years } an
   *[other] { $years } ans
 }
age-between = { $youngest } ou { $oldest } ans
nationality-unknown = nationalité inconnue
distance-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
 }
distance-months = { $count } mois
distance-years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
 }
date-unknown = date inconnue
colon = { $what } : { $text }
date-form = JJ/MM/AAAA
field-nationality = Nationalité
field-sex = Sexe

## Ce qui a été trouvé
compare-what = Élément
compare-traveller = Voyageur
compare-alert = Signalement
date-between = entre { $first } et { $last }
date-without-end = sans limite
date-about = vers { $year }
date-about-between = vers { $first }–{ $last }
compare-birth-place = Lieu de naissance
judge-because = Au vu de

## Ce qui s'est passé avant
earlier-title = Passages antérieurs
earlier-none = Aucun passage connu avec ce document.
earlier-total = { $count ->
    [1] 1 passage en tout
   *[other] { $count } passages en tout
 }

## Ce qui est demandé
ask-title = Voyage
ask-purpose = Motif
ask-mode = Transport
ask-origin = Provenance
ask-destination = Destination
ask-residence = Résidence
ask-stay = Séjour
ask-accompaniment = Accompagnement

## Ce qu'on fait
finish-open-first = Un voyageur attend déjà à ce guichet. Terminez d’abord avec lui.

## Saisie à la main
typed-wrong = Rien n’a été enregistré. Corrigez les champs marqués.
typed-person = Personne
typed-name-missing = Saisissez le nom.
typed-date-wrong = Date non reconnue : saisissez AAAA-MM-JJ, AAAA-MM ou AAAA.
typed-birth-in-future = Cette date de naissance est à venir.

## La journée
day-show = Afficher
column-time = Heure
column-name = Nom
column-document = Document
column-officer = Agent

## Un passage
record-when = Date et heure
record-post = Poste
record-direction = Sens
record-document = Document
record-officer = Agent
record-settled = Ce dossier a été traité en 2e ligne.
correct-reason = Motif
correct-reason-missing = Indiquez le motif de la correction.
correct-adult-not-offered = Cet adulte ne peut pas être nommé : il n’est pas passé ici à ce moment, ou il a été refusé, orienté ou contrôlé de nouveau depuis. Choisissez-en un autre.

## Ce qui ne va pas
store-full-title = Le poste ne peut rien enregistrer : disque plein
store-full-meaning = Votre dernière saisie n’a pas été enregistrée. Les enregistrements antérieurs sont intacts.
store-full-advice = Notez le passage sur papier et prévenez l’administrateur : « disque plein ».
store-locked-title = Le poste ne peut rien enregistrer : base occupée
store-locked-meaning = Un autre programme occupe la base de données. Votre dernière saisie n’a pas été enregistrée.
store-locked-advice = Réessayez dans une minute ; sinon prévenez l’administrateur : « base verrouillée ».
store-missing-title = Le poste ne peut rien enregistrer : base introuvable
store-missing-meaning = Le fichier de la base de données n’est plus à sa place. Votre dernière saisie n’a pas été enregistrée.
store-missing-advice = Notez les passages sur papier et prévenez l’administrateur : « base introuvable ».
store-damaged-title = Le poste ne peut rien enregistrer : base endommagée
store-damaged-meaning = La base de données n’est plus lisible. Votre dernière saisie n’a pas été enregistrée.
store-damaged-advice = N’éteignez rien. Notez les passages sur papier et prévenez l’administrateur : « base endommagée ».
store-read-only-title = Le poste ne peut rien enregistrer : écriture interdite
store-read-only-meaning = La base de données est en lecture seule. Votre dernière saisie n’a pas été enregistrée.
store-read-only-advice = Notez le passage sur papier et prévenez l’administrateur : « base en lecture seule ».
store-disk-title = Le poste ne peut rien enregistrer : panne du disque
store-disk-meaning = Le disque refuse l’écriture. Votre dernière saisie n’a pas été enregistrée.
store-disk-advice = Notez les passages sur papier et prévenez l’administrateur : « le disque refuse l’écriture ».
store-unreachable-title = Le poste ne peut rien enregistrer : serveur de base injoignable
store-unreachable-meaning = Le serveur de la base de données ne répond pas. Votre dernière saisie n’a pas été enregistrée.
store-unreachable-advice = Réessayez dans une minute ; sinon prévenez l’administrateur : « serveur de base injoignable ».
store-later-title = Cette base vient d’une version plus récente
store-later-meaning = Ce programme est trop ancien pour cette base de données. Rien n’a été changé.
store-later-advice = Prévenez l’administrateur : « installer la version récente de Limen ».
store-recovering-title = Le siège vient d’être restauré et ne peut encore rien décider
store-recovering-meaning = Il demande d’abord à ses postes ce qu’ils détiennent des décisions prises depuis sa sauvegarde. Rien n’a été changé.
store-recovering-advice = La page Réseau indique ce qui manque. Recommencez quand tout sera là, ou quand deux administrateurs auront confirmé que le siège continue sans.
store-setting-title = Un réglage est illisible
store-setting-meaning = Ce qui en dépend est bloqué ; le reste fonctionne. Rien n’a été changé à l’instant.
store-setting-advice = Prévenez l’administrateur : « réglage illisible, lancer limen doctor ».
store-other-title = Le poste ne peut rien enregistrer
store-other-meaning = La base de données a répondu autrement que prévu. Rien n’a été confirmé.
store-other-advice = Réessayez ; sinon notez le passage sur papier et prévenez l’administrateur.
form-too-large-title = Envoi trop volumineux
form-too-large-meaning = Aucun formulaire n’est aussi long. Rien n’a été enregistré.
form-too-large-advice = Revenez en arrière et envoyez moins de données.
form-wrong-key-title = Cette page n’est plus valable
form-wrong-key-meaning = La demande ne venait pas d’une page de cette session. Rien n’a été enregistré.
form-wrong-key-advice = Revenez en arrière, actualisez la page et recommencez.
form-malformed-title = La demande n’a pas été comprise
form-malformed-meaning = Il y manque une information. Rien n’a été enregistré.
form-malformed-advice = Revenez en arrière et recommencez.
not-allowed-title = Action non autorisée
not-allowed-meaning = Votre fonction ne permet pas cette action, ou l’enregistrement n’est plus modifiable.
not-allowed-advice = Adressez-vous au chef de poste.
other-host-title = Limen n’est pas connu sous ce nom
other-host-meaning = Le navigateur a demandé Limen sous un nom qui n’est pas le sien. C’est peut-être la page d’un autre site qui renvoie ici. Rien n’a été montré ni enregistré.
other-host-advice = Ouvrez Limen à l’une de ses propres adresses. Si ce nom est le bon, l’administrateur l’ajoute à hosts sous [pages] dans limen.toml et redémarre Limen.
not-found-title = Cette page n’existe pas
not-found-meaning = L’adresse est fausse, ou l’enregistrement n’est pas ici.
not-found-advice = Revenez en arrière.
timed-out-title = Le poste ne répond pas à temps
timed-out-meaning = Le disque ou la machine est trop lent. On ne sait pas si la demande a abouti.
timed-out-advice = Vérifiez la page Journée avant de recommencer, et prévenez l’administrateur : « réponse trop lente ».
fault-title = Une erreur s’est produite
fault-meaning = La demande n’a pas abouti, et rien n’a été confirmé.
fault-advice = Vérifiez la page Journée avant de recommencer, et prévenez l’administrateur.

## Signalements
nav-alerts = Signalements
nav-hits = Concordances
percent = { $percent } %
alert-list = Liste
proposals-title = À approuver par une deuxième personne
proposals-none = Rien à approuver.
proposal-by = Proposé par { $author } le { $at }
proposal-own = Cette proposition est de vous. Une autre personne doit l’approuver avant qu’elle prenne effet.
proposal-approved = Approuvé par { $by } le { $at }.
proposal-rejected = Rejeté par { $by } le { $at }.
proposal-withdrawn = Retiré par { $by } le { $at }.
proposal-reason = Motif
proposal-approve = Approuver
proposal-reject = Rejeter
proposal-withdraw = Retirer ma proposition
lists-loaded = En vigueur depuis
upload-file = Fichier
difference-same = Inchangés
busy-title = Plusieurs listes sont déjà en cours de lecture
busy-meaning = Rien n’a été fait.
busy-advice = Attendez la fin d’une lecture, puis recommencez.

## Le calcul des séjours
nav-stay = Séjours

## Règles de séjour au guichet, et dépassements
ask-permit = Visa ou titre jusqu’au

## 2e ligne
nav-second-line = 2e ligne
second-line-with = en 2e ligne, pris en charge par { $officer }
second-line-late = { $count ->
    [1] 1 dossier attend trop longtemps en 2e ligne.
   *[other] { $count } dossiers attendent trop longtemps en 2e ligne.
 }
second-line-open = Ouvrir le dossier de 2e ligne
second-line-decide = Statuer
hit-not-judged = concordance non examinée

## Issues
print = Imprimer
print-help = Choisissez la langue du voyageur, puis imprimez.
print-slip = Imprimer le reçu de passage
print-notice-refuse = Imprimer la décision de refus
print-notice-refuse-exit = Imprimer la décision de refus

## Listes de référence
nav-lists = Listes
nav-documents = Documents de référence
documents-state = État
documents-kind = Document
documents-series = Série ou modèle
documents-look = À vérifier
documents-known = Contrefaçons connues
documents-nothing-said = Rien n’est indiqué.
documents-none-known = Aucune contrefaçon connue.
documents-pictures = Images
beside-light = Lumière
beside-open = Comparer à un document authentique
nav-trust = Certificats

## Le poste entier : personnes, groupes, visas, comptage, images
nav-more = Plus
nav-party = Groupes
nav-visas = Visas
nav-tally = Comptage
typed-further-nationality = Autre nationalité
typed-status = Statut
ask-drives = Conduit le véhicule
clock-leapt-warning = L’horloge a avancé de { $distance } depuis le dernier enregistrement : elle indique { $today }. Vérifiez la date avant de continuer.
clock-question = La date affichée est-elle juste ?
clock-right = Oui, la date est juste
party-title = Groupes et véhicules
party-end = Terminer le groupe
party-hit = véhicule signalé
visas-new = Délivrer un visa
tally-title = Comptage
pictures-kept = Photo et pièces jointes

## Réseau
nav-network = Réseau
nav-neighbours = Voisins
nav-notices = Avis
link-state-here = connecté au siège
link-state-away = siège injoignable depuis { $distance }
link-state-never = jamais connecté au siège
link-rejected-warning = Le siège n’accepte plus le journal de ce poste. Prévenez l’administrateur ; les passages restent enregistrés ici.
link-clock-warning = L’horloge de ce poste est fausse : { $clock } par rapport à celle du siège. Faites-la régler.
disk-warning = Il ne reste que { $free } sur le disque. Libérez de la place.
disk-warning-others = Il ne reste que { $free } sur le disque. Prévenez l’administrateur : « disque presque plein ».
board-state = État
board-make-code = Générer un code
board-reason = Motif
recovery-title = Ce siège a été restauré à partir d’une sauvegarde
recovery-warning = Ce siège a été restauré à partir d’une sauvegarde et ne décide rien pour l’instant : voir la page Réseau.
recovery-warning-others = Ce siège a été restauré à partir d’une sauvegarde et ne décide rien pour l’instant : les administrateurs s’en occupent.
link-rewritten-warning = Le journal du siège n’est plus celui que ce poste a vu. Prévenez l’auditeur et l’administrateur ; les passages restent enregistrés ici.
link-behind-warning = Le siège a été restauré et n’a pas ce que ce poste détient. Prévenez l’administrateur ; ici tout continue comme avant.
link-twin-warning = Une autre machine travaille sous le nom de ce poste ({ $journal }). Prévenez l’administrateur : l’une des deux doit être retirée.

## Flux : compter, dessiner, publier
nav-flows = Flux
nav-planning = Planification
flows-not-ready-title = Calcul des flux en cours
flows-not-ready-meaning = L’historique est long et son premier calcul prend du temps ; aucune donnée n’est perdue.
flows-not-ready-advice = Revenez à cette page dans une minute.
flows-unbounded-title = Les flux ne peuvent pas être affichés
flows-unbounded-meaning = Le réglage qui protège les effectifs publiés est illisible ; les effectifs, eux, sont intacts.
flows-unbounded-advice = Demandez à l’administrateur de corriger le réglage flows-protection.

## Pourquoi l'on consulte
nav-audit = Audit
nav-purpose = Motif

## Ce que les voyageurs peuvent demander sur leurs données
nav-rights = Droits
erasure-waits = { $due } événements sur { $held } ont dépassé leur durée de conservation.

## Son propre compte
account-factor = Double authentification

## Les agents du service
nav-people = Agents
people-own-password = Votre propre mot de passe
own-password-wrong = Mot de passe incorrect : rien n’a été fait. Saisissez celui de votre propre compte.
own-password-locked = Trop de mots de passe incorrects : rien n’a été fait. Votre mot de passe ne sera plus vérifié avant { $time }. Si les erreurs ne venaient pas de vous, prévenez l’administrateur.

## Appareils
nav-devices = Appareils

## Se relayer au guichet
aside = Passer la main
aside-explains = Laisser ce guichet à un collègue, et le reprendre avec un code
people-old-warning = Le siège ne répond plus depuis longtemps. Dans { $distance }, plus personne ne pourra se connecter ici : échangez les données avec lui, par clé USB si la liaison est coupée.

## Ce qui est grave se fait avec son propre mot de passe
passwords-busy-title = Beaucoup de mots de passe sont en cours de vérification
passwords-busy-meaning = Rien n’a été fait.
passwords-busy-advice = Revenez à la page précédente et recommencez dans quelques secondes.
too-many-looks-title = Vous avez consulté beaucoup d’enregistrements depuis une heure
too-many-looks-meaning = Hors du guichet, on peut ouvrir 200 enregistrements et listes par heure. Le travail au guichet continue normalement.
too-many-looks-advice = Reprenez plus tard. Si votre travail l’exige, prévenez le chef de poste : l’auditeur le voit aussi.

# Tables that are sent
table-error-read = Le fichier n’est pas lisible jusqu’au bout.
table-error-empty = Le fichier est vide.
table-error-too-large = Ce fichier est trop volumineux. Rien n’a été importé.
table-error-workbook = Ce classeur est illisible. Enregistrez-le en XLSX ou en CSV.
table-error-cut-off = Le fichier est tronqué, ou un guillemet n’est pas fermé : la suite est illisible. Rien n’a été importé.
table-error-no-headings = Aucune ligne ne porte d’en-têtes de colonnes connus. Le fichier commence par :
columns-title = En-têtes de colonnes
columns-asked = Limen ne connaît pas certaines colonnes de { $file }. Indiquez ce qu’elles contiennent. La réponse vaudra pour les prochains fichiers du même type.
columns-remembered = En-têtes déjà expliqués. Ils valent pour les prochains fichiers du même type.
columns-none = Aucun en-tête n’a encore été expliqué.
columns-heading = En-tête
columns-sample = Premières valeurs
columns-holds = Contenu
columns-continue = Lire le fichier
columns-save = Enregistrer
columns-forget = (oublier)
columns-not-now = à laisser de côté cette fois
columns-gone = Ce fichier n’est plus en attente : il a déjà été lu, ou vingt minutes ont passé. Vérifiez la liste, puis envoyez-le de nouveau si besoin.
columns-link = En-têtes de colonnes
table-nobody = Le fichier ne nomme personne : il n’y a aucune ligne sous les en-têtes.
table-line = ligne { $line } : { $what }
table-row-too-many = une liste compte au plus 500 personnes. Envoyez les autres dans une seconde liste
table-row-no-name = le nom manque
table-row-long-name = le nom dépasse 80 caractères
table-field-unneeded = colonne inutile
table-field-full_name = nom complet
table-field-surname = nom
table-field-given_names = prénoms
table-field-aliases = autres noms
table-field-birth_date = date de naissance
table-field-birth_year = année de naissance
table-field-birth_month = mois de naissance
table-field-birth_day = jour de naissance
table-field-birth_place = lieu de naissance
table-field-sex = sexe
table-field-nationality = nationalité
table-field-document_kind = type de document
table-field-document_number = numéro du document
table-field-passport_number = numéro du passeport
table-field-id_card_number = numéro de la carte d’identité
table-field-issuer = pays de délivrance
table-field-expiry = fin de validité du document
table-field-visa_number = numéro du visa
table-field-visa_kind = type de visa
table-field-valid_from = valable du
table-field-valid_until = valable jusqu’au
table-field-entries = nombre d’entrées
table-field-stay_days = jours de séjour
table-field-conditions = conditions
table-field-status = valable ou révoqué
table-field-plate = immatriculation
table-field-action = conduite à tenir
table-field-instruction = consigne pour l’agent
table-field-reason = motif
table-field-reference = référence du dossier
table-field-review_on = date de réexamen
table-field-id = identifiant
table-field-driver = conducteur
table-field-entry = date d’entrée
table-field-exit = date de sortie
table-field-permit_from = sous visa ou titre de séjour du
table-field-permit_until = sous visa ou titre de séjour jusqu’au
list-fault-encoding = Le fichier n’est pas du texte UTF-8. Enregistrez-le en CSV UTF-8.
list-fault-no-column = La colonne « { $column } » manque. Ajoutez-la.
list-fault-no-line = Ce n’est pas une ligne CSV avec autant de champs que de colonnes.
list-fault-too-many = La liste compte plus de 2 000 lignes.
list-fault-empty = Il n’y a rien sous les en-têtes. Écrivez une entrée par ligne.
list-fault-text = « { $column } » demande un texte de 1 à 300 caractères.
list-fault-code = Un code compte 1 à 16 lettres, chiffres ou tirets.
list-fault-twice = La ligne { $line } a déjà ce code. Donnez à chaque ligne le sien.
list-fault-day = « { $text } » n’est pas une date. Écrivez AAAA-MM-JJ.
list-fault-backwards = La fin précède le début. Corrigez les dates.
list-fault-state = « { $text } » n’est pas un code pays des documents de voyage.
list-fault-no-state = « { $column } » ne nomme aucun pays. Écrivez des codes comme GIN SEN, ou *.
list-fault-unknown = Limen ne connaît pas le code « { $text } ».
list-fault-stay = Ce n’est pas une règle de séjour. Écrivez 90/180, 90/year, 90/entry, until AAAA-MM-JJ, free ou visa.
list-fault-overlaps = Elle chevauche la ligne { $line } : même nationalité et même document le même jour. Terminez l’une avant que l’autre commence.
list-fault-about = « { $text } » n’est ni un motif d’orientation ni un besoin de protection.
list-fault-number = « { $column } » doit être un nombre de 1 à { $most }.
list-fault-nobody = Aucune autorité n’est désignée pour : { $need }. Ajoutez une ligne.
list-fault-too-many-documents = La liste compte plus de { $most } documents.
list-fault-picture = L’image « { $text } » n’est pas conservée ici. Ajoutez-la depuis la page du document de référence.
list-fault-layout-no-mark = Rien ne dit à quoi reconnaître ces textes. Remplissez « starts », « holds » ou les deux.
list-fault-layout-no-layout = Aucune ligne avant ce champ ne porte le nom de son modèle. La première ligne d’un modèle porte son nom, les autres suivent.
list-fault-layout-place = Remplissez exactement une colonne parmi « key », « part » et « from », et « length » avec « from » seulement.
list-fault-layout-no-separators = « key » et « part » exigent des séparateurs dans la première ligne du modèle.
list-fault-layout-values = Écrivez les valeurs ainsi : 1=M | 2=F.
list-fault-layout-escape = Écrivez les signes invisibles ainsi : \n, \r, \s, \x1e ou \\.
list-fault-degrees = « { $column } » doit être un nombre de degrés de -{ $most } à { $most }, comme 11,956.
list-fault-place = Le nom d’un lieu compte au plus { $most } caractères, sur une seule ligne.
list-fault-post = « { $text } » n’est pas un poste de ce réseau. Écrivez l’identifiant d’un poste, comme KRM.
table-row-damaged = des caractères illisibles
table-no-names = Aucune colonne ne donne de noms. Colonnes inconnues :
keys-title = Raccourcis clavier de cette page
keys-close = Fermer
