//! Master lists, and files of certificates in the forms in which people bring them.

mod common;

use common::*;
use data_encoding::BASE64;
use limen_trust::{
    DeviationKind, MasterList, NotTrusted, Note, OwnAuthority, Source, TrustStore,
    asn1::object,
    curve::Curve,
    import::{self, Item},
    mint::{self, Authority, Profile, Secret},
    verify,
};

fn list_signer(authority: &Authority, country: &'static str) -> Authority {
    let profile = Profile { signs_lists: true, private_key: None, ..signer_profile(country, "Master List Signer") };
    authority.appoint(Secret::on(Curve::P384, b"list"), USUAL, &profile)
}

fn list_of_germany(listed: &[&Authority]) -> (Authority, Vec<u8>) {
    let germany = authority("DE");
    let signer = list_signer(&germany, "DE");
    let listed: Vec<_> = listed.iter().map(|one| &one.certificate).collect();
    let bytes = mint::master_list(&listed, &signer, &[&signer.certificate, &germany.certificate], at("2026-05-28"));
    (germany, bytes)
}

fn take(store: &mut TrustStore, file: &[u8], own: OwnAuthority) -> limen_trust::Imported {
    store.import(import::read(file).expect("a file of certificates").0, own)
}

#[test]
fn a_list_is_believed_once_its_state_is() {
    let (germany, list) = list_of_germany(&[&authority("BJ"), &authority("TG")]);
    let mut store = TrustStore::default();
    let refused = take(&mut store, &list, OwnAuthority::Refused);
    assert!(matches!(refused.refused.as_slice(), [(_, NotTrusted::UnknownSigner(_))]));
    assert!(store.anchors().is_empty());
    assert_eq!(take(&mut store, germany.certificate.der(), OwnAuthority::Refused).anchors, 1);
    assert_eq!(take(&mut store, &list, OwnAuthority::Refused).anchors, 2);
    assert_eq!(store.anchors()[1].source, Source::MasterList { country: Some("DE".into()) });
    // The same again brings nothing.
    assert_eq!(take(&mut store, &list, OwnAuthority::Refused).known, 2);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let (germany, list) = list_of_germany(&[&authority("BJ")]);
    let mut items = import::read(&list).expect("a list").0;
    items.extend(import::read(germany.certificate.der()).expect("a certificate").0);
    let mut store = TrustStore::default();
    let report = store.import(items, OwnAuthority::Refused);
    assert_eq!((report.anchors, report.refused), (2, vec![]));
}

#[test]
fn a_list_whose_own_csca_a_person_accepts_is_believed() {
    let (_, list) = list_of_germany(&[&authority("BJ")]);
    assert_eq!(take(&mut TrustStore::default(), &list, OwnAuthority::Accepted).anchors, 1);
}

#[test]
fn a_list_by_a_stranger_in_germanys_name_is_refused() {
    let (germany, _) = list_of_germany(&[]);
    let forged = Authority::root(Secret::on(Curve::P256, b"stranger"), USUAL, &authority_profile("DE", "CSCA"));
    let signer = list_signer(&forged, "DE");
    let listed = authority("XX");
    let list = mint::master_list(
        &[&listed.certificate],
        &signer,
        &[&signer.certificate, &forged.certificate],
        at("2026-05-28"),
    );
    let mut store = TrustStore::default();
    take(&mut store, germany.certificate.der(), OwnAuthority::Refused);
    let report = take(&mut store, &list, OwnAuthority::Refused);
    assert!(matches!(report.refused.as_slice(), [(_, NotTrusted::UnknownSigner(_))]), "{report:?}");
    assert_eq!(store.anchors().len(), 1);
}

#[test]
fn a_signer_of_passports_may_not_sign_lists() {
    let germany = authority("DE");
    let profile = Profile { signs_lists: false, ..signer_profile("DE", "DS") };
    let mut signer = germany.appoint(Secret::on(Curve::P256, b"DS"), USUAL, &profile);
    // Without any limit of use a signer is taken at its CSCA's word, as old list signers are; one of another use is not.
    let list = mint::master_list(&[], &signer, &[&signer.certificate], at("2025-02-01"));
    let mut store = trusting(&[&germany]);
    assert_eq!(take(&mut store, &list, OwnAuthority::Refused).refused, []);
    signer = list_signer(&germany, "DE");
    let list = mint::master_list(&[], &signer, &[&signer.certificate], at("2019-01-01"));
    let report = take(&mut store, &list, OwnAuthority::Refused);
    assert!(matches!(report.refused.as_slice(), [(_, NotTrusted::OutsideUsage)]));
}

#[test]
fn one_altered_octet_refuses_a_list_or_makes_it_unreadable() {
    let (germany, list) = list_of_germany(&[&authority("BJ")]);
    let store = trusting(&[&germany]);
    for at in (0..list.len()).step_by(7) {
        let mut altered = list.clone();
        altered[at] ^= 0x10;
        let Ok(read) = MasterList::read(&altered) else { continue };
        if store.approve(&read, OwnAuthority::Refused).is_ok() {
            // Only what nobody signed may differ: what comes beside the signature, and names of the signer's certificate.
            assert_eq!(read.certificates.len(), 1, "octet {at}");
            assert_eq!(read.certificates[0], authority("BJ").certificate, "octet {at}");
        }
    }
}

#[test]
fn a_list_that_was_cut_off_is_not_read() {
    let (_, list) = list_of_germany(&[&authority("BJ")]);
    for end in [0, 1, 10, list.len() / 2, list.len() - 1] {
        assert!(import::read(&list[..end]).is_err(), "{end}");
    }
}

#[test]
fn certificates_are_read_as_der_pem_and_ldif() {
    let guinea = authority("GN");
    let der = guinea.certificate.der();
    let base64 = BASE64.encode(der);
    let wrapped = |width: usize, before: &str| {
        let lines = base64.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned());
        lines.collect::<Vec<_>>().join(&format!("\n{before}"))
    };
    let pem = format!("Guinea\n-----BEGIN CERTIFICATE-----\r\n{}\n-----END CERTIFICATE-----\n", wrapped(64, ""));
    let ldif = format!(
        "dn: c=GN,dc=data\nobjectClass: top\ncn:: R3VpbsOpZQ==\nuserCertificate;binary:: {}\nsn: 1\n\n",
        wrapped(60, " ")
    );
    for file in [der, pem.as_bytes(), ldif.as_bytes()] {
        let (items, unreadable) = import::read(file).expect("a certificate");
        assert_eq!(unreadable, 0);
        assert!(matches!(items.as_slice(), [Item::Certificate(read)] if **read == guinea.certificate));
    }
}

#[test]
fn a_file_of_the_pkd_brings_master_lists_and_lists_of_revoked_certificates() {
    let (germany, list) = list_of_germany(&[&authority("BJ")]);
    let revoked = mint::revocation_list(&germany, &[12], at("2026-01-01"), at("2026-04-01"));
    let entry = |attribute: &str, value: &[u8]| {
        let base64 = BASE64.encode(value);
        let lines: Vec<_> = base64.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line)).collect();
        format!("dn: o=ml,c=DE,dc=data\nobjectClass: top\n{attribute}:: {}\n\n", lines.join("\n "))
    };
    let ldif = [
        "version: 1\n\n".to_owned(),
        entry("pkdMasterListContent", &list),
        entry("certificateRevocationList;binary", &revoked),
        entry("cACertificate;binary", germany.certificate.der()),
        entry("userCertificate;binary", b"damaged"),
    ];
    // Lines may end as on Windows.
    for file in [ldif.concat(), ldif.concat().replace('\n', "\r\n")] {
        let (items, unreadable) = import::read(file.as_bytes()).expect("a file of the PKD");
        assert_eq!((items.len(), unreadable), (3, 1));
        let mut store = TrustStore::default();
        let report = store.import(items, OwnAuthority::Refused);
        assert_eq!((report.anchors, report.lists, report.refused), (2, 1, vec![]));
    }
}

#[test]
fn a_list_of_revoked_certificates_is_told_from_a_certificate() {
    let guinea = authority("GN");
    for revoked in [&[][..], &[1, 2]] {
        let list = mint::revocation_list(&guinea, revoked, at("2026-01-01"), at("2026-04-01"));
        let (items, _) = import::read(&list).expect("a list");
        assert!(matches!(items.as_slice(), [Item::RevocationList(list)] if list.len() == revoked.len()));
    }
}

#[test]
fn a_csca_that_claims_to_have_signed_itself_and_has_not_is_no_anchor() {
    let guinea = authority("GN");
    let other = Authority { secret: Secret::on(Curve::BrainpoolP256r1, b"other"), ..guinea.clone() };
    let mut der = guinea.certificate.der().to_vec();
    let end = der.len() - 1;
    der[end] ^= 1;
    let mut store = TrustStore::default();
    let report = take(&mut store, &der, OwnAuthority::Refused);
    assert!(matches!(report.refused.as_slice(), [(_, NotTrusted::OwnSignature)]));
    assert_eq!(other.certificate, guinea.certificate);
}

#[test]
fn text_and_pictures_are_no_certificates() {
    for file in [&b""[..], b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA", b"\x89PNG\r\n", &[0x30; 300], &[0xFF; 300]] {
        assert!(import::read(file).is_err(), "{file:?}");
    }
}

#[test]
fn a_deviation_that_a_state_declares_is_shown_and_changes_no_verdict() {
    let guinea = authority("GN");
    let ds = signer(&guinea, "GN");
    let list_signer = guinea.appoint(
        Secret::on(Curve::P384, b"deviations"),
        USUAL,
        &Profile { private_key: None, ..signer_profile("GN", "Deviation List Signer") },
    );
    let key = ds.certificate.extensions.subject_key.clone().expect("a key");
    let number = object(0xA5, &object(0x13, b"O00099999"));
    let (key, cards) = (object(0x82, &key), object(0x80, b"I"));
    let deviations: [mint::Deviation<'_>; 3] = [
        (&key, [2, 2], "digests of DG2 are wrong"),
        (&number, [3, 1], "another document"),
        (&cards, [3, 1], "cards only"),
    ];
    let file = mint::deviation_list(&deviations, &list_signer, at("2026-01-01"));
    let files = passport(ZONE, &ds, None);
    let mut store = trusting(&[&guinea]);
    let before = verify(&files, Some(&store), now());
    assert_eq!(take(&mut store, &file, OwnAuthority::Refused).lists, 1);
    let after = verify(&files, Some(&store), now());
    assert_eq!(after.integrity, before.integrity);
    let text = Some("digests of DG2 are wrong".to_owned());
    let declared = limen_trust::Declared { kind: DeviationKind::GroupDigest, text };
    assert_eq!(after.notes, [Note::Declared(declared)]);
    // The newest list of a state holds, whole.
    let older = mint::deviation_list(&[], &list_signer, at("2025-12-01"));
    assert_eq!(take(&mut store, &older, OwnAuthority::Refused).known, 1);
    let newer = mint::deviation_list(&[], &list_signer, at("2026-02-01"));
    assert_eq!(take(&mut store, &newer, OwnAuthority::Refused).lists, 1);
    assert_eq!(store.deviations().map(limen_trust::DeviationList::der).collect::<Vec<_>>(), [newer]);
    assert_eq!(verify(&files, Some(&store), now()).notes, []);
    // A stranger declares nothing.
    let mut other = trusting(&[&authority("ML")]);
    assert_eq!(take(&mut other, &file, OwnAuthority::Refused).lists, 0);
}
