//! How people come to work at a running Limen, get other rights, and leave: two administrators together, or one alone.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use limen_domain::AccountId;
use network::{Network, run, until};
use reqwest::StatusCode;
use support::{Officer, PASSWORD, Post, between};

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
    let page = fanta.page(&proposal).await;
    assert!(page.contains("Une autre personne doit l’approuver"), "{page}");
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
    let page = fanta.page(&proposal).await;
    assert!(page.contains("<ins>2e ligne</ins>") && page.contains("<ins>Zégoua</ins>"), "{page}");
    approved(&fanta, &proposal).await;
    until("she is out at Kourémalé", || async { bintou.get("/counter").await.status() == StatusCode::SEE_OTHER }).await;
    let there = Officer::nobody(&krm.address).post("/sign-in", &[("account", "bintou"), ("password", new)]).await;
    assert_eq!(there.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn whoever_leaves_is_out_at_once_and_comes_back_only_by_two_administrators() {
    let network = with_two().await;
    let fanta = network.at_headquarters("fanta", "/people").await;
    let moussa = network.at_headquarters("moussa", "/people").await;
    let kadiatou = network.at_headquarters("kadiatou", "/alerts").await;
    assert_eq!(kadiatou.get("/alerts").await.status(), StatusCode::OK);
    let without = fanta.post("/people/entry/kadiatou/end", &[("reason", " ")]).await;
    assert_eq!(without.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let ended = fanta.post("/people/entry/kadiatou/end", &[("reason", "retraite")]).await;
    assert_eq!(ended.status(), StatusCode::SEE_OTHER);
    assert_eq!(kadiatou.get("/alerts").await.headers()["location"], "/sign-in");
    assert!(fanta.page("/people?search=retraite").await.contains("Personne ne correspond"));
    assert!(fanta.page("/people?search=kadiatou").await.contains("compte clos : retraite"));

    let back = [("name", "Kadiatou"), ("role", "alert-manager")];
    let proposal = proposed(&fanta, "/people/entry/kadiatou", &back).await;
    let password = drawn(&approved(&moussa, &proposal).await);
    let fields = [("account", "kadiatou"), ("password", password.as_str())];
    let headquarters = &network.headquarters.as_ref().unwrap().address;
    assert_eq!(Officer::nobody(headquarters).post("/sign-in", &fields).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_lost_password_is_drawn_anew_by_someone_who_proves_again_who_they_are() {
    let network = with_two().await;
    let fanta = network.at_headquarters("fanta", "/people").await;
    let seydou = network.at_headquarters("seydou", "/alerts").await;
    let wrong = fanta.post("/people/entry/seydou/reset", &[("password", "not hers")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seydou.get("/alerts").await.status(), StatusCode::OK, "nothing has happened");
    let answer = fanta.post("/people/entry/seydou/reset", &[("password", PASSWORD)]).await;
    let password = drawn(&answer.text().await.unwrap());
    assert_eq!(seydou.get("/alerts").await.headers()["location"], "/sign-in");
    // Whoever drew the password of another administrator could approve what they proposed themselves.
    let of_moussa = fanta.post("/people/entry/moussa/reset", &[("password", PASSWORD)]).await;
    assert_eq!(of_moussa.status(), StatusCode::FORBIDDEN);
    assert!(!fanta.page("/people/entry/moussa").await.contains("/people/entry/moussa/reset"));
    // Nobody does this, or worse, to themselves.
    for (path, field) in [("reset", ("password", PASSWORD)), ("end", ("reason", "x"))] {
        let own = fanta.post(&format!("/people/entry/fanta/{path}"), &[field]).await;
        assert_eq!(own.status(), StatusCode::FORBIDDEN, "{path}");
    }

    // Two weeks later it is worth nothing.
    let store = network.store().await;
    let account = AccountId::parse("seydou").unwrap();
    let mut credentials = store.account(&account).await.unwrap().unwrap().credentials;
    credentials.drawn_until = Some(jiff::Timestamp::now() - jiff::SignedDuration::from_secs(1));
    let change = limen_domain::CredentialChange::Reset;
    store.set_credentials(None, &account, &credentials, change).await.unwrap();
    store.close().await;
    let headquarters = &network.headquarters.as_ref().unwrap().address;
    let fields = [("account", "seydou"), ("password", password.as_str())];
    let late = Officer::nobody(headquarters).post("/sign-in", &fields).await;
    assert_eq!(late.status(), StatusCode::UNAUTHORIZED);
    assert!(late.text().await.unwrap().contains("plus valable"));
}

#[tokio::test]
async fn what_a_form_of_people_says_wrongly_is_said_and_changes_nothing() {
    let network = with_two().await;
    let fanta = network.at_headquarters("fanta", "/people").await;
    for (fields, says) in [
        (vec![("id", "Bin tou"), ("name", "B"), ("role", "first-line")], "Un identifiant se compose"),
        (vec![("id", "mariam"), ("name", "B"), ("role", "first-line")], "est ou a été attribué"),
        (vec![("id", "bintou"), ("name", "  "), ("role", "first-line")], "Indiquez le nom"),
    ] {
        let answer = fanta.post("/people/new", &fields).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().await.unwrap().contains(says), "{says}");
    }
    for fields in [
        vec![("id", "bintou"), ("name", "B"), ("role", "king")],
        vec![("id", "bintou"), ("name", "B"), ("role", "first-line"), ("post", "NOWHERE")],
    ] {
        assert_eq!(fanta.post("/people/new", &fields).await.status(), StatusCode::BAD_REQUEST, "{fields:?}");
    }
    let name = "<script>alert(1)</script>";
    let fields = [("id", "bintou"), ("name", name), ("role", "first-line")];
    let proposal = proposed(&fanta, "/people/new", &fields).await;
    assert!(!fanta.page(&proposal).await.contains(name), "a name is text");
}
