//! The shift at a post: what happened since the one before was closed, and handing it over.

use crate::Node;
use jiff::Timestamp;
use limen_domain::{AccountId, Event, MOST_NOTE, ShiftClosing};
use limen_store::{Appended, ClosedShift, Expect, PartyState, ShiftCount, StoreError};

/// Parties that are counted as under way, at most.
const MOST_PARTIES: i64 = 500;

/// A shift with what it leaves to the next one.
#[derive(Debug)]
pub struct Shift {
    /// From when on it is counted.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// What happened in it.
    pub count: ShiftCount,
    /// Who closed it, and what was handed over; `None` while it goes on.
    pub closed: Option<ClosedShift>,
    /// How the one before was closed; `None` where none was, and for a shift that is closed itself.
    pub before: Option<ClosedShift>,
    /// What waits now.
    pub waits: Waits,
}

/// What waits at the post.
#[derive(Debug, Default)]
pub struct Waits {
    /// Referrals that nobody has settled, and since when the first of them waits.
    pub referrals: usize,
    /// When the first of them was referred.
    pub since: Option<Timestamp>,
    /// People in need of protection who are to be handed over.
    pub protections: i64,
    /// Parties that are here.
    pub parties: usize,
    /// Parties that are announced.
    pub announced: usize,
}

impl Waits {
    /// What waits now.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn of(node: &Node) -> Result<Self, StoreError> {
        let referrals = node.store.waiting(&node.post.id).await?;
        let parties = node.store.parties(&node.post.id, node.now(), MOST_PARTIES).await?;
        let are = |state| parties.iter().filter(|party| party.state == state).count();
        Ok(Self {
            referrals: referrals.len(),
            since: referrals.iter().map(|referral| referral.at).min(),
            protections: node.store.protections_waiting().await?,
            parties: are(PartyState::Here),
            announced: are(PartyState::Announced),
        })
    }
}

/// When the shift began that goes on: when the last one was closed, or with the day where none was.
fn begun(node: &Node, last: Option<&ClosedShift>) -> Timestamp {
    let now = node.now();
    match last {
        Some(last) => last.at.min(now),
        None => node.bounds_of(node.today()).map_or(now, |(begins, _)| begins),
    }
}

/// The shift that goes on: since the last one was closed, or since the day began where none was.
///
/// # Errors
/// The database can't be read.
pub async fn present(node: &Node) -> Result<Shift, StoreError> {
    let before = node.store.last_shift(&node.post.id).await?;
    let (from, to) = (begun(node, before.as_ref()), node.now());
    let count = node.store.shift(&node.post.id, from, to).await?;
    Ok(Shift { from, to, count, closed: None, before, waits: Waits::of(node).await? })
}

/// The shift that was closed last. `None` where none was.
///
/// # Errors
/// The database can't be read.
pub async fn last(node: &Node) -> Result<Option<Shift>, StoreError> {
    let Some(closed) = node.store.last_shift(&node.post.id).await? else { return Ok(None) };
    let (from, to) = (closed.closing.from, closed.at);
    let count = node.store.shift(&node.post.id, from, to).await?;
    Ok(Some(Shift { from, to, count, closed: Some(closed), before: None, waits: Waits::of(node).await? }))
}

/// Why a shift was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// What is handed over in words is too long.
    #[error("what is handed over has at most {MOST_NOTE} characters")]
    Long,
    /// Somebody else has closed it meanwhile.
    #[error("somebody else has closed the shift meanwhile")]
    Closed,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Closes the shift that was seen to begin at `from`, and hands it over with a note.
///
/// # Errors
/// [`CloseError`] says why it was not closed.
pub async fn close(node: &Node, officer: &AccountId, from: Timestamp, note: &str) -> Result<(), CloseError> {
    let note = note.trim();
    if note.chars().count() > MOST_NOTE {
        return Err(CloseError::Long);
    }
    let post = node.post.id.clone();
    let last = node.store.last_shift(&post).await?;
    let begun = begun(node, last.as_ref());
    if begun > from {
        return Err(CloseError::Closed);
    }
    let expect = Expect::LastShift(post.clone(), last.map(|last| last.at));
    let closing = ShiftClosing { post, from: begun, note: note.to_owned() };
    match node.store.append(Some(officer), vec![Event::ShiftClosed(Box::new(closing))], Some(expect)).await? {
        Appended::OnDisk => Ok(()),
        Appended::NotAsExpected => Err(CloseError::Closed),
    }
}
