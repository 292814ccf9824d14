//! Crossings, as they are written and as they are read one by one; what is open at a counter.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, ROWS_TOGETHER, Sql, columns},
    error::damaged,
    journal::Entry,
    record::{
        flows, presentations,
        same_person::{self, push_keys},
    },
};
use jiff::Timestamp;
use limen_domain::{
    AccountId, Crossing, CrossingId, DecisionKind, Direction, DocumentKey, Event, Hit, Judged, Judgement,
    MadeJudgement, Mode, NodeId, PostId, Presentation, Purpose, TravelDocument,
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

/// Where an event stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPlace {
    /// In whose journal.
    pub node: NodeId,
    /// Under which number.
    pub seq: i64,
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
    /// Why it was cancelled; `None` where it was not.
    pub cancelled: Option<String>,
    /// The taking back that undid it, for an exit.
    pub undone_by: Option<CrossingId>,
    /// Its event.
    pub event: EventPlace,
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

/// A crossing that is to be written: recorded, or corrected.
pub(crate) struct Recorded<'a> {
    pub entry: &'a Entry,
    pub crossing: &'a Crossing,
    /// The record that it takes the place of.
    pub corrects: Option<CrossingId>,
    /// Why it does.
    pub reason: &'a str,
}

/// Writes crossings, and empties `rows`. A decision ends the presentation of the same identifier, settles the referral that
/// it takes up, and undoes the exit that it takes back.
pub(crate) async fn insert(conn: &mut Conn, rows: &mut Vec<Recorded<'_>>) -> Result<(), StoreError> {
    for some in rows.chunks(ROWS_TOGETHER) {
        let mut insert = Insert::into("crossing");
        for Recorded { entry, crossing, corrects, reason } in some {
            let (traveller, journey) = (&crossing.traveller, &crossing.journey);
            let document = traveller.document.as_ref();
            // Records from before the post's day was kept are counted by the day in Greenwich.
            let day = crossing.day.unwrap_or_else(|| crossing.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
            let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
            let key = document.and_then(TravelDocument::key);
            insert
                .row()
                .set("id", crossing.id.to_string())
                .set("node", entry.node.as_str().to_owned())
                .set("seq", entry.seq)
                .set("post", crossing.post.as_str().to_owned())
                .set("at", crossing.at.as_millisecond())
                .set("direction", crossing.direction.code())
                .set("decision", crossing.decision.kind().code())
                .set("grounds", crossing.decision.grounds())
                .set("primary_identifier", traveller.name.primary.clone())
                .set("secondary_identifier", traveller.name.secondary.clone())
                .set("search_key", traveller.name.search_key())
                .set("birth_date", traveller.birth_date.to_string())
                .set("age", traveller.ages_on(day).map(|ages| i64::from(ages.youngest)))
                .set("sex", traveller.sex.code())
                .set("nationality", text(traveller.nationality.as_ref().map(|code| code.as_str())))
                .set("document_kind", text(document.map(|document| document.kind.code())))
                .set(
                    "document_issuer",
                    text(document.and_then(|document| document.issuer.as_ref()).map(|code| code.as_str())),
                )
                .set("document_number", text(document.map(|document| document.number.as_str())))
                .set("source", traveller.source.code())
                .set("purpose", text(journey.purpose.map(|purpose| purpose.code())))
                .set("mode", text(journey.mode.map(|mode| mode.code())))
                .set("origin", text(journey.origin.as_deref()))
                .set("destination", text(journey.destination.as_deref()))
                .set("stay_days", journey.stay_days.map(i64::from))
                .set("authorised", crossing.authorised.map(|until| until.to_string()).unwrap_or_default())
                .set("permit", crossing.permit_stay().map(|permit| permit.to_string()).unwrap_or_default())
                .set("officer", crossing.officer.as_str().to_owned())
                .set("stamp", text(crossing.stamp.as_deref()))
                .set("corrects", corrects.map(|id| id.to_string()))
                .set("correction_reason", (*reason).to_owned())
                .set("corrected_by", None::<String>)
                .set("settled_by", None::<String>)
                .set("document", key.map(|key| key.to_string()).unwrap_or_default())
                .set("status", traveller.status.code())
                .set("party", crossing.party.map(|party| party.to_string()).unwrap_or_default())
                .set("member", crossing.member.map(i64::from))
                .set("adult", journey.adult.map(|adult| adult.to_string()))
                .set("drives", i64::from(journey.drives))
                .set("visa", text(crossing.visa.as_ref().map(|visa| visa.as_str())))
                .set("residence", text(journey.residence.as_ref().map(|code| code.as_str())));
        }
        insert.run(conn).await?;
    }
    flows::recorded(conn, rows.iter().map(|row| row.crossing)).await?;
    presentations::end_all(conn, rows.iter().map(|row| row.crossing.id)).await?;
    for row in rows.drain(..) {
        if let Some(referral) = row.crossing.settles {
            sqlx::query("update crossing set settled_by = $1 where id = $2")
                .bind(row.crossing.id.to_string())
                .bind(referral.to_string())
                .execute(&mut *conn)
                .await?;
        }
        same_person::shown_together(conn, row.crossing, row.entry).await?;
        for answered in &row.crossing.journey.health {
            sqlx::query("insert into health_answer (crossing, question, answer) values ($1, $2, $3)")
                .bind(row.crossing.id.to_string())
                .bind(&answered.question)
                .bind(answered.answer.code())
                .execute(&mut *conn)
                .await?;
        }
        if let Some(exit) = row.crossing.undoes {
            sqlx::query("update crossing set undone_by = $1, stands = 0 where id = $2")
                .bind(row.crossing.id.to_string())
                .bind(exit.to_string())
                .execute(&mut *conn)
                .await?;
            flows::changed(conn, exit).await?;
        }
    }
    Ok(())
}

/// Marks a crossing as corrected by another.
pub(crate) async fn correct(conn: &mut Conn, mistaken: CrossingId, by: CrossingId) -> Result<(), StoreError> {
    sqlx::query("update crossing set corrected_by = $1, stands = 0 where id = $2")
        .bind(by.to_string())
        .bind(mistaken.to_string())
        .execute(&mut *conn)
        .await?;
    // Under another number, the one ends and begins other stays than the other did.
    flows::changed(conn, mistaken).await?;
    flows::changed(conn, by).await
}

/// Cancels a crossing, which did not happen: it settles and undoes nothing any more.
pub(crate) async fn cancel(conn: &mut Conn, crossing: CrossingId, reason: &str) -> Result<(), StoreError> {
    flows::changed(conn, crossing).await?;
    let id = crossing.to_string();
    sqlx::query("update crossing set cancelled = $1, stands = 0 where id = $2")
        .bind(reason)
        .bind(&id)
        .execute(&mut *conn)
        .await?;
    sqlx::query("update crossing set settled_by = null where settled_by = $1").bind(&id).execute(&mut *conn).await?;
    sqlx::query(
        "update crossing set undone_by = null,
             stands = case when corrected_by is null and cancelled is null then 1 else 0 end
         where undone_by = $1",
    )
    .bind(&id)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

impl Store {
    /// The traveller who waits at this officer's counter, with the hits as far as they are judged.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn open_presentation(
        &self,
        officer: &AccountId,
    ) -> Result<Option<(Presentation, Vec<Judged>)>, StoreError> {
        let body: Option<String> =
            sqlx::query_scalar("select body from presentation where officer = $1 and ended = 0 order by at desc")
                .bind(officer.as_str())
                .fetch_optional(&self.db.pool)
                .await?;
        self.with_judgements(body).await
    }

    /// A presentation, waiting or ended, with the hits as far as they are judged.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn presentation(&self, id: CrossingId) -> Result<Option<(Presentation, Vec<Judged>)>, StoreError> {
        let body: Option<String> = sqlx::query_scalar("select body from presentation where id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.db.pool)
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
            .fetch_all(&self.db.pool)
            .await?;
        for row in rows {
            let (list, alert): (&str, &str) = (row.try_get("list")?, row.try_get("alert")?);
            let judgement: Judgement = columns::parsed(&row, "judgement")?;
            let (officer, at) = (columns::account(&row, "officer")?, columns::moment(&row, "at")?);
            let made = MadeJudgement { judgement, officer, at, reason: row.try_get("reason")? };
            let of_it =
                |judged: &&mut Judged| judged.hit.alert.list.as_str() == list && judged.hit.alert.id.as_str() == alert;
            // Each hit of the alert, should a journal name it twice: a standing knows them as one.
            hits.iter_mut().filter(of_it).for_each(|judged| judged.judgement = Some(made.clone()));
        }
        Ok(hits)
    }

    /// The latest crossings with any of these documents, and how many there are in all. Those corrected or cancelled
    /// are left out.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
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
        let rows = query.build().fetch_all(&self.db.pool).await?;
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
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn record(&self, id: CrossingId) -> Result<Option<Record>, StoreError> {
        let row = sqlx::query(
            "select node, seq, corrects, correction_reason, corrected_by, settled_by, cancelled, undone_by,
                drives
             from crossing where id = $1",
        )
        .bind(id.to_string())
        .fetch_optional(&self.db.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let (node, seq) = columns::place(&row)?;
        let mut crossing = match self.event(node.as_str(), seq).await? {
            Some(Event::CrossingRecorded(crossing) | Event::CrossingCorrected { crossing, .. }) => *crossing,
            Some(_) => return Err(damaged("a crossing's event is of another kind")),
            None => return Ok(None),
        };
        // Who drives may have been said when the party ended.
        crossing.journey.drives = row.try_get::<i64, _>("drives")? != 0;
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
            event: EventPlace { node, seq },
        }))
    }
}
