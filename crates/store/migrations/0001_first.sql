-- The journal: what happened at each node, in order. Rows are only ever added; a payload may be erased (null).
create table event (
    node       text    not null,
    seq        bigint  not null,
    at         bigint  not null, -- milliseconds since 1970, UTC
    actor      text    not null, -- an account, or empty for the node itself
    kind       text    not null,
    payload    text,             -- JSON
    salt       blob    not null,
    commitment blob    not null, -- SHA-256 of salt and payload
    hash       blob    not null, -- SHA-256 over the hash before and all above but salt and payload
    primary key (node, seq)
);

-- What the events amount to. Written in the transaction of the event, and rebuilt from the journal alone.
create table presentation (
    id        text   not null primary key,
    officer   text   not null,
    at        bigint not null,
    body      text   not null, -- JSON of the presentation as it was made
    ended     bigint not null  -- 0 while it is open, 1 once it was decided or withdrawn
);
create index presentation_open on presentation (officer) where ended = 0;

create table judgement (
    presentation text   not null,
    list         text   not null,
    alert        text   not null,
    judgement    text   not null,
    reason       text   not null,
    officer      text   not null,
    at           bigint not null,
    primary key (presentation, list, alert)
);

create table crossing (
    id                   text   not null primary key,
    node                 text   not null, -- with seq, the event that holds the whole of it
    seq                  bigint not null,
    post                 text   not null,
    at                   bigint not null,
    direction            text   not null,
    decision             text   not null,
    grounds              text   not null,
    primary_identifier   text   not null,
    secondary_identifier text   not null,
    search_key           text   not null,
    birth_date           text   not null,
    age                  bigint,          -- completed years at the crossing, the least that the birth date allows
    sex                  text   not null,
    nationality          text   not null,
    document_kind        text   not null, -- empty without a document
    document_issuer      text   not null,
    document_number      text   not null,
    source               text   not null,
    purpose              text   not null,
    mode                 text   not null,
    origin               text   not null,
    destination          text   not null,
    stay_days            bigint,
    officer              text   not null,
    corrects             text,            -- the crossing that this one took the place of
    correction_reason    text   not null,
    corrected_by         text,            -- the crossing that took this one's place
    settled_by           text             -- for a referral: the decision that settled it
);
create index crossing_post_at on crossing (post, at);
create index crossing_document on crossing (document_number, at) where document_number <> '';
create index crossing_open_referral on crossing (post, at) where decision = 'refer' and settled_by is null and corrected_by is null;

-- What the node is told, not what happened at it: reference data and its own working state.
create table setting (
    name  text not null primary key,
    value text not null
);

create table post (
    id        text not null primary key,
    name      text not null,
    country   text not null, -- code of the state it belongs to
    time_zone text not null, -- IANA name
    neighbour text not null, -- code of the state on the other side
    town_in   text not null, -- the nearest town inside the country
    town_out  text not null  -- the nearest town across the border
);

create table alert (
    list text not null,
    id   text not null,
    body text not null, -- JSON
    primary key (list, id)
);

create table account (
    id            text   not null primary key,
    name          text   not null,
    role          text   not null,
    password_hash text   not null, -- argon2id, PHC string
    language      text   not null,
    failures      bigint not null, -- wrong passwords since the last sign-in
    locked_until  bigint not null
);

create table session (
    token     blob   not null primary key, -- SHA-256 of what the cookie holds
    account   text   not null,
    form_key  text   not null, -- what every form of this session carries
    direction text   not null, -- which way the counter works
    began     bigint not null,
    seen      bigint not null
);
