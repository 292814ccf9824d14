//! What of papers holds now, as headquarters and posts read it, and who may see it.

use crate::{Node, neighbours::utc_day};
use jiff::Timestamp;
use limen_domain::{Role, StateCode};
use limen_neighbour::{Agreement, Content, Kind, Pair, SignedAgreement};
use limen_store::{Fact, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is published of an agreement in force, so that posts know who may see what.
const AGREEMENT: &str = "agreement";

/// What a paper said that holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The neighbour.
    pub neighbour: StateCode,
    /// Whether this side said it.
    pub is_ours: bool,
    /// When it was made, by its sender's clock.
    pub at: Timestamp,
    /// Under which agreement: the SHA-256 of its text.
    pub agreement: String,
    /// The SHA-256 of the paper's text.
    pub paper: String,
    /// What it says.
    pub content: Content,
}

impl Held {
    /// Under what it is kept.
    pub fn id(&self) -> String {
        format!("{}{}", begins(self.neighbour, self.is_ours, self.content.kind()), self.content.about())
    }

    /// As it is kept.
    pub(crate) fn fact(&self) -> Result<(String, String), serde_json::Error> {
        Ok((self.id(), serde_json::to_string(self)?))
    }
}

/// How the identifiers of facts of a side and kind begin.
pub(crate) fn begins(neighbour: StateCode, is_ours: bool, kind: Kind) -> String {
    format!("{}/{}/{kind}/", neighbour.as_str(), if is_ours { "ours" } else { "theirs" })
}

/// Under what an agreement in force is published.
pub(crate) fn agreement_fact(neighbour: StateCode, name: &str) -> String {
    format!("{}/{AGREEMENT}/{name}", neighbour.as_str())
}

/// For whom what holds is read. There is no way to it that does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Someone with this role is shown it: of what is the neighbour's, they see what an agreement in force lets them.
    Shown(Role),
    /// Nobody is shown it: the node says, answers, counts or lets go of something by it.
    Work,
}

impl Whom {
    /// Whether an agreement lets them see what came under it.
    pub(super) fn may_see(self, agreement: &Agreement) -> bool {
        match self {
            Self::Shown(role) => agreement.seen_by.contains(&role),
            Self::Work => true,
        }
    }
}

/// What holds whose identifier begins so, as it is kept: the only way to it but [`of_kind`], for this folder alone.
#[allow(clippy::disallowed_methods, reason = "this folder asks for whom")]
pub(super) async fn facts(store: &Store, begins: &str) -> Result<Vec<Fact>, StoreError> {
    store.neighbour_facts(begins).await
}

#[allow(clippy::disallowed_methods, reason = "this folder asks for whom")]
async fn facts_of(store: &Store, word: &str) -> Result<Vec<Fact>, StoreError> {
    store.neighbour_facts_of(word).await
}

/// The agreements in force with all neighbours, as posts know them too; whether their days are reached is for callers to
/// ask.
///
/// # Errors
/// The database can't be read.
pub async fn agreements(node: &Node) -> Result<Vec<(StateCode, SignedAgreement)>, StoreError> {
    published(&node.store).await
}

/// The same of a store.
pub(super) async fn published(store: &Store) -> Result<Vec<(StateCode, SignedAgreement)>, StoreError> {
    let facts = facts_of(store, AGREEMENT).await?;
    let is_agreement = |fact: &Fact| fact.id.split('/').nth(1) == Some(AGREEMENT);
    let read = facts.into_iter().filter(is_agreement).filter_map(|fact| {
        let state = fact.id.split('/').next()?.parse().ok()?;
        Some((state, SignedAgreement::read(&fact.body).ok()?))
    });
    Ok(read.collect())
}

/// The agreements in force whose days are reached, and which let someone see what comes under them.
///
/// # Errors
/// The database can't be read.
pub async fn agreements_for(node: &Node, whom: Whom) -> Result<Vec<(StateCode, SignedAgreement)>, StoreError> {
    let today = utc_day(node);
    let mut agreements = agreements(node).await?;
    agreements.retain(|(_, signed)| signed.agreement.holds_on(today) && whom.may_see(&signed.agreement));
    Ok(agreements)
}

/// Whether an agreement that holds today names a role as one that may see papers of a kind.
///
/// # Errors
/// The database can't be read.
pub async fn names(node: &Node, role: Role, kind: Kind) -> Result<bool, StoreError> {
    let agreements = agreements_for(node, Whom::Shown(role)).await?;
    Ok(agreements.iter().any(|(_, signed)| signed.agreement.papers.contains(&kind)))
}

/// The pairs of an agreement that someone at this node works with: headquarters with all, a post with those that it is one half
/// of.
pub(super) fn pairs_here<'a>(node: &'a Node, agreement: &'a Agreement) -> impl Iterator<Item = &'a Pair> {
    let is_here = move |pair: &&Pair| node.is_headquarters() || pair.is_at(node.post.country, &node.post.id);
    agreement.pairs.iter().filter(is_here)
}

/// What holds of one kind, of all neighbours, ours and theirs. Of theirs, someone who is shown it gets what the agreements in
/// force say; of what is ours, everything. What can't be read is of a later version, and left out.
///
/// # Errors
/// The database can't be read.
pub async fn of_kind(node: &Node, kind: Kind, whom: Whom) -> Result<Vec<Held>, StoreError> {
    let facts = facts_of(&node.store, kind.code()).await?;
    let held = facts.iter().filter(|fact| fact.id.split('/').nth(2) == Some(kind.code()));
    let mut held: Vec<Held> = held.filter_map(|fact| serde_json::from_str(&fact.body).ok()).collect();
    if whom == Whom::Work {
        return Ok(held);
    }
    // The agreement under which it came decides, while it is in force; where a later version took its place, those with that
    // state do.
    let names: BTreeSet<String> = agreements(node).await?.iter().map(|(_, signed)| signed.name()).collect();
    let agreements = agreements_for(node, whom).await?;
    let may_see = |held: &Held| {
        held.is_ours
            || agreements
                .iter()
                .filter(|(neighbour, signed)| *neighbour == held.neighbour && signed.agreement.papers.contains(&kind))
                .any(|(_, signed)| !names.contains(&held.agreement) || signed.name() == held.agreement)
    };
    held.retain(may_see);
    Ok(held)
}
