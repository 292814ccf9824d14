-- Headquarters of neighbouring states that this one speaks to. Posts have none.
create table neighbour (
    state        text   not null primary key, -- their code
    card         text   not null, -- their signed card
    added_at     bigint not null,
    said_number  bigint not null, -- the last paper that was said to them, and its name; 0 and '' for none
    said_name    text   not null,
    held_number  bigint not null, -- the last paper of theirs that is held
    held_name    text   not null,
    taken_number bigint not null, -- how far they hold ours, as their receipt says
    receipt      text   not null, -- their signed receipt; '' for none
    witnessed    text   not null, -- the signed root of their journal that is kept here; '' for none
    heard_at     bigint not null -- when they were heard of last; 0 for never
);
-- Agreements with them, by the SHA-256 of their text.
create table agreement (
    name      text   not null primary key,
    neighbour text   not null,
    id        text   not null,
    version   bigint not null,
    file      text   not null, -- with the signatures that are known
    state     text   not null, -- 'offered' by them, 'signed' by us alone, 'in-force', 'replaced', 'ended'
    since     bigint not null, -- when it came to that state
    ended_by  text   not null, -- which state ended it; '' while nobody did
    reason    text   not null
);
create index agreement_neighbour on agreement (neighbour);
-- What was said: ours to them and theirs to us, each a line without gaps.
create table neighbour_paper (
    neighbour text   not null,
    is_ours   bigint not null, -- 1 or 0
    number    bigint not null,
    name      text   not null, -- the SHA-256 of its text
    agreement text   not null,
    kind      text   not null, -- '' where this version can't read it
    about     text   not null,
    at        bigint not null, -- when it was made, by its sender's clock
    kept_at   bigint not null, -- when it was written here
    file      text   null, -- the signed text; null where it was refused, or is kept no longer
    refused   text   not null, -- why it was refused, as a code: by us of theirs, by them of ours; '' where it was not
    primary key (neighbour, is_ours, number)
);
create index neighbour_paper_about on neighbour_paper (neighbour, is_ours, kind, about, number);
-- What they signed that contradicts what they signed before: evidence.
create table neighbour_fork (
    neighbour  text   not null,
    what       text   not null, -- 'paper' or 'journal'
    number     bigint not null, -- of the paper that is held; over how many events the root is that is kept
    held       text   not null, -- the SHA-256 of the paper's text; the signed root
    came       text   not null, -- what came, as it was signed
    at         bigint not null, -- when it came first
    settled_by text   not null, -- who spoke with them; '' while nobody did
    settled_at bigint not null,
    reason     text   not null, -- what came of it
    primary key (neighbour, what, number)
);
-- What of it holds now, for every node: published to posts.
create table neighbour_fact (
    id   text not null primary key, -- state / ours or theirs / kind / about
    body text not null
);
-- What is proposed to a second person.
create table neighbour_proposal (
    id         text   not null primary key,
    neighbour  text   not null,
    what       text   not null, -- 'card', 'agreement', 'paper'
    file       text   not null,
    author     text   not null,
    at         bigint not null,
    state      text   not null, -- 'open', 'approved', 'rejected'
    decided_by text   not null,
    decided_at bigint not null,
    reason     text   not null
);
-- What was written at a post for the neighbour; read from the journal.
create table neighbour_draft (
    node      text   not null, -- with seq, the event that says so
    seq       bigint not null,
    neighbour text   not null,
    content   text   not null, -- what it says, as JSON
    author    text   not null,
    at        bigint not null,
    primary key (node, seq)
);
-- What headquarters did with it.
create table neighbour_draft_done (
    node    text   not null,
    seq     bigint not null,
    outcome text   not null, -- 'said', or why not, as a code
    primary key (node, seq)
);
-- Questions about lost documents, by day: theirs to us and ours to them.
create table document_question (
    neighbour text   not null,
    is_ours   bigint not null,
    day       text   not null,
    asked     bigint not null,
    primary key (neighbour, is_ours, day)
);
-- The lost documents of one side as the other holds them: ours for them, theirs for us.
create table document_edition (
    neighbour text   not null,
    is_ours   bigint not null,
    file      text   not null, -- the signed announcement
    secret    blob   not null, -- ours: the secret half of its key; theirs: empty
    tags      blob   not null, -- its list, as far as it is here
    made_from text   not null, -- ours: the SHA-256 of the documents in it
    checked   text   not null, -- ours: the day on which it was last held against our alerts
    answered  text   not null, -- ours: the SHA-256 of the question that was answered last
    primary key (neighbour, is_ours)
);
-- Documents of a neighbour's state that it is asked about, each once in thirty days.
create table asked_document (
    neighbour text   not null,
    document  text   not null, -- issuer and number
    post      text   not null, -- where it was presented; '' where someone asked by hand
    crossing  text   not null, -- the record of that; '' likewise
    node      text   not null, -- with seq, the event by which someone asked by hand; '' and 0 where nobody did
    seq       bigint not null,
    at        bigint not null, -- when it was presented, or asked by hand
    state     text   not null, -- 'waits', 'asked', 'not-known', 'lost', 'over', 'no-answer'
    day       text   not null, -- the day (UTC) on which it was asked last; '' before
    blind     text   not null, -- while it is asked: what blinds it
    blinded   blob   not null, -- while it is asked: how it looks blinded
    primary key (neighbour, document)
);
create index look_asked on look (about, at) where kind = 'document-asked';
create index crossing_issuer on crossing (document_issuer, at) where document_number <> '';
-- What people wanted to have asked, and headquarters has written down.
create table wished_document (
    node text   not null, -- with seq, the event that says so
    seq  bigint not null,
    primary key (node, seq)
);
