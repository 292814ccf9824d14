//! What people type and browsers send to prove who they are: passwords, codes of a second factor, recovery codes, what keys
//! signed. Nothing of it ends the program, and nothing made up is right.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert!(!limen_web::fuzzing::proves_anything(text));
    }
});
