//! The board of flows, early warning, a report and the question page in a real browser.
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::{Browser, enter, is_accessible, press, says};
use fantoccini::{Locator, key::Key};
use std::time::Duration;
use support::Post;

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_about_flows_can_be_read_by_everyone_in_both_languages_and_fit_a_phone() {
    let post = Post::demo();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter(client, &post.address, "djeneba").await;
    says(client, "flows-entries").await;
    let pages = [
        "/flows",
        "/flows?days=30&nationality=GIN",
        "/flows/waits",
        "/flows/warnings",
        "/flows/reports",
        "/flows/reports/month:2026-10",
        "/flows/take?what=figure:ages",
        "/flows/questions",
    ];
    for language in ["fr", "en"] {
        if language == "en" {
            client.find(Locator::Css("button[value=en]")).await.unwrap().click().await.unwrap();
            says(client, "sign-out").await;
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

    let telephone = Browser::phone(390, 844).await;
    let client = &telephone.client;
    enter(client, &post.address, "djeneba").await;
    says(client, "flows-entries").await;
    for path in
        ["/flows", "/flows/warnings", "/flows/reports", "/flows/reports/week:2026-11-16", "/flows/take?what=series"]
    {
        client.goto(&format!("{}{path}", post.address)).await.unwrap();
        let width = "return document.documentElement.scrollWidth";
        assert_eq!(client.execute(width, vec![]).await.unwrap(), 390, "{path} is wider than a phone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_file_was_saved_the_button_works_again() {
    let post = Post::demo();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter(client, &post.address, "djeneba").await;
    says(client, "flows-entries").await;
    client.goto(&format!("{}/flows/take?what=figure:ages", post.address)).await.unwrap();
    client.find(Locator::Css("#why")).await.unwrap().send_keys("Annuaire").await.unwrap();
    for times in 1..=2 {
        client.find(Locator::Css("form[action='/flows/take'] button.main")).await.unwrap().click().await.unwrap();
        let mut exported = 0;
        for _ in 0..100 {
            exported = post.journal("flows-exported").await.len();
            if exported >= times {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(exported, times, "the page stays where it is, and its button sends again");
        // Pressed twice at once it would send once.
        tokio::time::sleep(Duration::from_millis(3_500)).await;
    }
    client.clone().close_window().await.unwrap();
}
