//! Where the next post should be: paths on which people were counted, posts that could be opened, and what these would do.
//!
//! Nothing here knows who crossed. A path has days on which people were counted, and a post serves the share of them that a
//! planner supposes. Figures that rest on too little are withheld.

mod compare;
mod people;
mod place;
mod plan;
mod side_by_side;

pub use compare::{Comparison, Enough, Scenario, compare};
pub use people::{NeedFigure, PathCount, arrivals_of, needs, path_counts};
pub use place::Place;
pub use plan::{NamedScenario, Plan, PlannedFrom};
pub use side_by_side::USUAL_SERVICE;

use crate::queue::Arrival;

/// A place beside the posts at which people are counted without being registered.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedPath {
    /// Its name.
    pub name: String,
    /// Where it is; `None` where no list says so.
    pub at: Option<Place>,
    /// The days on which people were counted there, each with who came when.
    pub days: Vec<Vec<Arrival>>,
}

impl CountedPath {
    /// How many people were counted.
    pub fn people(&self) -> u64 {
        self.days.iter().flatten().map(|arrival| u64::from(arrival.people)).sum()
    }

    /// How many came on a mean day on which was counted; nought where none was.
    pub fn a_day(&self) -> f64 {
        if self.days.is_empty() { 0.0 } else { self.people() as f64 / self.days.len() as f64 }
    }
}
