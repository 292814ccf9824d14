//! The fuzzer's corpus of rule sets, read in every run of the tests.

use limen_domain::RuleSet;
use std::path::Path;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let files = std::fs::read_dir(folder).expect("the corpus");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
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
