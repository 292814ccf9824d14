//! Erasing what a person claims must not be held: one person proposes it, a second one approves it, and every node erases
//! it: headquarters' decision reaches its posts as a setting.

use crate::{
    Store, StoreError, Trouble, VisaStep,
    database::{Conn, columns},
    journal::{self, Changed},
    record::visa_history,
    reference::{
        proposals,
        settings::{self, CLAIM_ERASURES},
    },
    rights::{
        claims::{self, ProposedErasure},
        erasure,
    },
};
use limen_domain::{AccountId, CrossingId, ErasureOnClaim, Event, NodeId, RightAnswer, VisaNumber};
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Records of a person that are to be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToErase {
    /// Crossings, and presentations without a decision.
    pub crossings: Vec<CrossingId>,
    /// Visas and permits.
    pub visas: Vec<VisaNumber>,
    /// Whether that is all that the claim is about.
    pub whole: bool,
}

impl Store {
    /// Proposes that records be erased, as a claim that waits asks. Says whether that was done: a claim that is answered, or
    /// for which something is proposed already, is left as it is.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn propose_claim_erasure(
        &self,
        by: &AccountId,
        claim: Uuid,
        erase: ToErase,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let (node, reason) = (self.node().clone(), reason.to_owned());
        let proposed = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let claims = claims::claims(conn, Some(&node)).await?;
                let waits = claims.iter().any(|one| one.id == claim && one.answer.is_none() && one.proposed.is_none());
                let ToErase { crossings, visas, whole } = erase;
                let event = Event::ClaimErasureProposed { claim, crossings, visas, whole, reason };
                Ok(waits.then(|| Changed::noted(vec![event])))
            })
        });
        Ok(proposed.await?.is_some())
    }

    /// Approves what is proposed to be erased on a claim, which answers it, or rejects it. Says whether that was done: what
    /// no longer waits is left as it is, and so is what `by` proposed and would approve. [`Store::carry_out_claims`] then
    /// erases. `all` says whether nothing else is held of the person now.
    ///
    /// # Errors
    /// More is erased on claims than the list of them holds, or the database can't be written; nothing has changed then.
    pub async fn decide_claim_erasure(
        &self,
        claim: Uuid,
        (approved, all): (bool, bool),
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let (node, second, said, at) = (self.node().clone(), by.clone(), reason.to_owned(), self.now());
        let decided = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let claims = claims::claims(conn, Some(&node)).await?;
                let proposed = claims.into_iter().find(|one| one.id == claim && one.answer.is_none());
                let Some(proposed) = proposed.and_then(|one| one.proposed) else { return Ok(None) };
                let ProposedErasure { by, crossings, visas, whole, reason, .. } = proposed;
                if !proposals::may_decide(approved, &second, &by) {
                    return Ok(None);
                }
                let mut events = vec![Event::ProposalDecided { proposal: claim, approved, reason: said }];
                if approved {
                    let mut erasures = settings::read(conn, &CLAIM_ERASURES).await?;
                    let erasure = ErasureOnClaim { claim, at, crossings, visas, by: [by, second] };
                    erasures.put(erasure).map_err(|error| StoreError::new(Trouble::Other, error.to_string()))?;
                    // The proposal and its approval say all of it: the list, in an event of each, would stay for good.
                    settings::decide(conn, &CLAIM_ERASURES, &erasures).await?;
                    let answer = if whole && all { RightAnswer::Granted } else { RightAnswer::Partly };
                    events.push(Event::RightAnswered { claim, answer, reason });
                }
                Ok(Some(Changed::noted(events)))
            })
        });
        Ok(decided.await?.is_some())
    }

    /// Erases from this node what was decided on claims, as far as it is here, and notes of each how much it was. Done again
    /// it finds what has arrived since. Returns from how many events.
    ///
    /// # Errors
    /// The database can't be used. What was erased before stays so.
    pub async fn carry_out_claims(&self) -> Result<u64, StoreError> {
        let mut erased = 0;
        for one in self.read(&CLAIM_ERASURES).await?.iter() {
            let (one, claim) = (one.clone(), one.claim);
            let done = self.change(None, move |conn| {
                Box::pin(async move {
                    let events = erase(conn, &one).await?;
                    let noted = Event::ClaimErased { claim, events };
                    Ok((events > 0).then(|| Changed { events: vec![noted], answer: events }))
                })
            });
            erased += done.await?.unwrap_or_default();
        }
        if erased > 0 {
            // Where readers hold the file's log, the next erasure empties it.
            self.wipe().await?;
        }
        Ok(erased)
    }
}

/// Erases records from every journal that is held, and from what is known of other posts; from how many events.
async fn erase(conn: &mut Conn, one: &ErasureOnClaim) -> Result<u64, StoreError> {
    let mut places: BTreeSet<(String, i64)> = BTreeSet::new();
    let chosen = one.crossings.iter().map(ToString::to_string).collect();
    for crossing in with_all_that_belongs_to(conn, chosen).await? {
        for from in [
            "crossing where id = $1",
            "look where kind = 'traveller-presented' and about <> '' and about = $1",
            "referral_note where referral = $1",
            "correction_request where crossing = $1",
            "attachment where crossing = $1",
            "chip_reading where crossing = $1",
        ] {
            let rows = sqlx::query(AssertSqlSafe(format!("select node, seq from {from}")));
            for row in rows.bind(&crossing).fetch_all(&mut *conn).await? {
                places.insert((row.try_get("node")?, row.try_get("seq")?));
            }
        }
        let rows = sqlx::query(
            "select node, seq from event where payload is not null
             and kind in ('crossing-cancelled', 'correction-declined') and payload like $1",
        );
        for row in rows.bind(format!("%\"{crossing}\"%")).fetch_all(&mut *conn).await? {
            places.insert((row.try_get("node")?, row.try_get("seq")?));
        }
    }
    for visa in &one.visas {
        let mut steps = visa_history::of(conn, visa).await?;
        steps.retain(|step| step.at <= one.at);
        // Whose it was when that was approved: a number that was typed for someone else before is not theirs.
        let holder = steps.iter().rev().find_map(|step| match &step.event {
            Event::VisaRecorded(visa) => Some(visa.document.clone()),
            _ => None,
        });
        let is_theirs = |step: &&VisaStep| match &step.event {
            Event::VisaRecorded(visa) => Some(&visa.document) == holder.as_ref(),
            _ => true,
        };
        let theirs = steps.iter().filter(is_theirs);
        places.extend(theirs.map(|step| (step.place.node.as_str().to_owned(), step.place.seq)));
    }
    let mut erased = 0;
    for (node, seq) in places {
        let node = NodeId::parse(&node).map_err(crate::error::damaged)?;
        erased += u64::from(erase_place(conn, &node, seq).await?);
    }
    Ok(erased)
}

/// Crossings with those that they took the place of, settled or undid, and the other way: also what was written after the
/// erasure was approved. One without the others would leave tables that the journal does not give.
async fn with_all_that_belongs_to(
    conn: &mut Conn,
    mut found: BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut new: Vec<String> = found.iter().cloned().collect();
    while let Some(id) = new.pop() {
        let others: Vec<String> = sqlx::query_scalar(
            "select corrects from crossing where id = $1 and corrects is not null
             union select corrected_by from crossing where id = $1 and corrected_by is not null
             union select settled_by from crossing where id = $1 and settled_by is not null
             union select undone_by from crossing where id = $1 and undone_by is not null
             union select id from crossing where corrects is not null and corrects = $1
             union select id from crossing where corrected_by is not null and corrected_by = $1
             union select id from crossing where settled_by is not null and settled_by = $1
             union select id from crossing where undone_by is not null and undone_by = $1",
        )
        .bind(&id)
        .fetch_all(&mut *conn)
        .await?;
        for other in others {
            if found.insert(other.clone()) {
                new.push(other);
            }
        }
    }
    Ok(found)
}

/// Erases one event, in its journal or as it is known here; says whether there was anything.
async fn erase_place(conn: &mut Conn, node: &NodeId, seq: i64) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "select at, actor, payload from event where node = $1 and seq = $2 and payload is not null
         union all select at, actor, payload from known_event where node = $1 and seq = $2",
    );
    let Some(row) = row.bind(node.as_str()).bind(seq).fetch_optional(&mut *conn).await? else { return Ok(false) };
    let payload: String = row.try_get("payload")?;
    let at = columns::moment(&row, "at")?.as_millisecond();
    if let Some(entry) = journal::entry(node, seq, at, row.try_get("actor")?, &payload)? {
        erasure::forget(conn, &entry).await?;
    }
    erasure::erase_payload(conn, node, seq).await?;
    sqlx::query("delete from known_event where node = $1 and seq = $2")
        .bind(node.as_str())
        .bind(seq)
        .execute(conn)
        .await?;
    Ok(true)
}
