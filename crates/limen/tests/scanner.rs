//! A scanner's folder in which files are swapped all the time, beside a running post. What is taken from it, and what is not,
//! is shown at the pages (`crates/web/tests/pages/scanner.rs`).
#![allow(clippy::unwrap_used)]

mod support;

use limen_domain::Role;
use limen_test_support::documents::{scanned_page, shade_of};
use reqwest::StatusCode;
use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use support::{Officer, Post, limen, zone_of};

#[tokio::test]
async fn files_that_are_swapped_for_pipes_and_links_hold_no_request_and_the_post_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (data, scanner) = (folder.path().join("KRM"), folder.path().join("scanner"));
    fs::create_dir(&data).unwrap();
    fs::create_dir(&scanner).unwrap();
    support::new_post(&data, [("aminata".to_owned(), Role::FirstLine)]).await;
    let mut command = limen();
    command.args(["serve", "--port", "0", "--data"]).arg(&data).arg("--scanner").arg(&scanner);
    let mut post = Post::start(command, data, None);
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("GIN", "GN600", "DIABATE")).await;

    let (good, secret) = (scanned_page(100), folder.path().join("secret.jpg"));
    fs::write(&secret, scanned_page(200)).unwrap();
    let file = scanner.join("scan.jpg");
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let swapping = {
        let (done, file, good) = (done.clone(), file.clone(), good.clone());
        let beside = folder.path().join("beside");
        std::thread::spawn(move || {
            let put = |make: &dyn Fn(&Path)| {
                make(&beside);
                fs::rename(&beside, &file).unwrap();
            };
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                put(&|path| fs::write(path, &good).unwrap());
                put(&|path| symlink(&secret, path).unwrap());
                put(&|path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success()));
            }
        })
    };
    let begin = Instant::now();
    for _ in 0..4 {
        let status = officer.post(&format!("/crossing/{id}/pictures/scanned"), &[]).await.status();
        assert!(status != StatusCode::GATEWAY_TIMEOUT && status != StatusCode::SERVICE_UNAVAILABLE, "{status}");
    }
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    swapping.join().unwrap();
    assert!(begin.elapsed() < Duration::from_secs(40));
    for picture in officer.read(&format!("/crossing/{id}/pictures")).await.pictures() {
        let kept = officer.get(picture).await.bytes().await.unwrap();
        assert_eq!(shade_of(&kept), 100, "what a link led to was taken");
    }
    let begin = Instant::now();
    assert!(post.terminate());
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}
