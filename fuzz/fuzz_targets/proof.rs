//! Proofs of events: whatever the bytes are, they are refused or checked, and nothing that was not signed holds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_exchange::proof::Proof;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(proof) = Proof::read(bytes) {
        // Nobody's key: no signature is made with it.
        assert!(proof.check(&[7; 32]).is_err());
    }
});
