//! The same document within the hour, at a joint post: headquarters tell each other marks of what was recorded there, and the
//! officer of one side sees that the other probably recorded the document in hand. Marks are held in memory alone, by
//! headquarters and by the post, and end by themselves.

use crate::{
    NetworkRole, Node,
    neighbours::{
        NeighbourError, Own, agreements,
        held::{self, Whom},
    },
};
use jiff::Timestamp;
use limen_domain::{Direction, DocumentKey, StateCode};
use limen_neighbour::{MARK_KEPT, Message, Seen, SeenWithinTheHour, SignedAgreement};
use limen_store::StoreError;

/// Maximum number of marks in a message.
const MOST: i64 = 2_000;

/// The agreements in force with a neighbour that let marks pass.
async fn agreed(node: &Node, state: StateCode) -> Result<Vec<SignedAgreement>, NeighbourError> {
    let mut agreed = agreements::holding(node, state).await?;
    agreed.retain(|signed| signed.agreement.same_document);
    Ok(agreed)
}

/// Puts in what was recorded within the hour at our halves of joint posts. It is on no stick.
///
/// # Errors
/// The database can't be read.
pub(super) async fn tell(
    node: &Node,
    own: &Own<'_>,
    state: StateCode,
    message: &mut Message,
) -> Result<(), NeighbourError> {
    for signed in agreed(node, state).await? {
        let name = signed.name();
        for pair in signed.agreement.pairs.iter().filter(|pair| pair.is_joint) {
            let Some(post) = pair.posts.get(&own.party.state) else { continue };
            let recorded = node.store.documents_recorded_since(post, node.now() - MARK_KEPT, MOST).await?;
            message
                .seen
                .extend(recorded.iter().map(|(at, way, document)| Seen::new(&name, &pair.code, *at, *way, document)));
        }
    }
    message.seen.truncate(usize::try_from(MOST).unwrap_or_default());
    Ok(())
}

/// Takes in what the other side recorded.
///
/// # Errors
/// The database can't be read.
pub(super) async fn take(node: &Node, state: StateCode, said: &Message) -> Result<(), NeighbourError> {
    let NetworkRole::Headquarters(headquarters) = &node.network else { return Ok(()) };
    if said.seen.is_empty() {
        return Ok(());
    }
    for signed in agreed(node, state).await? {
        headquarters.across().take(&signed, &said.seen, node.now());
    }
    Ok(())
}

/// Lets go of what is older than an hour, or came under an agreement that lets nothing pass any more.
///
/// # Errors
/// The database can't be read.
pub(super) async fn forget(node: &Node) -> Result<(), StoreError> {
    let NetworkRole::Headquarters(headquarters) = &node.network else { return Ok(()) };
    let all = held::agreements_for(node, Whom::Work).await?;
    let holds = |name: &str| all.iter().any(|(_, signed)| signed.agreement.same_document && signed.name() == name);
    headquarters.across().forget(holds, node.now());
    Ok(())
}

/// When, and which way as they see it, the other half of this joint post probably recorded a document within the hour that is
/// presented here in a direction: `None` where it did not, or nothing lets them know that for whom it is asked.
///
/// # Errors
/// The database can't be read.
pub async fn seen_across(
    node: &Node,
    whom: Whom,
    direction: Direction,
    document: &DocumentKey,
) -> Result<Option<(StateCode, Timestamp, Direction)>, StoreError> {
    let NetworkRole::Post(link) = &node.network else { return Ok(None) };
    let now = node.now();
    let told = link.post.seen_across(now);
    if told.is_empty() {
        return Ok(None);
    }
    let mut found = Vec::new();
    for (state, signed) in held::agreements_for(node, whom).await? {
        let (name, agreement) = (signed.name(), &signed.agreement);
        if !agreement.same_document {
            continue;
        }
        let mut marks = SeenWithinTheHour::default();
        let of_this = told.iter().filter(|one| one.agreement == name).map(|one| one.seen.clone());
        marks.take(agreement, of_this, now);
        for pair in held::pairs_here(node, agreement) {
            let seen = marks.find(&name, &pair.code, direction, document, now);
            found.extend(seen.into_iter().map(|seen| (state, seen.at, seen.direction)));
        }
    }
    Ok(found.into_iter().max_by_key(|(_, at, _)| *at))
}
