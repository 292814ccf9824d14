-- What changed of what running programs hold in memory, in its order: each takes in what came after the last turn that it
-- knows, whichever program or command wrote it. Written in the transaction of the change; the oldest are forgotten.
create table turn (
    seq  bigint not null primary key,
    what text   not null, -- alert, list, others
    list text   not null, -- empty for others
    id   text   not null  -- of an alert
);

-- Alert lists that are another since their proposal was approved, and whose rows are still being moved from the staged
-- ones: in pieces, so that nobody waits for a million rows.
create table moving_list (
    list     text not null primary key,
    proposal text not null
);

-- How common names are, as the alerts were weighed last: the same after a restart.
create table weighing (
    name text   not null primary key,
    turn bigint not null, -- the turn that it was counted at
    body blob   not null
);
