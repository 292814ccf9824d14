//! How a proposal waits for a second person's word and is closed: the same for alerts, lists, certificates, people and erasures.

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

/// The word that closed what was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What came of it.
    pub end: ProposalEnd,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Why; empty where they did not say.
    pub reason: String,
}

/// What came of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalEnd {
    /// A second person approved it.
    Approved,
    /// A second person rejected it.
    Rejected,
    /// Who proposed it took it back.
    Withdrawn,
}

/// Whether `by` may give this word on what `author` proposed. Four eyes: nobody approves what they proposed; rejecting it
/// takes it back, which needs no second person.
pub fn may_decide(approved: bool, by: &AccountId, author: &AccountId) -> bool {
    !approved || by != author
}

/// The word that closed what a row proposes; `None` while it waits.
pub(crate) fn closed(row: &DbRow) -> Result<Option<Closed>, StoreError> {
    let state: &str = row.try_get("state")?;
    if state == "open" {
        return Ok(None);
    }
    let by = columns::account(row, "decided_by")?;
    let end = match state {
        "approved" => ProposalEnd::Approved,
        _ if by == columns::account(row, "author")? => ProposalEnd::Withdrawn,
        _ => ProposalEnd::Rejected,
    };
    Ok(Some(Closed { end, by, at: columns::moment(row, "decided_at")?, reason: row.try_get("reason")? }))
}

/// What a proposal is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ProposalKind {
    /// An alert, or a new version of a list of them.
    Alerts,
    /// A new version of a reference list.
    List,
    /// A file of certificates.
    Trust,
    /// What someone is to be.
    Person,
    /// A card, an agreement or a paper of a neighbouring state.
    Neighbour,
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
        ProposalKind::Trust => closing!("trust_proposal"),
        ProposalKind::Person => closing!("person_proposal"),
        ProposalKind::Neighbour => closing!("neighbour_proposal"),
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
