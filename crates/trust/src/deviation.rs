//! Deviations that a state declares of its own documents (Doc 9303-3 §7, Doc 9303-12 §9, DeviationList): errors of whole
//! series, which make a check fail though the document is the state's.
//!
//! A declaration changes no verdict. It is shown beside it, and a person weighs both.

use crate::asn1::{self, Element, Malformed, tag};
use crate::certificate::Certificate;
use crate::hash::Hash;
use crate::name::Name;
use crate::oid;
use crate::signed_data::SignedData;
use jiff::Timestamp;

/// The longest list, in octets.
const MOST_OCTETS: usize = 4 * 1024 * 1024;
/// How many deviations, descriptions and numbers a list may have, of each.
const MOST_ENTRIES: usize = 10_000;

/// A state's list of deviations as it stands; it counts once its signature is proven and its signer is.
#[derive(Debug, Clone)]
pub struct DeviationList {
    /// The signature and what comes with it.
    pub signed: SignedData,
    der: Vec<u8>,
    hash: Option<Hash>,
    deviations: Vec<Deviation>,
}

#[derive(Debug, Clone)]
struct Deviation {
    documents: Documents,
    declared: Vec<Declared>,
}

/// What a state declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// What is wrong.
    pub kind: DeviationKind,
    /// The state's own words, in English as a rule.
    pub text: Option<String>,
}

/// What may be wrong with a series of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeviationKind {
    /// The signature over the signer's certificate.
    SignerSignature,
    /// The encoding of the signer's certificate.
    SignerEncoding,
    /// The encoding of the CSCA's certificate.
    AuthorityEncoding,
    /// The key for active authentication, which others know.
    ActiveAuthenticationKey,
    /// The encoding of a data group.
    GroupMalformed,
    /// The digest of a data group.
    GroupDigest,
    /// The signature over the security object.
    SecurityObjectSignature,
    /// EF.COM, which lists other data groups.
    CommonFile,
    /// What stands in the zone.
    ZoneData,
    /// Check digits of the zone.
    ZoneCheckDigit,
    /// The chip, which can't be read.
    Chip,
    /// Something else.
    Other,
}

/// Which documents a deviation is of; what is not said limits nothing.
#[derive(Debug, Clone, Default)]
struct Documents {
    kind: Option<String>,
    signer: Option<SignerIs>,
    issued: Option<(Timestamp, Timestamp)>,
    numbers: Vec<String>,
}

#[derive(Debug, Clone)]
enum SignerIs {
    Issued(Name, Vec<u8>),
    Key(Vec<u8>),
    Digest(Vec<u8>),
}

impl DeviationList {
    /// Reads a list of deviations.
    ///
    /// # Errors
    /// The bytes are none.
    pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "a list of deviations";
        if bytes.len() > MOST_OCTETS {
            return Err(Malformed::TooMuch(WHAT));
        }
        let signed = SignedData::read(bytes)?;
        if signed.content_type() != oid::DEVIATION_LIST {
            return Err(Malformed::Value(WHAT));
        }
        let mut fields = Element::only(signed.content(), tag::SEQUENCE, WHAT)?.elements();
        fields.expect(tag::INTEGER, "the version of a list of deviations")?;
        let hash = match fields.optional(tag::SEQUENCE, WHAT)? {
            Some(algorithm) => Hash::of_algorithm(&algorithm)?,
            None => None,
        };
        let mut deviations = Vec::new();
        let mut entries = fields.expect(tag::SET, "deviations")?.elements();
        while let Some(entry) = entries.next("a deviation")? {
            if deviations.len() >= MOST_ENTRIES {
                return Err(Malformed::TooMuch(WHAT));
            }
            deviations.push(Deviation::read(&entry)?);
        }
        Ok(Self { signed, der: bytes.to_vec(), hash, deviations })
    }

    /// Its bytes, as they were read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// When it was signed; `None` where it does not say.
    pub fn signing_time(&self) -> Option<Timestamp> {
        self.signed.signing_time()
    }

    /// What the state declares of documents of this signer and zone.
    pub fn of<'a>(&'a self, signer: &'a Certificate, zone: Option<&'a [String]>) -> impl Iterator<Item = &'a Declared> {
        let covering =
            self.deviations.iter().filter(move |deviation| deviation.documents.cover(signer, zone, self.hash));
        covering.flat_map(|deviation| &deviation.declared)
    }

    /// How many deviations it declares.
    pub fn len(&self) -> usize {
        self.deviations.len()
    }

    /// Whether it declares none.
    pub fn is_empty(&self) -> bool {
        self.deviations.is_empty()
    }
}

impl Deviation {
    fn read(entry: &Element<'_>) -> Result<Self, Malformed> {
        let mut parts = entry.elements();
        let documents = Documents::read(&parts.expect(tag::SEQUENCE, "the documents of a deviation")?)?;
        let mut declared = Vec::new();
        let mut descriptions = parts.expect(tag::SET, "the descriptions of a deviation")?.elements();
        while let Some(description) = descriptions.next("the description of a deviation")? {
            if declared.len() >= MOST_ENTRIES {
                return Err(Malformed::TooMuch("the descriptions of a deviation"));
            }
            let mut fields = description.elements();
            let mut field = fields.any("the description of a deviation")?;
            let mut text = None;
            if field.tag != tag::OID {
                text = Some(field.text());
                field = fields.expect(tag::OID, "the kind of a deviation")?;
            }
            declared.push(Declared { kind: DeviationKind::of(field.value), text });
        }
        Ok(Self { documents, declared })
    }
}

impl DeviationKind {
    /// A word for programs.
    pub fn code(self) -> &'static str {
        match self {
            DeviationKind::SignerSignature => "signer_signature",
            DeviationKind::SignerEncoding => "signer_encoding",
            DeviationKind::AuthorityEncoding => "authority_encoding",
            DeviationKind::ActiveAuthenticationKey => "active_authentication_key",
            DeviationKind::GroupMalformed => "group_malformed",
            DeviationKind::GroupDigest => "group_digest",
            DeviationKind::SecurityObjectSignature => "security_object_signature",
            DeviationKind::CommonFile => "common_file",
            DeviationKind::ZoneData => "zone_data",
            DeviationKind::ZoneCheckDigit => "zone_check_digit",
            DeviationKind::Chip => "chip",
            DeviationKind::Other => "other",
        }
    }

    fn of(identifier: &[u8]) -> Self {
        match identifier.strip_prefix(oid::DEVIATION_LIST).unwrap_or_default() {
            [1, 1] => DeviationKind::SignerSignature,
            [1, 2] => DeviationKind::SignerEncoding,
            [1, 3] => DeviationKind::AuthorityEncoding,
            [1, 4] => DeviationKind::ActiveAuthenticationKey,
            [2, 1] => DeviationKind::GroupMalformed,
            [2, 2] => DeviationKind::GroupDigest,
            [2, 3] => DeviationKind::SecurityObjectSignature,
            [2, 4] => DeviationKind::CommonFile,
            [3, 1] => DeviationKind::ZoneData,
            [3, 2] => DeviationKind::ZoneCheckDigit,
            [4, ..] => DeviationKind::Chip,
            _ => DeviationKind::Other,
        }
    }
}

impl Documents {
    fn read(documents: &Element<'_>) -> Result<Self, Malformed> {
        const WHAT: &str = "the documents of a deviation";
        let mut read = Self::default();
        let mut fields = documents.elements();
        while let Some(field) = fields.next(WHAT)? {
            match field.tag {
                0x80 => read.kind = Some(String::from_utf8_lossy(field.value).trim_end_matches('<').to_owned()),
                0xA1 => {
                    let mut parts = field.elements();
                    let issuer = Name::read(&parts.expect(tag::SEQUENCE, WHAT)?)?;
                    read.signer = Some(SignerIs::Issued(issuer, parts.expect(tag::INTEGER, WHAT)?.value.to_vec()));
                }
                0x82 => read.signer = Some(SignerIs::Key(field.value.to_vec())),
                0x83 => read.signer = Some(SignerIs::Digest(field.value.to_vec())),
                0xA4 => {
                    let mut parts = field.elements();
                    let first = asn1::time(&parts.any(WHAT)?, WHAT)?;
                    read.issued = Some((first, asn1::time(&parts.any(WHAT)?, WHAT)?));
                }
                0xA5 => {
                    let mut numbers = field.elements();
                    while let Some(number) = numbers.next(WHAT)? {
                        if read.numbers.len() >= MOST_ENTRIES {
                            return Err(Malformed::TooMuch(WHAT));
                        }
                        read.numbers.push(number.text());
                    }
                }
                _ => return Err(Malformed::Form(WHAT)),
            }
        }
        Ok(read)
    }

    /// Whether a document is among them. When it was issued the chip does not say with certainty: the signer's validity
    /// stands for it.
    fn cover(&self, signer: &Certificate, zone: Option<&[String]>, hash: Option<Hash>) -> bool {
        let by_signer = match &self.signer {
            None => true,
            Some(SignerIs::Issued(issuer, serial)) => {
                signer.issuer == *issuer && asn1::without_zeros(&signer.serial) == asn1::without_zeros(serial)
            }
            Some(SignerIs::Key(key)) => signer.extensions.subject_key.as_ref() == Some(key),
            Some(SignerIs::Digest(digest)) => hash.is_some_and(|hash| hash.of(signer.der()) == *digest),
        };
        let code = zone.and_then(|zone| zone.first()).and_then(|line| line.get(..2));
        let by_kind = self.kind.as_ref().is_none_or(|kind| code.is_some_and(|code| code.starts_with(kind.as_str())));
        let number = zone.and_then(number);
        let by_number =
            self.numbers.is_empty() || number.is_some_and(|number| self.numbers.iter().any(|one| one == number));
        let by_date = self.issued.is_none_or(|(first, last)| signer.not_before <= last && first <= signer.not_after);
        by_signer && by_kind && by_number && by_date
    }
}

/// The document number of a zone, up to nine letters.
fn number(zone: &[String]) -> Option<&str> {
    let number = if zone.len() == 3 { zone.first()?.get(5..14) } else { zone.get(1)?.get(..9) };
    number.map(|number| number.trim_end_matches('<'))
}
