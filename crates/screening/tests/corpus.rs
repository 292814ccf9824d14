//! The fuzzer's corpus of lists, read in every run of the tests.

use limen_domain::ListName;
use limen_screening::{AlertIndex, list};

#[test]
fn every_list_of_the_corpus_is_read_with_a_report() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/alert_list");
    let mut read = 0;
    for file in std::fs::read_dir(folder).expect("the corpus") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
        // The first byte tells the fuzzer which format to try; here each is tried.
        for format in [
            None,
            Some(list::Format::Table),
            Some(list::Format::Un),
            Some(list::Format::OfacXml),
            Some(list::Format::OfacCsv),
            Some(list::Format::OpenSanctions),
            Some(list::Format::Ftm),
        ] {
            if let Ok(list) = list::read_all(&bytes[1..], format, &ListName::parse("fuzz").expect("a name")) {
                assert!(
                    list.report.problems.iter().filter(|problem| problem.is_left_out).count() <= list.report.left_out
                );
                assert_eq!(AlertIndex::build(&list.alerts).len(), list.alerts.len());
            }
        }
        read += 1;
    }
    assert!(read >= 9);
}
