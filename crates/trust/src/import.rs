//! What files of certificates hold (Doc 9303-12 §5): single certificates and lists of revoked ones in DER or PEM, master
//! lists, lists of deviations, and LDIF of the ICAO PKD, which holds all of these in base 64.

use crate::asn1::{Element, Malformed, tag};
use crate::certificate::{Certificate, CertificateError};
use crate::crl::RevocationList;
use crate::deviation::DeviationList;
use crate::master_list::{MasterList, MasterListError};
use crate::oid;
use crate::signed_data::SignedData;
use data_encoding::BASE64;
use thiserror::Error;

/// The longest file, in octets; the PKD's LDIF of signers has about 100 MB.
pub const MOST_OCTETS: usize = 256 * 1024 * 1024;
/// How many things a file may hold.
const MOST_ITEMS: usize = 200_000;

/// One thing that a file holds.
#[derive(Debug, Clone)]
pub enum Item {
    /// A certificate: of a CSCA or of a signer.
    Certificate(Box<Certificate>),
    /// A list of revoked certificates.
    RevocationList(Box<RevocationList>),
    /// A master list.
    MasterList(Box<MasterList>),
    /// A state's list of deviations.
    DeviationList(Box<DeviationList>),
}

/// Why a file brings nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// It is larger than any file of certificates.
    #[error("the file has more than 256 MB, more than any file of certificates")]
    TooLarge,
    /// It holds more than any file of certificates.
    #[error("the file holds more than 200,000 certificates and lists")]
    TooMany,
    /// It is none of the known forms.
    #[error("the file is no certificate, master list, list of revoked certificates, PEM or LDIF: {0}")]
    Form(#[from] Malformed),
    /// It is signed data, but no master list.
    #[error(transparent)]
    MasterList(#[from] MasterListError),
    /// It looks like a certificate and can't be read.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// Its base 64 is damaged.
    #[error("the part that begins in line {line} is damaged: it is no base 64")]
    Base64 {
        /// The line, from 1.
        line: usize,
    },
    /// It is text without a certificate.
    #[error("the file is text, but holds no certificate")]
    Empty,
}

/// What a file holds, in its order. In LDIF and PEM, parts that can't be read are counted, not fatal.
///
/// # Errors
/// The file is none of the known forms, or holds nothing that can be read.
pub fn read(file: &[u8]) -> Result<(Vec<Item>, usize), ImportError> {
    if file.len() > MOST_OCTETS {
        return Err(ImportError::TooLarge);
    }
    // A sequence of more than 127 octets; no text has such a second letter.
    if matches!(file, [0x30, length, ..] if *length >= 0x80) {
        return Ok((vec![der(file)?], 0));
    }
    let text = String::from_utf8_lossy(file);
    let parts = if text.contains("-----BEGIN ") { pem(&text)? } else { ldif(&text)? };
    if parts.is_empty() {
        return Err(ImportError::Empty);
    }
    let (mut items, mut unreadable, mut first) = (Vec::new(), 0, None);
    for part in parts {
        match der(&part) {
            Ok(item) => items.push(item),
            Err(error) => {
                unreadable += 1;
                first.get_or_insert(error);
            }
        }
    }
    match first {
        Some(error) if items.is_empty() => Err(error),
        _ => Ok((items, unreadable)),
    }
}

/// One thing in DER: signed data begin with an object identifier, certificates and lists of revoked ones with what was
/// signed, in which a certificate has a serial number before its algorithm.
fn der(bytes: &[u8]) -> Result<Item, ImportError> {
    let (whole, _) = Element::first(bytes, "a file of certificates")?;
    let first = whole.elements().any("a file of certificates")?;
    if first.tag == tag::OID {
        if first.value != oid::SIGNED_DATA {
            return Err(Malformed::Value("signed data").into());
        }
        if SignedData::read(bytes)?.content_type() == oid::DEVIATION_LIST {
            return Ok(Item::DeviationList(Box::new(DeviationList::read(bytes)?)));
        }
        return Ok(Item::MasterList(Box::new(MasterList::read(bytes)?)));
    }
    let mut fields = first.elements();
    let has_version = fields.optional(tag::context(0), "a certificate")?.is_some();
    let is_list = !has_version && {
        let algorithm_first = fields.optional(tag::SEQUENCE, "a certificate")?.is_some();
        // A list's version stands as a plain number before its algorithm, as a serial number does in version 1; after the
        // algorithm and the issuer, a list has a time and a certificate a validity.
        algorithm_first || {
            fields.any("a certificate")?;
            fields.any("a certificate")?;
            fields.any("a certificate")?;
            fields.any("a certificate")?.tag != tag::SEQUENCE
        }
    };
    if is_list {
        return Ok(Item::RevocationList(Box::new(RevocationList::read(whole.whole)?)));
    }
    Ok(Item::Certificate(Box::new(Certificate::read(whole.whole)?)))
}

fn pem(text: &str) -> Result<Vec<Vec<u8>>, ImportError> {
    let mut parts = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("-----BEGIN ") {
            open = Some((at + 1, String::new()));
        } else if line.starts_with("-----END ") {
            if let Some((begun, base64)) = open.take() {
                parts.push(BASE64.decode(base64.as_bytes()).map_err(|_| ImportError::Base64 { line: begun })?);
            }
        } else if let Some((_, base64)) = &mut open {
            base64.push_str(line);
        }
        if parts.len() > MOST_ITEMS {
            return Err(ImportError::TooMany);
        }
    }
    match open {
        Some((line, _)) => Err(ImportError::Base64 { line }),
        None => Ok(parts),
    }
}

/// The values of certificates and lists in LDIF (RFC 2849): `attribute:: base64`, continued on lines that begin with a space.
fn ldif(text: &str) -> Result<Vec<Vec<u8>>, ImportError> {
    const ATTRIBUTES: [&str; 5] =
        ["usercertificate", "cacertificate", "certificaterevocationlist", "pkdmasterlistcontent", "cscamasterlistdata"];
    let mut parts = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let Some((attribute, value)) = line.split_once("::") else { continue };
        let attribute = attribute.split(';').next().unwrap_or_default().to_ascii_lowercase();
        if !ATTRIBUTES.contains(&attribute.as_str()) {
            continue;
        }
        let mut base64 = value.trim().to_owned();
        while let Some((_, more)) = lines.next_if(|(_, line)| line.starts_with(' ')) {
            base64.push_str(more.trim());
        }
        parts.push(BASE64.decode(base64.as_bytes()).map_err(|_| ImportError::Base64 { line: at + 1 })?);
        if parts.len() > MOST_ITEMS {
            return Err(ImportError::TooMany);
        }
    }
    Ok(parts)
}
