//! Views of the flows that are kept by name: what an office asks again and again, for all who see flows at this node.

use limen_domain::AccountId;
use limen_store::{Store, StoreError, settings::FLOW_VIEWS};
use std::collections::BTreeMap;

/// Maximum number of views that are kept.
pub const MOST_VIEWS: usize = 40;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 60;
/// The longest question, in characters.
const LONGEST_QUESTION: usize = 600;

/// Why a view is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// It has no name, or a long one.
    #[error("a view has a name of at most {LONGEST_NAME} characters")]
    Name,
    /// As many are kept as there may be.
    #[error("at most {MOST_VIEWS} views are kept; one must be forgotten first")]
    Full,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The views that are kept, by name: each is what the address of the board asks for.
///
/// # Errors
/// The database can't be read.
pub async fn kept(store: &Store) -> Result<BTreeMap<String, String>, StoreError> {
    store.read(&FLOW_VIEWS).await
}

/// Keeps a view under a name, in place of the one that had it; the journal says who did.
///
/// # Errors
/// [`KeepError`] says why it is not kept.
pub async fn keep(store: &Store, officer: &AccountId, name: &str, question: String) -> Result<(), KeepError> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || question.chars().count() > LONGEST_QUESTION {
        return Err(KeepError::Name);
    }
    let views = kept(store).await?;
    if views.len() >= MOST_VIEWS && !views.contains_key(&name) {
        return Err(KeepError::Full);
    }
    let (named, asked) = (name.clone(), question.clone());
    let with_it = move |mut views: BTreeMap<String, String>| {
        if views.len() < MOST_VIEWS || views.contains_key(&named) {
            views.insert(named.clone(), asked.clone());
        }
        views
    };
    store.amend(Some(officer), &FLOW_VIEWS, with_it).await?;
    // Somebody else may have kept the last one meanwhile.
    if kept(store).await?.get(&name) == Some(&question) { Ok(()) } else { Err(KeepError::Full) }
}

/// Forgets the view of a name.
///
/// # Errors
/// The database can't be used.
pub async fn forget(store: &Store, officer: &AccountId, name: &str) -> Result<(), StoreError> {
    let name = name.to_owned();
    let without_it = move |mut views: BTreeMap<String, String>| {
        views.remove(&name);
        views
    };
    store.amend(Some(officer), &FLOW_VIEWS, without_it).await
}
