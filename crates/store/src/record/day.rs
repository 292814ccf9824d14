//! A day at a post: its crossings, searched and counted.

use crate::{
    Page, Paged, Store, StoreError,
    database::{Sql, columns},
    error::damaged,
};
use jiff::{Timestamp, tz::TimeZone};
use limen_domain::{AgeBand, Answer, CrossingId, DecisionKind, Direction, Name, PostId, Sex, plain_letters};
use sqlx::Row;
use std::collections::BTreeMap;

/// A quarter of an hour, in milliseconds.
pub(crate) const QUARTER_MS: i64 = 900_000;

/// Which crossings are wanted.
#[derive(Debug, Clone)]
pub struct DayFilter {
    /// Where.
    pub post: PostId,
    /// From this moment on.
    pub from: Timestamp,
    /// To before this moment.
    pub to: Timestamp,
    /// A part of a name, or the beginning of a document number.
    pub search: String,
    /// Which way; `None` for both.
    pub direction: Option<Direction>,
    /// How it was decided; `None` for all.
    pub decision: Option<DecisionKind>,
    /// Only referrals that nobody has settled.
    pub open_referrals: bool,
}

/// A crossing as a row of the day's table and of its CSV.
#[derive(Debug, Clone)]
pub struct DayRow {
    /// Which.
    pub id: CrossingId,
    /// When.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// How it was decided.
    pub decision: DecisionKind,
    /// Grounds or reason, as codes.
    pub grounds: String,
    /// Their name.
    pub name: Name,
    /// Birth date, as far as known.
    pub birth_date: String,
    /// Age at the crossing.
    pub age: Option<u16>,
    /// Sex.
    pub sex: Sex,
    /// Nationality's code, empty where unknown.
    pub nationality: String,
    /// Document kind's code, empty without a document.
    pub document_kind: String,
    /// Document's issuer.
    pub document_issuer: String,
    /// Document's number.
    pub document_number: String,
    /// How the identity reached the counter.
    pub source: String,
    /// Purpose's code.
    pub purpose: String,
    /// Mode's code.
    pub mode: String,
    /// Where from.
    pub origin: String,
    /// Where to.
    pub destination: String,
    /// Intended stay.
    pub stay_days: Option<i64>,
    /// Who decided.
    pub officer: String,
    /// Whether another record took its place.
    pub is_corrected: bool,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// Whether it took the place of another.
    pub is_correction: bool,
    /// Whether it is a referral that nobody has settled.
    pub is_open_referral: bool,
}

/// How many decisions of each kind. Those of records that do not stand are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionCounts(BTreeMap<DecisionKind, u64>);

impl DecisionCounts {
    /// How many of one kind.
    pub fn of(&self, kind: DecisionKind) -> u64 {
        self.0.get(&kind).copied().unwrap_or_default()
    }

    /// How many stopped a traveller against their will.
    pub fn stopped(&self) -> u64 {
        self.0.iter().filter(|(kind, _)| kind.stops()).map(|(_, count)| count).sum()
    }

    pub(crate) fn add(&mut self, kind: DecisionKind, count: u64) {
        *self.0.entry(kind).or_default() += count;
    }
}

/// A day counted. Records that do not stand are left out; flows are those who crossed.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// How many crossed, by direction and sex.
    pub by_sex: BTreeMap<(Direction, Sex), u64>,
    /// How many crossed, by direction and age band.
    pub by_age: BTreeMap<(Direction, AgeBand), u64>,
    /// How many crossed, by nationality's code and direction.
    pub by_nationality: BTreeMap<(String, Direction), u64>,
    /// How many crossed, by direction and hour of the day (0 to 23), as the post's clocks showed it.
    pub by_hour: BTreeMap<(Direction, u8), u64>,
    /// How many gave each answer to each question on health, by the question's code.
    pub health: BTreeMap<(String, Answer), u64>,
    /// How many were decided in each way.
    pub decided: DecisionCounts,
}

impl Totals {
    /// How many crossed in this direction.
    pub fn crossed(&self, direction: Direction) -> u64 {
        self.by_sex.iter().filter(|((way, _), _)| *way == direction).map(|(_, count)| count).sum()
    }
}

impl Store {
    /// The crossings that `filter` wants, latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn day(&self, filter: &DayFilter, page: Page) -> Result<Paged<DayRow>, StoreError> {
        let mut count = Sql::new("select count(*) from crossing");
        conditions(&mut count, filter);
        let total: i64 = count.build_query_scalar().fetch_one(&self.db.pool).await?;

        let mut query = Sql::new("select * from crossing");
        conditions(&mut query, filter);
        query.push(" order by at desc, id desc limit ").push_bind(page.limit).push(" offset ").push_bind(page.offset);
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let rows = rows.iter().map(|row| {
            let decision: DecisionKind = columns::parsed(row, "decision")?;
            let is_corrected = row.try_get::<Option<&str>, _>("corrected_by")?.is_some();
            let is_cancelled = row.try_get::<Option<&str>, _>("cancelled")?.is_some();
            let is_settled = row.try_get::<Option<&str>, _>("settled_by")?.is_some();
            Ok(DayRow {
                id: columns::parsed(row, "id")?,
                at: columns::moment(row, "at")?,
                direction: columns::parsed(row, "direction")?,
                decision,
                grounds: row.try_get("grounds")?,
                name: columns::name(row)?,
                birth_date: row.try_get("birth_date")?,
                age: row.try_get::<Option<i64>, _>("age")?.and_then(|age| u16::try_from(age).ok()),
                sex: columns::parsed(row, "sex")?,
                nationality: row.try_get("nationality")?,
                document_kind: row.try_get("document_kind")?,
                document_issuer: row.try_get("document_issuer")?,
                document_number: row.try_get("document_number")?,
                source: row.try_get("source")?,
                purpose: row.try_get("purpose")?,
                mode: row.try_get("mode")?,
                origin: row.try_get("origin")?,
                destination: row.try_get("destination")?,
                stay_days: row.try_get("stay_days")?,
                officer: row.try_get("officer")?,
                is_corrected,
                is_cancelled,
                is_correction: row.try_get::<Option<&str>, _>("corrects")?.is_some(),
                is_open_referral: decision == DecisionKind::Refer && !is_corrected && !is_cancelled && !is_settled,
            })
        });
        Ok(Paged { rows: rows.collect::<Result<_, StoreError>>()?, total })
    }

    /// How many were decided in each way at a post, from a moment to before another.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn decided(
        &self,
        post: &PostId,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<DecisionCounts, StoreError> {
        let rows = sqlx::query(
            "select decision, count(*) as crossings from crossing
             where post = $1 and at >= $2 and at < $3 and stands = 1 group by decision",
        );
        let rows = rows.bind(post.as_str()).bind(from.as_millisecond()).bind(to.as_millisecond());
        let rows = rows.fetch_all(&self.db.pool).await?;
        let mut decided = DecisionCounts::default();
        for row in &rows {
            let crossings = u64::try_from(row.try_get::<i64, _>("crossings")?).unwrap_or_default();
            decided.add(columns::parsed(row, "decision")?, crossings);
        }
        Ok(decided)
    }

    /// The day of `filter` counted; its search, direction and decision are not looked at.
    /// Hours are those of `zone`: where clocks are turned on that day, one is missing or stands for two.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn totals(&self, filter: &DayFilter, zone: &TimeZone) -> Result<Totals, StoreError> {
        let rows = sqlx::query(
            "select direction, decision, sex, age, nationality, at / 900000 as quarter, count(*) as crossings
             from crossing where post = $1 and at >= $2 and at < $3 and stands = 1
             group by direction, decision, sex, age, nationality, quarter",
        )
        .bind(filter.post.as_str())
        .bind(filter.from.as_millisecond())
        .bind(filter.to.as_millisecond())
        .fetch_all(&self.db.pool)
        .await?;
        let mut totals = Totals::default();
        for row in rows {
            let crossings = u64::try_from(row.try_get::<i64, _>("crossings")?).unwrap_or_default();
            let decision: DecisionKind = columns::parsed(&row, "decision")?;
            totals.decided.add(decision, crossings);
            if !decision.crossed() {
                continue;
            }
            let direction: Direction = columns::parsed(&row, "direction")?;
            let sex: Sex = columns::parsed(&row, "sex")?;
            let age = row.try_get::<Option<i64>, _>("age")?.and_then(|age| u16::try_from(age).ok());
            // Clocks are off by whole quarters of an hour everywhere.
            let quarter = row.try_get::<i64, _>("quarter")?.saturating_mul(QUARTER_MS);
            let at = Timestamp::from_millisecond(quarter).map_err(damaged)?;
            let hour = at.to_zoned_datetime(zone.clone()).hour().unsigned_abs();
            *totals.by_sex.entry((direction, sex)).or_default() += crossings;
            *totals.by_age.entry((direction, AgeBand::of(age))).or_default() += crossings;
            *totals.by_nationality.entry((row.try_get("nationality")?, direction)).or_default() += crossings;
            *totals.by_hour.entry((direction, hour)).or_default() += crossings;
        }
        let answers = sqlx::query(
            "select question, answer, count(*) as answers from health_answer join crossing on crossing.id = crossing
             where post = $1 and at >= $2 and at < $3 and stands = 1 group by question, answer",
        )
        .bind(filter.post.as_str())
        .bind(filter.from.as_millisecond())
        .bind(filter.to.as_millisecond())
        .fetch_all(&self.db.pool)
        .await?;
        for row in answers {
            let answer = columns::parsed(&row, "answer")?;
            let count = u64::try_from(row.try_get::<i64, _>("answers")?).unwrap_or_default();
            totals.health.insert((row.try_get("question")?, answer), count);
        }
        Ok(totals)
    }
}

/// The words of a search, as names and numbers are compared: each must stand in the name, or begin the number.
fn words(search: &str) -> impl Iterator<Item = String> {
    // What means something to `like` stands in no name and no number.
    search.split_whitespace().take(6).map(|word| plain_letters(word).replace(['\\', '%', '_'], ""))
}

/// Whether a search finds a crossing, by its name as searches see it and its document's number.
pub(crate) fn finds(search: &str, name: &str, number: &str) -> bool {
    words(search).all(|word| name.contains(&word) || number.starts_with(&word))
}

fn conditions(query: &mut Sql, filter: &DayFilter) {
    query.push(" where post = ").push_bind(filter.post.as_str().to_owned());
    query.push(" and at >= ").push_bind(filter.from.as_millisecond());
    query.push(" and at < ").push_bind(filter.to.as_millisecond());
    if let Some(direction) = filter.direction {
        query.push(" and direction = ").push_bind(direction.code());
    }
    if let Some(decision) = filter.decision {
        query.push(" and decision = ").push_bind(decision.code());
    }
    if filter.open_referrals {
        query.push(" and decision = 'refer' and settled_by is null and corrected_by is null and stands = 1");
    }
    for plain in words(&filter.search) {
        query.push(" and (search_key like ").push_bind(format!("%{plain}%"));
        query.push(" or document_number like ").push_bind(format!("{plain}%")).push(")");
    }
}
