//! What was taken of a neighbour on a day, and what was refused of it.

use crate::{
    Store, StoreError,
    database::{Conn, Insert},
};
use jiff::civil::Date;
use limen_domain::StateCode;
use limen_neighbour::DayTaken;
use sqlx::Row;

/// What a neighbour brought on a day, by this side's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NeighbourDay {
    /// What of its papers was taken.
    pub taken: DayTaken,
    /// The most papers that one message brought beyond what a day takes. They come again.
    pub left_over: u32,
    /// Questions about lost documents over the number agreed.
    pub questions_refused: u32,
}

impl Store {
    /// What a neighbour brought on a day.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn neighbour_day(&self, state: StateCode, day: Date) -> Result<NeighbourDay, StoreError> {
        of(&mut *self.db.pool.acquire().await?, state, day).await
    }

    /// How many papers of a neighbour were not let through, of all that came.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn refused_neighbour_papers(&self, state: StateCode) -> Result<u64, StoreError> {
        // What is set aside here, and what they withheld themselves, was not refused.
        let count = "select count(*) from neighbour_paper
             where neighbour = $1 and is_ours = 0 and refused not in ('', 'held-back', 'withheld')";
        let count: i64 = sqlx::query_scalar(count).bind(state.as_str()).fetch_one(&self.db.pool).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

pub(super) async fn of(conn: &mut Conn, state: StateCode, day: Date) -> Result<NeighbourDay, StoreError> {
    let row = sqlx::query("select * from neighbour_day where neighbour = $1 and day = $2");
    let row = row.bind(state.as_str().to_owned()).bind(day.to_string()).fetch_optional(conn).await?;
    let Some(row) = row else { return Ok(NeighbourDay::default()) };
    let number = |column: &str| Ok::<_, StoreError>(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u32::MAX));
    Ok(NeighbourDay {
        taken: DayTaken {
            papers: number("papers")?,
            bytes: u64::try_from(row.try_get::<i64, _>("bytes")?).unwrap_or(u64::MAX),
            notices: number("notices")?,
        },
        left_over: number("left_over")?,
        questions_refused: number("questions_refused")?,
    })
}

pub(super) async fn keep(
    conn: &mut Conn,
    state: StateCode,
    day: Date,
    NeighbourDay { taken, left_over, questions_refused }: NeighbourDay,
) -> Result<(), StoreError> {
    let mut insert = Insert::into("neighbour_day");
    insert
        .row()
        .set("neighbour", state.as_str())
        .set("day", day.to_string())
        .set("papers", i64::from(taken.papers))
        .set("bytes", i64::try_from(taken.bytes).unwrap_or(i64::MAX))
        .set("notices", i64::from(taken.notices))
        .set("left_over", i64::from(left_over))
        .set("questions_refused", i64::from(questions_refused));
    insert.or_update("neighbour, day", &[]);
    insert.run(conn).await?;
    Ok(())
}
