//! Refusals at headquarters' port, before anything that was sent is read. A stranger can cause any number of them, so
//! alike refusals are counted together and written once a second at most.

use limen_domain::NodeId;
use limen_store::{Refusal, Store};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// For how long alike refusals are counted before they are written.
const GATHER: Duration = Duration::from_secs(1);

/// Whose refusals, and why.
type Kind = (Option<NodeId>, String);

/// The refusals that are not written yet: of each kind the last, and how many.
#[derive(Debug)]
pub(crate) struct AtTheDoor {
    store: Store,
    waiting: Arc<Mutex<HashMap<Kind, (Refusal, i64)>>>,
}

impl AtTheDoor {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, waiting: Arc::default() }
    }

    /// Notes a refusal, with those like it.
    pub(crate) fn note(&self, refusal: Refusal) {
        let kind = (refusal.sender.clone(), refusal.why.clone());
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((last, times)) = waiting.get_mut(&kind) {
            *last = refusal;
            *times += 1;
            return;
        }
        waiting.insert(kind.clone(), (refusal, 1));
        let (store, waiting) = (self.store.clone(), self.waiting.clone());
        tokio::spawn(async move {
            tokio::time::sleep(GATHER).await;
            let gathered = waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&kind);
            let Some((last, times)) = gathered else { return };
            let sender = last.sender.as_ref().map(NodeId::as_str);
            tracing::warn!(sender, times, "refused at the door: {} ({})", last.why, last.detail);
            if let Err(error) = store.note_refusals(&last, times).await {
                tracing::error!("refusals could not be noted: {error}");
            }
        });
    }
}
