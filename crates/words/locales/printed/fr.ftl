# What is handed to travellers, in their language.
printed-refuse = Décision de refus d’entrée
printed-refuse-exit = Décision de refus de sortie
printed-language = français
printed-on = Le { $date } à { $time }, au poste frontière de { $post } ({ $country }), l’agent soussigné a refusé { $direction ->
    [exit] la sortie
   *[other] l’entrée
 } à :
printed-name = Nom et prénoms
printed-born = Né(e) le
printed-nationality = Nationalité
printed-document = Document
printed-grounds = Pour le ou les motifs suivants
printed-appeal = Vous pouvez contester cette décision par un recours, dans un délai de { $days } jours, auprès de :
printed-appeal-unknown = Recours (autorité, adresse, délai) :
printed-effect = Le recours ne suspend pas cette décision. Vous pouvez vous faire aider par la personne ou l’organisation de votre choix. Un exemplaire de cette décision vous est remis.
printed-traveller = La personne concernée
printed-officer = L’agent
printed-stamp = Cachet n° { $stamp }
printed-number = Enregistrement { $id }
printed-slip-entry = ENTRÉE
printed-slip-exit = SORTIE
printed-until = Peut séjourner jusqu’au
printed-free = Séjour sans limite de durée
printed-keep = Gardez ce reçu avec votre document.
printed-when = { $date } à { $time }
printed-unknown = inconnu(e)
printed-receipt-title = Reçu n° { $receipt }
printed-receipt-visa = Visa n°
printed-receipt-permit = Titre de séjour n°
printed-receipt-issued = Délivré le { $date }
printed-receipt-extended = Prolongé le { $date }, jusqu’au { $to }
printed-receipt-good = Valable
printed-receipt-days = du { $from } au { $to }
printed-receipt-fee = Montant payé
