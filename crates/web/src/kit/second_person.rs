//! A second person's word on what waits for it, as its form sends it.

use crate::{
    kit::{failure::Failure, form::FormTrouble},
    node::second_person::{DecideError, Word},
};
use limen_domain::StatedReason;
use serde::Deserialize;

/// The form.
#[derive(Deserialize)]
pub(crate) struct Decide {
    decision: String,
    #[serde(default)]
    reason: String,
    /// The password of the person who approves.
    #[serde(default)]
    password: String,
}

impl Decide {
    /// The word that it gives.
    pub(crate) fn word(&self) -> Word<'_> {
        let reason = StatedReason::parse(&self.reason).ok();
        Word { approves: self.decision == "approve", reason, password: &self.password }
    }
}

impl From<DecideError> for Failure {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NotFound => Self::NotFound,
            DecideError::NotTheirs => Self::NotAllowed,
            DecideError::Unreadable => FormTrouble::Malformed.into(),
            DecideError::Unproved(error) => error.into(),
            DecideError::Credentials(error) => error.into(),
            DecideError::Store(error) => error.into(),
        }
    }
}
