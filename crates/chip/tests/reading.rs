//! Chips read from beginning to end: honest ones of every kind, broken ones, copied ones, hostile ones.

use limen_chip::{
    Access, AccessKey, Card, ChipData, ChipReader, Lost, Progress, ReadError, ZoneKey,
    apdu::Status,
    cipher::Cipher,
    genuineness, is_downgraded, lds,
    security::Mapping,
    simulated::{ChipSecret, Issuer, Passport, SimulatedChip, Trouble, Written, passport, way},
};
use limen_trust::{
    FileName, Files, Genuineness, Group, Hash, Outcome, OwnAuthority, Proof, Report, TrustStore, Verdict, curve::Curve,
    import::Item, mint::Secret, verify,
};
use proptest::prelude::*;
use std::sync::LazyLock;

const ZONE: &str = "P<GINDIALLO<<MARIAMA<<<<<<<<<<<<<<<<<<<<<<<<O000123451GIN9001011F3001019<<<<<<<<<<<<<<<4";

static GUINEA: LazyLock<Issuer> = LazyLock::new(|| Issuer::of("GN"));

fn now() -> jiff::Timestamp {
    "2026-11-28T12:00:00Z".parse().expect("a moment")
}

fn trust() -> TrustStore {
    let mut store = TrustStore::default();
    let certificate = GUINEA.authority.certificate.clone();
    assert_eq!(store.import(vec![Item::Certificate(Box::new(certificate))], OwnAuthority::Refused).anchors, 1);
    store
}

/// A face of 20,000 octets, as documents have it.
fn face() -> Vec<u8> {
    let mut face = vec![0xFF, 0xD8, 0xFF, 0xE0];
    face.extend((0..20_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8));
    face
}

fn usual() -> Passport {
    Passport::new(ZONE, &face())
}

fn random() -> impl FnMut(&mut [u8]) {
    let mut state = Hash::Sha256.of(b"the reader's random numbers");
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            state = Hash::Sha256.of(&state);
            chunk.copy_from_slice(&Hash::Sha512.of(&state)[..chunk.len()]);
        }
    }
}

fn reader(of: &Passport) -> ChipReader {
    ChipReader::new(vec![AccessKey::Zone(of.key())])
}

fn read(reader: &mut ChipReader, chip: &mut SimulatedChip) -> Result<(), ReadError> {
    reader.run(chip, &mut random(), &mut |_| {})
}

/// Reads on as often as the chip is laid down again.
fn read_on(reader: &mut ChipReader, chip: &mut SimulatedChip, times: usize) -> Result<(), ReadError> {
    let mut random = random();
    for _ in 0..times {
        match reader.run(chip, &mut random, &mut |_| {}) {
            Err(ReadError::Lost(_)) => {}
            other => return other,
        }
    }
    Err(ReadError::Lost(Lost("too often".into())))
}

fn judged(reader: &ChipReader) -> (Report, Genuineness) {
    let trust = trust();
    let mut report = verify(&reader.data().files, Some(&trust), now());
    report.clone = genuineness(reader.data(), &report, Some(&trust));
    let genuine = report.clone.clone();
    (report, genuine)
}

fn assert_whole(reader: &ChipReader, files: &Files) {
    assert_eq!(reader.data().missing, []);
    for (name, bytes) in files.iter() {
        assert_eq!(reader.data().files.get(name).map(<[u8]>::len), Some(bytes.len()), "{name}");
        assert_eq!(reader.data().files.get(name), Some(bytes), "{name}");
    }
}

#[test]
fn a_sound_chip_is_read_and_proven() {
    let of = usual();
    let (mut chip, files) = passport(&of, &GUINEA);
    let mut reader = reader(&of);
    let mut seen = Vec::new();
    let mut random = random();
    let mut progress = |progress: Progress<'_>| match progress {
        Progress::Read { file, .. } => seen.push(file.to_string()),
        Progress::Opened(access) => seen.push(format!("{access:?}")),
        _ => {}
    };
    reader.run(&mut chip, &mut random, &mut progress).expect("read");
    // The zone comes before all that takes long.
    assert_eq!(seen, ["Pace { mapping: Generic, by_can: false }", "EF.COM", "EF.SOD", "DG1", "DG14", "DG11", "DG2"]);
    assert_whole(&reader, &files);
    let (report, genuine) = judged(&reader);
    assert!(report.is_proven());
    assert_eq!(genuine, Genuineness::NoKey);
    assert_eq!(is_downgraded(reader.data()), Some(false));
    let faces = lds::faces(reader.data().files.group(Group::FACE).expect("the face")).expect("a face");
    assert_eq!(faces[0].picture.octets, face());
}

#[test]
fn every_way_of_pace_opens() {
    let ciphers = [Cipher::Des3, Cipher::Aes128, Cipher::Aes192, Cipher::Aes256];
    let mut ways = Vec::new();
    for parameters in 8..=18 {
        for cipher in ciphers {
            ways.push(way(Mapping::Generic, true, cipher, parameters));
            // The prime of P-224 is 1 mod 4: no point encoding, so no integrated mapping.
            if parameters != 10 {
                ways.push(way(Mapping::Integrated, true, cipher, parameters));
            }
        }
    }
    for parameters in 0..=2 {
        for cipher in ciphers {
            ways.push(way(Mapping::Generic, false, cipher, parameters));
            ways.push(way(Mapping::Integrated, false, cipher, parameters));
        }
    }
    for way in ways {
        let of = Passport { pace: vec![way.clone()], face: vec![0xFF, 0xD8, 0xFF], ..usual() };
        let (mut chip, files) = passport(&of, &GUINEA);
        let mut reader = reader(&of);
        read(&mut reader, &mut chip).unwrap_or_else(|error| panic!("{way:?}: {error}"));
        assert_whole(&reader, &files);
        assert_eq!(reader.data().access, Some(Access::Pace { mapping: way.mapping, by_can: false }));
    }
}

#[test]
fn a_chip_without_pace_opens_by_basic_access_control() {
    let of = Passport { pace: vec![], ..usual() };
    let (mut chip, files) = passport(&of, &GUINEA);
    let mut reader = reader(&of);
    read(&mut reader, &mut chip).expect("read");
    assert_eq!(reader.data().access, Some(Access::Basic));
    assert_whole(&reader, &files);
    assert!(judged(&reader).0.is_proven());
}

#[test]
fn a_card_opens_by_the_number_printed_on_it() {
    let of = Passport { can: Some("123456".into()), ..usual() };
    let (mut chip, _) = passport(&of, &GUINEA);
    let mut reader = ChipReader::new(vec![AccessKey::can("123456").expect("a number")]);
    read(&mut reader, &mut chip).expect("read");
    assert_eq!(reader.data().access, Some(Access::Pace { mapping: Mapping::Generic, by_can: true }));
    let of = Passport { pace: vec![], ..of };
    let (mut chip, _) = passport(&of, &GUINEA);
    let mut reader = ChipReader::new(vec![AccessKey::can("123456").expect("a number")]);
    assert_eq!(read(&mut reader, &mut chip), Err(ReadError::NeedsZone));
}

#[test]
fn a_wrong_zone_is_a_wrong_zone_and_never_leads_to_basic_access_control() {
    let of = usual();
    let (mut chip, _) = passport(&of, &GUINEA);
    let other = AccessKey::Zone(ZoneKey::new("O00012346", "900101", "300101").expect("a key"));
    let mut reader = ChipReader::new(vec![other.clone()]);
    let mut commands = Recorder { chip: &mut chip, instructions: Vec::new() };
    let result = reader.run(&mut commands, &mut random(), &mut |_| {});
    assert_eq!(result, Err(ReadError::WrongKey { tried: 1 }));
    assert!(!commands.instructions.contains(&0x82), "EXTERNAL AUTHENTICATE is of basic access control");
    // Another reading of the same zone is tried, and opens.
    let mut reader = ChipReader::new(vec![other.clone(), AccessKey::Zone(of.key())]);
    read(&mut reader, &mut chip).expect("read");
    // And likewise where there is no PACE.
    let of = Passport { pace: vec![], ..of };
    let (mut chip, _) = passport(&of, &GUINEA);
    let mut reader = ChipReader::new(vec![other.clone()]);
    assert_eq!(read(&mut reader, &mut chip), Err(ReadError::WrongKey { tried: 1 }));
    let mut reader = ChipReader::new(vec![other, AccessKey::Zone(of.key())]);
    read(&mut reader, &mut chip).expect("read");
}

#[test]
fn a_chip_that_takes_no_more_tries_after_a_wrong_key_is_not_opened_by_less() {
    let of = usual();
    let (chip, _) = passport(&of, &GUINEA);
    let mut chip = chip.trouble(Trouble::RefusesAfterWrongKey);
    let other = AccessKey::Zone(ZoneKey::new("O00012346", "900101", "300101").expect("a key"));
    let mut reader = ChipReader::new(vec![other, AccessKey::Zone(of.key())]);
    let mut commands = Recorder { chip: &mut chip, instructions: Vec::new() };
    let result = reader.run(&mut commands, &mut random(), &mut |_| {});
    assert_eq!(result, Err(ReadError::WrongKey { tried: 2 }));
    assert!(!commands.instructions.contains(&0x84), "GET CHALLENGE is of basic access control");
}

#[test]
fn a_chip_that_knows_no_number_is_opened_by_its_zone_and_by_pace_all_the_same() {
    let of = usual();
    let (mut chip, _) = passport(&of, &GUINEA);
    let number = AccessKey::can("123456").expect("a number");
    let mut reader = ChipReader::new(vec![number, AccessKey::Zone(of.key())]);
    read(&mut reader, &mut chip).expect("read");
    assert_eq!(reader.data().access, Some(Access::Pace { mapping: Mapping::Generic, by_can: false }));
}

#[test]
fn a_chip_that_selects_files_only_with_an_answer_is_read_and_by_pace() {
    let of = usual();
    let (chip, files) = passport(&of, &GUINEA);
    let mut reader = reader(&of);
    read(&mut reader, &mut chip.trouble(Trouble::SelectsWithAnswer)).expect("read");
    assert!(matches!(reader.data().access, Some(Access::Pace { .. })));
    assert_whole(&reader, &files);
}

struct Recorder<'a> {
    chip: &'a mut SimulatedChip,
    instructions: Vec<u8>,
}

impl Card for Recorder<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Lost> {
        self.instructions.push(command[1]);
        self.chip.transmit(command)
    }
}

#[test]
fn hidden_pace_is_seen_as_a_downgrade() {
    let of = usual();
    let (chip, _) = passport(&of, &GUINEA);
    let mut chip = chip.trouble(Trouble::HidesPace);
    let mut reader = reader(&of);
    read(&mut reader, &mut chip).expect("read");
    assert_eq!(reader.data().access, Some(Access::Basic));
    assert_eq!(is_downgraded(reader.data()), Some(true));
}

#[test]
fn a_chip_that_refuses_its_own_pace_is_opened_otherwise_and_that_is_seen() {
    let of = usual();
    let (chip, _) = passport(&of, &GUINEA);
    let mut chip = chip.trouble(Trouble::RefusesPace);
    let mut reader = reader(&of);
    read(&mut reader, &mut chip).expect("read");
    assert_eq!(reader.data().access, Some(Access::Basic));
    assert_eq!(is_downgraded(reader.data()), Some(true));
}

#[test]
fn a_chip_that_does_not_know_the_password_itself_is_not_believed() {
    let of = usual();
    let (chip, _) = passport(&of, &GUINEA);
    let mut reader = reader(&of);
    let error = read(&mut reader, &mut chip.trouble(Trouble::WrongToken)).expect_err("not authentic");
    assert!(error.to_string().contains("could not show that it knows the key"), "{error}");
}

#[test]
fn a_chip_proves_itself_in_every_way() {
    let curve = |curve, seed: &str| Secret::on(curve, seed.as_bytes());
    let active = [
        (Secret::rsa(1024), Hash::Sha1),
        (Secret::rsa(2048), Hash::Sha256),
        (curve(Curve::BrainpoolP320r1, "AA"), Hash::Sha256),
        (curve(Curve::P384, "AA"), Hash::Sha256),
        (curve(Curve::P521, "AA"), Hash::Sha512),
    ];
    for (secret, hash) in active {
        for most in [256, 2000] {
            let of = Passport { active: Some((secret.clone(), hash)), ..usual() };
            let (chip, _) = passport(&of, &GUINEA);
            let mut reader = reader(&of);
            read(&mut reader, &mut chip.most(most)).expect("read");
            assert_eq!(judged(&reader).1, Genuineness::Original(Proof::ActiveAuthentication), "{most}");
        }
    }
    for cipher in [Cipher::Des3, Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        for of_chip in [Curve::P256, Curve::BrainpoolP512r1] {
            let of = Passport { chip: Some((curve(of_chip, "CA").into(), cipher)), ..usual() };
            let (mut chip, _) = passport(&of, &GUINEA);
            let mut reader = reader(&of);
            read(&mut reader, &mut chip).expect("read");
            assert_eq!(judged(&reader).1, Genuineness::Original(Proof::ChipAuthentication), "{cipher:?}");
        }
    }
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        let of = Passport {
            pace: vec![way(Mapping::Generic, true, cipher, 13), way(Mapping::ChipAuthentication, true, cipher, 13)],
            chip: Some((curve(Curve::BrainpoolP256r1, "CA").into(), cipher)),
            ..usual()
        };
        let (mut chip, _) = passport(&of, &GUINEA);
        let mut reader = reader(&of);
        read(&mut reader, &mut chip).expect("read");
        assert_eq!(reader.data().access, Some(Access::Pace { mapping: Mapping::ChipAuthentication, by_can: false }));
        assert!(reader.data().mapped.is_some());
        assert_eq!(judged(&reader).1.outcome(), Outcome::Good, "{cipher:?}");
    }
}

#[test]
fn a_copied_chip_can_not_prove_itself() {
    let secret = |seed: &str| Secret::on(Curve::BrainpoolP256r1, seed.as_bytes());
    let original = Passport {
        active: Some((secret("AA"), Hash::Sha256)),
        chip: Some((secret("CA").into(), Cipher::Aes128)),
        pace: vec![way(Mapping::ChipAuthentication, true, Cipher::Aes128, 13)],
        ..usual()
    };
    let (_, files) = passport(&original, &GUINEA);
    // The copy has all files of the original, and none of its secrets.
    let copied = |copy: &Passport| {
        let (mut chip, _) = passport(copy, &GUINEA);
        for (name, bytes) in files.iter() {
            chip.exchange(name, bytes.to_vec());
        }
        let mut reader = reader(&original);
        read(&mut reader, &mut chip).expect("read");
        let (report, genuine) = judged(&reader);
        assert_eq!(report.integrity.outcome(), Outcome::Good, "the files are the original's");
        assert_eq!(report.issuer.outcome(), Outcome::Good);
        genuine
    };
    let plain = vec![way(Mapping::Generic, true, Cipher::Aes128, 13)];
    let copy = Passport { active: Some((secret("another"), Hash::Sha256)), pace: plain.clone(), ..original.clone() };
    assert_eq!(copied(&copy), Genuineness::Refuted(Proof::ActiveAuthentication));
    let copy =
        Passport { chip: Some((secret("another").into(), Cipher::Aes128)), pace: plain.clone(), ..original.clone() };
    assert_eq!(copied(&copy), Genuineness::Refuted(Proof::ChipAuthentication));
    let copy = Passport { active: None, chip: None, pace: plain, ..original.clone() };
    assert_eq!(copied(&copy), Genuineness::NoAnswer(Proof::ActiveAuthentication));
}

#[test]
fn a_copy_that_keeps_back_what_it_would_be_asked_by_is_never_without_a_key() {
    let secret = |seed: &str| Secret::on(Curve::BrainpoolP256r1, seed.as_bytes());
    let with_active = Passport { active: Some((secret("AA"), Hash::Sha256)), ..usual() };
    let with_chip = Passport { chip: Some((secret("CA").into(), Cipher::Aes128)), ..usual() };
    for (of, group, proof) in [
        (&with_active, Group::ACTIVE_AUTHENTICATION, Proof::ActiveAuthentication),
        (&with_chip, Group::SECURITY, Proof::ChipAuthentication),
    ] {
        let (chip, _) = passport(of, &GUINEA);
        let mut reader = reader(of);
        read(&mut reader, &mut chip.trouble(Trouble::Refuses(FileName::Group(group), Status::NOT_FOUND)))
            .expect("read");
        let (report, genuine) = judged(&reader);
        assert!(report.is_proven(), "what it gives is the original's");
        assert_eq!((genuine.outcome(), genuine), (Outcome::Unknown, Genuineness::NoAnswer(proof)));
    }
}

#[test]
fn what_is_handed_on_of_a_chip_proves_no_more_than_was_signed_and_asked() {
    let secret = Secret::on(Curve::BrainpoolP256r1, b"CA");
    let genuine = |of: &Passport, said: Option<bool>| {
        let (mut chip, _) = passport(of, &GUINEA);
        let mut reader = reader(of);
        read(&mut reader, &mut chip).expect("read");
        let data = ChipData { files: reader.data().files.clone(), chip: said.map(Ok), ..ChipData::default() };
        genuineness(&data, &verify(&data.files, Some(&trust()), now()), Some(&trust()))
    };
    let with_key = Passport { chip: Some((secret.into(), Cipher::Aes128)), ..usual() };
    let proof = Proof::ChipAuthentication;
    assert_eq!(genuine(&with_key, Some(true)), Genuineness::Original(proof));
    assert_eq!(genuine(&with_key, Some(false)), Genuineness::Refuted(proof));
    assert_eq!(genuine(&with_key, None), Genuineness::NoAnswer(proof), "it has a key, and nobody saw it used");
    assert_eq!(genuine(&usual(), None), Genuineness::NoKey);
    assert_eq!(genuine(&usual(), Some(true)), Genuineness::KeyNotProven, "the state signed no key");
}

/// A secret over the numbers of a standardised group, written in a way.
fn numbers(group: u32, written: Written, seed: &str) -> ChipSecret {
    ChipSecret::Numbers { group, secret: Hash::Sha256.of(seed.as_bytes()), written }
}

#[test]
fn a_chip_with_keys_over_numbers_proves_itself_and_its_copy_does_not() {
    // The groups of 1024 and 2048 bits of RFC 5114; one named by its number, the others with their numbers written out.
    let ways = [
        (0, Written::Whole, Cipher::Des3),
        (0, Written::WithoutOrder, Cipher::Aes128),
        (1, Written::Number, Cipher::Aes192),
        (2, Written::Whole, Cipher::Aes256),
        (2, Written::Number, Cipher::Des3),
    ];
    for (group, written, cipher) in ways {
        let original = Passport { chip: Some((numbers(group, written, "the original"), cipher)), ..usual() };
        let (mut chip, files) = passport(&original, &GUINEA);
        let mut reader_of = reader(&original);
        read(&mut reader_of, &mut chip).expect("read");
        assert_whole(&reader_of, &files);
        let (report, genuine) = judged(&reader_of);
        assert_eq!(genuine, Genuineness::Original(Proof::ChipAuthentication), "{group} {written:?} {cipher:?}");
        assert!(report.is_proven());

        // The copy has the files as the state signed them, and another secret.
        let copy = Passport { chip: Some((numbers(group, written, "a copy"), cipher)), ..usual() };
        let (mut chip, _) = passport(&copy, &GUINEA);
        for (name, bytes) in files.iter() {
            chip.exchange(name, bytes.to_vec());
        }
        let mut reader_of = reader(&original);
        read(&mut reader_of, &mut chip).expect("read");
        let (report, genuine) = judged(&reader_of);
        assert_eq!(report.integrity.outcome(), Outcome::Good, "the files are the original's");
        assert_eq!(genuine, Genuineness::Refuted(Proof::ChipAuthentication), "{group} {written:?} {cipher:?}");
    }
}

#[test]
fn an_exchanged_face_is_named() {
    let of = usual();
    let (mut chip, files) = passport(&of, &GUINEA);
    let mut face = files.group(Group::FACE).expect("the face").to_vec();
    face[500] ^= 1;
    chip.exchange(FileName::Group(Group::FACE), face);
    let mut reader = reader(&of);
    read(&mut reader, &mut chip).expect("read");
    assert_eq!(judged(&reader).0.integrity.to_string(), "DG2: not what was signed");
}

#[test]
fn the_security_object_of_another_passport_proves_nothing() {
    let of = usual();
    let (mut chip, _) = passport(&of, &GUINEA);
    let other = Passport::new(&ZONE.replace("MARIAMA", "FATOUMA"), b"\xFF\xD8\xFF another");
    let (_, files) = passport(&other, &GUINEA);
    chip.exchange(FileName::SecurityObject, files.get(FileName::SecurityObject).expect("EF.SOD").to_vec());
    let mut reader = reader(&of);
    read(&mut reader, &mut chip).expect("read");
    assert_eq!(judged(&reader).0.integrity.outcome(), Outcome::Failed);
}

#[test]
fn a_lost_chip_is_read_on_where_it_was() {
    let of = usual();
    let (mut chip, files) = passport(&of, &GUINEA);
    let mut whole = reader(&of);
    read(&mut whole, &mut chip).expect("read");
    let needed = chip.commands();
    for lost in 1..=needed {
        let (chip, _) = passport(&of, &GUINEA);
        let mut chip = chip.trouble(Trouble::LostAfter(lost));
        let mut reader = reader(&of);
        let first = read(&mut reader, &mut chip);
        assert!(matches!(first, Err(ReadError::Lost(_))), "after {lost} commands: {first:?}");
        read(&mut reader, &mut chip).expect("read on");
        assert_whole(&reader, &files);
        // Opening again takes some 15 commands; what was read is not read again.
        assert!(chip.commands() <= needed + 20, "{} commands after a loss at {lost}", chip.commands());
    }
}

#[test]
fn a_chip_that_is_lost_again_and_again_is_still_read() {
    let of = usual();
    let (chip, files) = passport(&of, &GUINEA);
    let mut chip = chip.trouble(Trouble::LostEvery(25));
    let mut reader = reader(&of);
    read_on(&mut reader, &mut chip, 40).expect("read");
    assert_whole(&reader, &files);
}

#[test]
fn a_chip_that_gives_less_at_once_is_read_in_smaller_pieces() {
    for pace in [vec![], usual().pace] {
        for most in [70, 160, 192, 223, 231, 256, 1000] {
            let of = Passport { pace: pace.clone(), ..usual() };
            for trouble in [Trouble::Gives(most), Trouble::GivesAndForgets(most)] {
                let (chip, files) = passport(&of, &GUINEA);
                let mut chip = chip.most(2000).trouble(trouble.clone());
                let mut reader = reader(&of);
                read(&mut reader, &mut chip).unwrap_or_else(|error| panic!("{trouble:?}: {error}"));
                assert_whole(&reader, &files);
            }
        }
    }
}

#[test]
fn extended_length_takes_fewer_commands() {
    let of = usual();
    let count = |most| {
        let (chip, files) = passport(&of, &GUINEA);
        let mut chip = chip.most(most);
        let mut reader = reader(&of);
        read(&mut reader, &mut chip).expect("read");
        assert_whole(&reader, &files);
        chip.commands()
    };
    assert!(count(8000) * 2 < count(256), "{} and {}", count(8000), count(256));
}

#[test]
fn a_face_longer_than_32_kilobytes_is_read_whole() {
    let mut face = face();
    face.resize(70_000, 0xAB);
    for most in [256, 4000] {
        for pace in [vec![], usual().pace] {
            let of = Passport { face: face.clone(), pace, ..usual() };
            let (chip, files) = passport(&of, &GUINEA);
            let mut reader = reader(&of);
            read(&mut reader, &mut chip.most(most)).expect("read");
            assert_whole(&reader, &files);
        }
    }
}

#[test]
fn a_connection_that_ends_is_opened_anew_and_not_for_ever() {
    let of = usual();
    let (chip, files) = passport(&of, &GUINEA);
    let mut reader_ = reader(&of);
    read(&mut reader_, &mut chip.trouble(Trouble::EndsAfter(50))).expect("read");
    assert_whole(&reader_, &files);
    let (chip, _) = passport(&of, &GUINEA);
    let mut chip = chip.trouble(Trouble::EndsAfter(1));
    assert!(matches!(read(&mut reader(&of), &mut chip), Err(ReadError::Fault(_))));
    assert!(chip.commands() < 200);
}

#[test]
fn files_that_are_refused_or_lie_are_left_out_and_the_rest_is_read() {
    let of = usual();
    let details = FileName::Group(Group::new(11).expect("a group"));
    for trouble in [
        Trouble::Refuses(details, Status::NOT_ALLOWED),
        Trouble::Refuses(details, Status::NOT_FOUND),
        Trouble::Says(details, u32::MAX),
        Trouble::Says(details, 400_000),
        Trouble::Says(details, 5_000),
    ] {
        let (chip, files) = passport(&of, &GUINEA);
        let mut reader = reader(&of);
        read(&mut reader, &mut chip.trouble(trouble.clone())).unwrap_or_else(|error| panic!("{trouble:?}: {error}"));
        assert_eq!(reader.data().missing.len(), 1, "{trouble:?}");
        assert_eq!(reader.data().missing[0].0, details);
        assert_eq!(reader.data().files.group(Group::FACE), files.group(Group::FACE));
        assert!(judged(&reader).0.is_proven());
    }
}

#[test]
fn what_is_no_passport_says_so() {
    struct Stone;
    impl Card for Stone {
        fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Lost> {
            Ok(vec![0x6A, 0x82])
        }
    }
    let error = reader(&usual()).run(&mut Stone, &mut random(), &mut |_| {}).expect_err("no passport");
    assert!(matches!(error, ReadError::NoApplication(_)), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_flipped_bit_is_seen_or_harmless(at in 1_usize..140, basic: bool) {
        let of = if basic { Passport { pace: vec![], ..usual() } } else { usual() };
        let (chip, files) = passport(&of, &GUINEA);
        let mut reader = reader(&of);
        let result = read(&mut reader, &mut chip.trouble(Trouble::Flips(at)));
        // Whatever is kept is what the chip has.
        for (name, bytes) in reader.data().files.iter() {
            prop_assert_eq!(files.get(name), Some(bytes));
        }
        prop_assert!(result.is_ok() || reader.data().files.iter().count() < 6);
    }

    #[test]
    fn whatever_a_chip_answers_reading_ends(
        at in 1_usize..60,
        answer in proptest::collection::vec(any::<u8>(), 0..300),
        basic: bool,
    ) {
        let of = if basic { Passport { pace: vec![], ..usual() } } else { usual() };
        let (chip, _) = passport(&of, &GUINEA);
        let mut chip = chip.trouble(Trouble::Answers(at, answer));
        let _ = read(&mut reader(&of), &mut chip);
        prop_assert!(chip.commands() < 2000);
    }

    #[test]
    fn a_chip_that_says_only_nonsense_is_given_up(answers in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 1..8)) {
        struct Nonsense(Vec<Vec<u8>>, usize);
        impl Card for Nonsense {
            fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Lost> {
                self.1 += 1;
                assert!(self.1 < 20_000, "it goes on for ever");
                Ok(self.0[self.1 % self.0.len()].clone())
            }
        }
        let result = reader(&usual()).run(&mut Nonsense(answers, 0), &mut random(), &mut |_| {});
        prop_assert!(result.is_err() || result.is_ok());
    }
}
