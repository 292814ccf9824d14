//! Whatever file comes as a carrier's list: it holds people with names, or is refused with reasons.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use limen_tables::{Answers, MOST_MEMBERS, ManifestError, read_manifest};

fuzz_target!(|bytes: &[u8]| {
    match read_manifest(bytes, &Answers::default(), date(2026, 11, 25)) {
        Ok(manifest) => {
            assert!((1..=MOST_MEMBERS).contains(&manifest.members.len()));
            assert!(manifest.members.iter().all(|member| !member.name.primary.is_empty()));
        }
        Err(ManifestError::Rows(problems)) => assert!(!problems.is_empty()),
        Err(_) => {}
    }
});
