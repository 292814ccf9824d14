//! What is past its period is erased: by the command, by two people where it is much, and to its end if it is killed.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::SignedDuration;
use limen_domain::{AccountId, ConfirmedErasure, ConfirmedErasures, CredentialChange, DataKind, Event};
use limen_store::{Credentials, Store, settings::CONFIRMED_ERASURES};
use limen_test_support::is_said;
use limen_words::Language;
use reqwest::StatusCode;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use support::{Officer, PASSWORD, Post, limen};

fn run(arguments: &[&str]) -> String {
    let output = limen().args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// One person proposes that crossings be erased, and another approves it.
async fn two_people_approve(data: &str) {
    run(&["accounts", "add", "--data", data, "--id", "oumou", "--name", "Oumou", "--role", "data-protection"]);
    let store = Store::open(Path::new(data)).await.unwrap();
    let (oumou, own) = (AccountId::parse("oumou").unwrap(), limen_node::passwords::hash(PASSWORD).unwrap());
    let change = CredentialChange::Password;
    store.set_credentials(Some(&oumou), &oumou, &Credentials::of_password(own), change).await.unwrap();
    store.close().await;
    let mut post = Post::serve(Path::new(data));
    let nana = Officer::sign_in_at(&post.address, "nana", "/rights").await;
    assert!(nana.read("/rights").await.says("erasure-waits-warning"));
    let proposed = nana.post("/rights/erasure", &[("data", "crossings")]).await;
    assert_eq!(proposed.status(), StatusCode::SEE_OTHER);
    let oumou = Officer::sign_in_at(&post.address, "oumou", "/rights").await;
    let path = oumou.read("/rights").await.address("/rights/erasure/");
    let approval = |password| [("decision", "approve"), ("password", password), ("reason", "")];
    assert_eq!(nana.post(&path, &approval(PASSWORD)).await.status(), StatusCode::FORBIDDEN, "her own");
    assert_eq!(
        oumou.post(&path, &approval("wrong")).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY,
        "without a password"
    );
    assert_eq!(oumou.post(&path, &approval(PASSWORD)).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(oumou.post(&path, &approval(PASSWORD)).await.status(), StatusCode::FORBIDDEN, "once");
    let page = oumou.read("/rights").await;
    assert!(page.says("erasure-approved"), "the page says what was decided: {}", page.text());
    assert!(!page.says("erasure-waits-warning"), "nothing waits for them: {}", page.text());
    assert!(!page.addresses().contains(&"/rights/erasure"), "nor is it proposed again");
    for kind in ["erasure-proposed", "proposal-decided", "setting-changed"] {
        assert!(!post.journal(kind).await.is_empty(), "{kind}");
    }
    assert!(post.terminate());
}

#[tokio::test]
async fn what_is_past_its_period_is_erased_and_statistics_stay() {
    let mut post = Post::demo();
    assert!(post.terminate());
    let data = post.data.to_str().unwrap();
    let counts = |more: &[&str]| -> Vec<u64> {
        let table = run(&[&["statistics", "tables", "--data", data, "--from", "2020-01-01"], more].concat());
        table.lines().filter_map(|line| line.rsplit(',').next()?.trim().parse::<u64>().ok()).collect()
    };
    let published = || -> BTreeSet<String> {
        let by = ["--by", "post,month,nationality,sex", "--publish"];
        let table = run(&[&["statistics", "tables", "--data", data, "--from", "2020-01-01"][..], &by].concat());
        table.lines().map(str::to_owned).collect()
    };
    let (before, published_before) = (counts(&["--by", "direction"]).iter().sum::<u64>(), published());
    assert!(before > 1_000, "{before}");
    let past = (support::now() - SignedDuration::from_hours(24 * 70)).strftime("%Y-%m-%d").to_string();
    let of_the_past = ["--by", "post,day,nationality,sex", "--to", past.as_str()];
    assert!(counts(&of_the_past).iter().any(|count| count % 5 != 0), "each crossing is counted until then");
    let without = run(&["data", "erase", "--data", data, "--dry-run"]);
    assert!(without.contains("crossings: no period is set, nothing is erased"), "{without}");

    let wrong = "[retention]\ncrossings = { days = 3, ground = \"loi 2013-015\" }\n";
    fs::write(Path::new(data).join("limen.toml"), wrong).unwrap();
    let refused = limen().args(["serve", "--port", "0", "--data", data]).output().unwrap();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("can't be kept for less than 30 days"));

    let law = "[retention]\ncrossings = { days = 60, ground = \"loi 2013-015, art. 12\" }\n";
    fs::write(Path::new(data).join("limen.toml"), law).unwrap();
    let would = run(&["data", "erase", "--data", data, "--dry-run"]);
    assert!(would.contains(" events were recorded before ") && would.contains(", the oldest on "), "{would}");
    assert!(would.contains("that is much at once"), "before the file is in force: {would}");
    // A period that is set for the first time would erase most of what is held.
    let held_back = run(&["data", "erase", "--data", data]);
    assert!(held_back.contains("nothing goes until two people have said so"), "{held_back}");
    assert!(!run(&["journal", "verify", "--data", data]).contains(" erased"), "nothing went");
    let doctor = limen().args(["doctor", "--data", data]).output().unwrap();
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("LOOK   erasure: crossings: "));
    two_people_approve(data).await;
    let done = run(&["data", "erase", "--data", data]);
    assert!(done.contains("events erased"), "{done}");
    assert!(run(&["journal", "verify", "--data", data]).contains(" erased, head"));
    assert!(!run(&["journal", "rebuild", "--data", data]).contains("DIFFERED"));
    // Who crossed is forgotten, and how many is not: counts are left, and no row for each crossing.
    let after = counts(&["--by", "direction"]).iter().sum::<u64>();
    assert!(after.abs_diff(before) < 50, "{before} {after}");
    let differs: Vec<_> = published().symmetric_difference(&published_before).cloned().collect();
    assert_eq!(differs, [""; 0], "what was published stays");
    let past = counts(&of_the_past);
    assert!(past.len() > 50 && past.iter().all(|count| count % 5 == 0), "{past:?}");
    let register = run(&["data", "register", "--data", data, "--language", "fr"]);
    let kept = [("days", "60"), ("ground", "loi 2013-015, art. 12")];
    assert!(is_said(&register, Language::default(), "kept-for", &kept), "{register}");
}

/// What the journal says was erased, and what was.
async fn noted_and_gone(data: &Path) -> (u64, u64) {
    let store = Store::open(data).await.unwrap();
    let gone = store.verify().await.unwrap().iter().map(|journal| journal.erased).sum();
    let noted = store.erasures().await.unwrap().into_iter().map(|(_, event)| match event {
        Event::DataErased { events, .. } => events,
        _ => 0,
    });
    let noted = noted.sum();
    for table in store.rebuild().await.unwrap() {
        assert_eq!((table.only_in_journal, table.only_in_table), (0, 0), "{}", table.table);
    }
    store.close().await;
    (noted, gone)
}

#[tokio::test]
async fn an_erasure_that_is_killed_is_finished_by_the_next_start_and_noted_to_the_last_event() {
    let mut post = Post::demo();
    assert!(post.terminate());
    let law = "[retention]\ncrossings = { days = 60, ground = \"loi 2013-015, art. 12\" }\n";
    fs::write(post.data.join("limen.toml"), law).unwrap();
    let store = Store::open(&*post.data).await.unwrap();
    let mut confirmed = ConfirmedErasures::default();
    let by = ["nana", "oumou"].map(|id| AccountId::parse(id).unwrap());
    confirmed.put(DataKind::Crossings, ConfirmedErasure { before: support::now(), by });
    store.write(&CONFIRMED_ERASURES, &confirmed).await.unwrap();
    store.close().await;
    let folder = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let to = folder.path().join(name);
        fs::create_dir(&to).unwrap();
        for file in ["limen.sqlite", "limen.toml"] {
            fs::copy(post.data.join(file), to.join(file)).unwrap();
        }
        to
    };
    let erase =
        |data: &Path| limen().args(["data", "erase", "--data"]).arg(data).stdout(Stdio::null()).spawn().unwrap();
    let whole = copy("whole");
    let begin = Instant::now();
    assert!(erase(&whole).wait().unwrap().success());
    let took = begin.elapsed();
    let (noted, all) = noted_and_gone(&whole).await;
    assert!(all > 1_000 && noted == all, "{noted} of {all}");
    // Where in the run the erasing is hangs on the machine: each kill that fell before or after it says where to look next.
    let (mut early, mut late, mut interrupted) = (Duration::ZERO, took * 3 / 2, 0);
    const KILLS: u32 = 10;
    for kill in 0..KILLS {
        let data = copy(&kill.to_string());
        let at = early + (late - early) * (1 + kill % 3) / 4;
        let mut running = erase(&data);
        tokio::time::sleep(at).await;
        running.kill().unwrap();
        running.wait().unwrap();
        assert!(Post::serve(&data).terminate());
        let (noted, gone) = noted_and_gone(&data).await;
        assert_eq!(noted, gone, "killed as number {kill}, and started again");
        match gone {
            0 => early = at,
            gone if gone == all => late = at,
            _ => interrupted += 1,
        }
        assert!(erase(&data).wait().unwrap().success());
        assert_eq!(noted_and_gone(&data).await, (all, all), "killed as number {kill}, and done the next night");
    }
    assert!(interrupted > 0, "no kill fell into the erasing");
}
