-- Corrections that officers ask for of what they recorded; read from the journal.
create table correction_request (
    node        text   not null, -- with seq, the event that says so
    seq         bigint not null,
    crossing    text   not null, -- which record
    at          bigint not null,
    officer     text   not null,
    note        text   not null, -- what is wrong with it
    declined    text,            -- why it stays as it is; null where nobody said so
    declined_by text,
    declined_at bigint,
    primary key (node, seq)
);
create index correction_request_crossing on correction_request (crossing);
create index correction_request_officer on correction_request (officer, at);
