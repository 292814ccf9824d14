//! A second person's word on what waits for it, as its form sends it; and its page again, where their password is not
//! taken.

use crate::{
    app::App,
    kit::{failure::Failure, form::FormTrouble, names::Names, proof::unproved, shell::moment},
    node::second_person::{SecondPersonError, Word},
    words::Words,
};
use jiff::Timestamp;
use limen_domain::{AccountId, StatedReason};
use serde::Deserialize;
use uuid::Uuid;

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

/// What of the form stands on its page already: nothing, or what was given before the password was not taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct GivenWord {
    pub(crate) reason: String,
    /// Why the password was not taken. `None` where none was given.
    pub(crate) wrong: Option<String>,
}

/// A proposal among those that wait.
pub(crate) struct ProposalRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// Who proposed it, and when.
    pub(crate) by: String,
}

impl ProposalRow {
    pub(crate) fn new(
        (app, w, names): (&App, &Words, &Names),
        (id, name): (Uuid, String),
        (author, at): (&AccountId, Timestamp),
    ) -> Self {
        let by = w.t2("proposal-by", ("author", names.of(author)), ("at", moment(app, w, at)));
        Self { id, name, by }
    }
}

impl SecondPersonForm {
    /// The word that it gives.
    pub(crate) fn word(&self) -> Word<'_> {
        let reason = StatedReason::parse(&self.reason).ok();
        Word { approves: self.decision == "approve", reason, password: &self.password }
    }

    /// What of it its page shows again. The password is typed anew.
    pub(crate) fn given(&self) -> GivenWord {
        GivenWord { reason: self.word().reason.map(String::from).unwrap_or_default(), wrong: None }
    }

    /// The same where the word decided nothing because of the password; any other error is a failure.
    pub(crate) fn again(&self, app: &App, w: &Words, error: SecondPersonError) -> Result<GivenWord, Failure> {
        match error {
            SecondPersonError::Unproved(error) => {
                Ok(GivenWord { wrong: Some(unproved(app, w, error)?), ..self.given() })
            }
            SecondPersonError::NotFound => Err(Failure::NotFound),
            SecondPersonError::NotTheirs => Err(Failure::NotAllowed),
            SecondPersonError::Unreadable => Err(FormTrouble::Malformed.into()),
            SecondPersonError::Credentials(error) => Err(error.into()),
            SecondPersonError::Flows(error) => Err(error.into()),
            SecondPersonError::Store(error) => Err(error.into()),
        }
    }
}
