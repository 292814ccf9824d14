//! Nodes of different versions: one passes over what another says and it does not know.
#![allow(clippy::unwrap_used)]

use ciborium::Value;
use limen_domain::NodeId;
use limen_exchange::message::{Answer, Part, Question, Status};

fn to_value<T: serde::Serialize>(message: &T) -> Vec<(Value, Value)> {
    match Value::serialized(message).unwrap() {
        Value::Map(map) => map,
        other => panic!("a message is a map: {other:?}"),
    }
}

fn question() -> Question {
    Question {
        status: Status { version: "0.1.0".into(), journal: 7, ..Status::default() },
        journal: NodeId::parse("KRM").unwrap(),
        pieces: Vec::new(),
        ends: Vec::new(),
        reached: limen_store::ReferenceVersion::default(),
        reference: limen_store::ReferenceCursor::default(),
        known: Vec::new(),
        own: Vec::new(),
        contents: Vec::new(),
        wanted: Vec::new(),
        room: 1_000,
        certificate_until: None,
        witnessed: None,
        kept: None,
        source: None,
        is_signed: false,
        given: None,
        credentials: Vec::new(),
        seen_across: 0,
    }
}

#[test]
fn a_question_of_a_later_version_is_understood_as_far_as_it_goes() {
    let mut map = to_value(&question());
    map.push((Value::Text("weather".into()), Value::Text("harmattan".into())));
    let read: Question = Value::Map(map).deserialized().unwrap();
    assert_eq!(read.status.journal, 7);
}

#[test]
fn a_question_of_an_earlier_version_lacks_what_came_since() {
    // What the first version had to say: how it is, whose journal, and how much room there is.
    let needed = ["st", "jn", "rm"];
    let map = to_value(&question()).into_iter();
    let map = map.filter(|(key, _)| needed.iter().any(|needed| key.as_text() == Some(needed)));
    let read: Question = Value::Map(map.collect()).deserialized().unwrap();
    assert_eq!((read.room, read.pieces.len()), (1_000, 0));
}

#[test]
fn an_answer_may_hold_parts_that_only_a_later_version_understands() {
    let unknown = Value::Map(vec![(Value::Text("drone".into()), Value::Integer(3.into()))]);
    let mut bytes = Vec::new();
    ciborium::into_writer(&unknown, &mut bytes).unwrap();
    let known = Part::Wanted(vec!["ab".into()]).encode();
    let answer = Answer { parts: vec![serde_bytes::ByteBuf::from(bytes), known], ..Answer::default() };
    let mut map = to_value(&answer);
    map.push((Value::Text("mood".into()), Value::Null));
    let read: Answer = Value::Map(map).deserialized().unwrap();
    let parts: Vec<Part> = read.parts.iter().filter_map(|part| Part::decode(part)).collect();
    assert!(matches!(&parts[..], [Part::Wanted(wanted)] if wanted == &["ab".to_owned()]));
}
