//! The authorities to which people in need of protection are handed over: columns `need, name, contact, hours`.
//!
//! `hours` is the longest time until the handing over, counted from when the need was seen.

use super::{
    fault::{ListFault, ListProblem},
    table::{self, Line},
};
use crate::Need;

/// Maximum number of hours that a handing over may take.
const MOST_HOURS: u16 = 24 * 90;

/// Whom to turn to for one need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// For which need.
    pub need: Need,
    /// Its name.
    pub name: String,
    /// How to reach it at any hour.
    pub contact: String,
    /// Within how many hours the person must be handed over.
    pub hours: u16,
}

/// The authorities that a node knows, one for each need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authorities(Vec<Authority>);

impl Authorities {
    /// Reads a list of authorities, or says everything that is wrong with it; each need must have one.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read = table::read(csv, &["need", "name", "contact", "hours"], authority);
        read.codes_are_distinct(|authority| authority.need.code());
        let is_readable = read.problems.is_empty();
        for need in Need::ALL {
            if is_readable && !read.lines.iter().any(|(_, authority)| authority.need == *need) {
                read.wrong(0, ListFault::Nobody(*need));
            }
        }
        read.whole().map(Self)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The authority for a need.
    pub fn of(&self, need: Need) -> Option<&Authority> {
        self.0.iter().find(|authority| authority.need == need)
    }
}

fn authority(line: &Line<'_>) -> Result<Authority, ListFault> {
    let hours = line.get("hours").parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
    Ok(Authority {
        need: line.get("need").parse()?,
        name: line.text("name")?,
        contact: line.text("contact")?,
        hours: hours.ok_or(ListFault::Number("hours", u32::from(MOST_HOURS)))?,
    })
}
