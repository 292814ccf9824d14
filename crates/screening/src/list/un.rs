//! The consolidated list of the United Nations Security Council, as XML: individuals are taken, entities passed over.

use super::{
    Entry, ListError, Taking, countries, said,
    xml::{self, Node},
};
use limen_domain::{Action, Alert, BirthDate, DocumentNumber, ListName};
use std::io;

pub(super) fn read<F: FnMut(Alert)>(reader: impl io::BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    xml::records(reader, "CONSOLIDATED_LIST", &["INDIVIDUAL", "ENTITY"], |line, record| match record.name.as_str() {
        "INDIVIDUAL" => {
            let entry = alert(&record, taking.list).map(|alert| Entry::Alert(Box::new(alert)));
            taking.entry(line, entry)
        }
        "ENTITY" => taking.entry(line, Ok(Entry::PassedOver)),
        _ => {
            taking.report.version = record.said("dateGenerated").map(|date| date.chars().take(40).collect());
            Ok(())
        }
    })
}

fn alert(record: &Node, list: &ListName) -> Result<Alert, String> {
    let reference = record.said("REFERENCE_NUMBER");
    let id = said::id(reference.or_else(|| record.said("DATAID")).unwrap_or_default())?;
    let mut alert = Alert::new(list.clone(), id, Action::Refer);
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    alert.names.push(parts.iter().filter_map(|part| record.said(part)).collect::<Vec<_>>().join(" "));
    let aliases = record.each("INDIVIDUAL_ALIAS").filter_map(|alias| alias.said("ALIAS_NAME"));
    // Several aliases in one field are parted by semicolons.
    alert.names.extend(aliases.flat_map(|names| names.split(';')).map(str::to_owned));
    alert.names.extend(record.said("NAME_ORIGINAL_SCRIPT").map(str::to_owned));
    alert.birth_dates = record.each("INDIVIDUAL_DATE_OF_BIRTH").filter_map(birth_date).collect();
    alert.sex = record.said("GENDER").and_then(said::sex);
    alert.nationalities =
        record.items("NATIONALITY", "VALUE").filter_map(|state| countries::state(&state.text)).collect();
    alert.birth_places =
        record.each("INDIVIDUAL_PLACE_OF_BIRTH").filter_map(|place| place.said("CITY")).map(str::to_owned).collect();
    let documents = record.each("INDIVIDUAL_DOCUMENT").filter_map(|document| document.said("NUMBER"));
    alert.document_numbers = documents.map(DocumentNumber::new).collect();
    alert.reference = reference.map(str::to_owned);
    Ok(alert)
}

fn birth_date(record: &Node) -> Option<BirthDate> {
    if let (Some(first), Some(last)) = (record.said("FROM_YEAR"), record.said("TO_YEAR")) {
        return format!("{first}..{last}").parse().ok();
    }
    record.said("DATE").or_else(|| record.said("YEAR")).and_then(said::birth_date)
}
