//! Bar codes and seals in the pages that are kept beside a traveller.

use crate::support::{Officer, PASSWORD, Page, Post, documents::passport};
use axum::http::StatusCode;
use limen_test_support::seals::{page_with, seal_of_a_stranger, visa};
use limen_test_support::states::{authority, seal_signer, sealed};

/// The page of pictures after a page with this code was kept.
async fn after(octets: &[u8]) -> Page {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let address = keeps(&officer, octets).await;
    officer.page(&address).await
}

/// Keeps a page with this code beside who waits; the address of their pictures.
async fn keeps(officer: &Officer, octets: &[u8]) -> String {
    let id = officer.scan(&passport("GIN", "GN500", "DIABATE")).await;
    let address = format!("/crossing/{id}/pictures");
    let sent = officer.send_file(&address, &[("kind", "page")], "page.png", &page_with(octets)).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER, "{}", sent.page().text());
    address
}

#[tokio::test]
async fn a_code_that_is_no_seal_is_shown_as_text_that_nobody_signed() {
    let page = after(b"PERMIT 17/2026 <b>KANKAN</b>").await;
    assert!(page.says("codes-title") && page.says("code-unsigned"), "{}", page.text());
    assert!(page.text().contains("PERMIT 17/2026 <b>KANKAN</b>"), "as it stands, and no part of the page");
    assert!(!page.says("seal-valid"));
}

#[tokio::test]
async fn a_seal_whose_signer_is_not_known_is_not_valid_and_says_what_it_holds() {
    let page = after(&seal_of_a_stranger("GN500")).await;
    for message in ["seal-invalid", "seal-reason-unknown-certificate", "seal-fits", "seal-field-stay", "seal-kind-visa"]
    {
        assert!(page.says(message), "{message} in {}", page.text());
    }
    assert!(page.says_with("seal-stay-days", &[("count", "90")]) && page.contains("GNTS"));
}

#[tokio::test]
async fn a_visas_seal_that_was_made_for_another_passport_is_told() {
    let page = after(&seal_of_a_stranger("GN501")).await;
    assert!(page.says("seal-reason-seal-passport-mismatch") && page.says("seal-differs"), "{}", page.text());
}

#[tokio::test]
async fn a_page_without_a_code_says_nothing_of_codes() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GIN", "GN500", "DIABATE")).await;
    officer.photograph(&id).await;
    assert!(!officer.page(&format!("/crossing/{id}/pictures")).await.says("codes-title"));
}

#[tokio::test]
async fn a_code_of_a_service_is_shown_by_its_names_once_a_second_person_has_approved_its_layout() {
    let post = Post::new().await;
    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let officer = post.sign_in("aminata").await;
    let address = keeps(&officer, b"LP1|A-17|03112026").await;
    assert!(!officer.page(&address).await.contains("Permis de transit"));
    let send = async |list: &str| {
        author.send_file("/lists/upload", &[("kind", "code-layouts")], "l.csv", list.as_bytes()).await
    };
    let head = "code,name,name_fr,starts,separators,field,fr,en,part,days";
    let refused = send(&format!("{head}\npermit,Transit permit,,,|,number,Numéro,Number,2,\n")).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("list-fault-layout-no-mark"), "{}", refused.page().text());
    let list = format!(
        "{head}\npermit,Transit permit,Permis de transit,LP1|,|,number,Numéro,Number,2,\n\
         permit,,,,,day,Jour,Day,3,DDMMYYYY\n"
    );
    let proposed = send(&list).await.to().to_owned();
    assert!(!officer.page(&address).await.contains("2026-11-03"), "it waits for a second person");
    assert_eq!(other.post(&proposed, &[("decision", "approve"), ("password", PASSWORD)]).await.to(), "/lists");
    let page = officer.page(&address).await;
    assert!(page.contains("A-17") && page.contains("2026-11-03"), "{}", page.text());
    assert!(page.contains("Permis de transit") || page.contains("Transit permit"), "{}", page.text());
    assert!(page.says("code-unsigned"));
}

#[tokio::test]
async fn a_seal_is_good_at_a_post_that_holds_its_signer_and_one_that_a_stranger_signed_is_not() {
    let post = Post::new().await;
    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let guinea = authority("GN");
    let signer = seal_signer(&guinea, "GN");
    let early = author.send_file("/trust/upload", &[], "ts.cer", signer.certificate.der()).await;
    assert_eq!(early.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.page().says("trust-why-unknown-authority"), "its state's certificate comes first");
    for certificate in [&guinea.certificate, &signer.certificate] {
        let proposed = author.send_file("/trust/upload", &[], "gn.cer", certificate.der()).await.to().to_owned();
        let approve = [("decision", "approve"), ("password", PASSWORD)];
        assert_eq!(other.post(&proposed, &approve).await.to(), "/trust");
    }
    assert!(other.page("/trust").await.says("trust-seal-signer"));

    let officer = post.sign_in("aminata").await;
    let address = keeps(&officer, &sealed(&visa("GN500"), &signer)).await;
    assert!(officer.page("/counter").await.says("seals-looking"), "the pictures are looked through meanwhile");
    let lines = officer.get("/counter/seals").await;
    let told: serde_json::Value = serde_json::from_slice(&lines.bytes).expect("JSON");
    assert!(told[0]["shape"] == "clear" && told.as_array().is_some_and(|lines| lines.len() == 1), "{told}");
    let counter = officer.page("/counter").await;
    assert!(counter.says("seal-valid") && !counter.says("seals-looking"), "{}", counter.text());
    let page = officer.page(&address).await;
    assert!(page.says("seal-valid") && page.says("seal-fits"), "{}", page.text());
    officer.decides(address.split('/').nth(2).expect("a record"), &[("decision", "admit")]).await;

    // Somebody else with a key of his own, who calls himself the same.
    let stranger = seal_signer(&authority("ML"), "ML");
    let address = keeps(&officer, &sealed(&visa("GN500"), &stranger)).await;
    let page = officer.page(&address).await;
    assert!(page.says("seal-invalid") && page.says("seal-reason-invalid-signature"), "{}", page.text());
    assert!(officer.page("/counter").await.says("seal-reason-invalid-signature"));
}
