-- What was done with visas and permits, found without reading the whole journal.
create index event_of_visa on event (node, seq)
    where payload is not null and kind in ('visa-recorded', 'visa-extended', 'visa-revoked');
-- Who looked at what is one person's: a record, a visa, a party.
create index look_about on look (about) where about <> '';
-- What travellers claimed.
create index event_of_claim on event (node, seq)
    where payload is not null
    and kind in ('right-claimed', 'right-answered', 'claim-erasure-proposed', 'claim-erased', 'proposal-decided');
-- When a record was cancelled.
create index event_of_cancelling on event (node, seq) where payload is not null and kind = 'crossing-cancelled';
