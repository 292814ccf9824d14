//! Whatever a reader sends: read without panic, and what was read makes sense.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use limen_document::mrz;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(zone) = mrz::read(&text, date(2026, 11, 24)) {
        assert!(!zone.birth_date.is_after(date(2026, 11, 24)));
        // Read again from its own lines, it is the same zone.
        assert_eq!(mrz::read(&zone.lines.join("\n"), date(2026, 11, 24)).as_ref(), Ok(&zone));
        let _ = zone.traveller();
    }
});
