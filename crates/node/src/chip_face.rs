//! The face in a chip, as a picture that can be kept: JPEG as it is, JPEG 2000 decoded. What it says of its size is held
//! against limits before anything is unpacked.

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use limen_chip::lds::{Picture, PictureKind, faces};
use std::io::Cursor;
use tokio::sync::OwnedSemaphorePermit;

/// More pixels than any chip's face has; those of documents have less than one million.
const MOST_PIXELS: u64 = 2_000_000;
/// Components of a picture: colour and opacity.
const MOST_COMPONENTS: u16 = 4;

/// The first face of DG2 as JPEG or PNG. `None` where there is none that can be read. The turn is given back when it is read,
/// even if nobody waits any more.
pub(crate) async fn face(turn: OwnedSemaphorePermit, dg2: Vec<u8>) -> Option<Vec<u8>> {
    let read = move || {
        let face = read(&dg2);
        drop(turn);
        face
    };
    tokio::task::spawn_blocking(read).await.ok().flatten()
}

fn read(dg2: &[u8]) -> Option<Vec<u8>> {
    let Picture { kind, octets } = faces(dg2).ok()?.into_iter().next()?.picture;
    match kind {
        PictureKind::Jpeg => Some(octets),
        PictureKind::Jp2 | PictureKind::Jpeg2000Codestream => decoded(&octets),
        PictureKind::Unknown => None,
    }
}

/// A picture in JPEG 2000 as PNG: grey or in colour, an opacity left out.
fn decoded(octets: &[u8]) -> Option<Vec<u8>> {
    if !has_few_components(octets) {
        return None;
    }
    let coded = Image::new(octets, &DecodeSettings::default()).ok()?;
    let (width, height) = (coded.width(), coded.height());
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let mut context = DecoderContext::default();
    let samples = coded.decode(&mut context).ok()?.data_u8();
    let pixels = width as usize * height as usize;
    let channels = samples.len().checked_div(pixels)?;
    let is_grey = channels < 3;
    let kept: Vec<u8> = match channels {
        1 | 3 => samples,
        2 | 4 => samples.chunks_exact(channels).flat_map(|pixel| &pixel[..channels - 1]).copied().collect(),
        _ => return None,
    };
    let picture = if is_grey {
        DynamicImage::ImageLuma8(GrayImage::from_raw(width, height, kept)?)
    } else {
        DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, kept)?)
    };
    let mut written = Cursor::new(Vec::new());
    picture.write_to(&mut written, ImageFormat::Png).ok()?;
    Some(written.into_inner())
}

/// Whether each codestream in a file has few components, which are all unpacked whatever the boxes around it say. Their number
/// stands 40 octets behind the start (SOC, SIZ; ISO/IEC 15444-1, A.5.1).
fn has_few_components(octets: &[u8]) -> bool {
    let begins = |at: &&[u8]| at.starts_with(&[0xFF, 0x4F, 0xFF, 0x51]);
    octets.windows(42).filter(begins).all(|at| u16::from_be_bytes([at[40], at[41]]) <= MOST_COMPONENTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_trust::asn1::object;

    /// DG2 with one face of ISO/IEC 19794-5, whose picture is this.
    fn dg2(picture: &[u8]) -> Vec<u8> {
        let block = [vec![0; 20], vec![0; 12], picture.to_vec()].concat();
        let length = u32::try_from(block.len()).expect("short").to_be_bytes();
        let block = [&length[..], &block[4..]].concat();
        let record = [&b"FAC\x00010\x00"[..], &[0, 0, 0, 0], &[0, 1], &block].concat();
        let template = object(0x7F60, &object(0x5F2E, &record));
        object(0x75, &object(0x7F61, &[object(0x02, &[1]), template].concat()))
    }

    #[test]
    fn a_jpeg_is_handed_out_as_it_is_and_what_is_no_picture_is_not() {
        let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE0][..], &[7; 200], &[0xFF, 0xD9]].concat();
        assert_eq!(read(&dg2(&jpeg)), Some(jpeg));
        for other in
            [&b"no picture at all, of some length"[..], b"\xFF\x4F\xFF\x51 cut off", b"\0\0\0\x0CjP  \r\n\x87\n"]
        {
            assert_eq!(read(&dg2(other)), None);
        }
        for cut in [&b""[..], b"\x75", b"\x75\x03\x7F\x61"] {
            assert_eq!(read(cut), None);
        }
    }

    #[test]
    fn a_picture_of_many_components_is_not_unpacked() {
        let mut codestream = vec![0; 60];
        codestream[..4].copy_from_slice(&[0xFF, 0x4F, 0xFF, 0x51]);
        codestream[41] = 3;
        assert!(has_few_components(&codestream));
        codestream[40] = 1;
        assert!(!has_few_components(&codestream));
        assert!(!has_few_components(&[vec![0; 85], codestream].concat()), "in the boxes of a file too");
    }
}
