//! What goes to other nodes and what comes from them: pieces of journals, and what happened at other posts.
//!
//! A piece of another node's journal is taken in whole or not at all, and only where it goes on from what is held: every
//! commitment and every link of the chain is computed anew, so that what is stored is what its writer wrote.

use crate::{
    Store, StoreError, Trouble, columns,
    error::damaged,
    journal::{self, Hash, Head, JournalEvent, Link},
    projection,
};
use jiff::Timestamp;
use limen_domain::{NodeId, PostId};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

/// The end of a journal: how many events it has, and the hash of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct JournalHead {
    /// The number of the last event; 0 for an empty journal.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// What became of a piece of another node's journal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum TakenIn {
    /// It is on disk, or was before; this is how far the journal has come.
    Held(JournalHead),
    /// It begins later than the journal held ends: what lies between must come first.
    Gap(JournalHead),
    /// It does not go on from what is held: there are two journals of this name. Nothing was taken.
    Fork {
        /// The first event that is known to differ.
        seq: i64,
    },
    /// An event is not what its writer wrote, or contradicts what the tables hold. Nothing was taken.
    Unsound {
        /// Which.
        seq: i64,
        /// What does not fit.
        what: String,
    },
}

/// Another node of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its identifier.
    pub id: NodeId,
    /// The post it works for; nothing for headquarters.
    pub post: Option<PostId>,
    /// Its Ed25519 public key.
    pub key: [u8; 32],
    /// Its age recipient.
    pub recipient: String,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// Since when nothing is taken from it any more.
    pub revoked_at: Option<Timestamp>,
    /// When it was last heard of.
    pub seen_at: Option<Timestamp>,
    /// What it last said of itself, JSON; empty for nothing.
    pub status: String,
    /// How many of its bundles were refused.
    pub refused: i64,
    /// Why the last one was; empty once one was taken again.
    pub complaint: String,
}

/// The most events of one piece of a journal.
pub const MOST_EVENTS: usize = journal::BATCH;

impl Store {
    /// The events of `node`'s journal after number `after`: at most [`MOST_EVENTS`], and so many that their payloads
    /// come to about `bytes`; at least one, if there is one.
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
            .fetch_all(&self.readers)
            .await?;
        let (mut events, mut size) = (Vec::new(), 0);
        for row in &rows {
            let event = JournalEvent::of_row(row)?;
            size += event.payload.as_ref().map_or(0, String::len);
            if size > bytes && !events.is_empty() {
                break;
            }
            events.push(event);
        }
        Ok(events)
    }

    /// The end of `node`'s journal as it is held here.
    pub async fn journal_head(&self, node: &NodeId) -> Result<JournalHead, StoreError> {
        let head = journal::head(&mut *self.readers.acquire().await?, node).await?;
        Ok(JournalHead { seq: head.seq, hash: head.hash })
    }

    /// The hash of an event of `node`'s journal; nothing where it is not held.
    pub async fn journal_hash(&self, node: &NodeId, seq: i64) -> Result<Option<[u8; 32]>, StoreError> {
        hash_of(&mut *self.readers.acquire().await?, node, seq).await
    }

    /// The journals that are held here, and where they end.
    pub async fn journals(&self) -> Result<Vec<(NodeId, i64)>, StoreError> {
        let rows = sqlx::query("select node, max(seq) as seq from event group by node order by node");
        let rows = rows.fetch_all(&self.readers).await?;
        rows.iter()
            .map(|row| Ok((NodeId::parse(row.try_get("node")?).map_err(damaged)?, row.try_get("seq")?)))
            .collect()
    }

    /// Takes in a piece of another node's journal that begins after an event of the hash `before`. Returns once it is on
    /// disk. Who signed it is for the caller to have checked.
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

    /// Enrols a node, or gives one that is known its new keys.
    pub async fn enrol(&self, peer: &Peer) -> Result<(), StoreError> {
        sqlx::query(
            "insert into node (id, post, key, recipient, enrolled_at, revoked_at, seen_at, status, refused, complaint)
             values ($1, $2, $3, $4, $5, null, 0, '', 0, '')
             on conflict (id) do update set key = excluded.key, recipient = excluded.recipient,
                 enrolled_at = excluded.enrolled_at, revoked_at = null",
        )
        .bind(peer.id.as_str())
        .bind(peer.post.as_ref().map_or("", |post| post.as_str()))
        .bind(peer.key.to_vec())
        .bind(&peer.recipient)
        .bind(peer.enrolled_at.as_millisecond())
        .execute(&self.readers)
        .await?;
        Ok(())
    }

    /// Every other node of the network that this one knows.
    pub async fn peers(&self) -> Result<Vec<Peer>, StoreError> {
        let rows = sqlx::query("select * from node order by id").fetch_all(&self.readers).await?;
        rows.iter().map(peer).collect()
    }

    /// One of them.
    pub async fn peer(&self, id: &NodeId) -> Result<Option<Peer>, StoreError> {
        let row =
            sqlx::query("select * from node where id = $1").bind(id.as_str()).fetch_optional(&self.readers).await?;
        row.as_ref().map(peer).transpose()
    }

    /// From now on nothing is taken from a node.
    pub async fn revoke_peer(&self, id: &NodeId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update node set revoked_at = $1 where id = $2 and revoked_at is null")
            .bind(at.as_millisecond())
            .bind(id.as_str())
            .execute(&self.readers)
            .await?;
        Ok(())
    }

    /// Notes that a node was heard of, and what it says of itself.
    pub async fn heard_of(&self, id: &NodeId, at: Timestamp, status: &str) -> Result<(), StoreError> {
        sqlx::query("update node set seen_at = $1, status = $2 where id = $3 and seen_at <= $1")
            .bind(at.as_millisecond())
            .bind(status)
            .bind(id.as_str())
            .execute(&self.readers)
            .await?;
        Ok(())
    }

    /// Notes that a bundle of a node was refused and why, or, with no complaint, that one was taken.
    pub async fn complain_of(&self, id: &NodeId, complaint: &str) -> Result<(), StoreError> {
        sqlx::query("update node set refused = refused + $1, complaint = $2 where id = $3 and complaint <> $2")
            .bind(i64::from(!complaint.is_empty()))
            .bind(complaint)
            .bind(id.as_str())
            .execute(&self.readers)
            .await?;
        Ok(())
    }

    /// Keeps the end of another node's journal as its writer signed it.
    pub async fn keep_signed_head(
        &self,
        node: &NodeId,
        head: JournalHead,
        signature: &[u8; 64],
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into signed_head (node, seq, hash, signature) values ($1, $2, $3, $4)
             on conflict (node) do update set seq = excluded.seq, hash = excluded.hash, signature = excluded.signature
             where excluded.seq >= signed_head.seq",
        )
        .bind(node.as_str())
        .bind(head.seq)
        .bind(head.hash.to_vec())
        .bind(signature.to_vec())
        .execute(&self.readers)
        .await?;
        Ok(())
    }
}

fn peer(row: &SqliteRow) -> Result<Peer, StoreError> {
    let post: &str = row.try_get("post")?;
    let revoked: Option<i64> = row.try_get("revoked_at")?;
    let key: Vec<u8> = row.try_get("key")?;
    let seen: i64 = row.try_get("seen_at")?;
    Ok(Peer {
        id: NodeId::parse(row.try_get("id")?).map_err(damaged)?,
        post: if post.is_empty() { None } else { Some(PostId::parse(post).map_err(damaged)?) },
        key: key.try_into().map_err(|_| damaged("a node's key has not 32 bytes"))?,
        recipient: row.try_get("recipient")?,
        enrolled_at: columns::moment(row, "enrolled_at")?,
        revoked_at: revoked.map(|at| Timestamp::from_millisecond(at).map_err(damaged)).transpose()?,
        seen_at: if seen == 0 { None } else { Some(columns::moment(row, "seen_at")?) },
        status: row.try_get("status")?,
        refused: row.try_get("refused")?,
        complaint: row.try_get("complaint")?,
    })
}

async fn hash_of(conn: &mut SqliteConnection, node: &NodeId, seq: i64) -> Result<Option<Hash>, StoreError> {
    if seq == 0 {
        return Ok(Some([0; 32]));
    }
    let hash: Option<Vec<u8>> = sqlx::query_scalar("select hash from event where node = $1 and seq = $2")
        .bind(node.as_str())
        .bind(seq)
        .fetch_optional(conn)
        .await?;
    hash.map(|hash| hash.try_into().map_err(|_| damaged("a hash has not 32 bytes"))).transpose()
}

/// Takes in a piece of `node`'s journal within the writer's transaction; where the answer is not [`TakenIn::Held`], the
/// transaction must not be committed.
pub(crate) async fn take_in(
    conn: &mut SqliteConnection,
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
    if hash_of(conn, node, first - 1).await? != Some(before) {
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
            if hash_of(conn, node, seq).await? != Some(hash) {
                return Ok(TakenIn::Fork { seq });
            }
            continue;
        }
        match event.entry(node) {
            Ok(Some(entry)) => entries.push(entry),
            Ok(None) if event.payload.is_some() => note_not_understood(conn).await?,
            Ok(None) => {}
            Err(_) => return unsound("its time or its actor can't be"),
        }
        links.push(Link { event, hash });
    }
    if links.is_empty() {
        return Ok(TakenIn::Held(here));
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

/// The setting that says that something was taken in which this version does not understand.
const NOT_UNDERSTOOD: &str = "not-understood-by";
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Store {
    /// Lets the tables take in what an earlier version of Limen held without understanding it.
    pub(crate) async fn understand(&self) -> Result<(), StoreError> {
        if self.setting(NOT_UNDERSTOOD).await?.is_some_and(|version| version != VERSION) {
            self.rebuild().await?;
            self.forget_reference().await?;
            sqlx::query("delete from setting where name = $1").bind(NOT_UNDERSTOOD).execute(&self.readers).await?;
        }
        Ok(())
    }
}

/// Notes that something was taken in which this version does not understand.
pub(crate) async fn note_not_understood(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
    )
    .bind(NOT_UNDERSTOOD)
    .bind(VERSION)
    .execute(conn)
    .await?;
    Ok(())
}
