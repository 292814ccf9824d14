//! The face in a chip, as a picture that can be kept: JPEG as it is, JPEG 2000 decoded. What it says of its size is held
//! against limits before anything is unpacked.

use image::{ImageFormat, RgbImage};
use limen_chip::lds::{PictureKind, Pixels, faces};
use std::io::Cursor;
use tokio::sync::OwnedSemaphorePermit;

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
    let picture = faces(dg2).ok()?.into_iter().next()?.picture;
    match picture.kind {
        PictureKind::Jpeg => Some(picture.octets),
        PictureKind::Jp2 | PictureKind::Jpeg2000Codestream => written(picture.pixels().ok()?),
        PictureKind::Unknown => None,
    }
}

/// Pixels as PNG.
fn written(Pixels { width, height, rgb }: Pixels) -> Option<Vec<u8>> {
    let mut written = Cursor::new(Vec::new());
    RgbImage::from_raw(width, height, rgb)?.write_to(&mut written, ImageFormat::Png).ok()?;
    Some(written.into_inner())
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
    fn a_face_in_jpeg_2000_is_handed_out_as_png() {
        // Four by four pixels of grey 77, written by OpenJPEG without loss: the codestream alone.
        const GREY: &str = "FF4FFF510029000000000004000000040000000000000000000000040000000400000000000000000001070101FF52000C00000001000004040001FF5C00044040FF640025000143726561746564206279204F70656E4A5045472076657273696F6E20322E352E34FF90000A0000000000190001FF93C7D410115053A3D800308FFFD9";
        let codestream = data_encoding::HEXUPPER.decode(GREY.as_bytes()).expect("hexadecimal");
        let png = read(&dg2(&codestream)).expect("a picture");
        let pixels = image::load_from_memory_with_format(&png, ImageFormat::Png).expect("PNG").into_rgb8();
        assert_eq!((pixels.dimensions(), pixels.into_raw()), ((4, 4), vec![77; 48]));
    }
}
