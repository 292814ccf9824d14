## The whole post: persons, parties, visas, tallies, pictures
party-here = At the post and announced
party-none = No party is at the post or announced.
party-name = Name
party-carrier = Carrier
party-kind = Kind
party-since = Since
party-state = State
party-state-announced = announced
party-state-here = at the post
party-state-ended = done
party-progress = Progress
party-mine = at this counter
party-begin-title = A party arrives
party-begin = Begin
party-plate = Plate
party-country = Registered in
party-vehicle = Vehicle
party-goods = Goods
party-customs = Customs declaration no.
party-list-title = A carrier's list
party-list-check = Check the list
party-list-help = CSV or XLSX, as you get it. A row names the columns: surname, given names, date of birth, sex, nationality, passport number… Only a name is needed.
party-list-refused = The list was not taken. Put these rows right and send it again:
party-plate-missing = Give the vehicle's plate.
party-name-missing = Give the party a name.
party-decided = { $count ->
    [0] nobody yet
    [1] 1 done
   *[other] { $count } done
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
    [0] Nobody has passed yet
    [1] 1 person done
   *[other] { $count } people done
 }
party-present = Present
party-present-label = Present { $name }
party-work-announced = It has arrived: take it at this counter
party-work-here = Take it at this counter
party-leave = Leave the party
party-change-title = Vehicle and goods
party-change = Save
party-driver = drives
party-with = with { $name }
party-hit-text = Compare plate, country and kind of vehicle. Until this is judged the driver does not pass; passengers do.
party-hit-clear = Another vehicle
party-hit-confirm = It is this vehicle
goods-none = none
