//! The index against comparing every alert, and changes while it is in use.

use jiff::civil::{Date, date};
use limen_domain::{Action, Alert, AlertId, BirthDate, ListName, PartialDate};
use limen_screening::{AlertIndex, Builder, Changes, Frequencies, Subject};

const TODAY: Date = date(2026, 11, 24);
const GIVEN: [&str; 14] = [
    "Mamadou",
    "Fatoumata",
    "Ali",
    "Hassan",
    "Maria",
    "Jean",
    "Anne-Marie",
    "Abdoul Karim",
    "Ivan",
    "M.",
    "Jong-un",
    "Wei",
    "محمد",
    "Ольга",
];
const SURNAMES: [&str; 14] = [
    "Diallo",
    "Jallow",
    "Camara",
    "van der Berg",
    "Al-Hussein",
    "Petrova",
    "Petrov",
    "Kim",
    "Li",
    "N'Diaye",
    "Ould Ahmed",
    "Smith",
    "حسن",
    "Traoré",
];

fn alert(number: usize, names: &[String], born: &str) -> Alert {
    let id = AlertId::parse(&format!("A-{number}")).expect("an identifier");
    let mut alert = Alert::new(ListName::parse("national").expect("a name"), id, Action::Refer);
    alert.names = names.to_vec();
    alert.birth_dates = born.parse::<BirthDate>().into_iter().collect();
    alert
}

fn subject(name: &str, born: &str) -> Subject {
    let birth_date = born.parse().ok().filter(|date| *date != PartialDate::Unknown).map(BirthDate::On);
    Subject { names: vec![name.into()], birth_date, ..Subject::default() }
}

fn ids(hits: &[limen_screening::Hit]) -> Vec<String> {
    hits.iter().map(|hit| hit.alert.id.to_string()).collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    /// For every person drawn, damaged by a slip or not, with a birth date or not: the index misses nothing.
    #[test]
    fn the_index_returns_what_comparing_every_alert_returns(
        parts in proptest::collection::vec((0..GIVEN.len(), 0..GIVEN.len(), 0..SURNAMES.len(), 1960i16..1975), 1..150),
        who in (0..GIVEN.len(), 0..SURNAMES.len(), 1960i16..1975, 0usize..4, 0usize..20),
    ) {
        let alerts: Vec<Alert> = parts.iter().enumerate().map(|(number, (one, two, surname, year))| {
            let short = format!("{} {}", GIVEN[*one], SURNAMES[*surname]);
            let long = format!("{} {} {}", GIVEN[*one], GIVEN[*two], SURNAMES[*surname]);
            alert(number, &[short, long], &format!("{year}-03-07"))
        }).collect();
        let index = AlertIndex::build(&alerts).with_threshold(ListName::parse("national").expect("a name"), 0.6);
        let (given, surname, year, order, slip) = who;
        let mut name: Vec<char> = match order {
            0 => format!("{} {}", GIVEN[given], SURNAMES[surname]),
            1 => format!("{} {}", SURNAMES[surname], GIVEN[given]),
            2 => format!("{} Lamine {}", GIVEN[given], SURNAMES[surname]),
            _ => format!("{}<<{}", SURNAMES[surname], GIVEN[given]),
        }.chars().collect();
        if slip + 1 < name.len() {
            name.swap(slip, slip + 1);
        }
        let name: String = name.into_iter().collect();
        for born in ["", &format!("{year}"), &format!("{year}-03-07"), "1971-07-03"] {
            let subject = subject(&name, born);
            proptest::prop_assert_eq!(ids(&index.screen(&subject, TODAY)), ids(&index.screen_every_alert(&subject, TODAY)), "{} {}", name, born);
        }
    }
}

#[test]
fn a_rare_full_name_is_found_though_its_birth_date_was_guessed_and_a_common_one_is_not() {
    let names = ["Ibrahima Zoungrana", "김민준", "Kim Minjun"];
    let alerts: Vec<Alert> =
        names.iter().enumerate().map(|(number, name)| alert(number, &[(*name).to_owned()], "1961-04-12")).collect();
    let mut travellers = Frequencies::default();
    for (name, times) in [("Mamadou Diallo", 8_000), ("이민준", 10), ("김서연", 200)] {
        (0..times).for_each(|_| travellers.add(name));
    }
    let mut builder = Builder::with_frequencies(travellers);
    alerts.iter().for_each(|alert| builder.add(alert));
    let index = builder.finish();
    let found = |name, born| ids(&index.screen(&subject(name, born), TODAY));
    assert_eq!(found("Zoungrana Ibrahima", "1967-09-30"), ["A-0"]);
    assert!(found("Zoungrana Ibrahima", "1987-09-30").is_empty(), "a generation is no guess");
    assert!(found("Zoungrana Ibrahim", "1967-09-30").is_empty(), "the name is another");
    for common in ["김민준", "Kim Minjun"] {
        assert!(found(common, "1967-09-30").is_empty(), "{common}");
        assert_eq!(found(common, "1961-04-12").len(), 2, "{common}");
    }
}

#[test]
fn two_parts_between_which_a_letter_went_over_lead_to_a_name_that_has_a_third() {
    let names = ["Mamadou Diallo".to_owned(), "Mamadou Ivan Diallo".to_owned()];
    let index = AlertIndex::build(&[alert(0, &names, "1960-03-07")])
        .with_threshold(ListName::parse("national").expect("a name"), 0.6);
    let subject = subject("IvanD iallo", "");
    assert_eq!(ids(&index.screen_every_alert(&subject, TODAY)), ["A-0"]);
    assert_eq!(ids(&index.screen(&subject, TODAY)), ["A-0"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

    /// However alerts came to be in the index, a score is what it is after a restart, which builds it anew by the same
    /// counts.
    #[test]
    fn scores_do_not_depend_on_how_the_index_came_to_be(
        first in proptest::collection::vec((0..GIVEN.len(), 0..SURNAMES.len(), 1960i16..1975), 1..80),
        steps in proptest::collection::vec(
            proptest::collection::vec((0usize..120, 0..GIVEN.len(), 0..SURNAMES.len(), proptest::bool::ANY), 1..10), 1..6),
        who in (0..GIVEN.len(), 0..SURNAMES.len(), 1960i16..1975),
    ) {
        let named = |number: usize, given: usize, surname: usize, year: i16| {
            alert(number, &[format!("{} {}", GIVEN[given], SURNAMES[surname])], &format!("{year}-03-07"))
        };
        let mut holds: std::collections::BTreeMap<String, Alert> = first.iter().enumerate()
            .map(|(number, (given, surname, year))| named(number, *given, *surname, *year))
            .map(|alert| (alert.id.to_string(), alert)).collect();
        let mut index = AlertIndex::build(holds.values());
        let counts = std::sync::Arc::new(index.frequencies().clone());
        let kept = Frequencies::from_bytes(&counts.to_bytes());
        proptest::prop_assert_eq!(kept.as_ref(), Some(&*counts), "counts are read as they were kept");
        for step in &steps {
            let mut changes = Changes::default();
            for (number, given, surname, goes) in step {
                let alert = named(*number, *given, *surname, 1970);
                changes.put.retain(|other| other.id != alert.id);
                changes.removed.retain(|(_, other)| *other != alert.id);
                if *goes {
                    holds.remove(alert.id.as_str());
                    changes.removed.push((alert.list, alert.id));
                } else {
                    holds.insert(alert.id.to_string(), alert.clone());
                    changes.put.push(alert);
                }
            }
            index = index.with_changes(&changes);
        }
        let mut anew = Builder::weighed_by(counts);
        holds.values().for_each(|alert| anew.add(alert));
        let anew = anew.finish();
        let subject = subject(&format!("{} {}", GIVEN[who.0], SURNAMES[who.1]), &format!("{}-03-07", who.2));
        let scores = |index: &AlertIndex| {
            index.screen(&subject, TODAY).into_iter().map(|hit| (hit.alert.id.to_string(), hit.score)).collect::<Vec<_>>()
        };
        proptest::prop_assert_eq!(scores(&index), scores(&anew));
    }
}

#[test]
fn an_alert_that_comes_changes_or_goes_is_found_or_not_from_then_on() {
    let first = [alert(1, &["Fanta Keïta".into()], ""), alert(2, &["Moussa Koné".into()], "")];
    let index = AlertIndex::build(&first);
    let changes = Changes {
        put: vec![alert(2, &["Salif Sanogo".into()], ""), alert(3, &["Awa Sidibé".into()], "")],
        removed: vec![(first[0].list.clone(), first[0].id.clone())],
    };
    let next = index.with_changes(&changes);
    let found = |index: &AlertIndex, name: &str| ids(&index.screen(&subject(name, ""), TODAY));
    assert_eq!((next.len(), index.len()), (2, 2));
    assert_eq!(found(&next, "Fanta Keita"), Vec::<String>::new());
    assert_eq!(found(&next, "Moussa Kone"), Vec::<String>::new());
    assert_eq!(found(&next, "Salif Sanogo"), ["A-2"]);
    assert_eq!(found(&next, "Awa Sidibe"), ["A-3"]);
    assert_eq!(found(&index, "Fanta Keita"), ["A-1"], "the index in use is as it was");
    let last = next.with_changes(&Changes {
        put: vec![],
        removed: vec![(first[0].list.clone(), "A-3".to_owned().try_into().expect("an id"))],
    });
    assert_eq!(found(&last, "Awa Sidibe"), Vec::<String>::new());
}

#[test]
fn an_alert_past_its_last_day_stops_nobody() {
    let mut lapsed = alert(1, &["Fanta Keïta".into()], "");
    lapsed.valid_until = Some(date(2026, 11, 23));
    let index = AlertIndex::build([&lapsed]);
    assert!(index.screen(&subject("Fanta Keita", ""), TODAY).is_empty());
    assert_eq!(index.screen(&subject("Fanta Keita", ""), date(2026, 11, 23)).len(), 1);
}

#[test]
fn a_plate_and_a_misread_document_number_are_found_with_what_speaks_for_them() {
    let mut stolen = alert(1, &[], "");
    stolen.plates = vec!["AB-1234-MD".to_owned().into()];
    stolen.documents = vec!["GO1158B".parse().expect("a document")];
    let index = AlertIndex::build([&stolen]);
    let plate = Subject { plate: Some("ab 1234 md".to_owned().into()), ..Subject::default() };
    assert_eq!(index.screen(&plate, TODAY)[0].score, 1.0);
    let misread = Subject { documents: vec!["60I158B".parse().expect("a document")], ..Subject::default() };
    let hits = index.screen(&misread, TODAY);
    assert!(hits[0].score < 1.0 && hits[0].score > 0.7);
}

fn found(alerts: &[(&str, &str)], name: &str) -> Vec<(String, u32)> {
    let alerts: Vec<Alert> =
        alerts.iter().enumerate().map(|(number, (name, born))| alert(number, &[(*name).to_owned()], born)).collect();
    let index = AlertIndex::build(&alerts);
    let subject = subject(name, "1971-03-07");
    let hits = index.screen(&subject, TODAY);
    assert_eq!(ids(&hits), ids(&index.screen_every_alert(&subject, TODAY)), "{name}");
    hits.iter().map(|hit| (hit.alert.id.to_string(), (hit.score * 100.0).round() as u32)).collect()
}

#[test]
fn two_words_in_another_writing_are_found_by_the_one_word_that_they_are() {
    let alerts = [("محمد سارا دانا", "1971-03-07"), ("سارا دانا Konimeta", "1971-03-07")];
    assert_eq!(found(&alerts, "Mohamed Saradana").len(), 1);
    assert_eq!(found(&alerts, "Saradana Konimeta").len(), 1);
}

#[test]
fn what_a_syllable_is_does_not_depend_on_whom_was_asked_for_before() {
    // A syllable of a Vietnamese name, and the same letters in a Korean one.
    let alerts = [("Kim Hoanh", "1971-03-07"), ("Nguyen Hoanh", "1971-03-07")];
    let alerts: Vec<Alert> =
        alerts.iter().enumerate().map(|(number, (name, born))| alert(number, &[(*name).to_owned()], born)).collect();
    let score = |before: &[&str]| {
        let index = AlertIndex::build(&alerts);
        before.iter().for_each(|name| drop(index.screen(&subject(name, "1971-03-07"), TODAY)));
        let hits = index.screen(&subject("Nguyen Hoan", "1971-03-07"), TODAY);
        hits.iter().map(|hit| (hit.alert.id.to_string(), hit.score)).collect::<Vec<_>>()
    };
    assert_eq!(score(&[]), score(&["Kim Hoan"]));
}

#[test]
fn who_was_born_on_the_same_day_and_shares_a_part_may_be_misspelt_in_two_letters() {
    let born = "1966-04-23";
    let alerts = [alert(1, &["Abdelkader Laagoub".to_owned()], born), alert(2, &["Hassan Diallo".to_owned()], born)];
    let index = AlertIndex::build(&alerts);
    let found = |name: &str, born: &str| ids(&index.screen(&subject(name, born), TODAY));
    assert_eq!(found("Laaub Abdelkader", born), ["A-1"]);
    assert_eq!(found("Laaub Abdelkader", "1966-04-24"), [""; 0], "another day is another person");
    assert_eq!(found("Hussein Diallo", born), [""; 0], "twins are born on one day, and are two");
    let hits = index.screen(&subject("Laaub Abdelkader", born), TODAY);
    let parts = hits.iter().flat_map(|hit| &hit.reasons).find_map(|reason| match reason {
        limen_domain::Reason::Name { parts, .. } => Some(parts.len()),
        _ => None,
    });
    assert_eq!(parts, Some(2), "the officer sees both parts beside each other");
}
