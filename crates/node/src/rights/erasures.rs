//! Large erasures: one person proposes that what is due may go although it is much at once, another approves it.

use crate::{
    NetworkRole, Node,
    second_person::{SecondPersonError, Word},
};
use jiff::Timestamp;
use limen_domain::{AccountId, DataKind, Retention};
use limen_store::{
    ClockState, ErasureProposal, Session, StoreError, WaitingErasure,
    settings::{CONFIRMED_ERASURES, RETENTION},
};
use uuid::Uuid;

/// Whether people at this node decide about its data: at a post of a network, headquarters does.
pub fn decides(node: &Node) -> bool {
    !matches!(node.network, NetworkRole::Post(_))
}

/// Whether the clock is doubted: then nothing is decided or erased.
pub fn clock_is_doubted(node: &Node, now: Timestamp) -> bool {
    node.store.clock(now) != ClockState::Believed
}

/// A kind of data that may be erased in large amounts at once.
#[derive(Debug)]
pub struct LargeErasure {
    /// Which.
    pub data: DataKind,
    /// What was recorded before this moment is due; where a proposal waits, what that says.
    pub before: Timestamp,
    /// What of it waits at this node. `None` where nothing does.
    pub waits: Option<WaitingErasure>,
    /// What headquarters approved for its posts: each erases by itself what was recorded before this moment. `None` elsewhere.
    pub goes_at_posts_before: Option<Timestamp>,
    /// The proposal that waits for a second person. `None` where there is none.
    pub proposal: Option<ErasureProposal>,
}

/// The large erasures that wait, and proposals for them. Headquarters decides for posts too: there it is each kind of data
/// that has a period.
///
/// # Errors
/// The database can't be read.
pub async fn waiting(node: &Node, retention: &Retention) -> Result<Vec<LargeErasure>, StoreError> {
    let (waiting, proposals) = (node.store.waiting_erasures().await?, node.store.open_erasure_proposals().await?);
    let confirmed = node.store.read(&CONFIRMED_ERASURES).await?;
    let mut large = Vec::new();
    for due in retention.due(&node.now().to_zoned_datetime(node.zone.clone())) {
        let waits = waiting.iter().find(|waiting| waiting.data == due.data).cloned();
        let proposal = proposals.iter().find(|proposal| proposal.data == due.data).cloned();
        if waits.is_none() && proposal.is_none() && !node.is_headquarters() {
            continue;
        }
        large.push(LargeErasure {
            data: due.data,
            before: proposal.as_ref().map_or(due.before, |proposal| proposal.before),
            goes_at_posts_before: confirmed.before(due.data).filter(|_| waits.is_none() && node.is_headquarters()),
            waits,
            proposal,
        });
    }
    Ok(large)
}

/// Whether something is decided here now: not by a doubted clock, since what is due is counted in days from today, and what
/// goes on a claim by the moment of its approval.
pub(super) fn decides_at(node: &Node, now: Timestamp) -> bool {
    decides(node) && !clock_is_doubted(node, now)
}

/// Why an erasure was not proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// The clock is doubted, or this node does not decide.
    #[error("the clock is doubted, or this node does not decide about its data")]
    NotNow,
    /// Nothing of this kind of data is ever due.
    #[error("no period is set for this kind of data")]
    NoPeriod,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Proposes that what is due now of a kind of data may go.
///
/// # Errors
/// [`ProposeError`] says why it was not proposed.
pub async fn propose(node: &Node, by: &AccountId, data: DataKind) -> Result<(), ProposeError> {
    let now = node.now();
    if !decides_at(node, now) {
        return Err(ProposeError::NotNow);
    }
    let now_here = now.to_zoned_datetime(node.zone.clone());
    let due = node.store.read(&RETENTION).await?.due(&now_here).into_iter().find(|due| due.data == data);
    node.store.propose_erasure(&due.ok_or(ProposeError::NoPeriod)?, by, now).await?;
    Ok(())
}

/// Approves or rejects a proposal, or takes it back.
///
/// # Errors
/// [`SecondPersonError`] says why it was not decided.
pub async fn decide(node: &Node, session: &Session, id: Uuid, word: Word<'_>) -> Result<(), SecondPersonError> {
    if !decides_at(node, node.now()) {
        return Err(SecondPersonError::NotTheirs);
    }
    if word.approves {
        node.make_sure(session, word.password).await?;
    }
    // The store knows who proposed it, who may take it back and not approve it.
    if node.store.decide_erasure(id, word.approves, &session.account.id, word.reason()).await? {
        Ok(())
    } else {
        Err(SecondPersonError::NotTheirs)
    }
}
