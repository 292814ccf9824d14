//! What goes to other nodes and what comes from them: pieces of journals, and what happened at other posts.
//!
//! A piece of another node's journal is taken in whole or not at all, and only where it goes on from what is held: every
//! commitment and every link of the chain is computed anew, so that what is stored is what its writer wrote.

use crate::{
    Store, StoreError, Trouble,
    database::{Conn, columns},
    error::damaged,
    hash::Hash,
    journal::{self, BATCH, Entry, Head, JournalEvent, JournalHead, Link, NewEvent, TakenIn},
    record::projection,
    reference::settings::put_setting,
};
use limen_domain::{Event, NodeId};
use sqlx::Row;
use std::collections::HashMap;
use tokio::{sync::mpsc, task::spawn_blocking};

/// Maximum number of events of one piece of a journal.
pub const MOST_EVENTS: usize = BATCH;

impl Store {
    /// The events of `node`'s journal after number `after`: at most [`MOST_EVENTS`], with
    /// payloads of about `bytes`; at least one if there is one.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn journal_after(
        &self,
        node: &NodeId,
        after: i64,
        bytes: usize,
    ) -> Result<Vec<JournalEvent>, StoreError> {
        let rows = sqlx::query("select * from event where node = $1 and seq > $2 order by seq limit $3")
            .bind(node.as_str())
            .bind(after)
            .bind(MOST_EVENTS as i64)
            .fetch_all(&self.db.pool)
            .await?;
        let size = |event: &JournalEvent| event.payload.as_ref().map_or(0, String::len);
        journal::first_of(rows.iter().map(JournalEvent::of_row), bytes, size)
    }

    /// The end of `node`'s journal as it is held here.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn journal_head(&self, node: &NodeId) -> Result<JournalHead, StoreError> {
        let head = journal::head(&mut *self.db.pool.acquire().await?, node).await?;
        Ok(JournalHead { seq: head.seq, hash: head.hash })
    }

    /// The hash of an event of `node`'s journal; 32 zeros for number 0. `None` where it is not held.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn hash_at(&self, node: &NodeId, seq: i64) -> Result<Option<[u8; 32]>, StoreError> {
        Ok(hashes(&mut *self.db.pool.acquire().await?, node, seq, seq).await?.remove(&seq))
    }

    /// The journals that are held here, and where they end.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn journals(&self) -> Result<Vec<(NodeId, i64)>, StoreError> {
        let rows = sqlx::query("select node, seq from journal_end order by node");
        let rows = rows.fetch_all(&self.db.pool).await?;
        rows.iter().map(columns::place).collect()
    }

    /// Takes in a piece of another node's journal that begins after an event of the hash `before`. Returns once it is on
    /// disk. Who signed it is for the caller to have checked.
    ///
    /// # Errors
    /// The journal is this node's own, or the database can't be written; nothing is taken in then. A piece that does
    /// not fit is no error: [`TakenIn`] says so.
    pub async fn take_in(
        &self,
        node: &NodeId,
        before: [u8; 32],
        events: Vec<JournalEvent>,
    ) -> Result<TakenIn, StoreError> {
        if *node == self.node {
            return Err(StoreError::new(
                Trouble::Other,
                format!("{node} is this node, whose journal nobody else writes"),
            ));
        }
        self.writer.take_in(node.clone(), before, events).await
    }
}

impl Store {
    /// Brings in the past of `node`: its whole journal from the first event on, in one transaction.
    ///
    /// For setting up; a node that has written anything already refuses. Events are taken from the iterator and linked on a
    /// thread of their own while those before them are written.
    ///
    /// # Errors
    /// The node has written something already, or the database can't be written; nothing is brought in then.
    pub async fn bring_in<I>(&self, node: &NodeId, events: I) -> Result<(), StoreError>
    where
        I: IntoIterator<Item = NewEvent> + Send + 'static,
    {
        let mut transaction = self.db.begin().await?;
        let head = journal::head(&mut transaction, node).await?;
        if head.seq != 0 {
            return Err(damaged(format!("the journal of {node} has {} events already", head.seq)));
        }
        let (linked, mut to_write) = mpsc::channel(BATCHES_AHEAD);
        let linking = spawn_blocking({
            let node = node.clone();
            move || {
                let (mut head, mut events) = (head, events.into_iter().peekable());
                while events.peek().is_some() {
                    let batch = journal::link(&node, &mut head, events.by_ref().take(BATCH));
                    // Nobody takes it where writing has failed.
                    if linked.blocking_send(batch).is_err() {
                        break;
                    }
                }
            }
        });
        while let Some(batch) = to_write.recv().await {
            let (links, entries) = batch?;
            journal::insert(&mut transaction, node, links).await?;
            projection::apply(&mut transaction, &entries).await?;
        }
        // A generator that panicked has not given all of it.
        linking.await.map_err(damaged)?;
        transaction.commit().await?;
        Ok(())
    }
}

/// How many batches of events are linked before they are written.
const BATCHES_AHEAD: usize = 4;

/// The hashes of `node`'s events with the numbers `from` to `to`, as far as they are held. What stands before the first
/// event counts as 32 zeros.
async fn hashes(conn: &mut Conn, node: &NodeId, from: i64, to: i64) -> Result<HashMap<i64, Hash>, StoreError> {
    let rows = sqlx::query("select seq, hash from event where node = $1 and seq between $2 and $3");
    let rows = rows.bind(node.as_str()).bind(from).bind(to).fetch_all(conn).await?;
    let start = Ok((0, [0; 32]));
    let held = rows.iter().map(|row| Ok((row.try_get("seq")?, columns::bytes(row, "hash")?)));
    std::iter::once(start).chain(held).collect()
}

/// Takes in a piece of `node`'s journal within the writer's transaction; where the answer is not [`TakenIn::Held`], the
/// transaction must not be committed.
pub(crate) async fn take_in(
    conn: &mut Conn,
    node: &NodeId,
    before: Hash,
    events: Vec<JournalEvent>,
) -> Result<TakenIn, StoreError> {
    let held = journal::head(conn, node).await?;
    let here = JournalHead { seq: held.seq, hash: held.hash };
    let Some(first) = events.first().map(|event| event.seq) else { return Ok(TakenIn::Held(here)) };
    if first < 1 || first > held.seq + 1 {
        return Ok(TakenIn::Gap(here));
    }
    let last = events.last().map_or(first, |event| event.seq);
    let known = hashes(conn, node, first - 1, last).await?;
    if known.get(&(first - 1)) != Some(&before) {
        return Ok(TakenIn::Fork { seq: first - 1 });
    }
    let (mut head, mut links, mut entries) = (Head { seq: first - 1, hash: before, at: 0 }, Vec::new(), Vec::new());
    for event in events {
        let seq = event.seq;
        let unsound = |what: &str| Ok(TakenIn::Unsound { seq, what: what.to_owned() });
        if seq != head.seq + 1 {
            return unsound("it does not follow the event before it");
        }
        if let Some(fault) = event.fault() {
            return unsound(fault);
        }
        let hash = event.hash(node, &head.hash);
        head = Head { seq, hash, at: event.at };
        if seq <= held.seq {
            if known.get(&seq) != Some(&hash) {
                return Ok(TakenIn::Fork { seq });
            }
            continue;
        }
        match event.entry(node) {
            Ok(Some(entry)) => entries.push(entry),
            Ok(None) if event.payload.is_some() => note_not_understood(conn, EVENTS).await?,
            Ok(None) => {}
            Err(_) => return unsound("its time or its actor can't be"),
        }
        links.push(Link { event, hash });
    }
    if links.is_empty() {
        return Ok(TakenIn::Held(here));
    }
    if let Some(seq) = meddling(conn, node, &entries).await? {
        return Ok(TakenIn::Unsound { seq, what: "it speaks of a crossing of another post".to_owned() });
    }
    journal::insert(conn, node, links).await?;
    match projection::apply(conn, &entries).await {
        Ok(()) => Ok(TakenIn::Held(JournalHead { seq: head.seq, hash: head.hash })),
        // The disk did what it should, but the tables can't hold this beside what they hold: a crossing of an identifier
        // that another node has used.
        Err(error) if error.trouble() == Trouble::Other => {
            tracing::warn!(%node, "a piece of its journal contradicts what is held: {error}");
            Ok(TakenIn::Unsound { seq: first, what: "it contradicts what is held already".to_owned() })
        }
        Err(error) => Err(error),
    }
}

/// The first event of a member's journal that records, corrects or cancels a crossing of another post: no post may, and its
/// pages never do.
async fn meddling(conn: &mut Conn, journal: &NodeId, entries: &[Entry]) -> Result<Option<i64>, StoreError> {
    let writer = journal.machine();
    let own: Option<String> =
        sqlx::query_scalar("select post from member where id = $1").bind(writer).fetch_optional(&mut *conn).await?;
    let Some(own) = own else { return Ok(None) };
    for entry in entries {
        let (recorded, changed) = match &entry.new.event {
            Event::CrossingRecorded(crossing) => (Some(&crossing.post), None),
            Event::CrossingCorrected { mistaken, crossing, .. } => (Some(&crossing.post), Some(*mistaken)),
            Event::CrossingCancelled { crossing, .. } => (None, Some(*crossing)),
            _ => continue,
        };
        let mut is_own = recorded.is_none_or(|post| post.as_str() == own);
        if let Some(changed) = changed {
            // What is not there yet comes in this piece, and was looked at before.
            let post: Option<String> = sqlx::query_scalar("select post from crossing where id = $1")
                .bind(changed.to_string())
                .fetch_optional(&mut *conn)
                .await?;
            is_own &= post.is_none_or(|post| post == own);
        }
        if !is_own {
            return Ok(Some(entry.seq));
        }
    }
    Ok(None)
}

/// The settings that say which version took in events, or reference data, that it did not understand.
pub(crate) const EVENTS: &str = "events-not-understood-by";
pub(crate) const REFERENCE: &str = "reference-not-understood-by";
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Store {
    /// Lets this node take in what an earlier version of Limen held without understanding it.
    pub(crate) async fn understand(&self) -> Result<(), StoreError> {
        for what in [EVENTS, REFERENCE] {
            if self.setting(what).await?.is_none_or(|version| version == VERSION) {
                continue;
            }
            if what == EVENTS {
                self.rebuild().await?;
            } else {
                self.forget_reference().await?;
            }
            sqlx::query("delete from setting where name = $1").bind(what).execute(&self.db.pool).await?;
        }
        Ok(())
    }
}

/// Notes that this version took something in which it does not understand.
pub(crate) async fn note_not_understood(conn: &mut Conn, what: &str) -> Result<(), StoreError> {
    put_setting(conn, what, VERSION).await
}
