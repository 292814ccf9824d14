//! What travellers claim about their own data: each claim with the day by which it is to be answered, and its answer.

use crate::Node;
use jiff::{ToSpan, civil::Date};
use limen_domain::{AccountId, DocumentKey, Event, Right, RightAnswer, text::short};
use limen_store::{Claim, StoreError};
use uuid::Uuid;

/// Days within which a claim is answered, unless the law sets another period.
const ANSWER_DAYS: i64 = 30;
/// The longest words of a claim, or of its answer, in characters.
const LONGEST_WORDS_CHARACTERS: usize = 1_000;
/// The longest reference of a claim, in characters.
const LONGEST_REFERENCE_CHARACTERS: usize = 80;

/// The register: what waits first, the most urgent on top.
///
/// # Errors
/// The database can't be read.
pub async fn register(node: &Node) -> Result<Vec<Claim>, StoreError> {
    let mut claims = node.store.claims().await?;
    claims.sort_by_key(|claim| match &claim.event {
        Event::RightClaimed { due, .. } if claim.answer.is_none() => (0, *due),
        _ => (1, Date::MIN),
    });
    Ok(claims)
}

/// A claim as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct NewClaim<'a> {
    /// Which right.
    pub right: Right,
    /// The number or date of the letter.
    pub reference: &'a str,
    /// A document of the person's; it may be empty.
    pub document: &'a str,
    /// What they say; it may be empty.
    pub words: &'a str,
    /// When it came.
    pub received: Date,
    /// By when it is to be answered; where it is empty, as the law usually says.
    pub due: &'a str,
}

/// Why a claim was not kept or answered.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// It has no reference, its document or a day of it can't be read, or its days can't be so.
    #[error("a claim has a reference, a day on which it came, and a day after it by which it is answered")]
    Incomplete,
    /// A refusal has no reason.
    #[error("say why it is refused")]
    NoReason,
    /// No such claim waits.
    #[error("no such claim waits")]
    NotFound,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Enters a claim into the register.
///
/// # Errors
/// [`ClaimError`] says why it was not entered.
pub async fn receive(node: &Node, by: &AccountId, claim: NewClaim<'_>) -> Result<(), ClaimError> {
    let NewClaim { right, received, .. } = claim;
    let reference = short(claim.reference, LONGEST_REFERENCE_CHARACTERS);
    let document = match short(claim.document, LONGEST_REFERENCE_CHARACTERS).as_str() {
        "" => None,
        text => Some(text.parse::<DocumentKey>().map_err(|_| ClaimError::Incomplete)?),
    };
    let due = match claim.due.trim() {
        "" => received.checked_add(ANSWER_DAYS.days()).map_err(|_| ClaimError::Incomplete)?,
        text => text.parse::<Date>().map_err(|_| ClaimError::Incomplete)?,
    };
    if reference.is_empty() || received > node.today() || due < received {
        return Err(ClaimError::Incomplete);
    }
    let words = short(claim.words, LONGEST_WORDS_CHARACTERS);
    let event = Event::RightClaimed { claim: node.store.new_id(), right, reference, document, words, received, due };
    node.store.append(Some(by), vec![event], None).await?;
    Ok(())
}

/// Answers a claim. All but what is granted in full needs a reason.
///
/// # Errors
/// [`ClaimError`] says why it was not answered.
pub async fn answer(
    node: &Node,
    by: &AccountId,
    claim: Uuid,
    answer: RightAnswer,
    reason: &str,
) -> Result<(), ClaimError> {
    let reason = short(reason, LONGEST_WORDS_CHARACTERS);
    if answer != RightAnswer::Granted && reason.is_empty() {
        return Err(ClaimError::NoReason);
    }
    if node.store.answer_claim(by, claim, answer, &reason).await? { Ok(()) } else { Err(ClaimError::NotFound) }
}
