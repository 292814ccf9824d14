//! The journal as proof: an event proved to someone who has only a public key, and tampering found by a post that holds
//! a copy.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use limen_exchange::vault::{self, Opener};
use limen_store::{Home, Store};
use network::{Network, journals, run, try_run, until};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;
use support::Officer;

/// What someone with all rights over the machine writes into the database's file.
async fn write_into(network: &Network, data: &Path, sql: &'static str) {
    let key = vault::open(data, &Opener::KeyFile(network.key_file())).unwrap().derive("limen database 1");
    let options = SqliteConnectOptions::new().filename(data.join("limen.sqlite"));
    let options = options.pragma("key", format!("\"x'{}'\"", limen_store::hex(&*key)));
    let mut database = SqliteConnection::connect_with(&options).await.unwrap();
    let done = sqlx::query(sql).execute(&mut database).await.unwrap();
    assert_eq!(done.rows_affected(), 1, "{sql}");
    database.close().await.unwrap();
}

#[tokio::test]
async fn an_event_is_proved_on_a_machine_that_has_nothing_but_the_key() {
    let network = Network::new().await;
    let data = network.data("HQ");
    let data = data.to_str().unwrap();
    let out = run(&["journal", "key", "--data", data]);
    let key = out.lines().next().unwrap();
    assert!(out.contains("limen/HQ/HQ\n"), "{out}");
    let proof = run(&["journal", "prove", "--data", data, "HQ/2"]);
    // Elsewhere there is the proof, and nothing else.
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("proof.json");
    std::fs::write(&file, &proof).unwrap();
    let said = run(&["journal", "check", file.to_str().unwrap(), "--key", key]);
    assert!(said.contains("The proof holds: event 2 of the journal HQ"), "{said}");
    assert!(said.contains("it says: {"), "{said}");
    // Without its content it holds too, and does not say of whom it speaks.
    let bare = run(&["journal", "prove", "--data", data, "HQ/2", "--without-content"]);
    std::fs::write(&file, &bare).unwrap();
    let said = run(&["journal", "check", file.to_str().unwrap(), "--key", key]);
    assert!(said.contains("The proof holds") && !said.contains("it says"), "{said}");
    // Changed anywhere, or with another key, it does not.
    std::fs::write(&file, proof.replace("account-added", "signed-in")).unwrap();
    let (holds, said, _) = try_run(&["journal", "check", file.to_str().unwrap(), "--key", key]);
    assert!(!holds && said.contains("does not hold"), "{said}");
    std::fs::write(&file, &proof).unwrap();
    let other = key.chars().rev().collect::<String>();
    let (holds, said, _) = try_run(&["journal", "check", file.to_str().unwrap(), "--key", &other]);
    assert!(!holds && said.contains("not signed with this key"), "{said}");
    for (event, why) in [("HQ/999999", "has no event 999999"), ("HQ", "names no event"), ("ZZZ/1", "has no event 1")] {
        let (done, _, error) = try_run(&["journal", "prove", "--data", data, event]);
        assert!(!done && error.contains(why), "{error}");
    }
}

#[tokio::test]
async fn an_administrator_who_cuts_or_edits_the_database_itself_is_found_and_the_event_named() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let mut post = support::Post::serve(&krm);
    let officer: Officer = network.sign_in(&post.address, "aminata", "/counter").await;
    let fields =
        [("primary", "DIALLO"), ("secondary", "Mamadou"), ("birth", "1992"), ("sex", "M"), ("nationality", "GIN")];
    officer.post("/counter/typed", &fields).await;
    // Headquarters holds the post's journal, and the end that the post signed.
    let hq = network.data("HQ");
    until("headquarters has the post's journal", || async {
        let (_, out, _) = try_run(&["journal", "verify", "--data", hq.to_str().unwrap()]);
        // All of it: what was signed before the officer signed in would do, too.
        out.contains("KRM: as its writer signed it") && journals(&hq).get("KRM") == journals(&krm).get("KRM")
    })
    .await;
    post.terminate();
    network.headquarters.as_mut().unwrap().terminate();
    let (krm_text, hq_text) = (krm.to_str().unwrap(), hq.to_str().unwrap());
    let sound = |data: &str| try_run(&["journal", "verify", "--data", data]);
    assert!(sound(krm_text).0 && sound(hq_text).0);

    // The chain alone does not show that its last link is gone; the signed end does.
    write_into(
        &network,
        &hq,
        "delete from event where node = 'KRM' and seq = (select max(seq) from event where node = 'KRM')",
    )
    .await;
    let (whole, out, _) = sound(hq_text);
    assert!(!whole && out.contains("it differs from the journal that its writer signed"), "{out}");

    // A word of what was recorded is changed: found, and named.
    write_into(
        &network,
        &krm,
        "update event set payload = replace(payload, '\"signed-in\"', '\"signed-in\" ') where kind = 'signed-in'",
    )
    .await;
    let (whole, out, _) = sound(krm_text);
    assert!(!whole && out.contains("BROKEN at event") && out.contains("its payload was changed"), "{out}");

    // Who did it is changed: found too.
    write_into(&network, &hq, "update event set actor = 'mariam' where node = 'KRM' and kind = 'signed-in'").await;
    let (whole, out, _) = sound(hq_text);
    assert!(!whole && out.contains("KRM: BROKEN at event"), "{out}");
}

#[tokio::test]
async fn a_post_says_that_headquarters_has_written_its_journal_anew() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let key = vault::open(&krm, &Opener::KeyFile(network.key_file())).unwrap();
    let setting = |name: &'static str| {
        let home = Home { folder: &krm, key: Some(&key) };
        async move {
            let store = Store::open(home).await.unwrap();
            let value = store.setting(name).await.unwrap();
            store.close().await;
            value
        }
    };
    let mut post = support::Post::serve(&krm);
    until("the post keeps headquarters' root", || async { setting("headquarters-root").await.is_some() }).await;
    post.terminate();
    network.headquarters.as_mut().unwrap().terminate();
    // An attacker with headquarters' database and key writes its journal anew, and signs it.
    let hq = network.data("HQ");
    write_into(&network, &hq, "update event set hash = zeroblob(32) where node = 'HQ' and seq = 1").await;
    // An hour passes.
    let kept = setting("headquarters-root").await.unwrap();
    let mut kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    kept["at"] = "2026-01-01T00:00:00Z".into();
    let store = network.open(&krm).await;
    store.set_setting("headquarters-root", &kept.to_string()).await.unwrap();
    store.close().await;
    network.start();
    let post = support::Post::serve(&krm);
    let officer = network.sign_in(&post.address, "mariam", "/counter").await;
    until("the post says so", || async { officer.read("/counter").await.says("link-rewritten-warning") }).await;
}
