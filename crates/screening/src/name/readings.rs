//! The ways in which one written name can be read: most have one.
//!
//! A name in kanji is Chinese or Japanese, one in Chinese characters may transcribe a foreign one, a Thai one is spelt by
//! taste, and Latvian and Lithuanian put endings of their own behind foreign names. Each reading is a name of its own to
//! the index.

use super::{
    baltic, east,
    parts::{Parts, parts},
    scripts,
};
use smallvec::{SmallVec, smallvec};

/// Maximum number of readings of one name.
const MOST_READINGS: usize = 7;

/// The readings of a name, the plain one first.
pub(crate) type Readings = SmallVec<[Parts; 1]>;

/// All readings of a name.
pub(crate) fn readings(name: &str) -> Readings {
    let mut readings: Readings = smallvec![parts(name)];
    let others = if name.is_ascii() { in_latin(&readings[0]) } else { in_other_scripts(name, &readings[0]) };
    for other in others {
        let mut other = parts(&other);
        // Parts of a name are read without its Jr or III.
        other.generation = other.generation.or(readings[0].generation);
        if readings.len() < MOST_READINGS && !other.parts.is_empty() && !readings.contains(&other) {
            readings.push(other);
        }
    }
    readings
}

fn in_other_scripts(name: &str, plain: &Parts) -> Vec<String> {
    let mut others = east::japanese(name);
    others.extend(east::transcribed(name));
    others.extend(spelt(plain));
    others.extend(in_latin(plain));
    others
}

/// The spellings of words that a script leaves open: the second of each word together, then the third.
fn spelt(plain: &Parts) -> Vec<String> {
    let words = plain.parts.iter().map(|part| part.text.as_str());
    let words: Vec<(&str, Vec<String>)> = words.map(|word| (word, scripts::spellings(word))).collect();
    let most = words.iter().map(|(_, spellings)| spellings.len()).max().unwrap_or(0);
    let spelling = |at: usize| {
        let of_word = |(word, spellings): &(&str, Vec<String>)| {
            spellings.get(at).or(spellings.last()).map_or_else(|| (*word).to_owned(), Clone::clone)
        };
        words.iter().map(of_word).collect::<Vec<_>>().join(" ")
    };
    (1..most.min(MOST_READINGS)).map(spelling).collect()
}

/// A Latvian or Lithuanian name without the endings that its language puts behind foreign ones.
fn in_latin(plain: &Parts) -> Vec<String> {
    let written: Vec<&str> = plain.parts.iter().map(|part| part.text.as_str()).collect();
    if !baltic::are_baltic(&written) {
        return baltic::without_s(&written).map(|parts| parts.join(" ")).into_iter().collect();
    }
    let base = |text: &&str| baltic::base(&text.to_uppercase()).unwrap_or_else(|| (*text).to_owned());
    vec![written.iter().map(base).collect::<Vec<_>>().join(" ")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_names_have_one_reading() {
        assert_eq!(readings("Mamadou Lamine Diallo").len(), 1);
        assert!(readings("Sergejs Petrovs").len() > 1);
        assert!(readings("山田太郎").len() > 1);
        assert!(readings("สมชาย ใจดี").len() > 1);
    }

    #[test]
    fn a_generation_is_of_every_reading() {
        let generations = |name| readings(name).iter().map(|read| read.generation).collect::<Vec<_>>();
        assert_eq!(generations("Sergejs Petrovs Jr"), [Some(2), Some(2)]);
        assert_eq!(generations("Jānis Bērziņš III"), [Some(3), Some(3)]);
    }
}
