//! Machine readable zones from pictures.

pub mod cell;
pub mod luma;
pub mod net;
