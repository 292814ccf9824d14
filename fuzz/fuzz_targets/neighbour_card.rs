//! Whatever comes as a neighbour's card: it is signed with the key that it names, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_neighbour::{Card, Fingerprint, Note};

fuzz_target!(|text: &str| {
    let note = Note::read(text);
    let _ = text.parse::<Fingerprint>();
    if let Ok(card) = Card::read(text) {
        let note = note.expect("a card is a signed note");
        assert!(note.is_signed_by(&card.party.signs_as(), &card.party.key));
        assert_eq!(card.party.fingerprint().to_string().parse(), Ok(card.party.fingerprint()));
    }
});
