//! Records of visas and permits that were issued elsewhere, as an e-visa system sends them: CSV or JSON with the same
//! fields, `number, kind, surname, given_names, birth_date, nationality, issuer, document_number, from, to, entries,
//! days, conditions, status`.
//!
//! `kind` is `visa` (when empty) or `permit`; `issuer` and `document_number` name the document it belongs to; `from` and
//! `to` are `YYYY-MM-DD`; `entries` is a number or `several`; `days` may be empty; `status` is `valid` (when empty) or
//! `revoked`. A file is taken whole, or refused with everything that is wrong with it.

use crate::{
    AccountId, DocumentKey, DocumentNumber, ListProblem, Name, PartialDate, StateCode, Visa, VisaKind, VisaNumber,
};
use jiff::Timestamp;
use serde::Deserialize;
use std::{collections::BTreeMap, num::NonZeroU16};

/// Maximum number of records of one file.
const MOST_RECORDS: usize = 50_000;
/// The longest text of a record, in characters.
const LONGEST_TEXT: usize = 200;

/// A visa or permit as it is written: in a file, or in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the fields are those of the file, said above")]
pub struct WrittenVisa {
    pub number: String,
    pub kind: String,
    pub surname: String,
    pub given_names: String,
    pub birth_date: String,
    pub nationality: String,
    pub issuer: String,
    pub document_number: String,
    pub from: String,
    pub to: String,
    pub entries: String,
    pub days: String,
    pub conditions: String,
    pub status: String,
}

/// What is wrong with a field of a written visa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VisaFault {
    /// It must be filled.
    #[error("it is empty")]
    Missing,
    /// It is too long, or holds characters that no sticker has.
    #[error("it has at most {LONGEST_TEXT} characters, none of them a control character")]
    Text,
    /// It is no code of a state.
    #[error("it is no code of a state")]
    State,
    /// It is no day.
    #[error("it is no day; write YYYY-MM-DD")]
    Day,
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Order,
    /// It is no number, where one is asked for.
    #[error("it is a number from 1 on; entries may be several")]
    Number,
    /// It is none of the words that it may be.
    #[error("it is none of the words that may stand here")]
    Code,
}

impl VisaFault {
    /// The code, as it stands in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Text => "text",
            Self::State => "state",
            Self::Day => "day",
            Self::Order => "order",
            Self::Number => "number",
            Self::Code => "code",
        }
    }
}

/// A visa that was issued elsewhere, and whether it was revoked there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedVisa {
    /// The visa.
    pub visa: Visa,
    /// Whether it is good no more.
    pub is_revoked: bool,
}

impl WrittenVisa {
    /// The visa that is written, taken in by `by` at `at`; or the field that is wrong.
    ///
    /// # Errors
    /// The field that can't be read, and what is wrong with it.
    pub fn read(&self, by: Option<&AccountId>, at: Timestamp) -> Result<ListedVisa, (&'static str, VisaFault)> {
        let texts = [("surname", &self.surname), ("given_names", &self.given_names), ("conditions", &self.conditions)];
        let is_long = |text: &str| text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control);
        if let Some((field, _)) = texts.iter().find(|(_, text)| is_long(text)) {
            return Err((field, VisaFault::Text));
        }
        if self.surname.trim().is_empty() {
            return Err(("surname", VisaFault::Missing));
        }
        let number = VisaNumber::parse(self.number.trim()).map_err(|_| ("number", VisaFault::Text))?;
        let state = |field: &'static str, text: &str| match text.trim() {
            "" => Ok(None),
            text => match StateCode::from_iso(text) {
                Ok(code) if code.is_known() => Ok(Some(code)),
                _ => Err((field, VisaFault::State)),
            },
        };
        let day = |field: &'static str, text: &str| text.trim().parse().map_err(|_| (field, VisaFault::Day));
        let document =
            DocumentKey { issuer: state("issuer", &self.issuer)?, number: DocumentNumber::new(&self.document_number) };
        if document.number.is_empty() {
            return Err(("document_number", VisaFault::Missing));
        }
        let (from, to) = (day("from", &self.from)?, day("to", &self.to)?);
        if to < from {
            return Err(("to", VisaFault::Order));
        }
        let days = match self.days.trim() {
            "" => None,
            days => Some(days.parse::<NonZeroU16>().map_err(|_| ("days", VisaFault::Number))?),
        };
        let kind = match self.kind.trim() {
            "" => VisaKind::Visa,
            kind => kind.parse().map_err(|_| ("kind", VisaFault::Code))?,
        };
        let is_revoked = match self.status.trim() {
            "" | "valid" => false,
            "revoked" => true,
            _ => return Err(("status", VisaFault::Code)),
        };
        let birth_date = match self.birth_date.trim() {
            "" => PartialDate::Unknown,
            date => date.parse().map_err(|_| ("birth_date", VisaFault::Day))?,
        };
        let holder = Name {
            primary: self.surname.trim().to_owned(),
            secondary: self.given_names.trim().to_owned(),
            truncated: false,
        };
        let visa = Visa {
            number,
            kind,
            holder,
            birth_date,
            nationality: state("nationality", &self.nationality)?,
            document,
            from,
            to,
            entries: self.entries.parse().map_err(|_| ("entries", VisaFault::Number))?,
            days,
            conditions: self.conditions.trim().to_owned(),
            fee_receipt: String::new(),
            post: None,
            officer: by.cloned(),
            at,
        };
        Ok(ListedVisa { visa, is_revoked })
    }
}

/// Reads records as JSON where they begin as an array does, and as CSV otherwise.
///
/// # Errors
/// Everything that is wrong, record by record; nothing is taken then.
pub fn visas_from(bytes: &[u8], by: Option<&AccountId>, at: Timestamp) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
    let is_json = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    if is_json { visas_from_json(bytes, by, at) } else { visas_from_csv(bytes, by, at) }
}

/// Reads records as CSV, their columns' names in the first line.
///
/// # Errors
/// Everything that is wrong, line by line; nothing is taken then.
pub fn visas_from_csv(csv: &[u8], by: Option<&AccountId>, at: Timestamp) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv);
    let records = reader.deserialize::<WrittenVisa>().take(MOST_RECORDS + 1).enumerate().map(|(at, record)| {
        let record = record.map_err(|error| match error.kind() {
            csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
            _ => "this is not a line of CSV in UTF-8 with as many fields as columns".to_owned(),
        });
        (at as u64 + 2, record)
    });
    whole(records, by, at)
}

/// Reads records as JSON: an array of objects, every value a text.
///
/// # Errors
/// Everything that is wrong, record by record; nothing is taken then.
pub fn visas_from_json(
    json: &[u8],
    by: Option<&AccountId>,
    at: Timestamp,
) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
    let lines: Vec<WrittenVisa> = serde_json::from_slice(json)
        .map_err(|error| vec![ListProblem { line: error.line() as u64, what: error.to_string() }])?;
    whole((1..).zip(lines.into_iter().map(Ok)), by, at)
}

fn whole(
    lines: impl Iterator<Item = (u64, Result<WrittenVisa, String>)>,
    by: Option<&AccountId>,
    at: Timestamp,
) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
    let (mut visas, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (line, record) in lines {
        if visas.len() == MOST_RECORDS {
            problems.push(ListProblem { line, what: format!("a file has at most {MOST_RECORDS} records") });
            break;
        }
        match record.and_then(|record| record.read(by, at).map_err(|(field, fault)| format!("{field}: {fault}"))) {
            Ok(listed) => {
                if let Some(first) = seen.insert(listed.visa.number.clone(), line) {
                    problems.push(ListProblem { line, what: format!("its number stands on line {first} already") });
                }
                visas.push(listed);
            }
            Err(what) => problems.push(ListProblem { line, what }),
        }
    }
    if visas.is_empty() && problems.is_empty() {
        problems.push(ListProblem { line: 0, what: "there is no record in it".into() });
    }
    if problems.is_empty() { Ok(visas) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "number,surname,given_names,nationality,issuer,document_number,from,to,entries,days,status\n";

    fn csv(lines: &str) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
        visas_from_csv(format!("{HEAD}{lines}").as_bytes(), None, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn csv_and_json_say_the_same_of_a_visa() {
        let from_csv = csv("ML-1,LI,WEI,CHN,CN,E123,2026-11-01,2027-01-31,2,30,\n").expect("records");
        let json = br#"[{"number":"ML-1","surname":"LI","given_names":"WEI","nationality":"CN","issuer":"CHN",
            "document_number":"E123","from":"2026-11-01","to":"2027-01-31","entries":"2","days":"30","status":"valid"}]"#;
        let from_json = visas_from_json(json, None, Timestamp::UNIX_EPOCH).expect("records");
        assert_eq!(from_csv, from_json);
        assert_eq!(from_csv[0].visa.document.to_string(), "CHN E123");
        assert!(!from_csv[0].is_revoked);
    }

    #[test]
    fn a_file_with_a_fault_is_refused_with_every_line_that_is_wrong() {
        let problems = csv("ML-1,LI,,,CHN,E1,2026-11-01,2026-10-01,1,,\n\
                            ML-2,,,,CHN,E2,2026-11-01,2026-12-01,1,,\n\
                            ML-3,WU,,,CHN,E3,2026-11-01,2026-12-01,0,,\n\
                            ML-4,WU,,,CHN,E4,2026-11-01,2026-12-01,1,,\n\
                            ML-4,WU,,,CHN,E4,2026-11-01,2026-12-01,1,,\n")
        .expect_err("problems");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2, 3, 4, 6]);
        assert!(visas_from_json(b"{", None, Timestamp::UNIX_EPOCH).is_err());
        assert!(visas_from_json(b"[]", None, Timestamp::UNIX_EPOCH).is_err());
    }
}
