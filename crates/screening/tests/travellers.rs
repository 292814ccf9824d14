//! Travellers held against a small list of tricky names.

use jiff::civil::date;
use limen_domain::{
    DocumentKind, DocumentNumber, Hit, Likeness, ListName, Name, PartialDate, Reason, Sex, Source, TravelDocument,
    Traveller,
};
use limen_screening::{AlertIndex, Subject, list};

const LIST: &str = "\
id,full_name,aliases,birth_date,sex,nationality,document_number,action
P-1,Mamadou Lamine Diallo,Lamine Jallow,1992-02-14,M,GIN,,arrest
P-2,Fatoumata Binta Bah,,1985,F,GIN,,refer
D-1,,,,,,ML1234567,seize-document
";

fn index() -> AlertIndex {
    let national = ListName::parse("national").expect("a name");
    let read = list::read_all(LIST.as_bytes(), Some(list::Format::Table), &national).expect("a list");
    assert!(read.report.problems.is_empty());
    AlertIndex::build(&read.alerts)
}

fn traveller(primary: &str, secondary: &str, birth: &str, sex: Sex) -> Traveller {
    let name = Name { primary: primary.into(), secondary: secondary.into(), truncated: false };
    Traveller {
        birth_date: birth.parse().expect("a date"),
        sex,
        nationality: "GIN".parse().ok(),
        ..Traveller::named(name, Source::Mrz)
    }
}

fn hits(traveller: &Traveller) -> Vec<Hit> {
    index().screen(&Subject::from(traveller), date(2026, 11, 24))
}

fn found(traveller: &Traveller) -> Vec<String> {
    hits(traveller).into_iter().map(|hit| hit.alert.id.to_string()).collect()
}

#[test]
fn the_person_of_the_alert_is_found_however_the_name_is_ordered_or_slightly_misspelt() {
    assert_eq!(found(&traveller("DIALLO", "MAMADOU LAMINE", "1992-02-14", Sex::Male)), ["P-1"]);
    assert_eq!(found(&traveller("LAMINE DIALO", "MAMADU", "1992-02-14", Sex::Male)), ["P-1"]);
    assert_eq!(found(&traveller("JALLOW", "LAMINE", "1992-02-14", Sex::Male)), ["P-1"]);
}

#[test]
fn someone_of_the_same_name_and_another_birth_date_or_sex_is_not_stopped() {
    assert!(found(&traveller("DIALLO", "MAMADOU LAMINE", "1961-07-30", Sex::Male)).is_empty());
    assert!(found(&traveller("BAH", "FATOUMATA BINTA", "1985-05-01", Sex::Male)).is_empty());
}

#[test]
fn an_alert_of_which_only_the_year_of_birth_is_known_is_found() {
    let hits = hits(&traveller("BAH", "FATOUMATA BINTA", "1985-05-01", Sex::Female));
    assert_eq!(hits.len(), 1);
    assert!(hits[0].score < 1.0 && hits[0].score >= 0.85);
}

#[test]
fn a_stolen_document_is_found_whoever_carries_it() {
    let mut bearer = traveller("TRAORE", "AMINATA", "1990-01-01", Sex::Female);
    bearer.document = Some(TravelDocument {
        kind: DocumentKind::Passport,
        issuer: "MLI".parse().ok(),
        number: DocumentNumber::new("ml 1234567"),
        expiry: PartialDate::Full(date(2030, 1, 1)),
        mrz: None,
    });
    let hits = hits(&bearer);
    assert_eq!(hits.len(), 1);
    let number = DocumentNumber::new("ML1234567");
    assert_eq!(hits[0].score, 1.0);
    assert_eq!(hits[0].reasons, [Reason::DocumentNumber { number, likeness: Likeness::Same, other_issuer: None }]);
    assert!(hits[0].is_of_document());
}

#[test]
fn a_traveller_without_a_name_is_held_against_documents_only() {
    assert!(found(&traveller("", "", "", Sex::Unspecified)).is_empty());
}

proptest::proptest! {
    #[test]
    fn no_name_makes_screening_fail_badly_and_scores_stay_between_nought_and_one(primary in ".{0,60}", secondary in ".{0,60}") {
        for hit in hits(&traveller(&primary, &secondary, "1992", Sex::Male)) {
            proptest::prop_assert!((0.0..=1.0).contains(&hit.score));
        }
    }
}
