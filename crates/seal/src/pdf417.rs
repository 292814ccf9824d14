//! One PDF417 code of a picture, believed only where what was mended in it leaves something to check it by.
//!
//! ISO/IEC 15438 keeps two of a code's error correction codewords for noticing what can't be mended: of `d` of them, at most
//! `(d - 2) / 2` wrong ones are mended. The library mends `d / 2`, with up to a hundred guesses of doubtful codewords: about
//! one code in a thousand that is past mending comes out as something else.

use rxing::common::{BitMatrix, HybridBinarizer};
use rxing::pdf417::{decoder::pdf_417_scanning_decoder, detector::pdf_417_detector, pdf_417_common};
use rxing::{BinaryBitmap, DecodeHints, Luma8Source, Point};

/// What stands in it, each letter an octet, and its corners; `None` where there is no code, or none to be believed.
pub(crate) fn read(
    bitmap: &mut BinaryBitmap<HybridBinarizer<Luma8Source<'_>>>,
    hints: &DecodeHints,
) -> Option<(String, Vec<[f32; 2]>)> {
    let found = pdf_417_detector::detect_with_hints(bitmap, hints, false).ok()?;
    let corners = found.getPoints().first()?;
    let [narrowest, widest] = widths(corners);
    let [left, right] = [[4, 5], [6, 7]].map(|side| side.map(|at| corners[at]));
    let result =
        pdf_417_scanning_decoder::decode(found.getBits(), left[0], left[1], right[0], right[1], narrowest, widest)
            .ok()?;
    let level: u32 = result.getECLevel().parse().ok()?;
    let codewords = 2usize.checked_shl(level)?;
    if 2 * result.getErrorsCorrected() + 2 > codewords && result.getErrorsCorrected() > 0 {
        return None;
    }
    let places = corners.iter().flatten().map(|corner| as_it_stood(*corner, found.getBits(), found.getRotation()));
    Some((result.getText().to_owned(), places.collect()))
}

/// The least and the greatest width of a codeword, in pixels, by the bars at the two ends.
fn widths(corners: &[Option<Point>; 8]) -> [u32; 2] {
    let between = |one: usize, other: usize| {
        let (one, other) = (corners[one]?, corners[other]?);
        Some((one.x - other.x).abs() as u32)
    };
    let (module, stop) = (pdf_417_common::MODULES_IN_CODEWORD, pdf_417_common::MODULES_IN_STOP_PATTERN);
    let starts = [between(0, 4), between(1, 5)];
    let stops = [between(6, 2), between(7, 3)].map(|width| width.map(|width| width * module / stop));
    let all = || starts.into_iter().chain(stops).flatten();
    [all().min().unwrap_or(u32::MAX), all().max().unwrap_or(0)]
}

/// Where a place of a turned picture was before the library turned it against the clock.
fn as_it_stood(place: Point, turned: &BitMatrix, degrees: u32) -> [f32; 2] {
    let (last_x, last_y) = (turned.width() as f32 - 1.0, turned.height() as f32 - 1.0);
    match degrees % 360 {
        90 => [last_y - place.y, place.x],
        180 => [last_x - place.x, last_y - place.y],
        270 => [place.y, last_x - place.x],
        _ => [place.x, place.y],
    }
}
