//! The process is killed at random moments while eight counters record, and while people decide: what a client saw
//! confirmed is there once, and a decision with its effect.
//!
//! `LIMEN_KILLS=200 cargo nextest run -p limen --test kill --no-capture` kills 200 times; without it, a few times.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Action, Alert, AlertId, CrossingId, ListName, PostId, Role};
use limen_store::{DayFilter, Page, Store};
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
use uuid::Uuid;

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

/// The two who decide: each proposes nothing that the other decides here, and both decide everything.
const MANAGERS: [&str; 2] = ["kadiatou", "seydou"];
const ADMINISTRATORS: [&str; 2] = ["fatou", "oumar"];
/// What waits for them in each round, of each kind.
const PROPOSALS: usize = 4;

/// What waits, and where it is decided.
struct Waits {
    id: Uuid,
    page: String,
    /// The alert, the person or the list of reference that it is about.
    about: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_second_person_decided_and_its_effect_are_there_together_or_not_at_all_after_every_kill() {
    let kills = std::env::var("LIMEN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL_KILLS);
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path()).await;
    let list = ListName::parse("national").unwrap();
    let author = AccountId::parse("drafter").unwrap();
    let mut seconds: Vec<Officer> = Vec::new();
    let (mut answered, mut decided_in_all) = (0, 0);
    for kill in 0..kills {
        let store = Store::open(folder.path()).await.unwrap();
        let mut alerts = Vec::new();
        let mut people = Vec::new();
        for number in 0..PROPOSALS {
            let about = format!("K-{kill}-{number}");
            let mut alert = Alert::new(list.clone(), AlertId::parse(&about).unwrap(), Action::Arrest);
            alert.names = vec![format!("Fanta Keïta {kill} {number}")];
            let id = store.propose_alert(&alert, &author).await.unwrap();
            alerts.push(Waits { id, page: format!("/alerts/proposal/{id}"), about });
            let about = format!("new{kill}x{number}");
            let id = store.propose_person(&support::draft(&about, Role::FirstLine), &author).await.unwrap();
            people.push(Waits { id, page: format!("/people/proposal/{id}"), about });
        }
        store.close().await;

        let mut post = Post::serve(folder.path());
        if seconds.is_empty() {
            for manager in MANAGERS {
                seconds.push(Officer::sign_in_at(&post.address, manager, "/alerts").await);
            }
            for administrator in ADMINISTRATORS {
                seconds.push(Officer::sign_in_at(&post.address, administrator, "/people").await);
            }
        }
        let mut deciding = JoinSet::new();
        for (number, officer) in seconds.iter_mut().enumerate() {
            officer.address.clone_from(&post.address);
            let waits = if number < MANAGERS.len() { &alerts } else { &people };
            let pages: Vec<String> = waits.iter().map(|waits| waits.page.clone()).collect();
            deciding.spawn(decide_all(officer.clone(), pages, number % 2 == 0));
        }
        tokio::time::sleep(Duration::from_millis(rand::rng().random_range(5..600))).await;
        post.child.kill().unwrap();
        post.child.wait().unwrap();
        let seen: usize = deciding.join_all().await.into_iter().sum();
        answered += seen;

        let store = Store::open(folder.path()).await.unwrap();
        let said = decided(&store).await;
        for waits in &alerts {
            let of: Vec<_> = said.iter().filter(|payload| payload.contains(&waits.id.to_string())).collect();
            assert!(of.len() <= 1, "kill {kill}: decided {} times", of.len());
            let approved = of.iter().any(|payload| payload.contains("\"approved\":true"));
            let is_open = store.proposal(waits.id).await.unwrap().unwrap().closed.is_none();
            assert_eq!(is_open, of.is_empty(), "kill {kill}: {}", waits.about);
            let holds = store.alert(&list, &AlertId::parse(&waits.about).unwrap()).await.unwrap().is_some();
            assert_eq!(holds, approved, "kill {kill}: {} is said to be approved: {approved}", waits.about);
            decided_in_all += of.len();
        }
        for waits in &people {
            let of: Vec<_> = said.iter().filter(|payload| payload.contains(&waits.id.to_string())).collect();
            assert!(of.len() <= 1, "kill {kill}: decided {} times", of.len());
            let approved = of.iter().any(|payload| payload.contains("\"approved\":true"));
            let is_open = store.person_proposal(waits.id).await.unwrap().unwrap().closed.is_none();
            assert_eq!(is_open, of.is_empty(), "kill {kill}: {}", waits.about);
            let account = AccountId::parse(&waits.about).unwrap();
            let is_in = store.account(&account).await.unwrap().is_some();
            assert_eq!(is_in, approved, "kill {kill}: {} is said to be let in: {approved}", waits.about);
            decided_in_all += of.len();
        }
        store.close().await;
    }
    println!(
        "{kills} kills, {decided_in_all} decisions, {answered} forms answered: each decision with its effect, none twice"
    );
    assert!(decided_in_all > 0);
}

/// What the journal says of decisions, read piece by piece.
async fn decided(store: &Store) -> Vec<String> {
    let (mut after, mut said) = (0, Vec::new());
    loop {
        let events = store.journal_after(store.node(), after, usize::MAX).await.unwrap();
        let Some(last) = events.last() else { return said };
        after = last.seq;
        let decided = events.into_iter().filter(|event| event.kind == "proposal-decided");
        said.extend(decided.filter_map(|event| event.payload));
    }
}

/// Decides about everything, as long as the node is there; how many decisions were answered.
async fn decide_all(officer: Officer, pages: Vec<String>, approves: bool) -> usize {
    let mut answered = 0;
    for page in pages {
        let decision = if approves { "approve" } else { "reject" };
        let form = [("decision", decision), ("reason", "vu"), ("password", PASSWORD)];
        match officer.try_post(&page, &form).await {
            Ok(answer) if answer.status().as_u16() < 400 => answered += 1,
            Ok(_) => {}
            Err(_) => return answered,
        }
    }
    answered
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
    let managers = MANAGERS.iter().map(|id| ((*id).to_owned(), Role::AlertManager));
    let administrators = ADMINISTRATORS.iter().map(|id| ((*id).to_owned(), Role::Administrator));
    support::new_post(folder, counters.chain(managers).chain(administrators)).await;
}
