//! Whatever comes as a message of another node, signed or not: read within its limits, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| limen_exchange::fuzzing::message(bytes));
