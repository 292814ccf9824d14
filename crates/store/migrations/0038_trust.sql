-- Certificates of states and lists of revoked ones, by which chips are believed: reference data, as headquarters publishes
-- them.
create table trust_item (
    id   text not null primary key, -- SHA-256 of its bytes, in hexadecimal
    body text not null              -- what it is, its bytes, and how it came
);
-- Files of them that are proposed.
create table trust_proposal (
    id         text   not null primary key,
    name       text   not null, -- the file's, as who brought it says
    file       blob   not null,
    sha256     text   not null,
    author     text   not null,
    at         bigint not null,
    state      text   not null, -- open, approved, rejected
    decided_by text   not null,
    decided_at bigint not null,
    reason     text   not null
);
