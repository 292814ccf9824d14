//! The door of neighbours: whoever is slow or unknown holds no room there from those who are known.
#![allow(missing_docs)]

use axum::{
    Router,
    body::{Body, HttpBody, to_bytes},
    http::{Request, StatusCode},
};
use hyper::body::{Bytes, Frame};
use jiff::Timestamp;
use limen_domain::NodeId;
use limen_exchange::{
    ExchangeError, Identity, RefusalReason,
    https::{AnswersNeighbours, for_neighbours},
    neighbours::{MOST_SEALED_MESSAGE, Way, opened, sealed},
};
use limen_neighbour::{Message, Party};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

/// Answers what it is told with the same, and counts what is refused.
#[derive(Debug, Default)]
struct Echo {
    known: Vec<String>,
    refused: Mutex<BTreeMap<&'static str, usize>>,
}

impl AnswersNeighbours for Echo {
    async fn knows(&self, sender: &NodeId) -> Result<bool, ExchangeError> {
        Ok(self.known.iter().any(|known| known == sender.as_str()))
    }

    async fn answer(&self, message: Vec<u8>) -> Result<Vec<u8>, ExchangeError> {
        Ok(message)
    }

    fn refused(&self, refused: &ExchangeError) {
        *self.refused.lock().expect("counted").entry(refused.why.code()).or_default() += 1;
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

/// A body that begins and never goes on.
struct Stuck(Option<Bytes>);

impl HttpBody for Stuck {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.0.take() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            None => Poll::Pending,
        }
    }
}

/// A headquarters that speaks to another one.
struct Speaker {
    identity: Identity,
    party: Party,
}

impl Speaker {
    fn of(state: &str) -> Self {
        let identity = Identity::generate().expect("keys");
        let party =
            Party { state: state.parse().expect("a state"), name: state.to_owned(), key: identity.public_key() };
        Self { identity, party }
    }

    fn says(&self, to: &Self) -> Vec<u8> {
        let message = Message::with_room(1);
        sealed(&self.identity, (&self.party, &to.party), Way::First, Timestamp::UNIX_EPOCH, &message).expect("sealed")
    }
}

async fn sent(router: &Router, body: Body) -> (StatusCode, Bytes) {
    let request = Request::post("/neighbour/1").body(body).expect("a request");
    let answer = router.clone().oneshot(request).await.expect("answered");
    let status = answer.status();
    (status, to_bytes(answer.into_body(), usize::MAX).await.expect("read"))
}

#[tokio::test]
async fn strangers_and_whoever_knows_a_neighbours_name_hold_no_room_from_the_others_nor_from_that_neighbour() {
    let (guinea, mali, senegal) = (Speaker::of("GIN"), Speaker::of("MLI"), Speaker::of("SEN"));
    let known = [&mali, &senegal].map(|side| side.party.signs_as()).to_vec();
    let answers = Arc::new(Echo { known, ..Echo::default() });
    let router = for_neighbours(answers.clone());
    let stranger = Speaker::of("MLI").says(&guinea);
    let beginnings = [Vec::new(), b"LMN1".to_vec(), stranger[..60].to_vec(), mali.says(&guinea)[..60].to_vec()];
    let mut stuck = Vec::new();
    for begun in beginnings.iter().cycle().take(200).cloned() {
        let router = router.clone();
        let body = Body::new(Stuck(Some(Bytes::from(begun))));
        stuck.push(tokio::spawn(async move { sent(&router, body).await.0 }));
    }
    sleep(Duration::from_millis(200)).await;
    assert!(stuck.iter().filter(|one| !one.is_finished()).count() > 100, "they hold on");
    for speaker in [&senegal, &mali, &senegal] {
        let said = speaker.says(&guinea);
        let answered = timeout(Duration::from_secs(2), sent(&router, said.clone().into())).await.expect("at once");
        assert_eq!(answered, (StatusCode::OK, said.into()));
    }
    // Noise, and someone whom nobody knows, are refused by name.
    assert_eq!(sent(&router, vec![7; 5_000].into()).await.0, StatusCode::FORBIDDEN);
    assert_eq!(sent(&router, stranger.into()).await.0, StatusCode::FORBIDDEN);
    assert_eq!(sent(&router, b"LMN1".to_vec().into()).await.0, StatusCode::FORBIDDEN);
    let large = [mali.says(&guinea), vec![0; MOST_SEALED_MESSAGE]].concat();
    assert_eq!(sent(&router, large.into()).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    // Nobody holds on for long: those who said nothing are told within seconds.
    let ended = timeout(Duration::from_secs(15), async {
        for one in stuck.drain(..).enumerate().filter(|(at, _)| at % 4 != 3).map(|(_, one)| one) {
            one.await.expect("ended");
        }
    });
    ended.await.expect("within seconds");
    let refused = answers.refused.lock().expect("counted").clone();
    assert!(refused[RefusalReason::UnknownSender.code()] >= 51, "{refused:?}");
    assert!(refused[RefusalReason::TooLarge.code()] >= 101, "{refused:?}");
}

/// CBOR of a message with a field of so many empty maps.
fn of_empty_maps(count: u32) -> Vec<u8> {
    let mut bytes = [&[0xa1, 0x61, b'q', 0x9a][..], &count.to_be_bytes()].concat();
    bytes.resize(bytes.len() + count as usize, 0xa0);
    bytes
}

#[test]
fn a_message_that_a_neighbour_signed_is_held_against_its_limits_before_anything_is_built_of_it() {
    let (guinea, mali) = (Speaker::of("GIN"), Speaker::of("MLI"));
    let said = mali.says(&guinea);
    let (message, at) = opened(&said, (&mali.party, &guinea.party), Way::First).expect("opened");
    assert_eq!((message, at), (Message::with_room(1), Timestamp::UNIX_EPOCH));
    // The same seal around another body, as who has the key makes it.
    let body = of_empty_maps(4_000_000);
    let head = said.len() - 64 - Message::with_room(1).written().expect("written").len() - 4;
    let length = u32::try_from(body.len()).expect("a length").to_be_bytes();
    let mut signed = [&said[..head], &length[..], &body[..]].concat();
    signed.extend_from_slice(&mali.identity.sign(&signed));
    let refused = opened(&signed, (&mali.party, &guinea.party), Way::First).expect_err("over a limit");
    assert_eq!(refused.why, RefusalReason::TooLarge);
    assert!(refused.detail.contains("values of the message"), "{}", refused.detail);
}
