-- Where each journal that is held here ends: the number of its last event.
create table journal_end (
    node text   not null primary key,
    seq  bigint not null
);
insert into journal_end (node, seq) select node, max(seq) from event group by node;
