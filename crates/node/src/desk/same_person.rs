//! How an officer ties two documents to one person, or parts them again.

use crate::Node;
use limen_domain::{AccountId, DocumentKey, Event, SamePersonReason};
use limen_store::StoreError;

/// Two different documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    one: DocumentKey,
    other: DocumentKey,
}

impl Pair {
    /// The pair; `None` where both are the same document.
    pub fn new(one: DocumentKey, other: DocumentKey) -> Option<Self> {
        (one != other).then_some(Self { one, other })
    }
}

/// Notes that two documents are one person's.
///
/// # Errors
/// The database can't be used.
pub async fn tie(
    node: &Node,
    officer: &AccountId,
    Pair { one, other }: Pair,
    reason: SamePersonReason,
) -> Result<(), StoreError> {
    let same = Event::SamePerson { one, other, reason: reason.code().to_owned() };
    node.store.append(Some(officer), vec![same], None).await?;
    Ok(())
}

/// Notes that two documents are not one person's after all.
///
/// # Errors
/// The database can't be used.
pub async fn part(
    node: &Node,
    officer: &AccountId,
    Pair { one, other }: Pair,
    reason: SamePersonReason,
) -> Result<(), StoreError> {
    let not_same = Event::NotSamePerson { one, other, reason: reason.code().to_owned() };
    node.store.append(Some(officer), vec![not_same], None).await?;
    Ok(())
}
