//! What can be wrong with a line of a reference list, told in the language of whoever sent it.

use super::{
    documents::MOST_DOCUMENTS,
    layouts::LayoutFault,
    table::{LONGEST_TEXT, MOST_LINES},
};
use crate::{InvalidAllowance, LONGEST_PLACE, Need, UnknownCode};
use thiserror::Error;

/// What is wrong with a line of a reference list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct ListProblem {
    /// The line of the file, counted from 1; 0 for the list as a whole.
    pub line: u64,
    /// What it is.
    pub fault: ListFault,
}

/// What is wrong with it, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ListFault {
    /// A column is missing.
    #[error("there is no column \u{201c}{0}\u{201d}; add it")]
    NoColumn(&'static str),
    /// No line of CSV.
    #[error("this is not a line of CSV in UTF-8 with as many fields as columns")]
    NoLine,
    /// More lines than may be.
    #[error("there are more than {MOST_LINES} lines")]
    TooMany,
    /// Nothing but columns.
    #[error("there is nothing below the columns' names; write one entry a line")]
    Empty,
    /// A text that is missing or too long.
    #[error("{0} is a text of 1 to {LONGEST_TEXT} characters")]
    Text(String),
    /// A code that can't be one.
    #[error("a code has 1 to 16 letters, digits or dashes")]
    Code,
    /// A code that another line has.
    #[error("its code stands on line {0} already; give each line its own")]
    Twice(u64),
    /// No day.
    #[error("\u{201c}{0}\u{201d} is no day; write YYYY-MM-DD")]
    Day(String),
    /// A last day before the first.
    #[error("it ends before it begins; put its days right")]
    Backwards,
    /// No state.
    #[error("\u{201c}{0}\u{201d} is no code of a state of Doc 9303-3")]
    State(String),
    /// A column that names no state.
    #[error("{0} names no state; write codes such as GIN SEN, or *")]
    NoState(&'static str),
    /// A code that its list does not have.
    #[error(transparent)]
    Unknown(#[from] UnknownCode),
    /// No rule of stay.
    #[error("{0}; or visa")]
    Stay(#[from] InvalidAllowance),
    /// A rule beside another for the same travellers and days.
    #[error(
        "it overlaps with line {0}: the same nationality and document on the same day; end one before the other begins"
    )]
    Overlaps(u64),
    /// A question about nothing that is known.
    #[error("\u{201c}{0}\u{201d} is no reason of referral and no need")]
    About(String),
    /// A number out of its span.
    #[error("{0} is a number from 1 to {1}")]
    Number(&'static str, u32),
    /// More documents than may be.
    #[error("there are more than {MOST_DOCUMENTS} documents")]
    TooManyDocuments,
    /// No picture that is kept here.
    #[error("\u{201c}{0}\u{201d} is no picture that is kept; add it on the page of reference documents")]
    Picture(String),
    /// A layout of codes that would mislead, or can't find a field.
    #[error("{}", .0.said())]
    Layout(LayoutFault),
    /// A need of protection of which nobody takes care.
    #[error("nobody is named for {0}; add a line")]
    Nobody(Need),
    /// No post of this network.
    #[error("\u{201c}{0}\u{201d} is no post; write the identifier of one, such as KRM")]
    Post(String),
    /// A name of a place that tallies could not have.
    #[error("a place has a name of at most {LONGEST_PLACE} characters on one line")]
    Place,
    /// No degrees.
    #[error("{0} is a number of degrees from -{1} to {1}, such as 11.956")]
    Degrees(&'static str, i32),
}

impl From<LayoutFault> for ListFault {
    fn from(fault: LayoutFault) -> Self {
        Self::Layout(fault)
    }
}
