//! The alerts that hold, and the lists that they stand in.
//!
//! Lists are reference data: the journal notes each step with its author, the tables hold the alerts themselves. How they
//! change stands in `alert_proposals` (one alert) and `alert_lists` (whole lists).

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    reference::{
        alert_order,
        turns::{self, Turned},
    },
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{Alert, AlertId, DEFAULT_THRESHOLD, DocumentKey, ListName, PartialDate, Sex, Traveller};
use sqlx::Row;
use std::collections::BTreeSet;

/// An alert list as it holds.
#[derive(Debug, Clone)]
pub struct AlertList {
    /// Its name.
    pub name: ListName,
    /// How many alerts it holds.
    pub alerts: i64,
    /// Whether a new version of it is just being put in place, piece by piece: then the count is of neither version.
    pub is_moving: bool,
    /// The least score of a hit, 0 to 1.
    pub threshold: f64,
    /// What its source says of the version; empty where it says nothing.
    pub version: String,
    /// When it took effect last; 1970 where it never came as a whole.
    pub loaded_at: Timestamp,
}

impl Store {
    /// Every list.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alert_lists(&self) -> Result<Vec<AlertList>, StoreError> {
        let rows = sqlx::query(
            "select alert_list.*, (select count(*) from alert where alert.list = alert_list.name) as alerts,
             (select count(*) from moving_list where moving_list.list = alert_list.name) as moving
             from alert_list order by name",
        )
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(AlertList {
                    name: ListName::parse(row.try_get("name")?).map_err(damaged)?,
                    alerts: row.try_get("alerts")?,
                    is_moving: row.try_get::<i64, _>("moving")? > 0,
                    threshold: row.try_get("threshold")?,
                    version: row.try_get("version")?,
                    loaded_at: columns::moment(row, "loaded_at")?,
                })
            })
            .collect()
    }

    /// Each list's least score of a hit.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn thresholds(&self) -> Result<Vec<(ListName, f64)>, StoreError> {
        let rows = sqlx::query("select name, threshold from alert_list").fetch_all(&self.db.pool).await?;
        rows.iter()
            .map(|row| Ok((ListName::parse(row.try_get("name")?).map_err(damaged)?, row.try_get("threshold")?)))
            .collect()
    }

    /// At most `most` alerts of all lists, in the order of list and identifier, after one of them; from the first on
    /// where `after` is `None`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alerts_after(&self, after: Option<&(ListName, AlertId)>, most: i64) -> Result<Vec<Alert>, StoreError> {
        let (list, id) = after.map_or(("", ""), |(list, id)| (list.as_str(), id.as_str()));
        let bodies =
            sqlx::query_scalar("select body from alert where (list, id) > ($1, $2) order by list, id limit $3");
        parsed(bodies.bind(list).bind(id).bind(most).fetch_all(&self.db.pool).await?)
    }

    /// At most `most` alerts of one list, in the order of their identifiers, after one of them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alerts_of_after(
        &self,
        list: &ListName,
        after: Option<&AlertId>,
        most: i64,
    ) -> Result<Vec<Alert>, StoreError> {
        let bodies = sqlx::query_scalar("select body from alert where list = $1 and id > $2 order by id limit $3");
        let bodies = bodies.bind(list.as_str()).bind(after.map_or("", AlertId::as_str)).bind(most);
        parsed(bodies.fetch_all(&self.db.pool).await?)
    }

    /// Every alert of one list.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alerts_of(&self, list: &ListName) -> Result<Vec<Alert>, StoreError> {
        self.alerts_of_after(list, None, i64::MAX).await
    }

    /// Alerts that must be looked at again, or end, by `day`; those soonest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alerts_due(&self, day: Date, most: i64) -> Result<Vec<Alert>, StoreError> {
        let bodies =
            sqlx::query_scalar("select body from alert where due <> '' and due <= $1 order by due, list, id limit $2");
        parsed(bodies.bind(day.to_string()).bind(most).fetch_all(&self.db.pool).await?)
    }

    /// Alerts whose last day was before `today`: they stop nobody. Those that ended first come first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn past_alerts(&self, today: Date) -> Result<Vec<Alert>, StoreError> {
        let bodies = sqlx::query_scalar("select body from alert where due <> '' and due < $1 order by due, list, id");
        let due = parsed(bodies.bind(today.to_string()).fetch_all(&self.db.pool).await?)?;
        Ok(due.into_iter().filter(|alert| !alert.holds_on(today)).collect())
    }

    /// The identifiers of a list's alerts that were drafted by hand and approved one by one.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alerts_by_hand(&self, list: &ListName) -> Result<BTreeSet<AlertId>, StoreError> {
        let bodies: Vec<String> =
            sqlx::query_scalar("select body from proposal where list = $1 and body <> '' and state = 'approved'")
                .bind(list.as_str())
                .fetch_all(&self.db.pool)
                .await?;
        Ok(parsed(bodies)?.into_iter().map(|alert| alert.id).collect())
    }

    /// One alert.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alert(&self, list: &ListName, id: &AlertId) -> Result<Option<Alert>, StoreError> {
        let body: Option<String> = sqlx::query_scalar("select body from alert where list = $1 and id = $2")
            .bind(list.as_str())
            .bind(id.as_str())
            .fetch_optional(&self.db.pool)
            .await?;
        body.map(|body| Ok(serde_json::from_str(&body)?)).transpose()
    }

    /// Travellers whose crossings were recorded since `from`, each crossing once, newest first; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn past_travellers(&self, from: Timestamp, most: i64) -> Result<Vec<(Timestamp, Traveller)>, StoreError> {
        let rows = sqlx::query(
            "select at, primary_identifier, secondary_identifier, birth_date, sex, nationality from crossing
             where at >= $1 and stands = 1 order by at desc limit $2",
        )
        .bind(from.as_millisecond())
        .bind(most)
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter().map(|row| Ok((columns::moment(row, "at")?, traveller(row)?))).collect()
    }

    /// Everyone who was ever found to be in need of protection and had been presented at a counter, with the document that
    /// they carried. What is said to others about people is held against them first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn protected_travellers(&self) -> Result<Vec<(Traveller, Option<DocumentKey>)>, StoreError> {
        let rows = sqlx::query(
            "select distinct primary_identifier, secondary_identifier, birth_date, sex, nationality, document
             from crossing join protection on protection.referral = crossing.id where protection.referral <> ''",
        );
        let rows = rows.fetch_all(&self.db.pool).await?;
        rows.iter()
            .map(|row| {
                Ok((traveller(row)?, row.try_get::<Option<&str>, _>("document")?.and_then(|key| key.parse().ok())))
            })
            .collect()
    }

    /// How common names are, as the alerts were weighed last, and at which turn; `None` before the first time.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn weighing(&self) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        let row = sqlx::query("select turn, body from weighing where name = $1").bind(NAMES);
        let row = row.fetch_optional(&self.db.pool).await?;
        row.map(|row| Ok((row.try_get("turn")?, row.try_get("body")?))).transpose()
    }

    /// Keeps how common names are as counted at a turn, unless another program has counted at this turn or later.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn keep_weighing(&self, turn: i64, body: Vec<u8>) -> Result<(), StoreError> {
        self.change(None, move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "insert into weighing (name, turn, body) values ($1, $2, $3) on conflict (name) do update
                     set turn = excluded.turn, body = excluded.body where weighing.turn < excluded.turn",
                )
                .bind(NAMES)
                .bind(turn)
                .bind(body)
                .execute(conn)
                .await?;
                Ok(Some(crate::journal::Changed::noted(vec![])))
            })
        })
        .await?;
        Ok(())
    }
}

/// What is weighed.
const NAMES: &str = "names";

fn traveller(row: &DbRow) -> Result<Traveller, StoreError> {
    Ok(Traveller {
        birth_date: row.try_get::<&str, _>("birth_date")?.parse().unwrap_or(PartialDate::Unknown),
        sex: row.try_get::<&str, _>("sex")?.parse().unwrap_or(Sex::Unspecified),
        nationality: row.try_get::<&str, _>("nationality")?.parse().ok(),
        ..Traveller::named(columns::name(row)?, limen_domain::Source::Declared)
    })
}

pub(super) fn parsed(bodies: Vec<String>) -> Result<Vec<Alert>, StoreError> {
    bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
}

pub(crate) fn bodies(alerts: &[Alert]) -> Result<Vec<(&Alert, String)>, StoreError> {
    alerts.iter().map(|alert| Ok((alert, serde_json::to_string(alert)?))).collect()
}

/// The first day on which its owner must look at an alert: for review, or because it ends; empty where there is none.
pub(crate) fn due(alert: &Alert) -> String {
    let days = [alert.review_on, alert.valid_until].into_iter().flatten();
    days.min().map(|day| day.to_string()).unwrap_or_default()
}

/// Puts an alert, whose JSON is `body`, into its list, in the place of the one with its identifier; returns the turn.
pub(crate) async fn put(conn: &mut Conn, body: &str, alert: &Alert) -> Result<i64, StoreError> {
    let (list, id) = (&alert.list, &alert.id);
    sqlx::query(
        "insert into alert (list, id, body, due, kind, sort) values ($1, $2, $3, $4, $5, $6)
         on conflict (list, id) do update
         set body = excluded.body, due = excluded.due, kind = excluded.kind, sort = excluded.sort",
    )
    .bind(list.as_str())
    .bind(id.as_str())
    .bind(body)
    .bind(due(alert))
    .bind(alert.kind().code())
    .bind(alert_order::sort(alert))
    .execute(&mut *conn)
    .await?;
    // Of a list that is still being moved, what is moved later must not bring back what stood there before.
    sqlx::query(
        "insert into staged_alert (proposal, id, body) select proposal, $2, $3 from moving_list where list = $1
         on conflict (proposal, id) do update set body = excluded.body",
    )
    .bind(list.as_str())
    .bind(id.as_str())
    .bind(body)
    .execute(&mut *conn)
    .await?;
    turns::note(conn, &Turned::Alert(list.clone(), id.clone())).await
}

/// Takes an alert away; returns the turn, `None` where there was no such alert.
pub(crate) async fn remove(conn: &mut Conn, list: &ListName, id: &AlertId) -> Result<Option<i64>, StoreError> {
    let statements = [
        "delete from alert where list = $1 and id = $2",
        "delete from staged_alert where id = $2 and proposal in (select proposal from moving_list where list = $1)",
    ];
    let mut gone = 0;
    for statement in statements {
        let deleted = sqlx::query(statement).bind(list.as_str()).bind(id.as_str()).execute(&mut *conn).await?;
        gone += deleted.rows_affected();
    }
    if gone == 0 {
        return Ok(None);
    }
    Ok(Some(turns::note(conn, &Turned::Alert(list.clone(), id.clone())).await?))
}

/// Makes a list where there is none of this name.
pub(crate) async fn ensure_list(conn: &mut Conn, list: &ListName) -> Result<(), StoreError> {
    let mut insert = Insert::into("alert_list");
    insert
        .row()
        .set("name", list.as_str())
        .set("threshold", DEFAULT_THRESHOLD)
        .set("version", "")
        .set("sha256", "")
        .set("loaded_at", 0_i64);
    insert.or_leave("name");
    insert.run(conn).await?;
    Ok(())
}
