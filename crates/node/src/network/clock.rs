//! The clock has leapt, or is behind: a supervisor says that it is right.

use crate::Node;
use limen_domain::{AccountId, Event};
use limen_store::StoreError;

/// Notes that the clock is right.
///
/// # Errors
/// The database can't be written.
pub async fn confirm(node: &Node, by: &AccountId) -> Result<(), StoreError> {
    node.store.append(Some(by), vec![Event::ClockConfirmed], None).await?;
    Ok(())
}
