//! Corrections that officers ask for of crossings that they recorded, and what became of them.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, Sql, columns},
    error::damaged,
    journal::Entry,
};
use jiff::Timestamp;
use limen_domain::{AccountId, CrossingId, DecisionKind, Name, PostId};
use sqlx::Row;

/// Maximum number of corrections that are listed, those that were asked for first.
const MOST_LISTED: i64 = 200;

/// A correction that an officer asks for.
#[derive(Debug, Clone)]
pub struct AskedCorrection {
    /// Of which crossing.
    pub crossing: CrossingId,
    /// When that was.
    pub crossed: Timestamp,
    /// The traveller's name in it.
    pub name: Name,
    /// How it was decided.
    pub decision: DecisionKind,
    /// When it was asked.
    pub at: Timestamp,
    /// By whom.
    pub officer: AccountId,
    /// What is wrong with it.
    pub note: String,
    /// What became of it.
    pub outcome: AskedOutcome,
}

/// What became of a correction that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedOutcome {
    /// It waits.
    Waits,
    /// It was made: this crossing took the place.
    Corrected(CrossingId),
    /// The crossing was cancelled, or undone.
    Cancelled,
    /// The crossing stays as it is.
    Declined {
        /// Who said so.
        by: AccountId,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// Keeps that a correction is asked for.
pub(crate) async fn ask(conn: &mut Conn, crossing: CrossingId, note: &str, entry: &Entry) -> Result<(), StoreError> {
    let mut insert = Insert::into("correction_request");
    insert
        .row()
        .set("node", entry.node.as_str())
        .set("seq", entry.seq)
        .set("crossing", crossing.to_string())
        .set("at", entry.new.at.as_millisecond())
        .set("officer", entry.actor())
        .set("note", note);
    insert.run(conn).await?;
    Ok(())
}

/// Keeps why what was asked for is not done.
pub(crate) async fn decline(
    conn: &mut Conn,
    crossing: CrossingId,
    reason: &str,
    entry: &Entry,
) -> Result<(), StoreError> {
    sqlx::query(
        "update correction_request set declined = $1, declined_by = $2, declined_at = $3
         where crossing = $4 and declined is null",
    )
    .bind(reason)
    .bind(entry.actor())
    .bind(entry.new.at.as_millisecond())
    .bind(crossing.to_string())
    .execute(conn)
    .await?;
    Ok(())
}

/// What was asked for, with the crossing that it is about.
const ASKED: &str = "select asked.crossing, asked.at as asked_at, asked.officer as asked_by, asked.note,
     asked.declined, asked.declined_by, asked.declined_at,
     crossing.at, crossing.decision, crossing.primary_identifier, crossing.secondary_identifier, crossing.corrected_by,
     case when crossing.stands = 1 and crossing.settled_by is null then '' else 'ended' end as ended
     from correction_request as asked join crossing on crossing.id = asked.crossing";

impl Store {
    /// The corrections at a post that wait, those that were asked for first on top.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn corrections_asked(&self, post: &PostId) -> Result<Vec<AskedCorrection>, StoreError> {
        let mut query = Sql::new(ASKED);
        query.push(" where asked.declined is null and crossing.stands = 1 and crossing.settled_by is null and crossing.post = ");
        query.push_bind(post.as_str().to_owned());
        query.push(" order by asked.at, asked.seq limit ").push_bind(MOST_LISTED);
        query.build().fetch_all(&self.db.pool).await?.iter().map(asked).collect()
    }

    /// How many corrections at a post wait.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn corrections_waiting(&self, post: &PostId) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar(
            "select count(*) from correction_request as asked join crossing on crossing.id = asked.crossing
             where asked.declined is null and crossing.stands = 1 and crossing.settled_by is null and crossing.post = $1",
        );
        Ok(count.bind(post.as_str()).fetch_one(&self.db.pool).await?)
    }

    /// The corrections that were asked for of a crossing, the first one first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn corrections_asked_of(&self, crossing: CrossingId) -> Result<Vec<AskedCorrection>, StoreError> {
        let mut query = Sql::new(ASKED);
        query.push(" where asked.crossing = ").push_bind(crossing.to_string()).push(" order by asked.at, asked.seq");
        query.build().fetch_all(&self.db.pool).await?.iter().map(asked).collect()
    }

    /// The corrections that an officer has asked for since a moment, the latest first, at most so many.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn corrections_asked_by(
        &self,
        officer: &AccountId,
        since: Timestamp,
        most: i64,
    ) -> Result<Vec<AskedCorrection>, StoreError> {
        let mut query = Sql::new(ASKED);
        query.push(" where asked.officer = ").push_bind(officer.as_str().to_owned());
        query.push(" and asked.at >= ").push_bind(since.as_millisecond());
        query.push(" order by asked.at desc, asked.seq desc limit ").push_bind(most);
        query.build().fetch_all(&self.db.pool).await?.iter().map(asked).collect()
    }
}

fn asked(row: &DbRow) -> Result<AskedCorrection, StoreError> {
    let corrected: Option<&str> = row.try_get("corrected_by")?;
    let declined: Option<String> = row.try_get("declined")?;
    let outcome = match (corrected, declined) {
        (Some(new), _) => AskedOutcome::Corrected(new.parse().map_err(damaged)?),
        (None, Some(reason)) => AskedOutcome::Declined {
            by: columns::account(row, "declined_by")?,
            at: columns::moment(row, "declined_at")?,
            reason,
        },
        (None, None) if row.try_get::<&str, _>("ended")?.is_empty() => AskedOutcome::Waits,
        (None, None) => AskedOutcome::Cancelled,
    };
    Ok(AskedCorrection {
        crossing: columns::parsed(row, "crossing")?,
        crossed: columns::moment(row, "at")?,
        name: columns::name(row)?,
        decision: columns::parsed(row, "decision")?,
        at: columns::moment(row, "asked_at")?,
        officer: columns::account(row, "asked_by")?,
        note: row.try_get("note")?,
        outcome,
    })
}
