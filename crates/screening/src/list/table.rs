//! Lists of persons, documents or vehicles as tables: Limen's own CSV, and what police and ministries keep in
//! spreadsheets.
//!
//! Limen's own headings are `id`, `full_name`, `given_names`, `surname`, `aliases`, `birth_date`, `sex`, `nationality`,
//! `birth_place`, `document_number`, `issuer`, `plate`, `action` (`arrest`, `refuse`, `refer`, `inform-discreetly`,
//! `protect`, `seize-document`), `instruction`, `reference`, `valid_until`, `review_on`; several values of one field are
//! parted by `|`. Other headings are known in five languages (`limen_tables`). Where there is no `id`, one is made of what
//! the row says. A table without names is one of stolen documents or vehicles.

use super::{Entry, ListError, MOST_DOCUMENTS, Read, Reason, Taking};
use limen_domain::{Action, Alert, AliasBirths, DocumentKey, DocumentNumber, ListName, PartialDate};
use limen_tables::{Answers, Column, Columns, Field, Person, Row, Table, values};
use rustc_hash::FxHasher;
use std::{hash::Hasher, io};

pub(super) fn read<F: FnMut(Alert)>(
    reader: impl io::Read + Send,
    answers: &Answers,
    taking: &mut Taking<'_, F>,
) -> Result<(), ListError> {
    let table = Table::open(reader, answers)?;
    let columns = &table.columns;
    if !finds_something(columns) {
        return Err(ListError::NothingToFind(columns.iter().map(|column| column.heading.clone()).collect()));
    }
    // What an answer leaves out is told as well: whoever approves the list did not give the answer.
    let left_out = columns.iter().filter(|column| answers.leaves_out(&column.heading));
    taking.report.unknown = columns.unknown().chain(left_out).cloned().collect();
    for row in table.rows {
        let row = row?;
        let entry = alert(columns, &row, taking.list);
        taking.entry(row.line, entry)?;
    }
    Ok(())
}

/// The columns about which somebody must be asked.
pub(super) fn columns_to_ask(reader: impl io::Read + Send, answers: &Answers) -> Vec<Column> {
    limen_tables::columns_to_ask(reader, answers, finds_something)
}

/// Whether there is a name, a document or a plate to find.
fn finds_something(columns: &Columns) -> bool {
    let numbers = [Field::DocumentNumber, Field::PassportNumber, Field::CardNumber, Field::Plate];
    columns.has_names() || columns.has(Field::Aliases) || numbers.iter().any(|field| columns.has(*field))
}

fn alert(columns: &Columns, row: &Row, list: &ListName) -> Result<Entry, Reason> {
    let mut person = Person::of(columns, row);
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
    let made;
    let id = match columns.get(row, Field::Id) {
        "" => {
            made = made_id(&person, columns.get(row, Field::Plate));
            &made
        }
        text => text,
    };
    let mut read = Read::new(list, id)?;
    person.not_understood.iter().for_each(|(field, text)| read.not_understood(*field, text));
    read.take_damage(row);
    let asked = columns.get(row, Field::Action);
    let action = values::action(asked);
    match action {
        Some(action) => read.alert.action = action,
        None if !asked.is_empty() => read.not_understood(Field::Action, asked),
        None if is_of_numbers && !columns.has(Field::Plate) => read.alert.action = Action::SeizeDocument,
        None => {}
    }
    let alert = &mut read.alert;
    alert.names = person.own_names().collect();
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
    if !asked.is_empty() && action.is_none() {
        // What an alert asks for must not be lost: the officer reads it, and the second line decides.
        let more = alert.instruction.take();
        alert.instruction = Some(more.map_or_else(|| asked.to_owned(), |more| format!("{asked}. {more}")));
    }
    let about = [text(Field::Reference), text(Field::Reason)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    alert.reference = Some(about).filter(|about| !about.is_empty());
    let mut day = |field| match columns.get(row, field) {
        text if values::is_unknown(text) => None,
        text => match values::day(text, columns.days) {
            Some(PartialDate::Full(date)) => Some(date),
            _ => {
                read.not_understood(field, text);
                None
            }
        },
    };
    let (valid_until, review_on) = (day(Field::ValidUntil), day(Field::ReviewOn));
    (read.alert.valid_until, read.alert.review_on) = (valid_until, review_on);
    Ok(Entry::Alert(Box::new(read)))
}

/// The numbers of a stolen batch, from the first to the last: `AB000100-AB000199`; none of another text.
fn batch(text: &str) -> Vec<String> {
    let Some((first, last)) = text.split_once(['-', '\u{2013}']) else { return Vec::new() };
    let (first, last) = (first.trim(), last.trim());
    let digits = first.len() - first.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let (series, from) = first.split_at(first.len() - digits);
    let (Some(to), Ok(from)) = (last.strip_prefix(series), from.parse::<u64>()) else { return Vec::new() };
    let is_whole = digits >= 5 && to.len() == digits && to.bytes().all(|letter| letter.is_ascii_digit());
    match to.parse::<u64>() {
        Ok(to) if is_whole && from < to && to - from < MOST_DOCUMENTS as u64 => {
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

/// An identifier made of what a row says of whom it is about: the same as long as that stays the same.
fn made_id(person: &Person, plate: &str) -> String {
    if let ([(_, key)], true) = (&person.documents[..], person.names().next().is_none()) {
        return key.to_string();
    }
    let mut hasher = FxHasher::default();
    let mut say = |text: &str| {
        hasher.write(text.as_bytes());
        hasher.write_u8(0xff);
    };
    person.names().for_each(|name| say(&name));
    person.birth_dates.iter().for_each(|date| say(&date.to_string()));
    person.nationalities.iter().for_each(|state| say(state.as_str()));
    person.birth_places.iter().for_each(|place| say(place));
    person.documents.iter().for_each(|(_, key)| say(&key.to_string()));
    say(plate);
    format!("made-{:016x}", hasher.finish())
}
