//! Talks with neighbours: one message each way, over HTTPS or on a stick, until neither has anything new.

use crate::{
    NetworkRole, Node,
    neighbours::{
        MOVED, NeighbourError, Own, agreements, brought_today, documents, heard, joint_post, known, said, utc_day,
    },
};
use jiff::Timestamp;
use limen_domain::{NodeId, StateCode, text::short};
use limen_exchange::{
    ExchangeError, RefusalReason,
    https::{AnswerError, AnswersNeighbours, Link},
    neighbours::{Way, from_stick, opened, root, sealed, sender, stick},
    tls,
};
use limen_neighbour::{
    Agreement, CLOCKS, Card, Head, Kind, MOST_AGREEMENTS, Message, Paper, Party, Receipt, SignedAgreement, Withheld,
};
use limen_store::{AgreementState, KeptAgreement, KeptPaper, Neighbour, StoreError};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
    time::Duration,
};
use tokio::time::{Instant, sleep, timeout};

/// Maximum number of papers in one message, and about how many bytes of them.
const MOST_PAPERS: i64 = 500;
const PAPER_BYTES: u32 = 1 << 20;
/// How long a talk that goes on may be: papers of years come in pieces.
const MOST_TURNS: usize = 200;

/// How many of their papers go back with each stick, where sticks alone are swapped.
const MOST_BACK: u64 = 2_000;

/// Maximum number of agreements that ended which are shown, the latest first.
const MOST_ENDED: usize = 2;

/// Whether both sides signed an agreement.
fn has_both(kept: &KeptAgreement) -> bool {
    SignedAgreement::read(&kept.file).is_ok_and(|signed| signed.check_both().is_ok())
}

/// What this side has for a neighbour now: of its papers those after a number, at most `most`.
async fn message(
    node: &Node,
    own: &Own<'_>,
    (neighbour, card): (&Neighbour, &Card),
    (after, most): (u64, i64),
    they_said: Option<&Head>,
) -> Result<Message, NeighbourError> {
    let state = neighbour.state;
    let agreements = node.store.agreements(state).await?;
    let mut message = Message {
        said: neighbour.said.clone(),
        receipt: Some(receipt(node, own, neighbour, &card.party)?),
        root_kept: heard::root_kept(neighbour, &card.party),
        full: brought_today(node, state).await?.left_over > 0,
        ..Message::with_room(PAPER_BYTES)
    };
    let is_shown = |kept: &&KeptAgreement| matches!(kept.state, AgreementState::Signed | AgreementState::InForce);
    message.agreements = agreements.iter().filter(is_shown).map(|kept| kept.file.clone()).collect();
    // Whoever lost it with a disk believes that an earlier version holds: the paper that ends it comes to them anew.
    let has_ended = |kept: &&KeptAgreement| kept.state == AgreementState::Ended;
    let ended = agreements.iter().filter(has_ended).filter(|kept| has_both(kept)).take(MOST_ENDED);
    message.agreements.extend(ended.map(|kept| kept.file.clone()));
    message.agreements.truncate(MOST_AGREEMENTS);
    let mut agreed: BTreeMap<String, Option<(String, Agreement)>> = BTreeMap::new();
    let mut bytes = 0;
    for paper in node.store.neighbour_papers(state, true, after + 1, most).await? {
        let agreement = match agreed.entry(paper.agreement.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(agreements::in_force(&node.store, state, &paper.agreement).await?),
        };
        let agreement = agreement.as_ref().map(|(_, agreement)| agreement);
        match &paper.file {
            Some(file) if passes(node, file, own, &card.party, (&paper, agreement)).await? => {
                bytes += file.len();
                message.papers.push(file.clone());
            }
            _ => {
                let before = before(node, state, paper.head.number).await?;
                message.withheld.push(Withheld { head: paper.head, before });
            }
        }
        if bytes > PAPER_BYTES as usize {
            break;
        }
    }
    // As many as a message brings: each that was refused is said again, where it may be.
    let from = neighbour.held.number.saturating_sub(MOST_PAPERS.unsigned_abs());
    let held = node.store.neighbour_papers(state, false, from, MOST_PAPERS + 1).await?;
    let is_told = |paper: &&KeptPaper| !paper.refused.is_empty() && paper.refused != heard::HELD_BACK;
    message.refused = held.iter().filter(is_told).map(|paper| (paper.head.number, paper.refused.clone())).collect();
    if let Some(said) = they_said.filter(|said| said.number < neighbour.held.number) {
        let lost = node.store.neighbour_papers(state, false, said.number + 1, MOST_PAPERS).await?;
        let mut bytes = 0;
        for paper in lost {
            match paper.file {
                // Of what was refused or is kept no longer there is no text.
                None => message.given_places.push(paper.head),
                Some(file) => {
                    bytes += file.len();
                    if bytes > PAPER_BYTES as usize {
                        break;
                    }
                    message.given_back.push(file);
                }
            }
        }
    }
    Ok(message)
}

/// Whether a paper that was said may still pass: the word that ends an agreement always, everything else while what holds today
/// lets it through, and what names someone while that may still be said.
async fn passes(
    node: &Node,
    file: &str,
    own: &Own<'_>,
    theirs: &Party,
    (kept, agreement): (&KeptPaper, Option<&Agreement>),
) -> Result<bool, NeighbourError> {
    if kept.kind == Kind::End.code() {
        return Ok(true);
    }
    let Some(agreement) = agreement else { return Ok(false) };
    let Ok(paper) = Paper::said(file, &own.party, theirs) else { return Ok(false) };
    if agreement.lets_through(own.party.state, &paper.content, utc_day(node)).is_err() {
        return Ok(false);
    }
    said::may_still(node, theirs.state, &paper.content).await
}

/// The name of the paper before one of ours.
async fn before(node: &Node, state: StateCode, number: u64) -> Result<String, NeighbourError> {
    let paper = node.store.neighbour_papers(state, true, number.saturating_sub(1), 1).await?.pop();
    Ok(paper.filter(|paper| paper.head.number + 1 == number).map(|paper| paper.head.name).unwrap_or_default())
}

fn receipt(node: &Node, own: &Own<'_>, neighbour: &Neighbour, theirs: &Party) -> Result<String, NeighbourError> {
    let receipt = Receipt::new(theirs, &own.party, neighbour.held.clone(), node.now());
    receipt.signed(own.identity).map_err(|error| NeighbourError::Unwritable(error.to_string()))
}

/// The message to a neighbour that opens a talk, sealed.
///
/// # Errors
/// [`NeighbourError`] says why there is none.
pub async fn opening(node: &Node, state: StateCode) -> Result<Vec<u8>, NeighbourError> {
    let own = &Own::of(node)?;
    let (neighbour, card) = known(node, state).await?;
    // Where they take no more today, one paper asks whether their day is over.
    let most = if takes_no_more(node, state) { 1 } else { MOST_PAPERS };
    let mut message = message(node, own, (&neighbour, &card), (neighbour.taken, most), None).await?;
    message.root = Some(root(&node.store, own.identity, None).await?);
    documents::ask(node, own, (&neighbour, &card), &mut message).await?;
    joint_post::tell(node, own, state, &mut message).await?;
    Ok(sealed(own.identity, (&own.party, &card.party), Way::First, node.now(), &message)?)
}

/// Takes in a message and answers it.
///
/// # Errors
/// [`NeighbourError`] says why it is refused.
pub async fn answer(node: &Node, bytes: &[u8]) -> Result<Vec<u8>, NeighbourError> {
    let own = Own::of(node)?;
    let (state, neighbour, card) = whose(node, bytes).await?;
    let (said, _) = opened(bytes, (&card.party, &own.party), Way::First)?;
    // Who sends it may have kept it since before: anybody may.
    heard::take(node, &own, &neighbour, &card.party, (&said, false)).await?;
    joint_post::take(node, state, &said).await?;
    let (neighbour, _) = known(node, state).await?;
    let most = if said.full { 0 } else { MOST_PAPERS };
    let mut answer = message(node, &own, (&neighbour, &card), (neighbour.taken, most), Some(&said.said)).await?;
    answer.root = Some(root(&node.store, own.identity, said.root_kept.as_ref()).await?);
    documents::answer(node, &own, (&neighbour, &card), &said, &mut answer).await?;
    joint_post::tell(node, &own, state, &mut answer).await?;
    Ok(sealed(own.identity, (&own.party, &card.party), Way::Answer, node.now(), &answer)?)
}

/// The neighbour that says it sent a message. Strangers are refused before anything is checked.
async fn whose(node: &Node, bytes: &[u8]) -> Result<(StateCode, Neighbour, Card), NeighbourError> {
    let from = sender(bytes)?;
    for neighbour in node.store.neighbours().await? {
        let card = Card::read(&neighbour.card)?;
        if card.party.signs_as() == from {
            return Ok((neighbour.state, neighbour, card));
        }
    }
    Err(ExchangeError::new(RefusalReason::UnknownSender, from).into())
}

/// Why a talk broke off, as a code: they take no more papers today.
const FULL: &str = "full";

/// What came of a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talked {
    /// Neither has anything new.
    Quiet,
    /// They take no more papers today.
    Full,
    /// Their address is not known: a stick can be swapped.
    NoAddress,
}

/// Where a neighbour is reached: where it has moved to, or where its card says; empty where it can't be.
///
/// # Errors
/// The setting can't be read.
pub async fn address(node: &Node, state: StateCode, card: &Card) -> Result<String, StoreError> {
    Ok(node.store.read(&MOVED).await?.remove(&state).unwrap_or_else(|| card.address.clone()))
}

/// Talks with a neighbour over HTTPS until neither has anything new.
///
/// # Errors
/// [`TalkError`] says what went wrong.
pub async fn over_link(node: &Node, state: StateCode) -> Result<Talked, TalkError> {
    let (_, card) = known(node, state).await?;
    let authority: Option<[u8; 32]> =
        data_encoding::HEXLOWER_PERMISSIVE.decode(card.authority.as_bytes()).ok().and_then(|hash| hash.try_into().ok());
    let address = address(node, state, &card).await.map_err(NeighbourError::from)?;
    let Some(authority) = authority.filter(|_| !address.is_empty()) else { return Ok(Talked::NoAddress) };
    let config = tls::neighbour(authority).map_err(|error| AnswerError::Unsafe(error.to_string()))?;
    let mut link = Link::new(&address, config)?;
    for _ in 0..MOST_TURNS {
        let (before, _) = known(node, state).await?;
        let asked = documents::progress(node, state).await.map_err(NeighbourError::from)?;
        let answer = link.say(opening(node, state).await?).await?;
        let takes_more = closing(node, state, &answer).await?;
        let (after, _) = known(node, state).await?;
        if documents::progress(node, state).await.map_err(NeighbourError::from)? != asked {
            continue;
        }
        let is_quiet = before.held == after.held && before.said == after.said && after.taken >= after.said.number;
        if is_quiet || (before.held == after.held && before.taken == after.taken) {
            return Ok(if takes_more || is_quiet { Talked::Quiet } else { Talked::Full });
        }
    }
    Ok(Talked::Quiet)
}

/// Whether a neighbour said last that it takes no more papers today.
fn takes_no_more(node: &Node, state: StateCode) -> bool {
    node.neighbour_troubles.since(state, None).is_some_and(|trouble| trouble.why == FULL)
}

/// Takes in the answer that closes one turn of a talk. Says whether they take more papers today.
///
/// # Errors
/// [`NeighbourError`] says why it is refused.
pub async fn closing(node: &Node, state: StateCode, answer: &[u8]) -> Result<bool, NeighbourError> {
    let own = Own::of(node)?;
    let (neighbour, card) = known(node, state).await?;
    let (said, _) = opened(answer, (&card.party, &own.party), Way::Answer)?;
    heard::take(node, &own, &neighbour, &card.party, (&said, true)).await?;
    joint_post::take(node, state, &said).await?;
    documents::take(node, &own, (&neighbour, &card), &said).await?;
    node.take_effect().await?;
    if said.full {
        node.neighbour_troubles.note(state, node.now(), Some(FULL));
    } else if takes_no_more(node, state) {
        node.neighbour_troubles.note(state, node.now(), None);
    }
    Ok(!said.full)
}

/// Why a talk broke off.
#[derive(Debug, thiserror::Error)]
pub enum TalkError {
    /// They did not answer, or refused.
    #[error(transparent)]
    NoAnswer(#[from] AnswerError),
    /// It was refused here, or can't be kept.
    #[error(transparent)]
    Neighbour(#[from] NeighbourError),
}

impl TalkError {
    /// A code for looking up the words that pages show.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoAnswer(AnswerError::Address(_)) => "address",
            Self::NoAnswer(AnswerError::Unreachable(_)) => "unreachable",
            Self::NoAnswer(AnswerError::Unsafe(_)) => "unsafe",
            Self::NoAnswer(AnswerError::TooSlow) => "too-slow",
            Self::NoAnswer(AnswerError::Refused(..)) => "refused",
            Self::Neighbour(_) => "not-taken",
        }
    }
}

/// What this side has for a neighbour, as a stick's file.
///
/// # Errors
/// [`NeighbourError`] says why there is none.
pub async fn onto_stick(node: &Node, state: StateCode) -> Result<Vec<u8>, NeighbourError> {
    let own = Own::of(node)?;
    let (neighbour, card) = known(node, state).await?;
    let mut messages = Vec::new();
    let mut after = neighbour.taken;
    // How far they have spoken by now is not known where sticks alone are swapped: the last of it goes back with each.
    let is_by_stick_alone = address(node, state, &card).await?.is_empty();
    let mut back = is_by_stick_alone
        .then(|| Head { number: neighbour.held.number.saturating_sub(MOST_BACK), name: String::new() });
    while messages.len() < MOST_TURNS {
        let mut message = message(node, &own, (&neighbour, &card), (after, MOST_PAPERS), back.as_ref()).await?;
        let given = (message.given_back.len() + message.given_places.len()) as u64;
        back.iter_mut().for_each(|back| back.number += given);
        if messages.is_empty() {
            message.root = Some(root(&node.store, own.identity, None).await?);
        }
        let count = (message.papers.len() + message.withheld.len()) as u64;
        after += count;
        messages.push(sealed(own.identity, (&own.party, &card.party), Way::First, node.now(), &message)?);
        if given == 0 && (count == 0 || after >= neighbour.said.number) {
            break;
        }
    }
    Ok(stick(&card.recipient, &messages)?)
}

/// Whether a message was surely made after this side was put back from a backup, whatever the clocks of the two sides are.
async fn is_since_put_back(node: &Node, state: StateCode, made_at: Timestamp) -> Result<bool, StoreError> {
    let since = node.store.neighbour_silent_since(state).await?;
    Ok(since.is_some_and(|since| made_at.duration_since(since) > CLOCKS))
}

/// What came of a stick.
#[derive(Debug, Default)]
pub struct Taken {
    /// Whose it is.
    pub from: Option<StateCode>,
    /// How many papers were new.
    pub papers: u64,
    /// How many are left until tomorrow, as the day has no room for them.
    pub left_over: u64,
    /// What was refused.
    pub refused: Vec<String>,
}

/// Takes in a neighbour's stick.
///
/// # Errors
/// [`NeighbourError`]: the file is for someone else or damaged, or the database can't be used.
pub async fn take_stick(node: &Node, file: &[u8]) -> Result<Taken, NeighbourError> {
    let own = Own::of(node)?;
    let stick = from_stick(own.identity, file)?;
    let mut taken = Taken { refused: stick.broken.iter().map(ToString::to_string).collect(), ..Taken::default() };
    for bytes in &stick.messages {
        let took = async {
            let (state, neighbour, card) = whose(node, bytes).await?;
            let (said, made_at) = opened(bytes, (&card.party, &own.party), Way::First)?;
            // A stick may be old: where there is a link, that is asked.
            let is_now =
                address(node, state, &card).await?.is_empty() && is_since_put_back(node, state, made_at).await?;
            let left_over = heard::take(node, &own, &neighbour, &card.party, (&said, is_now)).await?;
            node.take_effect().await?;
            let (after, _) = known(node, state).await?;
            Ok::<_, NeighbourError>((state, after.held.number.saturating_sub(neighbour.held.number), left_over))
        };
        match took.await {
            Ok((state, papers, left_over)) => {
                taken.from = Some(state);
                taken.papers += papers;
                taken.left_over += u64::from(left_over);
            }
            Err(NeighbourError::Store(error)) => return Err(error.into()),
            Err(refused) => taken.refused.push(refused.to_string()),
        }
    }
    Ok(taken)
}

/// Answers neighbours for a node.
#[derive(Debug)]
pub struct Answers(pub Arc<Node>);

impl AnswersNeighbours for Answers {
    async fn knows(&self, sender: &NodeId) -> Result<bool, ExchangeError> {
        let known = self.0.store.neighbours().await?;
        let mut cards = known.iter().filter_map(|neighbour| Card::read(&neighbour.card).ok());
        Ok(cards.any(|card| card.party.signs_as() == sender.as_str()))
    }

    async fn answer(&self, message: Vec<u8>) -> Result<Vec<u8>, ExchangeError> {
        match answer(&self.0, &message).await {
            Ok(answer) => Ok(answer),
            Err(NeighbourError::Exchange(refused)) => Err(refused),
            Err(NeighbourError::Store(error)) => Err(error.into()),
            Err(other) => Err(ExchangeError::new(RefusalReason::Trouble, other.to_string())),
        }
    }

    fn refused(&self, refused: &ExchangeError) {
        if let NetworkRole::Headquarters(headquarters) = &self.0.network {
            headquarters.refuses(refused, self.0.now());
        }
    }

    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// Wait between two talks with a neighbour that has nothing new.
const EVERY: Duration = Duration::from_secs(60);

/// How often it is looked whether something waits to be said: what posts write comes with their rounds.
const LOOKS_EVERY: Duration = Duration::from_secs(3);

/// Talks with every neighbour, and does what is due, for as long as the program runs: soon after something was said or waits
/// to be, and every minute. Who can't be reached, or has no address, is not tried more often than that.
pub async fn go_on(node: Arc<Node>) {
    let mut counted = None;
    loop {
        let round = match once(&node, &mut counted).await {
            Ok(round) => round,
            Err(error) => {
                tracing::error!("the neighbours could not be spoken to: {error}");
                Round { spoken: said_so_far(&node).await.unwrap_or_default(), ..Round::default() }
            }
        };
        let next = Instant::now() + if round.more_counts { LOOKS_EVERY } else { EVERY };
        while Instant::now() < next {
            sleep(LOOKS_EVERY).await;
            // What could not be said is tried again with the next round; what was written since is said now.
            let is_written =
                waits_to_be_said(&node).await.is_ok_and(|waits| waits.iter().any(|one| !round.left.contains(one)));
            if is_written || said_so_far(&node).await.is_ok_and(|now| now != round.spoken) {
                break;
            }
        }
    }
}

/// What a round of talks left.
#[derive(Debug, Default)]
struct Round {
    /// How far this side had spoken before the talks.
    spoken: Vec<(StateCode, u64)>,
    /// What was written at posts and could not be said.
    left: Vec<(NodeId, i64)>,
    /// Whether more counts of days are to be said.
    more_counts: bool,
}

/// How far this side has spoken to each neighbour.
async fn said_so_far(node: &Node) -> Result<Vec<(StateCode, u64)>, StoreError> {
    let known = node.store.neighbours().await?;
    Ok(known.into_iter().map(|neighbour| (neighbour.state, neighbour.said.number)).collect())
}

/// What was written at posts and waits to be said.
async fn waits_to_be_said(node: &Node) -> Result<Vec<(NodeId, i64)>, StoreError> {
    let drafts = node.store.waiting_neighbour_drafts(said::MOST_DRAFTS).await?;
    Ok(drafts.into_iter().map(|draft| draft.place).collect())
}

/// How long the talk with one neighbour may take; what is left comes with the next.
const LONGEST_TALK: Duration = Duration::from_secs(120);

/// How often it is looked whether counts of days are to be said.
const COUNTS_EVERY: Duration = Duration::from_secs(30 * 60);

/// Says what waits, lets go of what has ended, and talks with each neighbour once. `counted` is when counts were looked at
/// last; `None` where more of them wait.
async fn once(node: &Node, counted: &mut Option<Instant>) -> Result<Round, NeighbourError> {
    said::drafts(node).await?;
    let left = waits_to_be_said(node).await?;
    let mut more_counts = false;
    if counted.is_none_or(|at| at.elapsed() >= COUNTS_EVERY) {
        match super::nightly::say_counts(node).await {
            Ok(more_wait) => {
                *counted = (!more_wait).then(Instant::now);
                more_counts = more_wait;
            }
            // What could not be counted now is counted the next time; everything else goes on.
            Err(error) => tracing::error!("the counts of pairs could not be said: {error}"),
        }
    }
    super::sweep(node).await?;
    let spoken = said_so_far(node).await?;
    for neighbour in node.store.neighbours().await? {
        // One who answers slowly keeps nobody else waiting.
        let talked = timeout(LONGEST_TALK, over_link(node, neighbour.state)).await;
        let talked = talked.unwrap_or(Err(TalkError::NoAnswer(AnswerError::TooSlow)));
        let trouble = match &talked {
            Ok(Talked::Full) => Some(FULL),
            Ok(Talked::Quiet | Talked::NoAddress) => None,
            Err(error) => Some(error.code()),
        };
        node.neighbour_troubles.note(neighbour.state, node.now(), trouble);
        if let Err(error) = talked {
            tracing::info!(neighbour = %neighbour.state.as_str(), "no talk with the neighbour: {}", short(&error.to_string(), 300));
        }
    }
    Ok(Round { spoken, left, more_counts })
}
