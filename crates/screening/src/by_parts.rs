//! Finding names by any of their parts, however spelt: for searches by people, who know half a name.

use crate::name::{
    likeness::likeness,
    parts::{Kind, NamePart},
    readings::readings,
};

/// The least number of letters of a part that is taken for the beginning of another.
pub(crate) const LEAST_BEGINNING: usize = 3;

/// What somebody typed to find names by: `traore moussa`, `Dial`.
#[derive(Debug, Clone)]
pub struct NameSearch {
    /// The parts of each reading of what was typed.
    readings: Vec<Vec<NamePart>>,
}

impl NameSearch {
    /// The search for what was typed. `None` where no part of a name stands in it.
    pub fn new(typed: &str) -> Option<Self> {
        let strong = |parts: Vec<NamePart>| -> Vec<NamePart> {
            parts.into_iter().filter(|part| part.kind == Kind::Strong).collect()
        };
        let mut read: Vec<Vec<NamePart>> = readings(typed).into_iter().map(|read| strong(read.parts)).collect();
        read.retain(|parts| !parts.is_empty());
        (!read.is_empty()).then_some(Self { readings: read })
    }

    /// Whether a name has a part for each part that was typed: alike to it, or beginning with it.
    pub fn finds(&self, name: &str) -> bool {
        readings(name).iter().any(|read| {
            let parts: Vec<&NamePart> = read.parts.iter().filter(|part| part.kind == Kind::Strong).collect();
            self.readings.iter().any(|typed| typed.len() <= parts.len() && has_each(typed, &parts))
        })
    }

    /// The parts of each reading.
    pub(crate) fn readings(&self) -> impl Iterator<Item = &[NamePart]> {
        self.readings.iter().map(Vec::as_slice)
    }
}

/// Whether each typed part can be given a part of the name of its own.
fn has_each(typed: &[NamePart], parts: &[&NamePart]) -> bool {
    let Some((first, rest)) = typed.split_first() else { return true };
    let can_be = |at: &usize| is_meant(first, parts[*at]);
    (0..parts.len()).filter(can_be).any(|taken| {
        let others: Vec<&NamePart> =
            parts.iter().enumerate().filter(|(at, _)| *at != taken).map(|(_, part)| *part).collect();
        has_each(rest, &others)
    })
}

fn is_meant(typed: &NamePart, part: &NamePart) -> bool {
    let (letters, whole) = (&typed.part.letters, &part.part.letters);
    (letters.len() >= LEAST_BEGINNING && whole.starts_with(letters)) || likeness(&typed.part, &part.part).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_any_of_its_parts_in_any_spelling_and_order() {
        let finds = |typed: &str, name: &str| NameSearch::new(typed).is_some_and(|search| search.finds(name));
        for typed in ["Dialo", "JALLOW", "diallo mamadou", "Mamadu", "dial", "Lamine Diallo"] {
            assert!(finds(typed, "DIALLO, MAMADOU LAMINE"), "{typed}");
        }
        for typed in ["Traore", "diallo moussa", "diallo diallo", "di"] {
            assert!(!finds(typed, "DIALLO, MAMADOU LAMINE"), "{typed}");
        }
        assert!(finds("ديالو", "Mamadou Diallo"));
        assert!(NameSearch::new(" - ").is_none());
    }
}
