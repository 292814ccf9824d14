//! Whether this machine's clock can be right: the journal's last event says what time it must be past.

use crate::{
    StoreError,
    db::{Conn, Pool},
    reference::put_setting,
};
use limen_domain::Event;
use std::sync::atomic::{AtomicI64, Ordering};

/// How far the clock may be behind the last event before it is called wrong: clocks are set back by seconds.
const TOLERANCE_MS: i64 = 60_000;
/// After so long without any event a post was closed, or its clock has leapt: someone has to say which.
const LEAP_DAYS: i64 = 45;
const DAY_MS: i64 = 24 * 3_600 * 1_000;
/// The setting that remembers a leap until someone has said that the clock is right.
const SETTING: &str = "clock-leapt-days";

/// How the clock stands to the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Nothing speaks against it.
    Plausible,
    /// It is behind the journal's last event.
    Behind,
    /// It leapt so many days ahead since the event before, and nobody has said yet that this is right.
    Leapt(i64),
}

/// What the writer saw of the clock: -1 behind, 0 plausible, otherwise days leapt.
#[derive(Debug)]
pub(crate) struct Clock(AtomicI64);

impl crate::Store {
    /// How many seconds this machine's clock is behind the journal's last event, now; nothing where it is not.
    pub async fn clock_now(&self) -> Result<Option<i64>, StoreError> {
        let last = crate::journal::head(&mut *self.db.readers.acquire().await?, &self.node).await?.at;
        let behind = last.saturating_sub(jiff::Timestamp::now().as_millisecond());
        Ok((behind > TOLERANCE_MS).then_some(behind / 1_000))
    }
}

impl Clock {
    pub(crate) async fn load(pool: &Pool) -> Result<Self, StoreError> {
        let days: Option<String> =
            sqlx::query_scalar("select value from setting where name = $1").bind(SETTING).fetch_optional(pool).await?;
        Ok(Self(AtomicI64::new(days.and_then(|days| days.parse().ok()).unwrap_or(0))))
    }

    pub(crate) fn state(&self) -> ClockState {
        match self.0.load(Ordering::Relaxed) {
            0 => ClockState::Plausible,
            -1 => ClockState::Behind,
            days => ClockState::Leapt(days),
        }
    }

    /// Looks at the clock, `now`, beside the journal's last event, `last`; a leap is remembered with what is written now.
    pub(crate) async fn look(&self, conn: &mut Conn, now: i64, last: i64) -> Result<(), StoreError> {
        // An empty journal ends at no time.
        let since = if last == i64::MIN { 0 } else { now - last };
        if since < -TOLERANCE_MS {
            self.0.store(-1, Ordering::Relaxed);
        } else if since > LEAP_DAYS * DAY_MS {
            let days = since / DAY_MS;
            put_setting(conn, SETTING, &days.to_string()).await?;
            self.0.store(days, Ordering::Relaxed);
        } else if self.state() == ClockState::Behind {
            self.0.store(0, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Forgets a leap once someone has said that the clock is right.
    pub(crate) async fn heard(&self, conn: &mut Conn, events: &[Event]) -> Result<(), StoreError> {
        if events.iter().any(|event| matches!(event, Event::ClockConfirmed)) {
            sqlx::query("delete from setting where name = $1").bind(SETTING).execute(conn).await?;
            self.0.store(0, Ordering::Relaxed);
        }
        Ok(())
    }
}
