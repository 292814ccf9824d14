//! Why something is done, as the person who does it says.

use crate::text::short;
use std::{fmt, str::FromStr};

/// The longest reason, in characters.
const LONGEST_CHARACTERS: usize = 300;

/// A stated reason: words without control characters, a space between two of them, cut to 300 characters, and never empty.
/// What can't be done without a reason takes one of these. Events keep its text: what other versions wrote is read as it
/// stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct StatedReason(String);

/// A reason must be given, and was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reason must be given")]
pub struct NoReason;

impl StatedReason {
    /// The reason that a text gives.
    ///
    /// # Errors
    /// It has no words.
    pub fn parse(text: &str) -> Result<Self, NoReason> {
        let words = short(text, LONGEST_CHARACTERS);
        if words.is_empty() { Err(NoReason) } else { Ok(Self(words)) }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StatedReason {
    type Err = NoReason;
    fn from_str(text: &str) -> Result<Self, NoReason> {
        Self::parse(text)
    }
}

impl TryFrom<String> for StatedReason {
    type Error = NoReason;
    fn try_from(text: String) -> Result<Self, NoReason> {
        Self::parse(&text)
    }
}

impl From<StatedReason> for String {
    fn from(reason: StatedReason) -> Self {
        reason.0
    }
}

impl fmt::Display for StatedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_words_and_is_cut_where_it_is_long() {
        for nothing in ["", " \t\r\n", "\u{0}\u{7f}"] {
            assert_eq!(StatedReason::parse(nothing), Err(NoReason), "{nothing:?}");
        }
        assert_eq!(
            StatedReason::parse("  a quitté\r\n le\u{7}  service ").map(String::from),
            Ok("a quitté le service".into())
        );
        assert_eq!(StatedReason::parse(&"é".repeat(900)).map(|reason| reason.as_str().chars().count()), Ok(300));
    }
}
