//! Whatever a neighbour signs as a paper, a receipt or an edition: it is read within its limits, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_neighbour::{Edition, Head, Note, Paper, Party, Receipt, Signer};
use ring::signature::{Ed25519KeyPair, KeyPair};

/// The keys of the tests' two states: what is read here is signed, as a hostile neighbour can sign what it likes.
struct Headquarters(Ed25519KeyPair);

impl Headquarters {
    fn of(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key"))
    }

    fn party(&self, state: &str) -> Party {
        Party { state: state.parse().expect("a state"), name: state.to_owned(), key: self.public_key() }
    }
}

impl Signer for Headquarters {
    fn public_key(&self) -> [u8; 32] {
        self.0.public_key().as_ref().try_into().expect("32 bytes")
    }

    fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.0.sign(text).as_ref().try_into().expect("64 bytes")
    }
}

fuzz_target!(|text: &str| {
    let (gin, mli) = (Headquarters::of(1), Headquarters::of(2));
    let (one, other) = (mli.party("MLI"), gin.party("GIN"));
    // As it came; and what stands in it, signed.
    let mut note = Note::read(text).unwrap_or_else(|_| Note::new(text));
    note.sign(&one.signs_as(), &mli);
    for file in [text, &note.to_string()] {
        if let Ok((paper, head)) = Paper::read(file, &one, &other, &Head::default()) {
            assert_eq!((paper.number, head.number, paper.before.as_str()), (1, 1, ""));
            assert_eq!(Paper::passed_over(file, &one, &other, &Head::default()), Ok(head));
            let _ = (paper.content.fault(), paper.content.about());
        }
        if let Ok(receipt) = Receipt::read(file, &other, &one) {
            assert_eq!((receipt.of, receipt.by), (other.signs_as(), one.signs_as()));
        }
        let _ = Edition::read(file, &one, &other);
    }
});
