//! Whatever bytes come as a rule set: they are read or refused, and what was read has at most one rule for anyone.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use limen_domain::{RuleSet, Status};

fuzz_target!(|bytes: &[u8]| {
    match RuleSet::read(bytes) {
        Ok(rules) => {
            assert!(!rules.is_empty());
            let _ = rules.rule_for("GIN".parse().ok(), Status::Ordinary, None, date(2026, 1, 1));
            let _ = rules.first_gap(date(2026, 1, 1));
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
});
