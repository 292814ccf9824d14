//! Whatever bytes stand where a day's flows are kept, or come as the name of a report: they are read whole or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_statistics::{pack, report::Kind, unpacked};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(records) = unpacked(bytes) {
        let mut sorted = records.clone();
        sorted.sort();
        assert_eq!(unpacked(&pack(records)), Ok(sorted));
    }
    if let Some(kind) = std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<Kind>().ok()) {
        let (from, to) = kind.days();
        assert!(from <= to);
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
});
