//! Countries by their English names, as lists write them.

use limen_domain::{StateCode, plain_letters};
use std::{collections::HashMap, sync::LazyLock};

/// Names that lists use and ISO 3166-1 does not.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("Bolivia", "BOL"),
    ("Bosnia-Herzegovina", "BIH"),
    ("Burma", "MMR"),
    ("Cape Verde", "CPV"),
    ("Congo, Democratic Republic of the", "COD"),
    ("Democratic Republic of the Congo", "COD"),
    ("DRC", "COD"),
    ("Congo, Republic of the", "COG"),
    ("Cote d'Ivoire", "CIV"),
    ("Ivory Coast", "CIV"),
    ("Czech Republic", "CZE"),
    ("Gaza", "PSE"),
    ("Iran", "IRN"),
    ("Korea, North", "PRK"),
    ("North Korea", "PRK"),
    ("DPRK", "PRK"),
    ("Korea, South", "KOR"),
    ("South Korea", "KOR"),
    ("Republic of Korea", "KOR"),
    ("Democratic People's Republic of Korea", "PRK"),
    ("Laos", "LAO"),
    ("Macedonia", "MKD"),
    ("Moldova", "MDA"),
    ("Palestine", "PSE"),
    ("Palestinian", "PSE"),
    ("Russia", "RUS"),
    ("Swaziland", "SWZ"),
    ("Syria", "SYR"),
    ("Taiwan", "TWN"),
    ("Tanzania", "TZA"),
    ("The Gambia", "GMB"),
    ("Turkey", "TUR"),
    ("United Kingdom", "GBR"),
    ("United States", "USA"),
    ("USA", "USA"),
    ("UK", "GBR"),
    ("Venezuela", "VEN"),
    ("Vietnam", "VNM"),
    ("West Bank", "PSE"),
    ("Kosovo", "RKS"),
    ("Hong Kong", "HKG"),
    ("Macau", "MAC"),
    ("Brunei", "BRN"),
    ("Micronesia", "FSM"),
];

/// The state that a name or an ISO code stands for.
pub(super) fn state(text: &str) -> Option<StateCode> {
    static STATES: LazyLock<HashMap<String, StateCode>> = LazyLock::new(|| {
        let official = rust_iso3166::ALL.iter().map(|country| (country.name, country.alpha3));
        let names = official.chain(OTHER_NAMES.iter().copied());
        names.filter_map(|(name, code)| Some((key(name), code.parse().ok()?))).collect()
    });
    let text = text.trim();
    if (2..=3).contains(&text.len())
        && let Ok(code) = StateCode::from_iso(text)
    {
        return Some(code);
    }
    STATES.get(&key(text)).copied()
}

/// Letters only, what stands in brackets and a leading article left out.
fn key(name: &str) -> String {
    let name = name.split('(').next().unwrap_or_default();
    let letters: String = plain_letters(name).chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    letters.trim().trim_start_matches("THE ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_code_and_by_the_names_lists_use() {
        for (text, code) in [
            ("ML", "MLI"),
            ("mli", "MLI"),
            ("Mali", "MLI"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Iran", "IRN"),
            ("Côte d'Ivoire", "CIV"),
            ("Russian Federation", "RUS"),
        ] {
            assert_eq!(state(text).map(|state| state.to_string()).as_deref(), Some(code), "{text}");
        }
        assert_eq!(state("Atlantis"), None);
    }
}
