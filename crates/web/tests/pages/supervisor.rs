//! What a supervisor does beside the counter: finds people across days, closes a shift and hands it over.

use crate::support::{
    Post,
    documents::{Document, passport},
};
use axum::http::StatusCode;
use jiff::civil::date;

const ADMIT: [(&str, &str); 2] = [("decision", "admit"), ("purpose", "trade")];

#[tokio::test]
async fn a_traveller_of_another_day_is_found_by_half_a_name_in_another_spelling_and_the_search_is_noted() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let document = |number, secondary| {
        let (primary, birth) = ("DIALLO", date(1991, 4, 4));
        Document { state: "GIN", number, primary, secondary, birth, ..Document::default() }.zone().expect("a zone")
    };
    for (number, secondary) in [("GN700001", "FATOUMATA BINTA"), ("GN700002", "AISSATOU")] {
        let id = officer.scan(&document(number, secondary)).await;
        officer.decides(&id, &ADMIT).await;
    }
    let mariam = post.sign_in("mariam").await;
    let find = async |typed: &str| {
        let query = serde_html_form::to_string([("search", typed)]).expect("a query");
        mariam.page(&format!("/find?{query}")).await
    };
    for (typed, found) in
        [("Jalloh", 2), ("fatimata", 1), ("binta diallo", 1), ("GN7000", 2), ("gn 700002", 1), ("Zongo", 0), ("  ", 0)]
    {
        let page = find(typed).await;
        let rows = page.text().matches("DIALLO, ").count();
        assert_eq!(rows, found, "{typed}: {}", page.text());
    }
    assert!(find("Zongo").await.says("find-nothing"));
    assert!(find("14/02/2026").await.contains("/day?day=2026-02-14"));
    // Each search that showed someone is noted, with what for; the first line searches nobody.
    let noted = post.journal("people-searched").await;
    assert_eq!(noted.len(), 5, "{noted:?}");
    assert!(noted[0].contains("Jalloh") && noted[0].contains("supervision") && noted[0].contains("shown"));
    assert_eq!(officer.get("/find?search=Diallo").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_shift_is_closed_once_with_what_happened_in_it_and_the_next_begins_there() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    for number in ["GN710001", "GN710002"] {
        let id = officer.scan(&passport("GIN", number, "BARRY")).await;
        officer.decides(&id, &ADMIT).await;
    }
    let refused = officer.scan(&passport("GIN", "GN710003", "SYLLA")).await;
    officer.decides(&refused, &[("decision", "refuse"), ("grounds", "C")]).await;
    let referred = officer.scan(&passport("GIN", "GN710004", "CONTE")).await;
    officer.decides(&referred, &[("decision", "refer"), ("reason", "document")]).await;

    let mariam = post.sign_in("mariam").await;
    let page = mariam.page("/shift").await;
    let figures = page.part("dl").texts("dd");
    assert_eq!(figures.iter().map(|text| text.trim()).collect::<Vec<_>>(), ["2", "0", "1", "1"], "{}", page.text());
    for message in ["shift-waits-referrals", "shift-at-counter"] {
        assert!(page.says(message), "{message}: {}", page.text());
    }
    assert!(page.contains("Coulibaly"));
    assert!(page.says("nav-waiting"), "the bar says that a referral waits");
    assert!(!page.contains("CONTE"), "who waits is said on the second line's page");
    let from = page.value("from").expect("from when on");
    let note = "Lecteur du guichet 2 en panne. Relancer le siège.";
    let close = [("from", from.as_str()), ("note", note)];
    let closed = mariam.post("/shift", &close).await;
    assert_eq!(closed.to(), "/shift/sheet");
    let sheet = mariam.page("/shift/sheet").await;
    assert!(sheet.contains(note) && sheet.contains("Coulibaly") && sheet.says("shift-taken-over-by"));
    // Somebody else has the same page open: the shift is not closed twice.
    let oumar = mariam.post("/shift", &close).await;
    assert_eq!(oumar.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(oumar.page().says("shift-closed-meanwhile") && oumar.page().contains(note), "what was typed is kept");
    // The next one begins there, with nothing in it but what still waits.
    let next = mariam.page("/shift").await;
    let figures = next.part("dl").texts("dd");
    assert!(figures.iter().all(|text| text.trim() == "0") && next.contains(note), "{}", next.text());
    assert_eq!(post.journal("shift-closed").await.len(), 1);
    let long = "x".repeat(2_001);
    let from = next.value("from").expect("from when on");
    let refused = mariam.post("/shift", &[("from", &from), ("note", &long)]).await;
    assert!(refused.page().says("shift-note-long") && refused.page().contains(&long));
    assert_eq!(officer.get("/shift").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_field_of_a_record_is_corrected_and_the_wrong_one_has_the_focus_with_nothing_lost() {
    let post = Post::new().await;
    let (aminata, mariam) = (post.sign_in("aminata").await, post.sign_in("mariam").await);
    let id = aminata.scan(&passport("GIN", "GN720001", "BARRY")).await;
    aminata.decides(&id, &ADMIT).await;
    let fields = [
        ("document", "identity-card"),
        ("number", "SN 720009"),
        ("issuer", "SEN"),
        ("primary", "BARRI"),
        ("sex", "F"),
        ("nationality", "SEN"),
        ("birth_place", "Kayes"),
        ("mode", "lorry"),
        ("residence", "SEN"),
        ("reason", "autre document montré"),
    ];
    let wrong = mariam.corrects(&id, &[&fields[..], &[("expiry", "demain")]].concat()).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.page();
    assert!(page.says("typed-date-wrong"), "{}", page.text());
    assert_eq!(page.focus(), (1, Some("expiry".to_owned())), "the page begins at what is wrong");
    let sent = page.sent(&format!("/crossing/{id}/correct"));
    for (name, value) in fields.iter().chain(&[("expiry", "demain")]) {
        assert!(sent.iter().any(|(other, kept)| other == name && kept == value), "{name} is lost: {sent:?}");
    }
    let done = mariam.corrects(&id, &[&fields[..], &[("expiry", "31/12/2030")]].concat()).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER, "{}", done.page().text());
    let record = mariam.page(done.to()).await;
    for text in ["BARRI", "SN720009", "document-identity-card", "mode-lorry"] {
        let is_there = if text.contains('-') { record.says(text) } else { record.contains(text) };
        assert!(is_there, "{text}: {}", record.text());
    }
    assert!(record.contains(&record.date(2030, 12, 31)));
    assert!(mariam.page("/find?search=GN720001").await.says("find-nothing"));
    assert!(mariam.page("/find?search=SN720009").await.contains("BARRI"));
}

#[tokio::test]
async fn what_an_officer_asks_to_have_corrected_waits_for_the_supervisor_and_they_see_what_became_of_it() {
    let post = Post::new().await;
    let (aminata, mariam) = (post.sign_in("aminata").await, post.sign_in("mariam").await);
    let mut ids = Vec::new();
    for number in ["GN730001", "GN730002"] {
        let id = aminata.scan(&passport("GIN", number, "BARRY")).await;
        aminata.decides(&id, &ADMIT).await;
        ids.push(id);
    }
    let record = |id: &str| format!("/crossing/{id}");
    assert!(!mariam.page(&record(&ids[0])).await.has_field("note"), "who corrects does not ask");
    for (id, note) in ids.iter().zip(["le motif est le commerce", "né en 1981"]) {
        let form = format!("/crossing/{id}/ask-correction");
        assert!(aminata.page(&record(id)).await.addresses().contains(&form.as_str()));
        assert_eq!(aminata.post(&form, &[("note", note)]).await.to(), record(id));
        let page = aminata.page(&record(id)).await;
        assert!(page.says_with("record-asked", &[("note", note)]) && page.says("asked-waits"), "{}", page.text());
        assert!(!page.has_field("note"), "it is asked for once");
    }
    let ibrahima = post.sign_in("ibrahima").await;
    let others = ibrahima.post(&format!("/crossing/{}/ask-correction", ids[0]), &[("note", "le nom")]).await;
    assert_eq!(others.status(), StatusCode::FORBIDDEN);
    assert_eq!(aminata.get("/corrections").await.status(), StatusCode::FORBIDDEN);
    assert!(aminata.page("/counter").await.says("asked-waits"));

    let list = mariam.page("/corrections").await;
    assert!(list.says("nav-waiting"), "the bar says that something waits");
    assert!(list.contains("le motif est le commerce") && list.contains("né en 1981"), "{}", list.text());
    assert!(list.links().contains(&format!("/crossing/{}/correct", ids[0]).as_str()));
    let form = mariam.page(&format!("/crossing/{}/correct", ids[0])).await;
    assert!(form.says_with("record-asked", &[("note", "le motif est le commerce")]));
    let corrected = mariam.corrects(&ids[0], &[("purpose", "work"), ("reason", "demandé")]).await;
    assert_eq!(corrected.status(), StatusCode::SEE_OTHER);
    let declined = [("reason", "le document dit 1980")];
    let decline = format!("/crossing/{}/decline-correction", ids[1]);
    assert_eq!(mariam.post(&decline, &declined).await.to(), "/corrections");
    let list = mariam.page("/corrections").await;
    assert!(list.says("corrections-none") && !list.says("nav-waiting"), "{}", list.text());

    let ready = aminata.page("/counter").await;
    assert!(ready.says("asked-corrected") && ready.contains("le document dit 1980"), "{}", ready.text());
    assert!(ready.links().contains(&corrected.to()), "the record that stands");
    let seen = aminata.page(&record(&ids[1])).await;
    assert!(seen.says_with("asked-declined-by", &[("reason", "le document dit 1980")]), "{}", seen.text());
    assert_eq!(post.journal("correction-requested").await.len(), 2);
    assert_eq!(post.journal("correction-declined").await.len(), 1);
    assert_eq!(post.journal("corrections-consulted").await.len(), 1, "those who were shown");
}

#[tokio::test]
async fn each_day_leads_to_the_one_before_and_the_one_after_and_none_beyond_today() {
    let post = Post::new().await;
    let mariam = post.sign_in("mariam").await;
    let day = mariam.page("/day?day=2026-02-28").await;
    for beside in ["/day?day=2026-02-27", "/day?day=2026-03-01"] {
        assert!(day.links().contains(&beside), "{beside}: {:?}", day.links());
    }
    let today = mariam.page("/day").await;
    let dated = today.links().into_iter().filter(|link| link.starts_with("/day?day=")).count();
    assert_eq!(dated, 1, "yesterday alone: {:?}", today.links());
}
