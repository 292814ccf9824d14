//! The journal and the tables read from it.
//!
//! Every change is an [`Event`] appended to the node's journal; in the same transaction the
//! tables take in what it means ([`Store::append`]), or reference data changes with it (`Store::change`). Both return only
//! once all of it is on disk (SQLite in WAL mode with `synchronous=FULL`), so what they confirmed survives a power cut.
//!
//! One task owns the writing connection. Whatever waits while a transaction is being written to disk goes into the
//! next one together: many counters share one flush.

mod backup;
mod chance;
mod clock;
mod database;
mod error;
mod hash;
mod home;
mod journal;
mod network;
mod rebuild;
mod record;
mod reference;
mod rights;
mod sign_in;
mod time;
mod writer;

pub use chance::legible;
pub use clock::{ClockState, Doubt};
#[doc(hidden)]
pub use database::migrations::migrations;
pub use error::{StoreError, Trouble};
pub use hash::{hex, sha256_hex};
pub use home::{Home, Key};
pub use journal::{Broken, JournalEvent, NewEvent, Tree, Verified, goes_on, leads};
pub use network::{
    followed::HeldReference,
    intake::{JournalHead, MOST_EVENTS, TakenIn},
    known::{KnownEvent, KnownPiece, KnownTaken},
    lineage::{Confirmed, Continuation, is_confirmed, leaves},
    members::{Member, Refusal, SignedHead},
    published::{Effect, ReferenceCursor, ReferencePiece, ReferenceRow, ReferenceTaken, ReferenceVersion},
    recovery::{Lost, Proposed, Restored},
};
pub use rebuild::Rebuilt;
pub use record::{
    attachments::KeptAttachment,
    crossings::{Earlier, Record},
    day::{DayFilter, DayRow, Page, Totals},
    flows::{Counted, DayToCount, FlowDay, StaleHour},
    hits::{HitEnd, HitRow},
    looks::{Between, Export, Look, LooksOfQuarter},
    parties::{PartyMember, PartyRow, PartyState},
    same_person::{Namesake, SamePerson},
    second_line::{Note, Outcome, ProtectionRow, Waiting},
    stays::Overstay,
    tallies::{TallyRow, TallySum, TallyTotals},
};
pub use reference::{
    alert_lists::{ListFile, Staging},
    alert_proposals::{Decided, Proposal},
    alerts::AlertList,
    lists::{HeldList, ListProposal},
    posts::Post,
    settings,
    turns::{Turn, Turned},
};
pub use rights::{
    about::{About, AboutCrossing},
    claims::Claim,
    erasure::{Erased, Erasure},
    erasure_brake::{DueCount, ErasureProposal, MUCH_PERCENT, WaitingErasure},
};
pub use sign_in::{
    account_proposals::PersonProposal,
    accounts::{Account, AccountDraft},
    credentials::Credentials,
    devices::Device,
    passkeys::Passkey,
    sessions::{Aside, NewSession, Session, SessionLimits},
    tries::{Failures, Locked, Try},
};
pub use time::Time;
pub use writer::{Appended, Expect, Standing};

use database::Db;
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId};
use std::{path::Path, sync::Arc};

/// The name of the database's file in a data folder.
pub const FILE_NAME: &str = "limen.sqlite";

/// A node's journal and tables, open.
#[derive(Debug, Clone)]
pub struct Store {
    node: NodeId,
    db: Db,
    writer: writer::Writer,
    clock: Arc<clock::Clock>,
    time: Time,
    /// Held while reference data is published.
    publishing: Arc<tokio::sync::Mutex<()>>,
}

impl Store {
    /// Makes a new database in a data folder for the node `node`, encrypted where the folder has a key.
    pub async fn create(home: impl Into<Home<'_>>, node: &NodeId) -> Result<Self, StoreError> {
        let home = home.into();
        let db = Db::sqlite(&home.folder.join(FILE_NAME), home.key, true).await?;
        Self::make(&db, node).await?;
        db.close().await;
        Self::open(home).await
    }

    /// Makes the tables in an empty PostgreSQL database, `postgres://user:password@host/name`, for the node `node`.
    pub async fn create_on(url: &str, node: &NodeId) -> Result<Self, StoreError> {
        let db = Db::postgres(url).await?;
        Self::make(&db, node).await?;
        db.close().await;
        Self::open_on(url).await
    }

    async fn make(db: &Db, node: &NodeId) -> Result<(), StoreError> {
        db.migrate().await?;
        let made = sqlx::query("insert into setting (name, value) values ('node', $1)").bind(node.as_str());
        made.execute(&db.readers).await?;
        Ok(())
    }

    /// Opens the database in a data folder, bringing its tables up to this version.
    pub async fn open(home: impl Into<Home<'_>>) -> Result<Self, StoreError> {
        Self::open_by(home, Time::default()).await
    }

    /// Opens it as [`Store::open`] does, with the time from elsewhere than this machine's clock.
    pub async fn open_by(home: impl Into<Home<'_>>, time: Time) -> Result<Self, StoreError> {
        let Home { folder, key } = home.into();
        let file = folder.join(FILE_NAME);
        if !file.exists() {
            return Err(StoreError::new(Trouble::Missing, format!("there is no {}", file.display())));
        }
        Self::with(Db::sqlite(&file, key, false).await?, Some(&file), time).await
    }

    /// Opens a PostgreSQL database, bringing its tables up to this version. Several programs may.
    pub async fn open_on(url: &str) -> Result<Self, StoreError> {
        Self::with(Db::postgres(url).await?, None, Time::default()).await
    }

    async fn with(db: Db, file: Option<&Path>, time: Time) -> Result<Self, StoreError> {
        db.migrate().await?;
        let node: Option<String> =
            sqlx::query_scalar("select value from setting where name = 'node'").fetch_optional(&db.readers).await?;
        let node = node.and_then(|node| NodeId::parse(&node).ok());
        let node =
            node.ok_or_else(|| StoreError::new(Trouble::Damaged, "it does not say whose journal it is".into()))?;
        let clock = Arc::new(clock::Clock::load(&db.readers, &node, time.now()).await?);
        let writer = writer::Writer::start(file, node.clone(), db.clone(), clock.clone(), time.clone()).await?;
        let store = Self { node, db, writer, clock, time, publishing: Arc::default() };
        store.finish_reference().await?;
        store.understand().await?;
        Ok(store)
    }

    /// Whose journal this is.
    pub fn node(&self) -> &NodeId {
        &self.node
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.time.now()
    }

    /// Whether other programs may write here too: what one of them changes the others have to look for.
    pub fn is_shared(&self) -> bool {
        self.db.kind == database::Kind::Postgres
    }

    /// Appends events by `actor` (nobody: the node itself) and returns once they are on disk.
    ///
    /// Where `expect` does not hold when the transaction begins, nothing is appended and the answer says so.
    pub async fn append(
        &self,
        actor: Option<&AccountId>,
        events: Vec<Event>,
        expect: Option<Expect>,
    ) -> Result<Appended, StoreError> {
        self.writer.append(actor.cloned(), events, expect).await
    }

    /// Writes tables in a transaction of their own, with the events that say so: both or neither, whatever becomes of
    /// whoever asked. `None`: the change did not apply, and nothing was written.
    pub(crate) async fn change<T, F>(&self, actor: Option<&AccountId>, work: F) -> Result<Option<T>, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut database::Conn) -> journal::Boxed<'c, Option<journal::Changed<T>>> + Send + 'static,
    {
        self.writer.change(actor.cloned(), work).await
    }

    /// Tells whoever waits that something was written to a journal here: by this program, not by a command beside it.
    pub fn written(&self) -> tokio::sync::watch::Receiver<u64> {
        self.writer.written()
    }

    /// Tells whoever waits that reference data was changed here, by this program.
    pub fn changed(&self) -> tokio::sync::watch::Receiver<u64> {
        self.writer.changed()
    }

    /// Whether this store was closed.
    pub fn is_closed(&self) -> bool {
        self.db.readers.is_closed()
    }

    /// Waits until everything under way is on disk, then closes the database, for every clone of this store.
    pub async fn close(self) {
        self.writer.stop().await;
        self.db.close().await;
    }
}
