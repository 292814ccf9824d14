//! Early warning: the movements that are unusual at a post, and those that are watched and are not.

use jiff::civil::Date;
use limen_statistics::{
    FlowTable, Heard,
    usual::Departure,
    warning::{Warning, Watched, warnings_of, watch},
};
use std::ops::RangeInclusive;

/// Days that each watched movement has.
const DAYS: usize = 63;
/// Number of days for which warnings are given.
const RECENT_DAYS: usize = 7;
/// Years that may be asked for.
const YEARS: RangeInclusive<i16> = 1900..=2200;

/// The day up to which is looked: the one that is asked for, and no later than yesterday, the last whole day.
pub fn until(asked: Option<Date>, today: Date) -> Date {
    let yesterday = today.yesterday().unwrap_or(today);
    asked.filter(|day| YEARS.contains(&day.year())).unwrap_or(yesterday).min(yesterday)
}

/// Everything that is watched, and which of it is unusual.
#[derive(Debug)]
pub struct Watch {
    watched: Vec<Watched>,
    warnings: Vec<Warning>,
}

impl Watch {
    /// What is watched up to a day.
    pub fn of(table: &FlowTable, heard: &Heard, until: Date) -> Self {
        let watched = watch(table, heard, until, DAYS);
        Self { warnings: warnings_of(&watched, RECENT_DAYS), watched }
    }

    /// How many movements are watched.
    pub fn count(&self) -> usize {
        self.watched.len()
    }

    /// The warnings, each with the movement that it is about.
    pub fn warnings(&self) -> impl Iterator<Item = (&Warning, Option<&Watched>)> {
        self.warnings.iter().map(|warning| {
            let is_about = |watched: &&Watched| {
                (&watched.post, watched.direction, &watched.nationality)
                    == (&warning.post, warning.direction, &warning.nationality)
            };
            (warning, self.watched.iter().find(is_about))
        })
    }

    /// The movements of all nationalities together that are not unusual, with their last day.
    pub fn calm(&self) -> impl Iterator<Item = (&Watched, &Departure)> {
        let calm = self.of_all().filter(|watched| watched.warning(RECENT_DAYS).is_none());
        calm.filter_map(|watched| Some((watched, watched.days.last()?)))
    }

    /// Movements of all nationalities together, with too little data to say what is usual.
    pub fn too_young(&self) -> impl Iterator<Item = &Watched> {
        self.of_all().filter(|watched| watched.days.is_empty())
    }

    fn of_all(&self) -> impl Iterator<Item = &Watched> {
        self.watched.iter().filter(|watched| watched.nationality.is_none())
    }
}
