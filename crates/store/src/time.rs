//! What time it is: this machine's clock, or, in tests, a clock that is turned by hand.

use jiff::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Where a node gets the time from; its clones show the same.
#[derive(Debug, Clone, Default)]
pub struct Time(Option<Arc<AtomicI64>>);

impl Time {
    /// A clock that stands at a moment until it is set to another.
    pub fn standing_at(at: Timestamp) -> Self {
        Self(Some(Arc::new(AtomicI64::new(at.as_millisecond()))))
    }

    /// Sets a clock that stands; this machine's is not touched.
    pub fn set(&self, at: Timestamp) {
        if let Some(milliseconds) = &self.0 {
            milliseconds.store(at.as_millisecond(), Ordering::Relaxed);
        }
    }

    /// The moment that it shows.
    pub fn now(&self) -> Timestamp {
        let told = self.0.as_ref().map(|milliseconds| milliseconds.load(Ordering::Relaxed));
        told.and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok()).unwrap_or_else(Timestamp::now)
    }
}
