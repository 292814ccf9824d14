//! What reading a chip brings, what is told meanwhile, and why it stops.

use crate::active;
use crate::apdu::Status;
use crate::card::Lost;
use crate::files::FileError;
use crate::pace::{self, PaceError};
use crate::security::Mapping;
use crate::session::Fault;
use limen_trust::{FileName, Files, Group, Proof};
use thiserror::Error;

/// What is read, beside EF.COM and EF.SOD, in this order. Fingerprints and irises take a state's own certificates.
pub const USUAL: [Group; 7] = {
    const fn group(number: u8) -> Group {
        match Group::new(number) {
            Some(group) => group,
            None => panic!("a data group has a number from 1 to 16"),
        }
    }
    [group(1), group(14), group(15), group(11), group(12), group(7), group(2)]
};

/// How a chip was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// By PACE.
    Pace {
        /// How its nonce was mapped.
        mapping: Mapping,
        /// Whether by the card access number.
        by_can: bool,
    },
    /// By basic access control.
    Basic,
    /// It was open to everyone.
    Open,
}

/// What is happening, for those who wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress<'a> {
    /// The chip opened.
    Opened(&'a Access),
    /// A file is being read.
    Reading {
        /// Which.
        file: FileName,
        /// Octets that are there.
        read: usize,
        /// Octets that it has.
        total: usize,
    },
    /// A file is there.
    Read {
        /// Which.
        file: FileName,
        /// All that are.
        files: &'a Files,
    },
    /// The chip is asked to prove that it is the original.
    Proving(Proof),
}

/// Why reading stopped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The chip was lost: laid down again, it is read on.
    #[error(transparent)]
    Lost(#[from] Lost),
    /// No key opened it. It is not the chip of this zone, or the zone was misread.
    #[error(
        "the chip does not open with the zone or number that was read ({tried} tried); compare it with the document"
    )]
    WrongKey {
        /// How many readings were tried.
        tried: usize,
    },
    /// It opens with the zone alone.
    #[error("this chip opens with the zone, and not with the number on the card")]
    NeedsZone,
    /// There is no travel document on the reader.
    #[error("what lies on the reader is no travel document: {0}")]
    NoApplication(Status),
    /// The chip's answers do not count.
    #[error("reading the chip was given up: {0}")]
    Fault(Fault),
    /// The chip showed that it does not know the key, or speaks in no known way.
    #[error(transparent)]
    Pace(PaceError),
}

/// What a chip's files and answers are.
#[derive(Debug, Clone, Default)]
pub struct ChipData {
    /// Its files, as they were read.
    pub files: Files,
    /// How it was opened the last time.
    pub access: Option<Access>,
    /// EF.CardAccess, as it was read; nobody signs it.
    pub card_access: Option<Vec<u8>>,
    /// EF.CardSecurity, where it was read.
    pub card_security: Option<Vec<u8>>,
    /// Files that it has and did not give, and why.
    pub missing: Vec<(FileName, FileError)>,
    /// Its answer in active authentication.
    pub active: Option<Result<active::Evidence, Status>>,
    /// Whether it could use the keys of chip authentication; `None` where it was not asked.
    pub chip: Option<Result<bool, Status>>,
    /// What chip authentication mapping brought.
    pub mapped: Option<pace::Evidence>,
}
