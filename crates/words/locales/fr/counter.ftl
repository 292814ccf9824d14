## Autour de chaque page
choose = À préciser…

## Lecture d'un document
scan-label = Passez le document au lecteur, ou collez sa zone MRZ ici
scan-read = Lire
ready-entry = Prêt · entrée
ready-exit = Prêt · sortie
scan-empty = Rien n'a été lu. Repassez le document au lecteur.
scan-too-long = Trop de caractères pour un seul document. Passez un document à la fois.
scan-foreign-character = Le caractère « { $character } » (n° { $position }) n'existe pas dans une zone de lecture. Repassez le document, ou saisissez-le (F4).
scan-shape = { $characters ->
    [1] 1 caractère lu
   *[other] { $characters } caractères lus
 } : ce n'est pas une zone complète. Repassez le document, ou saisissez-le (F4).
pending-title = La décision pour { $name } n'est pas prise
pending-text = Le document de { $name } vient d'être lu et attend.
pending-keep = Continuer avec { $name }
pending-replace = Mettre de côté et prendre { $name }
turn-from-entry = Passer en sortie
turn-from-exit = Passer en entrée
recorded = Enregistré :

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
age-unknown = âge inconnu
century-guessed = siècle déduit
minor = mineur
name-truncated = nom peut-être abrégé par le document
no-document = Sans document
expires-in = expire dans { $distance }
expires-today = expire aujourd'hui
expired-since = expiré depuis { $distance }
expiry-unknown = date d'expiration inconnue
could-be = Serait-ce :
doubt-line = { $field } : { $text }
doubt-amended-from = corrigé par l'agent (lu : { $before })

## Ce qui a été trouvé
verdict-clear = Rien trouvé
verdict-check = À VÉRIFIER
verdict-possible-hits = { $count ->
    [1] 1 signalement ressemble : à examiner
   *[other] { $count } signalements ressemblent : à examiner
 }
verdict-minor = mineur : qui l’accompagne ?
verdict-no-document = aucun document : identité telle que déclarée
stop-arrest = Ne laissez pas partir cette personne. Appelez la 2e ligne.
stop-refuse = Un signalement demande le refus d'entrée.
stop-refer = Un signalement demande l'examen en 2e ligne.
stop-inform-discreetly = Laissez passer sans rien montrer.
stop-protect = Cette personne a besoin de protection. Accompagnez-la en 2e ligne.
stop-seize-document = Ce document est signalé volé ou perdu. Gardez-le.
hit-position = { $at } sur { $of }
hit-score = ressemblance { $percent } %
also-known-as = Aussi connu sous :
compare-how = Comparaison
compare-name = Nom
likeness-none = non comparable
part-label = partie
part-other = sans équivalent
part-missing = d’un côté seulement
judge-clear = Autre personne
judge-confirm = Même personne

## Ce qui est demandé
ask-residence-help = Code du pays où la personne réside, par exemple MLI

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
withdraw-text = Le voyageur s'en va ou revient plus tard : aucun passage n'est enregistré, la consultation reste au journal.
refer-why = Orienter en 2e ligne, parce que
stop-why-refuse = Refuser l'entrée, pour au moins un motif
referral-settled-already = Ce dossier a déjà été traité ou corrigé. Rien n'a changé.
not-open-hit = Un signalement reste à examiner : confirmez-le, écartez-le, ou orientez.
not-open-confirmed = Un signalement est confirmé : orientez en 2e ligne.
not-open-accompaniment = Dites d'abord avec qui le mineur passe.
not-open-direction = Cette décision est celle de l'autre sens. Vérifiez entrée ou sortie (F2).
not-open-ground = Cochez au moins un motif de refus.
not-open-referred = Ce dossier est déjà en 2e ligne : décidez ici.

## Saisie à la main
typed-title = Saisir un voyageur
typed-document = Document
typed-kind = Sorte
typed-no-document = Aucun document (identité déclarée)
typed-birth-help = Jour ou mois inconnus : écrivez seulement l'année, ou l'année et le mois.
typed-present = Présenter au guichet
typed-name-too-long = 80 caractères au plus.
typed-birth-too-old = Cette date de naissance est trop ancienne.
typed-number-missing = Écrivez le numéro, ou choisissez « Aucun document ».
typed-state-unknown = Ce pays n'existe pas.

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
known-meanwhile = Ce qui est connu du voyageur a changé depuis la lecture du document. Vérifiez, puis décidez à nouveau.
judged-meanwhile = Une concordance a été jugée entre-temps dans une autre fenêtre. Vérifiez, puis décidez à nouveau.
not-recorded = Ce voyageur avait été mis de côté : aucun passage n'a été enregistré.

## Signalements
cleared-before = { $name } : déjà écarté ({ $reason }) par { $by }, même document, mêmes données

## Le calcul des séjours
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
    [1] Séjour dépassé d'un jour
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
    [1] 1 passage antérieur reste sans pendant
   *[other] { $count } passages antérieurs restent sans pendant
}
stay-to-overstays = Voir les dépassements de séjour

## 2e ligne
second-line-waits = en 2e ligne, pas encore pris
outcomes-title = Orientés par vous
referral-taken-by-other = Un autre agent a déjà pris ce dossier.

## Protection
do-protect-ask = Protection…

## Issues
do-ask-refuse-exit = Refuser, retenir…
do-refuse-exit = Refuser la sortie
do-take-back = Retour : refoulé par l'autre côté
do-desist = Le voyageur renonce
hold-because = Retenir pour
stop-why-refuse-exit = Refuser la sortie, pour au moins un motif
not-open-protected = Cette personne est suivie en 2e ligne : orientez-la (F8). Elle n'est ni refusée ni renvoyée ici.
not-open-health = Posez d'abord les questions de santé.
not-open-health-service = La réponse demande le service de santé : orientez en 2e ligne (F8), ou besoin d'un médecin (F7).
not-open-take-back = Aucune sortie récente de ce voyageur n'est connue : c'est une entrée ordinaire.

## Le poste entier : personnes, groupes, visas, comptage, images
typed-none = aucune
typed-status-by-document = d'après le document
typed-beside-title = Un autre document du même voyageur
do-another-document = Autre document…
do-pictures = { $count ->
    [0] Photo, pages…
    [1] Photo, 1 page
   *[other] Photo, { $count } pages
 }
pending-beside = Autre document de { $name } ({ $document })
namesake = Même nom, même naissance : { $document } ({ $count } passages, le dernier le { $date }). Est-ce la même personne ?
same-person-face = le visage
same-person-documents = les documents
same-person-says-so = ses dires
same-person-together = présentés ensemble
same-person-mistake = erreur
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
not-open-aside = Un signalement vise peut-être cette personne ou ce véhicule : dites pourquoi le contrôle s'arrête là. Le chef de poste le verra.
not-open-changed = Ce que l'on sait a changé pendant la décision, et rien n'a été enregistré. Vérifiez, puis décidez de nouveau.
aside-title = Pourquoi le contrôle s'arrête là (le chef de poste le verra)
aside-words = Précisions
confirmed-by = Confirmé par { $officer }, { $when } (d'après { $reason })
confirmed-change = Revenir sur cette confirmation…
party-next = Suivant : { $name }
visas-good = visa { $number } : bon, séjour jusqu'au { $date }
visas-good-freely = visa { $number } : bon
visas-not-yet = visa { $number } : bon seulement à partir du { $date }
visas-past = visa { $number } : expiré le { $date }
visas-used-up = visa { $number } : entrées épuisées ({ $count })
visas-revoked = visa { $number } : révoqué ({ $reason })
visas-conditions = conditions : { $conditions }
visas-of-another = le visa { $number } est enregistré pour un autre document
tally-place = Lieu
tally-place-here = au poste
tally-choose = Choisir
tally-exposed = La personne suivante est…
tally-nothing = sans signe particulier
tally-people-entry = comptés à l'entrée aujourd'hui
tally-people-exit = comptés à la sortie aujourd'hui
tally-unsent = pas encore envoyé :
tally-sent = tout est enregistré
tally-undo = Annuler le dernier
tally-apart = Les personnes comptées ne sont pas enregistrées une à une ; elles ne s'ajoutent jamais aux passages.
tally-today = Comptages du jour
tally-cancel = Annuler
attachment-face = visage

## Flux : compter, dessiner, publier
stay-class-0 = dans la journée
stay-class-1-3 = 1 à 3 jours
stay-class-4-7 = 4 à 7 jours
stay-class-8-30 = 8 à 30 jours
stay-class-31-90 = 1 à 3 mois
stay-class-91-365 = 3 mois à un an
stay-class-366 = plus d’un an
