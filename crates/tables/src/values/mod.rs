//! What single fields say, as people write them: days, states, sexes, kinds of documents.

mod date;
mod document;
mod sex;
mod state;

pub use date::{DayOrder, birth_date, day};
pub use document::{document_kind, documents_in_words, documents_of, state_in_words};
pub use sex::sex;
pub use state::state;

pub(crate) mod words;

use limen_domain::Action;

/// What an alert asks for, by Limen's code or in words; `None` where it is not known.
pub fn action(text: &str) -> Option<Action> {
    text.trim().parse().ok().or_else(|| words::code("action", text)?.parse().ok())
}

/// Whether a field says that something is not known. `na` says so in small letters: `NA` is Namibia.
pub fn is_unknown(text: &str) -> bool {
    let text = text.trim();
    // `00/00/0000` is a date of which nothing is known.
    let says_nothing = !text.chars().any(|letter| letter.is_alphanumeric() && letter != '0') && text != "0";
    // `X`, `XXX` fill a field.
    let is_filled = text.bytes().all(|letter| matches!(letter, b'x' | b'X'));
    says_nothing || is_filled || text == "na" || words::code("unknown", text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_say_nothing_are_known_as_such() {
        for text in ["", "-", "N/A", "na", "Inconnu(e)", "néant", "???", "غير معروف", "XXX"] {
            assert!(is_unknown(text), "{text}");
        }
        assert!(!is_unknown("NA"), "Namibia");
    }
}
