//! Machine readable zones: reading, judging, correcting, writing (ICAO Doc 9303, eighth edition, parts 3 to 7).
//!
//! A zone is found by its shape alone: 3 lines of 30 characters (TD1), 2 of 36 (TD2, MRV-B), 2 of 44 (TD3, MRV-A).
//! Whatever has the right shape is read as far as it goes; what is wrong with it stands in [`Mrz::problems`], each with
//! the corrections that common reading errors explain. None is ever applied here.

mod check_digit;
mod correct;
mod date;
mod format;
mod french;
mod keyboard;
mod read;
mod shape;
mod write;

pub use check_digit::check_digit;
pub use format::Format;
pub use keyboard::read_typed;
pub use read::{Mrz, read};
pub use shape::Unreadable;
pub use write::{Fields, WriteError, write};

/// Maximum number of characters that are looked at: six times the largest zone, with room for spaces and line ends.
pub const MOST_CHARACTERS: usize = 600;
