//! What keeps this headquarters from talking with those of neighbouring states, as pages show it: the last trouble with each,
//! until a talk succeeds.

use jiff::Timestamp;
use limen_domain::StateCode;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A talk that broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    /// When.
    pub at: Timestamp,
    /// Why, as a code.
    pub why: &'static str,
}

/// The last trouble with each neighbour.
#[derive(Debug, Default)]
pub struct Troubles(Mutex<BTreeMap<StateCode, Trouble>>);

impl Troubles {
    fn all(&self) -> MutexGuard<'_, BTreeMap<StateCode, Trouble>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last trouble with a neighbour; `None` where none was tried, or a talk worked since: one of ours, or one that they
    /// opened or put on a stick, after which they were heard.
    pub fn since(&self, neighbour: StateCode, heard: Option<Timestamp>) -> Option<Trouble> {
        self.all().get(&neighbour).copied().filter(|trouble| heard.is_none_or(|heard| trouble.at >= heard))
    }

    /// Notes how a talk ended: why it broke off, or `None` where it did not.
    pub(crate) fn note(&self, neighbour: StateCode, at: Timestamp, why: Option<&'static str>) {
        match why {
            None => self.all().remove(&neighbour),
            Some(why) => self.all().insert(neighbour, Trouble { at, why }),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_stands_until_a_talk_works_whoever_opens_it() {
        let (troubles, guinea) = (Troubles::default(), "GIN".parse().expect("a state"));
        let at = |seconds| Timestamp::from_second(seconds).expect("a moment");
        assert_eq!(troubles.since(guinea, None), None);
        troubles.note(guinea, at(60), Some("unreachable"));
        let unreachable = Some(Trouble { at: at(60), why: "unreachable" });
        assert_eq!(troubles.since(guinea, None), unreachable);
        assert_eq!(troubles.since(guinea, Some(at(59))), unreachable, "it came after they were heard of last");
        assert_eq!(troubles.since(guinea, Some(at(61))), None, "they called, or sent a stick, since");
        assert_eq!(troubles.since("MLI".parse().expect("a state"), None), None, "another neighbour");
        troubles.note(guinea, at(120), None);
        assert_eq!(troubles.since(guinea, None), None);
    }
}
