//! The process is killed at random moments while eight counters record: each crossing that a counter saw confirmed is there
//! once. Decisions are killed in `kill_decisions.rs`.
//!
//! `LIMEN_KILLS=200 cargo nextest run -p limen --test kill --no-capture` kills 200 times; without it, a few times.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/kills.rs"]
mod kills;
mod support;

use jiff::SignedDuration;
use limen_domain::{CrossingId, PostId, Role};
use limen_store::{DayFilter, Page, Paged, Store};
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
use support::{Officer, Post};
use tokio::task::JoinSet;

const COUNTERS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn every_confirmed_crossing_is_there_once_after_every_kill() {
    let (kills, mut chance) = kills::kills();
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
        tokio::time::sleep(Duration::from_millis(chance.random_range(5..400))).await;
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
        from: support::now() - SignedDuration::from_hours(48),
        to: support::now() + SignedDuration::from_hours(1),
        search: String::new(),
        direction: None,
        decision: None,
        open_referrals: false,
    };
    let Paged { rows, total: recorded } = store.day(&all, Page { offset: 0, limit: 10_000_000 }).await.unwrap();
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
    let counters = (0..COUNTERS).map(|counter| (format!("officer{counter}"), Role::FirstLine));
    support::new_post(folder, counters).await;
}
