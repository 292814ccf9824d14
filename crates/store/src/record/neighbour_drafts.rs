//! What people at posts wrote for a neighbouring state: headquarters says it, or notes why not.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    journal::Entry,
};
use jiff::Timestamp;
use limen_domain::{AccountId, NodeId, StateCode};
use sqlx::Row;

/// Something that was written at a post for a neighbour.
#[derive(Debug, Clone)]
pub struct NeighbourDraft {
    /// The event that says so: whose journal, and its number.
    pub place: (NodeId, i64),
    /// The neighbour.
    pub neighbour: StateCode,
    /// What it says, as JSON.
    pub content: String,
    /// Who wrote it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// What headquarters did with it: `said`, or why not, as a code; `None` while it waits.
    pub outcome: Option<String>,
}

/// Takes in what was written.
pub(crate) async fn keep(
    conn: &mut Conn,
    neighbour: StateCode,
    content: &str,
    entry: &Entry,
) -> Result<(), StoreError> {
    let mut insert = Insert::into("neighbour_draft");
    insert
        .row()
        .set("node", entry.node.as_str())
        .set("seq", entry.seq)
        .set("neighbour", neighbour.as_str())
        .set("content", content)
        .set("author", entry.actor())
        .set("at", entry.new.at.as_millisecond());
    insert.run(conn).await?;
    Ok(())
}

/// Whether headquarters did something with a draft already.
pub(crate) async fn is_done(conn: &mut Conn, (node, seq): &(NodeId, i64)) -> Result<bool, StoreError> {
    let done = sqlx::query_scalar("select count(*) from neighbour_draft_done where node = $1 and seq = $2");
    let done: i64 = done.bind(node.as_str().to_owned()).bind(*seq).fetch_one(conn).await?;
    Ok(done > 0)
}

/// Notes what headquarters did with a draft.
pub(crate) async fn done(conn: &mut Conn, (node, seq): &(NodeId, i64), outcome: &str) -> Result<(), StoreError> {
    let mut insert = Insert::into("neighbour_draft_done");
    insert.row().set("node", node.as_str()).set("seq", *seq).set("outcome", outcome);
    insert.or_leave("node, seq");
    insert.run(conn).await?;
    Ok(())
}

impl Store {
    /// What was written for neighbours and waits for headquarters, oldest first; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn waiting_neighbour_drafts(&self, most: i64) -> Result<Vec<NeighbourDraft>, StoreError> {
        let query = "select neighbour_draft.*, null as outcome from neighbour_draft where not exists
             (select 1 from neighbour_draft_done as done where done.node = neighbour_draft.node and done.seq = neighbour_draft.seq)
             order by at, node, seq limit $1";
        sqlx::query(query).bind(most).fetch_all(&self.db.pool).await?.iter().map(of_row).collect()
    }

    /// What was written for a neighbour, the latest first; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_drafts(&self, neighbour: StateCode, most: i64) -> Result<Vec<NeighbourDraft>, StoreError> {
        let query = "select neighbour_draft.*, done.outcome from neighbour_draft left join neighbour_draft_done as done
             on done.node = neighbour_draft.node and done.seq = neighbour_draft.seq
             where neighbour = $1 order by at desc, neighbour_draft.seq desc limit $2";
        let rows = sqlx::query(query).bind(neighbour.as_str()).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(of_row).collect()
    }

    /// What was written for any neighbour before a moment, oldest first, after a place; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_drafts_before(
        &self,
        before: Timestamp,
        after: Option<&NeighbourDraft>,
        most: i64,
    ) -> Result<Vec<NeighbourDraft>, StoreError> {
        let query = "select neighbour_draft.*, null as outcome from neighbour_draft
             where at < $1 and (at, node, seq) > ($2, $3, $4) order by at, node, seq limit $5";
        let from =
            after.map_or((i64::MIN, "", 0), |last| (last.at.as_millisecond(), last.place.0.as_str(), last.place.1));
        let rows = sqlx::query(query).bind(before.as_millisecond()).bind(from.0).bind(from.1).bind(from.2).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(of_row).collect()
    }

    /// Notes that headquarters does not say a draft, and why, as a code.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn pass_over_neighbour_draft(&self, place: (NodeId, i64), why: &str) -> Result<(), StoreError> {
        let why = why.to_owned();
        let noted = self.change(None, move |conn| {
            Box::pin(async move {
                done(conn, &place, &why).await?;
                Ok(Some(crate::journal::Changed::noted(Vec::new())))
            })
        });
        noted.await.map(drop)
    }
}

fn of_row(row: &DbRow) -> Result<NeighbourDraft, StoreError> {
    Ok(NeighbourDraft {
        place: columns::place(row)?,
        neighbour: columns::parsed(row, "neighbour")?,
        content: row.try_get("content")?,
        author: AccountId::parse(row.try_get("author")?).map_err(damaged)?,
        at: columns::moment(row, "at")?,
        outcome: row.try_get("outcome")?,
    })
}
