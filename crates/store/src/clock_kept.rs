//! What the database remembers of the clock, and how a node asks its clock.

use crate::{
    Store, StoreError, Trouble,
    clock::{BUILT_MS, Clock, ClockState, DAY_MS, Past, WRITE_EVERY_MS},
    database::{Conn, Pool},
    journal,
    reference::settings::{self, Setting, put_setting},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{Event, NodeId};
use std::time::Instant;

/// The remembered clock. Written in the transaction of an event, so that neither is there without the other.
const PAST: Setting<Option<Past>> = Setting::json("clock", || None);
/// What an earlier version wrote when the clock had leapt.
const LEAPT_BEFORE: Setting<Option<u16>> = Setting::json("clock-leapt-days", || None);

impl Clock {
    pub(crate) async fn load(pool: &Pool, node: &NodeId, now: Timestamp) -> Result<Self, StoreError> {
        let mut conn = pool.acquire().await?;
        let last = journal::head(&mut conn, node).await?.at;
        let past = remembered(&mut conn, last).await?.unwrap_or(Past::new(now.as_millisecond()));
        Ok(Self::new(past))
    }

    /// Looks at the clock, which shows `now`, beside what is remembered; what is remembered from here on is written with
    /// what is written now. `last` is the time of the journal's last event.
    pub(crate) async fn look(&self, conn: &mut Conn, now: i64, last: i64) -> Result<(), StoreError> {
        // Another program may have written since.
        let written = remembered(conn, last).await?;
        let before = written.unwrap_or(self.known().past);
        let past = before.seen(now, self.known().expected());
        let is_other = past.landed != before.landed || past.believed - before.believed > WRITE_EVERY_MS;
        if is_other || written.is_none() {
            put(conn, past).await?;
        }
        let mut known = self.known();
        (known.past, known.shown) = (past, now);
        if past.landed.is_none() {
            known.steady = Some((now, Instant::now()));
        }
        Ok(())
    }

    /// Takes in that someone said that the clock is right.
    pub(crate) async fn heard(&self, conn: &mut Conn, events: &[Event]) -> Result<(), StoreError> {
        if !events.iter().any(|event| matches!(event, Event::ClockConfirmed)) {
            return Ok(());
        }
        let now = self.known().shown;
        if now >= BUILT_MS {
            let past = Past { believed: now, landed: None };
            put(conn, past).await?;
            let mut known = self.known();
            (known.past, known.steady) = (past, Some((now, Instant::now())));
        }
        Ok(())
    }
}

async fn put(conn: &mut Conn, past: Past) -> Result<(), StoreError> {
    put_setting(conn, PAST.name(), &serde_json::to_string(&past)?).await
}

/// The remembered clock; for a node of an earlier version, the end of its journal. `None` for a new node, whose journal
/// is empty.
async fn remembered(conn: &mut Conn, last: i64) -> Result<Option<Past>, StoreError> {
    let last = (last != i64::MIN).then_some(last);
    match written(conn, last).await {
        // What can't be read is a doubt that someone has to settle; the counter goes on.
        Err(error) if error.trouble() == Trouble::Setting => {
            tracing::error!("{error}");
            Ok(Some(Past { believed: last.unwrap_or(BUILT_MS), landed: Some(BUILT_MS) }))
        }
        past => past,
    }
}

async fn written(conn: &mut Conn, last: Option<i64>) -> Result<Option<Past>, StoreError> {
    if let Some(past) = settings::read(conn, &PAST).await? {
        return Ok(Some(past));
    }
    let Some(last) = last else { return Ok(None) };
    Ok(Some(match settings::read(conn, &LEAPT_BEFORE).await? {
        Some(days) => Past { believed: last - i64::from(days) * DAY_MS, landed: Some(last) },
        None => Past { believed: last, landed: None },
    }))
}

impl Store {
    /// Whether this machine's clock can be believed when it shows `now`.
    pub fn clock(&self, now: Timestamp) -> ClockState {
        self.clock.state(now)
    }

    /// The time by which things lapse: `now`, or, while the clock can't be believed, the last time that was if it is earlier.
    pub fn believed_time(&self, now: Timestamp) -> Timestamp {
        match self.clock(now) {
            ClockState::Believed => now,
            ClockState::Doubted(_) => {
                Timestamp::from_millisecond(self.clock.known().past.believed).map_or(now, |believed| believed.min(now))
            }
        }
    }

    /// Looks at the clock, and remembers what it shows if that can be believed.
    pub(crate) async fn look_at_clock(&self, now: Timestamp) -> Result<ClockState, StoreError> {
        let mut transaction = self.db.begin().await?;
        let last = journal::head(&mut transaction, &self.node).await?.at;
        self.clock.look(&mut transaction, now.as_millisecond(), last).await?;
        transaction.commit().await?;
        Ok(self.clock(now))
    }

    /// Takes in how far this machine's clock is ahead of another node's, as that node has just signed.
    pub fn hear_clock(&self, node: &NodeId, ahead: SignedDuration) {
        let ahead = i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX);
        self.clock.known().others.insert(node.clone(), ahead);
    }
}
