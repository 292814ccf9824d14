//! Whatever bytes come as a table, CSV or XLSX: they are rows within the limits, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(rows) = limen_web::fuzzing::rows(bytes) {
        assert!(rows.len() <= 2_000 && rows.iter().all(|row| row.len() <= 60));
    }
});
