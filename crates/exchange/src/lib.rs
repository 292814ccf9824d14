//! What nodes of the network exchange, and how it stays whole on the way.
//!
//! A post asks, headquarters answers; one question carries the next piece of the post's journal, one answer what
//! headquarters has for it, most urgent first. Both are sealed: signed by their sender, for one receiver. They go over
//! HTTPS ([`https`]) or on a stick ([`stick`]); [`post`] and [`headquarters`] do not know which.
//!
//! ```text
//! journal ─▶ piece ─▶ question ─▶ seal ══ link or stick ══▶ headquarters ─▶ its store
//! store  ◀─ parts ◀─  answer  ◀─ seal ══ link or stick ══◀─┘
//! ```

pub mod authority;
pub mod backup;
pub mod by_hand;
pub mod enrolment;
pub mod file;
pub mod headquarters;
pub mod https;
pub mod identity;
pub mod keys;
pub mod message;
pub mod packed;
pub mod page_certificate;
pub mod piece;
pub mod post;
pub mod proof;
pub mod recovery;
mod refusals;
pub mod release;
pub mod round;
pub mod seal;
mod statement;
pub mod stick;
pub mod tls;
pub mod vault;

pub use authority::Authority;
pub use headquarters::Headquarters;
pub use identity::Identity;
pub use message::Status;
pub use post::Post;

use limen_store::StoreError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Something from outside that was not taken in, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub why: Why,
    /// What exactly, for an administrator; without personal data.
    pub detail: String,
}

/// Why something was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
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
}

impl Why {
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
        }
    }
}

impl Refused {
    pub(crate) fn new(why: Why, detail: String) -> Self {
        Self { why, detail }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.why.sentence(), self.detail)
    }
}

impl std::error::Error for Refused {}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::new(Why::Trouble, error.to_string())
    }
}

/// What reads bytes from outside, for the fuzzer and the tests of its corpus: as if everything were signed.
#[doc(hidden)]
pub mod fuzzing {
    use crate::{
        message::{Answer, Part, Question},
        seal::Sealed,
    };

    /// Reads a sealed message, or the body of one. Whatever it holds, its events have the numbers that follow one
    /// another, and its texts are no more than any message may hold.
    pub fn message(bytes: &[u8]) {
        let body = Sealed::read(bytes).map_or(bytes, |sealed| sealed.body());
        if let Ok(question) = ciborium::from_reader::<Question, _>(body) {
            question.pieces.iter().for_each(events);
        }
        if let Ok(answer) = ciborium::from_reader::<Answer, _>(body) {
            answer.parts.iter().filter_map(|part| Part::decode(part)).for_each(part);
        }
        if let Some(one) = Part::decode(body) {
            part(one);
        }
    }

    fn part(part: Part) {
        match part {
            Part::Reference(packed) => drop(packed.unpack()),
            Part::Root(root) => drop(root.goes_on(&[7; 32], Some(&root.note), &[])),
            Part::Known(packed) => drop(packed.unpack()),
            Part::Journal(piece) => events(&piece),
            Part::Wanted(_) | Part::Content(_) | Part::Certificate(_) => {}
        }
    }

    fn events(piece: &crate::piece::JournalPiece) {
        if let Ok(events) = piece.events() {
            assert!(events.iter().zip(piece.first..).all(|(event, seq)| event.seq == seq));
            assert!(events.len() <= limen_store::MOST_EVENTS);
        }
    }
}
