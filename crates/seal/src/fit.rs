//! Whether a seal belongs to the zone that stands beside it (Doc 9303-7 §9.4, 9303-8 App. A).

use crate::verdict::Reason;
use jiff::civil::Date;
use limen_document::mrz::{self, Format, Mrz};
use limen_domain::{DoubtKind, Field as ZoneField};
use serde::Serialize;

/// Whether a seal belongs to a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fit", content = "differs")]
pub enum Fit {
    /// It does.
    Fits,
    /// It says something else: `zone`, `number`, `name`, `birth_date`.
    Differs(Vec<&'static str>),
    /// There is no zone, or nothing in the seal to compare it with.
    NotCompared,
}

impl Fit {
    fn of(differs: Vec<&'static str>) -> Self {
        if differs.is_empty() { Fit::Fits } else { Fit::Differs(differs) }
    }
}

/// A sealed zone as a whole one: what a visa's seal leaves out is optional and filled with fillers.
pub(crate) fn whole(format: Format, sealed: &str) -> String {
    let (lines, width) = format.lines_and_width();
    let filled = format!("{sealed:<<length$}", length = lines * width);
    let lines = filled.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a sealed zone's check digits fit. The optional part of a visa's zone is not sealed, and has none.
pub(crate) fn is_sound(format: Format, sealed: &str, on: Date) -> bool {
    mrz::read(&whole(format, sealed), on)
        .is_ok_and(|zone| !zone.problems.iter().any(|doubt| doubt.kind == DoubtKind::CheckDigit))
}

/// Compares what is sealed, a zone and for a visa the passport's number, with a zone as it was read, and with the number of
/// the passport at hand.
pub(crate) fn of_zone(
    sealed: Option<&(Format, String)>,
    passport: Option<&str>,
    read: Option<&Mrz>,
    at_hand: Option<&str>,
    on: Date,
) -> (Fit, Option<Reason>) {
    let Some((format, zone)) = sealed else { return (Fit::NotCompared, None) };
    let differs = |read: &Mrz| {
        let same = *format == read.format && read.lines.concat().starts_with(zone.as_str());
        if same { vec![] } else { differing(*format, zone, read, on) }
    };
    let judged = |differs: Vec<&'static str>, reason| {
        let reason = (!differs.is_empty()).then_some(reason);
        (Fit::of(differs), reason)
    };
    if !is_visa(*format) {
        return match read {
            Some(read) => judged(differs(read), Reason::SealDocumentMismatch),
            None => (Fit::NotCompared, None),
        };
    }
    // The zone may be the visa's own, or that of the passport that it lies in.
    let visa = read.filter(|read| is_visa(read.format));
    let differs = visa.map(differs).unwrap_or_default();
    if !differs.is_empty() {
        return judged(differs, Reason::SealVisaMismatch);
    }
    let at_hand = at_hand.or(read.filter(|read| !is_visa(read.format)).map(|read| read.document_number.as_str()));
    match (passport, at_hand) {
        (Some(sealed), Some(at_hand)) => {
            let differs = if plain(sealed) == plain(at_hand) { vec![] } else { vec!["number"] };
            judged(differs, Reason::SealPassportMismatch)
        }
        _ if visa.is_some() => (Fit::Fits, None),
        _ => (Fit::NotCompared, None),
    }
}

fn is_visa(format: Format) -> bool {
    matches!(format, Format::MrvA | Format::MrvB)
}

/// Letters and digits alone, in capitals.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}

/// What differs between a sealed zone and one as it was read.
fn differing(format: Format, sealed: &str, read: &Mrz, on: Date) -> Vec<&'static str> {
    let Ok(sealed) = mrz::read(&whole(format, sealed), on) else { return vec!["zone"] };
    let name = |zone: &Mrz| (zone.primary_identifier.clone(), zone.secondary_identifier.clone());
    let mut differs = Vec::new();
    if sealed.document_number != read.document_number || sealed.issuing_state != read.issuing_state {
        differs.push("number");
    }
    if name(&sealed) != name(read) {
        differs.push("name");
    }
    // Centuries follow from the day of reading, and are not compared.
    let without_century = |zone: &Mrz| zone.birth_date.to_string().get(2..).map(str::to_owned);
    if without_century(&sealed) != without_century(read) {
        differs.push("birth_date");
    }
    if differs.is_empty() {
        differs.push("zone");
    }
    differs
}

/// Compares the person of a seal in JSON with a zone: number, birth date and name, as far as the seal has them. A name is
/// the same where each part of the shorter begins a part of the longer: zones cut names off.
pub(crate) fn of_person(
    number: Option<&str>,
    born: Option<&str>,
    name: Option<&str>,
    read: Option<&Mrz>,
) -> (Fit, Option<Reason>) {
    let Some(read) = read else { return (Fit::NotCompared, None) };
    if number.is_none() && born.is_none() && name.is_none() {
        return (Fit::NotCompared, None);
    }
    let mut differs = Vec::new();
    if number.is_some_and(|number| plain(number) != plain(&read.document_number)) {
        differs.push("number");
    }
    let doubtful = read.problems.iter().any(|doubt| doubt.field == ZoneField::BirthDate);
    if born.is_some_and(|born| born != read.birth_date.to_string()) && !doubtful {
        differs.push("birth_date");
    }
    if let Some(name) = name {
        let zone = format!("{} {}", read.primary_identifier, read.secondary_identifier);
        let parts = |text: &str| {
            let text = text.to_uppercase().replace(['<', '-', ',', '\''], " ");
            text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        let (sealed, zone) = (parts(name), parts(&zone));
        let (fewer, more) = if sealed.len() < zone.len() { (&sealed, &zone) } else { (&zone, &sealed) };
        let is_there = |part: &String| {
            more.iter().any(|other| other.starts_with(part.as_str()) || part.starts_with(other.as_str()))
        };
        if !fewer.iter().all(is_there) {
            differs.push("name");
        }
    }
    let fit = Fit::of(differs);
    let reason = (fit != Fit::Fits).then_some(Reason::SealDocumentMismatch);
    (fit, reason)
}
