//! `limen demo --network`: headquarters and three posts, each a node of its own with its own database, enrolled and
//! exchanging over TLS on this machine.
//!
//! Each node has a loopback address of its own: browsers keep one cookie for all ports of an address.

use super::{TALLIES, alerts, card, kouremale, loaded, past, people, posts, reference, tallies, today, trial};
use crate::{
    commands::init,
    folder::{
        settings::{Devices, Settings},
        vault::Unlocked,
    },
    outcome::{Failed, Outcome},
    serve::{self, doors},
};
use limen_domain::{Event, NodeId, PartyId, PostId};
use limen_exchange::{
    Headquarters, Identity, PostNode,
    authority::Certificates,
    enrolment::{self, Request, Welcome},
    post::BelongsTo,
};
use limen_node::trial::TRIAL;
use limen_store::{FILE_NAME, Post, Store, settings::POST};
use rand::{SeedableRng, rngs::StdRng};
use std::{
    fs,
    io::Write,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::ExitCode,
};
use tokio::signal::unix::{SignalKind, signal};

/// Headquarters' folder, and the name of its journal.
const HEADQUARTERS: &str = "HQ";

pub(super) async fn run(folder: &Path, port: u16, crossings: usize) -> Outcome {
    let (mut stop, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    if !folder.join(HEADQUARTERS).exists() {
        let making = folder.join("making");
        let _ = fs::remove_dir_all(&making);
        fs::create_dir(&making)?;
        make(&making, crossings).await?;
        for entry in fs::read_dir(&making)? {
            let entry = entry?;
            // Headquarters' folder says that all is there: it is moved last.
            if entry.file_name() != HEADQUARTERS {
                fs::rename(entry.path(), folder.join(entry.file_name()))?;
            }
        }
        fs::rename(making.join(HEADQUARTERS), folder.join(HEADQUARTERS))?;
        fs::remove_dir(&making)?;
    }
    let posts = posts()?;
    let room = doors::room(posts.len() as u64 + 1);
    let mut settings = Settings::load(&folder.join(HEADQUARTERS))?;
    settings.pages.address = address(1, port);
    settings.exchange.address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let headquarters = serve::start(&Unlocked::plain(&folder.join(HEADQUARTERS)), settings, room).await?;
    let exchange = headquarters.exchange.ok_or("headquarters answers no posts")?;
    let mut out = std::io::stdout();
    writeln!(out, "Limen is ready at http://{}", headquarters.pages)?;
    writeln!(out, "  headquarters: sign in as fanta (network, lists), kadiatou or seydou (alerts)")?;
    let mut running = vec![headquarters];
    for (place, post) in (2..).zip(posts) {
        let folder = folder.join(post.id.as_str());
        move_address(&folder, &format!("https://localhost:{}", exchange.port())).await?;
        let mut settings = Settings::load(&folder)?;
        settings.pages.address = address(place, port);
        let node = serve::start(&Unlocked::plain(&folder), settings, room).await?;
        writeln!(out, "  {}: http://{}, sign in as aminata", post.name, node.pages)?;
        running.push(node);
    }
    out.flush()?;
    eprintln!("Everyone's password is {}. Ctrl+C stops all four.", kouremale::PASSWORD);
    tokio::select! {
        _ = stop.recv() => {}
        _ = interrupt.recv() => {}
    }
    for node in running {
        node.stop().await;
    }
    Ok(ExitCode::SUCCESS)
}

fn address(place: u8, port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::new(127, 0, 0, place), port))
}

/// Tells a post where headquarters listens this time.
async fn move_address(folder: &Path, address: &str) -> Result<(), Failed> {
    let store = Store::open(folder).await?;
    let node = PostNode::new(store.clone(), Identity::load(folder)?).await?;
    PostNode::belong(&store, &BelongsTo { address: address.to_owned(), ..node.belongs_to().clone() }).await?;
    store.close().await;
    Ok(())
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
    let place = Post {
        id: PostId::parse(HEADQUARTERS)?,
        name: "Direction générale".into(),
        neighbour: posts[0].country,
        town_in: String::new(),
        town_out: String::new(),
        ..posts[0].clone()
    };
    let hosts = ["localhost".to_owned()];
    let devices = Devices::default();
    let node = NodeId::parse(HEADQUARTERS)?;
    let founding = init::Founding { node: &node, place, hosts: &hosts, postgres: None, devices: &devices };
    let store = init::found(&Unlocked::plain(&at_headquarters), &founding).await?;
    for post in &posts {
        store.add_post(post).await?;
    }
    loaded(&store, lists, &alerts::make(&mut random, &cases)).await?;
    trial(&store, Vec::new()).await?;
    store.publish().await?;
    let authority = limen_exchange::Authority::load(&at_headquarters)?;
    let headquarters = Headquarters::new(store.clone(), Identity::load(&at_headquarters)?, authority);

    let mut visa = Some(cases.visa);
    for (post, past) in posts.iter().zip(pasts) {
        let folder = folder.join(post.id.as_str());
        fs::create_dir(&folder)?;
        let identity = Identity::generate()?;
        identity.save(&folder)?;
        let code = enrolment::invite(&store, headquarters.authority(), None, &post.id, now).await?;
        let welcome = headquarters.enrol(&Request::new(&code, &identity), now).await?;
        let here = settle(&folder, &welcome, post).await?;
        here.bring_in(&welcome.node, past).await?;
        if let Some(visa) = visa.take() {
            let bus = today::bus(PartyId(here.new_id()), post, &regulars, now)?;
            let waiting = vec![Event::PartyAnnounced(Box::new(bus)), Event::VisaRecorded(Box::new(visa))];
            here.append(None, waiting, None).await?;
        }
        here.write(&TRIAL, &Some(super::with_card(card.clone()))).await?;
        here.close().await;
    }
    store.close().await;
    Ok(())
}

/// Makes the database of a post that has just become a node.
async fn settle(folder: &Path, welcome: &Welcome, post: &Post) -> Result<Store, Failed> {
    let certificates = Certificates::new(welcome.certificates()?).ok_or("headquarters sent no certificate")?;
    certificates.save(folder)?;
    debug_assert!(!folder.join(FILE_NAME).exists());
    let store = Store::create(folder, &welcome.node).await?;
    PostNode::belong(&store, &welcome.belongs_to).await?;
    store.write(&POST, &Some(welcome.post.clone())).await?;
    // What the rest of the reference data brings with the first round; without this the pages have no post.
    store.add_post(post).await?;
    Ok(store)
}
