//! How long someone may stay: what an allowance grants, and how much of it a history of stays has used.
//!
//! Days are counted as Regulation (EU) 2016/399, Article 6(2), counts them, and as most countries do: the day of entry is
//! the first day of a stay, the day of exit its last, and a day is one day however often someone crossed on it.

use jiff::{ToSpan, civil::Date};
use std::{fmt, num::NonZeroU16, str::FromStr};
use thiserror::Error;

/// From an entry to its exit, both days included; without an exit the traveller is still in the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The day of entry.
    pub entry: Date,
    /// The day of exit.
    pub exit: Option<Date>,
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
const MOST_DAYS: u16 = 3_660;
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

    /// Whether the traveller is in the country on that day.
    pub fn is_present(&self, on: Date) -> bool {
        self.days_between(on, on, on) == 1
    }

    /// On how many of these days the traveller was in the country, as far as is known on the day `on`.
    fn days_between(&self, first: Date, last: Date, on: Date) -> u32 {
        let mut counted_to: Option<Date> = None;
        let mut days = 0;
        for stay in &self.0 {
            let from = stay.entry.max(first).max(counted_to.map_or(Date::MIN, next));
            let to = stay.exit.unwrap_or(on).min(last).min(on);
            if from <= to {
                days += days_from(from, to);
                counted_to = Some(to);
            }
        }
        days
    }

    /// The entry of the latest stay that includes that day.
    fn entry_of_stay(&self, on: Date) -> Option<Date> {
        let includes = |stay: &&Stay| stay.entry <= on && stay.exit.is_none_or(|exit| exit >= on);
        self.0.iter().rfind(includes).map(|stay| stay.entry)
    }

    /// The entry of the latest stay that goes on after that day: who left on it is gone, and whoever comes in again on it
    /// begins anew.
    fn entry_of_stay_beyond(&self, on: Date) -> Option<Date> {
        let goes_on = |stay: &&Stay| stay.entry <= on && stay.exit.is_none_or(|exit| exit > on);
        self.0.iter().rfind(goes_on).map(|stay| stay.entry)
    }
}

/// Until when someone may stay without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayStay {
    /// Not even that day.
    No,
    /// To this day, which is the last.
    To(Date),
    /// For as long as they like.
    Freely,
}

/// What a history means under an allowance, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether the traveller is in the country on that day.
    pub is_present: bool,
    /// How many days count as used on that day: in the row of days that ends with it, in its calendar year, since the
    /// entry, or at all.
    pub days_used: u32,
    /// How many of the allowance's days are left on that day; `None` where it counts none. Days that cease to count
    /// later may allow a longer stay: see [`Standing::may_stay`].
    pub days_left: Option<u32>,
    /// Until when they may stay who are in the country, and who enter on that day otherwise.
    pub may_stay: MayStay,
    /// On how many days, up to that day, the traveller was here without being allowed to.
    pub overstayed_days: u32,
}

impl Allowance {
    /// What a history means on the day `on`. What happened after that day is not looked at.
    pub fn standing(self, history: &History, on: Date) -> Standing {
        let days_used = self.days_used(history, on);
        let days_left = match self {
            Self::InAnyRow { days, .. } | Self::PerCalendarYear(days) | Self::PerEntry(days) => {
                Some(u32::from(days.get()).saturating_sub(days_used))
            }
            Self::Until(last) => Some(if last > on { days_from(next(on), last) } else { 0 }),
            Self::Free => None,
        };
        Standing {
            is_present: history.is_present(on),
            days_used,
            days_left,
            may_stay: self.may_stay(history, on),
            overstayed_days: self.overstayed_days(history, on),
        }
    }

    /// How many of the days up to `on` count against the allowance on that day.
    fn days_used(self, history: &History, on: Date) -> u32 {
        let first = match self {
            Self::PerEntry(_) => match history.entry_of_stay(on) {
                Some(entry) => entry,
                None => return 0,
            },
            _ => self.first_that_counts(on),
        };
        history.days_between(first, on, on)
    }

    /// The end of a stay that includes `on` and goes on from there.
    fn may_stay(self, history: &History, on: Date) -> MayStay {
        let to = |last: Date| if on <= last { MayStay::To(last) } else { MayStay::No };
        match self {
            Self::Free => MayStay::Freely,
            Self::Until(last) => to(last),
            Self::PerEntry(days) => to(ahead(history.entry_of_stay_beyond(on).unwrap_or(on), days.get() - 1)),
            Self::PerCalendarYear(days) | Self::InAnyRow { days, .. } => {
                let before = on.yesterday().unwrap_or(on);
                let used = |day: Date| {
                    let first = self.first_that_counts(day);
                    history.days_between(first, before, before) + days_from(on.max(first), day)
                };
                let allowed = |day: &Date| used(*day) <= u32::from(days.get());
                // Later than that nothing from before counts any more, and no allowance has run out that ever will.
                let longest = usize::from(MOST_DAYS) * 2;
                let days = std::iter::successors(Some(on), |day| day.tomorrow().ok()).take(longest);
                match days.take_while(allowed).enumerate().last() {
                    None => MayStay::No,
                    Some((at, _)) if at + 1 == longest => MayStay::Freely,
                    Some((_, last)) => MayStay::To(last),
                }
            }
        }
    }

    /// The first day after `on` on which someone who is not in the country may enter again; nothing within a year.
    pub fn may_enter_again(self, history: &History, on: Date) -> Option<Date> {
        let days = std::iter::successors(on.tomorrow().ok(), |day| day.tomorrow().ok()).take(366);
        days.filter(|day| !history.is_present(*day)).find(|day| self.may_stay(history, *day) != MayStay::No)
    }

    /// The first day that counts on the day `on`, apart from stays.
    fn first_that_counts(self, on: Date) -> Date {
        match self {
            Self::InAnyRow { row, .. } => back(on, row.get() - 1),
            Self::PerCalendarYear(_) => on.first_of_year(),
            Self::PerEntry(_) | Self::Until(_) | Self::Free => Date::MIN,
        }
    }

    fn overstayed_days(self, history: &History, on: Date) -> u32 {
        let Some(first) = history.0.first().map(|stay| stay.entry) else { return 0 };
        let too_long = |day: &Date| match self {
            Self::Free => false,
            Self::Until(last) => *day > last,
            // Each stay by itself: a new entry does not heal the day on which an old stay ended too late.
            Self::PerEntry(days) => history.0.iter().any(|stay| {
                let includes = stay.entry <= *day && stay.exit.is_none_or(|exit| exit >= *day);
                includes && days_from(stay.entry, *day) > u32::from(days.get())
            }),
            Self::InAnyRow { days, .. } | Self::PerCalendarYear(days) => {
                self.days_used(history, *day) > u32::from(days.get())
            }
        };
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(|day| *day <= on);
        days.filter(|day| history.is_present(*day)).filter(too_long).count() as u32
    }
}

/// How many days there are from one to another, both included.
fn days_from(first: Date, last: Date) -> u32 {
    u32::try_from((last - first).get_days() + 1).unwrap_or(0)
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

fn back(day: Date, days: u16) -> Date {
    day.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN)
}

fn ahead(day: Date, days: u16) -> Date {
    day.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn history(stays: &[(Date, Option<Date>)]) -> History {
        History::new(stays.iter().map(|(entry, exit)| Stay { entry: *entry, exit: *exit })).unwrap_or_default()
    }

    fn allowance(text: &str) -> Allowance {
        text.parse().unwrap_or(Allowance::Free)
    }

    #[test]
    fn an_entry_on_the_day_of_an_exit_begins_anew_where_each_entry_has_its_days() {
        let per_entry = allowance("90/entry");
        let again = [(date(2026, 1, 1), Some(date(2026, 3, 30))), (date(2026, 3, 30), None)];
        let standing = per_entry.standing(&history(&again), date(2026, 3, 30));
        assert_eq!((standing.may_stay, standing.days_used), (MayStay::To(date(2026, 6, 27)), 1));
        // At the counter the stay that ends is all that is known when they come in again.
        let ended = history(&[(date(2026, 8, 1), Some(date(2026, 10, 28)))]);
        assert_eq!(per_entry.standing(&ended, date(2026, 10, 28)).may_stay, MayStay::To(date(2027, 1, 25)));
        let out = [(date(2026, 8, 1), Some(date(2026, 10, 28))), (date(2026, 10, 28), Some(date(2026, 11, 5)))];
        assert_eq!(per_entry.standing(&history(&out), date(2026, 11, 5)).overstayed_days, 0);
        // The day on which the old stay ended too late stays an overstay.
        let late = [(date(2026, 8, 1), Some(date(2026, 10, 31))), (date(2026, 10, 31), None)];
        assert_eq!(per_entry.standing(&history(&late), date(2026, 10, 31)).overstayed_days, 2);
    }

    #[test]
    fn someone_who_was_here_47_days_and_comes_back_after_three_months_may_stay_90_days() {
        // The first worked example of the Swiss State Secretariat for Migration for the Commission's calculator.
        let history = history(&[(date(2014, 8, 15), Some(date(2014, 9, 30)))]);
        let at_exit = allowance("90/180").standing(&history, date(2014, 9, 30));
        assert_eq!((at_exit.days_used, at_exit.days_left, at_exit.overstayed_days), (47, Some(43), 0));
        let later = allowance("90/180").standing(&history, date(2015, 1, 1));
        assert_eq!(later.may_stay, MayStay::To(date(2015, 3, 31)));
        assert_eq!(days_from(date(2015, 1, 1), date(2015, 3, 31)), 90);
    }

    #[test]
    fn an_absence_of_90_days_allows_a_new_stay_of_90_days() {
        // So says the user manual of the Commission's calculator.
        let first = date(2024, 1, 1);
        let history = history(&[(first, Some(ahead(first, 89)))]);
        let back_on = ahead(first, 180);
        let standing = allowance("90/180").standing(&history, back_on);
        assert_eq!(standing.may_stay, MayStay::To(ahead(back_on, 89)));
        let a_day_early = ahead(first, 179);
        assert_eq!(allowance("90/180").standing(&history, a_day_early).may_stay, MayStay::No);
        assert_eq!(allowance("90/180").may_enter_again(&history, ahead(first, 100)), Some(back_on));
        assert_eq!(allowance("until 2023-12-31").may_enter_again(&history, first), None);
    }

    #[test]
    fn who_stays_on_after_the_last_day_overstays_from_the_next() {
        let entry = date(2026, 1, 1);
        let present = history(&[(entry, None)]);
        for rule in ["90/180", "90/365", "90/year", "90/entry", "until 2026-03-31"] {
            let on_the_last = allowance(rule).standing(&present, date(2026, 3, 31));
            assert_eq!(on_the_last.may_stay, MayStay::To(date(2026, 3, 31)), "{rule}");
            assert_eq!((on_the_last.days_left, on_the_last.overstayed_days), (Some(0), 0), "{rule}");
            let later = allowance(rule).standing(&present, date(2026, 4, 10));
            assert!(later.is_present);
            assert_eq!((later.may_stay, later.overstayed_days), (MayStay::No, 10), "{rule}");
        }
        assert_eq!(allowance("free").standing(&present, date(2030, 1, 1)).overstayed_days, 0);
    }

    #[test]
    fn days_of_a_calendar_year_begin_anew_with_the_year() {
        let history = history(&[(date(2025, 10, 1), Some(date(2025, 12, 29)))]);
        let rule = allowance("90/year");
        assert_eq!(rule.standing(&history, date(2025, 12, 31)).may_stay, MayStay::No);
        assert_eq!(rule.standing(&history, date(2026, 1, 1)).may_stay, MayStay::To(date(2026, 3, 31)));
    }

    #[test]
    fn a_day_counts_once_however_often_someone_crossed_on_it() {
        let day = date(2026, 5, 4);
        let history = history(&[(day, Some(day)), (day, Some(day)), (day, Some(date(2026, 5, 6)))]);
        assert_eq!(allowance("90/180").standing(&history, date(2026, 5, 10)).days_used, 3);
    }

    #[test]
    fn what_can_not_be_counted_is_said_with_its_place() {
        let stay = |entry, exit| Stay { entry, exit };
        let (first, second) = (date(2026, 1, 1), date(2026, 2, 1));
        let ends_early = History::new([stay(first, Some(second)), stay(second, Some(first))]);
        assert_eq!(ends_early, Err(HistoryError::EndsBeforeItBegins(2)));
        assert_eq!(History::new([stay(first, None), stay(second, None)]), Err(HistoryError::NoExit(1)));
        assert_eq!(History::new([stay(date(26, 1, 1), None)]), Err(HistoryError::TooOld(1)));
        assert_eq!(History::new(vec![stay(first, Some(first)); 1_001]), Err(HistoryError::TooMany));
        for wrong in ["", "90", "0/180", "180/90", "90/0", "90/months", "until soon", "99999/99999", "-1/180"] {
            assert!(wrong.parse::<Allowance>().is_err(), "{wrong}");
        }
        for right in ["90/180", "90/year", "30/entry", "until 2026-12-31", "free"] {
            assert_eq!(allowance(right).to_string(), right);
        }
    }

    proptest! {
        /// Against counting every day by itself, as someone with a calendar and a pencil would.
        #[test]
        fn counting_agrees_with_a_calendar_and_a_pencil(
            stays in prop::collection::vec((0_u16..700, 0_u16..120), 0..6),
            open in prop::option::of(0_u16..60),
            days in 1_u16..120,
            longer in 0_u16..200,
            asked in 0_u16..900,
        ) {
            let first = date(2024, 1, 1);
            let mut here = vec![false; 3_000];
            let on = usize::from(asked);
            let mut list: Vec<Stay> = stays.iter().map(|(entry, length)| {
                Stay { entry: ahead(first, *entry), exit: Some(ahead(first, entry + length)) }
            }).collect();
            for (entry, length) in &stays {
                here[usize::from(*entry)..=usize::from(entry + length)].fill(true);
            }
            if let Some(after) = open {
                let entry = 830 + after;
                list.push(Stay { entry: ahead(first, entry), exit: None });
                here[usize::from(entry)..].fill(true);
            }
            here[on + 1..].fill(false);
            let row = usize::from(days + longer);
            let used = |here: &[bool], on: usize| here[on.saturating_sub(row - 1)..=on].iter().filter(|here| **here).count();
            let (few, wide) = (NonZeroU16::new(days), NonZeroU16::new(days + longer));
            let Some((days, row)) = few.zip(wide) else { return Ok(()) };
            let rule = Allowance::InAnyRow { days, row };
            let history = History::new(list).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let standing = rule.standing(&history, ahead(first, asked));
            prop_assert_eq!(standing.is_present, here[on]);
            prop_assert_eq!(standing.days_used as usize, used(&here, on));
            let over = (0..=on).filter(|day| here[*day] && used(&here, *day) > usize::from(days.get())).count();
            prop_assert_eq!(standing.overstayed_days as usize, over);
            let mut staying = here.clone();
            let mut last = None;
            for day in on..on + 400 {
                staying[day] = true;
                if used(&staying, day) > usize::from(days.get()) {
                    break;
                }
                last = Some(day);
            }
            let expected = match last {
                _ if longer == 0 => standing.may_stay,
                None => MayStay::No,
                Some(last) => MayStay::To(ahead(first, last as u16)),
            };
            prop_assert_eq!(standing.may_stay, expected);
        }
    }
}
