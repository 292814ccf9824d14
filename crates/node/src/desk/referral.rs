//! What the second line does with a referral: take it, give it back, note something in it, take it up at a counter.

use crate::{
    Node,
    desk::{
        Counter,
        present::{self, Coming},
    },
};
use limen_domain::{AccountId, Crossing, CrossingId, DecisionKind, DoubtKind, Event, Permission};
use limen_store::{Account, Appended, Expect, Record, StoreError};

/// The longest note that is kept, in characters.
const LONGEST_NOTE_CHARACTERS: usize = 2_000;
/// The longest code of a guide's question, in characters.
const LONGEST_QUESTION_CHARACTERS: usize = 16;

/// Why nothing was done with a referral.
#[derive(Debug, thiserror::Error)]
pub enum ReferralError {
    /// There is no such referral of this post.
    #[error("there is no such referral of this post")]
    NotFound,
    /// It lies with somebody else.
    #[error("this referral lies with somebody else; they give it back, or a supervisor does")]
    OfAnother,
    /// No guide has a question of such a code.
    #[error("no guide has this question")]
    NoQuestion,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn found(node: &Node, id: CrossingId) -> Result<Record, ReferralError> {
    let record = node.store.record(id).await?.ok_or(ReferralError::NotFound)?;
    let is_referral = record.crossing.decision.kind() == DecisionKind::Refer;
    if is_referral && record.crossing.post == node.post.id { Ok(record) } else { Err(ReferralError::NotFound) }
}

/// Takes a referral. One that somebody else took first stays with them.
///
/// # Errors
/// [`ReferralError`] says why it was not taken.
pub async fn take(node: &Node, officer: &AccountId, id: CrossingId) -> Result<(), ReferralError> {
    if found(node, id).await?.is_open_referral() {
        taken(node, officer, id).await?;
    }
    Ok(())
}

async fn taken(node: &Node, officer: &AccountId, id: CrossingId) -> Result<Appended, StoreError> {
    let taken = Event::ReferralTaken { referral: id };
    node.store.append(Some(officer), vec![taken], Some(Expect::FreeFor(id, officer.clone()))).await
}

/// Gives a referral back to the queue.
///
/// # Errors
/// [`ReferralError`] says why it was not given back.
pub async fn release(node: &Node, account: &Account, id: CrossingId) -> Result<(), ReferralError> {
    found(node, id).await?;
    let taken_by = node.store.referral_taken_by(id).await?;
    // A supervisor may give back what lies with someone who is not there any more.
    if taken_by.as_ref() != Some(&account.id) && !account.role.may(Permission::Correct) {
        return Err(ReferralError::OfAnother);
    }
    node.store.append(Some(&account.id), vec![Event::ReferralReleased { referral: id }], None).await?;
    Ok(())
}

/// Notes something in a referral, as an answer to a guide's question where it is one. A note without text is none.
///
/// # Errors
/// [`ReferralError`] says why it was not noted.
pub async fn note(
    node: &Node,
    officer: &AccountId,
    id: CrossingId,
    question: Option<String>,
    text: &str,
) -> Result<(), ReferralError> {
    found(node, id).await?;
    if question.as_ref().is_some_and(|question| question.chars().count() > LONGEST_QUESTION_CHARACTERS) {
        return Err(ReferralError::NoQuestion);
    }
    let text: String = text.trim().chars().take(LONGEST_NOTE_CHARACTERS).collect();
    if !text.is_empty() {
        node.store.append(Some(officer), vec![Event::ReferralNoted { referral: id, question, text }], None).await?;
    }
    Ok(())
}

/// Why a referral was not taken up.
#[derive(Debug, thiserror::Error)]
pub enum TakeUpError {
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// It is settled.
    #[error("this referral is settled")]
    Settled,
    /// Somebody else has taken it.
    #[error("somebody else has taken this referral")]
    OfAnother,
    /// Another traveller stands at the counter. The referral lies with the officer now.
    #[error("another traveller stands at the counter; decide about them first")]
    CounterBusy,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a referral up: its traveller stands before the second line's officer again.
///
/// # Errors
/// [`TakeUpError`] says why they do not.
pub async fn take_up(node: &Node, counter: Counter<'_>, id: CrossingId) -> Result<(), TakeUpError> {
    let record = node.store.record(id).await?.ok_or(TakeUpError::NotFound)?;
    if !record.is_open_referral() {
        return Err(TakeUpError::Settled);
    }
    if taken(node, &counter.account.id, id).await? == Appended::NotAsExpected {
        return Err(TakeUpError::OfAnother);
    }
    let Crossing { mut traveller, direction, party, member, .. } = record.crossing;
    // What only the day of the referral knew is examined anew.
    traveller.doubts.retain(|doubt| doubt.kind != DoubtKind::Expired);
    let (replaces, why, goes_on) = (None, None, Some(id));
    let coming = Coming { traveller, replaces, why, goes_on, settles: Some(id), party, member };
    match present::present(node, Counter { direction, ..counter }, coming).await? {
        Appended::OnDisk => Ok(()),
        Appended::NotAsExpected => Err(TakeUpError::CounterBusy),
    }
}
