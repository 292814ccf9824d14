//! Across the border: what both states counted at a pair of posts, by day; notes of both chiefs; the mixed commission's report.

mod asked;
mod day;
mod pair;
mod report;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new().and(pair::pages()).and(day::pages()).and(report::pages())
}
