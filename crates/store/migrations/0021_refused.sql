-- What was refused on its way here, alike things together: one row for each sender and reason, whatever comes. It takes the place
-- of the table refusal, which had one row for each.
create table refused (
    sender text   not null, -- a member; empty where it can't be told
    why    text   not null, -- a code
    at     bigint not null, -- when last
    detail text   not null, -- of the last
    times  bigint not null,
    primary key (sender, why)
);
