//! Whatever is typed as a name: its field has its width and holds only what a zone may hold.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_document::{name, transliterate::Cyrillic};

fuzz_target!(|names: (&str, &str)| {
    let (Ok(primary), Ok(secondary)) =
        (name::components(names.0, Cyrillic::General), name::components(names.1, Cyrillic::Ukrainian))
    else {
        return;
    };
    for width in [30, 31, 39] {
        let field = name::field(&primary, &secondary, width);
        assert_eq!(field.len(), width);
        assert!(field.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'<'));
    }
});
