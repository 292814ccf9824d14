//! Who may do what: every line of the table of access, asked with every role of a running post and of headquarters.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use limen_domain::{Permission, Role};
use limen_web::access::{Access, Needs, table};
use reqwest::StatusCode;
use support::{Officer, Post};

/// Whoever has a role in the demonstration.
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
    access
        .path
        .split('/')
        .map(|part| if part.starts_with('{') { nobody.as_str() } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// What the table lets through, or turns away, of one person's requests.
async fn asked(officer: &Officer, access: &Access, role: Role, at_headquarters: bool) {
    let path = address(access);
    let answer = match access.method {
        "GET" => officer.get(&path).await,
        _ => officer.post(&path, &[]).await,
    };
    let status = answer.status();
    let said = format!("{role}: {} {path}: {status}", access.method);
    if access.who.allows(role, at_headquarters) {
        // Let through: what comes then depends on what was asked, but it is no refusal of the role.
        if status == StatusCode::FORBIDDEN {
            let text = answer.text().await.unwrap();
            assert!(!text.contains("pas ce droit"), "{said}");
        }
    } else if access.method == "GET" && access.path == "/counter" {
        // At the door, they are led to their own page; whoever has none here is told so.
        assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::FORBIDDEN), "{said}");
    } else {
        assert_eq!(status, StatusCode::FORBIDDEN, "{said}");
    }
}

async fn walk(address: &str, role: Role, account: &str, password: &str, at_headquarters: bool) {
    let works_here = !at_headquarters || !role.may(Permission::WorkAtCounter) || role.may(Permission::SeeNetwork);
    let home = if works_here { "/counter" } else { "/sign-in" };
    let mut officer = Officer::sign_in_with(address, account, password, home).await;
    // The page of flows is there once they are counted.
    while works_here && officer.form_key.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        officer = Officer::sign_in_with(address, account, password, home).await;
    }
    for access in table().iter().filter(|access| access.path != "/sign-out") {
        asked(&officer, access, role, at_headquarters).await;
    }
    let left = officer.post("/sign-out", &[]).await.status();
    assert!(left == StatusCode::SEE_OTHER || !works_here, "{role}: {left}");
}

#[tokio::test]
async fn every_role_reaches_at_a_post_what_the_table_says_and_nothing_else() {
    let post = Post::demo();
    for (role, account) in PEOPLE {
        walk(&post.address, role, account, support::PASSWORD, false).await;
    }
}

#[tokio::test]
async fn every_role_reaches_at_headquarters_what_the_table_says_and_nothing_else() {
    let mut network = network::Network::new().await;
    let data = network.data("HQ");
    let mut people = Vec::new();
    for (role, account) in PEOPLE {
        let account = format!("{account}-hq");
        let data = data.to_str().unwrap();
        network::run(&["accounts", "add", "--id", &account, "--name", &account, "--role", role.code(), "--data", data]);
        network.settle(&account).await;
        people.push((role, account));
    }
    network.start();
    let headquarters = network.headquarters.as_ref().unwrap();
    for (role, account) in &people {
        walk(&headquarters.address, *role, account, support::PASSWORD, true).await;
    }
}

#[tokio::test]
async fn nobody_is_let_in_without_signing_in() {
    let post = Post::demo();
    let nobody = Officer::nobody(&post.address);
    for access in &table() {
        let path = address(access);
        let answer = match access.method {
            "GET" => nobody.get(&path).await,
            _ => nobody.post(&path, &[]).await,
        };
        let to_sign_in = answer.headers().get("location").is_some_and(|next| next == "/sign-in");
        match access.who.needs {
            Needs::SignIn | Needs::One(_) => assert!(to_sign_in, "{} {path}: {}", access.method, answer.status()),
            Needs::Key => assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}"),
            // Where nobody has set anything aside, there is nothing to take up but by signing in.
            Needs::Nothing => assert!(!to_sign_in || ["/sign-in", "/resume"].contains(&access.path), "{path}"),
        }
    }
    // What the table does not name is not there, whoever asks.
    let officer = Officer::sign_in(&post.address, "mariam").await;
    for path in ["/counter/secret", "/audit/everything", "/people/all", "/counter/decide/"] {
        assert_eq!(officer.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let by_form = officer.post("/day", &[]).await;
    assert_eq!(by_form.status(), StatusCode::METHOD_NOT_ALLOWED, "a method that the table does not name");
    assert_eq!(by_form.headers()["allow"], "GET,HEAD");
}

#[tokio::test]
async fn whoever_changes_the_language_stays_on_the_page_that_is_open() {
    let post = Post::demo();
    for (account, home) in [("mariam", "/counter"), ("kadiatou", "/alerts"), ("salif", "/audit"), ("nana", "/audit")] {
        let officer = Officer::sign_in_at(&post.address, account, home).await;
        let page = officer.page(home).await;
        let bar = support::between(&page, "<nav", "</nav>");
        let pages: Vec<&str> = bar.split("href=\"").skip(1).filter_map(|link| link.split('"').next()).collect();
        assert!(pages.contains(&home), "{account}: {pages:?}");
        officer.post("/purpose", &[("purpose", "supervision"), ("back", "/")]).await;
        for open in pages.iter().chain(&["/account"]) {
            let page = officer.page(open).await;
            let back = support::between(&page, "name=\"back\" value=\"", "\"");
            let led = officer.post("/language", &[("language", "fr"), ("back", back)]).await;
            assert_eq!(led.headers()["location"], *open, "{account}: {pages:?}");
        }
        for elsewhere in ["", "//example.org", "https://example.org/", "/audit/../enrol", "no-such-page"] {
            let led = officer.post("/language", &[("language", "fr"), ("back", elsewhere)]).await;
            assert_eq!(led.headers()["location"], home, "{account}: {elsewhere}");
        }
    }
}

#[tokio::test]
async fn personal_data_are_looked_at_for_a_purpose_that_the_auditor_reads() {
    let post = Post::demo();
    let mut mariam = Officer::nobody(&post.address);
    let signed = mariam.post("/sign-in", &[("account", "mariam"), ("password", support::PASSWORD)]).await;
    let cookies = signed.headers().get_all("set-cookie").iter();
    mariam.cookie =
        cookies.map(|c| c.to_str().unwrap().split(';').next().unwrap().to_owned()).collect::<Vec<_>>().join("; ");
    let asked = mariam.get("/day?search=Diallo").await;
    assert_eq!(asked.headers()["location"], "/purpose?back=%2Fday%3Fsearch%3DDiallo");
    // What belongs to a record is no way around: its slip, its pictures, one picture.
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    let id = aminata.scan(&aminata.card("Voyageur connu, en règle").await).await;
    let face = aminata.photograph(&id).await;
    aminata.post("/counter/decide", &[("presentation", &id), ("decision", "admit"), ("mode", "bus")]).await;
    let record = format!("/crossing/{id}");
    for of_record in [&record, &format!("{record}/slip"), &format!("{record}/pictures"), &face] {
        let asked = mariam.get(of_record).await;
        let to = asked.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        assert!(to.is_some_and(|to| to.starts_with("/purpose?back=%2Fcrossing%2F")), "{of_record}: {}", asked.status());
    }
    assert_eq!(aminata.get(&format!("/crossing/{id}/slip")).await.status(), StatusCode::OK, "they stand before her");
    let page = mariam.page("/day?search=Diallo").await;
    assert!(page.contains("Pourquoi consultez-vous"));
    mariam.form_key = support::between(&page, "name=\"form_key\" value=\"", "\"").to_owned();
    let without = [("purpose", "inquiry"), ("reference", " "), ("back", "/day?search=Diallo")];
    assert_eq!(mariam.post("/purpose", &without).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let named = [("purpose", "inquiry"), ("reference", "Réquisition 12/2026"), ("back", "/day?search=Diallo")];
    let led = mariam.post("/purpose", &named).await;
    assert_eq!(led.headers()["location"], "/day?search=Diallo");
    assert_eq!(mariam.get("/day?search=Diallo").await.status(), StatusCode::OK);
    let elsewhere = [("purpose", "case"), ("back", "//example.org")];
    assert_eq!(mariam.post("/purpose", &elsewhere).await.headers()["location"], "/");

    // The auditor reads who, what, when and why, and changes nothing; that the auditor looked is in the journal too.
    let salif = Officer::sign_in_at(&post.address, "salif", "/audit").await;
    let looks = salif.page("/audit/officer?officer=mariam").await;
    for said in ["Journée consultée", "Diallo", "Demande d’une autorité", "Réquisition 12/2026"] {
        assert!(looks.replace("&#39;", "’").replace('\'', "’").contains(said), "{said}: {looks}");
    }
    let own = Officer::sign_in_at(&post.address, "nana", "/audit").await;
    assert_eq!(own.get("/audit/exports").await.status(), StatusCode::OK);
    assert_eq!(mariam.get("/audit").await.status(), StatusCode::FORBIDDEN, "who is watched does not watch");
}

#[tokio::test]
async fn whoever_would_carry_off_every_record_is_stopped_for_the_hour_and_the_counter_goes_on() {
    let post = Post::demo();
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    for look in 0..200 {
        assert_eq!(aminata.get(&format!("/day?search={look}")).await.status(), StatusCode::OK, "look {look}");
    }
    let stopped = aminata.get("/day.csv").await;
    assert_eq!(stopped.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(stopped.text().await.unwrap().contains("beaucoup d’enregistrements"));
    aminata.scan(&aminata.card("Voyageur connu, en règle").await).await;
    let ibrahima = Officer::sign_in(&post.address, "ibrahima").await;
    assert_eq!(ibrahima.get("/day").await.status(), StatusCode::OK, "the others are not held up");
    // What belongs to a record is no way around.
    let id = ibrahima.scan(&ibrahima.card("Voyageur connu, en règle").await).await;
    let face = ibrahima.photograph(&id).await;
    ibrahima.post("/counter/decide", &[("presentation", &id), ("decision", "admit"), ("mode", "bus")]).await;
    for of_record in [format!("/crossing/{id}/slip"), face] {
        let stopped = aminata.get(&of_record).await;
        assert_eq!(stopped.status(), StatusCode::TOO_MANY_REQUESTS, "{of_record}");
    }
    let noted = post.journal("access-refused").await;
    assert_eq!(noted.len(), 3, "{noted:?}");
    for (noted, address) in noted.iter().zip(["/day.csv", "/crossing/{id}/slip", "/crossing/{id}/picture/{sha256}"]) {
        assert!(noted.starts_with("aminata ") && noted.contains(&format!("{address} (too many looks)")), "{noted}");
    }
}
