//! What `limen.toml` says of a network is decided, and taken back once it no longer says it; a setting that can't be read is
//! named by the doctor and keeps flows in the house. What pages do then is shown at the pages
//! (`crates/web/tests/pages/settings.rs`, `flows.rs`).
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use limen_store::Store;
use network::{Network, try_run};

#[tokio::test]
async fn commands_name_a_setting_that_cant_be_read_and_let_no_flows_out() {
    let folder = tempfile::tempdir().unwrap();
    support::new_post(folder.path(), []).await;
    let store = Store::open(folder.path()).await.unwrap();
    store.set_setting("second-factor-roles", "[administrator").await.unwrap();
    store.set_setting("flows-protection", r#"{"method":"noise","epsilon":1}"#).await.unwrap();
    store.close().await;
    let data = folder.path().to_str().unwrap();
    let (done, out, _) = try_run(&["doctor", "--data", data]);
    assert!(!done && out.contains("second-factor-roles"), "{out}");
    let (done, _, error) = try_run(&["statistics", "tables", "--data", data, "--by", "nationality", "--publish"]);
    assert!(!done && error.contains("flows-protection"), "{error}");
}

#[tokio::test]
async fn what_the_file_of_settings_no_longer_says_is_taken_back_and_the_journal_says_so() {
    let mut network = Network::new().await;
    let file = network.data("HQ").join("limen.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let said = text
        .replace("#people_good_days = 60", "people_good_days = 7")
        .replace("#second_factor = [", "second_factor = [");
    for (text, days, roles, changes) in [(&said, "7", true, 2), (&text, "60", false, 4)] {
        std::fs::write(&file, text).unwrap();
        network.start();
        network.headquarters.as_mut().unwrap().terminate();
        let store = network.store().await;
        assert_eq!(store.setting("people-good-days").await.unwrap().as_deref(), Some(days));
        let demanded = store.setting("second-factor-roles").await.unwrap();
        assert_eq!(demanded.is_some_and(|roles| roles.contains("administrator")), roles);
        let journal = store.journal_after(store.node(), 0, usize::MAX).await.unwrap();
        let changed = journal.iter().filter(|event| event.kind == "setting-changed");
        assert_eq!(changed.count(), changes, "what changed is noted, and nothing else");
        store.close().await;
    }
}

#[tokio::test]
async fn periods_in_the_file_of_a_post_of_a_network_are_read_by_nobody_and_that_is_said() {
    let mut network = Network::new().await;
    network.start();
    let data = network.join("KRM", "KRM");
    let file = data.join("limen.toml");
    let said = std::fs::read_to_string(&file).unwrap();
    let periods = "[retention]\ncrossings = { days = 60, ground = \"loi 2013-015\" }";
    std::fs::write(&file, said.replace("[retention]", periods)).unwrap();
    let data = data.to_str().unwrap();
    for arguments in [&["data", "register", "--data", data][..], &["data", "erase", "--data", data, "--dry-run"]] {
        let (done, _, error) = try_run(arguments);
        assert!(!done && error.contains("headquarters decides how long"), "{arguments:?}: {error}");
    }
    let (done, out, _) = try_run(&["doctor", "--data", data]);
    assert!(!done && out.contains("nothing reads these periods"), "{out}");
}
