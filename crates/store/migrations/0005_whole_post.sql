-- Who crosses, with what and with whom. What a document is known by: issuer's code and number, or the number alone.
alter table crossing add column document text not null default '';
update crossing set document = trim(document_issuer || ' ' || document_number) where document_number <> '';
alter table crossing add column status text not null default 'ordinary';
alter table crossing add column party text not null default '';
alter table crossing add column member bigint;          -- which of the members that a carrier's list announced
alter table crossing add column adult text;             -- the crossing of the adult whom a minor crosses with
alter table crossing add column drives bigint not null default 0;
alter table crossing add column visa text not null default '';
drop index crossing_document;
create index crossing_document on crossing (document, at) where document <> '';
create index crossing_number on crossing (document_number) where document_number <> '';
create index crossing_namesake on crossing (search_key, birth_date);
create index crossing_party on crossing (party) where party <> '';
create index crossing_visa on crossing (visa) where visa <> '';
update cleared_pair set document = trim(document);

alter table presentation add column document text not null default '';
alter table presentation add column party text not null default '';
alter table presentation add column member bigint;
alter table session add column party text not null default ''; -- the party that this counter works through

-- Documents that an officer found to be one person's, or that were shown together; read from the journal.
create table same_person (
    one     text   not null, -- of the pair, the one that sorts first
    other   text   not null,
    reason  text   not null, -- empty where they were shown together
    officer text   not null,
    at      bigint not null,
    primary key (one, other)
);
create index same_person_other on same_person (other);

-- Parties, and the goods that their vehicles carry; read from the journal.
create table party (
    id        text   not null primary key,
    post      text   not null,
    at        bigint not null, -- when it was announced, or arrived
    direction text   not null,
    state     text   not null, -- announced, here, ended
    plate     text   not null,
    body      text   not null  -- JSON
);
create index party_open on party (post, at) where state <> 'ended';
create table party_goods (
    party             text   not null,
    place             bigint not null,
    kind              text   not null,
    customs_reference text   not null,
    primary key (party, place)
);

-- Visas and permits; read from the journal.
create table visa (
    number      text   not null primary key,
    document    text   not null,
    search_key  text   not null,
    at          bigint not null,
    body        text   not null, -- JSON, as it was issued
    extended_to text   not null, -- empty where it was not
    revoked     text            -- why
);
create index visa_document on visa (document);
create index visa_at on visa (at);

-- Tallies: people counted and not registered; read from the journal, and no part of any crossing.
create table tally (
    id        text   not null primary key,
    post      text   not null,
    place     text   not null, -- empty at the post itself
    officer   text   not null,
    began     bigint not null,
    ended     bigint not null,
    direction text   not null,
    mode      text   not null,
    cancelled text            -- why
);
create index tally_post on tally (post, began);
create table tally_count (
    tally         text   not null,
    sex           text   not null,
    age           text   not null,
    vulnerability text   not null, -- empty for none
    people        bigint not null,
    primary key (tally, sex, age, vulnerability)
);

-- What is kept beside records, read from the journal; and the bytes, once for each content.
create table attachment (
    node     text   not null,
    seq      bigint not null,
    crossing text   not null,
    at       bigint not null,
    officer  text   not null,
    kind     text   not null,
    sha256   text   not null,
    media    text   not null,
    bytes    bigint not null,
    name     text   not null,
    primary key (node, seq)
);
create index attachment_crossing on attachment (crossing);
create table content (
    sha256 text not null primary key,
    bytes  blob not null
);
