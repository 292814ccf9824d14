//! Pictures in data groups: JPEG, JPEG 2000 with its file format, or its bare codestream; told apart by their first octets,
//! as what the data group says of them is not always so.

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};
use limen_trust::asn1::{Element, Malformed};
use thiserror::Error;

/// How many pictures a data group may have.
pub(super) const MOST_PICTURES: usize = 16;

/// The largest picture that is decoded, in pixels; faces on chips have less than one million.
const MOST_PIXELS: u64 = 2_000_000;
/// How many components a picture may have: colour and opacity.
const MOST_COMPONENTS: u16 = 4;

/// A picture as the chip has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its form.
    pub kind: PictureKind,
    /// Its octets, for a decoder of that form.
    pub octets: Vec<u8>,
}

/// A picture's pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// How wide it is.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// Red, green and blue of each pixel, row after row.
    pub rgb: Vec<u8>,
}

/// Why a picture has no pixels.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PictureError {
    /// It is no JPEG 2000.
    #[error("the picture is no JPEG 2000")]
    Form,
    /// It is larger than any face on a chip.
    #[error("the picture has {width} x {height} pixels, more than any face on a chip")]
    TooLarge {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// It is damaged.
    #[error("the picture can't be decoded: {0}")]
    Damaged(String),
}

/// The form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureKind {
    /// JPEG (ISO/IEC 10918).
    Jpeg,
    /// JPEG 2000 in its file format JP2 (ISO/IEC 15444-1 Annex I).
    Jp2,
    /// The codestream of JPEG 2000 alone.
    Jpeg2000Codestream,
    /// Another.
    Unknown,
}

impl PictureKind {
    /// The form of octets.
    pub fn of(octets: &[u8]) -> Self {
        if octets.starts_with(&[0xFF, 0xD8, 0xFF]) {
            PictureKind::Jpeg
        } else if octets.starts_with(&[0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20]) {
            PictureKind::Jp2
        } else if octets.starts_with(&[0xFF, 0x4F, 0xFF, 0x51]) {
            PictureKind::Jpeg2000Codestream
        } else {
            PictureKind::Unknown
        }
    }
}

impl Picture {
    /// The pixels of a picture in JPEG 2000, with its file format or bare. JPEG is for another decoder.
    ///
    /// # Errors
    /// It is another form, too large, or damaged.
    pub fn pixels(&self) -> Result<Pixels, PictureError> {
        if !matches!(self.kind, PictureKind::Jp2 | PictureKind::Jpeg2000Codestream) {
            return Err(PictureError::Form);
        }
        if !has_few_components(&self.octets) {
            return Err(PictureError::Damaged("it has more colours than any picture".into()));
        }
        let damaged = |error: &dyn std::fmt::Debug| PictureError::Damaged(format!("{error:?}"));
        let image = Image::new(&self.octets, &DecodeSettings::default()).map_err(|error| damaged(&error))?;
        let (width, height) = (image.width(), image.height());
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(PictureError::TooLarge { width, height });
        }
        let mut context = DecoderContext::default();
        let decoded = image.decode(&mut context).map_err(|error| damaged(&error))?;
        let count = width as usize * height as usize;
        let channels = decoded.components().len();
        if channels == 0 || decoded.components().iter().any(|component| component.samples().len() != count) {
            return Err(PictureError::Damaged("its colours are of different sizes".into()));
        }
        let samples = decoded.data_u8();
        let rgb = match channels {
            // Grey, with or without transparency; colours, likewise.
            1 | 2 => samples.chunks_exact(channels).flat_map(|pixel| [pixel[0]; 3]).collect(),
            3 | 4 => samples.chunks_exact(channels).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
            _ => return Err(PictureError::Damaged("it has colours of an unknown kind".into())),
        };
        Ok(Pixels { width, height, rgb })
    }

    pub(super) fn of(octets: &[u8]) -> Self {
        Self { kind: PictureKind::of(octets), octets: octets.to_vec() }
    }
}

/// Whether each codestream in a file has few components, which are all unpacked whatever the boxes around it say. Their number
/// stands 40 octets behind the start (SOC, SIZ; ISO/IEC 15444-1 A.5.1).
fn has_few_components(octets: &[u8]) -> bool {
    let begins = |at: &&[u8]| at.starts_with(&[0xFF, 0x4F, 0xFF, 0x51]);
    octets.windows(42).filter(begins).all(|at| u16::from_be_bytes([at[40], at[41]]) <= MOST_COMPONENTS)
}

/// The displayed signatures of DG7 (§4.7.7).
///
/// # Errors
/// The file can't be read.
pub fn signatures(dg7: &[u8]) -> Result<Vec<Picture>, Malformed> {
    let (outer, _) = Element::first(dg7, "DG7")?;
    let mut pictures = Vec::new();
    let mut fields = outer.elements();
    while let Some(field) = fields.next("DG7")? {
        if field.tag == 0x5F43 {
            if pictures.len() >= MOST_PICTURES {
                return Err(Malformed::TooMuch("DG7"));
            }
            pictures.push(Picture::of(field.value));
        }
    }
    Ok(pictures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Four by four pixels of (200, 100, 50), and of grey 77, written by OpenJPEG without loss.
    const JP2: &str = "0000000C6A5020200D0A870A00000014667479706A703220000000006A7032200000002D6A703268000000166968647200000004000000040003070700000000000F636F6C7201000000000010000000AA6A703263FF4FFF51002F000000000004000000040000000000000000000000040000000400000000000000000003070101070101070101FF52000C00000001000004040001FF5C00044040FF640025000143726561746564206279204F70656E4A5045472076657273696F6E20322E352E34FF90000A0000000000320001FF93CFB4241400515C0841816A08C3E70E1150548842E11FCFB42C1150495C084241E53E0C1FFFD9";
    const CODESTREAM: &str = "FF4FFF51002F000000000004000000040000000000000000000000040000000400000000000000000003070101070101070101FF52000C00000001000004040001FF5C00044040FF640025000143726561746564206279204F70656E4A5045472076657273696F6E20322E352E34FF90000A0000000000320001FF93CFB4241400515C0841816A08C3E70E1150548842E11FCFB42C1150495C084241E53E0C1FFFD9";
    const GREY: &str = "FF4FFF510029000000000004000000040000000000000000000000040000000400000000000000000001070101FF52000C00000001000004040001FF5C00044040FF640025000143726561746564206279204F70656E4A5045472076657273696F6E20322E352E34FF90000A0000000000190001FF93C7D410115053A3D800308FFFD9";

    fn picture(hex: &str) -> Picture {
        Picture::of(&data_encoding::HEXUPPER.decode(hex.as_bytes()).expect("hexadecimal"))
    }

    #[test]
    fn jpeg_2000_is_decoded_with_its_file_format_and_without() {
        for hex in [JP2, CODESTREAM] {
            let pixels = picture(hex).pixels().expect("pixels");
            assert_eq!((pixels.width, pixels.height), (4, 4));
            assert_eq!(pixels.rgb, [200, 100, 50].repeat(16));
        }
        assert_eq!(picture(GREY).pixels().expect("pixels").rgb, [77; 48]);
    }

    #[test]
    fn what_is_no_jpeg_2000_is_for_another_decoder() {
        assert_eq!(Picture::of(&[0xFF, 0xD8, 0xFF, 0xE0]).pixels(), Err(PictureError::Form));
    }

    #[test]
    fn a_picture_of_many_components_is_not_unpacked() {
        let mut codestream = vec![0; 60];
        codestream[..4].copy_from_slice(&[0xFF, 0x4F, 0xFF, 0x51]);
        codestream[41] = 3;
        assert!(has_few_components(&codestream));
        codestream[40] = 1;
        assert!(!has_few_components(&codestream));
        let within = [vec![0; 85], codestream.clone()].concat();
        assert!(!has_few_components(&within), "in the boxes of a file too");
        assert!(matches!(Picture::of(&codestream).pixels(), Err(PictureError::Damaged(_))));
    }

    proptest! {
        #[test]
        fn a_damaged_picture_is_decoded_or_refused(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
            end in any::<prop::sample::Index>(),
            is_file: bool,
        ) {
            let mut picture = picture(if is_file { JP2 } else { CODESTREAM });
            for (place, octet) in changes {
                let at = place.index(picture.octets.len());
                picture.octets[at] = octet;
            }
            picture.octets.truncate(end.index(picture.octets.len()) + 1);
            let _ = Picture::of(&picture.octets).pixels();
        }
    }
}
