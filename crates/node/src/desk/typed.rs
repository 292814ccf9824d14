//! An identity typed by hand, from a document that no reader reads or as the traveller declares it; and its faults.

use crate::{
    Node,
    desk::{
        Counter,
        present::{self, Coming},
    },
    typed_day::{as_typed, typed_birth, typed_day},
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
        let code: Option<StateCode> = text.parse().ok();
        if !code.is_some_and(StateCode::is_known) {
            self.add(field, TypedFault::UnknownState);
        }
        code
    }
}

impl Typed {
    /// How a traveller would be typed.
    pub fn of(traveller: &Traveller) -> Self {
        let code = |state: Option<StateCode>| state.map(|code| code.to_string()).unwrap_or_default();
        let document = traveller.document.as_ref();
        let by_document = Status::of_document(kind(document), traveller.nationality);
        let status = if traveller.status == by_document { "" } else { traveller.status.code() };
        Self {
            document: document.map(|document| document.kind.code().to_owned()).unwrap_or_default(),
            number: document.map(|document| document.number.to_string()).unwrap_or_default(),
            issuer: code(document.and_then(|document| document.issuer)),
            expiry: document.map(|document| as_typed(document.expiry)).unwrap_or_default(),
            primary: traveller.name.primary.clone(),
            secondary: traveller.name.secondary.clone(),
            birth: as_typed(traveller.birth_date),
            birth_place: traveller.birth_place.clone().unwrap_or_default(),
            sex: traveller.sex.code().to_owned(),
            nationality: code(traveller.nationality),
            further_nationality: code(traveller.further_nationalities.first().copied()),
            status: status.to_owned(),
        }
    }

    /// What was typed in a field that may be wrong.
    fn said(&self, field: TypedField) -> &str {
        match field {
            TypedField::Primary => &self.primary,
            TypedField::Secondary => &self.secondary,
            TypedField::Birth => &self.birth,
            TypedField::Nationality => &self.nationality,
            TypedField::FurtherNationality => &self.further_nationality,
            TypedField::Number => &self.number,
            TypedField::Expiry => &self.expiry,
            TypedField::Issuer => &self.issuer,
        }
    }

    /// The traveller that was typed, on a day.
    ///
    /// # Errors
    /// Each field that can't be taken, with the reason.
    pub fn traveller(&self, today: Date) -> Result<Traveller, Vec<(TypedField, TypedFault)>> {
        let (traveller, faults) = self.read(today);
        if faults.is_empty() { Ok(traveller) } else { Err(faults) }
    }

    /// A traveller of a record with what was typed in the place of what stood there, and each field that can't be taken. What
    /// was left as it stood is no fault, and stays as it was.
    pub fn corrected(&self, stood: &Traveller, day: Date) -> (Traveller, Vec<(TypedField, TypedFault)>) {
        let as_it_stood = Self::of(stood);
        let is_kept = |field: TypedField| self.said(field) == as_it_stood.said(field);
        let (mut traveller, mut faults) = self.read(day);
        // A document that the record did not have is typed whole.
        let is_of_document = |field| matches!(field, TypedField::Number | TypedField::Issuer | TypedField::Expiry);
        let stood_so = |field| is_kept(field) && (stood.document.is_some() || !is_of_document(field));
        faults.retain(|(field, _)| !stood_so(*field));
        if is_kept(TypedField::Primary) && is_kept(TypedField::Secondary) {
            traveller.name = stood.name.clone();
        }
        if is_kept(TypedField::Nationality) {
            traveller.nationality = stood.nationality;
        }
        // The field has the first of them.
        let others = usize::from(!is_kept(TypedField::FurtherNationality));
        if others == 0 {
            traveller.further_nationalities.clear();
        }
        traveller.further_nationalities.extend(stood.further_nationalities.iter().skip(others));
        let nationality = traveller.nationality;
        traveller.further_nationalities.retain(|further| Some(*further) != nationality);
        traveller.status = self.status(traveller.document.as_ref(), nationality);
        match (&mut traveller.document, &stood.document) {
            (Some(document), Some(before)) => {
                traveller.source = stood.source;
                // The zone is that of the document that was read.
                document.mrz = before.mrz.clone().filter(|_| document.key() == before.key());
            }
            (None, None) => traveller.source = stood.source,
            _ => {}
        }
        traveller.further_documents = stood.further_documents.clone();
        let stands = |doubt: &&Doubt| field_of(doubt.field).is_none_or(is_kept);
        let mut doubts: Vec<Doubt> = stood.doubts.iter().filter(stands).cloned().collect();
        doubts.extend(traveller.doubts.drain(..).filter(|doubt| !stood.doubts.contains(doubt)));
        traveller.doubts = doubts;
        traveller.examine(day);
        (traveller, faults)
    }

    /// What the officer says goes before what the document speaks for.
    fn status(&self, document: Option<&TravelDocument>, nationality: Option<StateCode>) -> Status {
        self.status.parse().unwrap_or_else(|_| Status::of_document(kind(document), nationality))
    }

    /// What was typed, as far as it can be read, and each field that can't be taken, with the reason.
    fn read(&self, today: Date) -> (Traveller, Vec<(TypedField, TypedFault)>) {
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
        let shown: Option<DocumentKind> = self.document.parse().ok();
        let document = shown.map(|kind| {
            let number = DocumentNumber::new(&self.number);
            if number.is_empty() {
                faults.add(TypedField::Number, TypedFault::NumberMissing);
            }
            let expiry = faults.date(TypedField::Expiry, typed_day(&self.expiry));
            TravelDocument { kind, issuer: faults.state(TypedField::Issuer, &self.issuer), number, expiry, mrz: None }
        });
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
        let birth_place = short(&self.birth_place, LONGEST_NAME_CHARACTERS);
        let traveller = Traveller {
            birth_date,
            birth_place: Some(birth_place).filter(|place| !place.is_empty()),
            sex: self.sex.parse().unwrap_or(Sex::Unspecified),
            nationality,
            further_nationalities: further.into_iter().filter(|further| Some(*further) != nationality).collect(),
            status: self.status(document.as_ref(), nationality),
            document,
            doubts,
            ..Traveller::named(name, source)
        };
        (traveller, faults.0)
    }
}

/// The kind of a document as far as it speaks for a status.
fn kind(document: Option<&TravelDocument>) -> DocumentKind {
    document.map_or(DocumentKind::Other, |document| document.kind)
}

/// The field that is typed for a part of a document or an identity.
fn field_of(part: Field) -> Option<TypedField> {
    match part {
        Field::PrimaryIdentifier => Some(TypedField::Primary),
        Field::SecondaryIdentifier => Some(TypedField::Secondary),
        Field::BirthDate => Some(TypedField::Birth),
        Field::Nationality => Some(TypedField::Nationality),
        Field::DocumentNumber => Some(TypedField::Number),
        Field::ExpiryDate => Some(TypedField::Expiry),
        Field::IssuingState => Some(TypedField::Issuer),
        _ => None,
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
