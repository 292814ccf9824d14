//! The fuzzer's corpora of rule sets, carriers' lists and visas, read in every run of the tests.

use jiff::{Timestamp, civil::date};
use limen_domain::{RuleSet, read_manifest, visas_from};
use std::path::Path;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let files = std::fs::read_dir(folder).expect("the corpus");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
}

#[test]
fn every_carriers_list_and_every_file_of_visas_of_the_corpus_is_taken_or_refused_with_reasons() {
    for bytes in corpus("manifest") {
        let text = String::from_utf8_lossy(&bytes);
        let rows: Vec<Vec<String>> =
            text.lines().map(|line| line.split([';', ',']).map(str::to_owned).collect()).collect();
        let read = read_manifest(&rows, date(2026, 11, 25));
        assert!(read.map_or_else(|problems| !problems.is_empty(), |members| !members.is_empty()));
    }
    for bytes in corpus("visas") {
        let read = visas_from(&bytes, None, Timestamp::UNIX_EPOCH);
        assert!(read.map_or_else(|problems| !problems.is_empty(), |visas| !visas.is_empty()));
    }
}

#[test]
fn every_rule_set_of_the_corpus_is_taken_whole_or_refused_with_reasons() {
    let mut taken = 0;
    for bytes in corpus("rules") {
        match RuleSet::read(&bytes) {
            Ok(rules) => {
                assert!(!rules.is_empty());
                taken += 1;
            }
            Err(problems) => assert!(!problems.is_empty()),
        }
    }
    assert!(taken >= 2);
}
