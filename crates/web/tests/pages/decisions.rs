//! What two people decided at the pages holds from the moment that a page says so: even if browsers hang up, whatever
//! else is under way, and after a restart. How long a list of a million alerts keeps others waiting is measured where there is
//! a program (`crates/limen/tests/decisions.rs`).

use crate::support::{
    Answer, Officer, PASSWORD, Post,
    documents::{numbered, passport},
};
use axum::http::StatusCode;
use sqlx::Row;
use std::{collections::BTreeMap, fmt::Write, time::Duration};

const APPROVE: [(&str, &str); 3] = [("decision", "approve"), ("reason", ""), ("password", PASSWORD)];

/// A surname that sounds like no other of these.
fn surname(number: usize) -> String {
    const ONE: [&str; 10] = ["BA", "DO", "FI", "GU", "KE", "LO", "MA", "NI", "SU", "TE"];
    const TWO: [&str; 10] = ["RZAK", "VELN", "MBUR", "XTIL", "GROP", "SKED", "PLUNG", "CHVAR", "DJOST", "WINK"];
    format!("{}{}{}{}", ONE[number % 10], TWO[number / 10 % 10], ONE[number / 100 % 10], TWO[(number * 7 + 3) % 10])
}

/// The name of someone in the list that [`long_list`] makes.
fn listed(number: usize) -> String {
    format!("{} {}", surname(number), surname(number / 3 + 11))
}

/// A list of `alerts` made-up people.
fn long_list(alerts: usize) -> String {
    let mut csv = String::from("id,full_name,birth_date,action\n");
    for number in 0..alerts {
        writeln!(csv, "L-{number},{},1990-01-01,refer", listed(number)).expect("a text");
    }
    csv
}

async fn upload(manager: &Officer, list: &str) -> Answer {
    let fields = [("list", ""), ("new_list", "sanctions")];
    manager.send_file("/alerts/upload", &fields, "list.csv", list.as_bytes()).await
}

/// The address of the list that waits for a second person.
async fn waiting_list(manager: &Officer) -> String {
    loop {
        let page = manager.page("/alerts").await;
        let rows = page.parts("td");
        let addresses = rows.iter().flat_map(|cell| cell.addresses());
        if let Some(address) = addresses.into_iter().find(|address| address.starts_with("/alerts/proposal/")) {
            return address.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The address of an alert that was proposed.
async fn proposed(drafter: &Officer, id: &str, name: &str) -> String {
    let draft = [
        ("list", "national"),
        ("id", id),
        ("names", name),
        ("birth_dates", "1990-01-01"),
        ("reference", "PV 12/2027"),
        ("action", "arrest"),
        ("next", "propose"),
    ];
    drafter.post("/alerts/draft", &draft).await.to().to_owned()
}

/// Whether a page says that something is on its way.
async fn is_coming(manager: &Officer) -> bool {
    manager.page("/alerts").await.has_attribute("data-every")
}

async fn until_in_force(manager: &Officer) {
    for _ in 0..300 {
        if !is_coming(manager).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("it never held");
}

/// Whether an alert stops someone with this document at the counter.
async fn stops(officer: &Officer, zone: &str, alert: &str) -> bool {
    let id = officer.scan(zone).await;
    let stops = officer.page("/counter").await.contains(alert);
    officer.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
    stops
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_being_read_is_found_from_the_alerts_page() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let sending = tokio::spawn(async move { upload(&kadiatou, &long_list(60_000)).await });
    let page = loop {
        let page = seydou.page("/alerts").await;
        if page.says_with("list-coming-title", &[("list", "sanctions")]) {
            break page;
        }
        assert!(!page.says("proposal-whole-list"), "it was proposed and never seen under way: {}", page.text());
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let messages = page.parts("p");
    let message = messages.iter().find(|message| message.says("list-coming-title")).expect("a message");
    assert!(message.address("/alerts/proposal/").len() > "/alerts/proposal/".len(), "with the way to its page");
    assert!(sending.await.expect("sent").status().is_redirection());
}

#[tokio::test(flavor = "multi_thread")]
async fn urgent_alerts_approved_while_a_list_is_made_ready_stop_their_travellers_whoever_hangs_up() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let aminata = post.sign_in("aminata").await;
    let sent = upload(&kadiatou, &long_list(60_000)).await.status();
    assert!(sent == StatusCode::SEE_OTHER || sent == StatusCode::OK, "{sent}");
    let list = waiting_list(&seydou).await;
    let urgent = |number: usize| format!("{} Urgent", surname(500 + 13 * number));
    let zone = |document: usize, number: usize| numbered(document as u64, &urgent(number).to_uppercase());
    let mut proposals = Vec::new();
    for number in 0..12 {
        proposals.push(proposed(&kadiatou, &format!("U-{number}"), &urgent(number)).await);
    }
    while seydou.page(&list).await.says("proposal-comparing") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let of_list = seydou.clone();
    let approving_list = tokio::spawn(async move { of_list.post(&list, &APPROVE).await.status() });
    let mut beside_the_list = 0;
    for (number, proposal) in proposals.iter().enumerate() {
        let approving = seydou.post(proposal, &APPROVE);
        if number % 2 == 0 {
            assert_eq!(approving.await.status(), StatusCode::SEE_OTHER);
            beside_the_list += usize::from(is_coming(&kadiatou).await);
            // From the moment that the page says so.
            let alert = format!("U-{number}");
            assert!(stops(&aminata, &zone(number, number), &alert).await, "{alert} was approved and stops nobody");
        } else {
            // A tab that is closed, a telephone out of reach.
            let _ = tokio::time::timeout(Duration::from_millis(40 + 15 * number as u64), approving).await;
        }
    }
    assert_eq!(approving_list.await.expect("answered"), StatusCode::SEE_OTHER);
    assert!(beside_the_list > 0, "the list was ready before any of them was approved");
    until_in_force(&seydou).await;
    let query = "select id from alert where id like 'U-%'";
    let approved: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut post.database().await).await.expect("read");
    let said = post.journal("proposal-decided").await;
    assert_eq!(said.len(), approved.len() + 1, "the journal says what holds, the list included");
    for alert in &approved {
        let number: usize = alert[2..].parse().expect("a number");
        assert!(stops(&aminata, &zone(100 + number, number), alert).await, "{alert} is approved and stops nobody");
    }
    assert!(stops(&aminata, &numbered(300, &listed(77)), "sanctions L-").await, "the list holds too");
}

/// The scores of the hits of everyone who was presented with one of these documents, by document and alert.
async fn scores(post: &Post, numbers: &[String]) -> BTreeMap<String, u64> {
    let query = "select body from presentation order by at";
    let rows = sqlx::query(query).fetch_all(&mut post.database().await).await.expect("read");
    let mut scores = BTreeMap::new();
    for row in rows {
        let body: &str = row.get("body");
        let Some(number) = numbers.iter().find(|number| body.contains(number.as_str())) else { continue };
        let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
        for hit in body["hits"].as_array().into_iter().flatten() {
            let score = hit["score"].as_f64().expect("a score");
            scores.insert(format!("{} {}", &number[1..], hit["alert"]["id"]), score.to_bits());
        }
    }
    scores
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_are_the_same_after_a_restart_also_after_a_long_list_and_single_alerts() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    upload(&kadiatou, &long_list(6_000)).await;
    let list = waiting_list(&seydou).await;
    seydou.post(&list, &APPROVE).await;
    until_in_force(&seydou).await;
    for number in 0..5 {
        let name = format!("{} {}", surname(number), surname(9));
        let proposal = proposed(&kadiatou, &format!("S-{number}"), &name).await;
        seydou.post(&proposal, &APPROVE).await;
    }
    let present = async |post: &Post, letter: &str| {
        let aminata = post.sign_in("aminata").await;
        let mut numbers = Vec::new();
        for number in 0..25 {
            let document = format!("{letter}{number:07}");
            let id = aminata.scan(&passport("GIN", &document, &listed(number * 31))).await;
            aminata.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
            numbers.push(document);
        }
        scores(post, &numbers).await
    };
    let before = present(&post, "X").await;
    let post = post.started_again().await;
    let after = present(&post, "Y").await;
    assert!(before.len() >= 20, "{} scores are too few to show anything", before.len());
    assert_eq!(before, after);
}
