//! Elements of BER and DER within each other: read or refused, each within the bytes of the one around it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_trust::asn1::{Element, Elements, object};

/// How deep it is looked.
const DEEPEST: usize = 12;

fuzz_target!(|bytes: &[u8]| walk(Elements::of(bytes), bytes.len(), 0));

fn walk(mut elements: Elements<'_>, room: usize, depth: usize) {
    let mut taken = 0;
    while let Ok(Some(element)) = elements.next("an element") {
        assert!(element.value.len() < element.whole.len());
        taken += element.whole.len();
        assert!(taken <= room, "elements lie within the one around them");
        let _ = (element.text(), element.number(), element.small("a number").is_ok(), element.bits("bits").is_ok());
        if let Ok(octets) = element.octets("octets") {
            assert!(octets.len() <= element.value.len());
        }
        // Tag 0 is no element's: it is the mark at the end of an indefinite length.
        if element.tag != 0 {
            let written = object(element.tag, element.value);
            let read = Element::only(&written, element.tag, "what was written");
            assert_eq!(read.map(|read| read.value), Ok(element.value));
        }
        if depth < DEEPEST {
            walk(element.elements(), element.value.len(), depth + 1);
        }
    }
    assert!(elements.rest().len() <= room);
}
