//! Tags, lengths and values as certificates and chips carry them (X.690, BER and DER), read over their original bytes.
//!
//! DER is the rule of Doc 9303, but security objects in use have BER's indefinite lengths, so both are read. Nothing is
//! ever encoded anew for a signature to be checked over it: an element keeps the bytes it was read from.

mod time;
mod write;

pub use time::{generalized, time};
pub use write::{integer as write_integer, object, object_of, octets as write_octets};

use num_bigint::BigUint;
use std::borrow::Cow;
use thiserror::Error;

/// How deep elements may lie in each other.
const DEEPEST: usize = 24;
/// How many pieces a string may be cut into.
const MOST_PIECES: usize = 4096;

/// Tags that X.690 gives to everyone, and those of a context.
#[expect(missing_docs, reason = "each is named as in X.680")]
pub mod tag {
    pub const BOOLEAN: u32 = 0x01;
    pub const INTEGER: u32 = 0x02;
    pub const BIT_STRING: u32 = 0x03;
    pub const OCTET_STRING: u32 = 0x04;
    pub const NULL: u32 = 0x05;
    pub const OID: u32 = 0x06;
    pub const ENUMERATED: u32 = 0x0A;
    pub const UTF8_STRING: u32 = 0x0C;
    pub const PRINTABLE_STRING: u32 = 0x13;
    pub const UTC_TIME: u32 = 0x17;
    pub const GENERALIZED_TIME: u32 = 0x18;
    pub const BMP_STRING: u32 = 0x1E;
    pub const SEQUENCE: u32 = 0x30;
    pub const SET: u32 = 0x31;

    /// A constructed element of the context: `[n]`.
    pub const fn context(n: u32) -> u32 {
        0xA0 | n
    }

    /// A simple element of the context: `[n] IMPLICIT` of a simple type.
    pub const fn context_simple(n: u32) -> u32 {
        0x80 | n
    }
}

/// Why bytes are not the element that was expected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Malformed {
    /// They end within an element.
    #[error("the data end within {0}; they were cut off, or a length in them is wrong")]
    CutOff(&'static str),
    /// Another element stands there, or none.
    #[error("{what} is missing: tag {expected:X} was expected, {found:X} is there")]
    Unexpected {
        /// What was to be read.
        what: &'static str,
        /// Its tag.
        expected: u32,
        /// What stands there; 0 where the data end.
        found: u32,
    },
    /// A length or a tag in no form of X.690.
    #[error("{0} has a tag or a length in a form that no standard knows")]
    Form(&'static str),
    /// More depth, pieces or entries than any document needs.
    #[error("{0} is deeper, longer or in more pieces than any document is")]
    TooMuch(&'static str),
    /// The value is none of those that stand there.
    #[error("{0} has a value that the standard does not know")]
    Value(&'static str),
}

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    /// Its tag, byte by byte (`0x30`, `0x7F61`).
    pub tag: u32,
    /// All of its bytes, as they were read.
    pub whole: &'a [u8],
    /// Its value, without tag, length and the mark that ends an indefinite length.
    pub value: &'a [u8],
}

impl<'a> Element<'a> {
    /// The first element of `bytes`, and what follows it.
    ///
    /// # Errors
    /// The bytes end too early, or have no form of X.690.
    pub fn first(bytes: &'a [u8], what: &'static str) -> Result<(Self, &'a [u8]), Malformed> {
        Self::read(bytes, what, 0)
    }

    /// The one element that `bytes` are.
    ///
    /// # Errors
    /// It has another tag, is malformed, or something follows it.
    pub fn only(bytes: &'a [u8], tag: u32, what: &'static str) -> Result<Self, Malformed> {
        let mut elements = Elements::of(bytes);
        let element = elements.expect(tag, what)?;
        elements.end(what)?;
        Ok(element)
    }

    fn read(bytes: &'a [u8], what: &'static str, depth: usize) -> Result<(Self, &'a [u8]), Malformed> {
        if depth > DEEPEST {
            return Err(Malformed::TooMuch(what));
        }
        let (tag, tag_length) = read_tag(bytes, what)?;
        let after = &bytes[tag_length..];
        let &length = after.first().ok_or(Malformed::CutOff(what))?;
        let is_constructed = bytes[0] & 0x20 != 0;
        if length == 0x80 {
            if !is_constructed {
                return Err(Malformed::Form(what));
            }
            let start = &after[1..];
            let mut rest = start;
            while rest.get(..2) != Some(&[0, 0]) {
                rest = Self::read(rest, what, depth + 1)?.1;
            }
            let value = &start[..start.len() - rest.len()];
            let rest = &rest[2..];
            return Ok((Self { tag, whole: &bytes[..bytes.len() - rest.len()], value }, rest));
        }
        let (length, start) = if length < 0x80 {
            (usize::from(length), 1)
        } else {
            let octets = usize::from(length & 0x7F);
            if octets > 4 {
                return Err(Malformed::Form(what));
            }
            let octets = after.get(1..1 + octets).ok_or(Malformed::CutOff(what))?;
            (octets.iter().fold(0, |length, &octet| length << 8 | usize::from(octet)), 1 + octets.len())
        };
        let end = start.checked_add(length).ok_or(Malformed::CutOff(what))?;
        let value = after.get(start..end).ok_or(Malformed::CutOff(what))?;
        Ok((Self { tag, whole: &bytes[..tag_length + end], value }, &after[end..]))
    }

    /// The elements within it.
    pub fn elements(&self) -> Elements<'a> {
        Elements::of(self.value)
    }

    /// Whether its length was indefinite.
    pub fn is_indefinite(&self) -> bool {
        read_tag(self.whole, "an element").is_ok_and(|(_, length)| self.whole.get(length) == Some(&0x80))
    }

    /// The octets of a string of octets, also where BER cuts it into pieces.
    ///
    /// # Errors
    /// It is no string of octets.
    pub fn octets(&self, what: &'static str) -> Result<Cow<'a, [u8]>, Malformed> {
        match self.tag {
            tag::OCTET_STRING => Ok(Cow::Borrowed(self.value)),
            0x24 => {
                let mut whole = Vec::new();
                let mut pieces = self.elements();
                let mut count = 0;
                while let Some(piece) = pieces.next(what)? {
                    count += 1;
                    if piece.tag != tag::OCTET_STRING || count > MOST_PIECES {
                        return Err(Malformed::Form(what));
                    }
                    whole.extend_from_slice(piece.value);
                }
                Ok(Cow::Owned(whole))
            }
            found => Err(Malformed::Unexpected { what, expected: tag::OCTET_STRING, found }),
        }
    }

    /// The octets of a string of bits that has whole octets.
    ///
    /// # Errors
    /// It has no first octet, or bits that are unused.
    pub fn bits(&self, what: &'static str) -> Result<&'a [u8], Malformed> {
        match self.value.split_first() {
            Some((0, octets)) => Ok(octets),
            _ => Err(Malformed::Value(what)),
        }
    }

    /// A whole number that is not negative. Signatures and serial numbers in use lack the octet 00 that keeps a number
    /// positive; the octets are taken as they stand.
    pub fn number(&self) -> BigUint {
        BigUint::from_bytes_be(self.value)
    }

    /// A small whole number.
    ///
    /// # Errors
    /// It is negative or larger than 2³¹-1.
    pub fn small(&self, what: &'static str) -> Result<u32, Malformed> {
        match without_zeros(self.value) {
            octets if octets.len() <= 4 && self.value.first().is_some_and(|first| first & 0x80 == 0) => {
                Ok(octets.iter().fold(0, |number, &octet| number << 8 | u32::from(octet)))
            }
            _ => Err(Malformed::Value(what)),
        }
    }

    /// The text of a string, whichever of X.680's it is.
    pub fn text(&self) -> String {
        match self.tag {
            tag::BMP_STRING => {
                let units = self.value.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
            tag::UTF8_STRING | tag::PRINTABLE_STRING => String::from_utf8_lossy(self.value).into_owned(),
            // T.61 and the rest: as Latin 1, which is what they are used for.
            _ => match std::str::from_utf8(self.value) {
                Ok(text) => text.to_owned(),
                Err(_) => self.value.iter().map(|&octet| char::from(octet)).collect(),
            },
        }
    }
}

fn read_tag(bytes: &[u8], what: &'static str) -> Result<(u32, usize), Malformed> {
    let &first = bytes.first().ok_or(Malformed::CutOff(what))?;
    if first & 0x1F != 0x1F {
        return Ok((u32::from(first), 1));
    }
    let mut tag = u32::from(first);
    for (count, &octet) in bytes.iter().enumerate().skip(1).take(3) {
        tag = tag << 8 | u32::from(octet);
        if octet & 0x80 == 0 {
            return Ok((tag, count + 1));
        }
    }
    Err(if bytes.len() < 4 { Malformed::CutOff(what) } else { Malformed::Form(what) })
}

/// Elements one after another.
#[derive(Debug, Clone, Copy)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// The elements that `bytes` are.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next one, if there is one.
    ///
    /// # Errors
    /// It is cut off or has no form of X.690.
    pub fn next(&mut self, what: &'static str) -> Result<Option<Element<'a>>, Malformed> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (element, rest) = Element::first(self.rest, what)?;
        self.rest = rest;
        Ok(Some(element))
    }

    /// The next one, which must have this tag.
    ///
    /// # Errors
    /// Another is there, or none.
    pub fn expect(&mut self, tag: u32, what: &'static str) -> Result<Element<'a>, Malformed> {
        match self.next(what)? {
            Some(element) if element.tag == tag => Ok(element),
            other => Err(Malformed::Unexpected { what, expected: tag, found: other.map_or(0, |other| other.tag) }),
        }
    }

    /// The next one whatever it is.
    ///
    /// # Errors
    /// There is none, or it is malformed.
    pub fn any(&mut self, what: &'static str) -> Result<Element<'a>, Malformed> {
        self.next(what)?.ok_or(Malformed::CutOff(what))
    }

    /// The next one if it has this tag; else it stays to be read.
    ///
    /// # Errors
    /// It is malformed.
    pub fn optional(&mut self, tag: u32, what: &'static str) -> Result<Option<Element<'a>>, Malformed> {
        let before = self.rest;
        match self.next(what)? {
            Some(element) if element.tag == tag => Ok(Some(element)),
            _ => {
                self.rest = before;
                Ok(None)
            }
        }
    }

    /// Makes sure that nothing follows.
    ///
    /// # Errors
    /// Something does.
    pub fn end(&self, what: &'static str) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::Form(what)) }
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

/// A number's octets without the zeros before it.
pub fn without_zeros(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
    &octets[zeros..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_indefinite_length_ends_at_its_own_mark() {
        let bytes = [0x30, 0x80, 0x24, 0x80, 0x04, 0x02, 0xAA, 0, 0x04, 0x01, 0xBB, 0, 0, 0, 0, 0x05, 0x00];
        let (outer, rest) = Element::first(&bytes, "test").expect("well formed");
        assert_eq!(rest, [0x05, 0x00]);
        assert!(outer.is_indefinite());
        let string = outer.elements().expect(0x24, "string").expect("a string in pieces");
        assert_eq!(&*string.octets("string").expect("octets"), [0xAA, 0, 0xBB]);
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        for lie in [&[0x30, 0x82, 0xFF, 0xFF, 0][..], &[0x30, 0x85, 0, 0, 0, 0, 0], &[0x30], &[], &[0x04, 0x80, 0, 0]] {
            assert!(Element::first(lie, "test").is_err(), "{lie:X?}");
        }
    }

    #[test]
    fn a_nest_without_end_is_refused() {
        let nest: Vec<u8> = [0x30, 0x80].into_iter().cycle().take(20_000).collect();
        assert_eq!(Element::first(&nest, "nest"), Err(Malformed::TooMuch("nest")));
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_an_element_lies_within_them(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok((element, rest)) = Element::first(&bytes, "test") {
                prop_assert_eq!(element.whole.len() + rest.len(), bytes.len());
                prop_assert!(element.value.len() < element.whole.len());
            }
        }

        #[test]
        fn what_is_written_is_read(value in proptest::collection::vec(any::<u8>(), 0..70_000)) {
            let written = object(0x7F49, &value);
            let element = Element::only(&written, 0x7F49, "test").expect("well formed");
            prop_assert_eq!(element.value, &value[..]);
        }
    }
}
