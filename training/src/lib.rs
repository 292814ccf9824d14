//! Draws travel documents' pages and trains the reader of `limen-optics` on them.

pub mod camera;
pub mod chance;
pub mod font;
pub mod ground;
pub mod learn;
pub mod measure;
pub mod page;
pub mod print;
pub mod strip;
pub mod zone;
