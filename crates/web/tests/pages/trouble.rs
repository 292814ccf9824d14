//! A post whose database fails: the counter says that it can't record, and does not pretend. What a full disk does is shown
//! where there is a program (`crates/limen/tests/trouble.rs`).

use crate::support::{
    Answer, Officer, Post,
    documents::{numbered, of_child},
};
use axum::http::StatusCode;
use sqlx::Connection;
use std::os::unix::fs::FileExt;

/// A post, its officer, and a traveller who waits before her.
async fn someone_waits() -> (Post, Officer, String) {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&numbered(1, "DIALLO")).await;
    (post, officer, id)
}

async fn admit(officer: &Officer, id: &str) -> Answer {
    officer.post("/counter/decide", &[("presentation", id), ("decision", "admit"), ("mode", "bus")]).await
}

#[tokio::test]
async fn a_locked_database_is_said_and_the_traveller_still_waits_when_it_is_free() {
    let (post, officer, id) = someone_waits().await;
    let mut other = post.database().await;
    let lock = other.begin_with("begin immediate").await.expect("locked");
    let answer = admit(&officer, &id).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let page = answer.page();
    assert!(page.says("store-locked-meaning") && page.says("store-locked-advice"), "{}", page.text());
    lock.rollback().await.expect("free");
    assert_eq!(admit(&officer, &id).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn while_nothing_can_be_noted_the_counter_shows_the_traveller_who_waits_and_nobody_beside_them() {
    let (post, officer, mother) = someone_waits().await;
    assert_eq!(admit(&officer, &mother).await.status(), StatusCode::SEE_OTHER);
    let scanned = officer.post("/counter/scan", &[("mrz", &of_child("GN513", "DIALLO"))]).await;
    assert_eq!(scanned.status(), StatusCode::SEE_OTHER);
    let mut other = post.database().await;
    let lock = other.begin_with("begin immediate").await.expect("locked");
    let answer = officer.get("/counter").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.page();
    assert!(page.text().contains("GN513") && !page.choices("adult").iter().any(|(adult, _)| *adult == mother));
    lock.rollback().await.expect("free");
    let page = officer.page("/counter").await;
    assert!(page.choices("adult").iter().any(|(adult, _)| *adult == mother), "{}", page.text());
}

#[tokio::test]
async fn a_database_that_was_taken_away_is_said() {
    let (post, officer, id) = someone_waits().await;
    let elsewhere = post.file().with_file_name("elsewhere");
    std::fs::rename(post.file(), &elsewhere).expect("moved");
    let answer = admit(&officer, &id).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.page().says("store-missing-title"), "{}", answer.page().text());
    std::fs::rename(elsewhere, post.file()).expect("moved");
    assert_eq!(admit(&officer, &id).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_damaged_database_is_said() {
    let (post, officer, id) = someone_waits().await;
    // Everything behind the first page is overwritten, as a failing disk does; the log is brought in first.
    let mut other = post.database().await;
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut other).await.expect("brought in");
    drop(other);
    let mut bytes = std::fs::read(post.file()).expect("read");
    bytes[4096..].fill(0xa5);
    // Written in place: the file stays the one that was opened.
    let file = std::fs::OpenOptions::new().write(true).open(post.file()).expect("opened");
    file.write_all_at(&bytes, 0).expect("written");
    let mut said = false;
    for _ in 0..3 {
        let answer = admit(&officer, &id).await;
        assert!(!answer.status().is_redirection(), "it pretends");
        said = answer.page().says("store-damaged-title");
    }
    assert!(said);
}
