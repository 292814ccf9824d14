## 2e ligne
second-line-empty = Aucun dossier n’attend en 2e ligne.
second-line-count = { $count ->
    [1] 1 dossier
   *[other] { $count } dossiers
 }, les plus urgents d’abord
second-line-urgency = Urgence
second-line-why = Motif
second-line-since = Attend depuis
second-line-from = Orienté par
second-line-by = Pris en charge par
second-line-nobody = pas encore
second-line-take = Prendre en charge
second-line-release = Remettre en attente
second-line-known = Éléments du dossier
second-line-notes = Notes et réponses
second-line-no-notes = Aucune note pour l’instant.
second-line-question = Question du guide
second-line-free-note = Note libre
second-line-answer = Réponse ou note
second-line-note = Ajouter la note
second-line-guide-help = Le guide aide à écouter. Les réponses ne s’additionnent pas : c’est vous qui jugez.

## Protection
protection-title = Personnes à protéger
protection-begin = Signaler un besoin de protection
protection-explains = La personne n’a rien à prouver ici. Elle passe en 2e ligne, hors de la vue des autres, et ne peut plus être refusée au guichet.
protection-need = Besoin
protection-who = Qui (nom donné, ou comment la reconnaître)
protection-reported = Besoin de protection signalé à la 2e ligne.
protection-who-missing = Indiquez qui est cette personne : un nom, ou comment la reconnaître.
protection-words = Ce qui a été dit ou vu
protection-refer = Orienter pour protection
protection-record = Signaler le besoin
protection-none = Personne n’attend de protection.
protection-person = Personne
protection-seen = Signalé le
protection-authority = Autorité
protection-no-authority = aucune n’est désignée : prévenez le chef de poste
protection-contact = Contact
protection-due = À remettre avant le
protection-overdue = délai dépassé
protection-handed = Remise
protection-not-yet = pas encore
protection-done = Remise faite
protection-hand-over = Remise à l’autorité
protection-receiver = Reçu par (nom et service)
protection-reference = N° de reçu ou de dossier
protection-hand-over-do = Enregistrer la remise
protection-guide = Questions du guide
protection-form = Imprimer la fiche
protection-form-title = Fiche d’orientation : personne à protéger
protection-form-text = Cette personne est confiée à l’autorité nommée ci-dessus. Elle ne doit pas être renvoyée avant que son besoin ait été examiné.
protection-form-received = Reçu par (nom, service, date et heure)

## Le poste entier : personnes, groupes, visas, comptage, images
second-line-aside = { $count ->
    [1] Mis de côté sans que la concordance soit écartée : 1 en 24 heures
   *[other] Mis de côté sans que la concordance soit écartée : { $count } en 24 heures
}
second-line-attach = Joindre une pièce…

## Documents de référence
documents-add = Ajouter un document
documents-change = Modifier
documents-all = tous
documents-filter = Afficher
documents-none = Aucun document de référence ici. Un administrateur du siège les ajoute, et chaque poste les reçoit.
documents-issued = Délivré
documents-from-to = du { $from } au { $to }
documents-from = depuis le { $from }
documents-to = jusqu’au { $to }
documents-no-picture = Aucune image.
documents-not-here-yet = Cette image n’est pas encore arrivée ici. Elle viendra au prochain échange avec le siège.
