-- On PostgreSQL, what whoever changes something holds locked: one at a time, as SQLite has it by nature. A table of its
-- own, so that nothing which looks after the others ever waits for it.
create table writing (
    held bigint
);
