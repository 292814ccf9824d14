//! What both sides of a pair have said of its days, who may see it, and what a chief writes beside it.

use crate::{
    Node,
    neighbours::{
        NeighbourError,
        held::{self, Held, Whom},
        said,
    },
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{AccountId, Direction, Event, PostId, Role, StateCode, text::short};
use limen_neighbour::{Content, DayFigures, Kind, NotAllowed, Note, Pair, PairNote, Paper, SignedAgreement};
use limen_store::{KeptPaper, StoreError};
use std::collections::BTreeSet;

/// Maximum characters of a note, as papers have it.
pub const LONGEST_NOTE: usize = 2_000;
/// Maximum number of versions of a day that are shown.
const MOST_VERSIONS: i64 = 100;
/// How many of the drafts that were written last are looked through for those that wait.
const MOST_DRAFTS: i64 = 200;

/// A pair whose counts someone may see: there is none but those of [`pairs`], which asks who.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SeenPair {
    /// The neighbour.
    pub neighbour: StateCode,
    /// This state.
    pub own: StateCode,
    /// The agreement in force that names it.
    pub agreement: SignedAgreement,
    /// The pair.
    pub pair: Pair,
}

impl SeenPair {
    /// The post of a state.
    pub fn post(&self, state: StateCode) -> Option<&PostId> {
        self.pair.posts.get(&state)
    }

    /// Whether notes may be written about its days.
    pub fn takes_notes(&self) -> bool {
        self.agreement.agreement.papers.contains(&Kind::PairNote)
    }
}

/// The pairs whose counts someone with this role may see: those of agreements in force that name the role; at a post, its own.
///
/// # Errors
/// The database can't be read.
pub async fn pairs(node: &Node, role: Role) -> Result<Vec<SeenPair>, StoreError> {
    let own = node.post.country;
    let (mut pairs, mut seen) = (Vec::new(), BTreeSet::new());
    for (neighbour, signed) in held::agreements(node).await? {
        if !signed.agreement.papers.contains(&Kind::Figures) || !Whom::Shown(role).may_see(&signed.agreement) {
            continue;
        }
        for pair in held::pairs_here(node, &signed.agreement) {
            if seen.insert((neighbour, pair.code.clone())) {
                pairs.push(SeenPair { neighbour, own, agreement: signed.clone(), pair: pair.clone() });
            }
        }
    }
    Ok(pairs)
}

/// A note of a chief, as it holds now.
#[derive(Debug, Clone)]
pub struct SaidNote {
    /// Whether it is ours.
    pub is_ours: bool,
    /// When its paper was made.
    pub at: Timestamp,
    /// What it says.
    pub note: PairNote,
}

/// What both sides have said of the days of a pair, as it holds now.
#[derive(Debug, Default)]
pub struct Said {
    /// Our counts.
    pub ours: Vec<DayFigures>,
    /// Theirs.
    pub theirs: Vec<DayFigures>,
    /// The notes of both chiefs.
    pub notes: Vec<SaidNote>,
}

/// What both sides have said of a pair.
///
/// # Errors
/// The database can't be read.
pub async fn said(node: &Node, seen: &SeenPair) -> Result<Said, StoreError> {
    let mut said = Said::default();
    for (kind, is_ours) in [Kind::Figures, Kind::PairNote].into_iter().flat_map(|kind| [(kind, true), (kind, false)]) {
        for held in facts(node, seen, kind, is_ours, "").await? {
            match held.content {
                Content::Figures(figures) if is_ours => said.ours.push(figures),
                Content::Figures(figures) => said.theirs.push(figures),
                Content::PairNote(note) => said.notes.push(SaidNote { is_ours, at: held.at, note }),
                _ => {}
            }
        }
    }
    Ok(said)
}

/// What one side has said of a pair and holds now, whose thing begins so after the pair's code. What can't be read is of a
/// later version, and left out.
async fn facts(node: &Node, seen: &SeenPair, kind: Kind, is_ours: bool, thing: &str) -> Result<Vec<Held>, StoreError> {
    let begins = format!("{}{}/{thing}", held::begins(seen.neighbour, is_ours, kind), seen.pair.code);
    let facts = held::facts(&node.store, &begins).await?;
    // The code of another pair may begin like this one.
    let is_of_pair = |held: &Held| match &held.content {
        Content::Figures(figures) => figures.pair == seen.pair.code,
        Content::PairNote(note) => note.pair == seen.pair.code,
        _ => false,
    };
    Ok(facts.iter().filter_map(|fact| serde_json::from_str(&fact.body).ok()).filter(is_of_pair).collect())
}

/// A version of what one side said of a day.
#[derive(Debug, Clone)]
pub struct Version {
    /// Whether it is ours.
    pub is_ours: bool,
    /// The number of the paper that proves it; `None` at a post, where papers are not kept.
    pub number: Option<u64>,
    /// The SHA-256 of the paper's text.
    pub paper: String,
    /// When the paper was made.
    pub at: Timestamp,
    /// Why it was refused, as a code; empty where it was not.
    pub refused: String,
    /// What it says; `None` where the paper was refused or is kept no longer.
    pub content: Option<Content>,
}

/// Every version of what both sides said of a day: counts in both directions, and notes; the latest first. At a post only what
/// holds now.
///
/// # Errors
/// The database can't be read.
pub async fn versions(node: &Node, seen: &SeenPair, day: Date) -> Result<Vec<Version>, StoreError> {
    let code = &seen.pair.code;
    let mut versions = Vec::new();
    for is_ours in [true, false] {
        if !node.is_headquarters() {
            let mut held = facts(node, seen, Kind::Figures, is_ours, &format!("{day}/")).await?;
            held.extend(facts(node, seen, Kind::PairNote, is_ours, &day.to_string()).await?);
            let version = |held: Held| Version {
                is_ours,
                number: None,
                paper: held.paper,
                at: held.at,
                refused: String::new(),
                content: Some(held.content),
            };
            versions.extend(held.into_iter().map(version));
            continue;
        }
        let counts = Direction::ALL.iter().map(|direction| (Kind::Figures, format!("{code}/{day}/{direction}")));
        for (kind, about) in counts.chain([(Kind::PairNote, format!("{code}/{day}"))]) {
            let kind = (kind.code(), about.as_str());
            let papers = node.store.neighbour_versions(seen.neighbour, is_ours, kind, MOST_VERSIONS).await?;
            versions.extend(papers.into_iter().map(version_of));
        }
    }
    Ok(versions)
}

fn version_of(paper: KeptPaper) -> Version {
    let read = |file: &String| {
        let note = Note::read(file).ok()?;
        serde_json::from_str::<Paper>(note.text()).ok().map(|paper| paper.content)
    };
    Version {
        is_ours: paper.is_ours,
        number: Some(paper.head.number),
        content: paper.file.as_ref().and_then(read),
        paper: paper.head.name,
        at: paper.at,
        refused: paper.refused,
    }
}

/// A note that was written and is not said yet.
#[derive(Debug, Clone)]
pub struct WaitingNote {
    /// Who wrote it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub note: PairNote,
}

/// Notes about a pair that were written here and are not said yet, the latest first.
///
/// # Errors
/// The database can't be read.
pub async fn waiting(node: &Node, seen: &SeenPair) -> Result<Vec<WaitingNote>, StoreError> {
    let said = facts(node, seen, Kind::PairNote, true, "").await?;
    let drafts = node.store.neighbour_drafts(seen.neighbour, MOST_DRAFTS).await?;
    let waiting = drafts.into_iter().filter(|draft| draft.outcome.is_none()).filter_map(|draft| {
        let Ok(Content::PairNote(note)) = serde_json::from_str(&draft.content) else { return None };
        // What was said after it was written says it, or takes its place.
        let is_said = said.iter().any(|held| {
            held.at >= draft.at && matches!(&held.content, Content::PairNote(other) if other.day == note.day)
        });
        let waits = note.pair == seen.pair.code && !is_said;
        waits.then_some(WaitingNote { author: draft.author, at: draft.at, note })
    });
    Ok(waiting.collect())
}

/// Writes a note about a day: at headquarters it is said at once, at a post it is a draft that headquarters says.
///
/// # Errors
/// [`NeighbourError`] says why it was not written.
pub async fn write_note(
    node: &Node,
    by: &AccountId,
    seen: &SeenPair,
    day: Date,
    text: &str,
) -> Result<(), NeighbourError> {
    let text = short(text, LONGEST_NOTE).trim_end().to_owned();
    let note = PairNote { pair: seen.pair.code.clone(), day, text };
    let agreement = &seen.agreement.agreement;
    if !seen.takes_notes() {
        return Err(NeighbourError::NotAllowed(NotAllowed::Kind));
    }
    if note.text.is_empty() || !agreement.holds_on(day) {
        return Err(NeighbourError::NotAllowed(NotAllowed::Fault("a note has a text and a day of the agreement")));
    }
    let content = Content::PairNote(note);
    if node.is_headquarters() {
        return said::say(node, Some(by), seen.neighbour, content, None).await;
    }
    let content = serde_json::to_string(&content).map_err(|error| NeighbourError::Unwritable(error.to_string()))?;
    let drafted = Event::NeighbourDrafted { neighbour: seen.neighbour, content };
    node.store.append(Some(by), vec![drafted], None).await?;
    Ok(())
}
