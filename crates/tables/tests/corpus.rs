//! The fuzzer's corpora of carriers' lists, visas and sheets, read in every run of the tests.

use jiff::{Timestamp, civil::date};
use limen_tables::{Answers, Table, read_manifest, visas_from};
use std::path::Path;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let files = std::fs::read_dir(folder).expect("the corpus");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
}

#[test]
fn every_table_of_the_corpus_is_taken_or_refused_with_reasons() {
    let answers = Answers::default();
    for bytes in corpus("manifest").into_iter().chain(corpus("visas")).chain(corpus("sheet")) {
        if let Ok(manifest) = read_manifest(&bytes[..], &answers, date(2026, 11, 25)) {
            assert!(!manifest.members.is_empty());
        }
        let visas = visas_from(&bytes, &answers, None, Timestamp::UNIX_EPOCH);
        assert!(visas.map_or_else(|problems| !problems.is_empty(), |read| !read.visas.is_empty()));
        if let Ok(table) = Table::open(&bytes[..], &answers) {
            assert!(table.columns.iter().any(|column| column.field.is_some()));
            assert!(table.rows.take(10_000).all(|row| row.is_ok_and(|row| !row.is_empty())));
        }
    }
}
