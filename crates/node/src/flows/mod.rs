//! What is asked of flows: that they leave the house, questions of an analyst's own, and what is unusual in them.

pub mod export;
pub mod planning;
pub mod questions;
pub mod views;
pub mod warnings;

use crate::Node;
use jiff::Timestamp;
use limen_domain::{FlowBound, Permission, PostId, Role};
use limen_statistics::{FlowTable, FlowsError, published_tallies};
use limen_store::{Store, StoreError, TallySum};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long a page waits for flows to be counted at most; what was counted by then is not counted again.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// Why there are no flows to look at.
#[derive(Debug, thiserror::Error)]
pub enum CurrentFlowsError {
    /// Those of a long past are still being counted.
    #[error("the flows of a long past are still being counted")]
    NotReady,
    /// What published counts are multiples of can't be read, so none are.
    #[error("the bound of published flows can't be read")]
    NoBound,
    /// They can't be read.
    #[error(transparent)]
    Unreadable(#[from] FlowsError),
}

/// The flows as they are now, each crossing by itself.
///
/// # Errors
/// [`CurrentFlowsError`] says why there are none.
pub async fn current(node: &Node) -> Result<Arc<FlowTable>, CurrentFlowsError> {
    Ok(timeout(LONGEST_WAIT, node.flows.current()).await.map_err(|_| CurrentFlowsError::NotReady)??)
}

/// What may be published of the flows of all days that are over.
///
/// # Errors
/// [`CurrentFlowsError`] says why there are none.
pub async fn published(node: &Node) -> Result<Arc<FlowTable>, CurrentFlowsError> {
    let bound = node.settings().flows_bound.ok_or(CurrentFlowsError::NoBound)?;
    Ok(timeout(LONGEST_WAIT, node.flows.published(bound)).await.map_err(|_| CurrentFlowsError::NotReady)??)
}

/// The flows as someone sees them: those who answer for crossings see each, others what may be published.
///
/// # Errors
/// [`CurrentFlowsError`] says why there are none.
pub async fn seen_by(node: &Node, role: Role) -> Result<Arc<FlowTable>, CurrentFlowsError> {
    if role.may(Permission::CountExactly) { current(node).await } else { published(node).await }
}

/// People counted and not registered from one moment to before another, at all posts or at one; as they are published
/// where a bound is given.
///
/// # Errors
/// The database can't be read.
pub async fn tallies(
    store: &Store,
    post: Option<&PostId>,
    (from, to): (Timestamp, Timestamp),
    bound: Option<FlowBound>,
) -> Result<Vec<TallySum>, StoreError> {
    let Some(bound) = bound else { return store.tally_sums(post, from, to).await };
    let before = store.tally_sums(post, Timestamp::MIN, from).await?;
    Ok(published_tallies(&before, &store.tally_sums(post, Timestamp::MIN, to).await?, bound))
}
