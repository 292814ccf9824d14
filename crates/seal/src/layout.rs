//! Layouts of codes that are no seals, as data: how a text is known, and where in it what stands. `docs/bar-codes.md` has
//! the format. What a layout finds is only what the text says: nobody signed it.

use crate::Field;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use thiserror::Error;

/// The longest text that is looked at, in octets.
pub const MOST_TEXT: usize = 16 * 1024;
/// The longest table of layouts, in octets.
const MOST_TABLE: usize = 256 * 1024;
/// How many layouts a table may have, and how many fields a layout.
const MOST_LAYOUTS: usize = 200;
const MOST_FIELDS: usize = 100;
/// The longest value that is shown, in letters.
const MOST_VALUE: usize = 200;

/// Layouts, the first that fits counts.
#[derive(Debug, Clone, Default)]
pub struct Layouts {
    layouts: Vec<Layout>,
}

/// How one kind of text is written.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Its code, as `aamva`.
    pub code: String,
    /// Its name in English.
    pub english: String,
    /// Its name in French.
    pub french: String,
    /// With what such a text begins.
    #[serde(default)]
    starts: String,
    /// What such a text holds somewhere.
    #[serde(default)]
    holds: String,
    /// Each of these letters ends a field.
    #[serde(default)]
    separators: String,
    /// What may stand before a field's key beside a separator.
    #[serde(default)]
    leads: Vec<String>,
    /// Its fields.
    fields: Vec<Place>,
}

/// Where a field stands, and what it means: one of `key`, `at`, `from`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Place {
    /// With what it begins, behind a separator.
    key: Option<String>,
    /// Which one it is between separators, from 1.
    at: Option<usize>,
    /// On which letter it begins, from 1.
    from: Option<usize>,
    /// How many letters it has.
    length: Option<usize>,
    code: String,
    english: String,
    french: String,
    /// How its day is written: `MMDDYYYY`, `YYYYMMDD`, `DDMMYYYY`, `YYMMDD`. The first that is a day counts.
    #[serde(default)]
    days: Vec<String>,
    /// What its values stand for.
    #[serde(default)]
    values: BTreeMap<String, String>,
}

/// Why a table of layouts can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// It is too large.
    #[error("the table has more than 256 kB, 200 layouts, or 100 fields in one of them")]
    TooLarge,
    /// It is not written as tables are.
    #[error("the table can't be read: {0}")]
    Form(String),
    /// A layout would fit any text, or can't find a field.
    #[error("the layout {layout}: {why}")]
    Layout {
        /// Its code.
        layout: String,
        /// What to change.
        why: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    layout: Vec<Layout>,
}

/// What a layout finds in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The layout's code.
    pub layout: String,
    /// Its name in English.
    pub english: String,
    /// Its name in French.
    pub french: String,
    /// What it found.
    pub fields: Vec<NamedField>,
}

/// A field with its name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedField {
    /// Code and value.
    #[serde(flatten)]
    pub field: Field,
    /// Its name in English.
    pub english: String,
    /// Its name in French.
    pub french: String,
}

impl Layouts {
    /// The layouts that every program has: AAMVA.
    pub fn built_in() -> Self {
        Self::read(include_str!("../layouts/aamva.toml")).unwrap_or_default()
    }

    /// Reads a table of layouts.
    ///
    /// # Errors
    /// It can't be used; the error says what to change.
    pub fn read(table: &str) -> Result<Self, LayoutError> {
        if table.len() > MOST_TABLE {
            return Err(LayoutError::TooLarge);
        }
        let layouts = toml::from_str::<Table>(table).map_err(|error| LayoutError::Form(error.to_string()))?.layout;
        if layouts.len() > MOST_LAYOUTS || layouts.iter().any(|layout| layout.fields.len() > MOST_FIELDS) {
            return Err(LayoutError::TooLarge);
        }
        let mut codes = HashSet::new();
        for layout in &layouts {
            if let Some(why) = layout.fault().or((!codes.insert(&layout.code)).then_some("its code is there twice")) {
                return Err(LayoutError::Layout { layout: layout.code.clone(), why });
            }
        }
        Ok(Self { layouts })
    }

    /// These layouts, and behind them others.
    pub fn and(mut self, others: Layouts) -> Self {
        self.layouts.extend(others.layouts);
        self
    }

    /// What the first layout that fits finds in a text.
    pub fn find(&self, text: &str) -> Option<Found> {
        if text.len() > MOST_TEXT {
            return None;
        }
        self.layouts.iter().find_map(|layout| layout.find(text))
    }
}

impl Layout {
    fn fault(&self) -> Option<&'static str> {
        if self.code.is_empty() || self.english.is_empty() || self.french.is_empty() {
            return Some("give it a code, an English and a French name");
        }
        if self.starts.is_empty() && self.holds.is_empty() {
            return Some("say by what its texts are known: starts, holds, or both");
        }
        for place in &self.fields {
            let ways = [place.key.is_some(), place.at.is_some(), place.from.is_some()];
            let number = place.at.or(place.from).unwrap_or(1);
            if ways.iter().filter(|way| **way).count() != 1 || number == 0 || place.key.as_deref() == Some("") {
                return Some("each field has exactly one of key, at and from; at and from count from 1");
            }
            if place.from.is_some() != place.length.is_some() {
                return Some("from and length go together");
            }
            if place.from.is_none() && self.separators.is_empty() {
                return Some("key and at need separators");
            }
            if !place.days.iter().all(|days| ["MMDDYYYY", "YYYYMMDD", "DDMMYYYY", "YYMMDD"].contains(&days.as_str())) {
                return Some("days are MMDDYYYY, YYYYMMDD, DDMMYYYY or YYMMDD");
            }
        }
        None
    }

    fn find(&self, text: &str) -> Option<Found> {
        if !text.starts_with(&self.starts) || !text.contains(&self.holds) {
            return None;
        }
        let mut fields: Vec<NamedField> = Vec::new();
        for place in &self.fields {
            let value = self.value(place, text).map(str::trim).filter(|value| !value.is_empty());
            let is_new = fields.iter().all(|field| field.field.code != place.code);
            let Some(value) = value.filter(|_| is_new) else { continue };
            let field = Field { code: place.code.clone(), value: place.meant(value) };
            fields.push(NamedField { field, english: place.english.clone(), french: place.french.clone() });
        }
        let (english, french) = (self.english.clone(), self.french.clone());
        Some(Found { layout: self.code.clone(), english, french, fields })
    }

    fn value<'a>(&self, place: &Place, text: &'a str) -> Option<&'a str> {
        let is_separator = |letter: char| self.separators.contains(letter);
        if let Some(at) = place.at {
            return text.split(is_separator).nth(at - 1);
        }
        if let (Some(from), Some(length)) = (place.from, place.length) {
            let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            let start = starts.nth(from - 1)?;
            let end = if length == 0 { start } else { starts.nth(length - 1).unwrap_or(text.len()) };
            return text.get(start..end);
        }
        let key = place.key.as_deref()?;
        let start = text.match_indices(key).map(|(at, _)| at).find(|&at| {
            let before = &text[..at];
            at == 0
                || before.ends_with(is_separator)
                || self.leads.iter().any(|lead| !lead.is_empty() && before.ends_with(lead))
        })?;
        text[start + key.len()..].split(is_separator).next()
    }
}

impl Place {
    /// A value as people read it.
    fn meant(&self, value: &str) -> String {
        if let Some(meaning) = self.values.get(value) {
            return meaning.clone();
        }
        let day = self.days.iter().find_map(|form| day(form, value));
        day.map_or_else(|| value.chars().take(MOST_VALUE).collect(), |day| day.to_string())
    }
}

fn day(form: &str, value: &str) -> Option<Date> {
    let value: String = value.chars().filter(|letter| !matches!(letter, '-' | '/' | '.')).collect();
    if value.len() != form.len() || !value.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part = |letter: char| {
        let digits: String =
            form.chars().zip(value.chars()).filter(|(place, _)| *place == letter).map(|(_, digit)| digit).collect();
        digits.parse::<i16>().ok()
    };
    // Two digits of a year don't say the century: such days stay as they are written.
    let year = part('Y').filter(|_| form.len() == 8)?;
    let day = Date::new(year, i8::try_from(part('M')?).ok()?, i8::try_from(part('D')?).ok()?).ok()?;
    (1900..2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LICENCE: &str = "@\n\u{1e}\rANSI 636000090002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDADJOHN\nDBD06062021\nDBB06061986\nDBA12102028\nDBC1\nDAU068 in\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDCGUSA\rZVZVA01\r";

    const SERVICE: &str = r#"
[[layout]]
code = "permit"
english = "Permit"
french = "Permis"
starts = "LP1|"
separators = "|"
fields = [
  { at = 2, code = "number", english = "Number", french = "Numéro" },
  { at = 3, code = "day", english = "Day", french = "Jour", days = ["DDMMYYYY"] },
]
[[layout]]
code = "card"
english = "Card"
french = "Carte"
starts = "CARD"
fields = [{ from = 5, length = 4, code = "number", english = "Number", french = "Numéro" }]
"#;

    fn values(found: Option<Found>) -> Vec<(String, String)> {
        found.into_iter().flat_map(|found| found.fields).map(|field| (field.field.code, field.field.value)).collect()
    }

    #[test]
    fn a_licence_of_north_america_is_read_by_its_layout() {
        let found = values(Layouts::built_in().find(LICENCE));
        for (code, value) in [
            ("surname", "SAMPLE"),
            ("given-names", "MICHAEL"),
            ("birth-date", "1986-06-06"),
            ("sex", "M"),
            ("number", "T64235789"),
            ("expiry-date", "2028-12-10"),
            ("state", "USA"),
        ] {
            assert!(found.contains(&(code.to_owned(), value.to_owned())), "{code} in {found:?}");
        }
    }

    #[test]
    fn a_service_brings_its_own_layouts() {
        let layouts = Layouts::read(SERVICE).expect("a table").and(Layouts::built_in());
        let pair = |code: &str, value: &str| (code.to_owned(), value.to_owned());
        let permit = values(layouts.find("LP1|A-17|03112026"));
        assert_eq!(permit, [pair("number", "A-17"), pair("day", "2026-11-03")]);
        assert_eq!(values(layouts.find("CARDé123 rest")), [pair("number", "é123")]);
        assert_eq!(values(layouts.find("CARD")), []);
        assert!(layouts.find("nothing known").is_none());
    }

    #[test]
    fn a_table_that_would_mislead_is_refused_with_what_to_change() {
        for (from, to) in [
            ("starts = \"CARD\"", "starts = \"\""),
            ("from = 5, length = 4", "from = 0, length = 4"),
            ("from = 5, length = 4", "from = 5"),
            ("at = 2", "at = 2, key = \"A\""),
            ("separators = \"|\"", "separators = \"\""),
            ("DDMMYYYY", "DD MM"),
            ("code = \"card\"", "code = \"permit\""),
            ("code = \"card\"", "kode = \"card\""),
        ] {
            assert!(Layouts::read(&SERVICE.replace(from, to)).is_err(), "{to}");
        }
    }

    #[test]
    fn the_built_in_table_can_be_read() {
        assert_eq!(Layouts::built_in().layouts.len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,80}") {
            let layouts = Layouts::read(SERVICE).expect("a table").and(Layouts::built_in());
            for start in ["", "LP1|", "CARD", "@\n\u{1e}\rANSI "] {
                let _ = layouts.find(&format!("{start}{text}"));
            }
        }
    }
}
