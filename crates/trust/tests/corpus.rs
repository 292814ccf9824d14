//! The fuzzer's corpus of security objects, certificates and lists, read in every run of the tests.

use limen_trust::{
    FileName, Files, MasterList, OwnAuthority, SecurityObject, TrustStore,
    asn1::{Element, Elements, object},
    import, verify,
};

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/../../fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the corpus");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
}

#[test]
fn no_security_object_of_the_corpus_is_proven_without_an_issuer() {
    let all = corpus("security_object");
    assert!(all.iter().filter(|bytes| SecurityObject::read(bytes).is_ok()).count() >= 3);
    for bytes in all {
        let mut files = Files::default();
        files.add(FileName::SecurityObject, bytes).expect("a file");
        let report = verify(&files, Some(&TrustStore::default()), jiff::Timestamp::UNIX_EPOCH);
        assert!(!report.is_proven());
    }
}

#[test]
fn the_files_of_certificates_in_the_corpus_are_read() {
    let all = corpus("certificate");
    let read = all.iter().filter_map(|bytes| import::read(bytes).ok());
    let mut store = TrustStore::default();
    let brought: usize = read.map(|(items, _)| store.import(items, OwnAuthority::Refused).anchors).sum();
    assert!(brought >= 1);
}

#[test]
fn no_master_list_of_the_corpus_is_believed_by_itself() {
    let lists: Vec<_> = corpus("master_list").iter().filter_map(|bytes| MasterList::read(bytes).ok()).collect();
    assert!(!lists.is_empty());
    for list in lists {
        assert!(TrustStore::default().approve(&list, OwnAuthority::Refused).is_err());
    }
}

/// How many elements there are, each of them within the one around it, and the same when it is written anew.
fn elements(mut elements: Elements<'_>, room: usize) -> usize {
    let (mut count, mut taken) = (0, 0);
    while let Ok(Some(element)) = elements.next("an element") {
        taken += element.whole.len();
        assert!(element.value.len() < element.whole.len() && taken <= room);
        // Tag 0 is no element's: it is the mark at the end of an indefinite length.
        if element.tag != 0 {
            let written = object(element.tag, element.value);
            let read = Element::only(&written, element.tag, "what was written").map(|read| read.value);
            assert_eq!(read, Ok(element.value));
        }
        count += 1 + self::elements(element.elements(), element.value.len());
    }
    count
}

#[test]
fn the_elements_of_the_corpus_lie_within_each_other() {
    let counted = |bytes: Vec<u8>| elements(Elements::of(&bytes), bytes.len());
    assert!(corpus("tlv").into_iter().map(counted).sum::<usize>() >= 15);
}
