-- The Merkle tree over each journal: the hash over each 256 of its events that are complete. Made from `event`.
create table journal_tile (
    node text   not null,
    tile bigint not null, -- 0 for the events 1 to 256
    hash blob   not null,
    primary key (node, tile)
);
