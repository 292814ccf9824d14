//! What two people do about a neighbour: take its card, sign an agreement, say what names someone.

use crate::{
    Node,
    neighbours::{NeighbourError, Own, agreements, said},
    second_person::{SecondPersonError, Word},
};
use limen_domain::{AccountId, StateCode};
use limen_neighbour::{Card, Content, Fingerprint};
use limen_store::{NeighbourChange, NeighbourProposal, NeighbourProposed, Session};
use uuid::Uuid;

/// How often an approval is made anew where another paper was said meanwhile.
const MOST_TRIES: usize = 5;

/// Proposes a neighbour's card. Who proposes it types the fingerprint that the other side read to them.
///
/// # Errors
/// [`NeighbourError`] says why it is not proposed.
pub async fn card(node: &Node, by: &AccountId, file: &str, read_aloud: &str) -> Result<Uuid, NeighbourError> {
    let own = Own::of(node)?;
    let card = Card::read(file)?;
    let typed: Fingerprint = read_aloud.parse().map_err(|_| NeighbourError::Fingerprint)?;
    if typed != card.party.fingerprint() {
        return Err(NeighbourError::Fingerprint);
    }
    if card.party.state == own.party.state || card.party.key == own.party.key {
        return Err(NeighbourError::OtherKey);
    }
    has_the_known_key(node, &card).await?;
    propose(node, card.party.state, NeighbourProposed::Card, file, by).await
}

/// Whether a card has the key under which its state is known, or nobody of that state is.
async fn has_the_known_key(node: &Node, card: &Card) -> Result<(), NeighbourError> {
    match node.store.neighbour(card.party.state).await? {
        Some(known) if Card::read(&known.card)?.party.key != card.party.key => Err(NeighbourError::OtherKey),
        _ => Ok(()),
    }
}

/// Lays something before a second person. Of the cards of a state one waits at most, so that the other person can't approve
/// one of two by mistake.
async fn propose(
    node: &Node,
    neighbour: StateCode,
    what: NeighbourProposed,
    file: &str,
    by: &AccountId,
) -> Result<Uuid, NeighbourError> {
    node.store.propose_to_neighbour(neighbour, what, file, by).await?.ok_or(NeighbourError::CardWaits)
}

/// Proposes that this side signs an agreement.
///
/// # Errors
/// [`NeighbourError`] says why it is not proposed.
pub async fn agreement(node: &Node, by: &AccountId, file: &str) -> Result<Uuid, NeighbourError> {
    let (neighbour, signed) = agreements::read(node, file).await?;
    let file = signed.file();
    propose(node, neighbour, NeighbourProposed::Agreement, &file, by).await
}

/// Proposes to say what names someone or something.
///
/// # Errors
/// [`NeighbourError`] says why it is not proposed.
pub async fn paper(
    node: &Node,
    by: &AccountId,
    neighbour: StateCode,
    content: &Content,
) -> Result<Uuid, NeighbourError> {
    said::checked(node, neighbour, content).await?;
    let text = serde_json::to_string(content).map_err(|error| NeighbourError::Unwritable(error.to_string()))?;
    propose(node, neighbour, NeighbourProposed::Paper, &text, by).await
}

/// What a proposed paper says; `None` where it can't be read, or something else is proposed.
pub fn content(proposal: &NeighbourProposal) -> Option<Content> {
    serde_json::from_str(&proposal.file).ok().filter(|_| proposal.what == NeighbourProposed::Paper)
}

/// Approves or rejects what was proposed, or takes it back.
///
/// # Errors
/// [`NeighbourError`] says why it was not decided.
pub async fn decide(node: &Node, session: &Session, id: Uuid, word: Word<'_>) -> Result<(), NeighbourError> {
    let second = |error: SecondPersonError| NeighbourError::SecondPerson(Box::new(error));
    let proposal = node.store.neighbour_proposal(id).await?.ok_or_else(|| second(SecondPersonError::NotFound))?;
    let by = &session.account.id;
    word.checked(by, &proposal.author).map_err(second)?;
    if word.approves {
        node.make_sure(session, word.password).await.map_err(|error| second(error.into()))?;
    }
    for _ in 0..MOST_TRIES {
        let change = match (word.approves, proposal.what) {
            (false, _) => None,
            (true, NeighbourProposed::Card) => {
                // Another may have been taken since it was proposed.
                has_the_known_key(node, &Card::read(&proposal.file)?).await?;
                Some(NeighbourChange::Card)
            }
            (true, NeighbourProposed::Agreement) => {
                let (neighbour, signed) = agreements::read(node, &proposal.file).await?;
                let effect = agreements::signed(node, neighbour, signed).await?;
                Some(NeighbourChange::Agreement(Box::new(effect)))
            }
            (true, NeighbourProposed::Paper) => {
                let content = content(&proposal).ok_or_else(|| second(SecondPersonError::Unreadable))?;
                let paper = said::next_paper(node, proposal.neighbour, (content, None), None).await?;
                Some(NeighbourChange::Paper(Box::new(paper)))
            }
        };
        if node.store.decide_neighbour_proposal(id, change, by, word.reason()).await? {
            node.take_effect().await?;
            return Ok(());
        }
        if node.store.neighbour_proposal(id).await?.is_none_or(|proposal| proposal.closed.is_some()) {
            return Ok(());
        }
    }
    Err(NeighbourError::Busy)
}
