//! The fuzzer's corpus of rule sets, read in every run of the tests.

use limen_domain::RuleSet;

#[test]
fn every_rule_set_of_the_corpus_is_taken_whole_or_refused_with_reasons() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/rules");
    let mut taken = 0;
    for file in std::fs::read_dir(folder).expect("the corpus") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
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
