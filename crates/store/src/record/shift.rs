//! Shifts at a post: what happened since the one before was closed, counted; and how the last one was closed.

use crate::{
    DecisionCounts, Store, StoreError,
    database::{Conn, Insert, columns},
    journal::Entry,
    record::waits::{WaitKind, wait_of},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, DecisionKind, Event, Judgement, PostId, ShiftClosing};
use sqlx::Row;
use std::collections::BTreeMap;

/// Waits of a shift that are looked at, at most.
const MOST_WAITS: u32 = 100_000;
/// Maximum number of disturbances that are listed, the latest ones.
const MOST_DISTURBANCES: usize = 30;
/// Events of the journal that a shift counts beside crossings.
const COUNTED: [&str; 11] = [
    "hit-judged",
    "crossing-corrected",
    "crossing-cancelled",
    "presentation-withdrawn",
    "protection-begun",
    "handed-over",
    "visa-recorded",
    "sign-in-refused",
    "access-refused",
    "node-started",
    "clock-confirmed",
];
/// Those of them that disturb the work, each with its time.
const DISTURBING: [&str; 2] = ["node-started", "clock-confirmed"];

/// A shift that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedShift {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: AccountId,
    /// From when on it was counted, and what it handed over.
    pub closing: ShiftClosing,
}

/// What one officer decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerWork {
    /// Who.
    pub officer: AccountId,
    /// When they decided first and last.
    pub from: Timestamp,
    /// The last decision.
    pub to: Timestamp,
    /// How many decisions of each kind.
    pub decided: DecisionCounts,
}

/// A shift, counted. Records that do not stand are left out.
#[derive(Debug, Clone, Default)]
pub struct ShiftCount {
    /// How many decisions of each kind.
    pub decided: DecisionCounts,
    /// How many were refused or held on each ground, by its code.
    pub grounds: BTreeMap<String, u64>,
    /// Who worked, by their first decision.
    pub officers: Vec<OfficerWork>,
    /// How many hits were confirmed and cleared.
    pub judged: BTreeMap<Judgement, u64>,
    /// How often each of the other events happened, by its kind.
    pub events: BTreeMap<String, u64>,
    /// When the node was started again or its clock put right.
    pub disturbances: Vec<(Timestamp, String)>,
    /// How long half of the travellers stood at a counter at most; `None` where nobody did.
    pub at_counter: Option<SignedDuration>,
    /// How long half of the referrals that were settled had waited at most.
    pub at_second_line: Option<SignedDuration>,
}

/// Takes in how a shift was closed.
pub(crate) async fn close(conn: &mut Conn, closing: &ShiftClosing, entry: &Entry) -> Result<(), StoreError> {
    let mut insert = Insert::into("shift");
    insert
        .row()
        .set("node", entry.node.as_str())
        .set("seq", entry.seq)
        .set("post", closing.post.as_str())
        .set("at", entry.new.at.as_millisecond())
        .set("officer", entry.actor())
        .set("began", closing.from.as_millisecond())
        .set("note", &closing.note);
    insert.run(conn).await?;
    Ok(())
}

impl Store {
    /// How the last shift of a post was closed. `None` where none was, or what was said of it is erased.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn last_shift(&self, post: &PostId) -> Result<Option<ClosedShift>, StoreError> {
        let query = sqlx::query("select * from shift where post = $1 order by at desc, seq desc limit 1");
        let row = query.bind(post.as_str()).fetch_optional(&self.db.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let closing =
            ShiftClosing { post: post.clone(), from: columns::moment(&row, "began")?, note: row.try_get("note")? };
        Ok(Some(ClosedShift { at: columns::moment(&row, "at")?, officer: columns::account(&row, "officer")?, closing }))
    }

    /// What happened at a post from one moment to before another.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn shift(&self, post: &PostId, from: Timestamp, to: Timestamp) -> Result<ShiftCount, StoreError> {
        let mut count = ShiftCount::default();
        let rows = sqlx::query(
            "select officer, decision, grounds, count(*) as times, min(at) as first, max(at) as last
             from crossing where post = $1 and at >= $2 and at < $3 and stands = 1
             group by officer, decision, grounds",
        )
        .bind(post.as_str())
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .fetch_all(&self.db.pool)
        .await?;
        let mut officers: BTreeMap<AccountId, OfficerWork> = BTreeMap::new();
        for row in &rows {
            let times = u64::try_from(row.try_get::<i64, _>("times")?).unwrap_or_default();
            let decision: DecisionKind = columns::parsed(row, "decision")?;
            count.decided.add(decision, times);
            if decision.stops() {
                for ground in row.try_get::<&str, _>("grounds")?.split_whitespace() {
                    *count.grounds.entry(ground.to_owned()).or_default() += times;
                }
            }
            let officer = columns::account(row, "officer")?;
            let (first, last) = (columns::moment(row, "first")?, columns::moment(row, "last")?);
            let work = officers.entry(officer.clone()).or_insert_with(|| OfficerWork {
                officer,
                from: first,
                to: last,
                decided: DecisionCounts::default(),
            });
            (work.from, work.to) = (work.from.min(first), work.to.max(last));
            work.decided.add(decision, times);
        }
        count.officers = officers.into_values().collect();
        count.officers.sort_by_key(|work| work.from);
        self.count_events(&mut count, post, from, to).await?;
        count.at_counter = self.median(WaitKind::Counter, post, from, to).await?;
        count.at_second_line = self.median(WaitKind::SecondLine, post, from, to).await?;
        Ok(count)
    }

    async fn count_events(
        &self,
        count: &mut ShiftCount,
        post: &PostId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(), StoreError> {
        // The journal is read from the last crossing before the shift on, which an index finds.
        let mut query = crate::database::Sql::new(
            "select at, kind, case when kind = 'hit-judged' then payload end as said from event where node = ",
        );
        query.push_bind(self.node().as_str());
        query.push(" and seq > coalesce((select seq from crossing where node = ").push_bind(self.node().as_str());
        query.push(" and post = ").push_bind(post.as_str()).push(" and at < ").push_bind(from.as_millisecond());
        query.push(" order by at desc limit 1), 0) and at >= ").push_bind(from.as_millisecond());
        query.push(" and at < ").push_bind(to.as_millisecond()).push(" and kind in (");
        let mut kinds = query.separated(", ");
        COUNTED.iter().for_each(|kind| {
            kinds.push_bind(*kind);
        });
        query.push(") order by seq");
        for row in query.build().fetch_all(&self.db.pool).await? {
            let kind: String = row.try_get("kind")?;
            let said = row.try_get::<Option<&str>, _>("said")?;
            if let Some(Ok(Event::HitJudged { judgement, .. })) = said.map(serde_json::from_str) {
                *count.judged.entry(judgement).or_default() += 1;
            }
            if DISTURBING.contains(&kind.as_str()) {
                count.disturbances.push((columns::moment(&row, "at")?, kind.clone()));
            }
            *count.events.entry(kind).or_default() += 1;
        }
        let before = count.disturbances.len().saturating_sub(MOST_DISTURBANCES);
        count.disturbances.drain(..before);
        Ok(())
    }

    /// The middle one of the waits that ended in a shift.
    async fn median(
        &self,
        kind: WaitKind,
        post: &PostId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Option<SignedDuration>, StoreError> {
        let waits = self.waits(kind, Some(post), (from, to), MOST_WAITS).await?;
        let mut took: Vec<SignedDuration> = waits.into_iter().map(|wait| wait.took).collect();
        took.sort_unstable();
        Ok(wait_of(&took, 50))
    }
}
