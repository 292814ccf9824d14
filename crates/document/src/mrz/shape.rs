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
    let characters = text.chars().take(MOST_CHARACTERS + 1).count();
    if characters > MOST_CHARACTERS {
        return Err(Unreadable::TooLong { characters: text.chars().count() });
    }
    // Readers wrap what they send in control characters (STX, ETX) and byte order marks; none belongs to a zone.
    let clean: String = text
        .chars()
        .map(|c| if c == '\t' || c == '\u{a0}' { ' ' } else { c.to_ascii_uppercase() })
        .filter(|c| matches!(c, '\r' | '\n') || !(c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')))
        .collect();
    let lines: Vec<&str> = clean.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).collect();

    // Most readers send spaces only by mistake; where leaving them out makes no zone, they may stand for fillers.
    let without: String = lines.iter().flat_map(|line| line.chars()).filter(|&c| c != ' ').collect();
    let Some(first) = without.bytes().next() else { return Err(Unreadable::Empty) };
    if let Some((position, character)) =
        without.chars().enumerate().find(|(_, c)| !matches!(c, 'A'..='Z' | '0'..='9' | '<'))
    {
        return Err(Unreadable::ForeignCharacter { character, position: position + 1 });
    }
    if let Some(format) = Format::of_shape(without.len(), first) {
        return Ok((format, without.into_bytes()));
    }
    let filled = lines.concat().replace(' ', "<");
    match filled.bytes().next().and_then(|first| Format::of_shape(filled.len(), first)) {
        Some(format) => Ok((format, filled.into_bytes())),
        None => Err(Unreadable::Shape { characters: without.len(), lines: lines.len() }),
    }
}
