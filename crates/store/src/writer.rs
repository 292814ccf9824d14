//! The handle of the one task that writes: its requests, what must hold for them ([`Expect`]), and its answers.

use crate::{
    StoreError, Trouble,
    database::Conn,
    edition::Edition,
    hash::Hash,
    journal::{Boxed, Changed, JournalEvent, TakenIn},
    record::{PartyState, Standing},
};
use jiff::Timestamp;
use limen_domain::{AccountId, CrossingId, Event, MinorAt, NodeId, Party, PostId, ReceiptNumber, TallyId, VisaNumber};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot, watch};

/// Requests in the channel to the task; senders wait while it is full.
pub(crate) const WAITING: usize = 1_024;
/// What must hold for an append to make sense; checked inside its transaction.
#[derive(Debug, Clone)]
pub enum Expect {
    /// This presentation is still open.
    Open(CrossingId),
    /// Hits stand as they did when they were read.
    Stands(Standing),
    /// What holds at the node is what it was when it was read.
    InForce(Edition),
    /// This officer has no open presentation.
    NoneOpen(AccountId),
    /// This crossing has been neither corrected nor cancelled yet.
    NotCorrected(CrossingId),
    /// No correction of this crossing waits that an officer has asked for.
    NoCorrectionAsked(CrossingId),
    /// One does.
    CorrectionAsked(CrossingId),
    /// Nobody has taken this referral, or this officer has.
    FreeFor(CrossingId, AccountId),
    /// This tally has not been taken in yet.
    NewTally(TallyId),
    /// This party is what it was when it was read, and where it was on its way through the post.
    PartyIs(Box<Party>, PartyState),
    /// This tally has not been cancelled yet.
    NotCancelled(TallyId),
    /// This visa or permit has not been revoked yet.
    NotRevoked(VisaNumber),
    /// No visa or permit has this number yet.
    NewVisa(VisaNumber),
    /// This receipt of this post has paid for no visa and no extension yet.
    Unspent(PostId, ReceiptNumber),
    /// The last shift of this post was closed at this moment; `None` where none was.
    LastShift(PostId, Option<Timestamp>),
    /// This adult may still be named for a minor.
    Accompanies(CrossingId, MinorAt),
    /// Each of these.
    All(Vec<Expect>),
}

/// A change without its answer: the events, or `None` where it does not apply.
pub(crate) type Work = Box<dyn for<'c> FnOnce(&'c mut Conn) -> Boxed<'c, Option<Vec<Event>>> + Send>;

/// What became of an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is on disk.
    OnDisk,
    /// What was expected did not hold; nothing was appended.
    NotAsExpected,
}

pub(crate) enum Request {
    Append(Append),
    Change(Change),
    TakeIn(Box<TakeIn>),
    /// Stop; what waited before is done by then.
    Stop(oneshot::Sender<()>),
}

pub(crate) struct Append {
    pub actor: Option<AccountId>,
    pub events: Vec<Event>,
    pub expect: Option<Expect>,
    pub answer: oneshot::Sender<Result<Appended, StoreError>>,
}

/// A change of tables with its events; answered whether it applied.
pub(crate) struct Change {
    pub actor: Option<AccountId>,
    pub work: Work,
    pub answer: oneshot::Sender<Result<bool, StoreError>>,
}

/// A piece of another node's journal.
pub(crate) struct TakeIn {
    pub node: NodeId,
    pub before: Hash,
    pub events: Vec<JournalEvent>,
    pub answer: oneshot::Sender<Result<TakenIn, StoreError>>,
}

/// The way to the writing task.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    requests: mpsc::Sender<Request>,
    /// How many transactions were written.
    written: watch::Receiver<u64>,
    /// How many of them were changes.
    changed: watch::Receiver<u64>,
}

impl Writer {
    pub(crate) fn new(
        requests: mpsc::Sender<Request>,
        written: watch::Receiver<u64>,
        changed: watch::Receiver<u64>,
    ) -> Self {
        Self { requests, written, changed }
    }

    pub(crate) async fn append(
        &self,
        actor: Option<AccountId>,
        events: Vec<Event>,
        expect: Option<Expect>,
    ) -> Result<Appended, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.ask(Request::Append(Append { actor, events, expect, answer }), answered).await
    }

    /// Runs `work` in a transaction of its own, appends its events in the same one, and returns its answer once both are
    /// on disk. `None`: it did not apply, and nothing was written.
    pub(crate) async fn change<T, F>(&self, actor: Option<AccountId>, work: F) -> Result<Option<T>, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Conn) -> Boxed<'c, Option<Changed<T>>> + Send + 'static,
    {
        let told: Arc<Mutex<Option<T>>> = Arc::default();
        let tell = Arc::clone(&told);
        let work: Work = Box::new(move |conn| {
            Box::pin(async move {
                let Some(Changed { events, answer }) = work(conn).await? else { return Ok(None) };
                *tell.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
                Ok(Some(events))
            })
        });
        let (answer, answered) = oneshot::channel();
        let applied = self.ask(Request::Change(Change { actor, work, answer }), answered).await?;
        let told = told.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(told.filter(|_| applied))
    }

    pub(crate) async fn take_in(
        &self,
        node: NodeId,
        before: Hash,
        events: Vec<JournalEvent>,
    ) -> Result<TakenIn, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.ask(Request::TakeIn(Box::new(TakeIn { node, before, events, answer })), answered).await
    }

    pub(crate) fn written(&self) -> watch::Receiver<u64> {
        self.written.clone()
    }

    pub(crate) fn changed(&self) -> watch::Receiver<u64> {
        self.changed.clone()
    }

    async fn ask<T>(
        &self,
        request: Request,
        answered: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let stopped = || StoreError::new(Trouble::Other, "the writer has stopped".into());
        self.requests.send(request).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }

    /// Waits until what was asked before is done and the connection is closed; nothing is appended from then on.
    pub(crate) async fn stop(&self) {
        let (answer, answered) = oneshot::channel();
        if self.requests.send(Request::Stop(answer)).await.is_ok() {
            let _ = answered.await;
        }
    }
}
