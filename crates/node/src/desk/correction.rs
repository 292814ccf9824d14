//! How a record that is mistaken is corrected, or cancelled where nobody crossed.

use crate::{Node, desk::journey::Answers, typed_day::typed_birth};
use jiff::civil::Date;
use limen_domain::{
    ACCOMPANIES_WITHIN, Accompaniment, AccountId, Adult, Crossing, CrossingId, Decision, Direction, Event, Journey,
    MinorAt, Sex, StateCode, StatedReason, StayFinding, counter::questions, text::single_spaced,
};
use limen_store::{Appended, Expect, StoreError};
use serde::Deserialize;

/// A correction as it is typed; the answers about the journey are beside it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Correction {
    /// The primary identifier.
    pub primary: String,
    /// The secondary identifier.
    pub secondary: String,
    /// The date of birth.
    pub birth: String,
    /// The code of the sex.
    pub sex: String,
    /// The code of the direction.
    pub direction: String,
    /// Why it is corrected.
    pub reason: String,
}

/// Why a correction can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionFault {
    /// No reason was given.
    #[error("no reason was given")]
    ReasonMissing,
    /// The name is missing.
    #[error("the name is missing")]
    NameMissing,
    /// The birth date is no date.
    #[error("the birth date is no date")]
    NoDate,
    /// The birth is after the crossing.
    #[error("the birth is after the crossing")]
    BirthInFuture,
    /// A refusal or a hold belongs to its direction, and can't be turned round.
    #[error("a refusal or a hold can't be turned round")]
    DirectionOfStop,
    /// Neither is the adult of an accompanied minor named, nor why nobody is.
    #[error("it was not said who the accompanying adult is, or why nobody is named")]
    AdultNotNamed,
    /// The adult who was named did not pass where and when the minor did.
    #[error("this adult did not pass with the minor")]
    AdultNotOffered,
}

impl Correction {
    fn reason(&self) -> Result<StatedReason, CorrectionFault> {
        StatedReason::parse(&self.reason).map_err(|_| CorrectionFault::ReasonMissing)
    }

    /// The crossing `new` that takes the place of a mistaken one, which was at a post of `country` on `day`: of the same
    /// moment, post and officer.
    ///
    /// # Errors
    /// [`CorrectionFault`] says what can't be taken.
    pub fn of(
        &self,
        new: CrossingId,
        mistaken: &Crossing,
        answers: &Answers,
        country: StateCode,
        day: Date,
    ) -> Result<Crossing, CorrectionFault> {
        self.reason()?;
        let mut crossing = mistaken.clone();
        crossing.id = new;
        crossing.traveller.name.primary = single_spaced(&self.primary);
        crossing.traveller.name.secondary = single_spaced(&self.secondary);
        if crossing.traveller.name.primary.is_empty() {
            return Err(CorrectionFault::NameMissing);
        }
        crossing.traveller.birth_date = typed_birth(&self.birth, day).ok_or(CorrectionFault::NoDate)?;
        if crossing.traveller.birth_date.is_after(day) {
            return Err(CorrectionFault::BirthInFuture);
        }
        crossing.traveller.sex = self.sex.parse().unwrap_or(Sex::Unspecified);
        crossing.direction = self.direction.parse().unwrap_or(mistaken.direction);
        // A decision belongs to its direction: turned round, an admission is a departure.
        crossing.decision = match (crossing.direction, crossing.decision) {
            (Direction::Exit, Decision::Admit) => Decision::LetDepart,
            (Direction::Entry, Decision::LetDepart) => Decision::Admit,
            (direction, ref decision)
                if direction != mistaken.direction
                    && !matches!(decision, Decision::Refer { .. } | Decision::Desist) =>
            {
                return Err(CorrectionFault::DirectionOfStop);
            }
            (_, decision) => decision,
        };
        // What was shown and answered then stays as it was.
        let (direction, then) = (crossing.direction, &mistaken.journey);
        let asked = questions(&crossing.traveller, direction, country, &StayFinding::NotAsked, day);
        let (permit_until, health) = (then.permit_until, then.health.clone());
        let answered = answers.journey(asked, &[]);
        // Who turns out to be of age, or to have crossed alone, is tied to nobody.
        let is_accompanied = answered.accompaniment.is_some_and(|with| with != Accompaniment::Alone);
        let (adult, adult_unnamed) = match answers.adult.trim() {
            _ if !is_accompanied => (None, None),
            "" => (then.adult, then.adult_unnamed),
            said => (said.parse().ok(), said.parse().ok()),
        };
        if is_accompanied && !answers.adult.trim().is_empty() && adult.is_none() && adult_unnamed.is_none() {
            return Err(CorrectionFault::AdultNotNamed);
        }
        crossing.journey = Journey { permit_until, health, adult, adult_unnamed, drives: then.drives, ..answered };
        if crossing.decision != Decision::Admit {
            (crossing.authorised, crossing.visa) = (None, None);
        }
        Ok(crossing)
    }
}

/// Where a minor stood whose record is corrected. An adult may have been decided about shortly after them.
fn minor_then(crossing: &Crossing) -> MinorAt {
    let (post, direction) = (crossing.post.clone(), crossing.direction);
    let (party, since) = (crossing.party, crossing.at);
    MinorAt { post, direction, party, since, now: since + ACCOMPANIES_WITHIN }
}

/// The adults whom the record of a minor may be corrected to name: those who passed when the minor did.
///
/// # Errors
/// The database can't be used.
pub async fn adults(node: &Node, crossing: &Crossing) -> Result<Vec<Adult>, StoreError> {
    node.store.adults(&minor_then(crossing)).await
}

/// Why a correction was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// It can't be taken.
    #[error(transparent)]
    Fault(#[from] CorrectionFault),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records a correction. The identifier of what takes the mistaken record's place; `None` where that was corrected or
/// cancelled meanwhile.
///
/// # Errors
/// [`CorrectionError`] says why nothing was recorded.
pub async fn correct(
    node: &Node,
    officer: &AccountId,
    mistaken: &Crossing,
    correction: &Correction,
    answers: &Answers,
) -> Result<Option<CrossingId>, CorrectionError> {
    let (new, day) = (CrossingId(node.store.new_id()), node.day_of(mistaken.at));
    let crossing = correction.of(new, mistaken, answers, node.post.country, day)?;
    let mut expected = vec![Expect::NotCorrected(mistaken.id)];
    // Another adult than the record names is one who may be named, also when it is written.
    if let Some(adult) = crossing.journey.adult.filter(|adult| mistaken.journey.adult != Some(*adult)) {
        if !adults(node, &crossing).await?.iter().any(|offered| offered.id == adult) {
            return Err(CorrectionFault::AdultNotOffered.into());
        }
        expected.push(Expect::Accompanies(adult, minor_then(&crossing)));
    }
    let (crossing, reason) = (Box::new(crossing), correction.reason()?.into());
    let corrected = Event::CrossingCorrected { mistaken: mistaken.id, crossing, reason };
    let appended = node.store.append(Some(officer), vec![corrected], Some(Expect::All(expected))).await?;
    Ok((appended == Appended::OnDisk).then_some(new))
}

/// Marks the record of a crossing that did not happen; it stays to be seen. One that was corrected or cancelled meanwhile
/// stays as it is.
///
/// # Errors
/// The database can't be written.
pub async fn cancel(
    node: &Node,
    officer: &AccountId,
    crossing: CrossingId,
    why: StatedReason,
) -> Result<Appended, StoreError> {
    let cancelled = Event::CrossingCancelled { crossing, reason: why.into() };
    node.store.append(Some(officer), vec![cancelled], Some(Expect::NotCorrected(crossing))).await
}
