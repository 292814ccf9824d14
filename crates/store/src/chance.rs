//! Texts drawn by chance.

use rand::RngExt;

/// Letters and digits that are not mistaken for each other.
const LEGIBLE: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const SUFFIX_CHARACTERS: usize = 6;

/// A random suffix that tells apart things of one name; nobody need remember which were drawn before.
pub(crate) fn suffix() -> String {
    legible(SUFFIX_CHARACTERS)
}

/// A text drawn by chance that people can read and type: each character is worth almost five bits.
#[expect(clippy::disallowed_methods, reason = "the one place that draws texts")]
pub fn legible(characters: usize) -> String {
    let mut random = rand::rng();
    (0..characters).map(|_| char::from(LEGIBLE[random.random_range(0..LEGIBLE.len())])).collect()
}
