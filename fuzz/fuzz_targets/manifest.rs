//! Whatever rows come as a carrier's list: they are people with names, or each wrong row is said.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use limen_domain::{MOST_MEMBERS, read_manifest};

fuzz_target!(|text: &str| {
    let rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split([';', ',']).map(str::to_owned).collect()).collect();
    match read_manifest(&rows, date(2026, 11, 25)) {
        Ok(members) => {
            assert!((1..=MOST_MEMBERS).contains(&members.len()));
            assert!(members.iter().all(|member| !member.name.primary.is_empty()));
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
});
