//! What travellers may ask of the service about their own data.

use crate::support::{
    Officer, PASSWORD, Post,
    documents::{Document, passport},
};
use axum::http::{StatusCode, header};
use jiff::{SignedDuration, civil::date};
use limen_domain::{CrossingId, Role};
use limen_store::{AccountDraft, Credentials};
use serde_json::Value;

#[tokio::test]
async fn whoever_asks_gets_everything_about_them_and_no_officers_name() {
    let post = Post::new().await;
    let mariam = post.sign_in("mariam").await;
    let id = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;

    let nana = post.sign_in("nana").await;
    let asked =
        |document: &'static str, form: &'static str| [("document", document), ("reference", "7/2026"), ("form", form)];
    let wrong = nana.post("/rights/person", &asked("<script>", "readable")).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.text().contains("<script>\""));

    let answer = nana.post("/rights/person", &asked("GIN RA1234567", "readable")).await;
    assert_eq!(answer.header(header::CONTENT_DISPOSITION), "attachment; filename=\"limen-person.html\"");
    let readable = answer.page();
    assert!(readable.contains("DIALLO") && readable.contains("RA1234567") && readable.contains("7/2026"));
    assert!(readable.says("about-alerts"), "{}", readable.text());
    let machine = nana.post("/rights/person", &asked("GIN RA1234567", "machine")).await.text();
    for name in ["mariam", "Mariam", "KRM-01"] {
        assert!(!answer.text().contains(name) && !machine.contains(name), "{name} is named");
    }
    let machine: Value = serde_json::from_str(&machine).expect("JSON");
    assert_eq!(machine["crossings"].as_array().map(Vec::len), Some(1));
    assert_eq!(machine["crossings"][0]["traveller"]["name"]["primary"], "DIALLO");
    // That it was put together is a look like any other.
    let looks = machine["looked_at"].as_array().expect("a list");
    assert!(looks.iter().any(|look| look["kind"] == "person-reported"), "{looks:?}");

    // Nobody else may.
    for account in ["mariam", "salif", "fanta"] {
        assert_eq!(post.sign_in(account).await.get("/rights").await.status(), StatusCode::FORBIDDEN, "{account}");
    }
}

#[tokio::test]
async fn someone_without_their_passport_is_found_by_name_and_birth_date_and_the_search_is_noted() {
    let post = Post::new().await;
    let mariam = post.sign_in("mariam").await;
    let document = |number, secondary, birth| {
        Document { state: "GIN", number, primary: "DIALLO", secondary, birth, ..Document::default() }
            .zone()
            .expect("a zone")
    };
    let mut crossings = Vec::new();
    for (number, secondary, birth) in [
        ("RA1234567", "FATOUMATA", date(1991, 4, 4)),
        ("RA7654321", "FATOUMATA", date(1991, 4, 4)),
        ("RA1111111", "AISSATOU", date(1975, 1, 1)),
    ] {
        let id = mariam.scan(&document(number, secondary, birth)).await;
        mariam.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
        crossings.push(id);
    }
    let nana = post.sign_in("nana").await;
    for (asked, found) in [
        ("name=Jalloh", 3),
        ("name=fatimata+jalloh", 2),
        ("name=jalloh&birth=1991", 2),
        ("name=jalloh&birth=01/01/1975", 1),
        ("name=jalloh&birth=1980", 0),
        ("name=Zongo", 0),
    ] {
        let page = nana.page(&format!("/rights/find?{asked}")).await;
        assert_eq!(page.values("document").len(), found, "{asked}: {}", page.text());
        assert_eq!(page.says("claimant-none"), found == 0, "{asked}");
    }
    let noted = post.journal("people-searched").await;
    assert_eq!(noted.len(), 4, "{noted:?}");
    assert!(noted.iter().all(|look| look.starts_with("nana ") && look.contains("\"rights\"")), "{noted:?}");
    assert!(crossings.iter().all(|id| noted[0].contains(id.as_str())), "whom it showed: {}", noted[0]);
    let wrong = nana.page("/rights/find?name=jalloh&birth=demain").await;
    assert!(wrong.says("typed-date-wrong") && wrong.value("birth").as_deref() == Some("demain"));
    assert!(wrong.values("document").is_empty() && post.journal("people-searched").await.len() == 4, "nobody is shown");

    // The file is made of what is chosen among what was found; what is missing is asked for, and nothing is lost.
    let chosen = [("document", "GIN RA1234567"), ("document", "GIN RA7654321"), ("form", "machine")];
    let unsaid = nana.post("/rights/person", &[&chosen[..], &[("reference", " ")]].concat()).await;
    assert_eq!(unsaid.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unsaid.page().value("document").as_deref(), Some("GIN RA1234567, GIN RA7654321"));
    let file = nana.post("/rights/person", &[&chosen[..], &[("reference", "3/2027")]].concat()).await.text();
    let file: Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!(file["crossings"].as_array().map(Vec::len), Some(2));
    let claim = nana.page("/rights?document=GIN+RA7654321").await;
    assert!(claim.values("document").iter().all(|document| document == "GIN RA7654321"));
    assert_eq!(mariam.get("/rights/find?name=Jalloh").await.status(), StatusCode::FORBIDDEN);
    let headquarters = Post::headquarters().await.sign_in("nana").await;
    assert!(headquarters.page("/rights/find?name=Jalloh").await.says("claimant-none"), "there too");
}

#[tokio::test]
async fn a_number_that_is_put_right_as_claimed_is_told_without_whose_it_is_now() {
    let post = Post::new().await;
    let (mariam, nana) = (post.sign_in("mariam").await, post.sign_in("nana").await);
    let id = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    post.minutes_pass(5);
    let claim = claims(&nana, "rectification", "18/2026", "ce passage n’est pas le mien").await;
    let corrected = [("primary", "XIKOMBO"), ("number", "RA9999999"), ("reason", "document d’un autre")];
    assert_eq!(mariam.corrects(&id, &corrected).await.status(), StatusCode::SEE_OTHER);
    let page = nana.page(&claim).await;
    assert!(page.says("claim-record-elsewhere") && !page.contains("XIKOMBO"), "{}", page.text());
    assert_eq!(nana.post(&claim, &[("answer", "granted"), ("reason", "")]).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_a_traveller_claims_has_a_day_by_which_it_is_answered() {
    let post = Post::new().await;
    let nana = post.sign_in("nana").await;
    let claim = [
        ("right", "rectification"),
        ("reference", "2026/114"),
        ("document", "GIN GN7654321"),
        ("words", "né le 14 et non le 4"),
        ("received", "2027-01-05"),
        ("due", ""),
    ];
    assert_eq!(nana.post("/rights/claim", &claim).await.status(), StatusCode::SEE_OTHER);
    let page = nana.page("/rights").await;
    let due = page.date(2027, 2, 4);
    assert!(page.says_with("claim-late", &[("due", &due)]), "thirty days, and it is late: {}", page.text());
    let path = page.address("/rights/claim/");
    let unsaid = nana.post(&path, &[("answer", "refused"), ("reason", " ")]).await;
    assert!(unsaid.page().says("claim-no-reason"), "a refusal needs its reason");
    // Nothing is held of them: words say what was done.
    let answered = nana.post(&path, &[("answer", "granted"), ("reason", "corrigé par le poste")]).await;
    assert_eq!(answered.status(), StatusCode::SEE_OTHER);
    assert!(nana.page("/rights").await.contains("corrigé par le poste"));
    let again = nana.post(&path, &[("answer", "granted"), ("reason", "encore")]).await;
    assert_eq!(again.status(), StatusCode::NOT_FOUND, "answered once");
    let letter = nana.page(&format!("{path}/letter")).await;
    assert!(letter.says("letter-nothing-held") && letter.contains("corrigé par le poste"), "{}", letter.text());
    for wrong in [("received", "2999-01-01"), ("due", "2025-01-01"), ("reference", " "), ("document", "?")] {
        let fields = claim.map(|field| if field.0 == wrong.0 { wrong } else { field });
        assert_eq!(nana.post("/rights/claim", &fields).await.status(), StatusCode::BAD_REQUEST, "{wrong:?}");
    }
    // An auditor reads who looked, and keeps no register.
    assert_eq!(post.sign_in("salif").await.post("/rights/claim", &claim).await.status(), StatusCode::FORBIDDEN);
}

/// Enters a claim, and returns the address of its page.
async fn claims(officer: &Officer, right: &str, reference: &str, words: &str) -> String {
    let today = officer.page("/rights").await.value("received").expect("today");
    let claim = [
        ("right", right),
        ("reference", reference),
        ("document", "GIN RA1234567"),
        ("words", words),
        ("received", today.as_str()),
    ];
    let entered = officer.post("/rights/claim", &claim).await;
    assert_eq!(entered.status(), StatusCode::SEE_OTHER);
    entered.to().to_owned()
}

#[tokio::test]
async fn a_mistaken_record_is_put_right_as_claimed_and_the_letter_says_what_was_and_what_is() {
    let post = Post::new().await;
    let (mariam, nana) = (post.sign_in("mariam").await, post.sign_in("nana").await);
    let id = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    post.minutes_pass(5);
    let claim = claims(&nana, "rectification", "9/2026", "mon nom est DIALO").await;
    let granted = [("answer", "granted"), ("reason", "")];
    assert!(nana.post(&claim, &granted).await.page().says("claim-nothing-done"), "nothing was corrected yet");
    let record = mariam.page(&format!("/crossing/{id}")).await;
    let asked = [("reference", "9/2026"), ("words", "mon nom est DIALO")];
    assert!(record.says_with("claim-on-record", &asked), "{}", record.text());
    let corrected = [("primary", "DIALO"), ("reason", "le voyageur a montré son acte")];
    assert_eq!(mariam.corrects(&id, &corrected).await.status(), StatusCode::SEE_OTHER);
    let page = nana.page(&claim).await;
    assert!(page.contains("DIALLO") && page.contains("DIALO") && page.contains("→"), "{}", page.text());
    assert_eq!(nana.post(&claim, &granted).await.status(), StatusCode::SEE_OTHER);
    let letter = nana.page(&format!("{claim}/letter?language=en")).await;
    assert!(letter.contains("This was corrected") && letter.contains("DIALLO") && letter.contains("→ DIALO"));
    // Who read the claim saw the person.
    let machine = [("document", "GIN RA1234567"), ("reference", "10/2026"), ("form", "machine")];
    let file: Value = serde_json::from_str(&nana.post("/rights/person", &machine).await.text()).expect("JSON");
    let looks = file["looked_at"].as_array().expect("looks");
    assert!(looks.iter().any(|look| look["kind"] == "claim-consulted" && look["purpose"] == "rights"), "{looks:?}");
    assert_eq!(file["claims"][0]["answer"]["answer"], "granted");
}

#[tokio::test]
async fn a_file_that_is_asked_for_is_made_before_the_request_is_granted() {
    let post = Post::new().await;
    let (mariam, nana) = (post.sign_in("mariam").await, post.sign_in("nana").await);
    let id = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    let claim = claims(&nana, "access", "11/2026", "").await;
    let granted = [("answer", "granted"), ("reason", "")];
    assert_eq!(nana.post(&claim, &granted).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let asked = [("document", "GIN RA1234567"), ("reference", "11/2026"), ("form", "readable")];
    assert_eq!(nana.post("/rights/person", &asked).await.status(), StatusCode::OK);
    assert!(nana.page(&claim).await.says("claim-file-made"));
    assert_eq!(nana.post(&claim, &granted).await.status(), StatusCode::SEE_OTHER);
    assert!(nana.page(&format!("{claim}/letter")).await.says("letter-access"));
}

/// A second person who answers travellers.
pub async fn second_person(post: &Post) -> Officer {
    let credentials = Credentials::of_password(limen_node::passwords::hash(PASSWORD).expect("a hash"));
    let second = AccountDraft {
        id: "oumou".to_owned().try_into().expect("an identifier"),
        name: "Oumou".into(),
        role: Role::DataProtection,
        language: "fr".into(),
        stamp: String::new(),
        posts: Vec::new(),
    };
    post.store.add_account(None, &second, &credentials).await.expect("added");
    post.sign_in("oumou").await
}

const APPROVED: [(&str, &str); 2] = [("decision", "approve"), ("password", PASSWORD)];

#[tokio::test]
async fn nothing_is_erased_that_someone_works_on_and_who_crosses_again_is_told_that_it_was_a_part() {
    let post = Post::new().await;
    let oumou = second_person(&post).await;
    let (mariam, nana) = (post.sign_in("mariam").await, post.sign_in("nana").await);
    let referred = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&referred, &[("decision", "refer"), ("reason", "document")]).await;
    let claim = claims(&nana, "erasure", "13/2026", "").await;
    let erase = [("crossing", referred.as_str()), ("reason", "pas le mien")];
    assert!(nana.post(&format!("{claim}/erase"), &erase).await.page().says("claim-still-open"));
    // Settled, the referral goes with its decision, which alone is chosen.
    mariam.post(&format!("/second-line/{referred}/take"), &[]).await;
    mariam.post(&format!("/second-line/{referred}/decide"), &[]).await;
    let settled = mariam.waiting().await;
    mariam.decides(&settled, &[("decision", "admit"), ("purpose", "family")]).await;
    let erase = [("crossing", settled.as_str()), ("reason", "pas le mien")];
    assert_eq!(nana.post(&format!("{claim}/erase"), &erase).await.status(), StatusCode::SEE_OTHER);
    let refused = [("answer", "refused"), ("reason", "non")];
    assert_eq!(nana.post(&claim, &refused).await.status(), StatusCode::NOT_FOUND, "a proposal waits");
    mariam.post("/counter/direction", &[]).await;
    let again = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&again, &[("decision", "let-depart")]).await;
    assert_eq!(oumou.post(&format!("{claim}/decide"), &APPROVED).await.status(), StatusCode::SEE_OTHER);
    for (id, is_held) in [(&referred, false), (&settled, false), (&again, true)] {
        let record = post.store.record(id.parse().expect("an identifier")).await.expect("read");
        assert_eq!(record.is_some(), is_held, "{id}");
    }
    let rebuilt = post.store.rebuild().await.expect("rebuilt");
    assert!(rebuilt.iter().all(|table| table.only_in_journal + table.only_in_table == 0), "{rebuilt:?}");
    assert!(nana.page(&format!("{claim}/letter")).await.says("letter-partly"), "the last crossing is kept");
}

#[tokio::test]
async fn a_clock_that_leapt_erases_nothing_on_a_claim() {
    let post = Post::new().await;
    second_person(&post).await;
    let (mariam, nana) = (post.sign_in("mariam").await, post.sign_in("nana").await);
    let id = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    let claim = claims(&nana, "erasure", "17/2026", "").await;
    let erase = [("crossing", id.as_str()), ("reason", "pas le mien")];
    assert_eq!(nana.post(&format!("{claim}/erase"), &erase).await.status(), StatusCode::SEE_OTHER);
    post.clock_leaps(SignedDuration::from_hours(24 * 400));
    let oumou = post.sign_in("oumou").await;
    assert_eq!(oumou.post(&format!("{claim}/decide"), &APPROVED).await.status(), StatusCode::FORBIDDEN);
    assert!(post.store.record(id.parse().expect("an identifier")).await.expect("read").is_some());
}

#[tokio::test]
async fn a_receipt_stays_spent_when_its_visa_is_erased_and_the_number_may_come_again() {
    let post = Post::new().await;
    let oumou = second_person(&post).await;
    let (oumar, nana) = (post.sign_in("oumar").await, post.sign_in("nana").await);
    let issue = async |number: &str, receipt: &str| {
        let fields = [
            ("number", number),
            ("kind", "visa"),
            ("from", "2026-11-20"),
            ("to", "2027-03-31"),
            ("entries", "1"),
            ("fee_receipt", receipt),
            ("surname", "DIALLO"),
            ("issuer", "GIN"),
            ("document_number", "RA1234567"),
        ];
        oumar.post("/visas/new", &fields).await
    };
    assert_eq!(issue("V-1", "Q-1").await.status(), StatusCode::SEE_OTHER);
    let claim = claims(&nana, "objection", "14/2026", "").await;
    let erase = [("visa", "V-1"), ("reason", "délivré par erreur")];
    assert_eq!(nana.post(&format!("{claim}/erase"), &erase).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(oumou.post(&format!("{claim}/decide"), &APPROVED).await.status(), StatusCode::SEE_OTHER);
    assert!(nana.page(&format!("{claim}/letter")).await.says("letter-erased"));
    assert!(issue("V-2", "Q-1").await.page().says("visa-receipt-spent-erased"));
    post.minutes_pass(1);
    assert_eq!(issue("V-1", "Q-2").await.status(), StatusCode::SEE_OTHER, "a new visa of the number");
    assert_eq!(post.store.carry_out_claims().await.expect("done"), 0, "which is not what was erased");
    assert!(issue("..", "Q-3").await.page().says("visa-fault-text"), "no address ends so");
}

#[tokio::test]
async fn who_was_shown_beside_another_traveller_is_told_of_it() {
    let post = Post::new().await;
    let (aminata, nana) = (post.sign_in("aminata").await, post.sign_in("nana").await);
    let id = aminata.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    aminata.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    post.minutes_pass(1);
    aminata.scan(&passport("GIN", "RA7654321", "DIALLO")).await;
    assert!(aminata.page("/counter").await.contains("RA1234567"), "perhaps the same person");
    let asked = [("document", "GIN RA1234567"), ("reference", "16/2026"), ("form", "machine")];
    let file: Value = serde_json::from_str(&nana.post("/rights/person", &asked).await.text()).expect("JSON");
    let looks = file["looked_at"].as_array().expect("looks");
    assert!(looks.iter().any(|look| look["kind"] == "others-consulted" && look["how"] == "listed"), "{looks:?}");
}

#[tokio::test]
async fn the_file_of_someone_referred_for_an_alert_is_like_that_of_someone_referred_for_a_document() {
    let post = Post::new().await;
    let (mariam, nana) = (post.sign_in("mariam").await, post.sign_in("nana").await);
    let mut told = Vec::new();
    for (number, reason) in [("RA1234567", "hit"), ("RA7654321", "document")] {
        let id = mariam.scan(&passport("GIN", number, "DIALLO")).await;
        mariam.decides(&id, &[("decision", "refer"), ("reason", reason)]).await;
        let document = format!("GIN {number}");
        let asked = [("document", document.as_str()), ("reference", "15/2026"), ("form", "machine")];
        let file: Value = serde_json::from_str(&nana.post("/rights/person", &asked).await.text()).expect("JSON");
        told.push((file["crossings"][0]["decision"].clone(), file["crossings"][0]["notes"].clone()));
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn what_must_not_be_kept_is_erased_once_a_second_person_approves() {
    let post = Post::new().await;
    let oumou = second_person(&post).await;
    let (mariam, nana) = (post.sign_in("mariam").await, post.sign_in("nana").await);
    let mut crossings = Vec::new();
    for decision in ["admit", "let-depart"] {
        let id = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
        mariam.photograph(&id).await;
        mariam.decides(&id, &[("decision", decision), ("purpose", "family")]).await;
        mariam.post("/counter/direction", &[]).await;
        post.minutes_pass(5);
        crossings.push(id);
    }
    let claim = claims(&nana, "erasure", "12/2026", "ce passage n'est pas le mien").await;
    let granted = [("answer", "granted"), ("reason", "effacé")];
    assert!(nana.post(&claim, &granted).await.page().says("claim-nothing-done"), "only an erasure grants it");
    let erase = format!("{claim}/erase");
    let chosen = [("crossing", crossings[0].as_str()), ("reason", "usurpation établie")];
    assert!(nana.post(&erase, &chosen[..1]).await.page().says("claim-no-reason"));
    assert!(nana.post(&erase, &chosen[1..]).await.page().says("claim-nothing-chosen"));
    let others = [("crossing", "01950000-0000-7000-8000-000000000000"), chosen[1]];
    assert!(nana.post(&erase, &others).await.page().says("claim-nothing-chosen"), "another's record");
    assert_eq!(nana.post(&erase, &chosen).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(nana.post(&erase, &chosen).await.status(), StatusCode::NOT_FOUND, "proposed once");

    let decide = format!("{claim}/decide");
    let word = |password| [("decision", "approve"), ("password", password), ("reason", "")];
    assert_eq!(nana.post(&decide, &word(PASSWORD)).await.status(), StatusCode::FORBIDDEN, "her own");
    assert_eq!(oumou.post(&decide, &word("wrong")).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(oumou.page(&claim).await.contains("usurpation établie"));
    assert_eq!(oumou.post(&decide, &word(PASSWORD)).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(oumou.post(&decide, &word(PASSWORD)).await.status(), StatusCode::FORBIDDEN, "once");

    // The record is gone with its picture; the other one stays, and the chain verifies.
    let held = async |id: &str| post.store.record(id.parse().expect("an identifier")).await.expect("read");
    assert!(held(&crossings[0]).await.is_none() && held(&crossings[1]).await.is_some());
    let first: CrossingId = crossings[0].parse().expect("an identifier");
    assert!(post.store.attachments(&[first]).await.expect("read").is_empty());
    let told = post.journal("crossing-recorded").await;
    assert_eq!(told.iter().filter(|payload| payload.contains("DIALLO")).count(), 1, "{told:?}");
    assert_eq!(post.journal("claim-erased").await.len(), 1);
    assert!(post.store.verify().await.is_ok(), "the chain verifies");
    let rebuilt = post.store.rebuild().await.expect("rebuilt");
    assert!(rebuilt.iter().all(|table| table.only_in_journal + table.only_in_table == 0), "{rebuilt:?}");
    assert_eq!(post.store.carry_out_claims().await.expect("done"), 0, "done again, nothing is left");
    let letter = nana.page(&format!("{claim}/letter")).await;
    assert!(letter.says("letter-partly") && letter.contains("usurpation établie"), "{}", letter.text());
}
