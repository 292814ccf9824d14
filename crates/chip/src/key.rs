//! What opens a chip: the zone of the document, or the number on a card (Doc 9303-11 §4.3, §4.4.2).

use limen_document::mrz::{Format, Mrz, check_digit};
use limen_trust::Hash;
use thiserror::Error;
use zeroize::Zeroizing;

/// How many other readings of a zone are tried at most: each costs the chip a try, and some then answer more slowly.
pub const MOST_READINGS: usize = 4;

/// What opens a chip.
#[derive(Clone, PartialEq, Eq)]
pub enum AccessKey {
    /// Number, birth and expiry of the zone, each with its check digit.
    Zone(ZoneKey),
    /// The card access number, six digits as a rule, which is printed on cards and some passports.
    CardAccessNumber(Zeroizing<String>),
}

/// The part of a zone that opens a chip.
#[derive(Clone, PartialEq, Eq)]
pub struct ZoneKey {
    information: Zeroizing<String>,
}

/// What can't open a chip.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The document number has other characters than a zone.
    #[error("the document number must have 1 to 22 letters A to Z and digits")]
    Number,
    /// A date is no six digits.
    #[error("a date of the zone must have six digits, year first; a birth date may have < for what is unknown")]
    Date,
    /// The card access number is none.
    #[error("the card access number must have 6 to 12 digits")]
    CardAccessNumber,
    /// The zone has no number, birth or expiry where its format has them.
    #[error("this kind of zone opens no chip")]
    Format,
}

impl ZoneKey {
    /// The key of a document number and of the days of birth and expiry as a zone has them (`YYMMDD`).
    ///
    /// # Errors
    /// They are none of a zone's.
    pub fn new(number: &str, birth: &str, expiry: &str) -> Result<Self, KeyError> {
        let number = number.trim().to_ascii_uppercase();
        let number = number.trim_end_matches('<');
        let is_number = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '<';
        if !(1..=22).contains(&number.len()) || !number.chars().all(is_number) {
            return Err(KeyError::Number);
        }
        let is_date =
            |date: &str| date.len() == 6 && date.chars().all(|letter| letter.is_ascii_digit() || letter == '<');
        if !is_date(birth) || !is_date(expiry) {
            return Err(KeyError::Date);
        }
        // Doc 9303-11 §4.3.2: a short number is filled to nine.
        let number = format!("{number:<<9}");
        let digit = |text: &str| char::from(check_digit(text.as_bytes()));
        let information = format!("{number}{}{birth}{}{expiry}{}", digit(&number), digit(birth), digit(expiry));
        Ok(Self { information: Zeroizing::new(information) })
    }

    /// The key of a zone that was read, whatever its check digits say.
    ///
    /// # Errors
    /// Its format has no birth or expiry.
    pub fn of_zone(zone: &Mrz) -> Result<Self, KeyError> {
        let (birth, expiry) = dates(zone)?;
        Self::new(&zone.document_number, birth, expiry)
    }

    /// The key of a zone, and of other readings of it: those that the zone's check digits suggest, and those that they
    /// can't tell from it because they differ by ten.
    ///
    /// # Errors
    /// The zone's format has no birth or expiry.
    pub fn readings(zone: &Mrz) -> Result<Vec<Self>, KeyError> {
        let (birth, expiry) = dates(zone)?;
        let mut readings = vec![Self::of_zone(zone)?];
        let number = zone.document_number.as_str();
        let suggested = zone.problems.iter().filter(|doubt| doubt.field == limen_domain::Field::DocumentNumber);
        let suggested = suggested.flat_map(|doubt| doubt.suggestions.iter().cloned());
        let valid = check_digit(number.as_bytes());
        let alike = alike(number).filter(|other| check_digit(other.as_bytes()) == valid);
        for other in suggested.chain(alike) {
            if readings.len() > MOST_READINGS {
                break;
            }
            let Ok(reading) = Self::new(&other, birth, expiry) else { continue };
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        Ok(readings)
    }

    /// MRZ information: number, birth and expiry with their check digits.
    pub(crate) fn information(&self) -> &str {
        &self.information
    }

    /// The seed of basic access control's keys: 16 octets.
    pub(crate) fn seed(&self) -> Zeroizing<Vec<u8>> {
        let mut seed = Zeroizing::new(Hash::Sha1.of(self.information.as_bytes()));
        seed.truncate(16);
        seed
    }
}

impl AccessKey {
    /// The key of a card access number.
    ///
    /// # Errors
    /// It is no such number.
    pub fn can(number: &str) -> Result<Self, KeyError> {
        let number = number.trim();
        if !(6..=12).contains(&number.len()) || !number.chars().all(|digit| digit.is_ascii_digit()) {
            return Err(KeyError::CardAccessNumber);
        }
        Ok(AccessKey::CardAccessNumber(Zeroizing::new(number.to_owned())))
    }

    /// The password that PACE derives its key from (Doc 9303-11 §9.7.3).
    pub(crate) fn password(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(match self {
            AccessKey::Zone(zone) => Hash::Sha1.of(zone.information().as_bytes()),
            AccessKey::CardAccessNumber(number) => number.as_bytes().to_vec(),
        })
    }

    /// How PACE names the password (§4.4.4.1).
    pub(crate) fn reference(&self) -> u8 {
        match self {
            AccessKey::Zone(_) => 1,
            AccessKey::CardAccessNumber(_) => 2,
        }
    }
}

/// Birth and expiry as they stand in the zone.
fn dates(zone: &Mrz) -> Result<(&str, &str), KeyError> {
    let (line, birth, expiry) = match zone.format {
        Format::Td1 => (1, 0, 8),
        Format::Td2 | Format::Td3 => (1, 13, 21),
        _ => return Err(KeyError::Format),
    };
    let line = zone.lines.get(line).ok_or(KeyError::Format)?;
    let date = |from: usize| line.get(from..from + 6).ok_or(KeyError::Format);
    Ok((date(birth)?, date(expiry)?))
}

/// The readings of a number in which one character is one that looks like it.
fn alike(number: &str) -> impl Iterator<Item = String> + '_ {
    const ALIKE: [(char, &str); 24] = [
        ('0', "OQDUKA"),
        ('O', "0QDC"),
        ('Q', "0O"),
        ('D', "0O"),
        ('1', "ILV"),
        ('I', "1LT"),
        ('L', "1I"),
        ('2', "Z"),
        ('Z', "2"),
        ('5', "S"),
        ('S', "58"),
        ('6', "G"),
        ('G', "6C"),
        ('8', "BS"),
        ('B', "81"),
        ('K', "X0"),
        ('X', "K"),
        ('U', "V0"),
        ('V', "UY1"),
        ('Y', "V"),
        ('A', "40"),
        ('4', "A"),
        ('C', "GO"),
        ('7', "T"),
    ];
    number.char_indices().flat_map(move |(at, letter)| {
        let others = ALIKE.iter().find(|(from, _)| *from == letter).map_or("", |(_, to)| to);
        others.chars().map(move |other| format!("{}{other}{}", &number[..at], &number[at + letter.len_utf8()..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_document::mrz;

    fn day() -> jiff::civil::Date {
        jiff::civil::date(2026, 11, 28)
    }

    #[test]
    fn the_key_of_doc_9303_11_appendix_d() {
        let key = ZoneKey::new("L898902C", "690806", "940623").expect("a key");
        assert_eq!(key.information(), "L898902C<369080619406236");
        assert_eq!(data_encoding::HEXUPPER.encode(&key.seed()), "239AB9CB282DAF66231DC5A4DF6BFBAE");
    }

    #[test]
    fn a_zone_that_was_read_gives_its_key() {
        let scan = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let zone = mrz::read(scan, day()).expect("a zone");
        assert_eq!(ZoneKey::of_zone(&zone), ZoneKey::new("L898902C3", "740812", "120415"));
    }

    #[test]
    fn a_long_number_of_a_card_is_taken_whole() {
        // Doc 9303-11 Appendix D.2: the number D23145890734 runs on in the optional data.
        let scan = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<";
        let zone = mrz::read(scan, day()).expect("a zone");
        let key = ZoneKey::of_zone(&zone).expect("a key");
        assert_eq!(key.information(), "D23145890734934071279507122");
        assert_eq!(data_encoding::HEXUPPER.encode(&key.seed()), "B366AD857DDCA2B08C0E299811714730");
    }

    #[test]
    fn readings_that_the_check_digit_cant_tell_apart_are_few() {
        let scan = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let zone = mrz::read(scan, day()).expect("a zone");
        let readings = ZoneKey::readings(&zone).expect("a zone with dates");
        assert!((1..=1 + MOST_READINGS).contains(&readings.len()));
        assert_eq!(readings[0].information(), "L898902C3674081221204159");
        // L is worth 21 and 1 is worth 1: the check digit is the same.
        assert!(readings.iter().any(|key| key.information().starts_with("1898902C36")));
    }

    #[test]
    fn what_is_no_number_opens_nothing() {
        assert_eq!(ZoneKey::new("", "690806", "940623").err(), Some(KeyError::Number));
        assert_eq!(ZoneKey::new("L89?", "690806", "940623").err(), Some(KeyError::Number));
        assert_eq!(ZoneKey::new("L89", "69080", "940623").err(), Some(KeyError::Date));
        assert_eq!(AccessKey::can("12345").err(), Some(KeyError::CardAccessNumber));
        assert_eq!(AccessKey::can("12345a").err(), Some(KeyError::CardAccessNumber));
        assert!(AccessKey::can(" 123456 ").is_ok());
    }

    impl std::fmt::Debug for ZoneKey {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a key")
        }
    }

    impl std::fmt::Debug for AccessKey {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a key")
        }
    }
}
