//! What travellers claim about their own data, read from the journal of this node.

use crate::{
    Store, StoreError,
    database::{Conn, Sql, columns},
    journal::Changed,
    record::same_person::push_keys,
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{AccountId, CrossingId, DocumentKey, Event, NodeId, Right, RightAnswer, VisaNumber};
use sqlx::Row;
use uuid::Uuid;

/// A claim, and its answer.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Which.
    pub id: Uuid,
    /// When it was entered into the register.
    pub at: Timestamp,
    /// Which right.
    pub right: Right,
    /// The service's number or date of it.
    pub reference: String,
    /// The document by which the person is known; `None` where none was named.
    pub document: Option<DocumentKey>,
    /// What was asked, in words.
    pub words: String,
    /// The day on which it came.
    pub received: Date,
    /// The day by which it is to be answered.
    pub due: Date,
    /// What is proposed to be erased, and waits for a second person. `None` where nothing is.
    pub proposed: Option<ProposedErasure>,
    /// From how many events it was erased, where it was.
    pub erased: Option<u64>,
    /// How it was answered; `None` while it waits.
    pub answer: Option<ClaimAnswer>,
}

/// Records that someone proposed to erase, since the person claimed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedErasure {
    /// Who proposed it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Crossings, and presentations without a decision.
    pub crossings: Vec<CrossingId>,
    /// Visas and permits.
    pub visas: Vec<VisaNumber>,
    /// Whether that is all that the claim is about.
    pub whole: bool,
    /// Why they are not to be kept.
    pub reason: String,
}

impl Claim {
    /// Whether it names any of these documents.
    pub fn is_of(&self, documents: &[DocumentKey]) -> bool {
        self.document.as_ref().is_some_and(|document| documents.contains(document))
    }
}

/// The answer to a claim.
#[derive(Debug, Clone)]
pub struct ClaimAnswer {
    /// When.
    pub at: Timestamp,
    /// The answer.
    pub answer: RightAnswer,
    /// Why; empty for what was granted.
    pub reason: String,
}

impl Store {
    /// Every claim that is still held, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn claims(&self) -> Result<Vec<Claim>, StoreError> {
        claims(&mut *self.db.pool.acquire().await?, Some(self.node())).await
    }

    /// What the person of these documents claimed, at this node and at each whose journal is held here.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn claims_of(&self, documents: &[DocumentKey]) -> Result<Vec<Claim>, StoreError> {
        let mut claims = claims(&mut *self.db.pool.acquire().await?, None).await?;
        claims.retain(|claim| claim.is_of(documents));
        Ok(claims)
    }

    /// When files of the person of these documents were made for a claim, whoever made them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn files_made(&self, claim: &Claim, documents: &[DocumentKey]) -> Result<Vec<Timestamp>, StoreError> {
        if claim.reference.is_empty() || documents.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new("select at from look where kind = 'person-reported' and about <> '' and about = ");
        query.push_bind(claim.reference.clone()).push(" and at >= ").push_bind(claim.at.as_millisecond());
        query.push(" and document in ");
        push_keys(&mut query, documents);
        query.push(" order by at");
        let rows = query.build().fetch_all(&self.db.pool).await?;
        rows.iter().map(|row| columns::moment(row, "at")).collect()
    }

    /// Answers a claim that waits. Says whether there was one.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn answer_claim(
        &self,
        actor: &AccountId,
        claim: Uuid,
        answer: RightAnswer,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let (node, reason) = (self.node().clone(), reason.to_owned());
        let answered = self.change(Some(actor), move |conn| {
            Box::pin(async move {
                let held = claims(conn, Some(&node)).await?;
                let waits = held.iter().any(|one| one.id == claim && one.answer.is_none() && one.proposed.is_none());
                Ok(waits.then(|| Changed::noted(vec![Event::RightAnswered { claim, answer, reason }])))
            })
        });
        Ok(answered.await?.is_some())
    }
}

/// The claims in one journal, or in all, the latest first.
pub(crate) async fn claims(conn: &mut Conn, node: Option<&NodeId>) -> Result<Vec<Claim>, StoreError> {
    let rows = sqlx::query(
        "select at, actor, payload from event where payload is not null
         and kind in ('right-claimed', 'right-answered', 'claim-erasure-proposed', 'claim-erased', 'proposal-decided')
         and (node = $1 or $1 = '') order by at, node, seq",
    )
    .bind(node.map_or("", NodeId::as_str))
    .fetch_all(conn)
    .await?;
    let mut claims: Vec<Claim> = Vec::new();
    for row in &rows {
        let at = columns::moment(row, "at")?;
        // What a later version wrote is not understood here, and is shown by that version.
        let Ok(event) = serde_json::from_str(row.try_get("payload")?) else { continue };
        if let Event::RightClaimed { claim: id, right, reference, document, words, received, due } = event {
            let (proposed, erased, answer) = (None, None, None);
            claims.push(Claim { id, at, right, reference, document, words, received, due, proposed, erased, answer });
            continue;
        }
        let of = match &event {
            Event::RightAnswered { claim, .. }
            | Event::ClaimErasureProposed { claim, .. }
            | Event::ClaimErased { claim, .. } => claim,
            Event::ProposalDecided { proposal, .. } => proposal,
            _ => continue,
        };
        let Some(claim) = claims.iter_mut().find(|claim| claim.id == *of) else { continue };
        match event {
            Event::RightAnswered { answer, reason, .. } => claim.answer = Some(ClaimAnswer { at, answer, reason }),
            Event::ClaimErasureProposed { crossings, visas, whole, reason, .. } => {
                let by = columns::account(row, "actor")?;
                claim.proposed = Some(ProposedErasure { by, at, crossings, visas, whole, reason });
            }
            Event::ProposalDecided { .. } => claim.proposed = None,
            Event::ClaimErased { events, .. } => claim.erased = Some(claim.erased.unwrap_or(0) + events),
            _ => {}
        }
    }
    claims.reverse();
    Ok(claims)
}
