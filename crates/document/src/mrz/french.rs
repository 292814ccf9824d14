//! The French identity card of 1988 to 2021: two lines of 36 in a layout of its own, not one of Doc 9303.
//!
//! | line | positions | field |
//! | --- | --- | --- |
//! | 1 | 1–5 | `IDFRA` |
//! | 1 | 6–30 | surname at birth |
//! | 1 | 31–36 | department and office |
//! | 2 | 1–12, 13 | number (year and month of making first), its check digit |
//! | 2 | 14–27 | given names, parted by `<<`; a single filler stands within a name |
//! | 2 | 28–33, 34 | birth date, its check digit |
//! | 2 | 35, 36 | sex, check digit of all that stands before |
//!
//! No date of expiry stands in it; the month in which it ends follows from the month of its making. A card is good for ten years, and for fifteen where it was made from January 2004 on
//! for someone of eighteen or more (decree 2013-1188); older cards have the shorter time printed. None is good after 3 August
//! 2031.

use super::{
    Format, Mrz,
    check_digit::check_digit,
    correct::{self, MOST_SUGGESTIONS},
    date,
};
use jiff::civil::Date;
use limen_domain::{Doubt, DoubtKind, Field, PartialDate, Sex};

/// Characters in a line.
const WIDTH: usize = 36;
/// From when on cards of adults are good for fifteen years.
const LONGER_FROM: (i16, i8) = (2004, 1);

/// Whether 72 characters are such a card's and not a card of Doc 9303.
pub(super) fn is_one(characters: &[u8]) -> bool {
    let Some((first, second)) = characters.split_at_checked(WIDTH) else { return false };
    let digits = correct::to_digits(&second[27..34]).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
    // A card of Doc 9303 has the nationality where this one has digits and given names.
    first.starts_with(b"IDFRA") && matches!(second[34], b'F' | b'M' | b'<') && digits && &second[10..13] != b"FRA"
}

/// Reads such a zone, with centuries resolved as of the day `on`.
pub(super) fn read(characters: &[u8], on: Date) -> Mrz {
    let (first, second) = characters.split_at(WIDTH);
    let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    let spaced = |part: &[u8]| {
        let text = text(part);
        text.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let mut problems = Vec::new();
    let number = &second[..12];
    if check_digit(number) != second[12] {
        let with_check = [number, &second[12..13]].concat();
        let fits = |text: &[u8]| check_digit(&text[..12]) == text[12];
        let suggestions = correct::candidates(&with_check, fits);
        let suggestions = suggestions.iter().take(MOST_SUGGESTIONS).map(|found| text(&found[..12])).collect();
        problems.push(Doubt { field: Field::DocumentNumber, kind: DoubtKind::CheckDigit, suggestions });
    }
    let born = date::birth(&second[27..33], on);
    let birth_kind = match &born {
        Err(kind) => Some(*kind),
        Ok(_) if check_digit(&second[27..33]) != second[33] => Some(DoubtKind::CheckDigit),
        Ok(_) => None,
    };
    problems.extend(birth_kind.map(|kind| Doubt::new(Field::BirthDate, kind)));
    let birth_date = born.unwrap_or_default();
    let covered = [first, &second[..35]].concat();
    if problems.is_empty() && check_digit(&covered) != second[35] {
        problems.push(Doubt::new(Field::Composite, DoubtKind::CheckDigit));
    }
    let expiry_date = expiry(number, birth_date, on);
    if expiry_date == PartialDate::Unknown {
        problems.push(Doubt::new(Field::ExpiryDate, DoubtKind::Missing));
    }
    Mrz {
        format: Format::French,
        lines: vec![text(first), text(second)],
        document_code: "ID".to_owned(),
        issuing_state: "FRA".to_owned(),
        document_number: text(number).trim_end_matches('<').to_owned(),
        primary_identifier: spaced(&first[5..30]),
        secondary_identifier: spaced(&second[13..27]),
        name_truncated: first[29] != b'<' || second[26] != b'<',
        nationality: "FRA".to_owned(),
        birth_date,
        sex: match second[34] {
            b'F' => Some(Sex::Female),
            b'M' => Some(Sex::Male),
            _ => Some(Sex::Unspecified),
        },
        expiry_date,
        optional_data: text(&first[30..]).trim_end_matches('<').to_owned(),
        optional_data_2: String::new(),
        problems,
    }
}

/// The last day on which any such card is good for a journey (Regulation (EU) 2019/1157, article 5).
const LAST_DAY: Date = Date::constant(2031, 8, 3);

/// The month in which the card ends, as far as the month of its making and the holder's age tell.
fn expiry(number: &[u8], birth: PartialDate, on: Date) -> PartialDate {
    let pair = |at: usize| -> Option<i16> { std::str::from_utf8(number.get(at..at + 2)?).ok()?.parse().ok() };
    let (Some(year), Some(month)) = (pair(0), pair(2)) else { return PartialDate::Unknown };
    let (this_century, Ok(month)) = (on.year() - on.year() % 100 + year, i8::try_from(month)) else {
        return PartialDate::Unknown;
    };
    let made = if this_century > on.year() { this_century - 100 } else { this_century };
    let Ok(first) = Date::new(made, month, 1) else { return PartialDate::Unknown };
    let ages = birth.ages_on(first).zip(birth.ages_on(first.last_of_month()));
    let longer = match ages {
        _ if (made, month) < LONGER_FROM => Some(false),
        Some((at_first, at_last)) if at_first.youngest >= 18 && at_last.youngest >= 18 => Some(true),
        Some((at_first, at_last)) if at_first.oldest < 18 && at_last.oldest < 18 => Some(false),
        _ => None,
    };
    match longer {
        Some(true) if (made + 15, month) >= (LAST_DAY.year(), LAST_DAY.month()) => PartialDate::Full(LAST_DAY),
        Some(true) => PartialDate::YearMonth(made + 15, month),
        Some(false) => PartialDate::YearMonth(made + 10, month),
        // Eighteen within the month of making: either may be.
        None => PartialDate::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use crate::mrz::{Format, read};
    use jiff::civil::date;
    use limen_domain::{Field, Sex};

    #[test]
    fn the_old_french_card_is_read_by_its_own_layout() {
        let zone = "IDFRAMARCHAND<<<<<<<<<<<<<<<<<751034\n1907751034122ADELE<<LOUISE<9206171F7";
        let read = read(zone, date(2026, 11, 27)).expect("a zone");
        assert_eq!(read.format, Format::French);
        assert_eq!(
            (read.primary_identifier.as_str(), read.secondary_identifier.as_str()),
            ("MARCHAND", "ADELE LOUISE")
        );
        assert_eq!((read.document_number.as_str(), read.sex), ("190775103412", Some(Sex::Female)));
        assert_eq!(
            (read.birth_date.to_string().as_str(), read.expiry_date.to_string().as_str()),
            ("1992-06-17", "2031-08-03")
        );
        assert!(read.problems.is_empty());
    }

    #[test]
    fn a_misread_letter_of_the_surname_is_seen_by_the_last_check_digit() {
        let zone = "IDFRAMOREI<<<<<<<<<<<<<<<<<<<<593007\n1406593001276HUGO<<<<<<<<<<0002118M6";
        let read = read(zone, date(2026, 11, 27)).expect("a zone");
        assert_eq!(read.problems.first().map(|doubt| doubt.field), Some(Field::Composite));
        assert_eq!(read.expiry_date.to_string(), "2024-06", "ten years for a child");
    }
}
