//! Active authentication (Doc 9303-11 §6.1): the chip signs what it is asked with the secret of the key in DG15. RSA signs by
//! ISO/IEC 9796-2 scheme 1, curves by ECDSA.

use crate::apdu::{Command, Status};
use crate::session::{Fault, Session};
use limen_trust::asn1::{Element, Malformed, tag};
use limen_trust::rsa::RsaKey;
use limen_trust::{Algorithm, Hash, KeyError, PublicKey};
use thiserror::Error;

/// What the chip is asked, in octets.
pub const CHALLENGE_OCTETS: usize = 8;

/// What the chip answered; it can be checked at any time by whoever has DG15 and knows that the challenge was their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it was asked.
    pub challenge: [u8; CHALLENGE_OCTETS],
    /// Its signature.
    pub signature: Vec<u8>,
}

/// Why an answer proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ActiveError {
    /// DG15 can't be read.
    #[error("DG15 can't be read: {0}")]
    Malformed(#[from] Malformed),
    /// Its key is not supported.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The key in DG15.
///
/// # Errors
/// The file can't be read, or its key is not supported.
pub fn key(dg15: &[u8]) -> Result<PublicKey, ActiveError> {
    let (outer, _) = Element::first(dg15, "DG15")?;
    let info = outer.elements().expect(tag::SEQUENCE, "the key in DG15")?;
    Ok(PublicKey::read(&info)?)
}

/// Asks the chip (INTERNAL AUTHENTICATE). `Err` of a status if it does not answer.
pub(crate) fn ask(
    session: &mut Session<'_>,
    key: &PublicKey,
    challenge: [u8; CHALLENGE_OCTETS],
) -> Result<Result<Evidence, Status>, Fault> {
    let octets = match key {
        PublicKey::Rsa(key) => key.octets(),
        // DER adds some to r and s.
        PublicKey::Curve(point) => 2 * point.curve().field_octets() + 9,
    };
    // A long signature needs a long response, where the reader passes one on.
    let is_long = octets > session.room(256) && session.most_response() > 256;
    let expected = if is_long { session.most_response() } else { 256 };
    let response = session.send(&Command::new(0x88, 0, 0).data(challenge).expecting(expected))?;
    if response.status != Status::DONE {
        return Ok(Err(response.status));
    }
    Ok(Ok(Evidence { challenge, signature: response.data }))
}

impl Evidence {
    /// Whether the chip signed with the secret of the key in DG15. `algorithm` is what DG14 says of a curve's hash; without
    /// it those that Doc 9303 allows are tried.
    ///
    /// # Errors
    /// DG15 can't be read, or its key is not supported.
    pub fn verify(&self, dg15: &[u8], algorithm: Option<&[u8]>) -> Result<bool, ActiveError> {
        Ok(match key(dg15)? {
            PublicKey::Rsa(key) => recovers(&key, &self.challenge, &self.signature),
            key @ PublicKey::Curve(_) => {
                let named = algorithm.and_then(named_hash);
                let tried = Hash::ALL.into_iter().filter(|hash| named.is_none_or(|named| named == *hash));
                let mut ways = tried.map(Algorithm::EcdsaPlain);
                ways.any(|way| key.verify(way, &self.challenge, &self.signature).is_ok())
            }
        })
    }
}

/// The hash of an ecdsa-plain algorithm (TR-03111 §5.2.1.1), whose identifiers end in 1 to 5.
fn named_hash(oid: &[u8]) -> Option<Hash> {
    const PLAIN: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01];
    let &[last] = oid.strip_prefix(PLAIN)? else { return None };
    Hash::ALL.get(usize::from(last).checked_sub(1)?).copied()
}

/// ISO/IEC 9796-2 scheme 1 with partial recovery: header 6A, a part of the message, its hash, and a trailer that names the
/// hash. The rest of the message is the challenge.
fn recovers(key: &RsaKey, challenge: &[u8], signature: &[u8]) -> bool {
    key.opened(signature).is_some_and(|opened| is_of(&opened, challenge))
}

/// Whether what a signature opens to is one over the challenge.
fn is_of(opened: &[u8], challenge: &[u8]) -> bool {
    let (hash, message) = match opened {
        [message @ .., 0xBC] => (Hash::Sha1, message),
        [message @ .., named, 0xCC] => match named {
            0x33 => (Hash::Sha1, message),
            0x38 => (Hash::Sha224, message),
            0x34 => (Hash::Sha256, message),
            0x36 => (Hash::Sha384, message),
            0x35 => (Hash::Sha512, message),
            _ => return false,
        },
        _ => return false,
    };
    let zeros = message.iter().take_while(|&&octet| octet == 0).count();
    // The encoding is as long as the modulus: no more than its unused bits may be zero.
    let [0x6A, message @ ..] = &message[zeros..] else { return false };
    if zeros > 1 {
        return false;
    }
    let Some(split) = message.len().checked_sub(hash.octets()) else { return false };
    let (recovered, digest) = message.split_at(split);
    hash.of(&[recovered, challenge].concat()) == digest
}

/// The encoding that a chip in software signs.
#[cfg(feature = "simulated")]
pub(crate) fn encoded(octets: usize, hash: Hash, challenge: &[u8]) -> Vec<u8> {
    let trailer: &[u8] = match hash {
        Hash::Sha1 => &[0xBC],
        Hash::Sha224 => &[0x38, 0xCC],
        Hash::Sha256 => &[0x34, 0xCC],
        Hash::Sha384 => &[0x36, 0xCC],
        Hash::Sha512 => &[0x35, 0xCC],
    };
    let recovered = vec![0x5A; octets - 1 - hash.octets() - trailer.len()];
    let digest = hash.of(&[&recovered, challenge].concat());
    [&[0x6A], &recovered[..], &digest, trailer].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXUPPER;
    use limen_trust::asn1::object;
    use limen_trust::curve::Curve;
    use limen_trust::mint::Secret;

    const CHALLENGE: [u8; 8] = *b"limen 28";

    /// Doc 9303-11 Appendix F, which prints what is signed and no key.
    #[test]
    fn what_is_signed_in_the_worked_example_of_the_standard_is_over_its_challenge() {
        let hex = crate::replay::hex;
        let (challenge, digest) = (hex("F173589974BF40C6"), hex("C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127"));
        let recovered =
            hex("9D2784A67F8E7C659973EA1AEA25D95B 6C8F91E5002F369F0FBDCE8A3CEC1991 B543F1696546C5524CF23A5303CD6C98
             599F40B79F377B5F3A1406B3B4D8F967 84D23AA88DB7E1032A405E69325FA91A 6E86F5C71AEA978264C4A207446DAD4E
             7292E2DCDA3024B47DA8");
        let encoding = [&[0x6A][..], &recovered, &digest, &[0xBC]].concat();
        assert_eq!(encoding.len(), 128);
        assert!(is_of(&encoding, &challenge) && !is_of(&encoding, &CHALLENGE));
        // And so it is behind a signature.
        let secret = Secret::rsa(1024);
        let evidence = |challenge: &[u8]| Evidence {
            challenge: challenge.try_into().expect("a challenge"),
            signature: secret.raised(&encoding),
        };
        let dg15 = object(0x6F, &secret.public(false));
        assert_eq!(evidence(&challenge).verify(&dg15, None), Ok(true));
        assert_eq!(evidence(&CHALLENGE).verify(&dg15, None), Ok(false));
    }

    #[test]
    fn a_signature_by_rsa_is_checked_whole() {
        for bits in [1024, 2048, 3072, 4096] {
            let secret = Secret::rsa(bits);
            let dg15 = object(0x6F, &secret.public(false));
            for hash in Hash::ALL {
                let signature = secret.raised(&encoded(bits as usize / 8, hash, &CHALLENGE));
                let evidence = Evidence { challenge: CHALLENGE, signature };
                assert_eq!(evidence.verify(&dg15, None), Ok(true), "{bits} {hash:?}");
                let other = Evidence { challenge: *b"limen 29", ..evidence };
                assert_eq!(other.verify(&dg15, None), Ok(false));
            }
        }
    }

    #[test]
    fn a_signature_that_merely_ends_in_the_digest_is_none() {
        let secret = Secret::rsa(1024);
        let dg15 = object(0x6F, &secret.public(false));
        for change in 0..3 {
            let mut encoding = encoded(128, Hash::Sha256, &CHALLENGE);
            match change {
                0 => encoding[0] = 0x4A,
                1 => encoding[127] = 0xBC,
                _ => encoding[..20].fill(0),
            }
            let evidence = Evidence { challenge: CHALLENGE, signature: secret.raised(&encoding) };
            assert_eq!(evidence.verify(&dg15, None), Ok(false), "{change}");
        }
    }

    #[test]
    fn a_signature_by_a_curve_may_be_plain_or_der() {
        for curve in Curve::ALL {
            let secret = Secret::on(curve, b"AA");
            let dg15 = object(0x6F, &secret.public(true));
            for hash in [Hash::Sha224, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
                for way in [Algorithm::EcdsaPlain(hash), Algorithm::Ecdsa(hash)] {
                    let evidence = Evidence { challenge: CHALLENGE, signature: secret.sign(way, &CHALLENGE) };
                    assert_eq!(evidence.verify(&dg15, None), Ok(true), "{curve:?} {way}");
                    let other = Evidence { challenge: *b"limen 29", ..evidence };
                    assert_eq!(other.verify(&dg15, None), Ok(false));
                }
            }
            // What DG14 says of the hash is held to.
            let sha256 = HEXUPPER.decode(b"04007F00070101040103").expect("hexadecimal");
            let signature = secret.sign(Algorithm::EcdsaPlain(Hash::Sha384), &CHALLENGE);
            let evidence = Evidence { challenge: CHALLENGE, signature };
            assert_eq!(evidence.verify(&dg15, Some(&sha256)), Ok(false));
        }
    }
}
