//! Chance: the one place that draws it. Identifiers are [`crate::Store::new_id`]; libraries that make keys draw by
//! themselves.

#![expect(clippy::disallowed_methods, reason = "the one place that draws")]

use rand::RngExt;

/// Letters and digits that are not mistaken for each other.
const LEGIBLE: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const SUFFIX_CHARACTERS: usize = 6;

/// Random bytes, for secrets and for what must be told apart. They come from a generator for cryptography that the
/// system seeds.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes);
    bytes
}

/// A random text that people can read and type: each character is worth almost five bits.
pub fn legible(characters: usize) -> String {
    let mut random = rand::rng();
    (0..characters).map(|_| char::from(LEGIBLE[random.random_range(0..LEGIBLE.len())])).collect()
}

/// A random suffix that tells apart things of one name; nobody need remember which were drawn before.
pub(crate) fn suffix() -> String {
    legible(SUFFIX_CHARACTERS)
}
