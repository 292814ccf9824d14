## Ce qui a été trouvé
compare-birth-date = Naissance
birth-years-apart = { $years ->
    [one] { $years } an d’écart
   *[other] { $years } ans d’écart
}
document-of-another-state = même numéro, autre pays ({ $state })
alert-alias-births = Naissance selon le nom
compare-sex = Sexe
compare-nationality = Nationalité
compare-document = Document

## Signalements
alerts-title = Signalements
alerts-search = Nom, numéro ou identifiant
alerts-found = { $count ->
    [0] Aucun signalement trouvé
    [1] Un signalement trouvé
   *[other] { $count } signalements trouvés
  }
alert-action = Conduite à tenir
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
proposal-what = Proposition
proposal-whole-list = Nouvelle version de la liste
proposal-author = Proposé par
proposal-at = Le
proposal-list-title = Nouvelle version de la liste { $list }
lists-title = Listes en vigueur
lists-alerts = Signalements
lists-version = Version
lists-threshold = Seuil
upload-title = Recevoir une nouvelle version
upload-compare = Comparer
upload-help = Un tableau (CSV, XLSX), ou la liste de l’ONU, de l’OFAC, de l’Union européenne, du Royaume-Uni, d’INTERPOL, d’OpenSanctions ou FollowTheMoney, telle que vous la recevez. Rien ne change avant l’approbation d’une deuxième personne.
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
difference-before = Avant
difference-after = Après
difference-first = les { $shown } premiers sur { $count }
difference-report = { $count ->
    [1] Une remarque sur ce fichier
   *[other] { $count } remarques sur ce fichier
  }
renew = Actualiser
list-coming-title = Lecture de { $file } pour la liste { $list }
list-coming-read =
  { $count ->
    [0] La lecture commence.
    [1] Un signalement lu.
   *[other] { $count } signalements lus.
  }
list-coming-meaning = La lecture se poursuit même si vous quittez cette page. La liste en vigueur ne change pas avant l’approbation d’une deuxième personne.
proposal-comparing = Comparaison avec la liste en vigueur en cours…
coming-into-force =
  { $all ->
    [0] Approuvé, mise en vigueur en cours.
   *[other] Approuvé, mise en vigueur en cours : { $ready } signalements prêts sur { $all }.
  }
list-refused-title = Liste refusée : rien n’a changé
list-refused-meaning = Fichier { $file }. Demandez un nouveau fichier à la source.
list-error-xml = Le fichier ne se lit plus comme du XML à partir de la ligne { $line } : il est coupé, abîmé, ou d’une autre forme.
list-error-other = Ce n’est pas une liste que Limen connaît, ou il lui manque une partie.
list-error-nothing-to-find = Aucune colonne ne donne de noms, ni de numéros de documents ou de plaques.
list-error-too-long = Le fichier a plus d’entrées qu’une liste n’en peut avoir.
list-error-empty = Le fichier ne contient aucun signalement.
threshold-title = Seuil des correspondances
threshold-headline = Les { $travellers } voyageurs du dernier mois, comparés aux { $alerts } signalements de la liste
threshold-stopped = Auraient été arrêtés
threshold-of-a-thousand = Sur 1 000
threshold-now = actuel
threshold-set = Fixer ce seuil
threshold-help = Plus le seuil est bas, moins de personnes recherchées échappent, et plus de voyageurs sont arrêtés à tort.

## Le poste entier : personnes, groupes, visas, comptage, images
hit-waits = attend au guichet
hit-set-aside = mis de côté par { $officer } : { $reason }
alert-past = échu le { $day }
alert-past-means = Ce signalement est échu : il n’arrête plus personne et figure encore sur la liste.
past-title = Signalements échus
lists-past = dont { $count } échus
draft-past = Ce dernier jour est passé : le signalement n’arrêterait personne.
withdraw-no-reason = Dites pourquoi vous retirez ce signalement.
proposal-past = Le dernier jour de ce signalement est passé : il n’arrêterait personne et ne peut pas être approuvé. Refusez-le, ou faites proposer un autre dernier jour.
proposal-removes = Cette version retire { $removed } signalements, plus d’un sur dix. Vérifiez que le fichier est complet, puis écrivez ce nombre.
proposal-removes-hand = Cette version retire { $removed } signalements, dont { $hand } rédigés à la main et approuvés un par un. Vérifiez ceux qui partent, puis écrivez leur nombre.
proposal-removed = Nombre de signalements retirés
proposal-not-counted = Rien n’est approuvé : écrivez le nombre exact de signalements que cette version retire.
