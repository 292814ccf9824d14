//! What a row says of a person, whatever kind of table it stands in.

use crate::{
    field::Field,
    table::{Columns, Row},
    values,
};
use limen_domain::{BirthDate, DocumentKey, DocumentKind, PartialDate, Sex, StateCode, text::single_spaced};

/// Someone as a row describes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The whole name, where a column holds it.
    pub full_name: String,
    /// The surname.
    pub surname: String,
    /// The given names.
    pub given_names: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Birth dates.
    pub birth_dates: Vec<BirthDate>,
    /// The sex.
    pub sex: Option<Sex>,
    /// Nationalities.
    pub nationalities: Vec<StateCode>,
    /// Places of birth.
    pub birth_places: Vec<String>,
    /// Documents, with their kinds where they are said.
    pub documents: Vec<(Option<DocumentKind>, DocumentKey)>,
    /// The last day of the document.
    pub expiry: Option<PartialDate>,
    /// Fields that say something that is not understood, each with what it says.
    pub not_understood: Vec<(Field, String)>,
}

impl Person {
    /// What a row says.
    pub fn of(columns: &Columns, row: &Row) -> Self {
        let mut person = Self::default();
        let text = |field| {
            let text = single_spaced(columns.get(row, field));
            if values::is_unknown(&text) { String::new() } else { text }
        };
        person.full_name = text(Field::FullName);
        person.surname = text(Field::Surname);
        person.given_names = text(Field::GivenNames);
        person.aliases = columns.each(row, Field::Aliases).flat_map(several).map(single_spaced).collect();
        person.birth_dates(columns, row);
        person.sex = person.one(columns, row, Field::Sex, values::sex);
        person.nationalities = person.each(columns, row, Field::Nationality, values::state);
        person.birth_places = columns.each(row, Field::BirthPlace).flat_map(several).map(single_spaced).collect();
        person.expiry = person.one(columns, row, Field::Expiry, |text| values::day(text, columns.days));
        person.documents(columns, row);
        person
    }

    /// The names under which the person is known: the own ones, then the others.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.own_names().chain(self.aliases.iter().filter(|name| !name.is_empty()).cloned())
    }

    /// The whole name, then the one put together of its parts.
    pub fn own_names(&self) -> impl Iterator<Item = String> {
        let parts = [self.given_names.as_str(), self.surname.as_str()];
        let parted = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        [self.full_name.clone(), parted].into_iter().filter(|name| !name.is_empty())
    }

    /// The name in the two parts of a document, surname and given names. A full name says nothing of its parts, and given
    /// names alone are a whole name: it is one identifier (Doc 9303-3 §3.4).
    pub fn in_parts(&self) -> (&str, &str) {
        match (self.surname.as_str(), self.full_name.as_str(), self.given_names.as_str()) {
            ("", "", given_names) => (given_names, ""),
            ("", full_name, given_names) => (full_name, given_names),
            (surname, _, given_names) => (surname, given_names),
        }
    }

    fn birth_dates(&mut self, columns: &Columns, row: &Row) {
        self.birth_dates = self.each(columns, row, Field::BirthDate, |text| values::birth_date(text, columns.days));
        let [day, month, year] =
            [Field::BirthDay, Field::BirthMonth, Field::BirthYear].map(|field| columns.get(row, field));
        if self.birth_dates.is_empty() && !year.is_empty() {
            // What is not filled in is not known: the 5th of nothing is no May.
            let written = [day, month, year].map(|part| if part.is_empty() { "00" } else { part }).join(" ");
            match values::birth_date(&written, values::DayOrder::DayFirst) {
                Some(date) => self.birth_dates.push(date),
                None if values::is_unknown(year) => {}
                None => self.not_understood.push((Field::BirthYear, written)),
            }
        }
    }

    fn documents(&mut self, columns: &Columns, row: &Row) {
        let kind = self.one(columns, row, Field::DocumentKind, values::document_kind);
        let issuer = self.one(columns, row, Field::Issuer, values::state);
        let of_kind = [
            (Field::DocumentNumber, kind),
            (Field::PassportNumber, Some(DocumentKind::Passport)),
            (Field::CardNumber, Some(DocumentKind::IdentityCard)),
        ];
        for (field, kind) in of_kind {
            for text in columns.each(row, field).flat_map(several).filter(|text| !values::is_unknown(text)) {
                let before = self.documents.len();
                self.documents.extend(values::documents_of(text, issuer).map(|key| (kind, key)));
                if self.documents.len() == before {
                    self.not_understood.push((field, text.to_owned()));
                }
            }
        }
    }

    /// What a column says, where it is understood.
    fn one<T>(&mut self, columns: &Columns, row: &Row, field: Field, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = columns.get(row, field);
        let value = read(text);
        if value.is_none() && !values::is_unknown(text) {
            self.not_understood.push((field, text.to_owned()));
        }
        value
    }

    /// All that a column says, parted by `|` or `;`, as far as it is understood.
    fn each<T>(&mut self, columns: &Columns, row: &Row, field: Field, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut values = Vec::new();
        for text in columns.each(row, field).flat_map(several).filter(|text| !values::is_unknown(text)) {
            match read(text) {
                Some(value) => values.push(value),
                None => self.not_understood.push((field, text.to_owned())),
            }
        }
        values
    }
}

/// The values of one field, parted by `|` or `;`.
pub(crate) fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split(['|', ';']).map(str::trim).filter(|value| !value.is_empty())
}
