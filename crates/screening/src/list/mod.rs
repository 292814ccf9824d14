//! Alert lists as they come: read piece by piece, checked, and told what is wrong with them.
//!
//! A field that is not understood weakens an alert and never removes it: the alert holds without it, and the report says
//! so. An entry by which nobody could be found is left out and reported with its line; a file that is broken (cut off,
//! not what it says it is, too large) is refused as a whole. What is not about a person or a number (companies, ships) is counted and
//! passed over.

mod difference;
mod eu;
mod files;
mod ftm;
mod gathered;
mod notices;
mod ofac;
mod ofac_advanced;
mod opensanctions;
mod reason;
mod said;
mod table;
mod taking;
mod uk;
mod un;
mod xml;

pub use difference::{Difference, difference};
pub use files::ListFile;
pub use reason::{NoList, Problem, Reason, ReportLine};

use limen_domain::{Alert, ListName};
use limen_tables::{Answers, Column, TableError};
use std::io;
use taking::{Entry, Read, Taking};
use thiserror::Error;

/// Maximum number of entries of one list.
pub const MOST_ALERTS: usize = 20_000_000;
/// Maximum number of characters of one name; a longer one is left out.
const MOST_NAME_CHARACTERS: usize = 200;
/// Maximum number of names of one alert; the first ones are kept.
const MOST_NAMES: usize = 500;
/// Maximum number of other values of one kind of one alert; the first ones are kept.
const MOST_VALUES: usize = 500;
/// Maximum number of documents of one alert: a stolen batch is one.
const MOST_DOCUMENTS: usize = 10_000;
/// Maximum number of problems that are kept; the rest is counted.
const MOST_PROBLEMS: usize = 1_000;
/// Maximum bytes of one line of a list.
const MOST_LINE_BYTES: u64 = 4_000_000;

/// The forms in which lists come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table of persons, documents or vehicles, CSV or a workbook; docs/alert-lists.md has its columns.
    Table,
    /// The consolidated list of the United Nations Security Council (XML).
    Un,
    /// OFAC's list of specially designated nationals, XML.
    OfacXml,
    /// The same as `SDN.CSV`, which has no headings.
    OfacCsv,
    /// The rest of long remarks of `SDN.CSV`: `SDN_COMMENTS.CSV`.
    OfacComments,
    /// The same list in its advanced form, XML.
    OfacAdvanced,
    /// The European Union's consolidated list, XML.
    EuXml,
    /// The same as CSV.
    EuCsv,
    /// The UK Sanctions List, XML.
    UkXml,
    /// The same as CSV, or OFSI's consolidated list.
    UkCsv,
    /// Notices of INTERPOL's public web service, JSON.
    Notices,
    /// `ALT.CSV`, the other names of the persons in `SDN.CSV`.
    OfacOtherNames,
    /// `ADD.CSV`, their addresses, of which Limen has no use.
    OfacAddresses,
    /// OpenSanctions' `targets.simple.csv`.
    OpenSanctions,
    /// FollowTheMoney entities, one JSON object a line.
    Ftm,
}

impl Format {
    /// The format that the beginning of a file looks like.
    pub fn detect(beginning: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&beginning[..beginning.len().min(4_096)]);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let first = text.lines().next().unwrap_or_default();
        let mut csv = csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(first.as_bytes());
        let headings = csv.records().next().and_then(Result::ok).unwrap_or_default();
        let is_number = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit());
        let has = |heading: &str| headings.iter().any(|known| known == heading);
        let is_json = text.starts_with(['{', '[']);
        let root = xml::root_of(text);
        match text {
            _ if is_json && (text.contains("\"entity_id\"") || text.contains("\"notices\"")) => Self::Notices,
            _ if is_json => Self::Ftm,
            _ if root == "CONSOLIDATED_LIST" => Self::Un,
            _ if root == "Sanctions" => Self::OfacAdvanced,
            _ if root == "export" => Self::EuXml,
            _ if root == "Designations" => Self::UkXml,
            _ if text.starts_with('<') => Self::OfacXml,
            _ if text.starts_with("fileGenerationDate;") => Self::EuCsv,
            _ if text.lines().take(3).any(|line| ["Name 1", "Name 6"].iter().all(|name| names_column(line, name))) => {
                Self::UkCsv
            }
            _ if has("schema") && has("birth_date") && has("id") => Self::OpenSanctions,
            _ if headings.len() == 12 && is_number(&headings[0]) => Self::OfacCsv,
            _ if headings.len() == 2 && is_number(&headings[0]) && headings[1].contains("; ") => Self::OfacComments,
            _ if (5..=6).contains(&headings.len()) && is_number(&headings[0]) && is_number(&headings[1]) => {
                if ["aka", "fka", "nka"].contains(&&headings[2]) { Self::OfacOtherNames } else { Self::OfacAddresses }
            }
            _ => Self::Table,
        }
    }

    /// Whether a file of this format only adds to another.
    fn is_companion(self) -> bool {
        matches!(self, Self::OfacOtherNames | Self::OfacAddresses | Self::OfacComments)
    }
}

/// Whether a line of CSV has a field of this text alone.
fn names_column(line: &str, name: &str) -> bool {
    line.split([',', ';', '\t']).any(|field| field.trim().trim_matches('"').trim() == name)
}

/// What became of reading a list.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many alerts were taken.
    pub taken: usize,
    /// How many entries were passed over because they are about no person and no number.
    pub passed_over: usize,
    /// How many entries were left out because nobody could be found by them.
    pub left_out: usize,
    /// How many of the alerts taken hold without something that the list says of them.
    pub weakened: usize,
    /// What is wrong, by line; at most a thousand.
    pub problems: Vec<Problem>,
    /// The version or the date that the list states of itself.
    pub version: Option<String>,
    /// The columns of a table that are not understood, and under which something stands.
    pub unknown: Vec<Column>,
    /// What is to be known of the list as a whole.
    pub notes: Vec<ReportLine>,
}

impl Report {
    /// What is to be known of the list: of the whole, of its columns, of its entries.
    pub fn lines(&self) -> impl Iterator<Item = ReportLine> {
        let column =
            |column: &Column| ReportLine::Column { heading: column.heading.clone(), sample: column.sample.clone() };
        let notes = self.notes.iter().cloned();
        notes.chain(self.unknown.iter().map(column)).chain(self.problems.iter().cloned().map(ReportLine::Entry))
    }
}

/// Why nothing of a list could be taken.
#[derive(Debug, Error)]
pub enum ListError {
    /// It can't be read as a table.
    #[error(transparent)]
    Table(#[from] TableError),
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
    #[error("this is no list that can be taken: {0}")]
    Other(#[from] NoList),
    /// No column holds names or numbers.
    #[error("no column holds names or numbers of documents or plates; its columns are: {}", .0.join(" | "))]
    NothingToFind(Vec<String>),
    /// It is too long.
    #[error("the list has more than {MOST_ALERTS} entries")]
    TooLong,
}

impl ListError {
    /// The name of the message by which pages say it.
    pub fn message(&self) -> String {
        match self {
            Self::Table(error) => format!("table-error-{}", error.code()),
            Self::Xml { .. } => "list-error-xml".to_owned(),
            Self::Read(_) => "table-error-read".to_owned(),
            Self::Other(why) => format!("no-list-{}", why.code()),
            Self::NothingToFind(_) => "list-error-nothing-to-find".to_owned(),
            Self::TooLong => "list-error-too-long".to_owned(),
        }
    }

    /// The columns that the file has, where it has none that are needed.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Self::NothingToFind(headings) => headings.clone(),
            Self::Table(TableError::NoHeadings(columns)) => {
                columns.iter().map(|column| column.heading.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The line on which it goes wrong, where that is known.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Xml { line, .. } => Some(*line),
            _ => None,
        }
    }
}

/// Reads a list, handing each alert to `take` as it is read. It may be several files that belong together, or an archive
/// of them. `format`: as each file looks where it is `None`. `answers` say what headings mean that are not known.
///
/// # Errors
/// The file can't be read, or is not of this format; alerts handed over before stand. An entry that can't be taken is
/// no error: the report says so.
pub fn read(
    files: Vec<ListFile<'_>>,
    format: Option<Format>,
    list: &ListName,
    answers: &Answers,
    take: impl FnMut(Alert),
) -> Result<Report, ListError> {
    let mut taking = Taking::new(list, take);
    let (companions, lists): (Vec<_>, Vec<_>) =
        files::opened(files, format)?.into_iter().partition(|(format, _)| format.is_companion());
    let mut beside = ofac::Beside::default();
    for (format, file) in companions {
        beside.take(format, file)?;
    }
    if lists.is_empty() {
        return Err(NoList::Companion.into());
    }
    for (format, reader) in lists {
        read_one(reader, format, answers, &beside, &mut taking)?;
    }
    Ok(taking.report)
}

/// The columns of a table among the files about which somebody must be asked before it can be read. Formats that are known
/// have none.
pub fn columns_to_ask(file: ListFile<'_>, answers: &Answers) -> Vec<Column> {
    let tables = files::opened(vec![file], None).unwrap_or_default();
    let tables = tables.into_iter().filter(|(format, _)| *format == Format::Table);
    tables.flat_map(|(_, table)| table::columns_to_ask(table, answers)).collect()
}

fn read_one<F: FnMut(Alert)>(
    reader: ListFile<'_>,
    format: Format,
    answers: &Answers,
    beside: &ofac::Beside,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    match format {
        Format::Table => table::read(reader, answers, taking),
        Format::Un => un::read(reader, taking),
        Format::OfacXml => ofac::read_xml(reader, taking),
        Format::OfacCsv => ofac::read_csv(reader, beside, taking),
        Format::OfacAdvanced => ofac_advanced::read(reader, taking),
        Format::EuXml => eu::read_xml(reader, taking),
        Format::EuCsv => eu::read_csv(reader, taking),
        Format::UkXml => uk::read_xml(reader, taking),
        Format::UkCsv => uk::read_csv(reader, taking),
        Format::Notices => notices::read(reader, taking),
        Format::OpenSanctions => opensanctions::read(reader, taking),
        Format::Ftm => ftm::read(reader, taking),
        Format::OfacOtherNames | Format::OfacAddresses | Format::OfacComments => Ok(()),
    }
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
pub fn read_all(
    reader: impl io::BufRead + Send,
    format: Option<Format>,
    list: &ListName,
) -> Result<ReadList, ListError> {
    let mut alerts = Vec::new();
    let report = read(vec![Box::new(reader)], format, list, &Answers::default(), |alert| alerts.push(alert))?;
    Ok(ReadList { alerts, report })
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::Action;

    fn read(text: &[u8]) -> Result<ReadList, ListError> {
        read_all(text, None, &ListName::parse("national").expect("a name"))
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
    fn a_field_that_is_not_understood_weakens_an_alert_and_never_removes_it() {
        let text = "id,full_name,birth_date,sex,nationality,valid_until,action\n\
                    A-1,Fanta,17/35/1988,,,,arrest\n\
                    A-2,Awa,,,Atlantis,,\n\
                    A-3,Sira,,,,demain,\n\
                    A-4,Kadi,,,,,prison\n\
                    A-5,Rama,17/05/1988,Féminin,Guinée,,refuse\n";
        let list = read(text.as_bytes()).expect("a list");
        assert_eq!((list.alerts.len(), list.report.left_out, list.report.weakened), (5, 0, 4));
        assert_eq!(list.alerts[0].action, Action::Arrest);
        assert_eq!((list.alerts[3].action, list.alerts[3].instruction.as_deref()), (Action::Refer, Some("prison")));
        assert_eq!(list.alerts[4].birth_dates[0].to_string(), "1988-05-17");
        assert_eq!(
            list.report.problems[0].to_string(),
            "line 2: birth date “17/35/1988” is not understood; the alert holds without it"
        );
    }

    #[test]
    fn entries_by_which_nobody_could_be_found_are_left_out_and_named_by_line() {
        let text = b"\xef\xbb\xbfid,full_name,birth_date,action\nA-2,,1980,\nA-4,Fanta,1980,arrest\nA-4,Fanta,,\n";
        let list = read(text).expect("a list");
        let lines: Vec<u64> = list.report.problems.iter().map(|problem| problem.line).collect();
        assert_eq!((lines, list.alerts.len(), list.report.left_out), (vec![2, 4], 1, 2));
        assert_eq!(list.report.problems[1].reason.code(), "twice");
    }

    #[test]
    fn a_list_without_identifiers_is_given_some_that_stay_as_long_as_the_rows() {
        let first = read("Nom;Né(e) le\nFanta Keïta;1980\nAwa Sow;1990\n".as_bytes()).expect("a list").alerts;
        let second = read("Nom;Né(e) le\nSira Ba;1970\nAwa Sow;1990\n".as_bytes()).expect("a list").alerts;
        assert_eq!(first[1].id, second[1].id);
        assert_ne!(first[0].id, second[0].id);
    }

    #[test]
    fn a_file_in_which_nobody_could_be_found_is_refused() {
        assert!(matches!(read(b"flavour\nsweet\n"), Err(ListError::Table(TableError::NoHeadings(_)))));
        assert!(matches!(read(b"id,nationality\n1,GIN\n"), Err(ListError::NothingToFind(_))));
        assert!(matches!(read(b""), Err(ListError::Table(TableError::Empty))));
    }

    #[test]
    fn monstrous_names_and_name_floods_are_cut_and_the_person_stays_on_the_list() {
        let flood: String = (0..10_000).map(|number| format!("Benali B{number}|")).collect();
        let long = format!("id,full_name,aliases\nA-1,{},Fanta\nA-2,Fanta,{flood}\n", "A".repeat(10_000));
        let list = read(long.as_bytes()).expect("a list");
        assert_eq!((list.alerts.len(), list.report.weakened), (2, 2));
        assert_eq!((list.alerts[0].names.len(), list.alerts[1].names.len()), (1, MOST_NAMES));
    }
}
