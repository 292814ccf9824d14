//! The person at the counter as this crossing saw them, and what about them is in doubt.

use crate::{Ages, DocumentKind, PartialDate, StateCode, TravelDocument, coded::coded};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

coded! {
    /// Sex as documents state it (Doc 9303-4 §4.2.2.2, position 21).
    "sexes"
    pub enum Sex {
        /// Female.
        Female = "F",
        /// Male.
        Male = "M",
        /// Not specified by the document (`<` in an MRZ, X in print), or not known.
        Unspecified = "X",
    }
}

/// A name in the two parts that Doc 9303-3 §3.4 names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Name {
    /// The surname, or the whole name where it has no parts.
    pub primary: String,
    /// The given names; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secondary: String,
    /// Whether the document may have cut the name short (Doc 9303-4 §4.2.3).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
}

/// Text for comparing: capitals without marks (`é` is `E`), apostrophes left out, all else as it was.
pub fn plain_letters(text: &str) -> String {
    text.nfkd()
        .filter(|c| !matches!(c, '\'' | '’' | '`' | 'ʼ') && !is_combining_mark(*c))
        .flat_map(char::to_uppercase)
        .collect()
}

impl Name {
    /// Both identifiers, the primary one first, parted by a space.
    pub fn in_full(&self) -> String {
        format!("{} {}", self.primary, self.secondary).trim().to_owned()
    }

    /// Both identifiers as searches compare them.
    pub fn search_key(&self) -> String {
        plain_letters(&self.in_full())
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.primary)?;
        if !self.secondary.is_empty() {
            write!(f, ", {}", self.secondary)?;
        }
        Ok(())
    }
}

coded! {
    /// How an identity reached the counter.
    "sources of an identity"
    pub enum Source {
        /// Read from a machine readable zone.
        Mrz = "mrz",
        /// Typed by the officer from a document.
        Typed = "typed",
        /// As the traveller declared it, without a document.
        Declared = "declared",
        /// From a carrier's list; the document has still to be looked at.
        Listed = "listed",
        /// Read by a camera or from a picture of the page, which was sure of each character.
        Camera = "camera",
        /// Read from a picture that left characters in doubt; the officer compared them with the document.
        Compared = "compared",
    }
}

impl Source {
    /// Whether it is from a machine readable zone, read by a machine.
    pub fn is_zone(self) -> bool {
        matches!(self, Self::Mrz | Self::Camera | Self::Compared)
    }
}

coded! {
    /// The parts of a document and of an identity that can be wrong.
    "fields"
    pub enum Field {
        /// The machine readable zone as a whole.
        Mrz = "mrz",
        /// The document code.
        DocumentCode = "document_code",
        /// The issuing state or organization.
        IssuingState = "issuing_state",
        /// The document number.
        DocumentNumber = "document_number",
        /// Surname.
        PrimaryIdentifier = "primary_identifier",
        /// Given names.
        SecondaryIdentifier = "secondary_identifier",
        /// Nationality.
        Nationality = "nationality",
        /// Date of birth.
        BirthDate = "birth_date",
        /// Sex.
        Sex = "sex",
        /// Date of expiry.
        ExpiryDate = "expiry_date",
        /// Optional data, the personal number on a passport.
        OptionalData = "optional_data",
        /// The second field of optional data on a TD1.
        OptionalData2 = "optional_data_2",
        /// All fields that the composite check digit covers.
        Composite = "composite",
    }
}

coded! {
    /// What can be wrong with a field.
    "doubts"
    pub enum DoubtKind {
        /// The check digit does not fit the field.
        CheckDigit = "check-digit",
        /// A letter or filler stands where only a digit may, or the other way round.
        Character = "character",
        /// The field must be filled and is empty.
        Missing = "missing",
        /// The code is in no list.
        UnknownCode = "unknown-code",
        /// There is no such day.
        ImpossibleDate = "impossible-date",
        /// The date is after today and may not be.
        InFuture = "in-future",
        /// The document's last day of validity is past.
        Expired = "expired",
        /// The officer changed what was read.
        Amended = "amended",
        /// It was typed on a keyboard of another layout, and two layouts fit.
        KeyboardLayout = "keyboard-layout",
    }
}

/// One thing about an identity or a document that an officer should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Where.
    pub field: Field,
    /// What.
    pub kind: DoubtKind,
    /// What could be meant instead, most likely first; never applied by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
}

impl Doubt {
    /// A doubt without a suggestion.
    pub fn new(field: Field, kind: DoubtKind) -> Self {
        Self { field, kind, suggestions: Vec::new() }
    }
}

/// Age bands of the day's totals: children, minors of working age, and adults by working life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgeBand {
    /// 0 to 14.
    To14,
    /// 15 to 17.
    To17,
    /// 18 to 24.
    To24,
    /// 25 to 64.
    To64,
    /// 65 and over.
    From65,
    /// Not known.
    Unknown,
}

impl AgeBand {
    /// Every band, youngest first.
    pub const ALL: [AgeBand; 6] = [Self::To14, Self::To17, Self::To24, Self::To64, Self::From65, Self::Unknown];

    /// The band of an age in completed years.
    pub fn of(age: Option<u16>) -> Self {
        match age {
            None => Self::Unknown,
            Some(0..=14) => Self::To14,
            Some(15..=17) => Self::To17,
            Some(18..=24) => Self::To24,
            Some(25..=64) => Self::To64,
            Some(65..) => Self::From65,
        }
    }

    /// The code, as it stands in addresses and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::To14 => "0-14",
            Self::To17 => "15-17",
            Self::To24 => "18-24",
            Self::To64 => "25-64",
            Self::From65 => "65",
            Self::Unknown => "unknown",
        }
    }
}

coded! {
    /// What a traveller is beside a national of a state: it decides which rules are about them.
    "statuses"
    pub enum Status {
        /// Nothing of what follows.
        Ordinary = "ordinary",
        /// On a diplomatic mission (Vienna Convention on Diplomatic Relations, art. 40).
        Diplomat = "diplomat",
        /// On an official mission of a state or an international organization.
        Official = "official",
        /// Crew of a vehicle, a ship or an aircraft on duty.
        Crew = "crew",
        /// A refugee with a Convention travel document (1951 Convention, art. 28).
        Refugee = "refugee",
        /// A stateless person (1954 Convention, art. 28).
        Stateless = "stateless",
        /// A resident of this country.
        Resident = "resident",
        /// Lives on either side of the border and crosses it as a neighbour.
        Neighbour = "neighbour",
    }
}

impl Status {
    /// The status that a document itself speaks for (Doc 9303-3 §5, Part D: XXA, XXB, XXC; Doc 9303-5: AC).
    pub fn of_document(kind: DocumentKind, nationality: Option<StateCode>) -> Self {
        match (kind, nationality.as_ref().map(StateCode::as_str)) {
            (_, Some("XXA")) => Self::Stateless,
            (_, Some("XXB" | "XXC")) | (DocumentKind::RefugeeTravelDocument, _) => Self::Refugee,
            (DocumentKind::LaissezPasser, _) => Self::Official,
            (DocumentKind::CrewCertificate | DocumentKind::SeafarersBook, _) => Self::Crew,
            (DocumentKind::ResidencePermit, _) => Self::Resident,
            _ => Self::Ordinary,
        }
    }

    fn ordinary() -> Self {
        Self::Ordinary
    }

    fn is_ordinary(&self) -> bool {
        *self == Self::Ordinary
    }
}

/// The person at the counter as this crossing saw them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traveller {
    /// Their name.
    pub name: Name,
    /// Their birth date.
    #[serde(default)]
    pub birth_date: PartialDate,
    /// Their place of birth as the document prints it; `None` where it was not typed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_place: Option<String>,
    /// Their sex as the document states it.
    pub sex: Sex,
    /// Their nationality; `None` where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<StateCode>,
    /// Other nationalities that they hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_nationalities: Vec<StateCode>,
    /// What they are beside a national.
    #[serde(default = "Status::ordinary", skip_serializing_if = "Status::is_ordinary")]
    pub status: Status,
    /// The document they travel with; `None` where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<TravelDocument>,
    /// Other documents that they show: a visa, a residence permit, an old passport.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_documents: Vec<TravelDocument>,
    /// How all this reached the counter.
    pub source: Source,
    /// What an officer should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
}

impl Traveller {
    /// The age on which a person comes of age, in completed years (Convention on the Rights of the Child, art. 1).
    pub const MAJORITY_YEARS: u16 = 18;

    /// Maximum number of further documents that are kept.
    pub const MOST_DOCUMENTS: usize = 6;

    /// A traveller of whom only the name is known.
    pub fn named(name: Name, source: Source) -> Self {
        Self {
            name,
            birth_date: PartialDate::Unknown,
            birth_place: None,
            sex: Sex::Unspecified,
            nationality: None,
            further_nationalities: Vec::new(),
            status: Status::Ordinary,
            document: None,
            further_documents: Vec::new(),
            source,
            doubts: Vec::new(),
        }
    }

    /// Every nationality they hold, the document's first.
    pub fn nationalities(&self) -> impl Iterator<Item = StateCode> {
        self.nationality.iter().chain(&self.further_nationalities).copied()
    }

    /// Whether they are a national of `country`, by whichever of their documents.
    pub fn is_national_of(&self, country: StateCode) -> bool {
        self.nationalities().any(|state| state == country)
    }

    /// Every document they show, the one they travel with first.
    pub fn documents(&self) -> impl Iterator<Item = &TravelDocument> {
        self.document.iter().chain(&self.further_documents)
    }

    /// Lays another document beside those already shown; the same one again changes nothing. Where nothing else said who
    /// they are, a document that does becomes the one they travel with. A nationality it states is theirs too.
    ///
    /// Answers whether anything changed.
    pub fn show(&mut self, other: Self) -> bool {
        let Some(document) = other.document else { return false };
        let is_known = self.documents().any(|known| {
            known.issuer == document.issuer && known.number == document.number && known.kind == document.kind
        });
        if is_known || self.further_documents.len() >= Self::MOST_DOCUMENTS {
            return false;
        }
        // A visa states the nationality that its holder showed; only a document that identifies adds another.
        if document.kind.identifies() {
            let further = other.nationality.filter(|state| state.is_known() && !self.is_national_of(*state));
            match self.nationality {
                None => self.nationality = further,
                Some(_) => self.further_nationalities.extend(further),
            }
            if self.status == Status::Ordinary {
                self.status = other.status;
            }
        }
        let travels_with_visa = self.document.as_ref().is_none_or(|first| !first.kind.identifies());
        if travels_with_visa && document.kind.identifies() {
            self.further_documents.extend(self.document.replace(document));
            (self.name, self.birth_date, self.sex) = (other.name, other.birth_date, other.sex);
            self.source = other.source;
        } else {
            self.further_documents.push(document);
        }
        self.doubts.extend(other.doubts);
        true
    }

    /// The last day to which a visa or a permit among the documents speaks, if that is not before `day`.
    pub fn permit_shown(&self, day: Date) -> Option<Date> {
        let last = |document: &TravelDocument| document.expiry.span().map(|(_, last)| last);
        self.documents()
            .filter(|document| document.kind.permits_stay())
            .filter_map(last)
            .filter(|last| *last >= day)
            .max()
    }

    /// How old they are on `day`.
    pub fn ages_on(&self, day: Date) -> Option<Ages> {
        self.birth_date.ages_on(day)
    }

    /// Whether they are, or may be, a minor on `day`: in doubt, a person is taken for a minor.
    pub fn may_be_minor_on(&self, day: Date) -> bool {
        self.ages_on(day).is_some_and(|ages| ages.youngest < Self::MAJORITY_YEARS)
    }

    /// Notes what is wrong on `day` with what was read or typed: an expired document, a birth in the future, codes
    /// that no state has. Doubts that the reading itself raised are kept; none is noted twice.
    pub fn examine(&mut self, day: Date) {
        let mut found = Vec::new();
        if self.birth_date.is_after(day) {
            found.push(Doubt::new(Field::BirthDate, DoubtKind::InFuture));
        }
        if self.nationality.is_some_and(|code| !code.is_known()) {
            found.push(Doubt::new(Field::Nationality, DoubtKind::UnknownCode));
        }
        if let Some(document) = &self.document {
            if document.expiry.is_before(day) {
                found.push(Doubt::new(Field::ExpiryDate, DoubtKind::Expired));
            }
            if document.issuer.is_some_and(|code| !code.is_known()) {
                found.push(Doubt::new(Field::IssuingState, DoubtKind::UnknownCode));
            }
        }
        for doubt in found {
            if !self.doubts.iter().any(|known| known.field == doubt.field && known.kind == doubt.kind) {
                self.doubts.push(doubt);
            }
        }
    }

    /// The doubts about one field.
    pub fn doubts_about(&self, field: Field) -> impl Iterator<Item = &Doubt> {
        self.doubts.iter().filter(move |doubt| doubt.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(kind: DocumentKind, state: &str, number: &str) -> Traveller {
        let mut traveller =
            Traveller::named(Name { primary: "BAH".into(), secondary: "AWA".into(), truncated: false }, Source::Mrz);
        traveller.nationality = state.parse().ok();
        traveller.status = Status::of_document(kind, traveller.nationality);
        traveller.document = Some(TravelDocument::numbered(kind, traveller.nationality, number));
        traveller
    }

    #[test]
    fn a_passport_laid_down_after_its_visa_is_what_they_travel_with() {
        let mut traveller = with(DocumentKind::Visa, "CHN", "V1");
        assert!(traveller.show(with(DocumentKind::Passport, "CHN", "E1")));
        assert_eq!(traveller.document.as_ref().map(|document| document.kind), Some(DocumentKind::Passport));
        assert_eq!(traveller.further_documents.len(), 1);
        assert!(!traveller.show(with(DocumentKind::Passport, "CHN", "E1")), "the same passport again");
    }

    #[test]
    fn a_second_passport_makes_a_dual_national_and_a_visa_does_not() {
        let mut traveller = with(DocumentKind::Passport, "FRA", "F1");
        traveller.show(with(DocumentKind::Passport, "MLI", "M1"));
        traveller.show(with(DocumentKind::Visa, "GIN", "V1"));
        let mali = "MLI".parse().expect("a code");
        assert!(traveller.is_national_of(mali));
        assert_eq!(traveller.nationalities().count(), 2);
        assert_eq!(traveller.documents().count(), 3);
    }

    #[test]
    fn a_refugee_and_a_seafarer_are_known_by_their_documents() {
        let status = |kind, state| with(kind, state, "1").status;
        assert_eq!(status(DocumentKind::Passport, "XXB"), Status::Refugee);
        assert_eq!(status(DocumentKind::Passport, "XXA"), Status::Stateless);
        assert_eq!(status(DocumentKind::SeafarersBook, "SEN"), Status::Crew);
        assert_eq!(status(DocumentKind::Passport, "SEN"), Status::Ordinary);
    }

    #[test]
    fn a_visa_that_is_shown_says_its_last_day_unless_that_is_past() {
        let mut traveller = with(DocumentKind::Passport, "CHN", "E1");
        let mut visa = with(DocumentKind::Visa, "CHN", "V1");
        if let Some(document) = &mut visa.document {
            document.expiry = PartialDate::Full(Date::constant(2026, 12, 1));
        }
        traveller.show(visa);
        assert_eq!(traveller.permit_shown(Date::constant(2026, 12, 1)), Some(Date::constant(2026, 12, 1)));
        assert_eq!(traveller.permit_shown(Date::constant(2026, 12, 2)), None);
    }
}
