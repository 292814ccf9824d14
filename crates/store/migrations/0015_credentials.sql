-- What people prove who they are with, besides what they were given first.
alter table account add column totp text not null default '';             -- RFC 6238 secret, base 32; empty for none
alter table account add column recovery text not null default '';         -- SHA-256 of each code that is left, parted by spaces
alter table account add column credentials_at bigint not null default 0;  -- when any of this, or the password, was set last
alter table account add column credentials_unsent bigint not null default 0; -- 1 where headquarters does not know it yet
alter table account add column totp_step bigint not null default 0;       -- the last step whose code was used at this node
-- Browsers in which someone has signed in before: wrong passwords tried elsewhere do not lock them out.
create table known_browser (
    browser      blob   not null, -- SHA-256 of what its cookie holds
    account      text   not null,
    failures     bigint not null,
    locked_until bigint not null,
    seen         bigint not null,
    primary key (browser, account)
);
