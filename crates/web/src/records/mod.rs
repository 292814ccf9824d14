//! What was recorded: the day, a crossing, its corrections, its pictures and papers, overstays.

pub(crate) mod asked_corrections;
mod beside;
pub(crate) mod codes;
mod correct;
mod day;
mod day_chart;
mod find;
pub(crate) mod genuine;
pub(crate) mod light;
mod overstays;
pub(crate) mod pictures;
pub(crate) mod printed;
pub(crate) mod record;
mod scanner;
mod shift;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(day::pages())
        .and(find::pages())
        .and(asked_corrections::pages())
        .and(beside::pages())
        .and(correct::pages())
        .and(overstays::pages())
        .and(pictures::pages())
        .and(printed::pages())
        .and(record::pages())
        .and(scanner::pages())
        .and(shift::pages())
}
