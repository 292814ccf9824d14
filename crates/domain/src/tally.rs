//! Tallies: headcounts of people who cross without being registered one by one, in the groups of IOM's flow monitoring
//! (Displacement Tracking Matrix, flow monitoring registry). They are kept apart from crossings everywhere.

use crate::{AccountId, Direction, Mode, PostId, Sex, coded::coded, ids::uuid_id};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

uuid_id!(
    /// One tally: what one officer counted at one place without a break.
    TallyId
);

coded! {
    /// How old someone looks.
    "age groups of a tally"
    pub enum TallyAge {
        /// Below 5.
        Infant = "0-4",
        /// 5 to 17.
        Child = "5-17",
        /// 18 to 59.
        Adult = "18-59",
        /// 60 and over.
        Elder = "60",
    }
}

coded! {
    /// What makes someone more exposed than others, as far as it is seen in passing.
    "vulnerabilities"
    pub enum Vulnerability {
        /// Pregnant or nursing.
        Pregnant = "pregnant",
        /// Moves or sees with difficulty.
        Disabled = "disabled",
        /// A child with no adult near.
        ChildAlone = "child-alone",
        /// Ill, hurt or exhausted.
        Ill = "ill",
    }
}

/// How many people of one group passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyCount {
    /// Their sex as seen.
    pub sex: Sex,
    /// How old they looked.
    pub age: TallyAge,
    /// What made them more exposed, if anything did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vulnerability: Option<Vulnerability>,
    /// How many.
    pub people: u32,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Its identifier, given where it was counted: sent twice, it counts once.
    pub id: TallyId,
    /// The post.
    pub post: PostId,
    /// Where it was counted: empty at the post itself, otherwise a path or a ford.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// By whom.
    pub officer: AccountId,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// Which way they went.
    pub direction: Direction,
    /// How they travelled.
    pub mode: Mode,
    /// How many of each group; no group twice, none empty.
    pub counts: Vec<TallyCount>,
}

/// The longest name of a place, in characters.
pub const LONGEST_PLACE: usize = 60;

/// Maximum number of people of one group in one tally: a slip of the thumb is not a crowd.
const MOST_PEOPLE: u32 = 10_000;

/// Why a tally makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTallyError {
    /// Nobody was counted, or too many of one group.
    #[error("a tally counts 1 to {MOST_PEOPLE} people of each group that it names, and each group once")]
    Counts,
    /// It ends before it begins, or lies in the future.
    #[error("a tally ends after it begins, and not in the future")]
    Times,
}

impl Tally {
    /// Whether it can have been counted so, as seen at `now`.
    ///
    /// # Errors
    /// [`InvalidTallyError`] says what can't have been counted so.
    pub fn check(&self, now: Timestamp) -> Result<(), InvalidTallyError> {
        let group = |count: &TallyCount| (count.sex, count.age, count.vulnerability);
        let mut groups: Vec<_> = self.counts.iter().map(group).collect();
        groups.sort_unstable();
        let is_doubled = groups.windows(2).any(|pair| pair[0] == pair[1]);
        let fits = self.counts.iter().all(|count| (1..=MOST_PEOPLE).contains(&count.people));
        if self.counts.is_empty() || is_doubled || !fits {
            return Err(InvalidTallyError::Counts);
        }
        // A phone's clock may be a little ahead of the post's.
        let latest = now + jiff::SignedDuration::from_mins(10);
        if self.to < self.from || self.to > latest { Err(InvalidTallyError::Times) } else { Ok(()) }
    }

    /// How many people were counted.
    pub fn people(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(count.people)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    fn tally(counts: Vec<TallyCount>) -> Tally {
        let from = Timestamp::UNIX_EPOCH;
        Tally {
            id: TallyId(uuid::Uuid::nil()),
            post: PostId::parse("KRM").expect("a post"),
            place: String::new(),
            officer: AccountId::parse("awa").expect("an account"),
            from,
            to: from + SignedDuration::from_mins(5),
            direction: Direction::Entry,
            mode: Mode::Foot,
            counts,
        }
    }

    fn women(people: u32) -> TallyCount {
        TallyCount { sex: Sex::Female, age: TallyAge::Adult, vulnerability: None, people }
    }

    #[test]
    fn a_tally_counts_somebody_each_group_once_and_not_in_the_future() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        assert_eq!(tally(vec![women(3)]).check(now), Ok(()));
        assert_eq!(tally(vec![women(3)]).people(), 3);
        for counts in [vec![], vec![women(0)], vec![women(1), women(2)], vec![women(1_000_000)]] {
            assert_eq!(tally(counts).check(now), Err(InvalidTallyError::Counts));
        }
        assert_eq!(
            tally(vec![women(3)]).check(Timestamp::UNIX_EPOCH - SignedDuration::from_hours(1)),
            Err(InvalidTallyError::Times)
        );
    }
}
