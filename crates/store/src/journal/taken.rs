//! What is said of a journal that is taken in piece by piece.

/// The end of a journal: how many events it has, and the hash of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct JournalHead {
    /// The number of the last event; 0 for an empty journal.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// What became of a piece of another node's journal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum TakenIn {
    /// It is on disk, or was before; this is how far the journal has come.
    Held(JournalHead),
    /// It begins later than the journal held ends: what lies between must come first.
    Gap(JournalHead),
    /// It does not go on from what is held: there are two journals of this name. Nothing was taken.
    Fork {
        /// The first event that is known to differ.
        seq: i64,
    },
    /// An event is not what its writer wrote, or contradicts what the tables hold. Nothing was taken.
    Unsound {
        /// Which.
        seq: i64,
        /// What does not fit.
        what: String,
    },
}
