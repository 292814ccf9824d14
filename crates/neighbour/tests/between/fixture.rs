//! Files that another system wrote, in Python, with fixed test keys: what they look like never changes silently. The same
//! files stand in docs/neighbours.md.

use crate::support::Headquarters;
use jiff::civil::date;
use limen_neighbour::{Card, Content, Edition, Head, Message, Paper, Receipt, SignedAgreement};

const CARD: &str = include_str!("another_system/card.txt");
const AGREEMENT: &str = include_str!("another_system/agreement.txt");
const PAPER: &str = include_str!("another_system/paper.txt");
const SECOND_PAPER: &str = include_str!("another_system/second_paper.txt");
const RECEIPT: &str = include_str!("another_system/receipt.txt");
const EDITION: &str = include_str!("another_system/edition.txt");

#[test]
fn what_another_system_wrote_is_read() {
    let (gin, mli) = Headquarters::both();
    let card = Card::read(CARD).expect("a card");
    assert_eq!((&card.party, card.address.as_str()), (&mli.party, "https://hq.mli.example:8443"));
    assert_eq!(card.party.signs_as(), "MLI-NI4AHVPQ");
    assert_eq!(card.party.fingerprint().to_string().len(), 29);

    let signed = SignedAgreement::read(AGREEMENT).expect("an agreement");
    signed.check_both().expect("signed by both");
    assert_eq!(signed.file(), AGREEMENT, "the file stays as both signed it");
    let agreement = &signed.agreement;
    assert_eq!(
        (agreement.title.as_str(), agreement.pairs.len(), agreement.document_questions),
        ("Kourémalé", 1, 2_000)
    );

    let (paper, head) = Paper::read(PAPER, &mli.party, &gin.party, &Head::default()).expect("the first paper");
    assert_eq!(paper.agreement, signed.name());
    let Content::Figures(day) = &paper.content else { panic!("{paper:?}") };
    assert_eq!((day.people, day.coverage.tallied, day.groups.len()), (340, 40, 2));
    let today = date(2026, 12, 2);
    assert_eq!(agreement.lets_through(mli.party.state, &paper.content, today), Ok(()));

    let receipt = Receipt::read(RECEIPT, &mli.party, &gin.party).expect("a receipt");
    assert_eq!(receipt.head, head, "who holds the first paper says so");

    let (second, _) = Paper::read(SECOND_PAPER, &mli.party, &gin.party, &head).expect("the second paper");
    assert_eq!(agreement.lets_through(mli.party.state, &second.content, today), Ok(()));

    let edition = Edition::read(EDITION, &mli.party, &gin.party).expect("an edition");
    assert_eq!((edition.day, edition.documents), (today, 0));
}

#[test]
fn the_examples_of_the_documentation_are_these_files() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/neighbours.md");
    let text = std::fs::read_to_string(path).expect("the documentation");
    for file in [CARD, AGREEMENT, PAPER, SECOND_PAPER, RECEIPT, EDITION] {
        assert!(text.contains(&format!("```\n{file}```\n")), "docs/neighbours.md lacks:\n{file}");
    }
}

#[test]
fn the_fuzzers_corpus_is_read() {
    let corpus = |target: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        let files = std::fs::read_dir(folder).expect("a corpus").map(|file| file.expect("a file").path());
        files.map(|file| std::fs::read(file).expect("read")).collect::<Vec<_>>()
    };
    let texts = |target: &str| {
        corpus(target).into_iter().map(|bytes| String::from_utf8(bytes).expect("a text")).collect::<Vec<_>>()
    };
    assert!(texts("neighbour_card").iter().any(|text| Card::read(text).is_ok()));
    assert!(texts("neighbour_agreement").iter().filter(|text| SignedAgreement::read(text).is_ok()).count() >= 2);
    let (gin, mli) = Headquarters::both();
    let first = |text: &String| Paper::read(text, &mli.party, &gin.party, &Head::default()).is_ok();
    assert!(texts("neighbour_paper").iter().any(first));
    assert!(corpus("neighbour_message").iter().filter(|bytes| Message::read(bytes).is_ok()).count() >= 5);
}
