//! Whatever octets a bar code holds: they are read or refused, and nothing that nobody trusted signed is valid.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_seal::{Beside, Content, Layouts, Status, c40, judge};

fuzz_target!(|octets: &[u8]| {
    if let Ok(text) = c40::read(octets) {
        assert_eq!(c40::write(&text).as_deref(), Some(octets));
    }
    let layouts = Layouts::default();
    let now = jiff::Timestamp::from_second(1_796_000_000).expect("a moment");
    let trust = limen_trust::TrustStore::default();
    let beside = Beside { zone: None, passport: None, trust: Some(&trust), layouts: &layouts, now };
    if let Content::Seal(report) = judge(octets, &beside) {
        assert_eq!(report.status, Status::Invalid);
    }
});
