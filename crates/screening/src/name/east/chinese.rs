//! Chinese given names in Latin letters: which Mandarin syllables `Tse-tung`, `Zedong` and `Chak Tung` stand for.
//!
//! A name is cut into syllables under each way of writing that it can be read in, always as a whole: one clerk does not
//! write half a name in Pinyin and half as in Hong Kong. From Cantonese and Southern Min to Mandarin the way goes
//! through the characters, so that one spelling stands for several syllables. The tables are made of Unihan's readings
//! (Unicode 15) and of what is known of names.

use rustc_hash::{FxHashMap, FxHasher};
use std::{hash::Hasher, sync::LazyLock};

/// Ways of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    /// Hanyu Pinyin: the mainland, Singapore's schools.
    Pinyin,
    /// Wade-Giles without its marks: Taiwan, and books of before 1979.
    Taiwan,
    /// Later Taiwan: Tongyong Pinyin and the second phonetic symbols.
    Tongyong,
    /// Hong Kong, Macau, Malaysia's Cantonese.
    Cantonese,
    /// Hokkien, Teochew, Hakka: Singapore, Malaysia, Indonesia, the Philippines.
    Minnan,
}

impl System {
    const ALL: [Self; 5] = [Self::Pinyin, Self::Taiwan, Self::Tongyong, Self::Cantonese, Self::Minnan];

    /// Whether it writes the sounds of Mandarin, so that its spelling says which syllable it is.
    fn is_mandarin(self) -> bool {
        matches!(self, Self::Pinyin | Self::Taiwan | Self::Tongyong)
    }
}

/// Maximum number of syllables of a given name, or of a surname.
const MOST_SYLLABLES: usize = 3;
/// Maximum number of syllables of a given name as nearly all are.
const MOST_USUAL: usize = 2;
/// Maximum number of letters that are looked at.
const MOST_LETTERS: usize = 18;
/// Maximum number of ways to cut a name that are looked at.
const MOST_CUTS: usize = 12;
/// Longest spelling of one syllable.
const LONGEST: usize = 10;
/// Room for the lines of a table.
const WORDS: usize = 7;

/// A set of Mandarin syllables: lines of the table.
type Lines = [u64; WORDS];

/// What one spelling stands for in one system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sense {
    /// The Mandarin syllables.
    lines: Lines,
    /// The sounds of the system itself, sorted: its own syllables (Cantonese) or characters (Southern Min).
    sounds: Vec<u16>,
    /// Whether it is a syllable of given names in it.
    usual: bool,
}

/// Spellings, by system, with what they stand for.
struct Table {
    senses: [FxHashMap<String, Sense>; 5],
    names: Vec<&'static str>,
}

/// Ways to cut a name, each a row of syllables.
type Cuts = Vec<Vec<&'static Sense>>;

static SYLLABLES: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("syllables.txt")));
static SURNAMES: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("surnames.txt")));

impl Table {
    fn read(text: &'static str) -> Self {
        let mut table = Self { senses: Default::default(), names: Vec::new() };
        let mut sounds: FxHashMap<&str, u16> = FxHashMap::default();
        let mut characters = 0;
        for text in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = text.split(' ');
            let name = columns.next().unwrap_or_default();
            let (name, usual) = name.strip_suffix('*').map_or((name, true), |name| (name, false));
            let line = table.names.len();
            table.names.push(name);
            for spelling in pinyin(name) {
                table.add(System::Pinyin, spelling, line, None, usual);
            }
            let mut column = || columns.next().filter(|text| *text != "-").unwrap_or_default();
            let spellings = |text: &'static str, mark: char| text.split(mark).filter(|text| !text.is_empty());
            for spelling in spellings(column(), ',') {
                table.add(System::Taiwan, spelling.to_owned(), line, None, usual);
            }
            for group in spellings(column(), ',') {
                let Some((sound, written)) = group.split_once('=') else { continue };
                let next = u16::try_from(sounds.len()).unwrap_or(u16::MAX);
                let number = *sounds.entry(sound).or_insert(next);
                for spelling in spellings(written, '/') {
                    table.add(System::Cantonese, spelling.to_owned(), line, Some(number), usual);
                }
            }
            for group in spellings(column(), ',') {
                characters += 1;
                for spelling in spellings(group, '/') {
                    table.add(System::Minnan, spelling.to_owned(), line, Some(characters), usual);
                }
            }
            let later = column();
            let later =
                if later.is_empty() { pinyin(name) } else { spellings(later, ',').map(str::to_owned).collect() };
            for spelling in later {
                table.add(System::Tongyong, spelling, line, None, usual);
            }
        }
        table
    }

    fn add(&mut self, system: System, spelling: String, line: usize, sound: Option<u16>, usual: bool) {
        let sense = self.senses[system as usize].entry(spelling.to_uppercase()).or_default();
        sense.lines[line / 64] |= 1 << (line % 64);
        sense.usual |= usual;
        sense.sounds.extend(sound);
        sense.sounds.sort_unstable();
        sense.sounds.dedup();
    }

    fn cuts(&'static self, letters: &str, system: System) -> Cuts {
        let mut found = Vec::new();
        let is_latin = letters.bytes().all(|letter| letter.is_ascii_uppercase());
        if is_latin && (1..=MOST_LETTERS).contains(&letters.len()) {
            self.cut(letters, system, &mut Vec::new(), &mut found);
        }
        found
    }

    fn cut(&'static self, rest: &str, system: System, so_far: &mut Vec<&'static Sense>, found: &mut Cuts) {
        if rest.is_empty() {
            found.push(so_far.clone());
        } else if so_far.len() < MOST_SYLLABLES && found.len() < MOST_CUTS {
            for length in 1..=rest.len().min(LONGEST) {
                if let Some(sense) = self.senses[system as usize].get(&rest[..length]) {
                    so_far.push(sense);
                    self.cut(&rest[length..], system, so_far, found);
                    so_far.pop();
                }
            }
        }
    }
}

/// A syllable as passports write it in Pinyin: Lü is LYU, LU or LV.
fn pinyin(name: &str) -> Vec<String> {
    if name.contains('v') {
        vec![name.to_owned(), name.replace('v', "u"), name.replace('v', "yu")]
    } else {
        vec![name.to_owned()]
    }
}

/// Ways of writing, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Systems(u8);

impl Systems {
    /// All of them.
    pub const ALL: Self = Self(0b1_1111);
    /// Pinyin alone.
    pub const PINYIN: Self = Self(1);

    /// Whether it has this one.
    fn has(self, system: System) -> bool {
        self.0 >> system as u8 & 1 != 0
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Without Pinyin, where others are left.
    pub fn rather_than_pinyin(self) -> Self {
        let others = Self(self.0 & !Self::PINYIN.0);
        if others.is_empty() { self } else { others }
    }
}

/// The ways of writing in which these letters, Latin capitals, are a Chinese surname.
pub(crate) fn systems_of_surname(letters: &str) -> Systems {
    let is_known = |system: &System| SURNAMES.senses[*system as usize].contains_key(letters);
    Systems(System::ALL.iter().filter(|system| is_known(system)).fold(0, |all, system| all | 1 << *system as u8))
}

/// The ways of writing in which these letters can be read as a given name.
pub(crate) fn systems_of_given(letters: &str) -> Systems {
    let is_readable = |system: &System| !SYLLABLES.cuts(letters, *system).is_empty();
    Systems(System::ALL.iter().filter(|system| is_readable(system)).fold(0, |all, system| all | 1 << *system as u8))
}

/// What a given name can be read as: rows of syllables, each as a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Readings {
    /// As Pinyin; as any writing of Mandarin; by any writing, through the characters.
    pinyin: Vec<u32>,
    mandarin: Vec<u32>,
    characters: Vec<u32>,
    /// By the sounds of a writing of its own.
    sounds: Vec<u32>,
    /// Whether it can be usual Pinyin, and a usual writing of Mandarin.
    is_pinyin: bool,
    is_mandarin: bool,
    /// The writings in which it can be read, a bit each.
    systems: u8,
}

/// Maximum number of rows of one way to cut a name.
const MOST_ROWS: usize = 300;

/// The readings of a given name in Latin capitals without spaces or hyphens, in these ways of writing; `None` where it
/// can't be read so.
pub(super) fn readings(letters: &str, systems: Systems) -> Option<Readings> {
    let mut read = Readings::default();
    for system in System::ALL.into_iter().filter(|system| systems.has(*system)) {
        let cuts = SYLLABLES.cuts(letters, system);
        if cuts.is_empty() {
            continue;
        }
        read.systems |= 1 << system as u8;
        // Piao is one syllable, not Pi-ao.
        let fewest = cuts.iter().map(Vec::len).min().filter(|fewest| *fewest <= MOST_USUAL);
        let is_plain = cuts.iter().any(|cut| Some(cut.len()) == fewest && cut.iter().all(|sense| sense.usual));
        read.is_pinyin |= system == System::Pinyin && is_plain;
        read.is_mandarin |= system.is_mandarin() && system != System::Tongyong && is_plain;
        for cut in &cuts {
            let rows = rows(cut.iter().map(|sense| lines_of(&sense.lines)));
            if system == System::Pinyin {
                read.pinyin.extend(&rows);
            }
            if system.is_mandarin() {
                read.mandarin.extend(&rows);
            } else {
                read.sounds.extend(self::rows(cut.iter().map(|sense| {
                    sense.sounds.iter().map(|sound| u32::from(*sound) | (system as u32 + 1) << 20).collect()
                })));
            }
            read.characters.extend(rows);
        }
    }
    for keys in [&mut read.pinyin, &mut read.mandarin, &mut read.characters, &mut read.sounds] {
        keys.sort_unstable();
        keys.dedup();
    }
    (read.systems != 0).then_some(read)
}

/// The ways in which a given name of two syllables is two parts: the numbers of each.
pub(super) fn halves(letters: &str, systems: Systems) -> Vec<[Vec<u32>; 2]> {
    let cuts = System::ALL.into_iter().filter(|system| systems.has(*system));
    let cuts = cuts.flat_map(|system| SYLLABLES.cuts(letters, system)).filter(|cut| cut.len() == 2);
    let numbers = |sense: &Sense| rows(std::iter::once(lines_of(&sense.lines)));
    cuts.map(|cut| [numbers(cut[0]), numbers(cut[1])]).collect()
}

fn lines_of(lines: &Lines) -> Vec<u32> {
    (0_u32..WORDS as u32 * 64).filter(|line| lines[*line as usize / 64] >> (line % 64) & 1 != 0).collect()
}

/// Each row of one value of each syllable, as a number.
fn rows(syllables: impl Iterator<Item = Vec<u32>>) -> Vec<u32> {
    let mut rows: Vec<Vec<u32>> = vec![Vec::new()];
    for values in syllables {
        let longer = rows.iter().flat_map(|row| values.iter().map(move |value| [row.as_slice(), &[*value]].concat()));
        rows = longer.take(MOST_ROWS).collect();
    }
    rows.into_iter().map(|row| number(&row)).collect()
}

fn number(row: &[u32]) -> u32 {
    let mut hasher = FxHasher::default();
    row.iter().for_each(|value| hasher.write_u32(*value));
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

impl Readings {
    /// The numbers under which it is filed: whatever can be the same name shares one.
    pub fn files(&self) -> impl Iterator<Item = u32> {
        self.characters.iter().chain(&self.sounds).copied()
    }

    /// Whether two given names can be one.
    pub fn can_be(&self, other: &Self) -> bool {
        // What can be usual Pinyin is taken for Pinyin where the other can be too: Chen is not Zhen there. The same
        // holds for the sounds of Mandarin.
        if self.is_pinyin && other.is_pinyin {
            return meet(&self.pinyin, &other.pinyin);
        }
        if self.is_mandarin && other.is_mandarin {
            return meet(&self.mandarin, &other.mandarin);
        }
        meet(&self.mandarin, &other.characters)
            || meet(&self.characters, &other.mandarin)
            || meet(&self.sounds, &other.sounds)
            || self.systems & other.systems == 0 && meet(&self.characters, &other.characters)
    }
}

/// Whether two sorted rows of numbers have one in common.
pub(super) fn meet(one: &[u32], other: &[u32]) -> bool {
    let (mut at, mut beside) = (0, 0);
    while at < one.len() && beside < other.len() {
        match one[at].cmp(&other[beside]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => beside += 1,
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn can_be(one: &str, other: &str) -> Option<bool> {
        Some(readings(one, Systems::ALL)?.can_be(&readings(other, Systems::ALL)?))
    }

    #[test]
    fn one_given_name_is_one_however_it_is_written() {
        for (one, other) in [
            ("ZEDONG", "TSETUNG"),
            ("JINPING", "CHINPING"),
            ("JINGGUO", "CHINGKUO"),
            ("GUOQIANG", "KWOKKEUNG"),
            ("JIACHENG", "KASHING"),
        ] {
            assert_eq!(can_be(one, other), Some(true), "{one} {other}");
        }
        for (one, other) in [("WEI", "HUI"), ("CHEN", "ZHEN"), ("JING", "JUN"), ("XIN", "JIN"), ("LIN", "LING")] {
            assert_eq!(can_be(one, other), Some(false), "{one} {other}");
        }
        assert_eq!(can_be("BRUCE", "WEI"), None);
    }
}
