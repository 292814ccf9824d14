## Autour de chaque page
choose = Choisir…

## Lecture d'un document
scan-label = Passez le document au lecteur, ou collez sa zone MRZ ici
scan-read = Lire
ready-entry = Prêt · entrée
ready-exit = Prêt · sortie
scan-empty = Rien n’a été lu. Repassez le document au lecteur.
scan-too-long = Trop de caractères pour un seul document. Passez les documents un par un.
scan-foreign-character = Le caractère « { $character } » (n° { $position }) n’existe pas dans une zone MRZ. Repassez le document, ou saisissez-le à la main (F4).
scan-shape = { $characters ->
    [1] 1 caractère lu
   *[other] { $characters } caractères lus
 } : ce n’est pas une zone MRZ complète. Repassez le document, ou saisissez-le à la main (F4).
pending-title = Vous n’avez pas encore décidé pour { $name }
pending-text = Le document de { $name } vient d’être lu et attend.
pending-keep = Continuer avec { $name }
pending-replace = Mettre de côté et passer à { $name }
turn-from-entry = Passer en sortie
turn-from-exit = Passer en entrée
recorded = Enregistré :

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
minor = { $sex ->
    [F] mineure
    [M] mineur
   *[X] mineur(e)
 }
name-truncated = nom peut-être tronqué sur le document
no-document = Sans document
expires-in = expire dans { $distance }
expires-today = expire aujourd’hui
expired-since = expiré depuis { $distance }
expiry-unknown = date d’expiration inconnue
could-be = Valeur possible :
doubt-line = { $field } : { $text }
doubt-amended-from = correction de l’agent (lu : { $before })

## Ce qui a été trouvé
verdict-clear = Rien trouvé
verdict-check = À VÉRIFIER
verdict-possible-hits = { $count ->
    [1] 1 concordance possible : à examiner
   *[other] { $count } concordances possibles : à examiner
 }
verdict-minor = { $sex ->
    [F] mineure
    [M] mineur
   *[X] mineur(e)
 } : qui l’accompagne ?
verdict-no-document = aucun document : identité telle que déclarée
stop-arrest = Ne laissez pas partir cette personne. Appelez la 2e ligne.
stop-refuse = Un signalement demande le refus d’entrée.
stop-refer = Un signalement demande l’examen en 2e ligne.
stop-inform-discreetly = Laissez passer sans rien laisser paraître.
stop-protect = Cette personne a besoin de protection. Accompagnez-la en 2e ligne.
stop-seize-document = Ce document est signalé volé ou perdu. Conservez-le.
hit-position = { $at } sur { $of }
hit-score = ressemblance { $percent } %
also-known-as = Alias :
compare-how = Comparaison
compare-name = Nom
likeness-none = non comparable
part-label = dont
part-other = sans équivalent
part-missing = d’un côté seulement
judge-clear = Autre personne
judge-confirm = Même personne

## Ce qui est demandé
ask-residence-help = Code du pays de résidence, par exemple MLI

## Ce qu'on fait
do-admit = Admettre
do-let-depart = Autoriser la sortie
do-refuse = Refuser l’entrée
do-hold = Retenir
do-refer = Orienter
do-refer-now = Orienter en 2e ligne
do-refer-ask = Orienter…
do-ask-refuse = Refuser…
do-type = Saisie manuelle / sans document
do-type-correct = Corriger
do-withdraw-ask = Mettre de côté…
do-withdraw = Mettre de côté
withdraw-text = Le voyageur s’en va ou revient plus tard : aucun passage n’est enregistré ; la consultation reste au journal.
refer-why = Motif de l’orientation en 2e ligne
stop-why-refuse = Refus d’entrée : au moins un motif
referral-settled-already = Ce dossier a déjà été traité ou corrigé. Rien n’a changé.
not-open-hit = Une concordance reste à examiner : confirmez-la, écartez-la, ou orientez en 2e ligne.
not-open-confirmed = Une concordance est confirmée : orientez en 2e ligne.
not-open-accompaniment = Indiquez d’abord avec qui le mineur passe.
not-open-direction = Cette décision ne correspond pas au sens du passage. Vérifiez entrée ou sortie (F2).
not-open-ground = Cochez au moins un motif de refus.
not-open-referred = Ce dossier est déjà en 2e ligne : décidez ici.

## Saisie à la main
typed-title = Saisie manuelle d’un voyageur
typed-document = Document
typed-kind = Type
typed-no-document = Aucun document (identité déclarée)
typed-birth-help = Jour ou mois inconnu : saisissez seulement l’année, ou l’année et le mois.
typed-present = Présenter au guichet
typed-name-too-long = 80 caractères au plus.
typed-birth-too-old = Cette date de naissance est trop ancienne.
typed-number-missing = Saisissez le numéro, ou choisissez « Aucun document ».
typed-state-unknown = Pays inconnu.

## Documents d'essai
card-title = Documents d’essai
card-explains = Personnes et documents inventés. Copiez une zone MRZ au guichet, ou passez-la au lecteur d’un clic.
card-scan = Passer au lecteur
card-clean = Voyageur connu, en règle
card-expired = Passeport expiré
card-check-digit = Clé de contrôle incorrecte
card-truncated = Nom tronqué sur le document
card-possible-hit = Concordance possible avec un signalement
card-false-hit = Homonyme : concordance à écarter
card-stolen = Document volé
card-minor = Mineur
card-card = Carte d’identité, numéro long
card-unknown-state = État qui n’existe pas
card-half = Lecture incomplète
card-visa = Visa exigé, e-visa enregistré
card-visa-sticker = Le visa de ce voyageur (vignette)
card-overstay = En sortie : dépassement de séjour
card-renewed = Nouveau passeport d’un voyageur connu
card-national = Malien qui rentre au pays

## Ce qui ne va pas
known-meanwhile = Les informations sur ce voyageur ont changé depuis la lecture du document. Vérifiez, puis décidez de nouveau.
judged-meanwhile = Une concordance a été examinée entre-temps dans une autre fenêtre. Vérifiez, puis décidez de nouveau.
not-recorded = Ce voyageur avait été mis de côté : aucun passage n’a été enregistré.

## Signalements
cleared-before = { $name } : concordance déjà écartée ({ $reason }) par { $by }, même document, mêmes données

## Le calcul des séjours
stay-title = Jusqu’à quand peut-on séjourner ?
stay-rule = Règle
stay-rule-help = 90/180 : 90 jours sur toute période de 180 jours. 90/year : 90 jours par année civile. 90/entry : 90 jours à chaque entrée. Ou encore : until 2026-12-31 (jusqu’à cette date), free (sans limite).
stay-waiver = Accord bilatéral
stay-waiver-help = Jours qu’il ajoute une fois la règle épuisée, par exemple 30/year. Laissez vide s’il n’y en a pas.
stay-by-waiver = Jours au titre de l’accord
stay-permit-ends-early = Séjour { $stay } : la fin du visa ou du titre de séjour précède son début. Vérifiez ses dates.
stay-rule-wrong = Saisissez une règle, par exemple 90/180, 90/year, 90/entry, until 2026-12-31 ou free.
stay-on = À cette date
stay-date-wrong = Saisissez une date, par exemple 14/02/2026.
stay-history = Séjours déjà effectués
stay-history-help = Un séjour par ligne : entrée et sortie, par exemple 14/02/2026 28/02/2026. Séjour sous visa ou titre de séjour : ajoutez son dernier jour, par exemple 14/02/2026 28/06/2026 visa 31/05/2026. Sans sortie : encore dans le pays.
stay-line-wrong = La ligne { $line } n’est pas une entrée et une sortie. Saisissez par exemple 14/02/2026 28/02/2026.
stay-ends-early = Séjour { $stay } : la sortie précède l’entrée. Vérifiez les deux cachets.
stay-no-exit = Le séjour { $stay } n’a pas de sortie, et un autre commence après lui. Cherchez le cachet manquant.
stay-too-old = Le séjour { $stay } commence avant 1900. Vérifiez sa date.
stay-too-long = Trop de séjours. N’indiquez que les derniers.
stay-count = Calculer
stay-until = Peut rester jusqu’au { $date }
stay-enter-until = Peut entrer le { $on } et rester jusqu’au { $date }
stay-freely = Peut séjourner sans limite de durée
stay-overstayed = { $count ->
    [1] Dépassement de séjour d’un jour
   *[other] Dépassement de séjour de { $count } jours
 }
stay-no-entry = Ne peut pas entrer le { $on } selon cette règle
stay-again = Pourra entrer de nouveau à partir du { $date }.
stay-not-again = Pas non plus dans l’année qui suit.
stay-used = Jours utilisés
stay-left = Jours restants
stay-over = Jours de dépassement
stay-how = Le jour d’entrée et le jour de sortie comptent tous deux. Les jours passés sous visa ou titre de séjour ne comptent pas. Les jours les plus anciens sortent peu à peu de la période : le séjour peut donc durer plus que les jours restants.

## Règles de séjour au guichet, et dépassements
not-open-permit = Visa ou titre exigé : saisissez son dernier jour de validité, ou bien orientez ou refusez.
stays-may = séjour autorisé jusqu’au { $date } : { $source }
stays-freely = séjour sans limite de durée : { $source }
stays-visa = visa ou titre de séjour exigé : { $source }
stays-used-up = jours de séjour épuisés, peut revenir à partir du { $date } : { $source }
stays-used-up-long = jours de séjour épuisés pour plus d’un an : { $source }
stays-no-rule = aucune règle de séjour applicable : prévenez l’administrateur
stays-in-time = sortie dans les délais : autorisé jusqu’au { $date }
stays-overstayed = { $count ->
    [one] dépassement de séjour d’un jour : autorisé jusqu’au { $date }
   *[other] dépassement de séjour de { $count } jours : autorisé jusqu’au { $date }
}
stays-entry-unseen = aucune entrée enregistrée avec une date limite : durée du séjour inconnue
stays-unmatched = { $count ->
    [1] 1 passage antérieur sans entrée ou sortie correspondante
   *[other] { $count } passages antérieurs sans entrée ou sortie correspondante
}
stay-to-overstays = Voir les dépassements de séjour

## 2e ligne
second-line-waits = en 2e ligne, pas encore pris en charge
referral-taken-by-other = Un autre agent a déjà pris ce dossier en charge.

## Protection
do-protect-ask = Protection…

## Issues
do-ask-refuse-exit = Refuser, retenir…
do-refuse-exit = Refuser la sortie
do-take-back = Enregistrer le retour (refoulé par le pays voisin)
do-desist = Enregistrer la renonciation
hold-because = Motif de la retenue
stop-why-refuse-exit = Refus de sortie : au moins un motif
not-open-protected = Cette personne est suivie par la 2e ligne : orientez-la (F8). Elle n’est ni refusée ni renvoyée ici.
not-open-health = Posez d’abord les questions de santé.
not-open-health-service = La réponse relève du service de santé : orientez en 2e ligne (F8), ou signalez le besoin d’un médecin (F7).
not-open-chip = Un contrôle de la puce a échoué : orientez en 2e ligne (F8).
not-open-take-back = Aucune sortie récente de ce voyageur n’est connue : c’est une entrée ordinaire.

## Le poste entier : personnes, groupes, visas, comptage, images
typed-none = aucune
typed-status-by-document = selon le document
typed-beside-title = Un autre document du même voyageur
do-another-document = Autre document…
do-pictures = { $count ->
    [0] Photo, pages…
    [1] Photo, 1 page
   *[other] Photo, { $count } pages
 }
pending-beside = Ajouter aux documents de { $name } ({ $document })
namesake = Mêmes nom et date de naissance : { $document } (passages : { $count }, le dernier le { $date }). Est-ce la même personne ?
same-person-face = visage
same-person-documents = documents
same-person-says-so = déclarations de la personne
same-person-together = documents présentés ensemble
same-person-mistake = erreur
verdict-elsewhere = ce document est aussi ouvert au guichet de { $officer }
not-open-minor-without-parent = Un mineur sans parent ni tuteur passe par la 2e ligne, qui le protège : orientez-le (F8).
not-open-vehicle = Un signalement vise le véhicule : examinez-le d’abord sur la page du groupe.
not-open-driver = Indiquez qui conduit le véhicule, ou qu’aucun de ces voyageurs ne le conduit.
not-open-vehicle-stopped = Le véhicule est recherché : orientez le conducteur en 2e ligne (F8). Les passagers peuvent passer.
ask-adult = Avec
adult-unnamed-crossed-before = est passé plus tôt, ou à un autre poste
adult-unnamed-not-recorded = passe sans être enregistré (frontalier, national)
adult-unnamed-not-passing = est refusé ou orienté
ask-adult-here = Passés ici il y a moins de 30 minutes, ou membres du groupe
ask-adult-unnamed = Non nommé, parce que l’adulte…
not-open-adult = Nommez l’adulte avec qui le mineur passe, ou indiquez pourquoi il n’est pas nommé.
not-open-adult-not-offered = Cet adulte ne peut plus être nommé : il n’est pas passé ici à l’instant, ou il est de nouveau contrôlé. Choisissez de nouveau.
not-open-adult-not-passing = L’adulte ne passe pas, et le mineur ne passe pas sans lui : orientez le mineur (F8), ou refusez-le aussi (F9).
not-open-aside = Un signalement vise peut-être cette personne ou ce véhicule : indiquez pourquoi le contrôle s’arrête là. Le chef de poste le verra.
not-open-changed = Les informations ont changé pendant la décision, et rien n’a été enregistré. Vérifiez, puis décidez de nouveau.
aside-title = Pourquoi le contrôle s’arrête là (le chef de poste le verra)
aside-words = Précisions
confirmed-by = Concordance confirmée par { $officer }, { $when } (au vu de : { $reason })
confirmed-change = Revenir sur cette confirmation…
party-next = Suivant : { $name }
visas-good = visa { $number } : valable, séjour jusqu’au { $date }
visas-good-freely = visa { $number } : valable
visas-not-yet = visa { $number } : valable seulement à partir du { $date }
visas-past = visa { $number } : expiré le { $date }
visas-used-up = visa { $number } : entrées épuisées ({ $count })
visas-revoked = visa { $number } : révoqué ({ $reason })
visas-conditions = conditions : { $conditions }
visas-of-another = le visa { $number } est enregistré pour un autre document
tally-place = Lieu
tally-place-here = au poste
tally-choose = Appliquer
tally-exposed = La personne suivante est…
tally-nothing = sans vulnérabilité apparente
tally-people-entry = à l’entrée aujourd’hui
tally-people-exit = à la sortie aujourd’hui
tally-unsent = à envoyer :
tally-sent = tout est enregistré
tally-undo = Annuler le dernier
tally-apart = Les personnes comptées ne sont pas enregistrées une à une ; elles ne s’ajoutent jamais aux passages.
tally-today = Comptages du jour
tally-cancel = Annuler
attachment-face = visage
attachment-chip = visage dans la puce
attachment-evidence = fichier de la puce

## Flux : compter, dessiner, publier
stay-class-0 = dans la journée
stay-class-1-3 = 1 à 3 jours
stay-class-4-7 = 4 à 7 jours
stay-class-8-30 = 8 à 30 jours
stay-class-31-90 = 1 à 3 mois
stay-class-91-365 = 3 mois à un an
stay-class-366 = plus d’un an

## L’instrument
ask-first = À préciser avant la décision
ask-stay-days = Séjour (jours)
judge-document-clear = Autre document
judge-document-confirm = Ce document
ready-last = Vos dernières décisions
ready-last-none = Aucune décision ces 12 dernières heures.
ready-today = Aujourd’hui au poste
ready-referrals = { $count ->
    [1] 1 personne attend en 2e ligne
   *[other] { $count } personnes attendent en 2e ligne
 }
link-cut = Limen ne répond pas. Ce que vous envoyez est conservé sur cette page et partira dès que Limen répondra.
link-back = Limen répond de nouveau.
slow-answer = En cours…
scan-kept = Une lecture faite avant la fin de votre session est conservée ici. Vérifiez-la, puis choisissez Lire.

## Documents lus par caméra
do-camera = Caméra
eye-title = Lire un document par caméra
eye-help = Tenez la page ouverte devant la caméra, les lignes du bas dans le cadre. La lecture est automatique.
eye-hold-still = Zone lue. Ne bougez plus.
eye-file-help = JPEG, PNG ou WebP, 12 Mo au plus. L’image de la page est jointe à l’enregistrement.
eye-read = Lire l’image
eye-folder = Lire la dernière page numérisée
eye-scanner = Numériser et lire
eye-phone = Téléphone
eye-phone-serves = Votre téléphone sert de caméra à ce guichet.
eye-phone-end = Dissocier le téléphone
eye-phone-code = Code affiché par votre téléphone
eye-phone-pair = Associer
eye-phone-picture = Code QR pour votre téléphone
eye-phone-scan = Scannez-le avec votre téléphone, sur lequel vous êtes aussi identifié : sa page s’ouvre avec le code déjà saisi.
eye-phone-how = Sur votre téléphone, connectez-vous et ouvrez la page /camera.
eye-phone-this = Utiliser cet appareil comme caméra d’un guichet
eye-phone-read = Votre téléphone a lu une page. Continuer
eye-code-wrong = Aucun de vos téléphones n’affiche ce code. Vérifiez le code, et que vous êtes connecté sur le téléphone.
eye-gone = Cette page n’est plus en mémoire. Montrez-la de nouveau.
eye-not-kept = Le voyageur est au guichet, mais l’image de la page n’a pas été jointe. Ajoutez-la depuis les images de l’enregistrement.
eye-file-not = { $name } : { $why }
eye-scanner-busy = Le scanner sert un autre guichet. Réessayez dans un instant.
eye-scanner-slow = Le scanner n’a pas répondu à temps. Réessayez, ou joignez un fichier.
eye-scanner-failed = Le scanner n’a donné aucune page. Vérifiez qu’il est branché et allumé, ou joignez un fichier.
eye-no-picture = Ce fichier n’est pas une image (JPEG, PNG ou WebP). Choisissez-en un autre.
eye-damaged = Cette image est abîmée ou incomplète. Reprenez-la.
eye-too-large = Cette image est trop grande : 12 Mo au plus.
eye-no-zone = Aucune zone MRZ trouvée. Montrez les lignes du bas de la page, à la lumière.
eye-several-zones = Plusieurs zones MRZ sont visibles. Montrez une seule page à la fois.
eye-part = Une partie seulement de la zone est visible. Montrez la page entière.
eye-too-small = La zone est trop petite. Approchez la page.
eye-blurred = L’image est floue. Ne bougez plus et laissez la caméra faire le point.
eye-glare = Reflet sur la ligne { $line } de la zone. Inclinez la page ou déplacez la lumière.
eye-cut-left = La zone est coupée à gauche. Montrez la page entière.
eye-cut-right = La zone est coupée à droite. Montrez la page entière.
eye-cut-both = La zone est coupée des deux côtés. Éloignez la page.
seen-title = Comparer avec le document
seen-again = Reprendre l’image
seen-compare = La caméra hésite sur ces caractères. Regardez le document et choisissez ce qui y est imprimé.
seen-place = Ligne { $line }, caractère { $place }
seen-picture = Image du caractère, entre ses voisins
seen-zone = Zone entière, telle que lue
seen-go-on = Confirmer la lecture
phone-title = Caméra du guichet
phone-counter-code = Code de votre guichet
phone-serve = Servir de caméra à ce guichet
phone-code-wrong = Aucun de vos guichets n’affiche ce code, ou ne l’affiche plus. Scannez celui qui est affiché maintenant.
phone-code = Saisissez ce code à votre guichet (F3) :
phone-taken = Continuer
phone-sent = Envoyé au guichet.
phone-next = Document suivant
phone-end = Terminer
## The counter's reader
reader-here = Lecteur : { $readers }
reader-chips = puces
reader-away = { $reader } débranché
reader-noise = { $reader } envoie des données illisibles
reader-has-read = Un document est sur le lecteur.
reader-take = Présenter au guichet
reader-reads = { $step } ({ $file }, { $percent } %)
reader-zone-good = sa zone MRZ est signée par son État
reader-zone-open = sa zone MRZ est lue, son État émetteur non vérifié
reader-zone-check = à vérifier : zone MRZ différente ou signature non valable
reader-step-lay-down = Puce : posez le document seul sur le lecteur de puces
reader-step-opened = Puce : ouverte
reader-step-reading = Puce : lecture
reader-step-proving = Puce : recherche d’une copie
reader-step-lost = Puce : document retiré trop tôt, reposez-le
reader-step-wrong-key = Puce : cette zone MRZ ne l’ouvre pas. Vérifiez le numéro, ou saisissez celui de la carte (CAN)
reader-step-wrong-number = Puce : ce numéro ne l’ouvre pas. Comparez-le avec le document et saisissez-le à nouveau
reader-step-no-document = Puce : ce n’est pas un document de voyage. Posez le document seul sur le lecteur de puces
reader-step-given-up = Puce : illisible
reader-step-no-reader = Puce : le lecteur de puces est débranché
can-ask = Numéro de la carte (CAN)
can-read = Lire la puce
can-malformed = Le numéro de la carte (CAN) a six chiffres. Saisissez-le tel qu’il est imprimé sur le document.
can-no-reader = Aucun lecteur de puces n’est branché à ce guichet. Branchez-le, puis saisissez le numéro à nouveau.

## Ce que dit la puce
chip-title = Puce :
seals-looking = Recherche de sceaux sur la page…
seals-see = Voir les images
chip-record = Puce
chip-differs = sa zone n’est pas celle du document
chip-altered = données modifiées depuis la signature de l’État
chip-copy = copie possible : elle n’a pas prouvé être d’origine
chip-unsigned = signature des données non valable
chip-issuer-failed = signataire non désigné par l’État du document
chip-revoked = signataire révoqué par son État
chip-proven = données intactes, signées par l’État
chip-unknown-issuer = signature valable, mais certificat de l’État absent ici
chip-not-proven = rien n’a pu être vérifié
chip-outcome-good = Valable
chip-outcome-failed = Échec
chip-outcome-not_checked = Non vérifié
chip-outcome-unknown = Indéterminé
chip-check-zone = Zone
chip-check-integrity = Données
chip-check-signer = Signature
chip-check-issuer = État émetteur
chip-check-revocation = Révocation
chip-check-clone = Puce d’origine
chip-zone-same = identique dans la puce et sur la page
chip-zone-other = différente dans la puce et sur la page
chip-integrity-whole = telles que signées
chip-integrity-altered = modifiées depuis la signature
chip-integrity-not_signed = en partie non signées
chip-integrity-nothing_read = rien n’a été lu
chip-integrity-signature_not_proven = signature non vérifiée
chip-integrity-no_security_object = signature non lue
chip-group-zone = zone MRZ (DG1)
chip-group-face = photo (DG2)
chip-group-signature = signature du titulaire (DG7)
chip-group-holder = détails sur le titulaire (DG11)
chip-group-document = détails sur le document (DG12)
chip-group-keys = clés de la puce (DG{ $group })
chip-signer-sound = correspond au certificat du signataire
chip-signer-content_altered = contenu modifié après la signature
chip-signer-mismatch = ne correspond pas au certificat du signataire
chip-signer-malformed = illisible
chip-signer-no_certificate = certificat du signataire absent
chip-signer-unsupported = type non pris en charge
chip-signer-no_security_object = non lue
chip-issuer-trusted = il a désigné le signataire
chip-issuer-trusted_expired_since = il a désigné le signataire ; un certificat a expiré depuis
chip-issuer-mismatch = l’État indiqué n’a pas désigné le signataire
chip-issuer-other_state = signataire d’un autre État que le document
chip-issuer-outside_usage = signé hors de la période d’usage de la clé
chip-issuer-issuer_not_at_hand = certificat de l’État absent ici
chip-issuer-unsupported = type non pris en charge
chip-issuer-signature_not_proven = signature non vérifiée
chip-issuer-no_trust = aucun certificat d’État ici
chip-revocation-not_revoked = signataire non révoqué
chip-revocation-revoked = signataire révoqué par l’État
chip-revocation-list_out_of_date = signataire non révoqué, mais liste périmée
chip-revocation-no_list = liste de l’État absente ici
chip-revocation-issuer_not_proven = État émetteur non vérifié
chip-clone-original = elle a prouvé être d’origine
chip-clone-refuted = elle n’a pas pu le prouver
chip-clone-no_answer = elle n’a pas répondu
chip-clone-files_alone = la puce n’a pas été interrogée
chip-clone-no_key = cette puce ne permet pas de le vérifier
chip-clone-key_not_proven = sa clé n’est pas vérifiée
chip-clone-unsupported = type non pris en charge
chip-check-declared = Déclaré par l’État
chip-is-declared = son État a déclaré un défaut de documents comme celui-ci
chip-declared-signer_signature = la signature du certificat du signataire
chip-declared-signer_encoding = l’écriture du certificat du signataire
chip-declared-authority_encoding = l’écriture du certificat de l’État
chip-declared-active_authentication_key = la clé de la puce est connue d’autres
chip-declared-group_malformed = l’écriture d’une partie de ses données
chip-declared-group_digest = une partie de ses données n’est pas ce qui a été signé
chip-declared-security_object_signature = la signature de ses données
chip-declared-common_file = la liste de ce que contient la puce
chip-declared-zone_data = le contenu de la zone MRZ
chip-declared-zone_check_digit = les chiffres de contrôle de la zone MRZ
chip-declared-chip = la puce ne peut pas être lue
chip-declared-other = autre chose
