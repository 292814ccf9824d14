//! How long someone may stay: the calculator, visas, the community's protocol, overstays.

use crate::support::{Answer, Officer, Post, documents::passport};
use axum::http::StatusCode;

#[tokio::test]
async fn the_page_answers_from_the_stamps_that_an_officer_types() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let page = async |history: &str, on: &str| {
        let query =
            serde_html_form::to_string([("rule", "90/180"), ("on", on), ("history", history)]).expect("a query");
        officer.get(&format!("/stay?{query}")).await.page()
    };
    let here = page("10.01.2026 08.02.2026\n1/5/2026", "2026-05-10").await;
    assert!(here.says_with("stay-until", &[("date", &here.date(2026, 6, 29))]), "{}", here.text());
    let too_long = page("2026-01-01", "2026-04-20").await;
    assert!(
        too_long.verdict() == "stop" && too_long.part("dl").texts("dd").last().is_some_and(|days| days.trim() == "20")
    );
    let away = page("2026-01-01 2026-03-31", "2026-04-20").await;
    assert!(away.says_with("stay-again", &[("date", &away.date(2026, 6, 30))]), "{}", away.text());
    let wrong = page("2026-01-01 2026-01-05\nsoon", "2026-04-20").await;
    assert!(wrong.says_with("stay-line-wrong", &[("line", "2")]), "{}", wrong.text());
    assert_eq!(post.sign_in("kadiatou").await.get("/stay").await.status(), StatusCode::FORBIDDEN);
}

/// What comes of admitting someone for trade, with the last day of a visa.
async fn admit(officer: &Officer, presentation: &str, permit_until: &str) -> Answer {
    officer.decide(presentation, &[("decision", "admit"), ("purpose", "trade"), ("permit_until", permit_until)]).await
}

#[tokio::test]
async fn who_needs_a_visa_is_admitted_to_its_last_day_and_not_without() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("JPN", "TJ1234567", "TANAKA")).await;
    let page = officer.page("/counter").await;
    assert!(page.says("stays-visa") && page.verdict() == "check", "{}", page.text());
    for no_visa in ["", "2020-01-01"] {
        assert_eq!(admit(&officer, &id, no_visa).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{no_visa}");
        assert_eq!(officer.waiting().await, id, "they still wait");
    }
    assert_eq!(officer.get(&format!("/crossing/{id}")).await.status(), StatusCode::NOT_FOUND);
    admit(&officer, &id, "2048-12-31").await;
    let record = officer.page(&format!("/crossing/{id}")).await;
    assert!(record.says("record-authorised") && record.contains(&record.date(2048, 12, 31)), "{}", record.text());
}

#[tokio::test]
async fn a_citizen_of_the_community_is_admitted_for_90_days_by_the_protocol_that_is_named() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GHA", "TG1234567", "MENSAH")).await;
    let page = officer.page("/counter").await;
    assert!(page.says("stays-may") && page.contains("A/P.1/5/79"), "{}", page.text());
    assert!(page.verdict() == "clear" && !page.has_field("permit_until"));
    admit(&officer, &id, "").await;
    let record = officer.page(&format!("/crossing/{id}")).await;
    assert!(record.says("record-authorised") && record.contains(&record.date(2027, 5, 31)), "{}", record.text());
}

#[tokio::test]
async fn someone_on_the_list_of_overstays_is_told_at_exit_by_how_much_and_leaves_the_list() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let zone = passport("GIN", "GN5530176", "CAMARA");
    let entered = officer.scan(&zone).await;
    officer.decides(&entered, &[("decision", "admit")]).await;
    assert!(!officer.page("/overstays").await.contains("GN5530176"));
    post.days_pass(100).await;
    let officer = post.sign_in("aminata").await;
    let list = officer.page("/overstays").await;
    let row = list.parts("tr").into_iter().find(|row| row.contains("GN5530176")).expect("a row");
    assert!(row.says("overstays-likely"), "{}", row.text());
    assert!(row.texts("td").iter().any(|cell| cell.trim() == "11"), "by eleven days: {}", row.text());
    officer.post("/counter/direction", &[]).await;
    let id = officer.scan(&zone).await;
    let page = officer.page("/counter").await;
    assert!(page.says_with("stays-overstayed", &[("count", "11")]) && page.verdict() == "check", "{}", page.text());
    assert_eq!(page.values("decision"), ["let-depart", "let-depart"], "Enter lets go, and so does the button");
    officer.decides(&id, &[("decision", "let-depart")]).await;
    assert!(!officer.page("/overstays").await.contains("GN5530176"), "who has left stays too long no more");
    assert_eq!(post.sign_in("kadiatou").await.get("/overstays").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn where_the_rules_say_nothing_of_a_state_the_counter_says_so() {
    let post = Post::new().await;
    let rules = "from,to,nationality,document,stay,source\n2020-01-01,,GHA,*,30/entry,Accord d'essai\n";
    post.store.load_list(limen_domain::ListKind::StayRules, rules, 1).await.expect("loaded");
    let post = post.started_again().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GHA", "TG1234567", "MENSAH")).await;
    assert!(officer.page("/counter").await.contains("Accord d'essai"));
    officer.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
    officer.scan(&passport("JPN", "TJ1234567", "TANAKA")).await;
    assert!(officer.page("/counter").await.says("stays-no-rule"));
}
