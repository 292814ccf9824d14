//! Names between their printed form and the form in a machine readable zone (Doc 9303-3 §4.6; truncation: 9303-4
//! §4.2.3, 9303-5 §4.2.3, 9303-6 §4.2.3, 9303-7 §4.2.3 and §7.2.3).

use crate::transliterate::{self, Cyrillic, NoLatinForm};

/// The components of one identifier, in letters A to Z: hyphens and commas part components, apostrophes join them, all
/// other punctuation is left out (Doc 9303-3 §4.6).
///
/// # Errors
/// [`NoLatinForm`]: a letter has no form in A to Z.
pub fn components(identifier: &str, cyrillic: Cyrillic) -> Result<Vec<String>, NoLatinForm> {
    let mut found = Vec::new();
    for part in identifier.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | ',')) {
        // Compounds with Abd are written in two parts (Doc 9303-3 Appendix B §B.5.9: EBD<ALEZYZ, EBD<ALLXH).
        let compound = part.strip_prefix("عبد").filter(|rest| rest.starts_with("ال") && rest.chars().count() > 3);
        let words = match compound {
            Some(rest) => vec!["عبد", rest],
            None => vec![part],
        };
        for word in words {
            let latin = transliterate::word(word, cyrillic)?;
            if !latin.is_empty() {
                found.push(latin);
            }
        }
    }
    Ok(found)
}

/// A name field of exactly `width` characters.
///
/// A name that does not fit is truncated so that its last character is a letter. The standard leaves the manner to the
/// State; this one takes as many letters as needed from the end, last component first, and leaves every component its
/// initial (the standard's examples "truncated to initials"). Only a name made of initials alone can end in a filler.
pub fn field(primary: &[String], secondary: &[String], width: usize) -> String {
    let mut text = match (primary.is_empty(), secondary.is_empty()) {
        (_, true) => shortened(primary, width).unwrap_or_default(),
        (true, false) => shortened(secondary, width).unwrap_or_default(),
        (false, false) => two_identifiers(primary, secondary, width),
    };
    while text.len() < width {
        text.push('<');
    }
    text
}

fn two_identifiers(primary: &[String], secondary: &[String], width: usize) -> String {
    let whole = format!("{}<<{}", primary.join("<"), secondary.join("<"));
    if whole.len() <= width {
        return whole;
    }
    // The secondary identifier keeps at least one letter, behind two fillers. Whole initials are tried first, then
    // ever shorter primary identifiers, until the secondary one ends on the last character.
    let most = width.saturating_sub(3);
    let heads = std::iter::once(initials_from_the_end(primary, most))
        .chain((1..=most).rev().filter_map(|limit| shortened(primary, limit)));
    let mut texts = heads.filter_map(|head| {
        let tail = shortened(secondary, width.checked_sub(head.len() + 2)?)?;
        Some(format!("{head}<<{tail}"))
    });
    let first = texts.next().unwrap_or_default();
    if first.len() == width { first } else { texts.find(|text| text.len() == width).unwrap_or(first) }
}

/// The components joined, whole ones turned to initials from the last one back until it fits.
fn initials_from_the_end(components: &[String], limit: usize) -> String {
    let mut parts: Vec<&str> = components.iter().map(String::as_str).collect();
    for at in (1..parts.len()).rev() {
        if parts.join("<").len() <= limit {
            break;
        }
        parts[at] = &parts[at][..1];
    }
    let owned: Vec<String> = parts.into_iter().map(str::to_owned).collect();
    shortened(&owned, limit).unwrap_or_default()
}

/// The components joined in at most `limit` characters: letters go from the last component back, each keeps one; where
/// even the initials do not fit, components at the end are left out. `None` where there is no room at all.
fn shortened(components: &[String], limit: usize) -> Option<String> {
    let fitting = components.len().min(limit.div_ceil(2));
    if fitting == 0 {
        return None;
    }
    let mut parts: Vec<&str> = components[..fitting].iter().map(String::as_str).collect();
    let mut excess = parts.join("<").len().saturating_sub(limit);
    for part in parts.iter_mut().rev() {
        let taken = excess.min(part.len() - 1);
        *part = &part[..part.len() - taken];
        excess -= taken;
    }
    Some(parts.join("<"))
}

/// Whether `in_zone`, the identifiers of a zone with single spaces between components, can be what a State made of the
/// printed identifier `printed` by truncation: each component the beginning of the printed one, in order, components
/// at the end perhaps left out.
pub fn is_truncation_of(in_zone: &str, printed: &[String]) -> bool {
    let mut parts = in_zone.split(' ').filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some()
        && parts.by_ref().zip(printed).all(|(part, whole)| whole.starts_with(part))
        && in_zone.split(' ').filter(|part| !part.is_empty()).count() <= printed.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The name field that the printed name `primary, secondary` takes in `width` characters, fillers at the end cut.
    fn zone(printed: &str, width: usize) -> String {
        let (primary, secondary) = printed.split_once(", ").unwrap_or((printed, ""));
        let parts = |text| components(text, Cyrillic::General).expect("a Latin form");
        let field = field(&parts(primary), &parts(secondary), width);
        assert_eq!(field.len(), width);
        field.trim_end_matches('<').to_owned()
    }

    #[test]
    fn names_that_fit_are_written_as_doc_9303_4_4_2_3_1_prints_them() {
        for (printed, field) in [
            ("ERIKSSON, ANNA MARIA", "ERIKSSON<<ANNA<MARIA"),
            ("HENG, DEBORAH MING LO", "HENG<<DEBORAH<MING<LO"),
            ("SMITH-JONES, SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET"),
            ("O’CONNOR, ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN"),
            ("VAN DER MUELLEN, MARTIN", "VAN<DER<MUELLEN<<MARTIN"),
            ("AL-BASRI, HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
            ("VILARCHAO FERNANDEZ, JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON"),
            ("ARKFREITH", "ARKFREITH"),
            ("SATRIYA SUDARPA", "SATRIYA<SUDARPA"),
            ("PAPANDROPOULOUS, JONATHON WARREN TREVOR", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
            ("D'ARTAGNAN", "DARTAGNAN"),
            ("MARIE-ÉLISE", "MARIE<ELISE"),
        ] {
            assert_eq!(zone(printed, 39), field);
        }
    }

    #[test]
    fn a_long_secondary_identifier_is_truncated_as_the_standard_prints_it() {
        let krasuang = "NILAVADHANANANDA, CHAYAPA DEJTHAMRONG KRASUANG";
        assert_eq!(zone(krasuang, 39), "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"); // 9303-4 §4.2.3.2 a
        assert_eq!(zone(krasuang, 30), "NILAVADHANANANDA<<CHAYAPA<DE<K"); // 9303-5 §4.2.3.1 a
        assert_eq!(zone(krasuang, 31), "NILAVADHANANANDA<<CHAYAPA<DEJ<K"); // 9303-6 §4.2.3.1 a, 9303-7 §7.2.3.1 a
        let charonguang = "NILAVADHANANANDA, ARNPOL PETCH CHARONGUANG";
        assert_eq!(zone(charonguang, 39), "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"); // 9303-4 §4.2.3.2 b
        assert_eq!(zone("VILARCHAO FERNANDEZ, JOSE RAMON", 30), "VILARCHAO<FERNANDEZ<<JOSE<RAMO"); // 9303-5 §4.2.3.4
    }

    #[test]
    fn a_long_primary_identifier_is_truncated_to_initials_as_the_standard_prints_it() {
        let dingo = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL, DINGO POTOROO";
        assert_eq!(zone(dingo, 30), "BENNELONG<WOOLOOMOOLOO<W<W<<DI"); // 9303-5 §4.2.3.2 a
        assert_eq!(zone(dingo, 31), "BENNELONG<WOOLOOMOOLOO<W<W<<D<P"); // 9303-6 §4.2.3.2 a
    }

    #[test]
    fn every_truncation_that_the_standard_prints_is_known_for_one() {
        let primary = ["BENNELONG", "WOOLOOMOOLOO", "WARRANDYTE", "WARNAMBOOL"].map(str::to_owned);
        for in_zone in [
            "BENNELONG WOOLOOMOOLOO WARRANDYTE W",
            "BENNELONG WOOLOOM WARRAND WARNAM",
            "BENNEL WOOLOO WARRAN WARNAM",
            "BENNE WOOLO WARRA WARNA",
            "BENN WOOL WARR WARN",
        ] {
            assert!(is_truncation_of(in_zone, &primary), "{in_zone}");
        }
        assert!(!is_truncation_of("BENNELONG WARRANDYTE", &primary));
        assert!(!is_truncation_of("", &primary));
        assert!(!is_truncation_of("B W W W X", &primary));
    }

    #[test]
    fn a_compound_with_abd_is_written_in_two_parts() {
        assert_eq!(zone("عبدالعزيز بن متعب", 39), "EBD<ALEZYZ<BN<MTEB"); // 9303-3 §B.5.9
    }

    proptest! {
        #[test]
        fn a_name_of_any_length_fills_its_field_by_the_rules(
            primary in proptest::collection::vec("[A-Z]{1,16}", 1..6),
            secondary in proptest::collection::vec("[A-Z]{1,16}", 0..6),
            width in prop_oneof![Just(30usize), Just(31), Just(39)],
        ) {
            let whole = if secondary.is_empty() { primary.join("<") } else {
                format!("{}<<{}", primary.join("<"), secondary.join("<"))
            };
            let field = field(&primary, &secondary, width);
            prop_assert_eq!(field.len(), width);
            if whole.len() <= width {
                prop_assert_eq!(field.trim_end_matches('<'), &whole);
            } else {
                let only_initials = field.split('<').all(|part| part.len() <= 1);
                prop_assert!(only_initials || field.ends_with(|c: char| c.is_ascii_uppercase()), "{}", field);
                let (head, tail) = field.split_once("<<").unwrap_or((&field, ""));
                prop_assert!(is_truncation_of(&head.replace('<', " "), &primary), "{}", field);
                prop_assert_eq!(tail.is_empty(), secondary.is_empty());
                prop_assert!(tail.is_empty() || is_truncation_of(&tail.replace('<', " "), &secondary), "{}", field);
            }
        }
    }
}
