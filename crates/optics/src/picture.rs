//! From a file's bytes to a grey picture, within limits of size that are looked at before anything is unpacked.

use crate::luma::Luma;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::Cursor;
use thiserror::Error;
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

/// Maximum bytes of a file.
pub const MOST_BYTES: usize = 40 * 1024 * 1024;
/// Maximum pixels of a picture: 6,000 x 8,000.
pub const MOST_PIXELS: u64 = 48_000_000;
/// Maximum pixels to a side.
pub const LONGEST_SIDE: u32 = 12_000;
/// Maximum bytes of memory for unpacking a file that is no JPEG.
const MOST_MEMORY: u64 = 200 * 1024 * 1024;
/// Fewest pixels to a side in which a zone could be read.
pub const SHORTEST_SIDE: usize = 16;

/// Why a file is no picture that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PictureError {
    /// It is no JPEG, PNG or WebP, whatever it is called.
    #[error("the file is no picture (JPEG, PNG or WebP); choose another")]
    Other,
    /// It is cut off or damaged.
    #[error("the picture is damaged; take it again")]
    Damaged,
    /// It has too many pixels or bytes.
    #[error("the picture is too large; 48 megapixels and 40 MB are the most")]
    TooLarge,
}

/// The grey levels of a picture in a file. What the file says of its orientation is passed over.
///
/// # Errors
/// [`PictureError`]: it is no picture that is read here, it is damaged, or it is too large.
pub fn open(bytes: &[u8]) -> Result<Luma, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => jpeg(bytes),
        Ok(format @ (ImageFormat::Png | ImageFormat::WebP)) => other(bytes, format),
        _ => Err(PictureError::Other),
    }
}

fn check_size(width: u64, height: u64) -> Result<(), PictureError> {
    let is_long = width.max(height) > u64::from(LONGEST_SIDE);
    if is_long || width.saturating_mul(height) > MOST_PIXELS { Err(PictureError::TooLarge) } else { Ok(()) }
}

/// The brightness alone is unpacked of a JPEG: a third of the memory, and less time.
fn jpeg(bytes: &[u8]) -> Result<Luma, PictureError> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(LONGEST_SIDE as usize)
        .set_max_height(LONGEST_SIDE as usize);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PictureError::Damaged)?;
    let (width, height) = decoder.dimensions().ok_or(PictureError::Damaged)?;
    check_size(width as u64, height as u64)?;
    if !matches!(decoder.input_colorspace(), Some(ColorSpace::YCbCr | ColorSpace::Luma)) {
        return other(bytes, ImageFormat::Jpeg);
    }
    decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::Luma));
    let pixels = decoder.decode().map_err(|_| PictureError::Damaged)?;
    Luma::new(width, height, pixels).ok_or(PictureError::Damaged)
}

/// A picture in colours, row by row.
#[derive(Debug, Clone)]
pub(crate) struct Colours(RgbImage);

impl Colours {
    /// Pixels across.
    pub(crate) fn width(&self) -> usize {
        self.0.width() as usize
    }

    /// Pixels down.
    pub(crate) fn height(&self) -> usize {
        self.0.height() as usize
    }

    /// Red, green and blue at a place, 0 to 255: the mean of the pixels around it.
    pub(crate) fn at(&self, [x, y]: [f32; 2]) -> [f32; 3] {
        let around = |at: f32, most: u32| {
            let middle = at.round().clamp(0.0, most.saturating_sub(1) as f32) as u32;
            middle.saturating_sub(1)..=(middle + 1).min(most.saturating_sub(1))
        };
        let (mut sum, mut count) = ([0.0; 3], 0.0);
        for row in around(y, self.0.height()) {
            for column in around(x, self.0.width()) {
                let pixel = self.0.get_pixel(column, row).0;
                (0..3).for_each(|channel| sum[channel] += f32::from(pixel[channel]));
                count += 1.0;
            }
        }
        sum.map(|channel| channel / count)
    }
}

/// The colours of a picture in a file, within the same limits.
///
/// # Errors
/// [`PictureError`]: it is no picture that is read here, it is damaged, or it is too large.
pub(crate) fn open_colours(bytes: &[u8]) -> Result<Colours, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => {
            Ok(Colours(unpacked(bytes, format)?.into_rgb8()))
        }
        _ => Err(PictureError::Other),
    }
}

fn other(bytes: &[u8], format: ImageFormat) -> Result<Luma, PictureError> {
    let grey = unpacked(bytes, format)?.into_luma8();
    let (width, height) = grey.dimensions();
    Luma::new(width as usize, height as usize, grey.into_raw()).ok_or(PictureError::Damaged)
}

fn unpacked(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, PictureError> {
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::Damaged)?;
    let (width, height) = decoder.dimensions();
    check_size(u64::from(width), u64::from(height))?;
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(PictureError::TooLarge);
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(|_| PictureError::TooLarge)?;
    DynamicImage::from_decoder(decoder).map_err(|error| match error {
        image::ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Damaged,
    })
}
