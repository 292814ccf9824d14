//! EF.SOD of whatever bytes: read or refused, and never proof of data that nobody signed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_trust::{FileName, Files, Group, Outcome, Signer, TrustStore, Verdict, verify};

fuzz_target!(|bytes: &[u8]| {
    let mut files = Files::default();
    // Data that no security object of the corpus is over.
    let _ = files.add(FileName::Group(Group::FACE), b"\x75\x05fuzz!".to_vec());
    if files.add(FileName::SecurityObject, bytes.to_vec()).is_err() {
        return;
    }
    let now = jiff::Timestamp::UNIX_EPOCH;
    let report = verify(&files, Some(&TrustStore::default()), now);
    assert!(!report.is_proven());
    assert_ne!(report.integrity.outcome(), Outcome::Good);
    if let Signer::Sound { .. } = report.signer {
        assert!(report.certificate.is_some());
    }
    for (_, verdict) in report.checks() {
        assert!(!verdict.to_string().is_empty());
    }
});
