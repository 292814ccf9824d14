//! The pictures of the docs, taken from the pages of demonstrations in a real Chromium, and written to `docs/pictures`: a file
//! for each group of pages. Pages that are only opened stand in tables. Once all are taken, it is said which page has none.
#![allow(clippy::unwrap_used, reason = "what goes wrong with the browser ends the taking of pictures")]

mod alerts;
mod chips;
mod corrections;
mod counter;
mod documents;
mod drawn;
mod flows;
mod headquarters;
mod neighbours;
mod office;
mod people;
mod post;
mod rights;
mod second_line;

use crate::{
    Outcome,
    browser::{self, Browser},
    support::{Officer, Post},
};
use clap::ValueEnum;
use fantoccini::{Client, Locator};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::Mutex,
    time::Duration,
};

/// Pages whose pictures are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// The counter and the day
    Counter,
    /// What officers ask to have corrected
    Corrections,
    /// Alert managers' pages
    Alerts,
    /// The second line and protection
    SecondLine,
    /// Parties, visas, tallies, the camera
    Post,
    /// What is read of documents: chips, light, seals, cameras, reference documents, certificates
    Documents,
    /// Headquarters' board and a post's link
    Network,
    /// Two states at one border: counts of both, an agreement, notices, where the next post should be
    Neighbours,
    /// Flows, reports and a bulletin
    Flows,
    /// The audit and reference lists
    Office,
    /// Rights of travellers
    Rights,
    /// One's own account, people and devices
    People,
}

/// Takes the pictures of some groups; of all where none is named, and then says which pages have none.
pub(crate) async fn run(groups: &[Group]) -> Outcome {
    let all = Group::value_variants();
    for group in if groups.is_empty() { all } else { groups } {
        match group {
            Group::Counter => counter::take_all().await,
            Group::Corrections => corrections::take_all().await,
            Group::Alerts => alerts::take_all().await,
            Group::SecondLine => second_line::take_all().await,
            Group::Post => post::take_all().await,
            Group::Documents => documents::take_all().await,
            Group::Network => headquarters::take_all().await,
            Group::Neighbours => neighbours::take_all().await,
            Group::Flows => flows::take_all().await,
            Group::Office => office::take_all().await,
            Group::Rights => rights::take_all().await,
            Group::People => people::take_all().await,
        }
    }
    let left = if groups.is_empty() { not_taken() } else { Vec::new() };
    if left.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("these pages have no picture; add them to xtask/src/pictures: {}", left.join(", ")).into())
}

/// The languages of the pages, in the order in which pictures are taken.
const LANGUAGES: [&str; 2] = ["fr", "en"];

/// The sizes of windows: what the names of their pictures end in, width, height, and whether it is a phone.
const SIZES: [(&str, u32, u32, bool); 2] = [("", 1366, 768, false), ("-phone", 390, 844, true)];

/// A browser of each of the [`SIZES`], with what the names of its pictures end in.
async fn of_size((ending, width, height, is_phone): (&'static str, u32, u32, bool)) -> (Browser, &'static str) {
    let browser = if is_phone { Browser::phone(width, height).await } else { Browser::start(width, height).await };
    (browser, ending)
}

/// Addresses that show no page: a file, a stream, a picture, what only leads on; and what stands only after a restore.
const NO_PAGES: [&str; 23] = [
    "/",
    "/counter/scan",
    "/counter/decide",
    "/counter/panel",
    "/counter/withdraw",
    "/counter/picture",
    "/counter/picture/folder",
    "/counter/picture/scanner",
    "/counter/seen/{id}/{line}/{place}",
    "/counter/phone",
    "/counter/reader",
    "/crossing/{id}/picture/{sha256}",
    "/day.csv",
    "/devices/authority",
    "/documents/picture/{sha256}",
    "/lists/file/{kind}",
    "/live",
    "/neighbours/agreement/{name}/file",
    "/neighbours/card",
    "/neighbours/{state}/stick",
    "/network/continue",
    "/network/stick",
    "/network/stick/{node}",
];

/// The paths of the pages of which pictures were taken.
static TAKEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The addresses of pages that no picture shows.
fn not_taken() -> Vec<&'static str> {
    let taken = TAKEN.lock().unwrap();
    let pages = limen_web::access::table().into_iter().filter(|access| access.method == "GET");
    let paths = pages.map(|access| access.path).filter(|path| !NO_PAGES.contains(path));
    paths.filter(|path| !taken.iter().any(|shown| is_of(shown, path))).collect()
}

/// Whether a path is one of an address with places for names in braces.
fn is_of(path: &str, address: &str) -> bool {
    let (mut parts, mut places) = (path.split('/'), address.split('/'));
    loop {
        match (parts.next(), places.next()) {
            (None, None) => return true,
            (Some(part), Some(place)) if place == part || place.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// Takes a picture of what the window shows.
async fn take(client: &Client, name: &str) {
    // Let what was lit after a change come to rest.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    std::fs::create_dir_all(folder()).unwrap();
    std::fs::write(folder().join(format!("{name}.png")), client.screenshot().await.unwrap()).unwrap();
    let address = client.current_url().await.unwrap();
    TAKEN.lock().unwrap().insert(address.path().to_owned());
}

/// Where pictures are kept.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures")
}

/// Turns a paper to pictures, page by page.
fn page_by_page(pdf: &Path, name: &str) {
    let drawn = Command::new("pdftoppm").args(["-png", "-r", "90"]).arg(pdf).arg(folder().join(name)).status();
    assert!(drawn.is_ok_and(|status| status.success()), "pdftoppm (poppler-utils) turns papers to pictures");
}

async fn click(client: &Client, css: &str) {
    client.find(Locator::Css(css)).await.unwrap().click().await.unwrap();
}

async fn fill(client: &Client, css: &str, text: &str) {
    client.find(Locator::Css(css)).await.unwrap().send_keys(text).await.unwrap();
}

/// Chooses a file in a form, and sends it.
async fn send_file(client: &Client, form: &str, file: &Path) {
    // The driver takes no path with `..` in it.
    let file = &file.canonicalize().unwrap();
    fill(client, &format!("{form} input[type=file]"), file.to_str().unwrap()).await;
    click(client, &format!("{form} button")).await;
}

async fn open(client: &Client, address: &str, path: &str) {
    client.goto(&format!("{address}{path}")).await.unwrap();
}

/// Turns the page that is open to a language, where it is in another one. The page has the bar.
async fn turn(client: &Client, language: &str) {
    let spoken = client.find(Locator::Css("html")).await.unwrap().attr("lang").await.unwrap();
    if spoken.as_deref() != Some(language) {
        browser::speak(client, language).await;
    }
}

/// Opens pages by name and path, and takes their pictures in each language; `ending` is put behind the names. The first
/// page has the bar, by which the language is turned.
async fn visit(client: &Client, address: &str, ending: &str, pages: &[(&str, &str)]) {
    for language in LANGUAGES {
        let Some((_, first)) = pages.first() else { return };
        open(client, address, first).await;
        turn(client, language).await;
        for (name, path) in pages {
            open(client, address, path).await;
            take(client, &format!("{name}{ending}-{language}")).await;
        }
    }
}

/// Who looks at records says what for.
const AT_RECORDS: [&str; 4] = ["aminata", "ibrahima", "mariam", "oumar"];

/// Someone signs in, in place of whoever was there, and names a purpose where their pages ask for one.
async fn enter_as(client: &Client, address: &str, account: &str) {
    open(client, address, "/sign-in").await;
    client.delete_all_cookies().await.unwrap();
    browser::enter(client, address, account).await;
    browser::is_in(client).await;
    if AT_RECORDS.contains(&account) {
        browser::name_purpose(client, address, "/day").await;
    }
}

/// Lays a document on the reader, without one that waits.
async fn scan(client: &Client, post: &Post, zone: &str) {
    open(client, &post.address, "/counter").await;
    fill(client, "#mrz", zone).await;
    client.wait().for_element(Locator::Css(".instrument")).await.unwrap();
}

/// Sets the traveller aside, so that the next one can come.
async fn set_aside(client: &Client, post: &Post) {
    open(client, &post.address, "/counter?panel=withdraw").await;
    // An alert that was not judged asks why the traveller goes.
    if let Ok(reason) = client.find(Locator::Css("input[value=left][form=withdraw]")).await {
        reason.click().await.unwrap();
    }
    click(client, "button[form=withdraw]").await;
    client.wait().for_element(Locator::Css(".ready")).await.unwrap();
}

/// A demonstration with so many past crossings.
fn demo_with(crossings: &str) -> Post {
    let folder = tempfile::tempdir().unwrap();
    let mut command = crate::support::limen();
    command.args(["demo", "--port", "0", "--crossings", crossings, "--data"]).arg(folder.path());
    let data = folder.path().to_owned();
    Post::start(command, data, Some(folder))
}

/// The page to which a form led.
async fn sent_to(officer: &Officer, path: &str, fields: &[(&str, &str)]) -> String {
    led_to(&officer.post(path, fields).await)
}

/// Where an answer leads.
fn led_to(answer: &reqwest::Response) -> String {
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_by_the_address_of_its_page() {
        assert!(is_of("/crossing/0198f0e2/notice", "/crossing/{id}/notice"));
        assert!(is_of("/visas", "/visas"));
        for (path, address) in [("/crossing/0198f0e2", "/crossing/{id}/notice"), ("/visas/new", "/visas"), ("/a", "/b")]
        {
            assert!(!is_of(path, address), "{path} {address}");
        }
    }

    #[test]
    fn what_is_said_to_be_no_page_is_an_address_that_there_is() {
        let table = limen_web::access::table();
        for path in NO_PAGES {
            assert!(table.iter().any(|access| access.method == "GET" && access.path == path), "{path}");
        }
    }
}
