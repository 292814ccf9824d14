//! Whether this machine's clock can be believed. What can't be taken back (erasing, forgetting, letting things lapse) is
//! done by no other.
//!
//! A clock is held against what this node remembers: when it last wrote by a clock that was believed, how long this program
//! has run since, when the program was built, and what other nodes' clocks say. A time that was not believed is never
//! remembered as the past, however often the node is started by it.

use jiff::Timestamp;
use limen_domain::NodeId;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// How far the clock may be behind the past before it is called wrong: clocks are set back by seconds.
const TOLERANCE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 24 * 3_600 * 1_000;
/// Gap between believed events above which someone must say whether the post was closed or the clock leapt.
const LEAP_MS: i64 = 45 * DAY_MS;
/// While the program runs, the clock gains no more than this on the time that passes. A machine that sleeps over a weekend
/// does.
const RUNNING_LEAP_MS: i64 = 3 * DAY_MS;
/// Clocks of two nodes that differ by more contradict each other.
const CONTRADICTION_MS: i64 = DAY_MS;
/// Age at which the remembered time is written down again.
pub(crate) const WRITE_EVERY_MS: i64 = TOLERANCE_MS / 2;

/// When this program was built, in seconds since 1970: of a release, the time of its sources.
const BUILT_S: i64 = match option_env!("SOURCE_DATE_EPOCH") {
    Some(text) => match i64::from_str_radix(text, 10) {
        Ok(built) => built,
        Err(_) => panic!("SOURCE_DATE_EPOCH is no number of seconds"),
    },
    // 2026-11-01, when this was written: enough for a build by hand.
    None => 1_793_491_200,
};
pub(crate) const BUILT_MS: i64 = BUILT_S * 1_000;

/// Whether the clock can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Nothing speaks against it.
    Believed,
    /// Something does.
    Doubted(Doubt),
}

/// What speaks against the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It shows a time before this program was built.
    BeforeBuilt,
    /// Seconds by which it is behind what this node wrote last.
    Behind(i64),
    /// Days by which it leapt ahead; nobody has said yet that it is right.
    Leapt(i64),
    /// Seconds by which it is ahead of the clock of headquarters, or of most posts; negative if behind.
    Contradicted(i64),
}

impl Doubt {
    /// A code, for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::BeforeBuilt => "before-built",
            Self::Behind(_) => "behind",
            Self::Leapt(_) => "leapt",
            Self::Contradicted(_) => "contradicted",
        }
    }

    /// Whether it ends once someone says that the clock is right.
    pub fn can_be_settled(self) -> bool {
        matches!(self, Self::Behind(_) | Self::Leapt(_))
    }
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BeforeBuilt => f.write_str("the clock shows a time before this program was built; set it"),
            Self::Behind(seconds) => write!(
                f,
                "the clock is {seconds} s behind what this node wrote last; set it, or let the supervisor say that it is right"
            ),
            Self::Leapt(days) => {
                write!(f, "the clock leapt {days} days ahead; set it, or let the supervisor say that it is right")
            }
            Self::Contradicted(seconds) => {
                write!(f, "the clock is {seconds} s ahead of the clocks of other nodes; set the one that is wrong")
            }
        }
    }
}

/// What is remembered of the clock, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Past {
    /// The latest time by a clock that was believed.
    pub believed: i64,
    /// Where the clock landed when it leapt. `None` while it has not, and once someone said that it is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landed: Option<i64>,
}

impl Past {
    /// Of a node that has written nothing yet, when its clock shows `now`.
    pub(crate) fn new(now: i64) -> Self {
        Self { believed: now.max(BUILT_MS), landed: None }
    }

    /// The clock shows `now`. `expected` is what it should show after the time that passed since this program last looked.
    pub(crate) fn seen(self, now: i64, expected: Option<i64>) -> Self {
        // A clock that was set back before where it landed has taken the leap back.
        let landed = self.landed.filter(|landed| now >= landed - TOLERANCE_MS);
        let leaps = now - self.believed > LEAP_MS || expected.is_some_and(|expected| now - expected > RUNNING_LEAP_MS);
        let past = Self { landed: landed.or_else(|| leaps.then_some(now)), ..self };
        match past.doubt(now) {
            None => Self { believed: past.believed.max(now), ..past },
            Some(_) => past,
        }
    }

    fn doubt(self, now: i64) -> Option<Doubt> {
        if now < BUILT_MS {
            Some(Doubt::BeforeBuilt)
        } else if self.landed.is_some() {
            Some(Doubt::Leapt((now - self.believed) / DAY_MS))
        } else if now < self.believed - TOLERANCE_MS {
            Some(Doubt::Behind((self.believed - now) / 1_000))
        } else {
            None
        }
    }
}

/// The clock as this program knows it.
#[derive(Debug)]
pub(crate) struct Clock(Mutex<ClockReadings>);

#[derive(Debug)]
pub(crate) struct ClockReadings {
    pub past: Past,
    /// What the clock showed when it was last looked at.
    pub shown: i64,
    /// What it showed before any leap, and when that was by a clock that nobody sets.
    pub steady: Option<(i64, Instant)>,
    /// How far, in milliseconds, this clock is ahead of each other node's that was heard.
    pub others: HashMap<NodeId, i64>,
}

impl ClockReadings {
    pub(crate) fn expected(&self) -> Option<i64> {
        let (showed, at) = self.steady?;
        Some(showed.saturating_add(i64::try_from(at.elapsed().as_millis()).unwrap_or(i64::MAX)))
    }

    fn state(&self, now: i64) -> ClockState {
        let doubt = self.past.seen(now, self.expected()).doubt(now).or_else(|| self.contradiction());
        doubt.map_or(ClockState::Believed, ClockState::Doubted)
    }

    /// Most of the others say another time.
    fn contradiction(&self) -> Option<Doubt> {
        let contradict = || self.others.values().filter(|ahead| ahead.abs() > CONTRADICTION_MS);
        let furthest = contradict().max_by_key(|ahead| ahead.abs())?;
        (2 * contradict().count() > self.others.len()).then_some(Doubt::Contradicted(furthest / 1_000))
    }
}

impl Clock {
    /// The clock of a node that remembers `past`.
    pub(crate) fn new(past: Past) -> Self {
        Self(Mutex::new(ClockReadings { past, shown: 0, steady: None, others: HashMap::new() }))
    }

    pub(crate) fn known(&self) -> MutexGuard<'_, ClockReadings> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the clock can be believed when it shows `now`.
    pub(crate) fn state(&self, now: Timestamp) -> ClockState {
        self.known().state(now.as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: i64 = BUILT_MS + 100 * DAY_MS;

    fn of(believed: i64) -> Past {
        Past { believed, landed: None }
    }

    #[test]
    fn a_clock_that_leapt_is_believed_once_it_is_set_back_and_not_for_being_started_again() {
        let leapt = of(TODAY).seen(TODAY + 400 * DAY_MS, None);
        assert_eq!(leapt.doubt(TODAY + 400 * DAY_MS), Some(Doubt::Leapt(400)));
        let mut again = leapt;
        for hour in 0..48 {
            again = again.seen(TODAY + 400 * DAY_MS + hour * DAY_MS / 24, None);
            assert_eq!(again, leapt, "a doubted time is not the past");
        }
        let right = again.seen(TODAY + DAY_MS, None);
        assert_eq!((right.doubt(TODAY + DAY_MS), right), (None, of(TODAY + DAY_MS)));
    }

    #[test]
    fn a_clock_gains_little_on_the_time_that_passes_while_the_program_runs() {
        let asleep = of(TODAY).seen(TODAY + 2 * DAY_MS, Some(TODAY));
        assert_eq!(asleep.doubt(TODAY + 2 * DAY_MS), None, "it slept over the weekend");
        let leapt = of(TODAY).seen(TODAY + 10 * DAY_MS, Some(TODAY));
        assert_eq!(leapt.doubt(TODAY + 10 * DAY_MS), Some(Doubt::Leapt(10)));
        assert_eq!(leapt.seen(TODAY + 11 * DAY_MS, None).doubt(TODAY + 11 * DAY_MS), Some(Doubt::Leapt(11)));
        assert_eq!(of(TODAY).seen(TODAY + 10 * DAY_MS, None).doubt(TODAY + 10 * DAY_MS), None, "the post was closed");
    }

    #[test]
    fn a_clock_before_the_program_was_built_is_wrong_whatever_the_journal_says() {
        assert_eq!(of(0).seen(BUILT_MS - 1, None).doubt(BUILT_MS - 1), Some(Doubt::BeforeBuilt));
        assert_eq!(of(0).seen(BUILT_MS - 1, None).believed, 0);
    }

    #[test]
    fn one_wrong_post_does_not_make_headquarters_doubt_itself_and_most_posts_do() {
        let node = |name: &str| NodeId::parse(name).expect("an identifier");
        let mut known = ClockReadings { past: of(TODAY), shown: 0, steady: None, others: HashMap::new() };
        for (post, ahead_days, state) in [
            ("KRM", 0, ClockState::Believed),
            ("ZEG", 400, ClockState::Believed),
            ("DIB", 400, ClockState::Doubted(Doubt::Contradicted(400 * 86_400))),
        ] {
            known.others.insert(node(post), ahead_days * DAY_MS);
            assert_eq!(known.state(TODAY), state, "{post}");
        }
    }

    proptest! {
        /// Whatever the clock shows, what is remembered never runs ahead of the time that can have passed.
        #[test]
        fn what_is_remembered_never_leaps(shown in prop::collection::vec((-500..500_i64, any::<bool>()), 1..40)) {
            let (mut past, mut looked) = (of(TODAY), None);
            for (days, runs_on) in shown {
                let now = TODAY + days * DAY_MS;
                let expected = looked.filter(|_| runs_on);
                let next = past.seen(now, expected);
                prop_assert!(next.believed >= past.believed);
                prop_assert!(next.believed - past.believed <= LEAP_MS);
                if let Some(expected) = expected {
                    prop_assert!(next.believed <= past.believed.max(expected + RUNNING_LEAP_MS));
                }
                prop_assert!(next.doubt(now).is_some() || next.believed >= now);
                (past, looked) = (next, Some(now));
            }
        }
    }
}
