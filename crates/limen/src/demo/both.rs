//! The four nodes as they are made: two years at both posts, what headquarters know of them, and what the two states have told
//! each other since their agreement holds.

use super::{
    TALLIES, across, alerts, card, loaded,
    meeting::{self, Delegation},
    nodes, past, people, reference_of,
    states::State,
    tallies, today, told, trial, with_card,
};
use crate::outcome::Failed;
use jiff::Timestamp;
use limen_domain::{AccountId, Event, PartyId, StateCode};
use limen_exchange::{Headquarters, Identity, PostNode, Status};
use limen_neighbour::Content;
use limen_node::{
    neighbours::{ADDRESS, nightly, said::drafts},
    trial::{TRIAL, Trial},
};
use limen_store::{NewEvent, Store};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::path::Path;

/// Maximum bytes, about, on a stick between a post and headquarters.
const SWAPPED_BYTES: usize = 1 << 30;
/// Where chance begins for those who cross at both posts.
const CHANCE: u64 = 9_303;

/// What a post of a side has done, and what its page of documents to try shows.
struct Past {
    events: Vec<NewEvent>,
    alerts: String,
    trial: Trial,
    /// What waits at the post.
    waiting: Vec<Event>,
    /// What its chief wrote for the other side.
    note: Option<(AccountId, Content)>,
}

/// Makes all four in a folder.
pub(super) async fn make(folder: &Path, sides: &[State; 2], crossings: usize) -> Result<(), Failed> {
    let now = crate::commands::shared::now();
    let [mali, guinea] = sides;
    let [malian_past, guinean_past] = pasts(sides, crossings, now)?;
    place(folder, mali, guinea.state(), malian_past).await?;
    place(folder, guinea, mali.state(), guinean_past).await?;

    let malians = Delegation::of(&mali.headquarters(folder), mali.administrators).await?;
    let guineans = Delegation::of(&guinea.headquarters(folder), guinea.administrators).await?;
    meeting::agree(&malians, &guineans, [&mali.post, &guinea.post]).await?;
    for delegation in [&malians, &guineans] {
        while nightly::say_counts(&delegation.node).await? {}
        drafts(&delegation.node).await?;
    }
    told::everything(&malians, &guineans).await?;
    malians.leaves().await?;
    guineans.leaves().await
}

/// What happened at both posts.
fn pasts([mali, guinea]: &[State; 2], crossings: usize, now: Timestamp) -> Result<[Past; 2], Failed> {
    let mut random = StdRng::seed_from_u64(CHANCE);
    // One in three of those who cross regularly is at home at the first post.
    let mut regulars = people::regulars(&mut random, 3 * crossings, now);
    let (malian_lists, _) = reference_of(mali.lists)?;
    let (guinean_lists, _) = reference_of(guinea.lists)?;
    let posts = [mali.post.clone()];
    let all = past::of_post(&mut random, &mali.post, &posts, &mut regulars, crossings, now, &malian_lists.rules)?;
    let walkers = across::walkers(&mut random, &mali.post, &all, now)?;
    let there = across::mirrored(&mut random, &guinea.post, (&all, &walkers), now, &guinean_lists.rules)?;
    let here = across::market_evenings_by_tally(&mut random, &mali.post, all, &walkers)?;
    let mut here = past::presented(here, now);
    here.extend(tallies::of_post(&mut StdRng::seed_from_u64(TALLIES), &mali.post, now)?);
    // What is counted this evening is not written yet.
    here.retain(|event| event.at < now);
    here.sort_by_key(|event| event.at);

    let (card, cases) = card::make(&regulars, now)?;
    let malian_alerts = alerts::make(&mut random, &cases);
    let guinean_alerts = alerts::make(&mut random, &cases);
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(milliseconds, &random.random()).into_uuid();
    let bus = today::bus(PartyId(id), &mali.post, &regulars, now)?;
    let malian = Past {
        events: here,
        alerts: malian_alerts,
        trial: with_card(mali.people, card),
        waiting: vec![Event::PartyAnnounced(Box::new(bus)), Event::VisaRecorded(Box::new(cases.visa))],
        note: Some((AccountId::parse("mariam")?, told::note_of_the_market(&mali.post, now)?)),
    };
    let guinean = Past {
        events: past::presented(there, now),
        alerts: guinean_alerts,
        trial: with_card(guinea.people, Vec::new()),
        waiting: Vec::new(),
        note: None,
    };
    Ok([malian, guinean])
}

/// Makes headquarters and the post of a side, and headquarters holds the post's journal.
async fn place(folder: &Path, side: &State, neighbour: StateCode, past: Past) -> Result<(), Failed> {
    let at_headquarters = side.headquarters(folder);
    let place = nodes::place(side.service, side.state(), &side.post.time_zone)?;
    let store = nodes::found(&at_headquarters, place, std::slice::from_ref(&side.post)).await?;
    loaded(&store, reference_of(side.lists)?.1, &past.alerts).await?;
    trial(&store, side.people, Vec::new()).await?;
    // A card names the certificate by which an address is known, and the address says another port at each start.
    store.write(&ADDRESS, &"https://localhost:8443".to_owned()).await?;
    store.publish().await?;
    let headquarters = nodes::headquarters(&at_headquarters, &store)?;
    let now = crate::commands::shared::now();
    let at_post = side.post_folder(folder);
    let here = nodes::join(&headquarters, &at_post, &side.post, past.events, now).await?;
    if !past.waiting.is_empty() {
        here.append(None, past.waiting, None).await?;
    }
    if let Some((chief, content)) = past.note {
        let drafted = Event::NeighbourDrafted { neighbour, content: serde_json::to_string(&content)? };
        here.append(Some(&chief), vec![drafted], None).await?;
    }
    here.write(&TRIAL, &Some(past.trial)).await?;
    swap(&headquarters, here, &at_post).await?;
    store.close().await;
    Ok(())
}

/// The post and headquarters swap sticks, so that each knows from the first minute what the other does.
async fn swap(headquarters: &Headquarters, store: Store, folder: &Path) -> Result<(), Failed> {
    let post = PostNode::new(store.clone(), Identity::load(folder)?).await?;
    let status = Status { version: env!("CARGO_PKG_VERSION").to_owned(), ..Status::default() };
    let stick = post.export(SWAPPED_BYTES, &status, &[], store.now()).await?;
    let up = headquarters.import(&stick[..], store.now()).await?;
    let stick = headquarters.export(store.node(), SWAPPED_BYTES, store.now()).await?;
    let down = post.import(&stick[..], store.now()).await?;
    store.close().await;
    match up.refused.first().or(down.refused.first()) {
        Some(refused) => Err(format!("a post and its headquarters do not take in what they say: {refused}").into()),
        None => Ok(()),
    }
}
