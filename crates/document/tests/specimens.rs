//! The zones that Doc 9303 prints, read field by field.

use jiff::civil::date;
use limen_document::mrz::{self, Mrz};
use limen_domain::{DoubtKind, Field, Sex};

fn read(text: &str) -> Mrz {
    mrz::read(text, date(2026, 11, 24)).expect("a zone")
}

/// `740812` as the standard's tables print it, from `1974-08-12` as read.
fn as_printed(date: impl ToString) -> String {
    date.to_string().replace('-', "").split_off(2)
}

#[test]
fn every_specimen_of_the_standard_is_valid_and_carries_its_fields() {
    let table = include_str!("specimens.csv");
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.len() >= 9);
    for row in rows {
        // Only the first column, the source, may hold commas; none does today.
        let [
            source,
            format,
            lines,
            code,
            issuer,
            number,
            primary,
            secondary,
            nationality,
            birth,
            sex,
            expiry,
            optional,
            optional_2,
        ] = row[..]
        else {
            panic!("{row:?}");
        };
        let zone = read(&lines.replace("\\n", "\n"));
        assert_eq!(zone.problems, [], "{source}");
        assert_eq!(zone.format.code(), format, "{source}");
        assert_eq!(zone.document_code, code, "{source}");
        assert_eq!(zone.issuing_state, issuer, "{source}");
        assert_eq!(zone.document_number, number, "{source}");
        assert_eq!(zone.primary_identifier, primary, "{source}");
        assert_eq!(zone.secondary_identifier, secondary, "{source}");
        assert_eq!(zone.nationality, nationality, "{source}");
        assert_eq!(as_printed(zone.birth_date), birth, "{source}");
        assert_eq!(zone.sex.map(Sex::code), Some(sex), "{source}");
        assert_eq!(as_printed(zone.expiry_date), expiry, "{source}");
        assert_eq!(zone.optional_data, optional, "{source}");
        assert_eq!(zone.optional_data_2, optional_2, "{source}");
    }
}

#[test]
fn a_card_number_of_more_than_nine_characters_goes_on_in_the_optional_data() {
    // Doc 9303-5 §4.2.2 note j and §4.2.4: the number D23145890734, its check digit 9, a filler.
    let zone = read("I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<");
    assert_eq!(zone.problems, []);
    assert_eq!(zone.document_number, "D23145890734");
    assert_eq!(zone.optional_data, "");
}

#[test]
fn a_name_that_ends_on_the_last_character_is_taken_for_truncated() {
    // Doc 9303-4 §4.2.3.4: this one is not, and must be assumed to be.
    let lower = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    assert!(read(&format!("P<UTOPAPANDROPOULOUS<<JONATHON<WARREN<TREVOR{lower}")).name_truncated);
    assert!(!read(&format!("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<{lower}")).name_truncated);
}

#[test]
fn an_unknown_birth_date_is_filled_and_read_as_unknown() {
    let zone = read("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO<<<<<<0F1204159ZE184226B<<<<<14");
    assert_eq!(zone.birth_date.to_string(), "");
    assert!(zone.problems.iter().all(|problem| problem.field == Field::Composite), "{:?}", zone.problems);
}

#[test]
fn a_misread_number_is_noticed_and_its_correction_offered_but_not_applied() {
    let zone = read("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8989O2C36UTO7408122F1204159ZE184226B<<<<<10");
    assert_eq!(zone.document_number, "L8989O2C3");
    let [problem] = &zone.problems[..] else { panic!("{:?}", zone.problems) };
    assert_eq!((problem.field, problem.kind), (Field::DocumentNumber, DoubtKind::CheckDigit));
    assert_eq!(problem.suggestions[0], "L898902C3");
}

#[test]
fn a_letter_in_a_date_is_noticed_even_where_the_check_digit_is_blind_to_it() {
    // G for 6: ten apart, so the check digit fits either way.
    let zone = read("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F120415950000006");
    assert!(zone.problems.iter().any(|problem| problem.field == Field::Composite));
    let good = "HA672242<6YTO6802251M9601086<<<<<<<<<<<<<<0";
    let upper = "P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<";
    let misread = good.replace("680225", "G80225");
    let zone = read(&format!("{upper}\n{misread}8"));
    let problem = zone.problems.iter().find(|problem| problem.field == Field::BirthDate).expect("a problem");
    assert_eq!(problem.kind, DoubtKind::Character);
    assert!(problem.suggestions.contains(&"1968-02-25".to_owned()), "{problem:?}");
}

#[test]
fn a_state_that_does_not_exist_is_named() {
    let zone = read("P<ZZZERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UT07408122F1204159ZE184226B<<<<<10");
    let found: Vec<_> = zone.problems.iter().map(|problem| (problem.field, problem.kind)).collect();
    assert_eq!(found, [(Field::IssuingState, DoubtKind::UnknownCode), (Field::Nationality, DoubtKind::Character)]);
    assert_eq!(zone.problems[1].suggestions, ["UTO"]);
}
