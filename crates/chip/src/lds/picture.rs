//! Pictures in data groups: JPEG, JPEG 2000 with its file format, or its bare codestream; told apart by their first octets,
//! as what the data group says of them is not always so.

use limen_trust::asn1::{Element, Malformed};

/// How many pictures a data group may have.
pub(super) const MOST_PICTURES: usize = 16;

/// A picture as the chip has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its form.
    pub kind: PictureKind,
    /// Its octets, for a decoder of that form.
    pub octets: Vec<u8>,
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
    pub(super) fn of(octets: &[u8]) -> Self {
        Self { kind: PictureKind::of(octets), octets: octets.to_vec() }
    }
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
