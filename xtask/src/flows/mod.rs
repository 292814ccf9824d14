//! Flows: how quick the board and questions are, how soon unusual movement is noticed, and how near published counts are.

pub(crate) mod bench;
pub(crate) mod detection;
mod invented;
pub(crate) mod loss;
