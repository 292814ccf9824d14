-- What a proposed file of certificates was found to change: a page that lists proposals, or shows one that is closed, reads
-- no file and checks no signature.
alter table trust_proposal add column added bigint; -- how many come
alter table trust_proposal add column removed bigint; -- how many go
alter table trust_proposal add column found text; -- all of it, as JSON; null of proposals from before
