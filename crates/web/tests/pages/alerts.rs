//! Alert managers at work, and what becomes of it at the counter.

use crate::support::{Officer, PASSWORD, Post, documents::numbered};
use axum::http::StatusCode;
use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName};

pub const APPROVE: [(&str, &str); 2] = [("decision", "approve"), ("password", PASSWORD)];

/// Proposes an alert for `name` and lets the other manager approve it.
pub async fn put_in_force(
    drafter: &Officer,
    approver: &Officer,
    id: &str,
    name: &str,
    action: &str,
    instruction: &str,
) {
    let draft = [
        ("list", "national"),
        ("id", id),
        ("names", name),
        ("birth_dates", "1990-01-01"),
        ("action", action),
        ("instruction", instruction),
        ("reference", "PV 12/2027"),
        ("next", "propose"),
    ];
    let proposal = drafter.post("/alerts/draft", &draft).await.to().to_owned();
    assert_eq!(approver.post(&proposal, &APPROVE).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_alert_takes_effect_when_a_second_person_approves_it_and_not_before() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let aminata = post.sign_in("aminata").await;

    let draft = [
        ("list", "national"),
        ("id", "T-1"),
        ("names", "Zoumana Kelessery"),
        ("reference", "PV 12/2027"),
        ("action", "refer"),
        ("next", "propose"),
    ];
    let proposal = kadiatou.post("/alerts/draft", &draft).await.to().to_owned();
    let waits = aminata.scan(&numbered(1, "KELESSERY ZOUMANA")).await;
    assert!(!aminata.page("/counter").await.contains("T-1"), "a proposal stops nobody");
    assert_eq!(kadiatou.post(&proposal, &APPROVE).await.status(), StatusCode::FORBIDDEN, "it is her own");
    let found_open = seydou.post(&proposal, &[APPROVE[0], ("password", "not his")]).await;
    assert_eq!(found_open.status(), StatusCode::UNPROCESSABLE_ENTITY, "his open browser alone approves nothing");

    assert_eq!(seydou.post(&proposal, &APPROVE).await.status(), StatusCode::SEE_OTHER);
    let found = seydou.page("/alerts?search=Kelesseri+Zumana").await;
    assert!(found.contains("Zoumana Kelessery"), "found however it is spelt");
    let ibrahima = post.sign_in("ibrahima").await;
    let id = ibrahima.scan(&numbered(2, "KELESSERI ZUMANA")).await;
    let page = ibrahima.page("/counter").await;
    assert!(page.contains("T-1") && page.contains("Zoumana Kelessery"));
    assert!(kadiatou.page("/hits").await.contains("T-1"));

    // Who was read before the approval is stopped by it when they are decided about.
    let admitted = aminata.decide(&waits, &[("decision", "admit")]).await;
    assert_eq!(admitted.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(admitted.page().says("known-meanwhile") && admitted.page().contains("T-1"));
    let waits = aminata.waiting().await;
    let admitted = aminata.decide(&waits, &[("decision", "admit")]).await;
    assert_eq!(admitted.status(), StatusCode::UNPROCESSABLE_ENTITY, "and stays stopped");

    // Withdrawn by one person, at once.
    let unsaid = kadiatou.post("/alerts/entry/national/T-1/withdraw", &[("reason", " ")]).await;
    assert_eq!(unsaid.status(), StatusCode::UNPROCESSABLE_ENTITY, "a reason must be given");
    assert!(unsaid.page().says("withdraw-no-reason"), "{}", unsaid.page().text());
    let gone = kadiatou.post("/alerts/entry/national/T-1/withdraw", &[("reason", "erreur")]).await;
    assert_eq!(gone.status(), StatusCode::SEE_OTHER);
    // It stops nobody any more, not even a traveller who was read before.
    let admitted = aminata.decide(&waits, &[("decision", "admit")]).await;
    assert!(admitted.page().says("known-meanwhile") && !admitted.page().contains("T-1"));
    let waits = aminata.waiting().await;
    assert_eq!(aminata.decide(&waits, &[("decision", "admit")]).await.status(), StatusCode::SEE_OTHER);
    ibrahima.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
    ibrahima.scan(&numbered(3, "KELESSERY ZOUMANA")).await;
    assert!(!ibrahima.page("/counter").await.contains("T-1"));
}

#[tokio::test]
async fn a_draft_is_tried_out_without_a_reference_and_proposed_only_with_one_or_with_a_ground() {
    let post = Post::new().await;
    let kadiatou = post.sign_in("kadiatou").await;
    let draft = |reference: &'static str, next: &'static str| {
        let who = [("list", "national"), ("names", "Zoumana Kelessery"), ("action", "refer")];
        [&who[..], &[("reference", reference), ("next", next)]].concat()
    };
    assert_eq!(kadiatou.post("/alerts/draft", &draft("", "try")).await.status(), StatusCode::OK);
    let refused = kadiatou.post("/alerts/draft", &draft(" ", "propose")).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.page();
    assert!(page.says("draft-no-ground") && page.contains("Zoumana Kelessery"), "{}", page.text());
    assert!(post.journal("alerts-proposed").await.is_empty());
    let proposed = kadiatou.post("/alerts/draft", &draft("Réquisition 88/2027", "propose")).await;
    assert!(kadiatou.page(proposed.to()).await.contains("Réquisition 88/2027"));
}

#[tokio::test]
async fn a_cleared_pair_is_remembered_until_either_side_changes() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let aminata = post.sign_in("aminata").await;
    put_in_force(&kadiatou, &seydou, "T-2", "Zoumana Kelessery", "arrest", "").await;

    let id = aminata.scan(&numbered(5, "KELESSERY ZOUMANA")).await;
    aminata.judge(&id, ("national", "T-2"), "cleared").await;
    let leave = async |id: &str| {
        aminata.post("/counter/withdraw", &[("presentation", id), ("why", "left")]).await;
    };
    leave(&id).await;

    let again = aminata.scan(&numbered(5, "KELESSERY ZOUMANA")).await;
    let page = aminata.page("/counter").await;
    assert!(page.says("cleared-before"), "shown as cleared");
    assert_eq!(page.verdict(), "clear", "and not asked again");
    leave(&again).await;

    let other = aminata.scan(&numbered(6, "KELESSERY ZOUMANA")).await;
    assert!(!aminata.page("/counter").await.says("cleared-before"), "another document is asked about");
    leave(&other).await;

    put_in_force(&seydou, &kadiatou, "T-2", "Zoumana Kelessery\nZou le Grand", "arrest", "").await;
    aminata.scan(&numbered(5, "KELESSERY ZOUMANA")).await;
    let page = aminata.page("/counter").await;
    assert!(!page.says("cleared-before") && page.contains("T-2"), "an alert that changed is asked about");
}

#[tokio::test]
async fn a_discreet_alert_shows_the_first_line_its_instruction_and_nothing_else() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let instruction = "Demandez la destination exacte";
    put_in_force(&kadiatou, &seydou, "T-3", "Zoumana Kelessery", "inform-discreetly", instruction).await;
    let aminata = post.sign_in("aminata").await;
    aminata.scan(&numbered(7, "KELESSERY ZOUMANA")).await;
    let page = aminata.page("/counter").await;
    assert!(page.contains(instruction) && page.verdict() == "clear");
    assert!(!page.contains("T-3") && !page.contains("Zoumana Kelessery"));
    assert_eq!(aminata.get("/hits").await.status(), StatusCode::FORBIDDEN);
    assert!(post.sign_in("mariam").await.page("/hits").await.contains("T-3"), "the supervisor tells the owner");
}

#[tokio::test]
async fn a_draft_is_tried_out_and_a_threshold_is_chosen_by_what_they_would_have_meant() {
    let post = Post::new().await;
    let aminata = post.sign_in("aminata").await;
    let id = aminata.scan(&numbered(8, "TRAORE MAMADOU")).await;
    aminata.decides(&id, &[("decision", "admit")]).await;
    let kadiatou = post.sign_in("kadiatou").await;
    for (name, stopped) in [("Mamadou Traore", "1"), ("Zoumana Kelessery", "0")] {
        let draft = [("list", "national"), ("names", name), ("action", "refer"), ("next", "try")];
        assert!(kadiatou.post("/alerts/draft", &draft).await.page().has_id("tried"), "{name}");
        let noted = post.journal("draft-tried").await.pop().expect("noted");
        assert!(noted.contains(&format!("\"stopped\":{stopped}")) && noted.contains("\"travellers\":1"), "{noted}");
    }
    let wrong = [("list", "national"), ("names", ""), ("birth_dates", "hier"), ("next", "try")];
    let answer = kadiatou.post("/alerts/draft", &wrong).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let page = kadiatou.page("/alerts/list/national").await;
    assert!(page.contains("0.70") && page.says("threshold-now"));
    kadiatou.post("/alerts/list/national", &[("threshold", "0.85")]).await;
    assert!(kadiatou.page("/alerts").await.says_with("percent", &[("percent", "85")]));
    let answer = kadiatou.post("/alerts/list/national", &[("threshold", "0.1")]).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_alert_is_found_by_a_single_part_of_its_name_however_it_is_spelt() {
    let post = Post::new().await;
    let kadiatou = post.sign_in("kadiatou").await;
    for part in ["Dialo", "diallo", "Mamadou", "Lamine", "jallow"] {
        let page = kadiatou.page(&format!("/alerts?search={part}")).await;
        assert!(page.contains("Mamadou Lamine Dialo") && page.contains("N-0001"), "{part}: {}", page.text());
    }
    assert!(kadiatou.page("/alerts?search=Kelessery").await.says_with("alerts-found", &[("count", "0")]));
}

#[tokio::test]
async fn pages_of_alert_managers_and_of_the_counter_are_closed_to_each_other() {
    let post = Post::new().await;
    let (kadiatou, aminata) = (post.sign_in("kadiatou").await, post.sign_in("aminata").await);
    for path in ["/alerts", "/alerts/draft", "/alerts/entry/national/N-0001", "/alerts/list/national", "/hits"] {
        assert_eq!(aminata.get(path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/day", "/day.csv", "/card", "/counter/typed"] {
        assert_eq!(kadiatou.get(path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(kadiatou.get("/counter").await.to(), "/alerts");
    let withdraw = aminata.post("/alerts/entry/national/N-0001/withdraw", &[("reason", "x")]).await;
    assert_eq!(withdraw.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_was_cleared_by_the_name_is_asked_about_when_a_document_of_the_alert_is_laid_beside() {
    let post = Post::new().await;
    let list = ListName::parse("stolen").expect("a name");
    let mut alert = Alert::new(list.clone(), AlertId::parse("P-1").expect("an identifier"), Action::Arrest);
    alert.names = vec!["Zoumana Kelessery".into()];
    alert.documents = vec!["T00000099".parse().expect("a document")];
    post.store.load_alerts(&list, &[alert], "").await.expect("loaded");
    let post = post.started_again().await;
    let aminata = post.sign_in("aminata").await;
    let id = aminata.scan(&numbered(5, "KELESSERY ZOUMANA")).await;
    aminata.judge(&id, ("stolen", "P-1"), "cleared").await;
    assert_eq!(aminata.page("/counter").await.verdict(), "clear");

    let zone = numbered(99, "KELESSERY ZOUMANA");
    let laid = aminata.post("/counter/scan", &[("mrz", zone.as_str()), ("beside", id.as_str())]).await;
    assert_eq!(laid.to(), "/counter");
    let page = aminata.page("/counter").await;
    assert!(!page.says("cleared-before") && page.verdict() == "stop", "{}", page.verdict());
    let waiting = aminata.waiting().await;
    let admitted = aminata.decide(&waiting, &[("decision", "admit")]).await;
    assert_ne!(admitted.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_vehicle_that_is_sought_from_now_on_stops_its_driver_who_was_read_before() {
    let post = Post::new().await;
    let aminata = post.sign_in("aminata").await;
    let bus = [("kind", "vehicle"), ("plate", "AB 1234 C"), ("country", "GIN"), ("mode", "bus")];
    aminata.post("/party", &bus).await;
    aminata.scan(&numbered(5, "KELESSERY ZOUMANA")).await;
    let list = ListName::parse("stolen").expect("a name");
    let mut alert = Alert::new(list.clone(), AlertId::parse("V-1").expect("an identifier"), Action::Refer);
    alert.plates = vec![DocumentNumber::new("AB1234C")];
    post.store.load_alerts(&list, &[alert], "").await.expect("loaded");
    let post = post.started_again().await;
    let aminata = post.sign_in("aminata").await;
    let waits = aminata.waiting().await;
    let admitted = aminata.decide(&waits, &[("decision", "admit"), ("drives", "yes")]).await;
    assert_eq!(admitted.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(admitted.page().says("known-meanwhile"));
    assert_eq!(post.journal("party-changed").await.len(), 1, "what is found for the vehicle now is noted");
}

#[tokio::test]
async fn an_alert_that_has_ended_is_not_approved_and_stands_apart_from_those_that_hold() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let draft = |id: &'static str, last: String| {
        [("list", "national"), ("id", id), ("names", "Zoumana Kelessery"), ("reference", "PV 12"), ("action", "refer")]
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()))
            .chain([("valid_until", last), ("next", "propose".to_owned())])
            .collect::<Vec<_>>()
    };
    let send = async |officer: &Officer, fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        officer.post("/alerts/draft", &fields).await
    };
    let yesterday = post.today().yesterday().expect("a day").to_string();
    let refused = send(&kadiatou, draft("P-1", yesterday)).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("draft-past"), "{}", refused.page().text());
    // Proposed for today alone: one holds today, the other is decided about too late.
    let today = post.today().to_string();
    let (first, second) =
        (send(&kadiatou, draft("P-2", today.clone())).await, send(&kadiatou, draft("P-3", today)).await);
    assert_eq!(seydou.post(first.to(), &APPROVE).await.status(), StatusCode::SEE_OTHER);
    post.days_pass(1).await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let late = seydou.post(second.to(), &APPROVE).await;
    assert_eq!(late.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.page().says("proposal-past"), "{}", late.page().text());
    let page = kadiatou.page("/alerts").await;
    assert!(page.says_with("lists-past", &[("count", "1")]) && page.has_id("past"), "{}", page.text());
    assert!(!page.has_id("reviews") || !page.part_of_class("section", "list").contains("P-2"));
    assert!(kadiatou.page("/alerts/entry/national/P-2").await.says("alert-past-means"));
}
