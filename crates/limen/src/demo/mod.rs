//! `limen demo`: a post with an invented past, alerts and documents, made in a few seconds and served.
//!
//! Nobody in it is real: names are put together from common parts, numbers and dates are drawn by chance.

mod alerts;
pub(crate) mod card;
pub(crate) mod past;
pub(crate) mod people;
mod today;

use crate::{
    Outcome,
    serve::{self, TRIAL_SETTING},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, ListKind, ListName, NodeId, PostId, Reference, Role};
use limen_screening::list;
use limen_store::{Account, FILE_NAME, Post, Store};
use limen_web::Trial;
use rand::{SeedableRng, rngs::StdRng};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port on this machine; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder to keep the data in; made where it is missing. Without it, everything is gone in the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How many past crossings to invent
    #[arg(long, value_name = "COUNT", default_value_t = 200_000)]
    crossings: usize,
}

/// The post that the demonstration is at.
const HERE: &str = "KRM";
/// The reference lists of the demonstration: in the manner of the region's, and no country's own.
const LISTS: [(ListKind, &str); 4] = [
    (ListKind::StayRules, include_str!("lists/stay-rules.csv")),
    (ListKind::Authorities, include_str!("lists/authorities.csv")),
    (ListKind::Appeals, include_str!("lists/appeals.csv")),
    (ListKind::HealthQuestions, include_str!("lists/health-questions.csv")),
];
/// Everyone's password in the demonstration.
const PASSWORD: &str = "kouremale";
/// Who may sign in.
const OFFICERS: [(&str, &str, Role, &str); 8] = [
    ("aminata", "Aminata Coulibaly", Role::FirstLine, "KRM-07"),
    ("ibrahima", "Ibrahima Sacko", Role::FirstLine, "KRM-12"),
    ("oumar", "Oumar Kanté", Role::SecondLine, "KRM-03"),
    ("mariam", "Mariam Dembélé", Role::Supervisor, "KRM-01"),
    ("kadiatou", "Kadiatou Sissoko", Role::AlertManager, ""),
    ("seydou", "Seydou Traoré", Role::AlertManager, ""),
    ("fanta", "Fanta Diakité", Role::Administrator, ""),
    ("lassana", "Lassana Konaté", Role::Administrator, ""),
];

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
    if !folder.join(FILE_NAME).exists() {
        let making = folder.join("making");
        // Made beside its place and moved there whole: a demonstration that was cut off begins anew.
        let _ = std::fs::remove_dir_all(&making);
        std::fs::create_dir(&making)?;
        make(&making, arguments.crossings).await?;
        std::fs::rename(making.join(FILE_NAME), folder.join(FILE_NAME))?;
        std::fs::remove_dir_all(&making)?;
    }
    serve::serve(folder, arguments.port, None).await
}

pub(crate) fn posts() -> Result<Vec<Post>, Box<dyn std::error::Error>> {
    let post = |id: &str, name: &str, neighbour: &str, town_in: &str, town_out: &str| {
        Ok::<_, Box<dyn std::error::Error>>(Post {
            id: PostId::parse(id)?,
            name: name.into(),
            country: "MLI".parse()?,
            time_zone: "Africa/Bamako".into(),
            neighbour: neighbour.parse()?,
            town_in: town_in.into(),
            town_out: town_out.into(),
            records_all_exits: true,
        })
    };
    Ok(vec![
        post(HERE, "Kourémalé", "GIN", "Bamako", "Siguiri")?,
        post("ZEG", "Zégoua", "CIV", "Sikasso", "Ouangolodougou")?,
        post("DIB", "Diboli", "SEN", "Kayes", "Kidira")?,
    ])
}

/// A reference list as it is loaded: its kind, its file, how many entries it has.
type Loaded = (ListKind, &'static str, usize);

/// The reference lists of the demonstration, in force and as they are loaded.
pub(crate) fn reference() -> Result<(Reference, Vec<Loaded>), Box<dyn std::error::Error>> {
    let (mut reference, mut lists) = (Reference::built_in(), Vec::new());
    for (kind, csv) in LISTS {
        let read = reference.put(kind, csv.as_bytes());
        let entries = read.map_err(|problems| format!("the demonstration's {kind}: {problems:?}"))?;
        lists.push((kind, csv, entries));
    }
    Ok((reference, lists))
}

async fn make(folder: &Path, crossings: usize) -> Result<(), Box<dyn std::error::Error>> {
    let now = Timestamp::now();
    let mut random = StdRng::seed_from_u64(9303);
    let posts = posts()?;
    let store = Store::create(folder, &NodeId::parse(HERE)?).await?;
    for post in &posts {
        store.add_post(post).await?;
    }
    store.set_setting("post", HERE).await?;

    let (reference, lists) = reference()?;
    let mut regulars = people::regulars(&mut random, crossings, now);
    let overstayed = card::overstayed(now)?;
    for post in &posts {
        let mut events =
            past::of_post(&mut random, post, &posts, &mut regulars, crossings / posts.len(), now, &reference.rules)?;
        if post.id.as_str() == HERE {
            let event = today::long_ago(post, &overstayed, now)?;
            let place = events.partition_point(|other| other.at <= event.at);
            events.insert(place, event);
        }
        store.bring_in(&NodeId::parse(post.id.as_str())?, events).await?;
    }

    let (card, cases) = card::make(&regulars, now)?;
    let alerts = alerts::make(&mut random, &cases);
    let list_name = ListName::parse("national")?;
    let read = list::read_all(alerts.as_bytes(), list::Format::Csv, &list_name)?;
    if let Some(problem) = read.report.problems.first() {
        return Err(format!("the demonstration's own alert list is wrong: {problem}").into());
    }
    store.load_alerts(&list_name, &read.alerts, &limen_store::sha256_hex(alerts.as_bytes())).await?;

    let bus = today::bus(&posts[0], &regulars, now)?;
    let waiting = vec![Event::PartyAnnounced(Box::new(bus)), Event::VisaRecorded(Box::new(cases.visa))];
    store.append(None, waiting, None).await?;

    for (kind, csv, entries) in lists {
        store.load_list(kind, csv, entries).await?;
    }

    let hash = limen_web::hash_password(PASSWORD)?;
    for (id, name, role, stamp) in OFFICERS {
        let account = Account {
            id: AccountId::parse(id)?,
            name: name.into(),
            role,
            password_hash: hash.clone(),
            language: "fr".into(),
            failures: 0,
            locked_until: Timestamp::UNIX_EPOCH,
            stamp: stamp.into(),
        };
        store.add_account(&account).await?;
    }
    let people = OFFICERS.iter().map(|(id, ..)| ((*id).to_owned(), PASSWORD.to_owned())).collect();
    store.set_setting(TRIAL_SETTING, &serde_json::to_string(&Trial { card, people })?).await?;
    store.close().await;
    Ok(())
}
