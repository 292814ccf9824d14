-- Where the journal says what was done with a visa or permit, and what receipts paid for; read from the journal.
create table visa_step (
    node    text   not null, -- with seq, the event that says so
    seq     bigint not null,
    visa    text   not null,
    post    text   not null, -- where a fee was paid; empty where no event says so
    receipt text   not null, -- in capitals; empty where no fee was paid
    primary key (node, seq)
);
create index visa_step_visa on visa_step (visa);
create index visa_step_receipt on visa_step (receipt, post) where receipt <> '';
-- Who looked at what is one person's: a record, a visa, a party.
create index look_about on look (about) where about <> '';
-- What travellers claimed.
create index event_of_claim on event (node, seq) where payload is not null
    and kind in ('right-claimed', 'right-answered', 'claim-erasure-proposed', 'claim-erased', 'proposal-decided');
-- When a record was cancelled.
create index event_of_cancelling on event (node, seq) where payload is not null and kind = 'crossing-cancelled';
