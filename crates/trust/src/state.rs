//! Which state signs for which (Doc 9303-3 §5, Doc 9303-12 §7.1.1): a zone has a code of three letters, a certificate of
//! two, and both must be the same state's. Without this, any state's key would vouch for every passport.

use limen_domain::{StateCode, StateKind};

/// Whether a signer of a country (`DE`, and where it says so also `D`) may sign for an issuing state as a zone has it.
pub fn signs_for(country: Option<&str>, state: Option<&str>, zone: &str) -> bool {
    let zone = zone.trim_end_matches('<');
    if zone.is_empty() {
        return false;
    }
    let named = state.map(|state| state.trim_end_matches('<'));
    if named == Some(zone) || country == Some(zone) {
        return true;
    }
    let Some(country) = country else { return false };
    if let Some(special) = special(zone) {
        return special == country;
    }
    match zone.parse::<StateCode>().map(StateCode::kind) {
        Ok(StateKind::State("XK")) => ["KS", "XK"].contains(&country),
        // Hong Kong and Macao issue passports of China.
        Ok(StateKind::State("CN")) => ["CN", "HK", "MO"].contains(&country),
        // Great Britain's is also found as UK.
        Ok(StateKind::State("GB")) => ["GB", "UK"].contains(&country),
        Ok(StateKind::State(letters)) => letters == country,
        _ => false,
    }
}

/// The two letters of codes that are no states' of ISO 3166-1.
fn special(zone: &str) -> Option<&'static str> {
    Some(match zone {
        "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => "GB",
        "EUE" => "EU",
        "UNO" | "UNA" | "UNK" => "UN",
        "UTO" => "UT",
        "XOM" => "XO",
        "XPO" => "XP",
        "ANT" => "AN",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_states_own_signer_signs_for_it() {
        for (country, zone) in [
            ("DE", "D<<"),
            ("DE", "D"),
            ("NL", "NLD"),
            ("GB", "GBR"),
            ("GB", "GBD"),
            ("EU", "EUE"),
            ("UN", "UNO"),
            ("UN", "UNA"),
            ("UT", "UTO"),
            ("KS", "RKS"),
            ("HK", "CHN"),
            ("GN", "GIN"),
        ] {
            assert!(signs_for(Some(country), None, zone), "{country} for {zone}");
        }
        assert!(signs_for(Some("ZZ"), Some("XEC"), "XEC"), "an organization, by its own code");
    }

    #[test]
    fn another_states_signer_does_not() {
        for (country, zone) in
            [("DE", "NLD"), ("GN", "GNB"), ("FR", "D"), ("DE", "UTO"), ("", "GIN"), ("DE", ""), ("EU", "FRA")]
        {
            assert!(!signs_for(Some(country), None, zone), "{country} for {zone}");
        }
        assert!(!signs_for(None, None, "D"));
    }
}
