//! From what a reader sends to the lines of a zone: line ends of any kind or none, spaces, lower case.

use super::{Format, MOST_CHARACTERS};
use thiserror::Error;

/// Why a text is no machine readable zone. Each says what to do at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Nothing was read.
    #[error("nothing was read; lay the document on the reader again")]
    Empty,
    /// More was sent than any zone holds.
    #[error("{characters} characters are too many for one document; scan one document at a time")]
    TooLong {
        /// How many there were.
        characters: usize,
    },
    /// A character that no zone holds.
    #[error("\u{201c}{character}\u{201d} at character {position} is not a letter A to Z, a digit or <; scan again")]
    ForeignCharacter {
        /// Which.
        character: char,
        /// Where, from 1, line ends and spaces not counted.
        position: usize,
    },
    /// The number of characters fits no format.
    #[error(
        "{characters} characters in {lines} lines are no whole zone (90, 72 or 88 make one); scan again, or type it"
    )]
    Shape {
        /// How many characters, line ends and spaces not counted.
        characters: usize,
        /// In how many lines.
        lines: usize,
    },
}

/// The characters of a zone, line after line without ends, and its format.
pub(super) fn find(text: &str) -> Result<(Format, Vec<u8>), Unreadable> {
    let mut zone = Vec::with_capacity(90);
    let mut foreign = None;
    for (count, character) in text.chars().enumerate() {
        if count == MOST_CHARACTERS {
            return Err(Unreadable::TooLong { characters: text.chars().count() });
        }
        match character {
            'A'..='Z' | '0'..='9' | '<' | 'a'..='z' => zone.push(character.to_ascii_uppercase() as u8),
            _ if is_space(character) || is_line_end(character) || is_wrapping(character) => {}
            _ if foreign.is_none() => foreign = Some((character, zone.len() + 1)),
            _ => {}
        }
    }
    if let Some((character, position)) = foreign {
        return Err(Unreadable::ForeignCharacter { character, position });
    }
    let Some(&first) = zone.first() else { return Err(Unreadable::Empty) };
    if let Some(format) = Format::of_shape(zone.len(), first) {
        return Ok((format, zone));
    }
    // Most readers send spaces only by mistake; where leaving them out makes no zone, they may stand for fillers.
    let is_blank = |line: &&str| line.chars().all(|c| is_space(c) || is_wrapping(c));
    let lines: Vec<&str> = text.split(is_line_end).filter(|line| !is_blank(line)).collect();
    let filled: Vec<u8> = lines
        .iter()
        .flat_map(|line| line.chars())
        .filter(|&c| !is_wrapping(c))
        .map(|c| if is_space(c) { b'<' } else { c.to_ascii_uppercase() as u8 })
        .collect();
    match filled.first().and_then(|&first| Format::of_shape(filled.len(), first)) {
        Some(format) => Ok((format, filled)),
        None => Err(Unreadable::Shape { characters: zone.len(), lines: lines.len() }),
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{a0}')
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\r' | '\n')
}

/// What readers wrap around what they send: control characters (STX, ETX) and byte order marks.
fn is_wrapping(character: char) -> bool {
    !is_space(character)
        && !is_line_end(character)
        && (character.is_control() || matches!(character, '\u{feff}' | '\u{200b}'))
}
