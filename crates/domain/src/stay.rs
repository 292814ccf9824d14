//! Stays behind someone, and the allowances that rules of stay speak of.
//!
//! Days are counted as Regulation (EU) 2016/399, Article 6(2), counts them, and as most countries do: the day of entry is
//! the first day of a stay, the day of exit its last, and a day is one day however often someone crossed on it.

use jiff::civil::Date;
use std::{fmt, num::NonZeroU16, str::FromStr};
use thiserror::Error;

/// From an entry to its exit, both days included; without an exit the traveller is still in the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The day of entry.
    pub entry: Date,
    /// The day of exit.
    pub exit: Option<Date>,
    /// The days of it that a visa or a permit allows by itself. They are days of no rule: Article 6(2), second
    /// subparagraph.
    pub permit: Option<PermitDays>,
}

/// Days that a visa or a permit allows, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermitDays {
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

impl PermitDays {
    /// Whether it allows that day.
    pub fn allow(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
}

impl Stay {
    /// Whether the traveller is in the country on that day.
    pub fn includes(&self, day: Date) -> bool {
        self.entry <= day && self.exit.is_none_or(|exit| exit >= day)
    }

    /// Whether a visa or a permit allows that day of it.
    pub fn is_on_permit(&self, day: Date) -> bool {
        self.includes(day) && self.permit.is_some_and(|permit| permit.allow(day))
    }
}

/// How long someone may stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// A number of days within any period of that many consecutive days: `90/180`.
    InAnyRow {
        /// How many days may be stayed.
        days: NonZeroU16,
        /// Length of the period in days; the day asked about is its last.
        row: NonZeroU16,
    },
    /// Days in each calendar year: `90/year`.
    PerCalendarYear(NonZeroU16),
    /// Days after each entry: `90/entry`.
    PerEntry(NonZeroU16),
    /// Up to a day, as a permit says: `until 2026-12-31`.
    Until(Date),
    /// For as long as one likes: `free`.
    Free,
}

/// The longest row and the most days that an allowance may speak of: ten years.
pub(crate) const MOST_DAYS: u16 = 3_660;
/// Maximum number of stays of one history.
const MOST_STAYS: usize = 1_000;
/// Before this year nobody who crosses today has stayed.
const FIRST_YEAR: i16 = 1900;

/// A text that is no allowance.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "\u{201c}{0}\u{201d} is no rule of stay; write 90/180 (days in any row of days), 90/year, 90/entry, \
     until YYYY-MM-DD, or free"
)]
pub struct InvalidAllowance(String);

impl FromStr for Allowance {
    type Err = InvalidAllowance;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let days = |text: &str| text.trim().parse::<NonZeroU16>().ok().filter(|days| days.get() <= MOST_DAYS);
        let parse = || match text.trim().split_once('/') {
            Some((number, "year")) => days(number).map(Self::PerCalendarYear),
            Some((number, "entry")) => days(number).map(Self::PerEntry),
            Some((number, row)) => {
                let (days, row) = (days(number)?, days(row)?);
                (days <= row).then_some(Self::InAnyRow { days, row })
            }
            None if text.trim() == "free" => Some(Self::Free),
            None => text.trim().strip_prefix("until ")?.trim().parse().ok().map(Self::Until),
        };
        parse().ok_or_else(|| InvalidAllowance(text.chars().take(60).collect()))
    }
}

impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InAnyRow { days, row } => write!(f, "{days}/{row}"),
            Self::PerCalendarYear(days) => write!(f, "{days}/year"),
            Self::PerEntry(days) => write!(f, "{days}/entry"),
            Self::Until(date) => write!(f, "until {date}"),
            Self::Free => f.write_str("free"),
        }
    }
}

/// Why a history of stays can't be counted. Places are counted from 1 in the order given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HistoryError {
    /// Out before in.
    #[error("stay {0} ends before it begins; put its dates right")]
    EndsBeforeItBegins(usize),
    /// Entered again without having left.
    #[error("stay {0} has no exit, and another begins after it; only the last stay may be without one")]
    NoExit(usize),
    /// A permit that ends before it begins.
    #[error("the visa or permit of stay {0} ends before it begins; put its dates right")]
    PermitEndsBeforeItBegins(usize),
    /// Before anyone who crosses was born.
    #[error("stay {0} begins before {FIRST_YEAR}; put its date right")]
    TooOld(usize),
    /// More than anyone crosses.
    #[error("there are more than {MOST_STAYS} stays; give the latest of them only")]
    TooMany,
}

/// Someone's stays, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History(Vec<Stay>);

impl History {
    /// The history made of these stays, which may come in any order and may share days.
    ///
    /// # Errors
    /// There are too many stays, one is too old or ends before it begins, or one without an exit is not the last.
    pub fn new(stays: impl IntoIterator<Item = Stay>) -> Result<Self, HistoryError> {
        let mut stays: Vec<(usize, Stay)> = (1..).zip(stays.into_iter().take(MOST_STAYS + 1)).collect();
        if stays.len() > MOST_STAYS {
            return Err(HistoryError::TooMany);
        }
        stays.sort_by_key(|(_, stay)| (stay.entry, stay.exit.unwrap_or(Date::MAX)));
        for (at, (place, stay)) in stays.iter().enumerate() {
            match stay.exit {
                _ if stay.entry.year() < FIRST_YEAR => return Err(HistoryError::TooOld(*place)),
                Some(exit) if exit < stay.entry => return Err(HistoryError::EndsBeforeItBegins(*place)),
                _ if stay.permit.is_some_and(|permit| permit.last < permit.first) => {
                    return Err(HistoryError::PermitEndsBeforeItBegins(*place));
                }
                None if at + 1 < stays.len() => return Err(HistoryError::NoExit(*place)),
                _ => {}
            }
        }
        Ok(Self(stays.into_iter().map(|(_, stay)| stay).collect()))
    }

    /// The history made of the latest of these stays, which have ended, are in order, and none of which begins before
    /// an earlier one has ended.
    pub(crate) fn latest(stays: &[Stay]) -> Self {
        Self(stays[stays.len().saturating_sub(MOST_STAYS)..].to_vec())
    }

    /// The stays, in order.
    pub fn stays(&self) -> &[Stay] {
        &self.0
    }

    /// Whether the traveller is in the country on that day.
    pub fn is_present(&self, on: Date) -> bool {
        self.0.iter().any(|stay| stay.includes(on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_can_not_be_counted_is_said_with_its_place() {
        let stay = |entry, exit| Stay { entry, exit, permit: None };
        let (first, second) = (date(2026, 1, 1), date(2026, 2, 1));
        let ends_early = History::new([stay(first, Some(second)), stay(second, Some(first))]);
        assert_eq!(ends_early, Err(HistoryError::EndsBeforeItBegins(2)));
        assert_eq!(History::new([stay(first, None), stay(second, None)]), Err(HistoryError::NoExit(1)));
        assert_eq!(History::new([stay(date(26, 1, 1), None)]), Err(HistoryError::TooOld(1)));
        assert_eq!(History::new(vec![stay(first, Some(first)); 1_001]), Err(HistoryError::TooMany));
        let permit = Some(PermitDays { first: second, last: first });
        let backwards = History::new([Stay { permit, ..stay(first, None) }]);
        assert_eq!(backwards, Err(HistoryError::PermitEndsBeforeItBegins(1)));
    }

    #[test]
    fn a_rule_of_stay_is_read_as_it_is_written() {
        for wrong in ["", "90", "0/180", "180/90", "90/0", "90/months", "until soon", "99999/99999", "-1/180"] {
            assert!(wrong.parse::<Allowance>().is_err(), "{wrong}");
        }
        for right in ["90/180", "90/year", "30/entry", "until 2026-12-31", "free"] {
            assert_eq!(right.parse::<Allowance>().map(|rule| rule.to_string()).as_deref(), Ok(right));
        }
    }
}
