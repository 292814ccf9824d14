//! Draws travel documents' pages, trains the reader of `limen-optics` on them, and measures it.
//!
//! Everything is drawn: letters from the outlines of Debian's package `fonts-ocr-b` (free for any use), printed, laid on
//! paper, seen through a lens and compressed. No picture, weight or text of anyone else goes in.
//!
//! ```text
//!  font ─print─▶ ink on ─ground─▶ paper ─camera─▶ picture ─strip─▶ cells ─learn─▶ weights
//!                                                └─page─▶ whole pictures ─measure─▶ figures
//! ```
//!
//! - `cargo run --release -p limen-training -- train` makes `crates/optics/weights/letters.f32` again, by the lessons of
//!   [`learn::LESSONS`]: 3.6 million cells from seed 3, then 2.4 million from seed 4, half of them hard to read; 40 minutes
//!   of one core. The SHA-256 of the file after each stands there; sine, exponential and logarithm come from the machine's
//!   mathematical library, so that another library may give another file.
//! - `… -- measure 100` reads drawn pictures of held-back seeds in four grades ([`measure`]).
//! - `./training/benchmark.sh` does so beside PassportEye with Tesseract.
//! - `… -- fixtures` draws the pictures that the tests of `limen-optics` read.
//!
//! The font is looked for where Debian's package puts it; nothing else is needed.

#![allow(clippy::approx_constant, reason = "directions need not be exact, and the weights depend on them as they are")]

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
