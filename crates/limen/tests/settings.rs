//! What a node does with a setting of headquarters' that can't be read; what `limen.toml` no longer says is taken back.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{Network, run, try_run};
use reqwest::StatusCode;
use support::{Officer, Post};

#[tokio::test]
async fn the_doctor_names_a_setting_that_cant_be_read() {
    let mut post = Post::demo();
    post.terminate();
    let set = "insert into setting (name, value) values ('second-factor-roles', '[administrator')";
    sqlx::query(set).execute(&mut post.database().await).await.unwrap();
    let doctor = support::limen().args(["doctor", "--data", post.data.to_str().unwrap()]).output().unwrap();
    assert!(!doctor.status.success());
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("second-factor-roles"));
}

#[tokio::test]
async fn flows_whose_protection_cant_be_read_do_not_leave_the_house() {
    let mut network = Network::new().await;
    let hq = network.data("HQ");
    let hq = hq.to_str().unwrap();
    run(&["accounts", "add", "--data", hq, "--id", "djeneba", "--name", "djeneba", "--role", "analyst"]);
    network.settle("djeneba").await;
    network.start();
    let data = network.join("KRM", "KRM");
    network.headquarters.as_mut().unwrap().terminate();
    // Headquarters decides how flows are protected, and its word can't be read here.
    let store = network.open(&data).await;
    let shared = store.setting("flows-protection").await.unwrap();
    assert_eq!(shared.as_deref(), Some(r#"{"method":"hide","smallest":5}"#), "headquarters' protection came");
    store.set_setting("flows-protection", r#"{"method":"noise","epsilon":1}"#).await.unwrap();
    store.close().await;
    let mut post = Post::serve(&data);
    let analyst = Officer::sign_in_at(&post.address, "djeneba", "/flows").await;
    for used in ["publish", "inside"] {
        let asked =
            [("what", "figure:nationalities"), ("query", ""), ("form", "csv"), ("use", used), ("why", "ministère")];
        let answer = analyst.post("/flows/take", &asked).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{used}");
        assert!(answer.text().await.unwrap().contains("flows-protection"), "{used}");
    }
    let officer = Officer::sign_in(&post.address, "aminata").await;
    assert_eq!(officer.get("/counter").await.status(), StatusCode::OK, "the counter goes on");
    post.terminate();
    let store = network.open(&data).await;
    let journal = store.journal_after(store.node(), 0, usize::MAX).await.unwrap();
    assert!(journal.iter().all(|event| event.kind != "flows-exported"));
    store.close().await;
    let data = data.to_str().unwrap();
    let (done, _, error) = try_run(&["statistics", "tables", "--data", data, "--by", "nationality", "--publish"]);
    assert!(!done && error.contains("flows-protection"), "{error}");
}

#[tokio::test]
async fn what_the_file_of_settings_no_longer_says_is_taken_back_and_the_journal_says_so() {
    let mut network = Network::new().await;
    let file = network.data("HQ").join("limen.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let said = text.replace("#people_good_days = 60", "people_good_days = 7");
    for (text, days, changes) in [(&said, "7", 1), (&text, "60", 2)] {
        std::fs::write(&file, text).unwrap();
        network.start();
        network.headquarters.as_mut().unwrap().terminate();
        let store = network.store().await;
        assert_eq!(store.setting("people-good-days").await.unwrap().as_deref(), Some(days));
        let journal = store.journal_after(store.node(), 0, usize::MAX).await.unwrap();
        let changed = journal.iter().filter(|event| event.kind == "setting-changed");
        assert_eq!(changed.count(), changes, "what changed is noted, and nothing else");
        store.close().await;
    }
}
