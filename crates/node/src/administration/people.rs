//! The people of the service. What someone gains waits for a second administrator, who neither proposed it nor gains by it;
//! what someone loses holds at once.

use crate::{
    Node,
    credentials::passwords::{self, DrawnPassword, PasswordError},
    second_person::{SecondPersonError, Word},
};
use limen_domain::{AccountId, CredentialChange, Permission, PostId, Role, StatedReason, text};
use limen_store::{Account, AccountDraft, PersonProposal, Session, Store, StoreError};
use uuid::Uuid;

/// The longest name of a person, in characters.
pub const LONGEST_NAME_CHARACTERS: usize = 80;
/// The longest number of a stamp, in characters.
const LONGEST_STAMP_CHARACTERS: usize = 20;

/// Someone as they are to be, beside what they sign in as.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// Their name.
    pub name: &'a str,
    /// What they may do.
    pub role: Role,
    /// The language of their pages at first, a BCP 47 tag.
    pub language: &'a str,
    /// The number of their stamp; empty where they have none.
    pub stamp: &'a str,
    /// The posts that they work at; none for every node.
    pub posts: &'a [PostId],
}

/// Why nobody was proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// People are managed at headquarters.
    #[error("people are managed at headquarters")]
    NotHere,
    /// Nobody could sign in as this.
    #[error("this can't be the name of an account")]
    NoId,
    /// Somebody signs in as this already.
    #[error("this account exists already, or did until its person left")]
    Known,
    /// They have no name.
    #[error("the person has no name")]
    NoName,
    /// There is no such post.
    #[error("there is no post {0} here; `limen posts list` says which there are")]
    NoSuchPost(PostId),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Proposes someone new, who signs in as `id`. Returns the proposal.
///
/// # Errors
/// [`ProposeError`] says why they were not proposed.
pub async fn propose_new(node: &Node, by: &AccountId, id: &str, person: Person<'_>) -> Result<Uuid, ProposeError> {
    managed_here(node)?;
    let id = AccountId::parse(id.trim()).map_err(|_| ProposeError::NoId)?;
    if node.store.account(&id).await?.is_some() {
        return Err(ProposeError::Known);
    }
    propose(node, by, id, person).await
}

/// Proposes that someone is to be another. Returns the proposal.
///
/// # Errors
/// [`ProposeError`] says why it was not proposed.
pub async fn propose_change(
    node: &Node,
    by: &AccountId,
    account: &Account,
    person: Person<'_>,
) -> Result<Uuid, ProposeError> {
    managed_here(node)?;
    propose(node, by, account.id.clone(), person).await
}

fn managed_here(node: &Node) -> Result<(), ProposeError> {
    if node.manages_people() { Ok(()) } else { Err(ProposeError::NotHere) }
}

async fn propose(node: &Node, by: &AccountId, id: AccountId, person: Person<'_>) -> Result<Uuid, ProposeError> {
    let draft = draft(&node.store, id, person).await?;
    Ok(node.store.propose_person(&draft, by).await?)
}

async fn draft(store: &Store, id: AccountId, person: Person<'_>) -> Result<AccountDraft, ProposeError> {
    let known = store.posts().await?;
    if let Some(post) = person.posts.iter().find(|post| known.iter().all(|known| known.id != **post)) {
        return Err(ProposeError::NoSuchPost(post.clone()));
    }
    let name = text::short(person.name, LONGEST_NAME_CHARACTERS);
    if name.is_empty() {
        return Err(ProposeError::NoName);
    }
    Ok(AccountDraft {
        id,
        name,
        role: person.role,
        language: person.language.to_owned(),
        stamp: text::short(person.stamp, LONGEST_STAMP_CHARACTERS),
        posts: person.posts.to_vec(),
    })
}

/// Whether someone could approve a proposal.
///
/// # Errors
/// The database can't be read.
pub async fn has_second(node: &Node, proposal: &PersonProposal) -> Result<bool, StoreError> {
    let may_decide = |account: &Account| {
        account.ended.is_none() && account.role.may(Permission::ManagePeople) && proposal.is_decided_by(&account.id)
    };
    Ok(node.store.accounts().await?.iter().any(may_decide))
}

/// A password that was drawn for someone, to be said once.
pub struct Drawn {
    /// For whom.
    pub person: AccountDraft,
    /// The password.
    pub drawn: DrawnPassword,
}

/// Lets someone new sign in at once, as `id`. For the person who works on the machine itself: nobody approves it.
///
/// # Errors
/// [`AddError`] says why they can't sign in.
pub async fn add(store: &Store, id: AccountId, person: Person<'_>) -> Result<Drawn, AddError> {
    if store.account(&id).await?.is_some() {
        return Err(ProposeError::Known.into());
    }
    let person = draft(store, id, person).await?;
    let drawn = passwords::draw(store.chance(), store.now())?;
    store.add_account(None, &person, &drawn.credentials).await?;
    Ok(Drawn { person, drawn })
}

/// Draws a new password for someone who lost theirs, or their phone: the second factor is off, and they are signed out. For
/// the person who works on the machine itself.
///
/// # Errors
/// [`AddError`] says why they keep what they have.
pub async fn reset(store: &Store, id: &AccountId) -> Result<String, AddError> {
    if store.account(id).await?.is_none_or(|account| account.ended.is_some()) {
        return Err(AddError::Nobody(id.clone()));
    }
    let drawn = passwords::draw(store.chance(), store.now())?;
    store.set_credentials(None, id, &drawn.credentials, CredentialChange::Reset).await?;
    Ok(drawn.password)
}

/// Why no password was drawn by the person who works on the machine itself.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The person can't be added as they were described.
    #[error(transparent)]
    Person(#[from] ProposeError),
    /// There is no such person, or they sign in no more.
    #[error("there is no account {0}, or it has ended; see limen accounts list")]
    Nobody(AccountId),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Approves or rejects a proposal, or takes it back. Returns the password of someone who could not sign in until now;
/// `None` for others, who keep theirs.
///
/// # Errors
/// [`SecondPersonError`] says why it was not decided.
pub async fn decide(
    node: &Node,
    session: &Session,
    id: Uuid,
    word: Word<'_>,
) -> Result<Option<Drawn>, SecondPersonError> {
    let proposal = node.store.person_proposal(id).await?.ok_or(SecondPersonError::NotFound)?;
    let by = &session.account.id;
    if !node.manages_people() || !proposal.may_decide(word.approves, by) {
        return Err(SecondPersonError::NotTheirs);
    }
    if word.approves {
        node.make_sure(session, word.password).await?;
    }
    let drawn = match node.store.account(&proposal.draft.id).await? {
        Some(known) if known.ended.is_none() => None,
        _ if word.approves => Some(node.draw_password(by).await?),
        _ => None,
    };
    let credentials = drawn.as_ref().map(|drawn| &drawn.credentials);
    let decided = node.store.decide_person_proposal(id, word.approves, by, word.reason(), credentials).await?;
    Ok(drawn.filter(|_| decided).map(|drawn| Drawn { person: proposal.draft, drawn }))
}

/// Why someone goes on signing in.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// Nobody locks the service out of itself.
    #[error("nobody ends their own right to sign in")]
    Own,
    /// There is no such person, or they sign in no more already.
    #[error("there is no account {0}, or it has ended; see limen accounts list")]
    Nobody(AccountId),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets someone sign in no more: at once, by one person, since it can't wait. `by` is `None` for who works on the machine
/// itself.
///
/// # Errors
/// [`EndError`] says why they go on signing in.
pub async fn end(store: &Store, by: Option<&AccountId>, id: &AccountId, reason: &StatedReason) -> Result<(), EndError> {
    if by == Some(id) {
        return Err(EndError::Own);
    }
    if store.end_account(by, id, reason).await? { Ok(()) } else { Err(EndError::Nobody(id.clone())) }
}
