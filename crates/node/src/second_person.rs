//! A second person's word on what one proposed: four eyes, and their own password before they approve.

use crate::credentials::{CredentialsError, own::UnprovedError};
use limen_domain::{AccountId, StatedReason};
use limen_statistics::FlowsError;
use limen_store::StoreError;

/// The word, as it is given.
#[derive(Debug, Clone)]
pub struct Word<'a> {
    /// Whether they approve it; otherwise they reject it, or take back what they proposed themselves.
    pub approves: bool,
    /// Why. `None` where they do not say.
    pub reason: Option<StatedReason>,
    /// Their own password, which an approval needs.
    pub password: &'a str,
}

impl Word<'_> {
    /// Why, as it is kept: empty where they do not say.
    pub(crate) fn reason(&self) -> &str {
        self.reason.as_ref().map_or("", StatedReason::as_str)
    }

    /// Checks that `by` may give it on what `author` proposed: nobody approves that themselves, and anybody who proposed
    /// something may take it back.
    pub(crate) fn checked(&self, by: &AccountId, author: &AccountId) -> Result<(), SecondPersonError> {
        if limen_store::may_decide(self.approves, by, author) { Ok(()) } else { Err(SecondPersonError::NotTheirs) }
    }
}

/// Why the word of a second person decided nothing.
#[derive(Debug, thiserror::Error)]
pub enum SecondPersonError {
    /// There is no such proposal.
    #[error("there is no such proposal")]
    NotFound,
    /// They would approve what they proposed, or it is not to be decided here or now.
    #[error("this is not for you to decide: nobody decides about what they proposed or gain by")]
    NotTheirs,
    /// What was proposed can't be read.
    #[error("what was proposed can't be read")]
    Unreadable,
    /// Who approves did not prove who they are.
    #[error(transparent)]
    Unproved(#[from] UnprovedError),
    /// No password could be drawn.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// Flows can't be counted.
    #[error(transparent)]
    Flows(#[from] FlowsError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}
