## Connexion
sign-in = Se connecter
sign-in-title = Connexion
sign-in-password = Mot de passe
sign-in-wrong = Identifiant ou mot de passe incorrect. Réessayez.
sign-in-elsewhere = Votre compte n'est pas ouvert à ce poste. Adressez-vous à l'administrateur.
sign-in-ended = Votre compte est clos. Adressez-vous à l'administrateur.
sign-in-locked = Trop d'essais manqués. Ce compte est bloqué jusqu'à { $time }.
sign-in-busy = Beaucoup de connexions sont tentées en ce moment. Réessayez dans { $seconds } secondes.
trial-people = Démonstration : connectez-vous comme

## Le poste entier : personnes, groupes, visas, comptage, images
aside-left = parti, ou en fuite
aside-handed-over = remis à la police ou à une autre autorité
aside-elsewhere = un collègue continue (autre guichet, 2e ligne)
aside-misread = lu par erreur : le porteur n'est pas là
aside-other = autre motif, à préciser

## Pourquoi l'on consulte
purpose-title = Pourquoi consultez-vous ces données ?
purpose-explains = Ces pages montrent des personnes qui ne sont pas devant vous. Le motif est noté avec chaque consultation ; il vaut une demi-heure.
purpose-which = Motif de la consultation
purpose-reference = Référence du dossier
purpose-reference-help = Numéro de réquisition, de courrier ou de passage. Obligatoire pour une demande d'une autorité.
purpose-reference-missing = Indiquez la référence : la demande d'une autorité est toujours consultée sous son numéro.
purpose-go = Consulter

## Son propre compte
sign-in-code-help = De votre application d'authentification, ou l'un de vos codes de secours.
sign-in-code-over = Trop de temps a passé, ou trop de codes ont été essayés. Connectez-vous de nouveau.
sign-in-again = Recommencer
account-title = Mon compte
account-elsewhere = Votre compte est ouvert à plusieurs postes : mot de passe et second facteur se changent au siège.
account-password = Mot de passe
account-password-explains = Au moins { $count } caractères que personne ne devine : ni nom, ni date, rien de courant. Quelques mots sans rapport entre eux conviennent.
account-present = Mot de passe actuel
account-new = Nouveau mot de passe
account-again = Nouveau mot de passe, encore une fois
account-change = Changer le mot de passe
account-password-changed = Le mot de passe est changé. Partout ailleurs, vous êtes déconnecté.
account-wrong = Le mot de passe actuel est incorrect. Rien n'a été changé.
account-meanwhile = Votre compte a été modifié ailleurs au même moment. Rien n’a été changé ici. Vérifiez, puis réessayez.
account-not-the-same = Les deux nouveaux mots de passe diffèrent. Rien n'a été changé.
account-password-short = Le nouveau mot de passe est trop court. Rien n'a été changé.
account-password-long = Le nouveau mot de passe est trop long. Rien n'a été changé.
account-password-guessed = Le nouveau mot de passe est courant ou facile à deviner. Rien n'a été changé.
account-factor-explains = Un code de votre téléphone en plus du mot de passe : une personne qui apprend votre mot de passe ne peut pas se connecter avec lui seul. Il ne demande aucun réseau.
account-factor-picture = Image pour l'application d'authentification
account-factor-secret = Lisez l'image avec une application d'authentification, ou saisissez-y ceci :
account-code = Code
account-factor-turn-on = Activer
account-factor-turn-off = Désactiver
account-factor-on = Le second facteur est activé.
account-factor-off = Le second facteur est désactivé.
account-factor-is-on = { $count ->
    [1] Il est activé. Il reste un code de secours.
   *[other] Il est activé. Il reste { $count } codes de secours.
 }
account-code-wrong = Ce n'est pas le code, ou il a déjà servi. Attendez le suivant.
account-recovery = Codes de secours
account-recovery-explains = Notez-les maintenant et gardez-les loin de votre téléphone : chacun vous laisse entrer une fois sans lui. Ils ne seront plus affichés.

## Les agents du service
account-drawn = Votre mot de passe a été tiré pour vous. Choisissez le vôtre avant de commencer.
sign-in-expired = Votre premier mot de passe n’est plus valable. Demandez-en un autre à l’administrateur.
sign-in-drawn = Votre premier mot de passe n’est valable qu’au siège. Choisissez-y le vôtre.

## Appareils
devices-how = Admettre une autre machine
devices-trust = Sur cette machine, faites accepter une fois par le navigateur le certificat de ce nœud :
devices-fingerprint = SHA-256
devices-open = Ouvrez-y :
devices-type = Créez un code ici, et saisissez-le là-bas.
devices-name = Emplacement
devices-example = Guichet 2
devices-code-of = Code pour { $device }
devices-code-explains = Saisissez-le sur cette machine dans l’heure. Il sert une fois et ne sera plus affiché.
devices-none-served = Les pages ne s’affichent que sur cette machine. Pour en servir d’autres, indiquez une adresse dans limen.toml :
devices-known = Appareils
devices-none = Aucune autre machine n’a été admise.
devices-since = Depuis
devices-seen = Dernière utilisation
devices-end = Exclure
devices-ended = exclu : { $reason }
enrol-title = Admettre cette machine
enrol-explains = Cette machine n’est pas encore connue ici et ne voit rien. Un chef de poste ou un administrateur crée un code à la page « Appareils ».
enrol-code = Code
enrol-do = Admettre cette machine
enrol-wrong = Ce code n’est pas valable, ou son heure est passée. Demandez-en un autre.
enrol-too-many = Trop de codes ont été essayés depuis cette machine. Réessayez dans { $seconds } secondes.
enrol-is-device = Cette machine est connue ici.

## Se relayer au guichet
aside-choose = Choisissez un code pour cette vacation : il vous permet de reprendre votre travail sur cette machine. Il est oublié à la déconnexion.
aside-pin = Code
aside-again = Code, encore une fois
aside-weak = Un code compte de 4 à 8 chiffres, et n’est pas une suite comme 1234 ou 1111.
aside-not-the-same = Les deux codes diffèrent.
resume = Reprendre
resume-title = Reprendre
resume-who = Qui travaille ici maintenant ?
resume-other = Un autre agent se connecte
resume-wrong = Ce n’est pas le code. Après trois erreurs, il faut le mot de passe.
resume-over = La reprise par code n’est plus possible. Connectez-vous avec votre mot de passe.
sign-in-stale = Ce poste est sans nouvelles du siège depuis trop longtemps pour savoir qui y travaille encore. L’administrateur échange par clé USB : limen exchange.
account-factor-demanded = Votre fonction exige un second facteur. Activez-le avant de commencer.
sign-in-no-factor = Votre fonction exige un second facteur, qui s’active au siège. Faites-le là-bas.
sign-in-pin = Code erroné
account-sessions = Vos sessions ouvertes
account-sessions-this = ici
account-sessions-end = Me déconnecter partout ailleurs
account-sessions-ended = Vous êtes déconnecté partout ailleurs.

## Passkeys (clés d’accès)
sign-in-with-passkey = Se connecter avec une clé d’accès
sign-in-passkey = Cette clé n’ouvre pas ce poste, ou la demande a expiré. Recommencez, ou donnez votre mot de passe.
passkey-no-answer = Aucune clé n’a répondu. Recommencez, clé branchée, ou prenez l’autre voie.
passkey-not-here = Une clé d’accès ne répond qu’à un nom : ouvrez ces pages sous http://localhost (même port) sur cet ordinateur, ou sous leur nom en https ailleurs.
account-passkeys = Clés d’accès
account-passkeys-explain = Une clé de sécurité, ou le capteur de cet ordinateur, déverrouillé par un code PIN ou un doigt. Elle vous fait entrer sans mot de passe, ici seulement ; le mot de passe seul n’y suffit plus.
account-passkey-name = Nom de la clé
account-passkey-add = Ajouter une clé
account-passkey-remove = Retirer une clé
account-passkey-added = La clé est ajoutée. Partout ailleurs, vous êtes déconnecté.
account-passkey-removed = La clé est retirée. Partout ailleurs, vous êtes déconnecté.
account-passkey-refused = La clé n’a pas répondu comme demandé, la demande a expiré, ou la clé est déjà connue ici. Rien n’a été changé.
account-passkey-most = Vous avez déjà { $count } clés ici. Retirez-en une d’abord.
