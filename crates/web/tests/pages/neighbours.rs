//! Two neighbouring states' headquarters: cards, agreements and notices, by two people on each side and on a stick.

use crate::support::{Officer, PASSWORD, Post, documents::passport};
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use limen_domain::{Action, Alert, AlertId, ListName, PostId, Role};
use limen_neighbour::{Agreement, Article, Kind, Pair, Party, SignedAgreement};
use limen_store::{ForkOf, HeardOf, NewFork, PaperEffect};
use serde_json::Value;

/// How an approval is sent.
const APPROVE: [(&str, &str); 2] = [("decision", "approve"), ("password", PASSWORD)];

/// A state's headquarters with the people who speak to its neighbour.
struct Side {
    post: Post,
    state: &'static str,
    fanta: Officer,
    lassana: Officer,
    kadiatou: Officer,
    seydou: Officer,
}

impl Side {
    async fn of(state: &'static str, own: &str) -> Self {
        let post = Post::headquarters_of(state, own).await;
        Self {
            fanta: post.sign_in("fanta").await,
            lassana: post.sign_in("lassana").await,
            kadiatou: post.sign_in("kadiatou").await,
            seydou: post.sign_in("seydou").await,
            state,
            post,
        }
    }

    /// What its people read aloud.
    async fn fingerprint(&self) -> String {
        self.fanta.page("/neighbours").await.texts("code").join("-")
    }

    async fn card(&self) -> Vec<u8> {
        self.fanta.get("/neighbours/card").await.bytes.to_vec()
    }

    /// Takes in the other's card, by two people.
    async fn takes_card_of(&self, other: &Self) {
        let typed = [("fingerprint", other.fingerprint().await)];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let proposed = self.fanta.send_file("/neighbours/card", &typed, "carte.txt", &other.card().await).await;
        assert_eq!(proposed.status(), StatusCode::SEE_OTHER, "{}", proposed.text());
        assert_eq!(self.lassana.post(proposed.to(), &APPROVE).await.to(), "/neighbours");
    }

    /// Fills in the form of an agreement with the other; where the proposal waits.
    async fn proposes_agreement(&self, other: &Self, own: &str, theirs: &str) -> String {
        let address = format!("/neighbours/{}/agreement", other.state);
        let mut form = vec![
            ("title", "Kourémalé"),
            ("treaty", "Accord de coopération transfrontalière"),
            ("article", "7"),
            ("since", "01/03/2027"),
            ("until", "28/02/2029"),
            ("pair_code", "KRM"),
            ("pair_name", "Kourémalé"),
            ("pair_ours", own),
            ("pair_theirs", theirs),
            ("pair_zone", "Africa/Bamako"),
            ("pair_joint", "no"),
            ("multiple", "5"),
            ("kept_figures", "1825"),
            ("kept_notices", "30"),
            ("kept_work", "1825"),
            ("questions", "0"),
        ];
        form.extend(["notice", "withdrawal", "answer"].map(|kind| ("paper", kind)));
        form.extend(["flood", "missing-child"].map(|kind| ("notice", kind)));
        form.extend(["name", "birth-date", "documents"].map(|field| ("field", field)));
        form.extend(["alert-manager", "administrator", "first-line"].map(|role| ("role", role)));
        let proposed = self.fanta.post(&address, &form).await;
        assert_eq!(proposed.status(), StatusCode::SEE_OTHER, "{}", proposed.text());
        proposed.to().to_owned()
    }

    /// Carries what this side has to the other, on a stick.
    async fn swaps_stick_with(&self, other: &Self) {
        let stick = self.fanta.get(&format!("/neighbours/{}/stick", other.state)).await;
        assert_eq!(stick.status(), StatusCode::OK, "{}", stick.page().text());
        let taken = other.fanta.send_file("/neighbours/stick", &[], "stick", &stick.bytes).await;
        let page = taken.page();
        assert!(page.contains(self.state), "{}", page.text());
        assert!(!page.says("stick-refused"), "{}", page.text());
    }

    /// The name of the one agreement with the other.
    async fn agreement_with(&self, other: &Self) -> String {
        let page = self.fanta.page(&format!("/neighbours/{}", other.state)).await;
        page.address("/neighbours/agreement/")
    }

    /// The notices that its alert managers see, and the identifier of the first of its own.
    async fn own_notice(&self) -> String {
        self.kadiatou.page("/notices").await.value("notice").expect("a notice of ours")
    }
}

/// Mali and Guinea, who know each other's cards.
async fn neighbours() -> (Side, Side) {
    let (mali, guinea) = (Side::of("MLI", "KRM").await, Side::of("GIN", "KRG").await);
    mali.takes_card_of(&guinea).await;
    guinea.takes_card_of(&mali).await;
    (mali, guinea)
}

/// The same, with an agreement in force.
async fn agreed() -> (Side, Side) {
    let (mali, guinea) = neighbours().await;
    let proposal = mali.proposes_agreement(&guinea, "KRM", "KRG").await;
    assert_eq!(mali.lassana.post(&proposal, &APPROVE).await.to(), "/neighbours/GIN");
    mali.swaps_stick_with(&guinea).await;
    let offered = guinea.agreement_with(&mali).await;
    let proposal = guinea.lassana.post(&format!("{offered}/sign"), &[]).await.to().to_owned();
    assert_eq!(guinea.fanta.post(&proposal, &APPROVE).await.to(), "/neighbours/MLI");
    guinea.swaps_stick_with(&mali).await;
    (mali, guinea)
}

/// A notice of a child that is missing.
fn missing(surname: &str) -> Vec<(&str, &str)> {
    vec![
        ("to", "GIN"),
        ("about", "missing-child"),
        ("text", "Une fille de neuf ans, robe bleue"),
        ("hours", "48"),
        ("surname", surname),
        ("given_names", "Hawa"),
        ("birth_date", "12/05/2018"),
    ]
}

#[tokio::test]
async fn a_card_is_taken_by_two_people_and_only_with_the_fingerprint_that_was_read_aloud() {
    let (mali, guinea) = (Side::of("MLI", "KRM").await, Side::of("GIN", "KRG").await);
    let (card, aloud) = (guinea.card().await, guinea.fingerprint().await);
    assert_eq!(aloud.len(), 29, "six groups of four: {aloud}");
    let (own, ours) = (mali.fingerprint().await, mali.card().await);
    let wrong: [(&str, &[u8], &str); 4] = [
        (&own, &card, "neighbour-fingerprint-wrong"),
        ("no fingerprint", &card, "neighbour-fingerprint-wrong"),
        (&aloud, b"no card", "neighbour-no-card"),
        (&own, &ours, "neighbour-other-key"),
    ];
    for (typed, bytes, why) in wrong {
        let refused = mali.fanta.send_file("/neighbours/card", &[("fingerprint", typed)], "carte.txt", bytes).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(refused.page().says(why), "{why}: {}", refused.page().text());
    }
    let changed = String::from_utf8(card.clone()).expect("text").replace("Direction générale", "Direction centrale");
    let typed = [("fingerprint", aloud.as_str())];
    let refused = mali.fanta.send_file("/neighbours/card", &typed, "carte.txt", changed.as_bytes()).await;
    assert!(refused.page().says("neighbour-card-changed"), "{}", refused.page().text());

    // As people type it.
    let typed = aloud.to_lowercase().replace('-', " ");
    let proposed = mali.fanta.send_file("/neighbours/card", &[("fingerprint", &typed)], "carte.txt", &card).await;
    let proposal = proposed.to().to_owned();
    let page = mali.lassana.page(&proposal).await;
    assert!(page.says("neighbour-advice-card") && page.contains(&aloud), "{}", page.text());
    assert!(mali.lassana.page("/neighbours").await.says("neighbours-none"), "nothing holds before");
    assert_eq!(mali.fanta.post(&proposal, &APPROVE).await.status(), StatusCode::FORBIDDEN);
    let wrong = [("decision", "approve"), ("password", "not theirs")];
    assert_eq!(mali.lassana.post(&proposal, &wrong).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(mali.lassana.post(&proposal, &APPROVE).await.to(), "/neighbours");
    let page = mali.lassana.page("/neighbours").await;
    assert!(page.addresses().contains(&"/neighbours/GIN") && !page.says("neighbours-none"), "{}", page.text());
}

#[tokio::test]
async fn a_second_card_of_a_state_waits_for_the_first_and_the_page_says_so() {
    let (mali, guinea) = (Side::of("MLI", "KRM").await, Side::of("GIN", "KRG").await);
    let stranger = Side::of("GIN", "KRS").await;
    let sent = async |side: &Side| {
        let (card, aloud) = (side.card().await, side.fingerprint().await);
        mali.fanta.send_file("/neighbours/card", &[("fingerprint", &aloud)], "carte.txt", &card).await
    };
    let proposal = sent(&guinea).await.to().to_owned();
    let refused = sent(&stranger).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("neighbour-card-waits"), "{}", refused.page().text());
    assert_eq!(mali.lassana.post(&proposal, &APPROVE).await.to(), "/neighbours");
    assert!(sent(&stranger).await.page().says("neighbour-other-key"));
}

#[tokio::test]
async fn what_was_left_of_a_neighbour_today_stands_on_the_page_of_neighbours_and_on_its_own() {
    let (mali, _guinea) = neighbours().await;
    let page = mali.fanta.page("/neighbours").await;
    assert!(page.says("neighbour-refused") && !page.says("neighbour-left"), "{}", page.text());
    let day = mali.post.now().to_zoned_datetime(TimeZone::UTC).date();
    let heard = HeardOf { day, left_over: 417, ..HeardOf::default() };
    let state = "GIN".parse().expect("a state");
    assert!(mali.post.store.hear_of_neighbour(state, heard).await.expect("kept"));
    for address in ["/neighbours", "/neighbours/GIN"] {
        let page = mali.fanta.page(address).await;
        assert!(page.says("neighbour-left") && page.contains("417"), "{}", page.text());
    }
    assert!(mali.fanta.page("/neighbours/GIN").await.says("neighbour-taken-today"));
}

#[tokio::test]
async fn the_address_on_the_card_is_set_by_an_administrator_and_noted() {
    let mali = Side::of("MLI", "KRM").await;
    let wrong = mali.fanta.post("/neighbours/address", &[("address", "http://pfa.ml")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.page().says("neighbours-address-wrong"));
    let set = mali.fanta.post("/neighbours/address", &[("address", "https://pfa.ml:8443")]).await;
    assert_eq!(set.to(), "/neighbours");
    let card = String::from_utf8(mali.card().await).expect("text");
    assert!(card.contains("https://pfa.ml:8443"), "{card}");
    let noted = mali.post.journal("setting-changed").await;
    assert!(noted.iter().any(|said| said.starts_with("fanta") && said.contains("neighbour-address")), "{noted:?}");
}

#[tokio::test]
async fn an_agreement_holds_once_two_people_on_each_side_have_signed_the_same_text() {
    let (mali, guinea) = neighbours().await;
    let form = mali.fanta.page("/neighbours/GIN/agreement").await;
    assert!(form.has_field("pair_ours") && form.contains("KRM"), "{}", form.text());
    let untitled = mali.fanta.post("/neighbours/GIN/agreement", &[("title", " ")]).await;
    assert_eq!(untitled.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(untitled.page().says("neighbour-form-no-title"));

    let proposal = mali.proposes_agreement(&guinea, "KRM", "KRG").await;
    let page = mali.lassana.page(&proposal).await;
    assert!(page.says("neighbour-advice-agreement") && page.contains("KRG"), "laid out: {}", page.text());
    assert!(page.says("notice-kind-missing-child") && !page.says("notice-kind-wanted-by-warrant"), "{}", page.text());
    assert_eq!(mali.fanta.post(&proposal, &APPROVE).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(mali.lassana.post(&proposal, &APPROVE).await.to(), "/neighbours/GIN");
    assert!(mali.fanta.page("/neighbours/GIN").await.says("neighbour-agreement-state-signed"));
    assert!(mali.kadiatou.page("/notices").await.says("notices-no-agreement"), "one side's word is no agreement");

    mali.swaps_stick_with(&guinea).await;
    assert!(guinea.fanta.page("/neighbours/MLI").await.says("neighbour-agreement-state-offered"));
    let offered = guinea.agreement_with(&mali).await;
    let proposal = guinea.lassana.post(&format!("{offered}/sign"), &[]).await.to().to_owned();
    assert_eq!(guinea.lassana.post(&proposal, &APPROVE).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(guinea.fanta.post(&proposal, &APPROVE).await.to(), "/neighbours/MLI");
    assert!(guinea.fanta.page("/neighbours/MLI").await.says("neighbour-agreement-state-in-force"));
    guinea.swaps_stick_with(&mali).await;
    assert!(mali.fanta.page("/neighbours/GIN").await.says("neighbour-agreement-state-in-force"));

    // On paper, as a file, and as the beginning of its next version.
    let name = mali.agreement_with(&guinea).await;
    assert!(mali.fanta.page(&format!("{name}/print")).await.says("neighbour-passes"));
    let file = mali.fanta.get(&format!("{name}/file")).await;
    assert_eq!(file.text().matches('\u{2014}').count(), 2, "two signatures: {}", file.text());
    let next = mali.fanta.page("/neighbours/GIN/agreement").await;
    assert_eq!(next.value("title").as_deref(), Some("Kourémalé"));
    assert_eq!(next.value("pair_theirs").as_deref(), Some("KRG"));
    assert!(next.says_with("neighbour-version-number", &[("version", "2")]), "{}", next.text());
}

#[tokio::test]
async fn a_notice_that_names_nobody_is_sent_at_once_and_taken_back_with_the_next_stick() {
    let (mali, guinea) = agreed().await;
    let flood = [("to", "GIN"), ("about", "flood"), ("text", "Le Niger monte"), ("place", "Kangaba"), ("hours", "24")];
    assert_eq!(mali.kadiatou.post("/notices/new", &flood).await.to(), "/notices");
    mali.swaps_stick_with(&guinea).await;
    let shown = guinea.kadiatou.page("/notices").await;
    assert!(shown.says("notice-theirs") && shown.contains("Le Niger monte"), "{}", shown.text());
    assert!(!shown.has_field("reason"), "nobody takes back what is theirs");
    let line = guinea.fanta.page("/neighbours/MLI").await;
    assert!(line.says("neighbour-paper-notice") && line.says("neighbour-root"), "{}", line.text());
    guinea.swaps_stick_with(&mali).await;
    let line = mali.fanta.page("/neighbours/GIN").await;
    assert!(line.says("neighbour-paper-taken") && line.says("neighbour-receipt"), "{}", line.text());

    // What the agreement does not name does not pass.
    let road = [("to", "GIN"), ("about", "road-closed"), ("text", "Pont coupé"), ("hours", "24")];
    let refused = mali.kadiatou.post("/notices/new", &road).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("neighbour-why-notice-kind"), "{}", refused.page().text());
    let long = [("to", "GIN"), ("about", "flood"), ("text", "Le Niger monte"), ("hours", "73")];
    assert!(mali.kadiatou.post("/notices/new", &long).await.page().says("notice-wrong-hours"));

    let id = mali.own_notice().await;
    let of_ours = [("neighbour", "GIN"), ("notice", id.as_str())];
    let renew = [&of_ours[..], &[("hours", "72")]].concat();
    assert_eq!(mali.kadiatou.post("/notices/renew", &renew).await.to(), "/notices");
    let withdraw = [&of_ours[..], &[("reason", "L’eau baisse")]].concat();
    assert_eq!(mali.kadiatou.post("/notices/withdraw", &withdraw).await.to(), "/notices");
    mali.swaps_stick_with(&guinea).await;
    assert!(guinea.kadiatou.page("/notices").await.says("notices-none"));
}

#[tokio::test]
async fn a_notice_that_names_someone_takes_two_people_and_is_screened_at_the_other_side_until_one_press_ends_it() {
    let (mali, guinea) = agreed().await;
    let proposal = mali.kadiatou.post("/notices/new", &missing("BAH")).await.to().to_owned();
    assert!(proposal.starts_with("/notices/proposal/"), "{proposal}");
    assert!(mali.kadiatou.page("/notices").await.says("notices-none"), "nothing is said before");
    assert_eq!(mali.kadiatou.post(&proposal, &APPROVE).await.status(), StatusCode::FORBIDDEN);
    // It stands among the notices, and nowhere else.
    let elsewhere = proposal.replace("/notices/", "/neighbours/");
    assert_eq!(mali.lassana.get(&elsewhere).await.status(), StatusCode::NOT_FOUND);
    let page = mali.seydou.page(&proposal).await;
    assert!(page.says("neighbour-advice-paper") && page.contains("BAH"), "as officers will see it: {}", page.text());
    assert_eq!(mali.seydou.post(&proposal, &APPROVE).await.to(), "/notices");
    let id = mali.own_notice().await;
    mali.swaps_stick_with(&guinea).await;

    let shown = guinea.kadiatou.page("/notices").await;
    assert!(shown.says("notice-theirs") && shown.contains("BAH"), "{}", shown.text());
    let looks = guinea.post.journal("alerts-searched").await;
    assert!(looks.iter().any(|look| look.starts_with("kadiatou")), "who reads whom it names is noted: {looks:?}");
    let alert = format!("/alerts/entry/neighbour-MLI/{id}");
    let sought = guinea.kadiatou.page(&alert).await;
    assert!(sought.says("action-refer") && sought.contains("BAH"), "at most referred: {}", sought.text());

    // One press, a reason and a tick; nobody else is asked.
    let agreement = mali.agreement_with(&guinea).await;
    let unsure = mali.fanta.post(&format!("{agreement}/end"), &[("reason", "Frontière fermée")]).await;
    assert_eq!(unsure.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.page().says("neighbour-end-how"));
    let sure = [("reason", "Frontière fermée"), ("sure", "yes")];
    assert_eq!(mali.fanta.post(&format!("{agreement}/end"), &sure).await.to(), "/neighbours/GIN");
    assert!(mali.kadiatou.page("/notices").await.says("notices-none"));
    mali.swaps_stick_with(&guinea).await;
    assert!(guinea.kadiatou.page("/notices").await.says("notices-none"));
    assert_eq!(guinea.kadiatou.get(&alert).await.status(), StatusCode::NOT_FOUND, "and is screened no more");
    let ended = guinea.fanta.page("/neighbours/MLI").await;
    assert!(ended.says("neighbour-agreement-state-ended") && ended.contains("Frontière fermée"), "{}", ended.text());
    assert_eq!(guinea.kadiatou.get("/notices/new?to=MLI").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_neighbour_says_ended_an_agreement_is_shown_as_its_own_word() {
    let (mali, guinea) = agreed().await;
    let agreement = mali.agreement_with(&guinea).await;
    let sure = [("reason", "until"), ("sure", "yes")];
    assert_eq!(mali.fanta.post(&format!("{agreement}/end"), &sure).await.to(), "/neighbours/GIN");
    mali.swaps_stick_with(&guinea).await;
    for (side, other) in [(&mali, "GIN"), (&guinea, "MLI")] {
        let page = side.fanta.page(&format!("/neighbours/{other}")).await;
        assert!(page.contains("until") && !page.says("neighbour-ended-by-day"), "{}", page.text());
    }
}

#[tokio::test]
async fn an_administrator_says_where_a_neighbour_is_reached_that_has_moved_and_it_is_noted() {
    let (mali, _guinea) = neighbours().await;
    let moved = "/neighbours/GIN/moved";
    for address in ["http://pfa.gn", "pfa.gn:8443", &format!("https://{}.gn", "a".repeat(300))] {
        let wrong = mali.fanta.post(moved, &[("address", address)]).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(wrong.page().says("neighbours-address-wrong"), "{}", wrong.page().text());
    }
    assert_eq!(mali.fanta.post(moved, &[("address", "https://pfa.gn:9443")]).await.to(), "/neighbours/GIN");
    let page = mali.fanta.page("/neighbours/GIN").await;
    assert_eq!(page.value("address").as_deref(), Some("https://pfa.gn:9443"), "{}", page.text());
    assert_eq!(mali.fanta.post(moved, &[("address", "")]).await.to(), "/neighbours/GIN");
    assert!(mali.fanta.page("/neighbours/GIN").await.says("neighbour-no-address"), "as its card says");
    let noted = mali.post.journal("setting-changed").await;
    let noted = noted.iter().filter(|said| said.starts_with("fanta") && said.contains("neighbours-at"));
    assert_eq!(noted.count(), 2);
    let unknown = mali.fanta.post("/neighbours/SEN/moved", &[("address", "https://dpaf.sn")]).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    assert_eq!(mali.kadiatou.post(moved, &[("address", "")]).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_neighbour_that_contradicts_itself_is_shown_on_every_page_until_someone_has_called() {
    let (mali, guinea) = neighbours().await;
    assert!(!mali.fanta.page("/people").await.says("neighbour-forks-warning"));
    let held = "ab12".repeat(16);
    let fork = NewFork { of: ForkOf::Paper, number: 7, held: held.clone(), came: "a signed text".into() };
    mali.post.store.keep_neighbour_forks("GIN".parse().expect("a state"), vec![fork]).await.expect("kept");
    let journal = mali.post.journal("neighbour").await;
    assert!(journal.iter().any(|said| said.contains("forked") && said.contains(&held)), "{journal:?}");

    assert!(mali.fanta.page("/people").await.says("neighbour-forks-warning"));
    assert!(!mali.kadiatou.page("/alerts").await.says("neighbour-forks-warning"), "who does not speak to neighbours");
    assert!(mali.fanta.page("/neighbours").await.says("neighbour-forked"));
    let page = mali.fanta.page("/neighbours/GIN").await;
    assert!(page.says("neighbour-fork-paper") && page.says("neighbour-fork-do"), "{}", page.text());
    let fingerprints = [mali.fingerprint().await, guinea.fingerprint().await];
    assert!(page.contains(&held) && fingerprints.iter().all(|one| page.contains(one)), "{}", page.text());

    let called = [("what", "paper"), ("number", "7"), ("reason", "Sauvegarde remise en service")];
    let of_others = mali.kadiatou.post("/neighbours/GIN/fork", &called).await;
    assert_eq!(of_others.status(), StatusCode::FORBIDDEN);
    assert_eq!(mali.fanta.post("/neighbours/GIN/fork", &called).await.to(), "/neighbours/GIN");
    let page = mali.fanta.page("/neighbours/GIN").await;
    assert!(page.says("neighbour-fork-settled") && page.contains(&held), "it stays as evidence: {}", page.text());
    assert!(!page.says("neighbour-forks-warning") && !mali.fanta.page("/neighbours").await.says("neighbour-forked"));
    let noted = mali.post.journal("neighbour").await;
    assert!(noted.iter().any(|said| said.starts_with("fanta") && said.contains("fork-settled")), "{noted:?}");
}

/// What a post's journal says of someone who asked for protection there, as headquarters takes it in.
async fn asks_for_protection(headquarters: &Post, surname: &str) {
    let post = Post::new().await;
    let aminata = post.sign_in("aminata").await;
    let id = aminata.scan(&passport("GIN", "R0123456", surname)).await;
    let asylum = [("presentation", id.as_str()), ("need", "asylum"), ("words", "a peur")];
    aminata.post("/protection/new", &asylum).await;
    let mut events = Vec::new();
    for kind in ["crossing-recorded", "protection-begun"] {
        for said in post.journal(kind).await {
            let payload = said.splitn(3, ' ').nth(2).expect("a payload").to_owned();
            let mut event: Value = serde_json::from_str(&payload).expect("JSON");
            event["kind"] = kind.into();
            events.push(serde_json::from_value(event).expect("an event"));
        }
    }
    assert_eq!(events.len(), 2);
    headquarters.store.append(None, events, None).await.expect("written");
}

#[tokio::test]
async fn nothing_is_said_of_someone_who_sought_protection_and_nobody_is_told_why() {
    let (mali, _guinea) = agreed().await;
    asks_for_protection(&mali.post, "BARRY").await;
    let by_document = [&missing("KEITA")[..], &[("documents", "GIN R0123456")]].concat();
    let refused = mali.kadiatou.post("/notices/new", &by_document).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.page();
    assert!(page.says("notice-protected") && !page.contains("BARRY"), "{}", page.text());
    assert!(mali.post.store.open_neighbour_proposals().await.expect("read").is_empty());
    // Someone else is no reason to be silent.
    let other = mali.kadiatou.post("/notices/new", &missing("KEITA")).await;
    assert!(other.to().starts_with("/notices/proposal/"), "{}", other.text());
}

/// A notice of Guinea that names a girl by her passport, as headquarters publishes it to a post that an agreement names; the
/// agreement's name.
async fn told_of_a_girl(post: &Post, id: &str, seen_by: &[Role]) -> String {
    let state = |code: &str| -> limen_domain::StateCode { code.parse().expect("a state") };
    let party = |code: &str, key: u8| Party { state: state(code), name: code.into(), key: [key; 32] };
    let basis = Article { treaty: "Accord".into(), article: "7".into() };
    let days = (post.today(), post.today() + jiff::Span::new().days(365));
    let parties = [party("MLI", 1), party("GIN", 2)];
    let mut agreement = Agreement::new(uuid::Uuid::from_u128(1), 1, "Kourémalé", parties, basis, days);
    agreement.papers = vec![Kind::Notice, Kind::Answer];
    agreement.seen_by = seen_by.to_vec();
    let posts =
        [("MLI", "KRM"), ("GIN", "KRG")].map(|(code, post)| (state(code), PostId::parse(post).expect("a post")));
    agreement.pairs = vec![Pair {
        code: "KRM".into(),
        name: "Kourémalé".into(),
        posts: posts.into(),
        zone: "Africa/Bamako".into(),
        is_joint: false,
    }];
    let signed = SignedAgreement::unsigned(agreement).expect("an agreement");
    let notice = serde_json::json!({
        "id": id, "about": "missing-child", "text": "Une fille de neuf ans", "subject": { "documents": ["GIN R7654321"] },
        "from": post.now(), "until": post.now() + jiff::SignedDuration::from_hours(48),
    });
    let held = serde_json::json!({
        "neighbour": "GIN", "is_ours": false, "at": post.now(), "agreement": signed.name(), "paper": "p",
        "content": { "kind": "notice", "says": notice },
    });
    let (list, alert) = (ListName::parse("neighbour-GIN").expect("a name"), AlertId::parse(id).expect("an identifier"));
    let mut sought = Alert::new(list, alert, Action::Refer);
    sought.documents.push("GIN R7654321".parse().expect("a document"));
    let told = PaperEffect {
        facts: vec![
            (format!("GIN/agreement/{}", signed.name()), signed.file()),
            (format!("GIN/theirs/notice/{id}"), held.to_string()),
        ],
        alerts: vec![sought],
        ..PaperEffect::default()
    };
    post.store.change_of_neighbour(state("GIN"), told).await.expect("written");
    signed.name()
}

#[tokio::test]
async fn officers_see_how_many_notices_hold_and_whose_a_hit_is_and_their_word_becomes_the_answer() {
    let id = "00000000-0000-0000-0000-000000000007";
    let post = Post::new().await;
    told_of_a_girl(&post, id, &[Role::FirstLine, Role::Supervisor]).await;
    let post = post.started_again().await;
    let (aminata, oumar, mariam) =
        (post.sign_in("aminata").await, post.sign_in("oumar").await, post.sign_in("mariam").await);
    assert!(aminata.page("/counter").await.says("notices-in-force"));
    assert!(mariam.page("/shift").await.says("notices-in-force"));
    let shown = aminata.page("/notices").await;
    assert!(shown.says("notice-theirs") && shown.contains("GIN R7654321"), "{}", shown.text());
    assert!(!oumar.page("/counter").await.says("notices-in-force"), "the agreement does not name the second line");
    assert!(oumar.page("/notices").await.says("notices-none"));

    let waits = aminata.scan(&passport("GIN", "R7654321", "SYLLA")).await;
    let counter = aminata.page("/counter").await;
    assert!(counter.says("notice-theirs") && counter.says("action-refer"), "{}", counter.text());
    assert_eq!(aminata.judge(&waits, ("neighbour-GIN", id), "confirmed").await.status(), StatusCode::SEE_OTHER);
    let written = post.journal("neighbour-drafted").await;
    let answers: Vec<&String> = written.iter().filter(|said| said.starts_with("aminata")).collect();
    assert!(answers.len() == 1 && answers[0].contains(id), "{written:?}");
}

#[tokio::test]
async fn whom_the_agreement_names_reads_its_notices_whatever_their_role_and_nobody_else_does() {
    let id = "00000000-0000-0000-0000-000000000007";
    let post = Post::in_network().await;
    let (salif, djeneba, nana) =
        (post.sign_in("salif").await, post.sign_in("djeneba").await, post.sign_in("nana").await);
    assert_eq!(salif.get("/notices").await.status(), StatusCode::FORBIDDEN, "nothing is agreed");
    assert!(!salif.page("/audit").await.addresses().contains(&"/notices"));
    let name = told_of_a_girl(&post, id, &[Role::Auditor]).await;
    assert!(salif.page("/audit").await.addresses().contains(&"/notices"), "the bar leads there");
    let shown = salif.page("/notices").await;
    assert!(shown.says("notice-theirs") && shown.contains("GIN R7654321"), "{}", shown.text());
    let looks = post.journal("alerts-searched").await;
    assert!(looks.iter().any(|look| look.starts_with("salif")), "the look is noted: {looks:?}");
    for other in [&djeneba, &nana] {
        assert_eq!(other.get("/notices").await.status(), StatusCode::FORBIDDEN);
    }
    assert!(post.sign_in("oumar").await.page("/notices").await.says("notices-none"), "and the second line sees none");
    let ended = PaperEffect { facts_removed: vec![format!("GIN/agreement/{name}")], ..PaperEffect::default() };
    post.store.change_of_neighbour("GIN".parse().expect("a state"), ended).await.expect("written");
    assert_eq!(salif.get("/notices").await.status(), StatusCode::FORBIDDEN, "it has ended");
}
