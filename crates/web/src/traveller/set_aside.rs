//! Setting someone aside whom an alert may be about: the reason as it is asked and typed.

use crate::words::Words;
use limen_domain::{Judged, SetAside, SetAsideReason};
use serde::Deserialize;

/// The reason as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AsideForm {
    pub(crate) why: String,
    pub(crate) words: String,
}

impl AsideForm {
    /// The reason; `None` where none was chosen, or where words are missing.
    pub(crate) fn reason(&self) -> Option<SetAside> {
        SetAside::new(self.why.parse().ok()?, &self.words)
    }
}

/// The question for the reason, with what was answered so far.
pub(crate) struct AsideQuestion {
    /// Code, word, and whether it is chosen.
    pub(crate) reasons: Vec<(&'static str, String, bool)>,
    pub(crate) words: String,
}

impl AsideQuestion {
    /// The question that these hits ask before anyone goes; `None` where nothing was found.
    pub(crate) fn of(w: &Words, hits: &[Judged], typed: AsideForm) -> Option<Self> {
        let reason =
            |reason: &SetAsideReason| (reason.code(), w.coded("aside", reason.code()), reason.code() == typed.why);
        let reasons = SetAsideReason::ALL.iter().map(reason).collect();
        hits.iter().any(Judged::asks_for_action).then_some(Self { reasons, words: typed.words })
    }

    /// Puts what was typed in its place.
    pub(crate) fn answer(&mut self, typed: AsideForm) {
        for (code, _, is_chosen) in &mut self.reasons {
            *is_chosen = *code == typed.why;
        }
        self.words = typed.words;
    }
}
