//! Lists of revoked certificates (Doc 9303-12 §7.1.4; RFC 5280 §5.1).

use crate::algorithm::Algorithm;
use crate::asn1::{self, Element, Malformed, tag};
use crate::certificate::{Certificate, NotIssued, authority_key};
use crate::hash::Hash;
use crate::name::Name;
use crate::oid;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use std::collections::HashMap;

/// How many certificates a list may revoke.
const MOST_ENTRIES: usize = 200_000;

/// A list of the certificates that one issuer revokes.
#[derive(Debug, Clone)]
pub struct RevocationList {
    der: Vec<u8>,
    signed: Vec<u8>,
    algorithm: Result<Algorithm, crate::algorithm::AlgorithmError>,
    signature: Vec<u8>,
    fingerprint: String,
    /// Who signed it.
    pub issuer: Name,
    /// The key that signed it, where it names it.
    pub authority_key: Option<Vec<u8>>,
    /// When it was made.
    pub made: Timestamp,
    /// When the next is due; some lists don't say.
    pub due: Option<Timestamp>,
    revoked: HashMap<Vec<u8>, Timestamp>,
}

impl RevocationList {
    /// Reads a list in DER.
    ///
    /// # Errors
    /// The bytes are none, or revoke more than any issuer has issued.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "a list of revoked certificates";
        let mut parts = Element::only(der, tag::SEQUENCE, WHAT)?.elements();
        let signed = parts.expect(tag::SEQUENCE, WHAT)?;
        let algorithm = parts.expect(tag::SEQUENCE, "the algorithm of a list of revoked certificates")?;
        let signature = parts.expect(tag::BIT_STRING, "the signature of a list of revoked certificates")?.bits(WHAT)?;
        let mut fields = signed.elements();
        fields.optional(tag::INTEGER, WHAT)?;
        if fields.expect(tag::SEQUENCE, "the algorithm of a list of revoked certificates")?.value != algorithm.value {
            return Err(Malformed::Value("the algorithm of a list of revoked certificates"));
        }
        let issuer = Name::read(&fields.expect(tag::SEQUENCE, "the issuer of a list of revoked certificates")?)?;
        let made = asn1::time(&fields.any(WHAT)?, "the time of a list of revoked certificates")?;
        let (mut due, mut revoked, mut authority) = (None, HashMap::new(), None);
        while let Some(field) = fields.next(WHAT)? {
            match field.tag {
                tag::UTC_TIME | tag::GENERALIZED_TIME => due = Some(asn1::time(&field, WHAT)?),
                tag::SEQUENCE => revoked = entries(&field)?,
                0xA0 => authority = authority_of(&field)?,
                _ => return Err(Malformed::Form(WHAT)),
            }
        }
        Ok(Self {
            der: der.to_vec(),
            signed: signed.whole.to_vec(),
            algorithm: Algorithm::read(&algorithm, None),
            signature: signature.to_vec(),
            fingerprint: HEXLOWER.encode(&Hash::Sha256.of(der)),
            issuer,
            authority_key: authority,
            made,
            due,
            revoked,
        })
    }

    /// Its bytes, as they were read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Checks that it was signed by the key of `issuer`.
    ///
    /// # Errors
    /// It was not, or in a way that is not supported.
    pub fn issued_by(&self, issuer: &Certificate) -> Result<(), NotIssued> {
        Ok(issuer.key()?.verify(self.algorithm.clone()?, &self.signed, &self.signature)?)
    }

    /// Since when it revokes a certificate of its issuer, if it does.
    pub fn revokes(&self, certificate: &Certificate) -> Option<Timestamp> {
        self.revoked.get(asn1::without_zeros(&certificate.serial)).copied()
    }

    /// How many certificates it revokes.
    pub fn len(&self) -> usize {
        self.revoked.len()
    }

    /// Whether it revokes none.
    pub fn is_empty(&self) -> bool {
        self.revoked.is_empty()
    }

    /// The SHA-256 of its bytes in hexadecimal.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

fn entries(field: &Element<'_>) -> Result<HashMap<Vec<u8>, Timestamp>, Malformed> {
    let mut revoked = HashMap::new();
    let mut entries = field.elements();
    while let Some(entry) = entries.next("a revoked certificate")? {
        let mut parts = entry.elements();
        let serial = parts.expect(tag::INTEGER, "the number of a revoked certificate")?.value;
        let since = asn1::time(&parts.any("a revoked certificate")?, "the time of a revocation")?;
        revoked.insert(asn1::without_zeros(serial).to_vec(), since);
        if revoked.len() > MOST_ENTRIES {
            return Err(Malformed::TooMuch("a list of revoked certificates"));
        }
    }
    Ok(revoked)
}

fn authority_of(field: &Element<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    let mut extensions = field.elements().expect(tag::SEQUENCE, "extensions")?.elements();
    while let Some(extension) = extensions.next("an extension")? {
        let mut parts = extension.elements();
        let kind = parts.expect(tag::OID, "an extension")?.value;
        parts.optional(tag::BOOLEAN, "an extension")?;
        if kind == oid::AUTHORITY_KEY_IDENTIFIER {
            return authority_key(&parts.any("an extension")?.octets("an extension")?);
        }
    }
    Ok(None)
}
