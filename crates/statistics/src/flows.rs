//! The flow table kept current: what has changed in the store is counted anew before anyone reads.

use crate::{
    FlowTable, Heard,
    records::{Damaged, Record, pack, unpacked},
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_domain::PostId;
use limen_store::{Counted, DayToCount, Post, StaleHour, Store, StoreError};
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
    /// Held while the table is refreshed: one refresh at a time.
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
    ///
    /// # Errors
    /// The database can't be used, or a day that was kept is damaged.
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
///
/// # Errors
/// The database can't be used, or a day that was kept is damaged.
pub async fn count_stale(store: &Store, progress: impl Fn(usize, usize)) -> Result<usize, FlowsError> {
    let stale = store.stale_flows().await?;
    if stale.is_empty() {
        return Ok(0);
    }
    let mut zones = HashMap::new();
    for post in stale.iter().map(|hour| &hour.post) {
        if !zones.contains_key(post) {
            let zone = store.post(post).await?.and_then(|post| TimeZone::get(&post.time_zone).ok());
            zones.insert(post.clone(), zone.unwrap_or(TimeZone::UTC));
        }
    }
    let days = days_of(&stale, &zones);
    let mut done = 0;
    for some in days.chunks(DAYS_TOGETHER) {
        let count = |day: &DayToCount, kept: &[u8], crossings: &[Counted]| -> Result<Vec<u8>, FlowsError> {
            let zone = zones.get(&day.post).cloned().unwrap_or(TimeZone::UTC);
            let hour = |at: Timestamp| at.to_zoned_datetime(zone.clone()).hour() as u8;
            let (first, last) = (hour(day.from), hour(day.to - SignedDuration::from_millis(1)));
            let mut records = unpacked(kept)?;
            records.retain(|record| !(first..=last).contains(&record.hour));
            records.extend(crossings.iter().map(|crossing| Record::of(crossing, hour(crossing.at))));
            Ok(pack(records))
        };
        store.count_flows(some, count).await?;
        done += some.len();
        progress(done, days.len());
    }
    Ok(done)
}

/// Until when each of these posts was heard from, by its own days.
///
/// # Errors
/// The database can't be used.
pub async fn heard(store: &Store, posts: &[Post]) -> Result<Heard, StoreError> {
    let zones = zones(posts);
    let zone = |post: &PostId| zones.get(post).cloned().unwrap_or(TimeZone::UTC);
    Ok(Heard::new(store.heard_of_posts().await?, zone))
}

fn zones(posts: &[Post]) -> HashMap<PostId, TimeZone> {
    posts.iter().filter_map(|post| Some((post.id.clone(), TimeZone::get(&post.time_zone).ok()?))).collect()
}

/// The days at their posts that some hours lie in, each from its first such hour to its last; where a zone is off by less
/// than an hour, an hour may lie in two days, and is of the later one. A day on which clocks are turned is counted whole.
fn days_of(stale: &[StaleHour], zones: &HashMap<PostId, TimeZone>) -> Vec<DayToCount> {
    let mut days: BTreeMap<(PostId, Date), DayToCount> = BTreeMap::new();
    for hour in stale {
        let zone = zones.get(&hour.post).cloned().unwrap_or(TimeZone::UTC);
        let ends = hour.from + SignedDuration::from_mins(59);
        let day_of = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date();
        let (first, last) = (day_of(hour.from), day_of(ends));
        for day in if first == last { vec![last] } else { vec![first, last] } {
            let begins = |day: Date| day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp()).ok();
            let Some((begin, end)) = begins(day).zip(day.tomorrow().ok().and_then(begins)) else { continue };
            let is_plain = end.duration_since(begin) == SignedDuration::from_hours(24);
            let part = |at: Timestamp| {
                let of_day = at.clamp(begin, end - SignedDuration::from_millis(1)).duration_since(begin);
                begin + SignedDuration::from_hours(of_day.as_hours())
            };
            let (from, to) =
                if is_plain { (part(hour.from), part(ends) + SignedDuration::from_hours(1)) } else { (begin, end) };
            let of_day = days.entry((hour.post.clone(), day)).or_insert_with(|| DayToCount {
                post: hour.post.clone(),
                day,
                zone: zone.clone(),
                from,
                to,
                hours: Vec::new(),
            });
            (of_day.from, of_day.to) = (of_day.from.min(from), of_day.to.max(to));
            if day == last {
                of_day.hours.push(hour.clone());
            }
        }
    }
    days.into_values().collect()
}
