//! The subject of a search: all that a traveller's documents say of them, and nothing of the counter.

use jiff::civil::Date;
use limen_domain::{
    BirthDate, DocumentKey, DocumentNumber, Name, PartialDate, Sex, StateCode, TravelDocument, Traveller,
};
use limen_tables::Person;

/// Maximum number of names of one subject that are looked at.
pub(crate) const MOST_NAMES: usize = 8;

/// A name as it stands on a document or was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrittenName {
    /// Given names first, then surname.
    pub text: String,
    /// How many words at the beginning of `text` are given names, where a document cut the name short (Doc 9303-4
    /// §4.2.3): the last of them may be the beginning of a longer one.
    pub cut_after: Option<usize>,
}

impl From<&Name> for WrittenName {
    fn from(name: &Name) -> Self {
        let words = |text: &str| text.split_whitespace().count();
        let text = format!("{} {}", name.secondary, name.primary).trim().to_owned();
        let before = if name.secondary.is_empty() { words(&name.primary) } else { words(&name.secondary) };
        Self { text, cut_after: name.truncated.then_some(before) }
    }
}

impl From<&str> for WrittenName {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), cut_after: None }
    }
}

/// What is known of a person or a vehicle that is to be screened. Missing fields are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Every form of the name: as printed, as in the machine readable zone.
    pub names: Vec<WrittenName>,
    /// Birth date.
    pub birth_date: Option<BirthDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Nationality, and the state that issued the document.
    pub states: Vec<StateCode>,
    /// Place of birth.
    pub birth_place: Option<String>,
    /// The documents carried.
    pub documents: Vec<DocumentKey>,
    /// Plate of the vehicle.
    pub plate: Option<DocumentNumber>,
}

impl From<&Traveller> for Subject {
    fn from(traveller: &Traveller) -> Self {
        let mut names = vec![WrittenName::from(&traveller.name)];
        let document = traveller.document.as_ref();
        // What the officer amended does not undo what the document says.
        let zone = document.and_then(|document| document.mrz.as_deref());
        // The day only resolves centuries, and a name has none.
        if let Some(read) = zone.and_then(|zone| limen_document::mrz::read(zone, Date::constant(2000, 1, 1)).ok()) {
            let (primary, secondary) = (read.primary_identifier, read.secondary_identifier);
            let name = WrittenName::from(&Name { primary, secondary, truncated: read.name_truncated });
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.retain(|name| !name.text.is_empty());
        let mut states: Vec<StateCode> = traveller.nationalities().collect();
        let issuer = document.and_then(|document| document.issuer);
        states.extend(issuer.filter(|issuer| !traveller.is_national_of(*issuer)));
        Self {
            names,
            birth_date: Some(traveller.birth_date).filter(|date| *date != PartialDate::Unknown).map(BirthDate::On),
            sex: Some(traveller.sex).filter(|sex| *sex != Sex::Unspecified),
            states,
            birth_place: traveller.birth_place.clone(),
            documents: traveller.documents().filter_map(TravelDocument::key).collect(),
            plate: None,
        }
    }
}

impl From<&Person> for Subject {
    fn from(person: &Person) -> Self {
        // A document of which the issuer is not said is taken for one of the bearer's own state.
        let state = person.nationalities.first().copied();
        let document = |key: &DocumentKey| DocumentKey { issuer: key.issuer.or(state), number: key.number.clone() };
        let issuers = person.documents.iter().filter_map(|(_, key)| key.issuer);
        let mut states = person.nationalities.clone();
        states.extend(issuers.filter(|issuer| !person.nationalities.contains(issuer)));
        Self {
            names: person.names().map(|name| name.as_str().into()).collect(),
            birth_date: person.birth_dates.first().copied(),
            sex: person.sex.filter(|sex| *sex != Sex::Unspecified),
            states,
            birth_place: person.birth_places.first().cloned(),
            documents: person.documents.iter().map(|(_, key)| document(key)).collect(),
            plate: None,
        }
    }
}
