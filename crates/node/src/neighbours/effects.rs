//! What a paper changes of what holds: facts for pages and posts, and alerts for screening.

use crate::neighbours::held::{Held, agreement_fact, begins, facts};
use jiff::{Timestamp, tz::TimeZone};
use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName, StateCode};
use limen_neighbour::{Content, Head, Kind, Notice, Paper, SignedAgreement};
use limen_store::{AgreementState, KeptAgreement, PaperEffect, Store, StoreError};
use uuid::Uuid;

/// The alert list that holds what a neighbour's notices name.
pub fn list_of(neighbour: StateCode) -> Option<ListName> {
    ListName::parse(&format!("neighbour-{}", neighbour.as_str())).ok()
}

/// The neighbour whose notices stand in an alert list; `None` for a list of our own.
pub fn neighbour_of(list: &ListName) -> Option<StateCode> {
    list.as_str().strip_prefix("neighbour-")?.parse().ok()
}

/// Whose paper it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose {
    /// The neighbour.
    pub(super) neighbour: StateCode,
    /// This state.
    pub(super) own: StateCode,
    /// Whether this side says it.
    pub(super) is_ours: bool,
}

/// What a paper changes, after what is `pending` of those before it. `is_held_back` is of a notice that may name someone who is protected here: it is neither shown nor
/// screened against.
pub(super) async fn of_paper(
    store: &Store,
    whose: Whose,
    paper: &Paper,
    head: &Head,
    (is_held_back, pending): (bool, &PaperEffect),
    now: Timestamp,
) -> Result<PaperEffect, StoreError> {
    let Whose { neighbour, own, is_ours } = whose;
    let held = Held {
        neighbour,
        is_ours,
        // Nothing is kept longer since it was dated ahead.
        at: paper.at.min(now),
        agreement: paper.agreement.clone(),
        paper: head.name.clone(),
        content: paper.content.clone(),
    };
    let mut effect = PaperEffect::default();
    match &paper.content {
        Content::End { reason } => {
            if let Some(agreement) = store.agreement(&paper.agreement).await? {
                let by = if is_ours { own } else { neighbour };
                effect = ended(store, agreement, (by, reason), pending, now).await?;
            }
        }
        Content::Withdrawal(withdrawal) => effect = without(neighbour, is_ours, withdrawal.notice),
        _ if is_held_back => {}
        Content::Notice(notice) => {
            if notice.holds(now) {
                effect.facts.push(held.fact()?);
                if !is_ours {
                    effect.alerts.extend(alert(neighbour, notice));
                }
            }
        }
        _ => effect.facts.push(held.fact()?),
    }
    Ok(effect)
}

/// A notice of one side holds no more.
pub(super) fn without(neighbour: StateCode, is_ours: bool, notice: Uuid) -> PaperEffect {
    let fact = format!("{}{notice}", begins(neighbour, is_ours, Kind::Notice));
    let alert = list_of(neighbour).zip(AlertId::parse(&notice.to_string()).ok()).filter(|_| !is_ours);
    PaperEffect { facts_removed: vec![fact], alerts_removed: alert.into_iter().collect(), ..PaperEffect::default() }
}

/// An agreement holds no more: what it let through for a time goes with it. Counts and joint records stay for as long as they
/// may be kept.
pub(super) async fn ended(
    store: &Store,
    mut agreement: KeptAgreement,
    (by, reason): (StateCode, &str),
    pending: &PaperEffect,
    now: Timestamp,
) -> Result<PaperEffect, StoreError> {
    let neighbour = agreement.neighbour;
    let mut names = vec![agreement.name.clone()];
    if agreement.state == AgreementState::InForce {
        // What came under the versions before it holds by it.
        let known = store.agreements(neighbour).await?.into_iter();
        names.extend(known.filter(|kept| kept.id == agreement.id).map(|kept| kept.name));
    }
    let mut effect = PaperEffect::default();
    for held in notices(store, neighbour, pending).await? {
        if let (true, Content::Notice(notice)) = (names.contains(&held.agreement), &held.content) {
            effect.then(without(neighbour, held.is_ours, notice.id));
        }
    }
    effect.facts_removed.push(agreement_fact(neighbour, &agreement.name));
    agreement.state = AgreementState::Ended;
    agreement.since = now;
    agreement.ended = Some((by, reason.to_owned()));
    effect.agreements.push(agreement);
    Ok(effect)
}

/// The notices of both sides that hold, or come to hold with what is `pending`.
async fn notices(store: &Store, neighbour: StateCode, pending: &PaperEffect) -> Result<Vec<Held>, StoreError> {
    let mut bodies = Vec::new();
    for is_ours in [true, false] {
        bodies.extend(facts(store, &begins(neighbour, is_ours, Kind::Notice)).await?.into_iter().map(|fact| fact.body));
    }
    bodies.extend(pending.facts.iter().map(|(_, body)| body.clone()));
    let held = bodies.iter().filter_map(|body| serde_json::from_str::<Held>(body).ok());
    Ok(held.filter(|held| held.content.kind() == Kind::Notice).collect())
}

/// An agreement holds: earlier versions of it hold no more, and neither does what they let through for a time and it does not.
pub(super) async fn in_force(
    store: &Store,
    mut agreement: KeptAgreement,
    now: Timestamp,
) -> Result<PaperEffect, StoreError> {
    let mut effect = PaperEffect::default();
    let known = store.agreements(agreement.neighbour).await?;
    let earlier_names: Vec<String> =
        known.iter().filter(|kept| kept.id == agreement.id).map(|kept| kept.name.clone()).collect();
    for mut earlier in known {
        let is_earlier = earlier.id == agreement.id && earlier.version < agreement.version;
        let is_open = !matches!(earlier.state, AgreementState::Replaced | AgreementState::Ended);
        if is_earlier && is_open {
            effect.facts_removed.push(agreement_fact(earlier.neighbour, &earlier.name));
            earlier.state = AgreementState::Replaced;
            earlier.since = now;
            effect.agreements.push(earlier);
        }
    }
    if let Ok(signed) = SignedAgreement::read(&agreement.file) {
        for held in notices(store, agreement.neighbour, &PaperEffect::default()).await? {
            let of_earlier = earlier_names.contains(&held.agreement);
            let whose = if held.is_ours {
                signed.agreement.other(agreement.neighbour)
            } else {
                signed.agreement.party(agreement.neighbour)
            };
            let day = now.to_zoned_datetime(TimeZone::UTC).date();
            let passes =
                whose.is_some_and(|party| signed.agreement.lets_through(party.state, &held.content, day).is_ok());
            if let (true, false, Content::Notice(notice)) = (of_earlier, passes, &held.content) {
                effect.then(without(agreement.neighbour, held.is_ours, notice.id));
            }
        }
    }
    effect.facts.push((agreement_fact(agreement.neighbour, &agreement.name), agreement.file.clone()));
    agreement.state = AgreementState::InForce;
    agreement.since = now;
    effect.agreements.push(agreement);
    Ok(effect)
}

/// What a neighbour's notice has officers look for: sent to the second line at most.
fn alert(neighbour: StateCode, notice: &Notice) -> Option<Alert> {
    let subject = notice.subject.as_ref()?;
    let (list, id) = (list_of(neighbour)?, AlertId::parse(&notice.id.to_string()).ok()?);
    let mut alert = Alert::new(list, id, Action::Refer);
    alert.names.extend(subject.name.as_ref().map(limen_domain::Name::in_full));
    alert.birth_dates.extend(subject.birth_date);
    alert.sex = subject.sex;
    alert.nationalities.extend(subject.nationality);
    alert.documents.extend(subject.document_keys());
    alert.plates.extend(subject.plates.iter().map(|plate| DocumentNumber::new(plate)));
    alert.instruction = Some(notice.text.clone()).filter(|text| !text.is_empty());
    alert.reference = Some(notice.reference.clone()).filter(|reference| !reference.is_empty());
    // Its day; the hour at which it ends is kept by the sweep.
    alert.valid_until = Some(notice.until.to_zoned_datetime(TimeZone::UTC).date());
    Some(alert)
}
