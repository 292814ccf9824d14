//! The devices of a node: browsers on other machines that were let in with a code. To no other are its pages shown.

use crate::{Store, StoreError, columns, db::DbRow};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Event};
use sqlx::Row;
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
    /// Why it is none any more; nothing while it is.
    pub ended: Option<String>,
}

/// When a device was used is noted this often at most: a write for every page would wear the disk out.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(10);

impl Store {
    /// Lets the browser become a device of this name in which someone types the code of this hash by then. Codes whose time
    /// is over are forgotten.
    pub async fn invite_device(
        &self,
        actor: Option<&AccountId>,
        name: &str,
        code: &[u8; 32],
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let now = Timestamp::now().as_millisecond();
        sqlx::query("delete from device_code where until < $1").bind(now).execute(&self.db.readers).await?;
        sqlx::query("insert into device_code (code, name, until) values ($1, $2, $3)")
            .bind(&code[..])
            .bind(name)
            .bind(until.as_millisecond())
            .execute(&self.db.readers)
            .await?;
        self.append(actor, vec![Event::DeviceInvited { device: name.to_owned() }], None).await?;
        Ok(())
    }

    /// Makes a browser a device that knows a code; the code is used up. Says whether it was one.
    pub async fn enrol_device(&self, code: &[u8; 32], token: &[u8; 32]) -> Result<bool, StoreError> {
        let now = Timestamp::now().as_millisecond();
        let mut transaction = self.db.begin().await?;
        let row = sqlx::query("select name from device_code where code = $1 and until >= $2");
        let row = row.bind(&code[..]).bind(now).fetch_optional(&mut *transaction).await?;
        let Some(row) = row else { return Ok(false) };
        let name: String = row.try_get("name")?;
        let used = sqlx::query("delete from device_code where code = $1").bind(&code[..]);
        if used.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("insert into device (id, name, token, enrolled, seen) values ($1, $2, $3, $4, $4)")
            .bind(Uuid::now_v7().to_string())
            .bind(&name)
            .bind(&token[..])
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.append(None, vec![Event::DeviceEnrolled { device: name }], None).await?;
        Ok(true)
    }

    /// The device whose cookie has this hash, unless it has ended.
    pub async fn device(&self, token: &[u8; 32]) -> Result<Option<Device>, StoreError> {
        let row = sqlx::query("select * from device where token = $1 and ended is null").bind(&token[..]);
        let device = row.fetch_optional(&self.db.readers).await?.as_ref().map(device).transpose()?;
        let now = Timestamp::now();
        if let Some(device) = device.as_ref().filter(|device| now.duration_since(device.seen) > SEEN_EVERY) {
            sqlx::query("update device set seen = $1 where id = $2")
                .bind(now.as_millisecond())
                .bind(device.id.to_string())
                .execute(&self.db.readers)
                .await?;
        }
        Ok(device)
    }

    /// All devices, those that have ended too, by name.
    pub async fn devices(&self) -> Result<Vec<Device>, StoreError> {
        let rows = sqlx::query("select * from device order by name, enrolled").fetch_all(&self.db.readers).await?;
        rows.iter().map(device).collect()
    }

    /// Shows a browser no pages any more, and ends the sessions that began on it. Says whether it was a device.
    pub async fn end_device(&self, actor: Option<&AccountId>, id: Uuid, reason: &str) -> Result<bool, StoreError> {
        let Some(device) = self.devices().await?.into_iter().find(|device| device.id == id) else { return Ok(false) };
        let ended = sqlx::query("update device set ended = $1 where id = $2 and ended is null")
            .bind(reason)
            .bind(id.to_string())
            .execute(&self.db.readers)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("delete from session where device = $1").bind(id.to_string()).execute(&self.db.readers).await?;
        let event = Event::DeviceEnded { device: device.name, reason: reason.to_owned() };
        self.append(actor, vec![event], None).await?;
        Ok(true)
    }
}

fn device(row: &DbRow) -> Result<Device, StoreError> {
    Ok(Device {
        id: columns::parsed(row, "id")?,
        name: row.try_get("name")?,
        enrolled: columns::moment(row, "enrolled")?,
        seen: columns::moment(row, "seen")?,
        ended: row.try_get("ended")?,
    })
}
