//! Damage done to a person's data on the way to a counter: what hands, ears, forms and machines do to names and dates.

use super::people::Person;
use jiff::civil::Date;
use rand::{Rng, RngExt, seq::IndexedRandom};

/// One kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Damage {
    None,
    Slip,
    TwoSlips,
    Spelling,
    Order,
    Missing,
    Initial,
    Joined,
    Parted,
    CutShort,
    NoMarks,
    Year,
    DayAndMonth,
    DateDigit,
    NoDate,
    SpellingAndYear,
    SlipAndOrder,
    SlipAndDateDigit,
    SpellingSlipAndOrder,
    FirstLetters,
    GoneOver,
    Baltic,
    Guessed,
}

impl Damage {
    pub const ALL: [Self; 23] = [
        Self::None,
        Self::Slip,
        Self::TwoSlips,
        Self::Spelling,
        Self::Order,
        Self::Missing,
        Self::Initial,
        Self::Joined,
        Self::Parted,
        Self::CutShort,
        Self::NoMarks,
        Self::Year,
        Self::DayAndMonth,
        Self::DateDigit,
        Self::NoDate,
        Self::SpellingAndYear,
        Self::SlipAndOrder,
        Self::SlipAndDateDigit,
        Self::SpellingSlipAndOrder,
        Self::FirstLetters,
        Self::GoneOver,
        Self::Baltic,
        Self::Guessed,
    ];

    pub fn words(self) -> &'static str {
        match self {
            Self::None => "nothing",
            Self::Slip => "one slip",
            Self::TwoSlips => "slips in two parts",
            Self::Spelling => "another spelling",
            Self::Order => "surname first",
            Self::Missing => "a part missing",
            Self::Initial => "given name as initial",
            Self::Joined => "two parts joined",
            Self::Parted => "a part parted",
            Self::CutShort => "cut short",
            Self::NoMarks => "no marks, capitals",
            Self::Year => "year of birth only",
            Self::DayAndMonth => "day and month swapped",
            Self::DateDigit => "a digit of the date off",
            Self::NoDate => "no birth date",
            Self::SpellingAndYear => "spelling, year only",
            Self::SlipAndOrder => "slip, surname first",
            Self::SlipAndDateDigit => "slip, digit of the date",
            Self::SpellingSlipAndOrder => "spelling, slip, order",
            Self::FirstLetters => "first letters exchanged",
            Self::GoneOver => "a letter gone over to the next part",
            Self::Baltic => "with a Baltic ending",
            Self::Guessed => "birth date guessed, up to six years off",
        }
    }

    /// The damaged person; `None` if this can't be done to them (no middle name to leave out).
    pub fn to(self, person: &Person, random: &mut impl Rng) -> Option<Person> {
        let mut damaged = person.clone();
        match self {
            Self::None => {}
            Self::Slip => slip(&mut damaged.parts, 1, random)?,
            Self::TwoSlips => slip(&mut damaged.parts, 2, random)?,
            Self::Spelling => spell(&mut damaged.parts, random)?,
            Self::Order => damaged.parts.rotate_right(1),
            Self::Missing => {
                if damaged.parts.len() < 3 {
                    return None;
                }
                damaged.parts.remove(random.random_range(1..damaged.parts.len() - 1));
            }
            Self::Initial => {
                let first = damaged.parts[0].chars().next().filter(char::is_ascii_alphabetic)?;
                damaged.parts[0] = format!("{first}.");
            }
            Self::Joined => {
                if damaged.parts.len() < 3 {
                    return None;
                }
                let second = damaged.parts.remove(1);
                damaged.parts[0].push_str(&second.to_lowercase());
            }
            Self::Parted => {
                let at = long_part(&damaged.parts, 7, random)?;
                let middle = damaged.parts[at].len() / 2;
                let rest = damaged.parts[at].split_off(middle);
                damaged.parts.insert(at + 1, rest);
            }
            Self::CutShort => {
                let at = damaged.parts.len() - 2;
                let kept = damaged.parts[at].chars().take(4).collect::<String>();
                if kept.len() == damaged.parts[at].len() {
                    return None;
                }
                damaged.parts[at] = kept;
                damaged.cut = true;
            }
            Self::NoMarks => damaged.parts.iter_mut().for_each(|part| *part = limen_domain::plain_letters(part)),
            Self::Year => damaged.born = format!("{:04}", person.date()?.year()),
            Self::DayAndMonth => {
                let date = person.date().filter(|date| date.day() <= 12 && date.day() != date.month())?;
                damaged.born = format!("{:04}-{:02}-{:02}", date.year(), date.day(), date.month());
            }
            Self::DateDigit => damaged.born = digit_off(person.date()?, random),
            Self::NoDate => damaged.born.clear(),
            Self::SpellingAndYear => damaged = Self::Year.to(&Self::Spelling.to(person, random)?, random)?,
            Self::SlipAndOrder => damaged = Self::Order.to(&Self::Slip.to(person, random)?, random)?,
            Self::SlipAndDateDigit => damaged = Self::DateDigit.to(&Self::Slip.to(person, random)?, random)?,
            Self::SpellingSlipAndOrder => {
                damaged = Self::SlipAndOrder.to(&Self::Spelling.to(person, random)?, random)?
            }
            Self::FirstLetters => {
                let at = long_part(&damaged.parts, 4, random)?;
                let mut letters: Vec<char> = damaged.parts[at].to_lowercase().chars().collect();
                letters.swap(0, 1);
                damaged.parts[at] = letters.into_iter().collect();
            }
            Self::GoneOver => {
                let at = long_part(&damaged.parts[..damaged.parts.len() - 1], 4, random)?;
                let last = damaged.parts[at].pop()?;
                damaged.parts[at + 1].insert(0, last);
            }
            Self::Baltic => {
                let takes_ending = |part: &&mut String| part.len() >= 4 && part.is_ascii() && !part.ends_with(VOWELS);
                let ends = [0, damaged.parts.len() - 1];
                let parts =
                    damaged.parts.iter_mut().enumerate().filter(|(at, _)| ends.contains(at)).map(|(_, part)| part);
                let masculine = parts.filter(takes_ending).map(|part| part.push('s')).count();
                (masculine > 0).then_some(())?;
            }
            Self::Guessed => {
                let date = person.date()?;
                let years = *[-6, -5, -4, -3, 3, 4, 5, 6].choose(random)?;
                let (month, day) = (random.random_range(1..=12), random.random_range(1..=28));
                damaged.born = format!("{:04}-{month:02}-{day:02}", date.year() + years);
            }
        }
        Some(damaged)
    }
}

/// With these, and with s, a man's name takes no further ending in Latvian or Lithuanian.
const VOWELS: [char; 7] = ['a', 'e', 'i', 'o', 'u', 'y', 's'];

/// The index of a part with at least `letters` Latin letters, drawn at random.
fn long_part(parts: &[String], letters: usize, random: &mut impl Rng) -> Option<usize> {
    let long: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].len() >= letters && parts[*at].is_ascii()).collect();
    long.choose(random).copied()
}

/// A slip of the pen in each of `count` parts: a letter left out, doubled, changed, or swapped with the next.
fn slip(parts: &mut [String], count: usize, random: &mut impl Rng) -> Option<()> {
    let mut done: Vec<usize> = Vec::new();
    while done.len() < count {
        let open: Vec<usize> =
            (0..parts.len()).filter(|at| !done.contains(at) && parts[*at].chars().count() >= 4).collect();
        let at = *open.choose(random)?;
        let mut letters: Vec<char> = parts[at].chars().collect();
        let place = random.random_range(1..letters.len() - 1);
        match random.random_range(0..4) {
            0 => drop(letters.remove(place)),
            1 => letters.insert(place, letters[place]),
            2 if letters[place].is_ascii() => letters[place] = char::from(random.random_range(b'a'..=b'z')),
            _ => letters.swap(place, place + 1),
        }
        parts[at] = letters.into_iter().collect();
        done.push(at);
    }
    Some(())
}

/// How administrations write one sound in other letters.
const SPELLINGS: &[(&str, &str)] = &[
    ("ou", "u"),
    ("oo", "u"),
    ("ph", "f"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("qu", "k"),
    ("sch", "sh"),
    ("ch", "sh"),
    ("dj", "j"),
    ("y", "i"),
    ("ie", "y"),
    ("ai", "e"),
    ("th", "t"),
    ("kh", "h"),
    ("gh", "g"),
    ("x", "ks"),
    ("w", "v"),
    ("ee", "i"),
    ("ll", "l"),
    ("ss", "s"),
    ("mm", "m"),
    ("nn", "n"),
    ("tt", "t"),
    ("z", "s"),
    ("c", "k"),
    ("oe", "o"),
    ("ue", "u"),
    ("é", "e"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("ä", "ae"),
    ("ø", "oe"),
    ("í", "i"),
    ("á", "a"),
    ("ó", "o"),
    ("ñ", "n"),
    ("ç", "c"),
    ("ã", "a"),
    ("ş", "sh"),
    ("ž", "z"),
    ("š", "s"),
    ("č", "c"),
    ("ı", "i"),
    ("ğ", "g"),
];

/// One or two parts written as another administration would.
fn spell(parts: &mut [String], random: &mut impl Rng) -> Option<()> {
    let mut changed = 0;
    for part in parts.iter_mut() {
        let lower = part.to_lowercase();
        let fits: Vec<_> = SPELLINGS.iter().filter(|(from, _)| lower.find(from).is_some_and(|at| at > 0)).collect();
        if let Some((from, to)) = fits.choose(random) {
            let at = lower.find(from).unwrap_or(0);
            *part = format!("{}{to}{}", &lower[..at], &lower[at + from.len()..]);
            changed += 1;
        }
        if changed == 2 {
            break;
        }
    }
    (changed > 0).then_some(())
}

/// The date with one digit off, still a date.
fn digit_off(date: Date, random: &mut impl Rng) -> String {
    loop {
        let mut digits: Vec<u8> = date.to_string().into_bytes();
        let at = *[2, 3, 5, 6, 8, 9].choose(random).unwrap_or(&3);
        digits[at] = random.random_range(b'0'..=b'9');
        let text = String::from_utf8(digits).unwrap_or_default();
        if text != date.to_string() && text.parse::<Date>().is_ok() {
            return text;
        }
    }
}
