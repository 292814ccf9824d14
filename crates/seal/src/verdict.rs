//! What a check of a seal comes to: the standard's verdicts and levels of trust (Doc 9303-13 App. D, 9303-7 §9.4,
//! 9303-8 App. A). A seal that is not valid is no forged document by itself.

use serde::Serialize;
use std::fmt;

/// The verdict on a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Who may seal did, nothing was changed, and it belongs to the zone that it was compared with.
    Valid,
    /// That could not be shown; the reasons say why.
    Invalid,
}

/// A reason, by the standard's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// A code was seen and could not be read.
    ReadError,
    /// It is not written as the standard has it.
    WrongFormat,
    /// It has a feature that its kind does not describe; it may be valid all the same.
    UnknownFeature,
    /// The signer's certificate is not at hand.
    UnknownCertificate,
    /// No trusted CSCA of the issuing state stands behind the signer.
    UntrustedCertificate,
    /// The signer may not seal this kind of document.
    InvalidDocumenttype,
    /// The signer's certificate has expired.
    ExpiredCertificate,
    /// The signer's certificate is revoked.
    RevokedCertificate,
    /// What is sealed was changed, or another key signed it.
    InvalidSignature,
    /// The sealed zone's check digits don't fit.
    InvalidSealMrz,
    /// The seal belongs to another document than the zone.
    SealDocumentMismatch,
    /// The seal belongs to another visa than the zone.
    SealVisaMismatch,
    /// The visa belongs into another passport.
    SealPassportMismatch,
}

/// How much the standard has one trust a document for its seal's sake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It can be trusted.
    Trustable,
    /// It may be worn, or old.
    MediumFraudPotential,
    /// A person must look closer.
    HighFraudPotential,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 13] = [
        Reason::ReadError,
        Reason::WrongFormat,
        Reason::UnknownFeature,
        Reason::UnknownCertificate,
        Reason::UntrustedCertificate,
        Reason::InvalidDocumenttype,
        Reason::ExpiredCertificate,
        Reason::RevokedCertificate,
        Reason::InvalidSignature,
        Reason::InvalidSealMrz,
        Reason::SealDocumentMismatch,
        Reason::SealVisaMismatch,
        Reason::SealPassportMismatch,
    ];

    /// Its code, for messages: `unknown-certificate`.
    pub fn code(self) -> &'static str {
        match self {
            Reason::ReadError => "read-error",
            Reason::WrongFormat => "wrong-format",
            Reason::UnknownFeature => "unknown-feature",
            Reason::UnknownCertificate => "unknown-certificate",
            Reason::UntrustedCertificate => "untrusted-certificate",
            Reason::InvalidDocumenttype => "invalid-documenttype",
            Reason::ExpiredCertificate => "expired-certificate",
            Reason::RevokedCertificate => "revoked-certificate",
            Reason::InvalidSignature => "invalid-signature",
            Reason::InvalidSealMrz => "invalid-seal-mrz",
            Reason::SealDocumentMismatch => "seal-document-mismatch",
            Reason::SealVisaMismatch => "seal-visa-mismatch",
            Reason::SealPassportMismatch => "seal-passport-mismatch",
        }
    }

    /// The level of trust that it leaves.
    pub fn level(self) -> Level {
        match self {
            Reason::UnknownFeature => Level::Trustable,
            Reason::ReadError | Reason::ExpiredCertificate => Level::MediumFraudPotential,
            _ => Level::HighFraudPotential,
        }
    }
}

impl fmt::Display for Reason {
    /// The standard's name: `UNKNOWN_CERTIFICATE`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code().to_uppercase().replace('-', "_"))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Status::Valid => "VALID",
            Status::Invalid => "INVALID",
        })
    }
}

/// The status and the level of trust that reasons amount to.
pub(crate) fn of(reasons: &[Reason]) -> (Status, Level) {
    let level = reasons.iter().map(|reason| reason.level()).max().unwrap_or(Level::Trustable);
    (if level == Level::Trustable { Status::Valid } else { Status::Invalid }, level)
}
