//! Numbers of documents and plates, found exactly and as they are misread.

use crate::facts::packed;
use limen_domain::{DocumentKey, DocumentNumber, Likeness, Reason};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Numbers of many alerts, sorted by what is left of them when characters that look alike are one.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    filed: Vec<(u64, u32)>,
}

impl Numbers {
    pub fn add(&mut self, number: &DocumentNumber, alert: u32) {
        if !number.is_empty() {
            self.filed.push((folded(number), alert));
        }
    }

    pub fn file(&mut self) {
        self.filed.sort_unstable();
        self.filed.dedup();
        self.filed.shrink_to_fit();
    }

    /// The alerts that may hold this number; [`likeness`] says how near theirs is.
    pub fn near(&self, number: &DocumentNumber) -> impl Iterator<Item = u32> {
        let hash = folded(number);
        let from = self.filed.partition_point(|(filed, _)| *filed < hash);
        self.filed[from..].iter().take_while(move |(filed, _)| *filed == hash).map(|(_, alert)| *alert)
    }

    pub fn bytes(&self) -> usize {
        self.filed.len() * 16
    }
}

/// The weight of a number that is the alert's as numbers are misread.
const NEAR_WEIGHT: f32 = 4.0;
/// The weight of a number that is the alert's, of another issuer: a number is unique for its issuer alone.
const OTHER_ISSUER_WEIGHT: f32 = 0.8;

/// What a number weighs; without a limit where it is the alert's.
pub(crate) fn weight(likeness: Likeness) -> f32 {
    if likeness == Likeness::Same { f32::INFINITY } else { NEAR_WEIGHT }
}

/// How a traveller's document compares with an alert's, and what that weighs; `None` where they are two documents.
pub(crate) fn documents(one: &DocumentKey, other: &DocumentKey) -> Option<(Reason, f32)> {
    let likeness = likeness(&one.number, &other.number)?;
    let other_issuer = other.issuer.filter(|issuer| one.issuer.is_some_and(|mine| packed(mine) != packed(*issuer)));
    let reason = Reason::DocumentNumber { number: other.number.clone(), likeness, other_issuer };
    let weight = match (other_issuer, likeness) {
        (None, likeness) => weight(likeness),
        (Some(_), Likeness::Same) => OTHER_ISSUER_WEIGHT,
        // A misread number of another issuer is any number.
        (Some(_), _) => return None,
    };
    Some((reason, weight))
}

/// The same, near as numbers are misread or as spreadsheets write them, or nothing.
pub(crate) fn likeness(one: &DocumentNumber, other: &DocumentNumber) -> Option<Likeness> {
    if one == other {
        return Some(Likeness::Same);
    }
    (fold(one) == fold(other)).then_some(Likeness::Near)
}

/// The least that is left of a number whose leading noughts are passed over.
const LEAST_WITHOUT_NOUGHTS: usize = 5;

/// Each character as the one that it is most often mistaken for; without the noughts at its beginning, which spreadsheets
/// drop.
fn fold(number: &DocumentNumber) -> String {
    let folded = number.as_str().chars().map(|character| match character {
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        'V' => 'U',
        other => other,
    });
    let folded: String = folded.collect();
    let significant = folded.trim_start_matches('0');
    if significant.len() >= LEAST_WITHOUT_NOUGHTS { significant.to_owned() } else { folded }
}

fn folded(number: &DocumentNumber) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(fold(number).as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_another_issuer_is_a_weaker_sign_and_says_so() {
        let key = |text: &str| text.parse::<DocumentKey>().expect("a document");
        let held = |one: &str, other: &str| documents(&key(one), &key(other)).map(|(_, weight)| weight);
        assert_eq!(held("GIN 123456789", "GIN 123456789"), Some(f32::INFINITY));
        assert_eq!(held("D 123456789", "DEU 123456789"), Some(f32::INFINITY), "two codes of one state");
        assert_eq!(held("123456789", "GIN 123456789"), Some(f32::INFINITY), "who issued it is not known");
        assert_eq!(held("FRA 123456789", "GIN 123456789"), Some(OTHER_ISSUER_WEIGHT));
        assert_eq!(held("FRA I23456789", "GIN 123456789"), None);
    }

    #[test]
    fn a_number_is_found_as_it_is_and_as_it_is_misread() {
        let mut numbers = Numbers::default();
        numbers.add(&DocumentNumber::new("GO 1158"), 7);
        numbers.file();
        let near: Vec<u32> = numbers.near(&DocumentNumber::new("60II5B")).collect();
        assert_eq!(near, [7]);
        assert_eq!(likeness(&DocumentNumber::new("GO1158"), &DocumentNumber::new("60II5B")), Some(Likeness::Near));
        assert_eq!(numbers.near(&DocumentNumber::new("GO1159")).count(), 0);
        assert_eq!(likeness(&DocumentNumber::new("00412345"), &DocumentNumber::new("412345")), Some(Likeness::Near));
        assert_eq!(likeness(&DocumentNumber::new("D1234567"), &DocumentNumber::new("01234567")), Some(Likeness::Near));
        assert_eq!(likeness(&DocumentNumber::new("0012"), &DocumentNumber::new("12")), None);
        let sought = DocumentNumber::new("AB1234MD");
        for plate in ["АВ1234МD", "ＡＢ1234ＭＤ", "А8I234МD"] {
            assert!(likeness(&sought, &DocumentNumber::new(plate)).is_some(), "{plate}");
        }
        assert_eq!(likeness(&DocumentNumber::new("车牌 88"), &DocumentNumber::new("京A 88")), None);
    }
}
