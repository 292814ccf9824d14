-- Browsers on other machines to which this node shows its pages.
create table device (
    id       text   not null primary key,
    name     text   not null,
    token    blob   not null unique, -- SHA-256 of what its cookie holds
    enrolled bigint not null,
    seen     bigint not null,
    ended    text                    -- why it is none any more; nothing while it is
);
-- Codes with which a browser becomes one.
create table device_code (
    code  blob   not null primary key, -- its SHA-256
    name  text   not null,
    until bigint not null
);
