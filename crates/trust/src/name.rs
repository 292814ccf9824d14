//! Names of issuers and subjects (RFC 5280 §4.1.2.4), compared as Doc 9303-12 needs: by attributes, whichever string type
//! and case they are written in. Certificates and signatures of one issuer differ in both.

use crate::asn1::{Element, Malformed, tag};
use crate::oid;
use std::fmt;

/// How many attributes a name may have.
const MOST_ATTRIBUTES: usize = 64;

/// A distinguished name.
#[derive(Debug, Clone)]
pub struct Name {
    attributes: Vec<(Vec<u8>, String)>,
}

impl Name {
    /// Reads a Name.
    ///
    /// # Errors
    /// It is malformed.
    pub fn read(name: &Element<'_>) -> Result<Self, Malformed> {
        let mut attributes = Vec::new();
        let mut sets = name.elements();
        while let Some(set) = sets.next("a name")? {
            let mut pairs = set.elements();
            while let Some(pair) = pairs.next("a name")? {
                let mut pair = pair.elements();
                let kind = pair.expect(tag::OID, "an attribute of a name")?.value.to_vec();
                let value = pair.any("an attribute of a name")?.text();
                attributes.push((kind, value));
                if attributes.len() > MOST_ATTRIBUTES {
                    return Err(Malformed::TooMuch("a name"));
                }
            }
        }
        Ok(Self { attributes })
    }

    /// Its country in capitals, as `DE`; some old names have none.
    pub fn country(&self) -> Option<String> {
        self.attribute(oid::COUNTRY).map(|country| country.trim().to_uppercase())
    }

    /// Its common name.
    pub fn common_name(&self) -> Option<&str> {
        self.attribute(oid::COMMON_NAME)
    }

    /// Its locality; in an alternative name, the state's code as a zone has it (Doc 9303-12 §7.1.1).
    pub(crate) fn locality(&self) -> Option<&str> {
        self.attribute(oid::LOCALITY)
    }

    fn attribute(&self, kind: &[u8]) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| attribute == kind).map(|(_, value)| value.as_str())
    }

    fn comparable(&self) -> Vec<(&[u8], String)> {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.attributes.iter().map(|(kind, value)| (kind.as_slice(), plain(value))).collect()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.comparable() == other.comparable()
    }
}

impl Eq for Name {}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (kind, value)) in self.attributes.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            let label = match kind.as_slice() {
                oid::COMMON_NAME => "CN",
                oid::COUNTRY => "C",
                oid::ORGANIZATION => "O",
                oid::ORGANIZATIONAL_UNIT => "OU",
                oid::SERIAL_NUMBER => "serialNumber",
                oid::LOCALITY => "L",
                oid::STATE_OR_PROVINCE => "ST",
                other => &oid::written(other),
            };
            write!(f, "{label}={value}")?;
        }
        Ok(())
    }
}
