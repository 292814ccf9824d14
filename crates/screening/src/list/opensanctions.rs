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
        alert.names.extend(several(&row.aliases));
        alert.birth_dates = several(&row.birth_date).filter_map(|text| said::birth_date(&text)).collect();
        alert.nationalities = several(&row.countries).filter_map(|text| values::state(&text)).collect();
        // Wikidata's numbers and those of registers are on no document.
        let is_on_document = |text: &String| {
            !text.starts_with('Q')
                && !text.get(..4).is_some_and(|begin| {
                    begin.ends_with('-') && begin[..3].bytes().all(|letter| letter.is_ascii_uppercase())
                })
        };
        alert.documents = several(&row.identifiers)
            .filter(is_on_document)
            .flat_map(|text| values::documents_in_words(&text))
            .collect();
        alert.reference = filled(&row.dataset).or(filled(&row.sanctions)).map(|text| text.chars().take(200).collect());
        Ok(Entry::Alert(Box::new(Read::of(alert))))
    })
}

/// The values of a cell, which is itself a line of CSV parted by semicolons.
fn several(value: &Option<String>) -> impl Iterator<Item = String> {
    let text = filled(value).unwrap_or_default();
    let mut csv =
        csv::ReaderBuilder::new().has_headers(false).delimiter(b';').flexible(true).from_reader(text.as_bytes());
    let values: Vec<String> = csv
        .records()
        .filter_map(Result::ok)
        .flat_map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .collect();
    values.into_iter().filter(|value| !value.is_empty())
}
