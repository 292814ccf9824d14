//! Sexes in words.

use crate::values::words;
use limen_domain::Sex;

/// The sex that a text says; `None` for what says none.
pub fn sex(text: &str) -> Option<Sex> {
    match words::code("sex", text)? {
        "F" => Some(Sex::Female),
        "M" => Some(Sex::Male),
        "X" => Some(Sex::Unspecified),
        _ => None,
    }
}
