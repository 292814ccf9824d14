//! States by codes, names and adjectives, as lists and people write them in five languages.

use crate::{heading::comparable, values::is_unknown};
use limen_domain::StateCode;
use std::{collections::HashMap, sync::LazyLock};

/// Names and adjectives of states: a code of ISO 3166-1, a colon, and the texts parted by `|`.
static NAMES: LazyLock<HashMap<String, StateCode>> = LazyLock::new(|| {
    let official = rust_iso3166::ALL.iter().map(|country| (country.alpha3, country.name));
    let lines = include_str!("states.txt").lines().filter(|line| !line.starts_with('#'));
    let ours = lines.filter_map(|line| line.split_once(':'));
    let ours = ours.flat_map(|(code, names)| names.split('|').map(move |name| (code.trim(), name)));
    official.chain(ours).filter_map(|(code, name)| Some((key(name), StateCode::from_iso(code).ok()?))).collect()
});

/// The words that may stand before a name and say nothing.
const BEFORE: &[&str] = &[
    "the",
    "la",
    "le",
    "les",
    "l",
    "el",
    "los",
    "las",
    "o",
    "a",
    "os",
    "as",
    "state of",
    "pays",
    "possibly",
    "probably",
    "reportedly",
];

/// The state that a code, a name or an adjective stands for; `None` where it is not known.
pub fn state(text: &str) -> Option<StateCode> {
    let text = text.trim();
    if is_unknown(text) {
        return None;
    }
    if text.len() <= 3
        && let Ok(code) = StateCode::from_iso(text)
        && code.is_known()
    {
        return Some(code);
    }
    let outside = text.split(['(', '[']).next().unwrap_or_default();
    [text, outside].into_iter().find_map(|text| {
        let key = key(text);
        NAMES.get(&key).copied().or_else(|| {
            let without = BEFORE.iter().find_map(|word| key.strip_prefix(word)?.strip_prefix(' '))?;
            NAMES.get(without).copied()
        })
    })
}

fn key(name: &str) -> String {
    comparable(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_known_by_code_name_and_adjective() {
        for (text, code) in [
            ("ML", "MLI"),
            ("mli", "MLI"),
            ("D", "D"),
            ("Guinée", "GIN"),
            ("Guinéenne", "GIN"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Côte d'Ivoire", "CIV"),
            ("Russian Federation", "RUS"),
            ("State of Palestine", "PSE"),
            ("United Republic of Tanzania", "TZA"),
            ("The Gambia", "GMB"),
            ("NA", "NAM"),
        ] {
            assert_eq!(state(text).map(|state| state.to_string()).as_deref(), Some(code), "{text}");
        }
        for none in ["Atlantis", "na", "", "-"] {
            assert_eq!(state(none), None, "{none}");
        }
    }
}
