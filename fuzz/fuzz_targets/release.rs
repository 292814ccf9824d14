//! Whatever is brought as a newer program: a key (the first line), a signature (the next four), a program.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(release) = limen_exchange::release::fuzzed(bytes) {
        assert!(!release.machine.contains(' '));
    }
});
