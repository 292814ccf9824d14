-- How a crossing can end, and end later: whether it stands (0 once corrected, cancelled, or undone by the other side).
alter table crossing add column stands bigint not null default 1;
alter table crossing add column cancelled text; -- why, for a record of what did not happen
alter table crossing add column undone_by text; -- for an exit: the taking back that undid it
alter table crossing add column stamp text not null default '';
update crossing set stands = 0 where corrected_by is not null;
alter table account add column stamp text not null default ''; -- the number of the officer's stamp

-- Referrals at the second line, and who is in need of protection; read from the journal.
create table referral (
    id       text   not null primary key, -- the crossing that was referred
    taken_by text   not null,
    taken_at bigint not null
);
create table referral_note (
    node     text   not null,
    seq      bigint not null,
    referral text   not null,
    at       bigint not null,
    officer  text   not null,
    question text   not null, -- of the guide; empty for a free note
    text     text   not null,
    primary key (node, seq)
);
create index referral_note_referral on referral_note (referral);
create table protection (
    id        text   not null primary key,
    referral  text   not null, -- empty for someone who was never presented
    at        bigint not null,
    due       bigint not null,
    need      text   not null,
    body      text   not null, -- JSON of the need as it was seen
    receiver  text   not null, -- empty until the person was handed over
    reference text   not null,
    handed_by text   not null,
    handed_at bigint not null
);
create index protection_open on protection (due) where receiver = '';
create index protection_referral on protection (referral) where referral <> '';

-- What travellers answered to questions on health; read from the journal.
create table health_answer (
    crossing text not null,
    question text not null,
    answer   text not null,
    primary key (crossing, question)
);

-- Reference lists: reference data, as headquarters publishes them.
create table reference_list (
    kind      text   not null primary key,
    csv       text   not null,
    entries   bigint not null,
    sha256    text   not null,
    loaded_at bigint not null
);
create table list_proposal (
    id         text   not null primary key,
    kind       text   not null,
    csv        text   not null,
    sha256     text   not null,
    author     text   not null,
    at         bigint not null,
    state      text   not null, -- open, approved, rejected
    decided_by text   not null,
    decided_at bigint not null,
    reason     text   not null
);
insert into reference_list (kind, csv, entries, sha256, loaded_at)
    select 'stay-rules', value, 0, '', 0 from setting where name = 'stay-rules';
delete from setting where name = 'stay-rules';
