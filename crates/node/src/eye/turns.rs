//! How many pictures a node reads at once: each takes a core for a while.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const AT_ONCE: usize = 2;

/// The turns of those whose pictures are read.
#[derive(Debug)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Turns {
    /// A turn, if one is free now.
    pub(super) fn at_once(&self) -> Option<OwnedSemaphorePermit> {
        self.0.clone().try_acquire_owned().ok()
    }

    /// A turn, once one is free.
    pub(crate) async fn in_turn(&self) -> Option<OwnedSemaphorePermit> {
        self.0.clone().acquire_owned().await.ok()
    }
}
