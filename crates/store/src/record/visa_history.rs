//! What was done with a visa or permit, read from the journals, and the entries that it was used for.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    journal::{self, BATCH, Entry},
    record::crossings::EventPlace,
    reference::settings::put_setting,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Authorised, CrossingId, Event, NodeId, PostId, ReceiptNumber, VisaNumber};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeMap;

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

/// Notes that an event is about a visa, if it is.
pub(crate) async fn note(conn: &mut Conn, entry: &Entry) -> Result<(), StoreError> {
    let (visa, post, receipt) = match &entry.new.event {
        Event::VisaRecorded(visa) => (&visa.number, visa.post.as_ref(), visa.fee_receipt.as_str()),
        Event::VisaExtended { visa, fee_receipt, post, .. } => (visa, post.as_ref(), fee_receipt.as_str()),
        Event::VisaRevoked { visa, .. } => (visa, None, ""),
        _ => return Ok(()),
    };
    let mut insert = Insert::into("visa_step");
    insert.row().set("node", entry.node.as_str()).set("seq", entry.seq).set("visa", visa.as_str());
    insert.or_update("node, seq", &[]);
    insert.run(&mut *conn).await?;
    // What earlier versions took as a receipt's number is any text.
    if let Ok(receipt) = ReceiptNumber::parse(receipt) {
        sqlx::query(
            "insert into spent_receipt (receipt, post, node, seq) values ($1, $2, $3, $4)
             on conflict (receipt, post) do nothing",
        )
        .bind(receipt.as_str())
        .bind(post.map_or("", PostId::as_str))
        .bind(entry.node.as_str())
        .bind(entry.seq)
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// What was done with a visa, the first thing first.
pub(crate) async fn of(conn: &mut Conn, number: &VisaNumber) -> Result<Vec<VisaStep>, StoreError> {
    let rows = sqlx::query(
        "select visa_step.node, visa_step.seq, event.at, event.actor, event.payload from visa_step
             join event on event.node = visa_step.node and event.seq = visa_step.seq
             where visa = $1 and event.payload is not null
         union all select visa_step.node, visa_step.seq, known_event.at, known_event.actor, known_event.payload
             from visa_step join known_event on known_event.node = visa_step.node and known_event.seq = visa_step.seq
             where visa = $1
         order by 3, 1, 2",
    )
    .bind(number.as_str())
    .fetch_all(conn)
    .await?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in &rows {
        steps.extend(step(row)?);
    }
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

/// What a receipt has paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// The visa. `None` where it was erased.
    pub visa: Option<VisaNumber>,
}

/// What a receipt of a post has paid for already; `None` where it is unused. Records that do not say where they were made
/// count for every post.
pub(crate) async fn paid_by(
    conn: &mut Conn,
    post: &PostId,
    receipt: &ReceiptNumber,
) -> Result<Option<Spent>, StoreError> {
    let row = sqlx::query(
        "select visa_step.visa from spent_receipt
         left join visa_step on visa_step.node = spent_receipt.node and visa_step.seq = spent_receipt.seq
         where receipt = $1 and post in ($2, '') limit 1",
    );
    let row = row.bind(receipt.as_str()).bind(post.as_str()).fetch_optional(conn).await?;
    let spent = row.map(|row| {
        let visa: Option<&str> = row.try_get("visa")?;
        Ok(Spent { visa: visa.map(VisaNumber::parse).transpose().map_err(damaged)? })
    });
    spent.transpose()
}

/// The setting that says up to where `visa_step` has what the journals say.
const NOTED: &str = "visa-steps-noted";

/// Up to which event of each journal that is held, and of what is known of each other.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct NotedUpTo {
    held: BTreeMap<String, i64>,
    known: BTreeMap<String, i64>,
}

impl Store {
    /// What was done with a visa, the first thing first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn visa_history(&self, number: &VisaNumber) -> Result<Vec<VisaStep>, StoreError> {
        of(&mut *self.db.pool.acquire().await?, number).await
    }

    /// What a receipt of a post has paid for already; `None` where it is unused.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn visa_paid_by(&self, post: &PostId, receipt: &ReceiptNumber) -> Result<Option<Spent>, StoreError> {
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
                left: left.map(Timestamp::from_millisecond).transpose().map_err(damaged)?,
            })
        });
        uses.collect()
    }

    /// Notes what was done with visas since this was asked last: before there was a table of it, or by an earlier program
    /// that was gone back to.
    pub(crate) async fn note_past_visa_steps(&self) -> Result<(), StoreError> {
        let noted = self.setting(NOTED).await?.map(|noted| serde_json::from_str(&noted)).transpose()?;
        let before: NotedUpTo = noted.unwrap_or_default();
        let mut transaction = self.db.begin().await?;
        let mut now = NotedUpTo::default();
        for (ends, events, before, now) in [
            ("journal_end", "event where kind like 'visa-%' and payload is not null and", &before.held, &mut now.held),
            ("known_journal", "known_event where", &before.known, &mut now.known),
        ] {
            let ends = sqlx::query(AssertSqlSafe(format!("select node, seq from {ends}")));
            for row in ends.fetch_all(&mut *transaction).await? {
                let (node, end) = columns::place(&row)?;
                let from = before.get(node.as_str()).copied().unwrap_or(0);
                note_from(&mut transaction, events, &node, from).await?;
                now.insert(node.into(), end);
            }
        }
        if now != before {
            put_setting(&mut transaction, NOTED, &serde_json::to_string(&now)?).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// Notes what a journal says of visas after an event.
async fn note_from(conn: &mut Conn, events: &str, node: &NodeId, mut from: i64) -> Result<(), StoreError> {
    let query = format!("select seq, at, actor, payload from {events} node = $1 and seq > $2 order by seq limit $3");
    loop {
        let rows = sqlx::query(AssertSqlSafe(query.clone()));
        let rows = rows.bind(node.as_str()).bind(from).bind(BATCH as i64).fetch_all(&mut *conn).await?;
        for row in &rows {
            from = row.try_get("seq")?;
            let at = columns::moment(row, "at")?.as_millisecond();
            if let Some(entry) = journal::entry(node, from, at, row.try_get("actor")?, row.try_get("payload")?)? {
                note(conn, &entry).await?;
            }
        }
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}
