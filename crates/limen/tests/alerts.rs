//! Alert managers at work, and what becomes of it at the counter.
#![allow(clippy::unwrap_used)]

mod support;

use reqwest::{StatusCode, header};
use support::{Officer, Post, between, zone};

/// Where an answer leads.
fn location(answer: &reqwest::Response) -> String {
    answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

/// Proposes an alert for `name` and lets the other manager approve it; its identifier.
async fn put_in_force(drafter: &Officer, approver: &Officer, id: &str, name: &str, action: &str, instruction: &str) {
    let draft = [
        ("list", "national"),
        ("id", id),
        ("names", name),
        ("birth_dates", "1990-01-01"),
        ("action", action),
        ("instruction", instruction),
        ("next", "propose"),
    ];
    let proposal = location(&drafter.post("/alerts/draft", &draft).await);
    let answer =
        approver.post(&proposal, &[("decision", "approve"), ("reason", ""), ("password", support::PASSWORD)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_alert_takes_effect_when_a_second_person_approves_it_and_not_before() {
    let post = Post::demo();
    let (kadiatou, seydou) =
        (Officer::sign_in(&post.address, "kadiatou").await, Officer::sign_in(&post.address, "seydou").await);
    let aminata = Officer::sign_in(&post.address, "aminata").await;

    let draft =
        [("list", "national"), ("id", "T-1"), ("names", "Zoumana Kelessery"), ("action", "refer"), ("next", "propose")];
    let proposal = location(&kadiatou.post("/alerts/draft", &draft).await);
    aminata.scan(&zone(1, "KELESSERY ZOUMANA")).await;
    assert!(!aminata.page("/counter").await.contains("T-1"), "a proposal stops nobody");
    let own = kadiatou.post(&proposal, &[("decision", "approve"), ("password", support::PASSWORD)]).await;
    assert_eq!(own.status(), StatusCode::FORBIDDEN, "nobody approves what they proposed");
    let found_open = seydou.post(&proposal, &[("decision", "approve"), ("password", "not his")]).await;
    assert_eq!(found_open.status(), StatusCode::FORBIDDEN, "whoever finds his browser open approves nothing");

    assert_eq!(
        seydou.post(&proposal, &[("decision", "approve"), ("password", support::PASSWORD)]).await.status(),
        StatusCode::SEE_OTHER
    );
    assert!(
        seydou.page("/alerts?search=Kelesseri+Zumana").await.contains("Zoumana Kelessery"),
        "found however it is spelt"
    );
    let ibrahima = Officer::sign_in(&post.address, "ibrahima").await;
    ibrahima.scan(&zone(2, "KELESSERI ZUMANA")).await;
    let page = ibrahima.page("/counter").await;
    assert!(page.contains("T-1") && page.contains("Zoumana Kelessery"));
    assert!(kadiatou.page("/hits").await.contains("T-1"));

    // Withdrawn by one person, at once.
    let gone = kadiatou.post("/alerts/entry/national/T-1/withdraw", &[("reason", "erreur")]).await;
    assert_eq!(gone.status(), StatusCode::SEE_OTHER);
    let presentation = support::presentation(&page);
    ibrahima.post("/counter/withdraw", &[("presentation", &presentation), ("why", "left")]).await;
    ibrahima.scan(&zone(3, "KELESSERY ZOUMANA")).await;
    assert!(!ibrahima.page("/counter").await.contains("T-1"));
}

#[tokio::test]
async fn a_cleared_pair_is_remembered_until_either_side_changes() {
    let post = Post::demo();
    let (kadiatou, seydou) =
        (Officer::sign_in(&post.address, "kadiatou").await, Officer::sign_in(&post.address, "seydou").await);
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    put_in_force(&kadiatou, &seydou, "T-2", "Zoumana Kelessery", "arrest", "").await;

    let presentation = aminata.scan(&zone(5, "KELESSERY ZOUMANA")).await;
    let judge = [
        ("presentation", presentation.as_str()),
        ("list", "national"),
        ("alert", "T-2"),
        ("judgement", "cleared"),
        ("reason", "face"),
    ];
    aminata.post("/counter/judge", &judge).await;
    aminata.post("/counter/withdraw", &[("presentation", &presentation), ("why", "left")]).await;

    let again = aminata.scan(&zone(5, "KELESSERY ZOUMANA")).await;
    let page = aminata.page("/counter").await;
    assert!(page.contains("déjà écarté") && page.contains("verdict clear"), "shown as cleared, and not asked again");
    aminata.post("/counter/withdraw", &[("presentation", &again), ("why", "left")]).await;

    let other = aminata.scan(&zone(6, "KELESSERY ZOUMANA")).await;
    assert!(!aminata.page("/counter").await.contains("déjà écarté"), "another document is asked about");
    aminata.post("/counter/withdraw", &[("presentation", &other), ("why", "left")]).await;

    put_in_force(&seydou, &kadiatou, "T-2", "Zoumana Kelessery\nZou le Grand", "arrest", "").await;
    aminata.scan(&zone(5, "KELESSERY ZOUMANA")).await;
    let page = aminata.page("/counter").await;
    assert!(!page.contains("déjà écarté") && page.contains("T-2"), "an alert that changed is asked about");
}

#[tokio::test]
async fn a_discreet_alert_shows_the_first_line_its_instruction_and_nothing_else() {
    let post = Post::demo();
    let (kadiatou, seydou) =
        (Officer::sign_in(&post.address, "kadiatou").await, Officer::sign_in(&post.address, "seydou").await);
    put_in_force(&kadiatou, &seydou, "T-3", "Zoumana Kelessery", "inform-discreetly", "Demandez la destination exacte")
        .await;
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    aminata.scan(&zone(7, "KELESSERY ZOUMANA")).await;
    let page = aminata.page("/counter").await;
    assert!(page.contains("Demandez la destination exacte") && page.contains("verdict clear"));
    assert!(!page.contains("T-3") && !page.contains("Zoumana Kelessery"));
    assert_eq!(aminata.get("/hits").await.status(), StatusCode::FORBIDDEN);
    let mariam = Officer::sign_in(&post.address, "mariam").await;
    assert!(mariam.page("/hits").await.contains("T-3"), "the supervisor tells the owner");
}

#[tokio::test]
async fn a_new_version_of_a_list_is_compared_first_and_a_broken_one_changes_nothing() {
    let post = Post::demo();
    let (kadiatou, seydou) =
        (Officer::sign_in(&post.address, "kadiatou").await, Officer::sign_in(&post.address, "seydou").await);
    let first = "id,full_name,action\nX-1,Fanta Specimen,refer\nX-2,Awa Specimen,refer\nX-3,,refer\n";
    let proposal = location(&kadiatou.upload("specimens", first).await);
    assert!(kadiatou.page(&proposal).await.contains("line 4"), "what is left out is said");
    seydou.post(&proposal, &[("decision", "approve"), ("password", support::PASSWORD)]).await;

    let second = "id,full_name,action\nX-1,Fanta Specimen,arrest\nX-4,Sira Specimen,refer\n";
    let proposal = location(&seydou.upload("specimens", second).await);
    let page = kadiatou.page(&proposal).await;
    let figures = between(&page, "<dl class=\"figures\">", "</dl>");
    let counts: Vec<&str> = figures.split("<dd>").skip(1).map(|rest| rest.split("</dd>").next().unwrap()).collect();
    assert_eq!(counts, ["+1", "1", "−1", "0"]);
    assert!(
        !kadiatou.page("/alerts?search=X-4").await.contains("Sira Specimen"),
        "nothing holds before it is approved"
    );
    kadiatou.post(&proposal, &[("decision", "approve"), ("password", support::PASSWORD)]).await;
    assert!(kadiatou.page("/alerts?search=X-4").await.contains("Sira Specimen"));
    let closed = seydou.page(&proposal).await;
    assert!(closed.contains("Approuvé par Kadiatou Sissoko le "), "who approved it, and when: {closed}");
    assert!(!kadiatou.page("/alerts?search=X-2").await.contains("Awa Specimen"));

    let refused = kadiatou.upload("specimens", "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text().await.unwrap();
    assert!(page.contains("rien n’a changé") && page.contains("à partir de la ligne 1"), "in words: {page}");
    assert!(kadiatou.page("/alerts?search=X-4").await.contains("Sira Specimen"));
}

#[tokio::test]
async fn a_draft_is_tried_out_and_a_threshold_is_chosen_by_what_they_would_have_meant() {
    let post = Post::demo();
    let kadiatou = Officer::sign_in(&post.address, "kadiatou").await;
    let draft = [("list", "national"), ("names", "Mamadou Traore"), ("action", "refer"), ("next", "try")];
    let page = kadiatou.post("/alerts/draft", &draft).await.text().await.unwrap();
    let headline = between(&page, "<h2 id=\"tried\">", "</h2>");
    assert!(headline.starts_with("Aurait arrêté") || headline.starts_with("N’aurait"), "{headline}");
    let wrong = [("list", "national"), ("names", ""), ("birth_dates", "hier"), ("next", "try")];
    let answer = kadiatou.post("/alerts/draft", &wrong).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let page = kadiatou.page("/alerts/list/national").await;
    assert!(page.contains("0.70") && page.contains("actuel"));
    kadiatou.post("/alerts/list/national", &[("threshold", "0.85")]).await;
    assert!(kadiatou.page("/alerts").await.contains("85\u{a0}%"));
    let answer = kadiatou.post("/alerts/list/national", &[("threshold", "0.1")]).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn pages_of_alert_managers_and_of_the_counter_are_closed_to_each_other() {
    let post = Post::demo();
    let (kadiatou, aminata) =
        (Officer::sign_in(&post.address, "kadiatou").await, Officer::sign_in(&post.address, "aminata").await);
    for path in ["/alerts", "/alerts/draft", "/alerts/entry/national/N-0001", "/alerts/list/national", "/hits"] {
        assert_eq!(aminata.get(path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/day", "/day.csv", "/card", "/counter/typed"] {
        assert_eq!(kadiatou.get(path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(location(&kadiatou.get("/counter").await), "/alerts");
    let withdraw = aminata.post("/alerts/entry/national/N-0001/withdraw", &[("reason", "x")]).await;
    assert_eq!(withdraw.status(), StatusCode::FORBIDDEN);
}
