//! What reads bytes from outside, for the fuzzer and the tests of its corpus: as if everything were signed.

use crate::{
    message::{Answer, Part, Question},
    seal::Sealed,
};

/// Reads a sealed message, or the body of one. Whatever it holds, its events have the numbers that follow one
/// another, and its texts are no more than any message may hold.
pub fn message(bytes: &[u8]) {
    let body = Sealed::read(bytes).map_or(bytes, |sealed| sealed.body());
    if let Ok(question) = ciborium::from_reader::<Question, _>(body) {
        question.pieces.iter().for_each(events);
    }
    if let Ok(answer) = ciborium::from_reader::<Answer, _>(body) {
        answer.parts.iter().filter_map(|part| Part::decode(part)).for_each(part);
    }
    if let Some(one) = Part::decode(body) {
        part(one);
    }
}

fn part(part: Part) {
    match part {
        Part::Reference(packed) => drop(packed.unpack()),
        Part::Root(root) => drop(root.goes_on(&[7; 32], Some(&root.note), &[])),
        Part::Known(packed) => drop(packed.unpack()),
        Part::Journal(piece) => events(&piece),
        Part::Wanted(_) | Part::Content(_) | Part::Certificate(_) | Part::Across(_) => {}
    }
}

fn events(piece: &crate::piece::JournalPiece) {
    if let Ok(events) = piece.events() {
        assert!(events.iter().zip(piece.first..).all(|(event, seq)| event.seq == seq));
        assert!(events.len() <= limen_store::MOST_EVENTS);
    }
}
