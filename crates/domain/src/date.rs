//! Dates of which a part may be unknown (Doc 9303-3 §3.8 and §4.8), and ages counted from them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A date in the Gregorian calendar whose day, month or whole may be unknown.
///
/// Written `YYYY-MM-DD` with the unknown parts left out: `1972-05`, `1972`, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    /// Nothing is known.
    #[default]
    Unknown,
    /// The year only.
    Year(i16),
    /// Year and month (1 to 12).
    YearMonth(i16, i8),
    /// The whole date.
    Full(Date),
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("write a date as YYYY-MM-DD, YYYY-MM or YYYY; this is none")]
pub struct InvalidDate;

impl PartialDate {
    /// The year, where it is known.
    pub fn year(self) -> Option<i16> {
        match self {
            Self::Unknown => None,
            Self::Year(year) | Self::YearMonth(year, _) => Some(year),
            Self::Full(date) => Some(date.year()),
        }
    }

    /// The month (1 to 12), where it is known.
    pub fn month(self) -> Option<i8> {
        match self {
            Self::Unknown | Self::Year(_) => None,
            Self::YearMonth(_, month) => Some(month),
            Self::Full(date) => Some(date.month()),
        }
    }

    /// The earliest and the latest day it can mean; nothing when it is unknown.
    pub fn span(self) -> Option<(Date, Date)> {
        match self {
            Self::Unknown => None,
            Self::Year(year) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
            Self::YearMonth(year, month) => {
                let first = Date::new(year, month, 1).ok()?;
                Some((first, first.last_of_month()))
            }
            Self::Full(date) => Some((date, date)),
        }
    }

    /// Whether all days it can mean are before `day`.
    pub fn is_before(self, day: Date) -> bool {
        self.span().is_some_and(|(_, latest)| latest < day)
    }

    /// Whether all days it can mean are after `day`.
    pub fn is_after(self, day: Date) -> bool {
        self.span().is_some_and(|(earliest, _)| earliest > day)
    }

    /// Age in completed years on `day` of someone born on this date: one number where the date is whole, a range where
    /// it is not; `None` where it is unknown or wholly in the future.
    pub fn ages_on(self, day: Date) -> Option<Ages> {
        let (earliest, latest) = self.span()?;
        if earliest > day {
            return None;
        }
        Some(Ages { youngest: completed_years(latest.min(day), day), oldest: completed_years(earliest, day) })
    }
}

/// Completed years between two days; someone born on 29 February completes a year on 1 March of common years.
fn completed_years(birth: Date, day: Date) -> u16 {
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    u16::try_from(day.year() - birth.year() - i16::from(!had_birthday)).unwrap_or(0)
}

/// How old someone may be, in completed years: both ends are the same where the birth date is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    /// The least age the birth date allows.
    pub youngest: u16,
    /// The greatest age the birth date allows.
    pub oldest: u16,
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::YearMonth(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Full(date) => write!(f, "{date}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        fn digits<T: FromStr>(text: &str, length: usize) -> Result<T, InvalidDate> {
            if text.len() != length || !text.bytes().all(|b| b.is_ascii_digit()) {
                return Err(InvalidDate);
            }
            text.parse().map_err(|_| InvalidDate)
        }
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [""] => Ok(Self::Unknown),
            [year] => Ok(Self::Year(digits(year, 4)?)),
            [year, month] => match digits(month, 2)? {
                month @ 1..=12 => Ok(Self::YearMonth(digits(year, 4)?, month)),
                _ => Err(InvalidDate),
            },
            [year, month, day] => {
                Date::new(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?).map(Self::Full).map_err(|_| InvalidDate)
            }
            _ => Err(InvalidDate),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, InvalidDate> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

/// A birth date as alert lists state it: a date as far as it is known, or a row of years, sure or about so.
///
/// Written as a [`PartialDate`]; `1960..1965` with both years included; `~1966` or `~1955..1958` where the years are a
/// guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum BirthDate {
    /// One date, as far as it is known; never [`PartialDate::Unknown`].
    On(PartialDate),
    /// Some day from the first of these years to the end of the last.
    Between(i16, i16),
    /// About these years, of which the first and the last may be one: someone's guess.
    About(i16, i16),
}

impl BirthDate {
    /// The same date as a guess: the day and the month of a guess say nothing.
    pub fn guessed(self) -> Self {
        match self {
            Self::On(date) => date.year().map_or(self, |year| Self::About(year, year)),
            Self::Between(first, last) | Self::About(first, last) => Self::About(first, last),
        }
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => date.fmt(f),
            Self::Between(first, last) => write!(f, "{first:04}..{last:04}"),
            Self::About(first, last) if first == last => write!(f, "~{first:04}"),
            Self::About(first, last) => write!(f, "~{first:04}..{last:04}"),
        }
    }
}

impl FromStr for BirthDate {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        if let Some(guess) = text.strip_prefix('~') {
            return guess.parse::<Self>().map(Self::guessed);
        }
        if let Some((first, last)) = text.split_once("..") {
            return match (first.parse()?, last.parse()?) {
                (PartialDate::Year(first), PartialDate::Year(last)) if first == last => {
                    Ok(Self::On(PartialDate::Year(first)))
                }
                (PartialDate::Year(first), PartialDate::Year(last)) if first < last => Ok(Self::Between(first, last)),
                _ => Err(InvalidDate),
            };
        }
        match text.parse()? {
            PartialDate::Unknown => Err(InvalidDate),
            date => Ok(Self::On(date)),
        }
    }
}

impl TryFrom<String> for BirthDate {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, InvalidDate> {
        text.parse()
    }
}

impl From<BirthDate> for String {
    fn from(date: BirthDate) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ages(text: &str, day: Date) -> Option<(u16, u16)> {
        let born: PartialDate = text.parse().expect("a date");
        born.ages_on(day).map(|ages| (ages.youngest, ages.oldest))
    }

    #[test]
    fn a_traveller_turns_eighteen_on_the_birthday_and_not_the_day_before() {
        assert_eq!(ages("2008-11-24", date(2026, 11, 23)), Some((17, 17)));
        assert_eq!(ages("2008-11-24", date(2026, 11, 24)), Some((18, 18)));
    }

    #[test]
    fn a_traveller_of_whom_only_the_year_is_known_has_one_of_two_ages() {
        assert_eq!(ages("1990", date(2026, 6, 15)), Some((35, 36)));
        assert_eq!(ages("1990-07", date(2026, 6, 15)), Some((35, 35)));
        assert_eq!(ages("2026", date(2026, 6, 15)), Some((0, 0)));
    }

    #[test]
    fn a_traveller_of_unknown_or_future_birth_has_no_age() {
        assert_eq!(ages("", date(2026, 6, 15)), None);
        assert_eq!(ages("2026-06-16", date(2026, 6, 15)), None);
    }

    #[test]
    fn someone_born_on_the_leap_day_ages_on_the_first_of_march() {
        assert_eq!(ages("2004-02-29", date(2022, 2, 28)), Some((17, 17)));
        assert_eq!(ages("2004-02-29", date(2022, 3, 1)), Some((18, 18)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["1972-13", "1972-02-30", "72", "1972-5", "1972-05-", "+197-01-01", "1972-05-01-01", " 1972"] {
            assert_eq!(text.parse::<PartialDate>(), Err(InvalidDate), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_date_is_read_back_as_it_was_written(year in 1800i16..2200, month in 1i8..=12, day in 1i8..=28, known in 0..4) {
            let date = match known {
                0 => PartialDate::Unknown,
                1 => PartialDate::Year(year),
                2 => PartialDate::YearMonth(year, month),
                _ => PartialDate::Full(Date::constant(year, month, day)),
            };
            proptest::prop_assert_eq!(date.to_string().parse::<PartialDate>(), Ok(date));
        }
    }
}
