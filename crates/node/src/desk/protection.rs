//! The way of protection: how it begins, and how someone is handed over.

use crate::{
    Node,
    desk::{Counter, known::Known},
};
use jiff::SignedDuration;
use limen_domain::{
    AccountId, CrossingId, Decision, Event, HandOver, Journey, Need, Protection, ProtectionId, ReferralReason,
    text::single_spaced,
};
use limen_store::{Appended, Expect, StoreError};

/// The longest text that is kept, in characters.
const LONGEST_TEXT_CHARACTERS: usize = 1_000;
/// Where no authority was named by headquarters, someone must still be found within a day.
const HOURS_WITHOUT_AUTHORITY: u16 = 24;

/// A text as typed, with its lines.
fn kept(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(LONGEST_TEXT_CHARACTERS).collect()
}

/// A need of protection as an officer sees it now, with the authority that the list names for it.
pub(crate) fn seen(
    node: &Node,
    officer: &AccountId,
    need: Need,
    person: String,
    words: String,
    referral: Option<CrossingId>,
) -> Protection {
    let reference = node.reference();
    let authority = reference.authorities.of(need);
    let hours = authority.map_or(HOURS_WITHOUT_AUTHORITY, |authority| authority.hours);
    let now = node.now();
    Protection {
        id: ProtectionId(node.store.new_id()),
        post: node.post.id.clone(),
        at: now,
        officer: officer.clone(),
        need,
        referral,
        person,
        words,
        authority: authority.map(|authority| authority.name.clone()).unwrap_or_default(),
        contact: authority.map(|authority| authority.contact.clone()).unwrap_or_default(),
        due: now + SignedDuration::from_hours(hours.into()),
    }
}

/// A need of protection as an officer notes it.
#[derive(Debug, Clone)]
pub struct NeedSeen<'a> {
    /// Why.
    pub need: Need,
    /// Their presentation, where they wait at the counter.
    pub presentation: Option<CrossingId>,
    /// Their name or description, where they do not.
    pub person: &'a str,
    /// What was seen or said.
    pub words: &'a str,
}

/// Why the way of protection did not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// It was not said who it is.
    #[error("it was not said who is in need of protection")]
    NobodyNamed,
    /// The traveller at the counter is another one now.
    #[error("the traveller at the counter is another one now")]
    Changed,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Begins the way of protection: a traveller who waits at the counter is referred in the same transaction. The crossing that
/// refers them; `None` where none was recorded.
///
/// # Errors
/// [`BeginError`] says why it did not begin.
pub async fn begin(node: &Node, counter: Counter<'_>, noted: NeedSeen<'_>) -> Result<Option<CrossingId>, BeginError> {
    let account = counter.account;
    let open = node.store.open_presentation(&account.id).await?;
    let open = open.map(|(open, _)| open).filter(|open| Some(open.id) == noted.presentation);
    let person = match &open {
        Some(open) => open.traveller.name.to_string(),
        None => kept(noted.person),
    };
    if person.is_empty() {
        return Err(BeginError::NobodyNamed);
    }
    let begun = |referral| {
        let protection = seen(node, &account.id, noted.need, person, kept(noted.words), referral);
        Event::ProtectionBegun(Box::new(protection))
    };
    let (referred, events, expect) = match open {
        None => (None, vec![begun(None)], None),
        // The second line has this person already: what was seen belongs to the same referral.
        Some(open) if open.settles.is_some() => (None, vec![begun(open.settles)], Some(Expect::Open(open.id))),
        Some(mut open) => {
            let (id, refer) = (open.id, Decision::Refer { reason: ReferralReason::Protection });
            let known = Known::of(node, &mut open).await?;
            let crossing = known.crossing(account, open, Journey::default(), refer);
            (Some(id), vec![Event::CrossingRecorded(Box::new(crossing)), begun(Some(id))], Some(Expect::Open(id)))
        }
    };
    match node.store.append(Some(&account.id), events, expect).await? {
        Appended::OnDisk => Ok(referred),
        Appended::NotAsExpected => Err(BeginError::Changed),
    }
}

/// Why nobody was handed over.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    /// There is no such way of protection.
    #[error("there is no such way of protection")]
    NotFound,
    /// It was not said who receives the person.
    #[error("it was not said who receives the person")]
    NoReceiver,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Notes to whom someone was handed over, with the receipt or file number that the receiver gave. The first such note
/// stands.
///
/// # Errors
/// [`HandOverError`] says why nothing was noted.
pub async fn hand_over(
    node: &Node,
    officer: &AccountId,
    protection: ProtectionId,
    receiver: &str,
    reference: &str,
) -> Result<(), HandOverError> {
    let row = node.store.protection(protection).await?.ok_or(HandOverError::NotFound)?;
    let (receiver, reference) = (kept(&single_spaced(receiver)), kept(&single_spaced(reference)));
    if receiver.is_empty() {
        return Err(HandOverError::NoReceiver);
    }
    if row.handed_over.is_none() {
        let proof = HandOver { protection, receiver, reference };
        node.store.append(Some(officer), vec![Event::HandedOver(proof)], None).await?;
    }
    Ok(())
}
