-- Erased, and in no event yet: one says so once nothing of it is left in the file's log either.
create table erased_unnoted (
    data   text   not null primary key, -- a kind of data
    until  bigint not null,             -- what was recorded before this moment
    events bigint not null,
    ground text   not null
);
-- Due, and so much at once that two people have to say first that it may go.
create table erasure_waiting (
    data   text   not null primary key, -- a kind of data
    until  bigint not null,             -- what was recorded before this moment
    due    bigint not null,             -- events
    held   bigint not null,             -- of so many
    oldest bigint not null,             -- when the oldest of them was recorded
    since  bigint not null              -- when it was held back first
);
create table erasure_proposal (
    id         text   not null primary key,
    data       text   not null,
    until      bigint not null,
    author     text   not null,
    at         bigint not null,
    state      text   not null, -- open, approved, rejected
    decided_by text   not null,
    decided_at bigint not null,
    reason     text   not null
);
-- What is left of a party once one of its events is erased.
create index event_of_party on event (node, seq)
    where payload is not null and kind in ('party-announced', 'party-arrived', 'party-changed', 'party-ended');
