//! Our side as who asks: documents of a neighbour's state that were presented at our posts, and those that someone asks about.

use super::{ALERT_DAYS, LateHit, OTHER_EDITION, OVER, agreed, late_hits_at, lost_list, told, unwritable};
use crate::{
    Node,
    neighbours::{NeighbourError, Own, utc_day},
};
use jiff::ToSpan;
use limen_domain::{Action, Alert, AlertId, CrossingId, StateCode};
use limen_neighbour::{
    Asked, Blinded, Card, Edition, EditionComing, EditionHeld, EditionList, MOST_AT_ONCE, Message, Question, Reply,
};
use limen_store::{AnsweredDocument, AskedDocument, DocumentState, KeptEdition, Neighbour, PaperEffect, StoreError};
use serde_bytes::ByteArray;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The neighbour's edition as far as it is here, with its signed announcement.
async fn theirs(
    node: &Node,
    own: &Own<'_>,
    (neighbour, card): (&Neighbour, &Card),
) -> Result<Option<(String, EditionComing)>, StoreError> {
    let kept = node.store.document_edition(neighbour.state, false).await?;
    Ok(kept.and_then(|KeptEdition { file, tags, .. }| {
        let edition = Edition::read(&file, &card.party, &own.party).ok()?;
        Some((file, EditionComing::new(edition, tags)))
    }))
}

/// How far the questions with a neighbour have come: a talk goes on while this changes.
pub(in crate::neighbours) async fn progress(
    node: &Node,
    state: StateCode,
) -> Result<(Option<(String, usize)>, u32), StoreError> {
    let theirs = node.store.document_edition(state, false).await?;
    let left = node.store.document_questions_left(state, true, utc_day(node), u32::MAX).await?;
    Ok((theirs.map(|kept| (kept.file, kept.tags.len())), left))
}

/// Puts in how far their list is held, and what is asked.
///
/// # Errors
/// The database can't be used, or what is kept can't be read.
pub(in crate::neighbours) async fn ask(
    node: &Node,
    own: &Own<'_>,
    (neighbour, card): (&Neighbour, &Card),
    message: &mut Message,
) -> Result<(), NeighbourError> {
    let state = neighbour.state;
    let agreed = agreed(node, state).await?;
    if agreed == 0 {
        return Ok(());
    }
    let Some((_, coming)) = theirs(node, own, (neighbour, card)).await? else {
        message.held = Some(EditionHeld::default());
        return Ok(());
    };
    let edition = ByteArray::new(coming.edition.key);
    message.held = Some(EditionHeld { edition, tags: coming.held() });
    if !matches!(coming.whole(), Ok(Some(_))) {
        return Ok(());
    }
    let mut under_way = node.store.documents_under_way(state).await?;
    if under_way.is_empty() {
        ask_next(node, own, state, agreed).await?;
        under_way = node.store.documents_under_way(state).await?;
    }
    if !under_way.is_empty() {
        let blinded: Option<Vec<Blinded>> = under_way.iter().map(blinded_of).collect();
        let blinded = blinded.ok_or_else(|| unwritable(limen_neighbour::LostError::Value))?;
        message.blinded.push(Question { number: number_of(&under_way), edition, blinded });
    }
    Ok(())
}

/// Blinds what is asked next, as much as is left of the number of the day.
async fn ask_next(node: &Node, own: &Own<'_>, state: StateCode, agreed: u32) -> Result<(), NeighbourError> {
    let (store, day) = (&node.store, utc_day(node));
    let left = store.document_questions_left(state, true, day, agreed).await?;
    if left == 0 {
        return Ok(());
    }
    store.write_down_presented(state, node.now()).await?;
    let most = left.min(u32::try_from(MOST_AT_ONCE).unwrap_or(u32::MAX));
    let mut asked = store.documents_to_ask(state, day, most).await?;
    if asked.is_empty() {
        return Ok(());
    }
    for one in &mut asked {
        let (kept, blinded) = Asked::blind(&store.chance().bytes::<32>(), &one.document).map_err(unwritable)?;
        one.blind = serde_json::to_string(&kept).map_err(StoreError::from)?;
        one.blinded = blinded.0.to_vec();
    }
    store.ask_about_documents((state, own.party.state), (day, agreed), asked).await?;
    Ok(())
}

fn blinded_of(asked: &AskedDocument) -> Option<Blinded> {
    Some(Blinded(ByteArray::new(asked.blinded.as_slice().try_into().ok()?)))
}

/// The number of a question: what is blinded alike has the same.
fn number_of(asked: &[AskedDocument]) -> u64 {
    let mut hasher = Sha256::new();
    asked.iter().for_each(|one| hasher.update(&one.blinded));
    let hash: [u8; 32] = hasher.finalize().into();
    hash[..8].iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Takes in what a neighbour answers: replies to what was asked, then its edition and pieces of its list.
///
/// # Errors
/// The database can't be used.
pub(in crate::neighbours) async fn take(
    node: &Node,
    own: &Own<'_>,
    (neighbour, card): (&Neighbour, &Card),
    said: &Message,
) -> Result<(), NeighbourError> {
    let state = neighbour.state;
    if agreed(node, state).await? == 0 {
        return Ok(());
    }
    let before = theirs(node, own, (neighbour, card)).await?;
    if let Some((_, coming)) = &before {
        for reply in &said.evaluated {
            replied(node, state, coming, reply).await?;
        }
    }
    let offered = said.edition.as_ref().and_then(|file| {
        let edition = Edition::read(file, &card.party, &own.party).ok()?;
        Some((file.clone(), EditionComing::new(edition, Vec::new())))
    });
    let is_other =
        |new: &(String, EditionComing)| before.as_ref().is_none_or(|(_, known)| known.edition.key != new.1.edition.key);
    let offered = offered.filter(is_other);
    let is_new = offered.is_some() || !said.pieces.is_empty();
    let Some((file, mut coming)) = offered.or(before).filter(|_| is_new) else { return Ok(()) };
    let is_broken = said.pieces.iter().any(|piece| coming.take(piece).is_err()) || coming.whole().is_err();
    if is_broken {
        tracing::warn!(neighbour = %state.as_str(), "a list of lost documents came otherwise than it was announced");
        coming = EditionComing::new(coming.edition, Vec::new());
    }
    let kept = KeptEdition { file, tags: coming.bytes().to_vec(), ..KeptEdition::default() };
    Ok(node.store.keep_document_edition(state, false, kept).await?)
}

/// Takes in a reply.
async fn replied(node: &Node, state: StateCode, coming: &EditionComing, reply: &Reply) -> Result<(), NeighbourError> {
    let asked = node.store.documents_under_way(state).await?;
    // With the edition that comes it is asked again.
    if asked.is_empty() || reply.number != number_of(&asked) || reply.why_not == OTHER_EDITION {
        return Ok(());
    }
    let found = match (&reply.answered, coming.whole()) {
        (Some(answered), Ok(Some(list))) => {
            let blinds: Result<Vec<Asked>, _> = asked.iter().map(|one| serde_json::from_str(&one.blind)).collect();
            let blinds = blinds.map_err(StoreError::from)?;
            match Asked::finish(&blinds, answered, &coming.edition.key) {
                Ok(tags) => tags.iter().map(|tag| state_of(&list, tag)).collect(),
                Err(error) => {
                    tracing::warn!(neighbour = %state.as_str(), "an answer about documents does not hold: {error}");
                    vec![DocumentState::NoAnswer; asked.len()]
                }
            }
        }
        _ if reply.why_not == OVER => vec![DocumentState::Over; asked.len()],
        _ => vec![DocumentState::NoAnswer; asked.len()],
    };
    let (mut effect, mut answered) = (PaperEffect::default(), Vec::new());
    for (one, said) in asked.into_iter().zip(found) {
        effect.then(effect_of(node, state, &one, said)?);
        answered.push(AnsweredDocument { document: one.document, state: said });
    }
    node.store.documents_answered(state, answered, effect).await?;
    node.take_effect().await?;
    Ok(())
}

fn state_of(list: &EditionList, tag: &limen_neighbour::LostTag) -> DocumentState {
    if list.holds(tag) { DocumentState::Lost } else { DocumentState::NotKnown }
}

/// What an answer changes of what holds: who asked by hand is told; a document that they list as lost stops whoever shows it
/// next, and the post hears that it was shown.
fn effect_of(
    node: &Node,
    state: StateCode,
    asked: &AskedDocument,
    said: DocumentState,
) -> Result<PaperEffect, StoreError> {
    let (mut effect, now) = (PaperEffect::default(), node.now());
    if let Some(place) = &asked.wish {
        effect.facts.push(told(state, place, said, now)?);
    }
    if said != DocumentState::Lost {
        return Ok(effect);
    }
    if let Some((post, crossing)) = &asked.presented
        && let Ok(crossing) = crossing.parse::<Uuid>()
    {
        let hit = LateHit { neighbour: state, post: post.clone(), crossing: CrossingId(crossing), at: now };
        effect
            .facts
            .push((format!("{}{}/{crossing}", late_hits_at(post), state.as_str()), serde_json::to_string(&hit)?));
    }
    // A number is unique for its issuer, and all of this list are theirs.
    if let (Some(list), Ok(id)) = (lost_list(state), AlertId::parse(&asked.document.number.to_string())) {
        let mut alert = Alert::new(list, id, Action::Refer);
        alert.documents.push(asked.document.clone());
        alert.instruction = Some(INSTRUCTION.replace("{state}", state.as_str()));
        alert.valid_until = node.today().checked_add(ALERT_DAYS.days()).ok();
        effect.alerts.push(alert);
    }
    Ok(effect)
}

/// What officers read at the counter, in the two languages of posts: an alert's instruction is in its owner's words.
const INSTRUCTION: &str = "D\u{e9}clar\u{e9} perdu ou vol\u{e9} par {state} \u{b7} reported lost or stolen by {state}";
