//! Days as officers type them and see them in fields: `14/02/1990`, and whatever else the reader of tables knows.

use jiff::civil::Date;
use limen_domain::PartialDate;
use limen_tables::values::{DayOrder, day};

/// A day as far as it was typed, day first, of this century where only two digits of the year are there;
/// [`PartialDate::Unknown`] for an empty text, `None` for what is no day.
pub fn typed_day(text: &str) -> Option<PartialDate> {
    read(text, |year| 2000 + year)
}

/// A birth date as far as it was typed: where only two digits of the year are there, the latest year that is not to come.
pub fn typed_birth(text: &str, today: Date) -> Option<PartialDate> {
    read(text, |year| if 2000 + year <= today.year() { 2000 + year } else { 1900 + year })
}

fn read(text: &str, whole_year: impl Fn(i16) -> i16) -> Option<PartialDate> {
    let text = text.trim();
    if text.is_empty() {
        return Some(PartialDate::Unknown);
    }
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = match text.len() {
        6 if is_number(text) => vec![&text[..2], &text[2..4], &text[4..]],
        _ => text.split(['/', '.', '-', ' ']).collect(),
    };
    match parts[..] {
        [date, month, year] if year.len() == 2 && date.len() <= 2 && [date, month, year].into_iter().all(is_number) => {
            day(&format!("{date}/{month}/{}", whole_year(year.parse().ok()?)), DayOrder::DayFirst)
        }
        _ => day(text, DayOrder::DayFirst),
    }
}

/// A whole day; `None` for an empty text, and for what is none.
pub fn whole_day(text: &str) -> Option<Date> {
    match typed_day(text)? {
        PartialDate::Full(day) => Some(day),
        _ => None,
    }
}

/// What was typed as `YYYY-MM-DD`, or as far as it is known; a text that is no day as it stands, so that what reads it says
/// so.
pub fn written(text: &str, read: impl Fn(&str) -> Option<PartialDate>) -> String {
    match read(text) {
        Some(date) if date != PartialDate::Unknown => date.to_string(),
        _ => text.to_owned(),
    }
}

/// A whole day as a field shows it: `14/02/1990`.
pub fn day_as_typed(day: Date) -> String {
    as_typed(PartialDate::Full(day))
}

/// A day as a field shows it: `14/02/1990`, `02/1990`, `1990`; empty where nothing is known.
pub fn as_typed(date: PartialDate) -> String {
    match date {
        PartialDate::Unknown => String::new(),
        PartialDate::Year(year) => format!("{year:04}"),
        PartialDate::YearMonth(year, month) => format!("{month:02}/{year:04}"),
        PartialDate::Full(day) => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_types_a_day_in_any_usual_form() {
        for text in
            ["14/02/1990", "14.2.1990", "14021990", "14 févr. 1990", "1990-02-14", " 14-02-1990 ", "14 Feb 1990"]
        {
            assert_eq!(typed_day(text).map(|day| day.to_string()).as_deref(), Some("1990-02-14"), "{text}");
        }
        let today = jiff::civil::date(2026, 11, 28);
        for (text, born) in
            [("140290", "1990-02-14"), ("14/02/90", "1990-02-14"), ("140226", "2026-02-14"), ("1990", "1990")]
        {
            assert_eq!(typed_birth(text, today).map(|day| day.to_string()).as_deref(), Some(born), "{text}");
        }
        assert_eq!(typed_day("310136").map(|day| day.to_string()).as_deref(), Some("2036-01-31"), "a document expires");
        assert_eq!(typed_day(""), Some(PartialDate::Unknown));
        for text in ["32/01/1990", "demain", "14/02", "29/02/2023"] {
            assert_eq!(typed_day(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_field_shows_is_read_as_it_was() {
        for date in ["1990-02-14", "1990-02", "1990", ""] {
            let date: PartialDate = date.parse().expect("a date");
            assert_eq!(typed_day(&as_typed(date)), Some(date));
        }
    }
}
