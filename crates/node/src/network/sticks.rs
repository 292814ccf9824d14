//! What is exchanged by hand: files for a stick, and a stick's file taken in.

use crate::{NetworkRole, Node, network::headquarters};
use limen_domain::NodeId;
use limen_exchange::{
    ExchangeError, RefusalReason,
    by_hand::{Imported, file_name},
    identity::writer_of,
};
use limen_store::StoreError;

/// Maximum bytes of a stick's file that pages take in and give out; `limen exchange` takes any.
pub const MOST_BYTES: usize = 64 << 20;

/// Why no stick was written or taken in.
#[derive(Debug, thiserror::Error)]
pub enum StickError {
    /// This node has none of that kind.
    #[error("this node writes or takes no such stick")]
    NotHere,
    /// It is refused.
    #[error(transparent)]
    Refused(#[from] ExchangeError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file for a stick.
#[derive(Debug)]
pub struct StickFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a post has for headquarters.
///
/// # Errors
/// [`StickError`] says why there is no file.
pub async fn own(node: &Node) -> Result<StickFile, StickError> {
    let NetworkRole::Post(link) = &node.network else { return Err(StickError::NotHere) };
    let now = node.now();
    let bytes = link.post.export(MOST_BYTES, &node.status(link), &link.state().wanted, now).await?;
    Ok(StickFile { name: link.post.file_name(now), bytes })
}

/// What headquarters has for a node.
///
/// # Errors
/// [`StickError`] says why there is no file.
pub async fn for_machine(node: &Node, machine: &NodeId) -> Result<StickFile, StickError> {
    let now = node.now();
    let bytes = headquarters(node).ok_or(StickError::NotHere)?.export(machine, MOST_BYTES, now).await?;
    Ok(StickFile { name: file_name(&writer_of(node.store.node()), machine, now), bytes })
}

/// Takes in a stick's file, and waits a little until what it changed holds. What was refused of it stands in the answer.
///
/// # Errors
/// [`StickError`] says why nothing could be taken in.
pub async fn take(node: &Node, file: &[u8]) -> Result<Imported, StickError> {
    let imported = match &node.network {
        NetworkRole::Alone => return Err(StickError::NotHere),
        NetworkRole::Headquarters(headquarters) => headquarters.import(file, node.now()).await,
        NetworkRole::Post(link) => link.post.import(file, node.now()).await,
    };
    let imported = match imported {
        Ok(imported) => imported,
        Err(refused) if refused.why == RefusalReason::Trouble => return Err(refused.into()),
        Err(refused) => Imported { refused: vec![refused], ..Imported::default() },
    };
    if !imported.effects.is_empty() {
        node.take_effect().await?;
    }
    Ok(imported)
}
