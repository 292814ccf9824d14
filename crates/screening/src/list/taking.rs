//! What the readers of all formats share: an entry as a list says it, and what is checked of every one.

use super::{
    ListError, MOST_ALERTS, MOST_DOCUMENTS, MOST_NAME_CHARACTERS, MOST_NAMES, MOST_PROBLEMS, MOST_VALUES, Problem,
    Reason, Report, said,
};
use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName, StateCode};
use limen_tables::{Field, Row, TableError, values};
use std::collections::HashSet;

/// What came of one entry of a list.
pub(super) enum Entry {
    Alert(Box<Read>),
    /// It is about no person and no number.
    PassedOver,
}

/// An alert as an entry says it.
pub(super) struct Read {
    pub alert: Alert,
    /// What of it is not understood.
    pub without: Vec<Reason>,
}

impl Read {
    /// An alert that asks to refer, with an identifier of whatever characters the source has in it.
    pub fn new(list: &ListName, id: &str) -> Result<Self, Reason> {
        Ok(Self { alert: Alert::new(list.clone(), said::id(id)?, Action::Refer), without: Vec::new() })
    }

    /// Notes that what is said of something is not understood.
    pub fn not_understood(&mut self, what: Field, text: &str) {
        self.weaken(Reason::not_understood(what, text));
    }

    /// Notes that letters of a row could not be read.
    pub fn take_damage(&mut self, row: &Row) {
        if row.is_damaged {
            self.weaken(Reason::Letters);
        }
    }

    fn weaken(&mut self, reason: Reason) {
        if !self.without.contains(&reason) {
            self.without.push(reason);
        }
    }

    /// Takes a birth date in words.
    pub fn take_birth(&mut self, text: &str, is_guess: bool) {
        match said::birth_date(text) {
            Some(date) => self.alert.birth_dates.push(if is_guess { date.guessed() } else { date }),
            None if values::is_unknown(text) => {}
            None => self.not_understood(Field::BirthDate, text),
        }
    }

    /// Takes a nationality in words or as a code.
    pub fn take_state(&mut self, text: &str) {
        match values::state(text) {
            Some(state) => self.take_known_state(state),
            None if values::is_unknown(text) => {}
            None => self.not_understood(Field::Nationality, text),
        }
    }

    /// Takes a nationality.
    pub fn take_known_state(&mut self, state: StateCode) {
        if !self.alert.nationalities.contains(&state) {
            self.alert.nationalities.push(state);
        }
    }

    /// Takes a sex; the first that is known holds.
    pub fn take_sex(&mut self, text: &str) {
        let sex = values::sex(text);
        if sex.is_none() && !values::is_unknown(text) {
            self.not_understood(Field::Sex, text);
        }
        self.alert.sex = self.alert.sex.or(sex);
    }

    /// Takes the documents that a text names; of `issuer` where it names none.
    pub fn take_documents(&mut self, text: &str, issuer: Option<StateCode>) {
        let before = self.alert.documents.len();
        self.alert.documents.extend(values::documents_of(text, issuer));
        if self.alert.documents.len() == before && !values::is_unknown(text) {
            self.not_understood(Field::DocumentNumber, text);
        }
    }
}

/// A row of a list whose rows have this many fields.
///
/// # Errors
/// The file ends within the row.
pub(super) fn whole(row: Row, width: usize) -> Result<Row, ListError> {
    if row.is_cut && row.cells.len() < width { Err(TableError::CutOff.into()) } else { Ok(row) }
}

/// Limits, identifiers once only, problems noted.
pub(super) struct Taking<'a, F> {
    pub list: &'a ListName,
    pub report: Report,
    take: F,
    seen: HashSet<AlertId>,
}

impl<'a, F: FnMut(Alert)> Taking<'a, F> {
    pub fn new(list: &'a ListName, take: F) -> Self {
        Self { list, report: Report::default(), take, seen: HashSet::new() }
    }

    /// Notes the version or the date that the list states of itself.
    pub fn version(&mut self, text: &str) {
        self.report.version = Some(text.chars().take(40).collect());
    }

    pub fn entry(&mut self, line: u64, entry: Result<Entry, Reason>) -> Result<(), ListError> {
        let Report { taken, passed_over, left_out, .. } = &self.report;
        if taken + passed_over + left_out >= MOST_ALERTS {
            return Err(ListError::TooLong);
        }
        match entry.and_then(|entry| self.checked(entry)) {
            Ok(Some(Read { alert, without })) => {
                self.report.taken += 1;
                self.report.weakened += usize::from(!without.is_empty());
                without.into_iter().for_each(|reason| self.problem(line, reason, false));
                (self.take)(alert);
            }
            Ok(None) => self.report.passed_over += 1,
            Err(reason) => {
                self.report.left_out += 1;
                self.problem(line, reason, true);
            }
        }
        Ok(())
    }

    fn problem(&mut self, line: u64, reason: Reason, is_left_out: bool) {
        if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push(Problem { line, reason, is_left_out });
        }
    }

    fn checked(&mut self, entry: Entry) -> Result<Option<Read>, Reason> {
        let Entry::Alert(read) = entry else { return Ok(None) };
        let Read { mut alert, mut without } = *read;
        keep_names(&mut alert.names, &mut without);
        let names: HashSet<&str> = alert.names.iter().map(String::as_str).collect();
        alert.alias_births.retain(|births| names.contains(births.name.as_str()));
        alert.documents.retain(|document| !document.number.is_empty());
        // A number of which another place names the issuer says no more by itself.
        let of_issuer = alert.documents.iter().filter(|key| key.issuer.is_some());
        let of_issuer: HashSet<DocumentNumber> = of_issuer.map(|key| key.number.clone()).collect();
        alert.documents.retain(|key| key.issuer.is_some() || !of_issuer.contains(&key.number));
        keep(&mut alert.documents, MOST_DOCUMENTS, Field::DocumentNumber, &mut without);
        keep(&mut alert.birth_dates, MOST_VALUES, Field::BirthDate, &mut without);
        alert.alias_births.iter_mut().for_each(|births| once(&mut births.birth_dates));
        keep_first(&mut alert.alias_births, MOST_VALUES, Field::BirthDate, &mut without);
        keep_first(&mut alert.nationalities, MOST_VALUES, Field::Nationality, &mut without);
        keep(&mut alert.birth_places, MOST_VALUES, Field::BirthPlace, &mut without);
        keep(&mut alert.plates, MOST_VALUES, Field::Plate, &mut without);
        if !alert.can_be_found() {
            return Err(Reason::NothingToFind);
        }
        if !self.seen.insert(alert.id.clone()) {
            return Err(Reason::Twice { id: alert.id.to_string() });
        }
        Ok(Some(Read { alert, without }))
    }
}

/// Keeps each name once, none that is too long, and not too many.
fn keep_names(names: &mut Vec<String>, without: &mut Vec<Reason>) {
    let before = names.len();
    names.iter_mut().for_each(|name| *name = name.trim().to_owned());
    names.retain(|name| name.chars().count() <= MOST_NAME_CHARACTERS);
    if names.len() < before {
        without.push(Reason::LongNames { count: before - names.len(), most: MOST_NAME_CHARACTERS });
    }
    names.retain(|name| !name.is_empty());
    keep(names, MOST_NAMES, Field::FullName, without);
}

/// Keeps each value once, and the first ones of too many.
fn keep<T: Clone + Eq + std::hash::Hash>(values: &mut Vec<T>, most: usize, what: Field, without: &mut Vec<Reason>) {
    once(values);
    keep_first(values, most, what, without);
}

fn once<T: Clone + Eq + std::hash::Hash>(values: &mut Vec<T>) {
    let mut known = HashSet::new();
    values.retain(|value| known.insert(value.clone()));
}

fn keep_first<T>(values: &mut Vec<T>, most: usize, what: Field, without: &mut Vec<Reason>) {
    if values.len() > most {
        without.push(Reason::TooMany { what: what.code().into(), more: values.len() - most, most });
        values.truncate(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_passport_more_than_may_be_is_said_and_thousands_take_no_time() {
        let list = ListName::parse("national").expect("a name");
        let mut read = Read::new(&list, "A-1").expect("an entry");
        let documents = (0..200_000).flat_map(|number| values::documents_of(&format!("AB{number:06}"), None));
        read.alert.documents = documents.collect();
        let mut taken = Vec::new();
        let mut taking = Taking::new(&list, |alert| taken.push(alert));
        taking.entry(1, Ok(Entry::Alert(Box::new(read)))).expect("taken");
        let report = taking.report;
        assert_eq!((report.taken, report.weakened, taken[0].documents.len()), (1, 1, MOST_DOCUMENTS));
    }
}
