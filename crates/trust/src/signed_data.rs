//! Signed data (CMS, RFC 5652 §5), as security objects, master lists and deviation lists have it (Doc 9303-10 §4.6.2,
//! Doc 9303-12 §8), over the bytes as they stand.

use crate::algorithm::{Algorithm, AlgorithmError};
use crate::asn1::{self, Element, Malformed, tag};
use crate::certificate::Certificate;
use crate::hash::Hash;
use crate::key::{KeyError, Unsigned};
use crate::name::Name;
use crate::oid;
use jiff::Timestamp;
use thiserror::Error;

/// How many certificates may come with a signature.
const MOST_CERTIFICATES: usize = 32;

/// Content, who signed it, and how.
#[derive(Debug, Clone)]
pub struct SignedData {
    content_type: Vec<u8>,
    content: Vec<u8>,
    /// Certificates that come with it and can be read.
    pub certificates: Vec<Certificate>,
    signer: Signer,
}

#[derive(Debug, Clone)]
struct Signer {
    id: SignerId,
    digest: Option<Hash>,
    attributes: Option<Attributes>,
    algorithm: Result<Algorithm, AlgorithmError>,
    signature: Vec<u8>,
}

#[derive(Debug, Clone)]
enum SignerId {
    IssuerAndSerial(Name, Vec<u8>),
    SubjectKey(Vec<u8>),
}

#[derive(Debug, Clone)]
struct Attributes {
    /// As the SET OF that is signed.
    signed: Vec<u8>,
    content_type: Option<Vec<u8>>,
    digest: Option<Vec<u8>>,
    time: Option<Timestamp>,
}

/// Why a signature does not prove its content.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unproven {
    /// The content is not the one that was signed.
    #[error("the content was altered after it was signed")]
    Content,
    /// The content is said to be of another type than was signed.
    #[error("the content is of another type than was signed")]
    ContentType,
    /// The signature does not match.
    #[error(transparent)]
    Unsigned(#[from] Unsigned),
    /// It was signed in a way that is not supported.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmError),
    /// The signer's key is not supported.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl SignedData {
    /// Reads a ContentInfo that holds signed data.
    ///
    /// # Errors
    /// The bytes are none, or nobody signed.
    pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let (info, _) = Element::first(bytes, "signed data")?;
        if info.tag != tag::SEQUENCE {
            return Err(Malformed::Unexpected { what: "signed data", expected: tag::SEQUENCE, found: info.tag });
        }
        let mut parts = info.elements();
        if parts.expect(tag::OID, "the type of signed data")?.value != oid::SIGNED_DATA {
            return Err(Malformed::Value("the type of signed data"));
        }
        let data = parts.expect(tag::context(0), "signed data")?.elements().expect(tag::SEQUENCE, "signed data")?;
        let mut fields = data.elements();
        fields.expect(tag::INTEGER, "the version of signed data")?;
        fields.expect(tag::SET, "the hash functions of signed data")?;
        let mut capsule = fields.expect(tag::SEQUENCE, "the content of signed data")?.elements();
        let content_type = capsule.expect(tag::OID, "the type of the content")?.value.to_vec();
        let content = capsule.expect(tag::context(0), "the content of signed data")?;
        let content = content.elements().any("the content of signed data")?.octets("the content of signed data")?;
        let mut certificates = Vec::new();
        if let Some(set) = fields.optional(tag::context(0), "certificates")? {
            let mut set = set.elements();
            while let Some(element) = set.next("certificates")? {
                if certificates.len() >= MOST_CERTIFICATES {
                    return Err(Malformed::TooMuch("certificates beside a signature"));
                }
                // One that can't be read is as good as none: if it is the signer's, there is no signer.
                certificates.extend(Certificate::read(element.whole));
            }
        }
        fields.optional(tag::context(1), "revoked certificates")?;
        let signers = fields.expect(tag::SET, "signers")?;
        // Doc 9303-10 §4.6.2.2 has one signer; a second would prove nothing more.
        let signer = Signer::read(&signers.elements().expect(tag::SEQUENCE, "a signer")?)?;
        Ok(Self { content_type, content: content.into_owned(), certificates, signer })
    }

    /// The type of its content, as the octets of an object identifier.
    pub fn content_type(&self) -> &[u8] {
        &self.content_type
    }

    /// Its content: proven only once [`verify`](Self::verify) has passed.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// When it was signed, as the signer says; many don't.
    pub fn signing_time(&self) -> Option<Timestamp> {
        self.signer.attributes.as_ref().and_then(|attributes| attributes.time)
    }

    /// How it was signed.
    ///
    /// # Errors
    /// The algorithm is not supported.
    pub fn algorithm(&self) -> Result<Algorithm, AlgorithmError> {
        self.signer.algorithm.clone()
    }

    /// The certificate of the signer: among those that came with it, else among `others`.
    pub fn signer<'a>(&'a self, others: &'a [Certificate]) -> Option<&'a Certificate> {
        let named = |certificate: &&Certificate| self.signer.id.names(certificate);
        let own = self.certificates.iter().find(named);
        own.or_else(|| others.iter().find(named)).or(match self.certificates.as_slice() {
            // Some issuers name their signer wrongly. Whether the one certificate is the signer's, the signature says.
            [only] => Some(only),
            _ => None,
        })
    }

    /// Checks that the content was signed by the key of `signer`.
    ///
    /// # Errors
    /// It was not, it was altered, or it was signed in a way that is not supported.
    pub fn verify(&self, signer: &Certificate) -> Result<(), Unproven> {
        let algorithm = self.algorithm()?;
        let key = signer.key()?;
        let Some(attributes) = &self.signer.attributes else {
            return Ok(key.verify(algorithm, &self.content, &self.signer.signature)?);
        };
        let hash =
            self.signer.digest.ok_or_else(|| AlgorithmError::Unsupported("the hash function of a signer".into()))?;
        if attributes.digest.as_deref() != Some(&hash.of(&self.content)) {
            return Err(Unproven::Content);
        }
        if attributes.content_type.as_ref() != Some(&self.content_type) {
            return Err(Unproven::ContentType);
        }
        Ok(key.verify(algorithm, &attributes.signed, &self.signer.signature)?)
    }
}

impl Signer {
    fn read(signer: &Element<'_>) -> Result<Self, Malformed> {
        let mut fields = signer.elements();
        fields.expect(tag::INTEGER, "the version of a signer")?;
        let id = fields.any("the name of a signer")?;
        let id = match id.tag {
            tag::SEQUENCE => {
                let mut parts = id.elements();
                let issuer = Name::read(&parts.expect(tag::SEQUENCE, "the issuer of a signer")?)?;
                let serial = parts.expect(tag::INTEGER, "the serial number of a signer")?.value.to_vec();
                SignerId::IssuerAndSerial(issuer, serial)
            }
            // [0], and where BER makes it so, constructed.
            0x80 => SignerId::SubjectKey(id.value.to_vec()),
            0xA0 => SignerId::SubjectKey(
                id.elements().any("the key of a signer")?.octets("the key of a signer")?.into_owned(),
            ),
            _ => return Err(Malformed::Value("the name of a signer")),
        };
        let digest = Hash::of_algorithm(&fields.expect(tag::SEQUENCE, "the hash function of a signer")?)?;
        let attributes = match fields.optional(tag::context(0), "signed attributes")? {
            Some(attributes) => Some(Attributes::read(&attributes)?),
            None => None,
        };
        let algorithm = Algorithm::read(&fields.expect(tag::SEQUENCE, "the algorithm of a signer")?, digest);
        let signature = fields.any("a signature")?.octets("a signature")?.into_owned();
        Ok(Self { id, digest, attributes, algorithm, signature })
    }
}

impl SignerId {
    fn names(&self, certificate: &Certificate) -> bool {
        match self {
            SignerId::IssuerAndSerial(issuer, serial) => {
                asn1::without_zeros(&certificate.serial) == asn1::without_zeros(serial) && certificate.issuer == *issuer
            }
            SignerId::SubjectKey(key) => certificate.extensions.subject_key.as_ref() == Some(key),
        }
    }
}

impl Attributes {
    fn read(field: &Element<'_>) -> Result<Self, Malformed> {
        let signed = if field.is_indefinite() {
            // What is signed is DER (RFC 5652 §5.4); only the tag and the length stand otherwise here.
            asn1::object(tag::SET, field.value)
        } else {
            let mut signed = field.whole.to_vec();
            if let Some(first) = signed.first_mut() {
                *first = 0x31;
            }
            signed
        };
        let mut read = Self { signed, content_type: None, digest: None, time: None };
        let mut attributes = field.elements();
        while let Some(attribute) = attributes.next("a signed attribute")? {
            let mut parts = attribute.elements();
            let kind = parts.expect(tag::OID, "a signed attribute")?.value;
            let mut values = parts.expect(tag::SET, "a signed attribute")?.elements();
            match kind {
                oid::CONTENT_TYPE => {
                    read.content_type = Some(values.expect(tag::OID, "the type of the content")?.value.to_vec());
                }
                oid::MESSAGE_DIGEST => {
                    let digest = values.any("the digest of the content")?;
                    read.digest = Some(digest.octets("the digest of the content")?.into_owned());
                }
                // A time that can't be read is none: it proves nothing by itself.
                oid::SIGNING_TIME => {
                    read.time = asn1::time(&values.any("the time of signing")?, "the time of signing").ok();
                }
                _ => {}
            }
        }
        Ok(read)
    }
}
