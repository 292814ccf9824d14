//! Hits as they were found and judged, and the pairs that an officer found to be two people.
//!
//! A cleared pair is one document and one alert, with a hash of what each said and of which document numbers tied them; when
//! either says something else, or another document ties them, the judgement no longer speaks of it.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    hash::sha256_hex,
    journal::Entry,
};
use jiff::Timestamp;
use limen_domain::{
    AccountId, Action, Alert, AlertId, CrossingId, DecisionKind, DocumentKey, Hit, JudgedBefore, Judgement, ListName,
    Presentation, Reason, SetAside, SetAsideReason, TravelDocument, Traveller,
};
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeSet;

/// The condition that a `hit`, joined with its `judgement` if there is one, is confirmed.
pub(crate) const CONFIRMED: &str =
    "coalesce(judgement.judgement, case when hit.confirmed_by <> '' then 'confirmed' end) = 'confirmed'";

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
    /// What was judged, and by whom; `None` while nobody has.
    pub judgement: Option<(Judgement, AccountId)>,
    /// Whether it was found for a party's vehicle, which `presentation` then names.
    pub is_of_party: bool,
    /// What became of the traveller.
    pub end: HitEnd,
}

/// Why someone was set aside, or a party was ended.
#[derive(Debug, Clone)]
pub struct SetAsideBy {
    /// Why.
    pub why: SetAside,
    /// By whom.
    pub officer: AccountId,
    /// When.
    pub at: Timestamp,
}

/// What became of the traveller or vehicle that a hit was found for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HitEnd {
    /// It waits.
    Waits,
    /// A decision was recorded.
    Decided(DecisionKind),
    /// It was set aside: why, by which officer, and when.
    SetAside(SetAside, AccountId, Timestamp),
    /// It was set aside without one, or its vehicle's party ended.
    Gone,
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
        let mut insert = Insert::into("hit");
        insert
            .row()
            .set("presentation", id.to_string())
            .set("list", hit.alert.list.as_str())
            .set("alert", hit.alert.id.as_str())
            .set("at", at.as_millisecond())
            .set("officer", officer.as_str())
            .set("traveller", whose)
            .set("score", hit.score)
            .set("action", hit.alert.action.code())
            .set("confirmed_by", hit.confirmed_before.as_ref().map_or("", |before| before.officer.as_str()));
        insert.or_leave("presentation, list, alert");
        insert.run(conn).await?;
    }
    Ok(())
}

/// Notes why someone was set aside, or a party was ended, where it was asked.
pub(crate) async fn set_aside(
    conn: &mut Conn,
    id: CrossingId,
    why: Option<&SetAside>,
    entry: &Entry,
) -> Result<(), StoreError> {
    let Some(SetAside { reason, words }) = why else { return Ok(()) };
    let mut insert = Insert::into("set_aside");
    insert
        .row()
        .set("presentation", id.to_string())
        .set("reason", reason.code())
        .set("words", words)
        .set("officer", entry.actor())
        .set("at", entry.new.at.as_millisecond());
    insert.or_leave("presentation");
    insert.run(conn).await?;
    Ok(())
}

/// Forgets the judgement of a vehicle's hit, which is to be judged anew.
pub(crate) async fn reopened(
    conn: &mut Conn,
    of: CrossingId,
    list: &ListName,
    alert: &AlertId,
) -> Result<(), StoreError> {
    sqlx::query("delete from judgement where presentation = $1 and list = $2 and alert = $3")
        .bind(of.to_string())
        .bind(list.as_str())
        .bind(alert.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps a judgement; remembers a cleared pair, and forgets one that was confirmed after all.
pub(crate) async fn judged(
    conn: &mut Conn,
    presentation: CrossingId,
    list: &ListName,
    alert: &AlertId,
    judgement: Judgement,
    entry: &Entry,
    reason: &str,
) -> Result<(), StoreError> {
    let mut insert = Insert::into("judgement");
    insert
        .row()
        .set("presentation", presentation.to_string())
        .set("list", list.as_str())
        .set("alert", alert.as_str())
        .set("judgement", judgement.code())
        .set("reason", reason)
        .set("officer", entry.actor())
        .set("at", entry.new.at.as_millisecond());
    insert.or_update("presentation, list, alert", &[]);
    insert.run(conn).await?;
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
    let mut insert = Insert::into("cleared_pair");
    insert
        .row()
        .set("document", document)
        .set("list", list.as_str())
        .set("alert", alert.as_str())
        .set("traveller_hash", cleared_hash(&presentation.traveller, hit))
        .set("alert_hash", alert_hash(&hit.alert)?)
        .set("officer", officer.as_str())
        .set("at", entry.new.at.as_millisecond())
        .set("reason", reason);
    insert.run(conn).await?;
    Ok(())
}

/// The document of a traveller, as a pair is remembered by; `None` where there is none.
fn document_key(traveller: &Traveller) -> Option<String> {
    traveller.document.as_ref().and_then(TravelDocument::key).as_ref().map(DocumentKey::to_string)
}

/// What of a traveller a clearing speaks of. Documents of the alert that they showed are part of it: who was cleared by the
/// name is asked about when one of these is laid beside the passport.
fn cleared_hash(traveller: &Traveller, hit: &Hit) -> String {
    let number = |reason: &Reason| match reason {
        Reason::DocumentNumber { number, .. } => Some(number.to_string()),
        _ => None,
    };
    let numbers: BTreeSet<String> = hit.reasons.iter().filter_map(number).collect();
    let said = traveller_hash(traveller);
    if numbers.is_empty() {
        said
    } else {
        sha256_hex(numbers.into_iter().fold(said, |all, one| all + "\n" + &one).as_bytes())
    }
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
    /// Marks those of the hits that an officer has judged for this traveller's document, where both still say the same as
    /// then; one that is marked already stays as it is.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn recall_judged(&self, traveller: &Traveller, hits: &mut [Hit]) -> Result<(), StoreError> {
        let Some(document) = document_key(traveller) else { return Ok(()) };
        for hit in hits.iter_mut().filter(|hit| hit.confirmed_before.is_none()) {
            // What was cleared after it was confirmed is a cleared pair; what was confirmed after it was cleared is none.
            hit.cleared_before = self.cleared(&document, traveller, hit).await?;
            if hit.cleared_before.is_none() {
                hit.confirmed_before = self.confirmed(&document, traveller, hit).await?;
            }
        }
        Ok(())
    }

    async fn cleared(
        &self,
        document: &str,
        traveller: &Traveller,
        hit: &Hit,
    ) -> Result<Option<JudgedBefore>, StoreError> {
        let row = sqlx::query(
            "select officer, at, reason from cleared_pair
             where document = $1 and list = $2 and alert = $3 and traveller_hash = $4 and alert_hash = $5",
        )
        .bind(document)
        .bind(hit.alert.list.as_str())
        .bind(hit.alert.id.as_str())
        .bind(cleared_hash(traveller, hit))
        .bind(alert_hash(&hit.alert)?)
        .fetch_optional(&self.db.pool)
        .await?;
        row.as_ref().map(judged_before).transpose()
    }

    /// The last judgement that confirmed this document's holder as the alert's, both as they are now; `None` if there
    /// is none.
    async fn confirmed(
        &self,
        document: &str,
        traveller: &Traveller,
        hit: &Hit,
    ) -> Result<Option<JudgedBefore>, StoreError> {
        let row = sqlx::query(
            "select judgement.*, presentation.body from hit join judgement using (presentation, list, alert)
             join presentation on presentation.id = hit.presentation
             where hit.list = $1 and hit.alert = $2 and presentation.document = $3
             order by judgement.at desc limit 1",
        )
        .bind(hit.alert.list.as_str())
        .bind(hit.alert.id.as_str())
        .bind(document)
        .fetch_optional(&self.db.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let then: Presentation = serde_json::from_str(row.try_get("body")?)?;
        let was = then.hits.iter().find(|was| was.alert.list == hit.alert.list && was.alert.id == hit.alert.id);
        let is_same = was.is_some_and(|was| was.alert == hit.alert)
            && traveller_hash(&then.traveller) == traveller_hash(traveller);
        let is_confirmed = columns::parsed::<Judgement>(&row, "judgement")? == Judgement::Confirmed;
        if is_same && is_confirmed { judged_before(&row).map(Some) } else { Ok(None) }
    }

    /// The latest hits, newest first; of one alert, where it is named.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn hits(&self, of: Option<(&ListName, &AlertId)>, most: i64) -> Result<Vec<HitRow>, StoreError> {
        let (list, alert) = of.map_or(("", ""), |(list, alert)| (list.as_str(), alert.as_str()));
        let query = format!("{HITS} where $1 = '' or (hit.list = $1 and hit.alert = $2) order by hit.at desc limit $3");
        let rows = sqlx::query(AssertSqlSafe(query)).bind(list).bind(alert).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(hit_row).collect()
    }

    /// Why someone was set aside, or a party was ended; `None` where no reason was asked.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn why_set_aside(&self, id: CrossingId) -> Result<Option<SetAsideBy>, StoreError> {
        let row = sqlx::query("select * from set_aside where presentation = $1").bind(id.to_string());
        let row = row.fetch_optional(&self.db.pool).await?;
        let read = |row: &DbRow| {
            let why = SetAside { reason: columns::parsed(row, "reason")?, words: row.try_get("words")? };
            Ok(SetAsideBy { why, officer: columns::account(row, "officer")?, at: columns::moment(row, "at")? })
        };
        row.as_ref().map(read).transpose()
    }

    /// The hits that were set aside since `since` for a reason and without a judgement that they are of somebody else,
    /// newest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn set_aside_hits(&self, since: Timestamp, most: i64) -> Result<Vec<HitRow>, StoreError> {
        let query = format!(
            "{HITS} where set_aside.at >= $1 and coalesce(judgement.judgement, '') <> 'cleared'
             and hit.action <> 'inform-discreetly' order by set_aside.at desc limit $2"
        );
        let rows = sqlx::query(AssertSqlSafe(query)).bind(since.as_millisecond()).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(hit_row).collect()
    }
}

/// Hits with their judgement, and with the outcome for the traveller or vehicle.
const HITS: &str = "select hit.*, judgement.judgement, judgement.officer as judged_by, crossing.decision,
         set_aside.reason as set_aside, set_aside.words, set_aside.officer as set_aside_by, set_aside.at as set_aside_at,
         case when party.id is null then 0 else 1 end as of_party,
         case when presentation.ended = 0 or party.state <> 'ended' then 1 else 0 end as waits
     from hit left join judgement using (presentation, list, alert)
     left join crossing on crossing.id = hit.presentation left join presentation on presentation.id = hit.presentation
     left join party on party.id = hit.presentation left join set_aside on set_aside.presentation = hit.presentation";

fn hit_row(row: &DbRow) -> Result<HitRow, StoreError> {
    let judged: Option<&str> = row.try_get("judgement")?;
    let judgement = match judged {
        Some(judged) => Some((judged.parse().map_err(damaged)?, columns::account(row, "judged_by")?)),
        None if row.try_get::<&str, _>("confirmed_by")?.is_empty() => None,
        None => Some((Judgement::Confirmed, columns::account(row, "confirmed_by")?)),
    };
    let decision: Option<&str> = row.try_get("decision")?;
    let why: Option<&str> = row.try_get("set_aside")?;
    let end = match (decision, why) {
        (Some(decision), _) => HitEnd::Decided(decision.parse().map_err(damaged)?),
        (None, Some(why)) => {
            let reason: SetAsideReason = why.parse().map_err(damaged)?;
            let why = SetAside { reason, words: row.try_get("words")? };
            HitEnd::SetAside(why, columns::account(row, "set_aside_by")?, columns::moment(row, "set_aside_at")?)
        }
        (None, None) if row.try_get::<i64, _>("waits")? != 0 => HitEnd::Waits,
        (None, None) => HitEnd::Gone,
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
        is_of_party: row.try_get::<i64, _>("of_party")? != 0,
        end,
    })
}

fn judged_before(row: &DbRow) -> Result<JudgedBefore, StoreError> {
    Ok(JudgedBefore {
        officer: columns::account(row, "officer")?,
        at: columns::moment(row, "at")?,
        reason: row.try_get("reason")?,
    })
}
