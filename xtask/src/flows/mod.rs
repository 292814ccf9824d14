//! Flows: how quick the board and questions are, and how soon unusual movement is noticed.

pub(crate) mod bench;
pub(crate) mod detection;
mod invented;
