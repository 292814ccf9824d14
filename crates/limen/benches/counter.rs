//! The counter through the real server: scan to verdict, crossings durably recorded, beside bare SQLite on this disk.
//!
//! `cargo bench -p limen --bench counter`. The demonstration's post with 200,000 past crossings and 600 alerts.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use jiff::civil::date;
use limen_domain::{AccountId, Crossing, CrossingId, Decision, Direction, Event, Journey, NodeId, PostId};
use limen_store::Store;
use sqlx::{Connection, SqliteConnection};
use std::time::{Duration, Instant};
use support::{Officer, Post, limen};
use tokio::task::JoinSet;

const TRAVELLERS: u64 = 500;
const OFFICERS: [&str; 3] = ["aminata", "ibrahima", "mariam"];

#[tokio::main]
async fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // Built and started by the tests: nothing to measure.
    }
    let folder = tempfile::tempdir().unwrap();
    let mut command = limen();
    command.args(["demo", "--port", "0", "--data"]).arg(folder.path());
    let begin = Instant::now();
    let post = Post::start(command, folder.path().to_owned(), None);
    println!("demonstration with 200,000 past crossings ready after {:.1} s", begin.elapsed().as_secs_f64());

    let officer = Officer::sign_in(&post.address, "aminata").await;
    let (mut verdicts, mut decisions) = (Vec::new(), Vec::new());
    for number in 0..TRAVELLERS {
        let zone = zone(number);
        let begin = Instant::now();
        let id = officer.scan(&zone).await;
        verdicts.push(begin.elapsed());
        let begin = Instant::now();
        let decide = [("presentation", id.as_str()), ("decision", "admit"), ("mode", "bus")];
        assert_eq!(officer.post("/counter/decide", &decide).await.status().as_u16(), 303);
        officer.page(&format!("/counter?done={id}")).await;
        decisions.push(begin.elapsed());
    }
    row("scan to the page with the verdict", &mut verdicts);
    row("decision to the page that says recorded", &mut decisions);
    let mut days = Vec::new();
    for _ in 0..100 {
        let begin = Instant::now();
        officer.page("/day").await;
        days.push(begin.elapsed());
    }
    row("the day's page", &mut days);

    let begin = Instant::now();
    let mut counters = JoinSet::new();
    for (counter, account) in OFFICERS.into_iter().enumerate() {
        let address = post.address.clone();
        counters.spawn(async move {
            let officer = Officer::sign_in(&address, account).await;
            for number in 0..TRAVELLERS {
                let id = officer.scan(&zone(10_000 * (counter as u64 + 1) + number)).await;
                let decide = [("presentation", id.as_str()), ("decision", "admit"), ("mode", "bus")];
                assert_eq!(officer.post("/counter/decide", &decide).await.status().as_u16(), 303);
            }
        });
    }
    counters.join_all().await;
    let travellers = TRAVELLERS as f64 * OFFICERS.len() as f64;
    println!(
        "{} counters at once: {:.0} travellers a second, each scanned, screened and decided",
        OFFICERS.len(),
        travellers / begin.elapsed().as_secs_f64()
    );
    drop(post);

    let bare = bare_sqlite().await;
    println!("bare SQLite, WAL, synchronous=FULL, one row a transaction: {bare:.0} rows a second");
    for waiting in [1, 8, 64] {
        let recorded = recorded_per_second(waiting).await;
        println!(
            "journal and tables, {waiting:>2} counters waiting: {recorded:.0} crossings a second durably ({:.2} of bare)",
            recorded / bare
        );
    }
}

fn row(what: &str, times: &mut [Duration]) {
    times.sort();
    let milliseconds = |at: usize| times[at].as_secs_f64() * 1_000.0;
    let (median, late) = (milliseconds(times.len() / 2), milliseconds(times.len() * 99 / 100));
    println!("{what}: median {median:.1} ms, p99 {late:.1} ms, longest {:.1} ms", milliseconds(times.len() - 1));
}

/// A passport of someone whose name is drawn from the number, so that screening has other work for each.
fn zone(number: u64) -> String {
    let mut rest = number * 7_919;
    let mut surname = String::new();
    for _ in 0..6 {
        surname.push(char::from(b'A' + u8::try_from(rest % 26).unwrap()));
        rest /= 26;
    }
    support::zone(number, &surname)
}

async fn bare_sqlite() -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("bare.sqlite").display());
    let mut conn = SqliteConnection::connect(&url).await.unwrap();
    for statement in
        ["pragma journal_mode=wal", "pragma synchronous=full", "create table row (id integer primary key, text text)"]
    {
        sqlx::query(statement).execute(&mut conn).await.unwrap();
    }
    let (begin, rows) = (Instant::now(), 2_000);
    for number in 0..rows {
        sqlx::query("insert into row (text) values ($1)")
            .bind(format!("row {number:0>500}"))
            .execute(&mut conn)
            .await
            .unwrap();
    }
    f64::from(rows) / begin.elapsed().as_secs_f64()
}

async fn recorded_per_second(waiting: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), &NodeId::parse("KRM").unwrap()).await.unwrap();
    let officer = AccountId::parse("aminata").unwrap();
    let each = 4_000 / waiting;
    let begin = Instant::now();
    let mut counters = JoinSet::new();
    for counter in 0..waiting {
        let (store, officer) = (store.clone(), officer.clone());
        counters.spawn(async move {
            for number in 0..each {
                let zone = zone((counter * each + number) as u64);
                let traveller = limen_document::mrz::read(&zone, date(2026, 11, 24)).unwrap().traveller();
                let crossing = Crossing {
                    id: CrossingId(store.new_id()),
                    post: PostId::parse("KRM").unwrap(),
                    at: store.now(),
                    direction: Direction::Entry,
                    traveller,
                    journey: Journey::default(),
                    decision: Decision::Admit,
                    authorised: None,
                    visa: None,
                    party: None,
                    member: None,
                    officer: officer.clone(),
                    settles: None,
                    undoes: None,
                    day: None,
                    stamp: None,
                };
                store.append(Some(&officer), vec![Event::CrossingRecorded(Box::new(crossing))], None).await.unwrap();
            }
        });
    }
    counters.join_all().await;
    (each * waiting) as f64 / begin.elapsed().as_secs_f64()
}
