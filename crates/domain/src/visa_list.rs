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

/// The most records of one file.
const MOST_RECORDS: usize = 50_000;
/// The longest text of a record, in characters.
const LONGEST_TEXT: usize = 200;

/// A record as it comes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Line {
    number: String,
    kind: String,
    surname: String,
    given_names: String,
    birth_date: String,
    nationality: String,
    issuer: String,
    document_number: String,
    from: String,
    to: String,
    entries: String,
    days: String,
    conditions: String,
    status: String,
}

/// A visa that was issued elsewhere, and whether it was revoked there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedVisa {
    /// The visa.
    pub visa: Visa,
    /// Whether it is good no more.
    pub is_revoked: bool,
}

impl Line {
    fn visa(&self, by: Option<&AccountId>, at: Timestamp) -> Result<ListedVisa, String> {
        let texts = [&self.surname, &self.given_names, &self.conditions];
        if texts.iter().any(|text| text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control)) {
            return Err(format!("a text has at most {LONGEST_TEXT} characters, none of them a control character"));
        }
        if self.surname.trim().is_empty() {
            return Err("surname is empty".into());
        }
        let state = |column: &str, text: &str| match text.trim() {
            "" => Ok(None),
            text => match StateCode::from_iso(text) {
                Ok(code) if code.is_known() => Ok(Some(code)),
                _ => Err(format!("{column} is no code of a state")),
            },
        };
        let day =
            |column: &str, text: &str| text.trim().parse().map_err(|_| format!("{column} is no day; write YYYY-MM-DD"));
        let document =
            DocumentKey { issuer: state("issuer", &self.issuer)?, number: DocumentNumber::new(&self.document_number) };
        if document.number.is_empty() {
            return Err("document_number is empty: a visa belongs to a document".into());
        }
        let (from, to) = (day("from", &self.from)?, day("to", &self.to)?);
        if to < from {
            return Err("it ends before it begins".into());
        }
        let days = match self.days.trim() {
            "" => None,
            days => Some(days.parse::<NonZeroU16>().map_err(|_| "days is a number from 1 on".to_owned())?),
        };
        let kind = match self.kind.trim() {
            "" => VisaKind::Visa,
            kind => kind.parse().map_err(|error: crate::UnknownCode| error.to_string())?,
        };
        let is_revoked = match self.status.trim() {
            "" | "valid" => false,
            "revoked" => true,
            _ => return Err("status is valid or revoked".into()),
        };
        let birth_date = match self.birth_date.trim() {
            "" => PartialDate::Unknown,
            date => date.parse().map_err(|_| "birth_date is no date; write YYYY-MM-DD".to_owned())?,
        };
        let visa = Visa {
            number: VisaNumber::parse(self.number.trim()).map_err(|error| error.to_string())?,
            kind,
            holder: Name {
                primary: self.surname.trim().to_owned(),
                secondary: self.given_names.trim().to_owned(),
                truncated: false,
            },
            birth_date,
            nationality: state("nationality", &self.nationality)?,
            document,
            from,
            to,
            entries: self.entries.parse()?,
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

/// Reads records as CSV, their columns' names in the first line.
pub fn visas_from_csv(csv: &[u8], by: Option<&AccountId>, at: Timestamp) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv);
    let records = reader.deserialize::<Line>().take(MOST_RECORDS + 1).enumerate().map(|(at, record)| {
        let record = record.map_err(|error| match error.kind() {
            csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
            _ => "this is not a line of CSV in UTF-8 with as many fields as columns".to_owned(),
        });
        (at as u64 + 2, record)
    });
    whole(records, by, at)
}

/// Reads records as JSON: an array of objects, every value a text.
pub fn visas_from_json(
    json: &[u8],
    by: Option<&AccountId>,
    at: Timestamp,
) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
    let lines: Vec<Line> = serde_json::from_slice(json)
        .map_err(|error| vec![ListProblem { line: error.line() as u64, what: error.to_string() }])?;
    whole((1..).zip(lines.into_iter().map(Ok)), by, at)
}

fn whole(
    lines: impl Iterator<Item = (u64, Result<Line, String>)>,
    by: Option<&AccountId>,
    at: Timestamp,
) -> Result<Vec<ListedVisa>, Vec<ListProblem>> {
    let (mut visas, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (line, record) in lines {
        if visas.len() == MOST_RECORDS {
            problems.push(ListProblem { line, what: format!("a file has at most {MOST_RECORDS} records") });
            break;
        }
        match record.and_then(|record| record.visa(by, at)) {
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
        let unknown = br#"[{"number":"1","colour":"blue"}]"#;
        assert!(visas_from_json(unknown, None, Timestamp::UNIX_EPOCH).is_err());
    }
}
