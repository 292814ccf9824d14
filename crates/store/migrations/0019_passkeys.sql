-- Passkeys (WebAuthn), each good at this node alone: headquarters neither knows nor publishes them.
create table passkey (
    id      blob   not null primary key, -- the credential's
    account text   not null,
    handle  blob   not null,             -- 64 bytes by which the key knows whose it is; one for all keys of a person
    host    text   not null,             -- the name of the pages that it was made for
    name    text   not null,             -- as its owner calls it
    public  blob   not null,             -- the public key, and what it said of itself when it was made
    state   blob   not null,             -- what changes with each use
    added   bigint not null,
    used    bigint not null              -- 0 before the first use
);
create index passkey_account on passkey (account);
alter table account add column passkeys bigint not null default 0; -- how many of these are theirs
