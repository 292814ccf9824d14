//! Erasing what was kept long enough. The event stays in its chain with its time, its kind and the commitment to what it
//! said; what it said, and everything that tables hold of it, goes. Counts without persons stay.

use crate::{
    Store, StoreError, columns,
    db::{Conn, DbRow, Kind, Sql},
    flows, journal,
    journal::Entry,
};
use jiff::{Timestamp, tz::TimeZone};
use limen_domain::{AccountId, Crossing, DataKind, Event, NodeId, Visa, VisaNumber};
use sqlx::{AssertSqlSafe, Row};

/// Events that are erased in one transaction: others wait no longer than this takes.
const TOGETHER: i64 = 200;

/// What erasing came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Events whose content is gone.
    pub events: u64,
    /// Events whose period has ended, and that something still needs.
    pub held: u64,
}

impl Store {
    /// Erases what was recorded of a kind of data before a moment, in every journal that this node holds, and notes in its
    /// own that it did, and by what right it was kept until then. What is still needed (an open referral, a visa that is
    /// good, someone not handed over yet) is erased once it is not.
    ///
    /// Flows must have been counted before: their days are not counted anew after.
    pub async fn erase(
        &self,
        actor: Option<&AccountId>,
        data: DataKind,
        before: Timestamp,
        ground: &str,
    ) -> Result<Erased, StoreError> {
        if data == DataKind::Crossings {
            flows::fix(&self.db, before).await?;
        }
        let nodes: Vec<String> =
            sqlx::query_scalar("select node from journal_end order by node").fetch_all(&self.db.readers).await?;
        let mut erased = Erased::default();
        erased.events += self.erase_held(data, before).await?;
        for node in nodes {
            while let Some(step) = self.erase_step(&node, data, before).await? {
                erased.events += step;
            }
        }
        let held = sqlx::query_scalar::<_, i64>("select count(*) from erase_later where data = $1").bind(data.code());
        erased.held = held.fetch_one(&self.db.readers).await?.unsigned_abs();
        if erased.events > 0 {
            self.wipe().await?;
            let ground = ground.to_owned();
            let event = Event::DataErased { data, before, events: erased.events, ground };
            self.append(actor, vec![event], None).await?;
        }
        Ok(erased)
    }

    /// How many events [`Store::erase`] would look at.
    pub async fn count_to_erase(&self, data: DataKind, before: Timestamp) -> Result<u64, StoreError> {
        let mut query = Sql::new("select count(*) from event where payload is not null and at < ");
        query.push_bind(before.as_millisecond()).push(" and kind in (");
        push_kinds(&mut query, data);
        query.push(")");
        let count: i64 = query.build_query_scalar().fetch_one(&self.db.readers).await?;
        Ok(count.unsigned_abs())
    }

    /// Erases some events of a journal, from where it was left; nothing once all that are old enough are.
    async fn erase_step(&self, node: &str, data: DataKind, before: Timestamp) -> Result<Option<u64>, StoreError> {
        let mut transaction = self.db.begin().await?;
        let cursor: Option<i64> = sqlx::query_scalar("select seq from erasure where node = $1 and data = $2")
            .bind(node)
            .bind(data.code())
            .fetch_optional(&mut *transaction)
            .await?;
        let mut query = Sql::new("select node, seq, at, actor, payload, kind from event where node = ");
        query.push_bind(node.to_owned()).push(" and seq > ").push_bind(cursor.unwrap_or_default());
        query.push(" order by seq limit ").push_bind(TOGETHER);
        let rows = query.build_for(&transaction).fetch_all(&mut *transaction).await?;
        let (mut erased, mut end) = (0, None);
        for row in &rows {
            if row.try_get::<i64, _>("at")? >= before.as_millisecond() {
                break;
            }
            end = Some(row.try_get::<i64, _>("seq")?);
            if !data.events().contains(&row.try_get("kind")?) {
                continue;
            }
            if erase_row(&mut transaction, row, data, before).await? {
                erased += 1;
            } else {
                let (node, seq) = columns::place(row)?;
                sqlx::query("insert into erase_later (node, seq, data) values ($1, $2, $3)")
                    .bind(node.as_str())
                    .bind(seq)
                    .bind(data.code())
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        let Some(end) = end else { return Ok(None) };
        sqlx::query(
            "insert into erasure (node, data, seq) values ($1, $2, $3)
             on conflict (node, data) do update set seq = excluded.seq",
        )
        .bind(node)
        .bind(data.code())
        .bind(end)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(erased))
    }

    /// Erases what was still needed when its period ended, and is not any more.
    async fn erase_held(&self, data: DataKind, before: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.db.begin().await?;
        let rows = sqlx::query(
            "select event.node, event.seq, at, actor, payload, kind from erase_later
             join event on event.node = erase_later.node and event.seq = erase_later.seq
             where data = $1 and at < $2 order by event.node, event.seq",
        )
        .bind(data.code())
        .bind(before.as_millisecond())
        .fetch_all(&mut *transaction)
        .await?;
        let mut erased = 0;
        for row in &rows {
            if erase_row(&mut transaction, row, data, before).await? {
                erased += 1;
                let (node, seq) = columns::place(row)?;
                sqlx::query("delete from erase_later where node = $1 and seq = $2")
                    .bind(node.as_str())
                    .bind(seq)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        transaction.commit().await?;
        Ok(erased)
    }

    /// Makes room of what was erased in the file's log too; a server does so by itself.
    async fn wipe(&self) -> Result<(), StoreError> {
        if self.db.kind == Kind::Sqlite {
            // A reader that is under way keeps the log; the next time takes it away.
            sqlx::query("pragma wal_checkpoint(truncate)").fetch_all(&self.db.readers).await?;
        }
        Ok(())
    }
}

fn push_kinds(query: &mut Sql, data: DataKind) {
    let mut kinds = query.separated(", ");
    for kind in data.events() {
        kinds.push_bind(*kind);
    }
}

/// Erases one event; says whether it could be.
async fn erase_row(conn: &mut Conn, row: &DbRow, data: DataKind, before: Timestamp) -> Result<bool, StoreError> {
    let (node, seq) = columns::place(row)?;
    let Some(payload): Option<String> = row.try_get("payload")? else { return Ok(true) };
    let entry = journal::entry(&node, seq, row.try_get("at")?, row.try_get("actor")?, &payload)?;
    if let Some(entry) = &entry {
        if is_needed(conn, entry, before).await? {
            return Ok(false);
        }
        forget(conn, entry, data).await?;
    }
    sqlx::query("update event set payload = null, salt = $1 where node = $2 and seq = $3")
        .bind(Vec::<u8>::new())
        .bind(node.as_str())
        .bind(seq)
        .execute(&mut *conn)
        .await?;
    delete_place(conn, "look", &node, seq).await?;
    Ok(true)
}

/// Whether something still needs what an event says.
async fn is_needed(conn: &mut Conn, entry: &Entry, before: Timestamp) -> Result<bool, StoreError> {
    let query = match &entry.new.event {
        Event::CrossingRecorded(crossing) | Event::CrossingCorrected { crossing, .. } => sqlx::query_scalar(
            "select count(*) from crossing where id = $1 and decision = 'refer' and settled_by is null
             and corrected_by is null and cancelled is null",
        )
        .bind(crossing.id.to_string()),
        Event::VisaRecorded(visa) => return is_good(conn, &visa.number, before).await,
        Event::VisaRevoked { visa, .. } | Event::VisaExtended { visa, .. } => return is_good(conn, visa, before).await,
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

/// Whether a visa was good at a moment, or is only good later.
async fn is_good(conn: &mut Conn, number: &VisaNumber, at: Timestamp) -> Result<bool, StoreError> {
    let row = sqlx::query("select body, extended_to from visa where number = $1")
        .bind(number.as_str())
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let visa: Visa = serde_json::from_str(row.try_get("body")?)?;
    let day = at.to_zoned_datetime(TimeZone::UTC).date().to_string();
    Ok(visa.to.to_string() >= day || row.try_get::<&str, _>("extended_to")? >= day.as_str())
}

/// Lets the tables forget what an event said: afterwards they are what the journal amounts to without it.
async fn forget(conn: &mut Conn, entry: &Entry, data: DataKind) -> Result<(), StoreError> {
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
        Event::PartyAnnounced(party) | Event::PartyArrived(party) | Event::PartyChanged(party) => {
            // What was said of it later stays until that is erased.
            let (id, body) = (party.id.to_string(), serde_json::to_string(party)?);
            let gone = sqlx::query("delete from party where id = $1 and body = $2").bind(&id).bind(body);
            if gone.execute(&mut *conn).await?.rows_affected() > 0 {
                delete(conn, "party_goods where party = $1", &id).await?;
            }
            Ok(())
        }
        Event::SamePerson { .. } => forget_ties(conn, entry, false).await,
        Event::AttachmentKept(attachment) => {
            delete_place(conn, "attachment", &entry.node, entry.seq).await?;
            delete(
                conn,
                "content where sha256 = $1 and not exists (select 1 from attachment where attachment.sha256 = content.sha256)",
                &attachment.sha256,
            )
            .await
        }
        Event::VisaRecorded(visa) => delete(conn, "visa where number = $1", visa.number.as_str()).await,
        Event::ProtectionBegun(protection) => {
            delete(conn, "protection where id = $1", &protection.id.to_string()).await
        }
        Event::AlertsProposed { proposal, .. } => delete(conn, "proposal where id = $1", &proposal.to_string()).await,
        // They change what others have said, which is older and gone, or say nothing more than that they happened.
        _ => {
            debug_assert!(DataKind::of(&entry.new.event) == Some(data));
            Ok(())
        }
    }
}

async fn forget_crossing(conn: &mut Conn, crossing: &Crossing, entry: &Entry) -> Result<(), StoreError> {
    let id = crossing.id.to_string();
    delete(conn, "crossing where id = $1", &id).await?;
    delete(conn, "health_answer where crossing = $1", &id).await?;
    // Who looked at it stays noted; whom they saw there does not.
    sqlx::query(
        "update look set document = '', name = '', elsewhere = 0 where about = $1 and kind <> 'traveller-presented'",
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
