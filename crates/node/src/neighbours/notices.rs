//! Notices as people send them: what names someone or something takes two, everything else is said at once; renewed and
//! withdrawn.

use crate::{
    Node,
    neighbours::{
        NeighbourError,
        held::{self, Whom},
        proposals,
        said::{self, takes_two},
    },
};
use jiff::SignedDuration;
use limen_domain::{AccountId, Role, StateCode};
use limen_neighbour::{Content, Kind, LONGEST, Notice, Withdrawal};
use limen_store::StoreError;
use uuid::Uuid;

/// What came of sending a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It is said.
    Said,
    /// It waits for a second person.
    Proposed(Uuid),
}

/// Sends a notice, or proposes it where it names someone or something.
///
/// # Errors
/// [`NeighbourError`] says why it is not sent.
pub async fn send(node: &Node, by: &AccountId, neighbour: StateCode, notice: Notice) -> Result<Sent, NeighbourError> {
    let content = Content::Notice(Box::new(notice));
    if takes_two(&content) {
        return Ok(Sent::Proposed(proposals::paper(node, by, neighbour, &content).await?));
    }
    said::say(node, Some(by), neighbour, content, None).await?;
    Ok(Sent::Said)
}

/// Lets a notice of ours hold longer, from now on and for 72 hours at most. One that names someone takes two people again.
///
/// # Errors
/// [`NeighbourError`] says why it is not renewed.
pub async fn renew(
    node: &Node,
    by: &AccountId,
    (neighbour, id): (StateCode, Uuid),
    hours: i64,
) -> Result<Sent, NeighbourError> {
    let mut notice = own(node, neighbour, id).await?;
    let longer = SignedDuration::from_hours(hours.clamp(1, LONGEST.as_hours()));
    notice.from = node.now();
    notice.until = node.now() + longer;
    send(node, by, neighbour, notice).await
}

/// Takes a notice of ours back: the neighbour's officers see and screen it no more from the next contact on.
///
/// # Errors
/// [`NeighbourError`] says why it is not taken back.
pub async fn withdraw(
    node: &Node,
    by: &AccountId,
    (neighbour, id): (StateCode, Uuid),
    reason: &str,
) -> Result<(), NeighbourError> {
    let notice = own(node, neighbour, id).await?.id;
    let content = Content::Withdrawal(Withdrawal { notice, reason: reason.to_owned() });
    said::say(node, Some(by), neighbour, content, None).await
}

async fn own(node: &Node, neighbour: StateCode, id: Uuid) -> Result<Notice, NeighbourError> {
    let all = held::of_kind(node, Kind::Notice, Whom::Work).await?.into_iter();
    let found = all.filter(|held| held.is_ours && held.neighbour == neighbour).find_map(|held| match held.content {
        Content::Notice(notice) if notice.id == id => Some(*notice),
        _ => None,
    });
    found.ok_or(NeighbourError::NoNotice)
}

/// A notice that holds, and what stands around it.
pub type HeldNotice = (held::Held, Notice);

/// The notices that hold now, of both sides, which someone with this role may see: at a post, those for it, and all that name
/// someone or something. Those of neighbours come first, and of them those that end last.
///
/// # Errors
/// The database can't be read.
pub async fn in_force(node: &Node, role: Role) -> Result<Vec<HeldNotice>, StoreError> {
    let all = held::of_kind(node, Kind::Notice, Whom::Shown(role)).await?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let (agreements, now) = (held::agreements(node).await?, node.now());
    let is_here = |held: &held::Held, notice: &Notice| {
        let mut of = agreements.iter().filter(|(_, signed)| signed.name() == held.agreement);
        let mut is_for_us = || {
            of.any(|(_, signed)| {
                held::pairs_here(node, &signed.agreement).any(|pair| notice.pairs.contains(&pair.code))
            })
        };
        notice.subject.is_some() || notice.pairs.is_empty() || node.is_headquarters() || is_for_us()
    };
    let mut notices: Vec<HeldNotice> = all
        .into_iter()
        .filter_map(|held| {
            let Content::Notice(notice) = &held.content else { return None };
            let notice = notice.as_ref().clone();
            (notice.holds(now) && is_here(&held, &notice)).then_some((held, notice))
        })
        .collect();
    notices.sort_by_key(|(held, notice)| (held.is_ours, std::cmp::Reverse(notice.until)));
    Ok(notices)
}
