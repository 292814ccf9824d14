//! The counter in each of its states, the day, and what an officer looks up beside it.

use super::{LANGUAGES, click, demo_with, enter_as, open, scan, set_aside, take, turn, visit};
use crate::{
    browser::{self, Browser},
    support::{self, Officer, Post, zone_of},
};
use fantoccini::{Client, Locator};
use jiff::{SignedDuration, tz::TimeZone};

/// Cases of the card, each with the name of its picture.
const CASES: [(&str, &str); 5] = [
    ("clean", "counter-clean"),
    ("possible-hit", "counter-possible-hit"),
    ("stolen", "counter-stop"),
    ("check-digit", "counter-check-digit"),
    ("minor", "counter-minor"),
];

pub(super) async fn take_all() {
    let post = demo_with("200000");
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    for language in LANGUAGES {
        open(client, &post.address, &format!("/sign-in?language={language}")).await;
        take(client, &format!("sign-in-{language}")).await;
    }
    enter_as(client, &post.address, "aminata").await;
    for language in LANGUAGES {
        open(client, &post.address, "/counter").await;
        turn(client, language).await;
        states(client, &post, &cards, language).await;
    }
    let yesterday = (support::now() - SignedDuration::from_hours(24)).to_zoned_datetime(TimeZone::UTC).date();
    let passed = passes(&post).await;
    let pages = [
        ("day", format!("/day?day={yesterday}")),
        ("stays", "/stay?rule=90%2F180&on=2026-04-20&history=01.01.2026+31.03.2026".to_owned()),
        ("overstays", "/overstays".to_owned()),
        ("counter-typed", "/counter/typed".to_owned()),
        ("card", "/card".to_owned()),
        ("record", format!("/crossing/{passed}")),
        ("slip", format!("/crossing/{passed}/slip")),
    ];
    visit(client, &post.address, "", &pages.each_ref().map(|(name, path)| (*name, path.as_str()))).await;
    session_over(client, &post).await;
    client.clone().close_window().await.unwrap();

    let phone = Browser::phone(390, 844).await;
    enter_as(&phone.client, &post.address, "aminata").await;
    on_a_phone(&phone.client, &post, &cards).await;
    phone.client.clone().close_window().await.unwrap();
}

/// The counter on a phone, ready and with each case.
async fn on_a_phone(client: &Client, post: &Post, cards: &Officer) {
    for language in LANGUAGES {
        open(client, &post.address, "/counter").await;
        turn(client, language).await;
        open(client, &post.address, "/counter").await;
        take(client, &format!("counter-empty-phone-{language}")).await;
        for (case, name) in CASES {
            scan(client, post, &cards.card(case).await).await;
            take(client, &format!("{name}-phone-{language}")).await;
            set_aside(client, post).await;
        }
    }
}

/// The counter in one language: ready, with each case, refusing, refused, with keys and help, without a visa.
async fn states(client: &Client, post: &Post, cards: &Officer, language: &str) {
    open(client, &post.address, "/counter").await;
    take(client, &format!("counter-empty-{language}")).await;
    for (case, name) in CASES {
        scan(client, post, &cards.card(case).await).await;
        take(client, &format!("{name}-{language}")).await;
        if case == "clean" {
            browser::types(client, &["?"]).await;
            client.wait().for_element(Locator::Css("dialog[open]")).await.unwrap();
            take(client, &format!("counter-help-{language}")).await;
        }
        set_aside(client, post).await;
    }
    scan(client, post, &cards.card("expired").await).await;
    open(client, &post.address, "/counter?panel=stop").await;
    click(client, "input[value=A]").await;
    take(client, &format!("counter-refusing-{language}")).await;
    click(client, "button[value=refuse]").await;
    client.wait().for_element(Locator::Css(".done")).await.unwrap();
    take(client, &format!("counter-refused-{language}")).await;
    scan(client, post, &zone_of("JPN", "TJ1234567", "TANAKA")).await;
    take(client, &format!("counter-visa-needed-{language}")).await;
    set_aside(client, post).await;
}

/// Someone was admitted; the crossing.
async fn passes(post: &Post) -> String {
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("SEN", "SN0940001", "FAYE")).await;
    let decided = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert!(decided.0.is_redirection(), "{}", decided.1);
    id
}

/// Someone's session was ended elsewhere: the sign-in page says so.
async fn session_over(client: &Client, post: &Post) {
    for language in LANGUAGES {
        enter_as(client, &post.address, "aminata").await;
        turn(client, language).await;
        let elsewhere = Officer::sign_in(&post.address, "aminata").await;
        assert!(elsewhere.post("/account/sessions/end", &[]).await.status().is_success());
        open(client, &post.address, "/counter").await;
        take(client, &format!("session-over-{language}")).await;
    }
}
