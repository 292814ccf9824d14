//! The fuzzer's corpus of data groups, read in every run of the tests.

use limen_chip::{lds, security::SecurityInfos};

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/../../fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the corpus");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
}

#[test]
fn the_data_groups_of_the_corpus_are_read() {
    let (mut faces, mut infos) = (0, 0);
    for bytes in corpus("data_group") {
        match bytes.split_first() {
            Some((b'2', file)) => faces += lds::faces(file).map_or(0, |faces| faces.len()),
            Some((b'a', file)) => infos += SecurityInfos::card_access(file).map_or(0, |infos| infos.pace.len()),
            _ => {}
        }
    }
    assert!(faces >= 1 && infos >= 1, "{faces} faces, {infos} ways of PACE");
}
