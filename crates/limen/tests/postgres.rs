//! Headquarters on PostgreSQL: several programs on one database, and a server that goes away and comes back.
//!
//! Each test needs a server, so a plain test run leaves them out. `./check` starts one and runs them:
//! `scripts/with_postgres.sh cargo nextest run -p limen --test postgres --run-ignored only`.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{Network, journals, shell, until};
use reqwest::StatusCode;
use support::{Page, Post, zone};

/// One test at a time has the server: one of them stops it.
fn alone() -> std::fs::File {
    let turn = std::fs::File::create(std::env::temp_dir().join("limen-postgres-test.turn")).unwrap();
    turn.lock().unwrap();
    turn
}

/// Headquarters on the server, which must be there.
async fn on_the_server() -> Network {
    std::env::var("LIMEN_POSTGRES").expect("LIMEN_POSTGRES names a server; scripts/with_postgres.sh starts one");
    Network::new().await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server; ./check starts one"]
async fn two_programs_on_one_database_are_one_headquarters() {
    let _turn = alone();
    let mut network = on_the_server().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    // Another program with the same keys and database, for pages; a load balancer would stand before both.
    let second = network.data("second");
    assert!(shell(&format!("cp -r {} {}", network.data("HQ").display(), second.display())));
    let settings = std::fs::read_to_string(second.join("limen.toml")).unwrap();
    let settings = settings.replace(&format!("127.0.0.1:{}", network.exchange), "127.0.0.1:0");
    std::fs::write(second.join("limen.toml"), settings).unwrap();
    let other = Post::serve(&second);

    let post = Post::serve(&krm);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    let id = aminata.scan(&zone(1, "KEITA AWA")).await;
    assert_eq!(aminata.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await.0, StatusCode::SEE_OTHER);
    let fanta = network.sign_in(&other.address, "fanta", "/network").await;
    until("the other program's board knows the post", || async {
        fanta.read("/network").await.says_with("board-headline", &[("all", "1"), ("well", "1")])
    })
    .await;

    // An alert approved through one program is in use in the other, and at the post.
    let (kadiatou, seydou) = (
        network.sign_in(&other.address, "kadiatou", "/alerts").await,
        network.at_headquarters("seydou", "/alerts").await,
    );
    let draft = [
        ("list", "national"),
        ("id", "T-1"),
        ("names", "Zoumana Kelessery"),
        ("reference", "PV 12/2027"),
        ("action", "refer"),
        ("next", "propose"),
    ];
    let answer = kadiatou.post("/alerts/draft", &draft).await;
    let proposal = answer.headers()["location"].to_str().unwrap().to_owned();
    seydou.post(&proposal, &[("decision", "approve"), ("reason", ""), ("password", support::PASSWORD)]).await;
    until("the alert holds at the post", || async {
        let id = aminata.scan(&zone(2, "KELESSERY ZOUMANA")).await;
        let page = aminata.page("/counter").await;
        aminata.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
        page.contains("national")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server; ./check starts one"]
async fn a_database_server_that_stops_is_said_and_everything_arrives_once_it_is_back() {
    let control = std::env::var("LIMEN_POSTGRES_CONTROL").expect("LIMEN_POSTGRES_CONTROL stops and starts the server");
    let _turn = alone();
    let mut network = on_the_server().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let post = Post::serve(&krm);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    let fanta = network.at_headquarters("fanta", "/network").await;

    assert!(shell(&format!("{control} -m immediate stop")));
    let page = fanta.get("/network").await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    let page = Page::read(&page.text().await.unwrap());
    assert!(page.says("store-unreachable-title"), "{}", page.text());
    for number in 0..5 {
        let id = aminata.scan(&zone(50 + number, "COULIBALY ADAMA")).await;
        assert_eq!(aminata.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await.0, StatusCode::SEE_OTHER);
    }
    assert!(shell(&format!("{control} -w start")));
    until("headquarters holds the whole journal", || async {
        journals(&krm).get("KRM") == journals(&network.data("HQ")).get("KRM")
    })
    .await;
    assert!(fanta.page("/network").await.contains("Kourémalé"), "the pages are back without a restart");
}
