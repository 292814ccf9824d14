//! Reading travellers at the counter and crossings one by one.

use crate::{
    Store, StoreError,
    database::{Sql, columns},
    error::damaged,
    record::same_person::push_keys,
};
use jiff::Timestamp;
use limen_domain::{
    AccountId, Crossing, CrossingId, DecisionKind, Direction, DocumentKey, Event, Hit, Judged, Judgement, Mode, PostId,
    Presentation, Purpose,
};
use sqlx::Row;

/// An earlier crossing of someone at the counter.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Which.
    pub id: CrossingId,
    /// Where.
    pub post: PostId,
    /// When.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// How it ended.
    pub decision: DecisionKind,
    /// Why they travelled.
    pub purpose: Option<Purpose>,
    /// How they travelled.
    pub mode: Option<Mode>,
    /// Origin on an entry, destination on an exit.
    pub town: String,
    /// With which document.
    pub document: String,
}

/// A recorded crossing with what became of it.
#[derive(Debug, Clone)]
pub struct Record {
    /// The crossing.
    pub crossing: Crossing,
    /// The crossing it took the place of.
    pub corrects: Option<CrossingId>,
    /// Why it did.
    pub correction_reason: String,
    /// The crossing that took its place.
    pub corrected_by: Option<CrossingId>,
    /// The decision that settled it, for a referral.
    pub settled_by: Option<CrossingId>,
    /// Why it was cancelled; nothing where it was not.
    pub cancelled: Option<String>,
    /// The taking back that undid it, for an exit.
    pub undone_by: Option<CrossingId>,
    /// Its event: the node and its number.
    pub event: (String, i64),
}

impl Record {
    /// Whether it may still be corrected, cancelled or settled.
    pub fn is_current(&self) -> bool {
        self.corrected_by.is_none() && self.cancelled.is_none() && self.undone_by.is_none()
    }

    /// Whether it is a referral that nobody has settled.
    pub fn is_open_referral(&self) -> bool {
        self.crossing.decision.kind() == DecisionKind::Refer && self.settled_by.is_none() && self.is_current()
    }
}

impl Store {
    /// The traveller who waits at this officer's counter, with the hits as far as they are judged.
    pub async fn open_presentation(
        &self,
        officer: &AccountId,
    ) -> Result<Option<(Presentation, Vec<Judged>)>, StoreError> {
        let body: Option<String> =
            sqlx::query_scalar("select body from presentation where officer = $1 and ended = 0 order by at desc")
                .bind(officer.as_str())
                .fetch_optional(&self.db.readers)
                .await?;
        self.with_judgements(body).await
    }

    /// A presentation, waiting or ended, with the hits as far as they are judged.
    pub async fn presentation(&self, id: CrossingId) -> Result<Option<(Presentation, Vec<Judged>)>, StoreError> {
        let body: Option<String> = sqlx::query_scalar("select body from presentation where id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.db.readers)
            .await?;
        self.with_judgements(body).await
    }

    async fn with_judgements(&self, body: Option<String>) -> Result<Option<(Presentation, Vec<Judged>)>, StoreError> {
        let Some(body) = body else { return Ok(None) };
        let presentation: Presentation = serde_json::from_str(&body)?;
        let hits = self.judged(presentation.id, &presentation.hits).await?;
        Ok(Some((presentation, hits)))
    }

    /// Hits of a presentation, or of a party's vehicle, as far as they are judged.
    pub(crate) async fn judged(&self, id: CrossingId, hits: &[Hit]) -> Result<Vec<Judged>, StoreError> {
        let mut hits: Vec<Judged> = hits.iter().map(|hit| Judged { hit: hit.clone(), judgement: None }).collect();
        if hits.is_empty() {
            return Ok(hits);
        }
        let rows = sqlx::query("select * from judgement where presentation = $1")
            .bind(id.to_string())
            .fetch_all(&self.db.readers)
            .await?;
        for row in rows {
            let (list, alert): (&str, &str) = (row.try_get("list")?, row.try_get("alert")?);
            let judgement: Judgement = columns::parsed(&row, "judgement")?;
            let officer = columns::account(&row, "officer")?;
            let at = columns::moment(&row, "at")?;
            let judged = hits
                .iter_mut()
                .find(|judged| judged.hit.alert.list.as_str() == list && judged.hit.alert.id.as_str() == alert);
            if let Some(judged) = judged {
                judged.judgement = Some((judgement, officer, at, row.try_get("reason")?));
            }
        }
        Ok(hits)
    }

    /// The latest crossings with any of these documents, and how many there are in all. Those corrected or cancelled
    /// are left out.
    pub async fn earlier_crossings(
        &self,
        documents: &[DocumentKey],
        most: i64,
    ) -> Result<(Vec<Earlier>, i64), StoreError> {
        if documents.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let mut query = Sql::new(
            "select id, post, at, direction, decision, purpose, mode, origin, destination, document_number,
             count(*) over () as total
             from crossing where corrected_by is null and cancelled is null and document <> '' and document in ",
        );
        push_keys(&mut query, documents);
        query.push(" order by at desc limit ").push_bind(most);
        let rows = query.build().fetch_all(&self.db.readers).await?;
        let total = rows.first().map(|row| row.try_get("total")).transpose()?.unwrap_or(0);
        let earlier = rows.iter().map(|row| {
            let direction: Direction = columns::parsed(row, "direction")?;
            let town = match direction {
                Direction::Entry => row.try_get("origin")?,
                Direction::Exit => row.try_get("destination")?,
            };
            Ok(Earlier {
                id: columns::parsed(row, "id")?,
                post: columns::post(row, "post")?,
                at: columns::moment(row, "at")?,
                direction,
                decision: columns::parsed(row, "decision")?,
                purpose: row.try_get::<&str, _>("purpose")?.parse().ok(),
                mode: row.try_get::<&str, _>("mode")?.parse().ok(),
                town,
                document: row.try_get("document_number")?,
            })
        });
        Ok((earlier.collect::<Result<_, StoreError>>()?, total))
    }

    /// One recorded crossing, whole.
    pub async fn record(&self, id: CrossingId) -> Result<Option<Record>, StoreError> {
        let row = sqlx::query(
            "select node, seq, corrects, correction_reason, corrected_by, settled_by, cancelled, undone_by
             from crossing where id = $1",
        )
        .bind(id.to_string())
        .fetch_optional(&self.db.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let event: (String, i64) = (row.try_get("node")?, row.try_get("seq")?);
        let crossing = match self.event(&event.0, event.1).await? {
            Some(Event::CrossingRecorded(crossing) | Event::CrossingCorrected { crossing, .. }) => *crossing,
            Some(_) => return Err(damaged("a crossing's event is of another kind")),
            None => return Ok(None),
        };
        let other = |column: &str| -> Result<Option<CrossingId>, StoreError> {
            row.try_get::<Option<&str>, _>(column)?.map(str::parse).transpose().map_err(damaged)
        };
        Ok(Some(Record {
            crossing,
            corrects: other("corrects")?,
            correction_reason: row.try_get("correction_reason")?,
            corrected_by: other("corrected_by")?,
            settled_by: other("settled_by")?,
            cancelled: row.try_get("cancelled")?,
            undone_by: other("undone_by")?,
            event,
        }))
    }
}
