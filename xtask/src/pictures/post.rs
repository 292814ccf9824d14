//! A whole post: groups and carriers' lists, visas, a photograph, people counted on foot.

use super::{
    LANGUAGES, SIZES, click, enter_as, fill, of_size, open, scan, send_file, sent_to, set_aside, take, turn, visit,
};
use crate::{
    browser::Browser,
    support::{self, Officer, Post},
};
use fantoccini::{Client, Locator};
use jiff::tz::TimeZone;
use std::time::Duration;

pub(super) async fn take_all() {
    let post = Post::demo();
    count(&post).await;
    let bus = work_on_bus(&post).await;
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let sought = [("kind", "vehicle"), ("plate", "RC9911B"), ("country", "GIN"), ("mode", "lorry"), ("goods", "food")];
    let lorry = sent_to(&supervisor, "/party", &sought).await;
    let browser = Browser::with_camera(1366, 768).await;
    let client = &browser.client;
    enter_as(client, &post.address, "aminata").await;
    send_list(client, &post).await;
    let pages = [
        ("parties", "/party"),
        ("party", bus.as_str()),
        ("party-alert", lorry.as_str()),
        ("party-columns", "/party/list/columns"),
    ];
    visit(client, &post.address, "", &pages).await;
    at_counter(client, &post, &bus).await;
    client.clone().close_window().await.unwrap();

    issue_visa(&post).await;
    let issuer = Officer::sign_in(&post.address, "oumar").await;
    let visa = issuer.page("/visas/entry/MLX00042").await;
    let receipt = format!("/visas/entry/MLX00042/receipt/{}", support::between(&visa, "/MLX00042/receipt/", "\""));
    let pages = [
        ("visas", "/visas"),
        ("visas-columns", "/visas/import/columns"),
        ("visa", "/visas/entry/MLX00042"),
        ("visa-sticker", "/visas/entry/MLX00042/sticker"),
        ("visa-receipt", receipt.as_str()),
        ("visa-new", "/visas/new"),
    ];
    for size in SIZES {
        let (browser, ending) = of_size(size).await;
        let client = &browser.client;
        enter_as(client, &post.address, "mariam").await;
        visit(client, &post.address, ending, &[("tally", "/tally?direction=entry&mode=foot")]).await;
        if ending.is_empty() {
            import_visas(client, &post).await;
            visit(client, &post.address, "", &pages).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

/// Fifty-five were counted on foot, among them a child alone.
async fn count(post: &Post) {
    let officer = Officer::sign_in(&post.address, "aminata").await;
    for (id, group) in [
        ("0198f0e2-0000-7000-8000-000000000001", "F/18-59=23"),
        ("0198f0e2-0000-7000-8000-000000000002", "M/18-59=31"),
        ("0198f0e2-0000-7000-8000-000000000003", "F/0-4/child-alone=1"),
    ] {
        officer.post("/tally", &[("id", id), ("direction", "entry"), ("mode", "foot"), ("count", group)]).await;
    }
}

/// The announced bus arrives at the counter; two of it have passed, one was referred. The bus.
async fn work_on_bus(post: &Post) -> String {
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let parties = officer.page("/party").await;
    let bus = format!("/party/{}", support::between(&parties, "href=\"/party/", "\""));
    officer.post(&format!("{bus}/work"), &[]).await;
    for member in ["0", "1", "2"] {
        officer.post(&format!("{bus}/next"), &[("member", member)]).await;
        let id = support::presentation(&officer.page("/counter").await);
        let fields = [("decision", if member == "2" { "refer" } else { "admit" }), ("reason", "document")];
        officer.decide(&id, &fields).await;
    }
    bus
}

/// A carrier's list is sent whose columns are asked about.
async fn send_list(client: &Client, post: &Post) {
    let file = post.data.join("sama-1204.csv");
    let list = "Quidam;Nationalité;Porte-bagages\nAïssatou Bangoura;GIN;toit\nIbrahima Barry;GIN;soute\n";
    std::fs::write(&file, list).unwrap();
    open(client, &post.address, "/party").await;
    fill(client, "#list-plate", "AB-1204-MD").await;
    send_file(client, "form[action='/party/list']", &file).await;
    client.wait().for_element(Locator::Css(".columns")).await.unwrap();
}

/// The counter while it works on the bus: who is next, a visa, a renewed passport with a photograph, a minor.
async fn at_counter(client: &Client, post: &Post, bus: &str) {
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    open(client, &post.address, bus).await;
    click(client, "button.main").await;
    client.wait().for_element(Locator::Css(".ready")).await.unwrap();
    for language in LANGUAGES {
        open(client, &post.address, "/counter").await;
        turn(client, language).await;
        take(client, &format!("counter-party-{language}")).await;
        for (case, name) in
            [("visa", "counter-visa"), ("renewed", "counter-same-person"), ("minor", "counter-minor-in-party")]
        {
            scan(client, post, &cards.card(case).await).await;
            if case == "renewed" {
                photograph(client, language).await;
                open(client, &post.address, "/counter").await;
            }
            take(client, &format!("{name}-{language}")).await;
            set_aside(client, post).await;
        }
    }
}

/// The camera is opened for a photograph of the face, which is taken the first time.
async fn photograph(client: &Client, language: &str) {
    click(client, ".photos a").await;
    client.wait().for_element(Locator::Css("#shoot")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    take(client, &format!("camera-{language}")).await;
    if language == "fr" {
        click(client, "#shoot").await;
        client.wait().for_element(Locator::Css(".attachments img")).await.unwrap();
    }
}

/// A file of visas is sent whose columns are asked about.
async fn import_visas(client: &Client, post: &Post) {
    let file = post.data.join("visas.csv");
    let rows = "Vignette n° ECO;surname;document_number;issuer;from;to\nV-77;Zongo;GN111;GIN;2026-01-01;2026-12-31\n";
    std::fs::write(&file, rows).unwrap();
    open(client, &post.address, "/visas").await;
    send_file(client, "form[action='/visas/import']", &file).await;
    client.wait().for_element(Locator::Css(".columns")).await.unwrap();
}

/// The second line issues a visa against a receipt, and extends it against another.
async fn issue_visa(post: &Post) {
    let today = support::now().to_zoned_datetime(TimeZone::UTC).date();
    let day = |days: i32| (today + jiff::Span::new().days(days)).to_string();
    let (from, to, later) = (day(0), day(29), day(59));
    let oumar = Officer::sign_in(&post.address, "oumar").await;
    let visa = [
        ("number", "MLX00042"),
        ("kind", "visa"),
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("entries", "1"),
        ("days", "30"),
        ("conditions", "Bamako, Kayes"),
        ("fee_receipt", "Q-0045/26"),
        ("fee", "50 000 F CFA"),
        ("surname", "KOWALSKI"),
        ("given_names", "ANNA MARIA"),
        ("birth_date", "1987-03-14"),
        ("nationality", "POL"),
        ("issuer", "POL"),
        ("document_number", "EH9876543"),
    ];
    assert!(oumar.post("/visas/new", &visa).await.status().is_redirection());
    let extension =
        [("to", later.as_str()), ("reason", "maladie"), ("fee_receipt", "Q-0051/26"), ("fee", "25 000 F CFA")];
    assert!(oumar.post("/visas/entry/MLX00042/extend", &extension).await.status().is_redirection());
}
