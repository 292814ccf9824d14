//! How alike two name parts are: 1 for the same letters, nothing for two names.
//!
//! Known names go by the table of forms. Others go by what turns one into the other: the cost of the cheapest way, in
//! letters (typing) or in sounds (writing down what was heard), held against how much there is of the part. A part may
//! differ by one letter, or by vowels and one consonant at most: further away they are never alike, and that is what
//! lets an index find all that are.

use super::{
    east::{Given, Systems},
    forms::{self, KnownName, Relation},
    sound::{self, Sound},
};
use smallvec::SmallVec;

/// Parts less alike than this are two names.
pub(crate) const LEAST: f32 = 0.64;
/// The same for parts that only sound alike: what differs there by more than a slip differs in many small things.
const LEAST_BY_SOUND: f32 = 0.74;
/// The same where vowels are unknown.
const LEAST_BY_CONSONANTS: f32 = 0.68;
/// The same for parts of people who were born on the same day and share another part.
const LEAST_ON_ONE_DAY: f32 = 0.5;
/// Parts shorter than this are told apart by their letters alone.
const LEAST_LETTERS_ON_ONE_DAY: usize = 3;
/// How alike two known names are of which a slip makes the other: Maria is not Mario, nor An Anh, save where much else
/// speaks for it, such as the day of birth.
const SLIP_OF_NAMES: f32 = 0.45;
/// How alike Abd al-Hakim is to Hakim, and the least letters of a name of which that is said.
const WITHOUT_SERVANT: f32 = 0.85;
const LEAST_OF_SERVANT: usize = 4;
/// Maximum number of letters of one part that are looked at.
pub(crate) const MOST_LETTERS: usize = 24;
/// Skeletons from this length on may differ by one consonant.
pub(crate) const LONG_SKELETON: usize = 4;

/// A name part in the forms in which it is compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// Latin capitals.
    pub letters: SmallVec<[u8; MOST_LETTERS]>,
    /// Its sounds.
    pub sounds: SmallVec<[Sound; MOST_LETTERS]>,
    /// Its consonants.
    pub skeleton: SmallVec<[u8; 16]>,
    /// How much there is of it: consonants count whole, vowels and weak sounds half.
    mass: f32,
    /// Whether its vowels are unknown.
    pub unvowelled: bool,
    /// What is known of it.
    pub known: Option<&'static KnownName>,
    /// What it can be read as, where it is a given name beside a surname of East Asia.
    pub given: Option<Box<Given>>,
}

/// A writing of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Writing {
    /// As they stand.
    Plain,
    /// Without the vowels.
    Unvowelled,
    /// A given name of East Asia, made of syllables, in ways of writing of its own; whether it is Vietnamese.
    Given(Systems, bool),
}

/// Why two parts are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// The same letters.
    Same,
    /// Known as two spellings of one name.
    Spelling,
    /// Known as two forms of one name.
    OtherForm,
    /// They sound alike.
    Sound,
    /// A slip: a letter or so is other.
    Slip,
    /// The same name as far as a script without vowels tells.
    Script,
}

impl Part {
    /// The part that these Latin capitals make.
    pub fn new(letters: &str, unvowelled: bool) -> Self {
        let letters = &letters[..letters.len().min(MOST_LETTERS)];
        let sounds = sound::sounds(letters, unvowelled);
        let skeleton = sound::skeleton(&sounds);
        Self {
            letters: SmallVec::from_slice(letters.as_bytes()),
            skeleton: SmallVec::from_slice(&skeleton),
            sounds: SmallVec::from_slice(&sounds),
            mass: mass(&sounds),
            unvowelled,
            known: forms::known(letters, unvowelled),
            given: None,
        }
    }

    /// The name of God in a name that is its servant's: `HAKIM` of Abd al-Hakim; `None` of another.
    pub fn without_servant(&self) -> Option<&[u8]> {
        let name = self.letters.strip_prefix(b"ABD")?;
        (name.len() >= LEAST_OF_SERVANT && !self.unvowelled).then_some(name)
    }

    /// In which writing its letters stand: the same letters in another writing are another part.
    pub fn writing(&self) -> Writing {
        match (self.unvowelled, &self.given) {
            (true, _) => Writing::Unvowelled,
            (false, Some(given)) => Writing::Given(given.systems, given.is_vietnamese()),
            (false, None) => Writing::Plain,
        }
    }
}

/// How alike two parts are, [`LEAST`] to 1, and why; `None` where they are two names.
pub(crate) fn likeness(one: &Part, other: &Part) -> Option<(f32, How)> {
    if one.letters == other.letters && one.unvowelled == other.unvowelled {
        return Some((1.0, How::Same));
    }
    let both_known = one.known.zip(other.known);
    if let Some((mine, theirs)) = one.given.as_ref().zip(other.given.as_ref())
        && !both_known.is_some_and(|(one, other)| one.is_same_eastern(other))
        && let Some(alike) = mine.likeness(theirs)
    {
        let one_slip = || slips(&one.letters, &other.letters).then_some((SLIP_OF_NAMES, How::Slip));
        return alike.map(|alike| (alike, How::Spelling)).or_else(one_slip);
    }
    if one.without_servant().is_some_and(|name| *name == *other.letters)
        || other.without_servant().is_some_and(|name| *name == *one.letters)
    {
        return Some((WITHOUT_SERVANT, How::OtherForm));
    }
    match both_known.map(|(one, other)| one.relation(other)) {
        Some(Relation::Spelling) => return Some((0.97, How::Spelling)),
        Some(Relation::OtherForm) => return Some((0.90, How::OtherForm)),
        Some(Relation::Different) if !one.unvowelled && !other.unvowelled => {
            if one.sounds == other.sounds {
                return Some((0.80, How::Sound));
            }
            return slips(&one.letters, &other.letters).then_some((SLIP_OF_NAMES, How::Slip));
        }
        _ => {}
    }
    let one_slip = slips(&one.letters, &other.letters) && one.unvowelled == other.unvowelled;
    if !one_slip && !skeletons_near(&one.skeleton, &other.skeleton) {
        return None;
    }
    let whole = whole(one, other);
    let unvowelled = one.unvowelled || other.unvowelled;
    let least = match (one_slip, unvowelled) {
        (true, _) => LEAST,
        (false, true) => LEAST_BY_CONSONANTS,
        (false, false) => LEAST_BY_SOUND,
    };
    let most = whole * (1.0 - least);
    let (cost, how) = if unvowelled {
        let cost = if one.unvowelled {
            cost(&one.sounds, &other.sounds, most)
        } else {
            cost(&other.sounds, &one.sounds, most)
        };
        (cost + 0.4, How::Script)
    } else {
        let by_sound = cost(&one.sounds, &other.sounds, most) + 0.2;
        let by_letter = if one_slip { slip_cost(one, other) } else { f32::INFINITY };
        if by_letter < by_sound {
            (by_letter, How::Slip)
        } else if by_sound <= 1.5 {
            (by_sound, How::Sound)
        } else {
            (by_sound, How::Slip)
        }
    };
    let alike = 1.0 - cost / whole;
    (alike >= least).then_some((alike, how))
}

/// How alike two parts are that [`likeness`] tells apart, where their bearers were born on the same day and share another
/// part: then they may differ in more than a slip. Two known names stay two: twins are born on one day.
pub(crate) fn loosely(one: &Part, other: &Part) -> Option<(f32, How)> {
    let is_short = one.letters.len().min(other.letters.len()) < LEAST_LETTERS_ON_ONE_DAY;
    let are_known = one.known.is_some() && other.known.is_some();
    let by_syllables = one.given.is_some() && other.given.is_some();
    if is_short || are_known || by_syllables || one.unvowelled || other.unvowelled {
        return None;
    }
    let whole = whole(one, other);
    let cost = cost(&one.sounds, &other.sounds, whole * (1.0 - LEAST_ON_ONE_DAY)) + 0.2;
    let alike = 1.0 - cost / whole;
    (alike >= LEAST_ON_ONE_DAY).then_some((alike, How::Slip))
}

/// What it costs that two parts have nothing in common.
fn whole(one: &Part, other: &Part) -> f32 {
    2.6 * (one.mass + other.mass) / 2.0
}

/// What one typing slip costs: less inside a word than at its beginning, and less when letters are swapped or doubled.
fn slip_cost(one: &Part, other: &Part) -> f32 {
    let first_differs = one.letters.first() != other.letters.first();
    let swapped = one.letters.len() == other.letters.len() && {
        let mut sorted = (one.letters.clone(), other.letters.clone());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        sorted.0 == sorted.1
    };
    match (swapped, first_differs) {
        (true, _) => 1.6,
        (false, true) => 3.0,
        (false, false) => 2.2,
    }
}

/// Whether one letter put in, left out, changed, or swapped with the next turns one text into the other.
pub(crate) fn slips(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.len() - short.len() > 1 || short.len() < 2 {
        return false;
    }
    let ahead = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let (short, long) = (&short[ahead..], &long[ahead..]);
    if short.len() < long.len() {
        return short == &long[1..];
    }
    match (short, long) {
        ([], []) => true,
        ([_, short @ ..], [_, long @ ..]) if short == long => true,
        ([a, b, short @ ..], [c, d, long @ ..]) => a == d && b == c && short == long,
        _ => false,
    }
}

/// Whether the consonants are the same, or, in long ones, all but one.
fn skeletons_near(one: &[u8], other: &[u8]) -> bool {
    one == other && !one.is_empty()
        || one.len().min(other.len()) >= LONG_SKELETON - 1
            && one.len().max(other.len()) >= LONG_SKELETON
            && slips(one, other)
}

/// How much there is of a part: consonants count whole, vowels and weak sounds half.
fn mass(sounds: &[Sound]) -> f32 {
    sounds.iter().map(|sound| if is_weak(*sound) || is_vowel(*sound) { 0.5 } else { 1.0 }).sum::<f32>().max(1.0)
}

const fn is_vowel(sound: Sound) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u' | b'A')
}

const fn is_weak(sound: Sound) -> bool {
    matches!(sound, b'h' | b'w' | b'y')
}

/// A cost in tenths.
type Cost = u16;

/// What it costs that two neighbouring sounds are swapped.
const SWAPPED: Cost = 18;

/// What the cheapest way from one row of sounds to the other costs, or something above `most` where it costs more than
/// that. Where one is unvowelled it comes first.
fn cost(one: &[Sound], other: &[Sound], most: f32) -> f32 {
    const WIDTH: usize = MOST_LETTERS + 1;
    let (one, other) = (&one[..one.len().min(MOST_LETTERS)], &other[..other.len().min(MOST_LETTERS)]);
    let most = (most * 10.0) as Cost;
    let unvowelled = one.contains(&b'A') || !one.iter().any(|sound| is_vowel(*sound));
    let mut without = [0; WIDTH];
    let mut rows = [[0; WIDTH]; 3];
    let mut least_before = 0;
    for at in 0..other.len() {
        without[at] = left_out(other, at, unvowelled);
        rows[2][at + 1] = rows[2][at] + without[at];
    }
    for row in 0..one.len() {
        let (now, before, before_that) = (row % 3, (row + 2) % 3, (row + 1) % 3);
        let without_mine = left_out(one, row, unvowelled);
        rows[now][0] = rows[before][0] + without_mine;
        let mut least = rows[now][0];
        for column in 0..other.len() {
            let mut change = CHANGED[(one[row] & 63) as usize][(other[column] & 63) as usize];
            if row + column == 0 {
                change += change / 3;
            }
            let mut best = rows[before][column] + change;
            best = best.min(rows[before][column + 1] + without_mine).min(rows[now][column] + without[column]);
            if row > 0 && column > 0 && one[row] == other[column - 1] && one[row - 1] == other[column] {
                best = best.min(rows[before_that][column - 1] + SWAPPED);
            }
            rows[now][column + 1] = best;
            least = least.min(best);
        }
        // All that follows comes from this row or, by swapped neighbours, from the one before; nothing gets cheaper.
        if least > most && least_before + SWAPPED > most {
            return f32::INFINITY;
        }
        least_before = least;
    }
    f32::from(rows[(one.len() + 2) % 3][other.len()]) / 10.0
}

/// What it costs to leave out the sound at `at`.
#[inline(always)]
fn left_out(sounds: &[Sound], at: usize, unvowelled: bool) -> Cost {
    let case = usize::from(at == 0) | usize::from(at + 1 == sounds.len()) << 1 | usize::from(unvowelled) << 2;
    LEFT_OUT[case][(sounds[at] & 63) as usize]
}

/// The same for each case (whether the sound is the first, is the last, and is in a part without vowels) by the lowest
/// six bits of the sound: which of them it is can't be guessed, so that a table is quicker than a branch.
static LEFT_OUT: [[Cost; 64]; 8] = {
    let mut table = [[0; 64]; 8];
    let mut case = 0;
    while case < 8 {
        let mut sound = 0;
        while sound < 64 {
            table[case][sound] = without(sound_of(sound), case & 1 != 0, case & 2 != 0, case & 4 != 0);
            sound += 1;
        }
        case += 1;
    }
    table
};

const fn without(sound: Sound, is_first: bool, is_last: bool, unvowelled: bool) -> Cost {
    match sound {
        b'A' => 3,
        sound if is_vowel(sound) && unvowelled => 1,
        b'e' if is_last => 5,
        sound if is_vowel(sound) && is_first => 13,
        sound if is_vowel(sound) => 9,
        b'h' => 6,
        b'w' | b'y' => 7,
        b'n' | b'm' if !is_first && !is_last => 20,
        _ => 24,
    }
}

/// What it costs to hear one sound for another, by the lowest six bits of both.
static CHANGED: [[Cost; 64]; 64] = {
    let mut table = [[0; 64]; 64];
    let mut one = 0;
    while one < 64 {
        let mut other = 0;
        while other < 64 {
            table[one][other] = changed(sound_of(one), sound_of(other));
            other += 1;
        }
        one += 1;
    }
    table
};

/// The sound whose lowest six bits these are.
const fn sound_of(bits: usize) -> Sound {
    (64 + bits) as Sound
}

const fn changed(one: Sound, other: Sound) -> Cost {
    if one == other {
        return 0;
    }
    let pair = if one < other { (one, other) } else { (other, one) };
    match pair {
        (b'e', b'i') | (b'o', b'u') => 4,
        (b'a', b'e') | (b'a', b'o') => 7,
        (b'A', b'a' | b'e' | b'i' | b'o' | b'u') => 1,
        (b'A', b'h' | b'y' | b'w') => 5,
        (b'i' | b'e', b'y') | (b'u' | b'o', b'w') => 3,
        (b'a' | b'e' | b'i' | b'o' | b'u', b'a' | b'e' | b'i' | b'o' | b'u') => 10,
        (b'v', b'w') | (b'b', b'v') | (b'f', b'v') | (b's', b'z') => 8,
        (b'u' | b'o', b'v') => 9,
        (b'K', b'h' | b'k') | (b'C', b'S') | (b'C', b'j') | (b'S', b's') | (b'g', b'k') => 10,
        (b'C', b's') | (b'C', b'k') | (b'K', b'g') | (b'S', b'j') | (b'g', b'j') | (b'j', b'z') | (b'j', b'y') => 13,
        (b'h', b'j') | (b'h', b'k') | (b'S', b'z') | (b'g', b'h') => 16,
        (b'b', b'p') | (b'd', b't') | (b'l', b'r') | (b'm', b'n') | (b'd', b'z') | (b's', b't') => 16,
        _ => 26,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(one: &str, other: &str) -> Option<f32> {
        likeness(&Part::new(one, false), &Part::new(other, false)).map(|(alike, _)| alike)
    }

    #[test]
    fn slips_of_one_letter_are_seen() {
        for (one, other) in [("DIALO", "DIALLO"), ("SMIHT", "SMITH"), ("SMITH", "SMYTH"), ("MITH", "SMITH")] {
            assert!(slips(one.as_bytes(), other.as_bytes()), "{one} {other}");
        }
        assert!(!slips(b"DIALLO", b"DIARRA"));
    }

    #[test]
    fn what_sounds_alike_is_alike_and_what_does_not_is_not() {
        for (one, other) in [
            ("OUATTARA", "WATARA"),
            ("ZELENSKYJ", "ZELENSKIY"),
            ("KRISHNAMURTHY", "KRISHNAMOORTI"),
            ("GBAGBO", "BAGBO"),
            ("SCHEVCHENKO", "SHEVTCHENKO"),
        ] {
            assert!(held(one, other).is_some_and(|alike| alike > 0.7), "{one} {other} {:?}", held(one, other));
        }
        for (one, other) in
            [("HASSAN", "HUSSEIN"), ("SMITH", "JONES"), ("DIALLO", "DIARRA"), ("BA", "SY"), ("LI", "WU")]
        {
            assert!(held(one, other).is_none(), "{one} {other} {:?}", held(one, other));
        }
        assert_eq!(held("MARIA", "MARIO"), Some(SLIP_OF_NAMES), "two names, and a slip away");
    }

    #[test]
    fn an_unknown_name_in_arabic_letters_is_found_by_its_consonants() {
        let arabic = Part::new("MWSWY", true);
        let found = likeness(&arabic, &Part::new("MOUSSAOUI", false)).map(|(alike, how)| (alike > 0.75, how));
        assert_eq!(found, Some((true, How::Script)));
    }
}
