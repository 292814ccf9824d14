//! Machine readable zones from pictures (ICAO Doc 9303, eighth edition, parts 3 to 7): photographs, webcam frames, scans.
//!
//! ```text
//!  bytes ─picture─▶ grey ─ink, chain─▶ even rows ─track, zone─▶ letters' places ─cell, net─▶ weights ─prior, decode─▶ reading
//! ```
//!
//! 1. `picture` opens a file within limits; what it says of its orientation is passed over.
//! 2. `ink` and `chain` find rows of pieces of ink that stand as far apart as they are tall: lines by their texture, at
//!    any angle, never by what they say.
//! 3. `track` follows a row letter by letter to both ends; `curve` is its course, through perspective and bent pages;
//!    `choice` and `zone` put lines together to two of 44 or 36 letters or three of 30.
//! 4. `cell` cuts each letter out in grey levels, `net` (our own weights) says what it may be and where exactly it stands.
//! 5. `layout`, `prior` and `decode` choose the zone as a whole: what may stand where, and which check digits fit. They weigh; they
//!    correct nothing silently: where the picture alone says otherwise, [`Character::seen`] tells.
//! 6. `reading` says how sure each character is, whether the whole is *sure*, or why nothing could be read.
//!
//! `light` looks at the same page in infrared and under ultraviolet, where a reader gives such pictures.
//!
//! The weights are made by `limen-training`, from pictures that it draws itself; see its documentation for seed and hash.
//!
//! No I/O, no clock, no threads: the caller decides where this runs. A picture of 12 megapixels takes about 0.1 s.

pub mod cell;
mod chain;
mod choice;
mod curve;
mod decode;
mod find;
mod ink;
mod layout;
pub mod light;
mod look;
pub mod luma;
pub mod net;
pub mod picture;
mod plane;
mod prior;
mod reading;
mod track;
mod zone;

pub use luma::Luma;
pub use picture::PictureError;
pub use reading::{Character, Reading, Reason, Side, Turn, Unread};

use find::Finding;
use luma::Pyramid;
use net::Net;
use std::sync::OnceLock;

/// The weights of the network: 32-bit floats, least byte first.
static WEIGHTS: &[u8] = include_bytes!("../weights/letters.f32");

/// The network with the weights that belong to this version; `None` only where the file of weights is not this version's.
fn network() -> Option<&'static Net> {
    static NETWORK: OnceLock<Option<Net>> = OnceLock::new();
    NETWORK.get_or_init(|| Net::from_bytes(WEIGHTS)).as_ref()
}

/// Reads the zone in a JPEG, PNG or WebP file, in any of the four orientations.
///
/// # Errors
/// [`Unread`]: the reason, and what was read so far.
pub fn read(bytes: &[u8]) -> Result<Reading, Unread> {
    read_luma(picture::open(bytes).map_err(Unread::nothing)?)
}

/// Reads the zone in a grey picture, in any of the four orientations.
///
/// # Errors
/// [`Unread`]: the reason, and what was read so far.
pub fn read_luma(picture: Luma) -> Result<Reading, Unread> {
    let Some(net) = network() else { return Err(Unread::nothing(Reason::NoZone)) };
    read_with(net, picture)
}

/// Reads with other weights: for those who train.
///
/// # Errors
/// [`Unread`]: the reason, and what was read so far.
pub fn read_with(net: &Net, picture: Luma) -> Result<Reading, Unread> {
    if (picture.width() * picture.height()) as u64 > picture::MOST_PIXELS {
        return Err(Unread::nothing(PictureError::TooLarge));
    }
    if picture.width().min(picture.height()) < picture::SHORTEST_SIDE {
        return Err(Unread::nothing(Reason::TooSmall));
    }
    let pyramid = Pyramid::new(picture);
    match find::find(net, &pyramid) {
        Finding::One(found) => reading::judged(&found, &pyramid),
        Finding::Several(found) => Err(Unread { reason: Reason::SeveralZones, lines: reading::as_seen(&found) }),
        Finding::Nothing => Err(Unread::nothing(Reason::NoZone)),
    }
}
