//! OpenSanctions' `targets.simple.csv`: several values in a column are parted by `;`.

use super::{Entry, ListError, Read, Taking, csv_with_headings, each_row, filled, said};
use limen_domain::{Action, Alert};
use limen_tables::values;
use serde::Deserialize;
use std::io;

#[derive(Deserialize)]
struct Row {
    id: String,
    schema: Option<String>,
    name: Option<String>,
    aliases: Option<String>,
    birth_date: Option<String>,
    countries: Option<String>,
    identifiers: Option<String>,
    dataset: Option<String>,
    sanctions: Option<String>,
}

pub(super) fn read<F: FnMut(Alert)>(reader: impl io::Read, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let (csv, headings) = csv_with_headings(reader)?;
    if !["id", "schema", "name"].iter().all(|needed| headings.iter().any(|heading| heading == *needed)) {
        return Err(ListError::Other(
            "list of OpenSanctions",
            "it has not the columns \u{201c}id\u{201d}, \u{201c}schema\u{201d} and \u{201c}name\u{201d}",
        ));
    }
    each_row(csv, Some(&headings), taking, |row: Row, list| {
        if filled(&row.schema) != Some("Person") {
            return Ok(Entry::PassedOver);
        }
        let mut alert = Alert::new(list.clone(), said::id(&row.id)?, Action::Refer);
        alert.names.extend(filled(&row.name).map(str::to_owned));
        alert.names.extend(several(&row.aliases).map(str::to_owned));
        alert.birth_dates = several(&row.birth_date).filter_map(said::birth_date).collect();
        alert.nationalities = several(&row.countries).filter_map(values::state).collect();
        alert.documents = several(&row.identifiers).flat_map(values::documents_in_words).collect();
        alert.reference = filled(&row.dataset).or(filled(&row.sanctions)).map(|text| text.chars().take(200).collect());
        Ok(Entry::Alert(Box::new(Read::of(alert))))
    })
}

fn several(value: &Option<String>) -> impl Iterator<Item = &str> {
    filled(value).unwrap_or_default().split(';').map(str::trim).filter(|value| !value.is_empty())
}
