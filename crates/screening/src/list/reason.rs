//! What is to be known of a list that was read: of the whole, of a column, of an entry. Kept with a proposal and told in the
//! language of whoever reads it.

use limen_tables::Field;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use thiserror::Error;

/// A line of the report of a list.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum ReportLine {
    /// `SDN.CSV` without `ALT.CSV`.
    #[error(
        "the other names of these persons stand in a file of their own, ALT.CSV: give both, or the archive that holds them; \
         without it they are not found by their other names"
    )]
    NoOtherNames,
    /// A page of a longer list.
    #[error("this is a part of the list: {read} entries of {of}; give the whole list, or the others would be removed")]
    Part {
        /// How many entries the file has.
        read: usize,
        /// How many the list has, by what it says.
        of: u64,
    },
    /// A column that is not understood, and under which something stands.
    #[error("the column \u{201c}{heading}\u{201d} is not understood ({}, \u{2026})", .sample.join(", "))]
    Column {
        /// Its heading.
        heading: String,
        /// The first values in it.
        sample: Vec<String>,
    },
    /// Something wrong with an entry.
    #[error(transparent)]
    Entry(Problem),
}

impl ReportLine {
    /// The line as it is kept with a proposal; [`ReportLine::of_kept`] reads it.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn kept(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// A line that was kept; `None` for one that a version before kept in words.
    pub fn of_kept(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Something wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("line {line}: {reason}; {}", if *.is_left_out { "left out" } else { "the alert holds without it" })]
pub struct Problem {
    /// The line on which the entry begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: Reason,
    /// Whether the entry was left out; otherwise its alert holds without what is wrong.
    pub is_left_out: bool,
}

/// What is wrong with an entry. Fields are named by their codes ([`Field::code`]).
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Reason {
    /// A field says something that is not understood.
    #[error("{} \u{201c}{text}\u{201d} is not understood", words(.what))]
    NotUnderstood {
        /// The field.
        what: Cow<'static, str>,
        /// What it says, cut to 60 characters.
        text: String,
    },
    /// Bytes that are no letters.
    #[error("some of its letters are no letters of the file's encoding")]
    Letters,
    /// Names longer than any.
    #[error("{count} of its names have more than {most} characters")]
    LongNames {
        /// How many.
        count: usize,
        /// How many characters a name may have.
        most: usize,
    },
    /// More values of a field than are kept.
    #[error("it has {more} more of {} than {most}", words(.what))]
    TooMany {
        /// The field.
        what: Cow<'static, str>,
        /// How many are left out.
        more: usize,
        /// How many are kept.
        most: usize,
    },
    /// Nothing by which anyone could be found.
    #[error("it has neither a name nor a number")]
    NothingToFind,
    /// An identifier that an entry before has.
    #[error("the id {id} stands twice")]
    Twice {
        /// The identifier.
        id: String,
    },
    /// No identifier.
    #[error("it has no id")]
    NoId,
    /// An identifier that can't be one of ours.
    #[error("the id \u{201c}{text}\u{201d} is too long")]
    LongId {
        /// Its beginning.
        text: String,
    },
    /// A line that is no FollowTheMoney entity.
    #[error("it is no entity: no sound JSON from column {column} on")]
    NoEntity {
        /// From which column on.
        column: usize,
    },
    /// Fewer columns than an entry has.
    #[error("it has {count} columns where an entry has at least 4")]
    FewColumns {
        /// How many.
        count: usize,
    },
    /// Remarks that go on in another file.
    #[error("its remarks are cut off; the rest stands in SDN_COMMENTS.CSV")]
    RemarksCut,
}

impl Reason {
    /// What a field says is not understood.
    pub(super) fn not_understood(what: Field, text: &str) -> Self {
        Self::NotUnderstood { what: what.code().into(), text: text.trim().chars().take(60).collect() }
    }

    /// A code for each kind, by which pages look up what they say.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUnderstood { .. } => "not-understood",
            Self::Letters => "letters",
            Self::LongNames { .. } => "long-names",
            Self::TooMany { .. } => "too-many",
            Self::NothingToFind => "nothing-to-find",
            Self::Twice { .. } => "twice",
            Self::NoId => "no-id",
            Self::LongId { .. } => "long-id",
            Self::NoEntity { .. } => "no-entity",
            Self::FewColumns { .. } => "few-columns",
            Self::RemarksCut => "remarks-cut",
        }
    }
}

/// A field's code in words.
fn words(code: &str) -> String {
    code.replace('_', " ")
}

/// Why a file is no list that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoList {
    /// An archive without a file.
    #[error("the archive holds no file")]
    EmptyArchive,
    /// A damaged archive.
    #[error("the archive is damaged")]
    DamagedArchive,
    /// An archive of too many files.
    #[error("the archive holds more than 50 files")]
    LongArchive,
    /// A web page.
    #[error("it is a web page; save the file that the page offers")]
    WebPage,
    /// A PDF.
    #[error("it is a PDF; ask for the list as a table or as XML")]
    Pdf,
    /// Senzing's JSON.
    #[error("it is Senzing's JSON; export the entities instead")]
    Senzing,
    /// A file that only adds to `SDN.CSV`.
    #[error("it only adds to SDN.CSV, which must be given with it")]
    Companion,
    /// JSON of notices that is not whole.
    #[error("it is no sound JSON of notices, or is cut off")]
    Notices,
    /// A table of OpenSanctions without its columns.
    #[error(
        "it has not the columns \u{201c}id\u{201d}, \u{201c}schema\u{201d} and \u{201c}name\u{201d} of OpenSanctions"
    )]
    OpenSanctions,
    /// FollowTheMoney entities of which a line is too long.
    #[error("a line of these FollowTheMoney entities is too long")]
    LongLine,
    /// FollowTheMoney entities that end in the middle of a line.
    #[error("these FollowTheMoney entities end in the middle of a line")]
    CutEntities,
}

impl NoList {
    /// A code for each, by which pages look up what they say.
    pub fn code(self) -> &'static str {
        match self {
            Self::EmptyArchive => "empty-archive",
            Self::DamagedArchive => "damaged-archive",
            Self::LongArchive => "long-archive",
            Self::WebPage => "web-page",
            Self::Pdf => "pdf",
            Self::Senzing => "senzing",
            Self::Companion => "companion",
            Self::Notices => "notices",
            Self::OpenSanctions => "opensanctions",
            Self::LongLine => "long-line",
            Self::CutEntities => "cut-entities",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_report_is_read_again() {
        let reason = Reason::not_understood(Field::BirthDate, " spring of \u{201c}77\u{201d}");
        let lines = [
            ReportLine::NoOtherNames,
            ReportLine::Part { read: 20, of: 6_000 },
            ReportLine::Column { heading: "Arme".to_owned(), sample: vec!["couteau".to_owned()] },
            ReportLine::Entry(Problem { line: 7, reason, is_left_out: false }),
        ];
        for line in lines {
            assert_eq!(ReportLine::of_kept(&line.kept().expect("kept")), Some(line));
        }
        assert_eq!(ReportLine::of_kept("line 7: birth date is not understood"), None);
    }
}
