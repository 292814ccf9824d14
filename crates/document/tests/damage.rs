//! Zones built, damaged and read back: what must hold for every document.

use jiff::civil::{Date, date};
use limen_document::mrz::{self, Fields, Format, Unreadable};
use limen_document::transliterate::Cyrillic;
use limen_domain::{DoubtKind, Field, PartialDate, Sex, StateCode};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 24);

#[derive(Debug, Clone)]
struct Document {
    format: Format,
    number: String,
    primary: String,
    secondary: String,
    state: StateCode,
    birth: PartialDate,
    sex: Sex,
    expiry: Date,
    optional: String,
}

impl Document {
    fn lines(&self) -> Vec<String> {
        let document_code = match self.format {
            Format::Td3 => "P",
            Format::MrvA | Format::MrvB => "V",
            Format::Td1 | Format::Td2 | Format::French => "ID",
        };
        mrz::write(
            self.format,
            &Fields {
                document_code,
                issuing_state: self.state,
                document_number: &self.number,
                primary_identifier: &self.primary,
                secondary_identifier: &self.secondary,
                cyrillic: Cyrillic::General,
                nationality: self.state,
                birth_date: self.birth,
                sex: self.sex,
                expiry_date: PartialDate::Full(self.expiry),
                optional_data: &self.optional,
                optional_data_2: "",
            },
        )
        .expect("a zone can be written")
    }
}

fn documents() -> impl Strategy<Value = Document> {
    let day = (0i32..36_000)
        .prop_map(|days| date(1927, 1, 1) + jiff::Span::new().days(days))
        .prop_filter("born", |d| *d <= TODAY);
    let birth = (day, 0..4).prop_map(|(day, known)| match known {
        0 => PartialDate::Unknown,
        1 => PartialDate::Year(day.year()),
        2 => PartialDate::YearMonth(day.year(), day.month()),
        _ => PartialDate::Full(day),
    });
    (
        proptest::sample::select(Format::ALL.to_vec()),
        "[A-Z0-9]{4,12}",
        "[A-Z]{2,12}( [A-Z]{2,12}){0,2}",
        "([A-Z]{2,10}( [A-Z]{2,10}){0,2})?",
        proptest::sample::select(vec!["MLI", "GIN", "D", "XXA", "UTO", "SEN"]),
        birth,
        proptest::sample::select(Sex::ALL.to_vec()),
        0i32..18_000,
        "[A-Z0-9]{0,3}",
    )
        .prop_map(|(format, mut number, primary, secondary, state, birth, sex, days, optional)| {
            if matches!(format, Format::Td3 | Format::MrvA | Format::MrvB) {
                number.truncate(9);
            }
            Document {
                format,
                number,
                primary,
                secondary,
                state: state.parse().expect("a code"),
                birth,
                sex,
                expiry: date(2020, 1, 1) + jiff::Span::new().days(days),
                optional: if matches!(format, Format::Td2) { String::new() } else { optional },
            }
        })
}

proptest! {
    #[test]
    fn what_was_written_is_read_back(document in documents()) {
        let lines = document.lines();
        let zone = mrz::read(&lines.join("\n"), TODAY).expect("a zone");
        prop_assert_eq!(&zone.problems, &[]);
        prop_assert_eq!(zone.format, document.format);
        prop_assert_eq!(&zone.document_number, &document.number);
        prop_assert_eq!(zone.birth_date, document.birth);
        prop_assert_eq!(zone.expiry_date, PartialDate::Full(document.expiry));
        prop_assert_eq!(zone.sex, Some(document.sex));
        prop_assert_eq!(&zone.nationality, document.state.as_str());
        prop_assert_eq!(&zone.optional_data, &document.optional);
        if !zone.name_truncated {
            prop_assert_eq!(&zone.primary_identifier, &document.primary);
            prop_assert_eq!(&zone.secondary_identifier, &document.secondary);
        }
    }

    #[test]
    fn line_ends_case_and_stray_spaces_make_no_difference(document in documents(), end in "(\r\n|\n|\r|\n\n)?", lower: bool, pad in " {0,3}") {
        let lines = document.lines();
        let plain = mrz::read(&lines.join("\n"), TODAY);
        let mut sent = format!("{pad}{}{end}{pad}", lines.join(&format!("{pad}{end}")));
        if lower {
            sent = sent.to_lowercase();
        }
        prop_assert_eq!(mrz::read(&sent, TODAY), plain);
    }

    #[test]
    fn spaces_sent_for_fillers_are_read_as_fillers(document in documents()) {
        let lines = document.lines();
        let sent = lines.join("\r\n").replace('<', " ");
        // Where leaving the spaces out happens to make a zone of another format, nobody could tell.
        prop_assume!(![72, 88, 90].contains(&sent.chars().filter(|c| !c.is_whitespace()).count()));
        prop_assert_eq!(mrz::read(&sent, TODAY), mrz::read(&lines.join("\n"), TODAY));
    }

    #[test]
    fn a_look_alike_in_the_number_is_noticed_and_the_true_number_offered(document in documents(), at in 0usize..9) {
        let lines = document.lines();
        let all = lines.concat();
        let start = if document.format == Format::Td1 { 5 } else { all.len() / 2 };
        let Some(wrong) = all[start + at..].chars().next().and_then(look_alike) else { return Ok(()) };
        let mut damaged = all.clone();
        damaged.replace_range(start + at..=start + at, &wrong.to_string());
        let zone = mrz::read(&damaged, TODAY).expect("a zone");
        prop_assert_ne!(&zone.document_number, &document.number);
        let problem = zone.problems.iter().find(|problem| problem.field == Field::DocumentNumber).expect("a problem");
        prop_assert_eq!(problem.kind, DoubtKind::CheckDigit);
        let all_corrections = problem.suggestions.len();
        prop_assert!(problem.suggestions.contains(&document.number) || all_corrections == 3, "{:?}", problem);
    }

    #[test]
    fn half_a_scan_is_never_taken_for_a_whole_one(document in documents(), cut in 1usize..89) {
        let all = document.lines().concat();
        prop_assume!(cut < all.len() && ![72, 88].contains(&cut));
        prop_assert!(matches!(mrz::read(&all[..cut], TODAY), Err(Unreadable::Shape { .. })), "cut at {}", cut);
    }

    #[test]
    fn no_text_makes_the_reader_fail_badly(text in ".{0,200}", shaped in "[A-Z0-9<]{72}|[A-Z0-9<]{88}|[A-Z0-9<]{90}", day in 0i32..60_000) {
        let on = date(1950, 1, 1) + jiff::Span::new().days(day);
        let _ = mrz::read(&text, on);
        let zone = mrz::read(&shaped, on).expect("the shape of a zone");
        let _ = zone.traveller();
    }
}

fn look_alike(c: char) -> Option<char> {
    // Not G and 6: they are ten apart, and no check digit tells them.
    "O00OI11IS55SB88BZ22Z".as_bytes().chunks(2).find(|pair| char::from(pair[0]) == c).map(|pair| char::from(pair[1]))
}

#[test]
fn ten_megabytes_are_refused_at_once() {
    let flood = "P<UTO".repeat(2_000_000);
    assert_eq!(mrz::read(&flood, TODAY), Err(Unreadable::TooLong { characters: 10_000_000 }));
}

#[test]
fn a_scan_in_the_middle_of_another_is_refused() {
    let whole = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let text = format!("P<UTOERIKS{whole}SON<<ANNA");
    assert!(matches!(mrz::read(&text, TODAY), Err(Unreadable::Shape { .. })));
}

#[test]
fn a_character_that_no_zone_holds_is_pointed_at() {
    let text = "P<UTOÉRIKSSON";
    assert_eq!(mrz::read(text, TODAY), Err(Unreadable::ForeignCharacter { character: 'É', position: 6 }));
    assert_eq!(mrz::read(" \r\n ", TODAY), Err(Unreadable::Empty));
}
