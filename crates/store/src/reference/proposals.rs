//! How a proposal waits for a second person's word and is closed: the same for alerts, lists, people and erasures.

use crate::{
    StoreError,
    database::{Conn, DbRow, InsertRow, columns},
};
use jiff::Timestamp;
use limen_domain::AccountId;
use sqlx::Row;
use uuid::Uuid;

macro_rules! closing {
    ($table:literal) => {
        concat!(
            "update ",
            $table,
            " set state = $1, decided_by = $2, decided_at = $3, reason = $4 where id = $5 and state = 'open'"
        )
    };
}

/// A second person's word on what was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Whether they approved it; otherwise they rejected it.
    pub approved: bool,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Why; empty where they did not say.
    pub reason: String,
}

/// The word that closed what a row proposes; `None` while it waits.
pub(crate) fn closed(row: &DbRow) -> Result<Option<Closed>, StoreError> {
    let state: &str = row.try_get("state")?;
    if state == "open" {
        return Ok(None);
    }
    Ok(Some(Closed {
        approved: state == "approved",
        by: columns::account(row, "decided_by")?,
        at: columns::moment(row, "decided_at")?,
        reason: row.try_get("reason")?,
    }))
}

/// What a proposal is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ProposalKind {
    /// An alert, or a new version of a list of them.
    Alerts,
    /// A new version of a reference list.
    List,
    /// What someone is to be.
    Person,
    /// Erasing much at once.
    Erasure,
}

/// Sets the columns that the rows of all proposals have: one that `author` lays before a second person.
pub(crate) fn open(row: InsertRow<'_>, id: Uuid, author: &AccountId, now: Timestamp) {
    row.set("id", id.to_string())
        .set("author", author.as_str())
        .set("at", now.as_millisecond())
        .set("state", "open")
        .set("decided_by", "")
        .set("decided_at", 0_i64)
        .set("reason", "");
}

/// Closes what waits; false where it waits no more.
pub(crate) async fn close(
    conn: &mut Conn,
    kind: ProposalKind,
    id: Uuid,
    approved: bool,
    by: &AccountId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let statement = match kind {
        ProposalKind::Alerts => closing!("proposal"),
        ProposalKind::List => closing!("list_proposal"),
        ProposalKind::Person => closing!("person_proposal"),
        ProposalKind::Erasure => closing!("erasure_proposal"),
    };
    let closed = sqlx::query(statement)
        .bind(if approved { "approved" } else { "rejected" })
        .bind(by.as_str())
        .bind(now.as_millisecond())
        .bind(reason)
        .bind(id.to_string())
        .execute(conn)
        .await?;
    Ok(closed.rows_affected() == 1)
}
