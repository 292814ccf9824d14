//! A state of the tests: its CSCA, its signer, and a passport's files.

#![allow(dead_code, reason = "not every test needs everyone")]

use jiff::Timestamp;
use limen_trust::{
    Algorithm, FileName, Files, Group, Hash, OwnAuthority, TrustStore,
    asn1::object,
    curve::Curve,
    import::Item,
    mint::{self, Authority, Profile, Secret},
};

pub const ZONE: &str = "P<GINDIALLO<<MARIAMA<<<<<<<<<<<<<<<<<<<<<<<<O000123451GIN9001011F3001019<<<<<<<<<<<<<<<4";

pub fn at(text: &str) -> Timestamp {
    format!("{text}T12:00:00Z").parse().expect("a day")
}

pub fn now() -> Timestamp {
    at("2026-11-28")
}

pub fn authority_profile(country: &'static str, name: &'static str) -> Profile {
    Profile {
        country,
        name,
        serial: 1,
        not_before: at("2022-01-01"),
        not_after: at("2037-01-01"),
        private_key: Some((at("2022-01-01"), at("2027-01-01"))),
        is_authority: true,
        signs_lists: false,
        names_keys: true,
        written_out: true,
    }
}

pub fn signer_profile(country: &'static str, name: &'static str) -> Profile {
    Profile {
        serial: 77,
        not_before: at("2025-01-01"),
        not_after: at("2036-01-01"),
        private_key: Some((at("2025-01-01"), at("2025-04-01"))),
        is_authority: false,
        ..authority_profile(country, name)
    }
}

pub const USUAL: Algorithm = Algorithm::Ecdsa(Hash::Sha256);

/// A state's CSCA.
pub fn authority(country: &'static str) -> Authority {
    let secret = Secret::on(Curve::BrainpoolP256r1, country.as_bytes());
    Authority::root(secret, USUAL, &authority_profile(country, "CSCA"))
}

/// Its signer.
pub fn signer(authority: &Authority, country: &'static str) -> Authority {
    let secret = Secret::on(Curve::P256, format!("signer of {country}").as_bytes());
    authority.appoint(secret, USUAL, &signer_profile(country, "DS 1"))
}

pub fn groups(zone: &str) -> Vec<(u8, Vec<u8>)> {
    vec![
        (1, object(0x61, &object(0x5F1F, zone.as_bytes()))),
        (2, object(0x75, &[7; 3000])),
        (14, object(0x6E, &[1, 2, 3])),
    ]
}

/// A passport's files: EF.COM, EF.SOD and three data groups.
pub fn passport(zone: &str, signer: &Authority, signed: Option<Timestamp>) -> Files {
    let groups = groups(zone);
    let mut files = Files::default();
    let object_file = mint::security_object(&groups, Hash::Sha256, signer, signed);
    files.add(FileName::SecurityObject, object_file).expect("a file");
    let tags = object(0x60, &object(0x5C, &[0x61, 0x75, 0x6E]));
    files.add(FileName::Common, tags).expect("a file");
    for (number, file) in groups {
        files.add(FileName::Group(Group::new(number).expect("a group")), file).expect("a file");
    }
    files
}

/// The same files with one changed.
pub fn with(files: &Files, name: FileName, change: impl Fn(&mut Vec<u8>)) -> Files {
    let mut changed = Files::default();
    for (file, bytes) in files.iter() {
        let mut bytes = bytes.to_vec();
        if file == name {
            change(&mut bytes);
        }
        changed.add(file, bytes).expect("a file");
    }
    changed
}

/// The same files without one.
pub fn without(files: &Files, name: FileName) -> Files {
    let mut others = Files::default();
    for (file, bytes) in files.iter().filter(|(file, _)| *file != name) {
        others.add(file, bytes.to_vec()).expect("a file");
    }
    others
}

pub fn trusting(authorities: &[&Authority]) -> TrustStore {
    let mut store = TrustStore::default();
    let items = authorities.iter().map(|one| Item::Certificate(Box::new(one.certificate.clone())));
    let report = store.import(items.collect(), OwnAuthority::Refused);
    assert_eq!(report.refused, []);
    store
}
