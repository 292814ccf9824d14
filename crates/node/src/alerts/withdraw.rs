//! Withdrawing an alert: it takes one person and holds at once, since nobody is to be stopped while it waits.

use crate::{Node, PATIENCE};
use limen_domain::{AccountId, AlertId, ListName, text};
use limen_store::StoreError;

/// Why an alert was not withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// No reason was given.
    #[error("say why the alert is withdrawn")]
    NoReason,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Withdraws an alert, and waits a little until it stops nobody. One that is not there any more is left at that.
///
/// # Errors
/// [`WithdrawError`] says why it was not withdrawn.
pub async fn withdraw(
    node: &Node,
    by: &AccountId,
    list: &ListName,
    id: &AlertId,
    reason: &str,
) -> Result<(), WithdrawError> {
    let reason = text::reason(reason);
    if reason.is_empty() {
        return Err(WithdrawError::NoReason);
    }
    if let Some(turn) = node.store.withdraw_alert(list, id, by, &reason).await? {
        node.in_force.reaches(turn, PATIENCE).await;
    }
    Ok(())
}
