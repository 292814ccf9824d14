//! Whatever bytes come as records of visas: they are taken whole or refused, and no two of them have one number.
#![no_main]

use jiff::{Timestamp, civil::date};
use libfuzzer_sys::fuzz_target;
use limen_domain::HeldVisa;
use limen_tables::{Answers, visas_from};
use std::collections::BTreeSet;

fuzz_target!(|bytes: &[u8]| {
    match visas_from(bytes, &Answers::default(), None, Timestamp::UNIX_EPOCH) {
        Ok(read) => {
            let listed = read.visas;
            let numbers: BTreeSet<_> = listed.iter().map(|listed| &listed.visa.number).collect();
            assert_eq!(numbers.len(), listed.len());
            for listed in &listed {
                let held = HeldVisa { visa: listed.visa.clone(), extended_to: None, revoked: None, used: 0 };
                let _ = held.standing(date(2026, 11, 25));
            }
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
});
