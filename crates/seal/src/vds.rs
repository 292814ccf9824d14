//! Visible digital seals (Doc 9303-13 §2): header, features, signature, over the octets as a bar code holds them.

use crate::{Malformed, c40};
use jiff::civil::Date;

/// With what every seal begins.
const MAGIC: u8 = 0xDC;
/// Begins the signature.
const SIGNATURE: u8 = 0xFF;
/// The longest seal, in octets: no bar code holds more.
pub const MOST_OCTETS: usize = 4096;
/// How many features a seal may have.
const MOST_FEATURES: usize = 64;

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vds {
    /// Who sealed what, and when.
    pub header: Header,
    /// What is sealed, in its order.
    pub features: Vec<Feature>,
    /// What the signature is over: header and features.
    pub signed: Vec<u8>,
    /// r and s side by side.
    pub signature: Vec<u8>,
}

/// What a seal says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// 3 or 4.
    pub version: u8,
    /// The issuing state, as zones have it, without fillers.
    pub state: String,
    /// Who signed: the two letters of a country and two of the signer.
    pub signer: String,
    /// The serial number of the signer's certificate in hexadecimal.
    pub reference: String,
    /// When the document was issued.
    pub issued: Date,
    /// When the seal was signed.
    pub signed: Date,
    /// By which definition its features are read, within its category.
    pub definition: u8,
    /// The category of its document: odd ones are ICAO's, even ones a state's own.
    pub category: u8,
}

/// One thing that is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// What it is, by the seal's kind.
    pub tag: u8,
    /// Its octets.
    pub value: Vec<u8>,
}

/// Whether octets begin as a seal does.
pub fn is_one(octets: &[u8]) -> bool {
    octets.len() > 2 && octets[0] == MAGIC && octets[1] < 0x10
}

impl Vds {
    /// Reads a seal.
    ///
    /// # Errors
    /// It is not as the standard has it.
    pub fn read(octets: &[u8]) -> Result<Self, Malformed> {
        if octets.len() > MOST_OCTETS {
            return Err(Malformed("the length of the seal"));
        }
        let mut rest = octets;
        let header = Header::read(&mut rest)?;
        let mut features: Vec<Feature> = Vec::new();
        loop {
            let until = octets.len() - rest.len();
            let [tag] = array(&mut rest, "the signature")?;
            let is_signature = tag == SIGNATURE;
            let length = match header.version {
                3 if !is_signature => usize::from(array::<1>(&mut rest, "a feature's length")?[0]),
                _ => length(&mut rest)?,
            };
            let value = take(&mut rest, length, "a feature")?.to_vec();
            if is_signature {
                // Bar codes are filled up with zeros, or with their own sign.
                if rest.iter().any(|octet| !matches!(octet, 0 | 129)) {
                    return Err(Malformed("what stands behind the signature"));
                }
                if value.is_empty() || value.len() % 2 != 0 {
                    return Err(Malformed("the signature"));
                }
                return Ok(Self { header, features, signed: octets[..until].to_vec(), signature: value });
            }
            if features.iter().any(|feature| feature.tag == tag) || features.len() == MOST_FEATURES {
                return Err(Malformed("the list of features"));
            }
            features.push(Feature { tag, value });
        }
    }

    /// A feature's octets.
    pub fn feature(&self, tag: u8) -> Option<&[u8]> {
        self.features.iter().find(|feature| feature.tag == tag).map(|feature| feature.value.as_slice())
    }
}

impl Header {
    fn read(rest: &mut &[u8]) -> Result<Self, Malformed> {
        let [magic, version] = array(rest, "the header")?;
        if magic != MAGIC || !matches!(version, 2 | 3) {
            return Err(Malformed("the version of the seal"));
        }
        let state = c40::read(&array::<2>(rest, "the issuing state")?)?;
        let (signer, reference) = if version == 2 {
            let both = c40::read(&array::<6>(rest, "the signer")?)?;
            split(&both, 4).ok_or(Malformed("the signer"))?
        } else {
            let both = c40::read(&array::<4>(rest, "the signer")?)?;
            let (signer, count) = split(&both, 4).ok_or(Malformed("the signer"))?;
            let count = usize::from_str_radix(&count, 16).map_err(|_| Malformed("the certificate's number"))?;
            let packed = take(rest, count.div_ceil(3) * 2, "the certificate's number")?;
            let reference = c40::read(packed)?;
            if reference.len() != count {
                return Err(Malformed("the certificate's number"));
            }
            (signer, reference)
        };
        if reference.is_empty() || !reference.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Malformed("the certificate's number"));
        }
        let issued = date(array(rest, "the day of issue")?).ok_or(Malformed("the day of issue"))?;
        let signed = date(array(rest, "the day of signing")?).ok_or(Malformed("the day of signing"))?;
        let [definition, category] = array(rest, "the kind of document")?;
        if definition == 0 || definition == 255 || category == 0 {
            return Err(Malformed("the kind of document"));
        }
        let state = state.trim_end().to_owned();
        Ok(Self { version: version + 1, state, signer, reference, issued, signed, definition, category })
    }
}

fn split(text: &str, at: usize) -> Option<(String, String)> {
    text.split_at_checked(at).map(|(one, other)| (one.to_owned(), other.to_owned()))
}

/// A day in three octets: month, day and year as one number (§2.3.1).
pub(crate) fn date(octets: [u8; 3]) -> Option<Date> {
    let number = u32::from_be_bytes([0, octets[0], octets[1], octets[2]]);
    let (month, day, year) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn take<'a>(rest: &mut &'a [u8], count: usize, what: &'static str) -> Result<&'a [u8], Malformed> {
    let (taken, left) = rest.split_at_checked(count).ok_or(Malformed(what))?;
    *rest = left;
    Ok(taken)
}

fn array<const N: usize>(rest: &mut &[u8], what: &'static str) -> Result<[u8; N], Malformed> {
    let (taken, left) = rest.split_first_chunk::<N>().ok_or(Malformed(what))?;
    *rest = left;
    Ok(*taken)
}

/// A length as DER writes it.
fn length(rest: &mut &[u8]) -> Result<usize, Malformed> {
    const WHAT: &str = "a feature's length";
    let [first] = array(rest, WHAT)?;
    if first < 0x80 {
        return Ok(usize::from(first));
    }
    let count = usize::from(first & 0x7F);
    if !(1..=4).contains(&count) {
        return Err(Malformed(WHAT));
    }
    let length = take(rest, count, WHAT)?.iter().fold(0usize, |length, octet| length << 8 | usize::from(*octet));
    if (0x80..=MOST_OCTETS).contains(&length) { Ok(length) } else { Err(Malformed(WHAT)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_standards_day_is_read() {
        assert_eq!(date([0x31, 0x9E, 0xF5]), Date::new(1957, 3, 25).ok());
        assert_eq!(date([0, 0, 0]), None);
        assert_eq!(date([0xFF, 0xFF, 0xFF]), None);
    }

    proptest! {
        #[test]
        fn any_octets_are_read_or_refused(octets in proptest::collection::vec(any::<u8>(), 0..200), version in 2u8..4) {
            let _ = Vds::read(&octets);
            let _ = Vds::read(&[&[MAGIC, version][..], &octets].concat());
        }
    }
}
