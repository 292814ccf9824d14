-- How far each kind of data has been erased from each journal.
create table erasure (
    node text   not null,
    data text   not null, -- a kind of data
    seq  bigint not null, -- everything up to here is erased, or stands in erase_later
    primary key (node, data)
);
-- Events whose period has ended while something still needs them: an open referral, a visa that is good.
create table erase_later (
    node text   not null,
    seq  bigint not null,
    data text   not null,
    primary key (node, seq)
);
