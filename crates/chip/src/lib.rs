//! Reading the chip of a travel document (Doc 9303-10 and -11), over whatever reader: a [`Card`] passes commands on.
//!
//! [`ChipReader`] opens a chip with the zone that was read from the document (PACE, or basic access control where there is
//! no PACE), reads its files, and asks whether it is the original. What the files are worth, `limen-trust` says;
//! [`genuineness`] joins both. [`lds`] has what the files say.
//!
//! Nothing here waits, sleeps or draws random numbers by itself.

pub mod apdu;
pub mod channel;
pub mod cipher;
pub mod dh;
pub mod files;
pub mod lds;
pub mod pace;
pub mod security;
#[cfg(feature = "simulated")]
pub mod simulated;

mod active;
mod authentication;
mod bac;
mod card;
mod chip_data;
mod genuine;
mod key;
mod reader;
#[cfg(test)]
mod replay;
mod select;
mod session;

pub use active::{ActiveError, CHALLENGE_OCTETS, Evidence};
pub use card::{Card, Lost};
pub use chip_data::{Access, ChipData, Progress, ReadError, USUAL};
pub use genuine::{genuineness, is_downgraded};
pub use key::{AccessKey, KeyError, MOST_READINGS, ZoneKey};
pub use reader::ChipReader;
pub use session::Fault;
