//! How makes of page readers differ: speed, parity, the signs around a scan. A table that is part of the program, to which an
//! administrator can add.

use crate::frames::{Form, Framing};
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

const BUILT_IN: &str = include_str!("../makes.toml");

/// A make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Make {
    /// Bits a second.
    pub speed: u32,
    /// The bit that each byte is checked by.
    pub parity: Parity,
    /// The signs around a scan.
    pub framing: Framing,
}

/// The bit that each byte is checked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Parity {
    /// None, with eight bits of data.
    #[default]
    None,
    /// An even number of ones.
    Even,
    /// An odd number of ones.
    Odd,
}

/// What is wrong with a table of makes.
#[derive(Debug, Error)]
pub enum MakesError {
    /// It can't be read.
    #[error("the table of makes can't be read: {0}")]
    Malformed(#[from] toml::de::Error),
    /// A sign is none.
    #[error("{0:?} is no sign: give a number from 0 to 255, one ASCII character, or \"none\"")]
    Sign(String),
    /// The speed is none.
    #[error("{0} bits a second are no speed of a serial port: give 300 to 4000000")]
    Speed(u32),
}

/// A make as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenMake {
    speed: Option<u32>,
    parity: Parity,
    start: Option<Sign>,
    end: Option<Sign>,
    line_ends: Option<Vec<Sign>>,
    error_sign: Option<char>,
    form: Form,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Sign {
    Number(u8),
    Text(String),
}

impl Sign {
    fn byte(&self) -> Result<Option<u8>, MakesError> {
        match self {
            Sign::Number(number) => Ok(Some(*number)),
            Sign::Text(text) if text == "none" => Ok(None),
            Sign::Text(text) => match text.as_bytes() {
                [byte] if byte.is_ascii() => Ok(Some(*byte)),
                _ => Err(MakesError::Sign(text.clone())),
            },
        }
    }
}

impl TryFrom<&WrittenMake> for Make {
    type Error = MakesError;

    fn try_from(written: &WrittenMake) -> Result<Self, MakesError> {
        let usual = Framing::default();
        let sign = |written: &Option<Sign>, usual: Option<u8>| match written {
            Some(sign) => sign.byte(),
            None => Ok(usual),
        };
        let line_ends = match &written.line_ends {
            Some(signs) => signs.iter().filter_map(|sign| sign.byte().transpose()).collect::<Result<_, _>>()?,
            None => usual.line_ends,
        };
        let speed = written.speed.unwrap_or(9_600);
        if !(300..=4_000_000).contains(&speed) {
            return Err(MakesError::Speed(speed));
        }
        Ok(Make {
            speed,
            parity: written.parity,
            framing: Framing {
                start: sign(&written.start, usual.start)?,
                end: sign(&written.end, usual.end)?,
                line_ends,
                error_sign: written.error_sign,
                form: written.form,
            },
        })
    }
}

/// The makes that are known: those of the program, and those of the administrator, who may put another in a known one's place.
///
/// # Errors
/// A make can't be read.
pub fn all(added: &BTreeMap<String, WrittenMake>) -> Result<BTreeMap<String, Make>, MakesError> {
    #[derive(Deserialize)]
    struct Table {
        makes: BTreeMap<String, WrittenMake>,
    }
    let mut written = toml::from_str::<Table>(BUILT_IN)?.makes;
    written.extend(added.clone());
    written.iter().map(|(name, make)| Ok((name.clone(), Make::try_from(make)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<BTreeMap<String, Make>, MakesError> {
        all(&toml::from_str(text)?)
    }

    #[test]
    fn the_makes_of_the_program_are_read_and_an_administrator_adds_to_them() {
        let makes = with("").expect("a table");
        assert_eq!(makes["est-100"].parity, Parity::Odd);
        assert_eq!((makes["lines"].framing.start, makes["lines"].framing.end), (None, None));
        let makes = with("ours = { speed = 19200, start = 1, end = \"$\", line_ends = [13], error_sign = \"#\" }");
        let ours = makes.expect("a table")["ours"].clone();
        assert_eq!((ours.speed, ours.framing.start, ours.framing.end), (19_200, Some(1), Some(b'$')));
        assert_eq!(ours.framing.error_sign, Some('#'));
    }

    #[test]
    fn what_is_no_make_is_said() {
        for (text, said) in [
            ("ours = { start = \"STX\" }", "\"STX\" is no sign"),
            ("ours = { speed = 0 }", "0 bits a second"),
            ("ours = { sped = 9600 }", "sped"),
        ] {
            let error = with(text).expect_err("no make").to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
