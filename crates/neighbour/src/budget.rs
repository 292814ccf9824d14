//! How much of a neighbour's line is taken on a day: what keeps one that has a valid key from filling the disk. What is over it
//! is left, and not refused for good: the line stands still at that paper, the receipt says so, and it goes on the next day.

use crate::MOST_MESSAGE;

/// Maximum number of papers of a neighbour on a day, whether they are let through, refused or withheld: each takes a place in
/// the line and an event in the journal, and makes one fact at most.
pub const MOST_PAPERS_A_DAY: u32 = 2_000;
/// Maximum bytes of papers on a day.
pub const MOST_BYTES_A_DAY: u64 = MOST_MESSAGE as u64;
/// Maximum number of notices on a day: each may make an alert that everyone is held against.
pub const MOST_NOTICES_A_DAY: u32 = 100;

/// What was taken of a neighbour on a day, by the clock of who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayTaken {
    /// How many papers.
    pub papers: u32,
    /// How many bytes of them.
    pub bytes: u64,
    /// How many notices are among them.
    pub notices: u32,
}

impl DayTaken {
    /// One paper of so many bytes.
    pub fn paper(bytes: usize, is_notice: bool) -> Self {
        Self { papers: 1, bytes: bytes as u64, notices: u32::from(is_notice) }
    }

    /// This and more; `None` where a day has no room for it.
    pub fn and(self, more: Self) -> Option<Self> {
        let both = Self {
            papers: self.papers.saturating_add(more.papers),
            bytes: self.bytes.saturating_add(more.bytes),
            notices: self.notices.saturating_add(more.notices),
        };
        let Self { papers, bytes, notices } = both;
        let has_room = papers <= MOST_PAPERS_A_DAY && bytes <= MOST_BYTES_A_DAY && notices <= MOST_NOTICES_A_DAY;
        has_room.then_some(both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MOST_PAPER;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_day_takes_more_than_its_papers_bytes_and_notices_and_none_that_has_room_is_left(
            papers in prop::collection::vec((0..=MOST_PAPER, prop::bool::weighted(0.3)), 0..3_000),
        ) {
            let (mut day, mut papers_taken, mut bytes, mut notices) = (DayTaken::default(), 0, 0_u64, 0);
            for (size, is_notice) in papers {
                let size = size / 40;
                let fits = papers_taken < 2_000 && bytes + size as u64 <= 4 << 20 && (!is_notice || notices < 100);
                let after = day.and(DayTaken::paper(size, is_notice));
                prop_assert_eq!(after.is_some(), fits);
                let Some(after) = after else { continue };
                (papers_taken, bytes, notices) = (papers_taken + 1, bytes + size as u64, notices + u32::from(is_notice));
                day = after;
                prop_assert_eq!(day, DayTaken { papers: papers_taken, bytes, notices });
            }
        }
    }

    #[test]
    fn the_largest_paper_has_room_on_a_day_on_which_nothing_came() {
        assert!(DayTaken::default().and(DayTaken::paper(MOST_PAPER, true)).is_some(), "no line stands still for ever");
        assert!(DayTaken { bytes: u64::MAX, ..DayTaken::default() }.and(DayTaken::paper(1, false)).is_none());
    }
}
