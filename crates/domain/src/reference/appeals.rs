//! Where and until when someone may appeal against a refusal, as data: columns `direction, days, fr, en`, and one more
//! for each language in which a notice may be printed. The text names the authority and its address.

use super::{
    fault::{ListFault, ListProblem},
    table::{self, Line, Texts},
};
use crate::Direction;

/// How to appeal against a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Against which refusal.
    pub direction: Direction,
    /// Within how many days.
    pub days: u16,
    /// To whom, with the address.
    pub authority: Texts,
}

/// How to appeal, for each direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appeals(Vec<Appeal>);

impl Appeals {
    /// Reads a list of appeals, or says everything that is wrong with it.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read = table::read(csv, &["direction", "days", "fr", "en"], |line: &Line<'_>| {
            let days = line.get("days").parse().ok().filter(|days| (1..=365).contains(days));
            Ok(Appeal {
                direction: line.get("direction").parse()?,
                days: days.ok_or(ListFault::Number("days", 365))?,
                authority: line.texts()?,
            })
        });
        read.codes_are_distinct(|appeal| appeal.direction.code());
        read.whole().map(Self)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How to appeal against a refusal in this direction.
    pub fn of(&self, direction: Direction) -> Option<&Appeal> {
        self.0.iter().find(|appeal| appeal.direction == direction)
    }
}
