//! Who is signed in. A cookie holds a random token; the table holds only its hash. A session is good on the device on which
//! it began, and ends with it.

use crate::{
    Account, Store, StoreError,
    database::{Insert, columns},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Direction, PartyId, Why};
use sqlx::Row;
use uuid::Uuid;

/// Someone signed in at a counter.
#[derive(Debug, Clone)]
pub struct Session {
    /// SHA-256 of the token in the cookie.
    pub token: [u8; 32],
    /// Who.
    pub account: Account,
    /// What every form of this session carries, so that no other site can send one.
    pub form_key: String,
    /// Which way the counter works.
    pub direction: Direction,
    /// The party that it works through.
    pub party: Option<PartyId>,
    /// What it looks at personal data for, where that was named not long ago.
    pub why: Option<Why>,
    /// Whether a PIN was chosen with which it can be set aside.
    pub has_pin: bool,
    /// What the browser is known by in which it began; `None` where that was not noted.
    pub browser: Option<[u8; 32]>,
    /// When it was last used, give or take a minute.
    seen: Timestamp,
}

/// A session that begins.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// SHA-256 of the token in its cookie.
    pub token: [u8; 32],
    /// Whose.
    pub account: AccountId,
    /// What the browser is known by, hashed.
    pub browser: [u8; 32],
    /// The device; `None` at the node's own port.
    pub device: Option<Uuid>,
    /// What every form of it carries.
    pub form_key: String,
}

/// How long a session is good.
#[derive(Debug, Clone, Copy)]
pub struct SessionLimits {
    /// Since it began.
    pub longest: SignedDuration,
    /// Since it was last used.
    pub idle: SignedDuration,
}

/// When a session is used.
#[derive(Debug, Clone, Copy)]
pub struct SessionUse {
    /// SHA-256 of the token in its cookie.
    pub token: [u8; 32],
    /// When it began.
    pub began: Timestamp,
    /// When it was last used, give or take a minute.
    pub seen: Timestamp,
}

/// A session that was set aside in a browser.
#[derive(Debug, Clone)]
pub struct Aside {
    /// SHA-256 of the token that it had.
    pub token: Vec<u8>,
    /// Whose.
    pub account: AccountId,
    /// The hash of its PIN, as a PHC string.
    pub pin_hash: String,
}

/// Wrong PINs in a row that end a session that was set aside.
const MOST_WRONG_PINS: i64 = 3;

/// That a session is used is noted this often at most.
const USE_NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A purpose that was named holds for this long.
const WHY_HOLDS: SignedDuration = SignedDuration::from_mins(30);

impl Store {
    /// Begins a session, and clears away those that began before `longest`, and what the same person had set aside in that
    /// browser.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn begin_session(&self, new: &NewSession, longest: SignedDuration) -> Result<(), StoreError> {
        let now = self.now().as_millisecond();
        let long_ago = i64::try_from(longest.as_millis()).map_or(i64::MIN, |longest| now - longest);
        sqlx::query("delete from session where began < $1").bind(long_ago).execute(&self.db.pool).await?;
        sqlx::query("delete from session where aside = 1 and account = $1 and browser = $2")
            .bind(new.account.as_str())
            .bind(&new.browser[..])
            .execute(&self.db.pool)
            .await?;
        let mut insert = Insert::into("session");
        insert
            .row()
            .set("token", &new.token[..])
            .set("account", new.account.as_str())
            .set("form_key", &new.form_key)
            .set("direction", Direction::Entry.code())
            .set("began", now)
            .set("seen", now)
            .set("browser", &new.browser[..])
            .set("device", kept(new.device));
        insert.run(&mut *self.db.pool.acquire().await?).await?;
        Ok(())
    }

    /// The session of a token on a device; `None` where it is set aside, over, or of another device. One that is over is
    /// cleared away.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn session(
        &self,
        token: &[u8; 32],
        device: Option<Uuid>,
        limits: SessionLimits,
    ) -> Result<Option<Session>, StoreError> {
        let now = self.now().as_millisecond();
        let row = sqlx::query("select * from session where token = $1 and device = $2 and aside = 0")
            .bind(&token[..])
            .bind(kept(device))
            .fetch_optional(&self.db.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (began, seen): (i64, i64) = (row.try_get("began")?, row.try_get("seen")?);
        if i128::from(now - began) > limits.longest.as_millis() || i128::from(now - seen) > limits.idle.as_millis() {
            self.end_session(token).await?;
            return Ok(None);
        }
        let id = columns::account(&row, "account")?;
        let Some(account) = self.account(&id).await? else { return Ok(None) };
        Ok(Some(Session {
            token: *token,
            account,
            form_key: row.try_get("form_key")?,
            direction: columns::parsed(&row, "direction")?,
            party: row.try_get::<&str, _>("party")?.parse().ok(),
            has_pin: !row.try_get::<&str, _>("pin")?.is_empty(),
            browser: row.try_get::<Option<Vec<u8>>, _>("browser")?.and_then(|browser| browser.try_into().ok()),
            seen: columns::moment(&row, "seen")?,
            why: if i128::from(now - row.try_get::<i64, _>("why_at")?) < WHY_HOLDS.as_millis() {
                serde_json::from_str(row.try_get("why")?).ok()
            } else {
                None
            },
        }))
    }

    /// Notes that a session is used. Once a minute is often enough: a write for every page would wear the disk out.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn use_session(&self, session: &Session) -> Result<(), StoreError> {
        let now = self.now();
        if now.duration_since(session.seen) > USE_NOTED_EVERY {
            sqlx::query("update session set seen = $1 where token = $2")
                .bind(now.as_millisecond())
                .bind(&session.token[..])
                .execute(&self.db.pool)
                .await?;
        }
        Ok(())
    }

    /// Turns a counter the other way.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn set_direction(&self, token: &[u8; 32], direction: Direction) -> Result<(), StoreError> {
        sqlx::query("update session set direction = $1 where token = $2")
            .bind(direction.code())
            .bind(&token[..])
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }

    /// Notes what a session looks at personal data for from now on.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn set_why(&self, token: &[u8; 32], why: &Why) -> Result<(), StoreError> {
        sqlx::query("update session set why = $1, why_at = $2 where token = $3")
            .bind(serde_json::to_string(why)?)
            .bind(self.now().as_millisecond())
            .bind(&token[..])
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }

    /// The sessions of a person, the one that was used last first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn sessions_of(&self, account: &AccountId) -> Result<Vec<SessionUse>, StoreError> {
        let rows = sqlx::query("select * from session where account = $1 order by seen desc limit 100");
        let rows = rows.bind(account.as_str()).fetch_all(&self.db.pool).await?;
        let read = |row| {
            let (token, began) = (columns::bytes(row, "token")?, columns::moment(row, "began")?);
            Ok(SessionUse { token, began, seen: columns::moment(row, "seen")? })
        };
        rows.iter().map(read).collect()
    }

    /// Chooses the PIN with which a session is taken up again, where none was chosen yet.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn set_pin(&self, token: &[u8; 32], pin_hash: &str) -> Result<(), StoreError> {
        sqlx::query("update session set pin = $1 where token = $2 and pin = ''")
            .bind(pin_hash)
            .bind(&token[..])
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }

    /// Sets a session aside that has a PIN: its token is good for nothing until it is taken up again.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn set_aside(&self, token: &[u8; 32]) -> Result<(), StoreError> {
        sqlx::query("update session set aside = 1, seen = $1 where token = $2 and pin <> ''")
            .bind(self.now().as_millisecond())
            .bind(&token[..])
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }

    /// What was set aside in a browser on a device, and is not over.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn aside(
        &self,
        browser: &[u8; 32],
        device: Option<Uuid>,
        limits: SessionLimits,
    ) -> Result<Vec<Aside>, StoreError> {
        let ago = |how_long: SignedDuration| (self.now() - how_long).as_millisecond();
        let rows = sqlx::query(
            "select token, account, pin from session
             where browser = $1 and device = $2 and aside = 1 and began >= $3 and seen >= $4 and wrong_pins < $5
             order by account",
        )
        .bind(&browser[..])
        .bind(kept(device))
        .bind(ago(limits.longest))
        .bind(ago(limits.idle))
        .bind(MOST_WRONG_PINS)
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let (token, account) = (row.try_get("token")?, columns::account(row, "account")?);
                Ok(Aside { token, account, pin_hash: row.try_get("pin")? })
            })
            .collect()
    }

    /// Takes up again what was set aside, under a new token and a new key for its forms.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn take_up(&self, aside: &Aside, token: &[u8; 32], form_key: &str) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "update session set token = $1, form_key = $2, aside = 0, wrong_pins = 0, seen = $3
             where token = $4 and aside = 1",
        )
        .bind(&token[..])
        .bind(form_key)
        .bind(self.now().as_millisecond())
        .bind(&aside.token)
        .execute(&self.db.pool)
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Counts one more PIN that is tried, before it is checked; [`Store::take_up`] forgives all of them. Says whether it is
    /// to be checked: not after too many.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn pin_try_begins(&self, aside: &Aside) -> Result<bool, StoreError> {
        let counted = sqlx::query(
            "update session set wrong_pins = wrong_pins + 1 where token = $1 and aside = 1 and wrong_pins < $2",
        );
        let counted = counted.bind(&aside.token).bind(MOST_WRONG_PINS).execute(&self.db.pool).await?;
        Ok(counted.rows_affected() == 1)
    }

    /// Ends what was set aside where too many PINs were tried. Says whether it is still there.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn pin_was_wrong(&self, aside: &Aside) -> Result<bool, StoreError> {
        let ended = sqlx::query("delete from session where token = $1 and aside = 1 and wrong_pins >= $2")
            .bind(&aside.token)
            .bind(MOST_WRONG_PINS)
            .execute(&self.db.pool)
            .await?;
        Ok(ended.rows_affected() == 0)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn end_session(&self, token: &[u8; 32]) -> Result<(), StoreError> {
        sqlx::query("delete from session where token = $1").bind(&token[..]).execute(&self.db.pool).await?;
        Ok(())
    }
}

/// A device as its column holds it; the node's own port is empty.
fn kept(device: Option<Uuid>) -> String {
    device.map(|device| device.to_string()).unwrap_or_default()
}
