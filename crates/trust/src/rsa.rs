//! RSA with a public key (RFC 8017): PKCS#1 v1.5, PSS, and the bare operation that ISO/IEC 9796-2 is built on.
//!
//! Nothing here is secret. A signature's encoding is made anew and compared whole, so that nothing hides in padding.

use crate::asn1::{self, tag};
use crate::hash::Hash;
use num_bigint::BigUint;

/// The longest modulus, in bits: certificates of 6144 bits are in use.
pub const MOST_BITS: u64 = 8192;
/// The shortest modulus that is taken to prove anything, in bits.
pub const FEWEST_BITS: u64 = 1024;
/// The longest exponent, in bits; 17 is usual, and without a limit a key could keep the machine busy.
const MOST_EXPONENT_BITS: u64 = 64;

/// An RSA public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaKey {
    modulus: BigUint,
    exponent: BigUint,
}

impl RsaKey {
    /// The key of these numbers; `None` if they are none of an RSA key, or larger than any in use.
    pub fn new(modulus: BigUint, exponent: BigUint) -> Option<Self> {
        let fits =
            (FEWEST_BITS..=MOST_BITS).contains(&modulus.bits()) && (2..=MOST_EXPONENT_BITS).contains(&exponent.bits());
        (fits && modulus.bit(0) && exponent.bit(0)).then_some(Self { modulus, exponent })
    }

    /// How many bits the modulus has.
    pub fn bits(&self) -> u64 {
        self.modulus.bits()
    }

    /// How many octets a signature has.
    pub fn octets(&self) -> usize {
        usize::try_from(self.bits().div_ceil(8)).unwrap_or(usize::MAX)
    }

    /// The signature to the power of the exponent, in as many octets as the modulus; `None` for one that is not below it.
    pub fn opened(&self, signature: &[u8]) -> Option<Vec<u8>> {
        if signature.len() > self.octets() + 8 {
            return None;
        }
        let signature = BigUint::from_bytes_be(signature);
        if signature >= self.modulus {
            return None;
        }
        // The exponent has few bits, mostly two that are set: squaring from the top takes fewer steps than windows do.
        let mut opened = signature.clone();
        for bit in (0..self.exponent.bits() - 1).rev() {
            opened = &opened * &opened % &self.modulus;
            if self.exponent.bit(bit) {
                opened = opened * &signature % &self.modulus;
            }
        }
        Some(padded(&opened, self.octets()))
    }

    /// Whether a signature is one over a digest by PKCS#1 v1.5 (RFC 8017 §8.2.2).
    pub fn verifies_pkcs1(&self, hash: Hash, digest: &[u8], signature: &[u8]) -> bool {
        let Some(opened) = self.opened(signature) else { return false };
        let octets = asn1::write_octets(digest);
        // RFC 8017 §9.2: the parameters of the hash function are NULL, and some leave them out.
        let without_null = asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, hash.oid())]);
        [hash.algorithm(), without_null].iter().any(|algorithm| {
            let info = asn1::object_of(tag::SEQUENCE, [algorithm, &octets]);
            let Some(padding) = opened.len().checked_sub(info.len() + 3).filter(|padding| *padding >= 8) else {
                return false;
            };
            let expected = [&[0, 1], &vec![0xFF; padding][..], &[0], &info].concat();
            expected == opened
        })
    }

    /// Whether a signature is one over a digest by PSS (RFC 8017 §8.1.2, §9.1.2) with a salt of `salt` octets.
    pub fn verifies_pss(&self, hash: Hash, mask: Hash, salt: usize, digest: &[u8], signature: &[u8]) -> bool {
        let Some(opened) = self.opened(signature) else { return false };
        // The encoding has one bit less than the modulus, and so may have one octet less.
        let bits = self.bits() - 1;
        let skipped = opened.len() - usize::try_from(bits.div_ceil(8)).unwrap_or(0);
        if opened[..skipped].iter().any(|&octet| octet != 0) {
            return false;
        }
        let [masked @ .., 0xBC] = &opened[skipped..] else { return false };
        let Some(split) = masked.len().checked_sub(hash.octets()).filter(|split| *split > salt) else { return false };
        let (masked, check) = masked.split_at(split);
        let unused =
            0xFF_u8.checked_shl(8 - ((8 * masked.len() + 8 * hash.octets() + 8) as u64 - bits) as u32).unwrap_or(0);
        if masked[0] & unused != 0 {
            return false;
        }
        let mut data: Vec<u8> =
            masked.iter().zip(mask_of(mask, check, masked.len())).map(|(one, other)| one ^ other).collect();
        data[0] &= !unused;
        let (padding, salted) = data.split_at(data.len() - salt);
        let [zeros @ .., 1] = padding else { return false };
        zeros.iter().all(|&octet| octet == 0) && hash.of(&[&[0; 8], digest, salted].concat()) == check
    }
}

/// MGF1 (RFC 8017 §B.2.1).
pub(crate) fn mask_of(hash: Hash, seed: &[u8], octets: usize) -> Vec<u8> {
    let mut mask = Vec::with_capacity(octets + 64);
    for count in 0_u32.. {
        if mask.len() >= octets {
            break;
        }
        mask.extend(hash.of(&[seed, &count.to_be_bytes()].concat()));
    }
    mask.truncate(octets);
    mask
}

/// A number in so many octets, zeros before it.
pub fn padded(number: &BigUint, octets: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut whole = vec![0; octets.saturating_sub(bytes.len())];
    whole.extend_from_slice(&bytes);
    whole
}
