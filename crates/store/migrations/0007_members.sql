-- At headquarters: the nodes that belong to the network, and what each said of itself when it was last heard of.
create table member (
    id          text   not null primary key, -- also the name of its first journal
    post        text   not null,
    public_key  blob   not null, -- Ed25519, 32 bytes
    recipient   text   not null, -- to whom a stick for it is encrypted (age)
    enrolled_at bigint not null,
    revoked     text,            -- why it belongs to the network no more
    heard_at    bigint,
    said        text             -- JSON
);
create unique index member_key on member (public_key);

-- Codes with which a machine becomes a member, each for one post and one use.
create table invitation (
    code       blob   not null primary key, -- SHA-256 of the code's secret
    post       text   not null,
    expires_at bigint not null,
    member     text             -- who used it
);

-- The latest end of each journal that its writer signed: proof, kept elsewhere, of what a journal was.
create table signed_head (
    journal   text   not null primary key,
    seq       bigint not null,
    hash      blob   not null,
    signature blob   not null,
    at        bigint not null
);

-- What was refused on its way here, and why; the newest are kept.
create table refusal (
    at     bigint not null,
    sender text   not null, -- a member; empty where it can't be told
    why    text   not null, -- a code
    detail text   not null
);
create index refusal_at on refusal (at);
create index refusal_sender on refusal (sender, at);
