//! Names as parts, and how alike two names are.

use limen_domain::{NameMatch, Part};
use std::collections::HashSet;

/// Parts that are less alike than this are taken for different names.
pub(crate) const LEAST_PART_LIKENESS: f64 = 0.86;
/// How alike a part is to one that begins with it, where a document cut the name short.
const TRUNCATED_LIKENESS: f64 = 0.95;
/// The most parts of one name that are looked at; more is no name.
const MOST_PARTS: usize = 12;
/// The most letters of one part that are looked at.
const MOST_LETTERS: usize = 40;

/// A name's parts for comparing: without marks on letters, in capitals, parted at everything that is no letter;
/// apostrophes join (`N'Diaye` is `NDIAYE`).
pub(crate) fn parts(name: &str) -> Vec<String> {
    let plain = limen_domain::plain_letters(&name.chars().take(MOST_PARTS * MOST_LETTERS).collect::<String>());
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .take(MOST_PARTS)
        .map(|part| part.chars().take(MOST_LETTERS).collect())
        .collect()
}

/// How alike two parts are, 0 to 1: Jaro-Winkler, which forgives slips and weighs the beginning more.
pub(crate) fn part_likeness(one: &str, other: &str) -> f64 {
    if one == other { 1.0 } else { strsim::jaro_winkler(one, other) }
}

/// What came of holding one name against another.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub score: f64,
    pub how: NameMatch,
    pub parts: Vec<Part>,
}

/// Holds a traveller's name parts against an alert's; nothing where they have too little in common.
///
/// Each part is paired with the part of the other name that it is most like, each used once. The score is the share of
/// letters so paired, weighing the name that is better covered more: a missing middle name costs little.
pub(crate) fn compare(traveller: &[String], truncated: bool, alert: &[String]) -> Option<Comparison> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, one) in traveller.iter().enumerate() {
        for (beside, other) in alert.iter().enumerate() {
            let mut likeness = part_likeness(one, other);
            if truncated && other.starts_with(one.as_str()) {
                likeness = likeness.max(TRUNCATED_LIKENESS);
            }
            if likeness >= LEAST_PART_LIKENESS {
                pairs.push((likeness, at, beside));
            }
        }
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let (mut used_traveller, mut used_alert) = (HashSet::new(), HashSet::new());
    pairs.retain(|(_, at, beside)| {
        let free = !used_traveller.contains(at) && !used_alert.contains(beside);
        if free {
            used_traveller.insert(*at);
            used_alert.insert(*beside);
        }
        free
    });

    // One common part of two names says little: there are too many Diallos.
    let least = traveller.len().min(alert.len()).min(2);
    if pairs.len() < least || pairs.is_empty() {
        return None;
    }
    let covered = |parts: &[String], side: fn(&(f64, usize, usize)) -> usize| {
        let letters = |part: &String| part.chars().count() as f64;
        let paired: f64 = pairs.iter().map(|pair| pair.0 * letters(&parts[side(pair)])).sum();
        paired / parts.iter().map(letters).sum::<f64>().max(1.0)
    };
    let by_traveller = covered(traveller, |pair| pair.1);
    let by_alert = covered(alert, |pair| pair.2);
    let score = 0.7 * by_traveller.max(by_alert) + 0.3 * by_traveller.min(by_alert);

    pairs.sort_by_key(|pair| pair.1);
    let all_paired = pairs.len() == traveller.len() && pairs.len() == alert.len();
    let all_same = pairs.iter().all(|pair| pair.0 >= 1.0);
    let in_order = pairs.windows(2).all(|two| two[0].2 < two[1].2);
    let how = match (all_paired, all_same, in_order) {
        (true, true, true) => NameMatch::Equal,
        (true, true, false) => NameMatch::Reordered,
        (true, false, _) => NameMatch::NearlyEqual,
        (false, ..) => NameMatch::Partial,
    };
    let parts = pairs
        .into_iter()
        .map(|(likeness, at, beside)| Part { traveller: traveller[at].clone(), alert: alert[beside].clone(), likeness })
        .collect();
    Some(Comparison { score, how, parts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(traveller: &str, alert: &str) -> Option<(f64, NameMatch)> {
        compare(&parts(traveller), false, &parts(alert)).map(|comparison| (comparison.score, comparison.how))
    }

    #[test]
    fn marks_case_and_apostrophes_make_no_difference() {
        assert_eq!(parts("N’Diaye, Aïssatou-Fanta"), ["NDIAYE", "AISSATOU", "FANTA"]);
    }

    #[test]
    fn a_name_in_another_order_is_the_same_name_reordered() {
        assert_eq!(held("DIALLO MAMADOU LAMINE", "Mamadou Lamine Diallo"), Some((1.0, NameMatch::Reordered)));
    }

    #[test]
    fn a_slip_of_spelling_makes_a_name_nearly_equal() {
        let (score, how) = held("DIALO MAMADU", "Diallo Mamadou").expect("alike");
        assert_eq!(how, NameMatch::NearlyEqual);
        assert!(score > 0.9, "{score}");
    }

    #[test]
    fn a_common_surname_alone_is_no_likeness() {
        assert!(held("DIALLO FATOUMATA", "Diallo Ibrahima").is_none());
    }

    #[test]
    fn a_name_that_the_document_cut_short_is_held_as_a_beginning() {
        let long = parts("KOUROUMA ABDOULRAHAMANE");
        assert!(compare(&parts("KOUROUMA ABD"), false, &long).is_none());
        assert!(compare(&parts("KOUROUMA ABD"), true, &long).is_some());
    }

    #[test]
    fn names_of_no_sense_do_no_harm() {
        assert!(held("", "Diallo").is_none());
        assert!(held("\u{301}\u{301}", "Diallo").is_none());
        let long = "A ".repeat(10_000);
        assert!(parts(&long).len() <= MOST_PARTS);
    }
}
