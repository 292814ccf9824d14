//! Whatever comes as a neighbour's message: it is read within its limits or refused, and what is asked in it is answered or
//! refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_neighbour::{EditionKey, Message};

fuzz_target!(|bytes: &[u8]| {
    let Ok(message) = Message::read(bytes) else { return };
    let written = message.written().expect("what was read can be written");
    assert_eq!(Message::read(&written), Ok(message.clone()));
    let key = EditionKey::new(&[1; 32]).expect("a key");
    for question in &message.blinded {
        if let Ok(answered) = key.evaluate(&[2; 32], &question.blinded) {
            assert_eq!(answered.evaluated.len(), question.blinded.len());
        }
    }
});
