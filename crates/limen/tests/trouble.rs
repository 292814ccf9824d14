//! A post whose disk is full: the counter says that it can't record, and does not pretend. What happens when the database is
//! locked, missing or damaged is shown at the pages (`crates/web/tests/pages/trouble.rs`).
#![allow(clippy::unwrap_used)]

mod support;

use reqwest::StatusCode;
use support::{Officer, Page, Post, limen};

async fn decide(officer: &Officer, id: &str) -> (StatusCode, String) {
    let answer = officer.post("/counter/decide", &[("presentation", id), ("decision", "admit"), ("mode", "bus")]).await;
    (answer.status(), answer.text().await.unwrap())
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
    let zone = officer.card("clean").await;
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
    assert!(Page::read(&said).says("store-disk-title"), "{said}");
    drop(post);
    let post = Post::serve(&made.data);
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let csv = officer.page("/day.csv").await;
    for id in &confirmed {
        assert_eq!(csv.matches(id.as_str()).count(), 1, "{id} was confirmed");
    }
}

/// A file system of a few megabytes; unmounted when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn make(megabytes: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "limen-test"]).arg(folder.path());
        assert!(mount.status().unwrap().success());
        Self(folder)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_disk_that_was_full_and_has_room_again_is_written_to_without_a_restart() {
    if !support::kernel_allows("a file system") {
        return;
    }
    let disk = SmallDisk::make(60);
    let data = disk.0.path().join("post");
    let mut command = limen();
    command.args(["demo", "--port", "0", "--crossings", "3000", "--data"]).arg(&data);
    let post = Post::start(command, data.clone(), None);
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let page = officer.read("/counter").await;
    assert!(page.says("disk-warning-others"), "she is told whom to tell: {}", page.text());
    for round in 0..3 {
        // Filled to the last byte, as a forgotten film or a log does.
        let filler = disk.0.path().join("filler");
        let mut file = std::fs::File::create(&filler).unwrap();
        while std::io::Write::write_all(&mut file, &[0; 4_096]).is_ok() {}
        // What the log has room for still fits.
        let mut said = String::new();
        for number in 0..500 {
            let zone = support::zone(1_000 * (round + 1) + number, "PLEIN");
            let answer = officer.post("/counter/scan", &[("mrz", &zone)]).await;
            if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
                said = answer.text().await.unwrap();
                break;
            }
            let waits = support::presentation(&officer.page("/counter").await);
            officer.post("/counter/withdraw", &[("presentation", &waits), ("why", "left")]).await;
        }
        assert!(Page::read(&said).says("store-full-title"), "round {round}: {said}");
        // Asked again and again, as officers do: the same answer, and nothing that stays.
        for _ in 0..5 {
            let answer = officer.post("/counter/scan", &[("mrz", &support::zone(90 + round, "PLEIN"))]).await;
            assert!(Page::read(&answer.text().await.unwrap()).says("store-full-title"), "round {round}");
        }
        drop(file);
        std::fs::remove_file(&filler).unwrap();
        let id = officer.scan(&support::zone(70 + round, "PLACE")).await;
        let (status, page) = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "round {round}: {page}");
    }
    let id = officer.scan(&support::zone(99, "APRES")).await;
    let (status, page) = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

#[tokio::test]
async fn a_second_program_is_told_that_the_folder_is_served_already() {
    let post = Post::demo();
    let second = limen().args(["serve", "--port", "0", "--data"]).arg(&post.data).output().unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("is served already") && said.contains(&post.child.id().to_string()), "{said}");
}
