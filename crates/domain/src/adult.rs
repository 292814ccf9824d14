//! With which adult a minor crosses: who may be named, and why nobody is.

use crate::{CrossingId, DecisionKind, Direction, Name, PartyId, PostId, coded::coded};
use jiff::{SignedDuration, Timestamp};

/// How long ago an adult of no party may have passed this post to be offered: a family passes together, and an adult
/// who passed longer ago is more likely a stranger than a parent.
pub const ACCOMPANIES_WITHIN: SignedDuration = SignedDuration::from_mins(30);

coded! {
    /// Why the adult whom a minor crosses with is not named.
    "reasons why no adult is named"
    pub enum AdultUnnamed {
        /// Passed earlier, or at another post: the family meets beyond the border.
        CrossedBefore = "crossed-before",
        /// Passes without being recorded one by one: a neighbour, or a national where they are only counted.
        NotRecorded = "not-recorded",
        /// Was refused or referred: the minor does not pass without them at the first line.
        NotPassing = "not-passing",
    }
}

/// What decides which adults may be named for a minor at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinorAt {
    /// Where.
    pub post: PostId,
    /// Which way.
    pub direction: Direction,
    /// The party they cross with.
    pub party: Option<PartyId>,
    /// Since when: the referral, where one is settled.
    pub since: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// What decides whether a minor may be tied to an adult who has crossed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adult {
    /// Their crossing.
    pub id: CrossingId,
    /// Their name.
    pub name: Name,
    /// Their document's number; empty where they have none.
    pub document: String,
    /// Where.
    pub post: PostId,
    /// Which way.
    pub direction: Direction,
    /// The party they crossed with.
    pub party: Option<PartyId>,
    /// When it was decided.
    pub at: Timestamp,
    /// How it was decided.
    pub decision: DecisionKind,
    /// Whether they stand at a counter again, or were decided anew since.
    pub is_under_way: bool,
    /// Whether an alert was confirmed to be about them.
    pub is_confirmed: bool,
}

impl Adult {
    /// Whether a minor may be tied to this adult: one who passed here, the same way, with nothing open about them, and
    /// who belongs to the minor's party or passed a short time ago.
    pub fn may_accompany(&self, minor: &MinorAt) -> bool {
        let passed = self.decision.crossed() && !self.is_under_way && !self.is_confirmed;
        let is_of_party = minor.party.is_some() && self.party == minor.party;
        let is_recent = self.at >= minor.since - ACCOMPANIES_WITHIN && self.at <= minor.now;
        passed && self.post == minor.post && self.direction == minor.direction && (is_of_party || is_recent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn minor() -> MinorAt {
        let now = "2026-11-27T08:00:00Z".parse().expect("a moment");
        let post = PostId::parse("KRM").expect("a post");
        MinorAt { post, direction: Direction::Entry, party: None, since: now, now }
    }

    /// Someone admitted five minutes before.
    fn adult() -> Adult {
        Adult {
            id: CrossingId(Uuid::nil()),
            name: Name { primary: "BANGOURA".into(), secondary: "AWA".into(), truncated: false },
            document: "GN300".into(),
            post: minor().post,
            direction: Direction::Entry,
            party: None,
            at: minor().now - SignedDuration::from_mins(5),
            decision: DecisionKind::Admit,
            is_under_way: false,
            is_confirmed: false,
        }
    }

    #[test]
    fn a_minor_is_tied_to_nobody_who_was_not_let_through_a_moment_ago_at_the_same_post() {
        assert!(adult().may_accompany(&minor()));
        for decision in DecisionKind::ALL.iter().filter(|decision| !decision.crossed()) {
            assert!(!Adult { decision: *decision, ..adult() }.may_accompany(&minor()), "{decision}");
        }
        let other_post = PostId::parse("ZEG").expect("a post");
        let stranger = [
            Adult { post: other_post, ..adult() },
            Adult { direction: Direction::Exit, decision: DecisionKind::LetDepart, ..adult() },
            Adult { is_under_way: true, ..adult() },
            Adult { is_confirmed: true, ..adult() },
            Adult { at: minor().now - SignedDuration::from_mins(31), ..adult() },
            Adult { at: minor().now + SignedDuration::from_mins(1), ..adult() },
            Adult { party: Some(PartyId(Uuid::max())), at: minor().now - SignedDuration::from_hours(3), ..adult() },
        ];
        for stranger in stranger {
            assert!(!stranger.may_accompany(&minor()), "{stranger:?}");
        }
    }

    #[test]
    fn a_minor_who_was_referred_finds_the_adults_of_then_and_those_who_were_decided_since() {
        let referred = MinorAt { since: minor().now - SignedDuration::from_hours(2), ..minor() };
        for minutes in [149, 125, 5] {
            assert!(Adult { at: minor().now - SignedDuration::from_mins(minutes), ..adult() }.may_accompany(&referred));
        }
    }

    #[test]
    fn an_adult_of_the_same_party_may_have_passed_longer_ago() {
        let party = Some(PartyId(Uuid::max()));
        let minor = MinorAt { party, ..minor() };
        let at = minor.now - SignedDuration::from_hours(3);
        assert!(Adult { party, at, ..adult() }.may_accompany(&minor));
        assert!(!Adult { party, at, decision: DecisionKind::Refer, ..adult() }.may_accompany(&minor));
    }
}
