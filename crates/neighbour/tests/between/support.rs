//! Two states with fixed keys, for tests alone.

use limen_neighbour::{Party, Signer};
use ring::signature::{Ed25519KeyPair, KeyPair};

/// A headquarters with its key.
pub struct Headquarters {
    /// Who it is.
    pub party: Party,
    pair: Ed25519KeyPair,
}

impl Headquarters {
    /// The headquarters of a state, with a key that is the same each time.
    pub fn of(state: &str, seed: u8) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key");
        let mut key = [0; 32];
        key.copy_from_slice(pair.public_key().as_ref());
        let name = format!("Border service of {state}");
        Self { party: Party { state: state.parse().expect("a state"), name, key }, pair }
    }

    /// The two of these tests.
    pub fn both() -> (Self, Self) {
        (Self::of("GIN", 1), Self::of("MLI", 2))
    }
}

impl Signer for Headquarters {
    fn public_key(&self) -> [u8; 32] {
        self.party.key
    }

    fn sign(&self, text: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(text).as_ref());
        signature
    }
}
