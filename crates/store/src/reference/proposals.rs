//! How what waits for a second person's word is closed: the same for alerts, lists, people and erasures.

use crate::{StoreError, database::Conn};
use jiff::Timestamp;
use limen_domain::AccountId;
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

/// What waits.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Waiting {
    /// An alert, or a new version of a list of them.
    Alerts,
    /// A new version of a reference list.
    List,
    /// What someone is to be.
    Person,
    /// Erasing much at once.
    Erasure,
}

/// Closes what waits; false where it waits no more.
pub(crate) async fn close(
    conn: &mut Conn,
    waiting: Waiting,
    id: Uuid,
    approved: bool,
    by: &AccountId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let statement = match waiting {
        Waiting::Alerts => closing!("proposal"),
        Waiting::List => closing!("list_proposal"),
        Waiting::Person => closing!("person_proposal"),
        Waiting::Erasure => closing!("erasure_proposal"),
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
