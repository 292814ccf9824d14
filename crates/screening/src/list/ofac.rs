//! OFAC's list of specially designated nationals: individuals are taken, all else passed over.
//!
//! The XML (`sdn.xml`) has everything of an entry. The CSV (no headings, `-0-` for nothing) is three files: `SDN.CSV` has
//! birth dates, documents and weak other names among its remarks, `ALT.CSV` the strong other names, `ADD.CSV` addresses,
//! of which Limen has no use.

use super::{
    Entry, Format, ListError, Note, Read, Taking, said,
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
            (Some(kind), Some(number)) if names_a_document(kind) => {
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

/// What other files say beside `SDN.CSV`, by the number of the person.
#[derive(Default)]
pub(super) struct Beside {
    /// The strong other names of `ALT.CSV`; `None` where that was not given.
    other_names: Option<HashMap<String, Vec<String>>>,
    /// How remarks go on that are longer than `SDN.CSV` holds.
    comments: HashMap<String, String>,
}

impl Beside {
    /// Takes a file in. `ALT.CSV`: number of the person, number of the name, its type, the name, remarks.
    /// `SDN_COMMENTS.CSV`: number of the person, the rest of the remarks.
    pub fn take(&mut self, format: Format, reader: impl io::Read) -> Result<(), ListError> {
        let name_at = match format {
            Format::OfacOtherNames => 3,
            Format::OfacComments => 1,
            _ => return Ok(()),
        };
        let mut csv =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(reader);
        let names = self.other_names.get_or_insert_with(HashMap::new);
        let mut record = csv::ByteRecord::new();
        while csv.read_byte_record(&mut record)? {
            let field = |at: usize| record.get(at).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            let Some((person, text)) = field(0).zip(field(name_at)) else { continue };
            if format == Format::OfacComments {
                self.comments.entry(person).or_default().push_str(&text);
            } else {
                names.entry(person).or_default().push(text);
            }
        }
        Ok(())
    }
}

/// The columns that an entry has at least: number, name, type, program. Title, a ship's columns and remarks follow.
const LEAST_COLUMNS: usize = 4;
/// The first of the columns that hold remarks.
const REMARKS_FROM: usize = 11;

pub(super) fn read_csv<F: FnMut(Alert)>(
    reader: impl io::Read,
    beside: &Beside,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    if beside.other_names.is_none() {
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
        let entry = entry_of_row(&fields, beside, taking.list);
        taking.entry(line, entry)?;
    }
    Ok(())
}

fn entry_of_row(fields: &[String], beside: &Beside, list: &ListName) -> Result<Entry, String> {
    let [number, name, kind, program, ..] = fields else {
        return Err(format!("it has {} columns where an entry has at least {LEAST_COLUMNS}", fields.len()));
    };
    if !kind.eq_ignore_ascii_case("individual") {
        return Ok(Entry::PassedOver);
    }
    let mut read = Read::of(Alert::new(list.clone(), said::id(number)?, Action::Refer));
    read.alert.names.push(name.clone());
    let other_names = beside.other_names.as_ref().and_then(|names| names.get(number));
    read.alert.names.extend(other_names.into_iter().flatten().cloned());
    read.alert.reference = Some(program.clone()).filter(|program| program != "-0-");
    let mut remarks = fields.get(REMARKS_FROM).filter(|text| *text != "-0-").cloned().unwrap_or_default();
    let is_cut = remarks.chars().count() >= LONGEST_REMARKS_CHARACTERS && !remarks.ends_with('.');
    match beside.comments.get(number) {
        Some(rest) => remarks.push_str(rest),
        None if is_cut => {
            // What the last remark would have said is not known.
            remarks.truncate(remarks.rfind(';').unwrap_or(0));
            read.without.push("its remarks are cut off; the rest stands in SDN_COMMENTS.CSV".to_owned());
        }
        None => {}
    }
    for remark in remarks.trim_end_matches('.').split(';') {
        take_remark(&mut read, remark.trim());
    }
    Ok(Entry::Alert(Box::new(read)))
}

/// The longest remarks that `SDN.CSV` holds.
const LONGEST_REMARKS_CHARACTERS: usize = 1_000;

/// Words of which a kind of document or number of a person has one.
const DOCUMENT_WORDS: &[&str] = &[
    "passport",
    "national id",
    "identification",
    "identity",
    "identidad",
    "cedula",
    "c.u.r.p.",
    "d.n.i.",
    "n.i.e.",
    "c.u.i",
    "card",
    "travel document",
    "ssn",
    "tax id",
    "r.f.c.",
    "nit #",
    "fiscal code",
    "license",
    "licence",
    "electoral",
    "i.f.e.",
    "birth certificate",
    "residency",
    "resident",
    "permit",
    "tazkira",
    "cnp",
    "personal id",
    "personal numerical",
    "numero de",
    "stateless",
    "visanumber",
    "immigration no",
    "registration id",
    "le number",
    "id no",
    "foreign id",
    "moroccan",
    "kenyan",
    "bosnian",
    "cartilla",
    "military registration",
    "uae identification",
    "public security",
];
/// Beginnings of remarks that are about no document, whatever words they hold.
const NO_DOCUMENTS: &[&str] = &[
    "Phone",
    "Telephone",
    "Fax",
    "Email",
    "Website",
    "Digital Currency",
    "SWIFT",
    "Linked To",
    "Secondary sanctions",
    "Additional Sanctions",
    "Executive Order",
    "Transactions Prohibited",
    "Chinese Commercial Code",
    "CAATSA",
    "Vessel",
    "Aircraft",
    "Organization",
    "Target Type",
];

/// Whether a kind of number is on a document of a person, or is theirs.
pub(super) fn names_a_document(kind: &str) -> bool {
    let lower = kind.to_lowercase();
    !NO_DOCUMENTS.iter().any(|word| kind.starts_with(word)) && DOCUMENT_WORDS.iter().any(|word| lower.contains(word))
}

/// The kind that a remark begins with, and the number behind it with what follows.
fn kind_and_number(remark: &str) -> Option<(&str, &str)> {
    let digit = remark.find(|letter: char| letter.is_ascii_digit())?;
    // Letters in capitals right before the digits are a part of the number.
    let words = remark[..digit].rsplit_once(' ').map_or(0, |(before, _)| before.len() + 1);
    let before = remark[..words].trim_end();
    let cut = match before.rsplit_once(' ') {
        Some((more, last))
            if last.len() <= 4 && last.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-') =>
        {
            more.len() + 1
        }
        _ => words,
    };
    Some((remark[..cut].trim_end(), &remark[cut..]))
}

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
    } else if let Some((kind, number)) = kind_and_number(remark)
        && names_a_document(kind)
    {
        // `Passport RL 1620000 (Lebanon)`, `National ID No. 23250400000 (Turkey)`, `D.N.I. 12345678-A (Spain)`.
        read.alert.documents.extend(values::documents_in_words(number));
    }
}
