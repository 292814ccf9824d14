//! What is noted when someone sees travellers, who sees what hangs on a record, and how long a page goes on being told.
#![allow(clippy::unwrap_used)]

mod support;

use limen_domain::DataKind;
use limen_web::access::{Access, Needs, Place, Shows, table};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row};
use std::time::Duration;
use support::{Officer, PASSWORD, Post, between, picture, zone_of};

/// The events of someone who saw travellers: who, what kind, and what it says.
async fn looks(post: &Post) -> Vec<(String, String, Value)> {
    let kinds = DataKind::Looks.events().iter().map(|kind| format!("'{kind}'")).collect::<Vec<_>>().join(", ");
    let said = format!("select actor, kind, payload from event where kind in ({kinds}) order by seq");
    let rows = sqlx::query(AssertSqlSafe(said)).fetch_all(&mut post.database().await).await.unwrap();
    let row = |row: &sqlx::sqlite::SqliteRow| {
        (row.get("actor"), row.get("kind"), serde_json::from_str(row.get("payload")).unwrap())
    };
    rows.iter().map(row).collect()
}

/// A post at which there is one of everything that a page shows.
struct Shown {
    post: Post,
    /// Admitted by aminata, with a picture.
    crossing: String,
    picture: String,
    /// Referred for protection.
    referral: String,
    protection: String,
    party: String,
    proposal: String,
}

impl Shown {
    async fn new() -> Self {
        let post = Post::demo();
        let aminata = Officer::sign_in(&post.address, "aminata").await;
        let crossing = aminata.scan(&aminata.card("Voyageur connu, en règle").await).await;
        let picture = aminata.photograph(&crossing).await.rsplit('/').next().unwrap().to_owned();
        assert_eq!(aminata.decide(&crossing, &[("decision", "admit")]).await.0, StatusCode::SEE_OTHER);
        let referral = aminata.scan(&zone_of("CMR", "0123456", "NGUEMA")).await;
        let asylum = [("presentation", referral.as_str()), ("need", "asylum"), ("words", "a peur")];
        aminata.post("/protection/new", &asylum).await;
        let van = [("kind", "vehicle"), ("plate", "RC1234B"), ("country", "GIN"), ("mode", "bus")];
        assert_eq!(aminata.post("/party", &van).await.status(), StatusCode::SEE_OTHER);
        let oumar = Officer::sign_in(&post.address, "oumar").await;
        let case = oumar.page(&format!("/second-line/{referral}")).await;
        let protection = between(&case, "href=\"/protection/", "\"").to_owned();
        let parties = aminata.page("/party").await;
        let party = between(&parties, "href=\"/party/", "\"").to_owned();
        let seydou = Officer::sign_in_at(&post.address, "seydou", "/alerts").await;
        let draft = [
            ("list", "national"),
            ("id", "T-1"),
            ("names", "Zoumana Kelessery"),
            ("action", "refer"),
            ("next", "propose"),
        ];
        let proposal = seydou.post("/alerts/draft", &draft).await.headers()["location"].to_str().unwrap().to_owned();
        let proposal = proposal.trim_start_matches("/alerts/proposal/").to_owned();
        Self { post, crossing, picture, referral, protection, party, proposal }
    }

    /// An address of the table with what is here in the place of its varying parts; and each of these parts.
    fn address(&self, path: &str) -> (String, Vec<&str>) {
        let of = |start: &str| path.starts_with(start);
        let (id, second) = match path {
            _ if of("/crossing/") => (self.crossing.as_str(), self.picture.as_str()),
            _ if of("/hits/") => (self.crossing.as_str(), ""),
            _ if of("/second-line/") => (self.referral.as_str(), ""),
            _ if of("/protection/") => (self.protection.as_str(), ""),
            _ if of("/party/") => (self.party.as_str(), ""),
            _ if of("/alerts/proposal/") => (self.proposal.as_str(), ""),
            _ => ("T-1", "national"),
        };
        let parts = [("{id}", id), ("{sha256}", second), ("{list}", second), ("{number}", "ML2604711")];
        let held: Vec<&str> = parts.iter().filter(|(name, _)| path.contains(name)).map(|(_, part)| *part).collect();
        let address = parts.iter().fold(path.to_owned(), |address, (name, part)| address.replace(name, part));
        let asked = match path {
            "/alerts/draft" => "?list=national&id=T-1",
            "/audit/person" => "?document=GIN%20GN0910000",
            "/audit/officer" => "?officer=mariam",
            _ => "",
        };
        (address + asked, held)
    }

    /// Someone who may open this page, signed in anew.
    async fn who_may(&self, path: &str) -> (Officer, &'static str) {
        let of = |start: &str| path.starts_with(start);
        let account = match path {
            _ if of("/alerts") => "kadiatou",
            _ if of("/audit") => "salif",
            _ if of("/rights") => "nana",
            _ if of("/people") || of("/lists") => "fanta",
            _ if of("/flows") => "djeneba",
            _ => "mariam",
        };
        (Officer::sign_in_at(&self.post.address, account, "/account").await, account)
    }
}

/// How many bytes were refused to whoever may not see what they hang on.
async fn shown_refusals(post: &Post) -> usize {
    let refused = post.journal("access-refused").await;
    refused.iter().filter(|refused| refused.contains("picture/{sha256} (not theirs)")).count()
}

/// A form whose page is shown again, or whose answer shows someone, to be sent to an address of the table.
fn form(path: &str) -> &'static [(&'static str, &'static str)] {
    match path {
        "/party" | "/party/{id}" => &[("kind", "vehicle"), ("plate", "")],
        "/visas/entry/{number}/extend" => &[("to", "hier")],
        "/rights/person" => &[("document", "GIN GN0910000"), ("reference", "7/2026"), ("form", "read")],
        "/alerts/draft" => &[("list", "national"), ("names", "Mamadou Traore"), ("action", "refer"), ("next", "try")],
        _ => &[],
    }
}

/// What came of asking for a line of the table: the status, and the looks that it left.
async fn asked(shown: &Shown, access: &Access, officer: &Officer) -> (StatusCode, Vec<(String, String, Value)>) {
    let (address, _) = shown.address(access.path);
    let before = looks(&shown.post).await.len();
    let answer = match access.path {
        "/crossing/{id}/pictures" | "/party/list" | "/visas/import" if access.method == "POST" => {
            officer.send_bytes(&address, &[("kind", "face")], "nothing.png", b"no picture").await
        }
        _ if access.method == "POST" => officer.post(&address, form(access.path)).await,
        _ => officer.get(&address).await,
    };
    let status = answer.status();
    answer.bytes().await.unwrap();
    (status, looks(&shown.post).await.split_off(before))
}

/// Every line of the table either says why it shows no traveller, and leaves no look, or leaves exactly one that says who,
/// whom or what, and why. Whoever adds a page says which it is, or the program is not built.
#[tokio::test]
async fn whatever_shows_travellers_leaves_one_look_that_says_who_what_and_why() {
    let shown = Shown::new().await;
    let (mut wrong, mut again) = (Vec::new(), 0);
    let table = table();
    let lines = table.iter().filter(|access| matches!(access.who.needs, Needs::SignIn | Needs::One(_)));
    for access in lines.filter(|access| access.who.place != Place::Headquarters) {
        let Access { method, path, shows, .. } = *access;
        let kind = match shows {
            // Its page is asked for; what it does, the other tests do.
            Shows::Nobody(_) if method == "POST" => continue,
            // It goes on until its session ends.
            Shows::Nobody(_) if path == "/live" => continue,
            Shows::Nobody(_) => None,
            Shows::Look(look) | Shows::Again(look) => Some(look.kind()),
            Shows::Noted(kind, _) => Some(kind),
        };
        let (officer, account) = shown.who_may(path).await;
        let (status, left) = asked(&shown, access, &officer).await;
        let is_shown = status == StatusCode::OK || status == StatusCode::UNPROCESSABLE_ENTITY;
        let said = |what: &str| format!("{method} {path}: {status}, {what}: {left:?}");
        match (shows, kind, &left[..]) {
            (_, None, []) => {}
            (Shows::Again(_), _, []) if !is_shown => {}
            (_, Some(kind), [(actor, left, about)]) if left == kind => {
                again += usize::from(matches!(shows, Shows::Again(_)));
                let (_, parts) = shown.address(path);
                let text = about.to_string();
                let says_why =
                    about.get("why").is_some() || matches!(kind, "audit-consulted" | "draft-tried" | "person-reported");
                if actor != account || !parts.iter().all(|part| text.contains(part)) || !says_why {
                    wrong.push(said("who, what or why"));
                }
            }
            (_, Some(_), _) => wrong.push(said("not one look")),
            (_, None, _) => wrong.push(said("a look at nobody")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(again, 8, "forms whose page is shown again");
    let salif = Officer::sign_in_at(&shown.post.address, "salif", "/account").await;
    let audit = salif.page("/audit/officer?officer=mariam").await;
    for said in ["Image ou fichier vu", "Passage ouvert pour correction", "File de la 2e ligne", "Travail en cours"] {
        assert!(audit.contains(said), "{said}: {audit}");
    }
}

#[tokio::test]
async fn a_correction_asks_what_for_and_pictures_use_up_the_looks_of_an_hour() {
    let shown = Shown::new().await;
    let (crossing, picture) = (&shown.crossing, &shown.picture);
    let mut mariam = Officer::sign_in(&shown.post.address, "mariam").await;
    for look in 0..199 {
        assert_eq!(mariam.get(&format!("/day?search={look}")).await.status(), StatusCode::OK, "look {look}");
    }
    let face = format!("/crossing/{crossing}/picture/{picture}");
    assert_eq!(mariam.get(&face).await.status(), StatusCode::OK, "the two hundredth");
    let pictures = mariam.get(&format!("/crossing/{crossing}/pictures")).await;
    assert_eq!(pictures.status(), StatusCode::TOO_MANY_REQUESTS);
    // What was looked at just now is no further look.
    assert_eq!(mariam.get(&face).await.status(), StatusCode::OK);
    let queue = mariam.get("/second-line").await;
    assert_eq!(queue.status(), StatusCode::OK, "who waits is never closed");
    // All at once is no way around.
    let ibrahima = Officer::sign_in(&shown.post.address, "ibrahima").await;
    let mut at_once = tokio::task::JoinSet::new();
    for look in 0..230 {
        let ibrahima = ibrahima.clone();
        at_once.spawn(async move { ibrahima.get(&format!("/day?search={look}")).await.status() });
    }
    let answers = at_once.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::OK).count(), 200);

    // Without a purpose.
    let signed = Officer::nobody(&shown.post.address);
    let signed = signed.post("/sign-in", &[("account", "mariam"), ("password", PASSWORD)]).await;
    let cookies = signed.headers().get_all("set-cookie").iter();
    mariam.cookie =
        cookies.map(|c| c.to_str().unwrap().split(';').next().unwrap().to_owned()).collect::<Vec<_>>().join("; ");
    let asked = mariam.get(&format!("/crossing/{crossing}/correct")).await;
    assert_eq!(asked.headers()["location"], format!("/purpose?back=%2Fcrossing%2F{crossing}%2Fcorrect"));
}

#[tokio::test]
async fn the_same_page_again_within_a_minute_is_one_look_and_so_is_a_page_that_follows_what_happens() {
    let post = Post::demo();
    let kadiatou = Officer::sign_in_at(&post.address, "kadiatou", "/alerts").await;
    let before = looks(&post).await.len();
    for _ in 0..5 {
        assert_eq!(kadiatou.get("/hits").await.status(), StatusCode::OK);
    }
    assert_eq!(looks(&post).await.len(), before + 1);
    // The page that is left open asks for itself anew, as its script does; what it is told is no news to be told again.
    let written = kadiatou.get_with("/hits", "limen-follows", "1").await;
    assert_eq!(written.status(), StatusCode::OK);
    assert_eq!(looks(&post).await.len(), before + 1);
    for search in ["Diallo", "Traore", "Diallo"] {
        kadiatou.get(&format!("/alerts?search={search}")).await;
    }
    assert_eq!(looks(&post).await.len(), before + 3, "another search is another look");
    let elsewhere = Officer::sign_in_at(&post.address, "kadiatou", "/alerts").await;
    let before = looks(&post).await.len();
    elsewhere.get("/hits").await;
    assert_eq!(looks(&post).await.len(), before + 1, "another session is another look");
}

#[tokio::test]
async fn the_paper_of_an_asylum_request_is_for_those_who_see_protection_its_name_too() {
    let post = Post::demo();
    let ibrahima = Officer::sign_in(&post.address, "ibrahima").await;
    let id = ibrahima.scan(&zone_of("CMR", "0123456", "NGUEMA")).await;
    let (pictures, face) = (format!("/crossing/{id}/pictures"), ibrahima.photograph(&id).await);
    let asylum = [("presentation", id.as_str()), ("need", "asylum"), ("words", "a peur de rentrer")];
    assert_eq!(ibrahima.post("/protection/new", &asylum).await.status(), StatusCode::SEE_OTHER);
    let oumar = Officer::sign_in(&post.address, "oumar").await;
    let paper = b"%PDF-1.7 demande".as_slice();
    let sent = oumar.send_bytes(&pictures, &[("kind", "file")], "demande-asile.pdf", paper).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let page = oumar.send_bytes(&pictures, &[("kind", "page")], "recit.png", &picture(40)).await;
    assert_eq!(page.status(), StatusCode::SEE_OTHER);
    let case = oumar.page(&format!("/second-line/{id}")).await;
    let kept: Vec<String> = case
        .split(&format!("href=\"/crossing/{id}/picture/"))
        .skip(1)
        .map(|rest| format!("/crossing/{id}/picture/{}", rest.split('"').next().unwrap()))
        .collect();
    let [_, paper, page] = &kept[..] else { panic!("{kept:?}") };

    let aminata = Officer::sign_in(&post.address, "aminata").await;
    let before = looks(&post).await.len();
    for reserved in [paper, page] {
        for officer in [&aminata, &ibrahima] {
            assert_eq!(officer.get(reserved).await.status(), StatusCode::FORBIDDEN, "{reserved}");
        }
        assert_eq!(oumar.get(reserved).await.status(), StatusCode::OK);
    }
    let after = looks(&post).await;
    assert!(after[before..].iter().all(|(actor, ..)| actor == "oumar"), "what is refused is no look: {after:?}");
    let refused = shown_refusals(&post).await;
    assert_eq!(refused, 4, "who asked for what hangs on another's protection stands in the journal");
    for officer in [&aminata, &ibrahima] {
        let record = officer.page(&format!("/crossing/{id}")).await;
        assert!(!record.contains("demande-asile") && !record.contains("recit"), "{record}");
        assert!(record.contains(&face), "the face belongs to the record");
        assert_eq!(officer.get(&face).await.status(), StatusCode::OK);
    }
    assert!(!ibrahima.page(&pictures).await.contains("demande-asile"));
    assert_eq!(aminata.get(&pictures).await.status(), StatusCode::FORBIDDEN);

    // Who stands at another counter, or went away without a decision, is that officer's alone.
    let open = ibrahima.scan(&zone_of("GIN", "GN700", "DIABATE")).await;
    let face = ibrahima.photograph(&open).await;
    assert_eq!(ibrahima.get(&face).await.status(), StatusCode::OK);
    assert_eq!(aminata.get(&face).await.status(), StatusCode::FORBIDDEN);
}

/// Whether a stream of events ends within a few seconds.
async fn ends(mut stream: Response) -> bool {
    let rest = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(Duration::from_secs(6), rest).await.is_ok()
}

#[tokio::test]
async fn a_stream_of_events_ends_with_its_session() {
    let post = Post::demo();
    let mariam = async || Officer::sign_in(&post.address, "mariam").await;
    let follow = async |officer: &Officer| {
        let stream = officer.get("/live").await;
        assert_eq!(stream.headers()["content-type"], "text/event-stream");
        stream
    };
    let (leaves, other, aside, stays) = (mariam().await, mariam().await, mariam().await, mariam().await);
    let mut fails = Vec::new();

    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(follow(&leaves).await);
    }
    leaves.post("/sign-out", &[]).await;
    for ended in streams.into_iter().map(|stream| tokio::spawn(ends(stream))).collect::<Vec<_>>() {
        if !ended.await.unwrap() {
            fails.push("signed out");
        }
    }
    let stream = follow(&aside).await;
    let chosen = aside.post("/aside", &[("pin", "2580"), ("again", "2580")]).await;
    assert_eq!(chosen.status(), StatusCode::SEE_OTHER);
    if !ends(stream).await {
        fails.push("set aside");
    }
    let (stream, kept) = (follow(&other).await, follow(&stays).await);
    assert_eq!(stays.post("/account/sessions/end", &[]).await.status(), StatusCode::OK);
    if !ends(stream).await {
        fails.push("ended from elsewhere");
    }
    let lassana = Officer::sign_in_at(&post.address, "lassana", "/people").await;
    let ended = lassana.post("/people/entry/mariam/end", &[("reason", "partie")]).await;
    assert_eq!(ended.status(), StatusCode::SEE_OTHER);
    if !ends(kept).await {
        fails.push("account ended");
    }
    assert!(fails.is_empty(), "still told what happens: {fails:?}");

    // Whoever goes on working goes on being told.
    let kadiatou = Officer::sign_in_at(&post.address, "kadiatou", "/alerts").await;
    let mut stream = follow(&kadiatou).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    kadiatou.get("/alerts?search=Diallo").await;
    let told = async {
        while let Ok(Some(said)) = stream.chunk().await {
            if said.starts_with(b"data: written") {
                return true;
            }
        }
        false
    };
    assert!(tokio::time::timeout(Duration::from_secs(5), told).await.unwrap_or(false));
}
