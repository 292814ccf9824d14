//! The chain of events: appending, reading, verifying.
//!
//! An event's hash is SHA-256 over the hash of the event before it and its own node, sequence number, time, actor, kind
//! and commitment, each with its length before it. The commitment is SHA-256 over a random salt and the payload: once a
//! payload and its salt are erased nobody can guess it back, and the chain still verifies.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, ROWS_TOGETHER, Sql, columns},
    error::damaged,
    record::projection,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::Row;

/// A hash or a commitment.
pub(crate) type Hash = [u8; 32];

/// How many events are read or written at a time.
pub(crate) const BATCH: usize = 1_000;

/// An event that is to be appended.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; nobody for the node itself.
    pub actor: Option<AccountId>,
    /// What happened.
    pub event: Event,
}

/// An event as the journal holds it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub node: NodeId,
    pub seq: i64,
    pub new: NewEvent,
}

impl Entry {
    /// Who did it, as tables keep it: empty for the node itself.
    pub(crate) fn actor(&self) -> &str {
        self.new.actor.as_ref().map_or("", |actor| actor.as_str())
    }
}

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
    /// Where the chain breaks first; nothing where it is sound.
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

/// Appends `events` to `node`'s chain and lets the tables take them in, within the caller's transaction.
pub(crate) async fn append(
    conn: &mut Conn,
    node: &NodeId,
    mut head: Head,
    events: Vec<NewEvent>,
) -> Result<Head, StoreError> {
    let mut events = events.into_iter();
    loop {
        let (mut entries, mut links) = (Vec::new(), Vec::new());
        for new in events.by_ref().take(BATCH) {
            let payload = serde_json::to_string(&new.event)?;
            let salt: [u8; 16] = rand::random();
            let event = JournalEvent {
                seq: head.seq + 1,
                at: new.at.as_millisecond(),
                actor: new.actor.as_ref().map_or("", |actor| actor.as_str()).to_owned(),
                kind: new.event.kind().to_owned(),
                commitment: JournalEvent::commit(&salt, &payload),
                payload: Some(payload),
                salt,
            };
            let hash = chain(&head.hash, node.as_str(), &event);
            head = Head { seq: event.seq, hash, at: event.at };
            links.push(Link { event, hash });
            entries.push(Entry { node: node.clone(), seq: head.seq, new });
        }
        if entries.is_empty() {
            return Ok(head);
        }
        insert(conn, node, links).await?;
        projection::apply(conn, &entries).await?;
    }
}

/// An event as it stands in a journal, with what its hash is made of. Its payload need not be understood: a node of a
/// later version may have written it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEvent {
    /// Its place in the chain, from 1 on.
    pub seq: i64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who; empty for the node itself.
    pub actor: String,
    /// The kind of event.
    pub kind: String,
    /// JSON; nothing once it was erased.
    pub payload: Option<String>,
    /// What the commitment is salted with; zeros once the payload was erased.
    pub salt: [u8; 16],
    /// SHA-256 of salt and payload.
    pub commitment: [u8; 32],
}

impl JournalEvent {
    /// The commitment to a payload.
    pub fn commit(salt: &[u8; 16], payload: &str) -> [u8; 32] {
        let mut hasher = Sha256::new();
        part(&mut hasher, salt);
        part(&mut hasher, payload.as_bytes());
        hasher.finalize().into()
    }

    /// The hash of this event in `node`'s chain, after an event of the hash `before`.
    pub fn hash(&self, node: &NodeId, before: &[u8; 32]) -> [u8; 32] {
        chain(before, node.as_str(), self)
    }

    /// What does not fit between its payload and the rest; nothing where it is sound, or was erased.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let payload = self.payload.as_ref()?;
        if Self::commit(&self.salt, payload) != self.commitment {
            Some("its payload was changed")
        } else if !is_of_kind(payload, &self.kind) {
            Some("its payload is of another kind")
        } else {
            None
        }
    }

    /// The event with its meaning; nothing where it was erased, or where this version of Limen does not understand it.
    pub(crate) fn entry(&self, node: &NodeId) -> Result<Option<Entry>, StoreError> {
        let Some(payload) = &self.payload else { return Ok(None) };
        entry(node, self.seq, self.at, &self.actor, payload)
    }

    pub(crate) fn of_row(row: &DbRow) -> Result<Self, StoreError> {
        let payload: Option<String> = row.try_get("payload")?;
        // Erased with the payload.
        let salt = if payload.is_some() { columns::bytes(row, "salt")? } else { [0; 16] };
        Ok(Self {
            seq: row.try_get("seq")?,
            at: row.try_get("at")?,
            actor: row.try_get("actor")?,
            kind: row.try_get("kind")?,
            payload,
            salt,
            commitment: columns::bytes(row, "commitment")?,
        })
    }
}

/// An event with its meaning; nothing where this version of Limen does not understand it.
pub(crate) fn entry(node: &NodeId, seq: i64, at: i64, actor: &str, payload: &str) -> Result<Option<Entry>, StoreError> {
    let Ok(event) = serde_json::from_str(payload) else {
        tracing::warn!(%node, seq, "an event is not understood by this version");
        return Ok(None);
    };
    let actor = if actor.is_empty() { None } else { Some(AccountId::parse(actor).map_err(damaged)?) };
    let at = Timestamp::from_millisecond(at).map_err(damaged)?;
    Ok(Some(Entry { node: node.clone(), seq, new: NewEvent { at, actor, event } }))
}

/// The first of these events: so many that what `size` says of each comes to about `bytes`; at least one, if there is
/// one.
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
        let mut query = Sql::new("insert into event (node, seq, at, actor, kind, payload, salt, commitment, hash) ");
        query.push_values(links.by_ref().take(ROWS_TOGETHER), |mut row, Link { event, hash }| {
            row.push_bind(node.as_str().to_owned()).push_bind(event.seq).push_bind(event.at).push_bind(event.actor);
            row.push_bind(event.kind).push_bind(event.payload).push_bind(event.salt.to_vec());
            row.push_bind(event.commitment.to_vec()).push_bind(hash.to_vec());
        });
        query.build_for(conn).execute(&mut *conn).await?;
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

fn chain(before: &Hash, node: &str, event: &JournalEvent) -> Hash {
    let mut hasher = Sha256::new();
    part(&mut hasher, b"limen event 1");
    part(&mut hasher, before);
    part(&mut hasher, node.as_bytes());
    part(&mut hasher, &event.seq.to_be_bytes());
    part(&mut hasher, &event.at.to_be_bytes());
    part(&mut hasher, event.actor.as_bytes());
    part(&mut hasher, event.kind.as_bytes());
    part(&mut hasher, &event.commitment);
    hasher.finalize().into()
}

/// A part with its length before it, so that no two lists of parts give the same bytes.
pub(crate) fn part(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

impl Store {
    /// Reads every journal in the database from its first event and checks every link.
    ///
    /// A change to any stored event is found, and named by its number; a tail cut off is not, for that needs a head kept
    /// elsewhere.
    pub async fn verify(&self) -> Result<Vec<Verified>, StoreError> {
        let nodes: Vec<String> =
            sqlx::query_scalar("select distinct node from event order by node").fetch_all(&self.db.readers).await?;
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
            .fetch_all(&self.db.readers)
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
        .fetch_optional(&self.db.readers)
        .await?;
        Ok(payload.flatten().map(|payload| serde_json::from_str(&payload)).transpose()?)
    }
}

/// Whether a payload says that it is of this kind, which a later version of Limen may have brought.
fn is_of_kind(payload: &str, kind: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Kind {
        kind: String,
    }
    serde_json::from_str::<Kind>(payload).is_ok_and(|said| said.kind == kind)
}

/// SHA-256 in hexadecimal, as events name the files they speak of.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal, two digits each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
