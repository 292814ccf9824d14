//! What tests of exchanges share: when they happen, and stores whose clock stands.
#![allow(missing_docs, clippy::unwrap_used)]

use jiff::Timestamp;
use limen_domain::NodeId;
use limen_store::{Store, Time};
use std::path::Path;

/// When these tests begin: a noon after this program was built.
pub fn noon() -> Timestamp {
    "2031-03-10T12:00:00Z".parse().unwrap()
}

/// A new store of a node, with its clock.
pub async fn new_store(folder: &Path, node: &NodeId, clock: &Time) -> Store {
    Store::create(folder, node).await.unwrap().close().await;
    Store::open_by(folder, clock.clone()).await.unwrap()
}
