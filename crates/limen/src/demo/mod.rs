//! `limen demo`: a post with an invented past, alerts and documents, made in a few seconds and served.
//!
//! Nobody in it is real: names are put together from common parts, numbers and dates are drawn by chance.

mod alerts;
pub mod card;
mod kouremale;
mod network;
mod papers;
pub mod past;
pub mod people;
mod tallies;
mod today;

use crate::{
    folder::{settings::Settings, vault::Unlocked},
    outcome::Outcome,
    serve,
};
use jiff::Timestamp;
use kouremale::{LISTS, OFFICERS, PASSWORD};
use limen_domain::{AccountId, Event, ListKind, ListName, NodeId, PartyId, PostId, Reference, RuleSet};
use limen_node::trial::{CardEntry, TRIAL, Trial, TrialPerson};
use limen_screening::list;
use limen_store::{AccountDraft, Credentials, FILE_NAME, NewEvent, Post, Store, settings::POST};
use people::Regular;
use rand::{SeedableRng, rngs::StdRng};
use std::path::{Path, PathBuf};
use tokio::{sync::mpsc, task::spawn_blocking};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port on this machine; 0 takes any free port
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder to keep the data in, made if it does not exist. Without it, all data is deleted at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The number of past crossings to invent, 1,000 or more; default: 200,000, or 30,000 with --network
    #[arg(long, value_name = "COUNT", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(LEAST_CROSSINGS..))]
    crossings: Option<usize>,
    /// Start headquarters and three posts that exchange with it
    #[arg(long)]
    network: bool,
}

/// Fewer have no traveller who crosses often enough for each of the documents to try.
const LEAST_CROSSINGS: u64 = 1_000;

/// How many past crossings are invented at one post, or in a network.
const CROSSINGS: usize = 200_000;
const NETWORK_CROSSINGS: usize = 30_000;

/// Where chance begins for those who are counted beside a post.
const TALLIES: u64 = 9_304;

/// The post that the demonstration is at.
const HERE: &str = "KRM";

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    // Kept until the end: dropping it removes the folder.
    let temporary;
    let folder: &Path = match &arguments.data {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| format!("{} can't be made: {error}", folder.display()))?;
            folder
        }
        None => {
            temporary = tempfile::Builder::new().prefix("limen-demo-").tempdir()?;
            temporary.path()
        }
    };
    if arguments.network {
        return network::run(folder, arguments.port, arguments.crossings.unwrap_or(NETWORK_CROSSINGS)).await;
    }
    if !folder.join(FILE_NAME).exists() {
        let making = folder.join("making");
        // Made beside its place and moved there whole: a demonstration that was cut off begins anew.
        let _ = std::fs::remove_dir_all(&making);
        std::fs::create_dir(&making)?;
        make(&making, arguments.crossings.unwrap_or(CROSSINGS)).await?;
        if arguments.data.is_some() {
            std::fs::File::open(making.join(FILE_NAME))?.sync_all()?;
        }
        std::fs::rename(making.join(FILE_NAME), folder.join(FILE_NAME))?;
        std::fs::remove_dir_all(&making)?;
    }
    let mut settings = Settings::load(folder)?;
    settings.pages.address.set_port(arguments.port);
    serve::serve(&Unlocked::plain(folder), settings).await
}

/// The posts of the demonstration.
///
/// # Errors
/// A post of the demonstration has an identifier or a state code that does not exist: a fault of this file.
pub fn posts() -> Result<Vec<Post>, crate::outcome::Failed> {
    let post = |id: &str, name: &str, neighbour: &str, town_in: &str, town_out: &str, place| {
        Ok::<_, crate::outcome::Failed>(Post {
            id: PostId::parse(id)?,
            name: name.into(),
            country: "MLI".parse()?,
            time_zone: "Africa/Bamako".into(),
            neighbour: neighbour.parse()?,
            town_in: town_in.into(),
            town_out: town_out.into(),
            records_all_exits: true,
            place: Some(place),
        })
    };
    Ok(vec![
        post(HERE, "Kourémalé", "GIN", "Bamako", "Siguiri", (11.956, -8.785))?,
        post("ZEG", "Zégoua", "CIV", "Sikasso", "Ouangolodougou", (10.473, -5.646))?,
        post("DIB", "Diboli", "SEN", "Kayes", "Kidira", (14.461, -12.203))?,
    ])
}

/// A reference list as it is loaded: its kind, its file, how many entries it has.
type Loaded = (ListKind, &'static str, usize);

/// The reference lists of the demonstration, in force and as they are loaded.
///
/// # Errors
/// The lines of a list of the demonstration that are wrong.
pub fn reference() -> Result<(Reference, Vec<Loaded>), crate::outcome::Failed> {
    let (mut reference, mut lists) = (Reference::built_in(), Vec::new());
    for (kind, csv) in LISTS {
        let read = reference.put(kind, csv.as_bytes());
        let entries = read.map_err(|problems| format!("the demonstration's {kind}: {problems:?}"))?;
        lists.push((kind, csv, entries));
    }
    Ok((reference, lists))
}

async fn make(folder: &Path, crossings: usize) -> Result<(), crate::outcome::Failed> {
    let now = crate::commands::shared::now();
    let posts = posts()?;
    let store = Store::create_in_one_go(folder, &NodeId::parse(HERE)?).await?;
    for post in &posts {
        store.add_post(post).await?;
    }
    store.write(&POST, &Some(PostId::parse(HERE)?)).await?;

    let (reference, lists) = reference()?;
    // The past of one post is invented while that of the one before is written.
    let (invented, mut pasts) = mpsc::channel(1);
    let inventing = spawn_blocking({
        let posts = posts.clone();
        move || invent(&posts, crossings, now, &reference.rules, &invented)
    });
    while let Some((node, past)) = pasts.recv().await {
        store.bring_in(&node, past).await?;
    }
    let (mut random, regulars) = inventing.await??;

    let (card, cases) = card::make(&regulars, now)?;
    loaded(&store, lists, &alerts::make(&mut random, &cases)).await?;

    let bus = today::bus(PartyId(store.new_id()), &posts[0], &regulars, now)?;
    let waiting = vec![Event::PartyAnnounced(Box::new(bus)), Event::VisaRecorded(Box::new(cases.visa))];
    store.append(None, waiting, None).await?;

    trial(&store, card).await?;
    store.close().await;
    Ok(())
}

/// A post's node, and its journal.
type Past = (NodeId, Vec<NewEvent>);

/// Invents what happened at `posts`, and sends each post's past when it is there. Returns chance as it goes on, and those
/// who crossed.
fn invent(
    posts: &[Post],
    crossings: usize,
    now: Timestamp,
    rules: &RuleSet,
    invented: &mpsc::Sender<Past>,
) -> Result<(StdRng, Vec<Regular>), crate::outcome::Failed> {
    let mut random = StdRng::seed_from_u64(9303);
    let mut regulars = people::regulars(&mut random, crossings, now);
    let overstayed = card::overstayed(now)?;
    for post in posts {
        let share = crossings / posts.len();
        let mut events = past::of_post(&mut random, post, posts, &mut regulars, share, now, rules)?;
        // Chance of their own: nothing else of the past is drawn otherwise.
        let beside = tallies::of_post(&mut StdRng::seed_from_u64(TALLIES), post, now)?;
        if !beside.is_empty() {
            events.extend(beside);
            events.sort_by_key(|event| event.at);
        }
        if post.id.as_str() == HERE {
            let event = today::long_ago(post, &overstayed, now)?;
            let place = events.partition_point(|other| other.at <= event.at);
            events.insert(place, event);
        }
        invented.blocking_send((NodeId::parse(post.id.as_str())?, events))?;
    }
    Ok((random, regulars))
}

/// Puts the demonstration's reference lists and alerts in force.
async fn loaded(store: &Store, lists: Vec<Loaded>, alerts: &str) -> Result<(), crate::outcome::Failed> {
    for (kind, csv, entries) in lists {
        store.load_list(kind, csv, entries).await?;
    }
    let list_name = ListName::parse("national")?;
    let read = list::read_all(alerts.as_bytes(), None, &list_name)?;
    if let Some(problem) = read.report.problems.first() {
        return Err(format!("the demonstration's own alert list is wrong: {problem}").into());
    }
    Ok(store.load_alerts(&list_name, &read.alerts, &limen_store::sha256_hex(alerts.as_bytes())).await?)
}

/// Lets the demonstration's people sign in, with a card of documents to scan.
async fn trial(store: &Store, card: Vec<CardEntry>) -> Result<(), crate::outcome::Failed> {
    let hash = limen_node::passwords::hash(PASSWORD)?;
    for (id, name, role, stamp) in OFFICERS {
        let draft = AccountDraft {
            id: AccountId::parse(id)?,
            name: name.into(),
            role,
            language: "fr".into(),
            stamp: stamp.into(),
            posts: Vec::new(),
        };
        store.add_account(None, &draft, &Credentials::of_password(hash.clone())).await?;
    }
    Ok(store.write(&TRIAL, &Some(with_card(card))).await?)
}

/// What a trial with this card has.
fn with_card(card: Vec<CardEntry>) -> Trial {
    let people = OFFICERS.iter().map(|(id, ..)| TrialPerson { id: (*id).to_owned(), password: PASSWORD.to_owned() });
    Trial { card, people: people.collect() }
}
