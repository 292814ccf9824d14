//! The fuzzer's corpus of scans and names, read in every run of the tests.

use jiff::civil::date;
use limen_document::{mrz, name, transliterate::Cyrillic};

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/../../fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the corpus");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
}

#[test]
fn every_scan_of_the_corpus_is_read_the_same_from_its_own_lines() {
    let today = date(2026, 11, 24);
    let zones: Vec<_> =
        corpus("mrz").iter().filter_map(|bytes| mrz::read(&String::from_utf8_lossy(bytes), today).ok()).collect();
    assert!(zones.len() >= 10);
    for zone in zones {
        assert_eq!(mrz::read(&zone.lines.join("\n"), today), Ok(zone));
    }
}

#[test]
fn every_name_of_the_corpus_fills_its_field() {
    for bytes in corpus("name") {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(components) = name::components(&text, Cyrillic::General) {
            assert_eq!(name::field(&components, &[], 39).len(), 39);
        }
    }
}
