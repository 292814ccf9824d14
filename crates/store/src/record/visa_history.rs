//! What was done with a visa or permit, read from the journals, and the entries that it was used for.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, columns},
    record::crossings::EventPlace,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Authorised, CrossingId, Event, PostId, ReceiptNumber, VisaNumber};
use sqlx::Row;

/// A visa recorded, extended or revoked.
#[derive(Debug, Clone)]
pub struct VisaStep {
    /// Its event.
    pub place: EventPlace,
    /// When.
    pub at: Timestamp,
    /// By whom; `None` where another system sent it.
    pub officer: Option<AccountId>,
    /// What: one of the events of visas.
    pub event: Event,
}

/// An entry that a visa was used for.
#[derive(Debug, Clone)]
pub struct VisaUse {
    /// Its record.
    pub crossing: CrossingId,
    /// Where.
    pub post: PostId,
    /// When.
    pub at: Timestamp,
    /// Until when the holder may stay; `None` where that was not said.
    pub until: Option<Authorised>,
    /// When they left; `None` where no exit is known.
    pub left: Option<Timestamp>,
}

/// The events of visas whose payload is alike to a pattern, here and at other posts, in the order of their times.
async fn steps(conn: &mut Conn, pattern: &str) -> Result<Vec<VisaStep>, StoreError> {
    let rows = sqlx::query(
        "select node, seq, at, actor, payload from event
         where payload is not null and kind in ('visa-recorded', 'visa-extended', 'visa-revoked') and lower(payload) like $1
         union all select node, seq, at, actor, payload from known_event
         where payload like '{\"kind\":\"visa-%' and lower(payload) like $1
         order by at, node, seq",
    )
    .bind(pattern)
    .fetch_all(conn)
    .await?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in &rows {
        steps.extend(step(row)?);
    }
    Ok(steps)
}

/// What was done with a visa, the first thing first.
pub(crate) async fn of(conn: &mut Conn, number: &VisaNumber) -> Result<Vec<VisaStep>, StoreError> {
    let pattern = format!("%\"{}\"%", number.as_str().to_ascii_lowercase());
    let mut steps = steps(conn, &pattern).await?;
    steps.retain(|step| match &step.event {
        Event::VisaRecorded(visa) => visa.number == *number,
        Event::VisaExtended { visa, .. } | Event::VisaRevoked { visa, .. } => visa == number,
        _ => false,
    });
    Ok(steps)
}

/// `None` for what a later version wrote and this one does not understand.
fn step(row: &DbRow) -> Result<Option<VisaStep>, StoreError> {
    let Ok(event) = serde_json::from_str(row.try_get("payload")?) else { return Ok(None) };
    let (node, seq) = columns::place(row)?;
    Ok(Some(VisaStep {
        place: EventPlace { node, seq },
        at: columns::moment(row, "at")?,
        officer: columns::account(row, "actor").ok(),
        event,
    }))
}

/// The visa that a receipt of a post has paid for already; `None` where it is unused. Records that do not say where they
/// were made count for every post.
pub(crate) async fn paid_by(
    conn: &mut Conn,
    post: &PostId,
    receipt: &ReceiptNumber,
) -> Result<Option<VisaNumber>, StoreError> {
    let pattern = format!("%\"fee_receipt\":\"{}\"%", receipt.as_str().to_ascii_lowercase());
    let paid = steps(conn, &pattern).await?.into_iter().find_map(|step| match step.event {
        Event::VisaRecorded(visa) => {
            (receipt.is(&visa.fee_receipt) && visa.post.as_ref().is_none_or(|of| of == post)).then_some(visa.number)
        }
        Event::VisaExtended { visa, fee_receipt, post: of, .. } => {
            (receipt.is(&fee_receipt) && of.as_ref().is_none_or(|of| of == post)).then_some(visa)
        }
        _ => None,
    });
    Ok(paid)
}

impl Store {
    /// What was done with a visa, the first thing first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn visa_history(&self, number: &VisaNumber) -> Result<Vec<VisaStep>, StoreError> {
        of(&mut *self.db.pool.acquire().await?, number).await
    }

    /// The visa that a receipt of a post has paid for already; `None` where it is unused.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn visa_paid_by(&self, post: &PostId, receipt: &ReceiptNumber) -> Result<Option<VisaNumber>, StoreError> {
        paid_by(&mut *self.db.pool.acquire().await?, post, receipt).await
    }

    /// The entries that a visa was used for, the first one first. Records that were corrected or cancelled use nothing.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn visa_uses(&self, number: &VisaNumber) -> Result<Vec<VisaUse>, StoreError> {
        let rows = sqlx::query(
            "select id, post, at, authorised, (select min(later.at) from crossing as later
                 where later.document = crossing.document and later.document <> '' and later.at > crossing.at
                 and later.decision = 'let-depart' and later.stands = 1) as left_at
             from crossing where visa = $1 and visa <> '' and decision = 'admit' and stands = 1 order by at",
        )
        .bind(number.as_str())
        .fetch_all(&self.db.pool)
        .await?;
        let uses = rows.iter().map(|row| {
            let left: Option<i64> = row.try_get("left_at")?;
            Ok(VisaUse {
                crossing: columns::parsed(row, "id")?,
                post: columns::post(row, "post")?,
                at: columns::moment(row, "at")?,
                until: row.try_get::<&str, _>("authorised")?.parse().ok(),
                left: left.map(Timestamp::from_millisecond).transpose().map_err(crate::error::damaged)?,
            })
        });
        uses.collect()
    }
}
