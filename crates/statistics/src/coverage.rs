//! How complete flows are: which posts were heard from, on which days, and how much of what was recorded is known.
//!
//! A day without a record is one of three things, and none of them is "nobody crossed": the post has not been heard
//! from yet, it was silent although people usually cross there, or it is so quiet that nothing can be said.

use crate::{Dimension, Filter, FlowTable, table::CantCount};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use limen_domain::PostId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many days before a day are looked at to know what is usual for it.
const USUAL_DAYS: i64 = 56;
/// From this many crossings a day on, a day without any is silence.
const FEWEST_USUAL: u32 = 5;

/// What is known of a day at a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayState {
    /// Crossings were recorded.
    Recorded,
    /// Nothing was recorded, and so little usually is that nothing follows.
    Quiet,
    /// Nothing was recorded although the post usually records, and it has been heard from since.
    Silent,
    /// The post has not been heard from since.
    Awaited,
}

/// How complete the flows of some days are.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// What is known of each day at each post.
    pub days: BTreeMap<(PostId, Date), DayState>,
    /// The share of those who crossed whose document was typed or declared and not read.
    pub typed: f64,
    /// The share of those who crossed whose nationality is not known.
    pub without_nationality: f64,
    /// The share of those who crossed whose age is not known.
    pub without_age: f64,
}

impl Coverage {
    /// How many post-days are in a state.
    pub fn count(&self, state: DayState) -> usize {
        self.days.values().filter(|other| **other == state).count()
    }

    /// The share of post-days of which something is known.
    pub fn share(&self) -> f64 {
        let missing = self.count(DayState::Silent) + self.count(DayState::Awaited);
        if self.days.is_empty() { 0.0 } else { 1.0 - missing as f64 / self.days.len() as f64 }
    }

    /// The posts that have not been heard from for some of these days, with the first such day.
    pub fn awaited(&self) -> BTreeMap<PostId, Date> {
        let mut first = BTreeMap::new();
        for ((post, day), _) in self.days.iter().filter(|(_, state)| **state == DayState::Awaited) {
            first.entry(post.clone()).or_insert(*day);
        }
        first
    }

    /// The state of a day over all posts: the worst that holds for any.
    pub fn of_day(&self, day: Date) -> DayState {
        let states = self.days.iter().filter(|((_, other), _)| *other == day).map(|(_, state)| *state);
        states.max().unwrap_or(DayState::Quiet)
    }
}

/// When each post was last heard from, and where its clock is.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// The last day of which everything may be known.
    days: HashMap<PostId, Date>,
}

impl Heard {
    /// From when each post last said something; `zone` gives a post's time zone.
    pub fn new(heard: Vec<(PostId, Timestamp)>, zone: impl Fn(&PostId) -> TimeZone) -> Self {
        let days = heard.into_iter().map(|(post, at)| {
            let day = at.to_zoned_datetime(zone(&post)).date();
            (post, day)
        });
        Self { days: days.collect() }
    }

    /// Whether a post was heard from on or after a day; of posts that nothing is said about, everything is known.
    pub fn has(&self, post: &PostId, day: Date) -> bool {
        self.days.get(post).is_none_or(|last| day <= *last)
    }
}

impl Coverage {
    /// Of the days and posts that `filter` asks for, up to `today`.
    pub fn of(table: &FlowTable, filter: &Filter, heard: &Heard, today: Date) -> Result<Self, CantCount> {
        let before = filter.from.checked_sub(USUAL_DAYS.days()).unwrap_or(filter.from);
        let daily = table.daily(&Filter::between(before, filter.to.max(filter.from)));
        let accepted = filter.only.get(&Dimension::Post);
        let posts: Vec<&PostId> =
            table.posts().iter().filter(|post| accepted.is_none_or(|codes| codes.contains(post.as_str()))).collect();
        let mut days = BTreeMap::new();
        let first = table.days().map_or(filter.from, |(first, _)| first);
        for post in posts {
            let count = |day: Date| daily.get(&(post.clone(), day)).map_or(0, |counts| counts.iter().sum::<u32>());
            let last_heard = heard.days.get(post).copied();
            for day in filter.from.max(first).series(1.day()).take_while(|day| *day <= filter.to.min(today)) {
                let state = if count(day) > 0 {
                    DayState::Recorded
                } else if last_heard.is_some_and(|last| day > last) {
                    DayState::Awaited
                } else if usual(&count, day) >= FEWEST_USUAL {
                    DayState::Silent
                } else {
                    DayState::Quiet
                };
                days.insert((post.clone(), day), state);
            }
        }
        let share = |dimension: Dimension, codes: &[&str]| -> Result<f64, CantCount> {
            let counts = table.count(filter, &[dimension])?;
            let found: u64 = codes.iter().map(|code| counts.of(code)).sum();
            Ok(if counts.total() == 0 { 0.0 } else { found as f64 / counts.total() as f64 })
        };
        Ok(Self {
            typed: share(Dimension::Source, &["typed", "declared"])?,
            without_nationality: share(Dimension::Nationality, &[crate::UNKNOWN])?,
            without_age: share(Dimension::AgeBand, &[crate::UNKNOWN])?,
            days,
        })
    }
}

/// The median of what was recorded on the same day of the week before.
fn usual(count: &impl Fn(Date) -> u32, day: Date) -> u32 {
    let mut before: Vec<u32> =
        (1..=USUAL_DAYS / 7).filter_map(|weeks| day.checked_sub((weeks * 7).days()).ok()).map(count).collect();
    before.sort_unstable();
    before.get(before.len() / 2).copied().unwrap_or_default()
}

/// Hours of days with records in which a post that records in nearly every such hour recorded nothing, and how many such
/// hours there were.
pub(crate) fn hours_without(table: &FlowTable, filter: &Filter) -> Result<(u64, u64), CantCount> {
    let daily = table.daily(filter);
    let mut recorded_days: HashMap<&str, BTreeSet<Date>> = HashMap::new();
    daily.keys().for_each(|(post, day)| {
        recorded_days.entry(post.as_str()).or_default().insert(*day);
    });
    let whole = Filter {
        only: filter.only.iter().filter(|(d, _)| **d == Dimension::Post).map(|(d, c)| (*d, c.clone())).collect(),
        ..filter.clone()
    };
    let mut without = (0, 0);
    // Day by day and hour by hour is too much for long times; a month at a time is not.
    let mut from = whole.from;
    let mut seen: HashMap<(String, String), u64> = HashMap::new();
    while from <= whole.to {
        let to = from.checked_add(30.days()).unwrap_or(whole.to).min(whole.to);
        let counts = table.count(&whole.over(from, to), &[Dimension::Post, Dimension::Day, Dimension::Hour])?;
        for (codes, _) in counts.cells() {
            *seen.entry((codes[0].to_owned(), codes[2].to_owned())).or_default() += 1;
        }
        from = match to.tomorrow() {
            Ok(next) => next,
            Err(_) => break,
        };
    }
    for ((post, _), days) in seen {
        let all = recorded_days.get(post.as_str()).map_or(0, |days| days.len() as u64);
        // An hour that has records on nine days of ten is one in which the post works.
        if days * 10 >= all * 9 {
            without.0 += all.saturating_sub(days);
            without.1 += all;
        }
    }
    Ok(without)
}
