//! What waits for a second person: one alert, or a new version of a list. What it changes, the word on it, and how far what
//! was approved is in force.

use crate::{
    Node, PATIENCE,
    in_force::Progress,
    lists_coming::Comparison,
    second_person::{SecondPersonError, Word},
};
use limen_store::{Decided, Proposal, Session, StoreError};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// How long is waited until an approved list is in force, before it is said to be on its way.
const PATIENCE_FOR_LISTS: Duration = Duration::from_secs(1);
/// How long is waited to see whether everything holds.
const AT_ONCE: Duration = Duration::from_millis(50);

/// What a proposal changes: nothing any more where a list's is closed. `None` while a list is being compared.
///
/// # Errors
/// The database can't be read.
pub async fn changes(node: &Node, proposal: &Proposal) -> Result<Option<Arc<Comparison>>, StoreError> {
    match &proposal.alert {
        Some(alert) => {
            let before = node.store.alert(&alert.list, &alert.id).await?;
            let changed = before.filter(|before| before != alert).map(|before| (before, alert.clone()));
            let counts = [0, usize::from(changed.is_some()), 0, 0];
            Ok(Some(Arc::new(Comparison { counts, changed: changed.into_iter().collect(), ..Comparison::default() })))
        }
        None if proposal.closed.is_none() => {
            node.lists_coming.comparison(&node.store, &proposal.list, proposal.id).await
        }
        None => Ok(Some(Arc::default())),
    }
}

/// How far what was approved is in force. `None` where everything holds.
///
/// # Errors
/// The database can't be read.
pub async fn coming_into_force(node: &Node) -> Result<Option<Progress>, StoreError> {
    if node.in_force.reaches_whole(node.store.last_turn().await?, AT_ONCE).await {
        return Ok(None);
    }
    Ok(Some(node.in_force.progress().unwrap_or_default()))
}

/// What a word on a proposal came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It holds; or nothing is to come into force.
    Holds,
    /// It was approved, and is on its way into force.
    OnItsWay,
}

/// Approves or rejects a proposal, and waits a little until what was approved holds.
///
/// # Errors
/// [`SecondPersonError`] says why it was not decided.
pub async fn decide(node: &Node, session: &Session, id: Uuid, word: Word<'_>) -> Result<Effect, SecondPersonError> {
    let proposal = node.store.proposal(id).await?.ok_or(SecondPersonError::NotFound)?;
    let by = &session.account.id;
    // Four eyes: nobody approves what they proposed; taking one's own proposal back is no decision of a second person.
    if proposal.author == *by {
        return Err(SecondPersonError::NotTheirs);
    }
    if word.approves {
        node.make_sure(session, word.password).await?;
    }
    match node.store.decide_proposal(id, word.approves, by, word.reason()).await? {
        // A whole list may take its time.
        Decided::Approved(turn) if !node.in_force.reaches_whole(turn, PATIENCE_FOR_LISTS).await => {
            let is_one = proposal.alert.is_some() && node.in_force.reaches(turn, PATIENCE).await;
            Ok(if is_one { Effect::Holds } else { Effect::OnItsWay })
        }
        _ => Ok(Effect::Holds),
    }
}
