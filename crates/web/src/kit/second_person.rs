//! A second person's word on what waits for it, as its form sends it.

use crate::{
    kit::{failure::Failure, form::FormTrouble},
    node::second_person::{SecondPersonError, Word},
};
use limen_domain::StatedReason;
use serde::Deserialize;

/// The form.
#[derive(Deserialize)]
pub(crate) struct SecondPersonForm {
    decision: String,
    #[serde(default)]
    reason: String,
    /// The password of the person who approves.
    #[serde(default)]
    password: String,
}

impl SecondPersonForm {
    /// The word that it gives.
    pub(crate) fn word(&self) -> Word<'_> {
        let reason = StatedReason::parse(&self.reason).ok();
        Word { approves: self.decision == "approve", reason, password: &self.password }
    }
}

impl From<SecondPersonError> for Failure {
    fn from(error: SecondPersonError) -> Self {
        match error {
            SecondPersonError::NotFound => Self::NotFound,
            SecondPersonError::NotTheirs => Self::NotAllowed,
            SecondPersonError::Unreadable => FormTrouble::Malformed.into(),
            SecondPersonError::Unproved(error) => error.into(),
            SecondPersonError::Credentials(error) => error.into(),
            SecondPersonError::Flows(error) => error.into(),
            SecondPersonError::Store(error) => error.into(),
        }
    }
}
