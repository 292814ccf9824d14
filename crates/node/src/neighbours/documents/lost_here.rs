//! Our side as who is asked: the edition of our lost documents for a neighbour, and the answers to its questions.

use super::{MALFORMED, NOT_AGREED, OTHER_EDITION, OVER, agreed, unwritable};
use crate::{
    Node,
    neighbours::{NeighbourError, Own, utc_day},
};
use limen_domain::{Action, AlertId, DocumentKey, ListName, StateCode};
use limen_neighbour::{
    Card, Edition, EditionHeld, EditionKey, EditionList, LostError, MOST_DOCUMENTS, Message, Question, Reply,
};
use limen_store::{KeptEdition, Neighbour, StoreError, sha256_hex};
use std::collections::BTreeSet;

/// About how many bytes of a list go into one message.
const LIST_BYTES: usize = 512 << 10;
/// Alerts that are read at once.
const TOGETHER: i64 = 1_000;
/// What the lists of alerts begin with that neighbours made: nobody is told what they know from another.
const OF_NEIGHBOURS: &str = "neighbour-";

/// Makes our edition for a neighbour anew where our alerts have changed, at most once a day.
pub(super) async fn make_anew(node: &Node, own: &Own<'_>, neighbour: &Neighbour) -> Result<(), NeighbourError> {
    let (state, day) = (neighbour.state, utc_day(node));
    let kept = node.store.document_edition(state, true).await?;
    if kept.as_ref().is_some_and(|kept| kept.checked == day.to_string()) {
        return Ok(());
    }
    let documents = lost_documents(node, own.party.state).await?;
    let made_from = named(&documents);
    if let Some(kept) = kept.filter(|kept| kept.made_from == made_from) {
        let kept = KeptEdition { checked: day.to_string(), ..kept };
        return Ok(node.store.keep_document_edition(state, true, kept).await?);
    }
    let (from, to) = (own.party.clone(), Card::read(&neighbour.card)?.party);
    let seed = node.store.chance().bytes::<32>();
    let made = tokio::task::spawn_blocking(move || Edition::of(&seed, (&from, &to), day, documents)).await;
    let made = made.map_err(|error| NeighbourError::Unwritable(error.to_string()))?;
    let (edition, key, list) = made.map_err(unwritable)?;
    let file = edition.signed(own.identity).map_err(|error| NeighbourError::Unwritable(error.to_string()))?;
    let edition = KeptEdition {
        file,
        secret: key.kept().to_vec(),
        tags: list.bytes().to_vec(),
        made_from,
        checked: day.to_string(),
        answered: String::new(),
    };
    Ok(node.store.keep_document_edition(state, true, edition).await?)
}

/// The documents of our own state that our alerts look for without a bearer: those that were lost or stolen. Whoever an alert
/// names is not in it, nor what another neighbour told.
async fn lost_documents(node: &Node, own: StateCode) -> Result<BTreeSet<DocumentKey>, StoreError> {
    let today = node.today();
    let mut documents = BTreeSet::new();
    let mut after: Option<(ListName, AlertId)> = None;
    while documents.len() < MOST_DOCUMENTS {
        let alerts = node.store.document_alerts_after(after.as_ref(), TOGETHER).await?;
        let Some(last) = alerts.last() else { break };
        after = Some((last.list.clone(), last.id.clone()));
        let told = alerts.iter().filter(|alert| {
            !alert.list.as_str().starts_with(OF_NEIGHBOURS) && alert.holds_on(today) && is_told(alert.action)
        });
        let told = told.flat_map(|alert| &alert.documents).filter(|document| document.issuer == Some(own));
        let room = MOST_DOCUMENTS - documents.len();
        documents.extend(told.take(room).cloned());
    }
    Ok(documents)
}

/// Whether an alert may be told by its document: not where nobody is to know that it is watched for, or who is protected.
fn is_told(action: Action) -> bool {
    !matches!(action, Action::InformDiscreetly | Action::Protect)
}

/// The SHA-256 of documents.
fn named(documents: &BTreeSet<DocumentKey>) -> String {
    let all: Vec<String> = documents.iter().map(ToString::to_string).collect();
    sha256_hex(all.join("\n").as_bytes())
}

/// Answers what a neighbour asks: the edition, what it lacks of its list, and its questions.
///
/// # Errors
/// The database can't be used, or what is kept can't be read.
pub(in crate::neighbours) async fn answer(
    node: &Node,
    own: &Own<'_>,
    (neighbour, card): (&Neighbour, &Card),
    said: &Message,
    answer: &mut Message,
) -> Result<(), NeighbourError> {
    if said.held.is_none() && said.blinded.is_empty() {
        return Ok(());
    }
    let state = neighbour.state;
    let agreed = agreed(node, state).await?;
    let ours = if agreed == 0 { None } else { node.store.document_edition(state, true).await? };
    let Some(ours) = ours else {
        answer.evaluated = said.blinded.iter().map(|question| refused(question, NOT_AGREED)).collect();
        return Ok(());
    };
    let edition = Edition::read(&ours.file, &own.party, &card.party).map_err(unwritable)?;
    if let Some(held) = &said.held {
        offer(&ours, &edition, held, answer).map_err(unwritable)?;
    }
    let secret: [u8; 32] = ours.secret.try_into().map_err(|_| unwritable(LostError::Value))?;
    let key = EditionKey::of_kept(&secret).map_err(unwritable)?;
    for question in &said.blinded {
        let reply = replied(node, state, (&key, agreed), question).await?;
        answer.evaluated.push(reply);
    }
    Ok(())
}

/// Puts in what is not held of our list.
fn offer(ours: &KeptEdition, edition: &Edition, held: &EditionHeld, answer: &mut Message) -> Result<(), LostError> {
    let is_known = *held.edition == edition.key;
    let mut from = if is_known { held.tags } else { 0 };
    if !is_known {
        answer.edition = Some(ours.file.clone());
    }
    if from >= edition.documents {
        return Ok(());
    }
    let (list, mut room) = (EditionList::read(edition, &ours.tags)?, LIST_BYTES);
    while let Some(piece) = list.piece(edition, from, room) {
        from = piece.end();
        room = room.saturating_sub(piece.tags.len());
        answer.pieces.push(piece);
    }
    Ok(())
}

fn refused(question: &Question, why: &str) -> Reply {
    Reply { number: question.number, why_not: why.to_owned(), ..Reply::default() }
}

/// The reply to a question, if the number of the day is not passed with it.
async fn replied(
    node: &Node,
    state: StateCode,
    (key, agreed): (&EditionKey, u32),
    question: &Question,
) -> Result<Reply, StoreError> {
    let public = key.public();
    if *question.edition != public {
        return Ok(refused(question, OTHER_EDITION));
    }
    if question.blinded.is_empty() {
        return Ok(refused(question, MALFORMED));
    }
    let asked = question.blinded.iter().map(|blinded| blinded.0.as_slice());
    let again = sha256_hex(&[&public[..]].into_iter().chain(asked).collect::<Vec<_>>().concat());
    let questions = u32::try_from(question.blinded.len()).unwrap_or(u32::MAX);
    // The same question again is answered again: its answer was lost on the way, and nobody learns more by it.
    let day = utc_day(node);
    if !node.store.count_document_questions((state, state, Some(again)), day, (questions, agreed)).await? {
        return Ok(refused(question, OVER));
    }
    Ok(match key.evaluate(&node.store.chance().bytes::<32>(), &question.blinded) {
        Ok(answered) => Reply { number: question.number, answered: Some(answered), why_not: String::new() },
        Err(_) => refused(question, MALFORMED),
    })
}
