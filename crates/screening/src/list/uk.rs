//! The lists of the United Kingdom: the consolidated list of OFSI as CSV (two forms), and the UK Sanctions List as CSV and
//! XML. In CSV a row is one name with one birth date; the rows of one person are gathered. Individuals are taken, all else
//! passed over.

use super::{
    Entry, ListError, Read, Reason, Taking,
    gathered::{Gathered, counted, places_of},
    taking::whole,
    xml::{self, Node},
};
use limen_domain::{Alert, DocumentKey, ListName};
use limen_tables::{raw_rows, values};
use std::{collections::HashMap, io};

pub(super) fn read_csv<F: FnMut(Alert)>(
    reader: impl io::Read + Send,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut width = 0;
    let mut gathered = Gathered::default();
    for row in raw_rows(reader, None)? {
        let row = whole(row?, width)?;
        if places.is_empty() {
            // The headings stand below a line that says of when the file is.
            if row.cells.iter().any(|cell| cell.trim() == "Name 6") {
                places = places_of(&row.cells);
                width = row.cells.len();
            } else {
                let said = row.cells.iter().map(|cell| cell.trim()).rfind(|cell| !cell.is_empty());
                said.into_iter().for_each(|said| taking.version(said.trim_start_matches("Report Date:").trim()));
            }
            continue;
        }
        let get = |columns: &[&str]| {
            let cells = columns.iter().filter_map(|column| row.cells.get(*places.get(*column)?));
            cells.map(|cell| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default()
        };
        let key = get(&["Unique ID", "Group ID"]);
        if key.is_empty() {
            if !row.is_empty() {
                taking.entry(row.line, Err(Reason::NoId))?;
            }
            continue;
        }
        let make = || {
            let is_person = get(&["Group Type", "Designation Type"]).eq_ignore_ascii_case("individual");
            let mut read = Read::new(taking.list, key)?;
            read.alert.reference = Some(get(&["Regime", "Regime Name"]).to_owned()).filter(|text| !text.is_empty());
            Ok(is_person.then_some(read))
        };
        let Some(read) = gathered.person(key, row.line, make) else { continue };
        read.take_damage(&row);
        let parts = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"].map(|part| get(&[part]));
        take_name(read, parts.iter().copied());
        read.alert.names.extend(
            Some(get(&["Name Non-Latin Script", "Name non-latin script"]).to_owned()).filter(|name| !name.is_empty()),
        );
        take_birth(read, get(&["DOB", "D.O.B"]));
        take_states(read, get(&["Nationality", "Nationality(/ies)"]));
        take_documents(
            read,
            get(&["Passport Number", "Passport number"]),
            get(&["Passport Details", "Passport additional information"]),
        );
        let (number, about) = (
            get(&["National Identification Number", "National Identifier number", "NI Number"]),
            get(&["National Identification Details", "National Identifier additional information"]),
        );
        take_documents(read, number, about);
        let sex = Some(get(&["Gender"])).filter(|sex| !sex.is_empty());
        let among_others = get(&["Other Information"]).split("(Gender):").nth(1).unwrap_or_default();
        let sex = sex.or_else(|| among_others.split([' ', '.', ',']).next()).unwrap_or_default();
        read.take_sex(sex);
        take_place(read, get(&["Town of Birth", "Town of birth"]));
    }
    gathered.finish(taking)
}

fn take_name<'a>(read: &mut Read, parts: impl Iterator<Item = &'a str>) {
    let name = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    read.alert.names.push(name);
}

fn take_birth(read: &mut Read, text: &str) {
    counted(text).iter().for_each(|text| read.take_birth(text.trim_start_matches('\''), false));
}

fn take_states(read: &mut Read, text: &str) {
    counted(text).iter().for_each(|text| read.take_state(text));
}

fn take_place(read: &mut Read, text: &str) {
    read.alert.birth_places.extend(counted(text).into_iter().filter(|place| !values::is_unknown(place)));
}

/// Takes the documents that a field gives, counted as what is said about them in the field beside it.
fn take_documents(read: &mut Read, numbers: &str, about: &str) {
    let (numbers, about) = (counted(numbers), counted(about));
    let described: Vec<Vec<DocumentKey>> = about.iter().map(|text| values::documents_in_words(text)).collect();
    for (at, text) in numbers.iter().enumerate() {
        let of_words = about.get(at).or(about.first()).and_then(|text| values::state_in_words(text));
        for mut document in values::documents_in_words(text) {
            let told =
                described.iter().flatten().find(|told| told.number == document.number).and_then(|told| told.issuer);
            document.issuer = document.issuer.or(told).or(of_words);
            read.alert.documents.push(document);
        }
    }
    if numbers.is_empty() {
        read.alert.documents.extend(described.into_iter().flatten());
    }
}

pub(super) fn read_xml<F: FnMut(Alert)>(reader: impl io::BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    xml::records(reader, &["Designations"], &["Designation", "DateGenerated"], |line, record| {
        match record.name.as_str() {
            "Designation" => {
                let entry = of_element(&record, taking.list);
                taking.entry(line, entry)
            }
            "DateGenerated" => {
                taking.version(record.text.trim());
                Ok(())
            }
            _ => Ok(()),
        }
    })
}

fn of_element(record: &Node, list: &ListName) -> Result<Entry, Reason> {
    if !record.said("IndividualEntityShip").is_some_and(|kind| kind.eq_ignore_ascii_case("individual")) {
        return Ok(Entry::PassedOver);
    }
    let id = record.said("UniqueID").or_else(|| record.said("OFSIGroupID")).unwrap_or_default();
    let mut read = Read::new(list, id)?;
    for name in record.items("Names", "Name") {
        let parts = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6"];
        take_name(&mut read, parts.iter().filter_map(|part| name.said(part)));
    }
    let others = record.items("NonLatinNames", "NonLatinName").filter_map(|name| name.said("NameNonLatinScript"));
    read.alert.names.extend(others.map(str::to_owned));
    for person in record.items("IndividualDetails", "Individual") {
        person.items("DOBs", "DOB").for_each(|born| take_birth(&mut read, &born.text));
        person.items("Nationalities", "Nationality").for_each(|state| take_states(&mut read, &state.text));
        person.items("Genders", "Gender").for_each(|sex| read.take_sex(&sex.text));
        for passport in person.items("PassportDetails", "Passport") {
            let about = passport.said("PassportAdditionalInformation").unwrap_or_default();
            take_documents(&mut read, passport.said("PassportNumber").unwrap_or_default(), about);
        }
        for card in person.items("NationalIdentifierDetails", "NationalIdentifier") {
            let about = card.said("NationalIdentifierAdditionalInformation").unwrap_or_default();
            take_documents(&mut read, card.said("NationalIdentifierNumber").unwrap_or_default(), about);
        }
        let places = person.items("BirthDetails", "Location").filter_map(|place| place.said("TownOfBirth"));
        places.for_each(|place| take_place(&mut read, place));
    }
    read.alert.reference = record.said("UNReferenceNumber").or_else(|| record.said("RegimeName")).map(str::to_owned);
    Ok(Entry::Alert(Box::new(read)))
}
