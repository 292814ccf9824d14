//! Agreements: offered, signed by both, in force, ended with one press.

use crate::{
    Node,
    neighbours::{NeighbourError, Own, effects, held, known, said, utc_day},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, StateCode};
use limen_neighbour::{Agreement, Kept, Kind, NotAllowed, Party, SignedAgreement};
use limen_store::{AgreementState, KeptAgreement, PaperEffect, Store, StoreError};

/// How many offers of a neighbour wait here at once.
const MOST_OFFERS: usize = 5;

/// Reads an agreement that is proposed here, and with which neighbour it is. It must be between this headquarters' key and
/// that of a neighbour whose card two people took.
///
/// # Errors
/// [`NeighbourError`] says why it can't be proposed.
pub async fn read(node: &Node, file: &str) -> Result<(StateCode, SignedAgreement), NeighbourError> {
    let own = Own::of(node)?;
    let signed = match SignedAgreement::read(file) {
        Ok(signed) => signed,
        // A text that nobody has signed yet: what a form or an editor made.
        Err(error) => match serde_json::from_str(file) {
            Ok(agreement) => SignedAgreement::unsigned(agreement)?,
            Err(_) => return Err(error.into()),
        },
    };
    let other = between(&own, &signed)?;
    let (_, card) = known(node, other.state).await?;
    if card.party.key != other.key {
        return Err(NeighbourError::NotOurs);
    }
    Ok((other.state, signed))
}

/// The other party of an agreement to which this headquarters' key is one.
fn between(own: &Own<'_>, signed: &SignedAgreement) -> Result<Party, NeighbourError> {
    let agreement = &signed.agreement;
    let is_us = agreement.party(own.party.state).is_some_and(|party| party.key == own.party.key);
    agreement.other(own.party.state).filter(|_| is_us).cloned().ok_or(NeighbourError::NotOurs)
}

/// What lets a paper through that names an agreement: that one, if both signed it and nobody has ended it, or the version that
/// took its place.
pub(super) async fn in_force(
    store: &Store,
    neighbour: StateCode,
    name: &str,
) -> Result<Option<(String, Agreement)>, NeighbourError> {
    let Some(named) = store.agreement(name).await?.filter(|kept| kept.neighbour == neighbour) else { return Ok(None) };
    let known = store.agreements(neighbour).await?;
    let held = known.into_iter().find(|kept| kept.id == named.id && kept.state == AgreementState::InForce);
    Ok(held.map(|kept| SignedAgreement::read(&kept.file)).transpose()?.map(|signed| (signed.name(), signed.agreement)))
}

/// The agreements in force with a neighbour whose days are reached, as headquarters keeps them.
///
/// # Errors
/// The database can't be read, or one of them can't.
pub(super) async fn holding(node: &Node, neighbour: StateCode) -> Result<Vec<SignedAgreement>, NeighbourError> {
    let (today, mut holding) = (utc_day(node), Vec::new());
    for kept in node.store.agreements(neighbour).await? {
        if kept.state == AgreementState::InForce {
            let signed = SignedAgreement::read(&kept.file)?;
            holding.extend(signed.agreement.holds_on(today).then_some(signed));
        }
    }
    Ok(holding)
}

/// Why an agreement ended whose last day is over: nobody said a word, and whoever ends one gives a reason.
pub(super) const LAST_DAY: &str = "";

/// Whether it is by its last day that an agreement ended here. What the other side says is its own reason, whatever it says.
pub fn is_by_last_day(node: &Node, (by, reason): &(StateCode, String)) -> bool {
    *by == node.post.country && reason == LAST_DAY
}

/// For how long what passes with a neighbour is kept, and by what right.
#[derive(Debug, Clone)]
pub(super) struct KeptBy {
    /// Whether both ever signed that.
    pub(super) is_agreed: bool,
    /// For how many days.
    pub(super) days: Kept,
    /// The treaty and its article.
    pub(super) ground: String,
}

impl KeptBy {
    /// Papers of a kind from before this moment are kept no longer; those that nobody can read go with what is kept shortest.
    pub(super) fn before(&self, kind: Option<Kind>, now: Timestamp) -> Timestamp {
        let Kept { figures, notices, work } = self.days;
        let days = match kind {
            Some(kind) if FIGURES.contains(&kind) => figures,
            Some(kind) if NOTICES.contains(&kind) => notices,
            Some(kind) if WORK.contains(&kind) => work,
            _ => figures.min(notices).min(work),
        };
        now - SignedDuration::from_hours(24 * i64::from(days))
    }
}

/// Kinds of papers that are kept for as long as counts are, as notices are, and as joint work is.
pub(super) const FIGURES: [Kind; 2] = [Kind::Figures, Kind::PairNote];
pub(super) const NOTICES: [Kind; 3] = [Kind::Notice, Kind::Withdrawal, Kind::Answer];
pub(super) const WORK: [Kind; 4] = [Kind::Directory, Kind::Joint, Kind::Countersigned, Kind::Plan];

/// For how many days what was written here is kept where no agreement says so, or none any more at a post.
const UNAGREED: Kept = Kept { figures: 30, notices: 30, work: 30 };

/// For how long what passes with a neighbour is kept: as the agreement in force says, or the last that both signed. What one
/// side alone has signed says nothing.
pub(super) async fn kept_by(store: &Store, neighbour: StateCode) -> Result<KeptBy, StoreError> {
    let known = store.agreements(neighbour).await?;
    let (in_force, others): (Vec<_>, Vec<_>) = known.iter().partition(|kept| kept.state == AgreementState::InForce);
    let signed_by_both =
        |kept: &KeptAgreement| SignedAgreement::read(&kept.file).ok().filter(|signed| signed.check_both().is_ok());
    let latest = match in_force.into_iter().chain(others).find_map(signed_by_both) {
        Some(latest) => Some(latest),
        // Posts hold what is in force alone.
        None => {
            held::published(store).await?.into_iter().find(|(state, _)| *state == neighbour).map(|(_, signed)| signed)
        }
    };
    Ok(match latest {
        Some(SignedAgreement { agreement, .. }) => KeptBy {
            is_agreed: true,
            days: agreement.kept_days,
            ground: format!("{}, {}", agreement.basis.treaty, agreement.basis.article),
        },
        None => {
            KeptBy { is_agreed: false, days: UNAGREED, ground: format!("no agreement with {}", neighbour.as_str()) }
        }
    })
}

/// What changes once this side signs an agreement.
pub(super) async fn signed(
    node: &Node,
    neighbour: StateCode,
    mut signed: SignedAgreement,
) -> Result<PaperEffect, NeighbourError> {
    let own = Own::of(node)?;
    // What the other side has signed meanwhile counts.
    if let Some(kept) = node.store.agreement(&signed.name()).await? {
        signed = SignedAgreement::read(&kept.file)?;
    }
    signed.sign(own.party.state, own.identity);
    let kept = kept(&signed, neighbour, AgreementState::Signed, node.now());
    match signed.check_both() {
        Ok(()) => Ok(effects::in_force(&node.store, kept, node.now()).await?),
        Err(_) => Ok(PaperEffect { agreements: vec![kept], ..PaperEffect::default() }),
    }
}

fn kept(signed: &SignedAgreement, neighbour: StateCode, state: AgreementState, since: Timestamp) -> KeptAgreement {
    KeptAgreement {
        name: signed.name(),
        neighbour,
        id: signed.agreement.id,
        version: signed.agreement.version,
        file: signed.file(),
        state,
        since,
        ended: None,
    }
}

/// Takes in agreements as a neighbour knows them: offers that wait for this side, and its signature under ours. What is ended
/// or replaced here stays so.
pub(super) async fn heard(node: &Node, own: &Own<'_>, theirs: &Party, files: &[String]) -> Result<(), NeighbourError> {
    for file in files {
        let Ok(offered) = SignedAgreement::read(file) else { continue };
        let is_theirs = between(own, &offered).is_ok_and(|other| other == *theirs);
        if !is_theirs || !offered.is_signed_by(theirs.state) {
            continue;
        }
        let known = node.store.agreements(theirs.state).await?;
        let is_open = |kept: &KeptAgreement| kept.state == AgreementState::Offered;
        let is_behind = known.iter().any(|kept| {
            kept.id == offered.agreement.id
                && kept.version >= offered.agreement.version
                && kept.state == AgreementState::InForce
                && kept.name != offered.name()
        });
        let effect = match node.store.agreement(&offered.name()).await? {
            // An older version than the one in force, or more offers than anybody reads.
            None if is_behind || known.iter().filter(|kept| is_open(kept)).count() >= MOST_OFFERS => continue,
            None if offered.check_both().is_ok() => {
                // We signed it, and lost it with our disk.
                effects::in_force(
                    &node.store,
                    kept(&offered, theirs.state, AgreementState::InForce, node.now()),
                    node.now(),
                )
                .await?
            }
            None => {
                let offered = kept(&offered, theirs.state, AgreementState::Offered, node.now());
                PaperEffect { agreements: vec![offered], ..PaperEffect::default() }
            }
            Some(here) if here.state == AgreementState::Signed => {
                let mut both = offered;
                both.sign(own.party.state, own.identity);
                effects::in_force(
                    &node.store,
                    kept(&both, theirs.state, AgreementState::InForce, node.now()),
                    node.now(),
                )
                .await?
            }
            Some(_) => continue,
        };
        node.store.change_of_neighbour(theirs.state, effect).await?;
    }
    Ok(())
}

/// Ends an agreement, at once and by one person. The neighbour is told with the next message; nothing passes from now on.
///
/// # Errors
/// [`NeighbourError`] says why it was not ended.
pub async fn end(node: &Node, by: &AccountId, name: &str, reason: &str) -> Result<(), NeighbourError> {
    let own = Own::of(node)?;
    let kept = node.store.agreement(name).await?.ok_or(NeighbourError::NotOurs)?;
    match kept.state {
        AgreementState::InForce => said::say_end(node, by, (kept.neighbour, name), reason).await,
        AgreementState::Offered | AgreementState::Signed => {
            let effect = effects::ended(
                &node.store,
                kept.clone(),
                (own.party.state, reason),
                &PaperEffect::default(),
                node.now(),
            )
            .await?;
            node.store.change_of_neighbour(kept.neighbour, effect).await?;
            Ok(())
        }
        // What holds in its place is ended by itself.
        AgreementState::Replaced => Err(NeighbourError::NotAllowed(NotAllowed::NotInForce)),
        AgreementState::Ended => Ok(()),
    }
}
