//! The search for alike names: one algorithm in six files, which need one another.
//!
//! ```text
//! query ──parts──▶ vocabulary ──alike parts──▶ rows of names ──▶ sieve ──names that can be enough──▶ segment compares them
//!                                                               heads
//! ```
//!
//! - `vocabulary`: every distinct part of every name, and those alike to a given part.
//! - `heads`: what rules most names out, in a few bytes each; the order in which names are numbered.
//! - `query`: a subject's name, made ready for a segment; remembers what the vocabulary answered.
//! - `sieve`: picks the names that can be enough.
//! - `bodies`: the alerts in full.
//! - `segment`: an unchanging set of alerts with all of the above; compares what the sieve passed.

pub(crate) mod bodies;
pub(crate) mod heads;
pub(crate) mod query;
pub(crate) mod segment;
pub(crate) mod sieve;
pub(crate) mod vocabulary;
