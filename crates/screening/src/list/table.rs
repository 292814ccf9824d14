//! Lists of persons, documents or vehicles as tables: Limen's own CSV, and what police and ministries keep in
//! spreadsheets.
//!
//! Limen's own headings are `id`, `full_name`, `given_names`, `surname`, `aliases`, `birth_date`, `sex`, `nationality`,
//! `birth_place`, `document_number`, `issuer`, `plate`, `action` (`arrest`, `refuse`, `refer`, `inform-discreetly`,
//! `protect`, `seize-document`), `instruction`, `reference`, `valid_until`, `review_on`; several values of one field are
//! parted by `|`. Other headings are known in five languages (`limen_tables`). Where there is no `id`, one is made of what
//! the row says. A table without names is one of stolen documents or vehicles.

use super::{Entry, ListError, Read, Taking};
use limen_domain::{Action, Alert, AlertId, AliasBirths, DocumentKey, DocumentNumber, ListName, PartialDate};
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
    // A notice's issuing country asks for the arrest; it is not the issuer of a document.
    if columns.has(Field::Reason) && !is_of_numbers {
        person.documents.iter_mut().for_each(|(_, key)| key.issuer = None);
    }
    if is_of_numbers && is_found_again(columns.get(row, Field::Status)) {
        return Ok(Entry::PassedOver);
    }
    if is_of_numbers {
        // A country beside a document without a bearer is the issuer's.
        let issuer = values::state(columns.get(row, Field::Issuer)).or(person.nationalities.first().copied());
        person.documents.iter_mut().for_each(|(_, key)| key.issuer = key.issuer.or(issuer));
        person.nationalities.clear();
        person.birth_dates.clear();
        let mut batches = Vec::new();
        for field in [Field::DocumentNumber, Field::PassportNumber, Field::CardNumber] {
            batches.extend(columns.each(row, field).flat_map(batch));
        }
        if !batches.is_empty() {
            let key = |number: String| DocumentKey::of(issuer, &number).map(|key| (None, key));
            person.documents = batches.into_iter().filter_map(key).collect();
        }
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
    alert.names = person.names().filter(|name| !person.aliases.contains(name)).collect();
    alert.birth_dates = person.birth_dates;
    for alias in &person.aliases {
        let said = super::said::named(alias);
        if !said.birth_dates.is_empty() {
            let own = |name: &String| AliasBirths { name: name.clone(), birth_dates: said.birth_dates.clone() };
            alert.alias_births.extend(said.names.iter().map(own));
        }
        alert.names.extend(said.names);
        alert.documents.extend(said.documents);
    }
    alert.sex = person.sex;
    alert.nationalities = person.nationalities;
    alert.birth_places = person.birth_places;
    alert.documents.extend(person.documents.into_iter().map(|(_, key)| key));
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

/// Maximum number of documents of a stolen batch.
const MOST_OF_BATCH: u64 = 10_000;

/// The numbers of a stolen batch, from the first to the last: `AB000100-AB000199`; none of another text.
fn batch(text: &str) -> Vec<String> {
    let Some((first, last)) = text.split_once(['-', '\u{2013}']) else { return Vec::new() };
    let (first, last) = (first.trim(), last.trim());
    let digits = first.len() - first.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let (series, from) = first.split_at(first.len() - digits);
    let (Some(to), Ok(from)) = (last.strip_prefix(series), from.parse::<u64>()) else { return Vec::new() };
    let is_whole = digits >= 5 && to.len() == digits && to.bytes().all(|letter| letter.is_ascii_digit());
    match to.parse::<u64>() {
        Ok(to) if is_whole && from < to && to - from < MOST_OF_BATCH => {
            (from..=to).map(|number| format!("{series}{number:0digits$}")).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a stolen or lost document or vehicle was found again: it stops nobody any more.
fn is_found_again(status: &str) -> bool {
    let status = status.to_lowercase();
    ["found", "recovered", "retrouv", "inactive", "deleted", "withdrawn", "closed"]
        .iter()
        .any(|word| status.starts_with(word))
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
