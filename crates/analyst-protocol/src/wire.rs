//! Values on a pipe, one after the other, in CBOR.

use serde::{Serialize, de::DeserializeOwned};
use std::io::{Error, Read, Write};

/// The version of the protocol. Both sides are of one release; it is compared so that a program left behind by an update is
/// named, and not misunderstood.
pub const VERSION: u32 = 3;

/// Reads the next value.
///
/// # Errors
/// The pipe ended, or what came is no such value.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> Result<T, Error> {
    ciborium::from_reader(from).map_err(Error::other)
}

/// Writes a value.
///
/// # Errors
/// The other side has ended.
pub fn write<T: Serialize>(to: &mut impl Write, value: &T) -> Result<(), Error> {
    ciborium::into_writer(value, to).map_err(Error::other)
}
