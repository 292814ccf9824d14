//! Sexes in words.

use crate::values::words;
use limen_domain::Sex;

/// The sex that a text says; `None` for what says none.
pub fn sex(text: &str) -> Option<Sex> {
    // ISO 5218 has numbers for sexes.
    match text.trim() {
        "1" => return Some(Sex::Male),
        "2" => return Some(Sex::Female),
        "0" | "9" | "U" | "u" => return Some(Sex::Unspecified),
        _ => {}
    }
    match words::code("sex", text)? {
        "F" => Some(Sex::Female),
        "M" => Some(Sex::Male),
        "X" => Some(Sex::Unspecified),
        _ => None,
    }
}
