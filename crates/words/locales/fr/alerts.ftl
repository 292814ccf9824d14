## Ce qui a été trouvé
compare-birth-date = Naissance
birth-years-apart = { $years ->
    [one] { $years } an d’écart
   *[other] { $years } ans d’écart
}
document-of-another-state = même numéro, autre pays ({ $state })
alert-alias-births = Naissance, nom par nom
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
alerts-of-list = Signalements de la liste
browse-kind = Concerne
browse-all-kinds = tout
browse-choose = Choisissez une liste.
browse-shown = { $total ->
    [0] Aucun signalement
   *[other] Signalements { $first } à { $last } sur { $total }
  }
browse-previous = Page précédente
browse-next = Page suivante
alert-action = Conduite à tenir
alert-score = Ressemblance
alert-id = Identifiant
alert-names = Noms
alert-birth-dates = Naissance
alert-documents = Documents
alert-plates = Immatriculations
alert-instruction = Consigne à l’agent
alert-reference = Référence
alert-valid-until = Valable jusqu’au
alert-review-on = À réexaminer le
alert-due = Échéance
alert-change = Modifier
alert-withdraw = Retirer immédiatement
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
upload-title = Importer une nouvelle version
upload-compare = Comparer
upload-help = Un tableau (CSV, XLSX), ou la liste de l’ONU, de l’OFAC, de l’Union européenne, du Royaume-Uni, d’INTERPOL, d’OpenSanctions ou FollowTheMoney, telle que vous la recevez. Rien ne change avant l’approbation d’une deuxième personne.
upload-list-new = nouvelle liste
upload-list-name = Nom d’une nouvelle liste
upload-list-unnamed = Donnez un nom à la nouvelle liste : lettres sans accent, chiffres et -_.@ seulement. Choisissez de nouveau le fichier.
upload-list-exists = Une liste porte déjà ce nom : choisissez-la, ou donnez un autre nom. Choisissez de nouveau le fichier.
upload-list-unknown = Cette liste n’existe pas : choisissez-en une autre. Choisissez de nouveau le fichier.
upload-list-both = Un nom est saisi, mais une liste existante est choisie : choisissez « nouvelle liste », ou effacez le nom. Choisissez de nouveau le fichier.
reviews-title = À réexaminer dans les 30 jours
hits-title = Concordances
hits-none = Aucune concordance.
hits-outcome = Suite donnée
hit-tell-owner = discret : informer le service émetteur
draft-title = Projet de signalement
draft-new = Nouveau signalement
draft-what = Signalement
draft-who = Personne, document, véhicule
draft-not-known = inconnu
draft-id-made = attribué automatiquement
draft-birth-form = AAAA-MM-JJ, AAAA-MM, AAAA ou AAAA..AAAA
draft-lines = Plusieurs valeurs : une par ligne.
draft-try = Tester
draft-propose = Proposer
draft-id-wrong = L’identifiant ne contient que des lettres, des chiffres et les signes -_.@
draft-name-long = Un nom a 200 caractères au plus.
draft-birth-wrong = Date non reconnue : saisissez AAAA-MM-JJ, AAAA-MM, AAAA ou AAAA..AAAA.
draft-state-wrong = Ce code de pays n’existe pas (ISO 3166-1). Exemple : MLI.
draft-day-wrong = Saisissez la date complète : AAAA-MM-JJ.
draft-nothing-to-find = Indiquez au moins un nom, un document ou une immatriculation.
draft-reference = Référence ou motif
draft-reference-help = Pour proposer : la référence de l’autorité requérante (mandat, réquisition, procès-verbal), ou le motif du signalement.
draft-no-ground = Saisissez la référence de l’autorité requérante ou le motif du signalement. Rien n’est proposé.
tried-headline = { $stopped ->
    [0] N’aurait donné aucune concordance parmi les { $travellers } voyageurs
    [one] Aurait donné une concordance pour un des { $travellers } voyageurs
   *[other] Aurait donné une concordance pour { $stopped } des { $travellers } voyageurs
  } depuis le { $since }
tried-why = Comparaison
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
list-coming-title = Lecture du fichier { $file } pour la liste { $list }
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
    [0] Approuvé : entrée en vigueur en cours.
   *[other] Approuvé : entrée en vigueur en cours, signalements prêts : { $ready } sur { $all }.
  }
list-refused-title = Liste rejetée : rien n’a changé
list-refused-meaning = Fichier { $file }. Demandez-en un nouveau à l’organisme qui l’a fourni.
list-error-xml = Le fichier n’est plus du XML lisible à partir de la ligne { $line } : il est tronqué, endommagé, ou d’un autre format.
list-error-nothing-to-find = Aucune colonne ne donne de noms, ni de numéros de documents ou d’immatriculations.
report-no-other-names = Les autres noms de ces personnes sont dans un fichier à part, ALT.CSV. Importez les deux ensemble, ou l’archive qui les contient : sans lui, personne n’est retrouvé sous un autre nom.
report-part = Ce n’est qu’une partie de la liste : { $read } fiches sur { $of }. Importez la liste entière, sinon les autres seraient retirées.
report-column = Colonne « { $heading } » non utilisée ({ $sample }).
report-entry-left-out = Ligne { $line } : { $what }. Fiche écartée.
report-entry-weakened = Ligne { $line } : { $what }. Le signalement est gardé sans cette donnée.
list-reason-not-understood = { $field } : valeur « { $text } » non comprise
list-reason-letters = caractères illisibles
list-reason-long-names = { $count ->
    [one] { $count } nom dépasse
   *[other] { $count } noms dépassent
  } { $most } caractères
list-reason-too-many = { $field } : { $count } de plus que les { $most } gardés
list-reason-nothing-to-find = ni nom ni numéro
list-reason-twice = l’identifiant { $id } figure deux fois
list-reason-no-id = pas d’identifiant
list-reason-long-id = l’identifiant « { $id } » est trop long
list-reason-no-entity = JSON non valable à partir de la colonne { $column }
list-reason-few-columns = colonnes : { $count }, une fiche en compte au moins 4
list-reason-remarks-cut = remarques tronquées, la suite est dans SDN_COMMENTS.CSV
no-list-empty-archive = L’archive est vide.
no-list-damaged-archive = L’archive est endommagée. Téléchargez-la de nouveau.
no-list-long-archive = L’archive contient plus de 50 fichiers. N’importez que ceux de la liste.
no-list-web-page = C’est une page web. Enregistrez le fichier que cette page propose.
no-list-pdf = C’est un PDF. Demandez la liste sous forme de tableau ou en XML.
no-list-senzing = C’est du JSON de Senzing. Exportez les entités au format FollowTheMoney.
no-list-companion = Ce fichier ne fait que compléter SDN.CSV. Importez les deux dans une même archive.
no-list-notices = Ces notices ne sont pas du JSON valable, ou le fichier est tronqué.
no-list-opensanctions = Il manque les colonnes « id », « schema » et « name » d’OpenSanctions.
no-list-long-line = Une ligne est trop longue pour une liste FollowTheMoney.
no-list-cut-entities = Le fichier s’arrête au milieu d’une ligne. Téléchargez-le de nouveau.
list-error-too-long = Le fichier contient plus d’entrées qu’une liste ne peut en avoir.
list-error-empty = Le fichier ne contient aucun signalement.
threshold-title = Seuil de concordance
threshold-headline = Les { $travellers } voyageurs du dernier mois, comparés aux { $alerts } signalements de la liste
threshold-stopped = Auraient donné une concordance
threshold-of-a-thousand = Sur 1 000 voyageurs
threshold-now = actuel
threshold-set = Appliquer ce seuil
threshold-help = Plus le seuil est bas, moins il échappe de personnes recherchées, mais plus de voyageurs donnent une fausse concordance.

## Le poste entier : personnes, groupes, visas, comptage, images
hit-waits = attend au guichet
hit-set-aside = mis de côté par { $officer } : { $reason }
alert-past = échu le { $day }
alert-past-means = Ce signalement est échu : il ne donne plus de concordance et figure encore sur la liste.
past-title = Signalements échus
lists-past = dont { $count } échus
draft-past = Cette date est passée : le signalement ne donnerait aucune concordance.
withdraw-no-reason = Indiquez le motif du retrait.
proposal-past = Le dernier jour de ce signalement est passé : il ne donnerait aucune concordance et ne peut pas être approuvé. Rejetez-le, ou faites proposer un autre dernier jour.
proposal-removes = Signalements retirés par cette version : { $removed }, plus d’un sur dix. Vérifiez que le fichier est complet, puis saisissez ce nombre.
proposal-removes-hand = Signalements retirés par cette version : { $removed }, dont { $hand } rédigés à la main et approuvés un par un. Vérifiez ceux qui sont retirés, puis saisissez leur nombre.
proposal-removed = Nombre de signalements retirés
proposal-not-counted = Rien n’est approuvé : saisissez le nombre exact de signalements que cette version retire.
