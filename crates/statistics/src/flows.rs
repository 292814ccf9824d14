//! The flow table kept current: what has changed in the store is counted anew before anyone reads.

use crate::{
    FlowTable,
    records::{Damaged, Record, pack},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use limen_domain::PostId;
use limen_store::{DayToCount, Store, StoreError};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::Mutex;

/// Days that are counted in one transaction: nobody who records waits longer than for these.
const DAYS_TOGETHER: usize = 16;
/// Days that go into the table in one step while it is read for the first time.
const DAYS_TAKEN_TOGETHER: usize = 60_000;

/// Why flows can't be read.
#[derive(Debug, thiserror::Error)]
pub enum FlowsError {
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was kept can't be read.
    #[error(transparent)]
    Damaged(#[from] Damaged),
}

/// The flows of a store.
#[derive(Debug)]
pub struct Flows {
    store: Store,
    table: RwLock<Arc<FlowTable>>,
    /// One at a time brings the table up to date.
    updating: Mutex<()>,
}

impl Flows {
    /// Those of a store; nothing is read yet.
    pub fn new(store: Store) -> Self {
        Self { store, table: RwLock::default(), updating: Mutex::new(()) }
    }

    /// The store whose flows these are.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The table with everything that has been recorded.
    pub async fn current(&self) -> Result<Arc<FlowTable>, FlowsError> {
        let _one = self.updating.lock().await;
        count_stale(&self.store, |_, _| ()).await?;
        let mut table = self.table.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut after = table.changed;
        loop {
            let mut days = Vec::new();
            while days.len() < DAYS_TAKEN_TOGETHER {
                let some = self.store.flow_days(after).await?;
                let Some(last) = some.last() else { break };
                after = last.changed;
                days.extend(some);
            }
            if days.is_empty() {
                break;
            }
            // A clone shares the months that do not change.
            let mut next = FlowTable::clone(&table);
            next = match tokio::task::spawn_blocking(move || next.take(&days).map(|()| next)).await {
                Ok(next) => next?,
                Err(_) => return Err(Damaged.into()),
            };
            table = Arc::new(next);
            *self.table.write().unwrap_or_else(PoisonError::into_inner) = table.clone();
        }
        Ok(table)
    }
}

/// Counts the days anew whose crossings have changed; `progress` is told how many of how many are done.
pub async fn count_stale(store: &Store, progress: impl Fn(usize, usize)) -> Result<usize, FlowsError> {
    let stale = store.stale_flows().await?;
    if stale.is_empty() {
        return Ok(0);
    }
    let zones: HashMap<PostId, TimeZone> = store
        .posts()
        .await?
        .into_iter()
        .filter_map(|post| Some((post.id, TimeZone::get(&post.time_zone).ok()?)))
        .collect();
    let days = days_of(&stale, &zones);
    let mut done = 0;
    for some in days.chunks(DAYS_TOGETHER) {
        store
            .count_flows(some, |day, crossings| {
                let zone = zones.get(&day.post).cloned().unwrap_or(TimeZone::UTC);
                let hour = |at: Timestamp| at.to_zoned_datetime(zone.clone()).hour() as u8;
                pack(crossings.iter().map(|crossing| Record::of(crossing, hour(crossing.at))).collect())
            })
            .await?;
        done += some.len();
        progress(done, days.len());
    }
    Ok(done)
}

/// The days at their posts that some hours lie in; where a zone is off by less than an hour, an hour may lie in two.
fn days_of(stale: &[(PostId, Timestamp)], zones: &HashMap<PostId, TimeZone>) -> Vec<DayToCount> {
    let mut days: BTreeSet<(PostId, Date)> = BTreeSet::new();
    for (post, from) in stale {
        let zone = zones.get(post).cloned().unwrap_or(TimeZone::UTC);
        for at in [*from, *from + SignedDuration::from_mins(59)] {
            days.insert((post.clone(), at.to_zoned_datetime(zone.clone()).date()));
        }
    }
    let bounds = |(post, day): (PostId, Date)| {
        let zone = zones.get(&post).cloned().unwrap_or(TimeZone::UTC);
        let begins = |day: Date| day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp()).ok();
        let next = day.checked_add(1.day()).ok()?;
        Some(DayToCount { from: begins(day)?, to: begins(next)?, post, day })
    };
    days.into_iter().filter_map(bounds).collect()
}
