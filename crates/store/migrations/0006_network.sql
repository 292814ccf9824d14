-- Reference data as headquarters publishes it: one row for each thing, with the version in which it changed last. At a
-- post, the same as far as it has taken effect there.
create table published (
    kind    text   not null,
    key     text   not null,
    hash    blob   not null, -- SHA-256 of the body; of nothing where it is gone
    gone    bigint not null,
    version bigint not null,
    primary key (kind, key)
);
create index published_version on published (version, kind, key);

-- At a post: what has come of a version that is not whole yet.
create table staged_reference (
    kind    text   not null,
    key     text   not null,
    body    text,            -- nothing where it is gone
    version bigint not null,
    primary key (kind, key)
);

-- At a post: what happened at other posts, as far as headquarters tells; it is kept for a time and is no journal.
create table known_event (
    node    text   not null,
    seq     bigint not null,
    at      bigint not null,
    actor   text   not null,
    payload text   not null,
    primary key (node, seq)
);
create index known_event_at on known_event (at);
create table known_journal (
    node text   not null primary key,
    seq  bigint not null -- how far headquarters has told of it
);
