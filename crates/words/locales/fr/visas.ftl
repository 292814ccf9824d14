## Le poste entier : personnes, groupes, visas, comptage, images
visas-title = Visas et permis
visas-search = Numéro, document ou nom
visas-none = Aucun visa ni permis ne correspond.
visas-what = Le visa
visas-number = Numéro de vignette
visas-kind = Sorte
visas-holder = Titulaire
visas-from = Du
visas-to = Au
visas-entries = Entrées
visas-entries-of = { $used } sur { $times }
visas-entries-several = { $used } · plusieurs
visa-entries-1 = une
visa-entries-2 = deux
visa-entries-3 = trois
visa-entries-several = plusieurs
visas-days = Jours par séjour
visas-days-help = Vide : jusqu'au dernier jour du visa.
visas-conditions-title = Conditions
visas-receipt = Quittance n°
visas-elsewhere-tick = délivré ailleurs (ambassade, e-visa) : seulement l'enregistrer
visas-document-issuer = Document délivré par
visas-issue = Enregistrer
visas-standing = Validité
visa-standing-good = bon, séjour jusqu'au { $date }
visa-standing-good-freely = bon
visa-standing-not-yet = à partir du { $date }
visa-standing-past = expiré le { $date }
visa-standing-used-up = entrées épuisées
visa-standing-revoked = révoqué : { $reason }
visas-extended = Prolongé au
visas-issued-by = Délivré par
visas-elsewhere = une autre autorité
visas-recorded = Enregistré
visa-number-taken = Ce numéro est déjà enregistré. Vérifiez la vignette.
visa-fault-missing = À remplir.
visa-fault-text = Trop long, ou caractères impossibles.
visa-fault-state = Ce pays n'existe pas.
visa-fault-day = Donnez une date.
visa-fault-order = Le dernier jour vient avant le premier.
visa-fault-number = Un nombre, à partir de 1.
visa-fault-code = Choisissez dans la liste.
visa-extend-title = Prolonger
visa-extend = Prolonger
visa-extend-later = Le nouveau dernier jour doit venir après l'actuel, et le visa ne pas être révoqué.
visa-revoke-title = Révoquer
visa-revoke = Révoquer
visas-import-title = Visas délivrés ailleurs
visas-import = Importer
visas-import-help = CSV ou JSON d'un système de visas ; les champs sont dans docs/visas.md. Un fichier fautif n'est pas pris.
visas-refused = Le fichier n'a pas été pris. À corriger :
visas-taken = { $count ->
    [0] Rien de nouveau dans ce fichier.
    [one] 1 visa pris.
   *[other] { $count } visas pris.
 }
