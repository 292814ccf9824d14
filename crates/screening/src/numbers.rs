//! Numbers of documents and plates, found exactly and as they are misread.

use limen_domain::{DocumentNumber, Likeness};
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

/// The same, near as numbers are misread, or nothing.
pub(crate) fn likeness(one: &DocumentNumber, other: &DocumentNumber) -> Option<Likeness> {
    if one == other {
        return Some(Likeness::Same);
    }
    (fold(one).eq(fold(other))).then_some(Likeness::Near)
}

/// Each character as the one that it is most often mistaken for.
fn fold(number: &DocumentNumber) -> impl Iterator<Item = char> {
    number.as_str().chars().map(|character| match character {
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        'V' => 'U',
        other => other,
    })
}

fn folded(number: &DocumentNumber) -> u64 {
    let mut hasher = FxHasher::default();
    fold(number).for_each(|character| hasher.write_u32(character.into()));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_as_it_is_and_as_it_is_misread() {
        let mut numbers = Numbers::default();
        numbers.add(&DocumentNumber::new("GO 1158"), 7);
        numbers.file();
        let near: Vec<u32> = numbers.near(&DocumentNumber::new("60II5B")).collect();
        assert_eq!(near, [7]);
        assert_eq!(likeness(&DocumentNumber::new("GO1158"), &DocumentNumber::new("60II5B")), Some(Likeness::Near));
        assert_eq!(numbers.near(&DocumentNumber::new("GO1159")).count(), 0);
        let sought = DocumentNumber::new("AB1234MD");
        for plate in ["АВ1234МD", "ＡＢ1234ＭＤ", "А8I234МD"] {
            assert!(likeness(&sought, &DocumentNumber::new(plate)).is_some(), "{plate}");
        }
        assert_eq!(likeness(&DocumentNumber::new("车牌 88"), &DocumentNumber::new("京A 88")), None);
    }
}
