//! Passkeys in a real Chromium, whose driver plays the key (WebDriver's virtual authenticator, WebAuthn level 3 §11).
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
#[path = "support/keys.rs"]
mod keys;
mod support;

use browser::{Browser, enter, is_accessible, says, shows};
use fantoccini::Locator;
use http::Method;
use keys::{add_key, fill, of_key, plug_in, pull_out, push};
use serde_json::json;
use support::{PASSWORD, Post};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lets_its_owner_in_without_a_password_which_alone_no_longer_does() {
    let post = Post::demo();
    let address = post.address.replace("127.0.0.1", "localhost");
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    // Under an address of numbers there are none, and the page says what to do.
    enter(client, &post.address, "aminata").await;
    says(client, "sign-out").await;
    client.goto(&format!("{}/account", post.address)).await.unwrap();
    says(client, "passkey-not-here").await;
    assert!(!client.find(Locator::Css("#passkey-name")).await.unwrap().is_displayed().await.unwrap());

    enter(client, &address, "aminata").await;
    says(client, "sign-out").await;
    // A key whose owner does not unlock it is none.
    let locked = plug_in(client, false).await;
    add_key(client, &address).await;
    says(client, "passkey-no-answer").await;
    pull_out(client, &locked).await;

    let key = plug_in(client, true).await;
    add_key(client, &address).await;
    says(client, "account-passkey-added").await;
    assert_eq!(
        client.find_all(Locator::Css("ul.codes li")).await.unwrap().len(),
        10,
        "for the day on which it is lost"
    );
    is_accessible(client, "an account with a passkey").await;
    // The same key is not added twice: the browser knows.
    add_key(client, &address).await;
    says(client, "passkey-no-answer").await;
    push(client, "form[action='/sign-out'] button").await;

    says(client, "sign-in-with-passkey").await;
    is_accessible(client, "signing in with a passkey").await;
    push(client, "form[data-passkey] button").await;
    shows(client, "A. Coulibaly").await;
    assert!(client.current_url().await.unwrap().path().starts_with("/counter"));
    client.goto(&format!("{address}/account")).await.unwrap();
    push(client, "form[action='/sign-out'] button").await;

    // The password alone leads to the second step, and there the key does as well.
    enter(client, &address, "aminata").await;
    says(client, "sign-in-code-help").await;
    push(client, "form[data-passkey] button").await;
    shows(client, "A. Coulibaly").await;

    // A copy of the key, older than what was used since, is no key.
    let held = of_key(client, Method::GET, &key, "credentials", None).await;
    let mut copy = held[0].clone();
    copy["signCount"] = json!(0);
    pull_out(client, &key).await;
    let copied = plug_in(client, true).await;
    of_key(client, Method::POST, &copied, "credential", Some(copy.clone())).await;
    client.goto(&format!("{address}/account")).await.unwrap();
    push(client, "form[action='/sign-out'] button").await;
    says(client, "sign-in-with-passkey").await;
    push(client, "form[data-passkey] button").await;
    says(client, "sign-in-passkey").await;

    // Nor is one that says it is someone else's.
    copy["signCount"] = json!(100);
    copy["userHandle"] = json!("A".repeat(86));
    pull_out(client, &copied).await;
    let forged = plug_in(client, true).await;
    of_key(client, Method::POST, &forged, "credential", Some(copy)).await;
    push(client, "form[data-passkey] button").await;
    says(client, "sign-in-passkey").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_taken_away_or_whose_owner_has_left_opens_nothing() {
    let post = Post::demo();
    let address = post.address.replace("127.0.0.1", "localhost");
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    for account in ["aminata", "oumar"] {
        enter(client, &address, account).await;
        says(client, "sign-out").await;
        let key = plug_in(client, true).await;
        add_key(client, &address).await;
        says(client, "account-passkey-added").await;
        if account == "aminata" {
            push(client, "section[aria-labelledby=passkeys-title] summary").await;
            fill(client, "#remove-password", PASSWORD).await;
            push(client, "form[action='/account/passkey/remove'] button").await;
            says(client, "account-passkey-removed").await;
        } else {
            let ended = support::limen()
                .args(["accounts", "end", "--id", "oumar", "--reason", "Parti", "--data"])
                .arg(&post.data)
                .status();
            assert!(ended.unwrap().success());
        }
        client.goto(&format!("{address}/sign-in")).await.unwrap();
        // Nobody has one any more, or someone still has: the way in is asked for as it would be.
        if account == "aminata" {
            assert!(client.find(Locator::Css("form[data-passkey]")).await.is_err());
        } else {
            push(client, "form[data-passkey] button").await;
            says(client, "sign-in-ended").await;
        }
        pull_out(client, &key).await;
    }
}
