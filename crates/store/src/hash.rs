//! SHA-256 hashes, and bytes in hexadecimal.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// A SHA-256 hash, or a commitment to a payload.
pub(crate) type Hash = [u8; 32];

/// Feeds `bytes` to a hasher with their length before them, so that no two lists of parts give the same bytes.
pub(crate) fn part(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

/// SHA-256 in hexadecimal, as events name the files they speak of.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal: two lower-case digits each.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}
