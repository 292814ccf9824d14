-- Why someone was set aside whom an alert may speak of, or a party was ended whose vehicle one may speak of; read from the
-- journal.
create table set_aside (
    presentation text   not null primary key, -- or the party
    reason       text   not null,
    words        text   not null,
    officer      text   not null,
    at           bigint not null
);
-- Who had confirmed a hit when the traveller stood at a counter before; empty where nobody had.
alter table hit add column confirmed_by text not null default '';
create index crossing_adult on crossing (adult) where adult is not null;
