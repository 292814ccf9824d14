//! The word of two people with which a headquarters that was restored from a backup goes on without what can't be had
//! back.

use crate::{Node, credentials::own::UnprovedError, network::headquarters};
use limen_domain::StatedReason;
use limen_exchange::ExchangeError;
use limen_store::{Session, StoreError};

/// Which word it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoOn {
    /// The first person's, with the reason.
    Proposed(StatedReason),
    /// The second person's.
    Confirmed,
}

/// Why a word was not taken.
#[derive(Debug, thiserror::Error)]
pub enum GoOnError {
    /// This is not headquarters.
    #[error("this is not headquarters")]
    NotHere,
    /// Who gives it did not prove who they are.
    #[error(transparent)]
    Unproved(#[from] UnprovedError),
    /// It is refused.
    #[error(transparent)]
    Refused(#[from] ExchangeError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Proposes that headquarters goes on without what is missing, or confirms what someone else proposed. Where something else
/// is missing by now, nothing is confirmed.
///
/// # Errors
/// [`GoOnError`] says why the word was not taken.
pub async fn go_on(node: &Node, session: &Session, password: &str, word: GoOn) -> Result<(), GoOnError> {
    let headquarters = headquarters(node).ok_or(GoOnError::NotHere)?;
    node.make_sure(session, password).await?;
    let by = &session.account.id;
    match word {
        GoOn::Confirmed => headquarters.confirm_to_go_on(by).await?,
        GoOn::Proposed(reason) => headquarters.propose_to_go_on(by, &reason).await?,
    };
    node.take_effect().await?;
    Ok(())
}
