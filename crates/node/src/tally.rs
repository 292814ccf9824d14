//! The tally: people counted without being registered, at the post or on a path beside it.

use crate::Node;
use jiff::{Timestamp, civil::Date};
use limen_domain::{
    AccountId, Direction, Event, InvalidTallyError, LONGEST_PLACE, Mode, StatedReason, Tally, TallyCount, TallyId,
    text::short,
};
use limen_store::{Expect, StoreError, TallyRow};

/// The name of a place as it is kept.
pub fn place(typed: &str) -> String {
    short(typed, LONGEST_PLACE)
}

/// What an officer has counted.
#[derive(Debug)]
pub struct Counted<'a> {
    /// The tally's identifier, drawn where it is counted: sent twice, it counts once.
    pub id: TallyId,
    /// Where, as typed; it may be empty.
    pub place: &'a str,
    /// When the counting began. `None` for now.
    pub from: Option<Timestamp>,
    /// When it ended. `None` for now.
    pub to: Option<Timestamp>,
    /// Which way they went.
    pub direction: Direction,
    /// How.
    pub mode: Mode,
    /// How many of each group.
    pub counts: Vec<TallyCount>,
}

/// Why a tally was not kept or cancelled.
#[derive(Debug, thiserror::Error)]
pub enum TallyError {
    /// It can't be so.
    #[error(transparent)]
    Invalid(#[from] InvalidTallyError),
    /// There is no such tally.
    #[error("there is no such tally")]
    NotFound,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps what was counted. The same tally sent again changes nothing.
///
/// # Errors
/// [`TallyError`] says why it was not kept.
pub async fn count(node: &Node, officer: &AccountId, counted: Counted<'_>) -> Result<(), TallyError> {
    let now = node.now();
    let Counted { id, place: typed, from, to, direction, mode, counts } = counted;
    let (from, to) = (from.unwrap_or(now), to.unwrap_or(now));
    let (post, officer) = (node.post.id.clone(), officer.clone());
    let tally = Tally { id, post, place: place(typed), officer: officer.clone(), from, to, direction, mode, counts };
    tally.check(now)?;
    let event = Event::TallyCounted(Box::new(tally));
    node.store.append(Some(&officer), vec![event], Some(Expect::NewTally(id))).await?;
    Ok(())
}

/// Cancels a tally. Of two who do so at the same moment the first reason stands.
///
/// # Errors
/// [`TallyError`] says why it was not cancelled.
pub async fn cancel(node: &Node, officer: &AccountId, tally: TallyId, why: StatedReason) -> Result<(), TallyError> {
    if !node.store.has_tally(tally).await? {
        return Err(TallyError::NotFound);
    }
    let event = Event::TallyCancelled { tally, reason: why.into() };
    node.store.append(Some(officer), vec![event], Some(Expect::NotCancelled(tally))).await?;
    Ok(())
}

/// The tallies that began on a day at this post. `None` beyond the range of the calendar.
///
/// # Errors
/// The database can't be read.
pub async fn of_day(node: &Node, day: Date) -> Result<Option<Vec<TallyRow>>, StoreError> {
    let Some((from, to)) = node.bounds_of(day) else { return Ok(None) };
    Ok(Some(node.store.tallies(&node.post.id, from, to).await?))
}
