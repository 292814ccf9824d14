//! What a text of a code says, by the layouts that headquarters publishes ([`CodeLayouts`]; `docs/bar-codes.md` has their
//! file). What a layout finds is only what the text says: nobody signed it.

use crate::Field;
use jiff::civil::Date;
use limen_domain::{CodeField, CodeLayout, CodeLayouts, DayForm, FieldPlace, Texts};
use serde::Serialize;

/// The longest text that is looked at, in octets.
pub const MOST_TEXT: usize = 16 * 1024;
/// The longest value that is shown, in letters.
const MOST_VALUE: usize = 200;

/// What a layout finds in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The layout's code.
    pub layout: String,
    /// Its name.
    #[serde(flatten)]
    pub name: Named,
    /// What it found.
    pub fields: Vec<NamedField>,
}

/// A field with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedField {
    /// Code and value.
    #[serde(flatten)]
    pub field: Field,
    /// Its name.
    #[serde(flatten)]
    pub name: Named,
}

/// A name in the languages of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// In English.
    pub english: String,
    /// In French.
    pub french: String,
}

impl From<&Texts> for Named {
    fn from(texts: &Texts) -> Self {
        Self { english: texts.of("en").to_owned(), french: texts.of("fr").to_owned() }
    }
}

/// What the first layout that fits finds in a text.
pub fn find(layouts: &CodeLayouts, text: &str) -> Option<Found> {
    if text.len() > MOST_TEXT {
        return None;
    }
    let layout =
        layouts.all().iter().find(|layout| text.starts_with(&layout.starts) && text.contains(&layout.holds))?;
    let mut fields: Vec<NamedField> = Vec::new();
    for field in &layout.fields {
        let value = value(layout, field, text).map(str::trim).filter(|value| !value.is_empty());
        let is_new = fields.iter().all(|found| found.field.code != field.code);
        let Some(value) = value.filter(|_| is_new) else { continue };
        let found = Field { code: field.code.clone(), value: meant(field, value) };
        fields.push(NamedField { field: found, name: Named::from(&field.name) });
    }
    Some(Found { layout: layout.code.clone(), name: Named::from(&layout.name), fields })
}

fn value<'a>(layout: &CodeLayout, field: &CodeField, text: &'a str) -> Option<&'a str> {
    let is_separator = |letter: char| layout.separators.contains(letter);
    match &field.place {
        FieldPlace::At(at) => text.split(is_separator).nth(at.checked_sub(1)?),
        FieldPlace::From { letter, length } => {
            let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            let start = starts.nth(letter.checked_sub(1)?)?;
            let end = starts.nth(length.checked_sub(1)?).unwrap_or(text.len());
            text.get(start..end)
        }
        FieldPlace::Key(key) => {
            let start = text.match_indices(key.as_str()).map(|(at, _)| at).find(|&at| {
                let before = &text[..at];
                let is_led = layout.leads.iter().any(|lead| !lead.is_empty() && before.ends_with(lead));
                at == 0 || before.ends_with(is_separator) || is_led
            })?;
            text[start + key.len()..].split(is_separator).next()
        }
    }
}

/// A value as people read it.
fn meant(field: &CodeField, value: &str) -> String {
    if let Some(meaning) = field.values.get(value) {
        return meaning.clone();
    }
    let day = field.days.iter().find_map(|form| day(*form, value));
    day.map_or_else(|| value.chars().take(MOST_VALUE).collect(), |day| day.to_string())
}

fn day(form: DayForm, value: &str) -> Option<Date> {
    let form = form.code();
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

    fn service() -> CodeLayouts {
        let list = "code,name,name_fr,starts,separators,field,fr,en,part,from,length,days\n\
                    permit,Permit,Permis,LP1|,|,number,Numéro,Number,2,,,\n\
                    permit,,,,,day,Jour,Day,3,,,DDMMYYYY\n\
                    card,Card,Carte,CARD,,number,Numéro,Number,,5,4,\n";
        CodeLayouts::read(list.as_bytes()).expect("a list").and(CodeLayouts::built_in())
    }

    fn values(found: Option<Found>) -> Vec<(String, String)> {
        found.into_iter().flat_map(|found| found.fields).map(|field| (field.field.code, field.field.value)).collect()
    }

    #[test]
    fn a_licence_of_north_america_is_read_by_its_layout() {
        let found = values(find(&CodeLayouts::built_in(), LICENCE));
        for (code, value) in [
            ("surname", "SAMPLE"),
            ("given-names", "MICHAEL"),
            ("birth-date", "1986-06-06"),
            ("sex", "M"),
            ("number", "T64235789"),
            ("expiry-date", "2028-12-10"),
            ("state", "USA"),
            ("surname-cut", "no / non"),
        ] {
            assert!(found.contains(&(code.to_owned(), value.to_owned())), "{code} in {found:?}");
        }
    }

    #[test]
    fn a_service_brings_its_own_layouts() {
        let layouts = service();
        let pair = |code: &str, value: &str| (code.to_owned(), value.to_owned());
        let permit = find(&layouts, "LP1|A-17|03112026");
        assert_eq!(permit.as_ref().map(|found| found.name.french.as_str()), Some("Permis"));
        assert_eq!(values(permit), [pair("number", "A-17"), pair("day", "2026-11-03")]);
        assert_eq!(values(find(&layouts, "CARDé123 rest")), [pair("number", "é123")]);
        assert_eq!(values(find(&layouts, "CARD")), []);
        assert!(find(&layouts, "nothing known").is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,80}") {
            let layouts = service();
            for start in ["", "LP1|", "CARD", "@\n\u{1e}\rANSI "] {
                let _ = find(&layouts, &format!("{start}{text}"));
            }
        }
    }
}
