-- A device may be a reader of documents in place of a browser: it stands at a counter and is shown no pages.
alter table device add column reads_for text; -- 'node' for the node's own machine, else the device of that counter's browser; null for a browser
alter table device_code add column reads_for text;
-- What was found of a document's chip; read from the journal.
create table chip_reading (
    node     text   not null, -- with seq, the event that says so
    seq      bigint not null,
    crossing text   not null, -- the presentation, and the crossing it ended in
    at       bigint not null,
    officer  text   not null,
    body     text   not null, -- the verdicts, as JSON
    primary key (node, seq)
);
create index chip_reading_crossing on chip_reading (crossing);
