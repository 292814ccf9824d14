//! What travellers may ask of the service about their own data, on a running post.
#![allow(clippy::unwrap_used)]

mod support;

use limen_domain::{AccountId, ConfirmedErasure, ConfirmedErasures, CredentialChange, DataKind, Event};
use limen_store::{Credentials, Store, settings::CONFIRMED_ERASURES};
use reqwest::{StatusCode, header};
use std::{fs, path::Path, process::Stdio, time::Instant};
use support::{Officer, PASSWORD, Post, between, limen};

fn run(arguments: &[&str]) -> String {
    let output = limen().args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn whoever_asks_gets_everything_about_them_and_no_officers_name() {
    let post = Post::demo();
    let mariam = Officer::sign_in(&post.address, "mariam").await;
    let zone = support::zone_of("GIN", "RA1234567", "DIALLO");
    let id = mariam.scan(&zone).await;
    let (status, page) = mariam.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let document = "GIN RA1234567";

    let nana = Officer::sign_in_with(&post.address, "nana", PASSWORD, "/rights").await;
    let wrong =
        nana.post("/rights/person", &[("document", "<script>"), ("reference", "7/2026"), ("form", "readable")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.text().await.unwrap().contains("<script>\""));

    let asked = |form: &'static str| [("document", document), ("reference", "7/2026"), ("form", form)];
    let answer = nana.post("/rights/person", &asked("readable")).await;
    assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"limen-person.html\"");
    let readable = answer.text().await.unwrap();
    assert!(readable.contains("DIALLO") && readable.contains("RA1234567") && readable.contains("7/2026"));
    assert!(readable.contains("ni qu'il y en a un") || readable.contains("ni qu&#39;il y en a un"), "{readable}");
    let machine = nana.post("/rights/person", &asked("machine")).await.text().await.unwrap();
    for name in ["mariam", "Mariam", "KRM-01"] {
        assert!(!readable.contains(name) && !machine.contains(name), "{name} is named");
    }
    let machine: serde_json::Value = serde_json::from_str(&machine).unwrap();
    assert_eq!(machine["crossings"].as_array().unwrap().len(), 1);
    assert_eq!(machine["crossings"][0]["traveller"]["name"]["primary"], "DIALLO");
    // That it was put together is a look like any other.
    let looks = machine["looked_at"].as_array().unwrap();
    assert!(looks.iter().any(|look| look["kind"] == "person-reported"), "{looks:?}");

    // Nobody else may.
    for (account, home) in [("mariam", "/counter"), ("salif", "/audit"), ("fanta", "/lists")] {
        let other = Officer::sign_in_with(&post.address, account, PASSWORD, home).await;
        assert_eq!(other.get("/rights").await.status(), StatusCode::FORBIDDEN, "{account}");
    }
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
    assert!(nana.page("/rights").await.contains("Un effacement important attend deux personnes"));
    let proposed = nana.post("/rights/erasure", &[("data", "crossings")]).await;
    assert_eq!(proposed.status(), StatusCode::SEE_OTHER);
    let oumou = Officer::sign_in_at(&post.address, "oumou", "/rights").await;
    let page = oumou.page("/rights").await;
    let path = format!("/rights/erasure/{}", between(&page, "action=\"/rights/erasure/", "\""));
    let approval = |password| [("decision", "approve"), ("password", password), ("reason", "")];
    assert_eq!(nana.post(&path, &approval(PASSWORD)).await.status(), StatusCode::FORBIDDEN, "her own");
    assert_eq!(oumou.post(&path, &approval("wrong")).await.status(), StatusCode::FORBIDDEN, "without a password");
    assert_eq!(oumou.post(&path, &approval(PASSWORD)).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(oumou.post(&path, &approval(PASSWORD)).await.status(), StatusCode::FORBIDDEN, "once");
    let page = oumou.page("/rights").await;
    assert!(page.contains("sera effacé la nuit prochaine"), "the page says what was decided: {page}");
    assert!(!page.contains("Un effacement important attend deux personnes"), "nothing waits for them: {page}");
    assert!(!page.contains("action=\"/rights/erasure\""), "nor is it proposed again");
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
    let total = || -> u64 {
        let table = run(&["statistics", "tables", "--data", data, "--by", "direction", "--from", "2020-01-01"]);
        table.lines().filter_map(|line| line.rsplit(',').next()?.trim().parse::<u64>().ok()).sum()
    };
    let before = total();
    assert!(before > 1_000, "{before}");
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
    assert_eq!(total(), before, "who crossed is forgotten, how many is not");
    let register = run(&["data", "register", "--data", data, "--language", "fr"]);
    assert!(register.contains("60 jours") && register.contains("loi 2013-015, art. 12"), "{register}");
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
    confirmed.put(DataKind::Crossings, ConfirmedErasure { before: jiff::Timestamp::now(), by });
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
    let mut interrupted = 0;
    const KILLS: u32 = 8;
    for kill in 0..KILLS {
        let data = copy(&kill.to_string());
        let mut running = erase(&data);
        tokio::time::sleep(took * (kill + 1) / (KILLS + 1)).await;
        running.kill().unwrap();
        running.wait().unwrap();
        assert!(Post::serve(&data).terminate());
        let (noted, gone) = noted_and_gone(&data).await;
        assert_eq!(noted, gone, "killed as number {kill}, and started again");
        interrupted += u32::from(gone > 0 && gone < all);
        assert!(erase(&data).wait().unwrap().success());
        assert_eq!(noted_and_gone(&data).await, (all, all), "killed as number {kill}, and done the next night");
    }
    assert!(interrupted > 0, "no kill fell into the erasing");
}

#[tokio::test]
async fn what_a_traveller_claims_has_a_day_by_which_it_is_answered() {
    let post = Post::demo();
    let nana = Officer::sign_in_at(&post.address, "nana", "/rights").await;
    let claim = [
        ("right", "rectification"),
        ("reference", "2026/114"),
        ("document", "GIN GN7654321"),
        ("words", "né le 14 et non le 4"),
        ("received", "2026-01-05"),
        ("due", ""),
    ];
    assert_eq!(nana.post("/rights/claim", &claim).await.status(), StatusCode::SEE_OTHER);
    let page = nana.page("/rights").await;
    assert!(page.contains("échéance le 4 févr. 2026"), "thirty days, and it is late: {page}");
    let path = format!("/rights/claim/{}", between(&page, "action=\"/rights/claim/", "\""));
    let unsaid = nana.post(&path, &[("answer", "refused"), ("reason", " ")]).await;
    assert_eq!(unsaid.status(), StatusCode::BAD_REQUEST, "whoever is refused is told why");
    let answered = nana.post(&path, &[("answer", "granted"), ("reason", "corrigé par le poste")]).await;
    assert_eq!(answered.status(), StatusCode::SEE_OTHER);
    assert!(nana.page("/rights").await.contains("corrigé par le poste"));
    let again = nana.post(&path, &[("answer", "granted"), ("reason", "")]).await;
    assert_eq!(again.status(), StatusCode::NOT_FOUND, "answered once");
    for wrong in [("received", "2999-01-01"), ("due", "2025-01-01"), ("reference", " "), ("document", "?")] {
        let fields: Vec<_> = claim.iter().map(|field| if field.0 == wrong.0 { wrong } else { *field }).collect();
        assert_eq!(nana.post("/rights/claim", &fields).await.status(), StatusCode::BAD_REQUEST, "{wrong:?}");
    }
    // An auditor reads who looked, and keeps no register.
    let salif = Officer::sign_in_at(&post.address, "salif", "/audit").await;
    assert_eq!(salif.post("/rights/claim", &claim).await.status(), StatusCode::FORBIDDEN);
}
