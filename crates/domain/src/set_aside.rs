//! Why someone was set aside whom an alert may be about.

use crate::{Judged, coded::coded, counter::NotOpen, text::short};
use serde::{Deserialize, Serialize};

/// Maximum number of characters that are kept of what an officer writes about it.
pub const MOST_WORDS: usize = 300;

coded! {
    /// Why a traveller is set aside whom an alert may be about.
    "reasons for setting someone aside"
    pub enum SetAsideReason {
        /// They went away, or fled.
        Left = "left",
        /// The police or another authority took them.
        HandedOver = "handed-over",
        /// A colleague goes on, at another counter or at the second line.
        Elsewhere = "elsewhere",
        /// The document was read by mistake: its holder did not stand here.
        Misread = "misread",
        /// Something else, in words.
        Other = "other",
    }
}

/// The reason, with what else the officer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Why.
    pub reason: SetAsideReason,
    /// In words; never empty where the reason is another one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

impl SetAside {
    /// The reason with its words; `None` where it is another one and no words say which.
    pub fn new(reason: SetAsideReason, words: &str) -> Option<Self> {
        let words = short(words, MOST_WORDS);
        (reason != SetAsideReason::Other || !words.is_empty()).then_some(Self { reason, words })
    }
}

/// Whether a traveller or vehicle with these hits may be set aside, for this reason or for none.
///
/// # Errors
/// An alert that has still to be judged, or is confirmed, asks for a reason.
pub fn may_be_set_aside(hits: &[Judged], why: Option<&SetAside>) -> Result<(), NotOpen> {
    if why.is_none() && hits.iter().any(Judged::asks_for_action) { Err(NotOpen::SetAsideWithoutReason) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reason_is_said_in_words() {
        assert_eq!(SetAside::new(SetAsideReason::Other, " \u{7} \n"), None);
        let words = SetAside::new(SetAsideReason::Other, " panne \n du  lecteur ").expect("a reason");
        assert_eq!(words.words, "panne du lecteur");
        assert!(SetAside::new(SetAsideReason::Left, "").is_some());
        let long = SetAside::new(SetAsideReason::Left, &"x".repeat(1_000)).expect("a reason");
        assert_eq!(long.words.len(), MOST_WORDS);
    }
}
