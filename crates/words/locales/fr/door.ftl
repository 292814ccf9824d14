## Connexion
sign-in = Se connecter
sign-in-title = Connexion
sign-in-password = Mot de passe
sign-in-wrong = Identifiant ou mot de passe incorrect. Réessayez.
sign-in-elsewhere = Votre compte n’est pas ouvert à ce poste. Adressez-vous à l’administrateur.
sign-in-ended = Votre compte est désactivé. Adressez-vous à l’administrateur.
sign-in-locked = Trop d’essais manqués. Ce compte est bloqué jusqu’à { $time }.
sign-in-busy = Trop de connexions sont tentées en ce moment. Réessayez dans { $seconds } secondes.
trial-people = Démonstration : connectez-vous avec un de ces comptes

## Le poste entier : personnes, groupes, visas, comptage, images
aside-left = parti, ou en fuite
aside-handed-over = remis à la police ou à une autre autorité
aside-elsewhere = un collègue poursuit (autre guichet, 2e ligne)
aside-misread = lu par erreur : le titulaire n’est pas là
aside-other = autre motif, à préciser

## Pourquoi l'on consulte
purpose-title = Pourquoi consultez-vous ces données ?
purpose-explains = Ces pages montrent des personnes qui ne sont pas devant vous. Le motif est inscrit avec chaque consultation ; il vaut pour une demi-heure.
purpose-which = Motif de la consultation
purpose-reference = Référence du dossier
purpose-reference-help = Numéro de réquisition, de courrier ou de passage. Obligatoire pour la demande d’une autorité.
purpose-reference-missing = Indiquez la référence : la demande d’une autorité est toujours consultée sous son numéro.
purpose-go = Consulter

## Son propre compte
sign-in-code-help = Le code de votre application d’authentification, ou l’un de vos codes de secours.
sign-in-code-over = Le délai est dépassé, ou trop de codes ont été essayés. Connectez-vous de nouveau.
sign-in-again = Recommencer
account-title = Mon compte
account-elsewhere = Votre compte est ouvert à plusieurs postes : le mot de passe et la double authentification se changent au siège.
account-password = Mot de passe
account-password-explains = Au moins { $count } caractères difficiles à deviner : ni nom, ni date, ni mot courant. Quelques mots sans rapport entre eux conviennent.
account-present = Mot de passe actuel
account-new = Nouveau mot de passe
account-again = Nouveau mot de passe (confirmation)
account-change = Changer le mot de passe
account-password-changed = Le mot de passe est changé. Vos autres sessions sont fermées.
account-wrong = Le mot de passe actuel est incorrect. Rien n’a été changé.
account-meanwhile = Votre compte a été modifié ailleurs au même moment. Rien n’a été changé ici. Vérifiez, puis réessayez.
account-not-the-same = Les deux nouveaux mots de passe sont différents. Rien n’a été changé.
account-password-short = Le nouveau mot de passe est trop court. Rien n’a été changé.
account-password-long = Le nouveau mot de passe est trop long. Rien n’a été changé.
account-password-guessed = Le nouveau mot de passe est courant ou facile à deviner. Rien n’a été changé.
account-factor-explains = Un code de votre téléphone, en plus du mot de passe : un mot de passe volé ne suffit plus pour se connecter. Le téléphone n’a pas besoin de réseau.
account-factor-picture = Code QR pour l’application d’authentification
account-factor-secret = Scannez le code QR avec une application d’authentification, ou saisissez-y cette clé :
account-code = Code
account-factor-turn-on = Activer
account-factor-turn-off = Désactiver
account-factor-on = La double authentification est activée.
account-factor-off = La double authentification est désactivée.
account-factor-is-on = { $count ->
    [1] Elle est activée. Il reste un code de secours.
   *[other] Elle est activée. Il reste { $count } codes de secours.
 }
account-code-wrong = Code incorrect, ou déjà utilisé. Attendez le suivant.
account-recovery = Codes de secours
account-recovery-explains = Notez-les maintenant et gardez-les loin de votre téléphone : chacun permet de se connecter une fois sans lui. Ils ne seront plus affichés.

## Les agents du service
account-drawn = Votre mot de passe est provisoire. Choisissez le vôtre avant de commencer.
sign-in-expired = Votre mot de passe provisoire n’est plus valable. Demandez-en un autre à l’administrateur.
sign-in-drawn = Votre mot de passe provisoire n’est valable qu’au siège. Connectez-vous là-bas pour choisir le vôtre.

## Appareils
devices-how = Autoriser un autre appareil
devices-trust = Sur cet appareil, faites accepter une fois par le navigateur le certificat de cette machine :
devices-fingerprint = empreinte SHA-256
devices-open = Sur cet appareil, ouvrez :
devices-type = Générez un code ici, et saisissez-le là-bas.
devices-name = Emplacement
devices-example = Guichet 2
devices-code-of = Code pour { $device }
devices-code-explains = Saisissez-le sur cet appareil dans l’heure. Il ne sert qu’une fois et ne sera plus affiché.
devices-none-served = Les pages ne s’affichent que sur cette machine. Pour les ouvrir à d’autres appareils, indiquez une adresse dans limen.toml :
devices-known = Appareils
devices-none = Aucun autre appareil n’a été autorisé.
devices-since = Depuis
devices-seen = Dernière utilisation
devices-end = Révoquer
devices-ended = révoqué : { $reason }
devices-reader-how = Autoriser un lecteur de documents
devices-reader-explains = Pour un lecteur de pages sur un port série ou un lecteur de puces. Générez un code, puis saisissez-le sur la machine de ce guichet :
devices-reader-name = Nom
devices-reader-at = Au guichet de
devices-reads-for = lecteur de documents de { $counter }
devices-own-machine = cette machine
lights-title = Seuils de lumière des lecteurs
lights-help = Les lampes et les capteurs diffèrent. Posez sur le lecteur un document que vous savez authentique ; la mesure propose des seuils pour ce lecteur. Rien du document n’est conservé.
lights-lay = Document sur le lecteur
lights-lay-help = Posez le document sur le lecteur de ce guichet pendant qu’aucun agent n’y travaille, puis regardez à nouveau.
lights-look = Regarder à nouveau
lights-measure-handed = Mesurer le document lu
lights-taken = Cette lecture n’est plus là. Posez de nouveau le document sur le lecteur.
lights-files = Images en fichiers
lights-files-legend = La même page, sans la bouger entre les prises
lights-reader = Lecteur
lights-reader-help = Comme les images d’un enregistrement le nomment ; * pour tous les autres lecteurs et les images en fichiers. 40 caractères au plus.
lights-measure = Mesurer
lights-of = Mesure : { $reader }
lights-contrast = Contraste d’impression en infrarouge
lights-brightness = Luminosité du papier sous ultraviolet
lights-proposed = Seuils, en pour cent
lights-visible = Visible en infrarouge à partir de
lights-gone = Non visible en dessous de
lights-dull = Papier terne jusqu’à
lights-bright = Papier brillant à partir de
lights-keep = Garder ces seuils
lights-kept = Seuils de ce poste
lights-none = Aucun lecteur n’a ses propres seuils : les seuils habituels s’appliquent.
lights-unreadable = Les seuils gardés sont illisibles, et rien n’est jugé sous une autre lumière. Mesurez un lecteur et gardez ses seuils : ils les remplacent.
lights-any = tous les autres
lights-undo = Revenir aux seuils habituels
lights-name = Le nom d’un lecteur a de 1 à { $most } caractères.
lights-limits = Les seuils vont de 1 à 100 pour cent. « Non visible » est inférieur à « visible », « terne » à « brillant ».
lights-full = Les seuils de trop de lecteurs sont gardés. Retirez-en d’abord.
lights-missing = Envoyez la page en lumière blanche, et aussi en infrarouge ou sous ultraviolet.
lights-not-measured = Rien n’a été mesuré
lights-not-visible = La zone de ce document est à peine visible en infrarouge. Prenez un document certainement authentique, ou vérifiez la lampe.
lights-shines = Le papier de ce document brille sous ultraviolet. Prenez un document certainement authentique, ou vérifiez la lampe.
lights-again = Rien n’a été mesuré. Recommencez.
enrol-title = Autoriser cet appareil
enrol-explains = Cet appareil n’est pas encore autorisé ici et n’affiche rien. Un chef de poste ou un administrateur génère un code à la page « Appareils ».
enrol-code = Code
enrol-do = Autoriser cet appareil
enrol-wrong = Ce code n’est pas valable, ou il date de plus d’une heure. Demandez-en un autre.
enrol-too-many = Trop de codes ont été essayés depuis cet appareil. Réessayez dans { $seconds } secondes.
enrol-is-device = Cet appareil est autorisé ici.

## Se relayer au guichet
aside-choose = Choisissez un code pour ce service : il vous permet de reprendre votre travail sur cette machine. Il est effacé à la déconnexion.
aside-pin = Code
aside-again = Code (confirmation)
aside-weak = Le code compte de 4 à 8 chiffres, et n’est pas une suite comme 1234 ou 1111.
aside-not-the-same = Les deux codes sont différents.
resume = Reprendre
resume-title = Reprendre
resume-who = Qui travaille ici maintenant ?
resume-other = Se connecter avec un autre compte
resume-wrong = Code incorrect. Après trois erreurs, le mot de passe est demandé.
resume-over = La reprise par code n’est plus possible. Connectez-vous avec votre mot de passe.
sign-in-stale = Ce poste est sans contact avec le siège depuis trop longtemps : les comptes ne peuvent plus y être vérifiés. L’administrateur doit échanger les données par clé USB : limen exchange.
account-factor-demanded = Votre fonction exige la double authentification. Activez-la avant de commencer.
sign-in-no-factor = Votre fonction exige la double authentification, qui s’active au siège. Activez-la là-bas.
sign-in-pin = Code incorrect
account-sessions = Vos sessions ouvertes
account-sessions-this = cette session
account-sessions-end = Fermer mes autres sessions
account-sessions-ended = Vos autres sessions sont fermées.

## Passkeys (clés d’accès)
sign-in-with-passkey = Se connecter avec une clé d’accès
sign-in-passkey = Cette clé d’accès n’est pas valable à ce poste, ou la demande a expiré. Recommencez, ou saisissez votre mot de passe.
passkey-no-answer = Aucune clé n’a répondu. Branchez la clé et recommencez, ou choisissez l’autre méthode.
passkey-not-here = Les clés d’accès ne fonctionnent pas avec une adresse IP : sur cet ordinateur, ouvrez ces pages à l’adresse http://localhost (même port) ; ailleurs, à leur nom, en https.
account-passkeys = Clés d’accès
account-passkeys-explain = Une clé de sécurité, ou le capteur de cet ordinateur, à déverrouiller par un code PIN ou une empreinte digitale. Vous vous connectez alors ici sans mot de passe ; le mot de passe seul ne suffit plus.
account-passkey-name = Nom de la clé
account-passkey-add = Ajouter une clé
account-passkey-remove = Retirer une clé
account-passkey-added = La clé est ajoutée. Vos autres sessions sont fermées.
account-passkey-removed = La clé est retirée. Vos autres sessions sont fermées.
account-passkey-refused = La clé n’a pas répondu comme demandé, la demande a expiré, ou la clé est déjà connue ici. Rien n’a été changé.
account-passkey-most = Vous avez déjà { $count } clés ici. Retirez-en une d’abord.
session-over = Votre session a expiré par inactivité, ou a été fermée ailleurs. Reconnectez-vous pour continuer.
