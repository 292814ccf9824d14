//! Tokens: what a browser shows to be known again, and what the store keeps of it.

use limen_store::Chance;
use sha2::{Digest, Sha256};

/// The SHA-256 of a token, as the table keeps it: a reader of the database can't use it as a cookie.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A random text of 256 bits.
pub fn random_text(chance: &Chance) -> String {
    limen_store::hex(&chance.bytes::<32>())
}
