//! The rules of the counter: what is asked, what the verdict is, and which decisions are open to whom.

use crate::{
    Accompaniment, Action, AdultUnnamed, Authorised, ChipSummary, ChipVerdicts, CrossingId, Decision, DecisionKind,
    Direction, DoubtKind, HealthQuestion, Journey, Judged, Judgement, Offered, Permission, ReferralReason, Role,
    StateCode, StayFinding, Traveller, VisaStanding,
};
use jiff::civil::Date;
use thiserror::Error;

/// The questions about the journey that the officer is asked; others are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Questions {
    /// Why they travel.
    pub purpose: bool,
    /// How many days they mean to stay.
    pub stay: bool,
    /// The town they come from.
    pub origin: bool,
    /// The town they go to.
    pub destination: bool,
    /// With whom a minor crosses.
    pub accompaniment: bool,
    /// Until when a visa or permit allows a stay.
    pub permit: bool,
}

/// The questions for `traveller`, going in `direction` at a post of `country`, on `day`, with the finding `stay` of the
/// rules of stay.
///
/// How someone travels is always asked. A national who comes home is asked where from, and nothing about a stay; a
/// foreigner who leaves is asked where to, and no purpose.
pub fn questions(
    traveller: &Traveller,
    direction: Direction,
    country: StateCode,
    stay: &StayFinding,
    day: Date,
) -> Questions {
    let national = traveller.is_national_of(country);
    let entry = direction == Direction::Entry;
    Questions {
        purpose: entry != national,
        stay: entry && !national,
        origin: entry,
        destination: !entry || !national,
        accompaniment: traveller.may_be_minor_on(day),
        permit: stay.needs_permit(),
    }
}

/// What the officer should know at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing was found.
    NothingFound,
    /// Something is to be looked at before the decision.
    ToCheck,
    /// An alert about this document, or one confirmed for this person, asks for an action.
    Stop(Action),
}

/// How long after an exit a traveller may still be taken back, in days: someone whom the other side refuses comes at
/// once, and later it is an entry like any other.
pub const TAKEN_BACK_WITHIN_DAYS: i64 = 3;

/// Why a decision is not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotOpen {
    /// A hit has still to be judged.
    #[error("a possible hit has still to be cleared or confirmed")]
    HitNotJudged,
    /// A confirmed hit stops the traveller at the first line.
    #[error("a confirmed alert asks for another action")]
    ConfirmedHit,
    /// A minor alone, or with an adult who is not a parent, goes the protection way.
    #[error("a minor without a parent or guardian is referred")]
    MinorWithoutParent,
    /// It was not said with whom a minor crosses.
    #[error("it was not said with whom the minor crosses")]
    AccompanimentNotAsked,
    /// A minor is accompanied, and neither is the adult named nor does anything say why not.
    #[error("it was not said who the accompanying adult is, or why nobody is named")]
    AdultNotNamed,
    /// The adult who was named can't be tied to the minor.
    #[error("this adult was not let through here a moment ago, and is not named for a minor")]
    AdultNotOffered,
    /// The adult of a minor does not pass.
    #[error("a minor does not pass without the adult who was refused or referred")]
    AdultNotPassing,
    /// An alert that may be about the traveller is neither cleared nor is it said why they go.
    #[error("an alert may be about whom is set aside, and no reason was given")]
    SetAsideWithoutReason,
    /// The rules give no stay, and no visa or permit was shown.
    #[error("the rules of stay ask for a visa or a permit, and its last day was not given")]
    PermitNotShown,
    /// The decision belongs to the other direction.
    #[error("this decision belongs to the other direction")]
    OtherDirection,
    /// A refusal names no ground.
    #[error("a refusal names at least one ground")]
    NoGround,
    /// The second line has this already.
    #[error("a referral that is taken up can't be referred again")]
    AlreadyReferred,
    /// A person in need of protection is neither turned back nor held at the first line.
    #[error("a person in need of protection is referred")]
    Protected,
    /// A question on health was not answered.
    #[error("a question on health has not been answered")]
    HealthNotAsked,
    /// An answer on health asks for the health service.
    #[error("an answer on health asks for the health service")]
    HealthService,
    /// The traveller drives a vehicle, and an alert about it has still to be judged.
    #[error("an alert about the vehicle has still to be judged")]
    VehicleNotJudged,
    /// A confirmed alert is about the vehicle that they drive.
    #[error("a confirmed alert is about the vehicle")]
    VehicleStopped,
    /// A vehicle's party ends, nobody was said to drive it, and it was not said that nobody does.
    #[error("it was not said who drives the vehicle, or that nobody of the party does")]
    DriverNotNamed,
    /// What is in the document's chip is not this document's.
    #[error("the chip is not this document's: the second line looks at it")]
    ChipNotOfDocument,
    /// Nobody left who could be taken back.
    #[error("no exit of this traveller is known that could be undone")]
    NoExitToUndo,
}

/// What is known when a decision is made.
#[derive(Debug)]
pub struct Case<'a> {
    /// Who.
    pub traveller: &'a Traveller,
    /// The hits, judged or not.
    pub hits: &'a [Judged],
    /// Which way.
    pub direction: Direction,
    /// What the rules of stay say.
    pub stay: &'a StayFinding,
    /// The visa or permit record that speaks for them, where the rules ask for one.
    pub visa: Option<&'a VisaStanding>,
    /// What screening found for the vehicle of their party.
    pub vehicle: &'a [Judged],
    /// What their document's chip comes to; `None` where none was read.
    pub chip: Option<&'a ChipVerdicts>,
    /// Whether the same document waits at another counter.
    pub is_elsewhere: bool,
    /// What is asked on health.
    pub health: &'a [HealthQuestion],
    /// Whether this settles a referral.
    pub settles_referral: bool,
    /// Whether this person is on the way of protection.
    pub protected: bool,
    /// The crossings of the adults whom a minor may cross with.
    pub adults: &'a [CrossingId],
    /// Whether the last that is known of this traveller is that they left.
    pub left_last: bool,
    /// Who decides, by role.
    pub role: Role,
    /// On which day.
    pub day: Date,
}

impl Case<'_> {
    /// Whether `decision` is open, with what was asked in `journey`.
    ///
    /// # Errors
    /// [`NotOpen`] says why the decision is not open.
    pub fn allows(&self, decision: &Decision, journey: &Journey) -> Result<(), NotOpen> {
        let kind = decision.kind();
        if kind.direction().is_some_and(|direction| direction != self.direction) {
            return Err(NotOpen::OtherDirection);
        }
        if journey.adult.is_some_and(|adult| !self.adults.contains(&adult)) {
            return Err(NotOpen::AdultNotOffered);
        }
        match decision {
            Decision::Refer { .. } if self.settles_referral => Err(NotOpen::AlreadyReferred),
            Decision::Refuse { grounds } | Decision::RefuseExit { grounds } if grounds.is_empty() => {
                Err(NotOpen::NoGround)
            }
            // The first line can only refer a traveller who may need protection.
            _ if kind != DecisionKind::Refer && self.protected && !self.is_second_line() => Err(NotOpen::Protected),
            Decision::TakeBack if !self.left_last => Err(NotOpen::NoExitToUndo),
            // A minor without a parent is neither passed nor turned back at the first line: the second line protects.
            _ if kind != DecisionKind::Refer && !self.settles_referral && self.is_minor_without_parent(journey) => {
                Err(NotOpen::MinorWithoutParent)
            }
            Decision::Admit | Decision::LetDepart => {
                self.allows_passing(journey).and_then(|()| self.names_adult(kind, journey))
            }
            _ if kind.stops() => self.names_adult(kind, journey),
            // A traveller who comes back over the border is here already: alerts are judged, and no stay is asked for.
            Decision::TakeBack => self.alerts_allow_passing(),
            // A traveller whom an alert stops can't leave by giving up.
            Decision::Desist => self.alerts_allow_passing(),
            _ => Ok(()),
        }
    }

    fn is_second_line(&self) -> bool {
        self.settles_referral && self.role.may(Permission::SettleReferrals)
    }

    /// Whether a minor crosses alone, or with an adult who is not a parent or guardian: such a minor goes the way of
    /// protection (Convention on the Rights of the Child, art. 20).
    pub fn is_minor_without_parent(&self, journey: &Journey) -> bool {
        matches!(journey.accompaniment, Some(Accompaniment::Alone | Accompaniment::OtherAdult))
            && self.traveller.may_be_minor_on(self.day)
    }

    /// Whether the adult of an accompanied minor is named, or it is said why not.
    fn names_adult(&self, kind: DecisionKind, journey: &Journey) -> Result<(), NotOpen> {
        let is_accompanied = self.traveller.may_be_minor_on(self.day)
            && journey.accompaniment.is_some_and(|with| with != Accompaniment::Alone);
        match (journey.adult, journey.adult_unnamed) {
            _ if !is_accompanied => Ok(()),
            (None, None) => Err(NotOpen::AdultNotNamed),
            (None, Some(AdultUnnamed::NotPassing)) if kind.crossed() && !self.is_second_line() => {
                Err(NotOpen::AdultNotPassing)
            }
            _ => Ok(()),
        }
    }

    /// Whether nobody is admitted without a visa or a permit whose last day the officer types: the rules ask for one,
    /// and no record speaks for them.
    pub fn needs_permit(&self) -> bool {
        self.stay.needs_permit() && !matches!(self.visa, Some(VisaStanding::Good(_)))
    }

    /// Until when an admission authorises the stay. Precedence: the permit's last day as the officer typed it, then the
    /// visa record, then the stay rule.
    pub fn authorises(&self, journey: &Journey) -> Option<Authorised> {
        match (journey.permit_until, self.visa) {
            (None, Some(VisaStanding::Good(authorised))) if self.stay.needs_permit() => Some(*authorised),
            (permit_until, _) => self.stay.authorises(permit_until),
        }
    }

    /// Whether an officer should look at the stay, or at the visa, before deciding.
    pub fn stay_is_to_check(&self) -> bool {
        let is_covered = self.stay.needs_permit() && !self.needs_permit();
        self.stay.is_to_check() && !is_covered
    }

    /// The verdict on the traveller.
    pub fn verdict(&self) -> Verdict {
        let stop = self.hits.iter().find(|judged| match judged.outcome() {
            Some(Judgement::Confirmed) => !judged.hit.alert.action.lets_pass(),
            Some(Judgement::Cleared) => false,
            None => judged.is_possible() && judged.hit.is_of_document(),
        });
        if let Some(judged) = stop {
            return Verdict::Stop(judged.hit.alert.action);
        }
        if self.traveller_is_to_check() || self.stay_is_to_check() { Verdict::ToCheck } else { Verdict::NothingFound }
    }

    /// Whether something other than the stay is to be looked at.
    fn traveller_is_to_check(&self) -> bool {
        self.hits.iter().any(Judged::is_possible)
            || self.traveller.doubts.iter().any(|doubt| doubt.kind != DoubtKind::Amended)
            || self.traveller.document.is_none()
            || self.traveller.may_be_minor_on(self.day)
            || self.is_elsewhere
            || self.chip_says(ChipSummary::is_to_check)
    }

    fn chip_says(&self, says: impl Fn(ChipSummary) -> bool) -> bool {
        self.chip.is_some_and(|chip| says(chip.summary()))
    }

    /// Whether an overstay is all that was found: it is said, and keeps nobody from leaving.
    fn is_overstay_alone(&self) -> bool {
        matches!(self.stay, StayFinding::Overstayed(..)) && !self.traveller_is_to_check()
    }

    /// Whether a confirmed alert asks for something else than passing.
    fn is_stopped(&self) -> bool {
        let stops = |judged: &Judged| !judged.hit.alert.action.lets_pass();
        self.hits.iter().any(|judged| judged.outcome() == Some(Judgement::Confirmed) && stops(judged))
    }

    /// Whether the alerts leave passing open to this role, whatever the journey.
    ///
    /// # Errors
    /// [`NotOpen::HitNotJudged`] while a hit is possible; [`NotOpen::ConfirmedHit`] at the first line.
    pub fn alerts_allow_passing(&self) -> Result<(), NotOpen> {
        if self.hits.iter().any(Judged::is_possible) {
            return Err(NotOpen::HitNotJudged);
        }
        if self.is_stopped() && !self.is_second_line() { Err(NotOpen::ConfirmedHit) } else { Ok(()) }
    }

    fn allows_passing(&self, journey: &Journey) -> Result<(), NotOpen> {
        self.alerts_allow_passing()?;
        if self.chip_says(ChipSummary::asks_second_line) && !self.is_second_line() {
            return Err(NotOpen::ChipNotOfDocument);
        }
        if self.traveller.may_be_minor_on(self.day) && journey.accompaniment.is_none() {
            return Err(NotOpen::AccompanimentNotAsked);
        }
        if self.needs_permit() && journey.permit_until.is_none_or(|last| last < self.day) {
            return Err(NotOpen::PermitNotShown);
        }
        if journey.drives {
            self.vehicle_may_pass()?;
        }
        self.allows_health(journey)
    }

    /// Whether the alerts about the vehicle let its driver pass; they stop none of its passengers.
    fn vehicle_may_pass(&self) -> Result<(), NotOpen> {
        if self.vehicle.iter().any(Judged::is_possible) {
            return Err(NotOpen::VehicleNotJudged);
        }
        let stops =
            |judged: &Judged| judged.outcome() == Some(Judgement::Confirmed) && !judged.hit.alert.action.lets_pass();
        let is_stopped = self.vehicle.iter().any(stops) && !self.is_second_line();
        if is_stopped { Err(NotOpen::VehicleStopped) } else { Ok(()) }
    }

    /// Every question on health is answered, and an answer that asks for the health service has been to the second line.
    fn allows_health(&self, journey: &Journey) -> Result<(), NotOpen> {
        for question in self.health {
            let answered = journey.health.iter().find(|answered| answered.question == question.code);
            let answer = answered.ok_or(NotOpen::HealthNotAsked)?.answer;
            if question.refer_on == Some(answer) && !self.is_second_line() {
                return Err(NotOpen::HealthService);
            }
        }
        Ok(())
    }

    /// Why this traveller would be referred, as far as the case itself says.
    pub fn likely_referral(&self) -> ReferralReason {
        if self.protected {
            ReferralReason::Protection
        } else if self.hits.iter().any(|judged| judged.outcome() != Some(Judgement::Cleared) && !judged.is_discreet()) {
            ReferralReason::Hit
        } else if self.traveller.may_be_minor_on(self.day) {
            ReferralReason::Minor
        } else if !self.traveller.doubts.is_empty()
            || self.traveller.document.is_none()
            || self.chip_says(ChipSummary::is_to_check)
        {
            ReferralReason::Document
        } else if self.stay_is_to_check() {
            ReferralReason::Conditions
        } else {
            ReferralReason::Other
        }
    }

    /// Which finding would be the ground of a refusal, as far as the case itself says.
    pub fn likely_ground(&self) -> Option<Offered> {
        match self.stay {
            _ if self.is_stopped() => Some(Offered::Alert),
            StayFinding::VisaNeeded(_) if self.needs_permit() => Some(Offered::Visa),
            StayFinding::UsedUp(..) if self.needs_permit() => Some(Offered::Days),
            _ => None,
        }
    }

    /// The decision that Enter makes: passing where nothing speaks against it, or an overstay alone, otherwise the second
    /// line; never a refusal. Nothing while a hit waits to be judged, for judging it is the next step then.
    pub fn expected(&self) -> Option<DecisionKind> {
        if self.hits.iter().any(Judged::is_possible) {
            return None;
        }
        match self.verdict() {
            Verdict::NothingFound if !self.protected => Some(DecisionKind::pass(self.direction)),
            Verdict::ToCheck if !self.protected && self.is_overstay_alone() => Some(DecisionKind::pass(self.direction)),
            _ if self.settles_referral => None,
            _ => Some(DecisionKind::Refer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        AccountId, Alert, DocumentNumber, Doubt, Field, GroundCode, Hit, JudgedBefore, Likeness, MadeJudgement, Name,
        PartialDate, Reason, Sex, Source, TravelDocument,
    };
    use jiff::{Timestamp, civil::date};

    const TODAY: Date = date(2026, 11, 24);

    fn traveller(birth: &str) -> Traveller {
        let name = Name { primary: "DIALLO".into(), secondary: "MAMADOU".into(), truncated: false };
        let nationality = "GIN".parse().ok();
        let mut document = TravelDocument::numbered(crate::DocumentKind::Passport, nationality, "GN7654321");
        document.expiry = PartialDate::Full(date(2030, 1, 1));
        Traveller {
            birth_date: birth.parse().expect("date"),
            sex: Sex::Male,
            nationality,
            document: Some(document),
            ..Traveller::named(name, Source::Mrz)
        }
    }

    fn hit(action: Action, reasons: Vec<Reason>, judgement: Option<Judgement>) -> Judged {
        let (list, id) = ("national".to_owned().try_into(), "A-1".to_owned().try_into());
        let alert = Alert::new(list.expect("a name"), id.expect("an identifier"), action);
        let officer = AccountId::parse("awa").expect("an account");
        Judged {
            hit: Hit { alert, score: 0.9, reasons, cleared_before: None, confirmed_before: None },
            judgement: judgement.map(|judgement| MadeJudgement {
                judgement,
                officer,
                at: Timestamp::UNIX_EPOCH,
                reason: String::new(),
            }),
        }
    }

    fn case<'a>(traveller: &'a Traveller, hits: &'a [Judged], role: Role, settles_referral: bool) -> Case<'a> {
        Case {
            traveller,
            hits,
            direction: Direction::Entry,
            stay: &StayFinding::NotAsked,
            visa: None,
            vehicle: &[],
            chip: None,
            is_elsewhere: false,
            health: &[],
            settles_referral,
            protected: false,
            adults: &[],
            left_last: false,
            role,
            day: TODAY,
        }
    }

    fn verdict(traveller: &Traveller, hits: &[Judged], stay: &StayFinding) -> Verdict {
        Case { stay, ..case(traveller, hits, Role::FirstLine, false) }.verdict()
    }

    #[test]
    fn a_clean_adult_is_admitted_with_enter() {
        let adult = traveller("1992-02-14");
        let case = case(&adult, &[], Role::FirstLine, false);
        assert_eq!(verdict(&adult, &[], &StayFinding::NotAsked), Verdict::NothingFound);
        assert_eq!(case.expected(), Some(DecisionKind::Admit));
        assert_eq!(case.allows(&Decision::Admit, &Journey::default()), Ok(()));
    }

    #[test]
    fn a_chip_of_another_document_is_for_the_second_line_and_one_of_an_unknown_issuer_for_nobody() {
        use crate::{ChipOutcome, ChipVerdict};
        let adult = traveller("1992-02-14");
        let good = || ChipVerdict::new(ChipOutcome::Good, "");
        let chip = |issuer, zone_matches| ChipVerdicts {
            integrity: good(),
            signer: good(),
            issuer: ChipVerdict::new(issuer, ""),
            revocation: good(),
            clone: good(),
            zone_matches,
            altered: Vec::new(),
            declared: Vec::new(),
        };
        let says = |chip: &ChipVerdicts, role, settles| {
            let case = Case { chip: Some(chip), ..case(&adult, &[], role, settles) };
            (case.verdict(), case.expected(), case.allows(&Decision::Admit, &Journey::default()))
        };
        let admit = Some(DecisionKind::Admit);
        let proven = chip(ChipOutcome::Good, Some(true));
        assert_eq!(says(&proven, Role::FirstLine, false), (Verdict::NothingFound, admit, Ok(())));
        let unknown = chip(ChipOutcome::Unknown, Some(true));
        assert_eq!(says(&unknown, Role::FirstLine, false), (Verdict::NothingFound, admit, Ok(())));
        let (refer, closed) = (Some(DecisionKind::Refer), Err(NotOpen::ChipNotOfDocument));
        let other = chip(ChipOutcome::Good, Some(false));
        assert_eq!(says(&other, Role::FirstLine, false), (Verdict::ToCheck, refer, closed));
        assert_eq!(says(&other, Role::Supervisor, true), (Verdict::ToCheck, None, Ok(())));
        let failed = chip(ChipOutcome::Failed, Some(true));
        assert_eq!(
            says(&failed, Role::FirstLine, false),
            (Verdict::ToCheck, refer, Ok(())),
            "its state may be at fault"
        );
        let case = Case { chip: Some(&other), ..case(&adult, &[], Role::FirstLine, false) };
        assert_eq!(case.likely_referral(), ReferralReason::Document);
    }

    #[test]
    fn nobody_is_admitted_while_a_hit_waits_to_be_judged() {
        let adult = traveller("1992-02-14");
        let hits = [hit(Action::Arrest, vec![], None)];
        let case = case(&adult, &hits, Role::Supervisor, false);
        assert_eq!(verdict(&adult, &hits, &StayFinding::NotAsked), Verdict::ToCheck);
        assert_eq!(case.expected(), None);
        assert_eq!(case.allows(&Decision::Admit, &Journey::default()), Err(NotOpen::HitNotJudged));
        assert_eq!(case.allows(&Decision::Refer { reason: ReferralReason::Hit }, &Journey::default()), Ok(()));
    }

    #[test]
    fn a_discreet_alert_shows_at_the_counter_neither_in_the_verdict_nor_in_the_decision() {
        let adult = traveller("1990-01-01");
        let hits = [hit(Action::InformDiscreetly, vec![], None)];
        assert_eq!(verdict(&adult, &hits, &StayFinding::NotAsked), Verdict::NothingFound);
        assert_eq!(case(&adult, &hits, Role::FirstLine, false).expected(), Some(DecisionKind::Admit));
    }

    #[test]
    fn who_was_cleared_before_and_has_not_changed_is_not_stopped_again() {
        let adult = traveller("1990-01-01");
        let mut found = hit(Action::Arrest, vec![], None);
        let officer = AccountId::parse("awa").expect("an account");
        found.hit.cleared_before = Some(JudgedBefore { officer, at: Timestamp::UNIX_EPOCH, reason: "face".into() });
        assert_eq!(verdict(&adult, &[found], &StayFinding::NotAsked), Verdict::NothingFound);
    }

    #[test]
    fn a_cleared_hit_leaves_the_traveller_clean() {
        let adult = traveller("1992-02-14");
        let hits = [hit(Action::Arrest, vec![], Some(Judgement::Cleared))];
        assert_eq!(verdict(&adult, &hits, &StayFinding::NotAsked), Verdict::NothingFound);
        assert_eq!(case(&adult, &hits, Role::FirstLine, false).expected(), Some(DecisionKind::Admit));
    }

    #[test]
    fn a_confirmed_alert_stops_and_only_the_second_line_may_admit() {
        let adult = traveller("1992-02-14");
        let hits = [hit(Action::Arrest, vec![], Some(Judgement::Confirmed))];
        assert_eq!(verdict(&adult, &hits, &StayFinding::NotAsked), Verdict::Stop(Action::Arrest));
        let admit = |role, settles| case(&adult, &hits, role, settles).allows(&Decision::Admit, &Journey::default());
        assert_eq!(admit(Role::FirstLine, false), Err(NotOpen::ConfirmedHit));
        assert_eq!(admit(Role::Supervisor, false), Err(NotOpen::ConfirmedHit));
        assert_eq!(admit(Role::Supervisor, true), Ok(()));
        assert_eq!(case(&adult, &hits, Role::FirstLine, false).expected(), Some(DecisionKind::Refer));
    }

    #[test]
    fn a_discreet_alert_lets_the_traveller_pass() {
        let adult = traveller("1992-02-14");
        let hits = [hit(Action::InformDiscreetly, vec![], Some(Judgement::Confirmed))];
        assert_eq!(case(&adult, &hits, Role::FirstLine, false).allows(&Decision::Admit, &Journey::default()), Ok(()));
    }

    #[test]
    fn a_stolen_document_stops_before_anyone_has_judged() {
        let adult = traveller("1992-02-14");
        let hits = [hit(
            Action::SeizeDocument,
            vec![Reason::DocumentNumber {
                number: DocumentNumber::new("ML1"),
                likeness: Likeness::Same,
                other_issuer: None,
            }],
            None,
        )];
        assert_eq!(verdict(&adult, &hits, &StayFinding::NotAsked), Verdict::Stop(Action::SeizeDocument));
    }

    #[test]
    fn a_reported_document_is_judged_by_the_document_and_a_person_by_the_person() {
        use crate::JudgementReason::{self, BirthDate, Document, Face, Issuer, Number, Other};
        let number =
            Reason::DocumentNumber { number: DocumentNumber::new("ML1"), likeness: Likeness::Same, other_issuer: None };
        let mut found = hit(Action::SeizeDocument, vec![number], None).hit;
        assert_eq!(JudgementReason::fitting(&found), [Number, Issuer, Document, Other]);
        found.alert.names.push("Mamadou Diallo".into());
        assert_eq!(
            JudgementReason::fitting(&found),
            [Number, Issuer, Document, Other],
            "the number is all that compares"
        );
        found.reasons.push(Reason::BirthDate { likeness: Likeness::Same, years_apart: None });
        let of_person = JudgementReason::fitting(&found);
        assert!(of_person.contains(&Face) && of_person.contains(&BirthDate) && !of_person.contains(&Number));
    }

    #[test]
    fn a_minor_alone_is_referred_and_neither_admitted_nor_refused() {
        let child = traveller("2012-02-14");
        let case = case(&child, &[], Role::FirstLine, false);
        let alone = Journey { accompaniment: Some(Accompaniment::Alone), ..Journey::default() };
        assert_eq!(case.expected(), Some(DecisionKind::Refer));
        assert_eq!(case.allows(&Decision::Admit, &alone), Err(NotOpen::MinorWithoutParent));
        let refuse = Decision::Refuse { grounds: vec![GroundCode("A".into())] };
        assert_eq!(case.allows(&refuse, &alone), Err(NotOpen::MinorWithoutParent));
        assert_eq!(case.allows(&Decision::Refer { reason: ReferralReason::Minor }, &alone), Ok(()));
    }

    #[test]
    fn a_minor_is_not_admitted_before_the_officer_said_with_whom() {
        let child = traveller("2012-02-14");
        let case = case(&child, &[], Role::FirstLine, false);
        assert_eq!(case.allows(&Decision::Admit, &Journey::default()), Err(NotOpen::AccompanimentNotAsked));
    }

    #[test]
    fn a_minor_passes_with_a_parent_who_is_named_and_was_let_through_or_for_a_reason_that_is_said() {
        let child = traveller("2012-02-14");
        let (mother, stranger) = (CrossingId(uuid::Uuid::nil()), CrossingId(uuid::Uuid::max()));
        let offered = [mother];
        let first = Case { adults: &offered, ..case(&child, &[], Role::FirstLine, false) };
        let second = Case { adults: &offered, ..case(&child, &[], Role::SecondLine, true) };
        let with = |adult, adult_unnamed| Journey {
            accompaniment: Some(Accompaniment::Parent),
            adult,
            adult_unnamed,
            ..Journey::default()
        };
        let refuse = || Decision::Refuse { grounds: vec![GroundCode("A".into())] };
        let refer = || Decision::Refer { reason: ReferralReason::Minor };
        for decision in [Decision::Admit, refuse()] {
            assert_eq!(first.allows(&decision, &with(Some(mother), None)), Ok(()));
            assert_eq!(first.allows(&decision, &with(None, None)), Err(NotOpen::AdultNotNamed));
            assert_eq!(first.allows(&decision, &with(Some(stranger), None)), Err(NotOpen::AdultNotOffered));
            assert_eq!(first.allows(&decision, &with(None, Some(AdultUnnamed::CrossedBefore))), Ok(()));
        }
        // A referral waits for no name, but ties nobody to a stranger either.
        assert_eq!(first.allows(&refer(), &with(None, None)), Ok(()));
        assert_eq!(first.allows(&refer(), &with(Some(stranger), None)), Err(NotOpen::AdultNotOffered));
        // A child whose mother is turned back goes back with her, or to the second line.
        let without = with(None, Some(AdultUnnamed::NotPassing));
        assert_eq!(first.allows(&Decision::Admit, &without), Err(NotOpen::AdultNotPassing));
        assert_eq!(first.allows(&refuse(), &without), Ok(()));
        assert_eq!(second.allows(&Decision::Admit, &without), Ok(()));
    }

    #[test]
    fn nobody_of_whom_an_alert_may_speak_is_set_aside_without_a_reason() {
        use crate::{SetAside, SetAsideReason, may_be_set_aside};
        let fled = SetAside::new(SetAsideReason::Left, "").expect("a reason");
        assert_eq!(may_be_set_aside(&[], None), Ok(()));
        for judgement in [None, Some(Judgement::Confirmed)] {
            let found = [hit(Action::Arrest, vec![], judgement)];
            assert_eq!(may_be_set_aside(&found, None), Err(NotOpen::SetAsideWithoutReason));
            assert_eq!(may_be_set_aside(&found, Some(&fled)), Ok(()));
        }
        let other_person = [hit(Action::Arrest, vec![], Some(Judgement::Cleared))];
        assert_eq!(may_be_set_aside(&other_person, None), Ok(()));
        // A question about it would tell the traveller of a discreet alert.
        assert_eq!(may_be_set_aside(&[hit(Action::InformDiscreetly, vec![], None)], None), Ok(()));
    }

    #[test]
    fn who_was_confirmed_before_stops_until_the_second_line_finds_another_person() {
        let adult = traveller("1992-02-14");
        let officer = AccountId::parse("awa").expect("an account");
        let mut found = hit(Action::Arrest, vec![], None);
        let before = JudgedBefore { officer, at: Timestamp::UNIX_EPOCH, reason: "face".into() };
        found.hit.confirmed_before = Some(before.clone());
        assert_eq!(found.confirmed(), Some(before));
        let hits = [found.clone()];
        assert_eq!(verdict(&adult, &hits, &StayFinding::NotAsked), Verdict::Stop(Action::Arrest));
        let admit = |role, settles| case(&adult, &hits, role, settles).allows(&Decision::Admit, &Journey::default());
        assert_eq!(admit(Role::FirstLine, false), Err(NotOpen::ConfirmedHit));
        let again = Judged { judgement: hit(Action::Arrest, vec![], Some(Judgement::Cleared)).judgement, ..found };
        assert_eq!((again.outcome(), again.confirmed()), (Some(Judgement::Cleared), None));
        assert_eq!(verdict(&adult, &[again], &StayFinding::NotAsked), Verdict::NothingFound);
    }

    #[test]
    fn a_minor_with_an_adult_who_is_no_parent_is_for_the_second_line_to_let_pass() {
        let child = traveller("2012-02-14");
        let journey = Journey {
            accompaniment: Some(Accompaniment::OtherAdult),
            adult_unnamed: Some(AdultUnnamed::NotRecorded),
            ..Journey::default()
        };
        let admit = |role, settles| case(&child, &[], role, settles).allows(&Decision::Admit, &journey);
        assert_eq!(admit(Role::FirstLine, false), Err(NotOpen::MinorWithoutParent));
        assert_eq!(admit(Role::SecondLine, true), Ok(()));
    }

    #[test]
    fn a_good_visa_record_admits_to_its_day_and_one_that_is_used_up_does_not() {
        let adult = traveller("1992-02-14");
        let last = date(2026, 12, 20);
        let good = VisaStanding::Good(Authorised::To(last));
        let with = |visa| Case { stay: &StayFinding::NoRule, visa, ..case(&adult, &[], Role::FirstLine, false) };
        assert_eq!(with(Some(&good)).verdict(), Verdict::NothingFound);
        assert_eq!(with(Some(&good)).allows(&Decision::Admit, &Journey::default()), Ok(()));
        assert_eq!(with(Some(&good)).authorises(&Journey::default()), Some(Authorised::To(last)));
        let typed = Journey { permit_until: Some(date(2026, 12, 1)), ..Journey::default() };
        assert_eq!(with(Some(&good)).authorises(&typed), Some(Authorised::To(date(2026, 12, 1))));
        let used = VisaStanding::UsedUp(1);
        assert_eq!(with(Some(&used)).verdict(), Verdict::ToCheck);
        assert_eq!(with(Some(&used)).allows(&Decision::Admit, &Journey::default()), Err(NotOpen::PermitNotShown));
    }

    #[test]
    fn a_stolen_bus_stops_its_driver_and_none_of_its_passengers() {
        let adult = traveller("1992-02-14");
        let found = [hit(Action::SeizeDocument, vec![], None)];
        let confirmed = [hit(Action::SeizeDocument, vec![], Some(Judgement::Confirmed))];
        let allows = |vehicle, drives| {
            let case = Case { vehicle, ..case(&adult, &[], Role::FirstLine, false) };
            case.allows(&Decision::Admit, &Journey { drives, ..Journey::default() })
        };
        assert_eq!(allows(&found, false), Ok(()));
        assert_eq!(allows(&found, true), Err(NotOpen::VehicleNotJudged));
        assert_eq!(allows(&confirmed, true), Err(NotOpen::VehicleStopped));
        assert_eq!(allows(&confirmed, false), Ok(()));
    }

    #[test]
    fn a_document_that_waits_at_another_counter_is_looked_at() {
        let adult = traveller("1992-02-14");
        let case = Case { is_elsewhere: true, ..case(&adult, &[], Role::FirstLine, false) };
        assert_eq!(case.verdict(), Verdict::ToCheck);
    }

    #[test]
    fn a_refusal_names_its_ground_and_belongs_to_an_entry() {
        let adult = traveller("1992-02-14");
        let entry = case(&adult, &[], Role::FirstLine, false);
        assert_eq!(entry.allows(&Decision::Refuse { grounds: vec![] }, &Journey::default()), Err(NotOpen::NoGround));
        let exit = Case { direction: Direction::Exit, ..entry };
        let refuse = Decision::Refuse { grounds: vec![GroundCode("H".into())] };
        assert_eq!(exit.allows(&refuse, &Journey::default()), Err(NotOpen::OtherDirection));
        assert_eq!(exit.allows(&Decision::Admit, &Journey::default()), Err(NotOpen::OtherDirection));
        assert_eq!(exit.allows(&Decision::LetDepart, &Journey::default()), Ok(()));
    }

    #[test]
    fn an_expired_document_is_to_be_checked() {
        let mut adult = traveller("1992-02-14");
        if let Some(document) = &mut adult.document {
            document.expiry = PartialDate::Full(date(2026, 11, 23));
        }
        adult.examine(TODAY);
        adult.examine(TODAY);
        assert_eq!(adult.doubts, [Doubt::new(Field::ExpiryDate, DoubtKind::Expired)]);
        assert_eq!(verdict(&adult, &[], &StayFinding::NotAsked), Verdict::ToCheck);
    }

    #[test]
    fn a_document_is_good_on_its_last_day() {
        let mut adult = traveller("1992-02-14");
        if let Some(document) = &mut adult.document {
            document.expiry = PartialDate::Full(TODAY);
        }
        adult.examine(TODAY);
        assert!(adult.doubts.is_empty());
    }

    #[test]
    fn a_national_coming_home_is_asked_little() {
        let country: StateCode = "MLI".parse().expect("code");
        let mut national = traveller("1992-02-14");
        let asked = questions(&national, Direction::Entry, country, &StayFinding::NotAsked, TODAY);
        assert!(asked.purpose && asked.stay && asked.origin && asked.destination && !asked.accompaniment);
        national.nationality = Some(country);
        let asked = questions(&national, Direction::Entry, country, &StayFinding::NotAsked, TODAY);
        assert!(!asked.purpose && !asked.stay && asked.origin && !asked.destination);
    }

    #[test]
    fn who_needs_a_visa_is_admitted_only_with_its_last_day() {
        let adult = traveller("1992-02-14");
        let case = Case { stay: &StayFinding::NoRule, ..case(&adult, &[], Role::FirstLine, false) };
        let until = |day| Journey { permit_until: Some(day), ..Journey::default() };
        assert_eq!(case.expected(), Some(DecisionKind::Refer));
        assert_eq!(case.likely_referral(), ReferralReason::Conditions);
        assert_eq!(case.allows(&Decision::Admit, &Journey::default()), Err(NotOpen::PermitNotShown));
        assert_eq!(case.allows(&Decision::Admit, &until(date(2026, 11, 23))), Err(NotOpen::PermitNotShown));
        assert_eq!(case.allows(&Decision::Admit, &until(TODAY)), Ok(()));
    }

    #[test]
    fn an_overstay_is_looked_at_and_keeps_nobody_from_leaving() {
        let adult = traveller("1992-02-14");
        let stay = StayFinding::Overstayed(4, date(2026, 11, 20));
        let exit = Case { direction: Direction::Exit, stay: &stay, ..case(&adult, &[], Role::FirstLine, false) };
        assert_eq!(verdict(&adult, &[], &stay), Verdict::ToCheck);
        assert_eq!(exit.allows(&Decision::LetDepart, &Journey::default()), Ok(()));
        assert_eq!(exit.expected(), Some(DecisionKind::LetDepart));
        // What else is to be checked goes to the second line, and so does who is in its care.
        let elsewhere = Case { is_elsewhere: true, ..exit };
        assert_eq!(elsewhere.expected(), Some(DecisionKind::Refer));
        let protected = Case { is_elsewhere: false, protected: true, ..elsewhere };
        assert_eq!(protected.expected(), Some(DecisionKind::Refer));
    }

    #[test]
    fn someone_in_need_of_protection_is_turned_back_by_nobody_at_the_first_line() {
        let adult = traveller("1992-02-14");
        let first = Case { protected: true, ..case(&adult, &[], Role::FirstLine, false) };
        let refuse = || Decision::Refuse { grounds: vec![GroundCode("E".into())] };
        for decision in [refuse(), Decision::Admit, Decision::Desist] {
            assert_eq!(first.allows(&decision, &Journey::default()), Err(NotOpen::Protected));
        }
        assert_eq!(first.expected(), Some(DecisionKind::Refer));
        assert_eq!(first.likely_referral(), ReferralReason::Protection);
        let protection = Decision::Refer { reason: ReferralReason::Protection };
        assert_eq!(first.allows(&protection, &Journey::default()), Ok(()));
        let second = Case { protected: true, ..case(&adult, &[], Role::SecondLine, true) };
        assert_eq!(second.allows(&refuse(), &Journey::default()), Ok(()));
    }

    #[test]
    fn only_who_left_can_be_taken_back_and_needs_no_visa_for_it() {
        let adult = traveller("1992-02-14");
        let stay = StayFinding::NoRule;
        let back = |left_last| {
            let case = Case { left_last, stay: &stay, ..case(&adult, &[], Role::FirstLine, false) };
            case.allows(&Decision::TakeBack, &Journey::default())
        };
        assert_eq!((back(true), back(false)), (Ok(()), Err(NotOpen::NoExitToUndo)));
    }

    #[test]
    fn whom_an_alert_stops_does_not_go_free_by_giving_up() {
        let adult = traveller("1992-02-14");
        let give_up =
            |hits: &[Judged]| case(&adult, hits, Role::FirstLine, false).allows(&Decision::Desist, &Journey::default());
        assert_eq!(give_up(&[]), Ok(()));
        assert_eq!(give_up(&[hit(Action::Arrest, vec![], None)]), Err(NotOpen::HitNotJudged));
        let confirmed = hit(Action::Arrest, vec![], Some(Judgement::Confirmed));
        assert_eq!(give_up(&[confirmed]), Err(NotOpen::ConfirmedHit));
    }

    #[test]
    fn an_exit_is_refused_on_a_ground() {
        let adult = traveller("1992-02-14");
        let exit = Case { direction: Direction::Exit, ..case(&adult, &[], Role::FirstLine, false) };
        let refuse = |grounds| exit.allows(&Decision::RefuseExit { grounds }, &Journey::default());
        assert_eq!(refuse(vec![]), Err(NotOpen::NoGround));
        assert_eq!(refuse(vec![GroundCode("XB".into())]), Ok(()));
    }

    #[test]
    fn an_answer_that_asks_for_the_health_service_goes_to_the_second_line() {
        use crate::{Answer, HealthAnswer, HealthQuestions};
        let list = b"code,from,to,states,refer_on,fr,en\nfever,2026-01-01,,*,yes,Fi\xc3\xa8vre ?,Fever?\n";
        let list = HealthQuestions::read(list).expect("a list");
        let health: Vec<_> = list.asked(&[], TODAY).cloned().collect();
        let adult = traveller("1992-02-14");
        let answered =
            |answer| Journey { health: vec![HealthAnswer { question: "fever".into(), answer }], ..Journey::default() };
        let first = Case { health: &health, ..case(&adult, &[], Role::FirstLine, false) };
        assert_eq!(first.allows(&Decision::Admit, &Journey::default()), Err(NotOpen::HealthNotAsked));
        assert_eq!(first.allows(&Decision::Admit, &answered(Answer::Yes)), Err(NotOpen::HealthService));
        assert_eq!(first.allows(&Decision::Admit, &answered(Answer::No)), Ok(()));
        let second = Case { health: &health, ..case(&adult, &[], Role::SecondLine, true) };
        assert_eq!(second.allows(&Decision::Admit, &answered(Answer::Yes)), Ok(()));
    }
}
