//! The flow table kept current: what has changed in the store is counted anew before anyone reads.

use crate::{
    FlowTable, Heard,
    records::{Damaged, Record, pack},
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_domain::PostId;
use limen_store::{DayToCount, Post, StaleHour, Store, StoreError};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::Mutex;

/// Days that are counted together, and put in place in one short transaction.
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
    let zones = zones(&store.posts().await?);
    let days = days_of(&stale, &zones);
    let all = days.len();
    let days: Vec<(DayToCount, Vec<StaleHour>)> = days.into_values().collect();
    let mut done = 0;
    for some in days.chunks(DAYS_TOGETHER) {
        let (to_count, hours): (Vec<DayToCount>, Vec<Vec<StaleHour>>) = some.iter().cloned().unzip();
        store
            .count_flows(&hours.concat(), &to_count, |day, crossings| {
                let zone = zones.get(&day.post).cloned().unwrap_or(TimeZone::UTC);
                let hour = |at: Timestamp| at.to_zoned_datetime(zone.clone()).hour() as u8;
                pack(crossings.iter().map(|crossing| Record::of(crossing, hour(crossing.at))).collect())
            })
            .await?;
        done += some.len();
        progress(done, all);
    }
    Ok(done)
}

/// Until when each of these posts was heard from, by its own days.
pub async fn heard(store: &Store, posts: &[Post]) -> Result<Heard, StoreError> {
    let zones = zones(posts);
    let zone = |post: &PostId| zones.get(post).cloned().unwrap_or(TimeZone::UTC);
    Ok(Heard::new(store.heard_of_posts().await?, zone))
}

fn zones(posts: &[Post]) -> HashMap<PostId, TimeZone> {
    posts.iter().filter_map(|post| Some((post.id.clone(), TimeZone::get(&post.time_zone).ok()?))).collect()
}

/// The days at their posts that some hours lie in, each with its hours; where a zone is off by less than an hour, an hour
/// may lie in two, and is of the later one.
fn days_of(
    stale: &[StaleHour],
    zones: &HashMap<PostId, TimeZone>,
) -> BTreeMap<(PostId, Date), (DayToCount, Vec<StaleHour>)> {
    let mut days: BTreeMap<(PostId, Date), (DayToCount, Vec<StaleHour>)> = BTreeMap::new();
    for hour in stale {
        let zone = zones.get(&hour.post).cloned().unwrap_or(TimeZone::UTC);
        let day_of = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date();
        let (first, last) = (day_of(hour.from), day_of(hour.from + SignedDuration::from_mins(59)));
        for day in if first == last { vec![last] } else { vec![first, last] } {
            let begins = |day: Date| day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp()).ok();
            let bounds = begins(day).zip(day.tomorrow().ok().and_then(begins));
            let Some((from, to)) = bounds else { continue };
            let (_, hours) = days
                .entry((hour.post.clone(), day))
                .or_insert_with(|| (DayToCount { post: hour.post.clone(), day, from, to }, Vec::new()));
            if day == last {
                hours.push(hour.clone());
            }
        }
    }
    days
}
