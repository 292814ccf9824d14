//! How a shift at a post is closed and handed over.

use crate::PostId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Maximum number of characters of what is handed over in words.
pub const MOST_NOTE: usize = 2_000;

/// A shift that is closed: what happened in it is counted from the records and not written down again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftClosing {
    /// Where.
    pub post: PostId,
    /// From when on it is counted: when the one before was closed.
    pub from: Timestamp,
    /// What those who come after must know, in the words of who closes it; may be empty.
    pub note: String,
}
