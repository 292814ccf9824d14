//! The travellers of the last month, whom a draft or a threshold is held against.

use crate::Node;
use jiff::{SignedDuration, Timestamp};
use limen_domain::Traveller;
use limen_store::StoreError;
use tokio::task::spawn_blocking;

/// How many days back is looked.
const TRIED_DAYS: i64 = 30;
/// Maximum number of travellers that are taken.
const MOST_TRIED: i64 = 20_000;

/// Why nothing could be held against past travellers.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    /// Screening them failed.
    #[error("past travellers could not be screened")]
    Failed,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The travellers of the last month, newest first, with when they were presented.
pub(super) async fn travellers(node: &Node) -> Result<Vec<(Timestamp, Traveller)>, StoreError> {
    let since = node.now() - SignedDuration::from_hours(24 * TRIED_DAYS);
    node.store.past_travellers(since, MOST_TRIED).await
}

/// Screens on a thread of its own: it may take a second.
pub(super) async fn screened<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, PastError> {
    spawn_blocking(work).await.map_err(|_| PastError::Failed)
}
