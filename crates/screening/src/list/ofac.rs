//! OFAC's list of specially designated nationals: individuals are taken, all else passed over.
//!
//! The XML (`sdn.xml`) has everything of an entry. The CSV (no headings, `-0-` for nothing) is three files: `SDN.CSV` has
//! birth dates, documents and weak other names among its remarks, `ALT.CSV` the strong other names, `ADD.CSV` addresses,
//! of which Limen has no use.

use super::{
    Entry, Format, ListError, Read, Reason, ReportLine, Taking, said,
    taking::whole,
    xml::{self, Node},
};
use limen_domain::{Alert, ListName, PartialDate};
use limen_tables::{
    Row, TableError, raw_rows,
    values::{self, DayOrder},
};
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
            record.said("Publish_Date").into_iter().for_each(|date| taking.version(&month_first(date)));
            Ok(())
        }
        _ => Ok(()),
    })
}

/// A day that is written with its month first, as other lists write theirs.
fn month_first(date: &str) -> String {
    match values::day(date, DayOrder::MonthFirst) {
        Some(PartialDate::Full(day)) => day.to_string(),
        _ => date.to_owned(),
    }
}

fn name(record: &Node) -> String {
    [record.said("firstName"), record.said("lastName")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn alert(record: &Node, list: &ListName) -> Result<Read, Reason> {
    let mut read = Read::new(list, record.said("uid").unwrap_or_default())?;
    read.alert.names.push(name(record));
    read.alert.names.extend(record.items("akaList", "aka").map(name));
    let births = record.items("dateOfBirthList", "dateOfBirthItem").filter_map(|item| item.said("dateOfBirth"));
    births.for_each(|text| read.take_birth(text, false));
    let states = record.items("nationalityList", "nationality").chain(record.items("citizenshipList", "citizenship"));
    states.filter_map(|state| state.said("country")).for_each(|text| read.take_state(text));
    let places = record.items("placeOfBirthList", "placeOfBirthItem").filter_map(|item| item.said("placeOfBirth"));
    read.alert.birth_places = places.map(str::to_owned).collect();
    for id in record.items("idList", "id") {
        match (id.said("idType"), id.said("idNumber")) {
            (Some("Gender"), Some(sex)) => read.take_sex(sex),
            (Some(kind), Some(number)) if names_a_document(kind) => {
                read.take_documents(number, id.said("idCountry").and_then(values::state));
            }
            _ => {}
        }
    }
    let programs: Vec<&str> = record.items("programList", "program").map(|program| program.text.trim()).collect();
    read.alert.reference = Some(programs.join(", ")).filter(|text| !text.is_empty());
    Ok(read)
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
    pub fn take(&mut self, format: Format, reader: impl io::Read + Send) -> Result<(), ListError> {
        match format {
            Format::OfacOtherNames => {
                let names = self.other_names.get_or_insert_default();
                each_pair(reader, 3, |person, name| names.entry(person).or_default().push(name))
            }
            Format::OfacComments => {
                each_pair(reader, 1, |person, rest| self.comments.entry(person).or_default().push_str(&rest))
            }
            _ => Ok(()),
        }
    }
}

/// Hands the number of the person and the field at a place of each row to `found`.
fn each_pair(
    reader: impl io::Read + Send,
    place: usize,
    mut found: impl FnMut(String, String),
) -> Result<(), ListError> {
    for row in rows(reader)? {
        let mut cells = row?.cells.into_iter();
        if let Some((person, text)) = cells.next().zip(cells.nth(place - 1)) {
            found(person, text);
        }
    }
    Ok(())
}

/// The rows of one of the three files. No field of theirs has several lines: where one has, a quote was not closed, and
/// other entries stand in it.
fn rows<'a>(reader: impl io::Read + Send + 'a) -> Result<impl Iterator<Item = Result<Row, ListError>>, ListError> {
    let mut width = 0;
    // The file ends on a line with a control character alone.
    let says_nothing = |field: &String| field.chars().all(|letter| letter.is_control() || letter.is_whitespace());
    let rows = raw_rows(reader, Some(b','))?;
    let rows = rows.filter(move |row| !row.as_ref().is_ok_and(|row| row.cells.iter().all(says_nothing)));
    Ok(rows.map(move |row| {
        let row = row?;
        width = width.max(row.cells.len());
        let row = whole(row, width)?;
        if row.cells.iter().any(|cell| cell.contains('\n')) { Err(TableError::CutOff.into()) } else { Ok(row) }
    }))
}

/// The first of the columns that hold remarks.
const REMARKS_FROM: usize = 11;

pub(super) fn read_csv<F: FnMut(Alert)>(
    reader: impl io::Read + Send,
    beside: &Beside,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    if beside.other_names.is_none() {
        taking.report.notes.push(ReportLine::NoOtherNames);
    }
    for row in rows(reader)? {
        let row = row?;
        let entry = entry_of_row(&row, beside, taking.list);
        taking.entry(row.line, entry)?;
    }
    Ok(())
}

/// The entry of a row: number, name, type, program; title, a ship's columns and remarks follow.
fn entry_of_row(row: &Row, beside: &Beside, list: &ListName) -> Result<Entry, Reason> {
    let fields = &row.cells[..];
    let [number, name, kind, program, ..] = fields else {
        return Err(Reason::FewColumns { count: fields.len() });
    };
    if !kind.eq_ignore_ascii_case("individual") {
        return Ok(Entry::PassedOver);
    }
    let mut read = Read::new(list, number)?;
    read.take_damage(row);
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
            read.without.push(Reason::RemarksCut);
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
        read.take_birth(date, false);
    } else if let Some(place) = after(&["POB "]) {
        read.alert.birth_places.push(place.to_owned());
    } else if let Some(state) = after(&["nationality ", "citizen ", "nationality of ", "citizenship "]) {
        read.take_state(state);
    } else if let Some(sex) = after(&["Gender "]) {
        read.take_sex(sex);
    } else if let Some(name) = after(&["a.k.a. ", "f.k.a. ", "n.k.a. "]) {
        read.alert.names.extend(said::named(name).names);
    } else if let Some((kind, number)) = kind_and_number(remark)
        && names_a_document(kind)
    {
        // `Passport RL 1620000 (Lebanon)`, `National ID No. 23250400000 (Turkey)`, `D.N.I. 12345678-A (Spain)`.
        read.alert.documents.extend(values::documents_in_words(number));
    }
}
