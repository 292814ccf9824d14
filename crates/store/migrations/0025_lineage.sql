-- What headquarters published of a thing, word for word, where this node's own table may say something else by now: people.
alter table published add column body text;

-- Journals that nobody takes in any more though their writer's key is a member's: of one of two machines under one name.
create table ended_journal (
    journal text not null primary key,
    reason  text not null
);

-- At a headquarters that was restored: what each machine said that it holds of headquarters' reference data and journal.
create table recalled (
    node text   not null primary key,
    at   bigint not null,
    said text   not null -- JSON
);

-- How often what someone proves who they are with was set: which of two is the later, whatever clocks say.
alter table account add column credentials_number bigint not null default 0;
