//! Texts as seals pack them: C40, three letters in two octets (Doc 9303-13 §2.6).

use crate::Malformed;

/// What the values 3 to 39 stand for.
const LETTERS: &[u8; 37] = b" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Begins the two octets of a single last letter.
const UNLATCH: u8 = 254;

/// The text of packed octets, with spaces for fillers.
///
/// # Errors
/// The octets are none that C40 makes.
pub fn read(octets: &[u8]) -> Result<String, Malformed> {
    let wrong = Malformed("a text in C40");
    let (pairs, rest) = octets.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(wrong);
    }
    let mut text = String::with_capacity(octets.len() / 2 * 3);
    for (at, &[first, second]) in pairs.iter().enumerate() {
        let is_last = at + 1 == pairs.len();
        if first == UNLATCH {
            let letter = second.checked_sub(1).filter(|letter| is_last && LETTERS.contains(letter)).ok_or(wrong)?;
            text.push(char::from(letter));
            continue;
        }
        let value = u16::from_be_bytes([first, second]).checked_sub(1).filter(|value| *value < 64_000).ok_or(wrong)?;
        let values = [value / 1600, value / 40 % 40, value % 40];
        for (place, value) in values.into_iter().enumerate() {
            match usize::from(value).checked_sub(3).and_then(|at| LETTERS.get(at)) {
                Some(letter) => text.push(char::from(*letter)),
                // Two letters at the end are filled up with a shift.
                None if value == 0 && place == 2 && is_last => {}
                None => return Err(wrong),
            }
        }
    }
    Ok(text)
}

/// Packs a text of capitals, digits, spaces and fillers; `None` where it has another letter.
pub fn write(text: &str) -> Option<Vec<u8>> {
    let values = text.bytes().map(|letter| {
        let letter = if letter == b'<' { b' ' } else { letter };
        LETTERS.iter().position(|other| *other == letter).map(|at| at as u16 + 3)
    });
    let values: Vec<u16> = values.collect::<Option<_>>()?;
    let mut octets = Vec::with_capacity(values.len() + 1);
    for triple in values.chunks(3) {
        match *triple {
            [only] => octets.extend([UNLATCH, LETTERS[usize::from(only) - 3] + 1]),
            [one, two] => octets.extend((1600 * one + 40 * two + 1).to_be_bytes()),
            [one, two, three] => octets.extend((1600 * one + 40 * two + three + 1).to_be_bytes()),
            _ => {}
        }
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_standards_examples_are_read_and_written() {
        for (text, octets) in [
            ("XK<CD", &[0xEB, 0x04, 0x66, 0xA9][..]),
            ("XKCD", &[0xEB, 0x11, 0xFE, 0x45]),
            ("VISA01", &[0xDE, 0x51, 0x58, 0x26]),
        ] {
            assert_eq!(write(text).as_deref(), Some(octets), "{text}");
            assert_eq!(read(octets), Ok(text.replace('<', " ")), "{text}");
        }
    }

    #[test]
    fn what_c40_never_makes_is_refused() {
        for octets in
            [&[0xEB][..], &[0, 0], &[0xFE, 0x45, 0xEB, 0x04], &[0xFE, 0], &[0xFF, 0xFF], &[0, 1], &[0xFE, 0x62]]
        {
            assert!(read(octets).is_err(), "{octets:?}");
        }
        assert_eq!(write("a"), None);
        assert_eq!(write("É"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "[A-Z0-9 ]{0,90}") {
            let octets = write(&text).unwrap_or_default();
            prop_assert_eq!(octets.len(), text.len().div_ceil(3) * 2);
            prop_assert_eq!(read(&octets), Ok(text));
        }

        #[test]
        fn any_octets_are_read_or_refused(octets in proptest::collection::vec(any::<u8>(), 0..100)) {
            if let Ok(text) = read(&octets) {
                prop_assert_eq!(write(&text), Some(octets));
            }
        }
    }
}
