//! Withdrawing an alert: it takes one person and holds at once, since nobody is to be stopped while it waits.

use crate::{Node, PATIENCE};
use limen_domain::{AccountId, AlertId, ListName, StatedReason};
use limen_store::StoreError;

/// Withdraws an alert, and waits a little until it stops nobody. One that is not there any more is left at that.
///
/// # Errors
/// The database can't be written, or this headquarters was restored and decides nothing yet.
pub async fn withdraw(
    node: &Node,
    by: &AccountId,
    list: &ListName,
    id: &AlertId,
    reason: &StatedReason,
) -> Result<(), StoreError> {
    if let Some(turn) = node.store.withdraw_alert(list, id, by, reason).await? {
        node.in_force.reaches(turn, PATIENCE).await;
    }
    Ok(())
}
