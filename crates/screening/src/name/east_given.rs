//! Which parts of a name are its given name of East Asia, by the surname that stands before or after them.

use super::{
    east::{Given, Systems, is_korean_surname, systems_of_given, systems_of_surname},
    parts::{Kind, NamePart},
};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Maximum number of parts of a given name.
const MOST_PARTS: usize = 3;

/// Surnames that are Vietnamese where all that follows is.
const VIETNAMESE_SURNAMES: &[&str] = &[
    "NGUYEN", "TRAN", "LE", "PHAM", "PHAN", "HUYNH", "HOANG", "VO", "VU", "BUI", "DO", "HO", "NGO", "DUONG", "DINH",
    "DANG", "DOAN", "TRUONG", "TRINH", "DAO", "MAI", "LUONG", "LAM", "THACH", "CHAU", "TA", "PHUNG", "QUACH", "VUONG",
    "LY",
];

static VIETNAMESE: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("east/vietnamese.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(str::to_ascii_uppercase).collect()
});

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
        |at: usize| is_long(at) && (!systems_of_surname(&all[at]).is_empty() || is_korean_surname(&all[at]));
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
        let both = systems_of_surname(&all[surname_at]).and(systems_of_given(&joined));
        let both = if both.is_empty() { Systems::ALL } else { both };
        if given.len() > 1 { both.rather_than_pinyin() } else { both }
    };
    let read: Option<Vec<Given>> = given.iter().map(|at| Given::of(&all[*at], systems)).collect();
    let Some(read) = read else { return };
    if all[surname_at].len() == 1 && !is_in_characters && read.iter().any(|given| !given.is_korean()) {
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
            part.part.given = Some(Box::new(Given::vietnamese(&letters[at])));
        }
    }
    true
}
