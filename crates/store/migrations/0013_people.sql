-- The posts that a person works at, parted by spaces; empty for every node. Why they may sign in no more; nothing while they
-- may.
alter table account add column posts text not null default '';
alter table account add column ended text;
