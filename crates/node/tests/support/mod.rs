//! What tests of nodes share.

pub mod neighbours;
