-- Alert lists as their managers keep them.
create table alert_list (
    name      text   not null primary key,
    threshold double precision not null, -- least score of a hit, 0 to 1
    version   text   not null, -- what the source says of itself; empty where it says nothing
    sha256    text   not null, -- of the file that took effect last, in hexadecimal; empty where there was none
    loaded_at bigint not null
);
insert into alert_list (name, threshold, version, sha256, loaded_at) select distinct list, 0.7, '', '', 0 from alert;

-- The day by which the owner of an alert must look at it again: its review, or its end; empty where there is none.
alter table alert add column due text not null default '';
create index alert_due on alert (due) where due <> '';

-- What is to be put into a list once a second person has approved it.
create table proposal (
    id         text   not null primary key,
    list       text   not null,
    body       text   not null, -- JSON of the alert; empty for a whole list, whose alerts are staged
    version    text   not null,
    sha256     text   not null,
    report     text   not null, -- JSON: what was left out of the list, and why
    author     text   not null,
    at         bigint not null,
    state      text   not null, -- open, approved, rejected
    decided_by text   not null,
    decided_at bigint not null,
    reason     text   not null
);
create table staged_alert (
    proposal text not null,
    id       text not null,
    body     text not null,
    primary key (proposal, id)
);

-- Hits as screening found them at a counter; read from the journal.
create table hit (
    presentation text   not null,
    list         text   not null,
    alert        text   not null,
    at           bigint not null,
    officer      text   not null,
    traveller    text   not null,
    score        double precision not null,
    action       text   not null,
    primary key (presentation, list, alert)
);
create index hit_at on hit (at);
create index hit_alert on hit (list, alert);

-- Travellers whom an officer found to be someone else than an alert; read from the journal. The pair is forgotten when
-- the hash of either side is another.
create table cleared_pair (
    document       text   not null, -- issuing state and number
    list           text   not null,
    alert          text   not null,
    traveller_hash text   not null,
    alert_hash     text   not null,
    officer        text   not null,
    at             bigint not null,
    reason         text   not null,
    primary key (document, list, alert)
);
