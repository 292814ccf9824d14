//! The other way: a zone from its fields, with check digits (Doc 9303 parts 4 to 7).

use super::{Format, check_digit::check_digit, format::Span};
use crate::{
    name,
    transliterate::{Cyrillic, NoLatinForm},
};
use limen_domain::{PartialDate, Sex, StateCode};
use thiserror::Error;

/// What a zone is made of.
#[derive(Debug, Clone)]
pub struct Fields<'a> {
    /// One or two letters.
    pub document_code: &'a str,
    /// The issuing state or organization.
    pub issuing_state: StateCode,
    /// The number; more than nine characters only on TD1 and TD2.
    pub document_number: &'a str,
    /// The surname as printed, in any script that Doc 9303 transliterates.
    pub primary_identifier: &'a str,
    /// The given names as printed; may be empty.
    pub secondary_identifier: &'a str,
    /// The language of a name in Cyrillic letters.
    pub cyrillic: Cyrillic,
    /// The nationality.
    pub nationality: StateCode,
    /// The birth date; unknown parts become fillers.
    pub birth_date: PartialDate,
    /// The sex.
    pub sex: Sex,
    /// The last day of validity.
    pub expiry_date: PartialDate,
    /// Optional data of the first field.
    pub optional_data: &'a str,
    /// Optional data of a TD1's second field.
    pub optional_data_2: &'a str,
}

/// Why a zone can't be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    /// A name has letters that Doc 9303 does not transliterate.
    #[error(transparent)]
    Name(#[from] NoLatinForm),
    /// The name has no letters.
    #[error("a name needs at least one letter")]
    NoName,
    /// A field does not fit.
    #[error("{0} does not fit into its field, or is not made of letters A to Z and digits")]
    DoesNotFit(&'static str),
}

/// The lines of a zone in `format`.
///
/// # Errors
/// [`WriteError`]: a field does not fit the format, or has no Latin form.
pub fn write(format: Format, fields: &Fields<'_>) -> Result<Vec<String>, WriteError> {
    let layout = format.layout().ok_or(WriteError::DoesNotFit("the format"))?;
    let (lines, width) = format.lines_and_width();
    let mut zone = Zone { characters: vec![b'<'; lines * width], width };

    if !format.allows_code(fields.document_code) {
        return Err(WriteError::DoesNotFit("the document code"));
    }
    zone.put(layout.code, fields.document_code, "the document code")?;
    zone.put(layout.issuer, fields.issuing_state.as_str(), "the issuing state")?;
    let primary = name::components(fields.primary_identifier, fields.cyrillic)?;
    let secondary = name::components(fields.secondary_identifier, fields.cyrillic)?;
    if primary.is_empty() {
        return Err(WriteError::NoName);
    }
    zone.put(layout.name, &name::field(&primary, &secondary, layout.name.to - layout.name.from), "the name")?;
    zone.put(layout.nationality, fields.nationality.as_str(), "the nationality")?;
    zone.put_date(layout.birth, layout.birth_check, fields.birth_date, "the birth date")?;
    let sex = match fields.sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Unspecified => "<",
    };
    zone.put(layout.sex, sex, "the sex")?;
    if !matches!(fields.expiry_date, PartialDate::Full(_)) {
        return Err(WriteError::DoesNotFit("the date of expiry"));
    }
    zone.put_date(layout.expiry, layout.expiry_check, fields.expiry_date, "the date of expiry")?;

    // Special characters and spaces in numbers become fillers (Doc 9303-4 §4.2.2.2, positions 1 to 9).
    let number: String =
        fields.document_number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '<' }).collect();
    let mut optional = fields.optional_data.to_owned();
    if layout.long_numbers && number.len() > 9 {
        let (head, tail) = number.split_at(9);
        zone.put(layout.number, head, "the document number")?;
        // Note j of Doc 9303-5 and -6: the rest, the check digit, and a filler that ends it.
        optional = format!("{tail}{}<{optional}", char::from(check_digit(number.as_bytes())));
    } else {
        zone.put(layout.number, &number, "the document number")?;
        zone.put_check(layout.number, layout.number_check);
    }
    zone.put(layout.optional, &optional, "the optional data")?;
    if let Some(check) = layout.optional_check {
        zone.put_check(layout.optional, check);
    }
    if let Some(span) = layout.optional_2 {
        zone.put(span, fields.optional_data_2, "the second optional data")?;
    }
    if let Some((covered, check)) = layout.composite {
        let covered: Vec<u8> = covered.iter().flat_map(|&span| zone.at(span)).copied().collect();
        zone.set(check, check_digit(&covered));
    }
    Ok(zone.characters.chunks(width).map(|line| line.iter().map(|&c| char::from(c)).collect()).collect())
}

struct Zone {
    characters: Vec<u8>,
    width: usize,
}

impl Zone {
    fn at(&self, span: Span) -> &[u8] {
        &self.characters[span.line * self.width + span.from..span.line * self.width + span.to]
    }

    fn put(&mut self, span: Span, text: &str, what: &'static str) -> Result<(), WriteError> {
        let text = text.to_ascii_uppercase();
        let allowed = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'<';
        if text.len() > span.to - span.from || !text.bytes().all(allowed) {
            return Err(WriteError::DoesNotFit(what));
        }
        let start = span.line * self.width + span.from;
        self.characters[start..start + text.len()].copy_from_slice(text.as_bytes());
        Ok(())
    }

    fn put_date(&mut self, span: Span, check: Span, date: PartialDate, what: &'static str) -> Result<(), WriteError> {
        let two = |number: i8| format!("{number:02}");
        let year = date.year().map_or("<<".to_owned(), |year| format!("{:02}", year.rem_euclid(100)));
        let month = date.month().map_or("<<".to_owned(), two);
        let day = match date {
            PartialDate::Full(date) => two(date.day()),
            _ => "<<".to_owned(),
        };
        self.put(span, &format!("{year}{month}{day}"), what)?;
        self.put_check(span, check);
        Ok(())
    }

    fn put_check(&mut self, span: Span, check: Span) {
        let digit = check_digit(self.at(span));
        self.set(check, digit);
    }

    fn set(&mut self, span: Span, character: u8) {
        self.characters[span.line * self.width + span.from] = character;
    }
}
