//! The hash functions of documents (Doc 9303-12 §4.1.6): SHA-1 to SHA-512.

use crate::asn1::{self, Element, Malformed, tag};
use crate::oid;
use serde::Serialize;

/// A hash function. SHA-1 is among them: documents signed with it are valid until they expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is named as in FIPS 180-4")]
pub enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// All of them.
    pub const ALL: [Hash; 5] = [Hash::Sha1, Hash::Sha224, Hash::Sha256, Hash::Sha384, Hash::Sha512];

    /// The digest of `bytes`.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        use sha2::Digest;
        match self {
            Hash::Sha1 => {
                use sha1::Digest;
                sha1::Sha1::digest(bytes).to_vec()
            }
            Hash::Sha224 => sha2::Sha224::digest(bytes).to_vec(),
            Hash::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Hash::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            Hash::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
        }
    }

    /// How many octets its digests have.
    pub fn octets(self) -> usize {
        match self {
            Hash::Sha1 => 20,
            Hash::Sha224 => 28,
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }

    /// Its name, as `SHA-256`.
    pub fn name(self) -> &'static str {
        match self {
            Hash::Sha1 => "SHA-1",
            Hash::Sha224 => "SHA-224",
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
            Hash::Sha512 => "SHA-512",
        }
    }

    /// The function of an object identifier's octets.
    pub fn of_oid(oid: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.oid() == oid)
    }

    /// Its object identifier's octets.
    pub fn oid(self) -> &'static [u8] {
        match self {
            Hash::Sha1 => oid::SHA1,
            Hash::Sha224 => oid::SHA224,
            Hash::Sha256 => oid::SHA256,
            Hash::Sha384 => oid::SHA384,
            Hash::Sha512 => oid::SHA512,
        }
    }

    /// The function that an AlgorithmIdentifier names; `None` for one that is not known.
    ///
    /// # Errors
    /// It is no AlgorithmIdentifier.
    pub(crate) fn of_algorithm(algorithm: &Element<'_>) -> Result<Option<Self>, Malformed> {
        Ok(Self::of_oid(algorithm.elements().expect(tag::OID, "a hash function")?.value))
    }

    /// Its AlgorithmIdentifier, with the NULL that most issuers write.
    pub fn algorithm(self) -> Vec<u8> {
        asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, self.oid()), asn1::object(tag::NULL, &[])])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_fips_180() {
        let digest = |hash: Hash| data_encoding::HEXLOWER.encode(&hash.of(b"abc"));
        assert_eq!(digest(Hash::Sha1), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(digest(Hash::Sha224), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
        assert_eq!(digest(Hash::Sha256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        for hash in Hash::ALL {
            assert_eq!(hash.of(b"").len(), hash.octets());
        }
    }
}
