//! How a signature was made: the algorithms of Doc 9303-12 §4.1.6, as AlgorithmIdentifiers name them.

use crate::asn1::{Element, Malformed, tag};
use crate::hash::Hash;
use crate::oid;
use std::fmt;
use thiserror::Error;

/// A signature algorithm with what it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA, the signature in DER.
    Ecdsa(Hash),
    /// ECDSA, r and s side by side (TR-03111 §5.2.1).
    EcdsaPlain(Hash),
    /// RSA as PKCS#1 v1.5 has it.
    RsaPkcs1(Hash),
    /// RSA-PSS.
    RsaPss {
        /// Of the message.
        hash: Hash,
        /// Of the mask (MGF1).
        mask: Hash,
        /// The salt, in octets.
        salt: usize,
    },
}

/// An algorithm that is not read here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AlgorithmError {
    /// Its identifier says nothing to us.
    #[error("the algorithm {0} is not supported")]
    Unsupported(String),
    /// It is written wrongly.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

impl Algorithm {
    /// The algorithm of an AlgorithmIdentifier. `digest` is the hash function that stands beside it in a SignerInfo: some
    /// issuers name only the kind of key there.
    ///
    /// # Errors
    /// It is malformed or not supported.
    pub fn read(identifier: &Element<'_>, digest: Option<Hash>) -> Result<Self, AlgorithmError> {
        let mut parts = identifier.elements();
        let named = parts.expect(tag::OID, "a signature algorithm")?.value;
        let unsupported = || AlgorithmError::Unsupported(oid::written(named));
        if named == oid::RSA_PSS {
            return match parts.next("parameters of RSA-PSS")? {
                Some(parameters) if parameters.tag == tag::SEQUENCE => Self::pss(&parameters),
                // A SignerInfo may leave them to the digest beside it; RFC 4055 §3.1 has SHA-1 by default.
                _ => {
                    let hash = digest.unwrap_or(Hash::Sha1);
                    Ok(Algorithm::RsaPss { hash, mask: hash, salt: hash.octets() })
                }
            };
        }
        if named == oid::RSA {
            return digest.map(Algorithm::RsaPkcs1).ok_or_else(unsupported);
        }
        if named == oid::EC_PUBLIC_KEY {
            return digest.map(Algorithm::Ecdsa).ok_or_else(unsupported);
        }
        type Kind = fn(Hash) -> Algorithm;
        let kinds: [(Kind, [&[u8]; 5]); 3] = [
            (Algorithm::RsaPkcs1, [oid::RSA_SHA1, oid::RSA_SHA224, oid::RSA_SHA256, oid::RSA_SHA384, oid::RSA_SHA512]),
            (
                Algorithm::Ecdsa,
                [oid::ECDSA_SHA1, oid::ECDSA_SHA224, oid::ECDSA_SHA256, oid::ECDSA_SHA384, oid::ECDSA_SHA512],
            ),
            (
                Algorithm::EcdsaPlain,
                [
                    oid::PLAIN_ECDSA_SHA1,
                    oid::PLAIN_ECDSA_SHA224,
                    oid::PLAIN_ECDSA_SHA256,
                    oid::PLAIN_ECDSA_SHA384,
                    oid::PLAIN_ECDSA_SHA512,
                ],
            ),
        ];
        for (kind, identifiers) in kinds {
            for (hash, identifier) in Hash::ALL.into_iter().zip(identifiers) {
                if identifier == named {
                    return Ok(kind(hash));
                }
            }
        }
        Err(unsupported())
    }

    /// RSASSA-PSS-params (RFC 4055 §3.1), whose defaults are of SHA-1.
    fn pss(parameters: &Element<'_>) -> Result<Self, AlgorithmError> {
        let (mut hash, mut mask, mut salt) = (Hash::Sha1, Hash::Sha1, 20);
        let mut fields = parameters.elements();
        while let Some(field) = fields.next("parameters of RSA-PSS")? {
            let inner = || field.elements().any("parameters of RSA-PSS");
            let function = |algorithm: &Element<'_>| -> Result<Hash, AlgorithmError> {
                Hash::of_algorithm(algorithm)?.ok_or(AlgorithmError::Unsupported("a hash function of RSA-PSS".into()))
            };
            match field.tag & 0xFF {
                0xA0 => hash = function(&inner()?)?,
                0xA1 => {
                    let mut generator = inner()?.elements();
                    let name = generator.expect(tag::OID, "the mask of RSA-PSS")?.value;
                    if name != oid::MGF1 {
                        return Err(AlgorithmError::Unsupported(oid::written(name)));
                    }
                    mask = function(&generator.expect(tag::SEQUENCE, "the mask of RSA-PSS")?)?;
                }
                0xA2 => salt = inner()?.small("the salt of RSA-PSS")? as usize,
                0xA3 if inner()?.small("the trailer of RSA-PSS")? == 1 => {}
                _ => return Err(Malformed::Value("parameters of RSA-PSS").into()),
            }
        }
        Ok(Algorithm::RsaPss { hash, mask, salt })
    }

    /// The hash function that the message is signed by.
    pub fn hash(self) -> Hash {
        match self {
            Algorithm::Ecdsa(hash) | Algorithm::EcdsaPlain(hash) | Algorithm::RsaPkcs1(hash) => hash,
            Algorithm::RsaPss { hash, .. } => hash,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Algorithm::Ecdsa(_) | Algorithm::EcdsaPlain(_) => "ECDSA",
            Algorithm::RsaPkcs1(_) => "RSA",
            Algorithm::RsaPss { .. } => "RSA-PSS",
        };
        write!(f, "{kind} with {}", self.hash().name())
    }
}
