//! The open store of a node: the database, the writing task and the clock, which every part uses.

use crate::{
    Chance, StoreError, Time,
    clock::Clock,
    database::{Conn, Db, Kind},
    journal::{Boxed, Changed},
    writer::{Appended, Expect, Writer},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId};
use std::sync::Arc;
use uuid::Uuid;

/// The name of the database's file in a data folder.
pub const FILE_NAME: &str = "limen.sqlite";

/// A node's journal and tables, open.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) node: NodeId,
    pub(crate) db: Db,
    pub(crate) writer: Writer,
    pub(crate) clock: Arc<Clock>,
    pub(crate) time: Time,
    pub(crate) chance: Chance,
    /// Held while reference data is published.
    pub(crate) publishing: Arc<tokio::sync::Mutex<()>>,
}

impl Store {
    /// Whose journal this is.
    pub fn node(&self) -> &NodeId {
        &self.node
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.time.now()
    }

    /// A new identifier (UUID version 7), made at the moment that it is.
    pub fn new_id(&self) -> Uuid {
        self.time.id(&self.chance)
    }

    /// What passwords, codes and tokens are drawn from.
    pub fn chance(&self) -> &Chance {
        &self.chance
    }

    /// Whether other programs may write here too: what one of them changes the others have to look for.
    pub fn is_shared(&self) -> bool {
        self.db.kind == Kind::Postgres
    }

    /// Appends events by `actor` (nobody: the node itself) and returns once they are on disk.
    ///
    /// Where `expect` does not hold when the transaction begins, nothing is appended and the answer says so.
    ///
    /// # Errors
    /// The database can't be written, or its journal does not end as it was written last; nothing is appended then.
    pub async fn append(
        &self,
        actor: Option<&AccountId>,
        events: Vec<Event>,
        expect: Option<Expect>,
    ) -> Result<Appended, StoreError> {
        self.writer.append(actor.cloned(), events, expect).await
    }

    /// Writes tables in a transaction of their own, with the events that say so: both or neither, even if the
    /// caller is gone. `None`: the change did not apply, and nothing was written.
    pub(crate) async fn change<T, F>(&self, actor: Option<&AccountId>, work: F) -> Result<Option<T>, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Conn) -> Boxed<'c, Option<Changed<T>>> + Send + 'static,
    {
        self.writer.change(actor.cloned(), work).await
    }

    /// Counts writes to a journal here by this program; a command beside it is not counted.
    pub fn written(&self) -> tokio::sync::watch::Receiver<u64> {
        self.writer.written()
    }

    /// Counts changes of reference data by this program.
    pub fn changed(&self) -> tokio::sync::watch::Receiver<u64> {
        self.writer.changed()
    }

    /// Whether this store was closed.
    pub fn is_closed(&self) -> bool {
        self.db.pool.is_closed()
    }

    /// Waits until everything under way is on disk, then closes the database, for every clone of this store.
    pub async fn close(self) {
        self.writer.stop().await;
        self.db.close().await;
    }
}
