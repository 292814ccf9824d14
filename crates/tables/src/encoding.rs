//! How the letters of a text file are written: UTF-8, UTF-16, or a code page of one byte a letter.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::Read;

/// How the bytes of a file that may be read line by line become letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letters {
    /// The code page of what is not UTF-8; `None` where the file is UTF-8 and such bytes are damage.
    page: Option<&'static Encoding>,
    /// Whether the beginning was ASCII alone, so that the first line with other letters tells.
    is_open: bool,
}

impl Letters {
    /// As the beginning of a file tells.
    pub fn of(beginning: &[u8]) -> Self {
        match std::str::from_utf8(beginning) {
            _ if beginning.starts_with(b"\xef\xbb\xbf") => Self { page: None, is_open: false },
            Ok(_) => Self { page: None, is_open: beginning.is_ascii() },
            // The beginning may end within a letter.
            Err(error) if error.error_len().is_none() => Self { page: None, is_open: error.valid_up_to() == 0 },
            Err(_) => Self { page: Some(page_of(beginning)), is_open: false },
        }
    }

    /// The text of some bytes, and whether some of it could not be read.
    pub fn text(&mut self, bytes: &[u8]) -> (String, bool) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return (text.to_owned(), false);
        }
        if self.is_open {
            *self = Self { page: Some(page_of(bytes)), is_open: false };
        }
        match self.page {
            Some(page) => {
                let (text, is_damaged) = page.decode_without_bom_handling(bytes);
                (text.into_owned(), is_damaged)
            }
            None => (String::from_utf8_lossy(bytes).into_owned(), true),
        }
    }
}

/// The code page that bytes which are no UTF-8 are most likely of.
fn page_of(bytes: &[u8]) -> &'static Encoding {
    // Old Macintosh programs write accents below 0xA0, where Windows has hardly a letter.
    let letters = |from: u8, to: u8| bytes.iter().filter(|byte| (from..=to).contains(*byte)).count();
    if letters(0x80, 0x9f) > 2 * letters(0xc0, 0xff) && bytes.windows(2).any(is_accent_of_macintosh) {
        return MACINTOSH;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let page = detector.guess(None, Utf8Detection::Deny);
    if page.is_single_byte() { page } else { WINDOWS_1252 }
}

/// A small letter, then a byte that is a letter with an accent in a Macintosh's code page.
fn is_accent_of_macintosh(two: &[u8]) -> bool {
    matches!(two, [b'a'..=b'z' | b'A'..=b'Z', 0x87..=0x9f])
}

/// A file of UTF-16 as UTF-8; any other as it is.
pub fn without_utf_16<'a>(beginning: &[u8], file: impl Read + Send + 'a) -> Box<dyn Read + Send + 'a> {
    let wide = match beginning {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        // Half of the bytes of Latin letters in UTF-16 are noughts.
        [first, 0, ..] if *first != 0 => Some(UTF_16LE),
        [0, first, ..] if *first != 0 => Some(UTF_16BE),
        _ => None,
    };
    match wide {
        Some(wide) => Box::new(DecodeReaderBytesBuilder::new().encoding(Some(wide)).bom_override(true).build(file)),
        None => Box::new(file),
    }
}

/// A beginning of UTF-16 as UTF-8; any other as it is.
pub(crate) fn beginning_without_utf_16(beginning: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    // Decoding from memory can't fail.
    without_utf_16(beginning, std::io::Cursor::new(beginning.to_vec())).read_to_end(&mut text).unwrap_or_default();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        Letters::of(bytes).text(bytes).0
    }

    #[test]
    fn code_pages_are_told_apart_by_looking() {
        assert_eq!(read("Aïssatou Bâ, née à Guékédou".as_bytes()), "Aïssatou Bâ, née à Guékédou");
        assert_eq!(read(b"A\xefssatou B\xe2, n\xe9e \xe0 Gu\xe9k\xe9dou"), "Aïssatou Bâ, née à Guékédou");
        assert_eq!(read(b"A\x95ssatou B\x89, n\x8ee \x88 Gu\x8ek\x8edou"), "Aïssatou Bâ, née à Guékédou");
        let (arabic, ..) =
            encoding_rs::WINDOWS_1256.encode("الاسم الكامل;تاريخ الميلاد;الجنسية\nمحمد ولد أحمد;1988;مالي\n");
        assert_eq!(read(&arabic), "الاسم الكامل;تاريخ الميلاد;الجنسية\nمحمد ولد أحمد;1988;مالي\n");
    }

    #[test]
    fn a_file_that_begins_in_ascii_is_decided_by_its_first_other_letter() {
        let mut letters = Letters::of(b"full_name,nationality\n");
        assert_eq!(letters.text(b"A\xefssatou Traor\xe9"), ("Aïssatou Traoré".to_owned(), false));
        let mut utf_8 = Letters::of("prénom\n".as_bytes());
        assert!(utf_8.text(b"A\xefssatou").1, "damage in a file of UTF-8 is said");
    }
}
