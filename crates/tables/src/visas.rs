//! Records of visas and permits that were issued elsewhere, as an e-visa system or a consulate sends them: a table, or JSON
//! with the fields of [`WrittenVisa`]. A file is taken whole, or refused with everything that is wrong with it.

use crate::{
    field::Field,
    heading::Answers,
    person::Person,
    table::{Column, Columns, Row, Table, TableError, columns_to_ask},
    values,
};
use jiff::Timestamp;
use limen_domain::{AccountId, BirthDate, FieldFaults, ListedVisa, StateCode, VisaFault, WrittenVisa};
use std::collections::BTreeMap;

/// Maximum number of records of one file.
const MOST_RECORDS: usize = 50_000;
/// After how many problems a file is read no further.
const MOST_PROBLEMS: usize = 1_000;

/// What is wrong with a record, or with a file of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// A field can't be taken.
    #[error("{0}: {1}")]
    Field(&'static str, VisaFault),
    /// The file is no table; with the code of why, and why.
    #[error("{1}")]
    Table(&'static str, String),
    /// A line holds bytes that are no letters.
    #[error("it holds bytes that are no letters of the file's encoding")]
    Damaged,
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

/// The visas of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ReadVisas {
    /// The visas.
    pub visas: Vec<ListedVisa>,
    /// The columns that are not understood, and under which something stands.
    pub unknown: Vec<Column>,
}

/// Reads records as JSON where they begin as an array does, and as a table otherwise.
///
/// # Errors
/// Everything that is wrong, record by record; nothing is taken then.
pub fn visas_from(
    bytes: &[u8],
    answers: &Answers,
    by: Option<&AccountId>,
    at: Timestamp,
) -> Result<ReadVisas, Vec<VisaProblem>> {
    if is_json(bytes) {
        let visas = visas_from_json(bytes, by, at)?;
        return Ok(ReadVisas { visas, unknown: Vec::new() });
    }
    let answers = with_headings_of_visas(answers);
    let whole_file =
        |error: TableError| vec![VisaProblem { line: 0, fault: RecordFault::Table(error.code(), error.to_string()) }];
    let table = Table::open(bytes, &answers).map_err(whole_file)?;
    let columns = &table.columns;
    let records = table.rows.map(|row| match row {
        Ok(row) if row.is_damaged => (row.line, Err(vec![RecordFault::Damaged])),
        Ok(row) => (row.line, written(columns, &row)),
        Err(error) => (0, Err(vec![RecordFault::Table(error.code(), error.to_string())])),
    });
    let visas = whole(records.take(MOST_RECORDS + 1), by, at)?;
    Ok(ReadVisas { visas, unknown: columns.unknown().cloned().collect() })
}

/// The columns of a table of visas about which somebody must be asked before it can be read; nothing for JSON.
pub fn visa_columns(bytes: &[u8], answers: &Answers) -> Vec<Column> {
    if is_json(bytes) {
        return Vec::new();
    }
    columns_to_ask(bytes, &with_headings_of_visas(answers), |columns| columns.has(Field::VisaNumber))
}

fn is_json(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
}

/// What these headings say depends on what the file is about, unless somebody said so.
fn with_headings_of_visas(answers: &Answers) -> Answers {
    let mut known = Answers::default();
    for (heading, field) in OF_VISAS {
        known.put(heading, field);
    }
    for (heading, field) in answers.iter() {
        known.put(heading, field);
    }
    known
}

/// Headings that mean something of their own in a file of visas.
const OF_VISAS: [(&str, Field); 15] = [
    ("number", Field::VisaNumber),
    ("numero", Field::VisaNumber),
    ("kind", Field::VisaKind),
    ("type", Field::VisaKind),
    ("from", Field::ValidFrom),
    ("to", Field::ValidUntil),
    ("days", Field::StayDays),
    ("visa du", Field::ValidFrom),
    ("visa from", Field::ValidFrom),
    ("permit from", Field::ValidFrom),
    ("permis du", Field::ValidFrom),
    ("visa au", Field::ValidUntil),
    ("visa until", Field::ValidUntil),
    ("permit until", Field::ValidUntil),
    ("permis au", Field::ValidUntil),
];

/// A row as a record. What is written in words is put as a form has it; what is not understood stays as it is, and the
/// record says that it can't be taken.
fn written(columns: &Columns, row: &Row) -> Result<WrittenVisa, Vec<RecordFault>> {
    let text = |field| columns.get(row, field).to_owned();
    let day = |field| match values::day(columns.get(row, field), columns.days) {
        Some(day) => day.to_string(),
        None => text(field),
    };
    let person = Person::of(columns, row);
    let as_written = |fields: &[Field]| {
        let said = fields.iter().flat_map(|field| columns.each(row, *field));
        said.collect::<Vec<_>>().join(" ")
    };
    let birth_date = match person.birth_dates[..] {
        [BirthDate::On(date)] => date.to_string(),
        _ => as_written(&[Field::BirthDate, Field::BirthDay, Field::BirthMonth, Field::BirthYear]),
    };
    let numbers = as_written(&[Field::DocumentNumber, Field::PassportNumber, Field::CardNumber]);
    let (document_number, issuer) = match &person.documents[..] {
        [(_, key)] => (key.number.to_string(), key.issuer),
        [] if values::is_unknown(&numbers) => (String::new(), None),
        _ => return Err(vec![RecordFault::Field("document_number", VisaFault::Document)]),
    };
    let issuer = issuer.or_else(|| values::state(columns.get(row, Field::Issuer)));
    let state = |state: Option<StateCode>, field| state.map_or_else(|| text(field), |state| state.to_string());
    let (surname, given_names) = person.in_parts();
    Ok(WrittenVisa {
        number: text(Field::VisaNumber),
        kind: in_code(columns.get(row, Field::VisaKind), "visakind"),
        surname: surname.to_owned(),
        given_names: given_names.to_owned(),
        birth_date,
        nationality: state(person.nationalities.first().copied(), Field::Nationality),
        issuer: state(issuer, Field::Issuer),
        document_number,
        from: day(Field::ValidFrom),
        to: day(Field::ValidUntil),
        entries: in_code(columns.get(row, Field::Entries), "entries"),
        days: text(Field::StayDays),
        conditions: text(Field::Conditions),
        status: in_code(columns.get(row, Field::Status), "status"),
    })
}

/// The code that a text stands for in a group of words; the text itself where it stands for none.
fn in_code(text: &str, group: &str) -> String {
    values::words::code(group, text).map_or_else(|| text.to_owned(), str::to_owned)
}

/// The field of a record that has this name.
fn field_of<'a>(written: &'a mut WrittenVisa, name: &str) -> Option<&'a mut String> {
    Some(match name {
        "number" => &mut written.number,
        "kind" => &mut written.kind,
        "surname" => &mut written.surname,
        "given_names" => &mut written.given_names,
        "birth_date" => &mut written.birth_date,
        "nationality" => &mut written.nationality,
        "issuer" => &mut written.issuer,
        "document_number" => &mut written.document_number,
        "from" => &mut written.from,
        "to" => &mut written.to,
        "entries" => &mut written.entries,
        "days" => &mut written.days,
        "conditions" => &mut written.conditions,
        "status" => &mut written.status,
        _ => return None,
    })
}

/// The record that an element of a JSON array says. Other properties than those of a record are passed over.
fn of_json(value: serde_json::Value) -> Result<WrittenVisa, Vec<RecordFault>> {
    let serde_json::Value::Object(properties) = value else { return Err(vec![RecordFault::NotAnObject]) };
    let (mut written, mut faults) = (WrittenVisa::default(), Vec::new());
    for (name, value) in properties {
        let Some(field) = field_of(&mut written, &name) else { continue };
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
    whole((1..).zip(records.into_iter().map(of_json)), by, at)
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
    use std::num::NonZeroU16;

    const HEAD: &str = "number,surname,given_names,nationality,issuer,document_number,from,to,entries,days,status\n";

    fn from_table(file: &str) -> Result<Vec<ListedVisa>, Vec<VisaProblem>> {
        visas_from(file.as_bytes(), &Answers::default(), None, Timestamp::UNIX_EPOCH).map(|read| read.visas)
    }

    fn csv(lines: &str) -> Result<Vec<ListedVisa>, Vec<VisaProblem>> {
        from_table(&format!("{HEAD}{lines}"))
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
    fn what_a_table_says_of_a_holder_is_taken_whole_or_not_at_all() {
        let of_row = |head: &str, row: &str| from_table(&format!("number,{head},issuer,from,to,entries\n{row}\n"));
        let read = |head, row| of_row(head, row).expect(row).remove(0).visa;
        let born = read(
            "surname,birth_day,birth_month,birth_year,document_number",
            "ML-1,LI,5,,1990,E123,CHN,2026-11-01,2027-01-31,1",
        );
        assert_eq!(born.birth_date.to_string(), "1990");
        assert_eq!(
            read("given_names,document_number", "ML-1,LI WEI,E123,CHN,2026-11-01,2027-01-31,1").holder.primary,
            "LI WEI"
        );
        for numbers in ["\"E1234567, E7654321\"", "\"4,12E+05\""] {
            let row = format!("ML-1,LI,{numbers},CHN,2026-11-01,2027-01-31,1");
            let problems = of_row("surname,document_number", &row).expect_err(numbers);
            assert_eq!(problems[0].fault, RecordFault::Field("document_number", VisaFault::Document), "{problems:?}");
        }
    }

    #[test]
    fn a_spreadsheet_that_writes_semicolons_is_read() {
        let file = format!("\u{feff}{HEAD}ML-1,LI,WEI,CHN,CN,E123,2026-11-01,2027-01-31,2,30,\n").replace(',', ";");
        let visas = from_table(&file).expect("records");
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
