//! Reads documents at a counter's machine and hands what was read to its counter.
//!
//! [`frames`] makes scans of the bytes of a page reader, [`makes`] knows how makes differ, [`serial`] is the port that they
//! hang at. [`chip`] reads chips over PC/SC, [`once`] one of them for whoever asks at the command line. [`node`] speaks with
//! the node; it decides nothing here: the node reads and verifies everything itself.

#[cfg(feature = "chips")]
pub mod chip;
pub mod frames;
pub mod makes;
pub mod node;
#[cfg(feature = "chips")]
pub mod once;
pub mod serial;
pub mod settings;

pub use frames::{Frames, Framing};
