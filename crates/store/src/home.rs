//! The data folder of a node, and its key if it is encrypted.

use crate::{Chance, hash::hex};
use sha2::{Digest, Sha256};
use std::{fmt, path::Path};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The key of a data folder: 256 random bits, from which a key for each use is derived.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Draws a key.
    pub fn generate() -> Self {
        Self(Chance::default().bytes())
    }

    /// The key of these bytes.
    pub fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, for sealing them.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key for one use: the one-step derivation of NIST SP 800-56C rev. 2 §4.1 with SHA-256, one round, and the use as
    /// fixed information.
    pub fn derive(&self, r#use: &str) -> Zeroizing<[u8; 32]> {
        let hash = Sha256::new().chain_update(1_u32.to_be_bytes()).chain_update(self.0).chain_update(r#use);
        Zeroizing::new(hash.finalize().into())
    }

    /// The key of the database as SQLCipher takes it: as it is, not as a passphrase to be stretched.
    pub(crate) fn of_database(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}'", hex(&*self.derive("limen database 1"))))
    }
}

/// A data folder, with its key where it is encrypted.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// Its key; `None` where what lies there is not encrypted.
    pub key: Option<&'a Key>,
}

impl Home<'_> {
    /// The same folder, for what is no secret.
    pub fn plain(self) -> Self {
        Self { key: None, ..self }
    }
}

impl<'a, P: AsRef<Path> + ?Sized> From<&'a P> for Home<'a> {
    /// A folder that is not encrypted.
    fn from(folder: &'a P) -> Self {
        Self { folder: folder.as_ref(), key: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_another_for_each_use_and_shows_itself_nowhere() {
        let key = Key::of([7; 32]);
        assert_ne!(*key.derive("limen database 1"), *key.derive("limen files 1"));
        assert_ne!(*key.derive("limen files 1"), *Key::of([8; 32]).derive("limen files 1"));
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
