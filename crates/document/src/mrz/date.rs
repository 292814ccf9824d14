//! Dates of six characters, and their centuries (Doc 9303-3 §4.8).
//!
//! The standard prints two digits of the year and states no rule for the century. Limen's rules, given a day:
//! - a **birth** is the latest date with these digits that is not after the day;
//! - an **expiry** lies in the hundred years from 39 years before the day to 60 years after it: cards of the old are good
//!   for up to sixty;
//! - a card with 1 January or 31 December 99 **has no end**: Spain and others print 9999 for the old (Regulation (EU)
//!   2019/1157, article 4).

use jiff::civil::Date;
use limen_domain::{DoubtKind, PartialDate};

/// A birth date; its year, month or day may be unknown and are fillers then.
pub(super) fn birth(field: &[u8], on: Date) -> Result<PartialDate, DoubtKind> {
    let (year, month, day) = (pair(field, 0)?, pair(field, 2)?, pair(field, 4)?);
    check_month_and_day(month, day)?;
    let Some(year) = year else { return Ok(PartialDate::Unknown) };
    let this_century = on.year() - on.year() % 100 + i16::from(year);
    let candidates = [this_century, this_century - 100];
    let dates: Vec<PartialDate> = candidates.iter().filter_map(|&year| whole(year, month, day)).collect();
    dates.iter().find(|date| !date.is_after(on)).copied().ok_or(DoubtKind::ImpossibleDate)
}

/// A date of expiry, which is never unknown.
pub(super) fn expiry(field: &[u8], on: Date) -> Result<PartialDate, DoubtKind> {
    if field.iter().all(|&c| c == b'<') {
        return Err(DoubtKind::Missing);
    }
    let (Some(year), Some(month), Some(day)) = (pair(field, 0)?, pair(field, 2)?, pair(field, 4)?) else {
        return Err(DoubtKind::Character);
    };
    check_month_and_day(Some(month), Some(day))?;
    let earliest = on.year() - LONGEST_PAST_YEARS;
    let years_on = (i16::from(year) - earliest).rem_euclid(100);
    whole(earliest + years_on, Some(month), Some(day)).ok_or(DoubtKind::ImpossibleDate)
}

/// How long ago a document may have expired.
const LONGEST_PAST_YEARS: i16 = 39;
/// The last day of a card that has no end, as it is printed.
pub(super) const WITHOUT_END: PartialDate = PartialDate::Full(Date::MAX);
/// The least age of who has a card without an end, save for the severely disabled.
const OLD_YEARS: u16 = 30;

/// A date of expiry of a card, which may have no end.
pub(super) fn expiry_of_card(field: &[u8], on: Date) -> Result<PartialDate, DoubtKind> {
    if matches!(field, b"990101" | b"991231") { Ok(WITHOUT_END) } else { expiry(field, on) }
}

/// The birth date of who has a card without an end: of two centuries the one in which they are old.
pub(super) fn of_the_old(birth: PartialDate, on: Date) -> PartialDate {
    let is_young = birth.ages_on(on).is_some_and(|ages| ages.oldest < OLD_YEARS);
    let before = match birth {
        PartialDate::Year(year) => Some(PartialDate::Year(year - 100)),
        PartialDate::YearMonth(year, month) => Some(PartialDate::YearMonth(year - 100, month)),
        PartialDate::Full(date) => Date::new(date.year() - 100, date.month(), date.day()).ok().map(PartialDate::Full),
        PartialDate::Unknown => None,
    };
    before.filter(|_| is_young).unwrap_or(birth)
}

/// The year of a birth date of which day and month are noughts; `None` of another.
pub(super) fn year_of_birth(field: &[u8], on: Date) -> Option<PartialDate> {
    let (year, rest) = field.split_at_checked(2)?;
    (rest == b"0000").then(|| birth(&[year, b"<<<<"].concat(), on).ok()).flatten()
}

/// Two digits, or two fillers for what is unknown.
fn pair(field: &[u8], at: usize) -> Result<Option<i8>, DoubtKind> {
    match field.get(at..at + 2) {
        Some([b'<', b'<']) => Ok(None),
        Some([tens @ b'0'..=b'9', units @ b'0'..=b'9']) => Ok(i8::try_from((tens - b'0') * 10 + (units - b'0')).ok()),
        _ => Err(DoubtKind::Character),
    }
}

fn check_month_and_day(month: Option<i8>, day: Option<i8>) -> Result<(), DoubtKind> {
    let possible = month.is_none_or(|month| (1..=12).contains(&month)) && day.is_none_or(|day| (1..=31).contains(&day));
    if possible { Ok(()) } else { Err(DoubtKind::ImpossibleDate) }
}

/// What is known of the date from its year on; `None` where there is no such day.
fn whole(year: i16, month: Option<i8>, day: Option<i8>) -> Option<PartialDate> {
    match (month, day) {
        (None, _) => Some(PartialDate::Year(year)),
        (Some(month), None) => Some(PartialDate::YearMonth(year, month)),
        (Some(month), Some(day)) => Date::new(year, month, day).ok().map(PartialDate::Full),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    fn born(field: &str) -> Result<String, DoubtKind> {
        birth(field.as_bytes(), TODAY).map(|date| date.to_string())
    }

    fn expires(field: &str) -> Result<String, DoubtKind> {
        expiry(field.as_bytes(), TODAY).map(|date| date.to_string())
    }

    #[test]
    fn someone_born_today_is_new_and_someone_of_tomorrow_is_a_hundred() {
        assert_eq!(born("261124").as_deref(), Ok("2026-11-24"));
        assert_eq!(born("261125").as_deref(), Ok("1926-11-25"));
        assert_eq!(born("740812").as_deref(), Ok("1974-08-12"));
    }

    #[test]
    fn unknown_parts_of_a_birth_date_are_left_out() {
        assert_eq!(born("5207<<").as_deref(), Ok("1952-07"));
        assert_eq!(born("52<<<<").as_deref(), Ok("1952"));
        assert_eq!(born("52<<27").as_deref(), Ok("1952"));
        assert_eq!(born("<<<<<<").as_deref(), Ok(""));
        assert_eq!(born("<<0727").as_deref(), Ok(""));
        assert_eq!(born("2612<<").as_deref(), Ok("1926-12"));
        assert_eq!(born("26<<<<").as_deref(), Ok("2026"));
    }

    #[test]
    fn a_leap_day_finds_the_century_that_has_it() {
        assert_eq!(birth(b"000229", date(2105, 1, 1)).map(|date| date.to_string()).as_deref(), Ok("2000-02-29"));
    }

    #[test]
    fn days_that_do_not_exist_and_letters_are_told_apart() {
        assert_eq!(born("740230"), Err(DoubtKind::ImpossibleDate));
        assert_eq!(born("741301"), Err(DoubtKind::ImpossibleDate));
        assert_eq!(born("74O812"), Err(DoubtKind::Character));
        assert_eq!(born("7<0812"), Err(DoubtKind::Character));
        assert_eq!(born("<<0732"), Err(DoubtKind::ImpossibleDate));
    }

    #[test]
    fn an_expiry_is_at_most_thirty_nine_years_back_and_sixty_ahead() {
        assert_eq!(expires("120415").as_deref(), Ok("2012-04-15"));
        assert_eq!(expires("960108").as_deref(), Ok("1996-01-08"));
        assert_eq!(expires("871231").as_deref(), Ok("1987-12-31"));
        assert_eq!(expires("860101").as_deref(), Ok("2086-01-01"));
        assert_eq!(expires("<<<<<<"), Err(DoubtKind::Missing));
        assert_eq!(expires("30<<<<"), Err(DoubtKind::Character));
    }

    #[test]
    fn a_card_without_an_end_is_not_expired_and_says_that_its_holder_is_old() {
        let on = date(2026, 11, 27);
        assert_eq!(expiry_of_card(b"990101", on), Ok(WITHOUT_END));
        assert_eq!(expiry_of_card(b"991231", on), Ok(WITHOUT_END));
        assert_ne!(expiry(b"990101", on), Ok(WITHOUT_END), "no passport is without an end");
        let old = of_the_old(birth(b"220314", on).unwrap_or_default(), on);
        assert_eq!(old.to_string(), "1922-03-14");
        assert_eq!(year_of_birth(b"790000", on), Some(PartialDate::Year(1979)));
    }
}
