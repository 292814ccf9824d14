//! An identity typed by hand, from a document that no reader reads or as the traveller declares it; and its faults.

use crate::{
    Node,
    desk::{
        Counter,
        present::{self, Coming},
    },
    typed_day::{typed_birth, typed_day},
};
use jiff::civil::Date;
use limen_domain::{
    CrossingId, DocumentKind, DocumentNumber, Doubt, DoubtKind, Field, Name, PartialDate, Sex, Source, StateCode,
    Status, TravelDocument, Traveller,
    text::{short, single_spaced},
};
use limen_store::{Appended, StoreError};
use serde::Deserialize;

/// The longest name that is taken, in characters.
const LONGEST_NAME_CHARACTERS: usize = 80;
/// The oldest birth that is believed, in years before today.
const OLDEST_AGE_YEARS: u16 = 130;

/// An identity as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The code of the document's kind; empty where they show none.
    pub document: String,
    /// Its number.
    pub number: String,
    /// The code of the state that issued it.
    pub issuer: String,
    /// The day on which it expires.
    pub expiry: String,
    /// The primary identifier.
    pub primary: String,
    /// The secondary identifier.
    pub secondary: String,
    /// The date of birth.
    pub birth: String,
    /// The place of birth.
    pub birth_place: String,
    /// The code of the sex.
    pub sex: String,
    /// The code of the nationality.
    pub nationality: String,
    /// The code of another nationality.
    pub further_nationality: String,
    /// The code of their status; empty where the document says it.
    pub status: String,
}

/// A field that is typed and may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedField {
    /// The primary identifier.
    Primary,
    /// The secondary identifier.
    Secondary,
    /// The date of birth.
    Birth,
    /// The nationality.
    Nationality,
    /// Another nationality.
    FurtherNationality,
    /// The document's number.
    Number,
    /// The day on which it expires.
    Expiry,
    /// The state that issued it.
    Issuer,
}

/// Why a field can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedFault {
    /// A name is missing.
    NameMissing,
    /// A name is too long, or holds control characters.
    NameTooLong,
    /// It is no date.
    NoDate,
    /// The birth is in the future.
    BirthInFuture,
    /// Nobody is as old.
    BirthTooOld,
    /// There is no such state.
    UnknownState,
    /// The document has no number.
    NumberMissing,
}

/// The fields that can't be taken, each with the reason.
#[derive(Debug, Default)]
struct Faults(Vec<(TypedField, TypedFault)>);

impl Faults {
    fn add(&mut self, field: TypedField, fault: TypedFault) {
        self.0.push((field, fault));
    }

    fn date(&mut self, field: TypedField, typed: Option<PartialDate>) -> PartialDate {
        typed.unwrap_or_else(|| {
            self.add(field, TypedFault::NoDate);
            PartialDate::Unknown
        })
    }

    fn state(&mut self, field: TypedField, text: &str) -> Option<StateCode> {
        if text.is_empty() {
            return None;
        }
        let known = text.parse().ok().filter(|code: &StateCode| code.is_known());
        if known.is_none() {
            self.add(field, TypedFault::UnknownState);
        }
        known
    }
}

impl Typed {
    /// The traveller that was typed, on a day.
    ///
    /// # Errors
    /// Each field that can't be taken, with the reason.
    pub fn traveller(&self, today: Date) -> Result<Traveller, Vec<(TypedField, TypedFault)>> {
        let mut faults = Faults::default();
        let (primary, secondary) = (single_spaced(&self.primary), single_spaced(&self.secondary));
        if primary.is_empty() {
            faults.add(TypedField::Primary, TypedFault::NameMissing);
        }
        for (field, name) in [(TypedField::Primary, &primary), (TypedField::Secondary, &secondary)] {
            if name.chars().count() > LONGEST_NAME_CHARACTERS || name.chars().any(char::is_control) {
                faults.add(field, TypedFault::NameTooLong);
            }
        }
        let birth_date = faults.date(TypedField::Birth, typed_birth(&self.birth, today));
        if birth_date.is_after(today) {
            faults.add(TypedField::Birth, TypedFault::BirthInFuture);
        }
        if birth_date.ages_on(today).is_some_and(|ages| ages.youngest > OLDEST_AGE_YEARS) {
            faults.add(TypedField::Birth, TypedFault::BirthTooOld);
        }
        let nationality = faults.state(TypedField::Nationality, &self.nationality);
        let further = faults.state(TypedField::FurtherNationality, &self.further_nationality);
        let kind: Option<DocumentKind> = self.document.parse().ok();
        let document = kind.map(|kind| {
            let number = DocumentNumber::new(&self.number);
            if number.is_empty() {
                faults.add(TypedField::Number, TypedFault::NumberMissing);
            }
            let expiry = faults.date(TypedField::Expiry, typed_day(&self.expiry));
            TravelDocument { kind, issuer: faults.state(TypedField::Issuer, &self.issuer), number, expiry, mrz: None }
        });
        if !faults.0.is_empty() {
            return Err(faults.0);
        }
        let mut doubts = Vec::new();
        if birth_date == PartialDate::Unknown {
            doubts.push(Doubt::new(Field::BirthDate, DoubtKind::Missing));
        }
        let source = if document.is_some() { Source::Typed } else { Source::Declared };
        // A passport and an identity card are those of a national, where nothing else is said.
        let national = document
            .as_ref()
            .filter(|document| matches!(document.kind, DocumentKind::Passport | DocumentKind::IdentityCard));
        let nationality = nationality.or(national.and_then(|document| document.issuer));
        let name = Name { primary, secondary, truncated: false };
        let kind = document.as_ref().map_or(DocumentKind::Other, |document| document.kind);
        let birth_place = short(&self.birth_place, LONGEST_NAME_CHARACTERS);
        Ok(Traveller {
            birth_date,
            birth_place: Some(birth_place).filter(|place| !place.is_empty()),
            sex: self.sex.parse().unwrap_or(Sex::Unspecified),
            nationality,
            further_nationalities: further.into_iter().filter(|further| Some(*further) != nationality).collect(),
            // What the officer says goes before what the document speaks for.
            status: self.status.parse().unwrap_or_else(|_| Status::of_document(kind, nationality)),
            document,
            doubts,
            ..Traveller::named(name, source)
        })
    }
}

/// Which open presentation an identity was typed for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct TypedFor {
    /// The presentation that it takes the place of.
    pub replace: Option<CrossingId>,
    /// The presentation whose traveller shows this document too.
    pub beside: Option<CrossingId>,
}

/// Puts a traveller who was typed before an officer. Where another traveller came to the counter meanwhile, nothing is
/// written.
///
/// # Errors
/// The database can't be used.
pub async fn present(
    node: &Node,
    counter: Counter<'_>,
    traveller: Traveller,
    TypedFor { replace, beside }: TypedFor,
) -> Result<Appended, StoreError> {
    let open = node.store.open_presentation(&counter.account.id).await?.map(|(open, _)| open);
    let is_open = |id: Option<CrossingId>| open.as_ref().filter(|open| Some(open.id) == id);
    let coming = match (is_open(replace), is_open(beside)) {
        (_, Some(open)) => {
            let mut both = open.traveller.clone();
            both.show(traveller);
            Coming::again(open, both)
        }
        // What was laid beside the document stays there when the document is corrected.
        (Some(open), None) => {
            let further_documents = open.traveller.further_documents.clone();
            Coming::again(open, Traveller { further_documents, ..traveller })
        }
        (None, None) => Coming { replaces: replace.or(beside), ..Coming::new(counter, traveller) },
    };
    present::present(node, counter, coming).await
}
