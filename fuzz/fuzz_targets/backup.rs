//! Whatever is brought as a backup, or as the archive in one: nothing but the files of a backup comes of it, within the limits.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    limen_exchange::backup::fuzzed(bytes).expect("a folder");
});
