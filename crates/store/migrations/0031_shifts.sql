-- How each shift at a post was closed; read from the journal.
create table shift (
    node    text   not null, -- with seq, the event that says so
    seq     bigint not null,
    post    text   not null,
    at      bigint not null,
    officer text   not null,
    began   bigint not null, -- from when on it was counted
    note    text   not null, -- for those who come after
    primary key (node, seq)
);
create index shift_post on shift (post, at);
