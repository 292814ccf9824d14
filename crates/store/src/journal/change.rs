//! What a change of tables hands back from its transaction.

use crate::StoreError;
use limen_domain::Event;
use std::pin::Pin;

/// What a change has done within its transaction.
pub(crate) struct Changed<T> {
    /// Events appended in the same transaction; empty for a piece of a change that has one event for all its pieces.
    pub events: Vec<Event>,
    /// The answer to the caller.
    pub answer: T,
}

impl Changed<()> {
    /// A change with nothing else to tell.
    pub(crate) fn noted(events: Vec<Event>) -> Self {
        Self { events, answer: () }
    }
}

/// A future in a box, as long as a connection is borrowed.
pub(crate) type Boxed<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;
