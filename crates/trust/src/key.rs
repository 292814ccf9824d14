//! Public keys of certificates and chips (RFC 5280 §4.1.2.7, RFC 3279 §2.3, RFC 5480), and signatures checked by them.

use crate::algorithm::Algorithm;
use crate::asn1::{Element, Malformed, tag};
use crate::curve::{Curve, NotOnCurve, Numbers, Point, Signature};
use crate::oid;
use crate::rsa::RsaKey;
use std::fmt;
use thiserror::Error;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// A point of a curve.
    Curve(Point),
    /// RSA. A key that is said to be for PSS alone may have signed by PKCS#1 v1.5 too; the signature says which.
    Rsa(RsaKey),
}

/// Why a key can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// A kind of key that no document has.
    #[error("keys of the kind {0} are not supported")]
    Kind(String),
    /// A curve by a name or by numbers that are none of the table's.
    #[error("the key is on a curve that no standard of travel documents knows")]
    Curve,
    /// A point that is not on its curve.
    #[error(transparent)]
    Point(#[from] NotOnCurve),
    /// Numbers that are no RSA key, or too small or too large a one.
    #[error("the RSA key is malformed, shorter than 1024 bits or longer than 8192")]
    Rsa,
    /// It is written wrongly.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

/// Why a signature does not prove what it signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unsigned {
    /// It was made over other bytes, or with another key.
    #[error("the signature does not match")]
    Mismatch,
    /// The algorithm is of one kind of key, and the key of another.
    #[error("the signature's algorithm does not fit its key")]
    Kind,
}

impl PublicKey {
    /// The key of a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// It is malformed, or of a kind or a curve that is not supported.
    pub fn read(info: &Element<'_>) -> Result<Self, KeyError> {
        let mut parts = info.elements();
        let mut algorithm = parts.expect(tag::SEQUENCE, "the algorithm of a public key")?.elements();
        let key = parts.expect(tag::BIT_STRING, "a public key")?.bits("a public key")?;
        let kind = algorithm.expect(tag::OID, "the algorithm of a public key")?.value;
        match kind {
            oid::EC_PUBLIC_KEY => {
                let curve = curve(&algorithm.any("the curve of a public key")?)?;
                Ok(PublicKey::Curve(curve.point(key)?))
            }
            oid::RSA | oid::RSA_PSS => {
                let mut numbers = Element::only(key, tag::SEQUENCE, "an RSA key")?.elements();
                let modulus = numbers.expect(tag::INTEGER, "the modulus of an RSA key")?.number();
                let exponent = numbers.expect(tag::INTEGER, "the exponent of an RSA key")?.number();
                RsaKey::new(modulus, exponent).map(PublicKey::Rsa).ok_or(KeyError::Rsa)
            }
            other => Err(KeyError::Kind(oid::written(other))),
        }
    }

    /// Checks a signature over a message.
    ///
    /// # Errors
    /// The signature is not one of this key over this message.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), Unsigned> {
        let digest = algorithm.hash().of(message);
        let holds = match (self, algorithm) {
            (PublicKey::Curve(point), Algorithm::Ecdsa(_) | Algorithm::EcdsaPlain(_)) => {
                Signature::from_either(signature).is_some_and(|signature| point.verifies(&digest, &signature))
            }
            (PublicKey::Rsa(key), Algorithm::RsaPkcs1(hash)) => key.verifies_pkcs1(hash, &digest, signature),
            (PublicKey::Rsa(key), Algorithm::RsaPss { hash, mask, salt }) => {
                key.verifies_pss(hash, mask, salt, &digest, signature)
            }
            _ => return Err(Unsigned::Kind),
        };
        if holds { Ok(()) } else { Err(Unsigned::Mismatch) }
    }
}

/// The curve of ECParameters (RFC 5480 §2.1.1; ANSI X9.62 for the numbers written out, which most documents do).
///
/// # Errors
/// It is malformed, or none of the curves that documents use.
pub fn curve(parameters: &Element<'_>) -> Result<Curve, KeyError> {
    match parameters.tag {
        tag::OID => Curve::of_oid(parameters.value).ok_or(KeyError::Curve),
        tag::SEQUENCE => {
            let mut parts = parameters.elements();
            parts.expect(tag::INTEGER, "the version of a curve")?;
            let mut field = parts.expect(tag::SEQUENCE, "the field of a curve")?.elements();
            if field.expect(tag::OID, "the field of a curve")?.value != oid::PRIME_FIELD {
                return Err(KeyError::Curve);
            }
            let p = field.expect(tag::INTEGER, "the prime of a curve")?.value;
            let mut equation = parts.expect(tag::SEQUENCE, "the equation of a curve")?.elements();
            let a = equation.expect(tag::OCTET_STRING, "a of a curve")?.value;
            let b = equation.expect(tag::OCTET_STRING, "b of a curve")?.value;
            let base = parts.expect(tag::OCTET_STRING, "the base point of a curve")?.value;
            let order = parts.expect(tag::INTEGER, "the order of a curve")?.value;
            let cofactor = parts.optional(tag::INTEGER, "the cofactor of a curve")?.map(|cofactor| cofactor.value);
            Curve::of_numbers(&Numbers { p, a, b, base, order, cofactor }).ok_or(KeyError::Curve)
        }
        found => {
            Err(Malformed::Unexpected { what: "the curve of a public key", expected: tag::SEQUENCE, found }.into())
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublicKey::Curve(point) => f.write_str(point.curve().name()),
            PublicKey::Rsa(key) => write!(f, "RSA {}", key.bits()),
        }
    }
}
