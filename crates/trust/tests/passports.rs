//! What is said of a passport whose chip is sound, altered, signed by others, or of a state that nobody here knows.

mod common;

use common::*;
use limen_trust::{
    Algorithm, FileName, Group, Hash, Integrity, Issuer, Outcome, OwnAuthority, Report, Revocation, RevocationList,
    Signer, TrustStore, asn1,
    curve::Curve,
    import,
    mint::{self, Authority, Profile, Secret},
    verify,
};

fn outcomes(report: &Report) -> [Outcome; 5] {
    report.checks().map(|(_, verdict)| verdict.outcome())
}

use Outcome::{Failed, Good, NotChecked, Unknown};

#[test]
fn a_sound_chip_of_a_known_state_is_proven() {
    let guinea = authority("GN");
    let files = passport(ZONE, &signer(&guinea, "GN"), Some(at("2025-02-01")));
    let report = verify(&files, Some(&trusting(&[&guinea])), now());
    assert_eq!(outcomes(&report), [Good, Good, Good, NotChecked, NotChecked]);
    assert_eq!(report.zone.as_ref().map(Vec::len), Some(2));
    assert!(report.is_proven());
    assert_eq!(report.notes, []);
}

#[test]
fn without_certificates_the_issuer_is_not_checked() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let report = verify(&files, None, now());
    assert_eq!(outcomes(&report), [Good, Good, NotChecked, NotChecked, NotChecked]);
    assert_eq!(report.issuer, Issuer::NoTrust);
}

#[test]
fn a_sound_chip_of_a_state_that_nobody_here_knows_is_neither_good_nor_failed() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let report = verify(&files, Some(&trusting(&[&authority("ML")])), now());
    assert_eq!(outcomes(&report), [Good, Good, Unknown, NotChecked, NotChecked]);
    assert!(!report.is_proven());
}

#[test]
fn an_altered_face_is_named() {
    let guinea = authority("GN");
    let files = passport(ZONE, &signer(&guinea, "GN"), None);
    let files = with(&files, FileName::Group(Group::FACE), |bytes| bytes[100] ^= 1);
    let report = verify(&files, Some(&trusting(&[&guinea])), now());
    assert_eq!(report.integrity, Integrity::Broken { altered: vec![Group::FACE], unsigned: vec![] });
    assert_eq!(outcomes(&report), [Failed, Good, Good, NotChecked, NotChecked]);
}

#[test]
fn a_data_group_that_nobody_signed_is_named() {
    let mut files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    files.add(FileName::Group(Group::ACTIVE_AUTHENTICATION), vec![0x6F, 0]).expect("a file");
    let report = verify(&files, None, now());
    let unsigned = vec![Group::ACTIVE_AUTHENTICATION];
    assert_eq!(report.integrity, Integrity::Broken { altered: vec![], unsigned });
}

#[test]
fn a_data_group_that_was_not_read_is_no_failure() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let report = verify(&without(&files, FileName::Group(Group::SECURITY)), None, now());
    let not_read = vec![Group::SECURITY];
    assert_eq!(report.integrity, Integrity::Whole { checked: vec![Group::ZONE, Group::FACE], not_read });
}

#[test]
fn octets_that_a_reader_adds_behind_a_data_group_change_nothing() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let files = with(&files, FileName::Group(Group::FACE), |bytes| bytes.extend([0; 40]));
    assert_eq!(verify(&files, None, now()).integrity.to_string(), "DG1, DG2, DG14 as they were signed");
}

#[test]
fn nothing_is_said_of_data_groups_unless_the_signature_is_proven() {
    let guinea = authority("GN");
    let files = passport(ZONE, &signer(&guinea, "GN"), None);
    let last = with(&files, FileName::SecurityObject, |bytes| {
        let end = bytes.len() - 1;
        bytes[end] ^= 1;
    });
    let report = verify(&last, Some(&trusting(&[&guinea])), now());
    assert_eq!(report.signer, Signer::Mismatch);
    assert_eq!(outcomes(&report), [NotChecked, Failed, NotChecked, NotChecked, NotChecked]);
}

#[test]
fn digests_that_were_exchanged_after_signing_are_seen() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let digest = Hash::Sha256.of(files.group(Group::FACE).expect("the face"));
    let files = with(&files, FileName::SecurityObject, |bytes| {
        let place = bytes.windows(32).position(|window| window == digest).expect("its digest");
        bytes[place] ^= 1;
    });
    assert_eq!(verify(&files, None, now()).signer, Signer::ContentAltered);
}

#[test]
fn a_signature_by_another_key_under_the_same_certificate_fails() {
    let guinea = authority("GN");
    let mut forger = signer(&guinea, "GN");
    forger.secret = Secret::on(Curve::P256, b"another");
    let report = verify(&passport(ZONE, &forger, None), Some(&trusting(&[&guinea])), now());
    assert_eq!(report.signer, Signer::Mismatch);
}

#[test]
fn a_signer_of_another_state_vouches_for_nobody() {
    let mali = authority("ML");
    let report = verify(&passport(ZONE, &signer(&mali, "ML"), None), Some(&trusting(&[&mali])), now());
    assert_eq!(report.issuer, Issuer::OtherState { signer: "ML".into(), document: "GIN".into() });
    assert_eq!(outcomes(&report), [Good, Good, Failed, NotChecked, NotChecked]);
}

#[test]
fn a_signer_whom_another_states_csca_appointed_for_this_state_fails() {
    let mali = authority("ML");
    let secret = Secret::on(Curve::P256, b"impostor");
    let impostor = mali.appoint(secret, USUAL, &signer_profile("GN", "DS 1"));
    let report = verify(&passport(ZONE, &impostor, None), Some(&trusting(&[&mali])), now());
    assert_eq!(report.issuer.outcome_code(), "other_state");
}

#[test]
fn a_certificate_that_names_the_csca_and_was_not_signed_by_it_fails() {
    let guinea = authority("GN");
    // The forger's CSCA has the same name; without key identifiers nothing else tells them apart.
    let nameless = Profile { names_keys: false, ..authority_profile("GN", "CSCA") };
    let forged = Authority::root(Secret::on(Curve::P384, b"forger"), USUAL, &nameless);
    let secret = Secret::on(Curve::P256, b"impostor");
    let impostor = forged.appoint(secret, USUAL, &Profile { names_keys: false, ..signer_profile("GN", "DS 1") });
    let report = verify(&passport(ZONE, &impostor, None), Some(&trusting(&[&guinea])), now());
    assert_eq!(report.issuer.outcome_code(), "mismatch");
}

#[test]
fn another_key_of_a_csca_of_the_same_name_is_unknown_and_no_mismatch() {
    let secret = Secret::on(Curve::P384, b"a new key");
    let renewed = Authority::root(secret, USUAL, &authority_profile("GN", "CSCA"));
    let files = passport(ZONE, &signer(&renewed, "GN"), None);
    let report = verify(&files, Some(&trusting(&[&authority("GN")])), now());
    assert_eq!(outcomes(&report)[2], Unknown);
    let both = trusting(&[&authority("GN"), &renewed]);
    assert_eq!(outcomes(&verify(&files, Some(&both), now()))[2], Good);
}

#[test]
fn a_link_certificate_stands_for_the_csca_after_it_whether_its_name_changed_or_not() {
    let old = authority("GN");
    for name in ["CSCA", "CSCA 2"] {
        let renewed = Profile { serial: 2, ..authority_profile("GN", name) };
        let link = old.appoint(Secret::on(Curve::P384, b"the new key"), USUAL, &renewed);
        let files = passport(ZONE, &signer(&link, "GN"), Some(at("2025-02-01")));
        let before = verify(&files, Some(&trusting(&[&old])), now());
        assert_eq!(outcomes(&before)[2], Unknown, "{name}: the old key did not appoint its signer");
        // It is signed by the key before, and not by its own.
        assert!(link.certificate.issued_by(&old.certificate).is_ok());
        assert!(link.certificate.issued_by(&link.certificate).is_err());
        for store in [trusting(&[&link]), trusting(&[&old, &link])] {
            let report = verify(&files, Some(&store), now());
            assert!(report.is_proven(), "{name}: {}", report.issuer);
        }
    }
}

#[test]
fn a_passport_signed_when_its_key_was_not_in_use_fails() {
    let guinea = authority("GN");
    let trust = trusting(&[&guinea]);
    for (signed, expected) in
        [("2024-12-29", Failed), ("2024-12-31", Good), ("2025-03-31", Good), ("2025-06-01", Failed)]
    {
        let files = passport(ZONE, &signer(&guinea, "GN"), Some(at(signed)));
        assert_eq!(outcomes(&verify(&files, Some(&trust), now()))[2], expected, "{signed}");
    }
}

#[test]
fn a_signer_appointed_after_the_csca_key_was_retired_fails() {
    let profile =
        Profile { private_key: Some((at("2022-01-01"), at("2024-01-01"))), ..authority_profile("GN", "CSCA") };
    let guinea = Authority::root(Secret::on(Curve::P256, b"GN"), USUAL, &profile);
    let report = verify(&passport(ZONE, &signer(&guinea, "GN"), None), Some(&trusting(&[&guinea])), now());
    assert_eq!(report.issuer, Issuer::OutsideUsage { signed: at("2025-01-01") });
}

#[test]
fn certificates_that_have_expired_since_are_said_and_no_failure() {
    let guinea = authority("GN");
    let files = passport(ZONE, &signer(&guinea, "GN"), None);
    let report = verify(&files, Some(&trusting(&[&guinea])), at("2036-06-01"));
    assert_eq!((outcomes(&report)[2], report.issuer.outcome_code()), (Good, "trusted_expired_since"));
}

#[test]
fn a_revoked_signer_is_said_with_the_day() {
    let guinea = authority("GN");
    let files = passport(ZONE, &signer(&guinea, "GN"), None);
    let mut trust = trusting(&[&guinea]);
    let made = at("2026-11-01");
    let list = |revoked: &[u32], due| {
        RevocationList::read(&mint::revocation_list(&guinea, revoked, made, at(due))).expect("a list")
    };
    assert_eq!(verify(&files, Some(&trust), now()).revocation, Revocation::NoList);
    let mut stale = trust.clone();
    assert_eq!(stale.revoke(list(&[12], "2026-11-15")), Ok(true));
    assert_eq!(verify(&files, Some(&stale), now()).revocation, Revocation::OutOfDate { due: at("2026-11-15") });
    assert_eq!(trust.revoke(list(&[], "2027-02-01")), Ok(true));
    assert_eq!(verify(&files, Some(&trust), now()).revocation, Revocation::NotRevoked { listed: made });
    let mut trust = trusting(&[&guinea]);
    assert_eq!(trust.revoke(list(&[12, 77], "2026-11-15")), Ok(true));
    let report = verify(&files, Some(&trust), now());
    assert_eq!(report.revocation, Revocation::Revoked { since: made });
    assert!(!report.is_proven());
}

#[test]
fn a_list_of_revoked_certificates_by_a_stranger_is_not_believed() {
    let made = at("2026-11-01");
    let list = mint::revocation_list(&authority("ML"), &[77], made, at("2027-01-01"));
    let mut trust = trusting(&[&authority("GN")]);
    assert!(trust.revoke(RevocationList::read(&list).expect("a list")).is_err());
    // Nor one that a stranger signed in the state's name.
    let forged = Authority::root(Secret::on(Curve::P256, b"?"), USUAL, &authority_profile("GN", "CSCA"));
    let list = mint::revocation_list(&forged, &[77], made, at("2027-01-01"));
    assert!(trust.revoke(RevocationList::read(&list).expect("a list")).is_err());
}

#[test]
fn a_security_object_without_its_signers_certificate_finds_it_among_those_at_hand() {
    let guinea = authority("GN");
    let signer = signer(&guinea, "GN");
    let files = passport(ZONE, &signer, None);
    let content =
        limen_trust::SecurityObject::read(files.get(FileName::SecurityObject).expect("EF.SOD")).expect("read");
    let kind = content.signed.content_type().to_vec();
    let bare = mint::signed_data(&kind, content.signed.content(), &signer, &[], None);
    let files = with(&files, FileName::SecurityObject, |bytes| *bytes = asn1::object(0x77, &bare));
    let mut trust = trusting(&[&guinea]);
    assert_eq!(verify(&files, Some(&trust), now()).signer, Signer::NoCertificate);
    let (items, unreadable) = import::read(signer.certificate.der()).expect("a certificate");
    assert_eq!(unreadable, 0);
    assert_eq!(trust.import(items, OwnAuthority::Refused).signers, 1);
    assert!(verify(&files, Some(&trust), now()).is_proven());
}

/// The same element with the indefinite lengths of BER, so deep; a string of octets at the end in two pieces.
fn indefinite(element: &asn1::Element<'_>, depth: usize) -> Vec<u8> {
    let is_string = element.tag == asn1::tag::OCTET_STRING && element.value.len() > 1;
    if depth == 0 || (element.tag & 0x20 == 0 && !is_string) {
        return element.whole.to_vec();
    }
    let mut bytes = vec![element.tag as u8 | 0x20, 0x80];
    if is_string {
        let (one, other) = element.value.split_at(element.value.len() / 2);
        bytes.extend(asn1::write_octets(one));
        bytes.extend(asn1::write_octets(other));
    } else {
        let mut inner = element.elements();
        while let Some(inner) = inner.next("an element").expect("well formed") {
            // Certificates and signers stay as they were made.
            let is_signed = [0x02, 0x31].contains(&inner.tag) || (inner.tag == 0xA0 && depth == 4);
            bytes.extend(indefinite(&inner, if is_signed { 0 } else { depth - 1 }));
        }
    }
    bytes.extend([0, 0]);
    bytes
}

#[test]
fn a_security_object_with_lengths_of_ber_is_proven_like_any_other() {
    // New Zealand's of 2011 is written so.
    let guinea = authority("GN");
    let files = passport(ZONE, &signer(&guinea, "GN"), None);
    let files = with(&files, FileName::SecurityObject, |bytes| {
        let (outer, _) = asn1::Element::first(bytes, "EF.SOD").expect("EF.SOD");
        let inner = outer.elements().any("signed data").expect("signed data");
        let written = indefinite(&inner, 6);
        assert!(written.windows(4).filter(|window| *window == [0, 0, 0, 0]).count() > 2);
        *bytes = asn1::object(0x77, &written);
    });
    assert!(verify(&files, Some(&trusting(&[&guinea])), now()).is_proven());
}

#[test]
fn a_difference_between_the_list_and_the_signed_digests_is_noted() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let files = with(&files, FileName::Common, |bytes| {
        let end = bytes.len() - 1;
        bytes[end] = 0x6F;
    });
    let report = verify(&files, None, now());
    assert_eq!(
        report.notes,
        [limen_trust::Note::CommonDiffers {
            only_listed: vec![Group::ACTIVE_AUTHENTICATION],
            only_signed: vec![Group::SECURITY]
        }]
    );
}

#[test]
fn without_a_security_object_nothing_is_checked() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let report = verify(&without(&files, FileName::SecurityObject), Some(&TrustStore::default()), now());
    assert_eq!(outcomes(&report), [NotChecked; 5]);
}

#[test]
fn an_empty_store_knows_nobody() {
    let files = passport(ZONE, &signer(&authority("GN"), "GN"), None);
    let report = verify(&files, Some(&TrustStore::default()), now());
    assert_eq!(outcomes(&report)[2], Unknown);
}

#[test]
fn a_certificate_with_the_numbers_of_an_unknown_curve_is_unknown_and_not_forged() {
    let guinea = authority("GN");
    let files = passport(ZONE, &signer(&guinea, "GN"), None);
    // One bit of the prime of the signer's curve, as it is written out in its certificate within EF.SOD.
    let prime = Curve::P256.prime();
    let files = with(&files, FileName::SecurityObject, |bytes| {
        let place = bytes.windows(32).position(|window| window == prime).expect("the prime");
        bytes[place + 31] ^= 2;
    });
    assert_eq!(verify(&files, None, now()).signer.outcome_code(), "unsupported");
}

#[test]
fn every_way_of_signing_that_doc_9303_allows_is_read() {
    let curves = Curve::ALL
        .into_iter()
        .flat_map(|curve| Hash::ALL.map(|hash| (Secret::on(curve, b"signer"), Algorithm::Ecdsa(hash))));
    let plain = [(Secret::on(Curve::BrainpoolP320r1, b"plain"), Algorithm::EcdsaPlain(Hash::Sha256))];
    let rsa = [1024, 2048, 3072, 4096].into_iter().flat_map(|bits| {
        Hash::ALL.into_iter().filter(move |hash| bits > 1024 || hash.octets() <= 32).flat_map(move |hash| {
            let pss = [0, 20, hash.octets()].map(|salt| Algorithm::RsaPss { hash, mask: hash, salt });
            let mixed = Algorithm::RsaPss { hash, mask: Hash::Sha1, salt: 20 };
            [Algorithm::RsaPkcs1(hash), pss[0], pss[1], pss[2], mixed].map(|algorithm| (Secret::rsa(bits), algorithm))
        })
    });
    let six_thousand = [(Secret::rsa(6144), Algorithm::RsaPkcs1(Hash::Sha512))];
    let guinea = authority("GN");
    let trust = trusting(&[&guinea]);
    let mut count = 0;
    for (secret, algorithm) in curves.chain(plain).chain(rsa).chain(six_thousand) {
        let signer = guinea.appoint(secret, algorithm, &signer_profile("GN", "DS"));
        let report = verify(&passport(ZONE, &signer, None), Some(&trust), now());
        assert!(report.is_proven(), "{algorithm}: {} {}", report.signer, report.issuer);
        count += 1;
    }
    assert_eq!(count, 11 * 5 + 1 + (3 + 3 * 5) * 5 + 1);
}

#[test]
fn a_csca_may_sign_in_any_way_too() {
    let ways = [
        (Secret::rsa(6144), Algorithm::RsaPss { hash: Hash::Sha512, mask: Hash::Sha512, salt: 64 }),
        (Secret::rsa(4096), Algorithm::RsaPkcs1(Hash::Sha256)),
        (Secret::on(Curve::BrainpoolP512r1, b"CSCA"), Algorithm::Ecdsa(Hash::Sha512)),
        (Secret::on(Curve::P521, b"CSCA"), Algorithm::Ecdsa(Hash::Sha512)),
    ];
    for (secret, algorithm) in ways {
        for written_out in [true, false] {
            let profile = Profile { written_out, ..authority_profile("GN", "CSCA") };
            let guinea = Authority::root(secret.clone(), algorithm, &profile);
            let files = passport(ZONE, &signer(&guinea, "GN"), None);
            assert!(verify(&files, Some(&trusting(&[&guinea])), now()).is_proven(), "{algorithm}");
        }
    }
}

trait Code {
    fn outcome_code(&self) -> &'static str;
}

impl<V: limen_trust::Verdict> Code for V {
    fn outcome_code(&self) -> &'static str {
        self.code()
    }
}
