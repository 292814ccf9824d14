//! The chain of events: appending, reading, verifying.

use super::entry::{Entry, JournalEvent, NewEvent, chain};
use crate::{
    Store, StoreError,
    database::{Conn, Insert, ROWS_TOGETHER, columns},
    hash::{Hash, hex},
};
use limen_domain::{Event, NodeId};
use serde::Serialize;
use sqlx::Row;

/// How many events are read or written at a time.
pub(crate) const BATCH: usize = 1_000;

/// Where a chain ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub seq: i64,
    pub hash: Hash,
    pub at: i64,
}

/// What verifying a journal found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Whose journal.
    pub node: String,
    /// How many events were read.
    pub events: u64,
    /// How many of their payloads have been erased.
    pub erased: u64,
    /// The hash of the last event, in hexadecimal.
    pub head: String,
    /// Where the chain breaks first; `None` where it is sound.
    pub broken: Option<Broken>,
}

/// Where and how a journal does not verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The sequence number of the event.
    pub seq: i64,
    /// What does not fit.
    pub what: String,
}

/// The end of `node`'s chain as the table holds it.
pub(crate) async fn head(conn: &mut Conn, node: &NodeId) -> Result<Head, StoreError> {
    let last = sqlx::query("select seq, hash, at from event where node = $1 order by seq desc limit 1")
        .bind(node.as_str())
        .fetch_optional(conn)
        .await?;
    match last {
        None => Ok(Head { seq: 0, hash: [0; 32], at: i64::MIN }),
        Some(row) => Ok(Head { seq: row.try_get("seq")?, hash: columns::bytes(&row, "hash")?, at: row.try_get("at")? }),
    }
}

/// Appends `events` to `node`'s chain, within the caller's transaction. Returns where it ends then, and the events as they
/// stand in it, for the tables to take in.
pub(crate) async fn append(
    conn: &mut Conn,
    node: &NodeId,
    mut head: Head,
    events: Vec<NewEvent>,
) -> Result<(Head, Vec<Entry>), StoreError> {
    let (links, entries) = link(node, &mut head, events)?;
    insert(conn, node, links).await?;
    Ok((head, entries))
}

/// Puts `events` at the end of `node`'s chain, which `head` follows: as the journal holds them, and as the tables take them
/// in.
///
/// # Errors
/// An event can't be written as JSON.
pub(crate) fn link(
    node: &NodeId,
    head: &mut Head,
    events: impl IntoIterator<Item = NewEvent>,
) -> Result<(Vec<Link>, Vec<Entry>), StoreError> {
    let (mut links, mut entries) = (Vec::new(), Vec::new());
    for new in events {
        let event = JournalEvent::new(head.seq + 1, &new)?;
        let hash = event.hash(node, &head.hash);
        *head = Head { seq: event.seq, hash, at: event.at };
        links.push(Link { event, hash });
        entries.push(Entry { node: node.clone(), seq: head.seq, new });
    }
    Ok((links, entries))
}

/// Takes events until their sizes exceed `bytes`; always takes at least one.
pub(crate) fn first_of<T>(
    events: impl Iterator<Item = Result<T, StoreError>>,
    bytes: usize,
    size: impl Fn(&T) -> usize,
) -> Result<Vec<T>, StoreError> {
    let (mut first, mut sum) = (Vec::new(), 0);
    for event in events {
        let event = event?;
        sum += size(&event);
        if sum > bytes && !first.is_empty() {
            break;
        }
        first.push(event);
    }
    Ok(first)
}

/// An event with its hash.
pub(crate) struct Link {
    pub event: JournalEvent,
    pub hash: Hash,
}

pub(crate) async fn insert(conn: &mut Conn, node: &NodeId, links: Vec<Link>) -> Result<(), StoreError> {
    let end = links.last().map(|link| link.event.seq);
    let mut links = links.into_iter().peekable();
    while links.peek().is_some() {
        let mut insert = Insert::into("event");
        for Link { event, hash } in links.by_ref().take(ROWS_TOGETHER) {
            let row = insert.row().set("node", node.as_str()).set("seq", event.seq).set("at", event.at);
            let row = row.set("actor", event.actor).set("kind", event.kind).set("payload", event.payload);
            let row = row.set("salt", event.salt.to_vec()).set("commitment", event.commitment.to_vec());
            row.set("hash", hash.to_vec());
        }
        insert.run(conn).await?;
    }
    // Where each journal ends, so that nobody has to read a whole table to know.
    if let Some(end) = end {
        sqlx::query(
            "insert into journal_end (node, seq) values ($1, $2) on conflict (node) do update set seq = excluded.seq",
        )
        .bind(node.as_str())
        .bind(end)
        .execute(conn)
        .await?;
    }
    Ok(())
}

impl Store {
    /// Reads every journal in the database from its first event and checks every link.
    ///
    /// A change to any stored event is found, and named by its number; a tail cut off is not, for that needs a head kept
    /// elsewhere.
    ///
    /// # Errors
    /// The database can't be read. A journal that does not verify is no error: [`Verified::broken`] says so.
    pub async fn verify(&self) -> Result<Vec<Verified>, StoreError> {
        let nodes: Vec<String> =
            sqlx::query_scalar("select distinct node from event order by node").fetch_all(&self.db.pool).await?;
        let mut verified = Vec::new();
        for node in nodes {
            verified.push(self.verify_node(node).await?);
        }
        Ok(verified)
    }

    async fn verify_node(&self, node: String) -> Result<Verified, StoreError> {
        let mut found = Verified { node, events: 0, erased: 0, head: String::new(), broken: None };
        let mut last = (0i64, [0u8; 32]);
        loop {
            let rows = sqlx::query(
                "select seq, at, actor, kind, payload, salt, commitment, hash from event
                 where node = $1 and seq > $2 order by seq limit $3",
            )
            .bind(&found.node)
            .bind(last.0)
            .bind(BATCH as i64)
            .fetch_all(&self.db.pool)
            .await?;
            let is_last_batch = rows.len() < BATCH;
            for row in rows {
                let Ok(event) = JournalEvent::of_row(&row) else {
                    let what = "its salt, commitment or another column is not what was written".to_owned();
                    found.broken = Some(Broken { seq: row.try_get("seq")?, what });
                    return Ok(found);
                };
                let hash: Vec<u8> = row.try_get("hash")?;
                let expected = chain(&last.1, &found.node, &event);
                let (seq, erased) = (event.seq, event.payload.is_none());
                let what = if seq != last.0 + 1 {
                    Some(format!("events {} to {} are missing", last.0 + 1, seq - 1))
                } else if let Some(fault) = event.fault() {
                    Some(fault.to_owned())
                } else if hash[..] != expected[..] {
                    Some("its time, actor, kind or place in the chain was changed".to_owned())
                } else {
                    None
                };
                if let Some(what) = what {
                    found.broken = Some(Broken { seq, what });
                    return Ok(found);
                }
                found.events += 1;
                found.erased += u64::from(erased);
                last = (seq, expected);
            }
            if is_last_batch {
                found.head = hex(&last.1);
                return Ok(found);
            }
        }
    }

    /// One event with its payload, of a journal held here or as headquarters tells of it.
    pub(crate) async fn event(&self, node: &str, seq: i64) -> Result<Option<Event>, StoreError> {
        let payload: Option<Option<String>> = sqlx::query_scalar(
            "select payload from event where node = $1 and seq = $2
             union all select payload from known_event where node = $1 and seq = $2",
        )
        .bind(node)
        .bind(seq)
        .fetch_optional(&self.db.pool)
        .await?;
        Ok(payload.flatten().map(|payload| serde_json::from_str(&payload)).transpose()?)
    }
}
