//! What two headquarters say to each other: written, read, changed on the way, and held against the agreement.
#![allow(clippy::unwrap_used, reason = "tests")]

mod fixture;
mod gate;
mod lost;
mod messages;
mod papers;
mod support;
