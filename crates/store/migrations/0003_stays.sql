-- Until when someone who was admitted may stay: empty where nothing was recorded, free, or the last day.
alter table crossing add column authorised text not null default '';
create index crossing_authorised on crossing (authorised) where authorised <> '' and authorised <> 'free';

-- Whether a post records everyone who leaves: only then is an entry without an exit a likely overstay.
alter table post add column records_all_exits bigint not null default 0;
