//! A headquarters that was restored from a backup, until it goes on: what its posts say that they hold, and the word of two
//! people where something can't be had back.

use crate::{
    Continuation, Store, StoreError, Trouble,
    database::{Conn, columns},
    journal::Changed,
    neighbours::known::to_be_heard_first,
    network::{
        followed,
        lineage::Source,
        published::{self, LINE, setting},
    },
    reference::{
        settings::{HEADQUARTERS, put_setting},
        turns::{self, Turned},
    },
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId, StatedReason};
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// The setting that a headquarters has from its restore until it goes on.
const RESTORED: &str = "restored";
/// The setting that holds what someone proposed to leave out at a headquarters that goes on.
const LEFT_OUT: &str = "left-out";

/// From what a headquarters was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The journal that it wrote when the backup was made.
    pub before: NodeId,
    /// How many events of it the backup held.
    pub events: i64,
    /// When the last of them happened: what was written between then and the restore is not in the backup. `None` where a
    /// version of Limen restored it that did not note this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<Lost>,
    /// What someone proposed to go on without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposed>,
}

/// The time of which a backup holds nothing: from the last event in it to the restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// When the last event in the backup happened.
    pub from: Timestamp,
    /// When the restore was.
    pub to: Timestamp,
    /// The version of the reference data that the backup held.
    pub version: i64,
}

/// What someone proposed to go on without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// What can't be had back: codes with what they are about.
    pub without: Vec<String>,
    /// Why it is not waited for; empty where a version of Limen did not ask.
    #[serde(default)]
    pub reason: String,
}

/// What a node said that it holds of what a restored headquarters lacks.
#[derive(Debug, Clone)]
pub struct Recalled {
    /// Which node.
    pub node: NodeId,
    /// When it said so.
    pub at: Timestamp,
    /// What it holds (JSON).
    pub said: String,
}

/// Notes in a database that is put back that it is of a headquarters, if it is: it decides nothing until it goes on.
pub(crate) async fn begin(conn: &mut Conn, before: &NodeId, events: i64, now: Timestamp) -> Result<(), StoreError> {
    let place: Option<String> = sqlx::query_scalar("select value from setting where name = $1")
        .bind(HEADQUARTERS.name())
        .fetch_optional(&mut *conn)
        .await?;
    if place.is_none() {
        return Ok(());
    }
    // A backup of a headquarters that was recovering goes on from where that one would have.
    if followed::source(conn).await?.is_none() {
        let line = published::line(conn).await?;
        followed::put_source(conn, &Source::new(before.clone(), line)).await?;
        followed::begin_after(conn).await?;
    }
    let last = sqlx::query_scalar("select at from event where node = $1 and seq = $2");
    let last: Option<i64> = last.bind(before.as_str()).bind(events).fetch_optional(&mut *conn).await?;
    let version = published::reached(conn).await?.version;
    let from = last.and_then(|at| Timestamp::from_millisecond(at).ok());
    let lost = from.map(|from| Lost { from, to: now, version });
    let restored = Restored { before: before.clone(), events, lost, proposed: None };
    sqlx::query("delete from recalled").execute(&mut *conn).await?;
    to_be_heard_first(conn, now).await?;
    put_setting(conn, RESTORED, &serde_json::to_string(&restored)?).await
}

fn continued(continuation: &Continuation, without: Vec<String>, reason: String) -> Event {
    Event::HeadquartersContinued {
        before: continuation.before.clone(),
        events: continuation.events,
        version: continuation.base.version,
        fingerprint: crate::hash::hex(&continuation.base.fingerprint),
        without,
        reason,
    }
}

/// Refuses what a headquarters decides, while it was restored and does not go on yet: what its posts hold would take it back.
pub(crate) async fn may_note(conn: &mut Conn, events: &[Event]) -> Result<(), StoreError> {
    if events.iter().any(Event::is_decision_for_all) && setting::<Restored>(conn, RESTORED).await?.is_some() {
        let what = "it asks its posts what they hold first".to_owned();
        return Err(StoreError::new(Trouble::Recovering, what));
    }
    Ok(())
}

impl Store {
    /// From what this headquarters was restored, while it does not go on yet; `None` at every other node.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn restored(&self) -> Result<Option<Restored>, StoreError> {
        setting(&mut *self.db.pool.acquire().await?, RESTORED).await
    }

    /// Notes what a node says that it holds (JSON).
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn note_recalled(&self, node: &NodeId, at: Timestamp, said: &str) -> Result<(), StoreError> {
        sqlx::query(
            "insert into recalled (node, at, said) values ($1, $2, $3)
             on conflict (node) do update set at = excluded.at, said = excluded.said",
        )
        .bind(node.as_str())
        .bind(at.as_millisecond())
        .bind(said)
        .execute(&self.db.pool)
        .await?;
        Ok(())
    }

    /// What each node said that it holds, and when it said so.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn recalled(&self) -> Result<Vec<Recalled>, StoreError> {
        let rows = sqlx::query("select * from recalled order by node").fetch_all(&self.db.pool).await?;
        rows.iter()
            .map(|row| {
                let (node, at) = (columns::node(row, "node")?, columns::moment(row, "at")?);
                Ok(Recalled { node, at, said: row.try_get("said")? })
            })
            .collect()
    }

    /// Lays before a second person that headquarters goes on without what can't be had back, and why. Says whether it still
    /// waits for that.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn propose_to_go_on(
        &self,
        by: &AccountId,
        without: &[String],
        reason: &StatedReason,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let proposed =
            Proposed { by: by.clone(), at: now, without: without.to_vec(), reason: reason.as_str().to_owned() };
        let done = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let (without, reason) = (proposed.without.clone(), proposed.reason.clone());
                let event = Event::ContinuationProposed { without, reason };
                let Some(restored) = setting::<Restored>(conn, RESTORED).await? else {
                    put_setting(conn, LEFT_OUT, &serde_json::to_string(&proposed)?).await?;
                    return Ok(Some(Changed::noted(vec![event])));
                };
                let restored = Restored { proposed: Some(proposed), ..restored };
                put_setting(conn, RESTORED, &serde_json::to_string(&restored)?).await?;
                Ok(Some(Changed::noted(vec![event])))
            })
        });
        Ok(done.await?.is_some())
    }

    /// At a headquarters that goes on: what someone proposed to leave out that machines hold all the same.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn proposed_to_leave_out(&self) -> Result<Option<Proposed>, StoreError> {
        setting(&mut *self.db.pool.acquire().await?, LEFT_OUT).await
    }

    /// At a headquarters that goes on: takes up a line in which more is confirmed to be left out.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn leave_out(
        &self,
        by: &AccountId,
        line: &[Continuation],
        without: &[String],
    ) -> Result<bool, StoreError> {
        let (line, without) = (line.to_vec(), without.to_vec());
        let done = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let Some(latest) = line.first() else { return Ok(None) };
                let proposed = setting::<Proposed>(conn, LEFT_OUT).await?;
                let event = continued(latest, without, proposed.map(|proposed| proposed.reason).unwrap_or_default());
                put_setting(conn, LINE, &serde_json::to_string(&line)?).await?;
                sqlx::query("delete from setting where name = $1").bind(LEFT_OUT).execute(conn).await?;
                Ok(Some(Changed::noted(vec![event])))
            })
        });
        Ok(done.await?.is_some())
    }

    /// Lets a restored headquarters go on as a signed statement says, where it holds what that statement says. Says whether
    /// it had not gone on before.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn go_on(
        &self,
        by: Option<&AccountId>,
        continuation: &Continuation,
        without: &[String],
    ) -> Result<bool, StoreError> {
        let (continuation, without) = (continuation.clone(), without.to_vec());
        let done = self.change(by, move |conn| {
            Box::pin(async move {
                let source = followed::source(conn).await?;
                let Some(source) = source.filter(|source| source.node == continuation.before) else { return Ok(None) };
                let Some(restored) = setting::<Restored>(conn, RESTORED).await? else { return Ok(None) };
                if published::reached(conn).await? != continuation.base {
                    return Ok(None);
                }
                let said = restored.proposed.filter(|_| !without.is_empty());
                let event = continued(&continuation, without, said.map(|said| said.reason).unwrap_or_default());
                let mut line = vec![continuation];
                line.extend(source.line);
                put_setting(conn, LINE, &serde_json::to_string(&line)?).await?;
                followed::follow_nobody(conn).await?;
                sqlx::query("delete from setting where name = $1").bind(RESTORED).execute(&mut *conn).await?;
                sqlx::query("delete from recalled").execute(&mut *conn).await?;
                turns::note(conn, &Turned::Others).await?;
                Ok(Some(Changed::noted(vec![event])))
            })
        });
        Ok(done.await?.is_some())
    }
}
