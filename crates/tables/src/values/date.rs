//! Days as people write them: `17/05/1988`, `17-mai-88`, `vers 1986`, `00/00/1965`, `10 Dec 1948`, `between 1955 and 1958`.

use crate::{
    heading::comparable,
    values::{is_unknown, words},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{BirthDate, PartialDate};

/// The first and the last year that a date of this reader may be of. Years of the Islamic calendar are before them.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2199;
/// Two digits from these on are of the twentieth century.
const LAST_CENTURY_FROM: i16 = 30;
/// The day from which spreadsheets number days, and the numbers that are taken for days.
const SPREADSHEET_BEGINS: Date = Date::constant(1899, 12, 30);
const SPREADSHEET_DAYS: std::ops::RangeInclusive<i64> = 3_000..=75_000;

/// In which order days and months stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// `17/05/1988`.
    #[default]
    DayFirst,
    /// `05/17/1988`.
    MonthFirst,
}

impl DayOrder {
    /// As a column tells: months first where some value can be read only so, and none only the other way.
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let (mut day_first, mut month_first) = (0_usize, 0_usize);
        for value in values {
            if let [first, second, _] = numbers(value)[..] {
                day_first += usize::from((13..=31).contains(&first) && (1..=12).contains(&second));
                month_first += usize::from((1..=12).contains(&first) && (13..=31).contains(&second));
            }
        }
        if month_first > 0 && day_first == 0 { Self::MonthFirst } else { Self::DayFirst }
    }
}

/// The numbers of a date of three, in their order; none of another text.
fn numbers(text: &str) -> Vec<i64> {
    let date = without_time(text);
    let parts = date.split(['/', '.', '-', ' ']).map(str::trim).filter(|part| !part.is_empty());
    parts.map_while(|part| part.parse().ok()).take(4).collect()
}

/// A text without the time of day behind a date.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let ends = |at: usize| match bytes[at] {
        b'T' => at > 0 && is_digit(bytes.get(at - 1)) && is_digit(bytes.get(at + 1)),
        b' ' => is_digit(bytes.get(at + 1)) && bytes[at + 2..].iter().take(2).any(|byte| *byte == b':'),
        _ => false,
    };
    (0..bytes.len()).find(|at| ends(*at)).map_or(text, |at| &text[..at])
}

/// A piece of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A number, and in how many digits it is written.
    Number(i64, usize),
    Month(i8),
    /// `XX`: a day or a month that is not known.
    Open,
}

/// What the words of a text say of a date.
#[derive(Debug, Default)]
struct Said {
    pieces: Vec<Piece>,
    is_guess: bool,
}

/// The pieces of a text; `None` where a word in it is of no date.
fn said(text: &str) -> Option<Said> {
    let plain = comparable(without_time(text));
    let mut said = Said::default();
    let mut words: Vec<String> = Vec::new();
    for word in plain.split(' ') {
        // Digits and letters that stand together are two words: 17MAI1988.
        let mut kind = None;
        for letter in word.chars() {
            if kind.replace(letter.is_ascii_digit()) != Some(letter.is_ascii_digit()) {
                words.push(String::new());
            }
            words.last_mut()?.push(letter);
        }
    }
    let mut at = 0;
    while at < words.len() {
        let count = (1..=3.min(words.len() - at)).rev().find(|count| {
            let run = words[at..at + count].join(" ");
            *count == 1 || ["date", "month", "range"].iter().any(|group| words::code(group, &run).is_some())
        });
        let count = count.unwrap_or(1);
        let word = words[at..at + count].join(" ");
        at += count;
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            said.pieces.push(Piece::Number(word.parse().ok()?, word.len()));
        } else if let Some(month) = words::code("month", &word) {
            said.pieces.push(Piece::Month(month.parse().ok()?));
        } else if let Some(part) = words::code("date", &word) {
            said.is_guess |= matches!(part, "about" | "before" | "after");
        } else if words::code("range", &word).is_some() || words::code("gregorian", &word).is_some() {
        } else if matches!(word.as_str(), "dd" | "mm" | "jj")
            || word.len() <= 4 && word.bytes().all(|letter| letter == b'x')
        {
            said.pieces.push(Piece::Open);
        } else {
            return None;
        }
        if said.pieces.len() > 8 {
            return None;
        }
    }
    Some(said)
}

fn year_of(number: i64, digits: usize) -> Option<i16> {
    let year = i16::try_from(number).ok()?;
    let year = match digits {
        4 => year,
        2 if year >= LAST_CENTURY_FROM => 1900 + year,
        2 => 2000 + year,
        _ => return None,
    };
    YEARS.contains(&year).then_some(year)
}

/// A date of a year, a month and a day, of which noughts are not known.
fn of_parts(year: i16, month: i64, day: i64) -> Option<PartialDate> {
    let month = i8::try_from(month).ok().filter(|month| (0..=12).contains(month))?;
    let day = i8::try_from(day).ok().filter(|day| (0..=31).contains(day))?;
    match (month, day) {
        (0, _) => Some(PartialDate::Year(year)),
        (month, 0) => Some(PartialDate::YearMonth(year, month)),
        (month, day) => Date::new(year, month, day).ok().map(PartialDate::Full),
    }
}

/// Two numbers that are a day and a month, in the order of the column unless only the other makes sense.
fn day_and_month(first: i64, second: i64, order: DayOrder) -> (i64, i64) {
    let month_first = match order {
        DayOrder::DayFirst => second > 12 && first <= 12,
        DayOrder::MonthFirst => first <= 12,
    };
    if month_first { (second, first) } else { (first, second) }
}

fn single(pieces: &[Piece], order: DayOrder) -> Option<PartialDate> {
    use Piece::{Month, Number, Open};
    let is_year = |digits: usize| digits == 4;
    match *pieces {
        [Number(number, 8)] => {
            let (head, rest) = (number / 10_000, number % 10_000);
            let by_year = i16::try_from(head).ok().filter(|year| YEARS.contains(year));
            match by_year.and_then(|year| of_parts(year, rest / 100, rest % 100)) {
                Some(date) => Some(date),
                None => {
                    let (day, month) = day_and_month(head / 100, head % 100, order);
                    of_parts(year_of(rest, 4)?, month, day)
                }
            }
        }
        [Number(days, 5)] if SPREADSHEET_DAYS.contains(&days) => {
            SPREADSHEET_BEGINS.checked_add(days.days()).ok().map(PartialDate::Full)
        }
        [Number(year, digits)] if is_year(digits) => Some(PartialDate::Year(year_of(year, digits)?)),
        [Open, Open, Number(year, digits)] | [Number(year, digits), Open, Open] if is_year(digits) => {
            Some(PartialDate::Year(year_of(year, digits)?))
        }
        [Open, Number(month, _), Number(year, digits)] | [Number(year, digits), Number(month, _), Open]
            if is_year(digits) =>
        {
            of_parts(year_of(year, digits)?, month, 0)
        }
        [Number(year, digits), Number(month, _), Number(day, _)] if is_year(digits) => {
            of_parts(year_of(year, digits)?, month, day)
        }
        [Number(first, one), Number(second, two), Number(year, digits)] if one <= 2 && two <= 2 => {
            let (day, month) = day_and_month(first, second, order);
            of_parts(year_of(year, digits)?, month, day)
        }
        [Number(year, digits), Number(month, _)] if is_year(digits) => of_parts(year_of(year, digits)?, month, 0),
        [Number(month, two), Number(year, digits)] if is_year(digits) && two <= 2 => {
            of_parts(year_of(year, digits)?, month, 0)
        }
        [Month(month), Number(year, digits)] | [Number(year, digits), Month(month)] if is_year(digits) => {
            of_parts(year_of(year, digits)?, month.into(), 0)
        }
        [Open, Month(month), Number(year, digits)] => of_parts(year_of(year, digits)?, month.into(), 0),
        [Number(year, 4), Month(month), Number(day, _)] => of_parts(year_of(year, 4)?, month.into(), day),
        [Number(day, _), Month(month), Number(year, digits)] | [Month(month), Number(day, _), Number(year, digits)] => {
            of_parts(year_of(year, digits)?, month.into(), day)
        }
        _ => None,
    }
}

/// A day as far as it is written; `None` for what is no date, and for a date of another calendar.
pub fn day(text: &str, order: DayOrder) -> Option<PartialDate> {
    if let Ok(date) = text.trim().parse::<PartialDate>()
        && date != PartialDate::Unknown
    {
        return date.year().filter(|year| YEARS.contains(year)).map(|_| date);
    }
    let said = said(text)?;
    single(&said.pieces, order)
}

/// A birth date as far as it is written, a guess where it says so, or a row of years; `None` for what is none.
pub fn birth_date(text: &str, order: DayOrder) -> Option<BirthDate> {
    let text = text.trim();
    if is_unknown(text) {
        return None;
    }
    if let Ok(date) = text.parse::<BirthDate>() {
        let years = match date {
            BirthDate::On(date) => [date.year()?; 2],
            BirthDate::Between(first, last) | BirthDate::About(first, last) => [first, last],
        };
        return years.iter().all(|year| YEARS.contains(year)).then_some(date);
    }
    let said = said(text)?;
    let guess = |date: BirthDate| if said.is_guess { date.guessed() } else { date };
    if let Some(date) = single(&said.pieces, order) {
        return Some(guess(BirthDate::On(date)));
    }
    // Two dates make a row of years.
    let cuts = 1..said.pieces.len();
    let row = cuts.filter_map(|cut| {
        let (first, last) = said.pieces.split_at(cut);
        let (first, last) = (single(first, order)?.year()?, single(last, order)?.year()?);
        format!("{first:04}..{last:04}").parse::<BirthDate>().ok()
    });
    let mut row = row;
    row.next().map(guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        birth_date(text, DayOrder::DayFirst).map(|date| date.to_string())
    }

    #[test]
    fn birth_dates_are_read_as_people_write_them() {
        for (text, date) in [
            ("17/05/1988", "1988-05-17"),
            ("17.5.1988", "1988-05-17"),
            ("17-mai-88", "1988-05-17"),
            ("17MAY1988", "1988-05-17"),
            ("1er mars 1975", "1975-03-01"),
            ("5 janv. 1990", "1990-01-05"),
            ("né le 5 juillet 1990", "1990-07-05"),
            ("12 juin 1990", "1990-06-12"),
            ("March 5, 1990", "1990-03-05"),
            ("5 de mayo de 1990", "1990-05-05"),
            ("19880517", "1988-05-17"),
            ("17051988", "1988-05-17"),
            ("05/17/1988", "1988-05-17"),
            ("1988-05-17T00:00:00", "1988-05-17"),
            ("17/05/1988 00:00", "1988-05-17"),
            ("32874", "1990-01-01"),
            ("٠٥/٠١/١٩٩٠", "1990-01-05"),
            ("5 يناير 1990", "1990-01-05"),
            ("00/00/1965", "1965"),
            ("1965-00-00", "1965"),
            ("XX/05/1965", "1965-05"),
            ("05/1965", "1965-05"),
            ("1988", "1988"),
            ("né en 1972", "1972"),
            ("vers 1986", "~1986"),
            ("circa 1960", "~1960"),
            ("1955-1958", "1955..1958"),
            ("entre 1955 et 1958", "1955..1958"),
            ("Approximately 1955 to 1958", "~1955..1958"),
            ("1960 to 1965", "1960..1965"),
            ("Sep 1957 to Oct 1958", "1957..1958"),
        ] {
            assert_eq!(read(text).as_deref(), Some(date), "{text}");
        }
        for none in ["", "inconnu", "32/13/1988", "31/02/1990", "1408/10/01", "1963 to 1958", "demain", "-", "12"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn a_column_tells_whether_months_stand_first() {
        assert_eq!(DayOrder::of(["04/05/1990", "05/17/1988"].into_iter()), DayOrder::MonthFirst);
        assert_eq!(DayOrder::of(["04/05/1990", "17/05/1988"].into_iter()), DayOrder::DayFirst);
        assert_eq!(day("04/05/1990", DayOrder::MonthFirst).map(|day| day.to_string()).as_deref(), Some("1990-04-05"));
    }
}
