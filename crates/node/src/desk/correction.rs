//! How a record that is mistaken is corrected, or cancelled where nobody crossed.

use crate::{
    Node,
    desk::{
        journey::Answers,
        stay::StayAtCounter,
        typed::{Typed, TypedFault, TypedField},
    },
    typed_day::typed_day,
};
use jiff::civil::Date;
use limen_domain::{
    ACCOMPANIES_WITHIN, Accompaniment, AccountId, Adult, AdultUnnamed, Answer, Crossing, CrossingId, Decision,
    Direction, DocumentKey, Event, HealthAnswer, Journey, MinorAt, NoReason, PartialDate, SamePersonReason, StateCode,
    StatedReason, StayFinding, TravelDocument, VisaStanding, best_visa, counter::questions,
};
use limen_store::{Appended, Expect, Record, StoreError};

/// A correction: every field of the record, as it is typed.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    /// Who crossed.
    pub traveller: Typed,
    /// What is asked about the journey.
    pub journey: Answers,
    /// The code of the direction.
    pub direction: String,
    /// Why it is corrected.
    pub reason: String,
}

/// Why a field of a correction can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionFault {
    /// A field of the traveller.
    Typed(TypedField, TypedFault),
    /// No reason was given.
    ReasonMissing,
    /// A refusal or a hold belongs to its direction, and can't be turned round.
    DirectionOfStop,
    /// The last day of the visa or permit is no day.
    PermitNoDate,
    /// Neither is the adult of an accompanied minor named, nor why nobody is.
    AdultNotNamed,
    /// The adult who was named did not pass where and when the minor did.
    AdultNotOffered,
}

impl From<&Crossing> for Correction {
    /// The fields as they stand in a record; the reason is still to be given.
    fn from(crossing: &Crossing) -> Self {
        Self {
            traveller: Typed::of(&crossing.traveller),
            journey: Answers::from(&crossing.journey),
            direction: crossing.direction.code().to_owned(),
            reason: String::new(),
        }
    }
}

impl Correction {
    /// The crossing `new` that takes the place of a mistaken one, which was at a post of `country` on `day`: of the same
    /// moment, post and officer, and of the same stay.
    ///
    /// # Errors
    /// Each field that can't be taken.
    pub fn of(
        &self,
        new: CrossingId,
        mistaken: &Crossing,
        country: StateCode,
        day: Date,
    ) -> Result<Crossing, Vec<CorrectionFault>> {
        let (traveller, wrong) = self.traveller.corrected(&mistaken.traveller, day);
        let mut faults: Vec<_> = wrong.into_iter().map(|(field, fault)| CorrectionFault::Typed(field, fault)).collect();
        let direction = self.direction.parse().unwrap_or(mistaken.direction);
        // A decision belongs to its direction: turned round, an admission is a departure.
        let decision = match (direction, mistaken.decision.clone()) {
            (Direction::Exit, Decision::Admit) => Decision::LetDepart,
            (Direction::Entry, Decision::LetDepart) => Decision::Admit,
            (_, decision @ (Decision::Refer { .. } | Decision::Desist)) => decision,
            (_, decision) => {
                if direction != mistaken.direction {
                    faults.push(CorrectionFault::DirectionOfStop);
                }
                decision
            }
        };
        let asked = questions(&traveller, direction, country, &StayFinding::NotAsked, day);
        let answered = self.journey.journey(asked, &[]);
        let permit_until = self.permit_until(&mistaken.journey, &mut faults);
        let (adult, adult_unnamed) = self.adult(&mistaken.journey, answered.accompaniment, &mut faults);
        let drives = match mistaken.party {
            Some(_) => self.journey.drives.is_some(),
            None => mistaken.journey.drives,
        };
        let health = self.health(&mistaken.journey);
        if self.reason().is_err() {
            faults.push(CorrectionFault::ReasonMissing);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let journey = Journey { permit_until, health, adult, adult_unnamed, drives, ..answered };
        Ok(Crossing { id: new, traveller, direction, decision, journey, ..mistaken.clone() })
    }

    fn reason(&self) -> Result<StatedReason, NoReason> {
        StatedReason::parse(&self.reason)
    }

    /// The last day of the visa or permit that was shown.
    fn permit_until(&self, then: &Journey, faults: &mut Vec<CorrectionFault>) -> Option<Date> {
        match typed_day(&self.journey.permit_until) {
            Some(PartialDate::Unknown) => None,
            Some(PartialDate::Full(last)) => Some(last),
            _ => {
                faults.push(CorrectionFault::PermitNoDate);
                then.permit_until
            }
        }
    }

    /// The adult of a minor, or why none is named. Who turns out to be of age, or to have crossed alone, is tied to nobody.
    fn adult(
        &self,
        then: &Journey,
        accompaniment: Option<Accompaniment>,
        faults: &mut Vec<CorrectionFault>,
    ) -> (Option<CrossingId>, Option<AdultUnnamed>) {
        if accompaniment.is_none_or(|with| with == Accompaniment::Alone) {
            return (None, None);
        }
        match self.journey.adult.trim() {
            "" => (then.adult, then.adult_unnamed),
            said => {
                let named: (Option<CrossingId>, Option<AdultUnnamed>) = (said.parse().ok(), said.parse().ok());
                if named == (None, None) {
                    faults.push(CorrectionFault::AdultNotNamed);
                }
                named
            }
        }
    }

    /// The answers to the questions on health that were asked then.
    fn health(&self, then: &Journey) -> Vec<HealthAnswer> {
        let answer = |asked: &HealthAnswer| {
            let said = Answer::ALL.iter().copied().find(|answer| self.journey.says(&asked.question, answer));
            HealthAnswer { question: asked.question.clone(), answer: said.unwrap_or(asked.answer) }
        };
        then.health.iter().map(answer).collect()
    }
}

/// Gives a corrected admission the stay that the rules would have authorised, if the traveller is another to the rules, or
/// came in after all. What an officer authorised stays otherwise; who was not admitted has none.
async fn put_stay_right(
    node: &Node,
    mistaken: &Crossing,
    crossing: &mut Crossing,
    day: Date,
) -> Result<(), StoreError> {
    if crossing.decision != Decision::Admit {
        (crossing.authorised, crossing.visa) = (None, None);
        return Ok(());
    }
    let read = |crossing: &Crossing| {
        let (traveller, document) = (&crossing.traveller, crossing.traveller.document.as_ref());
        let nationalities: Vec<StateCode> = traveller.nationalities().collect();
        let document = document.map(|document| (document.kind, document.key()));
        (crossing.direction, nationalities, traveller.status, document, crossing.journey.permit_until)
    };
    if read(mistaken) == read(crossing) {
        return Ok(());
    }
    let documents = node.store.documents_of(&crossing.traveller).await?;
    let finding = StayAtCounter::then(node, crossing, &documents, day).await?.finding;
    let permit_until = crossing.journey.permit_until;
    let used = mistaken.visa.clone().filter(|_| permit_until.is_none() && finding.needs_permit());
    if let Some(number) = used
        && node.store.visa(&number).await?.is_some_and(|held| documents.contains(&held.visa.document))
    {
        // The visa that let them in is theirs still.
        return Ok(());
    }
    let visa = if permit_until.is_none() && finding.needs_permit() {
        best_visa(node.store.visas_of(&documents).await?, day)
    } else {
        None
    };
    (crossing.authorised, crossing.visa) = match visa {
        Some((held, VisaStanding::Good(authorised))) => (Some(authorised), Some(held.visa.number)),
        _ => (finding.authorises(permit_until), None),
    };
    Ok(())
}

/// The events by which documents are parted that only the mistaken record tied together, because it showed one that is not
/// the traveller's.
async fn parted(node: &Node, mistaken: &Record, crossing: &Crossing) -> Result<Vec<Event>, StoreError> {
    let keys = |crossing: &Crossing| -> Vec<DocumentKey> {
        crossing.traveller.documents().filter_map(TravelDocument::key).collect()
    };
    let (before, now) = (keys(&mistaken.crossing), keys(crossing));
    let gone = |key: &DocumentKey| before.contains(key) && !now.contains(key);
    let mut tied = node.store.tied_by(&mistaken.event.node, mistaken.event.seq).await?;
    tied.retain(|(one, other)| (gone(one) && before.contains(other)) || (gone(other) && before.contains(one)));
    let reason = SamePersonReason::Mistake.code();
    let part = |(one, other)| Event::NotSamePerson { one, other, reason: reason.to_owned() };
    Ok(tied.into_iter().map(part).collect())
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
    /// Fields of it can't be taken.
    #[error("the correction can't be taken: {0:?}")]
    Faults(Vec<CorrectionFault>),
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
    record: &Record,
    correction: &Correction,
) -> Result<Option<CrossingId>, CorrectionError> {
    let mistaken = &record.crossing;
    let (new, day) = (CrossingId(node.store.new_id()), node.day_of(mistaken.at));
    let missing = |_| CorrectionError::Faults(vec![CorrectionFault::ReasonMissing]);
    let mut crossing = correction.of(new, mistaken, node.post.country, day).map_err(CorrectionError::Faults)?;
    let reason = correction.reason().map_err(missing)?;
    let mut expected = vec![Expect::NotCorrected(mistaken.id)];
    // Another adult than the record names is one who may be named, also when it is written.
    if let Some(adult) = crossing.journey.adult.filter(|adult| mistaken.journey.adult != Some(*adult)) {
        if !adults(node, &crossing).await?.iter().any(|offered| offered.id == adult) {
            return Err(CorrectionError::Faults(vec![CorrectionFault::AdultNotOffered]));
        }
        expected.push(Expect::Accompanies(adult, minor_then(&crossing)));
    }
    put_stay_right(node, mistaken, &mut crossing, day).await?;
    let parted = parted(node, record, &crossing).await?;
    let (crossing, reason) = (Box::new(crossing), reason.into());
    let mut events = vec![Event::CrossingCorrected { mistaken: mistaken.id, crossing, reason }];
    events.extend(parted);
    let appended = node.store.append(Some(officer), events, Some(Expect::All(expected))).await?;
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
