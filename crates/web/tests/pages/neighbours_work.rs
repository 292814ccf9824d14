//! Joint work with a neighbouring state: records with two signatures, contacts, the common plan, documents that are asked about,
//! and what the other half of a joint post recorded.

use crate::support::{Officer, Post, documents::passport};
use axum::http::StatusCode;
use jiff::{SignedDuration, civil::date};
use limen_domain::{AccountId, CrossingId, Direction, DocumentKey, PostId, Role, StateCode};
use limen_exchange::{across::SeenAcross, identity::Identity};
use limen_neighbour::{
    Agreement, Article, Card, Contact, Content, Countersigned, Directory, JointKind, JointRecord, Kind, Pair, Party,
    PlanItem, PlanState, Seen, SignedAgreement,
};
use limen_node::neighbours::{documents::LateHit, held::Held};
use limen_store::{AgreementState, KeptAgreement, NeighbourChange, NeighbourProposed, PaperEffect};
use uuid::Uuid;

fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

fn post_id(code: &str) -> PostId {
    PostId::parse(code).expect("a post")
}

/// Lets this place of Mali know Guinea's headquarters, with an agreement in force: its text.
pub(crate) async fn agreed(post: &Post) -> SignedAgreement {
    let (ours, theirs) = (Identity::generate().expect("made"), Identity::generate().expect("made"));
    let party = |code: &str, identity: &Identity| Party {
        state: state(code),
        name: code.to_owned(),
        key: identity.public_key(),
    };
    let basis = Article { treaty: "Accord de Conakry".into(), article: "4".into() };
    let days = (date(2026, 6, 1), date(2028, 12, 31));
    let parties = [party("MLI", &ours), party("GIN", &theirs)];
    let mut agreement = Agreement::new(Uuid::nil(), 1, "Postes jumel\u{e9}s", parties, basis, days);
    agreement.pairs.push(Pair {
        code: "KOU".into(),
        name: "Kour\u{e9}mal\u{e9}".into(),
        posts: [(state("MLI"), post_id("KRM")), (state("GIN"), post_id("KOG"))].into(),
        zone: "Africa/Bamako".into(),
        is_joint: true,
    });
    agreement.papers = vec![Kind::Directory, Kind::Joint, Kind::Countersigned, Kind::Plan];
    agreement.seen_by = vec![Role::Supervisor, Role::Administrator];
    agreement.document_questions = 20;
    agreement.same_document = true;
    let mut signed = SignedAgreement::unsigned(agreement).expect("an agreement");
    signed.sign(state("MLI"), &ours);
    signed.sign(state("GIN"), &theirs);
    let account = |id: &str| AccountId::parse(id).expect("an identifier");
    let card = Card::new(party("GIN", &theirs), "", "", "").signed(&theirs).expect("signed");
    let store = &post.store;
    let proposed = store.propose_to_neighbour(state("GIN"), NeighbourProposed::Card, &card, &account("fanta")).await;
    let proposed = proposed.expect("proposed").expect("the only card");
    let approved = store
        .decide_neighbour_proposal(proposed, Some(NeighbourChange::Card), &account("lassana"), "")
        .await
        .expect("decided");
    assert!(approved);
    let kept = KeptAgreement {
        name: signed.name(),
        neighbour: state("GIN"),
        id: Uuid::nil(),
        version: 1,
        file: signed.file(),
        state: AgreementState::InForce,
        since: post.now(),
        ended: None,
    };
    let fact = (format!("GIN/agreement/{}", signed.name()), signed.file());
    let effect = PaperEffect { facts: vec![fact], agreements: vec![kept], ..PaperEffect::default() };
    store.change_of_neighbour(state("GIN"), effect).await.expect("kept");
    signed
}

/// A place of Mali that knows Guinea's headquarters, with an agreement in force.
struct Place {
    post: Post,
    agreement: SignedAgreement,
}

impl Place {
    async fn of(post: Post) -> Self {
        let agreement = agreed(&post).await;
        Self { post, agreement }
    }

    async fn holds(&self, effect: PaperEffect) {
        self.post.store.change_of_neighbour(state("GIN"), effect).await.expect("kept");
    }

    /// Something that one side said holds here, under the name of its paper.
    async fn says(&self, is_ours: bool, paper: &str, content: Content) {
        let held = Held {
            neighbour: state("GIN"),
            is_ours,
            at: self.post.now(),
            agreement: self.agreement.name(),
            paper: paper.to_owned(),
            content,
        };
        let fact = (held.id(), serde_json::to_string(&held).expect("written"));
        self.holds(PaperEffect { facts: vec![fact], ..PaperEffect::default() }).await;
    }

    async fn sign_in(&self, account: &str) -> Officer {
        self.post.sign_in(account).await
    }
}

/// The name of a paper of theirs.
fn paper() -> String {
    "ab12".repeat(16)
}

fn record(post: &Post) -> JointRecord {
    JointRecord {
        id: Uuid::from_u128(5),
        kind: JointKind::Meeting,
        pair: "KOU".into(),
        place: "Siguiri".into(),
        from: post.now() - SignedDuration::from_hours(30),
        to: post.now() - SignedDuration::from_hours(28),
        who: vec!["Chef de poste, PAF".into()],
        found: "Horaires align\u{e9}s".into(),
    }
}

fn patrol() -> Vec<(&'static str, &'static str)> {
    vec![
        ("to", "GIN"),
        ("kind", "patrol"),
        ("pair", "KOU"),
        ("place", "Djikoni"),
        ("from_day", "02/03/2027"),
        ("from_time", "06:00"),
        ("to_time", "11:30"),
        ("who", "PAF Kour\u{e9}mal\u{e9}\nGendarmerie"),
        ("found", "Une moto sans plaque"),
    ]
}

#[tokio::test]
async fn headquarters_writes_a_joint_record_that_waits_for_them_and_signs_theirs_word_for_word() {
    let place = Place::of(Post::headquarters().await).await;
    let fanta = place.sign_in("fanta").await;
    let form = fanta.page("/neighbours/work/record?to=GIN").await;
    assert!(form.says("joint-no-traveller") && form.has_field("found"), "{}", form.text());
    let nobody: Vec<_> = patrol().into_iter().filter(|(name, _)| *name != "who").collect();
    let refused = fanta.post("/neighbours/work/record", &nobody).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("joint-wrong-who"), "{}", refused.page().text());
    assert_eq!(fanta.post("/neighbours/work/record", &patrol()).await.to(), "/neighbours/work");
    let page = fanta.page("/neighbours/work").await;
    assert!(page.says("joint-signed-waits-for-them") && page.contains("Une moto sans plaque"), "{}", page.text());

    place.says(false, &paper(), Content::Joint(record(&place.post))).await;
    assert!(fanta.page("/neighbours/work").await.says("joint-signed-waits-for-us"));
    let unknown = fanta.post("/neighbours/work/countersign", &[("paper", &"cd".repeat(32))]).await;
    assert_eq!(unknown.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.page().says("joint-why-not-ours"));
    let signed = fanta.post("/neighbours/work/countersign", &[("paper", &paper())]).await;
    assert_eq!(signed.to(), "/neighbours/work");
    let page = fanta.page("/neighbours/work").await;
    assert!(page.says("joint-signed-by-both") && page.says("joint-papers"), "{}", page.text());
    let noted = place.post.journal("neighbour").await;
    assert!(noted.iter().any(|said| said.starts_with("fanta") && said.contains("countersigned")), "{noted:?}");
}

#[tokio::test]
async fn a_post_drafts_what_headquarters_says_and_its_second_line_sees_what_the_agreement_names() {
    let place = Place::of(Post::in_network().await).await;
    let contacts = vec![Contact {
        function: "Permanence".into(),
        name: String::new(),
        pair: "KOU".into(),
        languages: "fran\u{e7}ais, malink\u{e9}".into(),
        telephone: "+224 620".into(),
        hours: "24 h".into(),
    }];
    place.says(false, &paper(), Content::Directory(Directory { contacts })).await;
    let elsewhere =
        JointRecord { id: Uuid::from_u128(6), pair: "FAR".into(), place: "Ailleurs".into(), ..record(&place.post) };
    place.says(false, &paper(), Content::Joint(record(&place.post))).await;
    place.says(false, &"cd".repeat(32), Content::Joint(elsewhere)).await;
    place.says(true, &"ef".repeat(32), Content::Countersigned(Countersigned { paper: paper() })).await;
    let (mariam, oumar) = (place.sign_in("mariam").await, place.sign_in("oumar").await);
    let page = mariam.page("/joint").await;
    assert!(page.contains("+224 620") && page.says("joint-signed-by-both"), "{}", page.text());
    assert!(!page.contains("Ailleurs"), "another pair's is not this post's: {}", page.text());
    assert_eq!(mariam.post("/neighbours/work/record", &patrol()).await.to(), "/neighbours/work");
    assert!(mariam.page("/neighbours/work").await.says("joint-signed-drafted"));
    let drafts = place.post.journal("neighbour-drafted").await;
    assert!(drafts.iter().any(|said| said.starts_with("mariam")), "{drafts:?}");
    let other: Vec<_> =
        patrol().into_iter().map(|(name, text)| (name, if name == "pair" { "FAR" } else { text })).collect();
    assert!(mariam.post("/neighbours/work/record", &other).await.page().says("joint-wrong-pair"));

    let seen = oumar.page("/neighbours/work").await;
    assert!(!seen.contains("+224 620") && seen.says("joint-contacts-none"), "{}", seen.text());
    assert_eq!(oumar.post("/neighbours/work/record", &patrol()).await.status(), StatusCode::FORBIDDEN);
    let aminata = place.sign_in("aminata").await;
    assert_eq!(aminata.get("/neighbours/work").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(
        mariam.get("/neighbours/work/contacts?to=GIN").await.status(),
        StatusCode::FORBIDDEN,
        "headquarters writes it"
    );
}

#[tokio::test]
async fn who_is_to_be_reached_is_one_list_that_takes_the_place_of_the_one_before() {
    let place = Place::of(Post::headquarters().await).await;
    let fanta = place.sign_in("fanta").await;
    let row = |telephone: &'static str| {
        [
            ("to", "GIN"),
            ("function", "Permanence"),
            ("name", ""),
            ("pair", "KOU"),
            ("languages", ""),
            ("telephone", telephone),
            ("hours", ""),
        ]
    };
    let refused = fanta.post("/neighbours/work/contacts", &row("")).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("contact-wrong"));
    for telephone in ["+223 20 22", "+223 66 99"] {
        assert_eq!(fanta.post("/neighbours/work/contacts", &row(telephone)).await.to(), "/neighbours/work");
    }
    let page = fanta.page("/neighbours/work").await;
    assert!(page.contains("+223 66 99") && !page.contains("+223 20 22"), "{}", page.text());
    assert_eq!(fanta.page("/neighbours/work/contacts?to=GIN").await.values("telephone")[0], "+223 66 99");
}

#[tokio::test]
async fn the_plan_has_both_sides_items_says_what_is_overdue_and_leaves_as_a_workbook() {
    let place = Place::of(Post::headquarters().await).await;
    let fanta = place.sign_in("fanta").await;
    let theirs = PlanItem {
        id: Uuid::from_u128(9),
        of: None,
        number: "4".into(),
        text: "Patrouilles mixtes".into(),
        owner: "DPAF".into(),
        due: None,
        state: PlanState::UnderWay,
        done: String::new(),
    };
    place.says(false, &paper(), Content::Plan(theirs.clone())).await;
    let id = theirs.id.to_string();
    let item = |state: &'static str, done: &'static str| {
        vec![
            ("to", "GIN"),
            ("of", "00000000-0000-0000-0000-000000000009"),
            ("text", "Radios communes"),
            ("owner", "PAF"),
            ("due", "01/03/2027"),
            ("state", state),
            ("done", done),
        ]
    };
    assert!(fanta.page("/neighbours/plan/item?to=GIN").await.choices("of").iter().any(|(of, _)| *of == id));
    let undone = fanta.post("/neighbours/plan/item", &item("done", "")).await;
    assert_eq!(undone.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(undone.page().says("plan-wrong-done"));
    assert_eq!(fanta.post("/neighbours/plan/item", &item("open", "")).await.to(), "/neighbours/plan");
    let plan = fanta.page("/neighbours/plan").await;
    assert!(plan.contains("Patrouilles mixtes") && plan.contains("Radios communes"), "{}", plan.text());
    let overdue = fanta.page("/neighbours/plan?side=ours&state=overdue").await;
    assert!(overdue.contains("Radios communes") && !overdue.contains("Patrouilles mixtes"), "{}", overdue.text());
    assert!(fanta.page("/neighbours/plan/print?side=theirs").await.contains("Patrouilles mixtes"));
    let workbook = fanta.get("/neighbours/plan/report/xlsx?side=ours").await;
    assert!(workbook.bytes.starts_with(b"PK"), "{:?}", workbook.status());
    assert_eq!(fanta.get("/neighbours/plan/report/png").await.status(), StatusCode::NOT_FOUND);

    // Ours is changed, and theirs is theirs.
    #[allow(clippy::disallowed_methods, reason = "nobody is shown it")]
    let ours = place.post.store.neighbour_facts("GIN/ours/plan/").await.expect("read");
    let own = ours[0].id.rsplit('/').next().expect("its identifier").to_owned();
    let form = fanta.page(&format!("/neighbours/plan/item?to=GIN&id={own}")).await;
    assert_eq!(form.value("number").as_deref(), Some(""), "{}", form.text());
    let done = [&[("id", own.as_str())][..], &item("done", "40 radios")[..]].concat();
    assert_eq!(fanta.post("/neighbours/plan/item", &done).await.to(), "/neighbours/plan");
    assert!(fanta.page("/neighbours/plan?state=done").await.contains("40 radios"));
    let not_ours = [&[("id", id.as_str())][..], &item("open", "")[..]].concat();
    assert!(fanta.post("/neighbours/plan/item", &not_ours).await.page().says("plan-wrong-of"));
    let not_ours: Vec<_> = not_ours.into_iter().filter(|(name, _)| *name != "of").collect();
    assert!(fanta.post("/neighbours/plan/item", &not_ours).await.page().says("joint-why-not-ours"));
}

#[tokio::test]
async fn someone_asks_about_one_document_for_a_purpose_and_sees_what_was_answered() {
    let place = Place::of(Post::in_network().await).await;
    let (mariam, oumar) = (place.sign_in("mariam").await, place.sign_in("oumar").await);
    let ask = [("neighbour", "GIN"), ("number", "r0123456"), ("purpose", "referral"), ("reference", "")];
    for (field, wrong, why) in [
        ("neighbour", "SEN", "lost-wrong-neighbour"),
        ("number", " ", "lost-wrong-number"),
        ("purpose", "", "lost-wrong-purpose"),
        ("purpose", "inquiry", "purpose-reference-missing"),
    ] {
        let form = ask.map(|(name, text)| (name, if name == field { wrong } else { text }));
        let refused = mariam.post("/neighbours/documents", &form).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.page().says(why), "{why}: {}", refused.page().text());
    }
    assert!(place.post.journal("document-asked").await.is_empty());
    assert_eq!(mariam.post("/neighbours/documents", &ask).await.to(), "/neighbours/documents");
    let noted = place.post.journal("document-asked").await;
    assert!(noted.len() == 1 && noted[0].starts_with("mariam") && noted[0].contains("GIN R0123456"), "{noted:?}");
    let page = mariam.page("/neighbours/documents").await;
    assert!(page.says("lost-state-asked") && page.contains("GIN R0123456"), "{}", page.text());

    let officer = AccountId::parse("mariam").expect("an identifier");
    let wished = place.post.store.wished_by(&officer, jiff::Timestamp::UNIX_EPOCH, 9).await.expect("read");
    let (node, seq) = &wished[0].place;
    let told = format!("{{\"state\":\"lost\",\"at\":\"{}\"}}", place.post.now());
    let fact = (format!("GIN/theirs/document-asked/{node}-{seq}"), told);
    place.holds(PaperEffect { facts: vec![fact], ..PaperEffect::default() }).await;
    assert!(mariam.page("/neighbours/documents").await.says("lost-state-lost"));
    // Others see their own questions alone; and whom the agreement does not name has nothing asked.
    let others = oumar.page("/neighbours/documents").await;
    assert!(!others.contains("GIN R0123456") && others.says("lost-no-agreement"), "{}", others.text());
    let refused = oumar.post("/neighbours/documents", &ask).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("lost-no-agreement"), "{}", refused.page().text());
    assert_eq!(place.post.journal("document-asked").await.len(), 1, "nobody may ask for them");
    let aminata = place.sign_in("aminata").await;
    assert_eq!(aminata.post("/neighbours/documents", &ask).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn supervisors_hear_that_a_document_which_was_shown_at_their_post_is_lost() {
    let place = Place::of(Post::in_network().await).await;
    let mariam = place.sign_in("mariam").await;
    assert!(!mariam.page("/hits").await.says("lost-late-hits"));
    for (post, crossing) in [("KRM", 1_u128), ("FRG", 2)] {
        let crossing = CrossingId(Uuid::from_u128(crossing));
        let hit = LateHit { neighbour: state("GIN"), post: post_id(post), crossing, at: place.post.now() };
        let body = serde_json::to_string(&hit).expect("written");
        let fact = (format!("late-hit/{post}/GIN/{crossing}"), body);
        place.holds(PaperEffect { facts: vec![fact], ..PaperEffect::default() }).await;
    }
    let page = mariam.page("/hits").await;
    assert!(page.says("lost-late-hits"), "{}", page.text());
    let records: Vec<_> = page.addresses().into_iter().filter(|address| address.starts_with("/crossing/")).collect();
    assert_eq!(records, [format!("/crossing/{}", Uuid::from_u128(1))], "another post's is theirs");
}

#[tokio::test]
async fn the_officer_of_a_joint_post_sees_that_the_other_half_probably_recorded_the_same_document() {
    let place = Place::of(Post::in_network().await).await;
    let document: DocumentKey = "GIN R0123456".parse().expect("a document");
    let (name, now) = (place.agreement.name(), place.post.now());
    let seen = Seen::new(&name, "KOU", now, Direction::Exit, &document);
    let told = SeenAcross { came: now.as_millisecond(), agreement: name, seen };
    let post = place.post.started_beside(&[told]).await;
    let (mariam, aminata) = (post.sign_in("mariam").await, post.sign_in("aminata").await);
    let id = mariam.scan(&passport("GIN", "R7777777", "SOW")).await;
    assert!(!mariam.page("/counter").await.says("joint-seen-exit"), "another document");
    mariam.decide(&id, &[("decision", "admit")]).await;
    let id = mariam.scan(&passport("GIN", "R0123456", "BARRY")).await;
    assert!(mariam.page("/counter").await.says("joint-seen-exit"));
    mariam.decide(&id, &[("decision", "admit")]).await;
    aminata.scan(&passport("GIN", "R0123456", "BARRY")).await;
    assert!(!aminata.page("/counter").await.says("joint-seen-exit"), "the agreement does not name the first line");

    post.minutes_pass(61);
    let late = post.sign_in("mariam").await;
    late.scan(&passport("GIN", "R0123456", "BARRY")).await;
    assert!(!late.page("/counter").await.says("joint-seen-exit"), "an hour later it is gone");
}
