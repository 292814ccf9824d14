//! The one task that writes the journal, and every table that others rely on.
//!
//! Appends that arrive while a transaction is being flushed wait together and share the next one. A change of reference
//! data, or a piece of another node's journal, has a transaction of its own, so that one that fails harms no other. Each
//! request is answered only after its transaction is on disk; where the transaction fails, it is told so and none of it
//! happened. Whoever asked may be gone by then (a closed browser, a time-out): the request is carried out all the same.

use crate::{
    StoreError, Time, Trouble,
    clock::Clock,
    database::{Conn, Db, Kind, Pool, Transaction},
    error::damaged,
    hash::{Hash, sha256_hex},
    journal::{self, Boxed, Changed, Head, JournalEvent, NewEvent},
    network::{
        intake::{self, TakenIn},
        recovery,
    },
    record::{adults, projection},
};
use jiff::Timestamp;
use limen_domain::{AccountId, CrossingId, Event, Judged, MinorAt, NodeId, PartyId, TallyId};
use sqlx::Row;
use std::{
    collections::BTreeSet,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
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
    /// This presentation is still open, and its hits and its vehicle's are judged as they were when it was read.
    AsJudged(CrossingId, Standing),
    /// This officer has no open presentation.
    NoneOpen(AccountId),
    /// This crossing has been neither corrected nor cancelled yet.
    NotCorrected(CrossingId),
    /// Nobody has taken this referral, or this officer has.
    FreeFor(CrossingId, AccountId),
    /// This tally has not been taken in yet.
    NewTally(TallyId),
    /// This adult may still be named for a minor.
    Accompanies(CrossingId, MinorAt),
    /// Each of these.
    All(Vec<Expect>),
}

/// A change without its answer: the events, or `None` where it does not apply.
type Work = Box<dyn for<'c> FnOnce(&'c mut Conn) -> Boxed<'c, Option<Vec<Event>>> + Send>;

/// How hits stood when someone read them: what is decided by them counts only while they stand so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    presentation: CrossingId,
    party: Option<PartyId>,
    /// Presentation or party, list, alert, and the code of the judgement.
    judged: BTreeSet<[String; 4]>,
}

impl Standing {
    /// Of a presentation's hits, and of its party's vehicle with its hits.
    pub fn of(presentation: CrossingId, hits: &[Judged], vehicle: Option<(PartyId, &[Judged])>) -> Self {
        let party = vehicle.map(|(party, _)| party);
        let of_vehicle =
            vehicle.into_iter().flat_map(|(party, hits)| hits.iter().map(move |hit| (party.to_string(), hit)));
        let of_traveller = hits.iter().map(|hit| (presentation.to_string(), hit));
        let judged = of_traveller.chain(of_vehicle).filter_map(|(of, judged)| {
            let (judgement, ..) = judged.judgement.as_ref()?;
            let alert = &judged.hit.alert;
            Some([of, alert.list.to_string(), alert.id.to_string(), judgement.code().to_owned()])
        });
        Self { presentation, party, judged: judged.collect() }
    }

    /// What a page hands back with a decision, so that it is known what the officer had before them; empty where
    /// nothing was judged.
    pub fn mark(&self) -> String {
        if self.judged.is_empty() {
            return String::new();
        }
        let text: Vec<String> = self.judged.iter().map(|judged| judged.join("/")).collect();
        sha256_hex(text.join("\n").as_bytes())[..16].to_owned()
    }

    async fn holds(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let party = self.party.map(|party| party.to_string()).unwrap_or_default();
        let rows =
            sqlx::query("select presentation, list, alert, judgement from judgement where presentation in ($1, $2)")
                .bind(self.presentation.to_string())
                .bind(party)
                .fetch_all(conn)
                .await?;
        let judged = rows.iter().map(|row| {
            Ok([row.try_get("presentation")?, row.try_get("list")?, row.try_get("alert")?, row.try_get("judgement")?])
        });
        Ok(judged.collect::<Result<BTreeSet<_>, StoreError>>()? == self.judged)
    }
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
    Change(Change),
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

/// A change of tables with its events; answered whether it applied.
struct Change {
    actor: Option<AccountId>,
    work: Work,
    answer: oneshot::Sender<Result<bool, StoreError>>,
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
    /// How many of them were changes.
    changed: watch::Receiver<u64>,
}

impl Writer {
    pub(crate) async fn start(
        file: Option<&Path>,
        node: NodeId,
        db: Db,
        clock: Arc<Clock>,
        time: Time,
    ) -> Result<Self, StoreError> {
        let head = journal::head(&mut *db.readers.acquire().await?, &node).await?;
        let file = file.map(|file| Ok::<_, StoreError>((file.to_owned(), identity(file)?))).transpose()?;
        let (requests, queue) = mpsc::channel(WAITING);
        let (noted, written) = watch::channel(0);
        let (noted_change, changed) = watch::channel(0);
        if db.kind == Kind::Postgres {
            tokio::spawn(look_for_others(db.readers.clone(), noted.clone()));
        }
        let task = Task { file, node, db, head, clock, time, written: noted, changed: noted_change };
        tokio::spawn(task.run(queue));
        Ok(Self { requests, written, changed })
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

struct Task {
    /// The file that was opened, with its device and inode; nothing where the database is a server's.
    file: Option<(PathBuf, (u64, u64))>,
    node: NodeId,
    db: Db,
    head: Head,
    clock: Arc<Clock>,
    time: Time,
    written: watch::Sender<u64>,
    changed: watch::Sender<u64>,
}

impl Task {
    async fn run(mut self, mut queue: mpsc::Receiver<Request>) {
        let mut received = Vec::with_capacity(TOGETHER);
        let mut together = Vec::with_capacity(TOGETHER);
        while queue.recv_many(&mut received, TOGETHER).await > 0 {
            for request in received.drain(..) {
                if let Request::Append(append) = request {
                    together.push(append);
                    continue;
                }
                // In the order of the requests: what was appended before a change stands before it.
                self.append_all(&mut together).await;
                match request {
                    Request::Append(_) => {}
                    Request::Change(Change { actor, work, answer }) => {
                        let _ = answer.send(self.change(actor, work).await.inspect_err(log));
                    }
                    Request::TakeIn(piece) => {
                        let taken = self.take_in(&piece.node, piece.before, piece.events).await;
                        let _ = piece.answer.send(taken);
                    }
                    Request::Stop(answer) => {
                        let _ = answer.send(());
                        return;
                    }
                }
            }
            self.append_all(&mut together).await;
        }
    }

    /// Takes in a piece of another node's journal.
    async fn take_in(&mut self, node: &NodeId, before: Hash, events: Vec<JournalEvent>) -> Result<TakenIn, StoreError> {
        self.check_file()?;
        let mut transaction = self.db.begin_journal().await?;
        let taken = intake::take_in(&mut transaction, node, before, events).await?;
        match taken {
            TakenIn::Held(_) => self.commit(transaction).await?,
            _ => transaction.rollback().await?,
        }
        Ok(taken)
    }

    /// Carries out a change with its events; false where it does not apply.
    async fn change(&mut self, actor: Option<AccountId>, work: Work) -> Result<bool, StoreError> {
        let now = self.time.now();
        let (mut transaction, mut head) = self.begin(now).await?;
        let Some(events) = work(&mut transaction).await? else {
            transaction.rollback().await?;
            return Ok(false);
        };
        head = self.note(&mut transaction, head, now, actor.as_ref(), &events).await?;
        self.commit(transaction).await?;
        self.head = head;
        self.changed.send_modify(|changed| *changed += 1);
        Ok(true)
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
                log(&error);
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
        let now = self.time.now();
        let mut outcomes = Vec::with_capacity(requests.len());
        let (mut transaction, mut head) = self.begin(now).await?;
        for request in requests {
            if !holds(&mut transaction, request.expect.as_ref()).await? {
                outcomes.push(Appended::NotAsExpected);
                continue;
            }
            head = self.note(&mut transaction, head, now, request.actor.as_ref(), &request.events).await?;
            outcomes.push(Appended::OnDisk);
        }
        self.commit(transaction).await?;
        Ok((head, outcomes))
    }

    /// Begins a transaction of the journal, and returns where the journal ends.
    async fn begin(&mut self, now: Timestamp) -> Result<(Transaction, Head), StoreError> {
        self.check_file()?;
        // Dropped without a commit, the transaction is rolled back before the next statement.
        let mut transaction = self.db.begin_journal().await?;
        // A command may have appended since, such as `limen lists load` beside a running post: the chain goes on from
        // there. Nothing appends by taking away.
        let head = journal::head(&mut transaction, &self.node).await?;
        if head.seq < self.head.seq || (head.seq == self.head.seq && head.hash != self.head.hash) {
            return Err(damaged(format!("the journal no longer ends with event {} as it was written", self.head.seq)));
        }
        self.clock.look(&mut transaction, now.as_millisecond(), head.at).await?;
        Ok((transaction, head))
    }

    /// Appends events of one actor, and returns where the journal ends then.
    async fn note(
        &self,
        transaction: &mut Transaction,
        head: Head,
        now: Timestamp,
        actor: Option<&AccountId>,
        events: &[Event],
    ) -> Result<Head, StoreError> {
        recovery::may_note(transaction, events).await?;
        self.clock.heard(transaction, events).await?;
        let new = |event: &Event| NewEvent { at: now, actor: actor.cloned(), event: event.clone() };
        projection::append(transaction, &self.node, head, events.iter().map(new).collect()).await
    }

    async fn commit(&self, transaction: Transaction) -> Result<(), StoreError> {
        transaction.commit().await?;
        self.check_file()?;
        self.written.send_modify(|written| *written += 1);
        Ok(())
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

fn log(error: &StoreError) {
    tracing::error!(trouble = error.trouble().code(), "the journal could not be written: {error}");
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
        Some(Expect::AsJudged(id, standing)) => {
            if !standing.holds(conn).await? {
                return Ok(false);
            }
            sqlx::query_scalar("select count(*) from presentation where id = $1 and ended = 0").bind(id.to_string())
        }
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
        Some(Expect::Accompanies(adult, minor)) => return adults::accompanies(conn, *adult, minor).await,
        Some(Expect::All(all)) => {
            for one in all {
                if !Box::pin(holds(conn, Some(one))).await? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        Some(Expect::NewTally(tally)) => {
            sqlx::query_scalar("select case when count(*) = 0 then 1 else 0 end from tally where id = $1")
                .bind(tally.to_string())
        }
    };
    let holds: i64 = query.fetch_one(conn).await?;
    Ok(holds != 0)
}
