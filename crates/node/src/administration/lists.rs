//! Reference lists: a new version is proposed, compared with the list in force, and approved by a second person.

use crate::{
    Node,
    second_person::{SecondPersonError, Word},
};
use jiff::civil::Date;
use limen_domain::{AccountId, ListFault, ListKind, ListProblem, Reference, TallyPoint};
use limen_store::{HeldList, ListProposal, Session, StoreError};
use std::{collections::BTreeSet, str::Utf8Error};
use uuid::Uuid;

/// Why a version was not proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// Something in it can't be taken.
    #[error("the list has lines that can't be taken")]
    Problems(Vec<ListProblem>),
    /// It is no text.
    #[error(transparent)]
    NoText(#[from] Utf8Error),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a new version of a list and proposes it; one with a fault changes nothing. Returns the proposal.
///
/// # Errors
/// [`ProposeError`] says why it was not proposed.
pub async fn propose(node: &Node, by: &AccountId, kind: ListKind, bytes: &[u8]) -> Result<Uuid, ProposeError> {
    checked(node, kind, bytes, None).await?;
    Ok(node.store.propose_reference_list(kind, std::str::from_utf8(bytes)?, by).await?)
}

/// Checks a new version of a list; each picture that it names is kept here, or is the one that `comes` with it.
pub(super) async fn checked(
    node: &Node,
    kind: ListKind,
    bytes: &[u8],
    comes: Option<&str>,
) -> Result<(), ProposeError> {
    let mut read = Reference::default();
    read.put(kind, bytes).map_err(ProposeError::Problems)?;
    let problems: Vec<ListProblem> = match kind {
        ListKind::Documents => {
            let held = node.store.reference_pictures().await?;
            let is_here = |sha256: &&str| held.contains(*sha256) || comes == Some(*sha256);
            let missing =
                |sha256: &str| ListProblem { line: 0, fault: ListFault::Picture(sha256.chars().take(12).collect()) };
            read.documents.pictures().filter(|sha256| !is_here(sha256)).map(missing).collect()
        }
        ListKind::TallyPoints => {
            let posts = node.store.posts().await?;
            let is_strange = |point: &&TallyPoint| !posts.iter().any(|post| post.id == point.post);
            let strange = |point: &TallyPoint| ListProblem { line: 0, fault: ListFault::Post(point.post.to_string()) };
            read.tally_points.all().iter().filter(is_strange).map(strange).collect()
        }
        _ => Vec::new(),
    };
    if problems.is_empty() { Ok(()) } else { Err(ProposeError::Problems(problems)) }
}

/// The list of a kind that is in force. `None` where there is none.
///
/// # Errors
/// The database can't be read.
pub async fn held(node: &Node, kind: ListKind) -> Result<Option<HeldList>, StoreError> {
    Ok(node.store.held_lists().await?.into_iter().find(|held| held.kind == kind))
}

/// What a version changes of the list in force.
#[derive(Debug)]
pub struct Changes {
    /// The line of the columns' names.
    pub head: String,
    /// Lines that come.
    pub added: Vec<String>,
    /// Lines that go.
    pub removed: Vec<String>,
    /// How many lines stay.
    pub same: usize,
    /// The first day from now on for which the rules of stay would not be complete.
    pub gap: Option<Date>,
}

/// What a proposed version changes.
///
/// # Errors
/// The database can't be read.
pub async fn changes(node: &Node, proposal: &ListProposal) -> Result<Changes, StoreError> {
    let before = held(node, proposal.kind).await?.map(|held| held.csv).unwrap_or_default();
    let (was, is): (BTreeSet<&str>, BTreeSet<&str>) = (before.lines().collect(), proposal.csv.lines().collect());
    let mut coming = Reference::default();
    let gap = match (proposal.kind, coming.put(proposal.kind, proposal.csv.as_bytes())) {
        (ListKind::StayRules, Ok(_)) => coming.rules.first_gap(node.today()),
        _ => None,
    };
    let missing_in = |lines: &str, other: &BTreeSet<&str>| {
        lines.lines().skip(1).filter(|line| !other.contains(line)).map(str::to_owned).collect()
    };
    Ok(Changes {
        head: proposal.csv.lines().next().unwrap_or_default().to_owned(),
        added: missing_in(&proposal.csv, &was),
        removed: missing_in(&before, &is),
        same: proposal.csv.lines().skip(1).filter(|line| was.contains(line)).count(),
        gap,
    })
}

/// Approves or rejects a version, or takes it back, and waits a little until one that was approved holds.
///
/// # Errors
/// [`SecondPersonError`] says why it was not decided.
pub async fn decide(node: &Node, session: &Session, id: Uuid, word: Word<'_>) -> Result<(), SecondPersonError> {
    let proposal = node.store.list_proposal(id).await?.ok_or(SecondPersonError::NotFound)?;
    let by = &session.account.id;
    word.checked(by, &proposal.author)?;
    let entries = if word.approves {
        node.make_sure(session, word.password).await?;
        let read = Reference::default().put(proposal.kind, proposal.csv.as_bytes());
        Some(read.map_err(|_| SecondPersonError::Unreadable)?)
    } else {
        None
    };
    let decided = node.store.decide_list_proposal(id, entries, by, word.reason()).await?;
    if decided && entries.is_some() {
        node.take_effect().await?;
    }
    Ok(())
}
