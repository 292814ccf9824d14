//! The one task that writes the journal.
//!
//! Requests that arrive while a transaction is being flushed wait together and share the next one. Each is answered
//! only after its transaction is on disk; where the transaction fails, each is told so and none of it happened.

use crate::{
    StoreError, Trouble,
    clock::Clock,
    db::{Conn, Db, Kind, Pool},
    error::damaged,
    journal::{self, Hash, Head, JournalEvent, NewEvent},
    network::{self, TakenIn},
};
use jiff::Timestamp;
use limen_domain::{AccountId, CrossingId, Event, NodeId, TallyId};
use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{mpsc, oneshot, watch};

/// How many requests may wait; more are told to wait by the channel itself.
const WAITING: usize = 1_024;
/// How many requests share one transaction at most.
const TOGETHER: usize = 256;

/// What must hold for an append to make sense; checked inside its transaction.
#[derive(Debug, Clone)]
pub enum Expect {
    /// This presentation is still open.
    Open(CrossingId),
    /// This officer has no open presentation.
    NoneOpen(AccountId),
    /// This crossing has been neither corrected nor cancelled yet.
    NotCorrected(CrossingId),
    /// Nobody has taken this referral, or this officer has.
    FreeFor(CrossingId, AccountId),
    /// This tally has not been taken in yet.
    NewTally(TallyId),
}

/// What became of an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is on disk.
    OnDisk,
    /// What was expected did not hold; nothing was appended.
    NotAsExpected,
}

enum Request {
    Append(Append),
    TakeIn(Box<TakeIn>),
    /// Stop; what waited before is done by then.
    Stop(oneshot::Sender<()>),
}

struct Append {
    actor: Option<AccountId>,
    events: Vec<Event>,
    expect: Option<Expect>,
    answer: oneshot::Sender<Result<Appended, StoreError>>,
}

/// A piece of another node's journal.
struct TakeIn {
    node: NodeId,
    before: Hash,
    events: Vec<JournalEvent>,
    answer: oneshot::Sender<Result<TakenIn, StoreError>>,
}

/// The way to the writing task.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    requests: mpsc::Sender<Request>,
    /// How many transactions were written.
    written: watch::Receiver<u64>,
}

impl Writer {
    pub(crate) async fn start(
        file: Option<&Path>,
        node: NodeId,
        db: Db,
        clock: Arc<Clock>,
    ) -> Result<Self, StoreError> {
        let head = journal::head(&mut *db.readers.acquire().await?, &node).await?;
        let file = file.map(|file| Ok::<_, StoreError>((file.to_owned(), identity(file)?))).transpose()?;
        let (requests, queue) = mpsc::channel(WAITING);
        let (noted, written) = watch::channel(0);
        if db.kind == Kind::Postgres {
            tokio::spawn(look_for_others(db.readers.clone(), noted.clone()));
        }
        let task = Task { file, node, db, head, clock, written: noted };
        tokio::spawn(task.run(queue));
        Ok(Self { requests, written })
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

struct Task {
    /// The file that was opened, with its device and inode; nothing where the database is a server's.
    file: Option<(PathBuf, (u64, u64))>,
    node: NodeId,
    db: Db,
    head: Head,
    clock: Arc<Clock>,
    written: watch::Sender<u64>,
}

impl Task {
    async fn run(mut self, mut queue: mpsc::Receiver<Request>) {
        let mut received = Vec::with_capacity(TOGETHER);
        let mut together = Vec::with_capacity(TOGETHER);
        while queue.recv_many(&mut received, TOGETHER).await > 0 {
            let (mut stop, mut pieces) = (None, Vec::new());
            for request in received.drain(..) {
                match request {
                    Request::Append(append) => together.push(append),
                    Request::TakeIn(piece) => pieces.push(*piece),
                    Request::Stop(answer) => stop = Some(answer),
                }
            }
            self.append_all(&mut together).await;
            for piece in pieces {
                let taken = self.take_in(&piece.node, piece.before, piece.events).await;
                let _ = piece.answer.send(taken);
            }
            if let Some(answer) = stop {
                let _ = answer.send(());
                return;
            }
        }
    }

    /// Takes in a piece of another node's journal in a transaction of its own: one that is unsound harms no other.
    async fn take_in(&mut self, node: &NodeId, before: Hash, events: Vec<JournalEvent>) -> Result<TakenIn, StoreError> {
        self.check_file()?;
        let mut transaction = self.db.begin_journal().await?;
        let taken = network::take_in(&mut transaction, node, before, events).await?;
        if let TakenIn::Held(_) = taken {
            transaction.commit().await?;
            self.check_file()?;
            self.written.send_modify(|written| *written += 1);
        }
        Ok(taken)
    }

    async fn append_all(&mut self, together: &mut Vec<Append>) {
        match self.transaction(together).await {
            Ok((head, outcomes)) => {
                self.head = head;
                for (append, outcome) in together.drain(..).zip(outcomes) {
                    let _ = append.answer.send(Ok(outcome));
                }
            }
            Err(error) => {
                tracing::error!(trouble = error.trouble().code(), "the journal could not be written: {error}");
                for append in together.drain(..) {
                    let _ = append.answer.send(Err(error.clone()));
                }
            }
        }
    }

    async fn transaction(&mut self, requests: &[Append]) -> Result<(Head, Vec<Appended>), StoreError> {
        if requests.is_empty() {
            return Ok((self.head, Vec::new()));
        }
        self.check_file()?;
        let now = Timestamp::now();
        let mut outcomes = Vec::with_capacity(requests.len());
        // Dropped without a commit, the transaction is rolled back before the next statement.
        let mut transaction = self.db.begin_journal().await?;
        // A command may have appended since, such as `limen lists load` beside a running post: the chain goes on from
        // there. Nothing appends by taking away.
        let mut head = journal::head(&mut transaction, &self.node).await?;
        if head.seq < self.head.seq || (head.seq == self.head.seq && head.hash != self.head.hash) {
            return Err(damaged(format!("the journal no longer ends with event {} as it was written", self.head.seq)));
        }
        self.clock.look(&mut transaction, now.as_millisecond(), head.at).await?;
        for request in requests {
            if !holds(&mut transaction, request.expect.as_ref()).await? {
                outcomes.push(Appended::NotAsExpected);
                continue;
            }
            self.clock.heard(&mut transaction, &request.events).await?;
            let new = |event: &Event| NewEvent { at: now, actor: request.actor.clone(), event: event.clone() };
            let events = request.events.iter().map(new).collect();
            head = journal::append(&mut transaction, &self.node, head, events).await?;
            outcomes.push(Appended::OnDisk);
        }
        transaction.commit().await?;
        self.check_file()?;
        self.written.send_modify(|written| *written += 1);
        Ok((head, outcomes))
    }

    /// A file that was removed or replaced still takes writes through the open handle, and they would be lost.
    fn check_file(&self) -> Result<(), StoreError> {
        let Some((file, opened)) = &self.file else { return Ok(()) };
        if identity(file)? == *opened {
            return Ok(());
        }
        Err(StoreError::new(Trouble::Missing, format!("{} is another file than the one opened", file.display())))
    }
}

/// How often what other programs wrote is looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Notes what other programs wrote to the same database, for as long as anybody here wants to know.
async fn look_for_others(readers: Pool, written: watch::Sender<u64>) {
    let mut before = None;
    while !written.is_closed() && !readers.is_closed() {
        let ends = sqlx::query_scalar("select cast(coalesce(sum(seq), 0) as bigint) from journal_end");
        let now: Option<i64> = ends.fetch_one(&readers).await.ok();
        if now.is_some() && now != before {
            before = now;
            written.send_modify(|written| *written += 1);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

fn identity(file: &Path) -> Result<(u64, u64), StoreError> {
    let metadata = std::fs::metadata(file)
        .map_err(|error| StoreError::new(Trouble::Missing, format!("{}: {error}", file.display())))?;
    Ok((metadata.dev(), metadata.ino()))
}

async fn holds(conn: &mut Conn, expect: Option<&Expect>) -> Result<bool, StoreError> {
    let query = match expect {
        None => return Ok(true),
        Some(Expect::Open(id)) => {
            sqlx::query_scalar("select count(*) from presentation where id = $1 and ended = 0").bind(id.to_string())
        }
        Some(Expect::NoneOpen(officer)) => sqlx::query_scalar(
            "select case when count(*) = 0 then 1 else 0 end from presentation where officer = $1 and ended = 0",
        )
        .bind(officer.to_string()),
        Some(Expect::NotCorrected(id)) => sqlx::query_scalar(
            "select count(*) from crossing where id = $1 and corrected_by is null and cancelled is null",
        )
        .bind(id.to_string()),
        Some(Expect::FreeFor(referral, officer)) => sqlx::query_scalar(
            "select case when count(*) = 0 then 1 else 0 end from referral where id = $1 and taken_by <> $2",
        )
        .bind(referral.to_string())
        .bind(officer.to_string()),
        Some(Expect::NewTally(tally)) => {
            sqlx::query_scalar("select case when count(*) = 0 then 1 else 0 end from tally where id = $1")
                .bind(tally.to_string())
        }
    };
    let holds: i64 = query.fetch_one(conn).await?;
    Ok(holds != 0)
}
