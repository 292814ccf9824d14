//! What time it is: this machine's clock, or, in tests, a clock that is turned by hand.

use crate::Chance;
use jiff::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use uuid::Uuid;

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
    #[expect(clippy::disallowed_methods, reason = "the one place that asks this machine's clock")]
    pub fn now(&self) -> Timestamp {
        self.set_to().unwrap_or_else(Timestamp::now)
    }

    /// The moment that a clock which stands was set to.
    fn set_to(&self) -> Option<Timestamp> {
        let milliseconds = self.0.as_ref()?.load(Ordering::Relaxed);
        Timestamp::from_millisecond(milliseconds).ok()
    }

    /// A new identifier (UUID version 7), made at the moment that it shows. By this machine's clock they are in the order in
    /// which they are made.
    #[expect(clippy::disallowed_methods, reason = "identifiers by this machine's clock")]
    pub(crate) fn id(&self, chance: &Chance) -> Uuid {
        let Some(at) = self.set_to() else { return Uuid::now_v7() };
        let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &chance.bytes()).into_uuid()
    }
}
