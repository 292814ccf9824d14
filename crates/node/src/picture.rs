//! Pictures made fit to be kept: what arrives is read as a picture or refused, scaled down, and written anew, so that
//! nothing of the file but the picture itself is left: no place where it was taken, no second content behind it.

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// Maximum bytes of a picture as it arrives.
pub const MOST_BYTES: usize = 12 * 1024 * 1024;
/// Maximum number of pixels of a picture as it arrives: more than a phone's camera gives, less than fills an old PC's
/// memory.
const MOST_PIXELS: u64 = 50_000_000;
/// Maximum bytes of memory for reading one picture.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The longest side of a picture as it is kept: an A5 page at 200 dots an inch.
const LONGEST_SIDE: u32 = 1_654;
/// The longest side of a face: twice what a passport's photo needs.
const LONGEST_SIDE_OF_FACE: u32 = 720;
/// The quality of the JPEG that is kept.
const QUALITY: u8 = 82;

/// One picture is read at a time: each may take a good part of the memory.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// Why a file is not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is no JPEG, PNG or WebP, whatever it is called.
    #[error("it is no picture")]
    Other,
    /// It is cut off or damaged.
    #[error("it is damaged")]
    Damaged,
    /// It has too many pixels or bytes.
    #[error("it is too large")]
    TooLarge,
}

impl PictureError {
    /// The code, as it stands in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
        }
    }
}

/// The picture as it is kept, JPEG.
///
/// # Errors
/// It is no picture that is read here, it is damaged, or it is too large.
pub async fn keepable(bytes: Vec<u8>, is_face: bool) -> Result<Vec<u8>, PictureError> {
    let _turn = ONE_AT_A_TIME.acquire().await.map_err(|_| PictureError::Damaged)?;
    let side = if is_face { LONGEST_SIDE_OF_FACE } else { LONGEST_SIDE };
    let written = tokio::task::spawn_blocking(move || rewrite(&bytes, side)).await;
    written.unwrap_or(Err(PictureError::Damaged))
}

/// A picture read, scaled down and written anew.
///
/// # Errors
/// It is no picture that is read here, it is damaged, or it is too large.
pub fn rewrite(bytes: &[u8], longest_side: u32) -> Result<Vec<u8>, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    let format = format_of(bytes).ok_or(PictureError::Other)?;
    if !reaches_its_end(format, bytes) {
        return Err(PictureError::Damaged);
    }
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::Damaged)?;
    // The size is said before anything is unpacked: a bomb is refused by what it says of itself, or by its memory.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(PictureError::TooLarge);
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(|_| PictureError::TooLarge)?;
    let orientation = decoder.orientation().map_err(|_| PictureError::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        image::ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Damaged,
    })?;
    if width.max(height) > longest_side {
        picture = picture.resize(longest_side, longest_side, FilterType::Triangle);
    }
    picture.apply_orientation(orientation);
    let mut written = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut written, QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).map_err(|_| PictureError::Damaged)?;
    Ok(written)
}

/// The form of a picture that is kept, by how it begins.
fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(bytes).ok()?;
    matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP).then_some(format)
}

/// Whether a file that begins so can be a picture.
pub fn begins_as_picture(head: &[u8]) -> bool {
    format_of(head).is_some()
}

/// Whether a picture goes on to the end that its own form marks. Decoders forgive one that is cut off, and paint the rest grey.
fn reaches_its_end(format: ImageFormat, bytes: &[u8]) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg_reaches_its_end(bytes),
        ImageFormat::Png => png_reaches_its_end(bytes),
        // RIFF says its length behind its name.
        ImageFormat::WebP => number(bytes, 4, u32::from_le_bytes).is_some_and(|length| bytes.len() >= length + 8),
        _ => false,
    }
}

/// Walks the markers up to the end of the image (ISO/IEC 10918-1, B.1.1).
fn jpeg_reaches_its_end(bytes: &[u8]) -> bool {
    const STUFFED: u8 = 0x00;
    const FILL: u8 = 0xff;
    const END_OF_IMAGE: u8 = 0xd9;
    // Behind the marker of the image's start.
    let mut at = 2;
    loop {
        let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xff)) else {
            return false;
        };
        at += found + 1;
        match bytes.get(at) {
            None => return false,
            Some(&END_OF_IMAGE) => return true,
            // Part of what is coded, or a marker without a segment: temporary, restart, start.
            Some(&(STUFFED | 0x01 | 0xd0..=0xd8)) => at += 1,
            Some(&FILL) => {}
            Some(_) => match number(bytes, at + 1, |two: [u8; 2]| u32::from(u16::from_be_bytes(two))) {
                Some(length) => at += 1 + length,
                None => return false,
            },
        }
    }
}

/// Goes from chunk to chunk to the one that ends the image (ISO/IEC 15948, 5.3).
fn png_reaches_its_end(bytes: &[u8]) -> bool {
    /// The length, the name and the checksum of a chunk.
    const AROUND: usize = 12;
    let mut at = 8;
    while let Some(length) = number(bytes, at, u32::from_be_bytes) {
        let end = at + AROUND + length;
        if bytes.get(at + 4..at + 8) == Some(b"IEND") {
            return end <= bytes.len();
        }
        at = end;
    }
    false
}

/// The number that stands at a place.
fn number<const N: usize>(bytes: &[u8], at: usize, read: impl Fn([u8; N]) -> u32) -> Option<usize> {
    usize::try_from(read(*bytes.get(at..)?.first_chunk()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GenericImageView, Rgb, RgbImage};

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, _| Rgb([(x % 256) as u8, 90, 120]));
        let mut bytes = Vec::new();
        DynamicImage::ImageRgb8(picture).write_to(&mut Cursor::new(&mut bytes), format).expect("encoded");
        bytes
    }

    #[test]
    fn a_picture_is_scaled_down_and_written_as_jpeg() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let kept = rewrite(&encoded(2_000, 1_000, format), 720).expect("kept");
            assert_eq!(image::guess_format(&kept).expect("a format"), ImageFormat::Jpeg);
            assert_eq!(image::load_from_memory(&kept).expect("read").dimensions(), (720, 360));
        }
    }

    #[test]
    fn where_and_with_what_a_picture_was_taken_is_not_kept() {
        let mut bytes = encoded(10, 10, ImageFormat::Jpeg);
        // An application segment as cameras write it, behind the start of the image (ISO/IEC 10918-1, B.1.1.3).
        let note = b"Exif\0\0GPS 11.95N 8.77W by a phone";
        let mut segment = vec![0xff, 0xe1, 0, (note.len() + 2) as u8];
        segment.extend_from_slice(note);
        bytes.splice(2..2, segment);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let kept = rewrite(&bytes, 720).expect("kept");
        let holds = |words: &[u8]| kept.windows(words.len()).any(|window| window == words);
        assert!(!holds(b"GPS") && !holds(b"script"));
    }

    #[test]
    fn a_script_named_as_a_picture_is_none() {
        for bytes in [&b"<script>alert(1)</script>"[..], b"", b"GIF89a\x01\x00\x01\x00", b"%PDF-1.7", b"\xff\xd8\xff"] {
            assert!(matches!(rewrite(bytes, 720), Err(PictureError::Other | PictureError::Damaged)), "{bytes:?}");
        }
    }

    #[test]
    fn a_picture_of_a_hundred_megapixels_is_refused_before_it_is_unpacked() {
        // A whole PNG of 10,000 by 10,000 grey pixels is a few kilobytes.
        let mut bomb = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut bomb);
        let row = vec![0u8; 10_000 * 10_000];
        image::ImageEncoder::write_image(encoder, &row, 10_000, 10_000, image::ExtendedColorType::L8).expect("a bomb");
        assert!(bomb.len() < 1_000_000);
        assert_eq!(rewrite(&bomb, 720), Err(PictureError::TooLarge));
    }

    #[test]
    fn a_picture_that_is_cut_off_or_not_written_yet_is_said_to_be_damaged() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let whole = encoded(300, 300, format);
            assert!(rewrite(&whole, 720).is_ok());
            for part in [10, 30, 50, 60, 80, 90, 95, 99] {
                let length = whole.len() * part / 100;
                assert_eq!(rewrite(&whole[..length], 720), Err(PictureError::Damaged), "{part} % of a {format:?}");
                // As it lies on the disk where room for all of it was made first.
                let mut begun = whole.clone();
                begun[length..].fill(0);
                let read = rewrite(&begun, 720);
                assert!(format == ImageFormat::WebP || read == Err(PictureError::Damaged), "{part} % of a {format:?}");
            }
        }
    }
}
