//! Bar codes and seals in the pages that are kept beside a traveller.

use crate::support::{Officer, Page, Post, documents::passport};
use axum::http::StatusCode;
use qrcode::{Color, QrCode};

/// A page with a QR code on it, each module four pixels wide, PNG.
fn page_with(octets: &[u8]) -> Vec<u8> {
    let code = QrCode::new(octets).expect("a code");
    let (side, colors) = (code.width(), code.to_colors());
    let page = image::GrayImage::from_fn(900, 700, |x, y| {
        let module = |at: u32| (at as usize).checked_sub(100).map(|at| at / 4).filter(|at| *at < side);
        let is_dark = module(x).zip(module(y)).is_some_and(|(x, y)| colors[y * side + x] == Color::Dark);
        image::Luma([if is_dark { 20 } else { 235 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(page).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

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

/// A visa's seal whose signer nobody here knows: two entries, 90 days, for the passport GN500.
fn seal_of_a_stranger(passport: &str) -> Vec<u8> {
    let packed = |text: &str| limen_seal::c40::write(text).expect("letters");
    let day = 2_282_026u32.to_be_bytes();
    let zone = "V<GINDIABATE<<AWA<<<<<<<<<<<<<<<<<<<<<<<<<<<V000123450GIN9001011F2612018";
    let mut seal = vec![0xDC, 0x03];
    for part in [packed("GIN"), packed("GNTS02"), packed("5B"), day[1..].to_vec(), day[1..].to_vec(), vec![0x5D, 1]] {
        seal.extend(part);
    }
    for (tag, value) in [(1, packed(zone)), (3, vec![2]), (4, vec![90, 0, 0]), (5, packed(&format!("{passport:<9}")))] {
        seal.extend([tag, u8::try_from(value.len()).expect("a short feature")]);
        seal.extend(value);
    }
    seal.extend([0xFF, 64]);
    seal.extend([7; 64]);
    seal
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
