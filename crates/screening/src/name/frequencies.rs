//! How common each name is, counted from the lists and the travellers themselves.
//!
//! What is counted is a name, not a spelling: all spellings that the table of forms knows as one, and otherwise all
//! that sound the same. So a slip in a common name does not pass for a rare name.

use super::{
    likeness::Part,
    parts::{Kind, NamePart, parts},
};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The least and the most evidence in bits that sharing one part can be.
const LEAST_PART_BITS: f32 = 3.5;
pub(crate) const MOST_PART_BITS: f32 = 14.0;
/// How many names the assumed frequencies count for, beside those really counted.
const ASSUMED_NAMES: f32 = 3_000.0;
/// The share of them that are of East Asia, and what those are counted as.
const ASSUMED_EASTERN: f32 = 0.25;
const EASTERN: u64 = 1 << 62;

/// Counts of names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frequencies {
    counts: FxHashMap<u64, u32>,
    names: u32,
}

/// What kept counts begin with: changed whenever parts are counted otherwise, so that older counts are made anew.
const FORM: u32 = 2;

impl Frequencies {
    /// The counts as they are kept: the form, how many names, then each family with its count; all little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_unstable();
        let mut bytes = Vec::with_capacity(8 + counts.len() * 12);
        bytes.extend(FORM.to_le_bytes());
        bytes.extend(self.names.to_le_bytes());
        for (family, count) in counts {
            bytes.extend(family.to_le_bytes());
            bytes.extend(count.to_le_bytes());
        }
        bytes
    }

    /// Counts as they were kept; `None` where they are in another form.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (form, rest) = bytes.split_first_chunk()?;
        let (names, rest) = rest.split_first_chunk()?;
        if u32::from_le_bytes(*form) != FORM || rest.len() % 12 != 0 {
            return None;
        }
        let pair = |pair: &[u8]| {
            let (family, count) = pair.split_first_chunk()?;
            Some((u64::from_le_bytes(*family), u32::from_le_bytes(*count.first_chunk()?)))
        };
        let counts = rest.chunks_exact(12).map(pair).collect::<Option<_>>()?;
        Some(Self { counts, names: u32::from_le_bytes(*names) })
    }

    /// Counts the parts of one more name.
    pub fn add(&mut self, name: &str) {
        self.names = self.names.saturating_add(1);
        let parts = parts(name).parts;
        for part in parts.iter().filter(|part| part.kind == Kind::Strong) {
            self.add_part(&part.part, 1);
        }
        if is_eastern(parts.iter().map(|part| &part.part)) {
            self.add_eastern(1);
        }
    }

    /// Counts names among those that were counted as ones of East Asia.
    pub(crate) fn add_eastern(&mut self, names: usize) {
        let count = self.counts.entry(EASTERN).or_default();
        *count = count.saturating_add(u32::try_from(names).unwrap_or(u32::MAX));
    }

    /// By how many bits a name is more common than its parts are each for itself. In East Asia few surnames and much the
    /// same given names go with one another: that a name is of there is said by its surname already, and is no rarity a
    /// second time.
    pub(crate) fn tied(&self, name: &[NamePart]) -> f32 {
        if !is_eastern(name.iter().map(|part| &part.part)) {
            return 0.0;
        }
        let counted = self.counts.get(&EASTERN).copied().unwrap_or(0) as f32;
        let share = (counted + ASSUMED_NAMES * ASSUMED_EASTERN) / (self.names as f32 + ASSUMED_NAMES);
        let others = name.iter().filter(|part| part.kind == Kind::Strong).count().saturating_sub(1);
        -share.log2().min(0.0) * others as f32
    }

    pub(crate) fn add_part(&mut self, part: &Part, times: u32) {
        for family in families(part) {
            let count = self.counts.entry(family).or_default();
            *count = count.saturating_add(times);
        }
    }

    pub(crate) fn add_names(&mut self, names: usize) {
        self.names = self.names.saturating_add(u32::try_from(names).unwrap_or(u32::MAX));
    }

    /// Weight of sharing this part, in bits: the logarithm of its rarity.
    pub(crate) fn bits(&self, part: &Part) -> f32 {
        let count = families(part).map(|family| self.counts.get(&family).copied().unwrap_or(0)).max().unwrap_or(0);
        let assumed = match (part.known.is_some(), part.letters.len()) {
            (_, ..=2) => 1.0 / 300.0,
            (true, _) => 1.0 / 400.0,
            (false, 3) => 1.0 / 1_000.0,
            _ => 1.0 / 8_000.0,
        };
        let share = (count as f32 + ASSUMED_NAMES * assumed) / (self.names as f32 + ASSUMED_NAMES);
        (-share.log2()).clamp(LEAST_PART_BITS, MOST_PART_BITS)
    }
}

/// Whether a name of these parts is one of East Asia.
pub(crate) fn is_eastern<'a>(mut parts: impl Iterator<Item = &'a Part>) -> bool {
    parts.any(|part| part.given.is_some())
}

/// What a part is counted as.
fn families(part: &Part) -> impl Iterator<Item = u64> {
    let known = part.known.into_iter().flat_map(|known| known.own_sets()).map(u64::from);
    let is_known = part.known.is_some_and(|known| known.own_sets().next().is_some());
    let by_sound = (!is_known).then(|| {
        let mut hasher = FxHasher::default();
        hasher.write(&part.sounds);
        hasher.finish() | 1 << 63
    });
    known.chain(by_sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_east_asia_is_more_common_than_its_parts_save_where_all_names_are_of_there() {
        let tied = |counted: &[&str], name: &str| {
            let mut frequencies = Frequencies::default();
            counted.iter().cycle().take(100_000).for_each(|name| frequencies.add(name));
            frequencies.tied(&parts(name).parts)
        };
        let abroad = ["Mamadou Diallo", "Maria Costa", "Ivan Petrov", "Aminata Sow", "Kim Min-jun"];
        assert!(tied(&abroad, "김민준") > 2.0);
        assert!(tied(&abroad, "Kim Min-jun") > 2.0);
        assert!(tied(&["Lee Seo-yeon", "박지훈"], "김민준") < 0.1);
        assert_eq!(tied(&abroad, "Mamadou Diallo"), 0.0);
    }
}
