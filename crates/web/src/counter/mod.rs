//! The counter: a document is read or typed, its traveller examined, hits are judged, a decision is taken.

mod camera;
mod desk;
mod hit;
mod namesake;
mod phone;
pub(crate) mod reader;
mod same_person;
mod seals;
mod seen;
mod stay_calculator;
mod stay_lines;
mod tally;
pub(crate) mod trial_card;
mod typed;
pub(crate) mod verdict;
mod view;

use crate::access::Pages;

/// What `done` says in the counter's address where a need of protection was reported, and not a crossing recorded.
pub(crate) const PROTECTION_REPORTED: &str = "protection";

/// The pages of this folder; those of the trial stand last in the bar, after all others.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(desk::pages())
        .and(camera::pages())
        .and(seen::pages())
        .and(phone::pages())
        .and(reader::pages())
        .and(seals::pages())
        .and(same_person::pages())
        .and(tally::pages())
        .and(stay_calculator::pages())
        .and(typed::pages())
}
