//! Flows: the crossings of each day at each post, counted without who crossed.
//!
//! Whatever changes a crossing marks its hour as stale, in the same transaction. Before flows are read, the days of stale
//! hours are made anew from the crossings that stand, so that they are always what the crossings amount to.

use crate::{
    Chance, Store, StoreError, Trouble,
    database::{Conn, Db, DbRow, Insert, ROWS_TOGETHER, Sql, columns},
    error::damaged,
    reference::settings::{self, Setting, put_setting},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{
    Authorised, Crossing, CrossingId, DecisionKind, Direction, DocumentKind, Mode, PostId, Purpose, Sex, Source,
};
use sqlx::Row;
use std::collections::BTreeSet;

const MILLISECONDS_OF_HOUR: i64 = 3_600_000;
const DAYS_READ_TOGETHER: i64 = 2_000;

/// One crossing that stands, without who crossed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// When.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// How it was decided.
    pub decision: DecisionKind,
    /// Nationality's code, empty where unknown.
    pub nationality: String,
    /// Code of the country of residence, empty where it was not asked.
    pub residence: String,
    /// Sex.
    pub sex: Sex,
    /// Age in completed years.
    pub age: Option<u16>,
    /// Kind of document; `None` without one.
    pub document: Option<DocumentKind>,
    /// How the identity reached the counter.
    pub source: Source,
    /// Why they travelled.
    pub purpose: Option<Purpose>,
    /// How they travelled.
    pub mode: Option<Mode>,
    /// The town they came from, empty where it was not asked.
    pub origin: String,
    /// The town they went to, empty where it was not asked.
    pub destination: String,
    /// How many days they meant to stay.
    pub stay_days: Option<u16>,
    /// For an exit whose entry is known: how many of the post's days lie between, 0 where both are of one day.
    pub stayed_days: Option<u16>,
    /// For such an exit: how many days it came after the last day authorised, 0 where it was in time.
    pub overstayed_days: Option<u16>,
}

/// The flows of one day at one post, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowDay {
    /// Where.
    pub post: PostId,
    /// The day at the post.
    pub day: Date,
    /// Grows with each change of any day.
    pub changed: i64,
    /// The crossings, packed by who wrote them.
    pub records: Vec<u8>,
}

/// An hour at a post whose crossings have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleHour {
    /// Where.
    pub post: PostId,
    /// When it begins.
    pub from: Timestamp,
    /// Of which change.
    mark: i64,
}

/// A day to be counted anew: its crossings between two moments. The counts of its other crossings stay.
#[derive(Debug, Clone)]
pub struct DayToCount {
    /// Where.
    pub post: PostId,
    /// The day at the post.
    pub day: Date,
    /// The post's time zone.
    pub zone: TimeZone,
    /// From this moment on.
    pub from: Timestamp,
    /// To before this moment.
    pub to: Timestamp,
    /// The hours for which it is counted.
    pub hours: Vec<StaleHour>,
}

/// Marks the hours of crossings that were just written.
pub(crate) async fn recorded<'a>(
    conn: &mut Conn,
    crossings: impl Iterator<Item = &'a Crossing>,
) -> Result<(), StoreError> {
    let (mut hours, mut entries) = (BTreeSet::new(), Vec::new());
    for crossing in crossings {
        hours.insert((crossing.post.as_str(), crossing.at.as_millisecond().div_euclid(MILLISECONDS_OF_HOUR)));
        if crossing.direction == Direction::Entry && crossing.traveller.document.is_some() {
            entries.push(crossing.id.to_string());
        }
    }
    let hours: Vec<_> = hours.into_iter().collect();
    for some in hours.chunks(ROWS_TOGETHER) {
        let mut insert = Insert::into("flow_stale");
        let mark = mark();
        for (post, hour) in some {
            insert.row().set("post", *post).set("hour", *hour).set("mark", mark);
        }
        insert.then(MARK_AGAIN);
        insert.run(conn).await?;
    }
    for some in entries.chunks(ROWS_TOGETHER) {
        let mut query = next_exits_of("entry.id in (");
        let mut ids = query.separated(", ");
        for id in some {
            ids.push_bind(id.clone());
        }
        query.push(")").push(MARK_AGAIN);
        query.build_for(conn).execute(&mut *conn).await?;
    }
    Ok(())
}

/// What tells a mark from those that came before it: an hour that is marked anew while it is counted stays stale.
fn mark() -> i64 {
    i64::from_le_bytes(Chance::default().bytes())
}

/// An hour that is stale already is marked anew.
const MARK_AGAIN: &str = " on conflict (post, hour) do update set mark = excluded.mark";

/// Marks the hours of the exits that end the stays of some entries: how long they were is counted at the exit.
fn next_exits_of(condition: &'static str) -> Sql {
    let mut query =
        Sql::new("insert into flow_stale (post, hour, mark) select distinct later.post, later.at / 3600000, ");
    query.push("cast(").push_bind(mark()).push(
        " as bigint) from crossing as entry join crossing as later
             on later.document = entry.document and later.at = (
                 select min(next.at) from crossing as next
                 where next.document = entry.document and next.document <> '' and next.at > entry.at and next.stands = 1
                 and next.decision in ('admit', 'let-depart'))
         where entry.document <> '' and later.document <> '' and later.decision = 'let-depart' and ",
    );
    query.push(condition);
    query
}

/// Marks the hour of a crossing that was corrected, cancelled or undone, of what it undid, and of the exit that ends the
/// stay it began.
pub(crate) async fn changed(conn: &mut Conn, id: CrossingId) -> Result<(), StoreError> {
    let id = id.to_string();
    for condition in ["id = ", "undone_by = "] {
        let mut query = Sql::new("insert into flow_stale (post, hour, mark) select post, at / 3600000, cast(");
        query.push_bind(mark()).push(" as bigint) from crossing where ").push(condition);
        query.push_bind(id.clone()).push(MARK_AGAIN);
        query.build_for(conn).execute(&mut *conn).await?;
    }
    next_exits(conn, "entry.id = ", &id).await
}

/// Marks the hours of the exits of those who came in with a visa whose last day has moved.
pub(crate) async fn visa_changed(conn: &mut Conn, number: &str) -> Result<(), StoreError> {
    next_exits(conn, "entry.visa <> '' and entry.visa = ", number).await
}

async fn next_exits(conn: &mut Conn, condition: &'static str, value: &str) -> Result<(), StoreError> {
    let mut query = next_exits_of(condition);
    query.push_bind(value.to_owned()).push(MARK_AGAIN);
    query.build_for(conn).execute(conn).await?;
    Ok(())
}

/// Marks every day that was ever counted, those that lose their last crossing too, and keeps nothing of them: the caller
/// marks the hours of all crossings.
pub(crate) async fn all_changed(conn: &mut Conn) -> Result<(), StoreError> {
    let fixed = fixed(conn).await?;
    sqlx::query("update flow_day set records = $1 where day * 24 >= $2")
        .bind(Vec::new())
        .bind(fixed.saturating_add(EARLIEST_DAY))
        .execute(&mut *conn)
        .await?;
    let mut query = Sql::new("insert into flow_stale (post, hour, mark) select post, day * 24 + 12, cast(");
    query
        .push_bind(mark())
        .push(" as bigint) from flow_day where day * 24 >= ")
        .push_bind(fixed.saturating_add(EARLIEST_DAY));
    query.push(MARK_AGAIN);
    query.build_for(conn).execute(conn).await?;
    Ok(())
}

/// The setting that holds the hour, counted from 1970, before which no day is counted anew: its crossings may be erased.
const FIXED: Setting<Option<i64>> = Setting::json("flows-fixed", || None);
/// Hours after a moment by which the local day that holds it has ended.
pub(super) const LONGEST_DAY: i64 = 38;
/// Largest UTC offset in hours (UTC+14): local days begin at most this much before the UTC day. Only days that begin after
/// the fixed hour are emptied, since only their hours are all counted anew.
const EARLIEST_DAY: i64 = 14;

/// The hour before which no day is counted anew.
pub(super) async fn fixed(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(settings::read(conn, &FIXED).await?.unwrap_or(i64::MIN / MILLISECONDS_OF_HOUR))
}

/// Freezes the counts of days before a moment: later changes to their crossings do not reach them.
pub(crate) async fn fix(db: &Db, before: Timestamp) -> Result<(), StoreError> {
    let hour = before.as_millisecond().div_euclid(MILLISECONDS_OF_HOUR) + LONGEST_DAY;
    let mut transaction = db.begin().await?;
    let so_far = fixed(&mut transaction).await?;
    sqlx::query("delete from flow_stale where hour < $1").bind(so_far).execute(&mut *transaction).await?;
    let stale: i64 = sqlx::query_scalar("select count(*) from flow_stale where hour < $1")
        .bind(hour)
        .fetch_one(&mut *transaction)
        .await?;
    if stale > 0 {
        let what = "flows of that time are not counted yet; nothing was erased".to_owned();
        return Err(StoreError::new(Trouble::Other, what));
    }
    put_setting(&mut transaction, FIXED.name(), &hour.max(so_far).to_string()).await?;
    transaction.commit().await?;
    Ok(())
}

impl Store {
    /// The hours, at posts, whose crossings have changed since their day was last counted.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn stale_flows(&self) -> Result<Vec<StaleHour>, StoreError> {
        let fixed = fixed(&mut *self.db.pool.acquire().await?).await?;
        let rows = sqlx::query("select * from flow_stale where hour >= $1 order by post, hour").bind(fixed);
        let rows = rows.fetch_all(&self.db.pool).await?;
        let stale = rows.iter().map(|row| {
            let hour: i64 = row.try_get("hour")?;
            let from = Timestamp::from_millisecond(hour.saturating_mul(MILLISECONDS_OF_HOUR)).map_err(damaged)?;
            Ok(StaleHour { post: columns::post(row, "post")?, from, mark: row.try_get("mark")? })
        });
        stale.collect()
    }

    /// Counts days anew; `pack` makes what is kept of a day from what was kept before (nothing at first) and the crossings
    /// that were read. Nobody who records waits while crossings are read: an hour that changes meanwhile has another mark,
    /// and stays stale, and so does a day that another program counts at the same time.
    ///
    /// # Errors
    /// The database can't be used, or what `pack` answers.
    pub async fn count_flows<E: From<StoreError>>(
        &self,
        days: &[DayToCount],
        pack: impl Fn(&DayToCount, &[u8], &[Counted]) -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        let mut packed = Vec::with_capacity(days.len());
        for day in days {
            let (changed, kept) = kept(&mut *self.db.pool.acquire().await.map_err(StoreError::from)?, day).await?;
            packed.push((changed, pack(day, &kept, &self.counted(day).await?)?));
        }
        Ok(self.keep_flows(days, packed).await?)
    }

    async fn keep_flows(&self, days: &[DayToCount], packed: Vec<(i64, Vec<u8>)>) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        for (day, (changed, records)) in days.iter().zip(packed) {
            if kept(&mut transaction, day).await?.0 != changed {
                continue;
            }
            for hour in &day.hours {
                sqlx::query("delete from flow_stale where post = $1 and hour = $2 and mark = $3")
                    .bind(hour.post.as_str())
                    .bind(hour.from.as_millisecond().div_euclid(MILLISECONDS_OF_HOUR))
                    .bind(hour.mark)
                    .execute(&mut *transaction)
                    .await?;
            }
            sqlx::query(
                "insert into flow_day (post, day, changed, records)
                 values ($1, $2, (select coalesce(max(changed), 0) + 1 from flow_day), $3)
                 on conflict (post, day) do update set changed = excluded.changed, records = excluded.records",
            )
            .bind(day.post.as_str())
            .bind(number_of(day.day))
            .bind(records)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Marks every hour with crossings, and every day that was counted, so that all are counted anew.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn recount_flows(&self) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut query = Sql::new("insert into flow_stale (post, hour, mark) select distinct post, at / 3600000, cast(");
        query.push_bind(mark()).push(" as bigint) from crossing where at / 3600000 >= ");
        query.push_bind(fixed(&mut transaction).await?).push(MARK_AGAIN);
        query.build_for(&transaction).execute(&mut *transaction).await?;
        all_changed(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Some days that were counted after the change `after`, in the order in which they were; none when there are no more.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn flow_days(&self, after: i64) -> Result<Vec<FlowDay>, StoreError> {
        let rows = sqlx::query("select * from flow_day where changed > $1 order by changed limit $2")
            .bind(after)
            .bind(DAYS_READ_TOGETHER)
            .fetch_all(&self.db.pool)
            .await?;
        rows.iter().map(|row| flow_day(row, "changed", "records")).collect()
    }

    /// Puts days that were counted elsewhere in place of those kept here: for benchmarks with an invented past.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn put_flow_days(&self, days: &[(PostId, Date, Vec<u8>)]) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        let last: i64 =
            sqlx::query_scalar("select coalesce(max(changed), 0) from flow_day").fetch_one(&mut *transaction).await?;
        for (at, (post, day, records)) in days.iter().enumerate() {
            sqlx::query("insert into flow_day (post, day, changed, records) values ($1, $2, $3, $4)")
                .bind(post.as_str())
                .bind(number_of(*day))
                .bind(last + 1 + at as i64)
                .bind(records.as_slice())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// When each post's journals last said anything: of later days nothing is known yet.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn heard_of_posts(&self) -> Result<Vec<(PostId, Timestamp)>, StoreError> {
        let rows = sqlx::query(
            "select coalesce(member.post, journal_end.node) as post, max(event.at) as at
             from journal_end join event on event.node = journal_end.node and event.seq = journal_end.seq
             left join member on member.id = journal_end.node group by coalesce(member.post, journal_end.node)",
        )
        .fetch_all(&self.db.pool)
        .await?;
        let heard = rows.iter().map(|row| Ok((columns::post(row, "post")?, columns::moment(row, "at")?)));
        heard.collect()
    }
}

/// The last change of a day and its packed records; 0 and empty before it is counted.
async fn kept(conn: &mut Conn, day: &DayToCount) -> Result<(i64, Vec<u8>), StoreError> {
    let row = sqlx::query("select changed, records from flow_day where post = $1 and day = $2")
        .bind(day.post.as_str())
        .bind(number_of(day.day))
        .fetch_optional(conn)
        .await?;
    match row {
        Some(row) => Ok((row.try_get("changed")?, row.try_get("records")?)),
        None => Ok((0, Vec::new())),
    }
}

impl Store {
    /// The crossings of a day that stand, between its two moments.
    async fn counted(&self, day: &DayToCount) -> Result<Vec<Counted>, StoreError> {
        let rows = sqlx::query(
        "select at, direction, decision, nationality, residence, sex, age, document_kind, source, purpose, mode, origin,
             destination, stay_days,
             case when decision = 'let-depart' and document <> '' then (
                 select case when entry.decision = 'admit' then entry.at end from crossing as entry
                 where entry.document = crossing.document and entry.document <> '' and entry.at < crossing.at
                 and entry.stands = 1 and entry.decision in ('admit', 'let-depart')
                 order by entry.at desc limit 1) end as entered,
             case when decision = 'let-depart' and document <> '' then (
                 select entry.authorised from crossing as entry
                 where entry.document = crossing.document and entry.document <> '' and entry.at < crossing.at
                 and entry.stands = 1 and entry.decision in ('admit', 'let-depart')
                 order by entry.at desc limit 1) end as until
         from crossing where post = $1 and at >= $2 and at < $3 and stands = 1 order by at, id",
    )
    .bind(day.post.as_str())
    .bind(day.from.as_millisecond())
    .bind(day.to.as_millisecond())
    .fetch_all(&self.db.pool)
    .await?;
        let counted = rows.iter().map(|row| {
            let at = columns::moment(row, "at")?;
            let code = |column: &str| -> Result<&str, StoreError> { Ok(row.try_get::<&str, _>(column)?) };
            let entered: Option<i64> = row.try_get("entered")?;
            let entered = entered.map(Timestamp::from_millisecond).transpose().map_err(damaged)?;
            let day_of = |at: Timestamp| at.to_zoned_datetime(day.zone.clone()).date();
            let stayed = entered.map(|entered| (day.day - day_of(entered)).get_days().max(0));
            let until: Option<Authorised> = row.try_get::<Option<&str>, _>("until")?.and_then(|text| text.parse().ok());
            let overstayed = match (entered, until) {
                (Some(_), Some(Authorised::To(last))) => Some((day.day - last).get_days().max(0)),
                _ => None,
            };
            Ok(Counted {
                at,
                direction: columns::parsed(row, "direction")?,
                decision: columns::parsed(row, "decision")?,
                nationality: code("nationality")?.to_owned(),
                residence: code("residence")?.to_owned(),
                sex: columns::parsed(row, "sex")?,
                age: row.try_get::<Option<i64>, _>("age")?.and_then(|age| u16::try_from(age).ok()),
                document: code("document_kind")?.parse().ok(),
                source: columns::parsed(row, "source")?,
                purpose: code("purpose")?.parse().ok(),
                mode: code("mode")?.parse().ok(),
                origin: code("origin")?.to_owned(),
                destination: code("destination")?.to_owned(),
                stay_days: row.try_get::<Option<i64>, _>("stay_days")?.and_then(|days| u16::try_from(days).ok()),
                stayed_days: stayed.map(|days| u16::try_from(days).unwrap_or(u16::MAX - 1)),
                overstayed_days: overstayed.map(|days| u16::try_from(days).unwrap_or(u16::MAX - 1)),
            })
        });
        counted.collect()
    }
}

pub(super) fn flow_day(row: &DbRow, changed: &str, records: &str) -> Result<FlowDay, StoreError> {
    Ok(FlowDay {
        post: columns::post(row, "post")?,
        day: day_of(row.try_get("day")?)?,
        changed: row.try_get(changed)?,
        records: row.try_get(records)?,
    })
}

pub(super) fn number_of(day: Date) -> i64 {
    (day - Date::constant(1970, 1, 1)).get_days().into()
}

fn day_of(number: i64) -> Result<Date, StoreError> {
    let days = i32::try_from(number).map_err(damaged)?;
    let span = jiff::Span::new().try_days(days).map_err(damaged)?;
    Date::constant(1970, 1, 1).checked_add(span).map_err(damaged)
}
