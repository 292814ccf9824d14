//! Pairs of names that are one or two by the grammar of names, and what no name may do.

use limen_screening::{DEFAULT_THRESHOLD, Frequencies, name_likeness};

#[derive(Default)]
struct Counts {
    found: f64,
    missed: f64,
    wrong: f64,
}

/// The labelled pairs of `tests/data/name-pairs.csv`, our own.
#[test]
fn names_that_are_one_are_told_from_names_that_are_two() {
    let pairs = include_str!("data/name-pairs.csv");
    let mut frequencies = Frequencies::default();
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(pairs.as_bytes()).into_records().map(|row| row.expect("a row")).collect();
    rows.iter().for_each(|row| {
        frequencies.add(&row[0]);
        frequencies.add(&row[1]);
    });
    let mut counts = Counts::default();
    for row in &rows {
        let is_one = name_likeness(&row[0], &row[1], &frequencies) >= DEFAULT_THRESHOLD;
        match (&row[2] == "1", is_one) {
            (true, true) => counts.found += 1.0,
            (true, false) => counts.missed += 1.0,
            (false, true) => counts.wrong += 1.0,
            (false, false) => {}
        }
    }
    let f1 = 2.0 * counts.found / (2.0 * counts.found + counts.missed + counts.wrong);
    assert!(f1 >= 0.95, "F1 {f1:.3}: {} missed, {} wrong", counts.missed, counts.wrong);
}

#[test]
fn other_names_of_the_region_follow_the_same_habits_as_those_that_are_known() {
    for (one, other) in [
        ("Thierno Baldé", "Cherno Baldeh"),
        ("Djibo Ouologuem", "Jibo Wologuem"),
        ("Lassina Bocoum", "Lasina Bokoum"),
        ("Nouhou Samaké", "Nuhu Samakeh"),
        ("Ouley Diouf", "Uley Joof"),
        ("Kémo Guindo", "Kemoh Gindo"),
    ] {
        let score = name_likeness(one, other, &Frequencies::default());
        assert!(score >= DEFAULT_THRESHOLD, "{one} | {other}: {score:.3}");
    }
}

#[test]
fn monstrous_names_take_little_time_and_score_nothing_odd() {
    let long = "A".repeat(10_000);
    let words = "Al ".repeat(10_000);
    let marks = "\u{301}".repeat(1_000);
    let mixed = "\u{202e}محمد\u{202c} Diallo\u{200f}";
    let names = ["", "a", "X", "'", &long, &words, &marks, mixed, "<<", ",", "1234", "\u{0}", "İİİ", "ß"];
    let started = std::time::Instant::now();
    for one in names {
        for other in names {
            let score = name_likeness(one, other, &Frequencies::default());
            assert!((0.0..=1.0).contains(&score), "{one:.20} {other:.20}");
        }
    }
    assert!(started.elapsed().as_secs() < 10);
}

proptest::proptest! {
    #[test]
    fn a_name_is_itself_and_two_names_are_as_alike_from_either_side(one in "[A-Za-zéèïç' -]{2,30}", other in "[A-Za-zéèïç' -]{2,30}") {
        let frequencies = Frequencies::default();
        let (there, back) = (name_likeness(&one, &other, &frequencies), name_likeness(&other, &one, &frequencies));
        proptest::prop_assert!((0.0..=1.0).contains(&there));
        proptest::prop_assert!((there - back).abs() < 0.2, "{} {}", there, back);
        // `XX` and the like stand for no name.
        if limen_screening::NameSearch::new(&one).is_some() {
            proptest::prop_assert_eq!(name_likeness(&one, &one, &frequencies), 1.0);
        }
    }
}
