//! Codes of issuing states and nationalities (Doc 9303-3 §5): ISO 3166-1 alpha-3, and the standard's own codes.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A code of one to three letters A to Z as it stands in an MRZ, without fillers (`GIN`, `D`, `XXA`).
///
/// It may be a code that no state has; [`StateCode::kind`] says so.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StateCode([u8; 3]);

/// A text that can't be a code of a state.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a code of a state has one to three letters A to Z")]
pub struct InvalidStateCode;

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateKind {
    /// A state, by its two-letter code, from which its name in any language is found.
    State(&'static str),
    /// Another code of Doc 9303-3 §5: a British status, an organization, a person without nationality, a specimen.
    Special,
    /// No code of ISO 3166-1 nor of Doc 9303-3.
    Unknown,
}

/// The codes of Doc 9303-3 §5 that ISO 3166-1 does not hold, apart from those that name a state.
///
/// Part A British statuses; part B European Union; part C United Nations; part D other authorities; part E persons
/// without a defined nationality; part F deprecated codes; part G specimens (`YTO` stands in the specimens of Part 3
/// Appendix A); part H ICAO.
const SPECIAL: [&str; 29] = [
    "ANT", "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "IAO", "NTZ", "UNA", "UNK", "UNO", "UTO", "XBA", "XCC", "XCE",
    "XCO", "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO", "XXA", "XXB", "XXC", "XXX", "YTO",
];

impl StateCode {
    /// Germany's code, the only one that is shorter than three letters.
    pub const GERMANY: StateCode = StateCode(*b"D\0\0");
    /// A person of unspecified nationality.
    pub const UNSPECIFIED: StateCode = StateCode(*b"XXX");

    /// The code as text.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|&b| b == 0).unwrap_or(3);
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }

    /// What the code stands for.
    pub fn kind(self) -> StateKind {
        if self == Self::GERMANY {
            return StateKind::State("DE");
        }
        let code = self.as_str();
        if code == "RKS" {
            // Kosovo, whose two-letter code in CLDR is XK (Doc 9303-3 §5 part A has KS).
            return StateKind::State("XK");
        }
        if SPECIAL.contains(&code) {
            return StateKind::Special;
        }
        // ISO's own DEU is no code of Doc 9303, but some documents carry it: it is known, and names Germany.
        match rust_iso3166::from_alpha3(code) {
            Some(country) => StateKind::State(country.alpha2),
            None => StateKind::Unknown,
        }
    }

    /// Whether an organization has this code whose officials carry its laissez-passer (Doc 9303-3 §5 parts B, C and D). The
    /// Sovereign Order of Malta issues passports.
    pub fn issues_laissez_passer(self) -> bool {
        const ORGANIZATIONS: [&str; 13] =
            ["UNO", "UNA", "EUE", "XBA", "XIM", "XCC", "XCE", "XCO", "XEC", "XPO", "XES", "XMP", "XDC"];
        ORGANIZATIONS.contains(&self.as_str())
    }

    /// Whether the code stands in ISO 3166-1 or in Doc 9303-3 §5.
    pub fn is_known(self) -> bool {
        self.kind() != StateKind::Unknown
    }

    /// The code for an ISO 3166-1 alpha-2 or alpha-3 code, as alert lists carry them.
    ///
    /// # Errors
    /// The text is no code of ISO 3166-1.
    pub fn from_iso(text: &str) -> Result<Self, InvalidStateCode> {
        let upper = text.trim().to_ascii_uppercase();
        if upper == "DE" || upper == "DEU" {
            return Ok(Self::GERMANY);
        }
        match (upper.len(), rust_iso3166::from_alpha2(&upper)) {
            (2, Some(country)) => country.alpha3.parse(),
            (2, None) => Err(InvalidStateCode),
            _ => upper.parse(),
        }
    }

    /// Every code that somebody has: those of [`states`](Self::states), and Doc 9303's own.
    pub fn known() -> impl Iterator<Item = StateCode> {
        Self::states().chain(SPECIAL.iter().filter_map(|code| code.parse().ok())).chain("RKS".parse())
    }

    /// The code as ISO 3166-1 alpha-3 has it where that is another than a passport's (`DEU` for `D`); else the code itself.
    pub fn iso_or_own(&self) -> &str {
        if *self == Self::GERMANY { "DEU" } else { self.as_str() }
    }

    /// Every state that a person can be a national of, for choosing from a list; names are for the caller to find.
    pub fn states() -> impl Iterator<Item = StateCode> {
        rust_iso3166::ALL.iter().filter_map(|country| Self::from_iso(country.alpha3).ok())
    }
}

impl FromStr for StateCode {
    type Err = InvalidStateCode;

    fn from_str(text: &str) -> Result<Self, InvalidStateCode> {
        let bytes = text.as_bytes();
        if !(1..=3).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_uppercase) {
            return Err(InvalidStateCode);
        }
        let mut code = [0; 3];
        code[..bytes.len()].copy_from_slice(bytes);
        Ok(Self(code))
    }
}

impl TryFrom<String> for StateCode {
    type Error = InvalidStateCode;

    fn try_from(text: String) -> Result<Self, InvalidStateCode> {
        text.parse()
    }
}

impl From<StateCode> for String {
    fn from(code: StateCode) -> String {
        code.as_str().to_owned()
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StateCode({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str) -> StateKind {
        code.parse::<StateCode>().expect("letters").kind()
    }

    #[test]
    fn every_code_of_doc_9303_3_section_5_is_known() {
        for code in SPECIAL.iter().chain(&["XXX", "RKS", "D", "GIN", "MLI", "SEN", "CIV", "FRA"]) {
            assert_ne!(kind(code), StateKind::Unknown, "{code}");
        }
        assert_eq!(kind("D"), StateKind::State("DE"));
        assert_eq!(kind("RKS"), StateKind::State("XK"));
        assert_eq!(kind("MLI"), StateKind::State("ML"));
    }

    #[test]
    fn a_document_of_a_state_that_does_not_exist_is_noticed() {
        assert_eq!(kind("ZZZ"), StateKind::Unknown);
        assert_eq!(kind("XQZ"), StateKind::Unknown);
        assert_eq!(kind("GI"), StateKind::Unknown);
    }

    #[test]
    fn codes_of_alert_lists_are_taken_in_either_length() {
        assert_eq!(StateCode::from_iso("ml"), Ok("MLI".parse().expect("code")));
        assert_eq!(StateCode::from_iso("DEU"), Ok(StateCode::GERMANY));
        assert_eq!(StateCode::from_iso("M1"), Err(InvalidStateCode));
    }
}
