//! The document security object EF.SOD (Doc 9303-10 §4.6.2): digests of a chip's data groups, signed by the issuing state.

use crate::asn1::{Element, Malformed, tag};
use crate::hash::Hash;
use crate::oid;
use crate::signed_data::SignedData;
use std::collections::BTreeMap;
use thiserror::Error;

/// The longest security object, in octets.
pub const MOST_OCTETS: usize = 256 * 1024;
/// The tag of EF.SOD.
pub const TAG: u32 = 0x77;

/// A security object, as it stands; nothing in it is proven before its signature is.
#[derive(Debug, Clone)]
pub struct SecurityObject {
    /// The signature and what comes with it.
    pub signed: SignedData,
    /// By which function the data groups were hashed.
    pub hash: Hash,
    /// The digest of each data group that the document has, by its number 1 to 16.
    pub digests: BTreeMap<u8, Vec<u8>>,
    /// The version of the logical data structure, where it is said (version 1 of the object).
    pub lds_version: Option<String>,
}

/// Why bytes are no security object.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SecurityObjectError {
    /// They can't be read.
    #[error("EF.SOD can't be read: {0}")]
    Malformed(#[from] Malformed),
    /// Something else is signed in it.
    #[error("EF.SOD holds signed data of another kind ({0})")]
    Content(String),
    /// The data groups were hashed by a function that is not known.
    #[error("EF.SOD hashes its data groups by a function that is not supported")]
    Hash,
}

impl SecurityObject {
    /// Reads EF.SOD; what follows the object in the file is passed over.
    ///
    /// # Errors
    /// The bytes are no security object.
    pub fn read(file: &[u8]) -> Result<Self, SecurityObjectError> {
        if file.len() > MOST_OCTETS {
            return Err(Malformed::TooMuch("EF.SOD").into());
        }
        let (outer, _) = Element::first(file, "EF.SOD")?;
        let signed = match outer.tag {
            TAG => SignedData::read(outer.value)?,
            tag::SEQUENCE => SignedData::read(file)?,
            found => return Err(Malformed::Unexpected { what: "EF.SOD", expected: TAG, found }.into()),
        };
        if signed.content_type() != oid::LDS_SECURITY_OBJECT {
            return Err(SecurityObjectError::Content(oid::written(signed.content_type())));
        }
        let mut fields = Element::only(signed.content(), tag::SEQUENCE, "the security object")?.elements();
        fields.expect(tag::INTEGER, "the version of the security object")?;
        let hash = Hash::of_algorithm(&fields.expect(tag::SEQUENCE, "the hash function of the security object")?)?
            .ok_or(SecurityObjectError::Hash)?;
        let mut digests = BTreeMap::new();
        let mut entries = fields.expect(tag::SEQUENCE, "the digests of data groups")?.elements();
        while let Some(entry) = entries.next("the digest of a data group")? {
            let mut parts = entry.elements();
            let group =
                parts.expect(tag::INTEGER, "the number of a data group")?.small("the number of a data group")?;
            let group = u8::try_from(group).ok().filter(|group| (1..=16).contains(group));
            let group = group.ok_or(Malformed::Value("the number of a data group"))?;
            let digest = parts.any("the digest of a data group")?.octets("the digest of a data group")?.into_owned();
            if digests.insert(group, digest).is_some() {
                return Err(Malformed::Value("a data group with two digests").into());
            }
        }
        let lds_version = match fields.optional(tag::SEQUENCE, "the version of the data structure")? {
            Some(versions) => Some(versions.elements().any("the version of the data structure")?.text()),
            None => None,
        };
        Ok(Self { signed, hash, digests, lds_version })
    }

    /// Whether a data group's file has the digest that stands here; `None` where none stands. Some readers add octets
    /// behind the data group when they save it; they are no part of it.
    pub fn matches(&self, group: u8, file: &[u8]) -> Option<bool> {
        let digest = self.digests.get(&group)?;
        let data = Element::first(file, "a data group").map_or(file, |(element, _)| element.whole);
        Some(self.hash.of(file) == *digest || self.hash.of(data) == *digest)
    }
}
