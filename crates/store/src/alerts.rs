//! Alert lists: what holds, what is proposed, and what a second person has approved.
//!
//! Lists are reference data: the journal notes each step with its author, the tables hold the alerts themselves.

use crate::{
    Store, StoreError, columns,
    db::{Conn, DbRow, ROWS_TOGETHER, Sql},
    error::damaged,
    proposals::{self, Waiting},
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{AccountId, Alert, AlertId, DEFAULT_THRESHOLD, Event, ListName, PartialDate, Sex, Traveller};
use sqlx::Row;
use uuid::Uuid;

/// An alert list as it holds.
#[derive(Debug, Clone)]
pub struct AlertList {
    /// Its name.
    pub name: ListName,
    /// How many alerts it holds.
    pub alerts: i64,
    /// The least score of a hit, 0 to 1.
    pub threshold: f64,
    /// What its source says of the version; empty where it says nothing.
    pub version: String,
    /// When it took effect last; 1970 where it never came as a whole.
    pub loaded_at: Timestamp,
}

/// Something that is to be put into a list.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Which.
    pub id: Uuid,
    /// Into which list.
    pub list: ListName,
    /// The alert; nothing where the whole list is to be another.
    pub alert: Option<Alert>,
    /// The version of a whole list.
    pub version: String,
    /// SHA-256 of the file of a whole list.
    pub sha256: String,
    /// What was left out of a whole list, in lines.
    pub report: Vec<String>,
    /// Who proposed it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// Whether it still waits for a second person.
    pub is_open: bool,
}

impl Store {
    /// Every list.
    pub async fn alert_lists(&self) -> Result<Vec<AlertList>, StoreError> {
        let rows = sqlx::query(
            "select alert_list.*, (select count(*) from alert where alert.list = alert_list.name) as alerts
             from alert_list order by name",
        )
        .fetch_all(&self.db.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(AlertList {
                    name: ListName::parse(row.try_get("name")?).map_err(damaged)?,
                    alerts: row.try_get("alerts")?,
                    threshold: row.try_get("threshold")?,
                    version: row.try_get("version")?,
                    loaded_at: columns::moment(row, "loaded_at")?,
                })
            })
            .collect()
    }

    /// Puts `alerts` in the place of what `list` held before, and notes in the journal which version took effect.
    pub async fn load_alerts(&self, list: &ListName, alerts: &[Alert], sha256: &str) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        replace_list(&mut transaction, list, alerts, "", sha256).await?;
        transaction.commit().await?;
        let event = Event::AlertsLoaded { list: list.clone(), alerts: alerts.len() as u64, sha256: sha256.to_owned() };
        self.append(None, vec![event], None).await?;
        Ok(())
    }

    /// Every alert of every list.
    pub async fn alerts(&self) -> Result<Vec<Alert>, StoreError> {
        let bodies = sqlx::query_scalar("select body from alert order by list, id");
        parsed(bodies.fetch_all(&self.db.readers).await?)
    }

    /// Every alert of one list.
    pub async fn alerts_of(&self, list: &ListName) -> Result<Vec<Alert>, StoreError> {
        let bodies = sqlx::query_scalar("select body from alert where list = $1 order by id").bind(list.as_str());
        parsed(bodies.fetch_all(&self.db.readers).await?)
    }

    /// Alerts that must be looked at again, or end, by `day`; those soonest first.
    pub async fn alerts_due(&self, day: Date, most: i64) -> Result<Vec<Alert>, StoreError> {
        let bodies =
            sqlx::query_scalar("select body from alert where due <> '' and due <= $1 order by due, list, id limit $2");
        parsed(bodies.bind(day.to_string()).bind(most).fetch_all(&self.db.readers).await?)
    }

    /// One alert.
    pub async fn alert(&self, list: &ListName, id: &AlertId) -> Result<Option<Alert>, StoreError> {
        let body: Option<String> = sqlx::query_scalar("select body from alert where list = $1 and id = $2")
            .bind(list.as_str())
            .bind(id.as_str())
            .fetch_optional(&self.db.readers)
            .await?;
        body.map(|body| Ok(serde_json::from_str(&body)?)).transpose()
    }

    /// Proposes one alert, new or in the place of the one with its identifier.
    pub async fn propose_alert(&self, alert: &Alert, author: &AccountId) -> Result<Uuid, StoreError> {
        self.propose(author, &alert.list, Some(alert), &[], ("", "", &[])).await
    }

    /// Proposes a new version of a whole list: `version` as its source states it, `sha256` of its file, `report` of
    /// what was left out.
    pub async fn propose_list(
        &self,
        list: &ListName,
        alerts: &[Alert],
        (version, sha256, report): (&str, &str, &[String]),
        author: &AccountId,
    ) -> Result<Uuid, StoreError> {
        self.propose(author, list, None, alerts, (version, sha256, report)).await
    }

    async fn propose(
        &self,
        author: &AccountId,
        list: &ListName,
        alert: Option<&Alert>,
        staged: &[Alert],
        (version, sha256, report): (&str, &str, &[String]),
    ) -> Result<Uuid, StoreError> {
        let id = Uuid::now_v7();
        let event = Event::AlertsProposed {
            proposal: id,
            list: list.clone(),
            alert: alert.cloned().map(Box::new),
            sha256: Some(sha256.to_owned()).filter(|sha256| !sha256.is_empty()),
        };
        self.append(Some(author), vec![event], None).await?;
        let mut transaction = self.db.begin().await?;
        sqlx::query(
            "insert into proposal (id, list, body, version, sha256, report, author, at, state, decided_by, decided_at, reason)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', 0, '')",
        )
        .bind(id.to_string())
        .bind(list.as_str())
        .bind(alert.map(serde_json::to_string).transpose()?.unwrap_or_default())
        .bind(version)
        .bind(sha256)
        .bind(serde_json::to_string(report)?)
        .bind(author.as_str())
        .bind(Timestamp::now().as_millisecond())
        .execute(&mut *transaction)
        .await?;
        for some in staged.chunks(ROWS_TOGETHER) {
            let rows = bodies(some)?;
            let mut query = Sql::new("insert into staged_alert (proposal, id, body) ");
            query.push_values(rows, |mut row, (alert, body)| {
                row.push_bind(id.to_string()).push_bind(alert.id.as_str().to_owned()).push_bind(body);
            });
            query.build_for(&transaction).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(id)
    }

    /// The proposals that wait for a second person, oldest first.
    pub async fn open_proposals(&self) -> Result<Vec<Proposal>, StoreError> {
        let rows =
            sqlx::query("select * from proposal where state = 'open' order by at").fetch_all(&self.db.readers).await?;
        rows.iter().map(proposal).collect()
    }

    /// One proposal.
    pub async fn proposal(&self, id: Uuid) -> Result<Option<Proposal>, StoreError> {
        let row = sqlx::query("select * from proposal where id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.db.readers)
            .await?;
        row.as_ref().map(proposal).transpose()
    }

    /// The alerts of a proposed list.
    pub async fn staged_alerts(&self, proposal: Uuid) -> Result<Vec<Alert>, StoreError> {
        let bodies = sqlx::query_scalar("select body from staged_alert where proposal = $1 order by id");
        parsed(bodies.bind(proposal.to_string()).fetch_all(&self.db.readers).await?)
    }

    /// Approves a proposal, which takes effect, or rejects it. Answers whether that was done: a proposal that no longer
    /// waits, or that `by` made, is left as it is.
    pub async fn decide_proposal(
        &self,
        id: Uuid,
        approved: bool,
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let Some(proposal) = self.proposal(id).await?.filter(|proposal| proposal.is_open && proposal.author != *by)
        else {
            return Ok(false);
        };
        let event = Event::ProposalDecided { proposal: id, approved, reason: reason.to_owned() };
        let staged = if proposal.alert.is_none() { self.staged_alerts(id).await? } else { Vec::new() };
        self.append(Some(by), vec![event], None).await?;
        let mut transaction = self.db.begin().await?;
        if !proposals::close(&mut transaction, Waiting::Alerts, id, approved, by, reason).await? {
            return Ok(false);
        }
        sqlx::query("delete from staged_alert where proposal = $1")
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        match &proposal.alert {
            Some(alert) if approved => {
                ensure_list(&mut transaction, &alert.list).await?;
                let body = serde_json::to_string(alert)?;
                put(&mut transaction, &alert.list, &alert.id, &body, alert).await?;
            }
            None if approved => {
                replace_list(&mut transaction, &proposal.list, &staged, &proposal.version, &proposal.sha256).await?;
            }
            _ => {}
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Withdraws an alert at once; answers whether there was one.
    pub async fn withdraw_alert(
        &self,
        list: &ListName,
        id: &AlertId,
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        if self.alert(list, id).await?.is_none() {
            return Ok(false);
        }
        let event = Event::AlertWithdrawn { list: list.clone(), alert: id.clone(), reason: reason.to_owned() };
        self.append(Some(by), vec![event], None).await?;
        let gone = sqlx::query("delete from alert where list = $1 and id = $2")
            .bind(list.as_str())
            .bind(id.as_str())
            .execute(&self.db.readers)
            .await?;
        Ok(gone.rows_affected() > 0)
    }

    /// Sets the least score of a list's hits.
    pub async fn set_threshold(&self, list: &ListName, threshold: f64, by: &AccountId) -> Result<(), StoreError> {
        self.append(Some(by), vec![Event::ThresholdSet { list: list.clone(), threshold }], None).await?;
        sqlx::query("update alert_list set threshold = $1 where name = $2")
            .bind(threshold)
            .bind(list.as_str())
            .execute(&self.db.readers)
            .await?;
        Ok(())
    }

    /// Travellers whose crossings were recorded since `from`, each crossing once, newest first; at most `most`.
    pub async fn past_travellers(&self, from: Timestamp, most: i64) -> Result<Vec<(Timestamp, Traveller)>, StoreError> {
        let rows = sqlx::query(
            "select at, primary_identifier, secondary_identifier, birth_date, sex, nationality from crossing
             where at >= $1 and stands = 1 order by at desc limit $2",
        )
        .bind(from.as_millisecond())
        .bind(most)
        .fetch_all(&self.db.readers)
        .await?;
        rows.iter()
            .map(|row| {
                let traveller = Traveller {
                    birth_date: row.try_get::<&str, _>("birth_date")?.parse().unwrap_or(PartialDate::Unknown),
                    sex: row.try_get::<&str, _>("sex")?.parse().unwrap_or(Sex::Unspecified),
                    nationality: row.try_get::<&str, _>("nationality")?.parse().ok(),
                    ..Traveller::named(columns::name(row)?, limen_domain::Source::Declared)
                };
                Ok((columns::moment(row, "at")?, traveller))
            })
            .collect()
    }
}

fn proposal(row: &DbRow) -> Result<Proposal, StoreError> {
    let body: &str = row.try_get("body")?;
    Ok(Proposal {
        id: columns::parsed(row, "id")?,
        list: ListName::parse(row.try_get("list")?).map_err(damaged)?,
        alert: if body.is_empty() { None } else { Some(serde_json::from_str(body)?) },
        version: row.try_get("version")?,
        sha256: row.try_get("sha256")?,
        report: serde_json::from_str(row.try_get("report")?)?,
        author: columns::account(row, "author")?,
        at: columns::moment(row, "at")?,
        is_open: row.try_get::<&str, _>("state")? == "open",
    })
}

fn parsed(bodies: Vec<String>) -> Result<Vec<Alert>, StoreError> {
    bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
}

fn bodies(alerts: &[Alert]) -> Result<Vec<(&Alert, String)>, StoreError> {
    alerts.iter().map(|alert| Ok((alert, serde_json::to_string(alert)?))).collect()
}

/// The first day on which its owner must look at an alert: for review, or because it ends; empty where there is none.
fn due(alert: &Alert) -> String {
    let days = [alert.review_on, alert.valid_until].into_iter().flatten();
    days.min().map(|day| day.to_string()).unwrap_or_default()
}

/// Puts an alert, whose JSON is `body`, into its list, in the place of the one with its identifier.
pub(crate) async fn put(
    conn: &mut Conn,
    list: &ListName,
    id: &AlertId,
    body: &str,
    alert: &Alert,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into alert (list, id, body, due) values ($1, $2, $3, $4)
         on conflict (list, id) do update set body = excluded.body, due = excluded.due",
    )
    .bind(list.as_str())
    .bind(id.as_str())
    .bind(body)
    .bind(due(alert))
    .execute(conn)
    .await?;
    Ok(())
}

async fn ensure_list(conn: &mut Conn, list: &ListName) -> Result<(), StoreError> {
    sqlx::query(
        "insert into alert_list (name, threshold, version, sha256, loaded_at) values ($1, $2, '', '', 0)
         on conflict (name) do nothing",
    )
    .bind(list.as_str())
    .bind(DEFAULT_THRESHOLD)
    .execute(conn)
    .await?;
    Ok(())
}

async fn replace_list(
    conn: &mut Conn,
    list: &ListName,
    alerts: &[Alert],
    version: &str,
    sha256: &str,
) -> Result<(), StoreError> {
    ensure_list(conn, list).await?;
    sqlx::query("update alert_list set version = $1, sha256 = $2, loaded_at = $3 where name = $4")
        .bind(version)
        .bind(sha256)
        .bind(Timestamp::now().as_millisecond())
        .bind(list.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query("delete from alert where list = $1").bind(list.as_str()).execute(&mut *conn).await?;
    for some in alerts.chunks(ROWS_TOGETHER) {
        let mut query = Sql::new("insert into alert (list, id, body, due) ");
        query.push_values(bodies(some)?, |mut row, (alert, body)| {
            row.push_bind(list.as_str().to_owned()).push_bind(alert.id.as_str().to_owned()).push_bind(body);
            row.push_bind(due(alert));
        });
        query.build_for(conn).execute(&mut *conn).await?;
    }
    Ok(())
}
