//! A passport with a chip: its state, its files, its keys.

use super::{ChipSecret, Locks, ProofKey, SimulatedChip};
use crate::cipher::Cipher;
use crate::key::ZoneKey;
use crate::security::{Mapping, PaceInfo};
use limen_trust::asn1::{object, object_of, tag, write_integer};
use limen_trust::curve::Curve;
use limen_trust::mint::{self, Authority, Profile, Secret};
use limen_trust::{Algorithm, FileName, Files, Group, Hash, mint::security_object};

/// A state that issues passports: its CSCA and its signer.
#[derive(Clone)]
pub struct Issuer {
    /// The CSCA.
    pub authority: Authority,
    /// The signer of passports.
    pub signer: Authority,
}

impl Issuer {
    /// The state of a country in two letters, whose keys are valid around 2026.
    ///
    /// # Panics
    /// Never.
    #[expect(clippy::expect_used, reason = "for tests and demonstrations")]
    pub fn of(country: &'static str) -> Self {
        let day = |text: &str| format!("{text}T00:00:00Z").parse().expect("a day");
        let algorithm = Algorithm::Ecdsa(Hash::Sha256);
        let profile = Profile {
            country,
            name: "CSCA",
            serial: 1,
            not_before: day("2022-01-01"),
            not_after: day("2040-01-01"),
            private_key: Some((day("2022-01-01"), day("2030-01-01"))),
            is_authority: true,
            signs_lists: false,
            names_keys: true,
            written_out: true,
        };
        let secret = Secret::on(Curve::BrainpoolP256r1, format!("CSCA {country}").as_bytes());
        let authority = Authority::root(secret, algorithm, &profile);
        let profile = Profile {
            name: "Document Signer",
            serial: 2,
            not_before: day("2025-01-01"),
            not_after: day("2036-01-01"),
            private_key: None,
            is_authority: false,
            ..profile
        };
        let secret = Secret::on(Curve::BrainpoolP256r1, format!("signer {country}").as_bytes());
        let signer = authority.appoint(secret, algorithm, &profile);
        Self { authority, signer }
    }
}

/// What a passport is to have.
#[derive(Clone)]
pub struct Passport {
    /// Its zone, all lines in a row: 88 letters of a booklet.
    pub zone: String,
    /// The card access number, if it has one.
    pub can: Option<String>,
    /// The picture of the face, in whatever form.
    pub face: Vec<u8>,
    /// Ways of PACE.
    pub pace: Vec<PaceInfo>,
    /// Whether basic access control opens it.
    pub basic: bool,
    /// The key for active authentication.
    pub active: Option<(Secret, Hash)>,
    /// The key for chip authentication, and its cipher.
    pub chip: Option<(ChipSecret, Cipher)>,
}

impl Passport {
    /// One that opens by PACE with generic mapping over brainpoolP256r1 and AES-128, and by basic access control, without
    /// keys of its own.
    pub fn new(zone: &str, face: &[u8]) -> Self {
        Self {
            zone: zone.to_owned(),
            can: None,
            face: face.to_vec(),
            pace: vec![way(Mapping::Generic, true, Cipher::Aes128, 13)],
            basic: true,
            active: None,
            chip: None,
        }
    }

    /// The key that opens it.
    ///
    /// # Panics
    /// If the zone is none of a booklet.
    #[expect(clippy::expect_used, reason = "for tests and demonstrations")]
    pub fn key(&self) -> ZoneKey {
        let line = &self.zone[44..];
        ZoneKey::new(&line[..9], &line[13..19], &line[21..27]).expect("the zone of a booklet")
    }
}

/// A way of PACE.
pub fn way(mapping: Mapping, is_curve: bool, cipher: Cipher, parameters: u32) -> PaceInfo {
    let family = match (mapping, is_curve) {
        (Mapping::Generic, false) => 1,
        (Mapping::Generic, true) => 2,
        (Mapping::Integrated, false) => 3,
        (Mapping::Integrated, true) => 4,
        (Mapping::ChipAuthentication, _) => 6,
    };
    let protocol = vec![0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, family, last(cipher)];
    PaceInfo { protocol, mapping, is_curve, cipher, parameters }
}

fn last(cipher: Cipher) -> u8 {
    match cipher {
        Cipher::Des3 => 1,
        Cipher::Aes128 => 2,
        Cipher::Aes192 => 3,
        Cipher::Aes256 => 4,
    }
}

/// The chip of a passport, its files as the state signed them, and EF.CardSecurity where chip authentication mapping needs it.
///
/// # Panics
/// If the passport asks for what no chip can be: a zone that is none, an RSA key for chip authentication.
#[expect(clippy::expect_used, reason = "for tests and demonstrations")]
pub fn passport(passport: &Passport, issuer: &Issuer) -> (SimulatedChip, Files) {
    let mut groups = vec![
        (1, object(0x61, &object(0x5F1F, passport.zone.as_bytes()))),
        (2, face(&passport.face)),
        (11, object(0x6B, &[object(0x5C, &[0x5F, 0x0E]), object(0x5F0E, b"ISSUER<<OWN<LETTERS")].concat())),
    ];
    let mut proofs = Vec::new();
    let mut infos: Vec<Vec<u8>> = passport.pace.iter().map(pace_info).collect();
    let mut of_chip = Vec::new();
    if let Some((secret, cipher)) = &passport.chip {
        let (public, own) = secret.pair();
        proofs.push(ProofKey::Chip(public, own, *cipher));
        of_chip.push(secret.way(last(*cipher)));
        of_chip.push(secret.key_info());
    }
    infos.extend(of_chip.iter().cloned());
    groups.push((14, object(0x6E, &object_of(tag::SET, &infos))));
    if let Some((secret, hash)) = &passport.active {
        groups.push((15, object(0x6F, &secret.public(true))));
        proofs.push(ProofKey::Active(secret.clone(), *hash));
    }
    let mut files = Files::default();
    let tags: Vec<u8> =
        groups.iter().filter_map(|(number, _)| Group::new(*number)).map(|group| group.tag() as u8).collect();
    let version = [object(0x5F01, b"0107"), object(0x5F36, b"040000"), object(0x5C, &tags)].concat();
    files.add(FileName::Common, object(0x60, &version)).expect("a file");
    let signed = security_object(&groups, Hash::Sha256, &issuer.signer, None);
    files.add(FileName::SecurityObject, signed).expect("a file");
    for (number, file) in groups {
        files.add(FileName::Group(Group::new(number).expect("a group")), file).expect("a file");
    }
    let locks = Locks {
        zone: Some(passport.key()),
        can: passport.can.clone(),
        pace: passport.pace.clone(),
        basic: passport.basic,
    };
    let mut chip = SimulatedChip::new(&files, locks, proofs);
    if passport.pace.iter().any(|info| info.mapping == Mapping::ChipAuthentication) {
        // id-SecurityObject 0.4.0.127.0.7.3.2.1.
        let kind = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02, 0x01];
        let content = object_of(tag::SET, &infos);
        let signer = &issuer.signer;
        chip = chip.card_security(mint::signed_data(&kind, &content, signer, &[&signer.certificate], None));
    }
    (chip, files)
}

/// EF.CardAccess of these ways.
pub(super) fn card_access(ways: &[PaceInfo]) -> Vec<u8> {
    object_of(tag::SET, ways.iter().map(pace_info))
}

fn pace_info(info: &PaceInfo) -> Vec<u8> {
    let parameters = write_integer(&info.parameters.to_be_bytes());
    object_of(tag::SEQUENCE, [object(tag::OID, &info.protocol), write_integer(&[2]), parameters])
}

/// DG2 with one face of ISO/IEC 19794-5.
fn face(picture: &[u8]) -> Vec<u8> {
    let length = (20 + 12 + picture.len()) as u32;
    let mut block = length.to_be_bytes().to_vec();
    block.resize(20, 0);
    block.extend([1, 1, 1, 0x9D, 2, 0x13, 1, 2, 0, 0, 0, 0]);
    block.extend_from_slice(picture);
    let total = 14 + block.len() as u32;
    let record = [b"FAC\x00010\x00", &total.to_be_bytes()[..], &[0, 1], &block].concat();
    let header = object(0xA1, &[object(0x87, &[1, 1]), object(0x88, &[0, 8])].concat());
    let template = object(0x7F60, &[header, object(0x5F2E, &record)].concat());
    object(0x75, &object(0x7F61, &[object(2, &[1]), template].concat()))
}
