//! A long list keeps nobody waiting while it is taken in, and leaves no memory behind. That what two people decided holds is
//! shown at the pages (`crates/web/tests/pages/decisions.rs`).
//!
//! `LIMEN_ALERTS=1000000 cargo nextest run -p limen --test decisions -E 'test(twenty)' --no-capture` takes in a million
//! alerts while twenty officers work, and prints how long they waited; without it, some thousands.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use limen_domain::Role;
use reqwest::StatusCode;
use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use support::{Officer, PASSWORD, Post, between, zone};

/// A surname that sounds like no other of these.
fn surname(number: usize) -> String {
    const ONE: [&str; 10] = ["BA", "DO", "FI", "GU", "KE", "LO", "MA", "NI", "SU", "TE"];
    const TWO: [&str; 10] = ["RZAK", "VELN", "MBUR", "XTIL", "GROP", "SKED", "PLUNG", "CHVAR", "DJOST", "WINK"];
    format!("{}{}{}{}", ONE[number % 10], TWO[number / 10 % 10], ONE[number / 100 % 10], TWO[(number * 7 + 3) % 10])
}

const APPROVE: [(&str, &str); 3] = [("decision", "approve"), ("reason", ""), ("password", PASSWORD)];

/// Waits until a page no longer says that something is on its way.
async fn until_in_force(manager: &Officer) {
    for _ in 0..300 {
        if !manager.page("/alerts").await.contains("data-every") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("it never held");
}

/// A list of `alerts` made-up people.
fn long_list(alerts: usize) -> String {
    let mut csv = String::from("id,full_name,birth_date,action\n");
    for number in 0..alerts {
        writeln!(csv, "L-{number},{} {},1990-01-01,refer", surname(number), surname(number / 3 + 11)).unwrap();
    }
    csv
}

/// How many alerts are taken in in every run of the checks.
const USUAL_ALERTS: usize = 6_000;
const OFFICERS: usize = 20;

/// What an officer met: how long each request took, and how many were answered with a failure.
#[derive(Default)]
struct Met {
    waited: Vec<Duration>,
    failed: usize,
}

async fn officer_works(officer: Officer, number: usize, stop: Arc<AtomicBool>) -> Met {
    let mut met = Met::default();
    let mut document = number as u64 * 1_000_000;
    while !stop.load(Ordering::Relaxed) {
        document += 1;
        let begun = Instant::now();
        let answer = officer.post("/counter/scan", &[("mrz", &zone(document, "VOYAGEUR"))]).await;
        met.waited.push(begun.elapsed());
        if answer.status().is_server_error() {
            met.failed += 1;
            continue;
        }
        let id = support::presentation(&officer.page("/counter").await);
        let begun = Instant::now();
        let (status, _) = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
        met.waited.push(begun.elapsed());
        met.failed += usize::from(status.is_server_error());
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            officer.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    met
}

/// The longest that nobody else could have the database's lock, asked for every millisecond. (SQLite's own waiting asks ever
/// more seldom, and so says more of its pauses than of who holds the lock.)
async fn longest_lock(post_data: std::path::PathBuf, stop: Arc<AtomicBool>) -> Duration {
    let file = post_data.join(limen_store::FILE_NAME);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).busy_timeout(Duration::ZERO);
    let mut database = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let (mut longest, mut had) = (Duration::ZERO, Instant::now());
    while !stop.load(Ordering::Relaxed) {
        match sqlx::Connection::begin_with(&mut database, "begin immediate").await {
            Ok(lock) => {
                longest = longest.max(had.elapsed());
                lock.rollback().await.unwrap();
                tokio::time::sleep(Duration::from_millis(5)).await;
                had = Instant::now();
            }
            Err(sqlx::Error::Database(error)) if error.code().is_some_and(|code| code == "5") => {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
    longest
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_taken_in_while_twenty_officers_work_and_none_of_them_is_told_to_wait() {
    let alerts = std::env::var("LIMEN_ALERTS").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL_ALERTS);
    let folder = tempfile::tempdir().unwrap();
    let officers = (0..OFFICERS).map(|number| (format!("officer{number}"), Role::FirstLine));
    let managers = ["kadiatou", "seydou"].map(|id| (id.to_owned(), Role::AlertManager));
    support::new_post(folder.path(), officers.chain(managers)).await;
    let file = folder.path().join("list.csv");
    std::fs::write(&file, long_list(alerts)).unwrap();
    let post = Post::serve(folder.path());
    let seydou = Officer::sign_in_at(&post.address, "seydou", "/alerts").await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut working = tokio::task::JoinSet::new();
    for number in 0..OFFICERS {
        let officer = Officer::sign_in(&post.address, &format!("officer{number}")).await;
        working.spawn(officer_works(officer, number + 1, stop.clone()));
    }
    let locks = std::thread::spawn({
        // Beside the officers, so that they do not keep it from asking.
        let (folder, stop) = (folder.path().to_owned(), stop.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        move || runtime.block_on(longest_lock(folder, stop))
    });

    let begun = Instant::now();
    let mut import = tokio::process::Command::new(support::limen().get_program());
    import
        .args(["alerts", "import", "--list", "sanctions", "--as", "kadiatou", "--data"])
        .arg(folder.path())
        .arg(&file);
    let imported = import.output().await.unwrap();
    let said = String::from_utf8(imported.stdout).unwrap();
    assert!(imported.status.success(), "{said}{}", String::from_utf8_lossy(&imported.stderr));
    let read = begun.elapsed();
    let proposal = format!("/alerts/proposal/{}", said.trim().rsplit('/').next().unwrap());
    let begun = Instant::now();
    let page = seydou.page(&proposal).await;
    let opened = begun.elapsed();
    assert!(page.contains("sanctions") && opened < Duration::from_secs(10));
    compared(&seydou, &proposal).await;
    let begun = Instant::now();
    assert_eq!(seydou.post(&proposal, &APPROVE).await.status(), StatusCode::SEE_OTHER);
    let answered = begun.elapsed();
    for _ in 0..6_000 {
        if !seydou.page("/alerts").await.contains("data-every") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let in_force = begun.elapsed();
    stop.store(true, Ordering::Relaxed);
    let mut met = Met::default();
    for of_one in working.join_all().await {
        met.waited.extend(of_one.waited);
        met.failed += of_one.failed;
    }
    met.waited.sort_unstable();
    let (p99, longest) = (met.waited[met.waited.len() * 99 / 100], met.waited[met.waited.len() - 1]);
    let lock = locks.join().unwrap();
    println!(
        "{alerts} alerts: read in {read:.1?}, page in {opened:.1?}, approval answered in {answered:.1?}, in force after \
         {in_force:.1?}; {} requests of {OFFICERS} officers: p99 {p99:.0?}, longest {longest:.0?}, {} failed; the lock \
         could not be had for {lock:.0?} at most",
        met.waited.len(),
        met.failed
    );
    assert_eq!(met.failed, 0, "officers were told that the database is locked");
    assert!(answered < Duration::from_secs(5), "the page answers at once");
    assert!(lock < Duration::from_secs(1), "nobody keeps the lock for long");

    let officer = Officer::sign_in(&post.address, "officer0").await;
    officer.scan(&zone(7, &format!("{} {}", surname(77), surname(77 / 3 + 11)))).await;
    assert!(officer.page("/counter").await.contains("· sanctions L-"), "and each of them stops its traveller");
}

/// How much memory a program has taken for itself, in MiB.
fn taken_mib(post: &Post) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", post.child.id())).unwrap();
    between(&status, "RssAnon:", "kB").trim().parse::<u64>().unwrap() / 1024
}

/// Puts a list of `alerts` made-up people in the place of the one before, as two people decide.
async fn replace_list(post: &Post, manager: &Officer, alerts: usize) {
    let file = post.data.join("list.csv");
    std::fs::write(&file, long_list(alerts)).unwrap();
    let mut import = tokio::process::Command::new(support::limen().get_program());
    import.args(["alerts", "import", "--list", "sanctions", "--as", "kadiatou", "--data"]).arg(&post.data).arg(&file);
    let imported = import.output().await.unwrap();
    let said = String::from_utf8(imported.stdout).unwrap();
    assert!(imported.status.success(), "{said}{}", String::from_utf8_lossy(&imported.stderr));
    let proposal = format!("/alerts/proposal/{}", said.trim().rsplit('/').next().unwrap());
    let removed = compared(manager, &proposal).await;
    let typed = [&APPROVE[..], &[("removed", removed.as_str())]].concat();
    assert_eq!(manager.post(&proposal, &typed).await.status(), StatusCode::SEE_OTHER);
    until_in_force(manager).await;
}

/// Waits until a proposed list is compared with the one that holds; how many alerts it removes.
async fn compared(manager: &Officer, proposal: &str) -> String {
    for _ in 0..1_200 {
        if let Some(removed) = support::removed(&manager.page(proposal).await) {
            return removed;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{proposal} is not compared after two minutes");
}

/// Alerts of a list whose index takes some tens of MiB.
const LONG: usize = 100_000;
/// MiB of memory that may be taken after further replacements beyond the first: less than one index of that list.
const MOST_MORE_MIB: u64 = 16;

#[tokio::test(flavor = "multi_thread")]
async fn memory_is_given_back_each_time_a_long_list_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let managers = ["kadiatou", "seydou"].map(|id| (id.to_owned(), Role::AlertManager));
    support::new_post(folder.path(), managers).await;
    let post = Post::serve(folder.path());
    let seydou = Officer::sign_in_at(&post.address, "seydou", "/alerts").await;
    let start = taken_mib(&post);
    let mut after_first = None;
    for round in 1..=2 {
        replace_list(&post, &seydou, LONG).await;
        let with = taken_mib(&post);
        replace_list(&post, &seydou, 1_000).await;
        // The thread that made the index ends after ten seconds without work, and what it had is given back then.
        let (mut after, most) = (u64::MAX, after_first.map_or(0, |first| first + MOST_MORE_MIB));
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            after = after.min(taken_mib(&post));
            if after <= most {
                break;
            }
        }
        println!("{LONG} alerts, round {round}: {start} MiB at the start, {with} MiB with them, {after} MiB without");
        // What a program takes once, such as the caches of its database, it has taken after the first round.
        let first = *after_first.get_or_insert(after);
        assert!(after <= first + MOST_MORE_MIB, "{after} MiB are taken, and {first} were after the first round");
        assert!(after < with || round > 1, "{after} MiB without the list, {with} MiB with it");
    }
}
