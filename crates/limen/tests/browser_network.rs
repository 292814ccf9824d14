//! Headquarters' board and a post's link in a real browser.
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
#[path = "support/network.rs"]
mod network;
mod support;

use browser::{Browser, enter, is_accessible, says, says_with, shows};
use fantoccini::Locator;
use limen_test_support::is_said;
use limen_words::Language;
use network::Demo;
use support::Officer;

#[tokio::test(flavor = "multi_thread")]
async fn the_board_shows_every_post_and_a_hit_at_one_appears_at_headquarters_by_itself() {
    let demo = Demo::start("3000");
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter(client, &demo.addresses[0], "fanta").await;
    says_with(client, "board-headline", &[("all", "3"), ("well", "3")]).await;
    is_accessible(client, "the board").await;
    let password = client.find(Locator::Css("form[action='/network/invite'] input[type=password]")).await.unwrap();
    password.send_keys(support::PASSWORD).await.unwrap();
    client.find(Locator::Css("form[action='/network/invite'] button")).await.unwrap().click().await.unwrap();
    shows(client, "limen init post").await;
    is_accessible(client, "a code").await;
    client.goto(&format!("{}/network", demo.addresses[0])).await.unwrap();
    client.find(Locator::Css("button[value=en]")).await.unwrap().click().await.unwrap();
    says_with(client, "board-headline", &[("all", "3"), ("well", "3")]).await;

    enter(client, &demo.addresses[1], "mariam").await;
    says(client, "link-state-here").await;
    // What signing in wrote goes up within a second.
    let mut tries = 0..40;
    loop {
        client.goto(&format!("{}/network", demo.addresses[1])).await.unwrap();
        let text = client.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
        if is_said(&text, Language::default(), "link-events", &[("count", "0")]) {
            break;
        }
        assert!(tries.next().is_some(), "{text}");
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    is_accessible(client, "the link").await;

    enter(client, &demo.addresses[0], "kadiatou").await;
    says(client, "sign-out").await;
    client.goto(&format!("{}/hits", demo.addresses[0])).await.unwrap();
    client.wait().for_element(Locator::Css("[data-live]")).await.unwrap();
    let aminata = Officer::sign_in(&demo.addresses[1], "aminata").await;
    aminata.scan(&aminata.card("stolen").await).await;
    client.wait().for_element(Locator::Css("[data-live] tbody tr")).await.unwrap();
}
