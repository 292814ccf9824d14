//! Who is signed in. A cookie holds a random token; the table holds only its hash.

use crate::{Account, Store, StoreError, columns};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Direction, PartyId, Why};
use sqlx::Row;

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
}

/// A purpose that was named holds for this long.
const WHY_HOLDS: SignedDuration = SignedDuration::from_mins(30);

impl Store {
    /// Begins a session, and clears away those that began before `longest`.
    pub async fn begin_session(
        &self,
        token: &[u8; 32],
        account: &AccountId,
        form_key: &str,
        direction: Direction,
        longest: SignedDuration,
    ) -> Result<(), StoreError> {
        let now = Timestamp::now().as_millisecond();
        let long_ago = i64::try_from(longest.as_millis()).map_or(i64::MIN, |longest| now - longest);
        sqlx::query("delete from session where began < $1").bind(long_ago).execute(&self.db.readers).await?;
        sqlx::query(
            "insert into session (token, account, form_key, direction, began, seen) values ($1, $2, $3, $4, $5, $5)",
        )
        .bind(&token[..])
        .bind(account.as_str())
        .bind(form_key)
        .bind(direction.code())
        .bind(now)
        .execute(&self.db.readers)
        .await?;
        Ok(())
    }

    /// The session of a token, unless it began before `longest` or was last used before `idle`.
    pub async fn session(
        &self,
        token: &[u8; 32],
        longest: SignedDuration,
        idle: SignedDuration,
    ) -> Result<Option<Session>, StoreError> {
        let now = Timestamp::now().as_millisecond();
        let row = sqlx::query("select * from session where token = $1")
            .bind(&token[..])
            .fetch_optional(&self.db.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (began, seen): (i64, i64) = (row.try_get("began")?, row.try_get("seen")?);
        let (longest, idle) = (longest.as_millis(), idle.as_millis());
        if i128::from(now - began) > longest || i128::from(now - seen) > idle {
            self.end_session(token).await?;
            return Ok(None);
        }
        // Once a minute is often enough: a write for every page would wear the disk out.
        if now - seen > 60_000 {
            sqlx::query("update session set seen = $1 where token = $2")
                .bind(now)
                .bind(&token[..])
                .execute(&self.db.readers)
                .await?;
        }
        let id = columns::account(&row, "account")?;
        let Some(account) = self.account(&id).await? else { return Ok(None) };
        Ok(Some(Session {
            token: *token,
            account,
            form_key: row.try_get("form_key")?,
            direction: columns::parsed(&row, "direction")?,
            party: row.try_get::<&str, _>("party")?.parse().ok(),
            why: if i128::from(now - row.try_get::<i64, _>("why_at")?) < WHY_HOLDS.as_millis() {
                serde_json::from_str(row.try_get("why")?).ok()
            } else {
                None
            },
        }))
    }

    /// Turns a counter the other way.
    pub async fn set_direction(&self, token: &[u8; 32], direction: Direction) -> Result<(), StoreError> {
        sqlx::query("update session set direction = $1 where token = $2")
            .bind(direction.code())
            .bind(&token[..])
            .execute(&self.db.readers)
            .await?;
        Ok(())
    }

    /// Notes what a session looks at personal data for from now on.
    pub async fn set_why(&self, token: &[u8; 32], why: &Why) -> Result<(), StoreError> {
        sqlx::query("update session set why = $1, why_at = $2 where token = $3")
            .bind(serde_json::to_string(why)?)
            .bind(Timestamp::now().as_millisecond())
            .bind(&token[..])
            .execute(&self.db.readers)
            .await?;
        Ok(())
    }

    /// Ends a session.
    pub async fn end_session(&self, token: &[u8; 32]) -> Result<(), StoreError> {
        sqlx::query("delete from session where token = $1").bind(&token[..]).execute(&self.db.readers).await?;
        Ok(())
    }
}
