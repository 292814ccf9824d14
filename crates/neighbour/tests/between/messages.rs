//! Messages within their limits, and marks of the hour.

use crate::support::Headquarters;
use jiff::{Timestamp, civil::date};
use limen_domain::{Direction, DocumentKey};
use limen_neighbour::{
    Agreement, Answered, Article, Blinded, EditionHeld, EditionPiece, Evaluated, Head, MOST_AGREEMENT, MOST_AT_ONCE,
    MOST_MESSAGE, MOST_PAPER, MOST_TAGS, Message, MessageError, Pair, Question, Reply, Seen, SeenWithinTheHour,
    Withheld, crossing_tag,
};
use proptest::prelude::*;
use serde_bytes::{ByteArray, ByteBuf};
use uuid::Uuid;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + minutes * 60).expect("a time")
}

fn document(number: u32) -> DocumentKey {
    format!("MLI B{number:07}").parse().expect("a document")
}

fn full() -> Message {
    Message {
        said: Head { number: 12, name: "c".repeat(64) },
        withheld: vec![Withheld { head: Head { number: 9, name: "a".repeat(64) }, before: "b".repeat(64) }],
        given_back: vec!["paper 3".to_owned()],
        given_places: vec![Head { number: 4, name: "d".repeat(64) }],
        root_kept: Some(("HQ.2".to_owned(), 77)),
        agreements: vec!["agreement".to_owned()],
        papers: vec!["paper 1".to_owned(), "paper 2".to_owned()],
        receipt: Some("receipt".to_owned()),
        refused: vec![(7, "pair".to_owned())],
        root: Some(ByteBuf::from(vec![1, 2, 3])),
        edition: Some("edition".to_owned()),
        pieces: vec![EditionPiece { edition: ByteArray::new([4; 32]), from: 9, tags: ByteBuf::from(vec![5; 16]) }],
        held: Some(EditionHeld { edition: ByteArray::new([6; 32]), tags: 11 }),
        blinded: vec![Question {
            number: 1,
            edition: ByteArray::new([7; 32]),
            blinded: vec![Blinded(ByteArray::new([8; 32])); 2],
        }],
        evaluated: vec![
            Reply {
                number: 2,
                answered: Some(Answered {
                    evaluated: vec![Evaluated(ByteArray::new([9; 32]))],
                    proof: ByteArray::new([10; 64]),
                }),
                why_not: String::new(),
            },
            Reply { number: 3, answered: None, why_not: "quota".to_owned() },
        ],
        seen: vec![Seen::new("name", "KRM", at(0), Direction::Exit, &document(1))],
        full: true,
        ..Message::with_room(1 << 20)
    }
}

proptest! {
    #[test]
    fn whatever_bytes_come_they_are_a_message_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..200), place: prop::sample::Index, bit in 0_u8..8, cut: prop::sample::Index,
    ) {
        let _ = Message::read(&bytes);
        let mut written = full().written().expect("written");
        prop_assert!(Message::read(&written[..cut.index(written.len())]).is_err(), "half a message");
        let place = place.index(written.len());
        written[place] ^= 1 << bit;
        if let Ok(read) = Message::read(&written) {
            prop_assert_eq!(Message::read(&read.written().expect("written")), Ok(read));
        }
    }

    #[test]
    fn a_mark_is_found_for_an_hour_by_the_receivers_clock_however_far_the_clocks_are_apart(
        off in -12_i64 * 60..=12 * 60, later in 0_i64..120, number in 0_u32..50, other in 50_u32..100,
        exit in any::<bool>(),
    ) {
        let agreement = joint(true);
        let (theirs, ours) = if exit { (Direction::Exit, Direction::Entry) } else { (Direction::Entry, Direction::Exit) };
        let mut held = SeenWithinTheHour::default();
        held.take(&agreement, [Seen::new("name", "KRM", at(off), theirs, &document(number))], at(0));
        let find = |pair: &str, direction, number| held.find("name", pair, direction, &document(number), at(later)).len();
        prop_assert_eq!(find("KRM", ours, number), usize::from(later <= 60));
        prop_assert_eq!(find("KRM", theirs, number), 0, "nobody leaves both states at once");
        prop_assert_eq!(find("NAF", ours, number), 0);
        let collides = crossing_tag("name", "KRM", limen_neighbour::hour_of(at(off)), theirs, &document(number))
            == crossing_tag("name", "KRM", limen_neighbour::hour_of(at(off)), theirs, &document(other));
        prop_assert_eq!(find("KRM", ours, other) > 0, collides && later <= 60);
        held.forget(at(61));
        prop_assert!(held.is_empty());
    }
}

fn joint(same_document: bool) -> Agreement {
    let (one, other) = Headquarters::both();
    let basis = Article { treaty: "Treaty".to_owned(), article: "4".to_owned() };
    let days = (date(2026, 1, 1), date(2026, 12, 31));
    let posts = [(one.party.state, "KRMG"), (other.party.state, "KRMM")];
    let posts = posts.map(|(state, post)| (state, limen_domain::PostId::parse(post).expect("a post"))).into();
    let mut agreement = Agreement::new(Uuid::from_u128(1), 1, "A", [one.party, other.party], basis, days);
    let pair = |code: &str, is_joint| Pair {
        code: code.to_owned(),
        name: code.to_owned(),
        posts: std::collections::BTreeMap::clone(&posts),
        zone: "Africa/Conakry".to_owned(),
        is_joint,
    };
    agreement.pairs = vec![pair("KRM", true), pair("NAF", false)];
    agreement.same_document = same_document;
    agreement
}

#[test]
fn a_message_is_read_as_it_was_written() {
    let written = full().written().unwrap();
    assert_eq!(Message::read(&written), Ok(full()));
    let mut followed = written;
    followed.push(0);
    assert!(matches!(Message::read(&followed), Err(MessageError::Form(_))));
    // One that says nothing, and one of a later version that says more.
    assert_eq!(Message::read(&[0xa0]), Ok(Message::default()));
    let mut later = Vec::new();
    ciborium::into_writer(&serde_json::json!({"v": 2, "m": 5, "zz": [1, 2]}), &mut later).unwrap();
    assert_eq!(Message::read(&later), Ok(Message { version: 2, room: 5, ..Message::default() }));
}

#[test]
fn what_is_over_a_limit_is_refused_by_its_name_by_who_reads_and_who_writes() {
    let text = |bytes: usize| "x".repeat(bytes);
    let piece = full().pieces.remove(0);
    let long_piece = EditionPiece { tags: ByteBuf::from(vec![0; MOST_TAGS * 8 + 8]), ..piece.clone() };
    let question =
        Question { blinded: vec![Blinded(ByteArray::new([0; 32])); MOST_AT_ONCE + 1], ..Question::default() };
    let evaluated = vec![Evaluated(ByteArray::new([0; 32])); MOST_AT_ONCE + 1];
    let reply = Reply { answered: Some(Answered { evaluated, ..Answered::default() }), ..Reply::default() };
    let seen = full().seen.remove(0);
    let long_pair = Seen { pair: text(33), ..seen.clone() };
    let empty = Message::default;
    let over = [
        ("how far was spoken", Message { said: Head { number: 1, name: text(65) }, ..empty() }),
        ("withheld papers", Message { withheld: vec![Withheld::default(); 2_001], ..empty() }),
        (
            "withheld papers",
            Message { withheld: vec![Withheld { before: text(65), ..Withheld::default() }], ..empty() },
        ),
        ("papers given back", Message { given_back: vec![String::new(); 2_001], ..empty() }),
        ("places given back", Message { given_places: vec![Head::default(); 2_001], ..empty() }),
        ("the root that is kept", Message { root_kept: Some((text(65), 1)), ..empty() }),
        ("agreements", Message { agreements: vec![String::new(); 17], ..empty() }),
        ("agreements", Message { agreements: vec![text(MOST_AGREEMENT + 1)], ..empty() }),
        ("papers", Message { papers: vec![String::new(); 2_001], ..empty() }),
        ("papers", Message { papers: vec![text(MOST_PAPER + 1)], ..empty() }),
        ("the receipt", Message { receipt: Some(text((16 << 10) + 1)), ..empty() }),
        ("refusals", Message { refused: vec![(1, String::new()); 2_001], ..empty() }),
        ("refusals", Message { refused: vec![(1, text(33))], ..empty() }),
        ("the root", Message { root: Some(ByteBuf::from(vec![0; (64 << 10) + 1])), ..empty() }),
        ("the edition", Message { edition: Some(text((16 << 10) + 1)), ..empty() }),
        ("pieces of the edition", Message { pieces: vec![piece; 2_001], ..empty() }),
        ("pieces of the edition", Message { pieces: vec![long_piece], ..empty() }),
        ("questions about documents", Message { blinded: vec![Question::default(); 17], ..empty() }),
        ("questions about documents", Message { blinded: vec![question], ..empty() }),
        ("replies about documents", Message { evaluated: vec![Reply::default(); 17], ..empty() }),
        ("replies about documents", Message { evaluated: vec![reply], ..empty() }),
        ("marks", Message { seen: vec![seen; 2_001], ..empty() }),
        ("marks", Message { seen: vec![long_pair], ..empty() }),
    ];
    for (what, message) in over {
        assert_eq!(message.written(), Err(MessageError::Over(what)));
        let mut bytes = Vec::new();
        ciborium::into_writer(&message, &mut bytes).unwrap();
        assert_eq!(Message::read(&bytes), Err(MessageError::Over(what)));
    }
    assert_eq!(Message::read(&vec![0; MOST_MESSAGE + 1]), Err(MessageError::Over("bytes of the message")));
}

/// The fullest message by the limits of what is in it, with texts as short as they may be.
fn fullest() -> Message {
    let question = |number: u64| Question {
        number,
        edition: ByteArray::new([7; 32]),
        blinded: vec![Blinded(ByteArray::new([8; 32])); MOST_AT_ONCE],
    };
    let reply = |number: u64| Reply {
        number,
        answered: Some(Answered {
            evaluated: vec![Evaluated(ByteArray::new([9; 32])); MOST_AT_ONCE],
            proof: ByteArray::new([10; 64]),
        }),
        why_not: "quota".to_owned(),
    };
    let full = full();
    Message {
        agreements: vec!["a".to_owned(); 16],
        papers: vec!["p".to_owned(); 2_000],
        withheld: vec![full.withheld[0].clone(); 2_000],
        given_back: vec!["p".to_owned(); 2_000],
        refused: vec![(7, "pair".to_owned()); 2_000],
        pieces: vec![full.pieces[0].clone(); 2_000],
        blinded: (0..16).map(question).collect(),
        evaluated: (0..16).map(reply).collect(),
        seen: vec![full.seen[0].clone(); 2_000],
        ..full
    }
}

#[test]
fn no_value_of_a_message_takes_more_memory_than_is_counted_on() {
    let sizes = [
        size_of::<Withheld>(),
        size_of::<Question>(),
        size_of::<Reply>(),
        size_of::<EditionPiece>(),
        size_of::<Seen>(),
        size_of::<(u64, String)>(),
        size_of::<Blinded>(),
        size_of::<Evaluated>(),
    ];
    assert!(sizes.iter().all(|size| *size <= 150), "{sizes:?}");
}

/// CBOR's head of an array or a map.
fn head(kind: u8, count: u32) -> Vec<u8> {
    [&[(kind << 5) | 26][..], &count.to_be_bytes()].concat()
}

#[test]
fn millions_of_tiny_values_are_refused_before_anything_is_built_of_them_and_the_fullest_message_is_read() {
    let written = fullest().written().unwrap();
    assert_eq!(Message::read(&written), Ok(fullest()));
    let too_many = Err(MessageError::Over("values of the message"));
    let room = u32::try_from(MOST_MESSAGE).unwrap() - 100;
    for (field, value) in [("q", 0xa0), ("b", 0xa0), ("w", 0xa0), ("p", 0x60), ("x", 0x80), ("zz", 0x80), ("zz", 0)] {
        let name = [&[0x60 | u8::try_from(field.len()).unwrap()][..], field.as_bytes()].concat();
        let mut bytes = [vec![0xa1], name, head(4, room)].concat();
        bytes.resize(bytes.len() + room as usize, value);
        assert!(bytes.len() <= MOST_MESSAGE);
        assert_eq!(Message::read(&bytes), too_many, "{field} {value:x}");
    }
    // Deep in each other, and an array that claims what it does not hold.
    let deep = [&[0xa1, 0x62, b'z', b'z'][..], &[0x81; 1_000], &[0]].concat();
    assert_eq!(Message::read(&deep), Err(MessageError::Over("values that lie in each other")));
    let claims = [&[0xa1, 0x61, b'q'][..], &head(4, u32::MAX)[..], &[0xa0; 1_000]].concat();
    assert!(matches!(Message::read(&claims), Err(MessageError::Form(_))));
}

#[test]
fn marks_are_taken_only_of_joint_posts_if_the_agreement_says_so_once_and_of_these_days() {
    let seen = |pair: &str, minutes: i64| Seen::new("name", pair, at(minutes), Direction::Exit, &document(1));
    let taken = |agreement: &Agreement, came: Vec<Seen>| {
        let mut held = SeenWithinTheHour::default();
        held.take(agreement, came, at(0));
        held.len()
    };
    assert_eq!(taken(&joint(true), vec![seen("KRM", 0), seen("KRM", 0)]), 1, "twice is once");
    assert_eq!(taken(&joint(true), vec![seen("NAF", 0), seen("XXX", 0)]), 0, "no joint post");
    assert_eq!(taken(&joint(false), vec![seen("KRM", 0)]), 0, "not agreed");
    assert_eq!(taken(&joint(true), vec![seen("KRM", 14 * 60), seen("KRM", -14 * 60)]), 0, "of another day");
    // The oldest makes room for the newest.
    let mark = |number| Seen::new("name", "KRM", at(0), Direction::Exit, &document(number));
    let mut held = SeenWithinTheHour::default();
    held.take(&joint(true), (0..5_100).map(mark), at(0));
    assert!(held.len() == 5_000, "{}", held.len());
    let finds = |number| !held.find("name", "KRM", Direction::Entry, &document(number), at(1)).is_empty();
    assert!(finds(5_099) && finds(100) && !finds(0));
}

#[test]
fn a_mark_depends_on_all_that_it_is_made_of_and_no_two_texts_run_into_each_other() {
    let tag = crossing_tag("name", "KRM", 5, Direction::Exit, &document(1));
    // As the documented form says it: each part after its length.
    let mut text = Vec::new();
    for part in ["limen crossing tag 1", "name", "KRM", "5", "exit", "MLI B0000001"] {
        text.extend_from_slice(&(part.len() as u64).to_be_bytes());
        text.extend_from_slice(part.as_bytes());
    }
    assert_eq!(tag[..], ring::digest::digest(&ring::digest::SHA256, &text).as_ref()[..3]);
    for other in [
        crossing_tag("nam", "eKRM", 5, Direction::Exit, &document(1)),
        crossing_tag("name", "KRM5", 5, Direction::Exit, &document(1)),
        crossing_tag("name", "KRM", 6, Direction::Exit, &document(1)),
        crossing_tag("name", "KRM", 5, Direction::Entry, &document(1)),
        crossing_tag("name", "KRM", 5, Direction::Exit, &document(2)),
    ] {
        assert_ne!(tag, other);
    }
}
