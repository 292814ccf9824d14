//! Records of visas and permits that were issued elsewhere, as an e-visa system sends them: CSV or JSON with the same
//! fields, `number, kind, surname, given_names, birth_date, nationality, issuer, document_number, from, to, entries,
//! days, conditions, status`.
//!
//! `kind` is `visa` (when empty) or `permit`; `issuer` and `document_number` name the document it belongs to; `from` and
//! `to` are `YYYY-MM-DD`; `entries` is a number or `several`; `days` may be empty; `status` is `valid` (when empty) or
//! `revoked`. A file is taken whole, or refused with everything that is wrong with it.

use crate::{
    AccountId, DocumentKey, DocumentNumber, Entries, Name, PartialDate, StateCode, Visa, VisaKind, VisaNumber,
    table_text::csv_reader,
};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use std::{collections::BTreeMap, num::NonZeroU16};

/// Maximum number of records of one file.
const MOST_RECORDS: usize = 50_000;
/// After how many problems a file is read no further.
const MOST_PROBLEMS: usize = 1_000;
/// The years in which a visa may be good.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;
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
    /// It is neither a text nor a whole number.
    #[error("write it as text or as a whole number")]
    Type,
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
            Self::Type => "type",
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

/// The fields of a record that can't be taken, each with what is wrong with it.
pub type FieldFaults = Vec<(&'static str, VisaFault)>;

/// What is wrong with a record, or with a file of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// A field can't be taken.
    #[error("{0}: {1}")]
    Field(&'static str, VisaFault),
    /// A line is no CSV, or has more or fewer fields than columns.
    #[error("this is not a line of CSV in UTF-8 with as many fields as columns")]
    NotCsv,
    /// The text is no JSON from this column of the line on.
    #[error("this is not JSON from column {0} on")]
    NotJson(u64),
    /// The JSON is no array.
    #[error("write an array of records: [{{\u{2026}}}, {{\u{2026}}}]")]
    NotAnArray,
    /// An element of the array is no object.
    #[error("a record is an object: {{\"number\": \"\u{2026}\", \u{2026}}}")]
    NotAnObject,
    /// Another record has its number.
    #[error("its number stands on line {0} already")]
    Twice(u64),
    /// There are more records than may be.
    #[error("a file has at most {MOST_RECORDS} records")]
    TooMany,
    /// There is none.
    #[error("there is no record in it")]
    Empty,
}

/// Something that is wrong with a file of visas.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct VisaProblem {
    /// The line of a CSV, or the record of a JSON array, from 1; the line of a text that is no JSON; 0 for the whole.
    pub line: u64,
    /// What it is.
    pub fault: RecordFault,
}

impl WrittenVisa {
    /// The visa that is written, taken in by `by` at `at`.
    ///
    /// # Errors
    /// Every field that can't be taken, and what is wrong with it.
    pub fn read(&self, by: Option<&AccountId>, at: Timestamp) -> Result<ListedVisa, FieldFaults> {
        let mut faults = FieldFaults::new();
        let texts = [
            ("surname", &self.surname),
            ("given_names", &self.given_names),
            ("document_number", &self.document_number),
            ("conditions", &self.conditions),
        ];
        let is_long = |text: &str| text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control);
        faults.extend(texts.iter().filter(|(_, text)| is_long(text)).map(|(field, _)| (*field, VisaFault::Text)));
        let mut take = Take(faults);
        let surname = take.filled("surname", &self.surname);
        let number = take.read("number", &self.number, VisaFault::Text, |text| {
            // An address can't end in a number of dots alone.
            VisaNumber::parse(text).ok().filter(|_| text.chars().any(|letter| letter.is_ascii_alphanumeric()))
        });
        let document = DocumentKey {
            issuer: take.state("issuer", &self.issuer),
            number: DocumentNumber::new(take.filled("document_number", &self.document_number).unwrap_or_default()),
        };
        if document.number.is_empty() {
            take.wrong("document_number", VisaFault::Missing);
        }
        let day = |text: &str| text.parse::<Date>().ok().filter(|day| YEARS.contains(&day.year()));
        let from = take.read("from", &self.from, VisaFault::Day, day);
        let to = take.read("to", &self.to, VisaFault::Day, day);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            take.wrong("to", VisaFault::Order);
        }
        let days = take.optional("days", &self.days, VisaFault::Number, |text| text.parse::<NonZeroU16>().ok());
        let kind = take.optional("kind", &self.kind, VisaFault::Code, |text| text.parse::<VisaKind>().ok());
        let is_revoked = take.optional("status", &self.status, VisaFault::Code, |text| match text {
            "valid" => Some(false),
            "revoked" => Some(true),
            _ => None,
        });
        let birth_date = take.optional("birth_date", &self.birth_date, VisaFault::Day, |text| text.parse().ok());
        let nationality = take.state("nationality", &self.nationality);
        let entries = take.read("entries", &self.entries, VisaFault::Number, |text| text.parse::<Entries>().ok());
        let (Some(surname), Some(number), Some(from), Some(to), Some(entries), []) =
            (surname, number, from, to, entries, take.0.as_slice())
        else {
            return Err(take.0);
        };
        let secondary = self.given_names.trim().to_owned();
        let visa = Visa {
            number,
            kind: kind.unwrap_or(VisaKind::Visa),
            holder: Name { primary: surname.to_owned(), secondary, truncated: false },
            birth_date: birth_date.unwrap_or(PartialDate::Unknown),
            nationality,
            document,
            from,
            to,
            entries,
            days,
            conditions: self.conditions.trim().to_owned(),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            officer: by.cloned(),
            at,
        };
        Ok(ListedVisa { visa, is_revoked: is_revoked.unwrap_or(false) })
    }

    /// Its field of a name.
    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "number" => &mut self.number,
            "kind" => &mut self.kind,
            "surname" => &mut self.surname,
            "given_names" => &mut self.given_names,
            "birth_date" => &mut self.birth_date,
            "nationality" => &mut self.nationality,
            "issuer" => &mut self.issuer,
            "document_number" => &mut self.document_number,
            "from" => &mut self.from,
            "to" => &mut self.to,
            "entries" => &mut self.entries,
            "days" => &mut self.days,
            "conditions" => &mut self.conditions,
            "status" => &mut self.status,
            _ => return None,
        })
    }

    /// The record that an element of a JSON array says. Other properties than those of a record are passed over.
    fn of_json(value: serde_json::Value) -> Result<Self, Vec<RecordFault>> {
        let serde_json::Value::Object(properties) = value else { return Err(vec![RecordFault::NotAnObject]) };
        let (mut written, mut faults) = (Self::default(), Vec::new());
        for (name, value) in properties {
            let Some(field) = written.field(&name) else { continue };
            match value {
                serde_json::Value::String(text) => *field = text,
                serde_json::Value::Number(number) if number.is_u64() => *field = number.to_string(),
                serde_json::Value::Null => {}
                _ => {
                    let name = FIELDS.iter().find(|known| **known == name);
                    faults.extend(name.map(|name| RecordFault::Field(name, VisaFault::Type)));
                }
            }
        }
        if faults.is_empty() { Ok(written) } else { Err(faults) }
    }
}

/// The fields of a record.
const FIELDS: [&str; 14] = [
    "number",
    "kind",
    "surname",
    "given_names",
    "birth_date",
    "nationality",
    "issuer",
    "document_number",
    "from",
    "to",
    "entries",
    "days",
    "conditions",
    "status",
];

/// Reads fields, and gathers what is wrong with them.
struct Take(FieldFaults);

impl Take {
    /// Notes the first thing that is wrong with a field.
    fn wrong(&mut self, field: &'static str, fault: VisaFault) {
        if self.0.iter().all(|(other, _)| *other != field) {
            self.0.push((field, fault));
        }
    }

    fn filled<'a>(&mut self, field: &'static str, text: &'a str) -> Option<&'a str> {
        let text = text.trim();
        if text.is_empty() {
            self.wrong(field, VisaFault::Missing);
            return None;
        }
        Some(text)
    }

    fn read<T>(
        &mut self,
        field: &'static str,
        text: &str,
        fault: VisaFault,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let read = self.filled(field, text).map(parse)?;
        if read.is_none() {
            self.wrong(field, fault);
        }
        read
    }

    fn optional<T>(
        &mut self,
        field: &'static str,
        text: &str,
        fault: VisaFault,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if text.trim().is_empty() { None } else { self.read(field, text, fault, parse) }
    }

    fn state(&mut self, field: &'static str, text: &str) -> Option<StateCode> {
        self.optional(field, text, VisaFault::State, |text| {
            StateCode::from_iso(text).ok().filter(|code| code.is_known())
        })
    }
}

/// Reads records as JSON where they begin as an array does, and as CSV otherwise.
///
/// # Errors
/// Everything that is wrong, record by record; nothing is taken then.
pub fn visas_from(bytes: &[u8], by: Option<&AccountId>, at: Timestamp) -> Result<Vec<ListedVisa>, Vec<VisaProblem>> {
    let is_json = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    if is_json { visas_from_json(bytes, by, at) } else { visas_from_csv(bytes, by, at) }
}

/// Reads records as CSV, their columns' names in the first line, parted by commas, semicolons or tabs as that line is.
///
/// # Errors
/// Everything that is wrong, line by line; nothing is taken then.
pub fn visas_from_csv(csv: &[u8], by: Option<&AccountId>, at: Timestamp) -> Result<Vec<ListedVisa>, Vec<VisaProblem>> {
    let mut reader = csv_reader(csv);
    let records = reader.deserialize::<WrittenVisa>().take(MOST_RECORDS + 1).enumerate();
    let records = records.map(|(at, record)| (at as u64 + 2, record.map_err(|_| vec![RecordFault::NotCsv])));
    whole(records, by, at)
}

/// Reads records as JSON: an array of objects, every value a text or a whole number.
///
/// # Errors
/// Everything that is wrong, record by record; nothing is taken then.
pub fn visas_from_json(
    json: &[u8],
    by: Option<&AccountId>,
    at: Timestamp,
) -> Result<Vec<ListedVisa>, Vec<VisaProblem>> {
    let said: serde_json::Value = serde_json::from_slice(json).map_err(|error| {
        vec![VisaProblem { line: error.line() as u64, fault: RecordFault::NotJson(error.column() as u64) }]
    })?;
    let serde_json::Value::Array(records) = said else {
        return Err(vec![VisaProblem { line: 0, fault: RecordFault::NotAnArray }]);
    };
    whole((1..).zip(records.into_iter().map(WrittenVisa::of_json)), by, at)
}

fn whole(
    lines: impl Iterator<Item = (u64, Result<WrittenVisa, Vec<RecordFault>>)>,
    by: Option<&AccountId>,
    at: Timestamp,
) -> Result<Vec<ListedVisa>, Vec<VisaProblem>> {
    let (mut visas, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (place, (line, record)) in lines.enumerate() {
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
        if place == MOST_RECORDS {
            problems.push(VisaProblem { line, fault: RecordFault::TooMany });
            break;
        }
        let fields =
            |faults: FieldFaults| faults.into_iter().map(|(field, fault)| RecordFault::Field(field, fault)).collect();
        match record.and_then(|record| record.read(by, at).map_err(fields)) {
            Ok(listed) => {
                if let Some(first) = seen.insert(listed.visa.number.clone(), line) {
                    problems.push(VisaProblem { line, fault: RecordFault::Twice(first) });
                }
                visas.push(listed);
            }
            Err(faults) => {
                let faults: Vec<RecordFault> = faults;
                problems.extend(faults.into_iter().map(|fault| VisaProblem { line, fault }));
            }
        }
    }
    if visas.is_empty() && problems.is_empty() {
        problems.push(VisaProblem { line: 0, fault: RecordFault::Empty });
    }
    if problems.is_empty() { Ok(visas) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "number,surname,given_names,nationality,issuer,document_number,from,to,entries,days,status\n";

    fn csv(lines: &str) -> Result<Vec<ListedVisa>, Vec<VisaProblem>> {
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
        let problems = csv("ML-1,,,XXQ,CHN,,2026-11-01,soon,0,-,lost\n").expect_err("problems");
        let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
        let fields = ["surname", "document_number", "to", "days", "status", "nationality", "entries"];
        assert_eq!(said.len(), fields.len(), "{said:?}");
        assert!(fields.iter().all(|field| said.iter().any(|one| one.starts_with(&format!("line 2: {field}: ")))));
    }

    #[test]
    fn a_spreadsheet_that_writes_semicolons_is_read() {
        let file = format!("\u{feff}{HEAD}ML-1,LI,WEI,CHN,CN,E123,2026-11-01,2027-01-31,2,30,\n").replace(',', ";");
        let visas = visas_from_csv(file.as_bytes(), None, Timestamp::UNIX_EPOCH).expect("records");
        assert_eq!(visas[0].visa.number.as_str(), "ML-1");
    }

    #[test]
    fn what_is_wrong_with_json_is_said_in_words_of_our_own() {
        let json = |text: &str| {
            let read = visas_from_json(text.as_bytes(), None, Timestamp::UNIX_EPOCH);
            read.expect_err("problems").iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(json("{}"), ["line 0: write an array of records: [{…}, {…}]"]);
        assert_eq!(json("[{"), ["line 1: this is not JSON from column 2 on"]);
        assert_eq!(json("[]"), ["line 0: there is no record in it"]);
        assert_eq!(json("[7]"), [r#"line 1: a record is an object: {"number": "…", …}"#]);
        assert_eq!(
            json(r#"[{"number":"A","surname":"B","document_number":"C","from":"2026-11-01","to":["x"],"entries":-1}]"#),
            [
                "line 1: entries: write it as text or as a whole number",
                "line 1: to: write it as text or as a whole number"
            ]
        );
        let numbers = br#"[{"number":"A","surname":"B","document_number":7,"from":"2026-11-01","to":"2026-11-02","entries":2,"days":1}]"#;
        let visas = visas_from_json(numbers, None, Timestamp::UNIX_EPOCH).expect("records");
        assert_eq!(
            (visas[0].visa.entries.to_string(), visas[0].visa.days.map(NonZeroU16::get)),
            ("2".to_owned(), Some(1))
        );
    }
}
