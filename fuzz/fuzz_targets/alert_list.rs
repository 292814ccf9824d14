//! Whatever a list's file holds: read with a report, and everyone it names is found again by their own name.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_domain::{ListName, Name, PartialDate, Sex, Source, Traveller};
use limen_screening::{AlertIndex, list};

fuzz_target!(|bytes: &[u8]| {
    let Ok(name) = ListName::parse("fuzz") else { return };
    let Ok(read) = list::read_csv(bytes, name) else { return };
    let first = read.alerts.iter().flat_map(|alert| alert.names.first()).next().cloned();
    let index = AlertIndex::build(read.alerts);
    let traveller = Traveller {
        name: Name { primary: first.unwrap_or_default(), secondary: String::new(), truncated: false },
        birth_date: PartialDate::Unknown,
        sex: Sex::Unspecified,
        nationality: None,
        document: None,
        source: Source::Declared,
        doubts: vec![],
    };
    for hit in index.screen(&traveller) {
        assert!((0.0..=1.0).contains(&hit.score));
    }
});
