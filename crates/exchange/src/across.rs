//! What a neighbour's halves of joint posts recorded within the hour, on its way to the posts beside them: in memory alone, on
//! no disk and in no journal.

use jiff::Timestamp;
use limen_domain::{PostId, StateCode};
use limen_neighbour::{MARK_KEPT, Seen, SeenWithinTheHour, SignedAgreement};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Maximum number of marks that a post is told at once, and that it holds.
const MOST: usize = 2_000;

/// A mark, as a post is told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenAcross {
    /// When it came to headquarters, in milliseconds since 1970: the post asks for what came after.
    #[serde(rename = "c")]
    pub came: i64,
    /// Under which agreement: the SHA-256 of its text.
    #[serde(rename = "g")]
    pub agreement: String,
    /// The mark.
    #[serde(rename = "s")]
    pub seen: Seen,
}

/// What headquarters holds of its neighbours' marks, by agreement.
#[derive(Debug, Default)]
pub struct Across(Mutex<BTreeMap<String, (SignedAgreement, SeenWithinTheHour)>>);

impl Across {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, (SignedAgreement, SeenWithinTheHour)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what came under an agreement in force; what it does not allow is left.
    pub fn take(&self, signed: &SignedAgreement, came: &[Seen], now: Timestamp) {
        let mut all = self.all();
        let (_, held) = all.entry(signed.name()).or_insert_with(|| (signed.clone(), SeenWithinTheHour::default()));
        held.take(&signed.agreement, came.iter().cloned(), now);
    }

    /// Lets go of what is older than an hour, and of what came under agreements that are not in force any more.
    pub fn forget(&self, in_force: impl Fn(&str) -> bool, now: Timestamp) {
        let mut all = self.all();
        all.retain(|name, _| in_force(name));
        all.values_mut().for_each(|(_, held)| held.forget(now));
    }

    /// What a post of this state is told: marks of its pairs that came after a moment.
    pub fn for_post(&self, (own, post): (StateCode, &PostId), after: i64, now: Timestamp) -> Vec<SeenAcross> {
        // A headquarters whose clock was put back tells everything again.
        let now_ms = now.as_millisecond();
        let after = if after > now_ms { 0 } else { after };
        let all = self.all();
        let mut told = Vec::new();
        for (agreement, (signed, held)) in all.iter() {
            for pair in signed.agreement.pairs.iter().filter(|pair| pair.posts.get(&own) == Some(post)) {
                let marks = held.of_pair(&pair.code, now).map(|(came, seen)| (came.as_millisecond(), seen));
                told.extend(
                    marks.filter(|(came, _)| *came > after && *came <= now_ms).map(|(came, seen)| SeenAcross {
                        came,
                        agreement: agreement.clone(),
                        seen: seen.clone(),
                    }),
                );
            }
        }
        told.sort_by_key(|one| one.came);
        let over = told.len().saturating_sub(MOST);
        told.drain(..over);
        told
    }
}

/// What a post holds of it.
#[derive(Debug, Default)]
pub struct AtPost(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    marks: Vec<(Timestamp, SeenAcross)>,
    last: i64,
}

impl AtPost {
    fn held(&self, now: Timestamp) -> MutexGuard<'_, Held> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.marks.retain(|(came, _)| now.duration_since(*came).abs() <= MARK_KEPT);
        held
    }

    /// Takes what headquarters told.
    pub fn take(&self, told: Vec<SeenAcross>, now: Timestamp) {
        let mut held = self.held(now);
        held.last = told.iter().map(|one| one.came).max().unwrap_or(held.last);
        for one in told.into_iter().take(MOST) {
            if !held.marks.iter().any(|(_, known)| known.seen == one.seen) {
                held.marks.push((now, one));
            }
        }
        let over = held.marks.len().saturating_sub(MOST);
        held.marks.drain(..over);
    }

    /// When the last of it came to headquarters, in milliseconds since 1970; 0 for none.
    pub fn last(&self, now: Timestamp) -> i64 {
        self.held(now).last
    }

    /// What was told within the hour.
    pub fn marks(&self, now: Timestamp) -> Vec<SeenAcross> {
        self.held(now).marks.iter().map(|(_, one)| one.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use limen_domain::{Direction, DocumentKey};

    #[test]
    fn a_post_holds_a_mark_once_and_for_an_hour() {
        let now: Timestamp = "2031-03-10T12:00:00Z".parse().expect("a moment");
        let document: DocumentKey = "MLI AB12".parse().expect("a document");
        let seen = Seen::new("agreement", "KRM", now, Direction::Exit, &document);
        let told = SeenAcross { came: now.as_millisecond(), agreement: "agreement".into(), seen };
        let post = AtPost::default();
        post.take(vec![told.clone(), told.clone()], now);
        post.take(vec![told.clone()], now + SignedDuration::from_mins(20));
        assert_eq!(post.marks(now + MARK_KEPT), [told]);
        assert_eq!(post.last(now), now.as_millisecond());
        assert!(post.marks(now + MARK_KEPT + SignedDuration::from_secs(1)).is_empty());
    }
}
