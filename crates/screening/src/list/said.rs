//! Birth dates, sexes and identifiers as lists of other services write them.

use limen_domain::{AlertId, BirthDate, PartialDate, Sex};

/// A birth date in words: `10 Dec 1948`, `Dec 1948`, `circa 1960`, `1958 to 1963`, `1948-12-10`.
pub(super) fn birth_date(text: &str) -> Option<BirthDate> {
    let text = text.trim().to_ascii_lowercase();
    let text = ["circa", "approximately", "approx.", "c."]
        .iter()
        .fold(text.as_str(), |text, word| text.trim_start_matches(word))
        .trim();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    for between in [" to ", "-", "/", "–"] {
        if let Some((first, last)) = text.split_once(between)
            && let (Some(first), Some(last)) = (date_in_words(first), date_in_words(last))
            && let (Some(first), Some(last)) = (first.year(), last.year())
        {
            return format!("{first:04}..{last:04}").parse().ok();
        }
    }
    date_in_words(text).map(BirthDate::On)
}

fn date_in_words(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty() && *word != "circa").collect();
    let month = |word: &str| {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        months.iter().position(|month| word.starts_with(month)).map(|at| at + 1)
    };
    let written = match words[..] {
        [year] => year.to_owned(),
        [name, year] => format!("{year}-{:02}", month(name)?),
        [day, name, year] => format!("{year}-{:02}-{:02}", month(name)?, day.parse::<u8>().ok()?),
        _ => return None,
    };
    written.parse().ok().filter(|date| *date != PartialDate::Unknown)
}

/// A sex in words.
pub(super) fn sex(text: &str) -> Option<Sex> {
    match text.trim().to_ascii_lowercase().as_str() {
        "male" | "m" => Some(Sex::Male),
        "female" | "f" => Some(Sex::Female),
        _ => None,
    }
}

/// An identifier of whatever characters the source has in it: what may not stand in ours becomes a hyphen.
pub(super) fn id(text: &str) -> Result<AlertId, String> {
    let text: String =
        text.trim().chars().map(|c| if c.is_ascii_alphanumeric() || "-_.@".contains(c) { c } else { '-' }).collect();
    if text.is_empty() {
        return Err("it has no id".to_owned());
    }
    AlertId::parse(&text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birth_dates_in_words_are_read() {
        for (text, date) in [
            ("10 Dec 1948", "1948-12-10"),
            ("Dec 1948", "1948-12"),
            ("circa 1960", "1960"),
            ("1958 to 1963", "1958..1963"),
            ("circa 1958-1963", "1958..1963"),
            ("1948-12-10", "1948-12-10"),
            ("1948-12", "1948-12"),
        ] {
            assert_eq!(birth_date(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for none in ["", "unknown", "32 Dec 1948", "-", "1963 to 1958"] {
            assert_eq!(birth_date(none), None, "{none}");
        }
    }
}
