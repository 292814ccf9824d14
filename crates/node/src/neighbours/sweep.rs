//! What ends by itself: notices whose time is over, and what may be kept no longer.

use crate::{
    Node,
    neighbours::{
        NeighbourError, Own,
        agreements::{self, FIGURES, LAST_DAY, NOTICES, WORK},
        documents, effects,
        held::{self, Whom},
        joint_post, utc_day,
    },
};
use limen_domain::StateCode;
use limen_neighbour::{Content, Kind, SignedAgreement};
use limen_store::{AgreementState, PaperEffect, StoreError};

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
        for kept in node.store.agreements(neighbour.state).await? {
            // Its last day is over: what it let through for a time goes with it.
            if kept.state == AgreementState::InForce
                && let Ok(signed) = SignedAgreement::read(&kept.file)
                && utc_day(node) > signed.agreement.until
            {
                let own = node.post.country;
                effect.then(effects::ended(&node.store, kept, (own, LAST_DAY), &PaperEffect::default(), now).await?);
            }
        }
        node.store.change_of_neighbour(neighbour.state, effect).await?;
        match documents::keep(node, &own, &neighbour).await {
            Ok(()) => {}
            Err(NeighbourError::Store(error)) => return Err(error),
            Err(error) => tracing::error!(neighbour = %neighbour.state.as_str(), "lost documents: {error}"),
        }
        let_go(node, neighbour.state).await?;
    }
    Ok(())
}

/// Lets go of what may be kept no longer: what was proposed and is closed, and, where anything was ever agreed, papers and what
/// held of them.
async fn let_go(node: &Node, state: StateCode) -> Result<(), StoreError> {
    let (kept, now) = (agreements::kept_by(&node.store, state).await?, node.now());
    let believed = node.store.believed_time(now);
    let (papers, others) = (kept.before(Some(Kind::Notice), believed), kept.before(Some(Kind::Plan), believed));
    node.store.forget_neighbour_proposals(state, (papers, others)).await?;
    node.store.forget_neighbour_forks(state, (papers, others)).await?;
    if !kept.is_agreed {
        return Ok(());
    }
    for kinds in [&FIGURES[..], &NOTICES[..], &WORK[..]] {
        let codes: Vec<&'static str> = kinds.iter().map(|kind| kind.code()).collect();
        let before = kept.before(kinds.first().copied(), now);
        node.store.forget_neighbour_papers(state, &codes, before).await?;
        let mut effect = PaperEffect::default();
        // Notices end by themselves, with the alerts that they made.
        for kind in kinds.iter().filter(|kind| **kind != Kind::Notice) {
            let old = held::of_kind(node, *kind, Whom::Work).await?.into_iter();
            let old = old.filter(|held| held.neighbour == state && held.at < before);
            effect.facts_removed.extend(old.map(|held| held.id()));
        }
        node.store.change_of_neighbour(state, effect).await?;
    }
    Ok(())
}
