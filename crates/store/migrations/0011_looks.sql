-- Who looked at whom: made from the journal.
create table look (
    node      text   not null, -- with seq, the event that says so
    seq       bigint not null,
    at        bigint not null,
    officer   text   not null,
    kind      text   not null, -- the event's
    about     text   not null, -- what was looked at: a record's identifier, a day, a search
    document  text   not null, -- the traveller's document, empty where there is none or many were listed
    name      text   not null, -- the traveller's name as searches see it
    elsewhere bigint not null, -- 1 where the record was made at another node
    why       text   not null, -- the purpose; empty where it is the crossing itself
    reference text   not null, -- of the case
    primary key (node, seq)
);
create index look_officer on look (officer, at);
create index look_document on look (document, at) where document <> '';
create index look_at on look (at);

-- What a session looks at personal data for, as it was last named, and when.
alter table session add column why text not null default '';
alter table session add column why_at bigint not null default 0;
