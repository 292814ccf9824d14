-- What was published of each day at each post, and the crossings of which it was; read from no journal. It is never made
-- anew, since two roundings of one count give away more than one.
create table published_day (
    post    text   not null,
    day     bigint not null, -- days since 1970 at the post
    changed bigint not null, -- grows with each change, so that readers take in what is new
    bound   bigint not null, -- the people that each record stands for
    counted blob   not null,
    people  blob   not null, -- what is shown of who crossed
    passages blob  not null, -- and, rounded by itself, of how they passed
    settled bigint not null default 0, -- 1 once its crossings are erased and it is counts alone
    primary key (post, day)
);
create index published_day_changed on published_day (changed);
