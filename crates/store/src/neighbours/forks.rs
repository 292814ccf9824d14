//! What a neighbour signed that contradicts what it signed before: another paper in the place of one that is held, or a root of
//! its journal that does not go on from the one that is kept. Both are kept as evidence, also once people have spoken about it.

use crate::{
    Store, StoreError,
    database::{DbRow, Insert, columns},
    error::damaged,
    hash::sha256_hex,
    journal::Changed,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NeighbourStep, StateCode};
use sqlx::Row;

/// How many are kept of one neighbour at most: one is evidence enough.
const MOST: i64 = 20;

/// What was signed twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForkOf {
    /// A paper.
    Paper,
    /// The root of the journal.
    Journal,
}

impl ForkOf {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Paper, Self::Journal];

    /// The code, as it stands in the table, the journal and in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Journal => "journal",
        }
    }

    /// That of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.code() == code)
    }
}

/// Something that contradicts what was signed before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFork {
    /// What.
    pub of: ForkOf,
    /// The number of the paper that is held, or over how many events the root is that is kept.
    pub number: u64,
    /// What is held: the SHA-256 of the paper's text, or the signed root.
    pub held: String,
    /// What came, as it was signed.
    pub came: String,
}

/// The same, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The neighbour.
    pub neighbour: StateCode,
    /// What it signed twice.
    pub what: NewFork,
    /// When it came first.
    pub at: Timestamp,
    /// Who spoke with them, when, and what came of it; `None` while nobody did.
    pub settled: Option<(AccountId, Timestamp, String)>,
}

impl Store {
    /// Keeps what contradicts what a neighbour signed before, each once.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn keep_neighbour_forks(&self, state: StateCode, forks: Vec<NewFork>) -> Result<(), StoreError> {
        let now = self.now();
        let kept = self.change(None, move |conn| {
            Box::pin(async move {
                let mut events = Vec::new();
                for NewFork { of, number, held, came } in forks {
                    let count = sqlx::query_scalar(
                        "select count(*) from neighbour_fork where neighbour = $1 and settled_by = ''",
                    )
                    .bind(state.as_str().to_owned());
                    let count: i64 = count.fetch_one(&mut *conn).await?;
                    if count >= MOST {
                        break;
                    }
                    let (of, sha256) = (of.code().to_owned(), |text: &str| sha256_hex(text.as_bytes()));
                    // A paper is called by its hash already.
                    let known = if of == ForkOf::Paper.code() { held.clone() } else { sha256(&held) };
                    let came_as = sha256(&came);
                    let mut insert = Insert::into("neighbour_fork");
                    insert
                        .row()
                        .set("neighbour", state.as_str())
                        .set("what", of.as_str())
                        .set("number", i64::try_from(number).unwrap_or(i64::MAX))
                        .set("held", held)
                        .set("came", came)
                        .set("at", now.as_millisecond())
                        .set("settled_by", "")
                        .set("settled_at", 0_i64)
                        .set("reason", "");
                    insert.or_leave("neighbour, what, number");
                    if insert.run(conn).await?.rows_affected() > 0 {
                        let step = NeighbourStep::Forked { neighbour: state, of, number, held: known, came: came_as };
                        events.push(Event::Neighbour(Box::new(step)));
                    }
                }
                Ok((!events.is_empty()).then(|| Changed::noted(events)))
            })
        });
        kept.await.map(drop)
    }

    /// What a neighbour signed twice, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_forks(&self, state: StateCode) -> Result<Vec<Fork>, StoreError> {
        let rows = sqlx::query("select * from neighbour_fork where neighbour = $1 order by at desc, what, number");
        rows.bind(state.as_str()).fetch_all(&self.db.pool).await?.iter().map(fork_of).collect()
    }

    /// How much of what neighbours signed twice nobody has spoken with them about.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn open_neighbour_forks(&self) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar("select count(*) from neighbour_fork where settled_by = ''");
        Ok(count.fetch_one(&self.db.pool).await?)
    }

    /// Notes that someone spoke with a neighbour about what it signed twice, and what came of it. Says whether that was done:
    /// what is settled stays as it is.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn settle_neighbour_fork(
        &self,
        (state, of, number): (StateCode, ForkOf, u64),
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let (now, who, reason) = (self.now(), by.clone(), reason.to_owned());
        let settled = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let done = sqlx::query(
                    "update neighbour_fork set settled_by = $1, settled_at = $2, reason = $3
                     where neighbour = $4 and what = $5 and number = $6 and settled_by = ''",
                )
                .bind(who.as_str().to_owned())
                .bind(now.as_millisecond())
                .bind(reason.clone())
                .bind(state.as_str().to_owned())
                .bind(of.code())
                .bind(i64::try_from(number).unwrap_or(i64::MAX))
                .execute(conn)
                .await?;
                if done.rows_affected() == 0 {
                    return Ok(None);
                }
                let of = of.code().to_owned();
                let step = NeighbourStep::ForkSettled { neighbour: state, of, number, reason };
                Ok(Some(Changed::noted(vec![Event::Neighbour(Box::new(step))])))
            })
        });
        Ok(settled.await?.is_some())
    }

    /// Lets go of the words of papers that came before a moment, as they name whomever they name, and of what was settled before
    /// another. The journal says that it was, and by which hashes.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn forget_neighbour_forks(
        &self,
        state: StateCode,
        (words, settled): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        let gone = self.change(None, move |conn| {
            Box::pin(async move {
                sqlx::query("update neighbour_fork set came = '' where neighbour = $1 and what = 'paper' and at < $2")
                    .bind(state.as_str().to_owned())
                    .bind(words.as_millisecond())
                    .execute(&mut *conn)
                    .await?;
                sqlx::query("delete from neighbour_fork where neighbour = $1 and settled_by <> '' and settled_at < $2")
                    .bind(state.as_str().to_owned())
                    .bind(settled.as_millisecond())
                    .execute(&mut *conn)
                    .await?;
                Ok(Some(Changed::noted(Vec::new())))
            })
        });
        gone.await.map(drop)
    }

    /// The SHA-256 of the text of a neighbour's paper that is held here; `None` where there is none of this number.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn held_paper(&self, state: StateCode, number: u64) -> Result<Option<String>, StoreError> {
        let name =
            sqlx::query_scalar("select name from neighbour_paper where neighbour = $1 and is_ours = 0 and number = $2");
        let name = name.bind(state.as_str()).bind(i64::try_from(number).unwrap_or(i64::MAX));
        Ok(name.fetch_optional(&self.db.pool).await?)
    }
}

fn fork_of(row: &DbRow) -> Result<Fork, StoreError> {
    let (of, by): (&str, &str) = (row.try_get("what")?, row.try_get("settled_by")?);
    let settled = match by {
        "" => None,
        _ => Some((columns::account(row, "settled_by")?, columns::moment(row, "settled_at")?, row.try_get("reason")?)),
    };
    Ok(Fork {
        neighbour: columns::parsed(row, "neighbour")?,
        what: NewFork {
            of: ForkOf::of(of).ok_or_else(|| damaged(format!("nothing of a neighbour is signed twice: {of}")))?,
            number: u64::try_from(row.try_get::<i64, _>("number")?).unwrap_or_default(),
            held: row.try_get("held")?,
            came: row.try_get("came")?,
        },
        at: columns::moment(row, "at")?,
        settled,
    })
}
