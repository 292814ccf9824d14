//! What two headquarters send each other at once, the same form both ways: how far each holds the other's papers, what comes
//! next, and questions that leave no paper.
//!
//! A CBOR map with short names; who does not know a name passes over it.

use crate::{Head, agreement::MOST_AGREEMENT, paper::MOST_PAPER};
use serde::{Deserialize, Serialize};

/// Maximum number of papers in one message.
pub const MOST_PAPERS: usize = 500;
/// About how many bytes of papers one message holds.
pub const PAPER_BYTES: usize = 1 << 20;
/// Maximum number of agreements in one message.
const MOST_AGREEMENTS: usize = 20;
/// Maximum number of questions about documents in one message.
pub const MOST_QUESTIONS: usize = 500;
/// Maximum bytes of a blinded or an evaluated element, and of a proof.
const MOST_ELEMENT: usize = 256;
/// Maximum bytes of a piece of a list of lost documents.
pub const MOST_PIECE: usize = 512 << 10;
/// Maximum number of crossings seen within the hour in one message.
pub const MOST_SEEN: usize = 2_000;
/// Maximum bytes of the root of a journal with its path.
const MOST_ROOT: usize = 64 << 10;
/// Maximum bytes of a receipt or of a code.
const MOST_TEXT: usize = 4 << 10;

/// Bytes, as CBOR has them.
pub type Bytes = serde_bytes::ByteBuf;

/// A paper of which only its place is told: what it says may pass no more. It is believed once a later paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Its number and name.
    #[serde(flatten)]
    pub head: Head,
    /// The name of the paper before it.
    pub before: String,
}

/// A piece of an edition of lost documents, as their owner evaluated them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionPiece {
    /// Which edition.
    #[serde(rename = "e")]
    pub edition: String,
    /// The edition's public description, as its owner wrote it.
    #[serde(rename = "d", default)]
    pub about: Bytes,
    /// From which byte of the list on.
    #[serde(rename = "f")]
    pub from: u64,
    /// The bytes.
    #[serde(rename = "b")]
    pub bytes: Bytes,
    /// How many bytes the whole list has.
    #[serde(rename = "t")]
    pub total: u64,
}

/// Which piece of which edition is wanted next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedPiece {
    /// The edition that is held in part, or whole; empty for none.
    #[serde(rename = "e")]
    pub edition: String,
    /// How many bytes of it are held.
    #[serde(rename = "f")]
    pub from: u64,
}

/// Questions about documents, each blinded, under an edition; or the answers to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentQuestions {
    /// Under which edition.
    #[serde(rename = "e")]
    pub edition: String,
    /// The blinded elements, or the evaluated ones in the same order.
    #[serde(rename = "q")]
    pub elements: Vec<Bytes>,
    /// That they were evaluated with the edition's key; empty in a question.
    #[serde(rename = "p", default)]
    pub proof: Bytes,
    /// How many of those asked were not answered, as the day's number was reached; 0 in a question.
    #[serde(rename = "r", default)]
    pub refused: u32,
}

/// A crossing at a joint post, by a tag that says the document to who holds it in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenCrossing {
    /// The pair, by its place among the pairs of the agreement.
    #[serde(rename = "p")]
    pub pair: u16,
    /// The first 24 bits of the tag.
    #[serde(rename = "t")]
    pub tag: u32,
    /// Whether it was an entry, as the sender sees it.
    #[serde(rename = "i")]
    pub is_entry: bool,
    /// How many seconds ago, when the message was made.
    #[serde(rename = "s")]
    pub seconds_ago: u32,
}

/// What one headquarters sends the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The version of the program that runs there.
    #[serde(rename = "v", default)]
    pub version: String,
    /// How far the sender has spoken.
    #[serde(rename = "sd", default)]
    pub said: Head,
    /// The signed receipt for the receiver's papers; empty before the first.
    #[serde(rename = "rc", default)]
    pub receipt: String,
    /// Agreements with the signatures that the sender knows.
    #[serde(rename = "ag", default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<String>,
    /// The sender's papers that come next.
    #[serde(rename = "pp", default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<String>,
    /// The places of those among them that may pass no more.
    #[serde(rename = "wh", default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
    /// Papers of the receiver that it has lost with its disk.
    #[serde(rename = "gb", default, skip_serializing_if = "Vec::is_empty")]
    pub given_back: Vec<String>,
    /// Papers of the receiver that the sender refused: numbers and codes.
    #[serde(rename = "rf", default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<(u64, String)>,
    /// The root of the receiver's journal that the sender keeps: which journal, over how many events.
    #[serde(rename = "rk", default, skip_serializing_if = "Option::is_none")]
    pub root_kept: Option<(String, u64)>,
    /// The signed root of the sender's journal, with how it goes on from the one that the receiver keeps.
    #[serde(rename = "rt", default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Bytes>,
    /// Which piece of the receiver's list of lost documents the sender wants.
    #[serde(rename = "wp", default, skip_serializing_if = "Option::is_none")]
    pub wanted_piece: Option<WantedPiece>,
    /// The piece of the sender's list that the receiver wanted.
    #[serde(rename = "ep", default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<EditionPiece>,
    /// Questions about documents.
    #[serde(rename = "dq", default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<DocumentQuestions>,
    /// Answers to the receiver's.
    #[serde(rename = "da", default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<DocumentQuestions>,
    /// Crossings at joint posts within the last hour.
    #[serde(rename = "sn", default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<SeenCrossing>,
}

impl Message {
    /// What of it is over a limit; `None` where nothing is. Who receives it asks before anything is read of it.
    pub fn fault(&self) -> Option<&'static str> {
        let text = |text: &String, most: usize| text.len() > most;
        let questions = |asked: &DocumentQuestions| {
            asked.elements.len() > MOST_QUESTIONS
                || asked.elements.iter().any(|element| element.len() > MOST_ELEMENT)
                || asked.proof.len() > MOST_ELEMENT
                || text(&asked.edition, MOST_TEXT)
        };
        let papers = self.papers.iter().chain(&self.given_back);
        if text(&self.version, MOST_TEXT) || text(&self.receipt, MOST_TEXT) || text(&self.said.name, MOST_TEXT) {
            return Some("a text is too long");
        }
        if self.agreements.len() > MOST_AGREEMENTS || self.agreements.iter().any(|file| text(file, MOST_AGREEMENT)) {
            return Some("there are too many agreements, or one is too large");
        }
        let count = self.papers.len() + self.given_back.len() + self.withheld.len() + self.refused.len();
        if count > 4 * MOST_PAPERS || papers.into_iter().any(|paper| text(paper, MOST_PAPER)) {
            return Some("there are too many papers, or one is too large");
        }
        let places = self.withheld.iter().flat_map(|place| [&place.head.name, &place.before]);
        if places.chain(self.refused.iter().map(|(_, why)| why)).any(|name| text(name, 64)) {
            return Some("a name or a code is too long");
        }
        if self.root.as_ref().is_some_and(|root| root.len() > MOST_ROOT) {
            return Some("the root of the journal is too large");
        }
        if self.piece.as_ref().is_some_and(|piece| {
            piece.bytes.len() > MOST_PIECE || piece.about.len() > MOST_TEXT || text(&piece.edition, MOST_TEXT)
        }) {
            return Some("a piece of a list is too large");
        }
        if self.questions.iter().chain(&self.answers).any(questions) {
            return Some("there are too many questions, or one is too large");
        }
        (self.seen.len() > MOST_SEEN).then_some("there are too many crossings of the last hour")
    }
}
