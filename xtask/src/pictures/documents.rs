//! What is read of documents: chips at the counter and what they are believed by, pages in other light, seals, pages before
//! a camera, and reference documents.

use super::{
    LANGUAGES,
    chips::{self, Chip, Reader},
    click, drawn, enter_as, led_to, open, send_file, set_aside, take, turn, visit,
};
use crate::{
    browser::Browser,
    support::{Officer, PASSWORD, Post, zone_of},
};
use fantoccini::{Client, Locator};
use image::ImageFormat;
use limen_test_support::seals::{page_with, seal_of_a_stranger};
use std::time::Duration;

/// Passports of Guinea, so that none stands for another: name of the picture, number, surname, and how their chips are.
const CHIPS: [(&str, &str, &str, Chip); 3] = [
    ("counter-chip-proven", "RA1000001", "CONDE", Chip::Sound),
    ("counter-chip-altered", "RA1000002", "SOUMAH", Chip::Altered),
    ("counter-chip-copied", "RA1000003", "CAMARA", Chip::Copied),
];

/// The second person's word.
const APPROVE: [(&str, &str); 2] = [("decision", "approve"), ("password", PASSWORD)];

pub(super) async fn take_all() {
    let post = Post::demo();
    let browser = Browser::with_camera(1366, 768).await;
    let client = &browser.client;
    reference_documents(client, &post).await;
    chips_and_trust(client, &post).await;
    before_camera(client, &post).await;
    light_and_seals(client, &post).await;
    client.clone().close_window().await.unwrap();

    let phone = Browser::phone(390, 844).await;
    enter_as(&phone.client, &post.address, "aminata").await;
    visit(&phone.client, &post.address, "-phone", &[("camera", "/camera")]).await;
    phone.client.clone().close_window().await.unwrap();
}

/// A reference document is typed with its picture, approved, and browsed.
async fn reference_documents(client: &Client, post: &Post) {
    let author = Officer::sign_in_at(&post.address, "fanta", "/lists").await;
    let second = Officer::sign_in_at(&post.address, "lassana", "/lists").await;
    let fields = [
        ("code", "gin-2014"),
        ("state", "GIN"),
        ("kind", "passport"),
        ("series", "Biométrique 2014"),
        ("look", "Filigrane à contre-jour\nFil de sécurité dans la page des données"),
        ("look_en", "Watermark against the light\nSecurity thread in the data page"),
        ("known_en", "Data page glued in again\nLetters of the surname thicker than those of the given name"),
        ("known", "Page des données recollée\nLettres du nom plus épaisses que celles du prénom"),
        ("light", "white"),
    ];
    let page = drawn::written(drawn::page(), ImageFormat::Png);
    let proposal = led_to(&author.send_bytes("/documents/edit", &fields, "page.png", &page).await);
    enter_as(client, &post.address, "lassana").await;
    visit(client, &post.address, "", &[("document-proposal", &proposal)]).await;
    assert!(second.post(&proposal, &APPROVE).await.status().is_redirection());
    visit(client, &post.address, "", &[("document-edit", "/documents/edit?code=gin-2014")]).await;
    enter_as(client, &post.address, "oumar").await;
    let pages = [("documents", "/documents?state=GIN"), ("document", "/documents/gin-2014")];
    visit(client, &post.address, "", &pages).await;
}

/// A chip whose state nobody here knows; its certificate proposed and approved; then a sound, an altered and a copied chip.
async fn chips_and_trust(client: &Client, post: &Post) {
    let reader = Reader::let_in(post).await;
    let unknown = [("counter-chip-unknown-issuer", "RA1000000", "BARRY", Chip::Sound)];
    at_counter(client, post, &reader, &unknown).await;
    let author = Officer::sign_in_at(&post.address, "fanta", "/trust").await;
    let second = Officer::sign_in_at(&post.address, "lassana", "/trust").await;
    let proposal = led_to(&author.send_bytes("/trust/upload", &[], "gn.cer", &chips::certificate()).await);
    enter_as(client, &post.address, "lassana").await;
    visit(client, &post.address, "", &[("trust-proposal", &proposal)]).await;
    assert!(second.post(&proposal, &APPROVE).await.status().is_redirection());
    visit(client, &post.address, "", &[("trust", "/trust")]).await;
    at_counter(client, post, &reader, &CHIPS).await;
}

/// Each chip is laid on the reader while the counter is ready, and its checks are opened.
async fn at_counter(client: &Client, post: &Post, reader: &Reader, chips: &[(&str, &str, &str, Chip)]) {
    enter_as(client, &post.address, "aminata").await;
    for language in LANGUAGES {
        open(client, &post.address, "/counter").await;
        turn(client, language).await;
        for (name, number, surname, chip) in chips {
            open(client, &post.address, "/counter").await;
            reader.reads(&zone_of("GIN", number, surname), *chip).await;
            client.wait().for_element(Locator::Css(".instrument .chip")).await.unwrap();
            click(client, ".chip summary").await;
            take(client, &format!("{name}-{language}")).await;
            set_aside(client, post).await;
        }
    }
}

/// The camera at the counter, and a page that it is not sure of.
async fn before_camera(client: &Client, post: &Post) {
    enter_as(client, &post.address, "ibrahima").await;
    for language in LANGUAGES {
        open(client, &post.address, "/counter").await;
        turn(client, language).await;
        open(client, &post.address, "/counter/camera").await;
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        take(client, &format!("counter-camera-{language}")).await;
        send_file(client, "form[action='/counter/picture']", &drawn::example("table-mrva.jpg")).await;
        client.wait().for_element(Locator::Css(".doubtful")).await.unwrap();
        take(client, &format!("counter-doubtful-character-{language}")).await;
    }
}

/// A page in white light, infrared and under ultraviolet, beside a genuine one; and a page with two seals.
async fn light_and_seals(client: &Client, post: &Post) {
    let officer = Officer::sign_in(&post.address, "ibrahima").await;
    let lit = officer.scan(&zone_of("GIN", "GN0960001", "KONDE")).await;
    let pictures = format!("/crossing/{lit}/pictures");
    let page = drawn::written(drawn::page(), ImageFormat::Png);
    for (kind, bytes) in [("page", page), ("infrared", drawn::infrared()), ("ultraviolet", drawn::ultraviolet())] {
        attach(&officer, &pictures, kind, &bytes).await;
    }
    let (beside, infrared) = (format!("/crossing/{lit}/beside"), format!("/crossing/{lit}/beside?light=infrared"));
    enter_as(client, &post.address, "ibrahima").await;
    let pages =
        [("pictures-light", pictures.as_str()), ("beside", beside.as_str()), ("beside-infrared", infrared.as_str())];
    visit(client, &post.address, "", &pages).await;
    let other = Officer::sign_in(&post.address, "aminata").await;
    let sealed = format!("/crossing/{}/pictures", other.scan(&zone_of("GIN", "GN500", "DIABATE")).await);
    // One was made for this passport, one for another; nobody here knows their signer.
    for passport in ["GN500", "GN501"] {
        attach(&other, &sealed, "page", &page_with(&seal_of_a_stranger(passport))).await;
    }
    enter_as(client, &post.address, "aminata").await;
    visit(client, &post.address, "", &[("seals", &sealed)]).await;
}

async fn attach(officer: &Officer, pictures: &str, kind: &str, bytes: &[u8]) {
    let kept = officer.send_bytes(pictures, &[("kind", kind)], "page.png", bytes).await;
    assert!(kept.status().is_redirection(), "{kind}: {}", kept.status());
}
