## The whole post: persons, parties, visas, tallies, pictures
party-here = At the post or announced
party-none = No groups at the post or announced.
party-name = Name
party-carrier = Carrier
party-kind = Type
party-since = Since
party-state = Status
party-state-announced = announced
party-state-here = at the post
party-state-ended = ended
party-progress = Progress
party-mine = at this counter
party-begin-title = New group
party-begin = Start
party-plate = Number plate
party-country = Registered in
party-vehicle = Vehicle
party-goods = Goods
party-customs = Customs declaration no.
party-list-title = Carrier’s list
party-list-check = Check list
party-list-help = CSV or XLSX, as you receive it. One row gives the column names: surname, given names, date of birth, sex, nationality, passport number… Only a name is required.
party-list-refused = The list was rejected. Correct these rows and send it again:
party-plate-missing = Enter the number plate.
party-name-missing = Enter a name for the group.
party-decided = { $count ->
    [0] none yet
    [1] 1 processed
   *[other] { $count } processed
 }
party-referred = { $count ->
    [1] 1 referred
   *[other] { $count } referred
 }
party-waiting = { $count ->
    [1] 1 expected
   *[other] { $count } expected
 }
party-waiting-title = { $count ->
    [1] 1 person expected
   *[other] { $count } people expected
 }
party-decided-title = { $count ->
    [0] Nobody processed yet
    [1] 1 person processed
   *[other] { $count } people processed
 }
party-present = Open at counter
party-present-label = Open { $name } at the counter
party-work-announced = Arrived: process at this counter
party-work-here = Process at this counter
party-leave = Leave group
party-change-title = Vehicle and goods
party-change = Save
party-driver = driver
party-who-drives = Who drives the vehicle?
party-driver-nobody = none of these travellers
party-with = with { $name }
party-hit-text = Compare number plate, country and type of vehicle. Until this match is reviewed, the driver may not pass; passengers may.
party-hit-clear = Different vehicle
party-hit-confirm = Same vehicle
goods-none = none
