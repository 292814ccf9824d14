//! How a decision about the traveller at a counter is made and recorded.

use crate::{
    Node,
    desk::{Counter, draft::Draft, known::Known, present, protection},
};
use jiff::civil::Date;
use limen_domain::{CrossingId, Decision, DecisionKind, Event, GroundCode, Need, ReferralReason, counter::NotOpen};
use limen_store::{Appended, Edition, Expect, StoreError};

/// A decision as an officer asks for it.
#[derive(Debug, Clone)]
pub struct Decide {
    /// About whom.
    pub presentation: CrossingId,
    /// How the hits stood before the officer: the mark of their [`Standing`](limen_store::Standing).
    pub standing: String,
    /// What is decided.
    pub decision: DecisionKind,
    /// The reason of a referral that is made without choosing one.
    pub likely: Option<ReferralReason>,
    /// What was answered and chosen.
    pub draft: Draft,
}

/// Why a decision is not open: what was typed is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The rules of the counter do not allow it.
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// An alert came, changed or went since the document was read.
    #[error("an alert came, changed or went meanwhile")]
    AlertsMeanwhile,
    /// A hit was judged since the officer read how they stand.
    #[error("a hit was judged meanwhile")]
    JudgedMeanwhile,
    /// The adult who was named may not be named any more, or a hit was judged since.
    #[error("the adult who was named, or a hit, changed meanwhile")]
    AdultMeanwhile,
}

/// Why a decision was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The traveller does not stand at this counter, and nothing was recorded of them.
    #[error("this traveller does not wait at this counter, and nothing was recorded of them")]
    Gone,
    /// A ground is none of those in force, or a referral or a hold has no reason.
    #[error("a ground of the decision is not in force, or its reason is missing")]
    Groundless,
    /// It is not open.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records a decision about the traveller at an officer's counter. What was recorded of them already, in another window or
/// by a key pressed twice, stands: nothing is recorded again, and that is no error.
///
/// # Errors
/// [`DecideError`] says why nothing was recorded.
pub async fn decide(node: &Node, counter: Counter<'_>, asked: Decide) -> Result<(), DecideError> {
    loop {
        // Read before screening: what is recorded was screened by the alerts that hold when it is.
        let edition = node.in_force.edition();
        if decide_by(node, counter, asked.clone(), edition).await? {
            return Ok(());
        }
    }
}

/// Records a decision as [`decide`] does, by the alerts of an edition. `false` where others have held since, and nothing was
/// recorded.
async fn decide_by(node: &Node, counter: Counter<'_>, asked: Decide, edition: Edition) -> Result<bool, DecideError> {
    let Decide { presentation: id, standing: read, decision: kind, likely, draft } = asked;
    let account = counter.account;
    let Some((mut presentation, hits)) = present::open(node, &account.id, id).await? else {
        return if node.store.record(id).await?.is_some() { Ok(true) } else { Err(DecideError::Gone) };
    };
    node.drafts.keep(&account.id, id, draft.clone());
    // An alert stops those too who were read before it was approved, and stops nobody once it is withdrawn.
    if present::screen_again(node, counter, &presentation, &hits).await? {
        return Err(Refused::AlertsMeanwhile.into());
    }
    let Draft { answers, chosen } = draft;
    if !are_in_force(node, kind, &chosen.grounds, node.today()) {
        return Err(DecideError::Groundless);
    }
    let decision = Decision::new(kind, chosen.grounds, chosen.reason.or(likely)).ok_or(DecideError::Groundless)?;
    let known = Known::of(node, &mut presentation).await?;
    let journey = answers.journey_of(known.questions(node, &presentation), &known.health, known.asks_for_driver());
    let case = known.case(&presentation, &hits, account.role);
    case.allows(&decision, &journey).map_err(Refused::NotOpen)?;
    // What was judged in another window meanwhile is shown before anything is decided by it.
    let standing = known.standing(&presentation, &hits);
    if standing.mark() != read {
        return Err(Refused::JudgedMeanwhile.into());
    }
    // A minor without a parent is on the way of protection from the moment they are referred.
    let is_for_protection = matches!(decision, Decision::Refer { .. }) && case.is_minor_without_parent(&journey);
    let child = is_for_protection.then(|| {
        let person = presentation.traveller.name.to_string();
        protection::seen(node, &account.id, Need::Child, person, String::new(), Some(id))
    });
    let changed = if journey.adult.is_some() { Refused::AdultMeanwhile } else { Refused::JudgedMeanwhile };
    let mut expect = known.expects(id, standing, &journey);
    expect.push(Expect::InForce(edition.clone()));
    let crossing = known.crossing(account, presentation, journey, decision);
    let mut events = vec![Event::CrossingRecorded(Box::new(crossing))];
    events.extend(child.map(|child| Event::ProtectionBegun(Box::new(child))));
    let appended = node.store.append(Some(&account.id), events, Some(Expect::All(expect))).await?;
    if appended == Appended::NotAsExpected && node.store.record(id).await?.is_none() {
        return if edition.is_last() { Err(changed.into()) } else { Ok(false) };
    }
    node.drafts.forget(&account.id);
    Ok(true)
}

/// Whether each of the grounds may be given for a decision on a day.
fn are_in_force(node: &Node, decision: DecisionKind, grounds: &[GroundCode], day: Date) -> bool {
    let Some(direction) = decision.direction() else { return true };
    let reference = node.reference();
    let is_offered = |code: &GroundCode| reference.grounds.in_use(direction, day).any(|ground| ground.code == *code);
    grounds.iter().all(is_offered)
}
