-- The country that a visitor lives in, where they were asked.
alter table crossing add column residence text not null default '';

-- Flows: the crossings of each day at each post, without who crossed. Made from `crossing`.
create table flow_day (
    post    text   not null,
    day     bigint not null, -- days since 1970 at the post
    changed bigint not null, -- grows with each change, so that readers take in what is new
    records blob   not null,
    primary key (post, day)
);
create unique index flow_day_changed on flow_day (changed);

-- Hours (since 1970, UTC) at posts whose crossings have changed: their days are counted anew before flows are next read.
create table flow_stale (
    post text   not null,
    hour bigint not null,
    mark bigint not null, -- another one with each change: what changes while it is counted stays stale
    primary key (post, hour)
);
insert into flow_stale (post, hour, mark) select distinct post, at / 3600000, 0 from crossing;

-- What undoes or settles another record is looked for when it is cancelled.
create index crossing_undone on crossing (undone_by) where undone_by is not null;
create index crossing_settled on crossing (settled_by) where settled_by is not null;

-- Where a post is, for maps.
alter table post add column latitude double precision;
alter table post add column longitude double precision;
