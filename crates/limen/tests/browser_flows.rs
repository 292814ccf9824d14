//! The board of flows, early warning, a report and the question page in a real browser.
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::{Browser, enter, enter_with, is_accessible, press, shows};
use fantoccini::{Locator, key::Key};
use support::Post;

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_about_flows_can_be_read_by_everyone_in_both_languages() {
    let post = Post::demo();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter(client, &post.address, "djeneba").await;
    shows(client, "Entrées").await;
    let pages = [
        "/flows",
        "/flows?days=30&nationality=GIN",
        "/flows/warnings",
        "/flows/reports",
        "/flows/reports/month:2026-10",
        "/flows/take?what=figure:ages",
        "/flows/questions",
    ];
    for language in ["fr", "en"] {
        if language == "en" {
            client.find(Locator::Css("button[value=en]")).await.unwrap().click().await.unwrap();
            shows(client, "Sign out").await;
        }
        for path in pages {
            client.goto(&format!("{}{path}", post.address)).await.unwrap();
            is_accessible(client, path).await;
        }
    }
    // A table is one key away: on the summary, Enter opens it.
    client.goto(&format!("{}/flows", post.address)).await.unwrap();
    let summary = client.find(Locator::Css("#figure-nationalities summary")).await.unwrap();
    client.execute("document.querySelector('#figure-nationalities summary').focus()", vec![]).await.unwrap();
    press(client, Key::Enter).await;
    let open = client.find(Locator::Css("#figure-nationalities details[open] table")).await;
    assert!(open.is_ok(), "{}", summary.html(false).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_about_flows_fit_a_phone() {
    let post = Post::demo();
    let browser = Browser::phone(390, 844).await;
    let client = &browser.client;
    enter(client, &post.address, "djeneba").await;
    shows(client, "Entrées").await;
    for path in
        ["/flows", "/flows/warnings", "/flows/reports", "/flows/reports/week:2026-11-16", "/flows/take?what=series"]
    {
        client.goto(&format!("{}{path}", post.address)).await.unwrap();
        let width = "return document.documentElement.scrollWidth";
        assert_eq!(client.execute(width, vec![]).await.unwrap(), 390, "{path} is wider than a phone");
    }
}

/// How soon the board is painted with a large past: `cargo xtask flows --data DIR` makes one and prints a password;
/// `LIMEN_BENCH_DATA=DIR LIMEN_BENCH_PASSWORD=… cargo nextest run --release --workspace -E 'test(first_paint)'
/// --run-ignored only --no-capture` measures.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn the_first_paint_of_the_board_is_measured() {
    let Some(data) = std::env::var_os("LIMEN_BENCH_DATA") else { return eprintln!("LIMEN_BENCH_DATA is not set") };
    let password = std::env::var("LIMEN_BENCH_PASSWORD").unwrap();
    let post = Post::serve(std::path::Path::new(&data));
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter_with(client, &post.address, "analyst", &password).await;
    shows(client, "Entrées").await;
    for path in ["/flows?days=90", "/flows?days=365", "/flows?days=365&nationality=GIN"] {
        let mut paints = Vec::new();
        for _ in 0..9 {
            client.goto(&format!("{}{path}", post.address)).await.unwrap();
            let script = "return performance.getEntriesByName('first-contentful-paint')[0].startTime";
            paints.push(client.execute(script, vec![]).await.unwrap().as_f64().unwrap());
        }
        paints.sort_by(f64::total_cmp);
        eprintln!("{path}: first paint after {:.0} ms (median of 9), {:.0} to {:.0}", paints[4], paints[0], paints[8]);
    }
}
