//! Lost documents, asked about without showing them.

use crate::support::Headquarters;
use jiff::civil::date;
use limen_domain::DocumentKey;
use limen_neighbour::{
    Answered, Asked, Blinded, Edition, EditionComing, EditionKey, EditionList, LostError, LostTag, MOST_AT_ONCE,
};
use proptest::prelude::*;
use serde_bytes::ByteArray;
use std::collections::BTreeSet;

fn document(number: u32) -> DocumentKey {
    format!("GIN R{number:07}").parse().expect("a document")
}

fn edition(seed: u8, documents: impl IntoIterator<Item = u32>) -> (Edition, EditionKey, EditionList) {
    let (one, other) = Headquarters::both();
    let documents = documents.into_iter().map(document);
    Edition::of(&[seed; 32], (&one.party, &other.party), date(2026, 11, 28), documents).expect("an edition")
}

fn ask(documents: &[u32]) -> (Vec<Asked>, Vec<Blinded>) {
    let asked = documents.iter().map(|number| Asked::blind(&[9; 32], &document(*number)).expect("blinded"));
    asked.unzip()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_document_on_the_list_is_found_and_one_that_is_not_is_not(
        listed in prop::collection::btree_set(0_u32..200, 0..40),
        asked in prop::collection::vec(0_u32..200, 1..20),
        seed: u8,
    ) {
        let (edition, key, list) = edition(seed, listed.iter().copied().chain(listed.iter().copied()));
        prop_assert_eq!(edition.documents as usize, listed.len(), "listed once each");
        let (kept, shown) = ask(&asked);
        let answered = key.evaluate(&[seed; 32], &shown).unwrap();
        let tags = Asked::finish(&kept, &answered, &edition.key).unwrap();
        let found: Vec<bool> = tags.iter().map(|tag| list.holds(tag)).collect();
        let expected: Vec<bool> = asked.iter().map(|number| listed.contains(number)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_key_and_a_question_that_were_kept_go_on(seed: [u8; 32], number in 0_u32..200) {
        let key = EditionKey::new(&seed).unwrap();
        let kept = EditionKey::of_kept(&key.kept()).unwrap();
        prop_assert_eq!(kept.public(), key.public());
        let (asked, shown) = Asked::blind(&seed, &document(number)).unwrap();
        let asked: Asked = serde_json::from_slice(&serde_json::to_vec(&asked).unwrap()).unwrap();
        let answered = kept.evaluate(&seed, &[shown]).unwrap();
        let tags = Asked::finish(&[asked], &answered, &key.public()).unwrap();
        prop_assert_eq!(tags, vec![key.tag(&document(number)).unwrap()]);
    }

    #[test]
    fn a_damaged_question_or_answer_is_refused(place in 0_usize..32, bit in 0_u8..8, number in 0_u32..200) {
        let (edition, key, _) = edition(1, [1, 2, 3]);
        let (kept, shown) = ask(&[number, number + 1]);
        let answered = key.evaluate(&[3; 32], &shown).unwrap();
        let mut changed = answered.clone();
        changed.evaluated[1].0[place] ^= 1 << bit;
        prop_assert!(Asked::finish(&kept, &changed, &edition.key).is_err());
        let mut changed = answered.clone();
        changed.proof[place * 2] ^= 1 << bit;
        prop_assert!(Asked::finish(&kept, &changed, &edition.key).is_err());
        // The question is refused, or answered as another one, which the proof shows to who asked.
        let mut damaged = shown.clone();
        damaged[0].0[place] ^= 1 << bit;
        if let Ok(answered) = key.evaluate(&[3; 32], &damaged) {
            prop_assert_eq!(Asked::finish(&kept, &answered, &edition.key), Err(LostError::OtherKey));
        }
    }

    #[test]
    fn whatever_bytes_come_as_a_point_a_proof_or_a_key_nothing_panics(
        point: [u8; 32], proof in prop::array::uniform32(any::<u8>()), public: [u8; 32],
    ) {
        let (edition, key, _) = edition(1, [1]);
        let _ = key.evaluate(&[0; 32], &[Blinded(ByteArray::new(point))]);
        let _ = EditionKey::of_kept(&point);
        let (kept, shown) = ask(&[1]);
        let mut answered = key.evaluate(&[0; 32], &shown).unwrap();
        prop_assert!(Asked::finish(&kept, &answered, &public).is_err());
        answered.proof[..32].copy_from_slice(&proof);
        prop_assert!(Asked::finish(&kept, &answered, &edition.key).is_err());
        answered.evaluated[0].0 = ByteArray::new(point);
        prop_assert!(Asked::finish(&kept, &answered, &edition.key).is_err());
    }

    #[test]
    fn a_list_comes_in_pieces_whatever_their_size_and_however_often_they_come(
        listed in prop::collection::btree_set(0_u32..500, 0..60),
        rooms in prop::collection::vec(8_usize..90, 1..200),
        again in any::<prop::sample::Index>(),
    ) {
        let (edition, _, list) = edition(4, listed);
        let mut coming = EditionComing::new(edition.clone(), Vec::new());
        let mut sent = Vec::new();
        for room in rooms.into_iter().cycle() {
            if let Some(whole) = coming.whole().unwrap() {
                prop_assert_eq!(&whole, &list);
                prop_assert!(list.piece(&edition, coming.held(), room).is_none());
                break;
            }
            let piece = list.piece(&edition, coming.held(), room).unwrap();
            prop_assert!(piece.tags.len() <= room);
            coming.take(&piece).unwrap();
            sent.push(piece);
            let before = coming.clone();
            coming.take(again.get(&sent)).unwrap();
            prop_assert_eq!(&coming, &before, "a piece that comes twice changes nothing");
        }
    }
}

#[test]
fn an_answer_made_with_another_key_is_refused() {
    let (edition_of_today, _, list) = edition(1, 0..20);
    let (edition_of_another, other, _) = edition(2, 0..20);
    let (kept, shown) = ask(&[1, 2]);
    let answered = other.evaluate(&[5; 32], &shown).unwrap();
    assert_eq!(Asked::finish(&kept, &answered, &edition_of_today.key), Err(LostError::OtherKey));
    // With its own key it is good, and finds nothing in the list of another edition.
    let tags = Asked::finish(&kept, &answered, &edition_of_another.key).unwrap();
    assert!(!tags.iter().any(|tag| list.holds(tag)));
}

#[test]
fn answers_that_change_places_are_refused() {
    let (edition, key, _) = edition(1, 0..20);
    let (kept, shown) = ask(&[1, 2]);
    let mut answered = key.evaluate(&[5; 32], &shown).unwrap();
    answered.evaluated.swap(0, 1);
    assert_eq!(Asked::finish(&kept, &answered, &edition.key), Err(LostError::OtherKey));
}

#[test]
fn malformed_points_are_refused() {
    let (_, key, _) = edition(1, [1]);
    // The identity, a number that is not reduced, a negative one, and no square (RFC 9496, appendix A.2).
    let bad = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    ];
    for hex in bad {
        let bytes: [u8; 32] = data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap();
        let blinded = [Blinded(ByteArray::new(bytes))];
        assert_eq!(key.evaluate(&[0; 32], &blinded), Err(LostError::Value), "{hex}");
    }
    assert_eq!(EditionKey::of_kept(&[0; 32]).err(), Some(LostError::Value));
}

#[test]
fn no_more_is_asked_at_once_than_has_room_and_each_question_has_one_answer() {
    let (edition, key, _) = edition(1, [1]);
    let (kept, shown) = ask(&[1]);
    assert_eq!(key.evaluate(&[0; 32], &[]), Err(LostError::Count));
    assert_eq!(key.evaluate(&[0; 32], &vec![shown[0]; MOST_AT_ONCE + 1]), Err(LostError::Count));
    let answered = key.evaluate(&[0; 32], &shown).unwrap();
    assert_eq!(Asked::finish(&[], &answered, &edition.key), Err(LostError::Count));
    assert_eq!(Asked::finish(&[kept[0].clone(), kept[0].clone()], &answered, &edition.key), Err(LostError::Count));
    let none = Answered { evaluated: Vec::new(), proof: answered.proof };
    assert_eq!(Asked::finish(&kept, &none, &edition.key), Err(LostError::Count));
}

#[test]
fn bytes_of_chance_that_come_twice_blind_two_documents_unlike_and_prove_unlike() {
    let (_, shown) = ask(&[1, 2]);
    assert_ne!(shown[0], shown[1]);
    let (_, key, _) = edition(1, [1]);
    let proofs: BTreeSet<[u8; 64]> =
        shown.iter().map(|shown| *key.evaluate(&[0; 32], &[*shown]).unwrap().proof).collect();
    assert_eq!(proofs.len(), 2);
}

#[test]
fn who_holds_the_list_without_the_key_finds_no_document_in_it_and_no_two_editions_are_alike() {
    let (_, _, today) = edition(1, 0..50);
    let (_, other, tomorrow) = edition(2, 0..50);
    let tags: BTreeSet<&[u8]> = today.bytes().chunks(8).collect();
    assert!(!tomorrow.bytes().chunks(8).any(|tag| tags.contains(tag)));
    let of_other: Vec<LostTag> = (0..50).map(|number| other.tag(&document(number)).unwrap()).collect();
    assert!(!of_other.iter().any(|tag| today.holds(tag)));
}

#[test]
fn an_edition_is_its_makers_for_one_neighbour_and_its_list_the_one_that_it_names() {
    let (one, other) = Headquarters::both();
    let third = Headquarters::of("SEN", 3);
    let (edition, _, list) = edition(1, 0..30);
    let file = edition.signed(&one).unwrap();
    assert_eq!(Edition::read(&file, &one.party, &other.party), Ok(edition.clone()));
    assert_eq!(Edition::read(&file, &one.party, &third.party), Err(LostError::Edition));
    assert_eq!(Edition::read(&file, &other.party, &one.party), Err(LostError::Edition));
    let forged = edition.signed(&third).unwrap();
    assert_eq!(Edition::read(&forged, &one.party, &other.party), Err(LostError::Edition));
    assert_eq!(EditionList::read(&edition, list.bytes()), Ok(list.clone()));
    for place in 0..list.bytes().len() {
        let mut bytes = list.bytes().to_vec();
        bytes[place] ^= 1;
        assert_eq!(EditionList::read(&edition, &bytes), Err(LostError::Piece));
    }
    assert_eq!(EditionList::read(&edition, &list.bytes()[8..]), Err(LostError::Piece));
}

#[test]
fn a_piece_of_another_edition_or_out_of_turn_is_refused() {
    let (edition_of_today, _, list) = edition(1, 0..30);
    let (edition_of_another, _, other) = edition(2, 0..30);
    let mut coming = EditionComing::new(edition_of_today.clone(), Vec::new());
    let refused = Err(LostError::Piece);
    assert_eq!(coming.take(&other.piece(&edition_of_another, 0, 80).unwrap()), refused);
    assert_eq!(coming.take(&list.piece(&edition_of_today, 1, 80).unwrap()), refused, "one is missing before it");
    let mut beyond = list.piece(&edition_of_today, 0, 1_000).unwrap();
    beyond.tags.extend_from_slice(&[0; 8]);
    assert_eq!(coming.take(&beyond), refused, "more than was announced");
    beyond.tags.truncate(9);
    assert_eq!(coming.take(&beyond), refused, "half a tag");
    assert_eq!((coming.held(), coming.whole()), (0, Ok(None)));
    // Bytes that are not what was announced make no list.
    let mut wrong = list.piece(&edition_of_today, 0, 1_000).unwrap();
    wrong.tags[0] ^= 1;
    coming.take(&wrong).unwrap();
    assert_eq!(coming.whole(), Err(LostError::Piece));
}
