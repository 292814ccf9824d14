//! Whatever bytes come as a picture: they are refused, or a JPEG is written that reads again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(kept) = limen_web::fuzzing::picture(bytes) {
        assert!(kept.starts_with(&[0xff, 0xd8]));
        assert!(limen_web::fuzzing::picture(&kept).is_some());
    }
});
