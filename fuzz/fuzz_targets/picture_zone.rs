//! Whatever bytes come as a picture of a page: a zone of a known shape is read, or a reason is given.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reading) = limen_optics::read(bytes) {
        let (lines, width) = reading.format.lines_and_width();
        assert_eq!(reading.lines.len(), lines);
        for line in reading.text_lines() {
            assert_eq!(line.len(), width);
            assert!(line.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'<'));
        }
        assert!(!reading.sure || reading.probability >= limen_optics::Reading::SURE);
    }
});
