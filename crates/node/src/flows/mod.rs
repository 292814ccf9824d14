//! What is asked of flows: that they leave the house, questions of an analyst's own, and what is unusual in them.

pub mod export;
pub mod questions;
pub mod warnings;

use crate::Node;
use limen_statistics::{FlowTable, FlowsError};
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
    /// They can't be read.
    #[error(transparent)]
    Unreadable(#[from] FlowsError),
}

/// The flows as they are now.
///
/// # Errors
/// [`CurrentFlowsError`] says why there are none.
pub async fn current(node: &Node) -> Result<Arc<FlowTable>, CurrentFlowsError> {
    Ok(timeout(LONGEST_WAIT, node.flows.current()).await.map_err(|_| CurrentFlowsError::NotReady)??)
}
