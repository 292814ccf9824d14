//! The process is killed at random moments while eight counters record: what a client saw confirmed is there once.
//!
//! `LIMEN_KILLS=200 cargo nextest run -p limen --test kill --no-capture` kills 200 times; without it, a few times.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, CrossingId, NodeId, PostId, Role};
use limen_store::{AccountDraft, Credentials, DayFilter, Page, Post as PostData, Store};
use rand::RngExt;
use std::{
    collections::HashSet,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use support::{Officer, PASSWORD, Post};
use tokio::task::JoinSet;

const COUNTERS: usize = 8;
/// Enough to notice a fault in every run of the checks.
const USUAL_KILLS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn every_confirmed_crossing_is_there_once_after_every_kill() {
    let kills = std::env::var("LIMEN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL_KILLS);
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path()).await;
    let mut officers: Vec<Officer> = Vec::new();
    let documents = Arc::new(AtomicU64::new(0));
    let mut confirmed: HashSet<CrossingId> = HashSet::new();

    for kill in 0..kills {
        let mut post = Post::serve(folder.path());
        if officers.is_empty() {
            for counter in 0..COUNTERS {
                officers.push(Officer::sign_in(&post.address, &format!("officer{counter}")).await);
            }
        }
        // Sessions outlive the kill, as they outlive a power cut; only the port is another.
        for officer in &mut officers {
            officer.address.clone_from(&post.address);
        }
        let mut counters = JoinSet::new();
        for officer in officers.clone() {
            counters.spawn(work(officer, documents.clone()));
        }
        tokio::time::sleep(Duration::from_millis(rand::rng().random_range(5..400))).await;
        post.child.kill().unwrap();
        post.child.wait().unwrap();
        let round: Vec<CrossingId> = counters.join_all().await.into_iter().flatten().collect();

        let store = Store::open(folder.path()).await.unwrap();
        for id in &round {
            assert!(store.record(*id).await.unwrap().is_some(), "kill {kill}: {id} was confirmed and is gone");
            assert!(confirmed.insert(*id), "kill {kill}: {id} was confirmed twice");
        }
        let verified = store.verify().await.unwrap();
        assert!(verified.iter().all(|journal| journal.broken.is_none()), "kill {kill}: {verified:?}");
        store.close().await;
    }

    let store = Store::open(folder.path()).await.unwrap();
    let all = DayFilter {
        post: PostId::parse("KRM").unwrap(),
        from: Timestamp::now() - SignedDuration::from_hours(48),
        to: Timestamp::now() + SignedDuration::from_hours(1),
        search: String::new(),
        direction: None,
        decision: None,
        open_referrals: false,
    };
    let (rows, recorded) = store.day(&all, Page { offset: 0, limit: 10_000_000 }).await.unwrap();
    let mut seen = HashSet::new();
    assert!(rows.iter().all(|row| seen.insert(row.id)), "a crossing stands twice");
    let numbers: HashSet<&str> = rows.iter().map(|row| row.document_number.as_str()).collect();
    assert_eq!(numbers.len(), rows.len(), "a traveller was recorded twice");
    for id in &confirmed {
        assert!(seen.contains(id), "{id} was confirmed and is gone");
    }
    let rebuilt = store.rebuild().await.unwrap();
    assert!(rebuilt.iter().all(|table| table.only_in_journal == 0 && table.only_in_table == 0), "{rebuilt:?}");
    println!("{kills} kills, {} crossings confirmed, {recorded} recorded, none lost, none doubled", confirmed.len());
    assert!(!confirmed.is_empty());
}

/// Works at a counter until the post is gone; the crossings that were seen confirmed.
async fn work(officer: Officer, documents: Arc<AtomicU64>) -> Vec<CrossingId> {
    let mut confirmed = Vec::new();
    loop {
        let zone = support::zone(documents.fetch_add(1, Ordering::Relaxed), "TRAVELLER");
        // Where the kill left a traveller waiting, they are decided on first.
        let Ok(page) = officer.try_post("/counter/scan", &[("mrz", &zone)]).await else { return confirmed };
        let waiting = match page.status().as_u16() {
            303 => match officer.try_get("/counter").await {
                Ok(page) => page.text().await,
                Err(_) => return confirmed,
            },
            _ => page.text().await,
        };
        let Ok(page) = waiting else { return confirmed };
        let id = support::presentation(&page);
        let decide = [("presentation", id.as_str()), ("decision", "admit"), ("mode", "bus")];
        match officer.try_post("/counter/decide", &decide).await {
            Ok(answer) if answer.status().as_u16() == 303 => confirmed.push(id.parse().unwrap()),
            Ok(answer) => panic!("not recorded: {}", answer.text().await.unwrap_or_default()),
            Err(_) => return confirmed,
        }
    }
}

async fn set_up(folder: &Path) {
    let store = Store::create(folder, &NodeId::parse("KRM").unwrap()).await.unwrap();
    let post = PostData {
        id: PostId::parse("KRM").unwrap(),
        name: "Kourémalé".into(),
        country: "MLI".parse().unwrap(),
        time_zone: "Africa/Bamako".into(),
        neighbour: "GIN".parse().unwrap(),
        town_in: "Bamako".into(),
        town_out: "Siguiri".into(),
        records_all_exits: true,
        place: None,
    };
    store.add_post(&post).await.unwrap();
    store.set_setting("post", "KRM").await.unwrap();
    let hash = limen_web::hash_password(PASSWORD).unwrap();
    for counter in 0..COUNTERS {
        let draft = AccountDraft {
            id: AccountId::parse(&format!("officer{counter}")).unwrap(),
            name: format!("Officer {counter}"),
            role: Role::FirstLine,
            language: "en".into(),
            stamp: String::new(),
            posts: Vec::new(),
        };
        store.add_account(None, &draft, &Credentials::of_password(hash.clone())).await.unwrap();
    }
    store.close().await;
}
