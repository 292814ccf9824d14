//! Setting someone aside whom an alert may be about: the reason as it is asked and typed.

use crate::{
    kit::parts::{Choice, choices},
    words::Words,
};
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
    pub(crate) reasons: Vec<Choice>,
    pub(crate) words: String,
}

impl AsideQuestion {
    /// The question that these hits ask before anyone goes; `None` where nothing was found.
    pub(crate) fn of(w: &Words, hits: &[Judged], typed: AsideForm) -> Option<Self> {
        let reasons = choices(w, "aside", SetAsideReason::ALL, SetAsideReason::code, &typed.why);
        hits.iter().any(Judged::asks_for_action).then_some(Self { reasons, words: typed.words })
    }

    /// Puts what was typed in its place.
    pub(crate) fn answer(&mut self, typed: AsideForm) {
        for reason in &mut self.reasons {
            reason.is_chosen = reason.code == typed.why;
        }
        self.words = typed.words;
    }
}
