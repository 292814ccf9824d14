//! Alert lists as they come: read piece by piece, checked, and told what is wrong with them.
//!
//! An entry that is wrong is left out and reported with its line; a file that is broken (cut off, not what it says it
//! is, too large) is refused as a whole. What is not about a person or a number (companies, ships) is counted and
//! passed over.

mod countries;
mod csv_list;
mod difference;
mod documents;
mod ftm;
mod ofac;
mod opensanctions;
mod said;
mod un;
mod xml;

pub use difference::{Difference, difference};

use limen_domain::{Alert, AlertId, ListName};
use std::{collections::HashSet, io};
use thiserror::Error;

/// Maximum number of entries of one list.
pub const MOST_ALERTS: usize = 20_000_000;
/// Maximum number of characters of one name.
const MOST_NAME_CHARACTERS: usize = 200;
/// Maximum number of names of one alert.
const MOST_NAMES: usize = 500;
/// Maximum number of problems that are kept; the rest is counted.
const MOST_PROBLEMS: usize = 1_000;
/// Maximum bytes of one line of a list.
const MOST_LINE_BYTES: u64 = 4_000_000;

/// The forms in which lists come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Limen's own CSV; docs/alert-lists.md has its columns.
    Csv,
    /// The consolidated list of the United Nations Security Council (XML).
    Un,
    /// OFAC's list of specially designated nationals, XML.
    OfacXml,
    /// The same as `SDN.CSV`, which has no headings.
    OfacCsv,
    /// OpenSanctions' `targets.simple.csv`.
    OpenSanctions,
    /// FollowTheMoney entities, one JSON object a line.
    Ftm,
    /// Stolen and lost documents: a CSV of numbers.
    Documents,
}

impl Format {
    /// The format that the beginning of a file looks like.
    pub fn detect(beginning: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&beginning[..beginning.len().min(4_096)]);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let first = text.lines().next().unwrap_or_default();
        let mut csv = csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(first.as_bytes());
        let headings = csv.records().next().and_then(Result::ok).unwrap_or_default();
        let has = |heading: &str| headings.iter().any(|known| known == heading);
        match text {
            _ if text.starts_with('{') => Self::Ftm,
            _ if text.contains("<CONSOLIDATED_LIST") => Self::Un,
            _ if text.starts_with('<') => Self::OfacXml,
            _ if has("schema") && has("birth_date") && has("id") => Self::OpenSanctions,
            _ if has("id")
                && (has("full_name") || has("surname") || has("given_names") || has("aliases") || has("action")) =>
            {
                Self::Csv
            }
            _ if has("number") || has("document_number") && !has("id") => Self::Documents,
            _ if headings.len() == 12 && headings[0].bytes().all(|byte| byte.is_ascii_digit()) => Self::OfacCsv,
            _ => Self::Csv,
        }
    }
}

/// What became of reading a list.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many alerts were taken.
    pub taken: usize,
    /// How many entries were passed over because they are about no person and no number.
    pub passed_over: usize,
    /// How many entries were left out because something is wrong with them.
    pub left_out: usize,
    /// What is wrong, by line; at most a thousand.
    pub problems: Vec<Problem>,
    /// The version or the date that the list states of itself.
    pub version: Option<String>,
}

/// Something wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct Problem {
    /// The line on which the entry begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// Why nothing of a list could be taken.
#[derive(Debug, Error)]
pub enum ListError {
    /// It can't be read as CSV at all.
    #[error("the list can't be read as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// It is no sound XML, or is cut off.
    #[error("line {line}: the list can't be read as XML: {reason}")]
    Xml {
        /// Where it goes wrong.
        line: u64,
        /// How.
        reason: String,
    },
    /// It can't be read at all.
    #[error("the list can't be read: {0}")]
    Read(#[from] io::Error),
    /// It is not what it was said to be.
    #[error("this is no {0}: {1}")]
    Other(&'static str, &'static str),
    /// It has no column `id`.
    #[error("the list has no column \u{201c}id\u{201d}; the first line must name the columns")]
    NoId,
    /// It is too long.
    #[error("the list has more than {MOST_ALERTS} entries")]
    TooLong,
}

impl ListError {
    /// A code for each kind, by which pages look up what they say.
    pub const CODES: [&str; 6] = ["csv", "xml", "read", "other", "no-id", "too-long"];

    /// Its code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::Xml { .. } => "xml",
            Self::Read(_) => "read",
            Self::Other(..) => "other",
            Self::NoId => "no-id",
            Self::TooLong => "too-long",
        }
    }

    /// The line on which it goes wrong, where that is known.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Csv(error) => error.position().map(csv::Position::line),
            Self::Xml { line, .. } => Some(*line),
            _ => None,
        }
    }
}

/// Reads a list, handing each alert to `take` as it is read.
///
/// # Errors
/// The file can't be read, or is not of this format; alerts handed over before stand. An entry that can't be taken is
/// no error: the report says so.
pub fn read(
    reader: impl io::BufRead,
    format: Format,
    list: &ListName,
    take: impl FnMut(Alert),
) -> Result<Report, ListError> {
    let mut taking = Taking { list, take, report: Report::default(), seen: HashSet::new() };
    match format {
        Format::Csv => csv_list::read(reader, &mut taking)?,
        Format::Un => un::read(reader, &mut taking)?,
        Format::OfacXml => ofac::read_xml(reader, &mut taking)?,
        Format::OfacCsv => ofac::read_csv(reader, &mut taking)?,
        Format::OpenSanctions => opensanctions::read(reader, &mut taking)?,
        Format::Ftm => ftm::read(reader, &mut taking)?,
        Format::Documents => documents::read(reader, &mut taking)?,
    }
    Ok(taking.report)
}

/// A list read as a whole.
#[derive(Debug, Default)]
pub struct ReadList {
    /// The alerts, in the list's order.
    pub alerts: Vec<Alert>,
    /// What became of the reading.
    pub report: Report,
}

/// Reads a list into memory.
///
/// # Errors
/// The file can't be read, or is not of this format.
pub fn read_all(reader: impl io::BufRead, format: Format, list: &ListName) -> Result<ReadList, ListError> {
    let mut alerts = Vec::new();
    let report = read(reader, format, list, |alert| alerts.push(alert))?;
    Ok(ReadList { alerts, report })
}

/// What came of one entry of a list.
enum Entry {
    Alert(Box<Alert>),
    /// It is about no person and no number.
    PassedOver,
}

/// What all formats share: limits, identifiers once only, problems noted.
struct Taking<'a, F> {
    list: &'a ListName,
    take: F,
    report: Report,
    seen: HashSet<AlertId>,
}

impl<F: FnMut(Alert)> Taking<'_, F> {
    fn entry(&mut self, line: u64, entry: Result<Entry, String>) -> Result<(), ListError> {
        let Report { taken, passed_over, left_out, .. } = &self.report;
        if taken + passed_over + left_out >= MOST_ALERTS {
            return Err(ListError::TooLong);
        }
        match entry.and_then(|entry| self.checked(entry)) {
            Ok(Some(alert)) => {
                self.report.taken += 1;
                (self.take)(alert);
            }
            Ok(None) => self.report.passed_over += 1,
            Err(reason) => {
                self.report.left_out += 1;
                if self.report.problems.len() < MOST_PROBLEMS {
                    self.report.problems.push(Problem { line, reason });
                }
            }
        }
        Ok(())
    }

    fn checked(&mut self, entry: Entry) -> Result<Option<Alert>, String> {
        let Entry::Alert(mut alert) = entry else { return Ok(None) };
        let mut kept: Vec<String> = Vec::new();
        for name in std::mem::take(&mut alert.names) {
            let name = name.trim();
            if !name.is_empty() && !kept.iter().any(|known| known == name) {
                kept.push(name.to_owned());
            }
            if kept.len() > MOST_NAMES {
                return Err(format!("it has more than {MOST_NAMES} names"));
            }
        }
        if kept.iter().any(|name| name.chars().count() > MOST_NAME_CHARACTERS) {
            return Err(format!("a name has more than {MOST_NAME_CHARACTERS} characters"));
        }
        alert.names = kept;
        alert.document_numbers.retain(|number| !number.is_empty());
        if !alert.can_be_found() {
            return Err("it has neither a name nor a document number".to_owned());
        }
        if !self.seen.insert(alert.id.clone()) {
            return Err(format!("the id {} stands twice", alert.id));
        }
        Ok(Some(*alert))
    }
}

/// A CSV reader whose headings are plain text, with the byte order mark of some programs left out.
fn csv_with_headings<R: io::Read>(reader: R) -> Result<(csv::Reader<R>, csv::StringRecord), ListError> {
    let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(reader);
    let headings = csv.byte_headers()?.clone();
    let headings = headings
        .iter()
        .map(|heading| String::from_utf8_lossy(heading).trim_start_matches('\u{feff}').trim_matches('"').to_owned());
    let headings = headings.collect::<Vec<_>>().into();
    Ok((csv, headings))
}

/// Hands each row of a CSV to `alert`, with its line.
fn each_row<R: io::Read, T: serde::de::DeserializeOwned, F: FnMut(Alert)>(
    mut csv: csv::Reader<R>,
    headings: Option<&csv::StringRecord>,
    taking: &mut Taking<'_, F>,
    alert: impl Fn(T, &ListName) -> Result<Entry, String>,
) -> Result<(), ListError> {
    let mut bytes = csv::ByteRecord::new();
    while csv.read_byte_record(&mut bytes)? {
        let line = bytes.position().map_or(0, csv::Position::line);
        let entry = csv::StringRecord::from_byte_record(bytes.clone())
            .map_err(|_| "it is not UTF-8 text".to_owned())
            .and_then(|record| record.deserialize::<T>(headings).map_err(|_| "it has no id".to_owned()))
            .and_then(|row| alert(row, taking.list));
        taking.entry(line, entry)?;
    }
    Ok(())
}

/// A value of a row, where it is not empty.
fn filled(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::Action;

    fn read(text: &[u8]) -> Result<ReadList, ListError> {
        read_all(text, Format::detect(text), &ListName::parse("national").expect("a name"))
    }

    #[test]
    fn a_row_with_only_some_columns_is_taken() {
        let list =
            read("id,surname,given_names,aliases\nA-1,Keïta,Fanta,Fanta K.|La Grande\n".as_bytes()).expect("a list");
        assert_eq!(list.report.problems, []);
        assert_eq!(list.alerts[0].names, ["Fanta Keïta", "Fanta K.", "La Grande"]);
        assert_eq!(list.alerts[0].action, Action::Refer);
    }

    #[test]
    fn wrong_rows_are_left_out_and_named_by_line() {
        let text = b"\xef\xbb\xbfid,full_name,birth_date,action\nA-1,Fanta,1980-13,\nA-2,,,\nA-3,Fanta,,jail\nA-4,Fanta,1980,arrest\nA-4,Fanta,,\n\xff,Fanta,,\n,Fanta,,\n";
        let list = read(text).expect("a list");
        let lines: Vec<u64> = list.report.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3, 4, 6, 7, 8]);
        assert_eq!((list.alerts.len(), list.report.left_out), (1, 6));
        assert!(list.report.problems[3].reason.contains("stands twice"));
    }

    #[test]
    fn a_list_without_ids_is_refused() {
        assert!(matches!(read(b"name\nFanta\n"), Err(ListError::NoId)));
        assert!(matches!(read(b""), Err(ListError::NoId)));
    }

    #[test]
    fn monstrous_names_and_name_floods_are_left_out() {
        let flood: String = (0..100_000).map(|number| format!("B{number}|")).collect();
        let long = format!("id,full_name,aliases\nA-1,{},\nA-2,Fanta,{flood}\n", "A".repeat(10_000));
        let list = read(long.as_bytes()).expect("a list");
        assert_eq!((list.alerts.len(), list.report.left_out), (0, 2));
    }
}
