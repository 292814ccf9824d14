//! The consolidated list of the United Nations Security Council, as XML: individuals are taken, entities passed over.

use super::{
    Entry, ListError, Read, Reason, Taking, said,
    xml::{self, Node},
};
use limen_domain::{Alert, AliasBirths, DocumentKey, ListName};
use limen_tables::values;
use std::io;

pub(super) fn read<F: FnMut(Alert)>(reader: impl io::BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    xml::records(reader, &["CONSOLIDATED_LIST"], &["INDIVIDUAL", "ENTITY"], |line, record| match record.name.as_str() {
        "INDIVIDUAL" => {
            let entry = alert(&record, taking.list).map(|read| Entry::Alert(Box::new(read)));
            taking.entry(line, entry)
        }
        "ENTITY" => taking.entry(line, Ok(Entry::PassedOver)),
        _ => {
            record.said("dateGenerated").into_iter().for_each(|date| taking.version(date));
            Ok(())
        }
    })
}

fn alert(record: &Node, list: &ListName) -> Result<Read, Reason> {
    let reference = record.said("REFERENCE_NUMBER");
    let mut read = Read::new(list, reference.or_else(|| record.said("DATAID")).unwrap_or_default())?;
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let parts = parts.iter().filter_map(|part| record.said(part)).filter(|part| !values::is_unknown(part));
    let main = parts.collect::<Vec<_>>().join(" ");
    let main = said::named(&main);
    read.alert.names.extend(main.names);
    record.each("INDIVIDUAL_DATE_OF_BIRTH").for_each(|born| take_birth(born, &mut read));
    read.alert.birth_dates.extend(main.birth_dates);
    read.alert.documents.extend(main.documents);
    for alias in record.each("INDIVIDUAL_ALIAS") {
        take_alias(alias, &mut read);
    }
    for name in record.each("NAME_ORIGINAL_SCRIPT").map(|node| node.text.as_str()) {
        read.alert.names.extend(said::named(name).names);
    }
    read.take_sex(record.said("GENDER").unwrap_or_default());
    let states = record.items("NATIONALITY", "VALUE").chain(record.items("NATIONALITY2", "VALUE"));
    states.for_each(|state| read.take_state(&state.text));
    let place = |place: &'_ Node| place.said("CITY").or_else(|| place.said("COUNTRY")).map(str::to_owned);
    let places: Vec<String> = record.each("INDIVIDUAL_PLACE_OF_BIRTH").filter_map(place).collect();
    read.alert.birth_places = places.into_iter().filter(|place| !values::is_unknown(place)).collect();
    for document in record.each("INDIVIDUAL_DOCUMENT") {
        take_document(document, &mut read);
    }
    read.alert.reference = reference.map(str::to_owned);
    Ok(read)
}

/// Takes an alias in; what else its element says is the alias's alone.
fn take_alias(alias: &Node, read: &mut Read) {
    let Some(text) = alias.said("ALIAS_NAME") else { return };
    let mut said = said::named(text);
    if let Some(note) = alias.said("NOTE") {
        said.note(note);
    }
    let own = alias.each("DATE_OF_BIRTH").map(|born| born.text.as_str()).filter(|text| !text.trim().is_empty());
    let mut births = said.birth_dates;
    births.extend(own.flat_map(|text| text.split(';')).filter_map(said::birth_date));
    if !births.is_empty() {
        let of_name = |name: &String| AliasBirths { name: name.clone(), birth_dates: births.clone() };
        read.alert.alias_births.extend(said.names.iter().map(of_name));
    }
    read.alert.names.extend(said.names);
    read.alert.documents.extend(said.documents);
}

/// Takes a document in: its number stands in the element for it, or else in the kind or the note. Its issuer is the state
/// that issued it, else the one that the words around the number name, else the one where it was issued.
fn take_document(document: &Node, read: &mut Read) {
    let state = |name: &str| document.said(name).and_then(values::state);
    let (issuer, issued_in) = (state("ISSUING_COUNTRY"), state("COUNTRY_OF_ISSUE"));
    let fields = ["NUMBER", "TYPE_OF_DOCUMENT2", "NOTE"].iter().filter_map(|name| document.said(name));
    let found = fields.map(values::documents_in_words).find(|found| !found.is_empty()).unwrap_or_default();
    let of_issuer = |key: DocumentKey| DocumentKey { issuer: issuer.or(key.issuer).or(issued_in), ..key };
    read.alert.documents.extend(found.into_iter().map(of_issuer));
}

fn take_birth(record: &Node, read: &mut Read) {
    let kind = record.said("TYPE_OF_DATE").unwrap_or_default().to_lowercase();
    let note = record.said("NOTE").unwrap_or_default().to_lowercase();
    let is_guess = [&kind, &note].iter().any(|text| text.contains("approx") || text.contains("circa"));
    let years = record.said("FROM_YEAR").zip(record.said("TO_YEAR"));
    let said = match years {
        Some((first, last)) => format!("{first}..{last}"),
        None => ["DATE", "YEAR", "FROM_YEAR"].iter().find_map(|name| record.said(name)).unwrap_or_default().to_owned(),
    };
    // Some days carry a time zone: `1960-01-01-05:00`.
    let day = said.get(..10).filter(|day| said.len() > 10 && day.parse::<jiff::civil::Date>().is_ok());
    read.take_birth(day.unwrap_or(&said), is_guess);
}
