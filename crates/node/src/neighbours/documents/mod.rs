//! "Do you know this document?": our lost documents as a neighbour holds them, and what it is asked about its own. Neither side
//! sees the other's list or question (RFC 9497), and neither learns more on a day than was agreed.
//!
//! ```text
//! asks:   held, questions ══ opening of a talk ══▶  asked: edition, pieces of its list, replies
//!         list, answers ◀══ answer ════════════════╯
//! ```
//!
//! Only who opens a talk over HTTPS asks: on a stick a question would come back too late to stop anyone.

mod asked;
mod lost_here;

pub(super) use asked::{ask, progress, take};
pub(super) use lost_here::answer;

use crate::{
    Node,
    neighbours::{
        NeighbourError, Own, agreements,
        held::{self, Whom},
    },
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{CrossingId, ListName, NodeId, PostId, StateCode};
use limen_neighbour::LostError;
use limen_store::{DocumentState, Neighbour, PaperEffect, StoreError};
use serde::{Deserialize, Serialize};

/// For how many days an alert holds about a document that a neighbour lists as lost.
const ALERT_DAYS: i64 = 90;
/// For how long it is shown that one was presented here, and what was answered to someone who asked.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Why a question is not answered, as codes in replies.
const NOT_AGREED: &str = "not-agreed";
const OTHER_EDITION: &str = "edition";
const OVER: &str = "over";
const MALFORMED: &str = "malformed";

/// The alert list of a neighbour's lost documents that were presented here.
pub fn lost_list(neighbour: StateCode) -> Option<ListName> {
    ListName::parse(&format!("neighbour-{}-lost", neighbour.as_str())).ok()
}

/// A document of a neighbour's was presented at a post, and only later known to be lost. It says neither whose nor which it was:
/// the post has the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateHit {
    /// The neighbour that lists it.
    pub neighbour: StateCode,
    /// The post.
    pub post: PostId,
    /// Its record there.
    pub crossing: CrossingId,
    /// When the neighbour said so.
    pub at: Timestamp,
}

/// What became of a question that someone asked by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    state: String,
    at: Timestamp,
}

/// How the identifiers of late hits begin: by post, so that each post finds its own at once.
const LATE_HITS: &str = "late-hit/";

fn late_hits_at(post: &PostId) -> String {
    format!("{LATE_HITS}{post}/")
}

fn told_begin(neighbour: StateCode) -> String {
    format!("{}/theirs/document-asked/", neighbour.as_str())
}

/// What is told to who asked by hand, by the event that says so.
fn told(
    neighbour: StateCode,
    (node, seq): &(NodeId, i64),
    state: DocumentState,
    at: Timestamp,
) -> Result<(String, String), StoreError> {
    let body = serde_json::to_string(&Told { state: state.code().to_owned(), at })?;
    Ok((format!("{}{node}-{seq}", told_begin(neighbour)), body))
}

/// Documents that were presented at this post, or anywhere for headquarters, and are known as lost since, as far as agreements
/// let that be seen; the latest first.
///
/// # Errors
/// The database can't be read.
pub async fn late_hits(node: &Node, whom: Whom) -> Result<Vec<LateHit>, StoreError> {
    let begins = if Own::of(node).is_ok() { LATE_HITS.to_owned() } else { late_hits_at(&node.post.id) };
    let facts = held::facts(&node.store, &begins).await?;
    let mut hits: Vec<LateHit> = facts.iter().filter_map(|fact| serde_json::from_str(&fact.body).ok()).collect();
    let states = may_ask(node, whom).await?;
    hits.retain(|hit| states.iter().any(|(state, _)| *state == hit.neighbour));
    hits.sort_by(|one, other| other.at.cmp(&one.at).then(one.crossing.0.cmp(&other.crossing.0)));
    Ok(hits)
}

/// How far a question is that someone asked by hand; `None` where the neighbour has answered and no agreement lets them see
/// what.
///
/// # Errors
/// The database can't be read.
pub async fn wished(
    node: &Node,
    whom: Whom,
    neighbour: StateCode,
    place: &(NodeId, i64),
) -> Result<Option<DocumentState>, StoreError> {
    let (id, _) = told(neighbour, place, DocumentState::Asked, Timestamp::UNIX_EPOCH)?;
    let facts = held::facts(&node.store, &id).await?;
    let told = facts.into_iter().find(|fact| fact.id == id);
    let told = told.and_then(|fact| serde_json::from_str::<Told>(&fact.body).ok());
    let state = told.and_then(|told| DocumentState::of(&told.state)).unwrap_or(DocumentState::Asked);
    let is_theirs = matches!(state, DocumentState::Lost | DocumentState::NotKnown);
    if is_theirs && whom != Whom::Work && !may_ask(node, whom).await?.iter().any(|(state, _)| *state == neighbour) {
        return Ok(None);
    }
    Ok(Some(state))
}

/// The neighbours that may be asked today, as agreements in force say that let someone see the answers, with how many questions
/// a day.
///
/// # Errors
/// The database can't be read.
pub async fn may_ask(node: &Node, whom: Whom) -> Result<Vec<(StateCode, u32)>, StoreError> {
    let mut states: Vec<(StateCode, u32)> = Vec::new();
    for (state, signed) in held::agreements_for(node, whom).await? {
        let most = signed.agreement.document_questions;
        match states.iter_mut().find(|(known, _)| *known == state) {
            Some((_, known)) => *known = (*known).max(most),
            None => states.push((state, most)),
        }
    }
    states.retain(|(_, most)| *most > 0);
    Ok(states)
}

/// How many questions a day the agreements in force with a neighbour allow; 0 for none.
async fn agreed(node: &Node, state: StateCode) -> Result<u32, NeighbourError> {
    let holding = agreements::holding(node, state).await?;
    Ok(holding.iter().map(|signed| signed.agreement.document_questions).max().unwrap_or_default())
}

fn unwritable(error: LostError) -> NeighbourError {
    NeighbourError::Unwritable(error.to_string())
}

/// Does what is due without a talk: makes our edition anew, writes down what people want to know, lets go of what has ended.
///
/// # Errors
/// The database can't be used, or an agreement that is kept can't be read.
pub(super) async fn keep(node: &Node, own: &Own<'_>, neighbour: &Neighbour) -> Result<(), NeighbourError> {
    let state = neighbour.state;
    let is_agreed = agreed(node, state).await? > 0;
    for wish in node.store.wished_documents(state, node.now()).await? {
        let may_be_asked = is_agreed && wish.document.issuer == Some(state);
        let mut effect = PaperEffect::default();
        if !may_be_asked {
            effect.facts.push(told(state, &wish.place, DocumentState::NotAgreed, node.now())?);
        }
        node.store.write_down_wished(wish, may_be_asked, effect).await?;
    }
    let_go(node, state, is_agreed).await?;
    if is_agreed {
        lost_here::make_anew(node, own, neighbour).await?;
    }
    Ok(())
}

/// Lets go of what has ended: alerts after their last day, what is shown no longer; and all of it where nothing is agreed.
async fn let_go(node: &Node, state: StateCode, is_agreed: bool) -> Result<(), NeighbourError> {
    let (store, now, today) = (&node.store, node.now(), node.today());
    let mut effect = PaperEffect::default();
    if let Some(list) = lost_list(state) {
        let ended = store.alerts_of(&list).await?.into_iter().filter(|alert| !is_agreed || !alert.holds_on(today));
        effect.alerts_removed.extend(ended.map(|alert| (alert.list, alert.id)));
    }
    for fact in held::facts(store, LATE_HITS).await? {
        let hit = serde_json::from_str::<LateHit>(&fact.body).ok().filter(|hit| hit.neighbour == state);
        let is_over = hit.is_some_and(|hit| !is_agreed || now.duration_since(hit.at) >= SHOWN);
        effect.facts_removed.extend(is_over.then_some(fact.id));
    }
    for fact in held::facts(store, &told_begin(state)).await? {
        let is_shown = serde_json::from_str::<Told>(&fact.body).is_ok_and(|told| now.duration_since(told.at) < SHOWN);
        effect.facts_removed.extend((!is_shown).then_some(fact.id));
    }
    if !effect.is_nothing() {
        store.change_of_neighbour(state, effect).await?;
        node.take_effect().await?;
    }
    if !is_agreed {
        let ours = store.document_edition(state, true).await?;
        if ours.is_some() || store.document_edition(state, false).await?.is_some() {
            store.forget_document_editions(state).await?;
        }
    }
    Ok(())
}
