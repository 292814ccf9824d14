//! What the neighbour is told when an officer has judged whom its notice had them look for.

use crate::{
    Node,
    neighbours::{effects::neighbour_of, held, utc_day},
};
use jiff::Timestamp;
use limen_domain::{AlertId, Event, Judgement, ListName, NeighbourStep, StateCode};
use limen_neighbour::{Answer, Content, Kind};
use limen_store::StoreError;
use uuid::Uuid;

/// Seconds of an hour: an answer says no more exactly when someone was seen.
const AN_HOUR: i64 = 3_600;

/// What this post writes for the neighbour whose notice stands behind an alert that was judged. `None` for alerts of our own,
/// and where no agreement lets this post answer.
pub(crate) async fn to_judged(
    node: &Node,
    (list, alert): (&ListName, &AlertId),
    judgement: Judgement,
) -> Result<Option<Event>, StoreError> {
    let Some(neighbour) = neighbour_of(list) else { return Ok(None) };
    let Ok(notice) = Uuid::parse_str(alert.as_str()) else { return Ok(None) };
    let Some(pair) = own_pair(node, neighbour).await? else { return Ok(None) };
    let seconds = node.now().as_second();
    let answer = Answer {
        notice,
        telephone: duty_officer(node, neighbour, &pair).await?,
        pair,
        at: Timestamp::from_second(seconds - seconds.rem_euclid(AN_HOUR)).unwrap_or_default(),
        confirmed: Some(judgement == Judgement::Confirmed),
    };
    let content = serde_json::to_string(&Content::Answer(answer))?;
    Ok(Some(Event::Neighbour(Box::new(NeighbourStep::Drafted { neighbour, content }))))
}

/// The pair that this post belongs to, of an agreement that lets answers through.
async fn own_pair(node: &Node, neighbour: StateCode) -> Result<Option<String>, StoreError> {
    let (own, today) = (node.post.country, utc_day(node));
    let all = held::agreements(node).await?;
    Ok(all.into_iter().filter(|(state, _)| *state == neighbour).find_map(|(_, signed)| {
        let agreement = signed.agreement;
        let lets_through = agreement.holds_on(today) && agreement.papers.contains(&Kind::Answer);
        let pair = agreement.pairs.iter().find(|pair| pair.posts.get(&own) == Some(&node.post.id))?;
        lets_through.then(|| pair.code.clone())
    }))
}

/// Whom the neighbour telephones about it: the first of our own directory with a number at this pair, or without a pair; empty
/// where there is nobody.
async fn duty_officer(node: &Node, neighbour: StateCode, pair: &str) -> Result<String, StoreError> {
    let all = held::of_kind(node, Kind::Directory).await?;
    let contacts = all.into_iter().filter(|held| held.is_ours && held.neighbour == neighbour);
    let contacts: Vec<_> = contacts
        .filter_map(|held| match held.content {
            Content::Directory(directory) => Some(directory.contacts),
            _ => None,
        })
        .flatten()
        .filter(|contact| !contact.telephone.is_empty())
        .collect();
    let at = |place: &str| contacts.iter().find(|contact| contact.pair == place);
    Ok(at(pair).or_else(|| at("")).map(|contact| contact.telephone.clone()).unwrap_or_default())
}
