//! Certificates of states: proposed as files, approved by a second person, believed at once.

use crate::{
    readers::{hand_in, reader},
    support::{Officer, PASSWORD, Post, documents::passport},
};
use axum::http::StatusCode;
use limen_test_support::states::{authority, chip_files, deviation_list, document_signer, master_list};
use limen_trust::Certificate;

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
        let states = states.iter().map(|state| if *state == "BJ" { authority("BJ") } else { authority("TG") });
        let states: Vec<_> = states.collect();
        master_list(&germany, "DE", &states.iter().collect::<Vec<_>>(), day)
    };
    for file in [germany.certificate.der().to_vec(), list(&["BJ"], "2026-03-28"), list(&["TG"], "2026-05-28")] {
        let last = author.send_file("/trust/upload", &[], "de.ml", &file).await.to().to_owned();
        let approve = [("decision", "approve"), ("password", PASSWORD)];
        assert!(!other.page(&last).await.has_id("refused"));
        assert_eq!(other.post(&last, &approve).await.to(), "/trust");
    }
    let older = author.send_file("/trust/upload", &[], "de.ml", &list(&["BJ"], "2026-04-28")).await;
    assert!(older.page().says("trust-why-older"));
    let held = post.store.trust_items().await.expect("read");
    assert_eq!(held.len(), 2, "Germany's own, and Togo in place of Benin");
}

/// Lays a passport of Guinea with its chip on the counter's reader, and takes it; one file of the chip may be altered.
async fn lays_down(post: &Post, token: &str, officer: &Officer, zone: &str, altered: Option<&str>) -> String {
    let letters: String = zone.lines().map(str::trim).collect();
    let mut files = chip_files(&document_signer(&authority("GN"), "GN"), &letters);
    for (_, bytes) in files.iter_mut().filter(|(name, _)| Some(*name) == altered) {
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
    }
    let mut parts: Vec<(&str, &[u8])> = vec![("zone", zone.as_bytes()), ("access", b"pace")];
    parts.extend(files.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
    let (status, said) = hand_in(&post.nobody(), token, &parts).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let handed = officer.page("/counter").await.value("handed").expect("what was handed in");
    assert_eq!(officer.post("/counter/scan", &[("mrz", zone), ("handed", &handed)]).await.to(), "/counter");
    officer.waiting().await
}

#[tokio::test]
async fn a_chip_is_neither_proven_nor_failed_until_the_certificate_of_its_state_is_approved() {
    let post = Post::new().await;
    let token = reader(&post).await;
    let officer = post.sign_in("aminata").await;
    let zone = passport("GIN", "RA1234567", "DIALLO");
    let id = lays_down(&post, &token, &officer, &zone, None).await;
    let counter = officer.page("/counter").await;
    assert!(counter.says("chip-unknown-issuer") && counter.says("chip-issuer-no_trust"), "{}", counter.text());
    officer.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert!(officer.page(&format!("/crossing/{id}")).await.says("chip-unknown-issuer"), "the record keeps it");

    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let certificate = authority("GN").certificate;
    let proposed = author.send_file("/trust/upload", &[], "gn.cer", certificate.der()).await.to().to_owned();
    other.post(&proposed, &[("decision", "approve"), ("password", PASSWORD)]).await;
    lays_down(&post, &token, &officer, &passport("GIN", "RA7654321", "KEITA"), None).await;
    let counter = officer.page("/counter").await;
    assert!(counter.says("chip-proven") && counter.says("chip-issuer-trusted"), "{}", counter.text());
}

#[tokio::test]
async fn what_its_state_has_declared_stands_beside_a_chips_verdict_and_changes_none() {
    let post = Post::new().await;
    let token = reader(&post).await;
    let officer = post.sign_in("aminata").await;
    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let guinea = authority("GN");
    let declared = deviation_list(&guinea, "GN", "digests of 2019 <b>", "2026-01-01");
    for file in [guinea.certificate.der(), &declared] {
        let proposed = author.send_file("/trust/upload", &[], "gn", file).await.to().to_owned();
        other.post(&proposed, &[("decision", "approve"), ("password", PASSWORD)]).await;
    }
    assert!(other.page("/trust").await.says("trust-deviations"));
    lays_down(&post, &token, &officer, &passport("GIN", "RA1234567", "DIALLO"), Some("DG2")).await;
    let counter = officer.page("/counter").await;
    for message in ["chip-altered", "chip-is-declared", "chip-declared-group_digest"] {
        assert!(counter.says(message), "{message}: {}", counter.text());
    }
    assert!(counter.contains("digests of 2019 <b>"), "the state's words, as text");
}

#[tokio::test]
async fn a_closed_proposal_says_what_was_decided_though_something_else_holds_since() {
    let post = Post::new().await;
    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let germany = authority("DE");
    let (benin, togo) = (authority("BJ"), authority("TG"));
    let older = master_list(&germany, "DE", &[&benin], "2026-03-28");
    let approve = [("decision", "approve"), ("password", PASSWORD)];
    let own = author.send_file("/trust/upload", &[], "de.cer", germany.certificate.der()).await.to().to_owned();
    other.post(&own, &approve).await;
    let first = author.send_file("/trust/upload", &[], "older.ml", &older).await.to().to_owned();
    let waiting = other.page("/trust").await;
    let counted = [("added", "1"), ("removed", "0")];
    assert!(waiting.contains("older.ml") && waiting.says_with("trust-changes", &counted), "{}", waiting.text());
    other.post(&first, &approve).await;
    let newer = master_list(&germany, "DE", &[&togo], "2026-05-28");
    let second = author.send_file("/trust/upload", &[], "newer.ml", &newer).await.to().to_owned();
    let rejected = author.send_file("/trust/upload", &[], "ml.cer", authority("ML").certificate.der()).await;
    let rejected = rejected.to().to_owned();
    other.post(&second, &approve).await;
    other.post(&rejected, &[("decision", "reject"), ("reason", "pas comparé")]).await;

    let begins = |certificate: &Certificate| certificate.fingerprint()[..8].to_owned();
    let page = other.page(&first).await;
    assert!(
        page.contains(&begins(&benin.certificate)) && !page.has_id("refused"),
        "as it was approved: {}",
        page.text()
    );
    let page = other.page(&rejected).await;
    assert!(page.contains(&begins(&authority("ML").certificate)), "as it was proposed: {}", page.text());
    // No file is read for it: what was kept is what is shown.
    let mut database = post.database().await;
    sqlx::query("update trust_proposal set file = x''").execute(&mut database).await.expect("written");
    let page = other.page(&second).await;
    assert!(page.contains(&begins(&togo.certificate)) && page.contains(&begins(&benin.certificate)), "{}", page.text());
    // One that was closed before anything was kept says so.
    sqlx::query("update trust_proposal set found = null").execute(&mut database).await.expect("written");
    assert!(other.page(&second).await.says("trust-not-kept"));
}

#[tokio::test]
async fn a_chips_signature_and_zone_are_kept_beside_the_record_where_a_setting_says_so_and_nowhere_else() {
    let post = Post::new().await;
    let token = reader(&post).await;
    let officer = post.sign_in("aminata").await;
    let id = lays_down(&post, &token, &officer, &passport("GIN", "RA1234567", "DIALLO"), None).await;
    assert!(!officer.page(&format!("/crossing/{id}/pictures")).await.says("attachment-evidence"), "off by default");
    officer.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;

    post.store.set_setting("chip-evidence", "true").await.expect("set");
    let post = post.started_again().await;
    let officer = post.sign_in("aminata").await;
    let zone = passport("GIN", "RA7654321", "KEITA");
    let id = lays_down(&post, &token, &officer, &zone, None).await;
    let page = officer.page(&format!("/crossing/{id}/pictures")).await;
    assert!(page.says("attachment-evidence") && page.contains("EF.SOD") && page.contains("DG1"), "{}", page.text());
    let kept = post.journal("attachment-kept").await;
    let of_chip: Vec<_> = kept.iter().filter(|event| event.contains("\"evidence\"")).collect();
    assert_eq!(of_chip.len(), 2, "EF.SOD and DG1, and no other file: {kept:?}");

    // They are saved as they were read, and no page shows them.
    let letters: String = zone.lines().map(str::trim).collect();
    let files = chip_files(&document_signer(&authority("GN"), "GN"), &letters);
    let (_, group) = files.iter().find(|(name, _)| *name == "DG1").expect("DG1");
    let address = format!("/crossing/{id}/picture/{}", limen_store::settings::Sha256Hex::of(group).as_str());
    let saved = officer.get(&address).await;
    assert_eq!((saved.status(), &saved.bytes[..]), (StatusCode::OK, group.as_slice()));
    assert_eq!(saved.header("content-type"), "application/octet-stream");
    assert!(saved.header("content-disposition").starts_with("attachment"));
    // Nobody sends such a file by hand.
    let sent = officer.send_file(&format!("/crossing/{id}/pictures"), &[("kind", "evidence")], "EF.SOD", group).await;
    assert_eq!(sent.status(), StatusCode::BAD_REQUEST);

    // A setting that can't be read keeps nothing.
    post.store.set_setting("chip-evidence", "oui").await.expect("set");
    let post = post.started_again().await;
    let officer = post.sign_in("aminata").await;
    assert!(officer.page("/counter").await.contains("chip-evidence"));
}

#[tokio::test]
async fn whose_chip_was_altered_passes_at_the_second_line_only() {
    let post = Post::new().await;
    let token = reader(&post).await;
    let officer = post.sign_in("aminata").await;
    let zone = passport("GIN", "RA1234567", "DIALLO");
    let id = lays_down(&post, &token, &officer, &zone, Some("DG2")).await;
    let counter = officer.page("/counter").await;
    assert!(counter.says("chip-altered") && counter.says("chip-integrity-altered"), "{}", counter.text());
    assert!(counter.says("chip-group-face") && !counter.says("chip-group-zone"), "which of its data");
    let refused = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert!(refused.page().says("not-open-chip"), "{}", refused.page().text());
    officer.decides(&id, &[("decision", "refer"), ("reason", "document")]).await;
    let second = post.sign_in("oumar").await;
    assert!(second.page(&format!("/second-line/{id}")).await.says("chip-altered"));
}
