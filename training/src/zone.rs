//! Zones of invented people, in each format.

use crate::{chance::Chance, font::LETTERS};
use jiff::civil::Date;
use limen_document::{
    mrz::{self, Fields, Format, check_digit},
    transliterate::Cyrillic,
};
use limen_domain::{PartialDate, Sex};

/// States whose documents are drawn; a third of the drawn ones have any of them.
const STATES: &[&str] = &[
    "GIN", "MLI", "SEN", "CIV", "SLE", "LBR", "GNB", "GMB", "BFA", "NER", "MRT", "GHA", "NGA", "TGO", "BEN", "CMR",
    "FRA", "D", "GBR", "USA", "CHN", "IND", "BRA", "ESP", "ITA", "PRT", "NLD", "BEL", "CHE", "TUR", "MAR", "DZA",
    "TUN", "EGY", "LBN", "RUS", "UKR", "POL", "CAN", "AUS", "JPN", "KOR", "ZAF", "KEN", "ETH", "SDN", "TCD", "CAF",
    "COD", "COG", "GAB", "AGO", "MOZ", "MDG", "RWA", "BDI", "UGA", "TZA", "ZMB", "ZWE", "UTO", "XXA", "XXB", "UNO",
    "ECU", "COL", "PER", "MEX", "ARG", "VNM", "THA", "IDN", "PHL", "PAK", "BGD", "IRN", "IRQ", "SYR", "SAU", "ARE",
    "ISR", "GRC", "BGR", "ROU", "HUN", "CZE", "AUT", "SWE", "NOR", "FIN",
];
const SYLLABLES: &[&str] = &[
    "A", "BA", "BI", "BOU", "CA", "CHE", "DA", "DIA", "DI", "E", "FA", "FO", "GA", "GUE", "HA", "HOU", "I", "JA", "KA",
    "KEI", "KO", "LA", "LO", "MA", "MOU", "NA", "NDI", "NGO", "O", "OU", "PE", "QUI", "RA", "RO", "SA", "SE", "SI",
    "SOW", "TA", "TOU", "U", "VA", "WA", "XA", "YA", "ZE", "RD", "N", "S", "L", "TH", "CK", "M", "MBA",
];

fn name(chance: &mut Chance) -> String {
    (0..1 + chance.below(4)).map(|_| *chance.one_of(SYLLABLES)).collect()
}

fn names(most: usize, chance: &mut Chance) -> String {
    (0..1 + chance.below(most)).map(|_| name(chance)).collect::<Vec<_>>().join(" ")
}

fn characters(count: usize, chance: &mut Chance) -> String {
    let letters = chance.unit();
    (0..count)
        .map(|_| {
            char::from(if chance.happens(letters * 0.6) {
                LETTERS[10 + chance.below(26)]
            } else {
                LETTERS[chance.below(10)]
            })
        })
        .collect()
}

fn date(from: i16, to: i16, chance: &mut Chance) -> Date {
    let (year, month, day) =
        (from + chance.below((to - from) as usize) as i16, 1 + chance.below(12), 1 + chance.below(28));
    Date::constant(year, month as i8, day as i8)
}

/// The formats that are drawn.
pub const FORMATS: [Format; 6] = [Format::Td3, Format::Td1, Format::Td2, Format::MrvA, Format::MrvB, Format::French];

/// The lines of an invented zone.
pub fn zone(format: Format, chance: &mut Chance) -> Vec<String> {
    loop {
        let lines = if format == Format::French { Some(french(chance)) } else { of_9303(format, chance) };
        if let Some(lines) = lines {
            return lines;
        }
    }
}

fn of_9303(format: Format, chance: &mut Chance) -> Option<Vec<String>> {
    let codes: &[&str] = match format {
        Format::Td3 => &["P", "P", "P", "PD", "PS", "PO", "PR"],
        Format::MrvA | Format::MrvB => &["V", "V", "VC", "VD"],
        _ => &["I", "ID", "IR", "AC", "C", "IP"],
    };
    let issuer = chance.one_of(STATES);
    let nationality = if chance.happens(0.8) { issuer } else { chance.one_of(STATES) };
    let long = matches!(format, Format::Td1 | Format::Td2) && chance.happens(0.1);
    let number = characters(if long { 10 + chance.below(4) } else { 7 + chance.below(3) }, chance);
    let room = match format {
        Format::Td1 => 15,
        Format::Td2 => 7,
        Format::Td3 => 14,
        Format::MrvA => 16,
        _ => 8,
    } - if long { 6 } else { 0 };
    let optional = if chance.happens(0.5) { characters(chance.below(room + 1), chance) } else { String::new() };
    let optional_2 = if chance.happens(0.3) { characters(chance.below(12), chance) } else { String::new() };
    let document_code = *chance.one_of::<&str>(codes);
    let fields = Fields {
        document_code,
        issuing_state: issuer.parse().ok()?,
        document_number: &number,
        primary_identifier: &names(2, chance),
        secondary_identifier: &names(3, chance),
        cyrillic: Cyrillic::default(),
        nationality: nationality.parse().ok()?,
        birth_date: PartialDate::Full(date(1930, 2026, chance)),
        sex: *chance.one_of(&[Sex::Female, Sex::Male, Sex::Unspecified]),
        expiry_date: PartialDate::Full(date(2018, 2037, chance)),
        optional_data: &optional,
        optional_data_2: if format == Format::Td1 { &optional_2 } else { "" },
    };
    mrz::write(format, &fields).ok()
}

/// The layout stands in `limen_document::mrz`, module `french`.
fn french(chance: &mut Chance) -> Vec<String> {
    let padded = |text: &str, width: usize| {
        let mut text = text.replace(' ', "<");
        text.truncate(width);
        format!("{text:<<width$}")
    };
    let digits = |count: usize, chance: &mut Chance| -> String {
        (0..count).map(|_| char::from(LETTERS[chance.below(10)])).collect()
    };
    let first = format!("IDFRA{}{}", padded(&names(2, chance), 25), digits(6, chance));
    let made = date(1995, 2021, chance);
    let number = format!("{:02}{:02}{}", made.year() % 100, made.month(), digits(8, chance));
    let born = date(1935, 2005, chance);
    let birth = format!("{:02}{:02}{:02}", born.year() % 100, born.month(), born.day());
    let check = |text: &str| char::from(check_digit(text.as_bytes()));
    let given = padded(&names(3, chance).replace(' ', "<<"), 14);
    let sex = if chance.happens(0.5) { 'M' } else { 'F' };
    let second = format!("{number}{}{given}{birth}{}{sex}", check(&number), check(&birth));
    let last = check(&format!("{first}{second}"));
    vec![first, format!("{second}{last}")]
}
