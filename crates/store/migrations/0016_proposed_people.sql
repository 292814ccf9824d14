-- Until when a password that was drawn for someone is good; 0 where they have chosen their own.
alter table account add column drawn_until bigint not null default 0;
-- People who are to sign in, or to do something else than before, as one person proposed and another has to approve.
create table person_proposal (
    id         text   not null primary key,
    account    text   not null,
    draft      text   not null, -- the account as it is to be, JSON
    author     text   not null,
    at         bigint not null,
    state      text   not null, -- open, approved, rejected
    decided_by text   not null,
    decided_at bigint not null,
    reason     text   not null
);
