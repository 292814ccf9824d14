//! Grounds on which an entry or an exit is refused, as data: columns `code, direction, offered_for, until, fr, en`, and
//! one more for each language in which a notice may be printed.
//!
//! `direction` is `entry` or `exit`. `offered_for` may say which finding of Limen the ground answers (`alert`, `visa`,
//! `days`): it is then ticked beforehand. A ground that is no longer to be used gets a last day in `until`
//! and stays on the list, for the records that name it.

use super::{
    fault::{ListFault, ListProblem},
    table::{self, Line, Texts},
};
use crate::{Direction, coded::coded};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

coded! {
    /// The findings that a ground of refusal may answer.
    "findings"
    pub enum Offered {
        /// A confirmed alert asks for it.
        Alert = "alert",
        /// A visa or a permit is needed and there is none.
        Visa = "visa",
        /// The days allowed are used up.
        Days = "days",
    }
}

/// The code of a ground of refusal, as records keep it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroundCode(pub String);

impl std::fmt::Display for GroundCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A ground of refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Its code; the letters A to I are those of the form of Annex V part B to Regulation (EU) 2016/399.
    pub code: GroundCode,
    /// Whether it is about entries or exits.
    pub direction: Direction,
    /// Which finding it answers.
    pub offered_for: Option<Offered>,
    /// The last day on which it is used.
    pub until: Option<Date>,
    /// What it says.
    pub texts: Texts,
}

/// The grounds of refusal that a node knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds(Vec<Ground>);

impl Grounds {
    /// Reads a list of grounds, or says everything that is wrong with it.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read = table::read(csv, &["code", "direction", "fr", "en"], ground);
        read.codes_are_distinct(|ground| &ground.code.0);
        read.whole().map(Self)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The grounds that may be given on `day` for refusing in this direction.
    pub fn in_use(&self, direction: Direction, day: Date) -> impl Iterator<Item = &Ground> {
        self.0.iter().filter(move |ground| ground.direction == direction && ground.until.is_none_or(|last| day <= last))
    }

    /// A ground's text in a language; the code itself where the list no longer has it.
    pub fn text<'a>(&'a self, code: &'a GroundCode, language: &str) -> &'a str {
        self.0.iter().find(|ground| ground.code == *code).map_or(&code.0, |ground| ground.texts.of(language))
    }
}

fn ground(line: &Line<'_>) -> Result<Ground, ListFault> {
    let offered_for = match line.get("offered_for") {
        "" => None,
        finding => Some(finding.parse()?),
    };
    Ok(Ground {
        code: GroundCode(line.code()?),
        direction: line.get("direction").parse()?,
        offered_for,
        until: line.day_or_none("until")?,
        texts: line.texts()?,
    })
}
