//! Limen's own CSV.
//!
//! Columns, found by their heading, in any order, any but `id` missing or empty: `id`, `full_name`, `given_names`,
//! `surname`, `aliases` (parted by `|`), `birth_date` (`YYYY[-MM[-DD]]`, or `YYYY..YYYY`; several parted by `|`), `sex`
//! (`F`, `M`, `X`), `nationality` (ISO 3166-1, two or three letters; several parted by `|`), `birth_place`,
//! `document_number` (several parted by `|`), `plate`, `action` (`arrest`, `refuse`, `refer`, `inform-discreetly`,
//! `protect`, `seize-document`; `refer` where it is empty), `instruction`, `reference`, `valid_until`, `review_on`.

use super::{Entry, ListError, Taking, csv_with_headings, each_row, filled};
use jiff::civil::Date;
use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName, PartialDate, Sex, StateCode};
use serde::Deserialize;
use std::io;

#[derive(Deserialize)]
struct Row {
    id: String,
    full_name: Option<String>,
    given_names: Option<String>,
    surname: Option<String>,
    aliases: Option<String>,
    birth_date: Option<String>,
    sex: Option<String>,
    nationality: Option<String>,
    birth_place: Option<String>,
    document_number: Option<String>,
    plate: Option<String>,
    action: Option<String>,
    instruction: Option<String>,
    reference: Option<String>,
    valid_until: Option<String>,
    review_on: Option<String>,
}

pub(super) fn read<F: FnMut(Alert)>(reader: impl io::Read, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let (csv, headings) = csv_with_headings(reader)?;
    if !headings.iter().any(|heading| heading == "id") {
        return Err(ListError::NoId);
    }
    each_row(csv, Some(&headings), taking, |row: Row, list| {
        alert(&row, list).map(|alert| Entry::Alert(Box::new(alert)))
    })
}

fn several<T, E: std::fmt::Display>(
    value: &Option<String>,
    what: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Vec<T>, String> {
    let values = filled(value).unwrap_or_default().split('|').map(str::trim).filter(|value| !value.is_empty());
    values.map(|value| parse(value).map_err(|error| format!("{what} \u{201c}{value}\u{201d}: {error}"))).collect()
}

fn alert(row: &Row, list: &ListName) -> Result<Alert, String> {
    let id = AlertId::parse(&row.id).map_err(|error| error.to_string())?;
    let action =
        filled(&row.action).map(|action| action.parse::<Action>().map_err(|error| error.to_string())).transpose()?;
    let mut alert = Alert::new(list.clone(), id, action.unwrap_or(Action::Refer));
    let parted = [filled(&row.given_names), filled(&row.surname)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    alert.names.extend(filled(&row.full_name).map(str::to_owned));
    if !parted.is_empty() {
        alert.names.push(parted);
    }
    alert.names.extend(filled(&row.aliases).unwrap_or_default().split('|').map(str::to_owned));
    alert.birth_dates = several(&row.birth_date, "birth_date", str::parse)?;
    alert.sex = filled(&row.sex)
        .map(|sex| sex.to_ascii_uppercase().parse::<Sex>().map_err(|error| error.to_string()))
        .transpose()?;
    alert.nationalities = several(&row.nationality, "nationality", StateCode::from_iso)?;
    alert.birth_places = several(&row.birth_place, "birth_place", |place| Ok::<_, String>(place.to_owned()))?;
    alert.document_numbers =
        several(&row.document_number, "document_number", |number| Ok::<_, String>(DocumentNumber::new(number)))?;
    alert.plates = several(&row.plate, "plate", |number| Ok::<_, String>(DocumentNumber::new(number)))?;
    alert.instruction = filled(&row.instruction).map(str::to_owned);
    alert.reference = filled(&row.reference).map(str::to_owned);
    alert.valid_until = day(&row.valid_until, "valid_until")?;
    alert.review_on = day(&row.review_on, "review_on")?;
    Ok(alert)
}

fn day(value: &Option<String>, what: &str) -> Result<Option<Date>, String> {
    let Some(text) = filled(value) else { return Ok(None) };
    match text.parse::<PartialDate>() {
        Ok(PartialDate::Full(date)) => Ok(Some(date)),
        _ => Err(format!("{what} \u{201c}{text}\u{201d}: write a whole date as YYYY-MM-DD")),
    }
}
