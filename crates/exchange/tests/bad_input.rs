//! What headquarters and posts do with what is not as it should be: it is refused with a reason, noted, and changes
//! nothing.
//!
//! `LIMEN_CORPUS=1` writes sound messages into the fuzzer's corpus.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::{SignedDuration, Timestamp};
use limen_domain::{Event, NodeId, PostId};
use limen_exchange::{
    Authority, ExchangeError, Headquarters, Identity, PostNode, RefusalReason,
    message::{Question, SignedEnd},
    packed::{Packed, UnpackError},
    piece::JournalPiece,
    post::{Ask, BelongsTo},
    seal::{Kind, Sealed, seal},
    stick,
};
use limen_store::{JournalEvent, RefusalCount, Time};
use std::{io::Write, path::Path};
use support::{new_store, noon};
use tempfile::TempDir;

fn node(id: &str) -> NodeId {
    NodeId::parse(id).unwrap()
}

struct World {
    _folder: TempDir,
    headquarters: Headquarters,
    post: PostNode,
    now: Timestamp,
}

impl World {
    /// Headquarters, and a post that has recorded a few things.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = noon();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("HQ")).unwrap();
        std::fs::create_dir(at("KRM")).unwrap();
        let (identity, authority) = (Identity::generate().unwrap(), Authority::create(&at("HQ"), "HQ", now).unwrap());
        let belongs_to = BelongsTo {
            headquarters: node("HQ"),
            public_key: limen_store::hex(&identity.public_key()),
            recipient: identity.recipient(),
            address: "https://localhost".into(),
        };
        let store = new_store(&at("HQ"), &node("HQ"), &Time::standing_at(now)).await;
        let headquarters = Headquarters::new(store, identity, authority);
        let post = Self::enrol(&headquarters, &belongs_to, &at("KRM"), "KRM", now).await;
        for _ in 0..5 {
            post.store().append(None, vec![Event::NodeStarted { version: "1".into() }], None).await.unwrap();
        }
        Self { _folder: folder, headquarters, post, now }
    }

    async fn enrol(headquarters: &Headquarters, to: &BelongsTo, folder: &Path, id: &str, now: Timestamp) -> PostNode {
        let identity = Identity::generate().unwrap();
        let (code, until) = ([id.len() as u8; 32], now + SignedDuration::from_hours(1));
        headquarters.store().invite(None, code, &PostId::parse(id).unwrap(), until).await.unwrap();
        let enrolled = headquarters.store().enrol(code, identity.public_key(), &identity.recipient(), now).await;
        let member = enrolled.unwrap().unwrap();
        let store = new_store(folder, &member.id, &Time::standing_at(now)).await;
        PostNode::belong(&store, to).await.unwrap();
        PostNode::new(store, identity).await.unwrap()
    }

    async fn question(&self, now: Timestamp) -> Vec<u8> {
        self.post.question(now, &Ask { bytes: 100_000, room: 100_000, ..Ask::default() }).await.unwrap()
    }

    /// A question that the post signs, whatever is in it.
    async fn signed(&self, change: impl FnOnce(&mut Question)) -> Vec<u8> {
        let sound = self.question(self.now).await;
        let key = self.post.identity().public_key();
        let mut question: Question = Sealed::read(&sound).unwrap().open(Kind::Question, &node("HQ"), &key).unwrap();
        change(&mut question);
        seal(self.post.identity(), Kind::Question, &node("KRM"), &node("HQ"), self.now, &question).unwrap()
    }

    async fn refuses(&self, bytes: &[u8]) -> RefusalReason {
        let held = self.headquarters.store().journals().await.unwrap();
        let before = self.headquarters.store().refusals(100).await.unwrap();
        let ExchangeError { why, .. } = self.headquarters.answer(bytes, self.now).await.unwrap_err();
        assert_eq!(self.headquarters.store().journals().await.unwrap(), held, "{why:?} changed something");
        let after = self.headquarters.store().refusals(100).await.unwrap();
        let times = |noted: &[RefusalCount], why: Option<RefusalReason>| -> i64 {
            noted
                .iter()
                .filter(|refused| why.is_none_or(|why| refused.last.why == why.code()))
                .map(|refused| refused.times)
                .sum()
        };
        assert_eq!(times(&after, Some(why)), times(&before, Some(why)) + 1, "{why:?} is counted");
        assert_eq!(times(&after, None), times(&before, None) + 1);
        why
    }
}

#[tokio::test]
async fn a_message_cut_anywhere_or_with_any_byte_changed_is_refused_and_noted() {
    let world = World::new().await;
    let sound = world.question(world.now).await;
    for length in 0..sound.len() {
        assert_eq!(world.refuses(&sound[..length]).await, RefusalReason::Damaged);
    }
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x10;
        let why = world.refuses(&bytes).await;
        assert!(
            matches!(why, RefusalReason::Damaged | RefusalReason::NotSigned | RefusalReason::UnknownSender),
            "byte {at}: {why:?}"
        );
    }
    let mut longer = sound.clone();
    longer.push(0);
    assert_eq!(world.refuses(&longer).await, RefusalReason::Damaged);
    assert!(world.headquarters.answer(&sound, world.now).await.is_ok(), "the sound one is taken in after all that");
}

#[tokio::test]
async fn a_message_for_another_of_a_stranger_from_the_future_or_of_a_revoked_post_is_refused() {
    let world = World::new().await;
    let (me, hq) = (world.post.identity(), node("HQ"));
    let sound = world.question(world.now).await;
    let question: Question = Sealed::read(&sound).unwrap().open(Kind::Question, &hq, &me.public_key()).unwrap();
    let elsewhere = seal(me, Kind::Question, &node("KRM"), &node("ZEG"), world.now, &question).unwrap();
    assert_eq!(world.refuses(&elsewhere).await, RefusalReason::NotForUs);
    let stranger = Identity::generate().unwrap();
    let foreign = seal(&stranger, Kind::Question, &node("ZEG"), &hq, world.now, &question).unwrap();
    assert_eq!(world.refuses(&foreign).await, RefusalReason::UnknownSender);
    let forged = seal(&stranger, Kind::Question, &node("KRM"), &hq, world.now, &question).unwrap();
    assert_eq!(world.refuses(&forged).await, RefusalReason::NotSigned);
    let as_answer = seal(me, Kind::Answer, &node("KRM"), &hq, world.now, &question).unwrap();
    assert_eq!(world.refuses(&as_answer).await, RefusalReason::Damaged);
    let future = world.question(world.now + SignedDuration::from_hours(48)).await;
    assert_eq!(world.refuses(&future).await, RefusalReason::FromTheFuture);
    world.headquarters.store().revoke(None, &node("KRM"), &"stolen".parse().unwrap()).await.unwrap();
    assert_eq!(world.refuses(&sound).await, RefusalReason::Revoked);
}

#[tokio::test]
async fn a_post_can_send_no_journal_but_its_own() {
    let world = World::new().await;
    let other = world.signed(|question| question.pieces[0].journal = node("ZEG")).await;
    assert_eq!(world.refuses(&other).await, RefusalReason::NotTheirs);
    let similar = world.signed(|question| question.pieces[0].journal = node("KRM2")).await;
    assert_eq!(world.refuses(&similar).await, RefusalReason::NotTheirs);
    let headquarters = world.signed(|question| question.journal = node("HQ")).await;
    assert_eq!(world.refuses(&headquarters).await, RefusalReason::NotTheirs);
    let unsigned = world.signed(|question| question.ends[0].signature[5] ^= 1).await;
    let refused = world.headquarters.answer(&unsigned, world.now).await.unwrap_err();
    assert_eq!(refused.why, RefusalReason::NotSigned);
}

/// What headquarters answers to a question with this piece.
async fn rejected(world: &World, piece: JournalPiece) -> Option<RefusalReason> {
    let question = world
        .signed(|question| {
            question.pieces = vec![piece];
            question.ends.clear();
        })
        .await;
    let answer = world.headquarters.answer(&question, world.now).await.unwrap();
    world.post.open(&answer).await.unwrap().rejected.map(|rejected| rejected.why)
}

#[tokio::test]
async fn a_wrong_number_a_changed_event_and_a_second_history_are_told_apart() {
    let world = World::new().await;
    let events = world.post.store().journal_after(&node("KRM"), 0, usize::MAX).await.unwrap();
    let krm = node("KRM");
    let hash = |after: i64| world.post.store().hash_at(&krm, after);
    let late = JournalPiece::new(&node("KRM"), hash(2).await.unwrap().unwrap(), &events[2..]);
    assert_eq!(rejected(&world, late).await, Some(RefusalReason::Gap));
    let mut changed: Vec<JournalEvent> = events.clone();
    changed[1].payload = Some(r#"{"kind":"node-started","version":"2"}"#.into());
    // Its hash is not the one that the next piece goes on from.
    assert_eq!(rejected(&world, JournalPiece::new(&node("KRM"), [0; 32], &changed[..2])).await, None);
    let rest = JournalPiece::new(&node("KRM"), hash(2).await.unwrap().unwrap(), &events[2..]);
    assert_eq!(rejected(&world, rest).await, Some(RefusalReason::Fork));
    let noted = world.headquarters.store().refusals(1).await.unwrap();
    assert_eq!((noted[0].last.why.as_str(), noted[0].last.sender.clone()), ("fork", Some(node("KRM"))));
}

/// Zeros, compressed; and nothing drawn out.
fn bomb(bytes: usize) -> Packed {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    let block = vec![b'0'; 1 << 20];
    for _ in 0..bytes >> 20 {
        encoder.write_all(&block).unwrap();
    }
    let frame = encoder.finish().unwrap();
    assert!(frame.len() < 256 << 10, "a gigabyte travels in {} bytes", frame.len());
    let map = ciborium::Value::Map(vec![
        (ciborium::Value::Text("d".into()), ciborium::Value::Integer(0.into())),
        (ciborium::Value::Text("z".into()), ciborium::Value::Bytes(frame)),
        (ciborium::Value::Text("u".into()), ciborium::Value::Bytes(Vec::new())),
    ]);
    map.deserialized().unwrap()
}

#[test]
fn a_gigabyte_of_zeros_is_left_off_where_the_limit_is() {
    assert_eq!(bomb(1 << 30).unpack(1_000), Err(UnpackError::TooLarge));
}

#[tokio::test]
async fn a_fork_shows_even_where_only_the_signed_end_differs() {
    let world = World::new().await;
    world.headquarters.answer(&world.question(world.now).await, world.now).await.unwrap();
    let me = world.post.identity();
    let question = world
        .signed(|question| {
            let head = limen_store::JournalHead { seq: 3, hash: [7; 32] };
            question.pieces.clear();
            question.ends = vec![SignedEnd::sign(me, &node("KRM"), head)];
        })
        .await;
    let answer = world.headquarters.answer(&question, world.now).await.unwrap();
    let rejected = world.post.open(&answer).await.unwrap().rejected.unwrap();
    assert_eq!((rejected.why, rejected.seq), (RefusalReason::Fork, 3));
}

#[tokio::test]
async fn a_stick_cut_anywhere_is_named_and_what_stands_before_the_cut_does_no_harm() {
    let world = World::new().await;
    let ask = limen_exchange::Status::default();
    let sound = world.post.export(1 << 20, &ask, &[], world.now).await.unwrap();
    for length in (0..sound.len()).step_by(7) {
        match world.headquarters.import(&sound[..length], world.now).await {
            Ok(imported) => assert!(!imported.refused.is_empty()),
            Err(refused) => {
                assert!(matches!(refused.why, RefusalReason::Damaged | RefusalReason::NotForUs), "{refused}")
            }
        }
    }
    assert!(stick::read(&b""[..], world.headquarters.identity()).is_err());
    let imported = world.headquarters.import(&sound[..], world.now).await.unwrap();
    assert!(imported.refused.is_empty());
}

#[tokio::test]
async fn the_fuzzers_corpus_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/message");
    if std::env::var_os("LIMEN_CORPUS").is_some() {
        let world = World::new().await;
        let question = world.question(world.now).await;
        let answer = world.headquarters.answer(&question, world.now).await.unwrap();
        std::fs::write(folder.join("question"), &question).unwrap();
        std::fs::write(folder.join("answer"), &answer).unwrap();
        let journal = JournalPiece::new(
            &node("KRM"),
            [0; 32],
            &world.post.store().journal_after(&node("KRM"), 0, usize::MAX).await.unwrap(),
        );
        let part = limen_exchange::message::Part::Journal(journal).encode();
        std::fs::write(folder.join("part"), part).unwrap();
    }
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        limen_exchange::fuzzing::message(&std::fs::read(entry.unwrap().path()).unwrap());
        read += 1;
    }
    assert!(read >= 3);
}
