//! Whom a slip must not harm: a minor beside strangers, someone whom an alert may be about, an officer who has typed much.

use crate::support::{
    Officer, Page, Post,
    documents::{like_an_alert, of_child, passport, stolen},
    judgement,
};
use axum::http::StatusCode;

const ADMIT: (&str, &str) = ("decision", "admit");
const PARENT: (&str, &str) = ("accompaniment", "parent");

async fn scan_child(officer: &Officer, number: &str) -> String {
    officer.scan(&of_child(number, "XAVAMBA")).await
}

/// The adults that the counter offers, each with whether they are chosen beforehand.
async fn offered(officer: &Officer) -> Vec<(String, bool)> {
    officer.page("/counter").await.choices("adult")
}

fn has(choices: &[(String, bool)], value: &str) -> bool {
    choices.iter().any(|(other, _)| other == value)
}

#[tokio::test]
async fn a_child_is_tied_to_nobody_by_default_and_to_no_stranger_who_was_stopped() {
    let post = Post::new().await;
    let (officer, beside) = (post.sign_in("aminata").await, post.sign_in("ibrahima").await);
    let mother = officer.scan(&passport("GIN", "GN510", "XAVAMBA")).await;
    officer.decides(&mother, &[ADMIT]).await;
    let refused = officer.scan(&passport("GIN", "GN511", "XIKOMBO")).await;
    officer.decides(&refused, &[("decision", "refuse"), ("grounds", "C")]).await;
    let leaving = beside.scan(&passport("MLI", "ML512", "XOTTARA")).await;
    beside.post("/counter/direction", &[]).await;
    let leaving_now = beside.waiting().await;
    beside.decides(&leaving_now, &[("decision", "let-depart")]).await;
    beside.post("/counter/direction", &[]).await;
    let stopped = officer.scan(&stolen()).await;
    officer.decides(&stopped, &[("decision", "refer"), ("reason", "hit")]).await;

    let child = scan_child(&officer, "GN513").await;
    let adults = offered(&officer).await;
    assert!(adults.iter().all(|(_, is_chosen)| !is_chosen), "nobody is chosen beforehand: {adults:?}");
    assert!(has(&adults, &mother), "{adults:?}");
    assert!(officer.page("/counter").await.word("adult", &mother).contains("GN510"));
    for stranger in [&refused, &stopped, &leaving, &leaving_now] {
        assert!(!has(&adults, stranger), "{stranger} in {adults:?}");
    }
    let unnamed = officer.decide(&child, &[ADMIT, PARENT]).await;
    assert_eq!(unnamed.status(), StatusCode::UNPROCESSABLE_ENTITY, "a parent is named");
    assert!(unnamed.page().says("not-open-adult"), "{}", unnamed.page().text());
    for stranger in [&refused, &stopped, &leaving_now] {
        let tied = officer.decide(&child, &[ADMIT, PARENT, ("adult", stranger)]).await;
        assert_eq!(tied.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(tied.page().says("not-open-adult-not-offered"), "{}", tied.page().text());
    }
    assert_eq!(officer.waiting().await, child, "the child still waits");
    officer.decides(&child, &[ADMIT, PARENT, ("adult", &mother)]).await;
    for (one, other, number) in [(&child, &mother, "GN510"), (&mother, &child, "GN513")] {
        let record = officer.page(&format!("/crossing/{one}")).await;
        assert!(record.contains(&format!("/crossing/{other}")), "{}", record.text());
        assert!(record.contains(&format!("XAVAMBA · {number}")), "{}", record.text());
    }
}

#[tokio::test]
async fn a_parent_who_is_not_recorded_here_is_said_and_a_child_does_not_pass_without_one_who_was_stopped() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let child = scan_child(&officer, "GN520").await;
    let without = officer.decide(&child, &[ADMIT, PARENT, ("adult", "not-passing")]).await;
    assert_eq!(without.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.page().says("not-open-adult-not-passing"), "{}", without.page().text());
    officer.decides(&child, &[ADMIT, PARENT, ("adult", "crossed-before")]).await;
    assert!(officer.page(&format!("/crossing/{child}")).await.says("adult-unnamed-crossed-before"));
}

#[tokio::test]
async fn a_family_of_one_adult_names_them_and_a_bus_names_nobody() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    for (kind, number, is_chosen) in [("family", "GN530", true), ("vehicle", "GN531", false)] {
        officer.post("/party", &[("kind", kind), ("name", "Xavamba"), ("plate", "XX 77"), ("mode", "bus")]).await;
        let adult = officer.scan(&passport("GIN", number, "XAVAMBA")).await;
        officer.decides(&adult, &[ADMIT]).await;
        let child = scan_child(&officer, &format!("{number}C")).await;
        let chosen = officer.page("/counter").await.chosen("adult");
        assert_eq!(chosen, is_chosen.then_some(adult), "{kind}");
        officer.post("/counter/withdraw", &[("presentation", &child)]).await;
    }
}

#[tokio::test]
async fn a_refusal_without_a_ground_keeps_its_panel_and_all_that_was_typed() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = scan_child(&officer, "GN540").await;
    let typed = [
        PARENT,
        ("adult", "not-recorded"),
        ("purpose", "study"),
        ("origin", "Kankan"),
        ("destination", "Ségou"),
        ("stay_days", "17"),
    ];
    let keeps = |page: &Page| {
        for (field, value) in [PARENT, ("adult", "not-recorded"), ("purpose", "study")] {
            assert_eq!(page.chosen(field).as_deref(), Some(value), "{field}");
        }
        for (field, value) in [("origin", "Kankan"), ("destination", "Ségou"), ("stay_days", "17")] {
            assert_eq!(page.value(field).as_deref(), Some(value), "{field}");
        }
    };
    let is_panel = |page: &Page| page.values("decision").contains(&"refuse".to_owned());
    // F9 with answers typed: they are there in the panel.
    let fields = [&typed[..], &[("presentation", id.as_str()), ("panel", "stop")]].concat();
    let opened = officer.post("/counter/panel", &fields).await;
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    let panel = officer.page(opened.to()).await;
    assert!(is_panel(&panel), "{}", panel.text());
    keeps(&panel);
    let answer = officer.decide(&id, &[&typed[..], &[("decision", "refuse")]].concat()).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let refused = answer.page();
    assert!(refused.says("not-open-ground") && is_panel(&refused), "{}", refused.text());
    assert_eq!(refused.focus(), (1, Some("grounds".to_owned())), "the first ground has the focus");
    keeps(&refused);
    // Whatever is refused, and wherever the officer goes meanwhile.
    let refused = officer.decide(&id, &[&[("accompaniment", "alone")], &typed[1..], &[ADMIT]].concat()).await;
    for page in [refused.page(), officer.page("/counter").await] {
        assert_eq!(page.chosen("accompaniment").as_deref(), Some("alone"));
        assert_eq!(page.value("destination").as_deref(), Some("Ségou"));
    }
    officer.decides(&id, &[&typed[..], &[("decision", "refuse"), ("grounds", "A")]].concat()).await;
    scan_child(&officer, "GN541").await;
    assert!(!officer.page("/counter").await.contains("Ségou"), "the next traveller's answers are their own");
}

#[tokio::test]
async fn answers_that_come_along_with_a_scan_or_a_judgement_are_there_after_it() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&like_an_alert()).await;
    let typed = |origin| [("about", id.as_str()), ("mode", "bus"), ("purpose", "study"), ("origin", origin)];
    let is_kept = async |origin: &str| {
        let page = officer.page("/counter").await;
        page.chosen("purpose").as_deref() == Some("study") && page.value("origin").as_deref() == Some(origin)
    };
    officer
        .post("/counter/judge", &[&judgement(&id, ("national", "N-0001"), "cleared")[..], &typed("Kankan")].concat())
        .await;
    assert!(is_kept("Kankan").await, "after a judgement");
    let other = passport("GIN", "GN545", "XIKOMBO");
    let asks = officer.post("/counter/scan", &[&typed("Kissidougou")[..], &[("mrz", &other)]].concat()).await;
    assert_eq!(asks.status(), StatusCode::CONFLICT, "first asked whether the one who waits is set aside");
    assert!(is_kept("Kissidougou").await, "after a scan in between");
    officer.post("/counter/scan", &[&typed("Labé")[..], &[("mrz", "no zone")]].concat()).await;
    assert!(is_kept("Labé").await, "after a scan that can't be read");
    // What a page of before says of someone else changes nothing.
    let about_another = [("about", "0190b5a0-0000-7000-8000-000000000000"), ("mode", "bus"), ("origin", "Boké")];
    officer.post("/counter/scan", &[&about_another[..], &[("mrz", "no zone")]].concat()).await;
    assert!(is_kept("Labé").await);
    officer.post("/counter/scan", &[&typed("Labé")[..], &[("mrz", &other), ("replace", &id)]].concat()).await;
    let page = officer.page("/counter").await;
    assert!(page.contains("XIKOMBO") && !page.contains("Labé"), "the next traveller's are their own: {}", page.text());
}

#[tokio::test]
async fn a_supervisor_corrects_with_whom_a_child_crossed() {
    let post = Post::new().await;
    let (officer, supervisor) = (post.sign_in("aminata").await, post.sign_in("mariam").await);
    let mother = officer.scan(&passport("GIN", "GN550", "XAVAMBA")).await;
    officer.decides(&mother, &[ADMIT]).await;
    let stranger = officer.scan(&passport("GIN", "GN551", "XAVAMBA")).await;
    officer.decides(&stranger, &[ADMIT]).await;
    let refused = officer.scan(&passport("GIN", "GN552", "XIKOMBO")).await;
    officer.decides(&refused, &[("decision", "refuse"), ("grounds", "C")]).await;
    let child = scan_child(&officer, "GN553").await;
    officer.decides(&child, &[ADMIT, PARENT, ("adult", &stranger)]).await;

    let form = supervisor.page(&format!("/crossing/{child}/correct")).await;
    assert_eq!(form.chosen("adult"), Some(stranger.clone()), "the one whom the record names");
    let adults = form.choices("adult");
    assert!(has(&adults, &mother) && has(&adults, "not-recorded") && !has(&adults, &refused), "{adults:?}");
    let correct = async |of: &str, adult: &str| {
        supervisor.corrects(of, &[PARENT, ("adult", adult), ("reason", "mauvais adulte")]).await
    };
    let asked_again = correct(&child, &refused).await;
    assert_eq!(asked_again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked_again.page().says("correct-adult-not-offered"));
    assert_eq!(asked_again.page().focus(), (1, Some("adult".to_owned())));
    let done = correct(&child, &mother).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    let corrected = done.to().rsplit('/').next().expect("an address").to_owned();
    let record = supervisor.page(done.to()).await;
    assert!(record.contains(&format!("/crossing/{mother}")) && record.contains("XAVAMBA · GN550"), "{}", record.text());
    assert!(!supervisor.page(&format!("/crossing/{stranger}")).await.contains("GN553"), "the other is tied to nobody");
    // Kept where nothing else is chosen, and named no more where a reason is.
    let done = correct(&corrected, "not-recorded").await;
    let record = supervisor.page(done.to()).await;
    assert!(record.contains("mauvais adulte") && !record.contains("GN550"), "{}", record.text());
}

/// The counter shows a confirmed hit, by whom, and does not ask about it anew.
fn is_confirmed(page: &Page) -> bool {
    page.verdict() == "stop"
        && page.says("confirmed-by")
        && page.part_of_class("div", "confirmed").contains("Aminata Coulibaly")
        && !page.has_id("judge")
}

#[tokio::test]
async fn what_the_first_line_confirmed_is_confirmed_at_the_second_and_changed_there_for_a_reason() {
    let post = Post::new().await;
    let first = post.sign_in("aminata").await;
    let id = first.scan(&like_an_alert()).await;
    first.judge(&id, ("national", "N-0001"), "confirmed").await;
    // Turned to exit and back, the traveller stands there again: what was judged still holds.
    first.post("/counter/direction", &[]).await;
    first.post("/counter/direction", &[]).await;
    let again = first.waiting().await;
    let page = first.page("/counter").await;
    assert!(is_confirmed(&page), "it is not asked anew: {}", page.text());
    first.decides(&again, &[("decision", "refer"), ("reason", "hit")]).await;

    let second = post.sign_in("oumar").await;
    assert!(second.page("/second-line").await.has_classes("tag stop"), "a confirmed arrest is urgent");
    second.post(&format!("/second-line/{again}/decide"), &[]).await;
    let page = second.page("/counter").await;
    assert!(is_confirmed(&page) && page.says("confirmed-change"), "{}", page.text());
    let settled = second.waiting().await;

    // At another counter the same document stops too, and only the second line may judge it otherwise.
    let other = post.sign_in("ibrahima").await;
    let elsewhere = other.scan(&like_an_alert()).await;
    assert!(is_confirmed(&other.page("/counter").await));
    let judged = other.judge(&elsewhere, ("national", "N-0001"), "cleared").await;
    assert_eq!(judged.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.page("/counter").await.verdict(), "stop");

    let without_reason = [&judgement(&settled, ("national", "N-0001"), "cleared")[..4], &[("reason", "")]].concat();
    assert_eq!(second.post("/counter/judge", &without_reason).await.status(), StatusCode::BAD_REQUEST);
    second.judge(&settled, ("national", "N-0001"), "cleared").await;
    let page = second.page("/counter").await;
    assert!(page.verdict() != "stop" && page.says("judgement-reason-face"), "{}", page.text());
    second.decides(&settled, &[ADMIT]).await;
}

#[tokio::test]
async fn nobody_of_whom_an_arrest_may_speak_is_set_aside_without_a_reason_that_the_supervisor_sees() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&like_an_alert()).await;
    let waits = async || assert_eq!(officer.waiting().await, id);
    // By Esc, by the address, by another scan, and for another reason without words: it stays.
    let fields = [("presentation", id.as_str())];
    let asked = officer.post("/counter/withdraw", &fields).await;
    assert_eq!(asked.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.page().says("not-open-aside") && asked.page().values("why").contains(&"left".to_owned()));
    waits().await;
    let next = passport("GIN", "GN550", "XIKOMBO");
    let replace = [("mrz", next.as_str()), ("replace", id.as_str())];
    assert_eq!(officer.post("/counter/scan", &replace).await.status(), StatusCode::CONFLICT);
    waits().await;
    let other = [fields[0], ("why", "other"), ("words", " ")];
    assert_eq!(officer.post("/counter/withdraw", &other).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    waits().await;
    // Nor does a name typed anew let the alert go.
    let typed = [("replace", id.as_str()), ("primary", "XIKOMBO"), ("sex", "M"), ("nationality", "GIN")];
    officer.post("/counter/typed", &typed).await;
    let page = officer.page("/counter").await;
    assert!(page.contains("XIKOMBO") && page.has_id("judge"), "{}", page.text());
    let id = officer.waiting().await;
    // Signing out sets nobody aside.
    officer.post("/sign-out", &[]).await;
    let officer = post.sign_in("aminata").await;
    assert_eq!(officer.waiting().await, id);
    let supervisor = post.sign_in("mariam").await;
    let hits = supervisor.page("/hits").await;
    assert!(hits.says("hit-not-judged") && hits.says("hit-waits"), "{}", hits.text());

    let fled = [("presentation", id.as_str()), ("why", "left"), ("words", "a couru vers le fleuve")];
    assert_eq!(officer.post("/counter/withdraw", &fled).await.status(), StatusCode::SEE_OTHER);
    let noted = post.journal("presentation-withdrawn").await.pop().expect("noted");
    assert!(noted.contains("\"words\":\"a couru vers le fleuve\""), "{noted}");
    for page in ["/hits", "/second-line"] {
        let page = supervisor.page(page).await;
        assert!(page.says("hit-set-aside") && page.contains("a couru vers le fleuve"), "{}", page.text());
        assert!(page.addresses().contains(&format!("/hits/{id}").as_str()));
    }
    let one = supervisor.page(&format!("/hits/{id}")).await;
    assert!(one.contains("XIKOMBO") && one.says("hit-not-judged") && one.says("aside-left"), "{}", one.text());
    assert_eq!(officer.get(&format!("/hits/{id}")).await.status(), StatusCode::FORBIDDEN);

    // Whom nothing was found about goes with one key, as ever.
    let plain = officer.scan(&next).await;
    let panel = officer.page("/counter?panel=withdraw").await;
    assert!(panel.focus().0 == 1 && !panel.has_field("why"), "{}", panel.text());
    let set_aside = officer.post("/counter/withdraw", &[("presentation", &plain)]).await;
    assert_eq!(set_aside.status(), StatusCode::SEE_OTHER);
    assert!(!officer.page("/counter").await.contains("XIKOMBO"));
}

#[tokio::test]
async fn a_sought_vehicle_is_not_let_go_by_ending_its_party_or_by_another_plate() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let bus = [("kind", "vehicle"), ("plate", "RC 9911 B"), ("country", "GIN"), ("mode", "bus")];
    let address = officer.post("/party", &bus).await.to().to_owned();
    let other_plate = [bus[0], ("plate", "AB 1"), bus[2], bus[3]];
    officer.post(&address, &other_plate).await;
    assert!(officer.page(&address).await.says("party-hit"), "another plate judges nothing");
    officer.post(&format!("{address}/leave"), &[]).await;
    assert!(officer.page("/party").await.contains(&address), "left by one counter it is still here");
    let ended = officer.post(&format!("{address}/end"), &[]).await;
    assert_eq!(ended.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ended.page().says("not-open-aside"));
    let why = [("why", "handed-over"), ("words", "gendarmerie de Kangaba")];
    assert_eq!(officer.post(&format!("{address}/end"), &why).await.status(), StatusCode::SEE_OTHER);
    assert!(post.sign_in("mariam").await.page("/hits").await.contains("gendarmerie de Kangaba"));
}
