//! Known names and the forms each of them takes: spellings, short forms, other languages.
//!
//! The table stands in `forms.txt`. It is knowledge that letters alone do not hold: that Bill is William, and that
//! Hassan is not Hussein.

use super::latin::latin;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::LazyLock;

/// A line of the table.
pub(crate) type FormSet = u16;

/// What the table says of one part of a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct KnownName {
    /// The lines it stands in; the highest bit is set where it stands there as another form, not as a spelling.
    sets: SmallVec<[u16; 4]>,
    /// Whether it is a given name in one of them.
    pub is_given: bool,
    /// Whether it is a given name of East Asia in one of them.
    pub is_eastern: bool,
}

const OTHER_FORM: u16 = 1 << 15;

/// How two known names are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Two spellings of one name.
    Spelling,
    /// A short form, or the same name in another language.
    OtherForm,
    /// Two names.
    Different,
}

impl KnownName {
    /// The lines it stands in.
    pub fn sets(&self) -> impl Iterator<Item = FormSet> {
        self.sets.iter().map(|set| set & !OTHER_FORM)
    }

    /// The lines of which it is a spelling, not another form: whose frequency is its own.
    pub fn own_sets(&self) -> impl Iterator<Item = FormSet> {
        self.sets.iter().copied().filter(|set| set & OTHER_FORM == 0)
    }

    /// Whether both are one given name of East Asia, in two languages.
    pub fn is_same_eastern(&self, other: &Self) -> bool {
        self.is_eastern && other.is_eastern && self.relation(other) == Relation::Spelling
    }

    /// How it is related to another known name.
    pub fn relation(&self, other: &Self) -> Relation {
        let mut best = Relation::Different;
        for one in &self.sets {
            for two in &other.sets {
                if one == two && one & OTHER_FORM == 0 {
                    return Relation::Spelling;
                }
                // Two other forms of one name (Bob and Bert) are not forms of each other.
                if one != two && one & !OTHER_FORM == two & !OTHER_FORM {
                    best = Relation::OtherForm;
                }
            }
        }
        best
    }
}

/// Names with their vowels, and without.
static TABLE: LazyLock<[FxHashMap<Box<str>, KnownName>; 2]> = LazyLock::new(|| {
    let mut table: [FxHashMap<_, KnownName>; 2] = Default::default();
    let lines = include_str!("forms.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let lines = lines.flat_map(|line| {
        let (kind, names) = line.split_once(' ').unwrap_or((line, ""));
        // Each name of a line of k is a line of its own.
        let each: Vec<&str> = if kind == "k" { names.split_whitespace().collect() } else { vec![names] };
        each.into_iter().map(move |names| (kind, names))
    });
    for (set, (kind, names)) in (0..OTHER_FORM).zip(lines) {
        let (spellings, forms) = names.split_once(';').unwrap_or((names, ""));
        let marked = spellings.split_whitespace().map(|name| (name, 0));
        for (name, mark) in marked.chain(forms.split_whitespace().map(|name| (name, OTHER_FORM))) {
            let latin = latin(name);
            let known = table[usize::from(latin.unvowelled)].entry(latin.letters.into_boxed_str()).or_default();
            known.is_given |= kind == "g";
            known.is_eastern |= kind == "e";
            if !known.sets().any(|known| known == set) {
                known.sets.push(set | mark);
            }
        }
    }
    table
});

/// What the table says of a part, given in Latin capitals; `None` where it does not know it.
pub(crate) fn known(letters: &str, unvowelled: bool) -> Option<&'static KnownName> {
    TABLE[usize::from(unvowelled)].get(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(one: &str, other: &str) -> Option<Relation> {
        Some(known(one, false)?.relation(known(other, false)?))
    }

    #[test]
    fn spellings_short_forms_and_different_names_are_told_apart() {
        assert_eq!(relation("MOHAMED", "MUHAMMAD"), Some(Relation::Spelling));
        assert_eq!(relation("WILLIAM", "BILL"), Some(Relation::OtherForm));
        assert_eq!(relation("HASSAN", "HUSSEIN"), Some(Relation::Different));
        assert_eq!(relation("BOB", "BERT"), Some(Relation::Different));
        assert_eq!(relation("DIALLO", "QWERTY"), None);
    }

    #[test]
    fn a_name_in_arabic_letters_is_known_with_its_latin_forms() {
        let arabic = known("MHMD", true).expect("known");
        assert_eq!(arabic.relation(known("MOHAMED", false).expect("known")), Relation::Spelling);
    }
}
