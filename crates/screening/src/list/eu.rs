//! The consolidated list of financial sanctions of the European Union, as CSV 1.1 (a row for each part of an entry) and as
//! XML 1.1 (everything in attributes): persons are taken, all else passed over.

use super::{
    Entry, ListError, Read, Reason, Taking,
    gathered::{Gathered, places_of},
    said,
    taking::whole,
    xml::{self, Node},
};
use limen_domain::{Alert, ListName};
use limen_tables::{raw_rows, values};
use std::io;

/// What a part of an entry says by name; empty where it says nothing.
type Says<'a> = &'a dyn Fn(&str) -> String;

pub(super) fn read_xml<F: FnMut(Alert)>(reader: impl io::BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    xml::records(reader, &["export"], &["sanctionEntity"], |line, record| match record.name.as_str() {
        "sanctionEntity" => {
            let entry = of_element(&record, taking.list);
            taking.entry(line, entry)
        }
        _ => {
            record.said("generationDate").into_iter().for_each(|date| taking.version(date));
            Ok(())
        }
    })
}

fn of_element(record: &Node, list: &ListName) -> Result<Entry, Reason> {
    let is_person = record.each("subjectType").any(|kind| {
        is_person(kind.said("code").unwrap_or_default())
            || is_person(kind.said("classificationCode").unwrap_or_default())
    });
    if !is_person {
        return Ok(Entry::PassedOver);
    }
    let id = record.said("euReferenceNumber").or_else(|| record.said("logicalId")).unwrap_or_default();
    let mut read = Read::new(list, id)?;
    let says = |node: &Node, name: &str| node.said(name).unwrap_or_default().to_owned();
    record.each("nameAlias").for_each(|node| take_name(&mut read, &|name| says(node, name)));
    record.each("birthdate").for_each(|node| take_birth(&mut read, &|name| says(node, name)));
    record.each("identification").for_each(|node| take_document(&mut read, &|name| says(node, name)));
    record.each("citizenship").for_each(|node| take_state(&mut read, &|name| says(node, name)));
    let programmes = record.each("regulation").filter_map(|node| node.said("programme"));
    read.alert.reference = reference(record.said("unitedNationId"), programmes);
    Ok(Entry::Alert(Box::new(read)))
}

fn is_person(kind: &str) -> bool {
    matches!(kind, "P" | "person")
}

fn reference<'a>(united_nations: Option<&'a str>, programmes: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut said: Vec<&str> = united_nations.into_iter().chain(programmes).filter(|text| !text.is_empty()).collect();
    said.dedup();
    Some(said.join(", ")).filter(|said| !said.is_empty())
}

fn take_name(read: &mut Read, says: Says<'_>) {
    let whole = says("wholeName");
    let parted = [says("firstName"), says("middleName"), says("lastName")];
    let parted = parted.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    for name in [whole, parted].into_iter().filter(|name| !name.is_empty()) {
        read.alert.names.extend(said::named(&name).names);
    }
    read.take_sex(&says("gender"));
}

fn take_birth(read: &mut Read, says: Says<'_>) {
    let is_guess = says("circa").eq_ignore_ascii_case("true");
    let is_gregorian = matches!(says("calendarType").as_str(), "" | "GREGORIAN");
    let (from, to) = (says("yearRangeFrom"), says("yearRangeTo"));
    // Of a date of another calendar the list gives the Gregorian day as `birthdate`, and year, month and day as they were.
    let written = if !says("birthdate").is_empty() {
        says("birthdate")
    } else if !is_gregorian {
        String::new()
    } else if !from.is_empty() && !to.is_empty() {
        format!("{from}..{to}")
    } else {
        let parts = [says("dayOfMonth"), says("monthOfYear"), says("year")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    };
    read.take_birth(&written, is_guess);
    let place = [says("city"), says("place")].into_iter().find(|place| !values::is_unknown(place));
    read.alert.birth_places.extend(place);
}

fn take_document(read: &mut Read, says: Says<'_>) {
    let number = Some(says("latinNumber")).filter(|number| !number.is_empty()).unwrap_or_else(|| says("number"));
    read.take_documents(&number, state(says));
}

fn take_state(read: &mut Read, says: Says<'_>) {
    match state(says) {
        Some(state) => read.take_known_state(state),
        None => read.take_state(&says("countryDescription")),
    }
}

/// The state that a part names: by its code, save those that stand for none today, else by its description.
fn state(says: Says<'_>) -> Option<limen_domain::StateCode> {
    let code = Some(says("countryIso2Code")).filter(|code| !matches!(code.as_str(), "" | "00" | "CS" | "TP" | "ZR"));
    code.and_then(|code| values::state(&code)).or_else(|| values::state(&says("countryDescription")))
}

/// What the parts of an entry are called in XML, and the columns of CSV that say the same.
const COLUMNS: &[(&str, &[(&str, &str)])] = &[
    (
        "NameAlias_",
        &[
            ("wholeName", "WholeName"),
            ("firstName", "FirstName"),
            ("middleName", "MiddleName"),
            ("lastName", "LastName"),
            ("gender", "Gender"),
        ],
    ),
    (
        "BirthDate_",
        &[
            ("birthdate", "BirthDate"),
            ("dayOfMonth", "Day"),
            ("monthOfYear", "Month"),
            ("year", "Year"),
            ("yearRangeFrom", "YearRangeFrom"),
            ("yearRangeTo", "YearRangeTo"),
            ("circa", "Circa"),
            ("calendarType", "CalendarType"),
            ("city", "City"),
            ("place", "Place"),
        ],
    ),
    (
        "Identification_",
        &[
            ("number", "Number"),
            ("latinNumber", "LatinNumber"),
            ("countryIso2Code", "CountryIso2Code"),
            ("countryDescription", "CountryDescription"),
        ],
    ),
    ("Citizenship_", &[("countryIso2Code", "CountryIso2Code"), ("countryDescription", "CountryDescription")]),
];

pub(super) fn read_csv<F: FnMut(Alert)>(
    reader: impl io::Read + Send,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    let mut rows = raw_rows(reader, Some(b';'))?;
    let headings = rows.next().transpose()?.map(|row| row.cells).unwrap_or_default();
    let places = places_of(&headings);
    let mut gathered = Gathered::default();
    for row in rows {
        let row = whole(row?, headings.len())?;
        let get = |column: &str| places.get(column).and_then(|at| row.cells.get(*at)).map_or("", |cell| cell.trim());
        let key = get("Entity_LogicalId");
        if key.is_empty() {
            if !row.is_empty() {
                taking.entry(row.line, Err(Reason::NoId))?;
            }
            continue;
        }
        if taking.report.version.is_none() {
            taking.version(get("fileGenerationDate"));
        }
        let make = || {
            let is_person =
                is_person(get("Entity_SubjectType")) || is_person(get("Entity_SubjectType_ClassificationCode"));
            let id = Some(get("Entity_EU_ReferenceNumber")).filter(|id| !id.is_empty()).unwrap_or(key);
            let mut read = Read::new(taking.list, id)?;
            let programme = std::iter::once(get("Entity_Regulation_Programme"));
            read.alert.reference = reference(Some(get("Entity_UnitedNationId")), programme);
            Ok(is_person.then_some(read))
        };
        let Some(read) = gathered.person(key, row.line, make) else { continue };
        read.take_damage(&row);
        for (prefix, names) in COLUMNS {
            let says = |name: &str| {
                let column =
                    names.iter().find(|(known, _)| *known == name).map(|(_, column)| format!("{prefix}{column}"));
                column.map_or(String::new(), |column| get(&column).to_owned())
            };
            match *prefix {
                "NameAlias_" => take_name(read, &says),
                "BirthDate_" => take_birth(read, &says),
                "Identification_" => take_document(read, &says),
                _ => take_state(read, &says),
            }
        }
    }
    gathered.finish(taking)
}
