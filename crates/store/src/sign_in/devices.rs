//! The devices of a node: browsers on other machines that were let in with a code. To no other are its pages shown.

use crate::{
    Store, StoreError,
    database::{DbRow, Insert, columns},
    error::damaged,
    journal::Changed,
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Event, StatedReason};
use sqlx::Row;
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A browser on another machine.
#[derive(Debug, Clone)]
pub struct Device {
    /// Which.
    pub id: Uuid,
    /// What it is called: where it stands.
    pub name: String,
    /// Since when it is one.
    pub enrolled: Timestamp,
    /// When it was last used, give or take some minutes.
    pub seen: Timestamp,
    /// Why it is none any more; `None` while it is.
    pub ended: Option<String>,
    /// The counter at which it stands, where it is no browser but a reader of documents.
    pub reads_for: Option<CounterAt>,
}

/// Where a counter is: the device of its browser, or the node's own machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CounterAt(pub Option<Uuid>);

impl fmt::Display for CounterAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(device) => device.fmt(f),
            None => f.write_str(OWN_MACHINE),
        }
    }
}

impl FromStr for CounterAt {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        if text == OWN_MACHINE { Ok(Self(None)) } else { Ok(Self(Some(text.parse()?))) }
    }
}

/// What is let in with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Newcomer {
    Browser,
    Reader,
}

/// How the node's own machine stands in a column.
const OWN_MACHINE: &str = "node";

/// When a device was used is noted this often at most: a write for every page would wear the disk out.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(10);

impl Store {
    /// Lets the browser become a device of this name in which someone types the code of this hash by then. Codes whose time
    /// is over are forgotten.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn invite_device(
        &self,
        actor: Option<&AccountId>,
        name: &str,
        code: &[u8; 32],
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.invite_device_as(actor, name, code, until, None).await
    }

    /// Lets a reader of documents in at this counter, as [`Store::invite_device`] does a browser.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn invite_reader(
        &self,
        actor: Option<&AccountId>,
        name: &str,
        code: &[u8; 32],
        until: Timestamp,
        counter: CounterAt,
    ) -> Result<(), StoreError> {
        self.invite_device_as(actor, name, code, until, Some(counter)).await
    }

    async fn invite_device_as(
        &self,
        actor: Option<&AccountId>,
        name: &str,
        code: &[u8; 32],
        until: Timestamp,
        reads_for: Option<CounterAt>,
    ) -> Result<(), StoreError> {
        let (name, code, reads_for) = (name.to_owned(), *code, reads_for.map(|counter| counter.to_string()));
        let now = self.believed_time(self.now()).as_millisecond();
        self.change(actor, move |conn| {
            Box::pin(async move {
                sqlx::query("delete from device_code where until < $1").bind(now).execute(&mut *conn).await?;
                sqlx::query("insert into device_code (code, name, until, reads_for) values ($1, $2, $3, $4)")
                    .bind(&code[..])
                    .bind(&name)
                    .bind(until.as_millisecond())
                    .bind(reads_for)
                    .execute(conn)
                    .await?;
                Ok(Some(Changed::noted(vec![Event::DeviceInvited { device: name }])))
            })
        })
        .await?;
        Ok(())
    }

    /// Whether a code is good. Many wrong ones are looked up here, and only a good one comes to the writer.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn is_device_code(&self, code: &[u8; 32]) -> Result<bool, StoreError> {
        let known = sqlx::query("select 1 from device_code where code = $1 and until >= $2");
        let known = known.bind(&code[..]).bind(self.now().as_millisecond());
        Ok(known.fetch_optional(&self.db.pool).await?.is_some())
    }

    /// Makes a browser a device that knows a code; the code is used up. Says whether it was one.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn enrol_device(&self, code: &[u8; 32], token: &[u8; 32]) -> Result<bool, StoreError> {
        self.enrol_device_as(code, token, Newcomer::Browser).await
    }

    /// Makes a program a reader that knows a code that was made for one; see [`Store::enrol_device`].
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn enrol_reader(&self, code: &[u8; 32], token: &[u8; 32]) -> Result<bool, StoreError> {
        self.enrol_device_as(code, token, Newcomer::Reader).await
    }

    async fn enrol_device_as(&self, code: &[u8; 32], token: &[u8; 32], newcomer: Newcomer) -> Result<bool, StoreError> {
        let (code, token) = (*code, *token);
        let (id, now) = (self.new_id(), self.now().as_millisecond());
        let enrolled = self.change(None, move |conn| {
            Box::pin(async move {
                let row = sqlx::query("select name, reads_for from device_code where code = $1 and until >= $2");
                let row = row.bind(&code[..]).bind(now).fetch_optional(&mut *conn).await?;
                let Some(row) = row else { return Ok(None) };
                let (device, reads_for): (String, Option<String>) = (row.try_get("name")?, row.try_get("reads_for")?);
                // A browser is no reader, and a reader sees no page.
                if reads_for.is_some() != (newcomer == Newcomer::Reader) {
                    return Ok(None);
                }
                sqlx::query("delete from device_code where code = $1").bind(&code[..]).execute(&mut *conn).await?;
                let mut insert = Insert::into("device");
                insert
                    .row()
                    .set("id", id.to_string())
                    .set("name", &device)
                    .set("token", &token[..])
                    .set("enrolled", now)
                    .set("seen", now)
                    .set("reads_for", reads_for);
                insert.run(conn).await?;
                Ok(Some(Changed::noted(vec![Event::DeviceEnrolled { device }])))
            })
        });
        Ok(enrolled.await?.is_some())
    }

    /// The browser whose cookie has this hash, unless it has ended. A reader is none.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn device(&self, token: &[u8; 32]) -> Result<Option<Device>, StoreError> {
        Ok(self.any_device(token).await?.filter(|device| device.reads_for.is_none()))
    }

    /// The reader whose token has this hash with the counter at which it stands, unless it has ended.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn reader(&self, token: &[u8; 32]) -> Result<Option<(Device, CounterAt)>, StoreError> {
        Ok(self.any_device(token).await?.and_then(|device| device.reads_for.map(|counter| (device, counter))))
    }

    async fn any_device(&self, token: &[u8; 32]) -> Result<Option<Device>, StoreError> {
        let row = sqlx::query("select * from device where token = $1 and ended is null").bind(&token[..]);
        let device = row.fetch_optional(&self.db.pool).await?.as_ref().map(device).transpose()?;
        let now = self.now();
        if let Some(device) = device.as_ref().filter(|device| now.duration_since(device.seen) > SEEN_EVERY) {
            sqlx::query("update device set seen = $1 where id = $2")
                .bind(now.as_millisecond())
                .bind(device.id.to_string())
                .execute(&self.db.pool)
                .await?;
        }
        Ok(device)
    }

    /// All devices, those that have ended too, by name.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn devices(&self) -> Result<Vec<Device>, StoreError> {
        let rows = sqlx::query("select * from device order by name, enrolled").fetch_all(&self.db.pool).await?;
        rows.iter().map(device).collect()
    }

    /// Shows a browser no pages any more, and ends the sessions that began on it. Says whether it was a device.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn end_device(
        &self,
        actor: Option<&AccountId>,
        id: Uuid,
        reason: &StatedReason,
    ) -> Result<bool, StoreError> {
        let reason = reason.as_str().to_owned();
        let ended = self.change(actor, move |conn| {
            Box::pin(async move {
                let name = sqlx::query_scalar("select name from device where id = $1 and ended is null");
                let name: Option<String> = name.bind(id.to_string()).fetch_optional(&mut *conn).await?;
                let Some(device) = name else { return Ok(None) };
                sqlx::query("update device set ended = $1 where id = $2")
                    .bind(&reason)
                    .bind(id.to_string())
                    .execute(&mut *conn)
                    .await?;
                sqlx::query("delete from session where device = $1").bind(id.to_string()).execute(conn).await?;
                Ok(Some(Changed::noted(vec![Event::DeviceEnded { device, reason }])))
            })
        });
        Ok(ended.await?.is_some())
    }
}

fn device(row: &DbRow) -> Result<Device, StoreError> {
    Ok(Device {
        id: columns::parsed(row, "id")?,
        name: row.try_get("name")?,
        enrolled: columns::moment(row, "enrolled")?,
        seen: columns::moment(row, "seen")?,
        ended: row.try_get("ended")?,
        reads_for: match row.try_get::<Option<String>, _>("reads_for")? {
            Some(counter) => Some(counter.parse().map_err(damaged)?),
            None => None,
        },
    })
}
