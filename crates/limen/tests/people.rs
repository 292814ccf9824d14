//! How a post hears of people who come to work there, and of those who work elsewhere from then on.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{Network, run, until};
use reqwest::StatusCode;
use support::{Officer, PASSWORD, Post, between, word};

/// Headquarters with two administrators.
async fn with_two() -> Network {
    let mut network = Network::new().await;
    let data = network.data("HQ");
    run(&[
        "accounts",
        "add",
        "--id",
        "moussa",
        "--name",
        "Moussa",
        "--role",
        "administrator",
        "--data",
        data.to_str().unwrap(),
    ]);
    network.settle("moussa").await;
    network.start();
    network
}

const BINTOU: [(&str, &str); 5] =
    [("id", "bintou"), ("name", "Bintou Keïta"), ("role", "first-line"), ("stamp", "K 12"), ("post", "KRM")];

async fn proposed(by: &Officer, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = by.post(path, fields).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    answer.headers()["location"].to_str().unwrap().to_owned()
}

/// What the page says that shows a drawn password.
async fn approved(by: &Officer, proposal: &str) -> String {
    let answer = by.post(proposal, &[("decision", "approve"), ("reason", ""), ("password", PASSWORD)]).await;
    answer.text().await.unwrap()
}

fn drawn(page: &str) -> String {
    between(page, "<p class=\"code\"><code>", "</code>").to_owned()
}

#[tokio::test]
async fn someone_is_let_in_by_two_administrators_and_chooses_a_password_before_anything_else() {
    let network = with_two().await;
    let krm = Post::serve(&network.join("KRM", "KRM"));
    let fanta = network.at_headquarters("fanta", "/people").await;
    let proposal = proposed(&fanta, "/people/new", &BINTOU).await;
    let page = fanta.read(&proposal).await;
    assert!(page.says("proposal-own"), "{}", page.text());
    let alone = fanta.post(&proposal, &[("decision", "approve"), ("password", PASSWORD)]).await;
    assert_eq!(alone.status(), StatusCode::FORBIDDEN, "nobody approves what they proposed");

    let moussa = network.at_headquarters("moussa", "/people").await;
    assert!(moussa.page("/people").await.contains("Bintou Keïta (bintou)"));
    let wrong = moussa.post(&proposal, &[("decision", "approve"), ("password", "not his")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY, "an unlocked screen lets nobody in");
    let password = drawn(&approved(&moussa, &proposal).await);
    // The proposal is used up.
    assert!(!approved(&moussa, &proposal).await.contains("class=\"code\""));

    let fields = [("account", "bintou"), ("password", password.as_str())];
    until("the post hears of her", || async {
        Officer::nobody(&krm.address).post("/sign-in", &fields).await.status() == StatusCode::SEE_OTHER
    })
    .await;
    let bintou = Officer::sign_in_with(&krm.address, "bintou", &password, "/account").await;
    assert_eq!(bintou.get("/counter").await.headers()["location"], "/account");
    let scan = bintou.post("/counter/scan", &[("mrz", "P<")]).await;
    assert_eq!(scan.status(), StatusCode::FORBIDDEN);
    let new = "trois chameaux lisent";
    let changed = bintou.post("/account/password", &[("password", &password), ("new", new), ("again", new)]).await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert_eq!(bintou.get("/counter").await.status(), StatusCode::OK);
    // People are managed at headquarters, not at its posts.
    let fanta_there = network.sign_in(&krm.address, "fanta", "/lists").await;
    assert_eq!(fanta_there.get("/people").await.status(), StatusCode::NOT_FOUND);

    // She becomes a second-line officer at Zégoua: signed out here, as soon as the post hears of it.
    let change = [("name", "Bintou Keïta"), ("role", "second-line"), ("stamp", "Z 3"), ("post", "ZEG")];
    let proposal = proposed(&moussa, "/people/entry/bintou", &change).await;
    let changes = fanta.read(&proposal).await.texts("ins");
    assert!(changes.contains(&word("role-second-line")) && changes.contains(&"Zégoua".to_owned()), "{changes:?}");
    approved(&fanta, &proposal).await;
    until("she is out at Kourémalé", || async { bintou.get("/counter").await.status() == StatusCode::SEE_OTHER }).await;
    let there = Officer::nobody(&krm.address).post("/sign-in", &[("account", "bintou"), ("password", new)]).await;
    assert_eq!(there.status(), StatusCode::UNAUTHORIZED);
}
