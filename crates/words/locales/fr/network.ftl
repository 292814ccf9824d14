## Réseau
link-title = Liaison avec le siège
link-contact = Dernier contact
link-waiting = Reste à envoyer
link-events = { $count ->
    [0] rien, le siège a tout
    [1] 1 événement
   *[other] { $count } événements
 }
link-reference = Données de référence
link-version = version { $version }
link-known = Autres postes connus ici
link-journals = { $count ->
    [0] aucun
    [1] 1 journal
   *[other] { $count } journaux
 }
link-clock = Horloge
link-disk = Place sur le disque
link-trouble = Problème
link-trouble-unreachable = Le siège ne répond pas. Le poste travaille seul et enverra tout dès que la liaison reviendra.
link-trouble-unsafe = La liaison n’aboutit pas au siège, ou le certificat de ce poste n’est plus valable. Prévenez l’administrateur ; rien n’a été envoyé.
link-trouble-too-slow = Le siège ne répond pas à temps. Le poste réessaie avec des envois plus petits.
link-trouble-refused = Le siège refuse les envois de ce poste. Prévenez l’administrateur.
link-trouble-database = La base de ce poste n’a pas pu enregistrer ce que le siège a envoyé. Vérifiez le disque.
link-rejected = Journal refusé par le siège
link-rejected-text = À partir de l’événement n° { $seq } du journal { $journal }, ce poste et le siège n’ont pas le même journal. Si cette machine a été remise en service à partir d’une ancienne copie, l’administrateur la rétablit avec limen restore.
link-never = jamais
link-now = à l’instant
link-ago = il y a { $distance } ({ $at })
clock-right-now = à l’heure
clock-ahead = { $distance } d’avance
clock-late = { $distance } de retard
gigabytes = { $count } Go
board-headline = { $all ->
    [0] Aucun poste n’est encore raccordé
    [one] { $well ->
        [0] Le poste raccordé demande attention
       *[other] Le poste raccordé fonctionne normalement
     }
   *[other] { $well ->
        [0] Aucun des { $all } postes ne fonctionne normalement
       *[other] Postes qui fonctionnent normalement : { $well } sur { $all }
     }
 }
board-nodes = Postes du réseau
board-none = Générez un code pour un poste, et saisissez-le sur sa machine : elle apparaîtra ici.
board-clear = normal
board-check = à vérifier
board-stop = en panne
board-off = retiré
board-away = pas de nouvelles depuis plus d’une heure
board-ago = il y a { $distance }
board-journal = Journal
board-of = { $held } sur { $all }
board-current = version { $version }, la dernière
board-version = Dernière version des données de référence : { $version }
board-notes = Remarques
board-refused = Envois refusés
board-when = Dernière fois
board-times = Nombre de fois
board-sender = Expéditeur
board-why = Cause
board-detail = Détail
board-invite = Raccorder une machine
board-no-posts = Aucun poste n’est encore défini : limen posts add.
board-revoke = Retirer une machine du réseau
board-revoke-help = Pour une machine perdue ou volée. Ce qu’elle a envoyé reste ; rien n’est plus accepté d’elle, et elle ne reçoit plus rien.
board-node = Machine
board-twin = deux machines sous ce nom : { $one } et { $other } ; en retirer une
board-journal-only = seulement la machine qui écrit { $journal }
recovery-text = Il demande à ses postes ce qu’ils détiennent des décisions prises depuis la sauvegarde, et récupère les plus récentes. Jusque-là il ne décide ni ne publie rien ; les postes continuent. Pour un poste sans liaison, portez-lui le fichier sur clé USB, et rapportez le sien.
recovery-from = La sauvegarde contenait { $count } événements du journal { $journal }.
recovery-version = Récupéré jusqu’ici : version { $version } des données de référence.
recovery-left-out = Une machine détient des données sans lesquelles ce siège a continué
recovery-heard = Contact depuis la restauration
recovery-not-yet = pas encore
recovery-missing = Ce qui manque
recovery-not-heard = { $node } : aucun contact depuis la restauration
recovery-on-its-way = { $node } : la version { $version } est en cours d’envoi
recovery-not-signed = { $node } : détient la version { $version } sans la signature du siège
recovery-of-another = { $node } : détient ce que { $journal } a publié, que ce siège ne prolonge pas
recovery-events = Journal { $journal } : { $count ->
    [one] événement { $events }, qu’aucune machine ne détient
   *[other] { $count } événements ({ $events }), qu’aucune machine ne détient
 }
recovery-waiting = Les propositions qui attendaient une deuxième personne, et les codes de machines et d’appareils, faits entre le { $from } et le { $to } : aucune machine ne les détient. Refaites-les.
recovery-rewritten = { $node } : a vu un autre journal { $journal } que celui de la sauvegarde
recovery-go-on = Continuer sans ce qui manque
recovery-go-on-help = Un administrateur le propose, un autre le confirme. Chaque poste abandonne alors ce qu’il détient et qui manque ici ; il garde comme preuve ce qu’il a vu du journal du siège.
recovery-own = Vous l’avez proposé : un autre administrateur doit le confirmer.
recovery-why = Pourquoi ne pas attendre
recovery-propose = Proposer
recovery-confirm = Confirmer : continuer sans
recovery-changed = Il manque maintenant autre chose que ce qui a été proposé : proposez de nouveau.
complaint-headquarters-behind = détient plus que ce siège
invitation-title = Code pour { $post }
invitation-until = Il ne sert qu’une fois, jusqu’au { $until }.
invitation-type = Sur la machine du poste, tapez :
invitation-once = Ce code n’est affiché qu’ici. S’il est perdu, générez-en un autre.
complaint-clock-off = horloge à régler
complaint-clock-behind = horloge en retard sur le journal
complaint-clock-leapt = date à confirmer au poste
complaint-setting-unreadable = un réglage est illisible
complaint-erasure-waits = un effacement important attend l’accord de deux personnes
complaint-disk-low = disque presque plein
complaint-journal-broken = journal altéré au poste
complaint-rejected = journaux divergents
complaint-headquarters-rewritten = journal du siège réécrit, vu du poste
link-restored = Siège
link-recovering-text = restauré à partir d’une sauvegarde ; il demande à ce poste ce qu’il détient, et les signalements valent ici comme avant
link-behind-text = restauré à un état antérieur à ce que ce poste détient ; ce poste continue avec ses données jusqu’à ce que deux administrateurs aient confirmé que le siège continue sans elles
link-twin = Autre machine
link-twin-text = écrit le journal { $journal } sous le nom et la clé de ce poste ; le siège retire l’une des deux
link-evidence = Preuves conservées
link-evidence-text = { $count ->
    [1] 1 empreinte signée du journal du siège, absente de ce journal depuis sa restauration
   *[other] { $count } empreintes signées du journal du siège, absentes de ce journal depuis sa restauration
}
stick = Clé USB
stick-for = Fichier pour la clé
stick-help = Pour une longue coupure de la liaison : seul le siège peut lire ce fichier. Rapportez celui que le siège donne en retour.
stick-write = Exporter ce qui reste à envoyer
stick-take = Importer depuis une clé USB
stick-take-in = Importer le fichier
stick-unknown = inconnu
stick-taken = Clé de { $sender } : importée
stick-old = Clé de { $sender } : tout était déjà ici
stick-lacks = Clé de { $sender } : pas encore en vigueur
stick-lacks-gap = Une partie précédente manque : portez la clé de ce poste au siège, et rapportez le fichier que le siège donne en échange.
stick-lacks-behind = Le siège a été restauré à partir d’une sauvegarde plus ancienne que ce que ce poste détient : deux administrateurs doivent y confirmer qu’il continue.
stick-recalled = Clé de { $sender } : le siège a été restauré et demande ce que ce poste détient
stick-recalled-advice = Exportez le fichier de ce poste à la page Réseau, et portez-le au siège sur la clé.
stick-refused = Clé de { $sender } : refusée
stick-made = Fichier écrit le { $at }
stick-events = { $count ->
    [0] Aucun événement nouveau
    [1] 1 événement nouveau
   *[other] { $count } événements nouveaux
 }
stick-parts = { $count ->
    [0] Rien de nouveau
    [1] 1 élément nouveau
   *[other] { $count } éléments nouveaux
 }
stick-answer = Le siège a une réponse pour ce poste : copiez-la sur la clé.
why-damaged = endommagé, ou ce n’est pas un envoi de Limen
why-too-large = trop volumineux
why-not-signed = la signature n’est pas celle de l’expéditeur
why-not-for-us = destiné à une autre machine
why-unknown-sender = expéditeur inconnu du réseau
why-revoked = machine retirée du réseau
why-from-the-future = date future : horloge à régler
why-old = déjà reçu
why-not-theirs = contient le journal d’une autre machine
why-fork = deux journaux du même nom
why-gap = il manque ce qui précède
why-behind = le siège a été restauré et n’a pas ce qui est détenu ici
why-recovering = le siège a été restauré et ne décide rien encore
why-unsound = un événement a été modifié en route
why-trouble = la base n’a pas pu l’enregistrer
why-unknown = pour une raison que cette version de Limen ne connaît pas
