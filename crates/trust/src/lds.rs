//! What EF.COM and DG1 say (Doc 9303-10 §4.6.1, §4.7.1): which data groups there are, and the machine readable zone.

use crate::asn1::{Element, Malformed};
use crate::files::Group;

/// The data groups that EF.COM lists. Nobody signs it: what it says is no more than a hint for reading.
///
/// # Errors
/// The file can't be read.
pub fn listed(common: &[u8]) -> Result<Vec<Group>, Malformed> {
    let (outer, _) = Element::first(common, "EF.COM")?;
    let mut fields = outer.elements();
    while let Some(field) = fields.next("EF.COM")? {
        if field.tag == 0x5C {
            let tags = field.value.iter().map(|&tag| u32::from(tag));
            return Ok(tags
                .filter_map(|tag| (1..=16).filter_map(Group::new).find(|group| group.tag() == tag))
                .collect());
        }
    }
    Err(Malformed::Unexpected { what: "the list of data groups", expected: 0x5C, found: 0 })
}

/// The machine readable zone of DG1, line after line, as the chip has it.
///
/// # Errors
/// The file holds no zone of a known size.
pub fn zone(group: &[u8]) -> Result<Vec<String>, Malformed> {
    let (outer, _) = Element::first(group, "DG1")?;
    let zone = outer.elements().expect(0x5F1F, "the zone in DG1")?.value;
    let width = match zone.len() {
        90 => 30,
        72 => 36,
        88 => 44,
        _ => return Err(Malformed::Value("the zone in DG1")),
    };
    if !zone.iter().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || *letter == b'<') {
        return Err(Malformed::Value("the zone in DG1"));
    }
    Ok(zone.chunks(width).map(|line| String::from_utf8_lossy(line).into_owned()).collect())
}

/// The issuing state or organization of a zone, with its fillers: it stands in the same place in every form.
pub fn issuing_state(zone: &[String]) -> Option<&str> {
    zone.first().and_then(|line| line.get(2..5))
}
