//! How an alert that was found is judged: who may, what was found, for what reason.

use crate::{
    Node,
    desk::{Counter, party, present},
    neighbours::answers,
};
use limen_domain::{
    AccountId, AlertId, CrossingId, Event, Judged, Judgement, JudgementReason, ListName, PartyId, Permission,
    VehicleReason,
};
use limen_store::{Appended, Expect, StoreError};
use serde::Deserialize;

/// A judgement of an alert, for a reason of the closed list `R`.
#[derive(Debug, Clone, Deserialize)]
pub struct Judging<R> {
    /// The alert's list.
    pub list: ListName,
    /// The alert.
    pub alert: AlertId,
    /// What it is judged to be.
    pub judgement: Judgement,
    /// Why.
    pub reason: R,
}

impl<R> Judging<R> {
    fn find<'a>(&self, hits: &'a [Judged]) -> Result<&'a Judged, JudgeError> {
        let is_it = |judged: &&Judged| judged.hit.alert.list == self.list && judged.hit.alert.id == self.alert;
        hits.iter().find(is_it).ok_or(JudgeError::NotFound)
    }
}

/// Why an alert was not judged.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// It was not found for this traveller or vehicle.
    #[error("this alert was not found for this traveller or vehicle")]
    NotFound,
    /// There is no such party at this post.
    #[error("there is no such party at this post")]
    NoParty,
    /// Somebody else has confirmed it: the second line judges otherwise.
    #[error("somebody else has confirmed this alert; the second line judges it otherwise")]
    OfAnother,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Judges an alert that was found for the traveller at an officer's counter. Nothing is written where they do not stand
/// there.
///
/// # Errors
/// [`JudgeError`] says why it was not judged.
pub async fn judge(
    node: &Node,
    counter: Counter<'_>,
    presentation: CrossingId,
    judging: Judging<JudgementReason>,
) -> Result<Appended, JudgeError> {
    let account = counter.account;
    let Some((_, hits)) = present::open(node, &account.id, presentation).await? else {
        return Ok(Appended::NotAsExpected);
    };
    let found = judging.find(&hits)?;
    let is_of_another = found.confirmed().is_some_and(|before| before.officer != account.id);
    if is_of_another && !account.role.may(Permission::SettleReferrals) {
        return Err(JudgeError::OfAnother);
    }
    let Judging { list, alert, judgement, reason } = judging;
    let answer = answers::to_judged(node, (&list, &alert), judgement).await?;
    let judged = Event::hit_judged(presentation, list, alert, judgement, reason);
    let events = [judged].into_iter().chain(answer).collect();
    Ok(node.store.append(Some(&account.id), events, Some(Expect::Open(presentation))).await?)
}

/// Judges an alert that was found for the vehicle of a party. Nothing is written where the plate was put right, or an alert
/// judged, since it was read.
///
/// # Errors
/// [`JudgeError`] says why it was not judged.
pub async fn judge_vehicle(
    node: &Node,
    officer: &AccountId,
    party: PartyId,
    judging: Judging<VehicleReason>,
) -> Result<Appended, JudgeError> {
    let row = node.store.party(party).await?.filter(|row| row.party.post == node.post.id);
    let row = row.ok_or(JudgeError::NoParty)?;
    judging.find(&row.hits)?;
    let Judging { list, alert, judgement, reason } = judging;
    let answer = answers::to_judged(node, (&list, &alert), judgement).await?;
    let judged = Event::vehicle_judged(party, list, alert, judgement, reason);
    Ok(party::append(node, officer, &row, [judged].into_iter().chain(answer).collect()).await?)
}
