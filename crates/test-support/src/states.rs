//! States of the tests: their CSCA, the signers it appoints, master lists, and the files of a passport's chip.

use jiff::Timestamp;
use limen_trust::{
    Algorithm, Hash,
    asn1::object,
    curve::Curve,
    mint::{self, Authority, Profile, Secret},
};

/// The zone of a passport of Guinea, as its chip has it.
pub const CHIP_ZONE: &str = "P<GINDIALLO<<MARIAMA<<<<<<<<<<<<<<<<<<<<<<<<O000123451GIN9001011F3001019<<<<<<<<<<<<<<<4";

/// How they all sign.
const USUAL: Algorithm = Algorithm::Ecdsa(Hash::Sha256);

/// Noon of a day.
pub fn noon(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a day")
}

fn profile(country: &'static str, name: &'static str) -> Profile {
    Profile {
        country,
        name,
        serial: 1,
        not_before: noon("2022-01-01"),
        not_after: noon("2037-01-01"),
        private_key: None,
        is_authority: true,
        signs_lists: false,
        names_keys: true,
        written_out: true,
    }
}

/// A state's CSCA.
pub fn authority(country: &'static str) -> Authority {
    Authority::root(Secret::on(Curve::BrainpoolP256r1, country.as_bytes()), USUAL, &profile(country, "CSCA"))
}

/// Who signs passports for it.
pub fn document_signer(authority: &Authority, country: &'static str) -> Authority {
    let profile = Profile { serial: 77, is_authority: false, ..profile(country, "DS 1") };
    authority.appoint(Secret::on(Curve::P256, format!("signer of {country}").as_bytes()), USUAL, &profile)
}

/// Who seals documents for it, as `TS` with the certificate 5B.
pub fn seal_signer(authority: &Authority, country: &'static str) -> Authority {
    let profile = Profile { serial: 0x5B, is_authority: false, ..profile(country, "TS") };
    authority.appoint(Secret::on(Curve::P256, format!("seals of {country}").as_bytes()), USUAL, &profile)
}

/// What is sealed, with the signature of who seals it behind it (Doc 9303-13 §3.4).
pub fn sealed(message: &[u8], signer: &Authority) -> Vec<u8> {
    let signature = signer.secret.sign(Algorithm::EcdsaPlain(Hash::Sha256), message);
    [message, &[0xFF, u8::try_from(signature.len()).expect("64 octets")], &signature].concat()
}

/// A master list that a state signs on a day, with the certificates of others.
pub fn master_list(state: &Authority, country: &'static str, listed: &[&Authority], day: &str) -> Vec<u8> {
    let profile =
        Profile { serial: 78, is_authority: false, signs_lists: true, ..profile(country, "Master List Signer") };
    let signer = state.appoint(Secret::on(Curve::P384, b"list"), USUAL, &profile);
    let certificates: Vec<_> = listed.iter().map(|one| &one.certificate).collect();
    mint::master_list(&certificates, &signer, &[&signer.certificate, &state.certificate], noon(day))
}

/// A state's list of revoked certificates, made on a day.
pub fn revocation_list(state: &Authority, revoked: &[u32], day: &str) -> Vec<u8> {
    mint::revocation_list(state, revoked, noon(day), noon("2036-01-01"))
}

/// What a state declares, on a day, of all its documents: that digests of data groups are wrong, in its own words.
pub fn deviation_list(state: &Authority, country: &'static str, words: &str, day: &str) -> Vec<u8> {
    let profile = Profile { serial: 79, is_authority: false, ..profile(country, "Deviation List Signer") };
    let signer = state.appoint(Secret::on(Curve::P384, b"deviations"), USUAL, &profile);
    let all: &[u8] = &[];
    mint::deviation_list(&[(all, [2, 2], words)], &signer, noon(day))
}

/// The files of a passport's chip by their names, with the letters of its zone: EF.COM, EF.SOD and three data groups.
pub fn chip_files(signer: &Authority, zone: &str) -> Vec<(&'static str, Vec<u8>)> {
    let groups = [
        (1, object(0x61, &object(0x5F1F, zone.as_bytes()))),
        (2, object(0x75, &[7; 3000])),
        (14, object(0x6E, &[1, 2, 3])),
    ];
    let security = mint::security_object(&groups, Hash::Sha256, signer, Some(noon("2025-02-01")));
    let [zone, face, keys] = groups.map(|(_, file)| file);
    let common = object(0x60, &object(0x5C, &[0x61, 0x75, 0x6E]));
    vec![("EF.COM", common), ("EF.SOD", security), ("DG1", zone), ("DG2", face), ("DG14", keys)]
}
