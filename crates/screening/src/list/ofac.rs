//! OFAC's list of specially designated nationals: individuals are taken, all else passed over.
//!
//! The XML (`sdn.xml`) has everything of an entry. The CSV (no headings, `-0-` for nothing) is three files: `SDN.CSV` has
//! birth dates, documents and weak other names among its remarks, `ALT.CSV` the strong other names, `ADD.CSV` addresses,
//! of which Limen has no use.

use super::{
    Entry, ListError, Note, Read, Taking, said,
    xml::{self, Node},
};
use limen_domain::{Action, Alert, DocumentKey, ListName};
use limen_tables::values;
use std::{collections::HashMap, io};

pub(super) fn read_xml<F: FnMut(Alert)>(reader: impl io::BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    xml::records(reader, &["sdnList"], &["sdnEntry", "publshInformation"], |line, record| match record.name.as_str() {
        "sdnEntry" => {
            let entry = if record.said("sdnType") == Some("Individual") {
                alert(&record, taking.list).map(|read| Entry::Alert(Box::new(read)))
            } else {
                Ok(Entry::PassedOver)
            };
            taking.entry(line, entry)
        }
        "publshInformation" => {
            taking.report.version = record.said("Publish_Date").map(|date| date.chars().take(40).collect());
            Ok(())
        }
        _ => Ok(()),
    })
}

fn name(record: &Node) -> String {
    [record.said("firstName"), record.said("lastName")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn alert(record: &Node, list: &ListName) -> Result<Read, String> {
    let mut read = Read::of(Alert::new(list.clone(), said::id(record.said("uid").unwrap_or_default())?, Action::Refer));
    read.alert.names.push(name(record));
    read.alert.names.extend(record.items("akaList", "aka").map(name));
    let births = record.items("dateOfBirthList", "dateOfBirthItem").filter_map(|item| item.said("dateOfBirth"));
    births.for_each(|text| take_birth_date(&mut read, text));
    let states = record.items("nationalityList", "nationality").chain(record.items("citizenshipList", "citizenship"));
    states.filter_map(|state| state.said("country")).for_each(|text| take_state(&mut read, text));
    let places = record.items("placeOfBirthList", "placeOfBirthItem").filter_map(|item| item.said("placeOfBirth"));
    read.alert.birth_places = places.map(str::to_owned).collect();
    for id in record.items("idList", "id") {
        match (id.said("idType"), id.said("idNumber")) {
            (Some("Gender"), Some(sex)) => read.alert.sex = values::sex(sex),
            (Some(_), Some(number)) if number.bytes().any(|byte| byte.is_ascii_digit()) => {
                let issuer = id.said("idCountry").and_then(values::state);
                let of_issuer = |key: DocumentKey| DocumentKey { issuer: key.issuer.or(issuer), ..key };
                read.alert.documents.extend(values::documents_in_words(number).into_iter().map(of_issuer));
            }
            _ => {}
        }
    }
    let programs: Vec<&str> = record.items("programList", "program").map(|program| program.text.trim()).collect();
    read.alert.reference = Some(programs.join(", ")).filter(|text| !text.is_empty());
    Ok(read)
}

fn take_birth_date(read: &mut Read, text: &str) {
    match said::birth_date(text) {
        Some(date) => read.alert.birth_dates.push(date),
        None if values::is_unknown(text) => {}
        None => read.without.push(format!("birth date \u{201c}{}\u{201d} is not understood", cut(text))),
    }
}

fn take_state(read: &mut Read, text: &str) {
    match values::state(text) {
        Some(state) if read.alert.nationalities.contains(&state) => {}
        Some(state) => read.alert.nationalities.push(state),
        None if values::is_unknown(text) => {}
        None => read.without.push(format!("nationality \u{201c}{}\u{201d} is not understood", cut(text))),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The strong other names of `ALT.CSV`, by the number of the person.
pub(super) type OtherNames = HashMap<String, Vec<String>>;

/// Columns of `ALT.CSV`: number of the person, number of the name, its type, the name, remarks.
pub(super) fn read_other_names(reader: impl io::Read) -> Result<OtherNames, ListError> {
    let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(reader);
    let mut names = OtherNames::new();
    let mut record = csv::ByteRecord::new();
    while csv.read_byte_record(&mut record)? {
        let field = |at: usize| record.get(at).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        if let (Some(person), Some(name)) = (field(0), field(3)) {
            names.entry(person).or_default().push(name);
        }
    }
    Ok(names)
}

/// The columns that an entry has at least: number, name, type, program. Title, a ship's columns and remarks follow.
const LEAST_COLUMNS: usize = 4;
/// The first of the columns that hold remarks.
const REMARKS_FROM: usize = 11;

pub(super) fn read_csv<F: FnMut(Alert)>(
    reader: impl io::Read,
    other_names: Option<&OtherNames>,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    if other_names.is_none() {
        taking.report.notes.push(Note::NoOtherNames);
    }
    let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(reader);
    let mut record = csv::ByteRecord::new();
    while csv.read_byte_record(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        let fields: Vec<String> = record.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect();
        // The file ends on a line with a control character alone.
        if fields.iter().all(|field| field.chars().all(|letter| letter.is_control() || letter.is_whitespace())) {
            continue;
        }
        let entry = entry_of_row(&fields, other_names, taking.list);
        taking.entry(line, entry)?;
    }
    Ok(())
}

fn entry_of_row(fields: &[String], other_names: Option<&OtherNames>, list: &ListName) -> Result<Entry, String> {
    let [number, name, kind, program, ..] = fields else {
        return Err(format!("it has {} columns where an entry has at least {LEAST_COLUMNS}", fields.len()));
    };
    if !kind.eq_ignore_ascii_case("individual") {
        return Ok(Entry::PassedOver);
    }
    let mut read = Read::of(Alert::new(list.clone(), said::id(number)?, Action::Refer));
    read.alert.names.push(name.clone());
    read.alert.names.extend(other_names.and_then(|names| names.get(number)).into_iter().flatten().cloned());
    read.alert.reference = Some(program.clone()).filter(|program| program != "-0-");
    let remarks = fields.iter().skip(REMARKS_FROM).map(String::as_str).filter(|text| *text != "-0-");
    for remark in remarks.flat_map(|text| text.trim_end_matches('.').split(';')) {
        take_remark(&mut read, remark.trim());
    }
    Ok(Entry::Alert(Box::new(read)))
}

/// Remarks with numbers that are on no document.
const NO_DOCUMENTS: &[&str] = &[
    "Phone",
    "Telephone",
    "Fax",
    "Email",
    "Website",
    "Digital Currency",
    "UN/LOCODE",
    "SWIFT",
    "BIC",
    "Linked To",
    "Secondary sanctions",
    "Additional Sanctions",
    "Executive Order",
    "Target Type",
    "Organization",
    "Vessel",
    "Aircraft",
    "Transactions Prohibited",
    "Chinese Commercial Code",
    "IFCA",
    "CAATSA",
    "Title",
];

fn take_remark(read: &mut Read, remark: &str) {
    let remark = remark.strip_prefix("alt. ").unwrap_or(remark).trim();
    let after = |words: &[&str]| words.iter().find_map(|word| remark.strip_prefix(word)).map(str::trim);
    if let Some(date) = after(&["DOB "]) {
        take_birth_date(read, date);
    } else if let Some(place) = after(&["POB "]) {
        read.alert.birth_places.push(place.to_owned());
    } else if let Some(state) = after(&["nationality ", "citizen ", "nationality of ", "citizenship "]) {
        take_state(read, state);
    } else if let Some(sex) = after(&["Gender "]) {
        read.alert.sex = values::sex(sex);
    } else if let Some(name) = after(&["a.k.a. ", "f.k.a. ", "n.k.a. "]) {
        read.alert.names.extend(said::named(name).names);
    } else if remark.bytes().any(|byte| byte.is_ascii_digit())
        && !NO_DOCUMENTS.iter().any(|word| remark.starts_with(word))
    {
        // `Passport RL 1620000 (Lebanon)`, `National ID No. 23250400000 (Turkey)`, `D.N.I. 12345678-A (Spain)`.
        read.alert.documents.extend(values::documents_in_words(remark));
    }
}
