//! Keys, certificates, security objects and lists as states make them, for tests and for the simulated chip.
//!
//! Nothing here is for use at a border: keys are drawn from what the caller gives, RSA keys are published in this folder.

mod documents;
mod secret;

pub use documents::{
    Authority, Deviation, Profile, deviation_list, master_list, revocation_list, security_object, signed_data,
};
pub use secret::Secret;

use crate::algorithm::Algorithm;
use crate::asn1::{self, tag};
use crate::hash::Hash;
use crate::oid;

/// An AlgorithmIdentifier of a signature algorithm.
pub fn identifier(algorithm: Algorithm) -> Vec<u8> {
    let plain = |identifiers: [&[u8]; 5], hash: Hash, null: bool| {
        let at = Hash::ALL.iter().position(|other| *other == hash).unwrap_or_default();
        let mut value = asn1::object(tag::OID, identifiers[at]);
        if null {
            value.extend(asn1::object(tag::NULL, &[]));
        }
        asn1::object(tag::SEQUENCE, &value)
    };
    match algorithm {
        Algorithm::Ecdsa(hash) => plain(
            [oid::ECDSA_SHA1, oid::ECDSA_SHA224, oid::ECDSA_SHA256, oid::ECDSA_SHA384, oid::ECDSA_SHA512],
            hash,
            false,
        ),
        Algorithm::EcdsaPlain(hash) => plain(
            [
                oid::PLAIN_ECDSA_SHA1,
                oid::PLAIN_ECDSA_SHA224,
                oid::PLAIN_ECDSA_SHA256,
                oid::PLAIN_ECDSA_SHA384,
                oid::PLAIN_ECDSA_SHA512,
            ],
            hash,
            false,
        ),
        Algorithm::RsaPkcs1(hash) => {
            plain([oid::RSA_SHA1, oid::RSA_SHA224, oid::RSA_SHA256, oid::RSA_SHA384, oid::RSA_SHA512], hash, true)
        }
        Algorithm::RsaPss { hash, mask, salt } => {
            let generator = asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, oid::MGF1), mask.algorithm()]);
            let salt = asn1::write_integer(&[u8::try_from(salt).unwrap_or(u8::MAX)]);
            let parameters = [
                asn1::object(tag::context(0), &hash.algorithm()),
                asn1::object(tag::context(1), &generator),
                asn1::object(tag::context(2), &salt),
            ];
            let parameters = asn1::object_of(tag::SEQUENCE, parameters);
            asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, oid::RSA_PSS), parameters])
        }
    }
}
