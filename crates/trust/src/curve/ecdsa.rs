//! Signatures over curves (TR-03111 §4.2.1, §5.2): r and s side by side, or in DER.

use super::Point;
use crate::asn1::{Element, Malformed, tag};

/// A signature's two numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature<'a> {
    pub r: &'a [u8],
    pub s: &'a [u8],
}

impl<'a> Signature<'a> {
    /// Reads `SEQUENCE { r, s }`.
    pub fn from_der(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut numbers = Element::only(bytes, tag::SEQUENCE, "an ECDSA signature")?.elements();
        let r = numbers.expect(tag::INTEGER, "r of an ECDSA signature")?.value;
        let s = numbers.expect(tag::INTEGER, "s of an ECDSA signature")?.value;
        numbers.end("an ECDSA signature")?;
        Ok(Self { r, s })
    }

    /// Reads r and s side by side, of equal length.
    pub fn from_plain(bytes: &'a [u8]) -> Option<Self> {
        if bytes.is_empty() || !bytes.len().is_multiple_of(2) {
            return None;
        }
        let (r, s) = bytes.split_at(bytes.len() / 2);
        Some(Self { r, s })
    }

    /// Reads either form: DER if it is DER to the last octet.
    pub fn from_either(bytes: &'a [u8]) -> Option<Self> {
        Self::from_der(bytes).ok().or_else(|| Self::from_plain(bytes))
    }
}

impl Point {
    /// Whether a signature over a digest was made with the secret of this public key.
    pub(crate) fn verifies(&self, digest: &[u8], signature: &Signature<'_>) -> bool {
        self.curve.arithmetic().verifies((&self.x, &self.y), digest, signature.r, signature.s)
    }
}
