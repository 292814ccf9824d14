//! What changed of what running programs hold in memory: alerts, reference lists, posts, settings.
//!
//! A turn is written in the transaction of its change. A running program takes in what came after the last turn that it
//! knows, whether a page wrote it, a round of the network, a command beside it, or another program on the same
//! database.

use crate::{Store, StoreError, database::Conn, error::damaged};
use limen_domain::{AlertId, ListName};
use sqlx::Row;

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    /// One alert: it is new, another, or gone.
    Alert(ListName, AlertId),
    /// A whole alert list.
    List(ListName),
    /// A threshold, a reference list, a certificate, a post or a setting.
    Others,
}

/// A change, and its place among all changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its number: each is one more than the one before.
    pub seq: i64,
    /// What changed.
    pub what: Turned,
}

/// The newest turns that are kept, by number. A program that is further behind reads everything anew.
const KEPT_TURNS: i64 = 20_000;
/// Turns between two deletions of old ones.
const FORGET_EVERY: i64 = 1_000;

/// Notes a change in its transaction; returns its number.
pub(crate) async fn note(conn: &mut Conn, what: &Turned) -> Result<i64, StoreError> {
    // Nobody else writes meanwhile: a transaction that changes something is the only one of its kind.
    let seq = last(conn).await? + 1;
    let (kind, list, id) = match what {
        Turned::Alert(list, id) => ("alert", list.as_str(), id.as_str()),
        Turned::List(list) => ("list", list.as_str(), ""),
        Turned::Others => ("others", "", ""),
    };
    sqlx::query("insert into turn (seq, what, list, id) values ($1, $2, $3, $4)")
        .bind(seq)
        .bind(kind)
        .bind(list)
        .bind(id)
        .execute(&mut *conn)
        .await?;
    if seq % FORGET_EVERY == 0 {
        sqlx::query("delete from turn where seq <= $1").bind(seq - KEPT_TURNS).execute(conn).await?;
    }
    Ok(seq)
}

/// The number of the last turn; 0 before the first.
pub(crate) async fn last(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("select coalesce(max(seq), 0) from turn").fetch_one(conn).await?)
}

impl Store {
    /// The number of the last turn; 0 before the first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn last_turn(&self) -> Result<i64, StoreError> {
        last(&mut *self.db.pool.acquire().await?).await
    }

    /// The turns after one, oldest first. `None` where some of them are forgotten: everything is to be read anew.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn turns_after(&self, seq: i64) -> Result<Option<Vec<Turn>>, StoreError> {
        let rows = sqlx::query("select * from turn where seq > $1 order by seq").bind(seq);
        let rows = rows.fetch_all(&self.db.pool).await?;
        let turns = rows.iter().map(|row| {
            let list = || ListName::parse(row.try_get("list")?).map_err(damaged);
            let what = match row.try_get("what")? {
                "alert" => Turned::Alert(list()?, AlertId::parse(row.try_get("id")?).map_err(damaged)?),
                "list" => Turned::List(list()?),
                // A later version may hold more in memory; what it changed is among the others here.
                _ => Turned::Others,
            };
            Ok(Turn { seq: row.try_get("seq")?, what })
        });
        let turns = turns.collect::<Result<Vec<_>, StoreError>>()?;
        Ok(turns.first().is_none_or(|first| first.seq == seq + 1).then_some(turns))
    }
}
