//! Times of certificates and signatures (RFC 5280 §4.1.2.5): UTCTime and GeneralizedTime.

use super::{Element, Malformed, tag};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// The time that an element holds.
///
/// # Errors
/// It is neither UTCTime nor GeneralizedTime, or no time of the calendar.
pub fn time(element: &Element<'_>, what: &'static str) -> Result<Timestamp, Malformed> {
    match element.tag {
        tag::UTC_TIME => {
            let (year, rest) = digits(element.value, 2).ok_or(Malformed::Value(what))?;
            moment(if year < 50 { 2000 + year } else { 1900 + year }, rest).ok_or(Malformed::Value(what))
        }
        tag::GENERALIZED_TIME => generalized(element.value).ok_or(Malformed::Value(what)),
        found => Err(Malformed::Unexpected { what, expected: tag::UTC_TIME, found }),
    }
}

/// The time of a GeneralizedTime's octets.
pub fn generalized(octets: &[u8]) -> Option<Timestamp> {
    let (year, rest) = digits(octets, 4)?;
    moment(year, rest)
}

fn moment(year: i16, rest: &[u8]) -> Option<Timestamp> {
    let (month, rest) = digits(rest, 2)?;
    let (day, rest) = digits(rest, 2)?;
    let (hour, rest) = digits(rest, 2)?;
    let (minute, rest) = digits(rest, 2)?;
    // Seconds may be left out in BER; parts of a second are passed over.
    let (second, rest) = digits(rest, 2).unwrap_or((0, rest));
    let (east, offset) = match rest.iter().position(|octet| matches!(octet, b'Z' | b'+' | b'-')).map(|at| &rest[at..]) {
        Some([b'Z', ..]) | None => (1, 0),
        Some([sign, offset @ ..]) => {
            let (hours, offset) = digits(offset, 2)?;
            let (minutes, _) = digits(offset, 2)?;
            (if *sign == b'+' { 1 } else { -1 }, i64::from(hours) * 60 + i64::from(minutes))
        }
        Some([]) => return None,
    };
    let small = |number: i16| i8::try_from(number).ok();
    let civil =
        DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second.min(59))?, 0)
            .ok()?;
    let moment = TimeZone::UTC.to_timestamp(civil).ok()?;
    moment.checked_sub(jiff::SignedDuration::from_mins(east * offset)).ok()
}

fn digits(octets: &[u8], count: usize) -> Option<(i16, &[u8])> {
    let (digits, rest) = octets.split_at_checked(count)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((digits.iter().fold(0, |number, digit| number * 10 + i16::from(digit - b'0')), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: u32, text: &str) -> Option<String> {
        let element = Element { tag, whole: &[], value: text.as_bytes() };
        time(&element, "time").ok().map(|time| time.to_string())
    }

    #[test]
    fn both_forms_of_a_time_are_read() {
        assert_eq!(read(tag::UTC_TIME, "110630014305Z").as_deref(), Some("2011-06-30T01:43:05Z"));
        assert_eq!(read(tag::UTC_TIME, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00Z"));
        assert_eq!(read(tag::GENERALIZED_TIME, "20490101000000Z").as_deref(), Some("2049-01-01T00:00:00Z"));
        assert_eq!(read(tag::GENERALIZED_TIME, "20490101020000.5+0200").as_deref(), Some("2049-01-01T00:00:00Z"));
        assert_eq!(read(tag::UTC_TIME, "1106300143Z").as_deref(), Some("2011-06-30T01:43:00Z"));
    }

    #[test]
    fn a_day_that_no_calendar_has_is_no_time() {
        for text in ["110231000000Z", "", "11", "1102310000", "11x231000000Z", "110228000000+9"] {
            assert_eq!(read(tag::UTC_TIME, text), None, "{text}");
        }
    }
}
