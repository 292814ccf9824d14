//! Whether this machine's clock can be believed. What can't be taken back (erasing, forgetting, letting things lapse) is
//! done by no other.
//!
//! A clock is held against what this node remembers: when it last wrote by a clock that was believed, how long this program
//! has run since, when the program was built, and what other nodes' clocks say. A time that was not believed is never
//! remembered as the past, however often the node is started by it.

use crate::{
    Store, StoreError, Trouble,
    database::{Conn, Pool},
    journal,
    reference::settings::{self, Setting, put_setting},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{Event, NodeId};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// How far the clock may be behind the past before it is called wrong: clocks are set back by seconds.
const TOLERANCE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 3_600 * 1_000;
/// After so long without a believed event a post was closed, or its clock has leapt: someone has to say which.
const LEAP_MS: i64 = 45 * DAY_MS;
/// While the program runs, the clock gains no more than this on the time that passes. A machine that sleeps over a weekend
/// does.
const RUNNING_LEAP_MS: i64 = 3 * DAY_MS;
/// Clocks of two nodes that differ by more contradict each other.
const CONTRADICTION_MS: i64 = DAY_MS;
/// The past is written down again once it is so much older than the present.
const WRITE_EVERY_MS: i64 = TOLERANCE_MS / 2;

/// When this program was built, in seconds since 1970: of a release, the time of its sources.
const BUILT_S: i64 = match option_env!("SOURCE_DATE_EPOCH") {
    Some(text) => match i64::from_str_radix(text, 10) {
        Ok(built) => built,
        Err(_) => panic!("SOURCE_DATE_EPOCH is no number of seconds"),
    },
    // 2026-11-01, when this was written: whoever builds by hand needs no more.
    None => 1_793_491_200,
};
const BUILT_MS: i64 = BUILT_S * 1_000;

/// What the node remembers of its clock. Written with what it writes, so that neither is there without the other.
const PAST: Setting<Option<Past>> = Setting::json("clock", || None);
/// What an earlier version wrote when the clock had leapt.
const LEAPT_BEFORE: Setting<Option<u16>> = Setting::json("clock-leapt-days", || None);

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
    /// It is so many seconds behind what this node wrote last.
    Behind(i64),
    /// It leapt so many days ahead, and nobody has said yet that it is right.
    Leapt(i64),
    /// It is so many seconds ahead of the clock of headquarters, or of most posts; behind, where negative.
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
struct Past {
    /// The latest time by a clock that was believed.
    believed: i64,
    /// Where the clock landed when it leapt. `None` while it has not, and once someone said that it is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    landed: Option<i64>,
}

impl Past {
    /// Of a node that has written nothing yet, when its clock shows `now`.
    fn new(now: i64) -> Self {
        Self { believed: now.max(BUILT_MS), landed: None }
    }

    /// The clock shows `now`. `expected` is what it should show after the time that passed since this program last looked.
    fn seen(self, now: i64, expected: Option<i64>) -> Self {
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
pub(crate) struct Clock(Mutex<Known>);

#[derive(Debug)]
struct Known {
    past: Past,
    /// What the clock showed when it was last looked at.
    shown: i64,
    /// What it showed before any leap, and when that was by a clock that nobody sets.
    steady: Option<(i64, Instant)>,
    /// How far, in milliseconds, this clock is ahead of each other node's that was heard.
    others: HashMap<NodeId, i64>,
}

impl Known {
    fn expected(&self) -> Option<i64> {
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
    pub(crate) async fn load(pool: &Pool, node: &NodeId, now: Timestamp) -> Result<Self, StoreError> {
        let mut conn = pool.acquire().await?;
        let last = journal::head(&mut conn, node).await?.at;
        let past = remembered(&mut conn, last).await?.unwrap_or(Past::new(now.as_millisecond()));
        Ok(Self(Mutex::new(Known { past, shown: 0, steady: None, others: HashMap::new() })))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the clock can be believed when it shows `now`.
    pub(crate) fn state(&self, now: Timestamp) -> ClockState {
        self.known().state(now.as_millisecond())
    }

    /// Looks at the clock, which shows `now`, beside what is remembered; what is remembered from here on is written with
    /// what is written now. `last` is the time of the journal's last event.
    pub(crate) async fn look(&self, conn: &mut Conn, now: i64, last: i64) -> Result<(), StoreError> {
        // Another program may have written since.
        let written = remembered(conn, last).await?;
        let before = written.unwrap_or(self.known().past);
        let past = before.seen(now, self.known().expected());
        let is_other = past.landed != before.landed || past.believed - before.believed > WRITE_EVERY_MS;
        if is_other || written.is_none() {
            put(conn, past).await?;
        }
        let mut known = self.known();
        (known.past, known.shown) = (past, now);
        if past.landed.is_none() {
            known.steady = Some((now, Instant::now()));
        }
        Ok(())
    }

    /// Takes in that someone said that the clock is right.
    pub(crate) async fn heard(&self, conn: &mut Conn, events: &[Event]) -> Result<(), StoreError> {
        if !events.iter().any(|event| matches!(event, Event::ClockConfirmed)) {
            return Ok(());
        }
        let now = self.known().shown;
        if now >= BUILT_MS {
            let past = Past { believed: now, landed: None };
            put(conn, past).await?;
            let mut known = self.known();
            (known.past, known.steady) = (past, Some((now, Instant::now())));
        }
        Ok(())
    }
}

async fn put(conn: &mut Conn, past: Past) -> Result<(), StoreError> {
    put_setting(conn, PAST.name(), &serde_json::to_string(&past)?).await
}

/// What is written down; for a node of an earlier version, what its journal says. `None` for a new one: its journal is empty,
/// and ends at no time.
async fn remembered(conn: &mut Conn, last: i64) -> Result<Option<Past>, StoreError> {
    let last = (last != i64::MIN).then_some(last);
    match written(conn, last).await {
        // What can't be read is a doubt that someone has to settle; the counter goes on.
        Err(error) if error.trouble() == Trouble::Setting => {
            tracing::error!("{error}");
            Ok(Some(Past { believed: last.unwrap_or(BUILT_MS), landed: Some(BUILT_MS) }))
        }
        past => past,
    }
}

async fn written(conn: &mut Conn, last: Option<i64>) -> Result<Option<Past>, StoreError> {
    if let Some(past) = settings::read(conn, &PAST).await? {
        return Ok(Some(past));
    }
    let Some(last) = last else { return Ok(None) };
    Ok(Some(match settings::read(conn, &LEAPT_BEFORE).await? {
        Some(days) => Past { believed: last - i64::from(days) * DAY_MS, landed: Some(last) },
        None => Past { believed: last, landed: None },
    }))
}

impl Store {
    /// Whether this machine's clock can be believed when it shows `now`.
    pub fn clock(&self, now: Timestamp) -> ClockState {
        self.clock.state(now)
    }

    /// The time by which things lapse: `now`, or, while the clock can't be believed, the last time that was if it is earlier.
    pub fn believed_time(&self, now: Timestamp) -> Timestamp {
        match self.clock(now) {
            ClockState::Believed => now,
            ClockState::Doubted(_) => {
                Timestamp::from_millisecond(self.clock.known().past.believed).map_or(now, |believed| believed.min(now))
            }
        }
    }

    /// Looks at the clock, and remembers what it shows if that can be believed.
    pub(crate) async fn look_at_clock(&self, now: Timestamp) -> Result<ClockState, StoreError> {
        let mut transaction = self.db.begin().await?;
        let last = journal::head(&mut transaction, &self.node).await?.at;
        self.clock.look(&mut transaction, now.as_millisecond(), last).await?;
        transaction.commit().await?;
        Ok(self.clock(now))
    }

    /// Takes in how far this machine's clock is ahead of another node's, as that node has just signed.
    pub fn hear_clock(&self, node: &NodeId, ahead: SignedDuration) {
        let ahead = i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX);
        self.clock.known().others.insert(node.clone(), ahead);
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
        let mut known = Known { past: of(TODAY), shown: 0, steady: None, others: HashMap::new() };
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
