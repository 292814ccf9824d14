-- Documents of which an officer found that they are not one person's, so that it is not asked again; read from the journal.
create table told_apart (
    one     text   not null, -- the lesser of both keys
    other   text   not null,
    officer text   not null,
    at      bigint not null,
    primary key (one, other)
);
create index told_apart_other on told_apart (other);
