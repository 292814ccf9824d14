//! Master lists of CSCA certificates (Doc 9303-12 §8, CscaMasterList), which states sign and publish.

use crate::asn1::{Element, Malformed, tag};
use crate::certificate::Certificate;
use crate::oid;
use crate::signed_data::SignedData;
use jiff::Timestamp;
use thiserror::Error;

/// The longest list, in octets; those published have less than 1 MB.
pub const MOST_OCTETS: usize = 16 * 1024 * 1024;
/// How many certificates a list may have.
const MOST_CERTIFICATES: usize = 20_000;

/// A master list as it stands; what it lists is trusted only once its signature is proven and its signer is.
#[derive(Debug, Clone)]
pub struct MasterList {
    /// The signature and what comes with it: the signer's certificate and, as a rule, its CSCA's.
    pub signed: SignedData,
    /// The certificates that it lists and that can be read.
    pub certificates: Vec<Certificate>,
    /// How many could not be read.
    pub unreadable: usize,
}

/// Why bytes are no master list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MasterListError {
    /// They can't be read.
    #[error("the master list can't be read: {0}")]
    Malformed(#[from] Malformed),
    /// Something else is signed in it.
    #[error("the file is signed, but it is no master list ({0})")]
    Content(String),
}

impl MasterList {
    /// Reads a master list.
    ///
    /// # Errors
    /// The bytes are none.
    pub fn read(bytes: &[u8]) -> Result<Self, MasterListError> {
        const WHAT: &str = "a master list";
        if bytes.len() > MOST_OCTETS {
            return Err(Malformed::TooMuch(WHAT).into());
        }
        let signed = SignedData::read(bytes)?;
        if signed.content_type() != oid::MASTER_LIST {
            return Err(MasterListError::Content(oid::written(signed.content_type())));
        }
        let mut fields = Element::only(signed.content(), tag::SEQUENCE, WHAT)?.elements();
        fields.expect(tag::INTEGER, "the version of a master list")?;
        let set = fields.expect(tag::SET, "the certificates of a master list")?;
        let (mut certificates, mut unreadable) = (Vec::new(), 0);
        let mut elements = set.elements();
        while let Some(element) = elements.next("the certificates of a master list")? {
            if certificates.len() + unreadable >= MOST_CERTIFICATES {
                return Err(Malformed::TooMuch(WHAT).into());
            }
            match Certificate::read(element.whole) {
                Ok(certificate) => certificates.push(certificate),
                Err(_) => unreadable += 1,
            }
        }
        Ok(Self { signed, certificates, unreadable })
    }

    /// When it was signed, as the signer says: a list that is older than the one in force is to be refused.
    pub fn signing_time(&self) -> Option<Timestamp> {
        self.signed.signing_time()
    }
}
