//! The fuzzer's corpus of lists, read in every run of the tests.

use limen_domain::ListName;
use limen_screening::{AlertIndex, list};

#[test]
fn every_list_of_the_corpus_is_read_with_a_report() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/alert_list");
    let mut read = 0;
    for file in std::fs::read_dir(folder).expect("the corpus") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
        let format = list::Format::detect(&bytes);
        if let Ok(list) = list::read_all(&bytes[..], format, &ListName::parse("fuzz").expect("a name")) {
            assert!(list.report.problems.len() <= list.report.left_out);
            assert_eq!(AlertIndex::build(&list.alerts).len(), list.alerts.len());
        }
        read += 1;
    }
    assert!(read >= 2);
}
