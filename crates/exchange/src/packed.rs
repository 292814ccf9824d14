//! Many texts made small: the payloads of events, the bodies of reference data.
//!
//! Identifiers (RFC 9562) are drawn out as 16 bytes each: as text they would cost more, since nothing in them repeats.
//! One that came before is named by its distance. What is left is compressed with Zstandard (RFC 8878) and a dictionary
//! trained on invented crossings, so that even a few of them come small over a slow link.

use serde::{Deserialize, Serialize};
use std::io::Read;
use uuid::Uuid;

/// Texts, compressed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// With which dictionary; 0 for none.
    #[serde(rename = "d", default)]
    dictionary: u8,
    /// Zstandard's frame.
    #[serde(rename = "z", with = "serde_bytes")]
    frame: Vec<u8>,
    /// The identifiers that were drawn out, in their order.
    #[serde(rename = "u", with = "serde_bytes", default)]
    identifiers: Vec<u8>,
}

/// Texts that can't be what somebody packed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    /// More comes out than is allowed.
    #[error("it holds more than {MOST_BYTES} bytes")]
    TooLarge,
    /// A dictionary of a later version.
    #[error("it was packed with a dictionary that this version does not have")]
    Dictionary,
    /// No frame, or not the texts that were said.
    #[error("it is damaged")]
    Damaged,
}

/// Maximum bytes that a packed thing may hold: a compressed one could otherwise fill the memory.
pub const MOST_BYTES: usize = 32 << 20;
/// How hard to compress: a post's old PC packs a hundred crossings in milliseconds.
const LEVEL: i32 = 19;

const DICTIONARY_1: &[u8] = include_bytes!("crossings-1.dict");
const NEWEST: u8 = 1;

/// Ends a text.
const END: u8 = 0;
/// The next identifier of those that were taken out.
const IDENTIFIER: u8 = 1;
/// Repeats an earlier identifier; its distance minus one follows.
const AGAIN: u8 = 2;
/// The next byte means itself.
const ITSELF: u8 = 3;

impl Packed {
    /// Packs texts.
    pub fn pack<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut drawn = Drawn::default();
        texts.into_iter().for_each(|text| drawn.draw(text));
        // Memory is all it needs; it has no other way to fail.
        let frame = ENCODER.with(|encoder| encoder.borrow_mut().as_mut().map(|encoder| encoder.compress(&drawn.rest)));
        match frame {
            Some(Ok(frame)) => Self { dictionary: NEWEST, frame, identifiers: drawn.identifiers },
            _ => Self {
                dictionary: 0,
                frame: zstd::bulk::compress(&drawn.rest, LEVEL).unwrap_or_default(),
                identifiers: drawn.identifiers,
            },
        }
    }

    /// The texts that were packed, at most `most`.
    ///
    /// # Errors
    /// [`UnpackError`]: it is damaged, or there are more than `most` texts.
    pub fn unpack(&self, most: usize) -> Result<Vec<String>, UnpackError> {
        let rest = self.rest()?;
        let mut identifiers =
            self.identifiers.chunks_exact(16).map(|bytes| Uuid::from_slice(bytes).unwrap_or_default());
        let (mut before, mut texts, mut text, mut size) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let mut bytes = rest.into_iter();
        while let Some(byte) = bytes.next() {
            match byte {
                END => {
                    if texts.len() == most {
                        return Err(UnpackError::TooLarge);
                    }
                    size += text.len();
                    let whole = String::from_utf8(std::mem::take(&mut text)).map_err(|_| UnpackError::Damaged)?;
                    texts.push(whole);
                }
                IDENTIFIER => {
                    let identifier = identifiers.next().ok_or(UnpackError::Damaged)?;
                    before.push(identifier);
                    text.extend_from_slice(identifier.hyphenated().to_string().as_bytes());
                }
                AGAIN => {
                    let distance = usize::from(bytes.next().ok_or(UnpackError::Damaged)?) + 1;
                    let at = before.len().checked_sub(distance).ok_or(UnpackError::Damaged)?;
                    text.extend_from_slice(before[at].hyphenated().to_string().as_bytes());
                }
                ITSELF => text.push(bytes.next().ok_or(UnpackError::Damaged)?),
                other => text.push(other),
            }
            if size + text.len() > MOST_BYTES {
                return Err(UnpackError::TooLarge);
            }
        }
        if text.is_empty() && identifiers.next().is_none() { Ok(texts) } else { Err(UnpackError::Damaged) }
    }

    /// What the frame holds. It is read piece by piece, so that one that would fill the memory is left off.
    fn rest(&self) -> Result<Vec<u8>, UnpackError> {
        let dictionary: &[u8] = match self.dictionary {
            0 => &[],
            1 => DICTIONARY_1,
            _ => return Err(UnpackError::Dictionary),
        };
        let decoder = zstd::stream::read::Decoder::with_dictionary(&self.frame[..], dictionary);
        let mut decoder = decoder.map_err(|_| UnpackError::Damaged)?;
        decoder.window_log_max(WINDOW_LOG).map_err(|_| UnpackError::Damaged)?;
        let mut rest = Vec::new();
        let limit = MOST_BYTES as u64 + 1;
        decoder.take(limit).read_to_end(&mut rest).map_err(|_| UnpackError::Damaged)?;
        if rest.len() > MOST_BYTES { Err(UnpackError::TooLarge) } else { Ok(rest) }
    }

    /// How many bytes it takes.
    pub fn len(&self) -> usize {
        self.frame.len() + self.identifiers.len()
    }

    /// Whether nothing was packed.
    pub fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }
}

/// The largest window of a frame, as a power of two: what [`MOST_BYTES`] needs.
const WINDOW_LOG: u32 = 25;

std::thread_local! {
    /// Taking a dictionary in costs more than compressing a few crossings: once for each thread is enough.
    static ENCODER: std::cell::RefCell<Option<zstd::bulk::Compressor<'static>>> =
        std::cell::RefCell::new(zstd::bulk::Compressor::with_dictionary(LEVEL, DICTIONARY_1).ok().and_then(|mut encoder| {
            encoder.include_dictid(false).ok()?;
            encoder.include_checksum(false).ok()?;
            Some(encoder)
        }));
}

/// Texts with their identifiers drawn out.
#[derive(Default)]
struct Drawn {
    rest: Vec<u8>,
    identifiers: Vec<u8>,
    before: Vec<Uuid>,
}

/// The length of an identifier as text.
const TEXT_BYTES: usize = 36;

impl Drawn {
    fn draw(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if let Some(identifier) = bytes.get(at..at + TEXT_BYTES).and_then(identifier) {
                self.note(identifier);
                at += TEXT_BYTES;
                continue;
            }
            if bytes[at] <= ITSELF {
                self.rest.push(ITSELF);
            }
            self.rest.push(bytes[at]);
            at += 1;
        }
        self.rest.push(END);
    }

    fn note(&mut self, identifier: Uuid) {
        let reach = self.before.iter().rev().take(usize::from(u8::MAX) + 1);
        match reach.clone().position(|other| *other == identifier).and_then(|distance| u8::try_from(distance).ok()) {
            Some(distance) => self.rest.extend([AGAIN, distance]),
            None => {
                self.before.push(identifier);
                self.identifiers.extend_from_slice(identifier.as_bytes());
                self.rest.push(IDENTIFIER);
            }
        }
    }
}

/// The identifier that these bytes are, if writing it again gives the same bytes.
fn identifier(bytes: &[u8]) -> Option<Uuid> {
    if bytes[8] != b'-' || bytes[13] != b'-' {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let identifier = Uuid::try_parse(text).ok()?;
    (identifier.hyphenated().to_string() == text).then_some(identifier)
}

/// The text that compression begins from, for making a dictionary of it.
pub fn training_text(text: &str) -> Vec<u8> {
    let mut drawn = Drawn::default();
    drawn.draw(text);
    drawn.rest
}

/// Learns a dictionary from texts.
///
/// # Errors
/// There are too few texts to learn from.
pub fn train(texts: &[String], bytes: usize) -> std::io::Result<Vec<u8>> {
    let samples: Vec<Vec<u8>> = texts.iter().map(|text| training_text(text)).collect();
    zstd::dict::from_samples(&samples, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_texts_are_packed_come_out_again(texts in proptest::collection::vec(".{0,80}", 0..20), twice in 0..3_usize) {
            let id = Uuid::from_u128(0x019a_c1d3_2b40_7000_8000_0000_0000_002a).hyphenated().to_string();
            let texts: Vec<String> = texts.into_iter().map(|text| format!("{text}{}", id.repeat(twice))).collect();
            let packed = Packed::pack(texts.iter().map(String::as_str));
            prop_assert_eq!(packed.unpack(texts.len()), Ok(texts));
        }

        #[test]
        fn whatever_comes_instead_is_refused_or_small(frame in proptest::collection::vec(any::<u8>(), 0..200)) {
            let packed = Packed { dictionary: 1, frame, identifiers: vec![7; 32] };
            if let Ok(texts) = packed.unpack(100) {
                prop_assert!(texts.len() <= 100);
            }
        }
    }

    #[test]
    fn an_identifier_costs_sixteen_bytes_once_and_two_from_then_on() {
        let id = "0198f0e2-7a31-7c44-9f00-0123456789ab";
        let mut drawn = Drawn::default();
        drawn.draw(&format!("{{\"a\":\"{id}\",\"b\":\"{id}\"}}"));
        assert_eq!(drawn.identifiers.len(), 16);
        assert_eq!(drawn.rest, b"{\"a\":\"\x01\",\"b\":\"\x02\x00\"}\x00");
        // Capitals would come out as small letters: such a text is left as it is.
        let capitals = id.to_uppercase();
        assert_eq!(Packed::pack([capitals.as_str()]).unpack(1), Ok(vec![capitals]));
    }
}
