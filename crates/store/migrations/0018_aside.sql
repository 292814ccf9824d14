-- Officers who take turns at a counter: a session that is set aside is taken up again in the same browser with a PIN.
alter table session add column browser blob null;                         -- SHA-256 of what the browser is known by
alter table session add column pin text not null default '';              -- argon2id hash; empty where none was chosen
alter table session add column aside bigint not null default 0;           -- 1 while it is set aside
alter table session add column wrong_pins bigint not null default 0;      -- in a row
