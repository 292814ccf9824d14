//! A page under other light: whether its zone is there in infrared and says the same, whether its paper shines under
//! ultraviolet.
//!
//! What Doc 9303-3 §4.11 demands of every document is measured: print that absorbs in B900 with a print contrast signal of
//! at least 0.6, paper without visible fluorescence. It is said as what was seen, never as what it means: a genuine
//! document may be dirty or of an older kind, and readers differ ([`ReaderModel`]).

mod infrared;
mod model;
mod ultraviolet;

pub use infrared::{Infrared, InfraredLetter, Print, ZonePrint};
pub use model::{CalibrateError, ReaderModel, calibrate};
pub use ultraviolet::{Hue, Shine, Ultraviolet};

use crate::{Luma, Reading, Reason, Unread, cell::Frame, luma::Pyramid, picture};
use thiserror::Error;

/// Why a page under other light says nothing.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LightError {
    /// The zone on the page in white light is not read: where its letters stand is not known.
    #[error("the zone on the page in white light is not read: {0}")]
    White(Reason),
    /// The file is no picture.
    #[error(transparent)]
    Picture(#[from] picture::PictureError),
    /// The two pictures do not have the same shape, and so are not of the same page as it lay.
    #[error("the picture does not have the shape of the one in white light; take both without moving the page")]
    Shape,
    /// It is too dark to be judged.
    #[error("the picture is too dark to be judged; check the reader's lamp")]
    Dark,
}

/// What was seen of a page under other light.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// In infrared; `None` where there is no picture of it.
    pub infrared: Option<Result<Infrared, LightError>>,
    /// Under ultraviolet; `None` where there is no picture of it.
    pub ultraviolet: Option<Result<Ultraviolet, LightError>>,
}

/// A page in white light: where its letters stand is where they are looked for in other light.
pub(crate) struct White {
    pub(crate) reading: Reading,
    pub(crate) pyramid: Pyramid,
}

impl White {
    fn open(bytes: &[u8]) -> Result<Self, LightError> {
        let luma = picture::open(bytes)?;
        let reading = crate::read_luma(luma.clone()).map_err(|Unread { reason, .. }| LightError::White(reason))?;
        Ok(Self { reading, pyramid: Pyramid::new(luma) })
    }

    /// How much larger another picture of the same page is, across and down.
    fn scale_to(&self, width: usize, height: usize) -> Result<[f32; 2], LightError> {
        const UNLIKE: f32 = 0.02;
        let own = self.pyramid.picture();
        let scale = [width as f32 / own.width() as f32, height as f32 / own.height() as f32];
        if (scale[0] / scale[1] - 1.0).abs() > UNLIKE { Err(LightError::Shape) } else { Ok(scale) }
    }

    /// Where the letters stand, line by line.
    fn frames(&self) -> Vec<Vec<Frame>> {
        let frame = |[a, b, c, d]: [[f32; 2]; 4]| {
            let of = |place: fn([f32; 4]) -> f32| [0, 1].map(|axis| place([a[axis], b[axis], c[axis], d[axis]]));
            Frame {
                middle: of(|[a, b, c, d]| (a + b + c + d) / 4.0),
                along: of(|[a, b, c, d]| (b + c - a - d) / 2.0),
                // A letter's corners stand 1.2 pitches apart, see [`Frame::corners`].
                down: of(|[a, b, c, d]| (c + d - a - b) / 2.4),
            }
        };
        let line = |line: &Vec<crate::Character>| line.iter().map(|character| frame(character.corners)).collect();
        self.reading.lines.iter().map(line).collect()
    }
}

/// A place of the page in a picture that is larger by `scale`.
fn scaled(frame: &Frame, scale: [f32; 2]) -> Frame {
    let of = |v: [f32; 2]| [v[0] * scale[0], v[1] * scale[1]];
    let middle = [0, 1].map(|axis| (frame.middle[axis] + 0.5) * scale[axis] - 0.5);
    Frame { middle, along: of(frame.along), down: of(frame.down) }
}

/// The value below which a part of all values lies; 0 where there are none.
fn part_of(values: &mut [f32], part: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let place = (values.len().saturating_sub(1) as f32 * part).round() as usize;
    values.get(place).copied().unwrap_or_default()
}

/// What is seen of a page under other light: the page in white light, and the same page, lying as it lay, in infrared and
/// under ultraviolet, each a JPEG, PNG or WebP file.
pub fn look(white: &[u8], infrared: Option<&[u8]>, ultraviolet: Option<&[u8]>, model: &ReaderModel) -> Seen {
    let white = match White::open(white) {
        Ok(white) => white,
        Err(error) => {
            let (in_infrared, under_ultraviolet) = (error.clone(), error);
            return Seen {
                infrared: infrared.map(|_| Err(in_infrared)),
                ultraviolet: ultraviolet.map(|_| Err(under_ultraviolet)),
            };
        }
    };
    Seen {
        infrared: infrared.map(|bytes| infrared::seen(&white, picture::open(bytes)?, model)),
        ultraviolet: ultraviolet.map(|bytes| ultraviolet::seen(&white, &picture::open_colours(bytes)?, model)),
    }
}

/// What is seen in infrared of a page whose picture in white light was read.
///
/// # Errors
/// [`LightError`]: the pictures are not of one page as it lay, or one is too dark.
pub fn in_infrared(white: Luma, reading: Reading, infrared: Luma, model: &ReaderModel) -> Result<Infrared, LightError> {
    infrared::seen(&White { reading, pyramid: Pyramid::new(white) }, infrared, model)
}
