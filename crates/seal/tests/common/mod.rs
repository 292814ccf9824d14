//! A state of the tests: its CSCA, its signer of seals, and what they seal.

#![allow(dead_code, reason = "not every test needs everyone")]

pub mod draw;

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use limen_domain::CodeLayouts;
use limen_seal::{Beside, Content, SealReport, c40, canonical, judge};
use limen_trust::{
    Algorithm, Hash, OwnAuthority, TrustStore,
    curve::Curve,
    import::Item,
    mint::{Authority, Profile, Secret},
};
use serde_json::{Value, json};
use std::sync::LazyLock;

pub const VISA_A: [&str; 2] =
    ["V<GINDIALLO<<MARIAMA<<<<<<<<<<<<<<<<<<<<<<<<", "V000123450GNB9001011F2612018<<<<<<<<<<<<<<<<"];
pub const ETD: [&str; 2] = ["I<GINDIALLO<<MARIAMA<<<<<<<<<<<<<<<<", "O000123451GIN9001011F3001019<<<<<<<4"];
pub const PASSPORT_NUMBER: &str = "L898902C3";

pub static LAYOUTS: LazyLock<CodeLayouts> = LazyLock::new(CodeLayouts::built_in);

pub fn at(text: &str) -> Timestamp {
    format!("{text}T12:00:00Z").parse().expect("a day")
}

pub fn now() -> Timestamp {
    at("2026-11-28")
}

fn profile(country: &'static str, name: &'static str, serial: u32, is_authority: bool) -> Profile {
    Profile {
        country,
        name,
        serial,
        not_before: at("2022-01-01"),
        not_after: at("2037-01-01"),
        private_key: Some((at("2022-01-01"), at("2030-01-01"))),
        is_authority,
        signs_lists: false,
        names_keys: true,
        written_out: true,
    }
}

pub fn authority(country: &'static str) -> Authority {
    let secret = Secret::on(Curve::BrainpoolP256r1, country.as_bytes());
    Authority::root(secret, Algorithm::Ecdsa(Hash::Sha256), &profile(country, "CSCA", 1, true))
}

/// The signer `TS` of a state, with the certificate 5B.
pub fn signer(authority: &Authority, country: &'static str, curve: Curve) -> Authority {
    signer_until(authority, country, curve, at("2037-01-01"))
}

pub fn signer_until(authority: &Authority, country: &'static str, curve: Curve, end: Timestamp) -> Authority {
    let secret = Secret::on(curve, format!("seals of {country}").as_bytes());
    let profile = Profile { not_after: end, ..profile(country, "TS", 0x5B, false) };
    authority.appoint(secret, Algorithm::Ecdsa(Hash::Sha256), &profile)
}

pub fn trusting(all: &[&Authority]) -> TrustStore {
    let mut store = TrustStore::default();
    let items = all.iter().map(|one| Item::Certificate(Box::new(one.certificate.clone())));
    assert_eq!(store.import(items.collect(), OwnAuthority::Refused).refused, []);
    store
}

pub fn hash_of(curve: Curve) -> Hash {
    match curve.bits() {
        0..=256 => Hash::Sha256,
        257..=384 => Hash::Sha384,
        _ => Hash::Sha512,
    }
}

/// A header of version 4: issued and signed on 28 February 2026.
pub fn header(state: &str, signer: &str, definition: u8, category: u8) -> Vec<u8> {
    let day = 2_282_026u32.to_be_bytes();
    let mut header = vec![0xDC, 0x03];
    header.extend(c40::write(&format!("{state:<3}")).expect("a state"));
    header.extend(c40::write(&format!("{signer}02")).expect("a signer"));
    header.extend(c40::write("5B").expect("a number"));
    header.extend(&day[1..]);
    header.extend(&day[1..]);
    header.extend([definition, category]);
    header
}

pub fn feature(tag: u8, value: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(value.len()).expect("a short feature")], value].concat()
}

pub fn sealed(message: &[u8], signer: &Authority, curve: Curve) -> Vec<u8> {
    let signature = signer.secret.sign(Algorithm::EcdsaPlain(hash_of(curve)), message);
    let length = u8::try_from(signature.len()).expect("a signature");
    let length = if length < 0x80 { vec![length] } else { vec![0x81, length] };
    [message, &[0xFF], &length, &signature].concat()
}

pub fn visa_message(state: &str, signer: &str) -> Vec<u8> {
    let zone = format!("{}{}", VISA_A[0], &VISA_A[1][..28]);
    [
        header(state, signer, 0x5D, 0x01),
        feature(1, &c40::write(&zone).expect("a zone")),
        feature(3, &[2]),
        feature(4, &[90, 0, 0]),
        feature(5, &c40::write(PASSPORT_NUMBER).expect("a number")),
    ]
    .concat()
}

pub fn etd_message(state: &str, signer: &str) -> Vec<u8> {
    [header(state, signer, 0x5E, 0x03), feature(2, &c40::write(&ETD.concat()).expect("a zone"))].concat()
}

/// A proof of vaccination, as JSON.
pub fn vaccination() -> Value {
    json!({
        "hdr": { "is": "GIN", "t": "icao.vacc", "v": 1 },
        "msg": {
            "uvci": "U32870",
            "pid": { "n": "DIALLO MARIAMA", "dob": "1990-01-01", "i": "O00012345", "sex": "F" },
            "ve": [{ "des": "XM68M6", "vd": [{ "dvc": "2026-03-03", "seq": 1, "ctr": "GIN" }] }]
        }
    })
}

pub fn nc(data: &Value, signer: &Authority, curve: Curve) -> String {
    let message = canonical::written(data);
    let signature = signer.secret.sign(Algorithm::EcdsaPlain(hash_of(curve)), message.as_bytes());
    let alg = match hash_of(curve) {
        Hash::Sha256 => "ES256",
        Hash::Sha384 => "ES384",
        _ => "ES512",
    };
    let sig = json!({
        "alg": alg,
        "cer": BASE64URL_NOPAD.encode(signer.certificate.der()),
        "sigvl": BASE64URL_NOPAD.encode(&signature),
    });
    json!({ "data": data, "sig": sig }).to_string()
}

/// What is said of a seal, beside a zone.
pub fn report(octets: &[u8], zone: Option<&str>, trust: Option<&TrustStore>) -> SealReport {
    let zone = zone.map(|zone| limen_document::mrz::read(zone, jiff::civil::date(2026, 11, 28)).expect("a zone"));
    let beside = Beside { zone: zone.as_ref(), passport: None, trust, layouts: &LAYOUTS, now: now() };
    match judge(octets, &beside) {
        Content::Seal(report) => report,
        other => panic!("no seal: {other:?}"),
    }
}
