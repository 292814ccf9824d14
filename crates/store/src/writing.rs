//! The one task that writes the journal, and every table that others rely on.
//!
//! Appends that arrive while a transaction is being flushed wait together and share the next one. A change of reference
//! data, or a piece of another node's journal, has a transaction of its own: one that fails harms no other. A request is
//! answered only after its transaction is on disk; if the transaction fails, the answer says so and none of it happened.
//! A request is carried out even if its sender is gone by then (a closed browser, a time-out).

use crate::{
    StoreError, Time, Trouble,
    clock::Clock,
    database::{Conn, Db, Kind, Pool, Transaction},
    error::damaged,
    hash::Hash,
    journal::{self, Head, JournalEvent, NewEvent, TakenIn},
    network::{intake, recovery},
    record::{adults, parties, projection, visa_history},
    writer::{Append, Appended, Change, Expect, Request, WAITING, Work, Writer},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId};
use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{mpsc, watch};

/// Requests in one transaction, at most.
const TOGETHER: usize = 256;

/// Starts the task.
pub(crate) async fn start(
    file: Option<&Path>,
    node: NodeId,
    db: Db,
    clock: Arc<Clock>,
    time: Time,
) -> Result<Writer, StoreError> {
    let head = journal::head(&mut *db.pool.acquire().await?, &node).await?;
    let file = file.map(|file| Ok::<_, StoreError>((file.to_owned(), identity(file)?))).transpose()?;
    let (requests, queue) = mpsc::channel(WAITING);
    let (noted, written) = watch::channel(0);
    let (noted_change, changed) = watch::channel(0);
    if db.kind == Kind::Postgres {
        tokio::spawn(look_for_others(db.pool.clone(), noted.clone()));
    }
    let task = Task { file, node, db, head, clock, time, written: noted, changed: noted_change };
    tokio::spawn(task.run(queue));
    Ok(Writer::new(requests, written, changed))
}

struct Task {
    /// The file that was opened, with its device and inode; `None` where the database is a server's.
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
async fn look_for_others(pool: Pool, written: watch::Sender<u64>) {
    let mut before = None;
    while !written.is_closed() && !pool.is_closed() {
        let ends = sqlx::query_scalar("select cast(coalesce(sum(seq), 0) as bigint) from journal_end");
        let now: Option<i64> = ends.fetch_one(&pool).await.ok();
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
        Some(Expect::Stands(standing)) => return standing.holds(conn).await,
        Some(Expect::InForce(edition)) => return Ok(edition.is_last()),
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
        Some(Expect::NoCorrectionAsked(id)) => sqlx::query_scalar(
            "select case when count(*) = 0 then 1 else 0 end from correction_request
             where crossing = $1 and declined is null",
        )
        .bind(id.to_string()),
        Some(Expect::CorrectionAsked(id)) => {
            sqlx::query_scalar("select count(*) from correction_request where crossing = $1 and declined is null")
                .bind(id.to_string())
        }
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
        Some(Expect::PartyIs(party, state)) => return parties::is(conn, party, *state).await,
        Some(Expect::NotCancelled(tally)) => {
            sqlx::query_scalar("select count(*) from tally where id = $1 and cancelled is null").bind(tally.to_string())
        }
        Some(Expect::NotRevoked(number)) => {
            sqlx::query_scalar("select count(*) from visa where number = $1 and revoked is null")
                .bind(number.as_str().to_owned())
        }
        Some(Expect::NewVisa(number)) => {
            sqlx::query_scalar("select case when count(*) = 0 then 1 else 0 end from visa where number = $1")
                .bind(number.as_str().to_owned())
        }
        Some(Expect::Unspent(post, receipt)) => {
            return Ok(visa_history::paid_by(conn, post, receipt).await?.is_none());
        }
        Some(Expect::LastShift(post, at)) => sqlx::query_scalar(
            "select case when coalesce(max(at), -1) = $1 then 1 else 0 end from shift where post = $2",
        )
        .bind(at.map_or(-1, Timestamp::as_millisecond))
        .bind(post.as_str().to_owned()),
        Some(Expect::NewTally(tally)) => {
            sqlx::query_scalar("select case when count(*) = 0 then 1 else 0 end from tally where id = $1")
                .bind(tally.to_string())
        }
    };
    let holds: i64 = query.fetch_one(conn).await?;
    Ok(holds != 0)
}
