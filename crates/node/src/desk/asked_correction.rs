//! How an officer asks that a crossing that they recorded be corrected, and how that is declined. It is done when the crossing
//! is corrected or cancelled.

use crate::Node;
use limen_domain::{AccountId, CrossingId, Event, Permission, StatedReason, text::short};
use limen_store::{Account, Appended, Expect, Record, StoreError};

/// The longest note of what is wrong, in characters.
pub const LONGEST_NOTE_CHARACTERS: usize = 500;

/// Why a correction was not asked for.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// It is not theirs to ask for: another recorded it, it was put right already, or they may correct it themselves.
    #[error("this record is not this officer's to have corrected")]
    NotTheirs,
    /// Nothing says what is wrong.
    #[error("say what is wrong with the record")]
    NoNote,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether someone may ask that a record be corrected: their own, at this post, that stands; who may correct does so.
pub fn may_ask(node: &Node, account: &Account, record: &Record) -> bool {
    record.is_current()
        && record.settled_by.is_none()
        && record.crossing.post == node.post.id
        && record.crossing.officer == account.id
        && !account.role.may(Permission::Correct)
}

/// Asks that a record be corrected. One that is asked for already stays as it was asked.
///
/// # Errors
/// [`AskError`] says why it was not asked.
pub async fn ask(node: &Node, account: &Account, record: &Record, note: &str) -> Result<(), AskError> {
    if !may_ask(node, account, record) {
        return Err(AskError::NotTheirs);
    }
    let (crossing, note) = (record.crossing.id, short(note, LONGEST_NOTE_CHARACTERS));
    if note.is_empty() {
        return Err(AskError::NoNote);
    }
    let expected = Expect::All(vec![Expect::NotCorrected(crossing), Expect::NoCorrectionAsked(crossing)]);
    let asked = Event::CorrectionRequested { crossing, note };
    let _: Appended = node.store.append(Some(&account.id), vec![asked], Some(expected)).await?;
    Ok(())
}

/// Declines what was asked for. Nothing is written where that waits no more.
///
/// # Errors
/// The database can't be written.
pub async fn decline(
    node: &Node,
    officer: &AccountId,
    crossing: CrossingId,
    why: StatedReason,
) -> Result<Appended, StoreError> {
    let expected = Expect::All(vec![Expect::NotCorrected(crossing), Expect::CorrectionAsked(crossing)]);
    let declined = Event::CorrectionDeclined { crossing, reason: why.into() };
    node.store.append(Some(officer), vec![declined], Some(expected)).await
}
