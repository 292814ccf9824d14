//! Reference documents, and pages in other light: what second line and counter lay beside a traveller's page.

use crate::support::{
    Answer, Officer, PASSWORD, Post,
    documents::{passport, picture},
};
use axum::http::{StatusCode, header};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use limen_domain::{AccountId, ListKind};
use std::io::Cursor;

/// A page of a passport that the reader of zones can read, 927 x 652.
pub(crate) const PAGE: &[u8] = include_bytes!("../../../optics/tests/pictures/scan-td3.jpg");

const GUINEAN: [(&str, &str); 6] = [
    ("code", "gin-2014"),
    ("state", "GIN"),
    ("kind", "passport"),
    ("series", "Biométrique 2014"),
    ("look", "Filigrane à contre-jour\nFil de sécurité"),
    ("known", "Page collée"),
];

async fn propose(by: &Officer, light: &str, bytes: &[u8]) -> Answer {
    let fields = [&GUINEAN[..], &[("light", light)]].concat();
    by.send_file("/documents/edit", &fields, "page.png", bytes).await
}

async fn approve(by: &Officer, proposal: &str) {
    let word = [("decision", "approve"), ("password", PASSWORD)];
    assert_eq!(by.post(proposal, &word).await.status(), StatusCode::SEE_OTHER);
}

/// A post with a reference document that has a picture in white light.
async fn post_with_document() -> Post {
    let post = Post::new().await;
    let (author, second) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let proposal = propose(&author, "white", &picture(90)).await.to().to_owned();
    approve(&second, &proposal).await;
    post
}

#[tokio::test]
async fn a_reference_document_is_typed_approved_by_a_second_person_and_browsed_by_everyone() {
    let post = Post::new().await;
    let (author, second) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let officer = post.sign_in("aminata").await;
    let proposal = propose(&author, "white", &picture(90)).await.to().to_owned();
    assert!(officer.page("/documents").await.says("documents-none"), "it waits");
    let waiting = second.page(&proposal).await;
    assert!(waiting.contains("Biométrique 2014"));
    assert_eq!(
        second.get(&waiting.address("/documents/picture/")).await.status(),
        StatusCode::OK,
        "what is approved is seen"
    );
    approve(&second, &proposal).await;
    assert!(officer.page("/documents?state=GIN&kind=passport").await.contains("Biométrique 2014"));
    assert!(officer.page("/documents?state=MLI").await.says("documents-none"));
    let shown = officer.page("/documents/entry/gin-2014").await;
    assert!(shown.contains("Fil de sécurité") && shown.contains("Page collée"), "{}", shown.text());
    let bytes = officer.get(&shown.address("/documents/picture/")).await;
    assert_eq!((bytes.status(), bytes.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/jpeg"));
    assert_eq!(officer.get("/documents/edit").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(officer.get("/documents/entry/none").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_one_administrator_changes_goes_into_one_version_and_another_waits() {
    let post = Post::new().await;
    let (author, second) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let first = propose(&author, "white", &picture(90)).await.to().to_owned();
    let both = propose(&author, "infrared", &picture(40)).await.to().to_owned();
    assert_ne!(first, both);
    assert!(second.page(&first).await.says("proposal-withdrawn"));
    let waits = propose(&second, "ultraviolet", &picture(20)).await;
    assert_eq!(waits.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(waits.page().says("documents-waits"), "{}", waits.page().text());
    approve(&second, &both).await;
    let shown = second.page("/documents/entry/gin-2014").await;
    assert_eq!(shown.pictures().iter().filter(|address| address.starts_with("/documents/picture/")).count(), 2);
}

#[tokio::test]
async fn documents_are_opened_whatever_their_codes_are() {
    let post = Post::new().await;
    let (author, second) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    for code in ["edit", "remove", "picture", "entry"] {
        let fields: Vec<_> = [("code", code)].into_iter().chain(GUINEAN.into_iter().skip(1)).collect();
        let sent = author.send_file("/documents/edit", &[&fields[..], &[("light", "white")]].concat(), "", b"").await;
        approve(&second, sent.to()).await;
        let browsed = author.page("/documents").await;
        assert!(browsed.addresses().contains(&format!("/documents/entry/{code}").as_str()), "{}", browsed.text());
        assert!(author.page(&format!("/documents/entry/{code}")).await.contains("Biométrique 2014"), "{code}");
    }
}

#[tokio::test]
async fn a_version_that_waits_and_cant_be_read_is_said_and_nothing_is_lost_of_the_list_in_force() {
    let post = post_with_document().await;
    let author = post.sign_in("fanta").await;
    let fanta = AccountId::parse("fanta").expect("an identifier");
    let damaged = "code,state,kind,look\na,GIN,kind-of-a-later-version,x\n";
    post.store.propose_reference_list(ListKind::Documents, damaged, &fanta).await.expect("proposed");
    let refused = propose(&author, "infrared", &picture(40)).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("documents-unreadable"), "{}", refused.page().text());
    assert_eq!(post.store.open_list_proposals().await.expect("read").len(), 1, "nothing took its place");
}

#[tokio::test]
async fn a_picture_of_a_document_that_cant_be_taken_is_not_kept() {
    let post = Post::new().await;
    let author = post.sign_in("fanta").await;
    let fields: Vec<_> =
        [("state", "ZZZ")].into_iter().chain(GUINEAN.into_iter().filter(|(name, _)| *name != "state")).collect();
    let sent = author
        .send_file("/documents/edit", &[&fields[..], &[("light", "white")]].concat(), "p.png", &picture(90))
        .await;
    assert_eq!(sent.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(post.store.reference_pictures().await.expect("read").is_empty());
}

#[tokio::test]
async fn what_cant_be_taken_of_a_reference_document_is_said_and_what_was_typed_stays() {
    let post = Post::new().await;
    let author = post.sign_in("fanta").await;
    let no_picture = propose(&author, "white", b"no picture").await;
    assert_eq!(no_picture.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = no_picture.page();
    assert!(page.says("no-picture-other") && page.value("series").as_deref() == Some("Biométrique 2014"));
    // A file of the list can't name what is no reference picture: not what is kept of travellers either.
    let list = format!("code,state,kind,white,look\na,GIN,passport,{},x\n", "ab".repeat(32));
    let sent = author.send_file("/lists/upload", &[("kind", "documents")], "list.csv", list.as_bytes()).await;
    assert_eq!(sent.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.page().says_with("list-fault-picture", &[("text", "abababababab")]), "{}", sent.page().text());
}

#[tokio::test]
async fn the_travellers_page_stands_beside_the_genuine_one_of_its_state_and_kind() {
    let post = post_with_document().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GIN", "GN0910000", "KONDE")).await;
    let pictures = format!("/crossing/{id}/pictures");
    officer.send_file(&pictures, &[("kind", "page")], "page.png", &picture(120)).await;
    let beside = format!("/crossing/{id}/beside");
    assert!(officer.page(&pictures).await.addresses().contains(&beside.as_str()));
    let page = officer.page(&beside).await;
    let of = |start: &str| page.pictures().iter().any(|address| address.starts_with(start));
    assert!(of(&format!("/crossing/{id}/picture/")) && of("/documents/picture/"), "{}", page.text());
    assert!(page.contains("Filigrane à contre-jour") && page.contains("Page collée"));
    let infrared = officer.page(&format!("{beside}?light=infrared")).await;
    assert!(infrared.says("beside-no-own") && infrared.says("beside-no-genuine"), "{}", infrared.text());
    // Nothing genuine is known of another state's.
    officer.decides(&id, &[("decision", "admit")]).await;
    let other = officer.scan(&passport("SEN", "SN1000001", "FAYE")).await;
    assert!(!officer.page(&format!("/crossing/{other}/pictures")).await.says("beside-open"));
    assert!(officer.page(&format!("/crossing/{other}/beside")).await.says("beside-no-document"));
}

#[tokio::test]
async fn a_referral_leads_to_what_a_genuine_document_looks_like() {
    let post = post_with_document().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GIN", "GN0910001", "KONDE")).await;
    officer.decides(&id, &[("decision", "refer"), ("reason", "document")]).await;
    let second = post.sign_in("oumar").await;
    assert!(second.page(&format!("/second-line/{id}")).await.says("beside-open"));
    assert!(second.page(&format!("/crossing/{id}/beside")).await.contains("Biométrique 2014"));
}

pub(crate) fn grey(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageLuma8(GrayImage::from_pixel(927, 652, Luma([shade])));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("written");
    bytes.into_inner()
}

#[tokio::test]
async fn a_page_in_infrared_and_under_ultraviolet_is_said_as_what_was_seen() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GIN", "GN0910002", "KONDE")).await;
    let pictures = format!("/crossing/{id}/pictures");
    let attach = async |kind: &str, bytes: &[u8]| {
        let kept = officer.send_file(&pictures, &[("kind", kind)], "page.png", bytes).await;
        assert_eq!(kept.status(), StatusCode::SEE_OTHER, "{kind}");
        officer.page(&pictures).await
    };
    assert!(attach("infrared", PAGE).await.says("light-no-page"));
    let same = attach("page", PAGE).await;
    assert!(same.says("light-infrared-visible") && same.says("light-infrared-same"), "{}", same.text());
    let gone = attach("infrared", &grey(200)).await;
    assert!(gone.says("light-infrared-not-visible") && gone.says("light-help"), "{}", gone.text());
    assert!(attach("ultraviolet", &grey(40)).await.says("light-ultraviolet-dull"));
    assert!(attach("ultraviolet", &grey(230)).await.says("light-ultraviolet-bright"));
}
