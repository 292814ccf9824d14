//! What was recorded: the day, a crossing, its corrections, its pictures and papers, overstays.

pub(crate) mod asked_corrections;
mod codes;
mod correct;
mod day;
mod day_chart;
mod find;
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
        .and(correct::pages())
        .and(overstays::pages())
        .and(pictures::pages())
        .and(printed::pages())
        .and(record::pages())
        .and(scanner::pages())
        .and(shift::pages())
}
