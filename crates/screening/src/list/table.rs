//! Lists of persons, documents or vehicles as tables: Limen's own CSV, and what police and ministries keep in
//! spreadsheets.
//!
//! Limen's own headings are `id`, `full_name`, `given_names`, `surname`, `aliases`, `birth_date`, `sex`, `nationality`,
//! `birth_place`, `document_number`, `issuer`, `plate`, `action` (`arrest`, `refuse`, `refer`, `inform-discreetly`,
//! `protect`, `seize-document`), `instruction`, `reference`, `valid_until`, `review_on`; several values of one field are
//! parted by `|`. Other headings are known in five languages (`limen_tables`). Where there is no `id`, one is made of what
//! the row says. A table without names is one of stolen documents or vehicles.

use super::{Entry, ListError, Read, Taking};
use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName, PartialDate};
use limen_tables::{Answers, Columns, Field, Person, Row, Table, values};
use rustc_hash::FxHasher;
use std::{hash::Hasher, io};

pub(super) fn read<F: FnMut(Alert)>(
    reader: impl io::Read + Send,
    answers: &Answers,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    let table = Table::open(reader, answers)?;
    let columns = &table.columns;
    let numbers = [Field::DocumentNumber, Field::PassportNumber, Field::CardNumber, Field::Plate];
    if !columns.has_names() && !columns.has(Field::Aliases) && !numbers.iter().any(|field| columns.has(*field)) {
        return Err(ListError::NothingToFind(columns.iter().map(|column| column.heading.clone()).collect()));
    }
    taking.report.unknown = columns.unknown().cloned().collect();
    for row in table.rows {
        let row = row?;
        let entry = alert(columns, &row, taking.list);
        taking.entry(row.line, entry)?;
    }
    Ok(())
}

fn alert(columns: &Columns, row: &Row, list: &ListName) -> Result<Entry, String> {
    let mut person = Person::of(columns, row);
    let mut without: Vec<String> =
        person.not_understood.iter().map(|(field, text)| not_understood(*field, text)).collect();
    if row.is_damaged {
        without.push("some of its letters are no letters of the file's encoding".to_owned());
    }
    let is_of_numbers = !columns.has_names() && !columns.has(Field::Aliases);
    if is_of_numbers {
        // A country beside a document without a bearer is the issuer's.
        let issuer = person.nationalities.first().copied();
        person.documents.iter_mut().for_each(|(_, key)| key.issuer = key.issuer.or(issuer));
        person.nationalities.clear();
    }
    let action = match columns.get(row, Field::Action) {
        "" if is_of_numbers && !columns.has(Field::Plate) => Action::SeizeDocument,
        "" => Action::Refer,
        text => values::action(text).unwrap_or_else(|| {
            // What an alert asks for must not be lost: the officer reads it, and the second line decides.
            without.push(format!("action \u{201c}{}\u{201d} is none of Limen's; it asks to refer", cut(text)));
            Action::Refer
        }),
    };
    let id = match columns.get(row, Field::Id) {
        "" => made_id(&person, columns.get(row, Field::Plate))?,
        // Identifiers of other services hold whatever characters they like.
        text => AlertId::parse(text).or_else(|_| super::said::id(text))?,
    };
    let mut alert = Alert::new(list.clone(), id, action);
    alert.names = person.names().collect();
    alert.birth_dates = person.birth_dates;
    alert.sex = person.sex;
    alert.nationalities = person.nationalities;
    alert.birth_places = person.birth_places;
    alert.documents = person.documents.into_iter().map(|(_, key)| key).collect();
    alert.plates = columns.each(row, Field::Plate).flat_map(|text| text.split('|')).map(DocumentNumber::new).collect();
    alert.plates.retain(|plate| !plate.is_empty());
    let text = |field| Some(columns.get(row, field)).filter(|text| !text.is_empty()).map(str::to_owned);
    alert.instruction = text(Field::Instruction);
    let said = columns.get(row, Field::Action);
    if !said.is_empty() && values::action(said).is_none() {
        alert.instruction = Some(alert.instruction.map_or_else(|| said.to_owned(), |more| format!("{said}. {more}")));
    }
    let about = [text(Field::Reference), text(Field::Reason)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    alert.reference = Some(about).filter(|about| !about.is_empty());
    let mut day = |field| match columns.get(row, field) {
        text if values::is_unknown(text) => None,
        text => match values::day(text, columns.days) {
            Some(PartialDate::Full(date)) => Some(date),
            _ => {
                without.push(not_understood(field, text));
                None
            }
        },
    };
    alert.valid_until = day(Field::ValidUntil);
    alert.review_on = day(Field::ReviewOn);
    Ok(Entry::Alert(Box::new(Read { alert, without })))
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

fn not_understood(field: Field, text: &str) -> String {
    format!("{} \u{201c}{}\u{201d} is not understood", field.code(), cut(text))
}

/// An identifier made of what a row says of whom it is about: the same as long as that stays the same.
fn made_id(person: &Person, plate: &str) -> Result<AlertId, String> {
    if let ([(_, key)], true) = (&person.documents[..], person.names().next().is_none()) {
        return super::said::id(&key.to_string());
    }
    let mut hasher = FxHasher::default();
    person.names().for_each(|name| hasher.write(name.as_bytes()));
    person.birth_dates.iter().for_each(|date| hasher.write(date.to_string().as_bytes()));
    person.documents.iter().for_each(|(_, key)| hasher.write(key.to_string().as_bytes()));
    hasher.write(plate.as_bytes());
    super::said::id(&format!("made-{:016x}", hasher.finish()))
}
