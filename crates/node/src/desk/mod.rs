//! The desk: what is known about a traveller who waits at a counter, and what may be decided with it.

pub mod known;
pub mod stay;
