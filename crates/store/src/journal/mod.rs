//! The journal: events in a chain of hashes, and the Merkle tree over them.

mod chain;
mod change;
mod entry;
mod taken;
mod tree;

pub(crate) use chain::{BATCH, Head, Link, append, first_of, head, insert, link};
pub use chain::{Broken, Verified};
pub(crate) use change::{Boxed, Changed};
pub(crate) use entry::{Entry, entry};
pub use entry::{JournalEvent, NewEvent};
pub use taken::{JournalHead, TakenIn};
pub use tree::{Tree, goes_on, leads};
