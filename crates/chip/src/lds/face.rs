//! The face in DG2 (Doc 9303-10 §4.7.2): records of ISO/IEC 19794-5, and of ISO/IEC 39794-5, which readers must know since
//! 2025 and issuers must write from 2030.

use super::picture::{MOST_PICTURES, Picture, PictureKind};
use limen_trust::asn1::{Element, Elements, Malformed};

/// How deep a picture may lie in a record of ISO/IEC 39794-5.
const DEEPEST: usize = 12;

/// A face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The picture.
    pub picture: Picture,
    /// Width and height in pixels, as the record says; they may not be the picture's.
    pub size: Option<(u16, u16)>,
}

/// The faces of DG2; most documents have one.
///
/// # Errors
/// The file can't be read.
pub fn faces(dg2: &[u8]) -> Result<Vec<Face>, Malformed> {
    let (outer, _) = Element::first(dg2, "DG2")?;
    let group = outer.elements().expect(0x7F61, "the faces in DG2")?;
    let mut templates = group.elements();
    let mut faces = Vec::new();
    while let Some(template) = templates.next("a face in DG2")? {
        if template.tag != 0x7F60 {
            continue;
        }
        let mut fields = template.elements();
        while let Some(field) = fields.next("a face in DG2")? {
            match field.tag {
                0x5F2E => records(field.value, &mut faces)?,
                0x7F2E => extensible(&field, &mut faces)?,
                _ => {}
            }
            if faces.len() > MOST_PICTURES {
                return Err(Malformed::TooMuch("DG2"));
            }
        }
    }
    Ok(faces)
}

/// Records of ISO/IEC 19794-5:2005 §5: a header of 14 octets, and of each face 20 octets, its points, 12 octets, a picture.
fn records(record: &[u8], faces: &mut Vec<Face>) -> Result<(), Malformed> {
    const WHAT: &str = "the face record in DG2";
    let (header, mut rest) = record.split_at_checked(14).ok_or(Malformed::CutOff(WHAT))?;
    if &header[..4] != b"FAC\0" {
        return Err(Malformed::Value(WHAT));
    }
    let count = u16::from_be_bytes([header[12], header[13]]);
    for _ in 0..usize::from(count).min(MOST_PICTURES) {
        let length = rest.first_chunk::<4>().map(|length| u32::from_be_bytes(*length) as usize);
        let length = length.ok_or(Malformed::CutOff(WHAT))?;
        // Some records count their header too, or nothing: then the face is what is there.
        let length = if length < 32 { rest.len() } else { length.min(rest.len()) };
        let (block, after) = rest.split_at(length);
        let points = block.get(4..6).map(|count| usize::from(u16::from_be_bytes([count[0], count[1]])));
        let start = 20 + 8 * points.ok_or(Malformed::CutOff(WHAT))?;
        let information = block.get(start..start + 12).ok_or(Malformed::CutOff(WHAT))?;
        let number = |at: usize| u16::from_be_bytes([information[at], information[at + 1]]);
        let picture = Picture::of(&block[start + 12..]);
        faces.push(Face { picture, size: Some((number(2), number(4))) });
        rest = after;
    }
    Ok(())
}

/// A record of ISO/IEC 39794-5: of all that it holds, the pictures, which their first octets tell.
fn extensible(record: &Element<'_>, faces: &mut Vec<Face>) -> Result<(), Malformed> {
    walk(record.elements(), 0, faces)
}

fn walk(mut elements: Elements<'_>, depth: usize, faces: &mut Vec<Face>) -> Result<(), Malformed> {
    if depth > DEEPEST {
        return Err(Malformed::TooMuch("the face record in DG2"));
    }
    while let Some(element) = elements.next("the face record in DG2")? {
        let first = element.whole.first().copied().unwrap_or_default();
        if first & 0x20 != 0 {
            walk(element.elements(), depth + 1, faces)?;
        } else if PictureKind::of(element.value) != PictureKind::Unknown {
            if faces.len() >= MOST_PICTURES {
                return Err(Malformed::TooMuch("DG2"));
            }
            faces.push(Face { picture: Picture::of(element.value), size: None });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_trust::asn1::object;
    use proptest::prelude::*;

    fn dg2(template: &[u8]) -> Vec<u8> {
        let count = object(0x02, &[1]);
        let template = object(0x7F60, &[object(0xA1, &[]), template.to_vec()].concat());
        object(0x75, &object(0x7F61, &[count, template].concat()))
    }

    fn record(points: u16, picture: &[u8]) -> Vec<u8> {
        let length = 20 + 8 * u32::from(points) + 12 + picture.len() as u32;
        let mut face = length.to_be_bytes().to_vec();
        face.extend(points.to_be_bytes());
        face.resize(20 + 8 * usize::from(points), 0);
        face.extend([1, 1]);
        face.extend(413_u16.to_be_bytes());
        face.extend(531_u16.to_be_bytes());
        face.extend([1, 2, 0, 0, 0, 0]);
        face.extend_from_slice(picture);
        let total = 14 + face.len() as u32;
        [b"FAC\x00010\x00", &total.to_be_bytes()[..], &[0, 1], &face].concat()
    }

    #[test]
    fn the_face_is_found_behind_its_points() {
        for (points, picture, kind) in [
            (0, &[0xFF, 0xD8, 0xFF, 0xE0, 1, 2][..], PictureKind::Jpeg),
            (3, &[0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 9], PictureKind::Jp2),
            (60, &[0xFF, 0x4F, 0xFF, 0x51, 9], PictureKind::Jpeg2000Codestream),
            (0, b"GIF89a", PictureKind::Unknown),
        ] {
            let read = faces(&dg2(&object(0x5F2E, &record(points, picture)))).expect("a face");
            let picture = Picture { kind, octets: picture.to_vec() };
            assert_eq!(read, [Face { picture, size: Some((413, 531)) }]);
        }
    }

    #[test]
    fn the_face_of_an_extensible_record_is_found() {
        let picture = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2];
        let inner = object(0xA1, &object(0xA0, &object(0x30, &object(0x80, &picture))));
        let block = object(0x65, &[object(0xA0, &object(0x80, &[3])), object(0xA1, &object(0x30, &inner))].concat());
        let read = faces(&dg2(&object(0x7F2E, &block))).expect("a face");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].picture.kind, PictureKind::Jpeg);
    }

    proptest! {
        #[test]
        fn any_record_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), extensible: bool) {
            let _ = faces(&bytes);
            let _ = faces(&dg2(&object(if extensible { 0x7F2E } else { 0x5F2E }, &bytes)));
            let header = [b"FAC\x00010\x00\x00\x00\x00\x00\x00\x03", &bytes[..]].concat();
            let _ = faces(&dg2(&object(0x5F2E, &header)));
        }
    }
}
