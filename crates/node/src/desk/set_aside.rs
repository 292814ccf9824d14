//! Setting aside a traveller whom an alert may be about, and which hits stay when the same traveller is
//! presented again.

use crate::{Node, desk::present};
use limen_domain::{AccountId, CrossingId, Event, Hit, Judged, SetAside, counter::NotOpen, may_be_set_aside};
use limen_store::{Appended, Expect, Standing, StoreError};

/// What was found for a traveller who is presented again, or for a vehicle whose plate was put right: an alert that was
/// confirmed stays confirmed, and one that nobody has judged stays to be judged, whether or not it is found again, for as
/// long as it stands. Otherwise a letter typed anew would let an arrest go.
///
/// # Errors
/// The database can't be used.
pub(crate) async fn go_on(node: &Node, before: &[Judged], mut found: Vec<Hit>) -> Result<Vec<Hit>, StoreError> {
    for judged in before.iter().filter(|judged| judged.asks_for_action()) {
        let alert = &judged.hit.alert;
        let again = found.iter_mut().find(|hit| hit.alert.list == alert.list && hit.alert.id == alert.id);
        match again {
            Some(hit) => hit.confirmed_before = judged.confirmed(),
            None if node.store.alert(&alert.list, &alert.id).await?.is_some() => {
                found.push(Hit { confirmed_before: judged.confirmed(), ..judged.hit.clone() });
            }
            None => {}
        }
    }
    Ok(found)
}

/// Whether what was found before is what is found now: no alert has come or changed, and none that asks for an action is
/// gone.
///
/// # Errors
/// The database can't be used.
pub(crate) async fn is_current(node: &Node, before: &[Judged], found: &[Hit]) -> Result<bool, StoreError> {
    let was_found = |hit: &Hit| before.iter().any(|judged| judged.hit.alert == hit.alert);
    if !found.iter().all(was_found) {
        return Ok(false);
    }
    for judged in before.iter().filter(|judged| judged.asks_for_action()) {
        let alert = &judged.hit.alert;
        if node.store.alert(&alert.list, &alert.id).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Why someone was not set aside.
#[derive(Debug, thiserror::Error)]
pub enum SetAsideError {
    /// An alert may be about them, and no reason was given.
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets aside the traveller at an officer's counter, and forgets what was typed about them. Nothing is written where they
/// do not stand there.
///
/// # Errors
/// [`SetAsideError`] says why they stay.
pub async fn withdraw(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    why: Option<SetAside>,
) -> Result<Appended, SetAsideError> {
    // A hit that is judged in another window between reading and writing: what may be done is asked again.
    while let Some((_, hits)) = present::open(node, officer, presentation).await? {
        may_be_set_aside(&hits, why.as_ref())?;
        let standing = Standing::of(presentation, &hits, None);
        let expect = Expect::All(vec![Expect::Open(presentation), Expect::Stands(standing)]);
        let withdrawn = Event::PresentationWithdrawn { presentation, why: why.clone() };
        if node.store.append(Some(officer), vec![withdrawn], Some(expect)).await? == Appended::OnDisk {
            node.drafts.forget(officer);
            return Ok(Appended::OnDisk);
        }
    }
    Ok(Appended::NotAsExpected)
}
