//! Alert lists as CSV.
//!
//! Columns, found by their heading, in any order, any but `id` missing or empty: `id`, `full_name`, `given_names`,
//! `surname`, `aliases` (parted by `|`), `birth_date` (`YYYY[-MM[-DD]]`), `sex` (`F`, `M`, `X`), `nationality` (ISO
//! 3166-1, two or three letters), `document_number`, `action` (`arrest`, `refuse`, `refer`, `inform-discreetly`,
//! `protect`, `seize-document`; `refer` where it is empty).
//!
//! A row that is wrong is left out and reported with its line; the rest is taken.

use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName, PartialDate, Sex, StateCode};
use serde::Deserialize;
use std::{collections::HashSet, io};
use thiserror::Error;

/// The most rows of one list.
const MOST_ALERTS: usize = 2_000_000;
/// The most characters of one name.
const MOST_NAME_CHARACTERS: usize = 200;
/// The most names of one alert.
const MOST_NAMES: usize = 50;
/// The most problems that are kept; the rest is counted.
const MOST_PROBLEMS: usize = 1_000;

/// What was read of a list.
#[derive(Debug)]
pub struct ReadList {
    /// The alerts, in the list's order.
    pub alerts: Vec<Alert>,
    /// What is wrong, by line; at most a thousand.
    pub problems: Vec<Problem>,
    /// How many rows were left out.
    pub left_out: usize,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct Problem {
    /// The line it begins on, from 1.
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
    /// It has no column `id`.
    #[error("the list has no column \u{201c}id\u{201d}; the first line must name the columns")]
    NoId,
    /// It is too long.
    #[error("the list has more than {MOST_ALERTS} rows")]
    TooLong,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    full_name: Option<String>,
    given_names: Option<String>,
    surname: Option<String>,
    aliases: Option<String>,
    birth_date: Option<String>,
    sex: Option<String>,
    nationality: Option<String>,
    document_number: Option<String>,
    action: Option<String>,
}

/// Reads a list from `reader`, row by row.
pub fn read_csv(reader: impl io::Read, list: ListName) -> Result<ReadList, ListError> {
    let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(reader);
    let headings = csv.byte_headers()?.clone();
    let mut headings: csv::StringRecord = headings.iter().map(|heading| String::from_utf8_lossy(heading)).collect();
    if let Some(first) = headings.get(0).and_then(|first| first.strip_prefix('\u{feff}')).map(str::to_owned) {
        headings = std::iter::once(first.as_str()).chain(headings.iter().skip(1)).collect();
    }
    if !headings.iter().any(|heading| heading == "id") {
        return Err(ListError::NoId);
    }
    let mut read = ReadList { alerts: Vec::new(), problems: Vec::new(), left_out: 0 };
    let mut seen = HashSet::new();
    let mut bytes = csv::ByteRecord::new();
    while csv.read_byte_record(&mut bytes)? {
        if read.alerts.len() + read.left_out >= MOST_ALERTS {
            return Err(ListError::TooLong);
        }
        let line = bytes.position().map_or(0, csv::Position::line);
        let alert = csv::StringRecord::from_byte_record(bytes.clone())
            .map_err(|_| "it is not UTF-8 text".to_owned())
            .and_then(|record| record.deserialize::<Row>(Some(&headings)).map_err(|_| "it has no id".to_owned()))
            .and_then(|row| alert(&row, &list))
            .and_then(|alert| {
                if seen.insert(alert.id.clone()) { Ok(alert) } else { Err(format!("the id {} stands twice", alert.id)) }
            });
        match alert {
            Ok(alert) => read.alerts.push(alert),
            Err(reason) => {
                read.left_out += 1;
                if read.problems.len() < MOST_PROBLEMS {
                    read.problems.push(Problem { line, reason });
                }
            }
        }
    }
    Ok(read)
}

fn alert(row: &Row, list: &ListName) -> Result<Alert, String> {
    let filled = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let id = AlertId::parse(&row.id).map_err(|error| error.to_string())?;
    let parted = [filled(&row.given_names), filled(&row.surname)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let mut names: Vec<String> = filled(&row.full_name).into_iter().collect();
    if !parted.is_empty() && !names.contains(&parted) {
        names.push(parted);
    }
    let aliases = filled(&row.aliases).unwrap_or_default();
    names.extend(aliases.split('|').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned));
    if names.len() > MOST_NAMES {
        return Err(format!("it has {} names; {MOST_NAMES} are the most", names.len()));
    }
    if names.iter().any(|name| name.chars().count() > MOST_NAME_CHARACTERS) {
        return Err(format!("a name has more than {MOST_NAME_CHARACTERS} characters"));
    }
    let document_number = filled(&row.document_number).map(|number| DocumentNumber::new(&number));
    let document_number = document_number.filter(|number| !number.is_empty());
    if names.is_empty() && document_number.is_none() {
        return Err("it has neither a name nor a document number".to_owned());
    }
    let birth_date = filled(&row.birth_date).unwrap_or_default();
    let birth_date: PartialDate =
        birth_date.parse().map_err(|error| format!("birth_date \u{201c}{birth_date}\u{201d}: {error}"))?;
    let sex = filled(&row.sex).map(|sex| sex.to_ascii_uppercase().parse::<Sex>().map_err(|error| error.to_string()));
    let nationality = filled(&row.nationality)
        .map(|code| StateCode::from_iso(&code).map_err(|error| format!("nationality \u{201c}{code}\u{201d}: {error}")));
    let action = filled(&row.action).map(|action| action.parse::<Action>().map_err(|error| error.to_string()));
    Ok(Alert {
        id,
        list: list.clone(),
        names,
        birth_date,
        sex: sex.transpose()?,
        nationality: nationality.transpose()?,
        document_number,
        action: action.transpose()?.unwrap_or(Action::Refer),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<ReadList, ListError> {
        read_csv(text, ListName::parse("national").expect("a name"))
    }

    #[test]
    fn a_row_with_only_some_columns_is_taken() {
        let list =
            read("id,surname,given_names,aliases\nA-1,Keïta,Fanta,Fanta K.|La Grande\n".as_bytes()).expect("a list");
        assert_eq!(list.problems, []);
        assert_eq!(list.alerts[0].names, ["Fanta Keïta", "Fanta K.", "La Grande"]);
        assert_eq!(list.alerts[0].action, Action::Refer);
    }

    #[test]
    fn wrong_rows_are_left_out_and_named_by_line() {
        let text = b"\xef\xbb\xbfid,full_name,birth_date,action\nA-1,Fanta,1980-13,\nA-2,,,\nA-3,Fanta,,jail\nA-4,Fanta,1980,arrest\nA-4,Fanta,,\n\xff,Fanta,,\n,Fanta,,\n";
        let list = read(text).expect("a list");
        let lines: Vec<u64> = list.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3, 4, 6, 7, 8]);
        assert_eq!((list.alerts.len(), list.left_out), (1, 6));
        assert!(list.problems[3].reason.contains("stands twice"));
    }

    #[test]
    fn a_list_without_ids_is_refused() {
        assert!(matches!(read(b"name\nFanta\n"), Err(ListError::NoId)));
        assert!(matches!(read(b""), Err(ListError::NoId)));
    }

    #[test]
    fn monstrous_names_and_name_floods_are_left_out() {
        let long = format!("id,full_name,aliases\nA-1,{},\nA-2,Fanta,{}\n", "A".repeat(10_000), "B|".repeat(100_000));
        let list = read(long.as_bytes()).expect("a list");
        assert_eq!((list.alerts.len(), list.left_out), (0, 2));
    }
}
