//! The same document within the hour, at a joint post: a mark so short that it says "probably the same" to who holds the
//! document in hand, and little to who does not.
//!
//! A mark is 24 bits of a hash that anyone can compute. **It is no secret**: who tries ten million numbers finds about one
//! that fits by chance, beside the right one if that is among them; of the numbers of all states some dozens fit. So it
//! proves nothing, but who already thinks of one document learns whether it probably passed. That is what the two sides of one
//! building may know by their agreement (`same_document`), and why marks are kept for an hour and nowhere else. A longer or a
//! keyed hash would be no better: the other side must be able to compute it, so it could try all numbers, and a long one
//! would prove each hit.
//!
//! **False matches**: an officer who looks one document up among `n` marks of the hour is told wrongly once in 2²⁴ ÷ n
//! times: with 500 people an hour once in 33,000 looks. It is a hint for an officer, never a record.

use crate::{Agreement, CLOCKS};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{Direction, DocumentKey};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;
use sha2::{Digest, Sha256};

/// What the text begins with that is hashed.
const LABEL: &str = "limen crossing tag 1";
/// For how long a mark is kept.
pub const MARK_KEPT: SignedDuration = SignedDuration::from_hours(1);
/// Maximum number of marks that are kept, of all pairs.
const MOST_KEPT: usize = 5_000;

/// The mark of a document that was recorded at a pair's post in an hour (whole hours since 1970, by the clock of who recorded
/// it) and a direction (as who recorded it sees it): the first 24 bits of SHA-256 over the parts, each after its length in
/// eight bytes, most significant first. The hour is written in decimal digits.
pub fn crossing_tag(agreement: &str, pair: &str, hour: i64, direction: Direction, document: &DocumentKey) -> [u8; 3] {
    let mut hasher = Sha256::new();
    for part in [LABEL, agreement, pair, &hour.to_string(), direction.code(), &document.to_string()] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let hash: [u8; 32] = hasher.finalize().into();
    [hash[0], hash[1], hash[2]]
}

/// The hour of a moment, as [`crossing_tag`] takes it.
pub fn hour_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3_600)
}

/// Someone was recorded at the other side's half of a joint post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The pair's code.
    #[serde(rename = "p")]
    pub pair: String,
    /// The mark of the document.
    #[serde(rename = "t")]
    pub tag: ByteArray<3>,
    /// When, by the clock of who recorded it.
    #[serde(rename = "a")]
    pub at: Timestamp,
    /// Which way, as who recorded it sees it.
    #[serde(rename = "d")]
    pub direction: Direction,
}

impl Seen {
    /// What the other side is told of a crossing.
    pub fn new(agreement: &str, pair: &str, at: Timestamp, direction: Direction, document: &DocumentKey) -> Self {
        let tag = crossing_tag(agreement, pair, hour_of(at), direction, document);
        Self { pair: pair.to_owned(), tag: ByteArray::new(tag), at, direction }
    }
}

/// What the other side's halves of joint posts recorded, for an hour by the clock of who holds it, from when it came. It is
/// held in memory alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeenWithinTheHour(Vec<(Timestamp, Seen)>);

impl SeenWithinTheHour {
    /// Takes what came, if the agreement says so for its pair. What came before stands once; what is of another day is left,
    /// and the oldest makes room for the newest.
    pub fn take(&mut self, agreement: &Agreement, came: impl IntoIterator<Item = Seen>, now: Timestamp) {
        self.forget(now);
        let is_joint = |code: &str| agreement.pair(code).is_some_and(|pair| pair.is_joint);
        for seen in came {
            let is_near = seen.at.duration_since(now).abs() <= CLOCKS + MARK_KEPT;
            let is_agreed = agreement.same_document && is_joint(&seen.pair) && is_near;
            if is_agreed && !self.0.iter().any(|(_, held)| held.tag == seen.tag && *held == seen) {
                self.0.push((now, seen));
            }
        }
        let over = self.0.len().saturating_sub(MOST_KEPT);
        self.0.drain(..over);
    }

    /// Drops what came more than an hour ago, or, where the clock was put back, what has not come yet.
    pub fn forget(&mut self, now: Timestamp) {
        self.0.retain(|(came, _)| now.duration_since(*came).abs() <= MARK_KEPT);
    }

    /// What the other side probably recorded of the document that is recorded here in a direction: its exit is our entry. The
    /// newest comes first.
    pub fn find(
        &self,
        agreement: &str,
        pair: &str,
        direction: Direction,
        document: &DocumentKey,
        now: Timestamp,
    ) -> Vec<&Seen> {
        let theirs = direction.other();
        let is_it = |seen: &Seen| {
            seen.pair == pair
                && seen.direction == theirs
                && *seen.tag == crossing_tag(agreement, pair, hour_of(seen.at), theirs, document)
        };
        let held = self.0.iter().rev().filter(|(came, _)| now.duration_since(*came).abs() <= MARK_KEPT);
        held.map(|(_, seen)| seen).filter(|seen| is_it(seen)).collect()
    }

    /// What is held of a pair, with when it came, the oldest first.
    pub fn of_pair<'a>(&'a self, pair: &'a str, now: Timestamp) -> impl Iterator<Item = (Timestamp, &'a Seen)> {
        let held =
            self.0.iter().filter(move |(came, seen)| seen.pair == pair && now.duration_since(*came).abs() <= MARK_KEPT);
        held.map(|(came, seen)| (*came, seen))
    }

    /// How many are held.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
