//! Bar codes and seals in the pages that are kept beside a traveller.

use crate::support::{Officer, Page, Post, documents::passport};
use axum::http::StatusCode;
use limen_test_support::seals::{page_with, seal_of_a_stranger};

/// The page of pictures after a page with this code was kept.
async fn after(octets: &[u8]) -> Page {
    let post = Post::new().await;
    let officer: Officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GIN", "GN500", "DIABATE")).await;
    let address = format!("/crossing/{id}/pictures");
    let sent = officer.send_file(&address, &[("kind", "page")], "page.png", &page_with(octets)).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER, "{}", sent.page().text());
    officer.page(&address).await
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
