//! Lists of every format, as their services publish them, with invented people; and broken ones.

use limen_domain::{Action, ListName, Sex};
use limen_screening::list::{ListError, ReadList, difference, read_all};

fn read(file: &str) -> ReadList {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).expect("a specimen");
    read_all(&bytes[..], None, &ListName::parse("specimens").expect("a name")).expect("a list")
}

fn refused(text: &str) -> ListError {
    read_all(std::io::Cursor::new(text.to_owned()), None, &ListName::parse("specimens").expect("a name"))
        .expect_err("refused")
}

#[test]
fn the_list_of_the_security_council_is_read() {
    let list = read("un.xml");
    assert_eq!((list.report.taken, list.report.passed_over, list.report.left_out), (1, 1, 0));
    assert_eq!(list.report.version.as_deref(), Some("2026-11-20T00:00:02Z"));
    let alert = &list.alerts[0];
    assert_eq!(alert.id.as_str(), "XXi.001");
    assert_eq!(
        alert.names,
        ["SAIFOULLAH BEN EXEMPLAIRE", "Seif & Allah Exemplaire", "Abou Specimen", "سيف الله بن مثال"]
    );
    assert_eq!(alert.birth_dates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1968..1971", "1970-03-09"]);
    assert_eq!((alert.sex, alert.nationalities[0].as_str()), (Some(Sex::Male), "MLI"));
    assert_eq!((alert.birth_places[0].as_str(), alert.documents[0].to_string().as_str()), ("Kidal", "ML7654321"));
}

#[test]
fn ofacs_list_is_read_as_xml_and_as_csv() {
    let list = read("sdn.xml");
    assert_eq!((list.report.taken, list.report.passed_over), (1, 1));
    let alert = &list.alerts[0];
    assert_eq!(alert.names, ["Ivan Petrovich SPECIMENOV", "Iwan SPECIMENOW"]);
    assert_eq!((alert.birth_dates[0].to_string().as_str(), alert.sex), ("1948-12-10", Some(Sex::Male)));
    assert_eq!(alert.documents[0].to_string().as_str(), "RUS 751234567");

    let list = read("sdn.csv");
    let alert = &list.alerts[0];
    assert_eq!(alert.names, ["SPECIMENEZ GOMEZ, Maria Luisa", "LA ESPECIE"]);
    assert_eq!((alert.birth_dates[0].to_string().as_str(), alert.sex), ("1971-02-14", Some(Sex::Female)));
    assert_eq!((alert.nationalities[0].as_str(), alert.documents[0].to_string().as_str()), ("COL", "COL AB123456"));
}

#[test]
fn opensanctions_and_followthemoney_are_read() {
    let list = read("targets.simple.csv");
    assert_eq!((list.report.taken, list.report.passed_over), (1, 1));
    assert_eq!(list.alerts[0].names, ["Olena Zrazkova", "Elena Srazkova", "Олена Зразкова"]);
    assert_eq!(list.alerts[0].nationalities.len(), 2);

    let list = read("entities.ftm.json");
    assert_eq!((list.report.taken, list.report.passed_over), (1, 1));
    assert_eq!(list.report.version.as_deref(), Some("2026-10-01T00:00:00"));
    assert_eq!(list.alerts[0].nationalities[0].as_str(), "PRK");
}

#[test]
fn stolen_documents_are_read_by_their_numbers() {
    let list = read("documents.csv");
    assert_eq!((list.report.taken, list.report.left_out), (2, 1));
    assert_eq!(
        (list.alerts[0].documents[0].to_string().as_str(), list.alerts[0].action),
        ("MLI ML7000001", Action::SeizeDocument)
    );
    assert_eq!(list.report.problems[0].line, 4);
}

#[test]
fn files_that_are_cut_off_or_expand_entities_are_refused_with_a_line() {
    let whole =
        std::fs::read_to_string(format!("{}/tests/data/un.xml", env!("CARGO_MANIFEST_DIR"))).expect("a specimen");
    let half = &whole[..whole.len() / 2];
    assert!(matches!(refused(half), ListError::Xml { line: 10.., .. }), "{}", refused(half));
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<CONSOLIDATED_LIST/>";
    assert!(matches!(refused(bomb), ListError::Xml { line: 2, .. }), "{}", refused(bomb));
    let external = "<CONSOLIDATED_LIST>\n<INDIVIDUAL><FIRST_NAME>&xxe;</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>";
    assert!(refused(external).to_string().contains("xxe"));
    let deep = format!("<CONSOLIDATED_LIST><INDIVIDUAL>{}", "<A>".repeat(100_000));
    assert!(matches!(refused(&deep), ListError::Xml { .. }));
    let cut = "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A B\"]}}\n{\"id\":\"2\",\"sch";
    assert!(matches!(refused(cut), ListError::Other(..)));
}

#[test]
fn a_new_version_says_what_it_adds_changes_and_removes() {
    let now = read("documents.csv").alerts;
    let mut new = now.clone();
    new[0].action = Action::Refer;
    let gone = new.pop().expect("two");
    let mut other = gone.clone();
    other.id = "GIN-1".to_owned().try_into().expect("an identifier");
    new.push(other.clone());
    let found = difference(now.clone(), new.clone());
    assert_eq!((found.added, found.removed, found.same), (vec![other], vec![gone], 0));
    assert_eq!(found.changed, [(now[0].clone(), new[0].clone())]);
}
