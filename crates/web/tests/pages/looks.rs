//! What is noted when someone sees travellers, who sees what hangs on a record, and how long a page goes on being told.

use crate::support::{
    Answer, Officer, PASSWORD, Post,
    documents::{of_child, passport, picture},
};
use axum::{http::StatusCode, response::Response};
use http_body_util::BodyExt;
use limen_domain::DataKind;
use limen_web::access::{Access, Needs, Place, Shows, table};
use serde_json::Value;
use std::time::Duration;

/// The events of someone who saw travellers: who, what kind, and what it says.
async fn looks(post: &Post) -> Vec<(String, String, Value)> {
    let noted = post.journal("%").await;
    let noted = noted.iter().map(|noted| {
        let mut parts = noted.splitn(3, ' ');
        let mut part = || parts.next().expect("who, what, and the payload").to_owned();
        (part(), part(), serde_json::from_str(&part()).expect("JSON"))
    });
    noted.filter(|(_, kind, _)| DataKind::Looks.events().contains(&kind.as_str())).collect()
}

/// A notice of a neighbouring state holds that names someone.
async fn names_someone(post: &Post) {
    let id = "00000000-0000-0000-0000-000000000007";
    let notice = serde_json::json!({
        "id": id, "about": "missing-child", "text": "Une fille de neuf ans", "subject": { "name": { "primary": "BAH" } },
        "from": post.now(), "until": post.now() + jiff::SignedDuration::from_hours(72),
    });
    let held = serde_json::json!({
        "neighbour": "GIN", "is_ours": false, "at": post.now(), "agreement": "a", "paper": "b",
        "content": { "kind": "notice", "says": notice },
    });
    let fact = (format!("GIN/theirs/notice/{id}"), held.to_string());
    let told = limen_store::PaperEffect { facts: vec![fact], ..limen_store::PaperEffect::default() };
    post.store.change_of_neighbour("GIN".parse().expect("a state"), told).await.expect("written");
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
    /// Answered, with a letter.
    claim: String,
}

fn last_part(address: &str) -> String {
    address.rsplit('/').next().unwrap_or_default().to_owned()
}

impl Shown {
    async fn new() -> Self {
        let post = Post::new().await;
        post.takes_in_a_visa().await;
        let aminata = post.sign_in("aminata").await;
        let crossing = aminata.scan(&passport("GIN", "GN0910000", "CONDE")).await;
        let picture = last_part(&aminata.photograph(&crossing).await);
        aminata.decides(&crossing, &[("decision", "admit")]).await;
        aminata.post(&format!("/crossing/{crossing}/ask-correction"), &[("note", "le nom")]).await;
        let referral = aminata.scan(&passport("CMR", "0123456", "NGUEMA")).await;
        let asylum = [("presentation", referral.as_str()), ("need", "asylum"), ("words", "a peur")];
        aminata.post("/protection/new", &asylum).await;
        let van = [("kind", "vehicle"), ("plate", "RC1234B"), ("country", "GIN"), ("mode", "bus")];
        assert_eq!(aminata.post("/party", &van).await.status(), StatusCode::SEE_OTHER);
        let case = post.sign_in("oumar").await.page(&format!("/second-line/{referral}")).await;
        let protection = last_part(&case.address("/protection/"));
        let party = last_part(&aminata.page("/party").await.address("/party/"));
        let draft = [
            ("list", "national"),
            ("id", "T-1"),
            ("names", "Zoumana Kelessery"),
            ("reference", "PV 12/2027"),
            ("action", "refer"),
            ("next", "propose"),
        ];
        let proposal = last_part(post.sign_in("seydou").await.post("/alerts/draft", &draft).await.to());
        let nana = post.sign_in("nana").await;
        let today = post.today().to_string();
        let claim = [
            ("right", "erasure"),
            ("reference", "1/2026"),
            ("document", "GIN GN0910000"),
            ("received", today.as_str()),
        ];
        let claim = nana.post("/rights/claim", &claim).await.to().to_owned();
        let refused = [("answer", "refused"), ("reason", "la loi")];
        assert_eq!(nana.post(&claim, &refused).await.status(), StatusCode::SEE_OTHER);
        let claim = last_part(&claim);
        names_someone(&post).await;
        crate::neighbours_work::agreed(&post).await;
        Self { post, crossing, picture, referral, protection, party, proposal, claim }
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
            _ if of("/rights/claim/") => (self.claim.as_str(), ""),
            _ => ("T-1", "national"),
        };
        let parts = [("{id}", id), ("{sha256}", second), ("{list}", second), ("{number}", "ML2604711")];
        let held: Vec<&str> = parts.iter().filter(|(name, _)| path.contains(name)).map(|(_, part)| *part).collect();
        let address = parts.iter().fold(path.to_owned(), |address, (name, part)| address.replace(name, part));
        // Which of its receipts is printed is no part of the look at a visa.
        let address = address.replace("{node}/{seq}", "KRM/1");
        let asked = match path {
            "/alerts/draft" => "?list=national&id=T-1",
            "/audit/person" => "?document=GIN%20GN0910000",
            "/audit/officer" => "?officer=mariam",
            "/find" => "?search=GN0910000",
            "/rights/find" => "?name=Konde",
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
            _ if of("/people") || of("/lists") || of("/documents/") || of("/trust") => "fanta",
            _ if of("/flows") => "djeneba",
            _ => "mariam",
        };
        (self.post.sign_in(account).await, account)
    }
}

/// A form whose page is shown again, or whose answer shows someone, to be sent to an address of the table.
fn form(path: &str) -> &'static [(&'static str, &'static str)] {
    match path {
        "/party" | "/party/{id}" => &[("kind", "vehicle"), ("plate", "")],
        "/visas/entry/{number}/extend" => &[("to", "hier")],
        "/rights/person" => &[("document", "GIN GN0910000"), ("reference", "7/2026"), ("form", "read")],
        "/neighbours/documents" => &[("neighbour", "GIN"), ("number", "R0123456"), ("purpose", "case")],
        "/alerts/draft" => &[("list", "national"), ("names", "Mamadou Traore"), ("action", "refer"), ("next", "try")],
        _ => &[],
    }
}

/// What came of asking for a line of the table: the answer, and the looks that it left.
async fn asked(shown: &Shown, access: &Access, officer: &Officer) -> (Answer, Vec<(String, String, Value)>) {
    let (address, _) = shown.address(access.path);
    let before = looks(&shown.post).await.len();
    let answer = match access.path {
        "/crossing/{id}/pictures" | "/party/list" | "/visas/import" if access.method == "POST" => {
            officer.send_file(&address, &[("kind", "face")], "nothing.png", b"no picture").await
        }
        _ if access.method == "POST" => officer.post(&address, form(access.path)).await,
        _ => officer.get(&address).await,
    };
    (answer, looks(&shown.post).await.split_off(before))
}

/// Every line of the table either says why it shows no traveller, and leaves no look, or leaves exactly one that says
/// who, whom or what, and why. A page that does not say which it is does not compile.
#[tokio::test]
async fn whatever_shows_travellers_leaves_one_look_that_says_who_what_and_why() {
    let shown = Shown::new().await;
    let (mut wrong, mut again) = (Vec::new(), 0);
    let table = table();
    let lines =
        table.iter().filter(|access| matches!(access.who.needs, Needs::SignIn | Needs::One(_) | Needs::Named(_)));
    for access in lines.filter(|access| access.who.place != Place::Headquarters) {
        let Access { method, path, shows, .. } = *access;
        let kind = match shows {
            // Its page is asked for; what it does, the other tests do.
            Shows::Nobody(_) if method == "POST" => continue,
            Shows::Nobody(_) => None,
            Shows::Look(look) | Shows::Again(look) => Some(look.kind()),
            Shows::Noted(kind, _) => Some(kind),
        };
        let (officer, account) = shown.who_may(path).await;
        let (answer, left) = asked(&shown, access, &officer).await;
        let status = answer.status();
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
    assert_eq!(again, 9, "forms whose page is shown again");
    let audit = shown.post.sign_in("salif").await.page("/audit/officer?officer=mariam").await;
    for kind in
        ["look-picture-consulted", "look-correction-consulted", "look-referrals-consulted", "look-purpose-at-hand"]
    {
        assert!(audit.says(kind), "{kind}: {}", audit.text());
    }
}

#[tokio::test]
async fn whoever_is_alone_in_a_role_and_leaves_many_undecided_is_marked_as_the_page_says() {
    let post = Post::new().await;
    let mariam = post.sign_in("mariam").await;
    let leaves = async |number: usize| {
        let id = mariam.scan(&passport("GIN", &format!("GN09{number:05}"), "CONDE")).await;
        mariam.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
    };
    for number in 0..19 {
        leaves(number).await;
    }
    let salif = post.sign_in("salif").await;
    let page = salif.page("/audit").await;
    assert!(page.says_with("audit-explains", &[("fewest", "20"), ("times", "3"), ("night", "5")]), "{}", page.text());
    assert!(page.says_with("audit-finding", &[("count", "0")]), "{}", page.text());
    leaves(19).await;
    let page = salif.page("/audit").await;
    assert!(page.says_with("audit-finding", &[("count", "1")]) && page.says("audit-unusual"), "{}", page.text());
}

#[tokio::test]
async fn a_correction_asks_what_for_and_pictures_use_up_the_looks_of_an_hour() {
    let shown = Shown::new().await;
    let (post, crossing, picture) = (&shown.post, &shown.crossing, &shown.picture);
    let mariam = post.sign_in("mariam").await;
    for look in 0..199 {
        assert_eq!(mariam.get(&format!("/day?search={look}")).await.status(), StatusCode::OK, "look {look}");
    }
    let face = format!("/crossing/{crossing}/picture/{picture}");
    assert_eq!(mariam.get(&face).await.status(), StatusCode::OK, "the two hundredth");
    let pictures = mariam.get(&format!("/crossing/{crossing}/pictures")).await;
    assert_eq!(pictures.status(), StatusCode::TOO_MANY_REQUESTS);
    // What was looked at just now is no further look.
    assert_eq!(mariam.get(&face).await.status(), StatusCode::OK);
    assert_eq!(mariam.get("/second-line").await.status(), StatusCode::OK, "who waits is never closed");
    // All at once is no way around.
    let ibrahima = post.sign_in("ibrahima").await;
    let mut at_once = tokio::task::JoinSet::new();
    for look in 0..230 {
        let ibrahima = ibrahima.clone();
        at_once.spawn(async move { ibrahima.get(&format!("/day?search={look}")).await.status() });
    }
    let answers = at_once.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::OK).count(), 200);

    // Without a purpose.
    let mut mariam = post.nobody();
    mariam.signs_in("mariam", PASSWORD).await;
    let asked = mariam.get(&format!("/crossing/{crossing}/correct")).await;
    assert_eq!(asked.to(), format!("/purpose?back=%2Fcrossing%2F{crossing}%2Fcorrect"));
}

#[tokio::test]
async fn ones_own_traveller_of_a_moment_ago_is_seen_without_a_purpose_and_later_for_one() {
    let post = Post::new().await;
    let (mut aminata, mut ibrahima) = (post.nobody(), post.nobody());
    aminata.signs_in("aminata", PASSWORD).await;
    ibrahima.signs_in("ibrahima", PASSWORD).await;
    let id = aminata.scan(&passport("GIN", "GN0920000", "CONDE")).await;
    aminata.decides(&id, &[("decision", "admit")]).await;
    let record = format!("/crossing/{id}");
    assert_eq!(aminata.get(&record).await.status(), StatusCode::OK);
    let noted = looks(&post).await;
    let [.., (who, kind, what)] = &noted[..] else { panic!("{noted:?}") };
    assert_eq!((who.as_str(), kind.as_str()), ("aminata", "crossing-consulted"));
    assert_eq!(what["why"]["purpose"], "at-hand");
    assert!(ibrahima.get(&record).await.to().starts_with("/purpose?back="), "another's");
    post.minutes_pass(30);
    assert!(aminata.get(&record).await.to().starts_with("/purpose?back="), "the traveller has left");
}

#[tokio::test]
async fn the_same_page_again_within_a_minute_is_one_look_and_so_is_a_page_that_follows_what_happens() {
    let post = Post::new().await;
    let kadiatou = post.sign_in("kadiatou").await;
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
    let elsewhere = post.sign_in("kadiatou").await;
    let before = looks(&post).await.len();
    elsewhere.get("/hits").await;
    assert_eq!(looks(&post).await.len(), before + 1, "another session is another look");
}

#[tokio::test]
async fn the_paper_of_an_asylum_request_is_for_those_who_see_protection_its_name_too() {
    let post = Post::new().await;
    let ibrahima = post.sign_in("ibrahima").await;
    let id = ibrahima.scan(&passport("CMR", "0123456", "NGUEMA")).await;
    let (pictures, face) = (format!("/crossing/{id}/pictures"), ibrahima.photograph(&id).await);
    let asylum = [("presentation", id.as_str()), ("need", "asylum"), ("words", "a peur de rentrer")];
    assert_eq!(ibrahima.post("/protection/new", &asylum).await.status(), StatusCode::SEE_OTHER);
    let oumar = post.sign_in("oumar").await;
    for (kind, name, bytes) in
        [("file", "demande-asile.pdf", b"%PDF-1.7 demande".to_vec()), ("page", "recit.png", picture(40))]
    {
        let sent = oumar.send_file(&pictures, &[("kind", kind)], name, &bytes).await;
        assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    }
    let case = oumar.page(&format!("/second-line/{id}")).await;
    let start = format!("/crossing/{id}/picture/");
    let kept: Vec<&str> = case.links().into_iter().filter(|address| address.starts_with(&start)).collect();
    let [_, paper, page] = kept[..] else { panic!("{kept:?}") };

    let aminata = post.sign_in("aminata").await;
    let before = looks(&post).await.len();
    for reserved in [paper, page] {
        for officer in [&aminata, &ibrahima] {
            assert_eq!(officer.get(reserved).await.status(), StatusCode::FORBIDDEN, "{reserved}");
        }
        assert_eq!(oumar.get(reserved).await.status(), StatusCode::OK);
    }
    let after = looks(&post).await;
    assert!(after[before..].iter().all(|(actor, ..)| actor == "oumar"), "what is refused is no look: {after:?}");
    let refused = post.journal("access-refused").await;
    let refused = refused.iter().filter(|refused| refused.contains("picture/{sha256} (not theirs)"));
    assert_eq!(refused.count(), 4, "who asked for what hangs on another's protection stands in the journal");
    for officer in [&aminata, &ibrahima] {
        let record = officer.page(&format!("/crossing/{id}")).await;
        assert!(!record.contains("demande-asile") && !record.contains("recit"), "{}", record.text());
        assert!(record.addresses().contains(&face.as_str()), "the face belongs to the record");
        assert_eq!(officer.get(&face).await.status(), StatusCode::OK);
    }
    assert!(!ibrahima.page(&pictures).await.contains("demande-asile"));
    assert_eq!(aminata.get(&pictures).await.status(), StatusCode::FORBIDDEN);

    // Who stands at another counter, or went away without a decision, is that officer's alone.
    let open = ibrahima.scan(&passport("GIN", "GN700", "DIABATE")).await;
    let face = ibrahima.photograph(&open).await;
    assert_eq!(ibrahima.get(&face).await.status(), StatusCode::OK);
    assert_eq!(aminata.get(&face).await.status(), StatusCode::FORBIDDEN);
}

/// Whether a stream of events ends within a few seconds.
async fn ends(mut stream: Response) -> bool {
    let rest = async { while let Some(Ok(_)) = stream.body_mut().frame().await {} };
    tokio::time::timeout(Duration::from_secs(6), rest).await.is_ok()
}

#[tokio::test]
async fn a_stream_of_events_ends_with_its_session() {
    let post = Post::new().await;
    let mariam = async || post.sign_in("mariam").await;
    let follow = async |officer: &Officer| {
        let stream = officer.follow("/live").await;
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
        if !ended.await.expect("ended") {
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
    let lassana = post.sign_in("lassana").await;
    let unsaid = lassana.post("/people/entry/mariam/end", &[("reason", " \t ")]).await.page();
    assert!(unsaid.says("people-no-reason"), "{}", unsaid.text());
    let ended = lassana.post("/people/entry/mariam/end", &[("reason", "partie")]).await;
    assert_eq!(ended.status(), StatusCode::SEE_OTHER);
    if !ends(kept).await {
        fails.push("account ended");
    }
    assert!(fails.is_empty(), "still told what happens: {fails:?}");

    // An officer who goes on working goes on being told.
    let kadiatou = post.sign_in("kadiatou").await;
    let mut stream = follow(&kadiatou).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    kadiatou.get("/alerts?search=Diallo").await;
    let told = async {
        while let Some(Ok(said)) = stream.body_mut().frame().await {
            if said.data_ref().is_some_and(|said| said.starts_with(b"data: written")) {
                return true;
            }
        }
        false
    };
    assert!(tokio::time::timeout(Duration::from_secs(5), told).await.unwrap_or(false));
}

/// At one's own counter others are shown too: the adults whom a child may be tied to, and who comes next in a party.
#[tokio::test]
async fn who_is_shown_beside_the_traveller_at_a_counter_is_looked_at_once() {
    let post = Post::new().await;
    let (aminata, ibrahima) = (post.sign_in("aminata").await, post.sign_in("ibrahima").await);
    let mother = ibrahima.scan(&passport("GIN", "GN510", "XAVAMBA")).await;
    ibrahima.decides(&mother, &[("decision", "admit")]).await;
    let grown_up = aminata.scan(&passport("GIN", "GN511", "XIKOMBO")).await;
    aminata.page("/counter").await;
    aminata.decides(&grown_up, &[("decision", "admit")]).await;
    assert!(looks(&post).await.is_empty(), "nobody was shown but who stood there");

    let child = aminata.scan(&of_child("GN513", "XAVAMBA")).await;
    for _ in 0..3 {
        let shown = aminata.page("/counter").await;
        assert!(shown.choices("adult").iter().any(|(adult, _)| *adult == mother));
    }
    let noted = looks(&post).await;
    let [(who, kind, what)] = &noted[..] else { panic!("{noted:?}") };
    assert_eq!((who.as_str(), kind.as_str()), ("aminata", "others-consulted"));
    assert_eq!((&what["beside"], &what["why"]["purpose"]), (&Value::from(child.as_str()), &Value::from("at-hand")));
    let adult = [("decision", "admit"), ("accompaniment", "parent"), ("adult", mother.as_str())];
    aminata.decides(&child, &adult).await;

    let bus = [("name", "Sama"), ("plate", "AB-12"), ("mode", "bus"), ("direction", "entry")];
    let list = "nom;prenoms;naissance;sexe;nationalite;numero\nSow;Ali;1985-05-05;M;GIN;GN222\n";
    let party = aminata.send_file("/party/list", &bus, "bus.csv", list.as_bytes()).await.to().to_owned();
    aminata.post(&format!("{party}/work"), &[]).await;
    let before = looks(&post).await.len();
    for _ in 0..2 {
        assert!(aminata.page("/counter").await.says_with("party-next", &[("name", "Sow, Ali")]));
    }
    let noted = looks(&post).await.split_off(before);
    let [(_, kind, what)] = &noted[..] else { panic!("{noted:?}") };
    assert_eq!((kind.as_str(), &what["party"]), ("party-consulted", &Value::from(last_part(&party))));
}
