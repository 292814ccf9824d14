//! What travellers claim about their own data, read from the journal of this node.

use crate::{
    Store, StoreError,
    database::{Conn, columns},
    journal::Changed,
};
use jiff::Timestamp;
use limen_domain::{AccountId, DocumentKey, Event, NodeId, RightAnswer};
use sqlx::Row;
use uuid::Uuid;

/// A claim, and its answer.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Which.
    pub id: Uuid,
    /// When it was entered into the register.
    pub at: Timestamp,
    /// What was claimed: an [`Event::RightClaimed`].
    pub event: Event,
    /// How it was answered; `None` while it waits.
    pub answer: Option<ClaimAnswer>,
}

impl Claim {
    /// Whether it names any of these documents.
    pub fn is_of(&self, documents: &[DocumentKey]) -> bool {
        let Event::RightClaimed { document: Some(document), .. } = &self.event else { return false };
        documents.contains(document)
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
                let waits =
                    claims(conn, Some(&node)).await?.iter().any(|other| other.id == claim && other.answer.is_none());
                Ok(waits.then(|| Changed::noted(vec![Event::RightAnswered { claim, answer, reason }])))
            })
        });
        Ok(answered.await?.is_some())
    }
}

/// The claims in one journal, or in all, the latest first.
async fn claims(conn: &mut Conn, node: Option<&NodeId>) -> Result<Vec<Claim>, StoreError> {
    let rows = sqlx::query(
        "select at, payload from event
         where payload is not null and kind in ('right-claimed', 'right-answered') and (node = $1 or $1 = '')
         order by node, seq",
    )
    .bind(node.map_or("", NodeId::as_str))
    .fetch_all(conn)
    .await?;
    let mut claims: Vec<Claim> = Vec::new();
    for row in &rows {
        let at = columns::moment(row, "at")?;
        match serde_json::from_str(row.try_get("payload")?)? {
            Event::RightAnswered { claim, answer, reason } => {
                if let Some(claim) = claims.iter_mut().find(|other| other.id == claim) {
                    claim.answer = Some(ClaimAnswer { at, answer, reason });
                }
            }
            event => {
                if let Event::RightClaimed { claim, .. } = &event {
                    claims.push(Claim { id: *claim, at, event, answer: None });
                }
            }
        }
    }
    claims.reverse();
    Ok(claims)
}
