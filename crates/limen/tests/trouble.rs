//! A post whose disk or database fails: the counter says that it cannot record, and does not pretend.
#![allow(clippy::unwrap_used)]

mod support;

use reqwest::StatusCode;
use sqlx::Connection;
use support::{Officer, Post, limen};

async fn decide(officer: &Officer, id: &str) -> (StatusCode, String) {
    let answer = officer.post("/counter/decide", &[("presentation", id), ("decision", "admit"), ("mode", "bus")]).await;
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_locked_database_is_said_and_the_traveller_still_waits_when_it_is_free() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&officer.card("Voyageur connu, en règle").await).await;
    let mut other = post.database().await;
    let lock = other.begin_with("begin immediate").await.unwrap();
    let (status, page) = decide(&officer, &id).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.contains("base verrouillée") && page.contains("Rien n&#39;a été enregistré"), "{page}");
    lock.rollback().await.unwrap();
    assert_eq!(decide(&officer, &id).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_database_that_was_taken_away_is_said() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&officer.card("Voyageur connu, en règle").await).await;
    std::fs::rename(post.data.join("limen.sqlite"), post.data.join("elsewhere")).unwrap();
    let (status, page) = decide(&officer, &id).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.contains("base introuvable"), "{page}");
    std::fs::rename(post.data.join("elsewhere"), post.data.join("limen.sqlite")).unwrap();
    assert_eq!(decide(&officer, &id).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_damaged_database_is_said() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&officer.card("Voyageur connu, en règle").await).await;
    // Everything behind the first page is overwritten, as a failing disk does; the log is brought in first.
    let mut other = post.database().await;
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut other).await.unwrap();
    drop(other);
    let file = post.data.join("limen.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[4096..].fill(0xa5);
    // Written in place: the file stays the one that was opened.
    std::os::unix::fs::FileExt::write_all_at(&std::fs::OpenOptions::new().write(true).open(&file).unwrap(), &bytes, 0)
        .unwrap();
    let mut said = String::new();
    for _ in 0..3 {
        said = decide(&officer, &id).await.1;
        assert!(!said.contains("Enregistré"));
    }
    assert!(said.contains("base abîmée"), "{said}");
}

#[tokio::test]
async fn a_disk_that_takes_no_more_is_said_and_what_was_confirmed_is_kept() {
    let made = {
        let mut post = Post::demo();
        assert!(post.terminate());
        post
    };
    // The shell lets the program write no file beyond 600 KB: the log soon can't grow, as on a full disk.
    let mut shell = std::process::Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 1200; exec \"$0\" serve --port 0 --data \"$1\"";
    shell.args(["-c", script]).arg(limen().get_program()).arg(&made.data);
    let post = Post::start(shell, made.data.clone(), None);
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let zone = officer.card("Voyageur connu, en règle").await;
    let mut confirmed = Vec::new();
    let said = loop {
        let scanned = officer.post("/counter/scan", &[("mrz", &zone)]).await;
        if scanned.status() != StatusCode::SEE_OTHER {
            break scanned.text().await.unwrap();
        }
        let id = support::presentation(&officer.page("/counter").await);
        let (status, page) = decide(&officer, &id).await;
        if status != StatusCode::SEE_OTHER {
            break page;
        }
        confirmed.push(id);
        assert!(confirmed.len() < 2_000, "the disk never filled");
    };
    assert!(said.contains("Le poste ne peut rien enregistrer"), "{said}");
    drop(post);
    let post = Post::serve(&made.data);
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let csv = officer.page("/day.csv").await;
    for id in &confirmed {
        assert_eq!(csv.matches(id.as_str()).count(), 1, "{id} was confirmed");
    }
}
