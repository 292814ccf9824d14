//! Erasing what was kept long enough. The event stays in its chain with its time, its kind and the commitment to what it
//! said; what it said, and everything that tables hold of it, goes. Counts without persons stay.
//!
//! It is done in steps, each one transaction with the count of what it erased. Once nothing of it is left in the file's log
//! either, an event says how much it was. Whatever interrupts it, the next start finishes that.

use crate::{
    ClockState, Doubt, Store, StoreError,
    database::{Conn, DbRow, Kind, Sql, columns},
    journal::{self, Changed, Entry},
    record::{flows, parties},
    reference::posts::zone,
    rights::erasure_brake::DueCount,
};
use jiff::Timestamp;
use limen_domain::{Crossing, DataKind, DocumentKey, Due, Event, NodeId, Visa, VisaKind, VisaNumber};
use sqlx::{AssertSqlSafe, Row};
use std::time::Duration;

/// Events that are erased in one transaction: others wait no longer than this takes.
const TOGETHER: i64 = 200;
/// A time that is so far before that of an event before it, or after now, is a wrong clock's.
const WRONG_MS: i64 = 24 * 3_600 * 1_000;
/// How often emptying the file's log is tried while readers hold it, and how long each try waits for the next.
const WIPE_TRIES: u32 = 20;
const WIPE_WAIT: Duration = Duration::from_millis(100);

/// What erasing came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Events whose content is gone.
    pub events: u64,
    /// Events whose period has ended, and that something still needs.
    pub held: u64,
}

/// What became of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasure {
    /// It was done.
    Done(Erased),
    /// It is much at once: nothing was erased, and two people have to say first that it may.
    Waits(DueCount),
    /// This machine's clock can't be believed: nothing was erased.
    Doubted(Doubt),
    /// This headquarters was restored and asks its posts what was decided since, longer periods too: nothing was erased.
    Recovering,
}

impl Store {
    /// Erases what is due of a kind of data at `now`, in every journal that this node holds, and notes in its own that it
    /// did, and by what right it was kept until then. What is still needed (an open referral, a visa that is good, someone
    /// not handed over yet) is erased once it is not.
    ///
    /// Flows must have been counted before: their days are not counted anew after.
    ///
    /// # Errors
    /// The database can't be used. What was erased before stays so, and the journal says of it with the next run.
    pub async fn erase(&self, due: &Due, now: Timestamp) -> Result<Erasure, StoreError> {
        self.note_erased().await?;
        if self.restored().await?.is_some() {
            return Ok(Erasure::Recovering);
        }
        if let ClockState::Doubted(doubt) = self.look_at_clock(now).await? {
            return Ok(Erasure::Doubted(doubt));
        }
        let count = self.count_due(due).await?;
        self.hold_back(due, &count, now).await?;
        if count.is_much() {
            return Ok(Erasure::Waits(count));
        }
        if due.data == DataKind::Crossings {
            flows::fix(&self.db, due.before).await?;
        }
        self.erase_held(due, now).await?;
        let nodes: Vec<String> =
            sqlx::query_scalar("select node from journal_end order by node").fetch_all(&self.db.pool).await?;
        for node in nodes {
            while self.erase_step(&node, due, now).await? {}
        }
        let events = self.unnoted(due.data).await?;
        self.note_erased().await?;
        let held =
            sqlx::query_scalar::<_, i64>("select count(*) from erase_later where data = $1").bind(due.data.code());
        Ok(Erasure::Done(Erased { events, held: held.fetch_one(&self.db.pool).await?.unsigned_abs() }))
    }

    /// Erases some events of a journal, from where it was left. Answers whether there may be more.
    async fn erase_step(&self, node: &str, due: &Due, now: Timestamp) -> Result<bool, StoreError> {
        let (node, due, now) = (NodeId::parse(node).map_err(crate::error::damaged)?, due.clone(), now.as_millisecond());
        let step = self.change(None, move |conn| {
            Box::pin(async move {
                let answer = step(conn, &node, &due, now).await?;
                Ok(Some(Changed { events: Vec::new(), answer }))
            })
        });
        Ok(step.await?.unwrap_or_default())
    }

    /// Erases what was still needed when its period ended, and is not any more.
    async fn erase_held(&self, due: &Due, now: Timestamp) -> Result<(), StoreError> {
        let mut after = Some((String::new(), 0));
        while let Some(from) = after {
            let (due, now) = (due.clone(), now.as_millisecond());
            let step = self.change(None, move |conn| {
                Box::pin(async move {
                    let answer = held_step(conn, from, &due, now).await?;
                    Ok(Some(Changed { events: Vec::new(), answer }))
                })
            });
            after = step.await?.flatten();
        }
        Ok(())
    }

    /// How many events of a kind were erased, and stand in no event yet.
    async fn unnoted(&self, data: DataKind) -> Result<u64, StoreError> {
        let events = sqlx::query_scalar("select events from erased_unnoted where data = $1").bind(data.code());
        let events: Option<i64> = events.fetch_optional(&self.db.pool).await?;
        Ok(events.unwrap_or_default().unsigned_abs())
    }

    /// Finishes what was erased and stands in no event yet, also by a program that was interrupted: nothing of it stays in
    /// the file's log, and an event says how much it was.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn note_erased(&self) -> Result<(), StoreError> {
        let unnoted: i64 = sqlx::query_scalar("select count(*) from erased_unnoted").fetch_one(&self.db.pool).await?;
        if unnoted == 0 || !self.wipe().await? {
            return Ok(());
        }
        let noted = self.change(None, |conn| {
            Box::pin(async move {
                let rows = sqlx::query("select * from erased_unnoted order by data").fetch_all(&mut *conn).await?;
                let events = rows.iter().map(|row| {
                    Ok(Event::DataErased {
                        data: columns::parsed(row, "data")?,
                        before: columns::moment(row, "until")?,
                        events: row.try_get::<i64, _>("events")?.unsigned_abs(),
                        ground: row.try_get("ground")?,
                    })
                });
                let events = events.collect::<Result<_, StoreError>>()?;
                sqlx::query("delete from erased_unnoted").execute(conn).await?;
                Ok(Some(Changed::noted(events)))
            })
        });
        noted.await?;
        Ok(())
    }

    /// Empties the file's log, which still has what was erased; a server does so by itself. False where readers held it.
    pub(crate) async fn wipe(&self) -> Result<bool, StoreError> {
        if self.db.kind != Kind::Sqlite {
            return Ok(true);
        }
        for _ in 0..WIPE_TRIES {
            let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(&self.db.pool).await?;
            if row.try_get::<i64, _>("busy")? == 0 {
                return Ok(true);
            }
            tokio::time::sleep(WIPE_WAIT).await;
        }
        tracing::warn!(
            "what was erased is still in the database's log, which readers hold; it is emptied the next time"
        );
        Ok(false)
    }
}

/// Notes how many events were erased, in the transaction that erased them.
pub(crate) async fn add_unnoted(conn: &mut Conn, due: &Due, events: i64) -> Result<(), StoreError> {
    if events == 0 {
        return Ok(());
    }
    sqlx::query(
        "insert into erased_unnoted (data, until, events, ground) values ($1, $2, $3, $4)
         on conflict (data) do update set until = excluded.until, ground = excluded.ground,
             events = erased_unnoted.events + excluded.events",
    )
    .bind(due.data.code())
    .bind(due.before.as_millisecond())
    .bind(events)
    .bind(&due.ground)
    .execute(conn)
    .await?;
    Ok(())
}

async fn step(conn: &mut Conn, node: &NodeId, due: &Due, now: i64) -> Result<bool, StoreError> {
    let cursor = sqlx::query_scalar("select seq from erasure where node = $1 and data = $2")
        .bind(node.as_str())
        .bind(due.data.code())
        .fetch_optional(&mut *conn)
        .await?;
    let cursor: i64 = Option::unwrap_or_default(cursor);
    let mut latest = latest_before(conn, node, cursor + 1, now).await?;
    let mut query = Sql::new("select node, seq, at, actor, payload, kind from event where node = ");
    query.push_bind(node.as_str().to_owned()).push(" and seq > ").push_bind(cursor);
    query.push(" order by seq limit ").push_bind(TOGETHER);
    let rows = query.build_for(conn).fetch_all(&mut *conn).await?;
    let (mut erased, mut end) = (0, None);
    for row in &rows {
        let at: i64 = row.try_get("at")?;
        let is_right = is_right(at, latest, now);
        if is_right && at >= due.before.as_millisecond() {
            break;
        }
        if is_right {
            latest = latest.max(at);
        }
        end = Some(row.try_get::<i64, _>("seq")?);
        if !due.data.events().contains(&row.try_get("kind")?) {
            continue;
        }
        // When something happened that was recorded by a wrong clock, only what follows it says.
        if is_right && erase_row(conn, row, due).await? {
            erased += i64::from(row.try_get::<Option<&str>, _>("payload")?.is_some());
        } else {
            sqlx::query("insert into erase_later (node, seq, data) values ($1, $2, $3)")
                .bind(node.as_str())
                .bind(row.try_get::<i64, _>("seq")?)
                .bind(due.data.code())
                .execute(&mut *conn)
                .await?;
        }
    }
    add_unnoted(conn, due, erased).await?;
    let Some(end) = end else { return Ok(false) };
    sqlx::query(
        "insert into erasure (node, data, seq) values ($1, $2, $3)
         on conflict (node, data) do update set seq = excluded.seq",
    )
    .bind(node.as_str())
    .bind(due.data.code())
    .bind(end)
    .execute(conn)
    .await?;
    Ok(true)
}

/// Looks at some of what waits to be erased; answers where the next begin, `None` after the last.
async fn held_step(
    conn: &mut Conn,
    (node, seq): (String, i64),
    due: &Due,
    now: i64,
) -> Result<Option<(String, i64)>, StoreError> {
    let rows = sqlx::query(
        "select event.node, event.seq, at, actor, payload, kind from erase_later
         join event on event.node = erase_later.node and event.seq = erase_later.seq
         where data = $1 and (event.node, event.seq) > ($2, $3) order by event.node, event.seq limit $4",
    )
    .bind(due.data.code())
    .bind(node)
    .bind(seq)
    .bind(TOGETHER)
    .fetch_all(&mut *conn)
    .await?;
    let (mut erased, mut last) = (0, None);
    for row in &rows {
        let (node, seq) = columns::place(row)?;
        if happened(conn, &node, seq, row.try_get("at")?, now).await? < due.before.as_millisecond()
            && erase_row(conn, row, due).await?
        {
            erased += i64::from(row.try_get::<Option<&str>, _>("payload")?.is_some());
            sqlx::query("delete from erase_later where node = $1 and seq = $2")
                .bind(node.as_str())
                .bind(seq)
                .execute(&mut *conn)
                .await?;
        }
        last = Some((node.into(), seq));
    }
    add_unnoted(conn, due, erased).await?;
    Ok(last.filter(|_| rows.len() as i64 == TOGETHER))
}

/// Whether a time can be right that comes after the time `before` in a journal.
fn is_right(at: i64, before: i64, now: i64) -> bool {
    at <= now + WRONG_MS && at >= before - WRONG_MS
}

/// How many events before one are looked at to know what time it was.
const LOOKED_BACK: i64 = 200;

/// The latest time before an event that is not after now; the beginning of all time where there is none.
async fn latest_before(conn: &mut Conn, node: &NodeId, seq: i64, now: i64) -> Result<i64, StoreError> {
    let latest: Option<i64> = sqlx::query_scalar(
        "select max(at) from (select at from event where node = $1 and seq < $2 order by seq desc limit $3) as before
         where at <= $4",
    )
    .bind(node.as_str())
    .bind(seq)
    .bind(LOOKED_BACK)
    .bind(now)
    .fetch_one(conn)
    .await?;
    Ok(latest.unwrap_or(i64::MIN + WRONG_MS))
}

/// When an event happened at the latest: when it says, or, where a wrong clock says so, when the next one happened that a
/// right clock speaks of.
async fn happened(conn: &mut Conn, node: &NodeId, seq: i64, at: i64, now: i64) -> Result<i64, StoreError> {
    let before = latest_before(conn, node, seq, now).await?;
    if is_right(at, before, now) {
        return Ok(at);
    }
    let next: Option<i64> = sqlx::query_scalar(
        "select at from event where node = $1 and seq > $2 and at <= $3 and at >= $4 order by seq limit 1",
    )
    .bind(node.as_str())
    .bind(seq)
    .bind(now)
    .bind(before)
    .fetch_optional(conn)
    .await?;
    Ok(next.unwrap_or(now))
}

pub(crate) fn push_kinds(query: &mut Sql, data: DataKind) {
    let mut kinds = query.separated(", ");
    for kind in data.events() {
        kinds.push_bind(*kind);
    }
}

/// Erases one event; says whether it could be.
async fn erase_row(conn: &mut Conn, row: &DbRow, due: &Due) -> Result<bool, StoreError> {
    let (node, seq) = columns::place(row)?;
    let Some(payload): Option<String> = row.try_get("payload")? else { return Ok(true) };
    let entry = journal::entry(&node, seq, row.try_get("at")?, row.try_get("actor")?, &payload)?;
    if let Some(entry) = &entry {
        if is_needed(conn, entry, due.before).await? {
            return Ok(false);
        }
        debug_assert_eq!(DataKind::of(&entry.new.event), Some(due.data));
        forget(conn, entry).await?;
    }
    erase_payload(conn, &node, seq).await?;
    Ok(true)
}

/// Erases what an event said, and its look; its time, its kind and its commitment stay in the chain.
pub(crate) async fn erase_payload(conn: &mut Conn, node: &NodeId, seq: i64) -> Result<(), StoreError> {
    sqlx::query("update event set payload = null, salt = $1 where node = $2 and seq = $3")
        .bind(Vec::<u8>::new())
        .bind(node.as_str())
        .bind(seq)
        .execute(&mut *conn)
        .await?;
    delete_place(conn, "look", node, seq).await
}

/// Whether something still needs what an event says.
pub(crate) async fn is_needed(conn: &mut Conn, entry: &Entry, before: Timestamp) -> Result<bool, StoreError> {
    let query = match &entry.new.event {
        Event::CrossingRecorded(crossing) | Event::CrossingCorrected { crossing, .. } => sqlx::query_scalar(
            "select count(*) from crossing where id = $1 and decision = 'refer' and settled_by is null
             and corrected_by is null and cancelled is null",
        )
        .bind(crossing.id.to_string()),
        Event::VisaRecorded(visa) => return is_visa_needed(conn, &visa.number, before).await,
        Event::VisaRevoked { visa, .. } | Event::VisaExtended { visa, .. } => {
            return is_visa_needed(conn, visa, before).await;
        }
        Event::ProtectionBegun(protection) => {
            sqlx::query_scalar("select count(*) from protection where id = $1 and (receiver = '' or handed_at >= $2)")
                .bind(protection.id.to_string())
                .bind(before.as_millisecond())
        }
        Event::AlertsProposed { proposal, .. } => {
            sqlx::query_scalar("select count(*) from proposal where id = $1 and state = 'open'")
                .bind(proposal.to_string())
        }
        _ => return Ok(false),
    };
    let needed: i64 = query.fetch_one(conn).await?;
    Ok(needed > 0)
}

/// Whether a visa was good on the day of a moment or is only good later, or explains a stay that is still held.
async fn is_visa_needed(conn: &mut Conn, number: &VisaNumber, at: Timestamp) -> Result<bool, StoreError> {
    let row = sqlx::query("select body, extended_to from visa where number = $1")
        .bind(number.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let visa: Visa = serde_json::from_str(row.try_get("body")?)?;
    let extended_to: &str = row.try_get("extended_to")?;
    let day = at.to_zoned_datetime(zone(conn).await?).date().to_string();
    if visa.to.to_string() >= day || extended_to >= day.as_str() {
        return Ok(true);
    }
    let is_prolonging = visa.kind == VisaKind::Permit && prolongs(conn, &visa.document, &visa.to.to_string()).await?;
    Ok(is_prolonging || (!extended_to.is_empty() && prolongs(conn, &visa.document, extended_to).await?))
}

/// Whether a stay that is held ends on this day, and ended on another one when its entry was recorded.
async fn prolongs(conn: &mut Conn, document: &DocumentKey, to: &str) -> Result<bool, StoreError> {
    let entries: Vec<String> = sqlx::query_scalar(
        "select payload from crossing join event on event.node = crossing.node and event.seq = crossing.seq
         where document = $1 and authorised = $2 and payload is not null
         union all select payload from crossing join known_event
             on known_event.node = crossing.node and known_event.seq = crossing.seq
         where document = $1 and authorised = $2",
    )
    .bind(document.to_string())
    .bind(to)
    .fetch_all(conn)
    .await?;
    for entry in entries {
        if let Event::CrossingRecorded(crossing) | Event::CrossingCorrected { crossing, .. } =
            serde_json::from_str(&entry)?
            && crossing.authorised.is_none_or(|until| until.to_string() != to)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Lets the tables forget what an event said: afterwards they are what the journal amounts to without it.
pub(crate) async fn forget(conn: &mut Conn, entry: &Entry) -> Result<(), StoreError> {
    let at = entry.new.at.as_millisecond();
    match &entry.new.event {
        Event::TravellerPresented(presentation) => {
            let id = presentation.id.to_string();
            // What was cleared then was remembered with this traveller's document.
            delete(
                conn,
                "cleared_pair where exists (select 1 from judgement where presentation = $1 and
                 judgement.list = cleared_pair.list and judgement.alert = cleared_pair.alert
                 and judgement.officer = cleared_pair.officer and judgement.at = cleared_pair.at)",
                &id,
            )
            .await?;
            delete(conn, "presentation where id = $1", &id).await?;
            delete(conn, "hit where presentation = $1", &id).await
        }
        Event::PresentationWithdrawn { presentation, .. } => {
            delete(conn, "set_aside where presentation = $1", &presentation.to_string()).await
        }
        Event::PartyEnded { party, driver, .. } => {
            parties::drives(conn, *party, *driver, false).await?;
            delete(conn, "set_aside where presentation = $1", &party.to_string()).await
        }
        Event::HitJudged { presentation, list, alert, .. } => {
            sqlx::query("delete from judgement where presentation = $1 and list = $2 and alert = $3 and at = $4")
                .bind(presentation.to_string())
                .bind(list.as_str())
                .bind(alert.as_str())
                .bind(at)
                .execute(conn)
                .await?;
            Ok(())
        }
        Event::CrossingRecorded(crossing) | Event::CrossingCorrected { crossing, .. } => {
            forget_crossing(conn, crossing, entry).await
        }
        Event::ReferralTaken { referral } => {
            sqlx::query("delete from referral where id = $1 and taken_at = $2")
                .bind(referral.to_string())
                .bind(at)
                .execute(conn)
                .await?;
            Ok(())
        }
        Event::ReferralNoted { .. } => delete_place(conn, "referral_note", &entry.node, entry.seq).await,
        Event::CorrectionRequested { .. } => delete_place(conn, "correction_request", &entry.node, entry.seq).await,
        Event::PartyAnnounced(party) | Event::PartyArrived(party) | Event::PartyChanged(party) => {
            parties::forget(conn, party.id, entry).await
        }
        Event::ShiftClosed(_) => delete_place(conn, "shift", &entry.node, entry.seq).await,
        Event::SamePerson { .. } => forget_ties(conn, entry, false).await,
        Event::NotSamePerson { .. } => {
            sqlx::query("delete from told_apart where at = $1 and officer = $2")
                .bind(at)
                .bind(entry.actor())
                .execute(conn)
                .await?;
            Ok(())
        }
        Event::ChipRead(_) => delete_place(conn, "chip_reading", &entry.node, entry.seq).await,
        Event::NeighbourDrafted { .. } => {
            delete_place(conn, "neighbour_draft_done", &entry.node, entry.seq).await?;
            delete_place(conn, "neighbour_draft", &entry.node, entry.seq).await
        }
        Event::AttachmentKept(attachment) => {
            delete_place(conn, "attachment", &entry.node, entry.seq).await?;
            delete(
                conn,
                "content where sha256 = $1 and not exists (select 1 from attachment where attachment.sha256 = content.sha256)",
                &attachment.sha256,
            )
            .await
        }
        Event::VisaRecorded(visa) => {
            delete_place(conn, "visa_step", &entry.node, entry.seq).await?;
            // A record that was taken in again later stays.
            set(conn, "delete from visa where number = $1 and body = $2", &visa.number, &serde_json::to_string(visa)?)
                .await
        }
        Event::VisaExtended { visa, to, .. } => {
            delete_place(conn, "visa_step", &entry.node, entry.seq).await?;
            let forget = "update visa set extended_to = '' where number = $1 and extended_to = $2";
            set(conn, forget, visa, &to.to_string()).await
        }
        Event::VisaRevoked { visa, reason } => {
            delete_place(conn, "visa_step", &entry.node, entry.seq).await?;
            set(conn, "update visa set revoked = null where number = $1 and revoked = $2", visa, reason).await
        }
        Event::ProtectionBegun(protection) => {
            delete(conn, "protection where id = $1", &protection.id.to_string()).await
        }
        Event::AlertsProposed { proposal, .. } => delete(conn, "proposal where id = $1", &proposal.to_string()).await,
        // They change what others have said, which is older and gone, or say nothing more than that they happened.
        _ => Ok(()),
    }
}

async fn set(conn: &mut Conn, what: &'static str, visa: &VisaNumber, said: &str) -> Result<(), StoreError> {
    sqlx::query(what).bind(visa.as_str()).bind(said).execute(conn).await?;
    Ok(())
}

async fn forget_crossing(conn: &mut Conn, crossing: &Crossing, entry: &Entry) -> Result<(), StoreError> {
    let id = crossing.id.to_string();
    delete(conn, "crossing where id = $1", &id).await?;
    delete(conn, "health_answer where crossing = $1", &id).await?;
    // Who looked at it stays noted; whom they saw there does not.
    sqlx::query(
        "update look set document = '', name = '', elsewhere = 0 where about = $1 and about <> '' and kind <> 'traveller-presented'",
    )
    .bind(&id)
    .execute(&mut *conn)
    .await?;
    forget_ties(conn, entry, true).await
}

/// Forgets which documents were tied together at a moment: shown together at a crossing, or found to be one person's.
async fn forget_ties(conn: &mut Conn, entry: &Entry, shown: bool) -> Result<(), StoreError> {
    let condition = if shown { "reason = ''" } else { "reason <> ''" };
    let forget = format!("delete from same_person where at = $1 and officer = $2 and {condition}");
    let at = entry.new.at.as_millisecond();
    sqlx::query(AssertSqlSafe(forget)).bind(at).bind(entry.actor()).execute(conn).await?;
    Ok(())
}

async fn delete(conn: &mut Conn, of: &'static str, value: &str) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(format!("delete from {of}"))).bind(value).execute(conn).await?;
    Ok(())
}

async fn delete_place(conn: &mut Conn, table: &'static str, node: &NodeId, seq: i64) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(format!("delete from {table} where node = $1 and seq = $2")))
        .bind(node.as_str())
        .bind(seq)
        .execute(conn)
        .await?;
    Ok(())
}
