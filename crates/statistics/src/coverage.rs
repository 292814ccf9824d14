//! How complete flows are: which posts were heard from, on which days, and how much of what was recorded is known.
//!
//! A day without a record is one of three things, and none of them is "nobody crossed": the post has not been heard
//! from yet, it was silent although people usually cross there, or it is so quiet that nothing can be said.

use crate::{Dimension, Filter, FlowTable, table::CountError};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use limen_domain::PostId;
use std::collections::{BTreeMap, HashMap};

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
    /// The first of the days.
    from: Date,
    /// What is known of each post's days, from the first on.
    posts: Vec<(PostId, Vec<DayState>)>,
    /// The share of those who crossed whose document was typed or declared and not read.
    pub typed: f64,
    /// The share of those who crossed whose nationality is not known.
    pub without_nationality: f64,
    /// The share of those who crossed whose age is not known.
    pub without_age: f64,
}

impl DayState {
    /// Whether crossings may have happened that are not known.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Silent | Self::Awaited)
    }
}

impl Coverage {
    fn states(&self) -> impl Iterator<Item = DayState> {
        self.posts.iter().flat_map(|(_, days)| days.iter().copied())
    }

    /// How many post-days are in a state.
    pub fn count(&self, state: DayState) -> usize {
        self.states().filter(|other| *other == state).count()
    }

    /// Share of post-days with any data.
    pub fn share(&self) -> f64 {
        let (all, missing) = (self.states().count(), self.states().filter(|state| state.is_missing()).count());
        if all == 0 { 0.0 } else { 1.0 - missing as f64 / all as f64 }
    }

    /// The posts that have not been heard from for some of these days, with the first such day.
    pub fn awaited(&self) -> BTreeMap<PostId, Date> {
        let first = self.posts.iter().filter_map(|(post, days)| {
            let place = days.iter().position(|state| *state == DayState::Awaited)?;
            Some((post.clone(), self.from.checked_add((place as i64).days()).ok()?))
        });
        first.collect()
    }

    /// Share of post-days with missing data between two days, both counted.
    pub fn missing(&self, from: Date, to: Date) -> f64 {
        let place = |day: Date| usize::try_from((day - self.from).get_days()).unwrap_or_default();
        let (begin, end) = (place(from), if to < self.from { 0 } else { place(to) + 1 });
        let (mut missing, mut all) = (0, 0);
        for (_, days) in &self.posts {
            let days = days.get(begin..end.min(days.len())).unwrap_or_default();
            missing += days.iter().filter(|state| state.is_missing()).count();
            all += days.len();
        }
        if all == 0 { 0.0 } else { missing as f64 / all as f64 }
    }
}

/// When each post was last heard from, and where its clock is.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// The last day whose data may be complete.
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
    ///
    /// # Errors
    /// The days are in the wrong order, or the answer has too many cells.
    pub fn over(table: &FlowTable, filter: &Filter, heard: &Heard, today: Date) -> Result<Self, CountError> {
        let from = table.days().map_or(filter.from, |(first, _)| filter.from.max(first));
        let to = filter.to.min(today);
        let before = from.checked_sub(USUAL_DAYS.days()).unwrap_or(from);
        let accepted = filter.only.get(&Dimension::Post);
        let skipped = usize::try_from((from - before).get_days()).unwrap_or_default();
        let mut posts = Vec::new();
        for (post, daily) in table.daily(before, to) {
            if accepted.is_some_and(|codes| !codes.contains(post.as_str())) {
                continue;
            }
            let counts: Vec<u32> = daily.iter().map(|counts| counts.iter().sum()).collect();
            let heard_to = heard.days.get(post).map(|last| i64::from((*last - before).get_days()));
            let state = |day: usize| {
                if counts[day] > 0 {
                    DayState::Recorded
                } else if heard_to.is_some_and(|last| day as i64 > last) {
                    DayState::Awaited
                } else if usual(&counts, day) >= FEWEST_USUAL {
                    DayState::Silent
                } else {
                    DayState::Quiet
                }
            };
            posts.push((post.clone(), (skipped..counts.len()).map(state).collect()));
        }
        let share = |dimension: Dimension, codes: &[&str]| -> Result<f64, CountError> {
            let counts = table.count(filter, &[dimension])?;
            let found: u64 = codes.iter().map(|code| counts.of(code)).sum();
            Ok(if counts.total() == 0 { 0.0 } else { found as f64 / counts.total() as f64 })
        };
        Ok(Self {
            from,
            posts,
            typed: share(Dimension::Source, &["typed", "declared"])?,
            without_nationality: share(Dimension::Nationality, &[crate::UNKNOWN])?,
            without_age: share(Dimension::AgeBand, &[crate::UNKNOWN])?,
        })
    }
}

/// The median of what was recorded on the same day of the week before; nothing counts as before the first day.
fn usual(counts: &[u32], day: usize) -> u32 {
    let mut before: Vec<u32> =
        (1..=USUAL_DAYS as usize / 7).map(|weeks| day.checked_sub(weeks * 7).map_or(0, |day| counts[day])).collect();
    before.sort_unstable();
    before.get(before.len() / 2).copied().unwrap_or_default()
}

/// Hours of days with records in which a post that records in nearly every such hour recorded nothing, and how many such
/// hours there were.
pub(crate) fn hours_without(table: &FlowTable, filter: &Filter) -> Result<(u64, u64), CountError> {
    let daily = table.daily(filter.from, filter.to);
    let recorded = |days: &[[u32; 16]]| days.iter().filter(|counts| counts.iter().any(|count| *count > 0)).count();
    let recorded_days: HashMap<&str, u64> =
        daily.iter().map(|(post, days)| (post.as_str(), recorded(days) as u64)).collect();
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
        let all = recorded_days.get(post.as_str()).copied().unwrap_or_default();
        // An hour that has records on nine days of ten is one in which the post works.
        if days * 10 >= all * 9 {
            without.0 += all.saturating_sub(days);
            without.1 += all;
        }
    }
    Ok(without)
}
