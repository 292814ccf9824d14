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

/// Why a word on a proposal decided nothing.
#[derive(Debug, thiserror::Error)]
pub enum AlertsDecideError {
    /// The word of this person does not count.
    #[error(transparent)]
    Word(#[from] SecondPersonError),
    /// The alert's last day is over: it would stop nobody.
    #[error("the alert's last day is over: it would stop nobody")]
    Past,
    /// The list is still being compared with the one that holds.
    #[error("the list is still being compared with the one that holds")]
    Comparing,
    /// Many alerts go, or some that were drafted by hand, and the number that was typed is another.
    #[error("the number of alerts that are removed was not typed")]
    NotCounted,
}

impl From<StoreError> for AlertsDecideError {
    fn from(error: StoreError) -> Self {
        Self::Word(error.into())
    }
}

/// Approves or rejects a proposal, or takes it back, and waits a little until what was approved holds. `removed` is how many
/// alerts go, as it was typed by the person who approves.
///
/// # Errors
/// [`AlertsDecideError`] says why it was not decided.
pub async fn decide(
    node: &Node,
    session: &Session,
    id: Uuid,
    word: Word<'_>,
    removed: Option<usize>,
) -> Result<Effect, AlertsDecideError> {
    let proposal = node.store.proposal(id).await?.ok_or(SecondPersonError::NotFound)?;
    let by = &session.account.id;
    word.checked(by, &proposal.author)?;
    if word.approves {
        may_hold(node, &proposal, removed).await?;
        node.make_sure(session, word.password).await.map_err(SecondPersonError::from)?;
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

/// Whether what is proposed may hold, with the number of alerts that are removed as it was typed.
async fn may_hold(node: &Node, proposal: &Proposal, removed: Option<usize>) -> Result<(), AlertsDecideError> {
    if proposal.closed.is_some() {
        return Ok(());
    }
    if proposal.alert.as_ref().is_some_and(|alert| !alert.holds_on(node.today())) {
        return Err(AlertsDecideError::Past);
    }
    let changes = changes(node, proposal).await?.ok_or(AlertsDecideError::Comparing)?;
    if changes.removes_much() && removed != Some(changes.counts[2]) {
        return Err(AlertsDecideError::NotCounted);
    }
    Ok(())
}
