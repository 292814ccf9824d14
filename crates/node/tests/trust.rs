//! What a file of certificates changes of what holds, and what is refused of it.
#![allow(missing_docs)]

use limen_node::trust::{Change, Refusal, RefusedKind, Trust, change};
use limen_store::{TrustItem, TrustKind};
use limen_test_support::states::{
    authority, deviation_list, document_signer, master_list, noon, revocation_list, seal_signer,
};
use limen_trust::NotTrusted;

/// What holds once files were approved, one after the other.
fn held(files: &[&[u8]]) -> Trust {
    let mut items: Vec<TrustItem> = Vec::new();
    for file in files {
        let change = change(&Trust::of(items.clone()), file).expect("a file of certificates");
        assert_eq!(change.refused, []);
        items.retain(|item| !change.written().removed.contains(&item.id));
        for put in &change.written().put {
            items.retain(|item| item.id != put.id);
            items.push(put.clone());
        }
        items.sort_by(|one, other| one.id.cmp(&other.id));
    }
    Trust::of(items)
}

fn countries(change: &Change) -> (Vec<&str>, Vec<&str>) {
    (
        change.added.iter().map(|thing| thing.country.as_str()).collect(),
        change.removed.iter().map(|thing| thing.country.as_str()).collect(),
    )
}

#[test]
fn a_certificate_that_somebody_brings_is_added_once() {
    let guinea = authority("GN");
    let found = change(&Trust::default(), guinea.certificate.der()).expect("a certificate");
    assert_eq!(countries(&found), (vec!["GN"], vec![]));
    let again = change(&held(&[guinea.certificate.der()]), guinea.certificate.der()).expect("a certificate");
    assert!(again.is_nothing());
    assert_eq!(again.known, 1);
}

#[test]
fn a_list_by_a_stranger_brings_nothing_and_says_why() {
    let germany = authority("DE");
    let list = master_list(&germany, "DE", &[&authority("BJ")], "2026-05-28");
    let found = change(&Trust::default(), &list).expect("a list");
    assert!(found.is_nothing());
    assert!(matches!(found.refused[0].why, Refusal::NotTrusted(NotTrusted::UnknownSigner(_))));
    assert_eq!((found.refused[0].kind, found.refused[0].why.code()), (RefusedKind::MasterList, "unknown-signer"));
}

#[test]
fn a_newer_list_takes_the_place_of_the_older_one_of_the_same_country() {
    let germany = authority("DE");
    let [benin, togo, mali] = ["BJ", "TG", "ML"].map(authority);
    let older = master_list(&germany, "DE", &[&benin, &togo], "2026-01-28");
    let newer = master_list(&germany, "DE", &[&togo, &mali], "2026-05-28");
    let before = held(&[germany.certificate.der(), &older]);
    let found = change(&before, &newer).expect("a list");
    assert_eq!(countries(&found), (vec!["ML"], vec!["BJ"]));
    assert_eq!(found.known, 1);
    // The German certificate was brought by hand, and no list takes it away.
    let after = held(&[germany.certificate.der(), &older, &newer]);
    assert_eq!(after.items().len(), 3);
}

#[test]
fn a_list_that_is_older_than_the_one_in_force_is_refused_even_where_that_changed_nothing() {
    let germany = authority("DE");
    let benin = authority("BJ");
    let list = |day| master_list(&germany, "DE", &[&benin], day);
    let before = held(&[germany.certificate.der(), &list("2026-01-28"), &list("2026-05-28")]);
    let found = change(&before, &list("2026-03-28")).expect("a list");
    assert_eq!(found.refused[0].why, Refusal::Older { in_force: noon("2026-05-28") });
    assert!(found.is_nothing());
}

#[test]
fn what_two_lists_have_stays_until_neither_has_it() {
    let (germany, holland, benin) = (authority("DE"), authority("NL"), authority("BJ"));
    let own = [germany.certificate.der(), holland.certificate.der()];
    let both = [
        master_list(&germany, "DE", &[&benin], "2026-01-28"),
        master_list(&holland, "NL", &[&benin], "2026-01-29"),
        master_list(&germany, "DE", &[], "2026-02-28"),
    ];
    let before = held(&[own[0], own[1], &both[0], &both[1], &both[2]]);
    assert_eq!(before.items().len(), 3);
    let found = change(&before, &master_list(&holland, "NL", &[], "2026-03-01")).expect("a list");
    assert_eq!(countries(&found), (vec![], vec!["BJ"]));
}

#[test]
fn a_newer_list_of_revoked_certificates_replaces_the_older_and_not_the_other_way() {
    let guinea = authority("GN");
    let [older, newer] = [(&[][..], "2026-01-01"), (&[77][..], "2026-04-01")]
        .map(|(revoked, day)| revocation_list(&guinea, revoked, day));
    let before = held(&[guinea.certificate.der(), &older]);
    let found = change(&before, &newer).expect("a list");
    assert_eq!(countries(&found), (vec!["GN"], vec!["GN"]));
    let after = held(&[guinea.certificate.der(), &older, &newer]);
    assert_eq!(after.items().len(), 2);
    let found = change(&after, &older).expect("a list");
    assert_eq!(found.refused[0].why, Refusal::Older { in_force: noon("2026-04-01") });
}

#[test]
fn a_signer_of_seals_is_kept_if_the_certificate_of_its_state_vouches_for_it() {
    let guinea = authority("GN");
    let signer = seal_signer(&guinea, "GN");
    let stranger =
        change(&held(&[authority("ML").certificate.der()]), signer.certificate.der()).expect("a certificate");
    assert_eq!(
        (stranger.refused[0].kind, stranger.refused[0].why.code()),
        (RefusedKind::SealSigner, "unknown-authority")
    );
    assert!(stranger.is_nothing());
    let holds = held(&[guinea.certificate.der(), signer.certificate.der()]);
    assert_eq!(holds.items().iter().filter(|item| item.kind == TrustKind::SealSigner).count(), 1);
    let believed = holds.believed().expect("somebody");
    assert_eq!(believed.signers(), std::slice::from_ref(&signer.certificate));
    let again = change(&holds, signer.certificate.der()).expect("a certificate");
    assert_eq!((again.known, again.is_nothing()), (1, true));
    // Who may seal only names himself as another state's signer, and that state did not appoint him.
    let pretender = seal_signer(&guinea, "ML");
    let both = held(&[guinea.certificate.der(), authority("ML").certificate.der()]);
    let found = change(&both, pretender.certificate.der()).expect("a certificate");
    assert_eq!(found.refused[0].why.code(), "unknown-authority");
}

#[test]
fn what_a_state_declares_of_its_documents_is_kept_and_the_newest_list_holds() {
    let guinea = authority("GN");
    let [older, newer] = [("digests of 2019", "2026-01-01"), ("digests of 2019 and 2020", "2026-04-01")]
        .map(|(words, day)| deviation_list(&guinea, "GN", words, day));
    let before = held(&[guinea.certificate.der(), &older]);
    let words = |trust: &Trust| {
        let signer = document_signer(&guinea, "GN").certificate;
        let believed = trust.believed().expect("certificates");
        believed.declared(&signer, None).filter_map(|declared| declared.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(words(&before), ["digests of 2019"]);
    let found = change(&before, &newer).expect("a list");
    assert_eq!(countries(&found), (vec!["GN"], vec!["GN"]));
    assert_eq!(found.added[0].kind, TrustKind::DeviationList);
    let after = held(&[guinea.certificate.der(), &older, &newer]);
    assert_eq!((words(&after), after.items().len()), (vec!["digests of 2019 and 2020".to_owned()], 2));
    let found = change(&after, &older).expect("a list");
    assert_eq!(found.refused[0].why, Refusal::Older { in_force: noon("2026-04-01") });
    assert_eq!(change(&after, &newer).expect("a list").known, 1);
    // Nobody declares for a state whose certificate is not held.
    let found = change(&held(&[authority("ML").certificate.der()]), &newer).expect("a list");
    assert_eq!((found.refused[0].kind, found.refused[0].why.code()), (RefusedKind::DeviationList, "unknown-signer"));
    assert!(found.is_nothing());
}

#[test]
fn a_signers_certificate_is_left_out_and_strange_files_are_refused() {
    let guinea = authority("GN");
    let signer = document_signer(&guinea, "GN");
    let found = change(&Trust::default(), signer.certificate.der()).expect("a certificate");
    assert_eq!((found.signers, found.is_nothing()), (1, true));
    let list = revocation_list(&authority("ML"), &[], "2026-01-01");
    let found = change(&held(&[guinea.certificate.der()]), &list).expect("a list");
    assert_eq!(found.refused[0].why.code(), "unknown-issuer");
    for strange in [&b""[..], b"hello", b"\x89PNG\r\n", &list[..list.len() / 2]] {
        assert!(change(&Trust::default(), strange).is_err());
    }
}
