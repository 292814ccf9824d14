//! Unusual movement: what is usual at a post for a day, and how far the day is from it.
//!
//! What is usual is a level times four factors, each a median, so that past events do not move them:
//! - the *level*: the median of the past weeks, weekdays and seasons taken out, a few last days left out;
//! - the *day of the week*: over half a year;
//! - the *season*: how the same weeks of past years compared with the weeks before them;
//! - *feasts*: how the same day around the same feast was before.
//!
//! How far counts scatter around it is learnt from the past too (the median of the absolute deviations), and never taken to
//! be less than chance alone would scatter them (Poisson). A day is unusual when it lies far outside. Smaller departures
//! that go on are added up day by day (a cumulative sum, Page 1954).

use crate::feasts::{DAYS_AROUND, FeastDay, around};
use jiff::{ToSpan, civil::Date};
use std::{cell::RefCell, collections::BTreeMap};

/// Counts of consecutive days; `None` for days without data.
#[derive(Debug, Clone)]
pub struct Series {
    /// The first day.
    pub first: Date,
    /// A count for each day from the first on.
    pub counts: Vec<Option<u32>>,
}

/// How a day departs from what is usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Departure {
    /// The day.
    pub day: Date,
    /// How many crossed; `None` where it is not known.
    pub count: Option<u32>,
    /// How many usually do.
    pub usual: f64,
    /// Between these, 95 of 100 usual days lie.
    pub band: (f64, f64),
    /// How many standard deviations the day lies from what is usual, up or down.
    pub score: f64,
    /// The sums of departures up and down that go on.
    pub going_on: (f64, f64),
    /// The feast that the day lies around.
    pub feast: Option<FeastDay>,
}

/// Which way a movement is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unusual {
    /// More than usual: displacement, say.
    More,
    /// Fewer than usual: a road that is closed, say.
    Fewer,
}

/// A day is unusual from this many standard deviations on.
const FAR: f64 = 4.5;
/// Departures smaller than this many standard deviations do not add up.
const SLACK: f64 = 1.0;
/// What has gone on for some days is unusual from this sum on.
const LONG: f64 = 6.0;
/// No single day adds more than this.
const MOST_OF_A_DAY: f64 = 3.0;
/// Days over which the level is taken, and the latest ones, which are left out so that an event does not become usual.
const LEVEL_DAYS: usize = 42;
const LEFT_OUT: usize = 10;
/// Days over which weekdays are compared, and scatter is learnt.
const WEEKDAY_DAYS: usize = 26 * 7;
const YEAR: i64 = 364;
/// The fewest days before a day without which nothing is said of it.
pub const FEWEST_DAYS: usize = 70;

impl Departure {
    /// Whether the day, or what has gone on until it, is unusual.
    pub fn unusual(&self) -> Option<Unusual> {
        self.count?;
        if self.score >= FAR || self.going_on.0 >= LONG {
            Some(Unusual::More)
        } else if self.score <= -FAR || self.going_on.1 >= LONG {
            Some(Unusual::Fewer)
        } else {
            None
        }
    }

    /// How many times as many as usual.
    pub fn times(&self) -> Option<f64> {
        self.count.map(|count| f64::from(count) / self.usual.max(0.5))
    }
}

impl Series {
    fn day(&self, at: usize) -> Date {
        self.first.checked_add((at as i64).days()).unwrap_or(Date::MAX)
    }

    fn count(&self, at: usize) -> Option<f64> {
        self.counts.get(at).copied().flatten().map(f64::from)
    }
}

/// The model learnt of a series, with which days are compared.
#[derive(Debug)]
pub struct Usual<'a> {
    series: &'a Series,
    feasts: Vec<Option<FeastDay>>,
    /// Each day over the median of the four weeks around it, feasts left out.
    smooth: Vec<Option<f64>>,
    feast_factors: BTreeMap<FeastDay, Vec<(usize, f64)>>,
    /// What was learnt of weekdays: once for each seven days.
    weekdays: RefCell<BTreeMap<usize, [f64; 7]>>,
}

impl<'a> Usual<'a> {
    /// Learns from a series.
    pub fn of(series: &'a Series) -> Self {
        let length = series.counts.len();
        let feasts: Vec<_> = (0..length).map(|at| around(series.day(at))).collect();
        let plain = |at: usize| if feasts[at].is_some() { None } else { series.count(at) };
        let smooth: Vec<Option<f64>> =
            (0..length).map(|at| median((at.saturating_sub(13)..(at + 15).min(length)).filter_map(plain))).collect();
        let mut feast_factors: BTreeMap<FeastDay, Vec<(usize, f64)>> = BTreeMap::new();
        for at in 0..length {
            if let (Some(feast), Some(count), Some(smooth)) = (feasts[at], series.count(at), smooth[at]) {
                feast_factors.entry(feast).or_default().push((at, (count + 0.5) / (smooth + 0.5)));
            }
        }
        Self { series, feasts, smooth, feast_factors, weekdays: RefCell::default() }
    }

    /// What is usual for the day at `at`, from the days before it alone; `None` where too little is known.
    pub fn expected(&self, at: usize) -> Option<f64> {
        if at < FEWEST_DAYS {
            return None;
        }
        let learnt_at = (at / 7 * 7).max(FEWEST_DAYS);
        let weekdays = *self.weekdays.borrow_mut().entry(learnt_at).or_insert_with(|| self.weekdays(learnt_at));
        let known_until = at - LEFT_OUT;
        let level = median((known_until.saturating_sub(LEVEL_DAYS)..known_until).filter_map(|before| {
            if self.feasts[before].is_some() { None } else { Some(self.series.count(before)? / weekdays[before % 7]) }
        }))?;
        Some((level * weekdays[at % 7] * self.season(at) * self.feast(at)).max(0.05))
    }

    /// How days of the week compare, by their place in the series modulo 7.
    fn weekdays(&self, at: usize) -> [f64; 7] {
        let mut factors = [1.0; 7];
        for (weekday, factor) in factors.iter_mut().enumerate() {
            let ratios =
                (at.saturating_sub(WEEKDAY_DAYS)..at - LEFT_OUT.min(at)).filter(|before| before % 7 == weekday);
            let ratios = ratios.filter(|before| self.feasts[*before].is_none()).filter_map(|before| {
                let smooth = self.smooth[before].filter(|smooth| *smooth > 0.0)?;
                Some(self.series.count(before)? / smooth)
            });
            if let Some(median) = median(ratios) {
                *factor = median.max(0.05);
            }
        }
        factors
    }

    /// How this time of past years compared with the weeks before it.
    fn season(&self, at: usize) -> f64 {
        let window = |centre: i64, half: i64| {
            let days = (centre - half).max(0)..=(centre + half);
            median(days.filter_map(|day| {
                let day = usize::try_from(day).ok().filter(|day| *day < at)?;
                if self.feasts[day].is_some() { None } else { self.series.count(day) }
            }))
        };
        let middle_of_level = (LEFT_OUT + LEVEL_DAYS / 2) as i64;
        let ratios = (1..=5).filter_map(|years| {
            let then = at as i64 - years * YEAR;
            if then < middle_of_level + 14 {
                return None;
            }
            let (now, before) = (window(then, 10)?, window(then - middle_of_level, LEVEL_DAYS as i64 / 2)?);
            Some((now + 1.0) / (before + 1.0))
        });
        let ratios: Vec<f64> = ratios.collect();
        let years = ratios.len() as f64;
        // One year may have been unlike others: it counts half.
        median(ratios.into_iter()).map_or(1.0, |ratio| ratio.powf(years / (years + 1.0)).clamp(0.4, 2.5))
    }

    fn feast(&self, at: usize) -> f64 {
        let Some(feast) = self.feasts[at] else { return 1.0 };
        let before = |key: &FeastDay| -> Vec<f64> {
            let factors = self.feast_factors.get(key).into_iter().flatten();
            factors.filter(|(day, _)| *day + 30 < at).map(|(_, factor)| *factor).collect()
        };
        let mut factors = before(&feast);
        if factors.is_empty() {
            return 1.0;
        }
        // A day's neighbours steady what one occurrence says.
        let FeastDay { feast, days_after: off } = feast;
        for days_after in [off - 1, off + 1].into_iter().filter(|off| i64::from(off.abs()) <= DAYS_AROUND) {
            factors.extend(before(&FeastDay { feast, days_after }).iter().take(1));
        }
        median(factors.into_iter()).unwrap_or(1.0).clamp(0.2, 6.0)
    }

    /// Each of the last `days` days compared with what is usual.
    pub fn departures(&self, days: usize) -> Vec<Departure> {
        let length = self.series.counts.len();
        let begin = length.saturating_sub(days + WEEKDAY_DAYS).max(FEWEST_DAYS);
        let expected: Vec<Option<f64>> = (begin..length).map(|at| self.expected(at)).collect();
        let deviation = |at: usize| -> Option<f64> {
            let usual = expected[at.checked_sub(begin)?]?;
            Some((self.series.count(at)? - usual) / usual.max(1.0).sqrt())
        };
        let (mut up, mut down): (f64, f64) = (0.0, 0.0);
        let mut departures = Vec::new();
        for at in begin..length {
            let Some(usual) = expected[at - begin] else { continue };
            let learnt = (begin.max(at.saturating_sub(WEEKDAY_DAYS))..at.saturating_sub(LEFT_OUT))
                .filter(|before| self.feasts[*before].is_none())
                .filter_map(deviation);
            // Chance alone scatters counts by 1 here (Poisson); too little of the past leaves room for more.
            let scatter = spread(learnt).map_or(2.0, |scatter| scatter.max(1.0));
            let feast_room = if self.feasts[at].is_some() { 1.8 } else { 1.0 };
            let sigma = scatter * feast_room * usual.max(1.0).sqrt();
            let count = self.series.counts[at];
            // Below a few crossings, a distance in standard deviations says too much: square roots even that out.
            let score = match count {
                None => 0.0,
                Some(count) => {
                    let roots =
                        2.0 * ((f64::from(count) + 0.375).sqrt() - (usual + 0.375).sqrt()) / (scatter * feast_room);
                    let plain = (f64::from(count) - usual) / sigma;
                    if usual < 20.0 { roots } else { plain }
                }
            };
            if count.is_some() {
                up = (up + score.clamp(-MOST_OF_A_DAY, MOST_OF_A_DAY) - SLACK).max(0.0);
                down = (down - score.clamp(-MOST_OF_A_DAY, MOST_OF_A_DAY) - SLACK).max(0.0);
            }
            if at + days >= length {
                departures.push(Departure {
                    day: self.series.day(at),
                    count,
                    usual,
                    band: ((usual - 1.96 * sigma).max(0.0), usual + 1.96 * sigma),
                    score,
                    going_on: (up, down),
                    feast: self.feasts[at],
                });
            }
        }
        departures
    }
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    values.sort_unstable_by(f64::total_cmp);
    Some(if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) })
}

/// A robust standard deviation: 1.4826 times the median of the absolute deviations from the median.
fn spread(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    if values.len() < 28 {
        return None;
    }
    let middle = median(values.iter().copied())?;
    median(values.iter().map(|value| (value - middle).abs())).map(|deviation| deviation * 1.4826)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A post with busy Saturdays, over `days` days.
    fn weeks(days: usize) -> Series {
        let first = date(2024, 1, 1);
        let counts = (0..days).map(|at| {
            let busy = if at % 7 == 5 { 160 } else { 100 };
            Some((busy + [0, 6, -4, 3, -7, 5, -2, 8, -5, 1, 4][at % 11]) as u32)
        });
        Series { first, counts: counts.collect() }
    }

    fn departures(series: &Series) -> Vec<Departure> {
        Usual::of(series).departures(14)
    }

    #[test]
    fn a_busy_weekday_is_usual() {
        let found = departures(&weeks(300));
        assert!(found.len() == 14 && found.iter().all(|day| day.unusual().is_none()), "{found:?}");
    }

    #[test]
    fn three_times_as_many_people_are_noticed_on_the_first_day_and_with_their_size() {
        let mut series = weeks(300);
        let last = series.counts.len() - 1;
        series.counts[last] = series.counts[last].map(|count| count * 3);
        let found = departures(&series).pop().expect("a day");
        assert_eq!(found.unusual(), Some(Unusual::More));
        assert!((2.0..4.0).contains(&found.times().expect("a count")), "{found:?}");
    }

    #[test]
    fn a_road_that_is_closed_is_noticed_and_a_post_that_was_not_heard_from_is_not() {
        let mut series = weeks(300);
        let last = series.counts.len() - 1;
        series.counts[last] = Some(4);
        assert_eq!(departures(&series).pop().expect("a day").unusual(), Some(Unusual::Fewer));
        series.counts[last] = None;
        assert_eq!(departures(&series).pop().expect("a day").unusual(), None);
    }

    #[test]
    fn little_is_said_of_a_post_that_has_just_opened() {
        assert!(departures(&weeks(60)).is_empty());
        assert!(departures(&Series { first: date(2024, 1, 1), counts: Vec::new() }).is_empty());
    }
}
