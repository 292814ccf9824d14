## Le poste entier : personnes, groupes, visas, comptage, images
party-here = Au poste et annoncés
party-none = Aucun groupe n’est au poste ni annoncé.
party-name = Nom
party-carrier = Transporteur
party-kind = Type
party-since = Depuis
party-state = État
party-state-announced = annoncé
party-state-here = au poste
party-state-ended = terminé
party-progress = Avancement
party-mine = à ce guichet
party-begin-title = Nouveau groupe ou véhicule
party-begin = Commencer
party-plate = Immatriculation
party-country = Pays d’immatriculation
party-vehicle = Véhicule
party-goods = Marchandises
party-customs = Déclaration en douane n°
party-list-title = Liste d’un transporteur
party-list-check = Vérifier la liste
party-list-help = CSV ou XLSX, tel que vous le recevez. Une ligne nomme les colonnes : nom, prénoms, date de naissance, sexe, nationalité, n° de passeport… Seul le nom est indispensable.
party-list-refused = Liste rejetée. Corrigez ces lignes et renvoyez-la :
party-plate-missing = Indiquez l’immatriculation du véhicule.
party-name-missing = Indiquez le nom du groupe.
party-decided = { $count ->
    [0] aucun voyageur traité
    [1] 1 traité
   *[other] { $count } traités
 }
party-referred = { $count ->
    [1] 1 orienté
   *[other] { $count } orientés
 }
party-waiting = { $count ->
    [1] 1 attendu
   *[other] { $count } attendus
 }
party-waiting-title = { $count ->
    [1] 1 personne attendue
   *[other] { $count } personnes attendues
 }
party-decided-title = { $count ->
    [0] Aucune personne traitée
    [1] 1 personne traitée
   *[other] { $count } personnes traitées
 }
party-present = Présenter
party-present-label = Présenter { $name }
party-work-announced = Il est arrivé : traiter à ce guichet
party-work-here = Traiter à ce guichet
party-leave = Quitter le groupe
party-change-title = Véhicule et marchandises
party-change = Enregistrer
party-driver = conduit le véhicule
party-who-drives = Qui conduit le véhicule ?
party-driver-nobody = aucun de ces voyageurs
party-with = avec { $name }
party-hit-text = Comparez l’immatriculation, le pays et le type de véhicule. Tant que la concordance n’est pas examinée, le conducteur ne passe pas ; les passagers peuvent passer.
party-hit-clear = Autre véhicule
party-hit-confirm = Même véhicule
goods-none = aucune
