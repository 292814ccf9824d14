//! Seals that the tests sign themselves, and others that try to pass for them.

mod common;

use common::*;
use limen_seal::{Content, Fit, Level, Reason, Status, judge};
use limen_trust::{OwnAuthority, RevocationList, curve::Curve, import::Item, mint};
use proptest::prelude::*;

const CURVES: [Curve; 4] = [Curve::BrainpoolP256r1, Curve::P256, Curve::P384, Curve::P521];

#[test]
fn a_visas_seal_by_a_trusted_signer_is_valid_and_says_what_it_seals() {
    let authority = authority("GN");
    for curve in CURVES {
        let signer = signer(&authority, "GN", curve);
        let trust = trusting(&[&authority, &signer]);
        let seal = sealed(&visa_message("GIN", "GNTS"), &signer, curve);
        let report = report(&seal, Some(&VISA_A.join("\n")), Some(&trust));
        assert_eq!(
            (report.status, report.reasons.as_slice(), report.level),
            (Status::Valid, &[][..], Level::Trustable)
        );
        assert_eq!((report.fit, report.signature), (Fit::Fits, Some(true)));
        assert_eq!((report.kind.as_str(), report.state.as_str()), ("visa", "GIN"));
        assert_eq!((report.signer.as_str(), report.reference.as_str()), ("GNTS", "5B"));
        assert_eq!(report.issued, Some(jiff::civil::date(2026, 2, 28)));
        let said = |code: &str| report.fields.iter().find(|field| field.code == code).map(|field| field.value.as_str());
        assert_eq!(
            (said("entries"), said("stay"), said("passport")),
            (Some("2"), Some("90 0 0"), Some(PASSPORT_NUMBER))
        );
    }
}

#[test]
fn a_visas_seal_in_another_visa_or_another_passport_says_so() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let trust = trusting(&[&authority, &signer]);
    let seal = sealed(&visa_message("GIN", "GNTS"), &signer, Curve::P256);
    let other = VISA_A.join("\n").replace("MARIAMA", "AISSATA");
    let judged = report(&seal, Some(&other), Some(&trust));
    assert_eq!((judged.reasons, judged.fit), (vec![Reason::SealVisaMismatch], Fit::Differs(vec!["name"])));
    let passport = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    assert_eq!(report(&seal, Some(passport), Some(&trust)).status, Status::Valid);
    let other = passport.replace("L898902C36", "L898902C47");
    let judged = report(&seal, Some(&other), Some(&trust));
    assert_eq!((judged.reasons, judged.status), (vec![Reason::SealPassportMismatch], Status::Invalid));
    // The visa's own zone fits, and it lies in another's passport.
    let zone = limen_document::mrz::read(&VISA_A.join("\n"), jiff::civil::date(2026, 11, 28)).expect("a zone");
    for (number, status) in [(PASSPORT_NUMBER, Status::Valid), ("A1234567", Status::Invalid)] {
        let (zone, trust) = (Some(&zone), Some(&trust));
        let beside = limen_seal::Beside { zone, passport: Some(number), trust, layouts: &LAYOUTS, now: now() };
        let Content::Seal(judged) = judge(&seal, &beside) else { panic!("no seal") };
        assert_eq!(judged.status, status);
    }
}

#[test]
fn an_emergency_travel_documents_seal_is_compared_letter_by_letter() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let trust = trusting(&[&authority, &signer]);
    let seal = sealed(&etd_message("GIN", "GNTS"), &signer, Curve::P256);
    assert_eq!(report(&seal, Some(&ETD.join("\n")), Some(&trust)).status, Status::Valid);
    let other = ETD.join("\n").replace("O000123451", "O000123462");
    let judged = report(&seal, Some(&other), Some(&trust));
    assert_eq!(judged.reasons, [Reason::SealDocumentMismatch]);
    assert_eq!(report(&seal, None, Some(&trust)).fit, Fit::NotCompared);
}

#[test]
fn a_sealed_zone_whose_check_digits_dont_fit_is_said() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let trust = trusting(&[&authority, &signer]);
    let zone = limen_seal::c40::write(&ETD.concat().replace("O000123451", "O000123452")).expect("a zone");
    let message = [header("GIN", "GNTS", 0x5E, 0x03), feature(2, &zone)].concat();
    assert_eq!(report(&sealed(&message, &signer, Curve::P256), None, Some(&trust)).reasons, [Reason::InvalidSealMrz]);
}

#[test]
fn a_signer_who_is_not_at_hand_is_unknown() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let seal = sealed(&visa_message("GIN", "GNTS"), &signer, Curve::P256);
    for trust in [None, Some(trusting(&[&authority]))] {
        let judged = report(&seal, None, trust.as_ref());
        assert_eq!((judged.reasons, judged.signature), (vec![Reason::UnknownCertificate], None));
        assert_eq!(judged.level, Level::HighFraudPotential);
    }
}

#[test]
fn a_seal_signed_by_a_stranger_is_not_believed() {
    let (guinea, mali) = (authority("GN"), authority("ML"));
    let stranger = signer(&authority("XX"), "GN", Curve::P256);
    let seal = sealed(&visa_message("GIN", "GNTS"), &stranger, Curve::P256);
    // His certificate is at hand, but no trusted CSCA stands behind it.
    let judged = report(&seal, None, Some(&trusting(&[&guinea, &stranger])));
    assert_eq!((judged.reasons, judged.signature), (vec![Reason::UntrustedCertificate], Some(true)));
    // The true signer's certificate is at hand: the signature is not by it.
    let judged = report(&seal, None, Some(&trusting(&[&guinea, &signer(&guinea, "GN", Curve::BrainpoolP256r1)])));
    assert_eq!((judged.reasons, judged.signature), (vec![Reason::InvalidSignature], Some(false)));
    // Another state's trusted signer seals in this state's name.
    let neighbour = signer(&mali, "ML", Curve::P256);
    let seal = sealed(&visa_message("GIN", "MLTS"), &neighbour, Curve::P256);
    let judged = report(&seal, None, Some(&trusting(&[&guinea, &mali, &neighbour])));
    assert_eq!(judged.reasons, [Reason::UntrustedCertificate]);
}

#[test]
fn an_expired_or_revoked_signer_is_said() {
    let authority = authority("GN");
    let expired = signer_until(&authority, "GN", Curve::P256, at("2026-10-01"));
    let seal = sealed(&visa_message("GIN", "GNTS"), &expired, Curve::P256);
    let judged = report(&seal, None, Some(&trusting(&[&authority, &expired])));
    assert_eq!((judged.reasons, judged.level), (vec![Reason::ExpiredCertificate], Level::MediumFraudPotential));

    let signer = signer(&authority, "GN", Curve::P256);
    let mut trust = trusting(&[&authority, &signer]);
    let list = mint::revocation_list(&authority, &[0x5B], at("2026-11-01"), at("2027-01-01"));
    let list = RevocationList::read(&list).expect("a list");
    trust.import(vec![Item::RevocationList(Box::new(list))], OwnAuthority::Refused);
    let seal = sealed(&visa_message("GIN", "GNTS"), &signer, Curve::P256);
    assert_eq!(report(&seal, None, Some(&trust)).reasons, [Reason::RevokedCertificate]);
}

#[test]
fn a_signer_who_may_seal_other_documents_only_is_said() {
    let authority = authority("GN");
    let mut signer = signer(&authority, "GN", Curve::P256);
    for (allowed, reasons) in [("P", vec![Reason::InvalidDocumenttype]), ("V", vec![])] {
        signer.certificate.extensions.document_types = vec![allowed.to_owned()];
        let seal = sealed(&visa_message("GIN", "GNTS"), &signer, Curve::P256);
        assert_eq!(report(&seal, None, Some(&trusting(&[&authority, &signer]))).reasons, reasons);
    }
}

#[test]
fn a_feature_that_no_kind_describes_leaves_a_seal_valid() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let trust = trusting(&[&authority, &signer]);
    let message = [visa_message("GIN", "GNTS"), feature(9, &[1, 2, 3])].concat();
    let judged = report(&sealed(&message, &signer, Curve::P256), None, Some(&trust));
    assert_eq!((judged.status, judged.reasons), (Status::Valid, vec![Reason::UnknownFeature]));
    // A state's own kind: its zone is found by its length.
    let zone = feature(2, &limen_seal::c40::write(&ETD.concat()).expect("a zone"));
    let message = [header("GIN", "GNTS", 0xFB, 0x06), zone, feature(3, &[1])].concat();
    let judged = report(&sealed(&message, &signer, Curve::P256), Some(&ETD.join("\n")), Some(&trust));
    assert_eq!((judged.status, judged.kind.as_str(), judged.fit), (Status::Valid, "other", Fit::Fits));
}

#[test]
fn a_seal_that_lacks_what_its_kind_must_have_is_of_the_wrong_format() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let trust = trusting(&[&authority, &signer]);
    let passport = limen_seal::c40::write(PASSPORT_NUMBER).expect("a number");
    let without_zone = [header("GIN", "GNTS", 0x5D, 1), feature(4, &[90, 0, 0]), feature(5, &passport)].concat();
    let short_zone = [header("GIN", "GNTS", 0x5E, 3), feature(2, &[0xEB, 0x04])].concat();
    let twice = [etd_message("GIN", "GNTS"), feature(2, &[0xEB, 0x04])].concat();
    for message in [without_zone, short_zone, twice] {
        let judged = report(&sealed(&message, &signer, Curve::P256), None, Some(&trust));
        assert_eq!(judged.reasons, [Reason::WrongFormat]);
        assert!(judged.fault.is_some());
    }
}

#[test]
fn a_seal_in_json_is_valid_on_each_curve_and_fits_its_zone() {
    let authority = authority("GN");
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        let signer = signer(&authority, "GN", curve);
        let seal = nc(&vaccination(), &signer, curve);
        let judged = report(seal.as_bytes(), Some(&ETD.join("\n")), Some(&trusting(&[&authority])));
        assert_eq!((judged.status, judged.reasons, judged.fit), (Status::Valid, vec![], Fit::Fits));
        assert_eq!((judged.standard, judged.kind.as_str()), ("vds-nc", "icao.vacc"));
        assert!(judged.fields.iter().any(|field| field.code == "ve.0.vd.0.dvc" && field.value == "2026-03-03"));
    }
}

#[test]
fn a_seal_in_json_is_the_same_in_any_order_of_its_members() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let seal = nc(&vaccination(), &signer, Curve::P256);
    let value: serde_json::Value = serde_json::from_str(&seal).expect("JSON");
    let (data, sig) = (&value["data"], &value["sig"]);
    let turned = format!("{{ \"sig\": {sig},\n \"data\": {{\"msg\": {}, \"hdr\": {}}} }}", data["msg"], data["hdr"]);
    assert_eq!(report(turned.as_bytes(), None, Some(&trusting(&[&authority]))).status, Status::Valid);
}

#[test]
fn a_seal_in_json_that_was_changed_or_is_anothers_is_not_valid() {
    let authority = authority("GN");
    let signer = signer(&authority, "GN", Curve::P256);
    let trust = trusting(&[&authority]);
    let seal = nc(&vaccination(), &signer, Curve::P256);
    let changed = seal.replace("MARIAMA", "AISSATA");
    let judged = report(changed.as_bytes(), None, Some(&trust));
    assert_eq!((judged.reasons, judged.signature), (vec![Reason::InvalidSignature], Some(false)));
    let other = ETD.join("\n").replace("O000123451", "O000123462");
    let judged = report(seal.as_bytes(), Some(&other), Some(&trust));
    assert_eq!((judged.reasons, judged.fit), (vec![Reason::SealDocumentMismatch], Fit::Differs(vec!["number"])));
    assert_eq!(report(seal.as_bytes(), None, None).reasons, [Reason::UntrustedCertificate]);
    assert_eq!(report(seal.replace("ES256", "none").as_bytes(), None, Some(&trust)).reasons, [Reason::WrongFormat]);
}

#[test]
fn other_codes_are_text() {
    let beside = limen_seal::Beside { zone: None, passport: None, trust: None, layouts: &LAYOUTS, now: now() };
    for text in ["https://example.org/", "{\"data\": 1}", "", "\u{1}\u{2}"] {
        assert_eq!(judge(text.as_bytes(), &beside), Content::Text { text: text.to_owned(), found: None });
    }
}

proptest! {
    #[test]
    fn a_seal_with_another_octet_is_never_valid(place in any::<prop::sample::Index>(), octet in 1u8..) {
        let authority = authority("GN");
        let signer = signer(&authority, "GN", Curve::P256);
        let trust = trusting(&[&authority, &signer]);
        let mut seal = sealed(&etd_message("GIN", "GNTS"), &signer, Curve::P256);
        let at = place.index(seal.len());
        seal[at] ^= octet;
        let beside = limen_seal::Beside { zone: None, passport: None, trust: Some(&trust), layouts: &LAYOUTS, now: now() };
        match judge(&seal, &beside) {
            Content::Seal(report) => prop_assert_eq!(report.status, Status::Invalid),
            Content::Text { .. } => {}
        }
    }

    #[test]
    fn a_seal_in_json_that_is_cut_off_is_never_valid(end in any::<prop::sample::Index>()) {
        let authority = authority("GN");
        let signer = signer(&authority, "GN", Curve::P256);
        let seal = nc(&vaccination(), &signer, Curve::P256);
        let beside = limen_seal::Beside { zone: None, passport: None, trust: Some(&trusting(&[&authority])), layouts: &LAYOUTS, now: now() };
        if let Content::Seal(report) = judge(&seal.as_bytes()[..end.index(seal.len())], &beside) {
            prop_assert_eq!(report.status, Status::Invalid);
        }
    }
}
