//! What ends by itself: notices whose time is over, and what may be kept no longer.

use crate::{
    Node,
    neighbours::{
        NeighbourError, Own, documents, effects,
        held::{self, Whom},
        joint_post, utc_day,
    },
};
use jiff::SignedDuration;
use limen_neighbour::{Content, Kind, SignedAgreement};
use limen_store::{AgreementState, KeptAgreement, PaperEffect, StoreError};

/// Kinds of papers that are kept for as long as counts are, as notices are, and as joint work is.
const FIGURES: [Kind; 2] = [Kind::Figures, Kind::PairNote];
const NOTICES: [Kind; 3] = [Kind::Notice, Kind::Withdrawal, Kind::Answer];
const WORK: [Kind; 4] = [Kind::Directory, Kind::Joint, Kind::Countersigned, Kind::Plan];

/// Lets go of what has ended by now. Headquarters does so every few minutes.
///
/// # Errors
/// The database can't be used.
pub async fn sweep(node: &Node) -> Result<(), StoreError> {
    let Ok(own) = Own::of(node) else { return Ok(()) };
    joint_post::forget(node).await?;
    let now = node.now();
    let all = held::of_kind(node, Kind::Notice, Whom::Work).await?;
    for neighbour in node.store.neighbours().await? {
        let mut effect = PaperEffect::default();
        for notice in all.iter().filter(|held| held.neighbour == neighbour.state) {
            if let Content::Notice(content) = &notice.content
                && !content.holds(now)
            {
                effect.then(effects::without(neighbour.state, notice.is_ours, content.id));
            }
        }
        let agreements = node.store.agreements(neighbour.state).await?;
        for kept in &agreements {
            // Its last day is over: what it let through for a time goes with it.
            if kept.state == AgreementState::InForce
                && let Ok(signed) = SignedAgreement::read(&kept.file)
                && utc_day(node) > signed.agreement.until
            {
                let own = node.post.country;
                effect.then(
                    effects::ended(&node.store, kept.clone(), (own, "until"), &PaperEffect::default(), now).await?,
                );
            }
        }
        node.store.change_of_neighbour(neighbour.state, effect).await?;
        match documents::keep(node, &own, &neighbour).await {
            Ok(()) => {}
            Err(NeighbourError::Store(error)) => return Err(error),
            Err(error) => tracing::error!(neighbour = %neighbour.state.as_str(), "lost documents: {error}"),
        }
        // Nothing is kept longer than the agreement in force says, or the last that both signed: an offer says nothing.
        let both = |kept: &&KeptAgreement| !matches!(kept.state, AgreementState::Offered | AgreementState::Signed);
        let in_force = agreements.iter().find(|kept| kept.state == AgreementState::InForce);
        let latest = in_force.or_else(|| agreements.iter().find(both));
        let latest =
            latest.and_then(|kept| SignedAgreement::read(&kept.file).ok()).filter(|kept| kept.check_both().is_ok());
        let Some(days) = latest.map(|signed| signed.agreement.kept_days) else { continue };
        for (kinds, days) in [(&FIGURES[..], days.figures), (&NOTICES[..], days.notices), (&WORK[..], days.work)] {
            let codes: Vec<&'static str> = kinds.iter().map(|kind| kind.code()).collect();
            let before = now - SignedDuration::from_hours(24 * i64::from(days));
            node.store.forget_neighbour_papers(neighbour.state, &codes, before).await?;
            let mut effect = PaperEffect::default();
            // Notices end by themselves, with the alerts that they made.
            for kind in kinds.iter().filter(|kind| **kind != Kind::Notice) {
                let old = held::of_kind(node, *kind, Whom::Work).await?.into_iter();
                let old = old.filter(|held| held.neighbour == neighbour.state && held.at < before);
                effect.facts_removed.extend(old.map(|held| held.id()));
            }
            node.store.change_of_neighbour(neighbour.state, effect).await?;
        }
    }
    Ok(())
}
