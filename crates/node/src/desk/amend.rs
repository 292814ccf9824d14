//! How a doubtful field of a document is put right by one of the corrections that its reading offered.

use crate::{
    Node,
    desk::{
        Counter,
        present::{self, Coming},
    },
};
use limen_domain::{CrossingId, Doubt, DoubtKind, Field, Traveller};
use limen_store::{Appended, StoreError};

/// Why a correction was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AmendError {
    /// The reading offered no such correction.
    #[error("the reading of the document offered no such correction")]
    NotOffered,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a correction, and presents the traveller anew. Nothing is written where they do not stand at this counter.
///
/// # Errors
/// [`AmendError`] says why it was not taken.
pub async fn amend(
    node: &Node,
    counter: Counter<'_>,
    presentation: CrossingId,
    field: Field,
    value: &str,
) -> Result<Appended, AmendError> {
    let Some((before, _)) = present::open(node, &counter.account.id, presentation).await? else {
        return Ok(Appended::NotAsExpected);
    };
    let traveller = amended(&before.traveller, field, value).ok_or(AmendError::NotOffered)?;
    Ok(present::present(node, counter, Coming::again(&before, traveller)).await?)
}

/// The traveller with one of the corrections that were offered, which notes what stood there; `None` for another value.
fn amended(before: &Traveller, field: Field, value: &str) -> Option<Traveller> {
    let is_offered = |doubt: &Doubt| doubt.field == field && doubt.suggestions.iter().any(|offered| offered == value);
    if !before.doubts.iter().any(is_offered) {
        return None;
    }
    let mut traveller = before.clone();
    let read = set(&mut traveller, field, value);
    traveller.doubts.retain(|doubt| doubt.field != field);
    traveller.doubts.push(Doubt { field, kind: DoubtKind::Amended, suggestions: vec![read] });
    Some(traveller)
}

/// Sets a field to a correction, and returns what stood there.
fn set(traveller: &mut Traveller, field: Field, value: &str) -> String {
    let document = traveller.document.as_mut();
    let text = |place: &mut String| std::mem::replace(place, value.to_owned());
    match (field, document) {
        (Field::PrimaryIdentifier, _) => text(&mut traveller.name.primary),
        (Field::SecondaryIdentifier, _) => text(&mut traveller.name.secondary),
        (Field::BirthDate, _) => {
            std::mem::replace(&mut traveller.birth_date, value.parse().unwrap_or_default()).to_string()
        }
        (Field::Nationality, _) => {
            let before = std::mem::replace(&mut traveller.nationality, value.parse().ok());
            before.map(|code| code.to_string()).unwrap_or_default()
        }
        (Field::DocumentNumber, Some(document)) => {
            std::mem::replace(&mut document.number, value.to_owned().into()).to_string()
        }
        (Field::ExpiryDate, Some(document)) => {
            std::mem::replace(&mut document.expiry, value.parse().unwrap_or_default()).to_string()
        }
        (Field::IssuingState, Some(document)) => {
            let before = std::mem::replace(&mut document.issuer, value.parse().ok());
            before.map(|code| code.to_string()).unwrap_or_default()
        }
        // The other fields are not kept; that the officer looked at them is.
        _ => String::new(),
    }
}
