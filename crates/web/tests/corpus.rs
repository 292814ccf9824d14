//! The fuzzer's corpora of pictures and proofs of who someone is, read in every run of the tests.

use proptest::prelude::*;
use std::path::Path;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let files = std::fs::read_dir(folder).expect("the corpus");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
}

#[test]
fn every_picture_of_the_corpus_is_read_or_refused() {
    let pictures: Vec<_> = corpus("picture").iter().map(|bytes| limen_web::fuzzing::picture(bytes)).collect();
    assert!(pictures.contains(&None) && pictures.iter().any(Option::is_some));
    assert!(pictures.iter().flatten().all(|kept| kept.starts_with(&[0xff, 0xd8])));
}

#[test]
fn nothing_of_the_corpus_of_credentials_proves_who_anyone_is() {
    for bytes in corpus("credentials") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!limen_web::fuzzing::proves_anything(&text), "{text}");
    }
}

/// Texts of the corpus with pieces changed, and others.
fn typed_or_sent() -> impl Strategy<Value = String> {
    let corpus: Vec<String> =
        corpus("credentials").iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    let changed =
        (prop::sample::select(corpus), any::<prop::sample::Index>(), any::<prop::sample::Index>(), "\\PC{0,12}")
            .prop_map(|(text, from, to, piece)| {
                let characters: Vec<char> = text.chars().collect();
                let [from, to] = [from, to].map(|index| index.index(characters.len() + 1));
                let (from, to) = (from.min(to), from.max(to));
                let kept = |part: &[char]| part.iter().collect::<String>();
                kept(&characters[..from]) + &piece + &kept(&characters[to..])
            });
    prop_oneof![changed, any::<String>(), "[0-9 ]{0,9}", "[A-Z2-7]{0,40}", "[a-z0-9-]{0,40}"]
}

proptest! {
    #[test]
    fn nothing_made_up_proves_who_anyone_is(text in typed_or_sent()) {
        prop_assert!(!limen_web::fuzzing::proves_anything(&text), "{text}");
    }
}
