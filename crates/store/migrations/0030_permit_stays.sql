-- How far the stay of an entry is one of a visa or a permit: 'entry', or the last day before it; empty where the rule alone
-- allowed it. Read from the journal: of entries that stand there already it is known once the tables are made anew.
alter table crossing add column permit text not null default '';
