## Ce qui s'est passé avant
direction-entry = entrée
direction-exit = sortie

## Ce qu'on fait
do-correct-ask = Corriger…
do-correct = Enregistrer la correction

## La journée
day-day = Jour
day-search = Nom ou numéro
day-direction = Sens
day-both = les deux
day-decision = Décision
day-all = toutes
day-csv = CSV
day-found = { $count ->
    [0] Aucun passage
    [one] 1 passage · page { $page }
   *[other] { $count } passages · page { $page }
 }
day-none = Aucun passage ne correspond.
day-earlier = Plus tôt
day-later = Plus tard
open-referrals = dossiers de 2e ligne à traiter
column-direction = Sens
column-age = Âge
tag-corrected = remplacé
tag-correction = correction
tag-open = à traiter
totals-title = Totaux
totals-entries = Entrées
totals-exits = Sorties
totals-stopped = Refus
totals-referred = Orientations
totals-who = Voyageurs passés
nationalities-other = Autres nationalités ({ $count })
chart-title = Entrées (en haut) et sorties (en bas) par heure

## Un passage
record-source = Source de l’identité
record-grounds = Motifs
record-event = journal { $node }, n° { $seq }
record-corrected = Cet enregistrement était une erreur et a été remplacé.
record-see-correction = Voir la correction
record-corrects = Remplace un enregistrement erroné. Motif : { $reason }.
record-see-mistaken = Voir l’enregistrement erroné
record-see-decision = Voir la décision
correct-title = Corriger un passage
correct-explains = l’enregistrement erroné reste visible ; celui-ci prend sa place. Une identité corrigée est comparée aux signalements au prochain passage.
correct-journey = Voyage
correct-why = Motif de la correction
correct-direction-of-stop = Le sens d’un refus ou d’une retenue ne peut pas être modifié.
correct-permit-no-date = Saisissez une date entière, ou rien.
correct-stay-explains = Si le sens, la nationalité, le statut, le document ou le titre change, le séjour autorisé est recalculé selon les règles en vigueur.

## Les corrections que demandent les agents
nav-corrections = Corrections
corrections-title = Corrections demandées
corrections-explains = Ce que les agents demandent de corriger dans leurs enregistrements. Une demande est close quand le passage est corrigé ou annulé, ou quand vous la refusez.
corrections-none = Aucune correction n’est demandée.
corrections-decline-ask = Ne pas corriger…
corrections-decline = Refuser la demande
do-ask-correction = Demander une correction
ask-correction-what = Ce qui est inexact
ask-correction-send = Envoyer au chef de poste
record-asked = Correction demandée par { $officer } le { $at } : « { $note } »
asked-waits = Correction en attente
asked-corrected = Correction faite
asked-cancelled = Passage annulé
asked-declined = Correction refusée
asked-declined-by = Correction refusée par { $officer } : { $reason }

## Règles de séjour au guichet, et dépassements
record-authorised = Séjour autorisé jusqu’au
record-freely = sans limite
overstays-title = Dépassements de séjour
overstays-count = { $count ->
    [0] Aucun.
    [1] 1 personne.
   *[other] { $count } personnes.
}
overstays-explains = Personnes admises jusqu’à une date passée, sans passage enregistré depuis aux postes dont les données sont ici. « Probable » : document lu au lecteur, et tous les postes enregistrent chaque sortie.
overstays-name = Nom
overstays-entered = Entrée
overstays-until = Autorisé jusqu’au
overstays-days = Jours de dépassement
overstays-certainty = Certitude
overstays-likely = probable
overstays-typed = possible : document saisi à la main
overstays-exit-unseen = possible : sortie peut-être non enregistrée ({ $posts })
overstays-earlier = Plus anciens
overstays-later = Plus récents

## 2e ligne
referral-reserved = motif réservé à la 2e ligne

## Issues
answer-yes = oui
answer-no = non
totals-health = Questions de santé
record-health = Santé
record-stamp = Cachet n°
record-cancelled = Annulé : ce passage n’a pas eu lieu. Motif : { $reason }.
record-undone = Le pays voisin n’a pas laissé entrer ce voyageur ; cette sortie ne compte pas.
record-undoes = Retour d’un voyageur refoulé par le pays voisin : sa sortie ne compte pas.
record-see-exit = Voir la sortie
cancel-title = Annuler ce passage
cancel-explains = Pour un passage qui n’a pas eu lieu. L’enregistrement reste visible, marqué annulé, et ne compte plus.
do-cancel = Annuler ce passage
tag-cancelled = annulé
print-language = Langue

## Le poste entier : personnes, groupes, visas, comptage, images
record-further-document = Autre document
person-title = Documents de la même personne
person-part = Dissocier
record-adult = Adulte accompagnant
record-adult-unnamed = non nommé : l’adulte { $reason }
record-minor = Accompagne le mineur
goods-title = Marchandises (chargements)
record-visa = Visa utilisé
tally-beside = Hors passages
tally-counted = Personnes comptées
attachment-file = pièce jointe
pictures-title = Photo et pages
pictures-file = Depuis un fichier
pictures-kind = Type
pictures-help = JPEG, PNG ou WebP, 12 Mo au plus. L’image est réécrite : le lieu et l’appareil en sont retirés.
pictures-send = Joindre
pictures-scanned = Joindre la page du scanner
pictures-none-scanned = Le dossier du scanner est vide. Numérisez la page, puis réessayez.
pictures-none-whole = Aucune page complète à joindre. Fichiers ignorés : { $files }.
pictures-scanned-this = Page jointe : { $name }.
pictures-scanned-stays = Page jointe : { $name }. Elle n’a pas pu être retirée du dossier du scanner : prévenez l’administrateur.
pictures-passed-over = Fichiers ignorés : { $files }.
pictures-scanner-slow = Le dossier du scanner contient beaucoup de fichiers qui ne sont pas des pages complètes, et tout n’a pas pu être lu en dix secondes. Recommencez.
pictures-scanner-unreadable = Le dossier du scanner est illisible : prévenez l’administrateur.
passed-over-link = un lien
passed-over-no-file = pas un fichier
passed-over-writing = en cours d’écriture : attendez un instant
passed-over-unreadable = illisible
passed-over-other = pas une image
passed-over-damaged = endommagé ou incomplet
passed-over-too-large = trop volumineux
passed-over-more = { $count ->
    [1] un autre
   *[other] { $count } autres
}
pictures-none = Aucune pièce pour l’instant.
light-title = Infrarouge et ultraviolet
light-help = C’est ce que montrent les images, pas un verdict : un document authentique peut être sale, usé ou d’un ancien modèle.
light-no-page = Joignez aussi la page en lumière blanche : les autres images y seront comparées.
light-limits-unreadable = Rien ne peut être dit : les seuils des lecteurs de ce poste sont illisibles. Prévenez le superviseur.
light-error-white = la zone MRZ n’est pas lisible sur la page en lumière blanche ; reprenez cette image.
light-error-picture = l’image est illisible ; reprenez-la.
light-error-shape = l’image n’est pas cadrée comme celle en lumière blanche ; reprenez les deux sans bouger la page.
light-error-dark = l’image est trop sombre ; vérifiez la lampe du lecteur.
light-infrared-visible = Zone MRZ visible en infrarouge.
light-infrared-partly = Zone MRZ visible en partie en infrarouge : { $gone } caractères absents, { $faint } pâles.
light-infrared-not-visible = Zone MRZ non visible en infrarouge.
light-infrared-same = Zone MRZ identique en infrarouge.
light-infrared-other = Ligne { $line }, caractère { $place } : « { $letter } » en lumière blanche, « { $other } » en infrarouge.
light-ultraviolet-dull = Papier non fluorescent sous UV.
light-ultraviolet-somewhat = Papier légèrement fluorescent sous UV.
light-ultraviolet-bright = Papier fluorescent sous UV.
light-ultraviolet-bright-blue = Papier fluorescent, en bleu, sous UV.
beside-title = Comparer
beside-all = Voir la fiche de référence
beside-no-document = Aucun document de référence pour cet État et ce type de document.
beside-show = Afficher
beside-slider = Curseur
beside-blink = Alterner
beside-blink-help = S’arrête seul après quelques secondes, ou avec une touche.
beside-own = Page du voyageur
beside-genuine = Document de référence
beside-no-own = Aucune image de la page du voyageur dans cette lumière.
beside-no-genuine = Aucune image de référence ici dans cette lumière.
no-picture-other = Ce fichier n’est pas une image (JPEG, PNG ou WebP), quel que soit son nom. Rien n’a été joint.
no-picture-damaged = Cette image est endommagée ou incomplète. Rien n’a été joint ; refaites-la.
no-picture-too-large = Cette image est trop grande, ou il y en a déjà trop. Rien n’a été joint.
camera-title = Appareil photo
camera-what = À photographier
camera-live = Vue de l’appareil photo
camera-shoot = Prendre la photo
camera-help-face = Le visage dans l’ovale, de face, sans contre-jour.
camera-help-page = La page entière dans le cadre, à plat, sans reflet.
camera-denied = Le navigateur n’autorise pas l’appareil photo. Autorisez-le, ou joignez un fichier.
camera-none = Aucun appareil photo trouvé. Joignez un fichier.
day-previous = Jour précédent
day-next = Jour suivant
nav-shift = Relève
shift-title = Relève de service
shift-waits = En attente à présent
shift-waits-referrals = Orientations en attente
shift-waits-since = { $count }, le plus ancien depuis { $longest }
shift-waits-protection = Personnes à protéger
shift-waits-parties = Groupes en cours
shift-waits-announced = Groupes annoncés
shift-happened = Pendant ce service
shift-confirmed = Concordances confirmées
shift-cleared = Concordances écartées
shift-withdrawn = Voyageurs repartis sans décision
shift-protection = Besoins de protection signalés
shift-handed-over = Personnes remises à une autorité
shift-visas = Visas et titres de séjour enregistrés
shift-tally = Personnes comptées sans enregistrement
shift-corrected = Enregistrements corrigés
shift-cancelled = Enregistrements annulés
shift-sign-in-refused = Connexions refusées
shift-access-refused = Accès refusés
shift-at-counter = Temps médian au guichet
shift-at-second-line = Attente médiane en 2e ligne
shift-grounds = Motifs de refus
shift-officers = Agents en service
shift-officer = Agent
shift-hours = Heures
shift-disturbances = Incidents
shift-node-started = Limen a redémarré
shift-clock-confirmed = Horloge confirmée
shift-before = Service précédent
shift-closed-by = Clos par { $officer }, le { $at }
shift-no-note = Aucune consigne.
shift-close-title = Clore et passer le service
shift-note = Consignes pour la relève
shift-note-help = Ce que l’équipe suivante doit savoir. Pas de nom de voyageur si le numéro de l’enregistrement suffit.
shift-close = Clore le service
shift-print-last = Imprimer la dernière relève
shift-print-help = Imprimez et faites signer par l’équipe qui prend le service.
shift-taken-over-by = Relève prise par
shift-note-long = Les consignes sont trop longues. Raccourcissez-les.
shift-closed-meanwhile = Le service vient d’être clos par quelqu’un d’autre. Voici le nouveau.
nav-find = Recherche
find-title = Recherche
find-what = Nom, numéro, immatriculation ou date
find-go = Rechercher
find-help = Une partie du nom suffit, quelle que soit l’orthographe : dialo trouve Diallo et Jalloh. Vous pouvez aussi saisir le début d’un numéro ou d’une immatriculation, ou une date.
find-nothing = Rien trouvé.
find-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
  }
find-last = Dernier passage
find-times = Passages
find-cut = D’autres personnes correspondent. Affinez la recherche.
find-visa = Visa ou titre de séjour { $number }
find-vehicle = Véhicule { $plate }, { $direction }, { $at }
find-day = Journée du { $date }

## Codes-barres et sceaux des images
codes-title = Codes-barres et sceaux
code-text = texte
code-unsigned = Ce n’est pas un sceau : ce texte n’est pas signé, n’importe qui peut l’imprimer.
seal-valid = Sceau valide
seal-invalid = Sceau non valide : vérifiez le document
seal-kind-visa = sceau de visa
seal-kind-emergency-travel-document = sceau de titre de voyage provisoire
seal-kind-other = sceau d’un autre type
seal-kind-icao-vacc = preuve de vaccination
seal-kind-icao-test = preuve de test
seal-reason-read-error = Un code est présent, mais illisible. Reprenez l’image de plus près, à plat et sans reflet.
seal-reason-wrong-format = Le sceau ne respecte pas la norme.
seal-reason-unknown-feature = Une partie du sceau est inconnue de Limen ; le sceau peut être valide.
seal-reason-unknown-certificate = Le certificat du signataire est absent ici : le sceau n’a pas pu être vérifié.
seal-reason-untrusted-certificate = Aucun certificat en vigueur de l’État émetteur ne garantit le signataire.
seal-reason-invalid-documenttype = Le signataire n’a pas le droit de sceller ce type de document.
seal-reason-expired-certificate = Le certificat du signataire a expiré.
seal-reason-revoked-certificate = Le certificat du signataire est révoqué.
seal-reason-invalid-signature = La signature ne correspond pas : le contenu a été modifié, ou n’est pas de ce signataire.
seal-reason-invalid-seal-mrz = Les clés de contrôle de la zone scellée sont fausses.
seal-reason-seal-document-mismatch = Le sceau appartient à un autre document.
seal-reason-seal-visa-mismatch = Le sceau appartient à un autre visa.
seal-reason-seal-passport-mismatch = Ce visa a été délivré pour un autre passeport.
seal-signature-sound = La signature elle-même correspond au certificat du signataire.
seal-fits = Le sceau correspond à la zone du document.
seal-differs = Le sceau diffère du document : { $what }.
seal-differs-zone = zone
seal-differs-number = numéro
seal-differs-name = nom
seal-differs-birth-date = date de naissance
seal-not-compared = Le sceau n’a été comparé à aucune zone : comparez-le vous-même au document.
seal-state = État émetteur
seal-issued = Document délivré le
seal-signed = Scellé le
seal-signer = Signataire
seal-reference = Certificat
seal-field-zone = Zone scellée
seal-field-entries = Entrées
seal-field-stay = Séjour
seal-field-passport = Passeport
seal-field-visa-type = Type de visa
seal-field-additional = Données supplémentaires
seal-entries-unlimited = illimitées
seal-stay-until = jusqu’au dernier jour du visa
seal-stay-decided = fixé à l’entrée
seal-stay-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
seal-stay-months = { $count } mois
seal-stay-years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
}
