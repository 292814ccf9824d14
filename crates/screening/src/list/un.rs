//! The consolidated list of the United Nations Security Council, as XML: individuals are taken, entities passed over.

use super::{
    Entry, ListError, Read, Taking, said,
    xml::{self, Node},
};
use limen_domain::{Action, Alert, AliasBirths, BirthDate, DocumentKey, ListName, StateCode};
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
            taking.report.version = record.said("dateGenerated").map(|date| date.chars().take(40).collect());
            Ok(())
        }
    })
}

fn alert(record: &Node, list: &ListName) -> Result<Read, String> {
    let reference = record.said("REFERENCE_NUMBER");
    let id = said::id(reference.or_else(|| record.said("DATAID")).unwrap_or_default())?;
    let mut read = Read::of(Alert::new(list.clone(), id, Action::Refer));
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let main = parts.iter().filter_map(|part| record.said(part)).collect::<Vec<_>>().join(" ");
    let main = said::named(&main);
    read.alert.names.extend(main.names);
    read.alert.birth_dates =
        record.each("INDIVIDUAL_DATE_OF_BIRTH").filter_map(|born| birth_date(born, &mut read.without)).collect();
    read.alert.birth_dates.extend(main.birth_dates);
    read.alert.documents.extend(main.documents);
    for alias in record.each("INDIVIDUAL_ALIAS") {
        take_alias(alias, &mut read);
    }
    for name in record.each("NAME_ORIGINAL_SCRIPT").map(|node| node.text.as_str()) {
        read.alert.names.extend(said::named(name).names);
    }
    read.alert.sex = record.said("GENDER").and_then(values::sex);
    let states = record.items("NATIONALITY", "VALUE").chain(record.items("NATIONALITY2", "VALUE"));
    read.alert.nationalities = states.filter_map(|state| read_state(&state.text, &mut read.without)).collect();
    let places = record.each("INDIVIDUAL_PLACE_OF_BIRTH").filter_map(|place| place.said("CITY"));
    read.alert.birth_places = places.filter(|place| !values::is_unknown(place)).map(str::to_owned).collect();
    for document in record.each("INDIVIDUAL_DOCUMENT") {
        take_document(document, &mut read);
    }
    read.alert.reference = reference.map(str::to_owned);
    Ok(read)
}

fn read_state(text: &str, without: &mut Vec<String>) -> Option<StateCode> {
    let state = values::state(text);
    if state.is_none() && !values::is_unknown(text) {
        without.push(format!(
            "nationality \u{201c}{}\u{201d} is not understood",
            text.trim().chars().take(60).collect::<String>()
        ));
    }
    state
}

/// Takes an alias in; what else its element says is the alias's alone.
fn take_alias(alias: &Node, read: &mut Read) {
    let Some(text) = alias.said("ALIAS_NAME") else { return };
    let said = said::named(text);
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

fn take_document(document: &Node, read: &mut Read) {
    let issuer =
        ["ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"].iter().find_map(|name| document.said(name)).and_then(values::state);
    let of_issuer = |key: DocumentKey| DocumentKey { issuer: key.issuer.or(issuer), ..key };
    for text in [document.said("NUMBER"), document.said("NOTE")].into_iter().flatten() {
        read.alert.documents.extend(values::documents_in_words(text).into_iter().map(of_issuer));
    }
}

fn birth_date(record: &Node, without: &mut Vec<String>) -> Option<BirthDate> {
    let kind = record.said("TYPE_OF_DATE").unwrap_or_default().to_lowercase();
    let note = record.said("NOTE").unwrap_or_default().to_lowercase();
    let is_guess = [&kind, &note].iter().any(|text| text.contains("approx") || text.contains("circa"));
    let years = record.said("FROM_YEAR").zip(record.said("TO_YEAR"));
    let said = match years {
        Some((first, last)) => Some(format!("{first}..{last}")),
        None => {
            record.said("DATE").or_else(|| record.said("YEAR")).or_else(|| record.said("FROM_YEAR")).map(str::to_owned)
        }
    }?;
    let date = said::birth_date(&said);
    if date.is_none() && !values::is_unknown(&said) {
        without.push(format!(
            "birth date \u{201c}{}\u{201d} is not understood",
            said.chars().take(60).collect::<String>()
        ));
    }
    date.map(|date| if is_guess { date.guessed() } else { date })
}
