//! What the neighbour is told when an officer has judged whom its notice had them look for.

use crate::{
    Node,
    neighbours::{
        effects::neighbour_of,
        held::{self, Whom},
    },
};
use jiff::Timestamp;
use limen_domain::{AlertId, Event, Judgement, ListName, StateCode};
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
    let answer = Answer {
        notice,
        telephone: duty_officer(node, neighbour, &pair).await?,
        pair,
        at: to_the_hour(node.now()),
        confirmed: Some(judgement == Judgement::Confirmed),
    };
    let content = serde_json::to_string(&Content::Answer(answer))?;
    Ok(Some(Event::NeighbourDrafted { neighbour, content }))
}

/// The hour in which a moment lies.
fn to_the_hour(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(AN_HOUR)).unwrap_or_default()
}

/// The pair that this post belongs to, of an agreement that lets answers through.
async fn own_pair(node: &Node, neighbour: StateCode) -> Result<Option<String>, StoreError> {
    let all = held::agreements_for(node, Whom::Work).await?;
    Ok(all.into_iter().filter(|(state, _)| *state == neighbour).find_map(|(_, signed)| {
        let agreement = signed.agreement;
        let pair = agreement.pairs.iter().find(|pair| pair.is_at(node.post.country, &node.post.id))?;
        agreement.papers.contains(&Kind::Answer).then(|| pair.code.clone())
    }))
}

/// Whom the neighbour telephones about it: the first of our own directory with a number at this pair, or without a pair; empty
/// where there is nobody.
async fn duty_officer(node: &Node, neighbour: StateCode, pair: &str) -> Result<String, StoreError> {
    let all = held::of_kind(node, Kind::Directory, Whom::Work).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_the_hour_and_no_more() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
        assert_eq!(to_the_hour(at("2031-03-10T12:59:59.999Z")), at("2031-03-10T12:00:00Z"));
        assert_eq!(to_the_hour(at("2031-03-10T12:00:00Z")), at("2031-03-10T12:00:00Z"));
        assert_eq!(to_the_hour(at("1969-12-31T23:30:00Z")), at("1969-12-31T23:00:00Z"));
    }
}
