## De part et d’autre : ce que les deux États ont compté à deux postes jumelés
across-title = De part et d’autre
across-help = Ce que les deux États ont compté au même passage. L’entrée de l’un est la sortie de l’autre.
across-none = Aucun accord en vigueur ne vous donne accès aux chiffres de postes jumelés.
across-pair = Postes jumelés
across-way = { $from } → { $to }
across-days = 31 derniers jours
across-gap = Écart
across-usual = Écart habituel
across-facts = Ce que l’on sait
across-band = de { $low } à { $high }
across-no-band = trop peu d’historique
across-band-help = En gris : où se trouverait notre chiffre si l’écart était habituel. Hachuré : un côté manque, ou toutes ses données ne sont pas arrivées. Entouré : l’écart sort de l’habitude.
across-young = { $days ->
    [1] Un seul jour complet est connu des deux côtés ; l’écart habituel s’affiche à partir de { $fewest }.
   *[other] { $days } jours complets sont connus des deux côtés ; l’écart habituel s’affiche à partir de { $fewest }.
}
across-unusual = hors de l’habitude
across-quarter = Trimestre { $quarter } de { $year }
across-fact-missing = { $state } : rien de reçu pour ce jour
across-fact-not-whole = { $state } : données arrivées jusqu’au { $until } UTC
across-fact-closed = { $hours ->
    [1] { $state } : fermé ou sans enregistrement pendant une heure
   *[other] { $state } : fermé ou sans enregistrement pendant { $hours } heures
}
across-fact-tallied = { $state } : { $people } personnes comptées au passage, sans enregistrement
across-fact-later-midnight = { $state } : sa journée commence { $time } plus tard
across-fact-earlier-midnight = { $state } : sa journée commence { $time } plus tôt
across-fact-corrected = { $state } : corrigé, version { $version }
across-fact-evens-out = se compense avec le { $day }
across-finding = { $way } : écart { $gap } (d’habitude { $usual })
across-finding-none = { $way } : aucun jour connu des deux côtés
across-figure = { $pair }, { $way }
across-side = Côté
across-days-both = Jours des deux côtés
across-days-unusual = Jours hors de l’habitude
across-days-missing = Jours manquants
across-days-not-whole = Jours incomplets
across-hours-closed = Heures fermées ou sans enregistrement
across-tallied = Personnes comptées au passage
across-corrected = Jours corrigés
across-versions = Ce qui a été dit de ce jour
across-versions-help = Chaque correction est une nouvelle version ; les précédentes restent. Le numéro et l’empreinte du document signé prouvent ce qui a été dit.
across-versions-post = Le siège conserve les versions précédentes et les numéros des documents.
across-version = Version { $version }
across-version-note = Note
across-count = { $direction } : { $people }
across-paper = Document
across-paper-number = Nº { $number }
across-said-at = Envoyé
across-says = Contenu
across-state = État
across-holds = en vigueur
across-earlier = version précédente
across-refused = refusé : { $why }
across-gone = texte qui n’est plus conservé
across-refused-withheld = l’expéditeur ne le publie plus
across-refused-not-read = illisible pour cette version
across-refused-not-in-force = aucun accord n’était en vigueur
across-refused-not-a-party = ne vient pas d’une partie
across-refused-kind = type de document non convenu
across-refused-pair = postes non convenus
across-refused-counts = plus détaillé que convenu
across-refused-notice-kind = type d’avis non convenu
across-refused-field = en dit plus que convenu
across-refused-fault = valeurs impossibles
across-groups = Les mêmes personnes par groupe
across-group = Groupe
across-by-nationality = Nationalité
across-by-sex = Sexe
across-by-age = Âge
across-by-mode = Transport
across-others = toutes les autres
across-not-said = pas transmis
across-notes = Notes des deux postes
across-no-notes = Aucune note pour cette période.
across-note = Note sur ce jour
across-note-help = L’autre côté la lit. Ne nommez personne.
across-note-write = Envoyer la note
across-note-waits = en attente du siège
across-note-empty = Écrivez d’abord une note ; rien n’a été envoyé.
across-note-refused = L’accord en vigueur ne permet pas cette note. Rien n’a été envoyé.
across-note-busy = Un autre message partait au même moment. Rien n’a été envoyé : recommencez.
across-back = Tous les jours
across-report = Rapport pour la commission mixte
across-report-help = Tous les postes jumelés d’un accord, avec les écarts, la couverture, les notes et ce que les chiffres ne disent pas.
across-report-period = Mois ou trimestre
across-report-agreement = Accord
across-report-form = Format
across-report-why = Usage prévu
across-report-take = Télécharger
across-report-no-reason = Indiquez à quoi sert le rapport ; rien n’a été téléchargé.
across-report-no-period = Choisissez un mois ou un trimestre dans la liste ; rien n’a été téléchargé.
across-report-no-form = Ce format n’est pas disponible ici. Choisissez-en un autre.
across-report-title = { $agreement } : { $period }
across-report-definition = Passages enregistrés de part et d’autre de chaque paire de postes. L’entrée dans un État est la sortie de l’autre. L’écart est le chiffre du premier État moins celui du second, les jours dont les deux côtés ont rendu compte. L’écart habituel est celui où tombent 19 jours ordinaires sur 20.
across-report-totals = Totaux
across-report-days = { $pair }, { $way } : jour par jour
across-report-facts = { $pair }, { $way } : ce que l’on sait
across-report-coverage = { $pair } : couverture
across-unsaid = Ce que ces chiffres ne disent pas
across-unsaid-multiple = Chaque chiffre est un multiple de { $multiple } au moins, pour que personne ne soit reconnu : un écart de moins du double ne signifie rien.
across-unsaid-missing = { $days ->
    [1] Un jour et sens manque d’un côté ou des deux, et n’entre dans aucun total.
   *[other] { $days } jours et sens manquent d’un côté ou des deux, et n’entrent dans aucun total.
}
across-unsaid-band = { $days ->
    [1] Pour un jour et sens, l’historique est trop court pour dire ce qui est habituel.
   *[other] Pour { $days } jours et sens, l’historique est trop court pour dire ce qui est habituel.
}
across-unsaid-tally = Les personnes comptées au passage ne sont pas enregistrées, et n’entrent dans aucun total.
across-unsaid-persons = Un écart ne dit pas qui a passé un poste sans l’autre, ni pourquoi ; aucun côté n’a les données de l’autre sur les personnes.
across-file = commission-mixte
across-report-language = Langue
across-language-fr = français
across-language-en = anglais
