//! What of papers holds now, as headquarters and posts read it, and who may see it.

use crate::{Node, neighbours::utc_day};
use jiff::Timestamp;
use limen_domain::{Role, StateCode};
use limen_neighbour::{Content, Kind, SignedAgreement};
use limen_store::{Fact, StoreError};
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

/// The agreements in force with all neighbours, as posts know them too; whether their days are reached is for callers to
/// ask.
///
/// # Errors
/// The database can't be read.
pub async fn agreements(node: &Node) -> Result<Vec<(StateCode, SignedAgreement)>, StoreError> {
    let facts = node.store.neighbour_facts_of(AGREEMENT).await?;
    let is_agreement = |fact: &Fact| fact.id.split('/').nth(1) == Some(AGREEMENT);
    let read = facts.into_iter().filter(is_agreement).filter_map(|fact| {
        let state = fact.id.split('/').next()?.parse().ok()?;
        Some((state, SignedAgreement::read(&fact.body).ok()?))
    });
    Ok(read.collect())
}

/// What holds of one kind, of all neighbours, ours and theirs. What can't be read is of a later version, and left out.
///
/// # Errors
/// The database can't be read.
pub async fn of_kind(node: &Node, kind: Kind) -> Result<Vec<Held>, StoreError> {
    let facts = node.store.neighbour_facts_of(kind.code()).await?;
    let held = facts.iter().filter(|fact| fact.id.split('/').nth(2) == Some(kind.code()));
    Ok(held.filter_map(|fact| serde_json::from_str(&fact.body).ok()).collect())
}

/// What holds of one kind that someone with this role may see, as the agreements in force say; of what is ours, everything.
///
/// # Errors
/// The database can't be read.
pub async fn seen_by(node: &Node, kind: Kind, role: Role) -> Result<Vec<Held>, StoreError> {
    let agreements = agreements(node).await?;
    let today = utc_day(node);
    // The agreement under which it came decides, while it is in force; where a later version took its place, those with that
    // state do.
    let names: BTreeSet<String> = agreements.iter().map(|(_, signed)| signed.name()).collect();
    let may_see = |held: &Held| {
        held.is_ours
            || agreements
                .iter()
                .filter(|(neighbour, signed)| *neighbour == held.neighbour && signed.agreement.papers.contains(&kind))
                .filter(|(_, signed)| !names.contains(&held.agreement) || signed.name() == held.agreement)
                .filter(|(_, signed)| signed.agreement.holds_on(today))
                .any(|(_, signed)| signed.agreement.seen_by.contains(&role))
    };
    Ok(of_kind(node, kind).await?.into_iter().filter(may_see).collect())
}
