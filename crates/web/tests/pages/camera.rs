//! Documents read by camera: from a file, from frames, from a scanner's folder, from the officer's own phone. What was read
//! surely is a scan; what is in doubt is compared first; the picture of the page is kept.

use crate::{
    devices::device,
    support::{Answer, Officer, PASSWORD, Page, Post, documents},
};
use axum::http::StatusCode;
use serde_json::Value;
use std::{fs, os::unix::fs::PermissionsExt};

/// A page that is surely read, and the zone on it.
const SURE: (&[u8], &str) = (
    include_bytes!("../../../optics/tests/pictures/scan-td3.jpg"),
    include_str!("../../../optics/tests/pictures/scan-td3.txt"),
);
/// A page that is read and not sure: on a table, from the side.
const IN_DOUBT: (&[u8], &str) = (
    include_bytes!("../../../optics/tests/pictures/table-mrva.jpg"),
    include_str!("../../../optics/tests/pictures/table-mrva.txt"),
);

async fn sends(officer: &Officer, path: &str, picture: &[u8]) -> Answer {
    officer.send_file(path, &[], "page.jpg", picture).await
}

/// What a page's script hears of a frame.
async fn hears(officer: &Officer, path: &str, picture: &[u8]) -> Value {
    let answer = sends(officer, path, picture).await;
    assert_eq!(answer.status(), StatusCode::OK, "{}", answer.text());
    serde_json::from_slice(&answer.bytes).expect("JSON")
}

fn text<'a>(heard: &'a Value, field: &str) -> &'a str {
    heard[field].as_str().unwrap_or_default()
}

/// How many pictures are kept beside the traveller who waits.
async fn kept(officer: &Officer, id: &str) -> usize {
    let shown = officer.page(&format!("/crossing/{id}/pictures")).await;
    let start = format!("/crossing/{id}/picture/");
    shown.pictures().into_iter().filter(|address| address.starts_with(&start)).count()
}

/// Whether nobody waits at the counter.
async fn is_empty(officer: &Officer) -> bool {
    officer.page("/counter").await.value("presentation").is_none()
}

#[tokio::test]
async fn a_page_that_is_surely_read_is_a_scan_and_its_picture_is_kept_with_the_record() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let opened = officer.post("/counter/camera", &[]).await;
    assert_eq!(opened.to(), "/counter/camera");
    let answer = sends(&officer, "/counter/picture", SURE.0).await;
    assert_eq!((answer.status(), answer.to()), (StatusCode::SEE_OTHER, "/counter"), "{}", answer.text());
    let id = officer.waiting().await;
    assert!(officer.page("/counter").await.says("source-camera"));
    assert_eq!(kept(&officer, &id).await, 1);
    let presented = post.journal("traveller-presented").await;
    assert!(presented[0].contains(r#""source":"camera""#), "{presented:?}");
    let number: String = SURE.1.lines().nth(1).expect("a line").chars().take(9).collect();
    assert!(presented[0].contains(number.trim_end_matches('<')), "{presented:?}");
}

#[tokio::test]
async fn a_page_in_doubt_is_compared_before_anyone_is_presented_each_doubtful_character_beside_its_picture() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let answer = sends(&officer, "/counter/picture", IN_DOUBT.0).await;
    let address = answer.to().to_owned();
    assert!(address.starts_with("/counter/seen/"), "{} {address}", answer.status());
    assert!(is_empty(&officer).await);
    let shown = officer.page(&address).await;
    let pictures: Vec<String> = shown.pictures().into_iter().map(str::to_owned).collect();
    assert!(pictures.len() >= 3, "{pictures:?}");
    for picture in pictures {
        let picture = officer.get(&picture).await;
        assert_eq!((picture.status(), picture.header("content-type")), (StatusCode::OK, "image/png"));
    }
    // Whoever sends it on without comparing is led back to it.
    let seen = address.rsplit('/').next().expect("an identifier");
    let past = officer.post("/counter/scan", &[("mrz", IN_DOUBT.1), ("seen", seen)]).await;
    assert_eq!(past.to(), address);
    assert!(is_empty(&officer).await);
    // Another counter's page is nobody else's.
    let other = post.sign_in("oumar").await;
    assert_eq!(other.get(&address).await.to(), "/counter/camera");
    let compared = officer.post(&address, &[("mrz", IN_DOUBT.1)]).await;
    assert_eq!(compared.to(), "/counter", "{}", compared.text());
    let id = officer.waiting().await;
    assert!(officer.page("/counter").await.says("source-compared"));
    assert_eq!(kept(&officer, &id).await, 1);
    let again = officer.post(&address, &[("mrz", IN_DOUBT.1)]).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.page().says("eye-gone"), "a page goes on once");
}

#[tokio::test]
async fn what_the_officer_chooses_in_place_of_what_was_read_is_noted_with_what_was_read() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let answer = sends(&officer, "/counter/picture", IN_DOUBT.0).await;
    let (address, read) = (answer.to().to_owned(), IN_DOUBT.1.trim());
    // The last letter of the name field, a filler, is said to be a letter; where the zone was changed, that counts.
    let chosen = [("mrz", read), ("at-0-43", "X"), ("at-9-9", "X"), ("at-x", "X")];
    assert_eq!(officer.post(&address, &chosen).await.to(), "/counter");
    let presented = post.journal("traveller-presented").await;
    let first = read.lines().next().expect("a line");
    let changed = format!("{}X", &first[..43]);
    assert!(presented[0].contains(&changed) && presented[0].contains(r#""kind":"amended""#), "{presented:?}");
    assert!(officer.page("/counter").await.says("doubt-amended-from"));
}

#[tokio::test]
async fn a_picture_that_is_not_read_is_refused_in_words_and_nobody_is_presented() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let large = vec![0; 12 * 1024 * 1024 + 1];
    let cases: [(&[u8], &str); 4] = [
        (&documents::picture_of(400), "eye-no-zone"),
        (b"no picture at all", "eye-no-picture"),
        (&SURE.0[..400], "eye-damaged"),
        (&large, "eye-too-large"),
    ];
    for (picture, message) in cases {
        let answer = sends(&officer, "/counter/picture", picture).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        assert!(answer.page().says(message), "{message}: {}", answer.page().text());
    }
    assert!(is_empty(&officer).await);
    let without_key = officer.send_file("/counter/picture", &[("form_key", "another")], "page.jpg", SURE.0).await;
    assert_eq!(without_key.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn frames_are_looked_at_until_one_is_sure_or_two_say_the_same() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let heard = hears(&officer, "/counter/frame", &documents::picture_of(400)).await;
    assert_eq!(text(&heard, "state"), "again");
    assert!(!text(&heard, "said").is_empty(), "why is said in words");
    assert_eq!(text(&hears(&officer, "/counter/frame", IN_DOUBT.0).await, "state"), "again");
    let twice = hears(&officer, "/counter/frame", IN_DOUBT.0).await;
    assert_eq!((text(&twice, "state"), text(&twice, "zone")), ("read", IN_DOUBT.1.trim()));
    let sure = hears(&officer, "/counter/frame", SURE.0).await;
    assert_eq!((text(&sure, "state"), text(&sure, "zone")), ("read", SURE.1.trim()));
    let scan = [("mrz", text(&sure, "zone")), ("seen", text(&sure, "seen"))];
    assert_eq!(officer.post("/counter/scan", &scan).await.to(), "/counter");
    let id = officer.waiting().await;
    assert!(officer.page("/counter").await.says("source-camera"));
    assert_eq!(kept(&officer, &id).await, 1);
    // A page goes on once.
    assert_eq!(officer.post("/counter/scan", &scan).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let large = vec![0; 2 * 1024 * 1024 + 1];
    assert_eq!(sends(&officer, "/counter/frame", &large).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_second_document_before_the_camera_asks_first_and_its_picture_goes_with_the_answer() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let first = officer.scan(&documents::passport("GIN", "GN700", "DIABATE")).await;
    let asked = sends(&officer, "/counter/picture", SURE.0).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    let shown: Page = asked.page();
    let seen = shown.values("seen").into_iter().find(|seen| !seen.is_empty()).expect("the page goes along");
    let replace = [("mrz", SURE.1), ("seen", seen.as_str()), ("replace", first.as_str())];
    assert_eq!(officer.post("/counter/scan", &replace).await.to(), "/counter");
    let id = officer.waiting().await;
    assert_ne!(id, first);
    assert_eq!(kept(&officer, &id).await, 1);
}

#[tokio::test]
async fn what_an_officers_phone_reads_comes_to_their_counter_until_one_of_the_two_signs_out() {
    let post = Post::new().await;
    let (counter, other, mariam) =
        (post.sign_in("aminata").await, post.sign_in("oumar").await, post.sign_in("mariam").await);
    let mut phone = device(&post, &mariam, "Téléphone").await;
    phone.signs_in("aminata", PASSWORD).await;
    assert_eq!(text(&hears(&phone, "/camera/frame", SURE.0).await, "state"), "apart", "it serves no counter yet");
    let code = phone.page("/camera").await.part_of_class("p", "phone-code").text();
    let pair = async |officer: &Officer, code: &str| officer.post("/counter/phone", &[("code", code)]).await;
    for (officer, code) in [(&counter, "zzz 999"), (&other, code.as_str())] {
        let refused = pair(officer, code).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.page().says("eye-code-wrong"));
    }
    assert_eq!(pair(&counter, &code).await.to(), "/counter");
    assert!(phone.page("/camera").await.has_id("camera"), "the phone shows its camera");
    assert!(counter.page("/counter/camera").await.says("eye-phone-serves"));

    assert_eq!(counter.get("/counter/phone").await.status(), StatusCode::NO_CONTENT);
    assert_eq!(text(&hears(&phone, "/camera/frame", SURE.0).await, "state"), "read");
    let told = counter.get("/counter/phone").await;
    let told: Value = serde_json::from_slice(&told.bytes).expect("JSON");
    assert_eq!(counter.get("/counter/phone").await.status(), StatusCode::NO_CONTENT, "it is told once");
    assert_eq!(other.get("/counter/phone").await.status(), StatusCode::NO_CONTENT);
    let scan = [("mrz", text(&told, "zone")), ("seen", text(&told, "seen"))];
    assert_eq!(counter.post("/counter/scan", &scan).await.to(), "/counter");
    let id = counter.waiting().await;
    assert!(counter.page("/counter").await.says("source-camera"));
    assert_eq!(kept(&counter, &id).await, 1);

    counter.post("/sign-out", &[]).await;
    assert_eq!(text(&hears(&phone, "/camera/frame", SURE.0).await, "state"), "apart");
}

#[tokio::test]
async fn a_phone_scans_the_code_that_its_counter_shows_and_the_page_opens_with_it_filled_in() {
    let alone = Post::new().await;
    let officer = alone.sign_in("aminata").await;
    assert!(!officer.page("/counter/camera").await.says("eye-phone-scan"), "no phone could open it");
    let post = alone.started_for_devices("https://kouremale.local:8444").await;
    let (counter, mariam) = (post.sign_in("aminata").await, post.sign_in("mariam").await);
    let mut phone = device(&post, &mariam, "Téléphone").await;
    phone.signs_in("aminata", PASSWORD).await;
    let shown = counter.page("/counter/camera").await;
    let address = shown.texts("code").into_iter().find(|text| text.contains("/camera?counter=")).expect("an address");
    let path = address.trim().strip_prefix("https://kouremale.local:8444").expect("the address of this node");
    let opened = phone.page(path).await;
    let code = opened.value("code").expect("filled in");
    assert!(address.trim().ends_with(&code) && opened.says("phone-serve"), "{}", opened.text());
    assert!(!counter.page("/counter/camera").await.says("eye-phone-serves"), "opening it pairs nothing");
    let mut stranger = device(&post, &mariam, "Autre téléphone").await;
    stranger.signs_in("oumar", PASSWORD).await;
    let refused = stranger.post("/camera/pair", &[("code", &code)]).await;
    assert!(refused.status() == StatusCode::UNPROCESSABLE_ENTITY && refused.page().says("phone-code-wrong"));
    assert_eq!(phone.post("/camera/pair", &[("code", &code)]).await.to(), "/camera");
    assert!(phone.page("/camera").await.has_id("camera"));
    let serves = counter.page("/counter/camera").await;
    assert!(serves.says("eye-phone-serves") && !serves.contains("/camera?counter="));
    assert_eq!(text(&hears(&phone, "/camera/frame", SURE.0).await, "state"), "read");
    assert_eq!(counter.get("/counter/phone").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_newest_page_in_the_scanners_folder_is_read_and_moved_aside_and_one_without_a_zone_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let post = Post::new().await.started_with(Some(folder.path())).await;
    let officer = post.sign_in("aminata").await;
    let takes = async || officer.post("/counter/picture/folder", &[]).await;
    assert!(takes().await.page().says("pictures-none-scanned"));
    fs::write(folder.path().join("letter.jpg"), documents::scanned_page(100)).expect("written");
    let refused = takes().await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().contains("letter.jpg") && folder.path().join("letter.jpg").exists());
    fs::remove_file(folder.path().join("letter.jpg")).expect("removed");
    fs::write(folder.path().join("page.jpg"), SURE.0).expect("written");
    let read = takes().await;
    assert!(read.to() == "/counter" || read.to().starts_with("/counter/seen/"), "{}", read.text());
    assert!(!folder.path().join("page.jpg").exists(), "it is the next one's turn");
}

#[tokio::test]
async fn the_page_on_the_scanner_at_the_nodes_machine_is_read_and_one_that_is_off_is_said_to_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let (program, page) = (folder.path().join("scanimage"), folder.path().join("page.jpg"));
    fs::write(&page, SURE.0).expect("written");
    fs::write(&program, format!("#!/bin/sh\nexec cat {}\n", page.display())).expect("written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("set");
    let post = Post::new().await;
    let without = post.sign_in("aminata").await;
    assert!(!without.page("/counter/camera").await.says("eye-scanner"));
    assert_eq!(without.post("/counter/picture/scanner", &[]).await.status(), StatusCode::NOT_FOUND);
    let post = post.started_with_scanimage(&program).await;
    let officer = post.sign_in("aminata").await;
    assert!(officer.page("/counter/camera").await.says("eye-scanner"));
    assert_eq!(officer.post("/counter/picture/scanner", &[]).await.to(), "/counter");
    assert!(officer.page("/counter").await.says("source-camera"));
    fs::remove_file(&page).expect("removed");
    let off = officer.post("/counter/picture/scanner", &[]).await;
    assert_eq!(off.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(off.page().says("eye-scanner-failed"));
}

#[tokio::test]
async fn pages_of_the_camera_may_use_one_and_no_other_page_may() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&documents::passport("GIN", "GN701", "DIABATE")).await;
    let pictures = format!("/crossing/{id}/pictures");
    for (path, may) in
        [("/counter/camera", true), ("/camera", true), (&*pictures, true), ("/counter", false), ("/day", false)]
    {
        let policy = officer.get(path).await.header("permissions-policy").to_owned();
        assert_eq!(policy.contains("camera=(self)"), may, "{path}: {policy}");
        assert!(may || policy.contains("camera=()"), "{path}: {policy}");
    }
}
