//! Names of East Asia: which parts are a given name, and which given names can be one.
//!
//! A Chinese or Korean given name is one, however it is cut: `Ka-shing`, `Kashing` and `Ka Shing`. It is held against
//! others by its syllables: against `Jiacheng` too. A Vietnamese syllable is a name by itself: An is not Anh. This
//! is asked only beside a surname of these languages, for Lina and Anna can be read so too.

mod chinese;
mod japanese;
mod kana;
mod korean;
mod transcription;

pub(crate) use japanese::readings as japanese;
pub(crate) use transcription::readings as transcribed;

use super::parts::{Kind, NamePart};
pub(crate) use chinese::Systems;
use korean::Related;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Maximum number of parts of a given name.
const MOST_PARTS: usize = 3;

/// What a given name of East Asia can be read as.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Given {
    /// The ways of writing in which it is read.
    pub systems: Systems,
    chinese: Option<chinese::Readings>,
    korean: Option<korean::Readings>,
    is_vietnamese: bool,
}

/// Surnames that are Vietnamese where all that follows is.
const VIETNAMESE_SURNAMES: &[&str] = &[
    "NGUYEN", "TRAN", "LE", "PHAM", "PHAN", "HUYNH", "HOANG", "VO", "VU", "BUI", "DO", "HO", "NGO", "DUONG", "DINH",
    "DANG", "DOAN", "TRUONG", "TRINH", "DAO", "MAI", "LUONG", "LAM", "THACH", "CHAU", "TA", "PHUNG", "QUACH", "VUONG",
    "LY",
];

static VIETNAMESE: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("vietnamese.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(str::to_ascii_uppercase).collect()
});

impl Given {
    /// The readings of a given name in Latin capitals; `None` where it can't be read as Chinese or Korean.
    fn of(letters: &str, systems: Systems) -> Option<Self> {
        let (chinese, korean) = (chinese::readings(letters, systems), korean::readings(letters));
        (chinese.is_some() || korean.is_some()).then_some(Self { systems, chinese, korean, is_vietnamese: false })
    }

    /// The readings of neighbouring parts written together, in the ways of writing of the first.
    pub fn joined(&self, letters: &str) -> Option<Self> {
        Self::of(letters, self.systems)
    }

    /// The ways in which it is two parts, each by the numbers under which its halves are filed.
    pub fn halves(&self, letters: &str) -> Vec<[Vec<u32>; 2]> {
        let mut halves = chinese::halves(letters, self.systems);
        halves.extend(korean::halves(letters));
        halves
    }

    /// The numbers under which it is filed: given names that can be one share one of them.
    pub fn files(&self) -> impl Iterator<Item = u32> {
        let chinese = self.chinese.iter().flat_map(chinese::Readings::files);
        chinese.chain(self.korean.iter().flat_map(korean::Readings::files))
    }

    /// Whether two given names can be one, as far as their syllables tell: how alike they are, or that they are two;
    /// `None` where they don't tell.
    pub fn likeness(&self, other: &Self) -> Option<Option<f32>> {
        if self.is_vietnamese && other.is_vietnamese {
            return Some(None);
        }
        let chinese = self.chinese.as_ref().zip(other.chinese.as_ref()).map(|(one, other)| one.can_be(other));
        let korean = self.korean.as_ref().zip(other.korean.as_ref()).map(|(one, other)| one.related(other));
        match (chinese, korean) {
            (Some(true), _) | (_, Some(Related::Same)) => Some(Some(0.96)),
            (_, Some(Related::NorthAndSouth)) => Some(Some(0.90)),
            (None, None) => None,
            _ => Some(None),
        }
    }
}

/// Marks the parts of a given name in a name of East Asia. `is_in_characters`: whether it was written in Chinese characters or hangul,
/// surname first.
pub(super) fn mark(parts: &mut [NamePart], is_in_characters: bool) {
    if parts.len() < 2 || parts.iter().any(|part| part.part.unvowelled) {
        return;
    }
    let letters = |part: &NamePart| String::from_utf8_lossy(&part.part.letters).into_owned();
    let all: Vec<String> = parts.iter().map(letters).collect();
    let last = parts.len() - 1;
    if mark_vietnamese(parts, &all) {
        return;
    }
    // A single letter is an initial, save before a given name of two syllables: O Se-hun.
    let is_long = |at: usize| all[at].len() > 1 || at == 0 && parts.len() == 3;
    let is_surname =
        |at: usize| is_long(at) && (!chinese::systems_of_surname(&all[at]).is_empty() || korean::is_surname(&all[at]));
    let surname_at = match () {
        // In characters the surname stands first, and is the shorter.
        () if is_in_characters => {
            let characters = |at: usize| parts[at].text.chars().count();
            if characters(0) > characters(last) { last } else { 0 }
        }
        () if is_surname(0) => 0,
        () if is_surname(last) => last,
        () => return,
    };
    let (from, to) = if surname_at == 0 { (1, parts.len()) } else { (0, last) };
    // A name of another language beside a surname stays as it is: Jackie Chan.
    let is_foreign = |part: &NamePart| part.part.known.is_some_and(|known| known.is_given);
    let is_name = |at: &usize| parts[*at].kind != Kind::Initial && !is_foreign(&parts[*at]);
    let given: Vec<usize> = (from..to).filter(|at| is_in_characters || is_name(at)).collect();
    let joined: String = given.iter().map(|at| all[*at].as_str()).collect();
    if given.is_empty() || given.len() > MOST_PARTS {
        return;
    }
    let systems = if is_in_characters {
        Systems::PINYIN
    } else {
        // A surname tells in which way a name was written, and so does a hyphen or a space: passports write Pinyin without.
        let both = chinese::systems_of_surname(&all[surname_at]).and(chinese::systems_of_given(&joined));
        let both = if both.is_empty() { Systems::ALL } else { both };
        if given.len() > 1 { both.rather_than_pinyin() } else { both }
    };
    let read: Option<Vec<Given>> = given.iter().map(|at| Given::of(&all[*at], systems)).collect();
    let Some(read) = read else { return };
    if all[surname_at].len() == 1 && !is_in_characters && read.iter().any(|given| given.korean.is_none()) {
        return;
    }
    for (at, readings) in given.into_iter().zip(read) {
        parts[at].part.given = Some(Box::new(readings));
    }
    for (at, part) in parts.iter_mut().enumerate() {
        // A surname of one letter is no initial: Oh is O.
        if part.kind == Kind::Particle || at == surname_at {
            part.kind = Kind::Strong;
        }
    }
}

/// Marks each syllable of a Vietnamese name; whether it is one.
fn mark_vietnamese(parts: &mut [NamePart], letters: &[String]) -> bool {
    let last = letters.len() - 1;
    let is_surname = |at: usize| VIETNAMESE_SURNAMES.contains(&letters[at].as_str());
    let surname_at = match (is_surname(0), is_surname(last)) {
        (true, _) => 0,
        (_, true) => last,
        _ => return false,
    };
    let mut others = (0..letters.len()).filter(|at| *at != surname_at);
    if !others.all(|at| VIETNAMESE.contains(&letters[at])) {
        return false;
    }
    for (at, part) in parts.iter_mut().enumerate() {
        part.kind = Kind::Strong;
        if at != surname_at {
            let given = Given { is_vietnamese: true, ..Given::of(&letters[at], Systems::ALL).unwrap_or_default() };
            part.part.given = Some(Box::new(given));
        }
    }
    true
}
