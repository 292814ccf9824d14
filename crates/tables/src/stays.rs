//! A history of stays: a table with the days of entry and exit of one traveller.

use crate::{
    field::Field,
    heading::Answers,
    table::{Table, TableError},
    values,
};
use jiff::civil::Date;
use limen_domain::{History, HistoryError, PartialDate, PermitDays, Stay};
use std::io::Read;
use thiserror::Error;

/// Why a history can't be taken.
#[derive(Debug, Error)]
pub enum StaysError {
    /// It is no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// No column holds days of entry.
    #[error("it has no column \u{201c}entry\u{201d}")]
    NoEntry,
    /// A field is no day.
    #[error("line {line}: \u{201c}{text}\u{201d} is no date; write YYYY-MM-DD")]
    NoDay {
        /// The line.
        line: u64,
        /// What stands there, cut to 40 characters.
        text: String,
    },
    /// A visa or permit of which the last day is missing.
    #[error("line {line}: the last day of the visa or permit is missing (column \u{201c}permit_until\u{201d})")]
    NoPermitEnd {
        /// The line.
        line: u64,
    },
    /// The stays contradict each other.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// Reads a history; the last exit may be empty. Where a stay was one of a visa or a permit, a column says to which day, and
/// another from which, if not from the entry.
///
/// # Errors
/// It is no table of stays, or a stay in it can't be.
pub fn read_stays(file: impl Read + Send) -> Result<History, StaysError> {
    let table = Table::open(file, &Answers::default())?;
    let columns = &table.columns;
    if !columns.has(Field::Entry) {
        return Err(StaysError::NoEntry);
    }
    let mut stays = Vec::new();
    for row in table.rows {
        let row = row?;
        let day = |text: &str| -> Result<Date, StaysError> {
            match values::day(text, columns.days) {
                Some(PartialDate::Full(day)) => Ok(day),
                _ => Err(StaysError::NoDay { line: row.line, text: text.chars().take(40).collect() }),
            }
        };
        let day_in =
            |field| Some(columns.get(&row, field)).filter(|text| !values::is_unknown(text)).map(day).transpose();
        let entry = day(columns.get(&row, Field::Entry))?;
        let permit = match (day_in(Field::PermitFrom)?, day_in(Field::PermitUntil)?) {
            (first, Some(last)) => Some(PermitDays { first: first.unwrap_or(entry), last }),
            (Some(_), None) => return Err(StaysError::NoPermitEnd { line: row.line }),
            (None, None) => None,
        };
        stays.push(Stay { entry, exit: day_in(Field::Exit)?, permit });
    }
    Ok(History::new(stays)?)
}
