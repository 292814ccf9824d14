//! Certificates of the travel documents' own infrastructure (Doc 9303-12 §7.1; RFC 5280 §4.1), read over the bytes that
//! their issuers signed.

use crate::algorithm::{Algorithm, AlgorithmError};
use crate::asn1::{self, Element, Malformed, tag};
use crate::hash::Hash;
use crate::key::{KeyError, PublicKey, Unsigned};
use crate::name::Name;
use crate::oid;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use std::ops::Range;
use thiserror::Error;

/// The longest certificate, in octets; those in use have less than 3,000.
const MOST_OCTETS: usize = 64 * 1024;
/// How many extensions a certificate may have.
const MOST_EXTENSIONS: usize = 64;

/// A certificate.
#[derive(Debug, Clone)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Range<usize>,
    algorithm: Result<Algorithm, AlgorithmError>,
    signature: Vec<u8>,
    key: Result<PublicKey, KeyError>,
    /// Its number, as the issuer gave it: octets of an INTEGER, which may be negative in old ones.
    pub serial: Vec<u8>,
    /// Who signed it.
    pub issuer: Name,
    /// Whose key it vouches for.
    pub subject: Name,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
    /// What its extensions say.
    pub extensions: Extensions,
}

/// What the extensions say that documents need (Doc 9303-12 §7.1.1, table 6).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Names its own key.
    pub subject_key: Option<Vec<u8>>,
    /// Names the key that signed it.
    pub authority_key: Option<Vec<u8>>,
    /// Whether it may issue certificates; `None` where it doesn't say.
    pub is_authority: Option<bool>,
    /// Whether its key may sign certificates; `None` where it doesn't say.
    pub signs_certificates: Option<bool>,
    /// From when its private key may be used.
    pub private_key_from: Option<Timestamp>,
    /// Until when.
    pub private_key_until: Option<Timestamp>,
    /// The state's code as zones have it.
    pub state: Option<String>,
    /// The codes of documents that it may sign, as zones have them; empty where it doesn't say.
    pub document_types: Vec<String>,
    /// Uses that it is limited to.
    pub(crate) uses: Vec<Vec<u8>>,
}

/// Why bytes are no certificate that can be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the certificate can't be read: {0}")]
pub struct CertificateError(#[from] pub Malformed);

/// Why a certificate is not proven to be its issuer's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotIssued {
    /// The signature does not match.
    #[error(transparent)]
    Unsigned(#[from] Unsigned),
    /// It was signed in a way that is not supported.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmError),
    /// The issuer's key can't be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// The bytes are none. A key or an algorithm that is not supported is no error until it is needed.
    pub fn read(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MOST_OCTETS {
            return Err(Malformed::TooMuch("a certificate").into());
        }
        let whole = Element::only(der, tag::SEQUENCE, "a certificate")?;
        let mut parts = whole.elements();
        let signed = parts.expect(tag::SEQUENCE, "the signed part of a certificate")?;
        let outer = parts.expect(tag::SEQUENCE, "the algorithm of a certificate")?;
        let signature = parts.expect(tag::BIT_STRING, "the signature of a certificate")?.bits("a signature")?.to_vec();
        parts.end("a certificate")?;

        let mut fields = signed.elements();
        fields.optional(tag::context(0), "the version of a certificate")?;
        let serial = fields.expect(tag::INTEGER, "the serial number of a certificate")?.value.to_vec();
        let inner = fields.expect(tag::SEQUENCE, "the algorithm of a certificate")?;
        if inner.value != outer.value {
            // RFC 5280 §4.1.1.2: they must be the same; the inner one is signed.
            return Err(Malformed::Value("the algorithm of a certificate").into());
        }
        let issuer = Name::read(&fields.expect(tag::SEQUENCE, "the issuer of a certificate")?)?;
        let mut validity = fields.expect(tag::SEQUENCE, "the validity of a certificate")?.elements();
        let not_before = asn1::time(&validity.any("the begin of a certificate")?, "the begin of a certificate")?;
        let not_after = asn1::time(&validity.any("the end of a certificate")?, "the end of a certificate")?;
        let subject = Name::read(&fields.expect(tag::SEQUENCE, "the subject of a certificate")?)?;
        let key = PublicKey::read(&fields.expect(tag::SEQUENCE, "the key of a certificate")?);
        let mut extensions = Extensions::default();
        while let Some(field) = fields.next("a certificate")? {
            if field.tag == tag::context(3) {
                extensions = Extensions::read(&field)?;
            }
        }
        let start = signed.whole.as_ptr() as usize - der.as_ptr() as usize;
        Ok(Self {
            signed: start..start + signed.whole.len(),
            algorithm: Algorithm::read(&inner, None),
            signature,
            key,
            serial,
            issuer,
            subject,
            not_before,
            not_after,
            extensions,
            der: der.to_vec(),
        })
    }

    /// Its bytes, as they were read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The key that it vouches for.
    ///
    /// # Errors
    /// The key is of a kind that is not supported.
    pub fn key(&self) -> Result<&PublicKey, KeyError> {
        self.key.as_ref().map_err(KeyError::clone)
    }

    /// How it was signed.
    ///
    /// # Errors
    /// The algorithm is not supported.
    pub fn algorithm(&self) -> Result<Algorithm, AlgorithmError> {
        self.algorithm.clone()
    }

    /// The SHA-256 of its bytes in hexadecimal, by which people compare certificates.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&Hash::Sha256.of(&self.der))
    }

    /// Checks that it was signed by the key of `issuer`.
    ///
    /// # Errors
    /// It was not, or in a way that is not supported.
    pub fn issued_by(&self, issuer: &Certificate) -> Result<(), NotIssued> {
        let signed = self.der.get(self.signed.clone()).unwrap_or_default();
        Ok(issuer.key()?.verify(self.algorithm()?, signed, &self.signature)?)
    }

    /// Whether it is a signer's of seals: limited to sealing, or named as the headers of seals name who signed them, by its
    /// country and two letters (Doc 9303-13 §4.2).
    pub fn seals(&self) -> bool {
        if self.may_issue() {
            return false;
        }
        let country = self.subject.country().filter(|country| country.len() == 2).unwrap_or_default();
        let name = self.subject.common_name().unwrap_or_default().trim().to_uppercase();
        let letters = name.strip_prefix(&country).filter(|_| name.len() == 4).unwrap_or(&name);
        let is_named =
            !country.is_empty() && letters.len() == 2 && letters.bytes().all(|letter| letter.is_ascii_alphanumeric());
        is_named || self.extensions.uses.iter().any(|use_| use_ == oid::SEALING)
    }

    /// Whether issuer and subject are the same.
    pub fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Whether it may issue others. The use of its key says so; link certificates in use contradict it in their basic
    /// constraints. Certificates of version 1 say nothing.
    pub fn may_issue(&self) -> bool {
        let extensions = &self.extensions;
        extensions.signs_certificates.or(extensions.is_authority).unwrap_or_else(|| self.is_self_issued())
    }

    /// The state or organization of its subject, or else of its issuer: two letters, as a rule.
    pub fn country(&self) -> Option<String> {
        self.subject.country().or_else(|| self.issuer.country())
    }

    /// Whether a moment lies within its validity.
    pub fn is_valid_at(&self, moment: Timestamp) -> bool {
        (self.not_before..=self.not_after).contains(&moment)
    }

    /// Whether its private key may have been used at a moment: within its usage period and its validity.
    pub fn may_sign_at(&self, moment: Timestamp) -> bool {
        self.is_valid_at(moment)
            && self.extensions.private_key_from.is_none_or(|from| from <= moment)
            && self.extensions.private_key_until.is_none_or(|until| moment <= until)
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Extensions {
    fn read(field: &Element<'_>) -> Result<Self, Malformed> {
        let mut read = Self::default();
        let mut extensions = field.elements().expect(tag::SEQUENCE, "extensions")?.elements();
        let mut count = 0;
        while let Some(extension) = extensions.next("an extension")? {
            count += 1;
            if count > MOST_EXTENSIONS {
                return Err(Malformed::TooMuch("the extensions of a certificate"));
            }
            let mut parts = extension.elements();
            let kind = parts.expect(tag::OID, "an extension")?.value;
            parts.optional(tag::BOOLEAN, "an extension")?;
            let octets = parts.any("an extension")?.octets("an extension")?;
            read.take(kind, &octets)?;
        }
        Ok(read)
    }

    fn take(&mut self, kind: &[u8], octets: &[u8]) -> Result<(), Malformed> {
        match kind {
            oid::SUBJECT_KEY_IDENTIFIER => {
                self.subject_key = Some(Element::only(octets, tag::OCTET_STRING, "the subject's key")?.value.to_vec());
            }
            oid::AUTHORITY_KEY_IDENTIFIER => self.authority_key = authority_key(octets)?,
            oid::BASIC_CONSTRAINTS => {
                let mut parts = Element::only(octets, tag::SEQUENCE, "basic constraints")?.elements();
                let authority = parts.optional(tag::BOOLEAN, "basic constraints")?;
                self.is_authority = Some(authority.is_some_and(|authority| authority.value != [0]));
            }
            oid::KEY_USAGE => {
                let usage = Element::only(octets, tag::BIT_STRING, "key usage")?;
                let bits = usage.value.get(1).copied().unwrap_or(0);
                self.signs_certificates = Some(bits & 0x04 != 0);
            }
            oid::PRIVATE_KEY_USAGE_PERIOD => {
                let mut parts = Element::only(octets, tag::SEQUENCE, "private key usage")?.elements();
                while let Some(part) = parts.next("private key usage")? {
                    let moment = asn1::generalized(part.value).ok_or(Malformed::Value("private key usage"))?;
                    match part.tag {
                        0x80 => self.private_key_from = Some(moment),
                        0x81 => self.private_key_until = Some(moment),
                        _ => return Err(Malformed::Value("private key usage")),
                    }
                }
            }
            oid::SUBJECT_ALTERNATIVE_NAME => {
                let mut names = Element::only(octets, tag::SEQUENCE, "an alternative name")?.elements();
                while let Some(name) = names.next("an alternative name")? {
                    // directoryName, which holds the state's code as its locality.
                    if name.tag == tag::context(4) {
                        let name = Name::read(&name.elements().any("an alternative name")?)?;
                        self.state = name.locality().map(|state| state.trim().to_uppercase());
                    }
                }
            }
            oid::DOCUMENT_TYPE_LIST => self.document_types = document_types(octets).unwrap_or_default(),
            oid::EXTENDED_KEY_USAGE => {
                let mut uses = Element::only(octets, tag::SEQUENCE, "extended key usage")?.elements();
                while let Some(use_) = uses.next("extended key usage")? {
                    self.uses.push(use_.value.to_vec());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The codes of a DocumentTypeList (Doc 9303-12 §7.1.1.6). One that is written otherwise limits nothing: a certificate is
/// not refused for it.
fn document_types(octets: &[u8]) -> Result<Vec<String>, Malformed> {
    let mut parts = Element::only(octets, tag::SEQUENCE, "the types of documents")?.elements();
    parts.expect(tag::INTEGER, "the version of the types of documents")?;
    let mut types = parts.expect(tag::SET, "the types of documents")?.elements();
    let mut codes = Vec::new();
    while let Some(code) = types.next("a type of document")? {
        codes.push(code.text().trim_end_matches('<').to_owned());
    }
    Ok(codes)
}

/// The key that an AuthorityKeyIdentifier names.
pub(crate) fn authority_key(octets: &[u8]) -> Result<Option<Vec<u8>>, Malformed> {
    let mut parts = Element::only(octets, tag::SEQUENCE, "the issuer's key")?.elements();
    Ok(parts.optional(tag::context_simple(0), "the issuer's key")?.map(|key| key.value.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_that_a_signer_may_sign_are_read() {
        let codes = asn1::object(tag::SET, &asn1::object_of(tag::PRINTABLE_STRING, ["V<"]));
        let list = asn1::object_of(tag::SEQUENCE, [asn1::write_integer(&[0]), codes]);
        assert_eq!(document_types(&list), Ok(vec!["V".to_owned()]));
        let mut extensions = Extensions::default();
        assert!(extensions.take(oid::DOCUMENT_TYPE_LIST, &[1, 2, 3]).is_ok() && extensions.document_types.is_empty());
    }
}
