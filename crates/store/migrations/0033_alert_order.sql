-- What each alert is about, and by what it is put in order for browsing; both empty where an earlier version wrote it, until
-- they are filled in.
alter table alert add column kind text not null default '';
alter table alert add column sort text not null default '';
create index alert_in_order on alert (list, sort, id);
create index alert_of_kind_in_order on alert (list, kind, sort, id);
create index alert_without_order on alert (list, id) where kind = '';
