//! Bar codes found in grey pictures and read: PDF417, QR, DataMatrix, Aztec; several in one picture, turned anyhow.
//!
//! A code that was read is painted over, and the picture is looked at again, until nothing more is found. It is looked at
//! in several sizes, the small ones first, and last in parts. How often is limited, so that no picture takes long; who has
//! a clock may stop it sooner.

use crate::{bulls_eye, pdf417, turn, upright};
use rxing::aztec::AztecReader;
use rxing::common::HybridBinarizer;
use rxing::datamatrix::DataMatrixReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8Source, RXingResult, Reader};
use serde::Serialize;
use std::panic::{self, AssertUnwindSafe};

/// Maximum pixels of a picture.
pub const MOST_PIXELS: usize = 48_000_000;
/// Maximum codes of a picture.
const MOST_CODES: usize = 8;
/// How many pixels may be looked at in all, by all four readers together.
const MOST_LOOKED_AT: usize = 200_000_000;
/// The longer sides at which a picture is looked at as a whole.
const SIDES: [usize; 3] = [800, 1600, 3200];
/// The side of the parts in which it is looked at last; each half over the next.
const PART: usize = 800;
/// The smallest side at which a code could be read.
const SMALLEST: usize = 20;

/// A kind of bar code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is named as in its standard")]
pub enum Symbology {
    Pdf417,
    Qr,
    DataMatrix,
    Aztec,
}

impl Symbology {
    const ALL: [Symbology; 4] = [Symbology::Qr, Symbology::DataMatrix, Symbology::Aztec, Symbology::Pdf417];

    /// Its name, as `DataMatrix`.
    pub fn name(self) -> &'static str {
        match self {
            Symbology::Pdf417 => "PDF417",
            Symbology::Qr => "QR",
            Symbology::DataMatrix => "DataMatrix",
            Symbology::Aztec => "Aztec",
        }
    }
}

/// A code that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// Its kind.
    pub symbology: Symbology,
    /// What it holds.
    pub octets: Vec<u8>,
    /// Where it is: the box around it in the picture, as left, top, right, bottom.
    pub place: [usize; 4],
}

impl Code {
    /// What it holds as text: UTF-8, or else each octet a letter of Latin-1.
    pub fn text(&self) -> String {
        match str::from_utf8(&self.octets) {
            Ok(text) => text.to_owned(),
            Err(_) => self.octets.iter().map(|octet| char::from(*octet)).collect(),
        }
    }
}

/// A grey picture, row by row, 0 black to 255 white.
#[derive(Debug, Clone, Copy)]
pub struct Grey<'a> {
    width: usize,
    height: usize,
    pixels: &'a [u8],
}

impl<'a> Grey<'a> {
    /// A picture of `width` x `height`; `None` where the pixels are not as many, or too many.
    pub fn new(width: usize, height: usize, pixels: &'a [u8]) -> Option<Self> {
        let count = width.checked_mul(height)?;
        (count > 0 && count <= MOST_PIXELS && count == pixels.len()).then_some(Self { width, height, pixels })
    }
}

/// The codes of a picture, in the order in which they were found.
pub fn find(picture: Grey<'_>) -> Vec<Code> {
    find_until(picture, &|| false)
}

/// The codes of a picture that are found before `is_over` says that time is.
pub fn find_until(picture: Grey<'_>, is_over: &dyn Fn() -> bool) -> Vec<Code> {
    let mut search = Search { codes: Vec::new(), left: MOST_LOOKED_AT, is_over };
    let longest = picture.width.max(picture.height);
    let mut factors: Vec<usize> = SIDES.iter().map(|side| longest.div_ceil(*side)).collect();
    factors.dedup();
    for factor in factors {
        let Some(mut smaller) = Sheet::of(picture, [0, 0, picture.width, picture.height], factor) else { continue };
        search.look(&mut smaller);
    }
    // A code in a corner of a large picture, or one in the middle of which a reader does not look.
    if search.codes.is_empty() && longest > PART {
        let step = PART / 2;
        for factor in [2, 1] {
            let span = PART * factor;
            if span >= longest {
                continue;
            }
            for top in (0..picture.height).step_by(step * factor) {
                for left in (0..picture.width).step_by(step * factor) {
                    let part = [left, top, (left + span).min(picture.width), (top + span).min(picture.height)];
                    if let Some(mut part) = Sheet::of(picture, part, factor).filter(Sheet::has_contrast) {
                        search.look(&mut part);
                    }
                }
            }
        }
    }
    search.codes
}

/// A part of a picture, made smaller, on which codes are painted over.
struct Sheet {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
    origin: [usize; 2],
    factor: usize,
}

impl Sheet {
    /// The part from left and top to before right and bottom, each pixel the mean of `factor` x `factor`.
    fn of(picture: Grey<'_>, [left, top, right, bottom]: [usize; 4], factor: usize) -> Option<Self> {
        let (width, height) = ((right - left) / factor, (bottom - top) / factor);
        if width < SMALLEST || height < SMALLEST {
            return None;
        }
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let row = |dy: usize| {
                let start = (top + y * factor + dy) * picture.width + left;
                &picture.pixels[start..start + width * factor]
            };
            if factor == 1 {
                pixels.extend_from_slice(row(0));
                continue;
            }
            let mut sums = vec![0u32; width];
            for dy in 0..factor {
                for (sum, group) in sums.iter_mut().zip(row(dy).chunks_exact(factor)) {
                    *sum += group.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
                }
            }
            let count = (factor * factor) as u32;
            pixels.extend(sums.into_iter().map(|sum| (sum / count) as u8));
        }
        Some(Self { width, height, pixels, origin: [left, top], factor })
    }

    /// Whether there is black and white on it at all.
    fn has_contrast(&self) -> bool {
        let (darkest, lightest) = self
            .pixels
            .iter()
            .step_by(7)
            .fold((255u8, 0u8), |(dark, light), pixel| (dark.min(*pixel), light.max(*pixel)));
        lightest.saturating_sub(darkest) > 40
    }

    /// The box around places on it, in the picture; all of it where there are none.
    fn place(&self, points: &[[f32; 2]]) -> [usize; 4] {
        if points.is_empty() {
            let [x, y] = self.origin;
            return [x, y, x + self.width * self.factor, y + self.height * self.factor];
        }
        let bound = |values: &mut dyn Iterator<Item = f32>, most: usize| {
            let (low, high) = values.fold((f32::MAX, 0f32), |(low, high), value| (low.min(value), high.max(value)));
            (low.clamp(0.0, most as f32) as usize, (high.max(0.0).ceil() as usize).min(most))
        };
        let (left, right) = bound(&mut points.iter().map(|point| point[0]), self.width);
        let (top, bottom) = bound(&mut points.iter().map(|point| point[1]), self.height);
        let [x, y] = self.origin;
        [x + left * self.factor, y + top * self.factor, x + right * self.factor, y + bottom * self.factor]
    }

    /// A code on it.
    fn code(&self, symbology: Symbology, octets: Vec<u8>, corners: &[[f32; 2]]) -> Option<Code> {
        let place = grown(self.place(corners), symbology);
        (!octets.is_empty() && place[0] < place[2] && place[1] < place[3]).then_some(Code { symbology, octets, place })
    }

    /// Paints a place of the picture over.
    fn cover(&mut self, [left, top, right, bottom]: [usize; 4]) {
        let [x, y] = self.origin;
        let scaled = |value: usize, origin: usize, most: usize| (value.saturating_sub(origin) / self.factor).min(most);
        let (left, right) = (scaled(left, x, self.width), scaled(right, x, self.width));
        let (top, bottom) = (scaled(top, y, self.height), scaled(bottom, y, self.height));
        for row in top..bottom {
            self.pixels[row * self.width + left..row * self.width + right].fill(255);
        }
    }
}

/// What was found, and how much may still be looked at.
struct Search<'a> {
    codes: Vec<Code>,
    left: usize,
    is_over: &'a dyn Fn() -> bool,
}

impl Search<'_> {
    fn look(&mut self, sheet: &mut Sheet) {
        for code in &self.codes {
            sheet.cover(code.place);
        }
        for symbology in Symbology::ALL {
            while self.codes.len() < MOST_CODES && self.left >= sheet.pixels.len() && !(self.is_over)() {
                self.left -= sheet.pixels.len();
                let code = read(sheet, symbology).or_else(|| match symbology {
                    Symbology::Aztec => self.aztec(sheet),
                    Symbology::Pdf417 => self.aslant(sheet),
                    _ => None,
                });
                let Some(code) = code else { break };
                sheet.cover(code.place);
                let is_new = !self.codes.iter().any(|other| {
                    other.symbology == code.symbology && other.octets == code.octets && overlap(other.place, code.place)
                });
                if !is_new {
                    // It shows through what was painted over it.
                    break;
                }
                self.codes.push(code);
            }
        }
    }

    /// An Aztec code that is not in the middle, or aslant: what lies around each bull's eye is drawn anew.
    fn aztec(&mut self, sheet: &Sheet) -> Option<Code> {
        let picture = upright::Picture { width: sheet.width, height: sheet.height, pixels: &sheet.pixels };
        bulls_eye::find(sheet.width, sheet.height, &sheet.pixels).into_iter().find_map(|eye| {
            let code = upright::code(picture, &eye)?;
            self.left = self.left.saturating_sub(code.pixels.len());
            let (octets, _) = decoded(code.side, code.side, &code.pixels, Symbology::Aztec)?;
            sheet.code(Symbology::Aztec, octets, &code.corners)
        })
    }

    /// A PDF417 code that stands aslant: the picture is turned until its bars stand upright.
    fn aslant(&mut self, sheet: &Sheet) -> Option<Code> {
        let angle = turn::of_bars(sheet.width, sheet.height, &sheet.pixels)?;
        // Its reader is picky by a degree.
        let is_over = self.is_over;
        [0.0f32, 0.8, -0.8, 1.6, -1.6, 0.4, -0.4].into_iter().take_while(|_| !is_over()).find_map(|by| {
            let turned = turn::Turned::by(angle + by.to_radians(), sheet.width, sheet.height, &sheet.pixels);
            self.left = self.left.checked_sub(turned.pixels.len())?;
            let (octets, corners) = decoded(turned.width, turned.height, &turned.pixels, Symbology::Pdf417)?;
            let corners: Vec<[f32; 2]> = corners.into_iter().map(|place| turned.before(place)).collect();
            sheet.code(Symbology::Pdf417, octets, &corners)
        })
    }
}

fn overlap(one: [usize; 4], other: [usize; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// One code of a kind.
fn read(sheet: &Sheet, symbology: Symbology) -> Option<Code> {
    let (octets, corners) = decoded(sheet.width, sheet.height, &sheet.pixels, symbology)?;
    sheet.code(symbology, octets, &corners)
}

/// What one code of a kind holds, and its corners. A picture on which the reader stumbles has none.
fn decoded(width: usize, height: usize, pixels: &[u8], symbology: Symbology) -> Option<(Vec<u8>, Vec<[f32; 2]>)> {
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    let hints = DecodeHints {
        TryHarder: Some(true),
        // Each octet a letter: what they mean is for us to say.
        CharacterSet: Some("ISO-8859-1".to_owned()),
        ..DecodeHints::default()
    };
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        let source = Luma8Source::new_with_slice(pixels, width, height).ok()?;
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let result = match symbology {
            Symbology::Qr => QrReader.decode_with_hints(&mut bitmap, &hints),
            Symbology::DataMatrix => DataMatrixReader.decode_with_hints(&mut bitmap, &hints),
            Symbology::Aztec => AztecReader.decode_with_hints(&mut bitmap, &hints),
            Symbology::Pdf417 => {
                let (text, corners) = pdf417::read(&mut bitmap, &hints)?;
                return Some((latin(&text), corners));
            }
        };
        let result = result.ok()?;
        let corners = result.getPoints().iter().map(|point| [point.x, point.y]).collect();
        Some((octets(&result, symbology), corners))
    }));
    result.ok().flatten()
}

/// A box a little larger than the points that a reader gives, which are those of a code's inner patterns for some.
fn grown([left, top, right, bottom]: [usize; 4], symbology: Symbology) -> [usize; 4] {
    let by = match symbology {
        Symbology::Pdf417 => 0,
        _ => (right.saturating_sub(left)).min(bottom.saturating_sub(top)) / 20 + 2,
    };
    [left.saturating_sub(by), top.saturating_sub(by), right + by, bottom + by]
}

fn octets(result: &RXingResult, symbology: Symbology) -> Vec<u8> {
    if symbology == Symbology::Qr {
        return result.getRawBytes().to_vec();
    }
    latin(result.getText())
}

/// The octets of a text each of whose letters is one; of any other, its UTF-8.
fn latin(text: &str) -> Vec<u8> {
    let latin: Option<Vec<u8>> = text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    latin.unwrap_or_else(|| text.as_bytes().to_vec())
}
