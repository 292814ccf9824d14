//! Stolen and lost documents: a CSV with a column `number` (or `document_number`), and, where they are known, `id`,
//! `country` (issuing state), `type`, `reference`, `action`. Where there is no `id`, the number with the state is one.

use super::{Entry, ListError, Taking, csv_with_headings, each_row, filled};
use limen_domain::{Action, Alert, AlertId, DocumentNumber};
use serde::Deserialize;
use std::io;

#[derive(Deserialize)]
struct Row {
    id: Option<String>,
    #[serde(alias = "document_number")]
    number: Option<String>,
    #[serde(alias = "issuing_state")]
    country: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    reference: Option<String>,
    action: Option<String>,
}

pub(super) fn read<F: FnMut(Alert)>(reader: impl io::Read, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let (csv, headings) = csv_with_headings(reader)?;
    if !headings.iter().any(|heading| matches!(heading, "number" | "document_number")) {
        return Err(ListError::Other("list of documents", "it has no column \u{201c}number\u{201d}"));
    }
    each_row(csv, Some(&headings), taking, |row: Row, list| {
        let number = DocumentNumber::new(filled(&row.number).unwrap_or_default());
        if number.is_empty() {
            return Err("it has no document number".to_owned());
        }
        let of_state =
            [filled(&row.country), Some(number.as_str())].into_iter().flatten().collect::<Vec<_>>().join("-");
        let id = AlertId::parse(filled(&row.id).unwrap_or(&of_state)).map_err(|error| error.to_string())?;
        let action = filled(&row.action)
            .map(|action| action.parse::<Action>().map_err(|error| error.to_string()))
            .transpose()?;
        let mut alert = Alert::new(list.clone(), id, action.unwrap_or(Action::SeizeDocument));
        alert.document_numbers.push(number);
        let said = [filled(&row.kind), filled(&row.reference)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        alert.reference = Some(said).filter(|said| !said.is_empty());
        Ok(Entry::Alert(Box::new(alert)))
    })
}
