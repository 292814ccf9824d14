//! What a chip costs: its files verified, a master list put in force, a simulated chip read; single signatures beside
//! OpenSSL's in the same run. What is measured is the processor's time, which other work on the machine does not lengthen.
//!
//! `cargo bench -p limen-chip`. OpenSSL's part needs its command; where it is not there, that is said.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use limen_chip::{
    AccessKey, Card, ChipReader, Lost,
    cipher::Cipher,
    security::Mapping,
    simulated::{Issuer, Passport, passport, way},
};
use limen_trust::{
    Algorithm, FileName, Files, Group, Hash, OwnAuthority, TrustStore,
    asn1::{Element, object},
    curve::Curve,
    import::{self, Item},
    mint::{self, Authority, Profile, Secret},
    verify,
};
use std::{hint::black_box, process::Command, time::Duration};

const ZONE: &str = "P<GINDIALLO<<MARIAMA<<<<<<<<<<<<<<<<<<<<<<<<O000123451GIN9001011F3001019<<<<<<<<<<<<<<<4";
const ROUNDS: usize = 15;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // Built and started by the tests: nothing to measure.
    }
    println!("time of one processor, median of {ROUNDS} rounds");
    let curve = |name| (Secret::on(name, b"bench"), Algorithm::Ecdsa(Hash::Sha512));
    let rsa = |bits| (Secret::rsa(bits), Algorithm::RsaPkcs1(Hash::Sha256));
    chain("brainpoolP256r1", curve(Curve::BrainpoolP256r1));
    chain("brainpoolP512r1", curve(Curve::BrainpoolP512r1));
    chain("P-521", curve(Curve::P521));
    chain("RSA 4096", rsa(4096));
    chain("RSA 6144", rsa(6144));
    list();
    reading("PACE (generic, brainpoolP256r1, AES-128)", vec![way(Mapping::Generic, true, Cipher::Aes128, 13)], 256);
    reading("the same, extended length", vec![way(Mapping::Generic, true, Cipher::Aes128, 13)], 4000);
    reading(
        "PACE (integrated, brainpoolP384r1, AES-256)",
        vec![way(Mapping::Integrated, true, Cipher::Aes256, 16)],
        256,
    );
    reading("PACE (generic, 2048 bits, AES-128)", vec![way(Mapping::Generic, false, Cipher::Aes128, 2)], 256);
    reading("basic access control", vec![], 256);
    signatures();
}

fn day(text: &str) -> jiff::Timestamp {
    format!("{text}T00:00:00Z").parse().unwrap()
}

fn profile(name: &'static str, serial: u32, is_authority: bool) -> Profile {
    Profile {
        country: "GN",
        name,
        serial,
        not_before: day("2025-01-01"),
        not_after: day("2040-01-01"),
        private_key: None,
        is_authority,
        signs_lists: !is_authority,
        names_keys: true,
        written_out: true,
    }
}

/// EF.SOD, its signer and its CSCA, all of one kind of key, and three data groups of 20 kB.
fn chain(name: &str, (secret, algorithm): (Secret, Algorithm)) {
    let authority = Authority::root(secret.clone(), algorithm, &profile("CSCA", 1, true));
    let signer = authority.appoint(secret, algorithm, &profile("DS", 2, false));
    let groups: Vec<(u8, Vec<u8>)> = vec![
        (1, object(0x61, &object(0x5F1F, ZONE.as_bytes()))),
        (2, object(0x75, &vec![7; 20_000])),
        (14, object(0x6E, &[0; 400])),
    ];
    let mut files = Files::default();
    files.add(FileName::SecurityObject, mint::security_object(&groups, Hash::Sha256, &signer, None)).unwrap();
    for (number, file) in groups {
        files.add(FileName::Group(Group::new(number).unwrap()), file).unwrap();
    }
    let mut trust = TrustStore::default();
    trust.import(vec![Item::Certificate(Box::new(authority.certificate))], OwnAuthority::Refused);
    let time = median(|| {
        let report = verify(black_box(&files), Some(&trust), day("2026-11-28"));
        assert!(report.is_proven());
    });
    println!("{:<58} {:>9.2} ms", format!("EF.SOD with its chain, {name}"), millis(time));
}

/// A master list of 600 certificates with the keys of the German one: seven of ten RSA.
fn list() {
    let keys: Vec<(Secret, Algorithm)> = (0..600_u32)
        .map(|at| match at % 20 {
            0..3 => (Secret::rsa(2048), Algorithm::RsaPkcs1(Hash::Sha256)),
            3..6 => (Secret::rsa(3072), Algorithm::RsaPkcs1(Hash::Sha256)),
            6..14 => (Secret::rsa(4096), Algorithm::RsaPss { hash: Hash::Sha256, mask: Hash::Sha256, salt: 32 }),
            14..16 => (Secret::on(Curve::BrainpoolP256r1, &at.to_be_bytes()), Algorithm::Ecdsa(Hash::Sha256)),
            16..18 => (Secret::on(Curve::P384, &at.to_be_bytes()), Algorithm::Ecdsa(Hash::Sha384)),
            18 => (Secret::on(Curve::BrainpoolP384r1, &at.to_be_bytes()), Algorithm::Ecdsa(Hash::Sha384)),
            _ => (Secret::on(Curve::BrainpoolP512r1, &at.to_be_bytes()), Algorithm::Ecdsa(Hash::Sha512)),
        })
        .collect();
    let authorities: Vec<Authority> = (2..)
        .zip(keys)
        .map(|(serial, (secret, algorithm))| Authority::root(secret, algorithm, &profile("CSCA", serial, true)))
        .collect();
    let secret = Secret::on(Curve::BrainpoolP384r1, b"own");
    let own = Authority::root(secret, Algorithm::Ecdsa(Hash::Sha384), &profile("CSCA", 1, true));
    let secret = Secret::on(Curve::BrainpoolP384r1, b"list");
    let signer = own.appoint(secret, Algorithm::Ecdsa(Hash::Sha384), &profile("List Signer", 9000, false));
    let listed: Vec<_> = authorities.iter().map(|authority| &authority.certificate).collect();
    let file = mint::master_list(&listed, &signer, &[&signer.certificate], day("2026-05-28"));
    let mut trust = TrustStore::default();
    trust.import(vec![Item::Certificate(Box::new(own.certificate))], OwnAuthority::Refused);
    let time = median(|| {
        let mut trust = trust.clone();
        let report = trust.import(import::read(black_box(&file)).unwrap().0, OwnAuthority::Refused);
        assert_eq!((report.anchors, report.refused.len()), (600, 0));
    });
    println!("{:<58} {:>9.2} ms", "a master list of 600 certificates, verified and in force", millis(time));
}

/// A card that notes how long it took itself.
struct Timed<C>(C, Duration);

impl<C: Card> Card for Timed<C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Lost> {
        let start = processor();
        let response = self.0.transmit(command);
        self.1 += processor() - start;
        response
    }

    fn most_response(&self) -> usize {
        self.0.most_response()
    }
}

/// Opening a chip and reading 20 kB of face and the rest: our own time, without the chip's.
fn reading(name: &str, pace: Vec<limen_chip::security::PaceInfo>, most: usize) {
    let issuer = Issuer::of("GN");
    let of = Passport { pace, ..Passport::new(ZONE, &vec![0x5A; 20_000]) };
    let mut own = Vec::new();
    for _ in 0..ROUNDS {
        let (chip, files) = passport(&of, &issuer);
        let mut chip = Timed(chip.most(most), Duration::ZERO);
        let mut reader = ChipReader::new(vec![AccessKey::Zone(of.key())]);
        let mut state = Hash::Sha256.of(name.as_bytes());
        let mut random = |bytes: &mut [u8]| {
            for chunk in bytes.chunks_mut(32) {
                state = Hash::Sha256.of(&state);
                chunk.copy_from_slice(&state[..chunk.len()]);
            }
        };
        let start = processor();
        reader.run(&mut chip, &mut random, &mut |_| {}).unwrap();
        own.push(processor() - start - chip.1);
        assert_eq!(reader.data().files.iter().count(), files.iter().count());
    }
    own.sort();
    println!("{:<58} {:>9.2} ms", format!("read: {name}"), millis(own[ROUNDS / 2]));
}

/// One signature verified, and how many a second OpenSSL verifies.
fn signatures() {
    let kinds = [
        (
            "P-256",
            Secret::on(Curve::P256, b"s"),
            Algorithm::Ecdsa(Hash::Sha256),
            "ecdsap256",
            "256 bits ecdsa (nistp256)",
        ),
        (
            "P-384",
            Secret::on(Curve::P384, b"s"),
            Algorithm::Ecdsa(Hash::Sha384),
            "ecdsap384",
            "384 bits ecdsa (nistp384)",
        ),
        (
            "brainpoolP256r1",
            Secret::on(Curve::BrainpoolP256r1, b"s"),
            Algorithm::Ecdsa(Hash::Sha256),
            "ecdsabrp256r1",
            "256 bits ecdsa (brainpoolP256r1)",
        ),
        (
            "brainpoolP512r1",
            Secret::on(Curve::BrainpoolP512r1, b"s"),
            Algorithm::Ecdsa(Hash::Sha512),
            "ecdsabrp512r1",
            "512 bits ecdsa (brainpoolP512r1)",
        ),
        ("RSA 2048", Secret::rsa(2048), Algorithm::RsaPkcs1(Hash::Sha256), "rsa2048", "rsa 2048 bits"),
        ("RSA 4096", Secret::rsa(4096), Algorithm::RsaPkcs1(Hash::Sha256), "rsa4096", "rsa 4096 bits"),
    ];
    println!("one signature verified, and by `openssl speed` in the same run");
    for (name, secret, algorithm, asked, row) in kinds {
        let info = secret.public(true);
        let key = limen_trust::PublicKey::read(&Element::first(&info, "a key").unwrap().0).unwrap();
        let signature = secret.sign(algorithm, b"message");
        let time = median(|| {
            for _ in 0..20 {
                key.verify(algorithm, black_box(b"message"), &signature).unwrap();
            }
        }) / 20;
        let theirs =
            openssl(asked, row).map_or_else(|| "not measured".into(), |each| format!("{:.3} ms", each * 1000.0));
        println!("{name:<40} {:>9.3} ms   OpenSSL {theirs:>12}", millis(time));
    }
}

/// Seconds that OpenSSL takes to verify one signature, from the last but two columns of its table.
fn openssl(asked: &str, row: &str) -> Option<f64> {
    let output = Command::new("openssl").args(["speed", "-seconds", "1", asked]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().map(str::trim).find(|line| line.to_lowercase().starts_with(&row.to_lowercase()))?;
    let rates: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    rates.last().map(|verified| 1.0 / verified)
}

/// The time that this thread has had of the processor.
fn processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = processor();
            work();
            processor() - start
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}
