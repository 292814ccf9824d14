//! Who may do what: every line of the table of access, asked with every role at a post and at headquarters.

use crate::support::{Answer, Officer, PASSWORD, Post, documents::numbered};
use axum::http::StatusCode;
use limen_domain::Role;
use limen_web::access::{Access, Needs, table};
use std::collections::BTreeSet;

/// A person of each role.
const PEOPLE: [(Role, &str); 8] = [
    (Role::FirstLine, "aminata"),
    (Role::SecondLine, "oumar"),
    (Role::Supervisor, "mariam"),
    (Role::AlertManager, "kadiatou"),
    (Role::Administrator, "fanta"),
    (Role::Analyst, "djeneba"),
    (Role::Auditor, "salif"),
    (Role::DataProtection, "nana"),
];

/// An address of the table with something in the place of its varying parts: the table is asked, not the record.
fn address(access: &Access) -> String {
    let nobody = uuid::Uuid::nil().to_string();
    let parts = access.path.split('/').map(|part| if part.starts_with('{') { nobody.as_str() } else { part });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(officer: &Officer, access: &Access) -> Answer {
    match access.method {
        "GET" => officer.get(&address(access)).await,
        _ => officer.post(&address(access), &[]).await,
    }
}

/// Asks for each line of the table in the name of one person.
async fn walk(post: &Post, role: Role, account: &str, at_headquarters: bool) {
    let mut officer = post.sign_in(account).await;
    for access in table().iter().filter(|access| access.path != "/sign-out") {
        let answer = ask(&officer, access).await;
        let (status, to) = (answer.status(), answer.to());
        let said = format!("{role}: {} {}: {status} {to}", access.method, access.path);
        if access.who.allows(role, at_headquarters) {
            // What comes depends on what was asked; it is no refusal, no failure, and nobody is signed out by it.
            assert!(!status.is_server_error() && status != StatusCode::FORBIDDEN, "{said}");
            let is_own = matches!(access.who.needs, Needs::Nothing);
            assert!(to != "/sign-in" || is_own, "{said}");
        } else if access.method == "GET" && access.path == "/counter" {
            // At the door, they are led to their own page; a role without one here is told so.
            assert!(status == StatusCode::SEE_OTHER && to != "/sign-in" || status == StatusCode::FORBIDDEN, "{said}");
        } else {
            assert_eq!(status, StatusCode::FORBIDDEN, "{said}");
        }
        if access.method == "POST" && officer.get("/account").await.status() != StatusCode::OK {
            // A form of the door ended the session.
            officer = post.sign_in(account).await;
        }
    }
    assert_eq!(officer.post("/sign-out", &[]).await.to(), "/sign-in", "{role}");
}

#[tokio::test]
async fn every_role_reaches_at_a_post_what_the_table_says_and_nothing_else() {
    let post = Post::new().await;
    for (role, account) in PEOPLE {
        walk(&post, role, account, false).await;
    }
}

#[tokio::test]
async fn every_role_reaches_at_headquarters_what_the_table_says_and_nothing_else() {
    let headquarters = Post::headquarters().await;
    for (role, account) in PEOPLE {
        walk(&headquarters, role, account, true).await;
    }
}

#[tokio::test]
async fn nobody_is_let_in_without_signing_in() {
    let post = Post::new().await;
    let nobody = post.nobody();
    for access in &table() {
        let answer = ask(&nobody, access).await;
        let (said, status) = (format!("{} {}", access.method, access.path), answer.status());
        let to_sign_in = answer.to() == "/sign-in";
        match access.who.needs {
            Needs::SignIn | Needs::One(_) | Needs::Named(_) => assert!(to_sign_in, "{said}: {status}"),
            Needs::Key | Needs::Reader => assert_eq!(status, StatusCode::UNAUTHORIZED, "{said}"),
            // Where nobody has set anything aside, there is nothing to take up but by signing in.
            Needs::Nothing => assert!(!to_sign_in || ["/sign-in", "/resume"].contains(&access.path), "{said}"),
        }
    }
    // What the table does not name is not there for any role.
    let mariam = post.sign_in("mariam").await;
    for path in ["/counter/secret", "/audit/everything", "/people/all", "/counter/decide/"] {
        assert_eq!(mariam.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let by_form = mariam.post("/day", &[]).await;
    assert_eq!(by_form.status(), StatusCode::METHOD_NOT_ALLOWED, "a method that the table does not name");
    assert_eq!(by_form.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn whoever_changes_the_language_stays_on_the_page_that_is_open() {
    let post = Post::new().await;
    let people = [
        ("aminata", "/counter"),
        ("oumar", "/counter"),
        ("mariam", "/counter"),
        ("kadiatou", "/alerts"),
        ("fanta", "/lists"),
        ("djeneba", "/flows"),
        ("salif", "/audit"),
        ("nana", "/audit"),
    ];
    let mut opened = BTreeSet::new();
    for (account, home) in people {
        let officer = post.sign_in(account).await;
        let bar = officer.page(home).await.part("nav");
        let pages = bar.addresses();
        assert!(pages.contains(&home), "{account}: {pages:?}");
        // Help is on the page itself.
        for open in pages.iter().filter(|page| !page.starts_with('#')).chain(&["/account"]) {
            let back = officer.page(open).await.value("back").expect("a form for the language");
            let led = officer.post("/language", &[("language", "fr"), ("back", &back)]).await;
            assert_eq!(led.to(), *open, "{account}: {pages:?}");
            opened.insert(open.to_string());
        }
        for elsewhere in ["", "//example.org", "https://example.org/", "/audit/../enrol", "no-such-page"] {
            let led = officer.post("/language", &[("language", "fr"), ("back", elsewhere)]).await;
            assert_eq!(led.to(), home, "{account}: {elsewhere}");
        }
    }
    for page in ["/visas", "/party", "/second-line", "/lists", "/trust", "/tally", "/stay"] {
        assert!(opened.contains(page), "{page} is in nobody's bar: {opened:?}");
    }
}

#[tokio::test]
async fn personal_data_are_looked_at_for_a_purpose_that_the_auditor_reads() {
    let post = Post::new().await;
    let mut mariam = post.nobody();
    mariam.signs_in("mariam", PASSWORD).await;
    assert_eq!(mariam.get("/day?search=Diallo").await.to(), "/purpose?back=%2Fday%3Fsearch%3DDiallo");
    // What belongs to a record is no way around: its slip, its pictures, one picture.
    let aminata = post.sign_in("aminata").await;
    let id = aminata.scan(&numbered(1, "DIALLO")).await;
    let face = aminata.photograph(&id).await;
    aminata.decides(&id, &[("decision", "admit")]).await;
    let record = format!("/crossing/{id}");
    for of_record in [&record, &format!("{record}/slip"), &format!("{record}/pictures"), &face] {
        let asked = mariam.get(of_record).await;
        assert!(asked.to().starts_with("/purpose?back=%2Fcrossing%2F"), "{of_record}: {}", asked.status());
    }
    assert_eq!(aminata.get(&format!("{record}/slip")).await.status(), StatusCode::OK, "they stand before her");
    assert!(mariam.page("/day?search=Diallo").await.says("purpose-title"));
    let without = [("purpose", "inquiry"), ("reference", " "), ("back", "/day?search=Diallo")];
    assert_eq!(mariam.post("/purpose", &without).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let named = [("purpose", "inquiry"), ("reference", "Réquisition 12/2026"), ("back", "/day?search=Diallo")];
    assert_eq!(mariam.post("/purpose", &named).await.to(), "/day?search=Diallo");
    assert_eq!(mariam.get("/day?search=Diallo").await.status(), StatusCode::OK);
    let elsewhere = [("purpose", "case"), ("back", "//example.org")];
    assert_eq!(mariam.post("/purpose", &elsewhere).await.to(), "/");

    // The auditor reads who, what, when and why, and changes nothing; that the auditor looked is in the journal too.
    let salif = post.sign_in("salif").await;
    let looks = salif.page("/audit/officer?officer=mariam").await;
    assert!(looks.says("look-day-consulted") && looks.says("look-purpose-inquiry"), "{}", looks.text());
    assert!(looks.contains("Diallo") && looks.contains("Réquisition 12/2026"), "{}", looks.text());
    let slip = salif.page("/audit/person?document=GIN%20GN0000000").await;
    assert!(slip.says("audit-person-unknown"), "a slip in a number is no answer: {}", slip.text());
    assert_eq!(post.sign_in("nana").await.get("/audit/exports").await.status(), StatusCode::OK);
    assert_eq!(mariam.get("/audit").await.status(), StatusCode::FORBIDDEN, "who is watched does not watch");
}

#[tokio::test]
async fn whoever_would_carry_off_every_record_is_stopped_for_the_hour_and_the_counter_goes_on() {
    let post = Post::new().await;
    let aminata = post.sign_in("aminata").await;
    for look in 0..200 {
        assert_eq!(aminata.get(&format!("/day?search={look}")).await.status(), StatusCode::OK, "look {look}");
    }
    let stopped = aminata.get("/day.csv").await;
    assert_eq!(stopped.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(stopped.page().says("too-many-looks-title"));
    aminata.scan(&numbered(1, "DIALLO")).await;
    let ibrahima = post.sign_in("ibrahima").await;
    assert_eq!(ibrahima.get("/day").await.status(), StatusCode::OK, "the others are not held up");
    // What belongs to a record is no way around.
    let id = ibrahima.scan(&numbered(2, "DIALLO")).await;
    let face = ibrahima.photograph(&id).await;
    ibrahima.decides(&id, &[("decision", "admit")]).await;
    for of_record in [format!("/crossing/{id}/slip"), face] {
        let stopped = aminata.get(&of_record).await;
        assert_eq!(stopped.status(), StatusCode::TOO_MANY_REQUESTS, "{of_record}");
    }
    let noted = post.journal("access-refused").await;
    assert_eq!(noted.len(), 3, "{noted:?}");
    for (noted, address) in noted.iter().zip(["/day.csv", "/crossing/{id}/slip", "/crossing/{id}/picture/{sha256}"]) {
        assert!(noted.starts_with("aminata ") && noted.contains(&format!("{address} (too many looks)")), "{noted}");
    }
    // An hour later it is another hour.
    post.minutes_pass(61);
    assert_eq!(aminata.get("/day").await.to(), "/sign-in?over=yes", "nobody has used this session for an hour");
    assert_eq!(post.sign_in("aminata").await.get("/day.csv").await.status(), StatusCode::OK);
}

/// Whether one address can be asked for by the other: where one has a word and the other a part that varies, and nothing else
/// tells them apart.
fn is_in_the_way(one: &str, other: &str) -> bool {
    let varies = |part: &str| part.starts_with('{');
    let parts: Vec<(&str, &str)> = one.split('/').zip(other.split('/')).collect();
    one.split('/').count() == other.split('/').count()
        && parts.iter().all(|(one, other)| one == other || varies(one) || varies(other))
        && parts.iter().any(|(one, other)| varies(one) != varies(other))
}

#[test]
fn no_code_that_people_choose_is_taken_for_a_word_of_another_address() {
    // Identifiers that Limen draws are no words, and codes of states have three letters.
    const DRAWN: [&str; 3] = ["/party/{id}", "/protection/{id}", "/neighbours/{state}"];
    let may_vary = |path: &str| !DRAWN.iter().any(|drawn| path.starts_with(drawn));
    let table = table();
    for one in table.iter().filter(|access| may_vary(access.path)) {
        for other in table.iter().filter(|access| may_vary(access.path)) {
            assert!(!is_in_the_way(one.path, other.path), "{} and {}", one.path, other.path);
        }
    }
}
