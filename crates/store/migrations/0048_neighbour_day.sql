-- What was taken of a neighbour on each day, by this side's clock (UTC): what keeps one from filling the disk.
create table neighbour_day (
    neighbour         text   not null,
    day               text   not null,
    papers            bigint not null, -- of theirs, whether they were let through, refused or withheld
    bytes             bigint not null, -- of these
    notices           bigint not null, -- among these
    left_over         bigint not null, -- the most papers that one message brought beyond what a day takes: they come again
    questions_refused bigint not null, -- about lost documents, over the number agreed
    primary key (neighbour, day)
);
