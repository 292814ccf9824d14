//! The journal: events in a chain of hashes, and the Merkle tree over them.

mod chain;
pub(crate) mod tree;

pub(crate) use chain::{BATCH, Entry, Hash, Head, Link, append, entry, first_of, head, insert, part};
pub use chain::{Broken, JournalEvent, NewEvent, Verified, hex, sha256_hex};
pub use tree::{Tree, goes_on, leads};
