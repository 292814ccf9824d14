//! The flow table kept current: what has changed in the store is counted anew before anyone reads.

use crate::{
    Balance, FlowTable, Heard, PublishedDay,
    published::settled,
    records::{Damaged, Record, pack, unpacked},
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{FlowBound, PostId};
use limen_store::{Counted, DayToCount, Post, SettledDay, Shown, StaleHour, Store, StoreError};
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
    counted: Kept,
    published: Kept,
    /// Held while days are counted and the table of them is refreshed: one at a time.
    counting: Mutex<()>,
    /// Held while days are published, and the table of them is refreshed.
    publishing: Mutex<Option<Ledger>>,
}

/// What everything that was published has too much or too little of, up to a change of it.
#[derive(Debug)]
struct Ledger {
    balance: Balance,
    changed: i64,
}

/// A table in memory; readers hold one while the next is made.
#[derive(Debug, Default)]
struct Kept(RwLock<Arc<FlowTable>>);

impl Kept {
    fn table(&self) -> Arc<FlowTable> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes days into the table by `take`. A clone of it shares the months that do not change.
    async fn take(
        &self,
        mut table: FlowTable,
        take: impl FnOnce(&mut FlowTable) -> Result<(), Damaged> + Send + 'static,
    ) -> Result<(), FlowsError> {
        let taken = tokio::task::spawn_blocking(move || take(&mut table).map(|()| table)).await;
        let next = taken.map_err(|_| Damaged)??;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
    }
}

impl Flows {
    /// Those of a store; nothing is read yet.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            counted: Kept::default(),
            published: Kept::default(),
            counting: Mutex::default(),
            publishing: Mutex::default(),
        }
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
        let _one = self.counting.lock().await;
        count_stale(&self.store, |_, _| ()).await?;
        loop {
            let table = self.counted.table();
            let (mut days, mut after) = (Vec::new(), table.changed);
            while days.len() < DAYS_TAKEN_TOGETHER {
                let some = self.store.flow_days(after).await?;
                let Some(last) = some.last() else { break };
                after = last.changed;
                days.extend(some);
            }
            if days.is_empty() {
                return Ok(table);
            }
            self.counted.take(FlowTable::clone(&table), move |table| table.take(&days)).await?;
        }
    }

    /// The table of what may be published: the days that are over, each rounded once. Those that are not published yet, or
    /// have changed since, are now. `bound` holds for the first day that is ever published, and that day's for all later
    /// ones: two roundings of one count give away more than one.
    ///
    /// # Errors
    /// The database can't be used, or a day that was kept is damaged.
    pub async fn published(&self, bound: FlowBound) -> Result<Arc<FlowTable>, FlowsError> {
        let mut ledger = self.publishing.lock().await;
        {
            let _one = self.counting.lock().await;
            count_stale(&self.store, |_, _| ()).await?;
        }
        let bound = bound_in_force(&self.store, bound).await?;
        publish_due(&self.store, bound, &mut ledger).await?;
        loop {
            let table = self.published.table();
            let (mut days, mut after) = (Vec::new(), table.changed);
            while days.len() < DAYS_TAKEN_TOGETHER {
                let some = self.store.published_days(after).await?;
                let Some(last) = some.last() else { break };
                after = last.people.changed;
                days.extend(some);
            }
            if days.is_empty() && table.bound() == Some(bound) {
                return Ok(table);
            }
            let table =
                if table.bound() == Some(bound) { FlowTable::clone(&table) } else { FlowTable::published(bound) };
            self.published.take(table, move |table| table.take_published(days)).await?;
        }
    }
}

/// Publishes the days that are over and not published yet, or have changed since they were. A caller that goes away leaves
/// what was published until then.
async fn publish_due(store: &Store, bound: FlowBound, ledger: &mut Option<Ledger>) -> Result<(), FlowsError> {
    let zones = zones(&store.posts().await?);
    let now = store.now();
    let today = |post: &PostId| now.to_zoned_datetime(zones.get(post).cloned().unwrap_or(TimeZone::UTC)).date();
    // By the calendar that is furthest ahead; those whose day is not over yet are left for later.
    let latest = zones.keys().map(today).max().unwrap_or_else(|| now.to_zoned_datetime(TimeZone::UTC).date());
    loop {
        let mut due = store.days_to_publish(latest).await?;
        due.retain(|day| day.counted.day < today(&day.counted.post));
        if due.is_empty() {
            return Ok(());
        }
        let last = store.last_published().await?;
        // What another program has published meanwhile counts too.
        let so_far = match ledger.take().filter(|ledger| ledger.changed == last) {
            Some(ledger) => ledger.balance,
            None => balance_of(store, bound).await?,
        };
        let chance = store.chance().clone();
        let publish = move || {
            let (mut balance, mut published) = (so_far, Vec::with_capacity(due.len()));
            for day in due {
                let before = day.before.as_ref().map(in_records).transpose()?.unwrap_or_default();
                let counted = unpacked(&day.counted.records)?;
                let now = balance.publish(day.counted.post.as_str(), day.counted.day, counted, &before, &chance);
                published.push((day, Shown { people: pack(now.people), passages: pack(now.passages) }));
            }
            Ok::<_, Damaged>((balance, published))
        };
        let (balance, published) = tokio::task::spawn_blocking(publish).await.map_err(|_| Damaged)??;
        let changed = store.publish_days(bound.get(), &published).await?;
        *ledger = Some(Ledger { balance, changed });
    }
}

/// What everything that was published has too much or too little of.
async fn balance_of(store: &Store, bound: FlowBound) -> Result<Balance, FlowsError> {
    let (mut balance, mut after) = (Balance::new(bound), 0);
    loop {
        let days = store.published_days(after).await?;
        let Some(last) = days.last() else { return Ok(balance) };
        after = last.people.changed;
        let take = move || {
            for day in &days {
                balance.take(day.people.post.as_str(), &in_records(day)?);
            }
            Ok::<_, Damaged>(balance)
        };
        balance = tokio::task::spawn_blocking(take).await.map_err(|_| Damaged)??;
    }
}

fn in_records(day: &limen_store::PublishedDay) -> Result<PublishedDay, Damaged> {
    Ok(PublishedDay {
        counted: unpacked(&day.counted)?,
        people: unpacked(&day.people.records)?,
        passages: unpacked(&day.passages)?,
    })
}

/// Leaves counts alone of the days whose crossings are past their period and may be erased: what is published of them, also
/// where each crossing was counted until then. Returns how many days there were.
///
/// # Errors
/// The database can't be used, or a day that was kept is damaged.
pub async fn settle_past(store: &Store, bound: FlowBound) -> Result<usize, FlowsError> {
    let bound = bound_in_force(store, bound).await?;
    count_stale(store, |_, _| ()).await?;
    publish_due(store, bound, &mut None).await?;
    let mut done = 0;
    loop {
        let days = store.days_to_settle().await?;
        if days.is_empty() {
            return Ok(done);
        }
        done += days.len();
        let settle = |day: limen_store::PublishedDay| {
            let (people, passages) = (unpacked(&day.people.records)?, unpacked(&day.passages)?);
            let counted = pack(settled(&people, &passages, bound));
            Ok(SettledDay { day, counted, shown: Shown { people: pack(people), passages: pack(passages) } })
        };
        let days = days.into_iter().map(settle).collect::<Result<Vec<_>, Damaged>>()?;
        store.settle_days(&days).await?;
    }
}

/// The bound of what was published first; the one that is set where nothing was published yet.
async fn bound_in_force(store: &Store, set: FlowBound) -> Result<FlowBound, FlowsError> {
    Ok(match store.published_bound().await? {
        Some(first) => u64::try_from(first).ok().and_then(FlowBound::new).ok_or(Damaged)?,
        None => set,
    })
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
