//! A visa or permit that was issued elsewhere, as it is written in a form or a file: `number, kind, surname, given_names,
//! birth_date, nationality, issuer, document_number, from, to, entries, days, conditions, status`.
//!
//! `kind` is `visa` (when empty) or `permit`; `issuer` and `document_number` name the document it belongs to; `from` and
//! `to` are `YYYY-MM-DD`; `entries` is a number or `several`; `days` may be empty; `status` is `valid` (when empty) or
//! `revoked`.

use crate::{
    AccountId, DocumentKey, DocumentNumber, Entries, Name, PartialDate, StateCode, Visa, VisaKind, VisaNumber,
};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use std::num::NonZeroU16;

/// The years in which a visa may be good.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;
/// The longest text of a record, in characters.
const LONGEST_TEXT: usize = 200;

/// A visa or permit as it is written: in a file, or in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the fields are those of the file, said above")]
pub struct WrittenVisa {
    pub number: String,
    pub kind: String,
    pub surname: String,
    pub given_names: String,
    pub birth_date: String,
    pub nationality: String,
    pub issuer: String,
    pub document_number: String,
    pub from: String,
    pub to: String,
    pub entries: String,
    pub days: String,
    pub conditions: String,
    pub status: String,
}

/// What is wrong with a field of a written visa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VisaFault {
    /// It must be filled.
    #[error("it is empty")]
    Missing,
    /// It is too long, or holds characters that no sticker has.
    #[error("it has at most {LONGEST_TEXT} characters, none of them a control character")]
    Text,
    /// It is no code of a state.
    #[error("it is no code of a state")]
    State,
    /// It is no day.
    #[error("it is no day; write YYYY-MM-DD")]
    Day,
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Order,
    /// It is no number, where one is asked for.
    #[error("it is a number from 1 on; entries may be several")]
    Number,
    /// It is none of the words that it may be.
    #[error("it is none of the words that may stand here")]
    Code,
    /// It is no number of a document, or of several.
    #[error("it is not the number of one document")]
    Document,
    /// It is neither a text nor a whole number.
    #[error("write it as text or as a whole number")]
    Type,
}

impl VisaFault {
    /// The code, as it stands in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Text => "text",
            Self::State => "state",
            Self::Day => "day",
            Self::Order => "order",
            Self::Number => "number",
            Self::Code => "code",
            Self::Document => "document",
            Self::Type => "type",
        }
    }
}

/// A visa that was issued elsewhere, and whether it was revoked there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedVisa {
    /// The visa.
    pub visa: Visa,
    /// Whether it is good no more.
    pub is_revoked: bool,
}

/// The fields of a record that can't be taken, each with what is wrong with it.
pub type FieldFaults = Vec<(&'static str, VisaFault)>;

impl WrittenVisa {
    /// The visa that is written, taken in by `by` at `at`.
    ///
    /// # Errors
    /// Every field that can't be taken, and what is wrong with it.
    pub fn read(&self, by: Option<&AccountId>, at: Timestamp) -> Result<ListedVisa, FieldFaults> {
        let mut faults = FieldFaults::new();
        let texts = [
            ("surname", &self.surname),
            ("given_names", &self.given_names),
            ("document_number", &self.document_number),
            ("conditions", &self.conditions),
        ];
        let is_long = |text: &str| text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control);
        faults.extend(texts.iter().filter(|(_, text)| is_long(text)).map(|(field, _)| (*field, VisaFault::Text)));
        let mut take = Take(faults);
        let surname = take.filled("surname", &self.surname);
        let number = take.read("number", &self.number, VisaFault::Text, |text| {
            // An address can't end in a number of dots alone.
            VisaNumber::parse(text).ok().filter(|_| text.chars().any(|letter| letter.is_ascii_alphanumeric()))
        });
        let document = DocumentKey {
            issuer: take.state("issuer", &self.issuer),
            number: DocumentNumber::new(take.filled("document_number", &self.document_number).unwrap_or_default()),
        };
        if document.number.is_empty() {
            take.wrong("document_number", VisaFault::Missing);
        }
        let day = |text: &str| text.parse::<Date>().ok().filter(|day| YEARS.contains(&day.year()));
        let from = take.read("from", &self.from, VisaFault::Day, day);
        let to = take.read("to", &self.to, VisaFault::Day, day);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            take.wrong("to", VisaFault::Order);
        }
        let days = take.optional("days", &self.days, VisaFault::Number, |text| text.parse::<NonZeroU16>().ok());
        let kind = take.optional("kind", &self.kind, VisaFault::Code, |text| text.parse::<VisaKind>().ok());
        let is_revoked = take.optional("status", &self.status, VisaFault::Code, |text| match text {
            "valid" => Some(false),
            "revoked" => Some(true),
            _ => None,
        });
        let birth_date = take.optional("birth_date", &self.birth_date, VisaFault::Day, |text| text.parse().ok());
        let nationality = take.state("nationality", &self.nationality);
        let entries = take.read("entries", &self.entries, VisaFault::Number, |text| text.parse::<Entries>().ok());
        let (Some(surname), Some(number), Some(from), Some(to), Some(entries), []) =
            (surname, number, from, to, entries, take.0.as_slice())
        else {
            return Err(take.0);
        };
        let secondary = self.given_names.trim().to_owned();
        let visa = Visa {
            number,
            kind: kind.unwrap_or(VisaKind::Visa),
            holder: Name { primary: surname.to_owned(), secondary, truncated: false },
            birth_date: birth_date.unwrap_or(PartialDate::Unknown),
            nationality,
            document,
            from,
            to,
            entries,
            days,
            conditions: self.conditions.trim().to_owned(),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            officer: by.cloned(),
            at,
        };
        Ok(ListedVisa { visa, is_revoked: is_revoked.unwrap_or(false) })
    }
}

/// Reads fields, and gathers what is wrong with them.
struct Take(FieldFaults);

impl Take {
    /// Notes the first thing that is wrong with a field.
    fn wrong(&mut self, field: &'static str, fault: VisaFault) {
        if self.0.iter().all(|(other, _)| *other != field) {
            self.0.push((field, fault));
        }
    }

    fn filled<'a>(&mut self, field: &'static str, text: &'a str) -> Option<&'a str> {
        let text = text.trim();
        if text.is_empty() {
            self.wrong(field, VisaFault::Missing);
            return None;
        }
        Some(text)
    }

    fn read<T>(
        &mut self,
        field: &'static str,
        text: &str,
        fault: VisaFault,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let read = self.filled(field, text).map(parse)?;
        if read.is_none() {
            self.wrong(field, fault);
        }
        read
    }

    fn optional<T>(
        &mut self,
        field: &'static str,
        text: &str,
        fault: VisaFault,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if text.trim().is_empty() { None } else { self.read(field, text, fault, parse) }
    }

    fn state(&mut self, field: &'static str, text: &str) -> Option<StateCode> {
        self.optional(field, text, VisaFault::State, |text| {
            StateCode::from_iso(text).ok().filter(|code| code.is_known())
        })
    }
}
