//! The recent looks of each person: opening the same thing again soon is one look.

use crate::node::age::is_within;
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Event};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Opening the same thing again in the same session within this time is the same look.
pub(super) const AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// The same for a page that is left open and asks for itself anew.
pub(super) const LEFT_OPEN: SignedDuration = SignedDuration::from_hours(1);
/// Maximum number of looks remembered of one person (memory bound).
const MOST_REMEMBERED: usize = 1_000;

/// The recent looks of each person, each behind a lock that is held while one of that person's looks is noted.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<HashMap<AccountId, Arc<tokio::sync::Mutex<JustNow>>>>);

impl Looks {
    pub(super) fn of(&self, account: &AccountId) -> Arc<tokio::sync::Mutex<JustNow>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(account.clone()).or_default().clone()
    }
}

/// What one person has looked at just now, the latest last.
#[derive(Debug, Default)]
pub(super) struct JustNow(Vec<Noted>);

#[derive(Debug)]
pub(super) struct Noted {
    pub(super) session: [u8; 32],
    pub(super) event: Event,
    pub(super) at: Timestamp,
    pub(super) kept_for: SignedDuration,
}

impl Noted {
    /// Whether it was noted within this time; a clock that was set back by more ends it too, and the look is noted again.
    fn is_within(&self, time: SignedDuration, now: Timestamp) -> bool {
        is_within(self.at, time, now)
    }
}

impl JustNow {
    /// Whether a session has looked at the same thing, for the same purpose, within a time.
    pub(super) fn holds(&mut self, session: &[u8; 32], event: &Event, within: SignedDuration, now: Timestamp) -> bool {
        self.0.retain(|noted| noted.is_within(noted.kept_for, now));
        let is_same = |noted: &Noted| noted.session == *session && noted.event == *event;
        self.0.iter().any(|noted| is_same(noted) && noted.is_within(within, now))
    }

    pub(super) fn add(&mut self, noted: Noted) {
        if self.0.len() == MOST_REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(noted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_within_a_minute_is_one_look_and_a_page_left_open_is_one_an_hour() {
        let (mut just_now, begin) = (JustNow::default(), Timestamp::UNIX_EPOCH);
        let after = |seconds| begin + SignedDuration::from_secs(seconds);
        let (hits, day) = (Event::HitsConsulted { why: None }, Event::OverstaysConsulted { why: None });
        for (event, kept_for) in [(&hits, LEFT_OPEN), (&day, AGAIN)] {
            just_now.add(Noted { session: [1; 32], event: event.clone(), at: begin, kept_for });
        }
        assert!(just_now.holds(&[1; 32], &day, AGAIN, after(59)));
        assert!(!just_now.holds(&[2; 32], &day, AGAIN, after(59)), "of another session");
        assert!(!just_now.holds(&[1; 32], &day, AGAIN, after(60)));
        assert!(!just_now.holds(&[1; 32], &hits, AGAIN, after(-60)), "the clock was set back");
        assert!(!just_now.holds(&[1; 32], &hits, AGAIN, after(60)), "opened again");
        assert!(just_now.holds(&[1; 32], &hits, LEFT_OPEN, after(3_599)), "left open");
        assert!(!just_now.holds(&[1; 32], &hits, LEFT_OPEN, after(3_600)));
        assert!(just_now.0.is_empty(), "nothing is remembered for longer");
        for at in 0..2 * MOST_REMEMBERED as i64 {
            just_now.add(Noted { session: [1; 32], event: day.clone(), at: after(at), kept_for: AGAIN });
        }
        assert_eq!(just_now.0.len(), MOST_REMEMBERED);
    }
}
