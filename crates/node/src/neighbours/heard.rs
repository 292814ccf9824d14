//! What a neighbour says: each paper in its place, held against the agreement in force, and taken in at once or not at all.

use crate::{
    Node,
    neighbours::{NeighbourError, Own, agreements, effects, forks, protected, utc_day},
};
use limen_exchange::neighbours::{kept_root, witnessed};
use limen_neighbour::{Agreement, Content, DayTaken, Head, Kind, Message, Paper, PaperError, Party, Receipt};
use limen_store::{HeardOf, HeardPaper, Neighbour, PaperEffect, SaidTo, StoreError};
use std::collections::BTreeMap;

/// What lets the papers through that name an agreement: its name and what it says; `None` for nothing.
type Agreed = BTreeMap<String, Option<(String, Agreement)>>;

/// Why a paper is refused here without a word to the other side: it would say who sought protection.
pub(super) const HELD_BACK: &str = "held-back";
/// Why a paper was kept with nothing in it: its sender may not say it any more.
const WITHHELD: &str = "withheld";
/// Why a paper was refused: this version can't read it.
const NOT_READ: &str = "not-read";

/// Takes in what a neighbour says, as much of it as the day has room for: the line goes on tomorrow where it stands today. Returns
/// how many papers are left until then. `is_now` is of what was surely said after this side said something: it tells a
/// headquarters that was restored how far they hold what it said.
///
/// # Errors
/// [`NeighbourError`] says why nothing of it was taken in.
pub(super) async fn take(
    node: &Node,
    own: &Own<'_>,
    neighbour: &Neighbour,
    theirs: &Party,
    (message, is_now): (&Message, bool),
) -> Result<u32, NeighbourError> {
    agreements::heard(node, own, theirs, &message.agreements).await?;
    let had_back = had_back(node, own, neighbour, theirs, message).await?;
    let is_last_of_ours = is_now && !had_back;
    let day = utc_day(node);
    let mut heard = HeardOf { before: neighbour.held.clone(), day, is_last_of_ours, ..HeardOf::default() };
    let taken = node.store.neighbour_day(theirs.state, day).await?.taken;
    // What a day takes with one paper more; `None` where it has no room for it.
    let with = |brings: DayTaken, bytes: usize, is_notice: bool| {
        let brings = brings.and(DayTaken::paper(bytes, is_notice))?;
        taken.and(brings).map(|_| brings)
    };
    let mut agreed = Agreed::new();
    let mut papers = message.papers.iter().peekable();
    let mut head = neighbour.held.clone();
    let mut withheld = message.withheld.iter().peekable();
    let mut out_of_place = Vec::new();
    loop {
        while withheld.next_if(|place| place.head.number <= head.number).is_some() {}
        // The message is signed, and with it the name that a later paper has to go on from.
        if let Some(place) = withheld.next_if(|place| place.head.number == head.number + 1 && place.before == head.name)
        {
            let Some(brings) = with(heard.brings, 0, false) else {
                heard.left_over = left_over(1 + papers.len() + withheld.len());
                break;
            };
            heard.brings = brings;
            head = place.head.clone();
            heard.papers.push(without_content(&head, WITHHELD, node));
            continue;
        }
        let Some(file) = papers.next() else { break };
        let (paper, after) = match Paper::read(file, theirs, &own.party, &head) {
            Ok((paper, after)) => (Some(paper), after),
            Err(PaperError::Form(_)) => match Paper::passed_over(file, theirs, &own.party, &head) {
                Ok(after) => (None, after),
                Err(_) => break,
            },
            // It came before, doubled or late; or it is another in the place of one that came.
            Err(PaperError::NotNext(_)) => {
                out_of_place.push(file);
                continue;
            }
            Err(PaperError::NotTheirs) => break,
        };
        let is_notice = paper.as_ref().is_some_and(|paper| paper.content.kind() == Kind::Notice);
        let Some(brings) = with(heard.brings, file.len(), is_notice) else {
            heard.left_over = left_over(1 + papers.len() + withheld.len());
            break;
        };
        heard.brings = brings;
        head = after;
        let Some(paper) = paper else {
            heard.papers.push(without_content(&head, NOT_READ, node));
            continue;
        };
        let (paper, effect) = judged(node, own, theirs, (paper, file), (&head, &heard.effect), &mut agreed).await?;
        heard.papers.push(paper);
        heard.effect.then(effect);
    }
    if let Some(file) = &message.receipt
        && let Ok(receipt) = Receipt::read(file, &own.party, theirs)
    {
        heard.taken = Some((receipt.head, file.clone()));
    }
    heard.refused.clone_from(&message.refused);
    let mut forks = forks::of_papers(&node.store, own, theirs, (&neighbour.held, &heard.papers), &out_of_place).await?;
    if let Some(root) = &message.root {
        let kept = Some(neighbour.witnessed.as_str()).filter(|kept| !kept.is_empty());
        match witnessed(root, &theirs.key, kept) {
            Ok(note) => heard.witnessed = Some(note),
            Err(error) => {
                tracing::error!(neighbour = %theirs.signs_as(), "the neighbour's journal was rewritten: {error}");
                forks.extend(forks::of_journal(&neighbour.witnessed, root, theirs));
            }
        }
    }
    heard.under = agreed.into_values().flatten().map(|(name, _)| name).collect();
    // Papers that another message brought meanwhile are in their place already. Nobody waits here until they hold in memory:
    // how long an answer takes must not tell what was done with them.
    let left_over = heard.left_over;
    node.store.hear_of_neighbour(theirs.state, heard).await?;
    forks::keep(&node.store, theirs.state, forks).await?;
    Ok(left_over)
}

/// How many papers are left until tomorrow.
fn left_over(papers: usize) -> u32 {
    u32::try_from(papers).unwrap_or(u32::MAX)
}

/// A paper that is kept with nothing in it, and why.
fn without_content(head: &Head, why: &'static str, node: &Node) -> HeardPaper {
    HeardPaper {
        head: head.clone(),
        agreement: String::new(),
        kind: String::new(),
        about: String::new(),
        at: node.now(),
        file: Err(why),
        set_aside: None,
    }
}

/// A paper of theirs as it is kept, and what it changes; one that no agreement in force lets through is refused.
async fn judged(
    node: &Node,
    own: &Own<'_>,
    theirs: &Party,
    (paper, file): (Paper, &str),
    (head, pending): (&Head, &PaperEffect),
    agreed: &mut Agreed,
) -> Result<(HeardPaper, PaperEffect), NeighbourError> {
    if !agreed.contains_key(&paper.agreement) {
        let found = agreements::in_force(&node.store, theirs.state, &paper.agreement).await?;
        agreed.insert(paper.agreement.clone(), found);
    }
    let is_end = matches!(paper.content, Content::End { .. });
    let allowed = match agreed.get(&paper.agreement).and_then(Option::as_ref) {
        Some((_, agreement)) => {
            agreement.lets_through(theirs.state, &paper.content, utc_day(node)).map_err(|why| why.code())
        }
        None => Err(limen_neighbour::NotAllowed::NotInForce.code()),
    };
    let mut heard = HeardPaper {
        head: head.clone(),
        agreement: paper.agreement.clone(),
        kind: paper.content.kind().code().to_owned(),
        about: paper.content.about(),
        at: paper.at,
        file: Ok(file.to_owned()),
        set_aside: None,
    };
    if let Err(why) = allowed {
        heard.file = Err(why);
        // Nothing of it is kept but its place.
        (heard.agreement, heard.about) = (String::new(), String::new());
        return Ok((heard, PaperEffect::default()));
    }
    let subject = match &paper.content {
        Content::Notice(notice) => notice.subject.as_ref(),
        _ => None,
    };
    let is_held_back = match subject {
        Some(subject) => protected::may_name(node, subject).await?,
        None => false,
    };
    if is_held_back {
        heard.set_aside = Some(HELD_BACK);
    }
    let whose = effects::Whose { neighbour: theirs.state, own: own.party.state, is_ours: false };
    let effect = effects::of_paper(&node.store, whose, &paper, head, (is_held_back, pending), node.now()).await?;
    if is_end {
        // Nothing after it passes under what it ended, nor under another version of it.
        let ended = agreed.get(&paper.agreement).and_then(Option::as_ref).map(|(name, _)| name.clone());
        agreed
            .values_mut()
            .filter(|held| held.as_ref().map(|(name, _)| name) == ended.as_ref())
            .for_each(|held| *held = None);
    }
    Ok((heard, effect))
}

/// Takes back papers of our own that were lost with our disk and that the neighbour holds: signed by us, each in its place; of
/// those that it kept no text of, the place alone, while it is to be heard first. Says whether any came.
async fn had_back(
    node: &Node,
    own: &Own<'_>,
    neighbour: &Neighbour,
    theirs: &Party,
    message: &Message,
) -> Result<bool, StoreError> {
    let mut head = neighbour.said.clone();
    if message.given_back.is_empty() && message.given_places.is_empty() {
        return Ok(false);
    }
    let takes_places = node.store.is_neighbour_to_be_heard(theirs.state).await?;
    let (mut files, mut places) = (message.given_back.iter(), message.given_places.iter().peekable());
    loop {
        while places.next_if(|place| place.number <= head.number).is_some() {}
        if let Some(place) = places.next_if(|place| takes_places && place.number == head.number + 1) {
            if !node.store.go_on_after_lost_paper(theirs.state, head.clone(), place.clone()).await? {
                break;
            }
            head = place.clone();
            continue;
        }
        let Some(file) = files.next() else { break };
        let Ok((paper, after)) = Paper::read(file, &own.party, theirs, &head) else { continue };
        let whose = effects::Whose { neighbour: theirs.state, own: own.party.state, is_ours: true };
        let effect =
            effects::of_paper(&node.store, whose, &paper, &after, (false, &PaperEffect::default()), node.now()).await?;
        let kept = limen_store::NewPaper {
            before: head.clone(),
            head: after.clone(),
            agreement: paper.agreement.clone(),
            kind: paper.content.kind().code(),
            about: paper.content.about(),
            at: paper.at,
            file: file.clone(),
            effect,
            draft: None,
            since: None,
        };
        if node.store.say_to_neighbour(None, theirs.state, kept).await? != SaidTo::Said {
            break;
        }
        head = after;
    }
    Ok(head != neighbour.said)
}

/// Of which journal of theirs a root is kept here, and over how many events.
pub(super) fn root_kept(neighbour: &Neighbour, theirs: &Party) -> Option<(String, u64)> {
    kept_root(&neighbour.witnessed, &theirs.key)
}
