## Contrôle : qui a consulté quoi
audit-title = Consultations
audit-finding = { $count ->
    [0] Aucune consultation inhabituelle
    [1] Un point inhabituel dans les consultations
   *[other] { $count } points inhabituels dans les consultations
  }
audit-explains = Sont marqués : hors guichet, et pour les passages d’autres postes, { $fewest } consultations ou plus si c’est plus de { $times } fois la médiane de la fonction ; de nuit (de 22 h à 5 h), { $night } consultations ou plus ; sans décision, { $fewest } voyageurs ou plus si c’est plus de { $times } fois la médiane des autres agents de la fonction, ou si l’agent y est seul ; son propre nom, dès la première fois. Une marque n’est pas une faute : c’est une question à poser.
audit-nobody = Aucune consultation pendant ces jours.
audit-unusual = inhabituel
audit-ask-person = Qui a consulté le document
audit-ask-officer = Consultations de l’agent
audit-from = du
audit-to = au
audit-show = Afficher
audit-to-unusual = Consultations inhabituelles
audit-to-exports = Exportations
audit-who = Agent
audit-role = Fonction
audit-when = Date et heure
audit-what = Détail
audit-why = Motif
audit-event = Inscription au journal
audit-presented = Au guichet
audit-away = Hors guichet
audit-night = De nuit
audit-undecided = Sans décision
audit-elsewhere = D’autres postes
audit-own-name = Son propre nom
audit-person-title = Qui a consulté { $document }
audit-person-explains = { $count ->
    [0] Aucune consultation inscrite ici. Documents de cette personne : { $documents }
    [one] Une consultation. Documents de cette personne : { $documents }
   *[other] { $count } consultations. Documents de cette personne : { $documents }
  }
audit-person-unknown = Aucun document { $document } n’est connu ici. Vérifiez l’État émetteur et le numéro, par exemple GIN GN7654321.
audit-officer-title = Consultations de { $name }
audit-officer-explains = { $days } · { $count ->
    [0] aucune consultation
    [1] une consultation
   *[other] { $count } consultations
  }
audit-exports-title = Exportations
audit-exports-none = Aucune exportation pendant ces jours.
audit-day-exported = Passages du { $day }, { $rows } lignes en CSV
audit-flows-exported = Flux : { $what }, en { $form }
audit-flows-queried = Requête SQL sur les flux, { $rows } lignes
look-at-the-counter = au guichet
look-no-purpose = —

## Ce que les voyageurs peuvent demander sur leurs données
rights-title = Droits des voyageurs
rights-ask = Une personne demande ce que l’on détient sur elle
rights-explains = Vérifiez d’abord qui demande : son document, en personne ou comme la loi le prévoit. Le fichier ne nomme aucun agent et ne dit ni qu’un signalement existe, ni qu’il n’en existe pas. Son établissement est inscrit au journal.
rights-wrong = Indiquez le document par son État émetteur et son numéro, par exemple GIN GN7654321, et le numéro ou la date de la demande.
rights-readable = Établir le fichier à lire
rights-machine = Établir le fichier JSON
claimant-title = Rechercher une personne
claimant-name = Nom
claimant-search = Rechercher par le nom
claimant-explains = Toutes les orthographes du nom sont cherchées : dialo trouve Diallo et Jalloh. La date de naissance, même en partie, restreint la recherche. Cochez les documents de la personne ; ceux qui lui sont liés sont proposés avec le sien. La recherche est inscrite au journal.
claimant-none = Personne de ce nom n’a été trouvé.
claimant-no-document = Passée sans document : aucun fichier ne peut être établi par document.
claimant-cut = D’autres personnes correspondent. Ajoutez un prénom ou la date de naissance.
rights-data = Données
rights-period = Durée de conservation
rights-erased = Effacé à l’échéance
rights-erased-none = Rien n’a encore été effacé ici.
rights-events = Événements
rights-before = Inscrits avant le
erasures-title = Effacements importants
erasures-explain = Plus de { $percent } % d’une catégorie de données à la fois ne s’efface qu’avec l’accord de deux personnes, chacune avec son compte. Ce que décide le siège vaut pour tous les postes.
erasure-since = Le plus ancien date du { $oldest } ; ils attendent depuis le { $since }.
erasure-none-waits = rien n’attend sur cette machine
erasure-propose = Proposer d’effacer ce qui a été inscrit avant le { $day }
erasure-by = { $author } a proposé le { $at } d’effacer ce qui a été inscrit avant le { $day }.
erasure-approve = Approuver l’effacement définitif
erasure-approved = Approuvé par deux personnes : ce qui a été inscrit avant le { $day } sera effacé la nuit prochaine.
erasure-approved-for-posts = Approuvé par deux personnes pour tous les postes : chacun efface la nuit ce qui a été inscrit avant le { $day }.
erasure-clock-doubted = L’horloge de cette machine est en doute : rien ne se décide ni ne s’efface tant qu’elle n’est pas juste.
erasure-at-headquarters = Le siège en décide pour tous les postes.
kept-for = { $days } jours : { $ground }
kept-no-period = aucune durée fixée ; conservées jusqu’à ce qu’il y en ait une
data-crossings = Passages et décisions
data-pictures = Photos et pièces jointes
data-visas = Visas et titres de séjour
data-protection = Personnes à protéger
data-alerts = Signalements proposés
data-looks = Consultations
about-title = Ce qui est détenu sur vous
about-request = Demande
about-documents = Documents
about-controller = Réponse de
about-made = Établi le
about-opening = Voici tout ce que le système des frontières du service de l’immigration détient sur la personne titulaire de ces documents. Les agents ne sont pas nommés. Vous pouvez demander la rectification de données inexactes.
about-crossings = Passages
about-none = Aucun.
about-decision = Décision
about-birth-place = Lieu de naissance
about-sex = Sexe
about-purpose = Motif
about-mode = Transport
about-from = Provenance
about-to = Destination
about-residence = Pays de résidence
about-notes = Notes
about-pictures = Pièces jointes
about-protection = Protection
about-corrected = Suite
about-was-corrected = cet enregistrement a été rectifié ; un autre le remplace
about-corrects = Rectifie un enregistrement
about-cancelled = Annulé
about-presented = Présentations au guichet sans décision
about-visas = Visas et titres de séjour
about-good = Valable
about-looks = Qui a consulté vos données
about-looks-cut = Seules les 5 000 dernières consultations figurent ici ; demandez les autres.
about-how-found = trouvé par une recherche
about-how-listed = présent dans la liste affichée
about-held = D’où viennent ces données
about-held-crossings = { $count ->
    [1] 1 passage
   *[other] { $count } passages
  }
about-held-up-to = { $post } : { $count } ; données reçues jusqu’au { $at }
about-held-here = { $post } : { $count }
about-held-all = Ce fichier a été établi au siège : il réunit tout ce que les postes lui ont transmis jusqu’aux dates ci-dessus.
about-held-post = Ce fichier a été établi dans un poste. Le siège détient aussi ce que les autres postes ont inscrit, et qui y a consulté vos données : demandez-lui un fichier complet.
about-read = Source de l’identité
about-days = Séjour prévu
about-with = Accompagnement
about-permit = Visa présenté, jusqu’au
about-visa = Visa utilisé
about-undone = Sortie annulée
about-was-undone = l’autre État ne vous a pas laissé entrer ; le retour annule cette sortie
about-revoked = Révoqué
about-entries = Nombre d’entrées
about-parties = Groupes et véhicules
about-party = Groupe
about-plate = Immatriculation
about-announced = Annoncé
about-by-carrier = sur la liste du transporteur
about-claims = Vos demandes
about-by = Fonction et lieu
about-alerts-title = Signalements
about-alerts = Ce fichier ne dit jamais s’il existe un signalement : ni qu’il y en a un, ni qu’il n’y en a pas. Les consultations faites à ce titre, et le motif d’une orientation en deuxième ligne, n’y figurent pas non plus. Vous pouvez demander à l’autorité de protection des données de vérifier à votre place.
about-kept = Durées de conservation
about-rights-title = Vos droits
about-rights = Vous pouvez demander au service de rectifier ce qui est inexact, d’effacer ce qu’il ne peut plus conserver, et vous opposer à l’usage de vos données. S’il refuse, il en donne les motifs ; vous pouvez saisir l’autorité de protection des données et le juge.

## Le registre des traitements
register-title = Registre des traitements
register-line = { $label } : { $value }
register-data = Ce qui est traité, pourquoi, et combien de temps
register-what = Données traitées
register-purpose = Finalité
register-yes = oui
register-no = non
register-what-crossings = identité, documents, voyage, décision, résultats du criblage, notes de la deuxième ligne, ce que les postes ont écrit pour les États voisins
register-purpose-crossings = contrôle aux frontières ; statistiques sans données personnelles
register-what-pictures = visages, pages de documents, pièces jointes
register-purpose-pictures = preuve de ce qui a été décidé
register-what-visas = titulaire, document, jours, conditions
register-purpose-visas = droit d’entrer et de séjourner
register-what-protection = besoin, autorité, destinataire
register-purpose-protection = asile, mineurs isolés, victimes de traite, malades
register-what-alerts = personnes et documents recherchés, conduite à tenir, source
register-purpose-alerts = criblage à la frontière, comme la loi le prévoit
register-what-looks = qui a lu quoi, quand, pourquoi ; ce qui a été exporté
register-purpose-looks = contrôle du service lui-même
register-waits = limen.toml indique d’autres durées : elles s’appliqueront au prochain démarrage de limen serve, ou avec limen data erase.
register-brake = L’effacement de ce qui suit attend l’accord de deux personnes : { $kind }.
register-who = Qui a accès, et pour quoi faire
register-recipients = Qui d’autre reçoit des données
register-posts = { $count ->
    [0] Aucun poste du réseau.
    [1] Un poste du réseau : ce que son travail exige.
   *[other] { $count } postes du réseau : chacun ce que son travail exige.
 }
register-history = Les postes connaissent les passages aux autres postes pendant { $days } jours.
register-nobody-else = Personne d’autre par ce système. Les statistiques sortent sans données personnelles, arrondies à des multiples de 5 ou d’un autre nombre fixé.
register-security = Mesures de sécurité
register-encrypted = Chiffré sur le disque
register-backup = Sauvegardé chaque nuit
register-journal = Chaque modification et chaque consultation figurent dans un journal qui ne se réécrit pas sans que cela se voie.
register-exchange = Entre les machines par TLS 1.3 avec des certificats propres au service ; les clés USB sont chiffrées pour leur destinataire.

## Ce que les voyageurs demandent sur leurs données
claims-title = Registre des demandes
claims-none = Aucune demande.
claim-right = Droit
claim-received = Reçue le
claim-words = Objet
claim-answer-it = Réponse
claim-reason = Suite donnée, ou motif du refus
claim-close = Répondre
claim-new = Enregistrer une demande
claim-record = Enregistrer
claim-due-by = À traiter avant le (à défaut : 30 jours après la réception)
claim-due = à traiter avant le { $due }
claim-late = en retard de { $distance } : échéance le { $due }
claim-answered = { $answer } le { $at }
claim-files = Fichier de la personne
claim-file-made = Fichier établi le
claim-records = Ce qui est enregistré
claim-records-none = Rien n’est enregistré ici sous ce document.
claim-rectify-help = Le chef de poste rectifie le passage au poste qui l’a enregistré : la demande s’affiche sur l’enregistrement. Si elle a été reçue au siège, transmettez au poste le numéro de l’enregistrement.
claim-corrections = Rectifié depuis la demande
claim-corrections-none = Rien n’a encore été rectifié.
claim-record-column = Enregistrement
claim-record-cancelled = annulé
claim-record-corrected = rectifié
claim-record-elsewhere = enregistré désormais sous un autre document
claim-record-presented = présenté, sans décision
claim-direction = Sens
claim-erased = Effacé
claim-erased-events = { $count ->
    [1] 1 enregistrement
   *[other] { $count } enregistrements
  }
claim-erase-title = Effacer
claim-erase-help = Cochez ce qui ne doit pas être conservé. Une deuxième personne approuve ; le contenu est alors effacé définitivement, ici et dans tous les postes, et la demande est close.
claim-erase-reason = Pourquoi cela ne doit pas être conservé
claim-erase-propose = Proposer l’effacement
claim-erase-by = { $author } a proposé le { $at } d’effacer :
claim-no-reason = Indiquez la suite donnée ou le motif.
claim-nothing-done = Rien n’a encore été fait : établissez le fichier, ou faites rectifier l’enregistrement, avant de répondre que la demande est satisfaite.
claim-nothing-chosen = Cochez au moins un enregistrement.
claim-too-many = Cochez au plus 1 000 enregistrements à la fois.
claim-still-open = L’un de ces enregistrements n’est pas clos : quelqu’un s’en occupe encore. Effacez-le ensuite.
claim-prolongs = Cochez aussi l’entrée dont ce visa ou ce titre a prolongé le séjour.
claim-on-record = Rectification demandée ({ $reference }) : { $words }
letter-print = Imprimer la lettre de réponse
letter-title = Réponse à une demande
letter-subject = Votre demande : { $right } ({ $reference })
letter-opening = Vous nous avez adressé, le { $date }, une demande sur les données que nous détenons sur vous.
letter-holder = Au titulaire du document { $document }
letter-access = Nous y avons donné suite. Le fichier joint contient ce que le système des frontières détient sur vous, avec les exceptions qu’il indique.
letter-rectified = Nous y avons donné suite. Voici ce qui a été rectifié :
letter-erased = Nous y avons donné suite : ce que vous demandiez d’effacer est effacé au siège, et l’est dans chaque poste la nuit qui suit la réception de l’ordre. Il reste la mention qu’un enregistrement a existé et celle des personnes qui l’ont consulté, jusqu’à l’échéance de ces mentions.
letter-granted = Nous y avons donné suite.
letter-nothing-held = Nous ne détenons rien sous le document que vous avez indiqué.
letter-partly = Nous y avons donné suite en partie.
letter-refused = Nous ne pouvons pas y donner suite.
letter-reason = Motif ou suite donnée :
letter-kept = Durées pendant lesquelles la loi fait conserver les données
letter-remedies = Si cette réponse ne vous satisfait pas, vous pouvez saisir l’autorité de protection des données et le juge.
letter-authority = Autorité et adresse :
letter-signed = Le délégué à la protection des données
