-- A session is good on the device on which it began, and ends with it.
alter table session add column device text not null default ''; -- empty at the node's own port
