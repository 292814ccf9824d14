//! Details of holder and document in DG11 and DG12 (Doc 9303-10 §4.7.11, §4.7.12): text, as the state wrote it.

use limen_trust::asn1::{Element, Malformed};

/// The longest text of a field that is kept, in letters.
const MOST_LETTERS: usize = 1000;
/// How many names of one kind are kept.
const MOST_NAMES: usize = 32;

/// A day as DG11 and DG12 write it: year, month and day, of which some may be unknown (00).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month; 0 if it is not known.
    pub month: u8,
    /// The day; 0 if it is not known.
    pub day: u8,
}

/// What DG11 says of the holder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HolderDetails {
    /// The full name in the state's own letters, primary and secondary identifier parted by `<<`.
    pub name: Option<String>,
    /// Other names.
    pub other_names: Vec<String>,
    /// A personal number.
    pub personal_number: Option<String>,
    /// The full date of birth.
    pub birth: Option<Date>,
    /// The place of birth, its parts as `<` parts them.
    pub birth_place: Vec<String>,
    /// The address, likewise.
    pub address: Vec<String>,
    /// A telephone number.
    pub telephone: Option<String>,
    /// The profession.
    pub profession: Option<String>,
    /// A title.
    pub title: Option<String>,
    /// Numbers of other travel documents.
    pub other_documents: Vec<String>,
    /// Custody of a child.
    pub custody: Option<String>,
}

/// What DG12 says of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentDetails {
    /// Who issued it.
    pub authority: Option<String>,
    /// The date of issue.
    pub issued: Option<Date>,
    /// Others in it.
    pub others: Vec<String>,
    /// Endorsements and observations.
    pub endorsements: Option<String>,
    /// Requirements of tax and exit.
    pub exit: Option<String>,
}

impl HolderDetails {
    /// Reads DG11.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn read(dg11: &[u8]) -> Result<Self, Malformed> {
        let mut read = Self::default();
        each(dg11, "DG11", &mut |field| match field.tag {
            0x5F0E => read.name = text(field),
            0x5F0F => push(&mut read.other_names, text(field)),
            0x5F10 => read.personal_number = text(field),
            0x5F2B => read.birth = date(field),
            0x5F11 => read.birth_place = parts(field),
            0x5F42 => read.address = parts(field),
            0x5F12 => read.telephone = text(field),
            0x5F13 => read.profession = text(field),
            0x5F14 => read.title = text(field),
            0x5F17 => read.other_documents = parts(field),
            0x5F18 => read.custody = text(field),
            _ => {}
        })?;
        Ok(read)
    }
}

impl DocumentDetails {
    /// Reads DG12.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn read(dg12: &[u8]) -> Result<Self, Malformed> {
        let mut read = Self::default();
        each(dg12, "DG12", &mut |field| match field.tag {
            0x5F19 => read.authority = text(field),
            0x5F26 => read.issued = date(field),
            0x5F1A => push(&mut read.others, text(field)),
            0x5F1B => read.endorsements = text(field),
            0x5F1C => read.exit = text(field),
            _ => {}
        })?;
        Ok(read)
    }
}

/// Each field of a data group, also those within a list of one kind (A0).
fn each(file: &[u8], what: &'static str, take: &mut dyn FnMut(&Element<'_>)) -> Result<(), Malformed> {
    let (outer, _) = Element::first(file, what)?;
    let mut fields = outer.elements();
    while let Some(field) = fields.next(what)? {
        if field.tag == 0xA0 {
            let mut inner = field.elements();
            while let Some(field) = inner.next(what)? {
                take(&field);
            }
        } else {
            take(&field);
        }
    }
    Ok(())
}

/// A field's text; empty is none. States write UTF-8, older ones also Latin 1.
fn text(field: &Element<'_>) -> Option<String> {
    let text = match std::str::from_utf8(field.value) {
        Ok(text) => text.to_owned(),
        Err(_) => field.value.iter().map(|&octet| char::from(octet)).collect(),
    };
    let text: String = text.chars().filter(|letter| !letter.is_control()).take(MOST_LETTERS).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn parts(field: &Element<'_>) -> Vec<String> {
    let text = text(field).unwrap_or_default();
    let parts = text.split('<').map(str::trim).filter(|part| !part.is_empty());
    parts.take(MOST_NAMES).map(str::to_owned).collect()
}

fn push(names: &mut Vec<String>, name: Option<String>) {
    if names.len() < MOST_NAMES {
        names.extend(name);
    }
}

/// A day in eight digits, or in four octets of two digits each, as the first edition had it.
fn date(field: &Element<'_>) -> Option<Date> {
    let digits: Vec<u8> = match field.value.len() {
        8 => field.value.iter().map(|octet| octet.wrapping_sub(b'0')).collect(),
        4 => field.value.iter().flat_map(|octet| [octet >> 4, octet & 15]).collect(),
        _ => return None,
    };
    if digits.iter().any(|&digit| digit > 9) {
        return None;
    }
    let pair = |at: usize| digits[at] * 10 + digits[at + 1];
    let date = Date { year: u16::from(pair(0)) * 100 + u16::from(pair(2)), month: pair(4), day: pair(6) };
    (date.month <= 12 && date.day <= 31).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_trust::asn1::object;
    use proptest::prelude::*;

    #[test]
    fn the_holders_own_letters_are_kept() {
        let fields = [
            object(0x5C, &[0x5F, 0x0E]),
            object(0x5F0E, "DIALLO<<MARIAMA".as_bytes()),
            object(0xA0, &[object(2, &[1]), object(0x5F0F, "Mariam Diallo".as_bytes())].concat()),
            object(0x5F2B, b"19900100"),
            object(0x5F11, "KOUROUSSA<GUINÉE".as_bytes()),
            object(0x5F12, &[0xE9, b'1']),
        ];
        let read = HolderDetails::read(&object(0x6B, &fields.concat())).expect("DG11");
        assert_eq!(read.name.as_deref(), Some("DIALLO<<MARIAMA"));
        assert_eq!(read.other_names, ["Mariam Diallo"]);
        assert_eq!(read.birth, Some(Date { year: 1990, month: 1, day: 0 }));
        assert_eq!(read.birth_place, ["KOUROUSSA", "GUINÉE"]);
        assert_eq!(read.telephone.as_deref(), Some("é1"));
    }

    #[test]
    fn a_date_may_be_packed() {
        let file = object(0x6C, &object(0x5F26, &[0x20, 0x25, 0x02, 0x28]));
        let read = DocumentDetails::read(&file).expect("DG12");
        assert_eq!(read.issued, Some(Date { year: 2025, month: 2, day: 28 }));
        for bad in [&[0x20, 0x25, 0x1F, 0x28][..], &[0x20, 0x25, 0x13, 0x01], b"2025x101", b"", b"202501"] {
            let file = object(0x6C, &object(0x5F26, bad));
            assert_eq!(DocumentDetails::read(&file).expect("DG12").issued, None);
        }
    }

    proptest! {
        #[test]
        fn any_octets_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = HolderDetails::read(&bytes);
            let _ = DocumentDetails::read(&object(0x6C, &bytes));
            let _ = super::super::signatures(&object(0x67, &bytes));
        }
    }
}
