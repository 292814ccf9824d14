//! Early warning: every post and direction held against what is usual for it.

use crate::{
    Dimension, Filter, FlowTable, Heard,
    records::of_movement,
    usual::{Departure, Series, Unusual, Usual},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{Direction, PostId};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Maximum years of the past that are learnt from.
const YEARS: i64 = 4;
/// Nationalities of a post that are looked at by themselves: those that many people have.
const MOST_GROUPS: usize = 3;
/// The fewest crossings a day, over a year, from which on a nationality is looked at by itself.
const FEWEST_OF_A_GROUP: f64 = 3.0;

/// A movement that is unusual.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// Where.
    pub post: PostId,
    /// Which way.
    pub direction: Direction,
    /// Which nationality; nothing for all together.
    pub nationality: Option<String>,
    /// More people than usual, or fewer.
    pub unusual: Unusual,
    /// The last of the days on which it was.
    pub departure: Departure,
    /// Since when it goes on: the first of the unusual days in a row.
    pub since: Date,
}

/// What went on at a post in one direction: each of the last days, for drawing.
#[derive(Debug, Clone)]
pub struct Watched {
    /// Where.
    pub post: PostId,
    /// Which way.
    pub direction: Direction,
    /// Which nationality; nothing for all together.
    pub nationality: Option<String>,
    /// The days.
    pub days: Vec<Departure>,
}

impl Watched {
    /// The warning that its last `recent` days give.
    pub fn warning(&self, recent: usize) -> Option<Warning> {
        let latest = self.days.iter().rev().take(recent).position(|day| day.unusual().is_some())?;
        let last = self.days.len() - 1 - latest;
        let unusual = self.days[last].unusual()?;
        let first =
            self.days[..=last].iter().rposition(|day| day.unusual() != Some(unusual)).map_or(0, |before| before + 1);
        Some(Warning {
            post: self.post.clone(),
            direction: self.direction,
            nationality: self.nationality.clone(),
            unusual,
            departure: self.days[last],
            since: self.days[first].day,
        })
    }
}

/// Holds each post, direction and large nationality against what is usual, for the `days` days up to `until`.
pub fn watch(table: &FlowTable, heard: &Heard, until: Date, days: usize) -> Vec<Watched> {
    let from = until.checked_sub((YEARS * 364).days()).unwrap_or(until);
    let from = table.days().map_or(from, |(first, _)| from.max(first));
    if until < from {
        return Vec::new();
    }
    let mut series: Vec<(PostId, Direction, Option<String>, Series)> = Vec::new();
    for (post, daily) in table.daily(from, until) {
        for direction in Direction::ALL {
            let counts = days_between(from, until).zip(&daily).map(|(day, counts)| {
                let crossed = counts.iter().enumerate().filter(|(movement, _)| {
                    of_movement(*movement as u8).is_some_and(|(way, decision)| way == *direction && decision.crossed())
                });
                let crossed = crossed.map(|(_, count)| *count).sum();
                // A day without any record is not known to be a day without anyone.
                (counts.iter().any(|count| *count > 0) && heard.has(post, day)).then_some(crossed)
            });
            series.push((post.clone(), *direction, None, Series { first: from, counts: counts.collect() }));
        }
    }
    series.extend(by_nationality(table, heard, from, until));
    series
        .into_par_iter()
        .map(|(post, direction, nationality, series)| {
            let days = Usual::of(&series).departures(days);
            Watched { post, direction, nationality, days }
        })
        .collect()
}

/// The warnings of the last `recent` days up to `until`, the furthest from usual first.
pub fn warnings(table: &FlowTable, heard: &Heard, until: Date, recent: usize) -> Vec<Warning> {
    warnings_of(&watch(table, heard, until, recent + 21), recent)
}

/// The warnings of what was watched, the furthest from usual first. A nationality is named by itself where all together
/// are not unusual in the same way.
pub fn warnings_of(watched: &[Watched], recent: usize) -> Vec<Warning> {
    let mut found: Vec<Warning> = watched.iter().filter_map(|watched| watched.warning(recent)).collect();
    let whole: Vec<(PostId, Direction, Unusual)> = found
        .iter()
        .filter(|warning| warning.nationality.is_none())
        .map(|warning| (warning.post.clone(), warning.direction, warning.unusual))
        .collect();
    found.retain(|warning| {
        warning.nationality.is_none() || !whole.contains(&(warning.post.clone(), warning.direction, warning.unusual))
    });
    sort(&mut found);
    found
}

fn sort(warnings: &mut [Warning]) {
    let size = |warning: &Warning| {
        let departure = &warning.departure;
        departure.score.abs().max(departure.going_on.0).max(departure.going_on.1)
    };
    warnings.sort_by(|one, other| size(other).total_cmp(&size(one)));
}

fn days_between(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(1.day()).take_while(move |day| *day <= to)
}

fn by_nationality(
    table: &FlowTable,
    heard: &Heard,
    from: Date,
    until: Date,
) -> Vec<(PostId, Direction, Option<String>, Series)> {
    let year = Filter::between(until.checked_sub(364.days()).unwrap_or(from).max(from), until);
    let length = f64::from((year.to - year.from).get_days() + 1);
    let mut series = Vec::new();
    for post in table.posts() {
        let here = year.clone().with(Dimension::Post, post.as_str());
        let Ok(counts) = table.count(&here, &[Dimension::Nationality]) else { continue };
        let mut largest: Vec<(String, u64)> =
            counts.cells().map(|(codes, count)| (codes[0].to_owned(), count)).collect();
        largest.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), code.clone()));
        for (code, count) in largest.into_iter().take(MOST_GROUPS) {
            if count as f64 / length / 2.0 < FEWEST_OF_A_GROUP || code == crate::UNKNOWN {
                continue;
            }
            let all =
                Filter::between(from, until).with(Dimension::Post, post.as_str()).with(Dimension::Nationality, &code);
            let Ok(counts) = table.count(&all, &[Dimension::Direction, Dimension::Day]) else { continue };
            let mut sums: BTreeMap<(&str, &str), u64> = BTreeMap::new();
            for (codes, count) in counts.cells() {
                sums.insert((codes[0], codes[1]), count);
            }
            for direction in Direction::ALL {
                let days = days_between(from, until).map(|day| {
                    let count = sums.get(&(direction.code(), day.to_string().as_str())).copied().unwrap_or_default();
                    heard.has(post, day).then_some(u32::try_from(count).unwrap_or(u32::MAX))
                });
                let days = Series { first: from, counts: days.collect() };
                series.push((post.clone(), *direction, Some(code.clone()), days));
            }
        }
    }
    series
}
