//! What a check of a chip's files says, check by check as BSI TR-03135 has them: whether the data are whole, whether the
//! signature is sound, whether the state's CSCA stands behind it, whether anything was revoked, whether the chip is the
//! one it was made as.
//!
//! Each is one of four outcomes and says why. A failed check is no forged document by itself: the words say what was seen.

use crate::files::Group;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt;

/// What a check comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was checked and holds.
    Good,
    /// It was checked and does not hold.
    Failed,
    /// It was not checked: something is missing that it needs, or a check before it did not hold.
    NotChecked,
    /// It was tried, and can't be said.
    Unknown,
}

/// What a check says.
pub trait Verdict: fmt::Display {
    /// What it comes to.
    fn outcome(&self) -> Outcome;
    /// A word for programs, such as `altered`, which stays the same when sentences change.
    fn code(&self) -> &'static str;
}

/// Whether the data groups are those that were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Integrity {
    /// Each that was read is the one that was signed.
    Whole {
        /// Those that were compared.
        checked: Vec<Group>,
        /// Those that were signed and are not there: not read, or not readable, as fingerprints are.
        not_read: Vec<Group>,
    },
    /// Some are not.
    Broken {
        /// Those that were altered.
        altered: Vec<Group>,
        /// Those that nobody signed.
        unsigned: Vec<Group>,
    },
    /// No data group was read.
    NothingRead,
    /// The signature does not prove the digests.
    SignatureNotProven,
    /// There is no EF.SOD.
    NoSecurityObject,
}

/// Whether the security object's signature is sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// It is.
    Sound {
        /// When it was signed, where that is said.
        signed: Option<Timestamp>,
    },
    /// The digests were altered after they were signed.
    ContentAltered,
    /// The signature does not match.
    Mismatch,
    /// The security object can't be read.
    Malformed(String),
    /// The signer's certificate is neither in the security object nor at hand.
    NoCertificate,
    /// The key or the signature is of a kind that is not supported.
    Unsupported(String),
    /// There is no EF.SOD.
    NoSecurityObject,
}

/// Whether the issuing state's CSCA stands behind the signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// It does.
    Trusted {
        /// The CSCA's name.
        authority: String,
        /// Whether the signer's or the CSCA's certificate has expired since: the document should have, too.
        expired: bool,
    },
    /// The signer's certificate names a CSCA that did not sign it.
    Mismatch {
        /// The CSCA's name.
        authority: String,
    },
    /// The signer is of another state than the document.
    OtherState {
        /// Whose the signer is.
        signer: String,
        /// Whose the document is, as its zone says.
        document: String,
    },
    /// It was signed when the signer's key was not in use, or the signer appointed when the CSCA's was not.
    OutsideUsage {
        /// When.
        signed: Timestamp,
    },
    /// No CSCA of that name and key is at hand.
    NotAtHand {
        /// Its name, as the signer's certificate has it.
        authority: String,
    },
    /// The CSCA's key or signature is of a kind that is not supported.
    Unsupported(String),
    /// The signature is not proven, so there is nobody to vouch for.
    SignatureNotProven,
    /// No certificates are at hand.
    NoTrust,
}

/// Whether the signer was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revocation {
    /// It is on no list.
    NotRevoked {
        /// When the newest list was made.
        listed: Timestamp,
    },
    /// It is revoked.
    Revoked {
        /// Since when.
        since: Timestamp,
    },
    /// It is on no list, but the next one was due before now.
    OutOfDate {
        /// When.
        due: Timestamp,
    },
    /// The CSCA's list is not at hand.
    NoList,
    /// The issuer is not known, so its list is not either.
    IssuerNotProven,
}

/// Whether the chip is the one that was made, and no copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Genuineness {
    /// It proved to have its secret key.
    Original(Proof),
    /// It could not prove it.
    Refuted(Proof),
    /// The chip was asked and did not answer, or not in a way that is understood.
    NoAnswer(Proof),
    /// Files alone do not show it.
    FilesAlone,
    /// The chip has no key to prove itself with.
    NoKey,
    /// It has a key, but that it is this document's is not proven.
    KeyNotProven,
    /// Its key or way of proof is not supported.
    Unsupported(String),
}

/// How a chip proves that it is no copy (Doc 9303-11 §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It signs what it is asked (§6.1).
    ActiveAuthentication,
    /// It agrees on keys with its secret (§6.2).
    ChipAuthentication,
    /// It did so while the connection was made (§4.4.3.3.3).
    PaceChipAuthentication,
}

impl Verdict for Integrity {
    fn outcome(&self) -> Outcome {
        match self {
            Integrity::Whole { .. } => Outcome::Good,
            Integrity::Broken { .. } => Outcome::Failed,
            Integrity::NothingRead | Integrity::SignatureNotProven | Integrity::NoSecurityObject => Outcome::NotChecked,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Integrity::Whole { .. } => "whole",
            Integrity::Broken { altered, .. } if altered.is_empty() => "not_signed",
            Integrity::Broken { .. } => "altered",
            Integrity::NothingRead => "nothing_read",
            Integrity::SignatureNotProven => "signature_not_proven",
            Integrity::NoSecurityObject => "no_security_object",
        }
    }
}

impl fmt::Display for Integrity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Integrity::Whole { checked, not_read } if not_read.is_empty() => {
                write!(f, "{} as they were signed", list(checked))
            }
            Integrity::Whole { checked, not_read } => {
                write!(f, "{} as they were signed; not read: {}", list(checked), list(not_read))
            }
            Integrity::Broken { altered, unsigned } => {
                if !altered.is_empty() {
                    write!(f, "{}: not what was signed", list(altered))?;
                }
                if !altered.is_empty() && !unsigned.is_empty() {
                    f.write_str("; ")?;
                }
                if !unsigned.is_empty() {
                    write!(f, "{}: signed by nobody", list(unsigned))?;
                }
                Ok(())
            }
            Integrity::NothingRead => f.write_str("no data group was read"),
            Integrity::SignatureNotProven => f.write_str("not compared, as the signature over EF.SOD is not proven"),
            Integrity::NoSecurityObject => f.write_str("EF.SOD is missing"),
        }
    }
}

impl Verdict for Signer {
    fn outcome(&self) -> Outcome {
        match self {
            Signer::Sound { .. } => Outcome::Good,
            Signer::ContentAltered | Signer::Mismatch | Signer::Malformed(_) => Outcome::Failed,
            Signer::NoCertificate | Signer::Unsupported(_) => Outcome::Unknown,
            Signer::NoSecurityObject => Outcome::NotChecked,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Signer::Sound { .. } => "sound",
            Signer::ContentAltered => "content_altered",
            Signer::Mismatch => "mismatch",
            Signer::Malformed(_) => "malformed",
            Signer::NoCertificate => "no_certificate",
            Signer::Unsupported(_) => "unsupported",
            Signer::NoSecurityObject => "no_security_object",
        }
    }
}

impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Signer::Sound { signed: Some(signed) } => write!(f, "signature sound, of {}", day(*signed)),
            Signer::Sound { signed: None } => f.write_str("signature sound"),
            Signer::ContentAltered => f.write_str("the digests in EF.SOD were altered after they were signed"),
            Signer::Mismatch => f.write_str("the signature over EF.SOD does not match"),
            Signer::Malformed(why) => f.write_str(why),
            Signer::NoCertificate => f.write_str("the signer's certificate is neither in EF.SOD nor at hand"),
            Signer::Unsupported(why) => f.write_str(why),
            Signer::NoSecurityObject => f.write_str("EF.SOD is missing"),
        }
    }
}

impl Verdict for Issuer {
    fn outcome(&self) -> Outcome {
        match self {
            Issuer::Trusted { .. } => Outcome::Good,
            Issuer::Mismatch { .. } | Issuer::OtherState { .. } | Issuer::OutsideUsage { .. } => Outcome::Failed,
            Issuer::NotAtHand { .. } | Issuer::Unsupported(_) => Outcome::Unknown,
            Issuer::SignatureNotProven | Issuer::NoTrust => Outcome::NotChecked,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Issuer::Trusted { expired: false, .. } => "trusted",
            Issuer::Trusted { expired: true, .. } => "trusted_expired_since",
            Issuer::Mismatch { .. } => "mismatch",
            Issuer::OtherState { .. } => "other_state",
            Issuer::OutsideUsage { .. } => "outside_usage",
            Issuer::NotAtHand { .. } => "issuer_not_at_hand",
            Issuer::Unsupported(_) => "unsupported",
            Issuer::SignatureNotProven => "signature_not_proven",
            Issuer::NoTrust => "no_trust",
        }
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Issuer::Trusted { authority, expired: false } => write!(f, "{authority} vouches for the signer"),
            Issuer::Trusted { authority, expired: true } => {
                write!(f, "{authority} vouched for the signer; a certificate has expired since")
            }
            Issuer::Mismatch { authority } => write!(f, "{authority} is named as issuer, but did not sign"),
            Issuer::OtherState { signer, document } => {
                write!(f, "the signer is of {signer}, the document of {document}")
            }
            Issuer::OutsideUsage { signed } => write!(f, "signed on {}, when the key was not in use", day(*signed)),
            Issuer::NotAtHand { authority } => write!(f, "the CSCA certificate of {authority} is not at hand"),
            Issuer::Unsupported(why) => f.write_str(why),
            Issuer::SignatureNotProven => f.write_str("not checked, as the signature over EF.SOD is not proven"),
            Issuer::NoTrust => f.write_str("no CSCA certificates are at hand"),
        }
    }
}

impl Verdict for Revocation {
    fn outcome(&self) -> Outcome {
        match self {
            Revocation::NotRevoked { .. } => Outcome::Good,
            Revocation::Revoked { .. } => Outcome::Failed,
            Revocation::OutOfDate { .. } => Outcome::Unknown,
            Revocation::NoList | Revocation::IssuerNotProven => Outcome::NotChecked,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Revocation::NotRevoked { .. } => "not_revoked",
            Revocation::Revoked { .. } => "revoked",
            Revocation::OutOfDate { .. } => "list_out_of_date",
            Revocation::NoList => "no_list",
            Revocation::IssuerNotProven => "issuer_not_proven",
        }
    }
}

impl fmt::Display for Revocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Revocation::NotRevoked { listed } => write!(f, "not revoked, by the list of {}", day(*listed)),
            Revocation::Revoked { since } => write!(f, "revoked since {}", day(*since)),
            Revocation::OutOfDate { due } => {
                write!(f, "not on the list at hand, but a newer one was due on {}", day(*due))
            }
            Revocation::NoList => f.write_str("no list of revoked certificates of this CSCA is at hand"),
            Revocation::IssuerNotProven => f.write_str("not checked, as the issuer is not proven"),
        }
    }
}

impl Verdict for Genuineness {
    fn outcome(&self) -> Outcome {
        match self {
            Genuineness::Original(_) => Outcome::Good,
            Genuineness::Refuted(_) => Outcome::Failed,
            Genuineness::NoAnswer(_) | Genuineness::Unsupported(_) => Outcome::Unknown,
            Genuineness::FilesAlone | Genuineness::NoKey | Genuineness::KeyNotProven => Outcome::NotChecked,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Genuineness::Original(_) => "original",
            Genuineness::Refuted(_) => "refuted",
            Genuineness::NoAnswer(_) => "no_answer",
            Genuineness::FilesAlone => "files_alone",
            Genuineness::NoKey => "no_key",
            Genuineness::KeyNotProven => "key_not_proven",
            Genuineness::Unsupported(_) => "unsupported",
        }
    }
}

impl fmt::Display for Genuineness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Genuineness::Original(proof) => write!(f, "the chip is the original ({proof})"),
            Genuineness::Refuted(proof) => write!(f, "the chip could not prove to be the original ({proof})"),
            Genuineness::NoAnswer(proof) => {
                write!(f, "not proven to be the original chip: it gave no answer ({proof})")
            }
            Genuineness::FilesAlone => f.write_str("files alone do not show whether the chip is the original"),
            Genuineness::NoKey => f.write_str("the chip has no key to prove itself with"),
            Genuineness::KeyNotProven => f.write_str("the chip's key is not proven to be this document's"),
            Genuineness::Unsupported(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Proof::ActiveAuthentication => "active authentication",
            Proof::ChipAuthentication => "chip authentication",
            Proof::PaceChipAuthentication => "chip authentication mapping",
        })
    }
}

fn list(groups: &[Group]) -> String {
    groups.iter().map(Group::to_string).collect::<Vec<_>>().join(", ")
}

fn day(moment: Timestamp) -> jiff::civil::Date {
    moment.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
}
