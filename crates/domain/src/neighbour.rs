//! What happens between this state's headquarters and a neighbouring state's, as the journal notes it.

use crate::StateCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something between this headquarters and a neighbouring state's. Codes stay texts: journals of other versions may hold
/// some that this one does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum NeighbourStep {
    /// Someone proposed a card, an agreement or a paper. Approving or rejecting it is
    /// [`Event::ProposalDecided`](crate::Event::ProposalDecided).
    Proposed {
        /// Which proposal.
        proposal: Uuid,
        /// The neighbour.
        neighbour: StateCode,
        /// What: `card`, `agreement` or `paper`.
        what: String,
        /// SHA-256 of its text, in hexadecimal.
        sha256: String,
    },
    /// A paper was said to the neighbour.
    Said {
        /// The neighbour.
        neighbour: StateCode,
        /// Its number.
        number: u64,
        /// The code of its kind. (`kind` is the event's own.)
        #[serde(rename = "paper")]
        kind: String,
        /// SHA-256 of its text, in hexadecimal.
        sha256: String,
    },
    /// A paper of the neighbour came.
    Heard {
        /// The neighbour.
        neighbour: StateCode,
        /// Its number.
        number: u64,
        /// The code of its kind; empty where this version does not know it.
        #[serde(rename = "paper")]
        kind: String,
        /// SHA-256 of its text, in hexadecimal.
        sha256: String,
        /// Why it was refused, as a code; empty where it was not.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        refused: String,
    },
    /// An agreement holds from now on.
    InForce {
        /// The neighbour.
        neighbour: StateCode,
        /// SHA-256 of its text, in hexadecimal.
        agreement: String,
    },
    /// An agreement holds no more.
    Ended {
        /// The neighbour.
        neighbour: StateCode,
        /// SHA-256 of its text, in hexadecimal.
        agreement: String,
        /// Which state ended it.
        by: StateCode,
        /// Why.
        reason: String,
    },
    /// The neighbour signed something that contradicts what it signed before. Both are kept as evidence.
    Forked {
        /// The neighbour.
        neighbour: StateCode,
        /// Of what: `paper` or `journal`.
        of: String,
        /// The number of the paper, or how many events the root was of that is held.
        number: u64,
        /// SHA-256 of what is held, in hexadecimal.
        held: String,
        /// SHA-256 of what came, in hexadecimal.
        came: String,
    },
    /// Someone spoke with the neighbour about that, and what came of it.
    ForkSettled {
        /// The neighbour.
        neighbour: StateCode,
        /// Of what: `paper` or `journal`.
        of: String,
        /// The number of the paper, or how many events the root was of that is held.
        number: u64,
        /// What came of it.
        reason: String,
    },
    /// Questions about lost documents were asked; neither side saw the other's documents.
    DocumentsAsked {
        /// The neighbour.
        neighbour: StateCode,
        /// Who asked.
        by: StateCode,
        /// How many.
        questions: u32,
        /// How many were not answered, as they were over the agreed number.
        #[serde(default)]
        refused: u32,
    },
    /// The neighbour brought more papers than a day takes: what is left comes again on another. Noted once a day.
    LeftOver {
        /// The neighbour.
        neighbour: StateCode,
        /// How many were left then.
        papers: u32,
    },
}
