//! `limen demo --network`: headquarters and three posts, each a node of its own with its own database, enrolled and
//! exchanging over TLS on this machine.

use super::{
    TALLIES, alerts, card, kouremale, loaded,
    nodes::{self, HEADQUARTERS},
    past, people, posts, reference, tallies, today, trial,
};
use crate::{
    outcome::{Failed, Outcome},
    serve::doors,
};
use kouremale::OFFICERS;
use limen_domain::{Event, PartyId};
use limen_node::trial::TRIAL;
use rand::{SeedableRng, rngs::StdRng};
use std::{io::Write, path::Path, process::ExitCode};

pub(super) async fn run(folder: &Path, port: u16, crossings: usize) -> Outcome {
    let ends = nodes::Ends::heard()?;
    if !folder.join(HEADQUARTERS).exists() {
        let making = nodes::making(folder)?;
        make(&making, crossings).await?;
        nodes::moved(&making, folder, HEADQUARTERS)?;
    }
    let posts = posts()?;
    let room = doors::room(posts.len() as u64 + 1);
    let (headquarters, exchange) =
        nodes::serve_headquarters(&folder.join(HEADQUARTERS), nodes::address(1, port), room).await?;
    let mut out = std::io::stdout();
    writeln!(out, "Limen is ready at http://{}", headquarters.pages)?;
    writeln!(out, "  headquarters: sign in as fanta (network, lists), kadiatou or seydou (alerts)")?;
    let mut running = vec![headquarters];
    for (place, post) in (2..).zip(posts) {
        let folder = folder.join(post.id.as_str());
        let node = nodes::serve_post(&folder, &exchange, nodes::address(place, port), room).await?;
        writeln!(out, "  {}: http://{}, sign in as aminata", post.name, node.pages)?;
        running.push(node);
    }
    out.flush()?;
    eprintln!("Everyone's password is {}. Ctrl+C stops all four.", kouremale::PASSWORD);
    ends.stop(running).await;
    Ok(ExitCode::SUCCESS)
}

async fn make(folder: &Path, crossings: usize) -> Result<(), Failed> {
    let now = crate::commands::shared::now();
    let mut random = StdRng::seed_from_u64(9303);
    let posts = posts()?;
    let (reference, lists) = reference()?;
    let mut regulars = people::regulars(&mut random, crossings, now);
    let mut pasts = Vec::new();
    for post in &posts {
        let share = crossings / posts.len();
        let events = past::of_post(&mut random, post, &posts, &mut regulars, share, now, &reference.rules)?;
        let mut events = past::presented(events, now);
        events.extend(tallies::of_post(&mut StdRng::seed_from_u64(TALLIES), post, now)?);
        events.sort_by_key(|event| event.at);
        pasts.push(events);
    }
    let (card, cases) = card::make(&regulars, now)?;

    let at_headquarters = folder.join(HEADQUARTERS);
    let place = nodes::place("Direction générale", posts[0].country, &posts[0].time_zone)?;
    let store = nodes::found(&at_headquarters, place, &posts).await?;
    loaded(&store, lists, &alerts::make(&mut random, &cases)).await?;
    trial(&store, &OFFICERS, Vec::new()).await?;
    store.publish().await?;
    let headquarters = nodes::headquarters(&at_headquarters, &store)?;

    let mut visa = Some(cases.visa);
    for (post, past) in posts.iter().zip(pasts) {
        let here = nodes::join(&headquarters, &folder.join(post.id.as_str()), post, past, now).await?;
        if let Some(visa) = visa.take() {
            let bus = today::bus(PartyId(here.new_id()), post, &regulars, now)?;
            let waiting = vec![Event::PartyAnnounced(Box::new(bus)), Event::VisaRecorded(Box::new(visa))];
            here.append(None, waiting, None).await?;
        }
        here.write(&TRIAL, &Some(super::with_card(&OFFICERS, card.clone()))).await?;
        here.close().await;
    }
    store.close().await;
    Ok(())
}
