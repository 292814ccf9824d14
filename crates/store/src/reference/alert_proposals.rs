//! What is proposed for the alert lists, and a second person's word on it: decision and effect are one transaction.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    journal::Changed,
    reference::{
        alert_lists, alerts,
        proposals::{self, Closed, ProposalKind},
        turns::{self, Turned},
    },
};
use jiff::Timestamp;
use limen_domain::{AccountId, Alert, AlertId, Event, ListName, StatedReason};
use sqlx::Row;
use uuid::Uuid;

/// Something that is to be put into a list.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Which.
    pub id: Uuid,
    /// Into which list.
    pub list: ListName,
    /// The alert; `None` where the whole list is to be another.
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
    /// The second person's word; `None` while it waits for it.
    pub closed: Option<Closed>,
}

/// What a second person's word led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Nothing: it no longer waits, or is not for them to decide.
    Not,
    /// It was rejected.
    Rejected,
    /// It holds from this turn on.
    Approved(i64),
}

impl Store {
    /// Proposes one alert, new or in the place of the one with its identifier.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn propose_alert(&self, alert: &Alert, author: &AccountId) -> Result<Uuid, StoreError> {
        let (list, alert) = (alert.list.clone(), Some(alert.clone()));
        let new = New { list, alert, version: String::new(), sha256: String::new(), report: Vec::new() };
        self.propose(self.new_id(), new, author).await
    }

    /// Lays a proposal before a second person.
    pub(crate) async fn propose(&self, id: Uuid, new: New, author: &AccountId) -> Result<Uuid, StoreError> {
        let now = self.now();
        let by = author.clone();
        self.change(Some(author), move |conn| {
            Box::pin(async move {
                let mut insert = Insert::into("proposal");
                let row = insert
                    .row()
                    .set("list", new.list.as_str())
                    .set("body", new.alert.as_ref().map(serde_json::to_string).transpose()?.unwrap_or_default())
                    .set("version", new.version)
                    .set("sha256", &new.sha256)
                    .set("report", serde_json::to_string(&new.report)?);
                proposals::open(row, id, &by, now);
                insert.run(conn).await?;
                Ok(Some(Changed::noted(vec![Event::AlertsProposed {
                    proposal: id,
                    list: new.list,
                    alert: new.alert.map(Box::new),
                    sha256: Some(new.sha256).filter(|sha256| !sha256.is_empty()),
                }])))
            })
        })
        .await?;
        Ok(id)
    }

    /// The proposals that wait for a second person, oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn open_proposals(&self) -> Result<Vec<Proposal>, StoreError> {
        let rows =
            sqlx::query("select * from proposal where state = 'open' order by at").fetch_all(&self.db.pool).await?;
        rows.iter().map(of_row).collect()
    }

    /// One proposal.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn proposal(&self, id: Uuid) -> Result<Option<Proposal>, StoreError> {
        proposal(&mut *self.db.pool.acquire().await?, id).await
    }

    /// Approves a proposal, which holds from then on, or rejects it. What no longer waits is left as it is, and so is what
    /// `by` proposed and would approve ([`crate::may_decide`]).
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn decide_proposal(
        &self,
        id: Uuid,
        approved: bool,
        by: &AccountId,
        reason: &str,
    ) -> Result<Decided, StoreError> {
        let now = self.now();
        let (second, reason) = (by.clone(), reason.to_owned());
        let decided = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let may_decide = |proposal: &Proposal| proposals::may_decide(approved, &second, &proposal.author);
                let Some(proposal) = proposal(conn, id).await?.filter(may_decide) else { return Ok(None) };
                if !proposals::close(conn, ProposalKind::Alerts, id, approved, &second, &reason, now).await? {
                    return Ok(None);
                }
                let answer = match (&proposal.alert, approved) {
                    (_, false) => Decided::Rejected,
                    (Some(alert), true) => {
                        alerts::ensure_list(conn, &alert.list).await?;
                        Decided::Approved(alerts::put(conn, &serde_json::to_string(alert)?, alert).await?)
                    }
                    (None, true) => Decided::Approved(
                        alert_lists::turn_to(conn, &proposal.list, id, &proposal.version, &proposal.sha256, now)
                            .await?,
                    ),
                };
                Ok(Some(Changed { events: vec![Event::ProposalDecided { proposal: id, approved, reason }], answer }))
            })
        });
        Ok(decided.await?.unwrap_or(Decided::Not))
    }

    /// Withdraws an alert at once. Returns the turn from which on it stops nobody; `None` where there is no such alert.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn withdraw_alert(
        &self,
        list: &ListName,
        id: &AlertId,
        by: &AccountId,
        reason: &StatedReason,
    ) -> Result<Option<i64>, StoreError> {
        let (list, id, reason) = (list.clone(), id.clone(), reason.as_str().to_owned());
        self.change(Some(by), move |conn| {
            Box::pin(async move {
                let Some(answer) = alerts::remove(conn, &list, &id).await? else { return Ok(None) };
                Ok(Some(Changed { events: vec![Event::AlertWithdrawn { list, alert: id, reason }], answer }))
            })
        })
        .await
    }

    /// Sets the least score of a list's hits. Returns the turn from which on it holds; `None` where there is no such list.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn set_threshold(
        &self,
        list: &ListName,
        threshold: f64,
        by: &AccountId,
    ) -> Result<Option<i64>, StoreError> {
        let list = list.clone();
        self.change(Some(by), move |conn| {
            Box::pin(async move {
                let set = sqlx::query("update alert_list set threshold = $1 where name = $2")
                    .bind(threshold)
                    .bind(list.as_str())
                    .execute(&mut *conn)
                    .await?;
                if set.rows_affected() == 0 {
                    return Ok(None);
                }
                let answer = turns::note(conn, &Turned::Others).await?;
                Ok(Some(Changed { events: vec![Event::ThresholdSet { list, threshold }], answer }))
            })
        })
        .await
    }
}

/// What is proposed.
pub(crate) struct New {
    pub list: ListName,
    pub alert: Option<Alert>,
    pub version: String,
    pub sha256: String,
    pub report: Vec<String>,
}

async fn proposal(conn: &mut Conn, id: Uuid) -> Result<Option<Proposal>, StoreError> {
    let row = sqlx::query("select * from proposal where id = $1").bind(id.to_string()).fetch_optional(conn).await?;
    row.as_ref().map(of_row).transpose()
}

fn of_row(row: &DbRow) -> Result<Proposal, StoreError> {
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
        closed: proposals::closed(row)?,
    })
}
