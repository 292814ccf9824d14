//! Hits as they were found and judged, and the pairs that an officer found to be two people.
//!
//! A cleared pair is one document and one alert, with a hash of what each said; when either says something else, the
//! judgement no longer speaks of it.

use crate::{Store, StoreError, columns, db::Conn, error::damaged, journal::Entry, sha256_hex};
use jiff::Timestamp;
use limen_domain::{
    AccountId, Action, Alert, AlertId, ClearedBefore, CrossingId, DocumentKey, Hit, Judgement, ListName, Presentation,
    TravelDocument, Traveller,
};
use sqlx::Row;

/// A hit with what became of it.
#[derive(Debug, Clone)]
pub struct HitRow {
    /// The presentation it was found for; a crossing of the same identifier says how that ended.
    pub presentation: CrossingId,
    /// The alert's list.
    pub list: ListName,
    /// The alert.
    pub alert: AlertId,
    /// When it was found.
    pub at: Timestamp,
    /// At whose counter.
    pub officer: AccountId,
    /// The traveller's name.
    pub traveller: String,
    /// Its score, 0 to 1.
    pub score: f64,
    /// What the alert asked for.
    pub action: Action,
    /// What was judged, and by whom; nothing while nobody has.
    pub judgement: Option<(Judgement, AccountId)>,
}

/// Notes the hits of a presentation.
pub(crate) async fn found(conn: &mut Conn, presentation: &Presentation) -> Result<(), StoreError> {
    let Presentation { id, at, officer, traveller, hits, .. } = presentation;
    note(conn, *id, hits, *at, officer, &traveller.name.to_string()).await
}

/// Notes hits for a traveller, or for a vehicle by its plate; those of a party that is taken in again stand once.
pub(crate) async fn note(
    conn: &mut Conn,
    id: CrossingId,
    hits: &[Hit],
    at: Timestamp,
    officer: &AccountId,
    whose: &str,
) -> Result<(), StoreError> {
    for hit in hits {
        sqlx::query(
            "insert into hit (presentation, list, alert, at, officer, traveller, score, action)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (presentation, list, alert) do nothing",
        )
        .bind(id.to_string())
        .bind(hit.alert.list.as_str())
        .bind(hit.alert.id.as_str())
        .bind(at.as_millisecond())
        .bind(officer.as_str())
        .bind(whose)
        .bind(hit.score)
        .bind(hit.alert.action.code())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Remembers a cleared pair, and forgets one that was confirmed after all.
pub(crate) async fn judged(
    conn: &mut Conn,
    presentation: CrossingId,
    list: &ListName,
    alert: &AlertId,
    judgement: Judgement,
    entry: &Entry,
    reason: &str,
) -> Result<(), StoreError> {
    let body: Option<String> = sqlx::query_scalar("select body from presentation where id = $1")
        .bind(presentation.to_string())
        .fetch_optional(&mut *conn)
        .await?;
    let Some(body) = body else { return Ok(()) };
    let presentation: Presentation = serde_json::from_str(&body)?;
    let Some(document) = document_key(&presentation.traveller) else { return Ok(()) };
    let hit = presentation.hits.iter().find(|hit| hit.alert.list == *list && hit.alert.id == *alert);
    let (Some(hit), Some(officer)) = (hit, &entry.new.actor) else { return Ok(()) };
    sqlx::query("delete from cleared_pair where document = $1 and list = $2 and alert = $3")
        .bind(&document)
        .bind(list.as_str())
        .bind(alert.as_str())
        .execute(&mut *conn)
        .await?;
    if judgement == Judgement::Confirmed {
        return Ok(());
    }
    sqlx::query(
        "insert into cleared_pair (document, list, alert, traveller_hash, alert_hash, officer, at, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(document)
    .bind(list.as_str())
    .bind(alert.as_str())
    .bind(traveller_hash(&presentation.traveller))
    .bind(alert_hash(&hit.alert)?)
    .bind(officer.as_str())
    .bind(entry.new.at.as_millisecond())
    .bind(reason)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// The document of a traveller, as a pair is remembered by; nothing where there is none.
fn document_key(traveller: &Traveller) -> Option<String> {
    traveller.document.as_ref().and_then(TravelDocument::key).as_ref().map(DocumentKey::to_string)
}

fn traveller_hash(traveller: &Traveller) -> String {
    let nationality = traveller.nationality.map(|state| state.to_string()).unwrap_or_default();
    let said = [&traveller.name.search_key(), &traveller.birth_date.to_string(), traveller.sex.code(), &nationality];
    sha256_hex(said.join("\n").as_bytes())
}

fn alert_hash(alert: &Alert) -> Result<String, StoreError> {
    Ok(sha256_hex(&serde_json::to_vec(alert)?))
}

impl Store {
    /// Marks those of the hits that an officer has cleared for this traveller's document, where both still say the
    /// same as then.
    pub async fn recall_cleared(&self, traveller: &Traveller, hits: &mut [Hit]) -> Result<(), StoreError> {
        let Some(document) = document_key(traveller) else { return Ok(()) };
        for hit in hits {
            let row = sqlx::query(
                "select officer, at, reason from cleared_pair
                 where document = $1 and list = $2 and alert = $3 and traveller_hash = $4 and alert_hash = $5",
            )
            .bind(&document)
            .bind(hit.alert.list.as_str())
            .bind(hit.alert.id.as_str())
            .bind(traveller_hash(traveller))
            .bind(alert_hash(&hit.alert)?)
            .fetch_optional(&self.db.readers)
            .await?;
            if let Some(row) = row {
                hit.cleared_before = Some(ClearedBefore {
                    officer: columns::account(&row, "officer")?,
                    at: columns::moment(&row, "at")?,
                    reason: row.try_get("reason")?,
                });
            }
        }
        Ok(())
    }

    /// The latest hits, newest first; of one alert, where it is named.
    pub async fn hits(&self, of: Option<(&ListName, &AlertId)>, most: i64) -> Result<Vec<HitRow>, StoreError> {
        let (list, alert) = of.map_or(("", ""), |(list, alert)| (list.as_str(), alert.as_str()));
        let rows = sqlx::query(
            "select hit.*, judgement.judgement, judgement.officer as judged_by
             from hit left join judgement on judgement.presentation = hit.presentation
                 and judgement.list = hit.list and judgement.alert = hit.alert
             where $1 = '' or (hit.list = $1 and hit.alert = $2) order by hit.at desc limit $3",
        )
        .bind(list)
        .bind(alert)
        .bind(most)
        .fetch_all(&self.db.readers)
        .await?;
        rows.iter()
            .map(|row| {
                let judged: Option<&str> = row.try_get("judgement")?;
                let judgement = match judged {
                    Some(judged) => {
                        let by = columns::account(row, "judged_by")?;
                        Some((judged.parse().map_err(damaged)?, by))
                    }
                    None => None,
                };
                Ok(HitRow {
                    presentation: columns::parsed(row, "presentation")?,
                    list: ListName::parse(row.try_get("list")?).map_err(damaged)?,
                    alert: AlertId::parse(row.try_get("alert")?).map_err(damaged)?,
                    at: columns::moment(row, "at")?,
                    officer: columns::account(row, "officer")?,
                    traveller: row.try_get("traveller")?,
                    score: row.try_get("score")?,
                    action: columns::parsed(row, "action")?,
                    judgement,
                })
            })
            .collect()
    }
}
