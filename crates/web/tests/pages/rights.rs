//! What travellers may ask of the service about their own data.

use crate::support::{Post, documents::passport};
use axum::http::{StatusCode, header};
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
    assert_eq!(unsaid.status(), StatusCode::BAD_REQUEST, "a refusal needs its reason");
    let answered = nana.post(&path, &[("answer", "granted"), ("reason", "corrigé par le poste")]).await;
    assert_eq!(answered.status(), StatusCode::SEE_OTHER);
    assert!(nana.page("/rights").await.contains("corrigé par le poste"));
    let again = nana.post(&path, &[("answer", "granted"), ("reason", "")]).await;
    assert_eq!(again.status(), StatusCode::NOT_FOUND, "answered once");
    for wrong in [("received", "2999-01-01"), ("due", "2025-01-01"), ("reference", " "), ("document", "?")] {
        let fields = claim.map(|field| if field.0 == wrong.0 { wrong } else { field });
        assert_eq!(nana.post("/rights/claim", &fields).await.status(), StatusCode::BAD_REQUEST, "{wrong:?}");
    }
    // An auditor reads who looked, and keeps no register.
    assert_eq!(post.sign_in("salif").await.post("/rights/claim", &claim).await.status(), StatusCode::FORBIDDEN);
}
