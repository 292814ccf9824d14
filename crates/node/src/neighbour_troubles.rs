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

    /// The last trouble with a neighbour; `None` since a talk succeeded, or where none was tried.
    pub fn with(&self, neighbour: StateCode) -> Option<Trouble> {
        self.all().get(&neighbour).copied()
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
    fn a_trouble_stands_until_a_talk_succeeds() {
        let (troubles, guinea) = (Troubles::default(), "GIN".parse().expect("a state"));
        assert_eq!(troubles.with(guinea), None);
        troubles.note(guinea, Timestamp::UNIX_EPOCH, Some("unreachable"));
        assert_eq!(troubles.with(guinea), Some(Trouble { at: Timestamp::UNIX_EPOCH, why: "unreachable" }));
        assert_eq!(troubles.with("MLI".parse().expect("a state")), None, "another neighbour");
        troubles.note(guinea, Timestamp::UNIX_EPOCH, None);
        assert_eq!(troubles.with(guinea), None);
    }
}
