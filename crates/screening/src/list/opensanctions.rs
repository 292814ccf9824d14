//! OpenSanctions' `targets.simple.csv`: several values in a column are parted by `;`.

use super::{Entry, ListError, NoList, Read, Reason, Taking, gathered::places_of, taking::whole};
use limen_domain::{Alert, ListName};
use limen_tables::raw_rows;
use std::io;

/// What a column of a row says; empty where it says nothing.
type Says<'a> = &'a dyn Fn(&str) -> &'a str;

pub(super) fn read<F: FnMut(Alert)>(reader: impl io::Read + Send, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let mut rows = raw_rows(reader, Some(b','))?;
    let headings = rows.next().transpose()?.map(|row| row.cells).unwrap_or_default();
    let places = places_of(&headings);
    if !["id", "schema", "name"].iter().all(|needed| places.contains_key(*needed)) {
        return Err(NoList::OpenSanctions.into());
    }
    for row in rows {
        let row = whole(row?, headings.len())?;
        let says = |column: &str| places.get(column).and_then(|at| row.cells.get(*at)).map_or("", String::as_str);
        let entry = if says("schema") == "Person" {
            alert(&says, taking.list).map(|mut read| {
                read.take_damage(&row);
                Entry::Alert(Box::new(read))
            })
        } else {
            Ok(Entry::PassedOver)
        };
        taking.entry(row.line, entry)?;
    }
    Ok(())
}

fn alert(says: Says<'_>, list: &ListName) -> Result<Read, Reason> {
    let mut read = Read::new(list, says("id"))?;
    read.alert.names.push(says("name").to_owned());
    read.alert.names.extend(several(says("aliases")));
    several(says("birth_date")).for_each(|text| read.take_birth(&text, false));
    several(says("countries")).for_each(|text| read.take_state(&text));
    // Wikidata's numbers and those of registers are on no document.
    let is_on_document = |text: &String| {
        !text.starts_with('Q')
            && !text.get(..4).is_some_and(|begin| {
                begin.ends_with('-') && begin[..3].bytes().all(|letter| letter.is_ascii_uppercase())
            })
    };
    several(says("identifiers")).filter(is_on_document).for_each(|text| read.take_documents(&text, None));
    let about = [says("dataset"), says("sanctions")].into_iter().find(|text| !text.is_empty());
    read.alert.reference = about.map(|text| text.chars().take(200).collect());
    Ok(read)
}

/// The values of a cell, which is itself a line of CSV parted by semicolons.
fn several(cell: &str) -> impl Iterator<Item = String> {
    let mut csv =
        csv::ReaderBuilder::new().has_headers(false).delimiter(b';').flexible(true).from_reader(cell.as_bytes());
    let values: Vec<String> = csv
        .records()
        .filter_map(Result::ok)
        .flat_map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .collect();
    values.into_iter().filter(|value| !value.is_empty())
}
