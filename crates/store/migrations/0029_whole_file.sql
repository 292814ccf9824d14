-- Where the journal says what was done with a visa or permit; read from the journal.
create table visa_step (
    node text   not null, -- with seq, the event that says so
    seq  bigint not null,
    visa text   not null,
    primary key (node, seq)
);
create index visa_step_visa on visa_step (visa);
-- Receipts that paid for a visa or an extension. They stay spent when the visa is erased, and say nothing of anyone then; so
-- this table is not made anew with the others.
create table spent_receipt (
    receipt text   not null, -- in capitals
    post    text   not null, -- empty where no event says where it was paid
    node    text   not null, -- with seq, what it paid for
    seq     bigint not null,
    primary key (receipt, post)
);
-- Who looked at what is one person's: a record, a visa, a party.
create index look_about on look (about) where about <> '';
-- Records that belong together: with one that is erased on a claim go the others.
create index crossing_corrects on crossing (corrects) where corrects is not null;
create index crossing_corrected_by on crossing (corrected_by) where corrected_by is not null;
create index crossing_settled_by on crossing (settled_by) where settled_by is not null;
create index crossing_undone_by on crossing (undone_by) where undone_by is not null;
-- Whether something else keeps the same picture.
create index attachment_sha256 on attachment (sha256);
-- What travellers claimed.
create index event_of_claim on event (node, seq) where payload is not null
    and kind in ('right-claimed', 'right-answered', 'claim-erasure-proposed', 'claim-erased', 'proposal-decided');
-- When a record was cancelled.
create index event_of_cancelling on event (node, seq) where payload is not null and kind = 'crossing-cancelled';
