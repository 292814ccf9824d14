//! The editions of what holds at a node, so that a request made by an earlier one is noticed.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// The edition of something that changes as a whole; made by [`Editions::read`] before it is read.
#[derive(Debug, Clone)]
pub struct Edition {
    last: Arc<AtomicU64>,
    read: u64,
}

impl Edition {
    /// Whether there is no later one.
    pub fn is_last(&self) -> bool {
        self.last.load(Ordering::SeqCst) == self.read
    }
}

/// Counts the editions of something that changes as a whole.
#[derive(Debug, Default)]
pub struct Editions(Arc<AtomicU64>);

impl Editions {
    /// The edition that is read from now on, or a later one.
    pub fn read(&self) -> Edition {
        Edition { last: self.0.clone(), read: self.0.load(Ordering::SeqCst) }
    }

    /// Notes that there is another one.
    pub fn turn(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}
