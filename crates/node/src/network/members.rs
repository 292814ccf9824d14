//! Machines that join the network and leave it.

use crate::{Node, credentials::own::UnprovedError, network::headquarters};
use jiff::Timestamp;
use limen_domain::{AccountId, NodeId, PostId, StatedReason};
use limen_exchange::{
    Authority, ExchangeError,
    enrolment::{self, Code},
    identity::writer_of,
};
use limen_store::{Session, Store, StoreError};

/// Why no machine joined or left.
#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    /// This is not headquarters.
    #[error("machines join and leave at headquarters")]
    NotHere,
    /// There is no such post.
    #[error("there is no post {0}; describe it with limen posts add")]
    NoSuchPost(PostId),
    /// There is no such machine.
    #[error("no machine {0} belongs to the network")]
    NotFound(NodeId),
    /// Who asks did not prove who they are.
    #[error(transparent)]
    Unproved(#[from] UnprovedError),
    /// No code could be made.
    #[error(transparent)]
    Refused(#[from] ExchangeError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a code with which one machine becomes a node of a post; only what it can be recognised by is kept. Returns also
/// until when it is good. `by` is `None` for who works on the machine itself.
///
/// # Errors
/// [`MemberError`] says why none was made.
pub async fn invite(
    store: &Store,
    authority: &Authority,
    by: Option<&AccountId>,
    post: &PostId,
) -> Result<(Code, Timestamp), MemberError> {
    if !store.posts().await?.iter().any(|known| known.id == *post) {
        return Err(MemberError::NoSuchPost(post.clone()));
    }
    let now = store.now();
    let code = enrolment::invite(store, authority, by, post, now).await?;
    Ok((code, now + enrolment::GOOD_FOR))
}

/// The same, for someone at headquarters' pages.
///
/// # Errors
/// [`MemberError`] says why none was made.
pub async fn invite_as(
    node: &Node,
    session: &Session,
    password: &str,
    post: &PostId,
) -> Result<(Code, Timestamp), MemberError> {
    let headquarters = headquarters(node).ok_or(MemberError::NotHere)?;
    node.make_sure(session, password).await?;
    invite(&node.store, headquarters.authority(), Some(&session.account.id), post).await
}

/// What is taken in no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revoked {
    /// What a machine sends.
    Machine(NodeId),
    /// One of two journals that are written under one name.
    Journal(NodeId),
}

/// Takes in no more what a machine sends or of a journal, and lets all nodes know. `by` is `None` for who works on the
/// machine itself.
///
/// # Errors
/// [`MemberError`] says why it is taken in as before.
pub async fn revoke(
    store: &Store,
    by: Option<&AccountId>,
    revoked: &Revoked,
    reason: &StatedReason,
) -> Result<(), MemberError> {
    let member = match revoked {
        Revoked::Machine(machine) => machine.clone(),
        Revoked::Journal(journal) => writer_of(journal),
    };
    if store.member(&member).await?.is_none() {
        return Err(MemberError::NotFound(member));
    }
    match revoked {
        Revoked::Machine(machine) => store.revoke(by, machine, reason).await?,
        Revoked::Journal(journal) => store.end_journal(by, journal, reason).await?,
    };
    store.publish().await?;
    Ok(())
}

/// The same, for someone at headquarters' pages.
///
/// # Errors
/// [`MemberError`] says why it is taken in as before.
pub async fn revoke_as(
    node: &Node,
    session: &Session,
    password: &str,
    revoked: &Revoked,
    reason: &StatedReason,
) -> Result<(), MemberError> {
    headquarters(node).ok_or(MemberError::NotHere)?;
    node.make_sure(session, password).await?;
    revoke(&node.store, Some(&session.account.id), revoked, reason).await
}
