//! Certificates of states: proposed as files, approved by a second person, believed at once.

use crate::support::{PASSWORD, Post};
use axum::http::StatusCode;
use limen_test_support::states::{authority, master_list};

#[tokio::test]
async fn a_certificate_is_believed_once_a_second_person_has_approved_it() {
    let post = Post::new().await;
    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    assert!(author.page("/trust").await.says("trust-empty"));
    let guinea = authority("GN").certificate;
    let address = author.send_file("/trust/upload", &[], "gn.cer", guinea.der()).await.to().to_owned();
    let approve = [("decision", "approve"), ("password", PASSWORD)];
    assert_eq!(author.post(&address, &approve).await.status(), StatusCode::FORBIDDEN, "nobody approves their own");
    let page = other.page(&address).await;
    assert!(page.says("trust-compare") && page.contains(&guinea.fingerprint()[..8]), "what is to be compared");
    assert!(other.page("/trust").await.says("trust-empty"), "nothing holds before");
    assert_eq!(other.post(&address, &approve).await.to(), "/trust");
    let page = other.page("/trust").await;
    assert!(page.says("trust-by-hand") && !page.says("trust-empty"));
    let again = author.send_file("/trust/upload", &[], "gn.cer", guinea.der()).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.page().says("trust-known"));
}

#[tokio::test]
async fn a_strangers_list_and_a_strange_file_are_refused_with_the_reason() {
    let post = Post::new().await;
    let author = post.sign_in("fanta").await;
    let germany = authority("DE");
    let list = master_list(&germany, "DE", &[&authority("BJ")], "2026-05-28");
    let refused = author.send_file("/trust/upload", &[], "de.ml", &list).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("trust-why-unknown-signer"));
    let strange = author.send_file("/trust/upload", &[], "de.ml", b"no list").await;
    assert!(strange.page().says("trust-unreadable"));
    assert!(post.store.open_trust_proposals().await.expect("read").is_empty());
}

#[tokio::test]
async fn an_older_list_is_refused_and_a_newer_one_says_what_goes() {
    let post = Post::new().await;
    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let germany = authority("DE");
    let list = |states: &[&str], day| {
        let states: Vec<_> = states.iter().map(|state| if *state == "BJ" { authority("BJ") } else { authority("TG") });
        let states: Vec<_> = states.collect();
        master_list(&germany, "DE", &states.iter().collect::<Vec<_>>(), day)
    };
    let mut last = String::new();
    for file in [germany.certificate.der().to_vec(), list(&["BJ"], "2026-03-28"), list(&["TG"], "2026-05-28")] {
        last = author.send_file("/trust/upload", &[], "de.ml", &file).await.to().to_owned();
        let approve = [("decision", "approve"), ("password", PASSWORD)];
        assert!(!other.page(&last).await.has_id("refused"));
        assert_eq!(other.post(&last, &approve).await.to(), "/trust");
    }
    let older = author.send_file("/trust/upload", &[], "de.ml", &list(&["BJ"], "2026-04-28")).await;
    assert!(older.page().says("trust-why-older"));
    let held = post.store.trust_items().await.expect("read");
    assert_eq!(held.len(), 2, "Germany's own, and Togo in place of Benin");
}
