//! What two headquarters send each other, both ways the same: all that one has for the other, as far as there is room. It is
//! written in CBOR and sealed as every message of Limen is; what counts in it is signed by itself.

use crate::{
    Head, MOST_AGREEMENT, MOST_PAPER,
    edition::{EditionPiece, MOST_TAGS},
    lost::{Answered, Blinded, MOST_AT_ONCE, TAG},
    tag::Seen,
    values::{self, Fault},
};
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf};

/// The version of this form.
pub const MESSAGE_VERSION: u16 = 1;
/// Maximum bytes of a message.
pub const MOST_MESSAGE: usize = 4 << 20;
/// How deep values in it may lie in each other.
const DEEPEST: usize = 8;
/// Maximum number of values in it: some more than the fullest message has by the limits below. In memory a value takes at most
/// some 150 bytes beside its own.
const MOST_VALUES: usize = 100_000;
/// Maximum number of agreements, and batches of questions or answers.
const MOST_FEW: usize = 16;
/// Maximum number of agreements in a message.
pub const MOST_AGREEMENTS: usize = MOST_FEW;
/// Maximum number of papers, refusals, pieces and marks.
const MOST_MANY: usize = 2_000;
/// Maximum bytes of a receipt, and the announcement of an edition.
const MOST_SMALL: usize = 16 << 10;
/// Maximum bytes of the root with its path.
const MOST_ROOT: usize = 64 << 10;
/// Maximum bytes of a name: a hash in hexadecimal, a journal.
const MOST_NAME: usize = 64;
/// Maximum bytes of a code.
const MOST_CODE: usize = 32;

/// Documents that are asked about at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// Its number, which the reply repeats.
    #[serde(rename = "n")]
    pub number: u64,
    /// Against which edition: the public half of its key.
    #[serde(rename = "e")]
    pub edition: ByteArray<32>,
    /// The documents, blinded.
    #[serde(rename = "b")]
    pub blinded: Vec<Blinded>,
}

/// The reply to a question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reply {
    /// The question's number.
    #[serde(rename = "n")]
    pub number: u64,
    /// The answer; `None` where there is none.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
    /// Why there is none, as a code; empty where there is one.
    #[serde(rename = "w", skip_serializing_if = "String::is_empty")]
    pub why_not: String,
}

/// How far the list of an edition of the other side is held.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditionHeld {
    /// Which: the public half of its key.
    #[serde(rename = "e")]
    pub edition: ByteArray<32>,
    /// How many tags.
    #[serde(rename = "t")]
    pub tags: u32,
}

/// A paper of which only its place is told: what it says may pass no more. It is believed once a later paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Withheld {
    /// Its number and name.
    #[serde(rename = "h")]
    pub head: Head,
    /// The name of the paper before it.
    #[serde(rename = "b")]
    pub before: String,
}

impl Withheld {
    fn is_over(&self) -> bool {
        self.head.name.len() > MOST_NAME || self.before.len() > MOST_NAME
    }
}

/// What one headquarters sends the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Message {
    /// The version of the form that it was written in; a reader passes over what it does not know.
    #[serde(rename = "v")]
    pub version: u16,
    /// How many bytes of an answer there is room for.
    #[serde(rename = "m")]
    pub room: u32,
    /// How far the sender has spoken.
    #[serde(rename = "y")]
    pub said: Head,
    /// Agreements on offer, signed by the sender, or by both: signed files.
    #[serde(rename = "a", skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<String>,
    /// Papers in their order, as many as have room: signed files.
    #[serde(rename = "p", skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<String>,
    /// The places of papers among these that may pass no more.
    #[serde(rename = "q", skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
    /// Papers of the receiver that it has lost with its disk: signed files of its own.
    #[serde(rename = "g", skip_serializing_if = "Vec::is_empty")]
    pub given_back: Vec<String>,
    /// The places of those among them of which the sender keeps no text.
    #[serde(rename = "u", skip_serializing_if = "Vec::is_empty")]
    pub given_places: Vec<Head>,
    /// How far the sender holds the receiver's papers: a signed file.
    #[serde(rename = "r", skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// Papers of the receiver that were taken and not let through: their numbers, and why, as a code.
    #[serde(rename = "x", skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<(u64, String)>,
    /// The root of the receiver's journal that the sender keeps: which journal, over how many events.
    #[serde(rename = "k", skip_serializing_if = "Option::is_none")]
    pub root_kept: Option<(String, u64)>,
    /// The signed root of the sender's journal, with the path from the one that the receiver keeps.
    #[serde(rename = "j", skip_serializing_if = "Option::is_none")]
    pub root: Option<ByteBuf>,
    /// The edition of lost documents on offer: a signed file.
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Pieces of its list.
    #[serde(rename = "l", skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<EditionPiece>,
    /// How far the receiver's edition is held.
    #[serde(rename = "h", skip_serializing_if = "Option::is_none")]
    pub held: Option<EditionHeld>,
    /// Questions about documents.
    #[serde(rename = "b", skip_serializing_if = "Vec::is_empty")]
    pub blinded: Vec<Question>,
    /// Replies to the receiver's questions.
    #[serde(rename = "w", skip_serializing_if = "Vec::is_empty")]
    pub evaluated: Vec<Reply>,
    /// What was recorded at joint posts.
    #[serde(rename = "s", skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// Whether the sender takes no more papers today: what waits is taken on another day.
    #[serde(rename = "f", skip_serializing_if = "std::ops::Not::not")]
    pub full: bool,
}

/// Why bytes are no message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// They can't be read, or it can't be written.
    #[error("this is no message of a neighbour: {0}")]
    Form(String),
    /// Something in it is over a limit.
    #[error("a message of a neighbour is over a limit: {0}")]
    Over(&'static str),
}

impl Message {
    /// One with nothing in it but how much room there is for an answer.
    pub fn with_room(room: u32) -> Self {
        Self { version: MESSAGE_VERSION, room, ..Self::default() }
    }

    /// Reads a message within its limits. How much it holds is counted before anything is built of it.
    ///
    /// # Errors
    /// [`MessageError`] says which limit.
    pub fn read(bytes: &[u8]) -> Result<Self, MessageError> {
        if bytes.len() > MOST_MESSAGE {
            return Err(MessageError::Over("bytes of the message"));
        }
        values::check(bytes, MOST_VALUES, DEEPEST).map_err(|fault| match fault {
            Fault::Form => MessageError::Form("it is cut off, or something follows it".to_owned()),
            Fault::TooMany => MessageError::Over("values of the message"),
            Fault::TooDeep => MessageError::Over("values that lie in each other"),
        })?;
        let message: Self = ciborium::de::from_reader_with_recursion_limit(bytes, DEEPEST)
            .map_err(|error| MessageError::Form(error.to_string()))?;
        message.over().map_or(Ok(message), |what| Err(MessageError::Over(what)))
    }

    /// The message as bytes.
    ///
    /// # Errors
    /// It is over a limit by which it would be refused.
    pub fn written(&self) -> Result<Vec<u8>, MessageError> {
        if let Some(what) = self.over() {
            return Err(MessageError::Over(what));
        }
        let mut bytes = Vec::new();
        ciborium::into_writer(self, &mut bytes).map_err(|error| MessageError::Form(error.to_string()))?;
        if bytes.len() > MOST_MESSAGE {
            return Err(MessageError::Over("bytes of the message"));
        }
        Ok(bytes)
    }

    /// The limit that it is over; `None` where it is within all.
    fn over(&self) -> Option<&'static str> {
        let any_over = |texts: &[String], most: usize| texts.iter().any(|text| text.len() > most);
        let is_over = |text: &Option<String>, most: usize| text.as_ref().is_some_and(|text| text.len() > most);
        let limits = [
            (self.said.name.len() > MOST_NAME, "how far was spoken"),
            (self.withheld.len() > MOST_MANY || self.withheld.iter().any(Withheld::is_over), "withheld papers"),
            (self.given_back.len() > MOST_MANY || any_over(&self.given_back, MOST_PAPER), "papers given back"),
            (
                self.given_places.len() > MOST_MANY
                    || self.given_places.iter().any(|place| place.name.len() > MOST_NAME),
                "places given back",
            ),
            (self.root_kept.as_ref().is_some_and(|(journal, _)| journal.len() > MOST_NAME), "the root that is kept"),
            (self.agreements.len() > MOST_AGREEMENTS || any_over(&self.agreements, MOST_AGREEMENT), "agreements"),
            (self.papers.len() > MOST_MANY || any_over(&self.papers, MOST_PAPER), "papers"),
            (is_over(&self.receipt, MOST_SMALL), "the receipt"),
            (self.refused.len() > MOST_MANY || self.refused.iter().any(|(_, code)| code.len() > MOST_CODE), "refusals"),
            (self.root.as_ref().is_some_and(|root| root.len() > MOST_ROOT), "the root"),
            (is_over(&self.edition, MOST_SMALL), "the edition"),
            (
                self.pieces.len() > MOST_MANY || self.pieces.iter().any(|piece| piece.tags.len() > MOST_TAGS * TAG),
                "pieces of the edition",
            ),
            (
                self.blinded.len() > MOST_FEW || self.blinded.iter().any(|asked| asked.blinded.len() > MOST_AT_ONCE),
                "questions about documents",
            ),
            (self.evaluated.len() > MOST_FEW || self.evaluated.iter().any(Reply::is_over), "replies about documents"),
            (self.seen.len() > MOST_MANY || self.seen.iter().any(|seen| seen.pair.len() > MOST_CODE), "marks"),
        ];
        limits.into_iter().find_map(|(is_over, what)| is_over.then_some(what))
    }
}

impl Reply {
    fn is_over(&self) -> bool {
        let answered = self.answered.as_ref().is_some_and(|answered| answered.evaluated.len() > MOST_AT_ONCE);
        answered || self.why_not.len() > MOST_CODE
    }
}
