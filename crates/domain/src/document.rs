//! Travel documents as the counter knows them: what kind, whose, which number, until when.

use crate::{PartialDate, StateCode, coded::coded};
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

coded! {
    /// The kinds of travel document.
    "document kinds"
    pub enum DocumentKind {
        /// A passport (document code P).
        Passport = "passport",
        /// A national identity card.
        IdentityCard = "identity-card",
        /// A laissez-passer of the United Nations or another organization.
        LaissezPasser = "laissez-passer",
        /// A Convention travel document for a refugee or a stateless person.
        RefugeeTravelDocument = "refugee-travel-document",
        /// An emergency certificate for one journey.
        EmergencyCertificate = "emergency-certificate",
        /// A travel certificate of the Economic Community of West African States.
        TravelCertificate = "travel-certificate",
        /// A seafarer's book.
        SeafarersBook = "seafarers-book",
        /// A crew member certificate (document code AC).
        CrewCertificate = "crew-certificate",
        /// A residence permit.
        ResidencePermit = "residence-permit",
        /// A visa (document code V).
        Visa = "visa",
        /// Another document.
        Other = "other",
    }
}

impl DocumentKind {
    /// Whether it says who its bearer is, and not only what they may do.
    pub fn identifies(self) -> bool {
        self != Self::Visa
    }

    /// Whether it says until when its bearer may stay.
    pub fn permits_stay(self) -> bool {
        matches!(self, Self::Visa | Self::ResidencePermit)
    }

    /// The kind that a document code and an issuing state speak for.
    ///
    /// Doc 9303-4 §4.2.2 note m has P on laissez-passer, seafarers' and refugees' documents too: the issuer or the
    /// nationality tells those apart. Doc 9303-5 §4.2.2 note k leaves the second letter of A, C and I documents to the
    /// State, save for AC, the crew member certificate.
    pub fn of_code(code: &str, issuer: Option<StateCode>, nationality: Option<StateCode>) -> Self {
        let of_organization = issuer.is_some_and(StateCode::issues_laissez_passer);
        let without_nationality = nationality.is_some_and(|state| matches!(state.as_str(), "XXA" | "XXB" | "XXC"));
        match code.as_bytes() {
            [b'V', ..] => Self::Visa,
            [b'A', b'C'] => Self::CrewCertificate,
            [b'P', ..] if of_organization => Self::LaissezPasser,
            [b'P', ..] if without_nationality => Self::RefugeeTravelDocument,
            [b'P', ..] => Self::Passport,
            [b'A' | b'C' | b'I', ..] => Self::IdentityCard,
            _ => Self::Other,
        }
    }
}

/// The number of a document or of a vehicle's plate as it is compared: upper-case letters and digits only, at most 32.
///
/// Two spellings of one number (`GN 765-4321`, `gn7654321`) are the same number. Letters of every script count, for plates
/// have them; Cyrillic and Greek letters that look as a Latin one does are that letter, as on the plates of Russia (GOST R
/// 50577) and Greece, and the digits of every script are digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(from = "String", into = "String")]
pub struct DocumentNumber(String);

impl DocumentNumber {
    /// The number that `text` spells.
    pub fn new(text: &str) -> Self {
        // Nearly all are ASCII, and a list has a million of them.
        if text.is_ascii() {
            let letters = text.chars().filter(char::is_ascii_alphanumeric);
            return Self(letters.map(|letter| letter.to_ascii_uppercase()).take(MOST_CHARACTERS).collect());
        }
        // Compatibility forms, such as full-width ones, are the letters that they are a form of (NFKD); marks above and
        // below, and the stroke that only fills a line, are left out. What is kept is composed again (NFC).
        let says = |letter: &char| !FILLERS.contains(letter) && !is_combining_mark(*letter);
        let letters = text.chars().filter(|letter| !FILLERS.contains(letter)).nfkd().filter(says);
        let capitals = letters.flat_map(char::to_uppercase);
        let kept = capitals.filter(|letter| letter.is_alphanumeric() && says(letter)).map(plain);
        Self(kept.take(MOST_CHARACTERS).nfc().collect())
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left of it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Letters by Unicode that say nothing in a number: signs for "number", and the stroke by which Arabic fills a line.
const FILLERS: [char; 4] = ['º', 'ª', '№', '\u{640}'];

/// Maximum number of characters of a number.
const MOST_CHARACTERS: usize = 32;

/// The nought of each script whose digits stand on plates and documents; the other nine follow it in Unicode.
const NOUGHTS: [char; 16] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{e50}',
    '\u{ed0}',
    '\u{1040}',
    '\u{17e0}',
    '\u{1e950}',
];

/// An upper-case letter or digit as the one that it is taken for on a plate.
fn plain(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    let digit = NOUGHTS.iter().find_map(|nought| {
        let value = u32::from(character).checked_sub(u32::from(*nought))?;
        char::from_digit(value, 10)
    });
    digit.unwrap_or(match character {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        // One letter, typed on a keyboard of Arabic or of Persian.
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'ة' | 'ھ' | 'ہ' => 'ه',
        other => other,
    })
}

impl From<String> for DocumentNumber {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<DocumentNumber> for String {
    fn from(number: DocumentNumber) -> String {
        number.0
    }
}

impl std::fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A travel document as this crossing saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TravelDocument {
    /// What kind it is.
    pub kind: DocumentKind,
    /// Who issued it; `None` where it could not be read or was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<StateCode>,
    /// Its number.
    pub number: DocumentNumber,
    /// Its last day of validity.
    #[serde(default, skip_serializing_if = "is_unknown")]
    pub expiry: PartialDate,
    /// The machine readable zone as it was read, lines parted by `\n`; nothing when it was typed by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mrz: Option<String>,
}

impl TravelDocument {
    /// A document with only its kind, issuer and number.
    pub fn numbered(kind: DocumentKind, issuer: Option<StateCode>, number: &str) -> Self {
        Self { kind, issuer, number: DocumentNumber::new(number), expiry: PartialDate::Unknown, mrz: None }
    }

    /// What it is known by; `None` where it has no number.
    pub fn key(&self) -> Option<DocumentKey> {
        (!self.number.is_empty()).then(|| DocumentKey { issuer: self.issuer, number: self.number.clone() })
    }
}

/// What one document is known by: its issuer and its number, written `GIN GN7654321`; the number alone where the issuer
/// is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentKey {
    /// Who issued it.
    pub issuer: Option<StateCode>,
    /// Its number; never empty.
    pub number: DocumentNumber,
}

impl DocumentKey {
    /// The document that a number names, of an issuer where that is known; `None` for a number of no characters.
    pub fn of(issuer: Option<StateCode>, number: &str) -> Option<Self> {
        let number = DocumentNumber::new(number);
        (!number.is_empty()).then_some(Self { issuer, number })
    }
}

impl std::fmt::Display for DocumentKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(issuer) = self.issuer {
            write!(f, "{issuer} ")?;
        }
        self.number.fmt(f)
    }
}

/// A text that names no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a document is named by its issuer's code and its number, such as GIN GN7654321")]
pub struct DocumentKeyError;

impl std::str::FromStr for DocumentKey {
    type Err = DocumentKeyError;

    fn from_str(text: &str) -> Result<Self, DocumentKeyError> {
        let (issuer, number) = match text.trim().split_once(' ') {
            Some((issuer, number)) => (Some(issuer.parse().map_err(|_| DocumentKeyError)?), number),
            None => (None, text),
        };
        let number = DocumentNumber::new(number);
        if number.is_empty() { Err(DocumentKeyError) } else { Ok(Self { issuer, number }) }
    }
}

impl TryFrom<String> for DocumentKey {
    type Error = DocumentKeyError;

    fn try_from(text: String) -> Result<Self, DocumentKeyError> {
        text.parse()
    }
}

impl From<DocumentKey> for String {
    fn from(key: DocumentKey) -> String {
        key.to_string()
    }
}

fn is_unknown(date: &PartialDate) -> bool {
    *date == PartialDate::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_refugee_and_an_official_carry_passport_codes_on_documents_of_their_own() {
        let of =
            |issuer: &str, nationality: &str| DocumentKind::of_code("P", issuer.parse().ok(), nationality.parse().ok());
        assert_eq!(of("MLI", "MLI"), DocumentKind::Passport);
        assert_eq!(of("MLI", "XXB"), DocumentKind::RefugeeTravelDocument);
        for organization in ["UNO", "EUE", "XEC", "XBA"] {
            assert_eq!(of(organization, organization), DocumentKind::LaissezPasser, "{organization}");
        }
        assert_eq!(of("XOM", "XOM"), DocumentKind::Passport, "a sovereign order");
        assert_eq!(DocumentKind::of_code("AC", None, None), DocumentKind::CrewCertificate);
    }

    #[test]
    fn a_document_is_known_by_issuer_and_number_and_reads_back() {
        let key = TravelDocument::numbered(DocumentKind::Passport, "GIN".parse().ok(), "gn 1").key().expect("a key");
        assert_eq!((key.to_string().as_str(), key.to_string().parse()), ("GIN GN1", Ok(key)));
        assert_eq!("GN1".parse::<DocumentKey>().map(|key| key.issuer), Ok(None));
        assert!("".parse::<DocumentKey>().is_err() && "GIN -".parse::<DocumentKey>().is_err());
    }

    #[test]
    fn two_spellings_of_a_number_are_one_number() {
        assert_eq!(DocumentNumber::new("GN 765-4321"), DocumentNumber::new("gn7654321"));
    }

    #[test]
    fn a_plate_is_the_same_in_whichever_script_it_is_typed_and_none_of_its_letters_is_dropped() {
        let of = |text: &str| DocumentNumber::new(text).as_str().to_owned();
        for plate in ["AB1234MD", "АВ1234МD", "ＡＢ１２３４ＭＤ", "αβ 1234 md", "ab-1234-md"] {
            assert_eq!(of(plate), "AB1234MD", "{plate}");
        }
        for (plate, kept) in [
            ("车牌 88", "车牌88"),
            ("١٢٣ ب ي", "123بی"),
            ("۱۲۳ ب ی", "123بی"),
            ("Ж 77", "Ж77"),
            ("١٢ هـ أَ", "12ها"),
            ("Nº 123", "N123"),
            ("№ 5 Ö", "5O"),
        ] {
            assert_eq!(of(plate), kept);
        }
        assert_eq!(of(&"ᴁ".repeat(40)).chars().count(), 32);
        assert!(DocumentNumber::new("· — <<").is_empty());
    }

    proptest! {
        #[test]
        fn a_number_that_is_kept_is_read_again_as_itself(
            text in any::<String>(),
            arabic in "[\u{600}-\u{6ff}ʼŉΐß-]{0,40}",
            korean in "[\u{1100}-\u{11ff}\u{300}-\u{345} -]{0,60}",
        ) {
            for text in [text, arabic, korean] {
                let number = DocumentNumber::new(&text);
                prop_assert_eq!(DocumentNumber::new(number.as_str()), number);
            }
        }
    }
}
