//! Notices as INTERPOL's public web service gives them (JSON, one document): persons are taken.

use super::{Entry, ListError, NoList, Read, Reason, ReportLine, Taking, said};
use limen_domain::{Alert, AliasBirths, ListName};
use limen_tables::{TableError, values};
use serde_json::Value;
use std::io::Read as _;

/// Maximum bytes of the document.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

pub(super) fn read<F: FnMut(Alert)>(
    reader: impl std::io::BufRead,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TableError::TooLarge.into());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let said: Value = serde_json::from_slice(bytes).map_err(|_| NoList::Notices)?;
    let notices = said.pointer("/_embedded/notices").or_else(|| said.get("notices")).unwrap_or(&said);
    let notices = notices.as_array().map_or(std::slice::from_ref(notices), Vec::as_slice);
    if let Some(of) = said.get("total").and_then(Value::as_u64).filter(|total| *total > notices.len() as u64) {
        taking.report.notes.push(ReportLine::Part { read: notices.len(), of });
    }
    for (number, notice) in (1..).zip(notices) {
        let entry = alert(notice, taking.list).map(|read| Entry::Alert(Box::new(read)));
        taking.entry(number, entry)?;
    }
    Ok(())
}

fn alert(notice: &Value, list: &ListName) -> Result<Read, Reason> {
    let text = |name: &str| notice.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default();
    let each = |name: &str| notice.get(name).and_then(Value::as_array).into_iter().flatten();
    let mut read = Read::new(list, text("entity_id"))?;
    read.alert.names.push(full_name(text("forename"), text("name")));
    read.alert.names.push(full_name(text("forename_in_original_script"), text("name_in_original_script")));
    // `0000/00/00` says that it is not known.
    read.take_birth(text("date_of_birth"), false);
    read.take_sex(text("sex_id"));
    each("nationalities").filter_map(Value::as_str).for_each(|state| read.take_state(state));
    read.alert.birth_places.extend(Some(text("place_of_birth").to_owned()).filter(|place| !place.is_empty()));
    for alias in each("aliases") {
        let text = |name: &str| alias.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default();
        let name = alias.as_str().map_or_else(|| full_name(text("forename"), text("name")), str::to_owned);
        if let Some(date) = said::birth_date(text("date_of_birth")) {
            read.alert.alias_births.push(AliasBirths { name: name.clone(), birth_dates: vec![date] });
        }
        read.alert.names.push(name);
    }
    for papers in each("identity_documents").chain(each("documents")).chain(each("passports")) {
        let number = ["nr", "number", "document_number"].iter().find_map(|name| papers.get(name)?.as_str());
        let mut issuer = ["issuing_country_id", "country_id", "citizenship_id"].iter();
        let issuer = issuer.find_map(|name| values::state(papers.get(name)?.as_str()?));
        read.take_documents(number.unwrap_or_default(), issuer);
    }
    let charges = each("arrest_warrants").filter_map(|warrant| warrant.get("charge").and_then(Value::as_str));
    let charges: Vec<&str> = charges.map(|charge| charge.trim_start_matches(['-', '\t', ' '])).collect();
    read.alert.reference =
        Some(charges.join(", ").chars().take(200).collect::<String>()).filter(|said| !said.is_empty());
    Ok(read)
}

fn full_name(given: &str, family: &str) -> String {
    format!("{given} {family}").trim().to_owned()
}
