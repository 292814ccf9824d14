//! Tallies: people counted and not registered. Nothing of them is ever added to crossings.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, Sql, columns},
    error::damaged,
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{Direction, Mode, PostId, Sex, Tally, TallyAge, TallyCount, TallyId, Vulnerability};
use sqlx::Row;
use std::collections::BTreeMap;

/// A tally with what became of it.
#[derive(Debug, Clone)]
pub struct TallyRow {
    /// As it was counted.
    pub tally: Tally,
    /// Why it counts no more; `None` while it does.
    pub cancelled: Option<String>,
}

/// Tallies added up; those that were cancelled are left out.
#[derive(Debug, Clone, Default)]
pub struct TallyTotals {
    /// How many people, by direction, sex and age group.
    pub groups: BTreeMap<(Direction, Sex, TallyAge), u64>,
    /// How many of them were more exposed than others, and why.
    pub vulnerable: BTreeMap<(Direction, Vulnerability), u64>,
}

impl TallyTotals {
    /// How many people were counted in this direction.
    pub fn people(&self, direction: Direction) -> u64 {
        self.groups.iter().filter(|((way, ..), _)| *way == direction).map(|(_, people)| people).sum()
    }
}

/// Takes in a tally; one that was sent twice counts once.
pub(crate) async fn count(conn: &mut Conn, tally: &Tally) -> Result<(), StoreError> {
    let mut insert = Insert::into("tally");
    insert
        .row()
        .set("id", tally.id.to_string())
        .set("post", tally.post.as_str())
        .set("place", &tally.place)
        .set("officer", tally.officer.as_str())
        .set("began", tally.from.as_millisecond())
        .set("ended", tally.to.as_millisecond())
        .set("direction", tally.direction.code())
        .set("mode", tally.mode.code())
        .set("cancelled", None::<String>);
    insert.or_leave("id");
    let inserted = insert.run(conn).await?;
    if inserted.rows_affected() == 0 {
        return Ok(());
    }
    for count in &tally.counts {
        let mut insert = Insert::into("tally_count");
        insert
            .row()
            .set("tally", tally.id.to_string())
            .set("sex", count.sex.code())
            .set("age", count.age.code())
            .set("vulnerability", count.vulnerability.map(Vulnerability::code).unwrap_or_default())
            .set("people", i64::from(count.people));
        insert.run(conn).await?;
    }
    Ok(())
}

/// Marks a tally as mistaken.
pub(crate) async fn cancel(conn: &mut Conn, tally: TallyId, reason: &str) -> Result<(), StoreError> {
    let query = sqlx::query("update tally set cancelled = $1 where id = $2").bind(reason);
    query.bind(tally.to_string()).execute(conn).await?;
    Ok(())
}

/// People counted and not registered, of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallySum {
    /// Where.
    pub post: PostId,
    /// Which way they went.
    pub direction: Direction,
    /// How they travelled.
    pub mode: Mode,
    /// Their sex as seen.
    pub sex: Sex,
    /// How old they looked.
    pub age: TallyAge,
    /// What made them more exposed; `None` for most.
    pub vulnerability: Option<Vulnerability>,
    /// How many.
    pub people: u64,
}

/// People counted at one place, of one kind, in one hour of one day of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceSum {
    /// Whose officers counted.
    pub post: PostId,
    /// Where; empty at the post itself.
    pub place: String,
    /// Which way they went.
    pub direction: Direction,
    /// What made them more exposed; `None` for most.
    pub vulnerability: Option<Vulnerability>,
    /// The hour of the day.
    pub hour: u8,
    /// The day of the week, Monday the first: 0.
    pub weekday: u8,
    /// How many.
    pub people: u64,
}

/// What was counted at one place without a break, without who counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedAt {
    /// Whose officers counted.
    pub post: PostId,
    /// Where; empty at the post itself.
    pub place: String,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// How they travelled.
    pub mode: Mode,
    /// How many.
    pub people: u32,
}

const MILLISECONDS_OF_HOUR: i64 = 3_600_000;

impl Store {
    /// Everyone who was counted in tallies that began before a moment, by place, hour and day of the week; `ahead` is how far
    /// the clocks there are ahead of UTC.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn place_sums(&self, before: Timestamp, ahead: SignedDuration) -> Result<Vec<PlaceSum>, StoreError> {
        let mut query = Sql::new("select post, place, direction, vulnerability, (began + ");
        query.push_bind(ahead.as_millis() as i64);
        query.push(") / ").push_bind(MILLISECONDS_OF_HOUR).push(" % 168 as hour_of_week");
        query.push(
            ", cast(sum(people) as bigint) as people from tally join tally_count on tally_count.tally = tally.id",
        );
        query.push(" where cancelled is null and began < ").push_bind(before.as_millisecond());
        query.push(" group by post, place, direction, vulnerability, hour_of_week");
        query.push(" order by post, place, direction, vulnerability, hour_of_week");
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let sums = rows.iter().map(|row| {
            // The first hour of 1970 was of a Thursday.
            let hours = (row.try_get::<i64, _>("hour_of_week")? + 3 * 24).rem_euclid(168) as u8;
            Ok(PlaceSum {
                post: columns::post(row, "post")?,
                place: row.try_get("place")?,
                direction: columns::parsed(row, "direction")?,
                vulnerability: row.try_get::<&str, _>("vulnerability")?.parse().ok(),
                hour: hours % 24,
                weekday: hours / 24,
                people: u64::try_from(row.try_get::<i64, _>("people")?).unwrap_or(0),
            })
        });
        sums.collect()
    }

    /// Tallies that began from one moment to before another, at all posts: the latest, `most` of them at most.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn counted_at(
        &self,
        (from, to): (Timestamp, Timestamp),
        most: u32,
    ) -> Result<Vec<CountedAt>, StoreError> {
        let rows = sqlx::query(
            "select post, place, began, ended, mode, cast(sum(people) as bigint) as people
             from tally join tally_count on tally_count.tally = tally.id
             where began >= $1 and began < $2 and cancelled is null
             group by tally.id, post, place, began, ended, mode order by began desc, tally.id limit $3",
        )
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .bind(i64::from(most))
        .fetch_all(&self.db.pool)
        .await?;
        let counted = rows.iter().map(|row| {
            Ok(CountedAt {
                post: columns::post(row, "post")?,
                place: row.try_get("place")?,
                from: columns::moment(row, "began")?,
                to: columns::moment(row, "ended")?,
                mode: columns::parsed(row, "mode")?,
                people: u32::try_from(row.try_get::<i64, _>("people")?).unwrap_or(u32::MAX),
            })
        });
        counted.collect()
    }

    /// Tallies that began from one moment to before another, added up by post and kind; at all posts, or at one.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn tally_sums(
        &self,
        post: Option<&PostId>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<TallySum>, StoreError> {
        let rows = sqlx::query(
            "select post, direction, mode, sex, age, vulnerability, cast(sum(people) as bigint) as people
             from tally join tally_count on tally_count.tally = tally.id
             where began >= $1 and began < $2 and cancelled is null and ($3 = '' or post = $4)
             group by post, direction, mode, sex, age, vulnerability
             order by post, direction, mode, sex, age, vulnerability",
        )
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .bind(post.map_or("", PostId::as_str))
        .bind(post.map_or("", PostId::as_str))
        .fetch_all(&self.db.pool)
        .await?;
        let sums = rows.iter().map(|row| {
            Ok(TallySum {
                post: columns::post(row, "post")?,
                direction: columns::parsed(row, "direction")?,
                mode: columns::parsed(row, "mode")?,
                sex: columns::parsed(row, "sex")?,
                age: columns::parsed(row, "age")?,
                vulnerability: row.try_get::<&str, _>("vulnerability")?.parse().ok(),
                people: u64::try_from(row.try_get::<i64, _>("people")?).unwrap_or(0),
            })
        });
        sums.collect()
    }

    /// Whether a tally has been taken in.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn has_tally(&self, id: TallyId) -> Result<bool, StoreError> {
        let count = sqlx::query_scalar("select count(*) from tally where id = $1").bind(id.to_string());
        let count: i64 = count.fetch_one(&self.db.pool).await?;
        Ok(count > 0)
    }

    /// The tallies that began at a post from one moment to before another, latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn tallies(&self, post: &PostId, from: Timestamp, to: Timestamp) -> Result<Vec<TallyRow>, StoreError> {
        let rows = sqlx::query(
            "select * from tally join tally_count on tally_count.tally = tally.id
             where post = $1 and began >= $2 and began < $3 order by began desc, id, age, sex desc",
        )
        .bind(post.as_str())
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .fetch_all(&self.db.pool)
        .await?;
        let mut tallies: Vec<TallyRow> = Vec::new();
        for row in &rows {
            let id = TallyId(columns::parsed(row, "id")?);
            if tallies.last().is_none_or(|last| last.tally.id != id) {
                let moment = |column: &str| -> Result<Timestamp, StoreError> {
                    Timestamp::from_millisecond(row.try_get(column)?).map_err(damaged)
                };
                let mode: Mode = columns::parsed(row, "mode")?;
                tallies.push(TallyRow {
                    tally: Tally {
                        id,
                        post: post.clone(),
                        place: row.try_get("place")?,
                        officer: columns::account(row, "officer")?,
                        from: moment("began")?,
                        to: moment("ended")?,
                        direction: columns::parsed(row, "direction")?,
                        mode,
                        counts: Vec::new(),
                    },
                    cancelled: row.try_get("cancelled")?,
                });
            }
            let count = TallyCount {
                sex: columns::parsed(row, "sex")?,
                age: columns::parsed(row, "age")?,
                vulnerability: row.try_get::<&str, _>("vulnerability")?.parse().ok(),
                people: u32::try_from(row.try_get::<i64, _>("people")?).unwrap_or(u32::MAX),
            };
            if let Some(last) = tallies.last_mut() {
                last.tally.counts.push(count);
            }
        }
        Ok(tallies)
    }
}

impl TallyTotals {
    /// Adds up tallies.
    pub fn of(tallies: &[TallyRow]) -> Self {
        let mut totals = Self::default();
        for row in tallies.iter().filter(|row| row.cancelled.is_none()) {
            let direction = row.tally.direction;
            for count in &row.tally.counts {
                let people = u64::from(count.people);
                *totals.groups.entry((direction, count.sex, count.age)).or_default() += people;
                if let Some(vulnerability) = count.vulnerability {
                    *totals.vulnerable.entry((direction, vulnerability)).or_default() += people;
                }
            }
        }
        totals
    }
}
