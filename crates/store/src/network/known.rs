//! What happened at other posts, as far as headquarters tells a post: crossings, visas, and who is one person. It is
//! kept for a time set by law, answers at the counter, and is no journal.

use crate::{
    ClockState, Store, StoreError,
    database::{Conn, DbRow, Insert, Sql, columns},
    journal::{self, BATCH, Changed, Entry},
    network::intake,
    record::projection,
    rights::erasure,
};
use jiff::Timestamp;
use limen_domain::NodeId;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// The kinds of event that travel to other posts. Protection, hits and who looked at whom stay at their post and at
/// headquarters.
const TRAVELLING: [&str; 8] = [
    "crossing-recorded",
    "crossing-corrected",
    "crossing-cancelled",
    "same-person",
    "not-same-person",
    "visa-recorded",
    "visa-extended",
    "visa-revoked",
];

/// Events that are forgotten in one transaction.
const FORGOTTEN_TOGETHER: i64 = 200;

/// Something that happened at another post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownEvent {
    /// Its number in that post's journal.
    pub seq: i64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who; empty for the node itself.
    pub actor: String,
    /// JSON.
    pub payload: String,
}

/// What headquarters tells of one journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPiece {
    /// Whose journal.
    pub node: NodeId,
    /// After which event it goes on.
    pub after: i64,
    /// Up to which event this tells everything that travels.
    pub up_to: i64,
    /// What happened.
    pub events: Vec<KnownEvent>,
}

/// What became of what headquarters tells of another journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownTaken {
    /// It told something new, which is kept.
    Kept,
    /// All of it was told before.
    Old,
    /// It begins later than what was told ends: what lies between must come first.
    Gap,
}

impl Store {
    /// How far headquarters has told this node of each other journal.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn known_journals(&self) -> Result<Vec<(NodeId, i64)>, StoreError> {
        let rows = sqlx::query("select node, seq from known_journal order by node").fetch_all(&self.db.pool).await?;
        rows.iter().map(columns::place).collect()
    }

    /// At headquarters: what travels of `node`'s journal after event `after` and is not older than `since`; about
    /// `bytes`. `None` where there is nothing further.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn known_after(
        &self,
        node: &NodeId,
        after: i64,
        since: Timestamp,
        bytes: usize,
    ) -> Result<Option<KnownPiece>, StoreError> {
        let end = self.journal_head(node).await?.seq;
        if end <= after {
            return Ok(None);
        }
        let mut query = Sql::new("select seq, at, actor, payload from event where node = ");
        query.push_bind(node.as_str()).push(" and seq > ").push_bind(after);
        query.push(" and seq <= ").push_bind(end).push(" and at >= ").push_bind(since.as_millisecond());
        query.push(" and payload is not null and kind in (");
        let mut kinds = query.separated(", ");
        TRAVELLING.iter().for_each(|kind| {
            kinds.push_bind(*kind);
        });
        query.push(") order by seq limit ").push_bind(BATCH as i64);
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let events = journal::first_of(rows.iter().map(KnownEvent::of_row), bytes, |event| event.payload.len())?;
        let is_all = rows.len() < BATCH && events.len() == rows.len();
        let up_to = events.last().filter(|_| !is_all).map_or(end, |last| last.seq);
        Ok(Some(KnownPiece { node: node.clone(), after, up_to, events }))
    }

    /// Takes in what headquarters tells of another journal. What was told before is passed over; a piece that begins
    /// later than what was told ends is not taken in.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn take_known(&self, piece: &KnownPiece) -> Result<KnownTaken, StoreError> {
        if piece.node == self.node {
            return Ok(KnownTaken::Old);
        }
        let mut transaction = self.db.begin().await?;
        let told: i64 = sqlx::query_scalar(
            "select coalesce(max(seq), 0) from (select seq from known_journal where node = $1
                 union all select seq from journal_end where node = $1) as told",
        )
        .bind(piece.node.as_str())
        .fetch_one(&mut *transaction)
        .await?;
        if piece.after > told {
            return Ok(KnownTaken::Gap);
        }
        if piece.up_to <= told {
            return Ok(KnownTaken::Old);
        }
        let mut entries = Vec::new();
        for event in &piece.events {
            if event.seq <= told {
                continue;
            }
            let mut insert = Insert::into("known_event");
            insert
                .row()
                .set("node", piece.node.as_str())
                .set("seq", event.seq)
                .set("at", event.at)
                .set("actor", &event.actor)
                .set("payload", &event.payload);
            insert.run(&mut transaction).await?;
            match event.entry(&piece.node)? {
                Some(entry) => entries.push(entry),
                None => intake::note_not_understood(&mut transaction, intake::EVENTS).await?,
            }
        }
        projection::apply(&mut transaction, &entries).await?;
        sqlx::query(
            "insert into known_journal (node, seq) values ($1, $2)
             on conflict (node) do update set seq = excluded.seq where excluded.seq > known_journal.seq",
        )
        .bind(piece.node.as_str())
        .bind(piece.up_to)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(KnownTaken::Kept)
    }

    /// Forgets what happened at other posts before a moment, unless something still needs it, or the clock, which shows
    /// `now`, can't be believed. Returns how many events.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn forget_known(&self, before: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        if let ClockState::Doubted(doubt) = self.look_at_clock(now).await? {
            tracing::warn!("nothing of other posts is forgotten: {doubt}");
            return Ok(0);
        }
        let (mut forgotten, mut after) = (0, Some((String::new(), 0)));
        while let Some(from) = after {
            let step = self.change(None, move |conn| {
                Box::pin(async move {
                    let answer = forget_step(conn, from, before).await?;
                    Ok(Some(Changed { events: Vec::new(), answer }))
                })
            });
            let (some, next) = step.await?.unwrap_or_default();
            (forgotten, after) = (forgotten + some, next);
        }
        Ok(forgotten)
    }
}

/// Forgets some of what happened at other posts; how many events, and where the next begin.
async fn forget_step(
    conn: &mut Conn,
    (node, seq): (String, i64),
    before: Timestamp,
) -> Result<(u64, Option<(String, i64)>), StoreError> {
    let rows = sqlx::query(
        "select node, seq, at, actor, payload from known_event where at < $1 and (node, seq) > ($2, $3)
         order by node, seq limit $4",
    )
    .bind(before.as_millisecond())
    .bind(node)
    .bind(seq)
    .bind(FORGOTTEN_TOGETHER)
    .fetch_all(&mut *conn)
    .await?;
    let (mut forgotten, mut last) = (0, None);
    for row in &rows {
        let (node, seq) = columns::place(row)?;
        last = Some((node.as_str().to_owned(), seq));
        if let Some(entry) = KnownEvent::of_row(row)?.entry(&node)? {
            if erasure::is_needed(conn, &entry, before).await? {
                continue;
            }
            erasure::forget(conn, &entry).await?;
        }
        sqlx::query("delete from known_event where node = $1 and seq = $2")
            .bind(node.as_str())
            .bind(seq)
            .execute(&mut *conn)
            .await?;
        forgotten += 1;
    }
    Ok((forgotten, last.filter(|_| rows.len() as i64 == FORGOTTEN_TOGETHER)))
}

impl KnownEvent {
    fn of_row(row: &DbRow) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.try_get("seq")?,
            at: row.try_get("at")?,
            actor: row.try_get("actor")?,
            payload: row.try_get("payload")?,
        })
    }

    fn entry(&self, node: &NodeId) -> Result<Option<Entry>, StoreError> {
        journal::entry(node, self.seq, self.at, &self.actor, &self.payload)
    }
}

/// Lets emptied tables take in again what is known of other posts.
pub(crate) async fn replay(conn: &mut Conn) -> Result<(), StoreError> {
    let mut last = (String::new(), 0_i64);
    loop {
        let rows = sqlx::query(
            "select node, seq, at, actor, payload from known_event where (node, seq) > ($1, $2)
             order by node, seq limit $3",
        )
        .bind(&last.0)
        .bind(last.1)
        .bind(BATCH as i64)
        .fetch_all(&mut *conn)
        .await?;
        let mut entries = Vec::new();
        for row in &rows {
            let (node, seq) = columns::place(row)?;
            entries.extend(KnownEvent::of_row(row)?.entry(&node)?);
            last = (node.into(), seq);
        }
        projection::apply(conn, &entries).await?;
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}
