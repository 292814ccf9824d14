//! By what chips and seals are believed: certificates of states and of their signers of seals, lists of revoked ones, and
//! what states declare of errors in their own documents. They come as files, master lists too; one person proposes a file,
//! a second approves it, and headquarters publishes what holds.

pub mod believed;
mod change;
mod found;

pub use believed::Trust;
pub use change::{Change, Refusal, Refused, RefusedKind, change};
pub use found::{Found, FoundRefused};

use crate::{
    Node,
    second_person::{SecondPersonError, Word},
};
use jiff::Timestamp;
use limen_domain::AccountId;
use limen_store::{Session, Store, StoreError, TrustItem, TrustKind, TrustProposal};
use limen_trust::{Certificate, DeviationList, RevocationList, import::ImportError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// How often an approval is found anew where another one came before it.
const MOST_TRIES: usize = 5;
/// Maximum bytes of a file of certificates that is proposed: master lists have about one million.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// What people are told of a certificate or a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Described {
    /// The SHA-256 of its bytes, by which people compare it.
    pub id: String,
    /// What it is.
    pub kind: TrustKind,
    /// The state or organization, two letters as a rule; empty where it names none.
    pub country: String,
    /// Whose it is, in full.
    pub name: String,
    /// From when it holds.
    pub from: Timestamp,
    /// Until when it is valid, or when the next list is due; `None` where a list does not say.
    pub until: Option<Timestamp>,
    /// Whether somebody brought it by itself.
    pub by_hand: bool,
    /// The countries whose master lists have it.
    pub lists: Vec<String>,
}

impl Described {
    /// What a thing says of itself; `None` where it can't be read.
    pub fn of(item: &TrustItem) -> Option<Self> {
        let (country, name, from, until) = match item.kind {
            TrustKind::Certificate | TrustKind::SealSigner => {
                let read = Certificate::read(&item.der).ok()?;
                (read.country(), read.subject.to_string(), read.not_before, Some(read.not_after))
            }
            TrustKind::RevocationList => {
                let read = RevocationList::read(&item.der).ok()?;
                (read.issuer.country(), read.issuer.to_string(), read.made, read.due)
            }
            TrustKind::DeviationList => {
                let read = DeviationList::read(&item.der).ok()?;
                let signer = read.signed.signer(&[])?;
                let made = read.signing_time().unwrap_or(Timestamp::UNIX_EPOCH);
                (signer.country(), signer.subject.to_string(), made, None)
            }
        };
        Some(Self {
            id: item.id.clone(),
            kind: item.kind,
            country: country.unwrap_or_default(),
            name,
            from,
            until,
            by_hand: item.by_hand,
            lists: item.lists.iter().map(|list| list.country.clone()).collect(),
        })
    }

    /// What things say of themselves, by country and name.
    pub fn all<'a>(items: impl IntoIterator<Item = &'a TrustItem>) -> Vec<Self> {
        let mut described: Vec<Self> = items.into_iter().filter_map(Self::of).collect();
        described.sort_by(|one, other| {
            let key = |of: &Self| (of.country.clone(), of.name.clone(), of.from, of.id.clone());
            key(one).cmp(&key(other))
        });
        described
    }
}

/// Why a file was not proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// It is no file of certificates.
    #[error(transparent)]
    Unreadable(#[from] ImportError),
    /// It changes nothing: everything in it is known, or refused.
    #[error("the file changes nothing")]
    Nothing(Box<Change>),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a file and proposes it; one that changes nothing is not proposed. Returns the proposal and what it would change.
///
/// # Errors
/// [`ProposeError`] says why it was not proposed.
pub async fn propose(
    store: &Store,
    held: Arc<Trust>,
    by: &AccountId,
    name: &str,
    file: &[u8],
) -> Result<(Uuid, Change), ProposeError> {
    let change = changes(held, file.to_vec()).await??;
    if change.is_nothing() {
        return Err(ProposeError::Nothing(Box::new(change)));
    }
    let found = Found::from(&change).to_keep();
    Ok((store.propose_trust(name, file, found, by).await?, change))
}

/// What a file would change of what holds, found beside other work: hundreds of signatures are checked.
///
/// # Errors
/// The task was ended; inside, why the file is none of certificates.
pub async fn changes(held: Arc<Trust>, file: Vec<u8>) -> Result<Result<Change, ImportError>, StoreError> {
    let found = tokio::task::spawn_blocking(move || change(&held, &file)).await;
    found.map_err(|error| StoreError::fault(format!("the file of certificates could not be read: {error}")))
}

/// What a proposal changes, or changed: found anew while it waits, since what holds may have changed meanwhile; of one that
/// is closed what was kept, without reading its file. `None` of one that was closed before that was kept.
///
/// # Errors
/// The database can't be used.
pub async fn found(node: &Node, proposal: &TrustProposal) -> Result<Option<Found>, StoreError> {
    if proposal.closed.is_some() {
        return Ok(Found::kept(proposal.found.as_deref()));
    }
    let Some(file) = node.store.trust_file(proposal.id).await? else { return Ok(None) };
    // A file that was read when it was proposed can be read now.
    Ok(changes(node.in_force.trust(), file).await?.ok().as_ref().map(Found::from))
}

/// Approves or rejects a file, or takes it back, and waits a little until one that was approved holds.
///
/// # Errors
/// [`SecondPersonError`] says why it was not decided.
pub async fn decide(node: &Node, session: &Session, id: Uuid, word: Word<'_>) -> Result<(), SecondPersonError> {
    let proposal = node.store.trust_proposal(id).await?.ok_or(SecondPersonError::NotFound)?;
    let file = if word.approves { node.store.trust_file(id).await?.unwrap_or_default() } else { Vec::new() };
    let by = &session.account.id;
    word.checked(by, &proposal.author)?;
    if word.approves {
        node.make_sure(session, word.password).await?;
    }
    // What holds by now, not what held when it was proposed; and again where something else was approved meanwhile.
    for _ in 0..MOST_TRIES {
        let change = if word.approves {
            let held = Trust::load(&node.store, node.in_force.trust()).await?;
            let change = changes(held.clone(), file.clone()).await?.map_err(|_| SecondPersonError::Unreadable)?;
            let found = Found::from(&change).to_keep();
            Some((change.into_change(), held.items().to_vec(), found))
        } else {
            None
        };
        if node.store.decide_trust_proposal(id, change, by, word.reason()).await? {
            if word.approves {
                node.take_effect().await?;
            }
            break;
        }
        if node.store.trust_proposal(id).await?.is_none_or(|proposal| proposal.closed.is_some()) {
            break;
        }
    }
    Ok(())
}
