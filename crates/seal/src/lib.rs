//! Bar codes on documents: found in pictures, read, and judged where they are seals.
//!
//! ```text
//!  grey picture ─codes─▶ octets ┬─vds──────▶ kinds ─┐
//!                               ├─vds_nc─▶ canonical ┼─signer─▶ fit ─▶ verdict
//!                               └─layout─▶ text, with what it means
//! ```
//!
//! [`find`] reads PDF417, QR, DataMatrix and Aztec from a grey picture. [`judge`] says what a code is: a visible digital
//! seal of ICAO (Doc 9303-13) in octets or in JSON (VDS-NC), checked against signers that chain to the trusted CSCAs of a
//! [`TrustStore`], with the standard's verdicts, and whether it belongs to the zone beside it; or any other text, which a
//! published layout may explain.
//!
//! No I/O, no clock: time and bytes are given, and everything has a limit.

mod bulls_eye;
pub mod c40;
pub mod canonical;
mod codes;
mod fit;
mod kinds;
pub mod layout;
mod pdf417;
mod signer;
mod turn;
mod upright;
pub mod vds;
pub mod vds_nc;
mod verdict;

pub use codes::{Code, Grey, MOST_PIXELS, Symbology, find, find_until};
pub use fit::Fit;
pub use kinds::OTHER;
pub use verdict::{Level, Reason, Status};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use limen_document::mrz::Mrz;
use limen_domain::CodeLayouts;
use limen_trust::{Certificate, TrustStore};
use serde::Serialize;
use signer::Signed;
use thiserror::Error;
use vds::Vds;
use vds_nc::VdsNc;

/// What of a seal is not as the standard has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} can't be read as the standard has it")]
pub struct Malformed(pub &'static str);

/// One thing that a code says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// What it is.
    pub code: String,
    /// What it says.
    pub value: String,
}

/// What a code is held against.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The zone of the document that it is on, as it was read.
    pub zone: Option<&'a Mrz>,
    /// The number of the passport at hand, for a visa that lies in it.
    pub passport: Option<&'a str>,
    /// Whom we believe.
    pub trust: Option<&'a TrustStore>,
    /// What explains texts.
    pub layouts: &'a CodeLayouts,
    /// Now.
    pub now: Timestamp,
}

/// What a code holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "content")]
pub enum Content {
    /// A seal.
    Seal(SealReport),
    /// Anything else.
    Text {
        /// What it says, in full.
        text: String,
        /// What a layout finds in it. Nobody signed it.
        #[serde(skip_serializing_if = "Option::is_none")]
        found: Option<layout::Found>,
    },
}

/// What is said of a seal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SealReport {
    /// `vds` or `vds-nc`.
    pub standard: &'static str,
    /// `visa`, `emergency-travel-document`, `other`; of VDS-NC its type.
    pub kind: String,
    /// The verdict.
    pub status: Status,
    /// The reasons, the gravest for trust first as the standard checks them.
    pub reasons: Vec<Reason>,
    /// The standard's level of trust.
    pub level: Level,
    /// Whether the signature is one of the signer's key; `None` where that could not be checked.
    pub signature: Option<bool>,
    /// Whether it belongs to the zone beside it.
    #[serde(flatten)]
    pub fit: Fit,
    /// What is not as the standard has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The issuing state, as zones have it.
    pub state: String,
    /// Who signed, as the seal or the certificate has it.
    pub signer: String,
    /// The serial number of the signer's certificate.
    pub reference: String,
    /// When the document was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// When it was sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<Date>,
    /// What is sealed.
    pub fields: Vec<Field>,
}

/// Whether a code is a seal, sound or not.
pub fn is_seal(octets: &[u8]) -> bool {
    vds::is_one(octets) || str::from_utf8(octets).is_ok_and(vds_nc::is_one)
}

/// Says what a code holds, and of a seal what it is worth.
pub fn judge(octets: &[u8], beside: &Beside<'_>) -> Content {
    if vds::is_one(octets) {
        return Content::Seal(judge_vds(octets, beside));
    }
    let text = match str::from_utf8(octets) {
        Ok(text) => text.to_owned(),
        Err(_) => octets.iter().map(|octet| char::from(*octet)).collect(),
    };
    if vds_nc::is_one(&text) {
        return Content::Seal(judge_nc(&text, beside));
    }
    let found = layout::find(beside.layouts, &text);
    Content::Text { text, found }
}

fn judge_vds(octets: &[u8], beside: &Beside<'_>) -> SealReport {
    let read = Vds::read(octets).and_then(|seal| kinds::understood(&seal).map(|content| (seal, content)));
    let (seal, content) = match read {
        Ok(read) => read,
        Err(fault) => return SealReport::malformed("vds", fault),
    };
    let header = seal.header;
    let document = content.zone.as_ref().map(|(_, zone)| zone.get(..2).unwrap_or_default().trim_end_matches('<'));
    let signed = Signed {
        message: &seal.signed,
        signature: &seal.signature,
        hash: None,
        at: header.signed.to_zoned_datetime(TimeZone::UTC).ok().map(|day| day.timestamp()),
        state: &header.state,
        document,
    };
    let certificate = beside.trust.and_then(|trust| signer::of(trust, &header.signer, &header.reference));
    let mut reasons = Vec::new();
    match certificate {
        Some(certificate) => reasons.extend(signer::judged(&signed, certificate, beside.trust, beside.now)),
        None => reasons.push(Reason::UnknownCertificate),
    }
    let today = beside.now.to_zoned_datetime(TimeZone::UTC).date();
    if content.zone.as_ref().is_some_and(|(format, zone)| !fit::is_sound(*format, zone, today)) {
        reasons.push(Reason::InvalidSealMrz);
    }
    let (fit, mismatch) =
        fit::of_zone(content.zone.as_ref(), content.passport.as_deref(), beside.zone, beside.passport, today);
    reasons.extend(mismatch);
    reasons.extend(content.has_unknown.then_some(Reason::UnknownFeature));
    let (status, level) = verdict::of(&reasons);
    SealReport {
        standard: "vds",
        kind: content.kind.to_owned(),
        status,
        level,
        signature: certificate.map(|certificate| signer::holds(&signed, certificate)),
        reasons,
        fit,
        fault: None,
        state: header.state,
        signer: header.signer,
        reference: header.reference,
        issued: Some(header.issued),
        signed: Some(header.signed),
        fields: content.fields,
    }
}

fn judge_nc(text: &str, beside: &Beside<'_>) -> SealReport {
    let seal = match VdsNc::read(text) {
        Ok(seal) => seal,
        Err(fault) => return SealReport::malformed("vds-nc", fault),
    };
    let signed = Signed {
        message: seal.signed.as_bytes(),
        signature: &seal.signature,
        hash: Some(seal.hash),
        at: None,
        state: &seal.state,
        document: None,
    };
    let mut reasons: Vec<Reason> =
        signer::judged(&signed, &seal.certificate, beside.trust, beside.now).into_iter().collect();
    let number = seal.field("pid.i").or_else(|| seal.field("pid.dn"));
    let (fit, mismatch) = fit::of_person(number, seal.field("pid.dob"), seal.field("pid.n"), beside.zone);
    reasons.extend(mismatch);
    let (status, level) = verdict::of(&reasons);
    SealReport {
        standard: "vds-nc",
        kind: seal.kind.clone(),
        status,
        level,
        signature: Some(signer::holds(&signed, &seal.certificate)),
        reasons,
        fit,
        fault: None,
        signer: seal.certificate.subject.to_string(),
        reference: serial(&seal.certificate),
        state: seal.state,
        issued: None,
        signed: None,
        fields: seal.fields,
    }
}

fn serial(certificate: &Certificate) -> String {
    data_encoding::HEXUPPER.encode(&certificate.serial)
}

impl SealReport {
    fn malformed(standard: &'static str, fault: Malformed) -> Self {
        let reasons = vec![Reason::WrongFormat];
        let (status, level) = verdict::of(&reasons);
        Self {
            standard,
            kind: OTHER.to_owned(),
            status,
            reasons,
            level,
            signature: None,
            fit: Fit::NotCompared,
            fault: Some(fault.to_string()),
            state: String::new(),
            signer: String::new(),
            reference: String::new(),
            issued: None,
            signed: None,
            fields: Vec::new(),
        }
    }
}
