//! What is known about a traveller at a counter beyond what their document says, and what may be decided with it.

use crate::{Node, desk::stay::StayAtCounter};
use jiff::{SignedDuration, Timestamp, civil::Date};
use limen_domain::{
    AccountId, Adult, ChipVerdicts, Crossing, CrossingId, Decision, Direction, DocumentKey, HealthQuestion, HeldVisa,
    Journey, Judged, MinorAt, PartyKind, Presentation, Role, VisaNumber, VisaStanding, best_visa,
    counter::{Case, Questions, TAKEN_BACK_WITHIN_DAYS, questions},
};
use limen_store::{Account, Expect, PartyRow, Standing, StoreError};

/// What the node knows about a traveller, read at one moment, so that everything in it is of the same day.
pub struct Known {
    now: Timestamp,
    /// The day at the post.
    pub day: Date,
    /// Every document that is known to be theirs.
    pub documents: Vec<DocumentKey>,
    /// What the rules of stay say.
    pub stay: StayAtCounter,
    /// The visa or permit that speaks for them, where the rules ask for one.
    pub visa: Option<(HeldVisa, VisaStanding)>,
    /// A visa that they show and that belongs to somebody else's document.
    pub visa_of_another: Option<VisaNumber>,
    /// At whose other counter the same document waits.
    pub elsewhere: Option<AccountId>,
    /// The party they cross with.
    pub party: Option<PartyRow>,
    /// Where a minor stands, for those who are or may be one.
    minor: Option<MinorAt>,
    /// The adults whom a minor may be tied to, those of the party first.
    pub adults: Vec<Adult>,
    /// Their crossings.
    adult_ids: Vec<CrossingId>,
    /// Whether this person is in need of protection and not handed over yet.
    protected: bool,
    /// The exit that a taking back would undo.
    exit: Option<CrossingId>,
    /// What their document's chip came to when it was read last; `None` where none was.
    pub chip: Option<ChipVerdicts>,
    /// What is asked on health.
    pub health: Vec<HealthQuestion>,
}

impl Known {
    /// What is known now about a traveller who waits, who is examined anew: a document may have expired since they came.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn of(node: &Node, presentation: &mut Presentation) -> Result<Self, StoreError> {
        let now = node.now();
        let day = node.day_of(now);
        presentation.traveller.examine(day);
        let presentation = &*presentation;
        let (traveller, entry) = (&presentation.traveller, presentation.direction == Direction::Entry);
        let (store, officer) = (&node.store, &presentation.officer);
        let documents = store.documents_of(traveller).await?;
        let back_since = now - SignedDuration::from_hours(24 * TAKEN_BACK_WITHIN_DAYS);
        let exit = if entry { store.last_exit(&documents, back_since).await? } else { None };
        let mut places = vec![node.post.neighbour];
        places.extend(traveller.nationalities());
        let reference = node.reference();
        let health = reference.health.asked(&places, day).filter(|_| entry).cloned().collect();
        let stay = StayAtCounter::of(node, presentation, &documents, day).await?;
        let (visa, visa_of_another) = if entry && stay.finding.needs_permit() {
            visa(node, presentation, &documents, day).await?
        } else {
            (None, None)
        };
        let minor = if traveller.may_be_minor_on(day) { Some(minor(node, presentation, now).await?) } else { None };
        let adults = match &minor {
            Some(minor) => store.adults(minor).await?,
            None => Vec::new(),
        };
        let party = match presentation.party {
            Some(party) => store.party(party).await?,
            None => None,
        };
        let read = [Some(presentation.id), presentation.settles].into_iter().flatten().collect::<Vec<_>>();
        let chip = store.chip_readings(&read).await?.into_iter().next().map(|reading| reading.verdicts);
        Ok(Self {
            now,
            day,
            minor,
            adult_ids: adults.iter().map(|adult| adult.id).collect(),
            stay,
            visa,
            visa_of_another,
            elsewhere: store.waits_elsewhere(&documents, officer).await?,
            party,
            adults,
            protected: store.is_protected(&documents, presentation.settles).await?,
            exit,
            chip,
            health,
            documents,
        })
    }

    /// The case that the rules of the counter judge.
    pub fn case<'a>(&'a self, presentation: &'a Presentation, hits: &'a [Judged], role: Role) -> Case<'a> {
        Case {
            traveller: &presentation.traveller,
            hits,
            direction: presentation.direction,
            stay: &self.stay.finding,
            visa: self.visa.as_ref().map(|(_, standing)| standing),
            vehicle: self.party.as_ref().map_or(&[], |party| &party.hits),
            chip: self.chip.as_ref(),
            is_elsewhere: self.elsewhere.is_some(),
            health: &self.health,
            settles_referral: presentation.settles.is_some(),
            protected: self.protected,
            adults: &self.adult_ids,
            left_last: self.exit.is_some(),
            role,
            day: self.day,
        }
    }

    /// How the hits stand by which the case is judged.
    pub fn standing(&self, presentation: &Presentation, hits: &[Judged]) -> Standing {
        let vehicle = self.party.as_ref().map(|party| (party.party.id, &party.hits[..]));
        Standing::of(presentation.id, hits, vehicle)
    }

    /// What is asked about the journey.
    pub fn questions(&self, node: &Node, presentation: &Presentation) -> Questions {
        let (traveller, direction) = (&presentation.traveller, presentation.direction);
        let mut asked = questions(traveller, direction, node.post.country, &self.stay.finding, self.day);
        asked.permit &= !matches!(self.visa, Some((_, VisaStanding::Good(_))));
        asked
    }

    /// What must still hold when a decision with these answers is recorded.
    pub fn expects(&self, presentation: CrossingId, standing: Standing, journey: &Journey) -> Vec<Expect> {
        let named = journey.adult.zip(self.minor.clone());
        let adult = named.map(|(adult, minor)| Expect::Accompanies(adult, minor));
        [Expect::Open(presentation), Expect::Stands(standing)].into_iter().chain(adult).collect()
    }

    /// The adult who is likely the minor's: the one adult of a family. Of nobody else that is thought.
    pub fn likely_adult(&self) -> Option<CrossingId> {
        let family = self.party.as_ref().filter(|row| row.party.kind == PartyKind::Family)?;
        let mut of_family = self.adults.iter().filter(|adult| adult.party == Some(family.party.id));
        let adult = of_family.next()?;
        of_family.next().is_none().then_some(adult.id)
    }

    /// Whether it is asked if they drive the party's vehicle: an adult is, until somebody does.
    pub fn asks_for_driver(&self) -> bool {
        self.minor.is_none() && self.party.as_ref().is_some_and(PartyRow::asks_for_driver)
    }

    /// The record of a decision that is made now.
    pub fn crossing(
        &self,
        account: &Account,
        presentation: Presentation,
        journey: Journey,
        decision: Decision,
    ) -> Crossing {
        let (is_admitted, taken_back) = (decision == Decision::Admit, decision == Decision::TakeBack);
        let case = self.case(&presentation, &[], account.role);
        let authorised = if is_admitted { case.authorises(&journey) } else { None };
        // A record is used where it decided, and not where the officer typed the day of another document.
        let is_used = is_admitted && journey.permit_until.is_none();
        let used = self.visa.as_ref().filter(|(_, standing)| is_used && matches!(standing, VisaStanding::Good(_)));
        // Stamps stand in documents: of travellers who cross, and crossed out for those who are refused.
        let is_stamped = presentation.traveller.document.is_some() && decision.reason().is_none();
        let stamp = Some(account.stamp.clone()).filter(|stamp| is_stamped && !stamp.is_empty());
        Crossing {
            id: presentation.id,
            post: presentation.post,
            at: self.now,
            day: Some(self.day),
            direction: presentation.direction,
            traveller: presentation.traveller,
            journey,
            decision,
            authorised,
            visa: used.map(|(held, _)| held.visa.number.clone()),
            party: presentation.party,
            member: presentation.member,
            officer: account.id.clone(),
            settles: presentation.settles,
            undoes: if taken_back { self.exit } else { None },
            stamp,
        }
    }
}

/// Where a minor stands who waits: since the referral, where one is settled.
async fn minor(node: &Node, presentation: &Presentation, now: Timestamp) -> Result<MinorAt, StoreError> {
    let referral = match presentation.settles {
        Some(referral) => node.store.record(referral).await?,
        None => None,
    };
    Ok(MinorAt {
        post: presentation.post.clone(),
        direction: presentation.direction,
        party: presentation.party,
        since: referral.map_or(now, |record| record.crossing.at.min(now)),
        now,
    })
}

/// The record that speaks for an entry today: of those that belong to the traveller's documents. Beside it, a visa they
/// show whose record belongs to another document.
async fn visa(
    node: &Node,
    presentation: &Presentation,
    documents: &[DocumentKey],
    day: Date,
) -> Result<(Option<(HeldVisa, VisaStanding)>, Option<VisaNumber>), StoreError> {
    let visas = node.store.visas_of(documents).await?;
    let mut of_another = None;
    for shown in presentation.traveller.documents().filter(|document| document.kind.permits_stay()) {
        let Ok(number) = VisaNumber::parse(shown.number.as_str()) else { continue };
        if let Some(held) = node.store.visa(&number).await?
            && !documents.contains(&held.visa.document)
        {
            of_another = Some(number);
        }
    }
    Ok((best_visa(visas, day), of_another))
}
