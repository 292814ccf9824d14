//! The error of the exchange: what was refused, and why.

use limen_store::StoreError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A message, a request or a file that was refused, or could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeError {
    /// Why.
    pub why: RefusalReason,
    /// What exactly, for an administrator; without personal data.
    pub detail: String,
}

/// Why something was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalReason {
    /// It is not a message, or not a whole one.
    Damaged,
    /// It is larger than anything that is exchanged.
    TooLarge,
    /// Its signature is not its sender's.
    NotSigned,
    /// It is for another node.
    NotForUs,
    /// Its sender does not belong to the network.
    UnknownSender,
    /// Its sender belongs to the network no more.
    Revoked,
    /// It was made in the future: a clock is wrong.
    FromTheFuture,
    /// What it holds came before.
    Old,
    /// It holds another node's journal.
    NotTheirs,
    /// There are two journals of its name.
    Fork,
    /// Something must come before it.
    Gap,
    /// Headquarters was restored and lacks what this node holds.
    Behind,
    /// Headquarters was restored, and decides nothing until it goes on.
    Recovering,
    /// An event is not what its writer wrote.
    Unsound,
    /// The database here can't take it in now; it may be sent again.
    Trouble,
    /// For a reason that this version of Limen does not know.
    #[serde(other)]
    Unknown,
}

impl RefusalReason {
    /// A code for looking up the sentence that pages show.
    pub fn code(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::NotSigned => "not-signed",
            Self::NotForUs => "not-for-us",
            Self::UnknownSender => "unknown-sender",
            Self::Revoked => "revoked",
            Self::FromTheFuture => "from-the-future",
            Self::Old => "old",
            Self::NotTheirs => "not-theirs",
            Self::Fork => "fork",
            Self::Gap => "gap",
            Self::Behind => "behind",
            Self::Recovering => "recovering",
            Self::Unsound => "unsound",
            Self::Trouble => "trouble",
            Self::Unknown => "unknown",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Damaged => "it is damaged, or no bundle",
            Self::TooLarge => "it is larger than anything that is exchanged",
            Self::NotSigned => "its signature is not its sender's",
            Self::NotForUs => "it is for another node",
            Self::UnknownSender => "its sender does not belong to this network",
            Self::Revoked => "its sender belongs to this network no more",
            Self::FromTheFuture => "it was made in the future: set the clock of the machine that made it",
            Self::Old => "what it holds came before",
            Self::NotTheirs => "it holds another node's journal",
            Self::Fork => "there are two journals of its name",
            Self::Gap => "something must come before it",
            Self::Behind => {
                "headquarters was restored and lacks what is held here; nothing of it takes effect until two people there say so"
            }
            Self::Recovering => "headquarters was restored and decides nothing until it goes on: page Network there",
            Self::Unsound => "an event is not what its writer wrote",
            Self::Trouble => "the database can't take it in now",
            Self::Unknown => "for a reason that this version of Limen does not know",
        }
    }
}

impl ExchangeError {
    /// Says what was refused, or could not be made, and why.
    pub fn new(why: RefusalReason, detail: String) -> Self {
        Self { why, detail }
    }
}

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.why.sentence(), self.detail)
    }
}

impl std::error::Error for ExchangeError {}

impl From<StoreError> for ExchangeError {
    fn from(error: StoreError) -> Self {
        Self::new(RefusalReason::Trouble, error.to_string())
    }
}
