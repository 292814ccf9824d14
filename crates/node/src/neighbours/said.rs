//! What this side says: checked against the agreement, against who is protected, and signed as the next paper.

use crate::{
    Node,
    neighbours::{
        NeighbourError, Own, agreements, effects,
        held::{self, Whom},
        known, protected, utc_day,
    },
};
use limen_domain::{AccountId, NodeId, StateCode};
use limen_neighbour::{Content, Kind, NotAllowed, Paper, SignedAgreement, Subject};
use limen_store::{NeighbourDraft, NewPaper, PaperEffect, SaidTo, StoreError};
use uuid::Uuid;

/// How often a paper is made anew where another was said meanwhile.
const MOST_TRIES: usize = 5;

/// The agreement in force that lets this side say something.
///
/// # Errors
/// [`NeighbourError::NotAllowed`] says why none does.
pub async fn agreement_for(
    node: &Node,
    own: StateCode,
    neighbour: StateCode,
    content: &Content,
) -> Result<SignedAgreement, NeighbourError> {
    let mut why = NotAllowed::NotInForce;
    for signed in agreements::holding(node, neighbour).await? {
        match signed.agreement.lets_through(own, content, utc_day(node)) {
            Ok(()) => return Ok(signed),
            // A reason that says more than that its days are not reached.
            Err(NotAllowed::NotInForce) => {}
            Err(found) => why = found,
        }
    }
    Err(NeighbourError::NotAllowed(why))
}

/// Whether a content takes two people: it names someone or something that officers look for.
pub fn takes_two(content: &Content) -> bool {
    matches!(content, Content::Notice(notice) if notice.subject.is_some())
}

/// Checks what is to be said before anybody signs it: that an agreement lets it through, and that it names nobody who
/// sought protection here.
///
/// # Errors
/// [`NeighbourError`] says why it is not said.
pub async fn checked(node: &Node, neighbour: StateCode, content: &Content) -> Result<SignedAgreement, NeighbourError> {
    let own = Own::of(node)?;
    let agreement = agreement_for(node, own.party.state, neighbour, content).await?;
    let named = match content {
        Content::Notice(notice) if !notice.holds(node.now()) => {
            return Err(NeighbourError::NotAllowed(NotAllowed::NotInForce));
        }
        Content::Notice(notice) => notice.subject.clone(),
        // Only what theirs still asks is answered.
        Content::Answer(answer) => {
            let asked = named_by(node, neighbour, answer.notice).await?;
            Some(asked.ok_or(NeighbourError::NotAllowed(NotAllowed::NotInForce))?)
        }
        _ => None,
    };
    if let Some(subject) = named
        && protected::may_name(node, &subject).await?
    {
        return Err(NeighbourError::Protected);
    }
    Ok(agreement)
}

/// Whether what was said and is not on its way yet may still go: a notice that holds and was not withdrawn, an answer to one
/// that is still asked; and neither about someone who sought protection here since.
///
/// # Errors
/// [`NeighbourError`]: that can't be found out.
pub(super) async fn may_still(node: &Node, neighbour: StateCode, content: &Content) -> Result<bool, NeighbourError> {
    let named = match content {
        Content::Notice(notice) => {
            let fact = format!("{}{}", held::begins(neighbour, true, Kind::Notice), notice.id);
            let holds = notice.holds(node.now()) && !held::facts(&node.store, &fact).await?.is_empty();
            match (&notice.subject, holds) {
                (_, false) => return Ok(false),
                (None, true) => return Ok(true),
                (Some(subject), true) => subject.clone(),
            }
        }
        Content::Answer(answer) => match named_by(node, neighbour, answer.notice).await? {
            Some(subject) => subject,
            None => return Ok(false),
        },
        _ => return Ok(true),
    };
    Ok(!protected::may_name(node, &named).await?)
}

/// Whom or what a notice of the neighbour names, while it holds.
async fn named_by(node: &Node, neighbour: StateCode, id: Uuid) -> Result<Option<Subject>, StoreError> {
    let all = held::of_kind(node, Kind::Notice, Whom::Work).await?.into_iter();
    Ok(all.filter(|held| !held.is_ours && held.neighbour == neighbour).find_map(|held| match held.content {
        Content::Notice(notice) if notice.id == id => notice.subject,
        _ => None,
    }))
}

/// Says something that takes no second person.
///
/// # Errors
/// [`NeighbourError`] says why it was not said.
pub async fn say(
    node: &Node,
    by: Option<&AccountId>,
    neighbour: StateCode,
    content: Content,
    draft: Option<(NodeId, i64)>,
) -> Result<(), NeighbourError> {
    if takes_two(&content) {
        return Err(NeighbourError::TwoPeople);
    }
    said(node, by, neighbour, (content, None), draft).await
}

/// Says the last word under one agreement.
///
/// # Errors
/// [`NeighbourError`] says why it was not said.
pub(super) async fn say_end(
    node: &Node,
    by: &AccountId,
    (neighbour, agreement): (StateCode, &str),
    reason: &str,
) -> Result<(), NeighbourError> {
    let content = Content::End { reason: reason.to_owned() };
    said(node, Some(by), neighbour, (content, Some(agreement)), None).await
}

async fn said(
    node: &Node,
    by: Option<&AccountId>,
    neighbour: StateCode,
    (content, under): (Content, Option<&str>),
    draft: Option<(NodeId, i64)>,
) -> Result<(), NeighbourError> {
    kept(node, by, neighbour, (content, under), (draft, None)).await?;
    node.take_effect().await?;
    Ok(())
}

/// Says something, and does not wait for it to hold in memory: counts hold in the store alone. What was written at a post is said
/// once; what was found out when this side had spoken so far (`since`) is not said if another program of this headquarters has
/// said something about the same after that.
pub(super) async fn kept(
    node: &Node,
    by: Option<&AccountId>,
    neighbour: StateCode,
    (content, under): (Content, Option<&str>),
    (draft, since): (Option<(NodeId, i64)>, Option<u64>),
) -> Result<(), NeighbourError> {
    for _ in 0..MOST_TRIES {
        let paper = next_paper(node, neighbour, (content.clone(), under), draft.clone()).await?;
        match node.store.say_to_neighbour(by, neighbour, NewPaper { since, ..paper }).await? {
            SaidTo::Said | SaidTo::Already => return Ok(()),
            SaidTo::NotNext => {}
        }
    }
    Err(NeighbourError::Busy)
}

/// The next paper to a neighbour, signed, with what of it holds here: under the agreement of this name, or the first that lets
/// it through.
///
/// # Errors
/// [`NeighbourError`] says why there is none.
pub(super) async fn next_paper(
    node: &Node,
    neighbour: StateCode,
    (content, under): (Content, Option<&str>),
    draft: Option<(NodeId, i64)>,
) -> Result<NewPaper, NeighbourError> {
    let own = Own::of(node)?;
    let (known, card) = known(node, neighbour).await?;
    // What was said after the backup only they hold: what was said now would be a second paper of the same number.
    if node.store.is_neighbour_to_be_heard(neighbour).await? {
        return Err(NeighbourError::NotHeardYet);
    }
    let agreement = match under {
        Some(name) => name.to_owned(),
        None => checked(node, neighbour, &content).await?.name(),
    };
    let (kind, about, now) = (content.kind().code(), content.about(), node.now());
    let before = known.said;
    let paper = Paper::next(&own.party, &card.party, &agreement, &before, now, content);
    let (file, head) = paper.signed(own.identity).map_err(|error| NeighbourError::Unwritable(error.to_string()))?;
    let whose = effects::Whose { neighbour, own: own.party.state, is_ours: true };
    let effect = effects::of_paper(&node.store, whose, &paper, &head, (false, &PaperEffect::default()), now).await?;
    Ok(NewPaper { before, head, agreement, kind, about, at: now, file, effect, draft, since: None })
}

/// Maximum number of drafts that are looked at in one go.
pub(super) const MOST_DRAFTS: i64 = 5_000;

/// Whether this was said and noted nowhere: headquarters was put back, and has the paper back from the neighbour.
async fn is_said(node: &Node, draft: &NeighbourDraft, content: &Content) -> Result<bool, StoreError> {
    let (Ok(own), Ok((_, card))) = (Own::of(node), known(node, draft.neighbour).await) else { return Ok(false) };
    let of = (content.kind().code(), &*content.about());
    let said = node.store.neighbour_versions(draft.neighbour, true, of, 100).await?;
    let same = |file: &String| Paper::said(file, &own.party, &card.party).is_ok_and(|paper| paper.content == *content);
    Ok(said.iter().filter(|paper| paper.at >= draft.at).filter_map(|paper| paper.file.as_ref()).any(same))
}

/// Says what was written at posts, oldest first. What can't be said is passed over, with why.
///
/// # Errors
/// The database can't be used.
pub async fn drafts(node: &Node) -> Result<(), StoreError> {
    // Those for a neighbour that is to be heard first wait, and keep no others waiting.
    for draft in node.store.waiting_neighbour_drafts(MOST_DRAFTS).await? {
        let outcome = match serde_json::from_str::<Content>(&draft.content) {
            // Posts write notes, joint records and answers; everything else is headquarters' own.
            Ok(content @ (Content::PairNote(_) | Content::Joint(_) | Content::Answer(_))) => {
                if is_said(node, &draft, &content).await? {
                    node.store.pass_over_neighbour_draft(draft.place, "said").await?;
                    continue;
                }
                say(node, Some(&draft.author), draft.neighbour, content, Some(draft.place.clone())).await
            }
            Ok(_) | Err(_) => Err(NeighbourError::NotAllowed(NotAllowed::Kind)),
        };
        let why = match outcome {
            Ok(()) => continue,
            Err(NeighbourError::Store(error)) => return Err(error),
            // It is tried again.
            Err(NeighbourError::Busy | NeighbourError::NotHeardYet) => continue,
            Err(NeighbourError::NotAllowed(why)) => why.code(),
            Err(_) => "not-said",
        };
        node.store.pass_over_neighbour_draft(draft.place, why).await?;
    }
    Ok(())
}
