//! Whom a slip must not harm: a minor beside strangers, someone whom an alert may be about, an officer who has typed much.
#![allow(clippy::unwrap_used)]

mod support;

use reqwest::StatusCode;
use support::{Officer, Post, between, born_years_ago, presentation, zone_of, zone_of_child_or_adult};

const ADMIT: (&str, &str) = ("decision", "admit");
const PARENT: (&str, &str) = ("accompaniment", "parent");
const NO_DECISION: &str = "name=\"decision\" value=\"refuse\"";

async fn scan_child(officer: &Officer, number: &str) -> String {
    officer.scan(&zone_of_child_or_adult("GIN", number, "XAVAMBA", born_years_ago(9))).await
}

/// The list of adults that the counter offers.
async fn offered(officer: &Officer) -> String {
    between(&officer.page("/counter").await, "<select name=\"adult\"", "</select>").to_owned()
}

#[tokio::test]
async fn a_child_is_tied_to_nobody_by_default_and_to_no_stranger_who_was_stopped() {
    let post = Post::demo();
    let (officer, beside) =
        (Officer::sign_in(&post.address, "aminata").await, Officer::sign_in(&post.address, "ibrahima").await);
    let mother = officer.scan(&zone_of("GIN", "GN510", "XAVAMBA")).await;
    officer.decide(&mother, &[ADMIT]).await;
    let refused = officer.scan(&zone_of("GIN", "GN511", "XIKOMBO")).await;
    officer.decide(&refused, &[("decision", "refuse"), ("grounds", "C")]).await;
    let leaving = beside.scan(&zone_of("MLI", "ML512", "XOTTARA")).await;
    beside.post("/counter/direction", &[]).await;
    let leaving_now = presentation(&beside.page("/counter").await);
    beside.decide(&leaving_now, &[("decision", "let-depart")]).await;
    beside.post("/counter/direction", &[]).await;
    let stolen = officer.scan(&officer.card("Document volé").await).await;
    officer.decide(&stolen, &[("decision", "refer"), ("reason", "hit")]).await;

    let child = scan_child(&officer, "GN513").await;
    let list = offered(&officer).await;
    let first = between(&list, "<option", "</option>");
    assert!(first.contains("value=\"\"") && !list.contains("selected"), "nobody is chosen beforehand: {list}");
    assert!(list.contains(&mother) && list.contains("GN510"), "{list}");
    for stranger in [&refused, &stolen, &leaving, &leaving_now] {
        assert!(!list.contains(stranger.as_str()), "{stranger} in {list}");
    }
    let (status, page) = officer.decide(&child, &[ADMIT, PARENT]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a parent is named");
    assert!(page.contains("Nommez l&#39;adulte"), "{page}");
    for stranger in [&refused, &stolen, &leaving_now] {
        let (status, page) = officer.decide(&child, &[ADMIT, PARENT, ("adult", stranger)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        assert!(page.contains("ne peut plus être nommé"), "{page}");
    }
    assert!(officer.page("/counter").await.contains("XAVAMBA"), "the child still waits");
    assert_eq!(officer.decide(&child, &[ADMIT, PARENT, ("adult", &mother)]).await.0, StatusCode::SEE_OTHER);
    let record = officer.page(&format!("/crossing/{child}")).await;
    assert!(record.contains(&format!("<a href=\"/crossing/{mother}\">XAVAMBA · GN510</a>")), "{record}");
    let of_mother = officer.page(&format!("/crossing/{mother}")).await;
    assert!(of_mother.contains(&format!("<a href=\"/crossing/{child}\">XAVAMBA · GN513</a>")), "{of_mother}");
}

#[tokio::test]
async fn a_parent_who_is_not_recorded_here_is_said_and_a_child_does_not_pass_without_one_who_was_stopped() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let child = scan_child(&officer, "GN520").await;
    let (status, page) = officer.decide(&child, &[ADMIT, PARENT, ("adult", "not-passing")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("ne passe pas sans lui"), "{page}");
    assert_eq!(officer.decide(&child, &[ADMIT, PARENT, ("adult", "crossed-before")]).await.0, StatusCode::SEE_OTHER);
    let record = officer.page(&format!("/crossing/{child}")).await;
    assert!(record.contains("est passé plus tôt, ou à un autre poste"), "{record}");
}

#[tokio::test]
async fn a_family_of_one_adult_names_them_and_a_bus_names_nobody() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    for (kind, chosen) in [("family", true), ("vehicle", false)] {
        officer.post("/party", &[("kind", kind), ("name", "Xavamba"), ("plate", "XX 77"), ("mode", "bus")]).await;
        let number = if chosen { "GN530" } else { "GN531" };
        let adult = officer.scan(&zone_of("GIN", number, "XAVAMBA")).await;
        officer.decide(&adult, &[ADMIT]).await;
        let child = scan_child(&officer, &format!("{number}C")).await;
        let list = offered(&officer).await;
        assert_eq!(list.contains(&format!("value=\"{adult}\" selected")), chosen, "{list}");
        officer.post("/counter/withdraw", &[("presentation", &child)]).await;
    }
}

#[tokio::test]
async fn a_refusal_without_a_ground_keeps_its_panel_and_all_that_was_typed() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = scan_child(&officer, "GN540").await;
    let typed = [
        PARENT,
        ("adult", "not-recorded"),
        ("purpose", "study"),
        ("origin", "Kankan"),
        ("destination", "Ségou"),
        ("stay_days", "17"),
    ];
    let kept = |page: &str| {
        for said in ["parent", "not-recorded", "study"] {
            assert!(page.contains(&format!("value=\"{said}\" selected")), "{said}: {page}");
        }
        for said in ["Kankan", "Ségou", "17"] {
            assert!(page.contains(&format!("value=\"{said}\"")), "{said}: {page}");
        }
    };
    // F9 with answers typed: they are there in the panel.
    let fields = [&typed[..], &[("presentation", id.as_str()), ("panel", "stop")]].concat();
    let opened = officer.post("/counter/panel", &fields).await;
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    let panel = officer.page(opened.headers()["location"].to_str().unwrap()).await;
    assert!(panel.contains(NO_DECISION), "{panel}");
    kept(&panel);
    let (status, refused) = officer.decide(&id, &[&typed[..], &[("decision", "refuse")]].concat()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("Cochez au moins un motif") && refused.contains(NO_DECISION), "{refused}");
    assert_eq!(refused.matches("autofocus").count(), 1, "{refused}");
    assert!(between(&refused, "name=\"grounds\"", ">").contains("autofocus"), "the first ground has the focus");
    kept(&refused);
    // Whatever is refused, and wherever the officer goes meanwhile.
    let (_, refused) = officer.decide(&id, &[&[("accompaniment", "alone")], &typed[1..], &[ADMIT]].concat()).await;
    assert!(refused.contains("value=\"alone\" selected") && refused.contains("Ségou"), "{refused}");
    let back = officer.page("/counter").await;
    assert!(back.contains("value=\"alone\" selected") && back.contains("Ségou"), "{back}");
    let ground = [&typed[..], &[("decision", "refuse"), ("grounds", "A")]].concat();
    assert_eq!(officer.decide(&id, &ground).await.0, StatusCode::SEE_OTHER);
    scan_child(&officer, "GN541").await;
    assert!(!officer.page("/counter").await.contains("Ségou"), "the next traveller's answers are their own");
}

#[tokio::test]
async fn answers_that_come_along_with_a_scan_or_a_judgement_are_there_after_it() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&officer.card("Ressemble à un signalement").await).await;
    let typed = |origin| [("about", id.as_str()), ("mode", "bus"), ("purpose", "study"), ("origin", origin)];
    let is_kept = async |origin: &str| {
        let page = officer.page("/counter").await;
        page.contains("value=\"study\" selected") && page.contains(&format!("value=\"{origin}\""))
    };
    officer.post("/counter/judge", &[&judge(&id, "cleared")[..], &typed("Kankan")].concat()).await;
    assert!(is_kept("Kankan").await, "after a judgement");
    let other = zone_of("GIN", "GN545", "XIKOMBO");
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
    assert!(page.contains("XIKOMBO") && !page.contains("Labé"), "the next traveller's are their own: {page}");
}

#[tokio::test]
async fn a_supervisor_corrects_with_whom_a_child_crossed() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let [mother, stranger] = ["GN550", "GN551"].map(|number| zone_of("GIN", number, "XAVAMBA"));
    let mother = officer.scan(&mother).await;
    officer.decide(&mother, &[ADMIT]).await;
    let stranger = officer.scan(&stranger).await;
    officer.decide(&stranger, &[ADMIT]).await;
    let refused = officer.scan(&zone_of("GIN", "GN552", "XIKOMBO")).await;
    officer.decide(&refused, &[("decision", "refuse"), ("grounds", "C")]).await;
    let child = scan_child(&officer, "GN553").await;
    assert_eq!(officer.decide(&child, &[ADMIT, PARENT, ("adult", &stranger)]).await.0, StatusCode::SEE_OTHER);

    let path = format!("/crossing/{child}/correct");
    let form = supervisor.page(&path).await;
    let list = between(&form, "name=\"adult\"", "</select>");
    assert!(list.contains(&format!("value=\"{stranger}\" selected")), "the one whom the record names: {list}");
    assert!(list.contains(&mother) && list.contains("not-recorded") && !list.contains(&refused), "{list}");
    let birth = born_years_ago(9).to_string();
    let correct = async |of: &str, adult: &str| {
        let fields = [
            ("primary", "XAVAMBA"),
            ("birth", &birth),
            ("sex", "F"),
            ("direction", "entry"),
            ("mode", "bus"),
            PARENT,
            ("adult", adult),
            ("reason", "mauvais adulte"),
        ];
        supervisor.post(&format!("/crossing/{of}/correct"), &fields).await
    };
    let asked_again = correct(&child, &refused).await;
    assert_eq!(asked_again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked_again.text().await.unwrap().contains("ne peut pas être nommé"));
    let done = correct(&child, &mother).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    let corrected = done.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let record = supervisor.page(&format!("/crossing/{corrected}")).await;
    assert!(record.contains(&format!("<a href=\"/crossing/{mother}\">XAVAMBA · GN550</a>")), "{record}");
    assert!(!supervisor.page(&format!("/crossing/{stranger}")).await.contains("GN553"), "the other is tied to nobody");
    // Kept where nothing else is chosen, and named no more where a reason is.
    let done = correct(&corrected, "not-recorded").await;
    let record = supervisor.page(done.headers()["location"].to_str().unwrap()).await;
    assert!(record.contains("mauvais adulte") && !record.contains("GN550</a>"), "{record}");
}

fn judge<'a>(id: &'a str, judgement: &'a str) -> [(&'a str, &'a str); 5] {
    [("presentation", id), ("list", "national"), ("alert", "N-0001"), ("judgement", judgement), ("reason", "face")]
}

#[tokio::test]
async fn what_the_first_line_confirmed_is_confirmed_at_the_second_and_changed_there_for_a_reason() {
    let post = Post::demo();
    let first = Officer::sign_in(&post.address, "aminata").await;
    let zone = first.card("Ressemble à un signalement").await;
    let id = first.scan(&zone).await;
    first.post("/counter/judge", &judge(&id, "confirmed")).await;
    // Turned to exit and back, the traveller stands there again: what was judged still holds.
    first.post("/counter/direction", &[]).await;
    first.post("/counter/direction", &[]).await;
    let again = presentation(&first.page("/counter").await);
    let page = first.page("/counter").await;
    assert!(page.contains("verdict stop") && page.contains("Confirmé par aminata"), "{page}");
    assert!(!page.contains("id=\"judge-reason\""), "it is not asked anew: {page}");
    first.decide(&again, &[("decision", "refer"), ("reason", "hit")]).await;

    let second = Officer::sign_in(&post.address, "oumar").await;
    assert!(second.page("/second-line").await.contains("tag stop"), "a confirmed arrest is urgent");
    second.post(&format!("/second-line/{again}/decide"), &[]).await;
    let page = second.page("/counter").await;
    assert!(page.contains("verdict stop") && page.contains("Confirmé par aminata"), "{page}");
    assert!(!page.contains("id=\"judge-reason\"") && page.contains("Revenir sur cette confirmation"), "{page}");
    let settled = presentation(&page);

    // At another counter the same document stops too, and only the second line may judge it otherwise.
    let other = Officer::sign_in(&post.address, "ibrahima").await;
    let elsewhere = other.scan(&zone).await;
    assert!(other.page("/counter").await.contains("Confirmé par aminata"));
    assert_eq!(other.post("/counter/judge", &judge(&elsewhere, "cleared")).await.status(), 422);
    assert!(other.page("/counter").await.contains("verdict stop"));

    let without_reason = [&judge(&settled, "cleared")[..4], &[("reason", "")]].concat();
    assert_eq!(second.post("/counter/judge", &without_reason).await.status(), StatusCode::BAD_REQUEST);
    second.post("/counter/judge", &judge(&settled, "cleared")).await;
    let page = second.page("/counter").await;
    assert!(!page.contains("verdict stop") && page.contains("écarté (le visage)"), "{page}");
    assert_eq!(second.decide(&settled, &[ADMIT]).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_of_whom_an_arrest_may_speak_is_set_aside_without_a_reason_that_the_supervisor_sees() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let zone = officer.card("Ressemble à un signalement").await;
    let id = officer.scan(&zone).await;
    let waits = async || assert_eq!(presentation(&officer.page("/counter").await), id);
    // By Esc, by the address, by another scan, and for another reason without words: it stays.
    let fields = [("presentation", id.as_str())];
    let asked = officer.post("/counter/withdraw", &fields).await;
    assert_eq!(asked.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let asked = asked.text().await.unwrap();
    assert!(asked.contains("dites pourquoi") && asked.contains("name=\"why\" value=\"left\""), "{asked}");
    waits().await;
    let next = zone_of("GIN", "GN550", "XIKOMBO");
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
    assert!(page.contains("XIKOMBO") && page.contains("id=\"judge-reason\""), "{page}");
    let id = presentation(&page);
    // Signing out sets nobody aside.
    officer.post("/sign-out", &[]).await;
    let officer = Officer::sign_in(&post.address, "aminata").await;
    assert_eq!(presentation(&officer.page("/counter").await), id);
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    assert!(supervisor.page("/hits").await.contains("pas examiné</span> attend au guichet"));

    let fled = [("presentation", id.as_str()), ("why", "left"), ("words", "a couru vers le fleuve")];
    assert_eq!(officer.post("/counter/withdraw", &fled).await.status(), StatusCode::SEE_OTHER);
    let noted = post.journal("presentation-withdrawn").await;
    assert!(noted.last().unwrap().contains("\"words\":\"a couru vers le fleuve\""), "{noted:?}");
    for page in ["/hits", "/second-line"] {
        let page = supervisor.page(page).await;
        assert!(page.contains("mis de côté par ") && page.contains("a couru vers le fleuve"), "{page}");
        assert!(page.contains(&format!("href=\"/hits/{id}\"")), "{page}");
    }
    let one = supervisor.page(&format!("/hits/{id}")).await;
    assert!(one.contains("XIKOMBO") && one.contains("pas examiné") && one.contains("en fuite"), "{one}");
    assert_eq!(officer.get(&format!("/hits/{id}")).await.status(), StatusCode::FORBIDDEN);

    // Whom nothing was found about goes with one key, as ever.
    let plain = officer.scan(&next).await;
    let panel = officer.page("/counter?panel=withdraw").await;
    assert!(panel.contains("form=\"withdraw\" autofocus") && !panel.contains("name=\"why\""), "{panel}");
    let set_aside = officer.post("/counter/withdraw", &[("presentation", &plain)]).await;
    assert_eq!(set_aside.status(), StatusCode::SEE_OTHER);
    assert!(!officer.page("/counter").await.contains("XIKOMBO"));
}

#[tokio::test]
async fn a_sought_vehicle_is_not_let_go_by_ending_its_party_or_by_another_plate() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let bus = [("kind", "vehicle"), ("plate", "RC 9911 B"), ("country", "GIN"), ("mode", "bus")];
    let begun = officer.post("/party", &bus).await;
    let address = begun.headers()["location"].to_str().unwrap().to_owned();
    let other_plate = [bus[0], ("plate", "AB 1"), bus[2], bus[3]];
    officer.post(&address, &other_plate).await;
    assert!(officer.page(&address).await.contains("véhicule signalé"), "another plate judges nothing");
    officer.post(&format!("{address}/leave"), &[]).await;
    assert!(officer.page("/party").await.contains(&address), "left by one counter it is still here");
    let ended = officer.post(&format!("{address}/end"), &[]).await;
    assert_eq!(ended.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ended.text().await.unwrap().contains("dites pourquoi"));
    let why = [("why", "handed-over"), ("words", "gendarmerie de Kangaba")];
    assert_eq!(officer.post(&format!("{address}/end"), &why).await.status(), StatusCode::SEE_OTHER);
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let hits = supervisor.page("/hits").await;
    assert!(hits.contains("gendarmerie de Kangaba"), "{hits}");
}
