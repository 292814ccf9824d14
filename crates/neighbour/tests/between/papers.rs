//! Cards, agreements, papers and receipts: written and read, changed on the way, left out, doubled and put in another order.

use crate::support::Headquarters;
use jiff::{Timestamp, civil::date};
use limen_neighbour::{
    Agreement, AgreementError, Article, Card, Content, Head, Note, Paper, PaperError, Receipt, SignedAgreement, Signer,
};
use proptest::prelude::*;
use uuid::Uuid;

fn content() -> impl Strategy<Value = Content> {
    "[ -~\u{e0}-\u{ff}]{0,60}".prop_map(|reason| Content::End { reason })
}

fn line(one: &Headquarters, other: &Headquarters, contents: &[Content]) -> Vec<(String, Head)> {
    let mut head = Head::default();
    let at = Timestamp::from_second(1_790_000_000).expect("a time");
    let papers = contents.iter().map(|content| {
        let paper = Paper::next(&one.party, &other.party, "of this name", &head, at, content.clone());
        let (file, after) = paper.signed(one).expect("signed");
        head = after.clone();
        (file, after)
    });
    papers.collect()
}

fn agreement(title: &str) -> SignedAgreement {
    let (one, other) = Headquarters::both();
    let basis = Article { treaty: "Treaty".to_owned(), article: "4".to_owned() };
    let days = (date(2026, 1, 1), date(2026, 12, 31));
    let text = Agreement::new(Uuid::from_u128(1), 1, title, [other.party, one.party], basis, days);
    SignedAgreement::unsigned(text).expect("it can be agreed")
}

/// The file with one byte changed; `None` where that is no text any more.
fn changed(file: &str, place: prop::sample::Index, bit: u8) -> Option<String> {
    let mut bytes = file.as_bytes().to_vec();
    let place = place.index(bytes.len());
    bytes[place] ^= 1 << bit;
    String::from_utf8(bytes).ok()
}

proptest! {
    #[test]
    fn papers_are_read_as_they_were_written_and_only_in_their_order(
        contents in prop::collection::vec(content(), 1..6),
        order in prop::collection::vec(0_usize..6, 0..12),
    ) {
        let (one, other) = Headquarters::both();
        let line = line(&one, &other, &contents);
        let mut head = Head::default();
        for ((file, after), content) in line.iter().zip(&contents) {
            let (paper, read) = Paper::read(file, &one.party, &other.party, &head).expect("the next");
            prop_assert_eq!((&paper.content, &read), (content, after));
            prop_assert_eq!(Paper::passed_over(file, &one.party, &other.party, &head), Ok(read.clone()));
            head = read;
        }
        // In whatever order they come, one is taken when it is the next, and never otherwise.
        let mut head = Head::default();
        for place in order.into_iter().filter(|place| *place < line.len()) {
            let is_next = place as u64 == head.number;
            match Paper::read(&line[place].0, &one.party, &other.party, &head) {
                Ok((_, after)) => {
                    prop_assert!(is_next);
                    head = after;
                }
                Err(error) => prop_assert!(!is_next && error == PaperError::NotNext(head.number)),
            }
        }
    }

    #[test]
    fn whatever_byte_of_a_paper_a_card_a_receipt_or_an_agreement_is_changed_it_is_refused(
        content in content(), place: prop::sample::Index, bit in 0_u8..8,
    ) {
        let (one, other) = Headquarters::both();
        let (file, head) = line(&one, &other, &[content]).remove(0);
        if let Some(file) = changed(&file, place, bit) {
            prop_assert!(Paper::read(&file, &one.party, &other.party, &Head::default()).is_err());
            prop_assert!(Paper::passed_over(&file, &one.party, &other.party, &Head::default()).is_err());
        }
        let card = Card::new(one.party.clone(), "age1x", "https://gin.example:8443", "").signed(&one).expect("a card");
        if let Some(card) = changed(&card, place, bit) {
            prop_assert!(Card::read(&card).is_err());
        }
        let at = Timestamp::from_second(1_790_000_000).expect("a time");
        let receipt = Receipt::new(&one.party, &other.party, head, at).signed(&other).expect("a receipt");
        if let Some(receipt) = changed(&receipt, place, bit) {
            prop_assert!(Receipt::read(&receipt, &one.party, &other.party).is_err());
        }
        let mut both = agreement("A title");
        both.sign(one.party.state, &one);
        both.sign(other.party.state, &other);
        prop_assert_eq!(both.check_both(), Ok(()));
        prop_assert_eq!(&SignedAgreement::read(&both.file()).expect("read"), &both);
        if let Some(file) = changed(&both.file(), place, bit) {
            let is_whole = SignedAgreement::read(&file).and_then(|read| read.check_both());
            prop_assert!(is_whole.is_err());
        }
    }

    #[test]
    fn a_note_is_read_as_it_was_written_whatever_its_text(text in any::<String>()) {
        let (one, _) = Headquarters::both();
        let mut note = Note::new(&text);
        note.sign("name", &one);
        let read = Note::read(&note.to_string()).expect("a note");
        prop_assert_eq!(read.text(), note.text());
        prop_assert!(read.is_signed_by("name", &one.public_key()));
        prop_assert!(!read.is_signed_by("another", &one.public_key()));
    }
}

#[test]
fn two_papers_of_one_number_cant_both_stand_in_a_line() {
    let (one, other) = Headquarters::both();
    let said = |text: &str| Content::End { reason: text.to_owned() };
    let first = line(&one, &other, &[said("first"), said("second")]);
    let otherwise = line(&one, &other, &[said("otherwise"), said("second")]);
    let head = &first[0].1;
    assert_eq!(
        Paper::read(&otherwise[1].0, &one.party, &other.party, head),
        Err(PaperError::NotNext(1)),
        "its line has another beginning"
    );
    assert!(Paper::read(&first[1].0, &one.party, &other.party, head).is_ok());
}

#[test]
fn the_name_of_a_withheld_paper_says_nothing_to_who_tries_all_that_it_may_say() {
    let (one, other) = Headquarters::both();
    let at = Timestamp::from_second(1_790_000_000).expect("a time");
    let said = |text: &str| Content::End { reason: text.to_owned() };
    let paper = |text: &str| Paper::next(&one.party, &other.party, "of this name", &Head::default(), at, said(text));
    let (file, head) = paper("yes").signed(&one).unwrap();
    // Who knows all of it but the signer's key makes the same text, and not the same name.
    assert_ne!(Note::new(&serde_json::to_string(&paper("yes")).unwrap()).name_of_text(), head.name);
    assert_ne!(paper("yes").signed(&other).unwrap().1.name, head.name);
    let salt = |file: &str| {
        let text: serde_json::Value = serde_json::from_str(Note::read(file).unwrap().text()).unwrap();
        text["salt"].as_str().unwrap().to_owned()
    };
    assert_eq!(salt(&file).len(), 32);
    assert_ne!(salt(&file), salt(&paper("no").signed(&one).unwrap().0));
    // Said again it is the same, and it is read as it was written.
    assert_eq!(paper("yes").signed(&one).unwrap(), (file.clone(), head));
    assert_eq!(Paper::read(&file, &one.party, &other.party, &Head::default()).unwrap().0, paper("yes"));
}

#[test]
fn a_paper_for_someone_else_or_of_someone_else_is_refused() {
    let (one, other) = Headquarters::both();
    let third = Headquarters::of("SEN", 3);
    let (file, _) = line(&one, &other, &[Content::End { reason: String::new() }]).remove(0);
    let read = |from: &Headquarters, to: &Headquarters| Paper::read(&file, &from.party, &to.party, &Head::default());
    assert!(read(&one, &other).is_ok());
    for (from, to) in [(&one, &third), (&third, &other), (&other, &one)] {
        assert_eq!(read(from, to).unwrap_err(), PaperError::NotTheirs);
    }
    // In the name of the one, with the third's key.
    let at = Timestamp::UNIX_EPOCH;
    let content = Content::End { reason: String::new() };
    let forged = Paper::next(&one.party, &other.party, "", &Head::default(), at, content).signed(&third).unwrap().0;
    assert_eq!(Paper::read(&forged, &one.party, &other.party, &Head::default()).unwrap_err(), PaperError::NotTheirs);
}

#[test]
fn a_receipt_is_of_who_holds_the_papers_for_whose_they_are_and_of_nobody_else() {
    let (one, other) = Headquarters::both();
    let third = Headquarters::of("SEN", 3);
    let head = Head { number: 4, name: "ab".repeat(32) };
    let receipt = Receipt::new(&one.party, &other.party, head.clone(), Timestamp::UNIX_EPOCH);
    let file = receipt.signed(&other).unwrap();
    assert_eq!(Receipt::read(&file, &one.party, &other.party).unwrap().head, head);
    for (of, by) in [(&other, &one), (&third, &other), (&one, &third)] {
        assert_eq!(Receipt::read(&file, &of.party, &by.party).unwrap_err(), PaperError::NotTheirs);
    }
    let forged = receipt.signed(&third).unwrap();
    assert_eq!(Receipt::read(&forged, &one.party, &other.party).unwrap_err(), PaperError::NotTheirs);
    // A paper is no receipt, and a receipt no paper.
    assert!(Paper::read(&file, &other.party, &one.party, &Head::default()).is_err());
}

#[test]
fn an_agreement_that_one_side_has_signed_is_not_agreed_and_nobody_signs_for_another() {
    let (one, other) = Headquarters::both();
    let mut signed = agreement("A title");
    assert_eq!(signed.check_both(), Err(AgreementError::NotSigned(one.party.state)));
    signed.sign(one.party.state, &one);
    assert_eq!(signed.check_both(), Err(AgreementError::NotSigned(other.party.state)));
    signed.sign(other.party.state, &one);
    signed.sign("SEN".parse().unwrap(), &one);
    assert_eq!(signed.check_both(), Err(AgreementError::NotSigned(other.party.state)));
    let once = signed.file();
    signed.sign(one.party.state, &one);
    assert_eq!(signed.file(), once, "signed once");
    signed.sign(other.party.state, &other);
    assert_eq!(SignedAgreement::read(&signed.file()).unwrap().check_both(), Ok(()));
}

#[test]
fn the_signatures_of_one_version_are_none_of_another() {
    let (one, other) = Headquarters::both();
    let mut first = agreement("First");
    first.sign(one.party.state, &one);
    first.sign(other.party.state, &other);
    let signatures = first.file().rsplit_once("\n\n").unwrap().1.to_owned();
    let text = agreement("Second").file().trim_end().to_owned();
    let replayed = SignedAgreement::read(&format!("{text}\n\n{signatures}")).unwrap();
    assert_eq!(replayed.agreement.title, "Second");
    assert!(!replayed.is_signed_by(one.party.state) && !replayed.is_signed_by(other.party.state));
    assert_ne!(replayed.name(), first.name());
}

#[test]
fn an_expired_or_replayed_agreement_lets_nothing_through_but_its_end() {
    let (one, _) = Headquarters::both();
    let mut agreement = agreement("Expired").agreement;
    agreement.papers = vec![limen_neighbour::Kind::Withdrawal];
    let withdrawal = limen_neighbour::Withdrawal { notice: Uuid::from_u128(1), reason: String::new() };
    let passes = |content: &Content, day| agreement.lets_through(one.party.state, content, day);
    let content = Content::Withdrawal(withdrawal);
    assert!(passes(&content, date(2026, 12, 31)).is_ok());
    for day in [date(2025, 12, 31), date(2027, 1, 1)] {
        assert_eq!(passes(&content, day), Err(limen_neighbour::NotAllowed::NotInForce));
        assert!(passes(&Content::End { reason: String::new() }, day).is_ok());
    }
}

#[test]
fn what_an_agreement_says_that_this_version_does_not_know_is_not_passed_over() {
    let file = agreement("A title").file();
    for (before, after) in [
        ("\"title\":", "\"more\": 1,\n  \"title\":"),
        ("\"treaty\":", "\"more\": 1,\n    \"treaty\":"),
        ("\"notices\": 30", "\"notices\": 30,\n    \"more\": 1"),
    ] {
        assert!(file.contains(before), "{before}");
        let read = SignedAgreement::read(&file.replacen(before, after, 1));
        assert!(matches!(read, Err(AgreementError::Form(_))), "{after}");
    }
}

#[test]
fn a_notice_that_begins_far_ahead_does_not_hold_for_years() {
    let at = |hours: i64| Timestamp::from_second(1_790_000_000 + hours * 3_600).expect("a time");
    let notice = |from: i64, until: i64| -> limen_neighbour::Notice {
        serde_json::from_value(serde_json::json!({
            "id": Uuid::from_u128(1), "about": "flood", "text": "T", "from": at(from), "until": at(until),
        }))
        .expect("a notice")
    };
    assert!(notice(0, 72).holds(at(0)) && notice(0, 72).holds(at(71)) && !notice(0, 72).holds(at(72)));
    assert!(notice(12, 84).holds(at(0)), "a clock that is twelve hours off delays none");
    assert!(!notice(80_000, 80_072).holds(at(0)) && notice(80_000, 80_072).holds(at(80_000)));
}
