//! What travellers claim about their own data, read from the journal of this node.

use crate::{
    Store, StoreError,
    database::{Conn, columns},
    journal::Changed,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId, RightAnswer};
use sqlx::Row;
use uuid::Uuid;

/// A claim, and its answer.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Which.
    pub id: Uuid,
    /// What was claimed: an [`Event::RightClaimed`].
    pub event: Event,
    /// How it was answered; `None` while it waits.
    pub answer: Option<ClaimAnswer>,
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
        claims(&mut *self.db.pool.acquire().await?, self.node()).await
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
                let waits = claims(conn, &node).await?.iter().any(|other| other.id == claim && other.answer.is_none());
                Ok(waits.then(|| Changed::noted(vec![Event::RightAnswered { claim, answer, reason }])))
            })
        });
        Ok(answered.await?.is_some())
    }
}

async fn claims(conn: &mut Conn, node: &NodeId) -> Result<Vec<Claim>, StoreError> {
    let rows = sqlx::query(
        "select at, payload from event
         where node = $1 and kind in ('right-claimed', 'right-answered') and payload is not null order by seq",
    )
    .bind(node.as_str())
    .fetch_all(conn)
    .await?;
    let mut claims: Vec<Claim> = Vec::new();
    for row in &rows {
        match serde_json::from_str(row.try_get("payload")?)? {
            Event::RightAnswered { claim, answer, reason } => {
                let at = columns::moment(row, "at")?;
                if let Some(claim) = claims.iter_mut().find(|other| other.id == claim) {
                    claim.answer = Some(ClaimAnswer { at, answer, reason });
                }
            }
            event => {
                if let Event::RightClaimed { claim, .. } = &event {
                    claims.push(Claim { id: *claim, event, answer: None });
                }
            }
        }
    }
    claims.reverse();
    Ok(claims)
}
