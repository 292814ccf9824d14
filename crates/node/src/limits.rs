//! Rate limits: how often an address, a person or a browser may do something. Counted in memory, for a bounded number
//! of them. Written by hand: `governor` is not in the tree, and the bound on keys and the given time would be ours all
//! the same.

use jiff::{SignedDuration, Timestamp};
use limen_domain::AccountId;
use limen_store::{Failures, Locked};
use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// Maximum number of keys (addresses, accounts, names) counted apart. One more clears the counts: an attacker with this
/// many keys is not slowed by a limit per key anyway.
const MOST_KEYS: usize = 10_000;

fn lock<T>(counted: &Mutex<T>) -> MutexGuard<'_, T> {
    counted.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The entry of a key in a map that does not grow without bound.
fn entry<K: Eq + Hash, V: Default>(counted: &mut HashMap<K, V>, key: K) -> &mut V {
    if counted.len() >= MOST_KEYS && !counted.contains_key(&key) {
        counted.clear();
    }
    counted.entry(key).or_default()
}

/// A rate limit per key: at most `most` times in each `stretch` of time.
#[derive(Debug)]
pub struct Limit<K> {
    most: u32,
    stretch: SignedDuration,
    /// Which stretch of all time, and how often in it.
    counted: Mutex<(i64, HashMap<K, u32>)>,
}

impl<K: Eq + Hash> Limit<K> {
    /// At most `most` times in each `stretch`.
    pub fn new(most: u32, stretch: SignedDuration) -> Self {
        Self { most, stretch, counted: Mutex::default() }
    }

    /// Counts once more, and says whether that is within the limit.
    pub fn lets(&self, key: K, now: Timestamp) -> bool {
        let stretch = now.as_second() / self.stretch.as_secs();
        let mut counted = lock(&self.counted);
        if counted.0 != stretch {
            *counted = (stretch, HashMap::new());
        }
        let count = entry(&mut counted.1, key);
        *count = count.saturating_add(1);
        *count <= self.most
    }

    /// How long it is until the count begins anew.
    pub fn ends_in(&self, now: Timestamp) -> SignedDuration {
        let length = self.stretch.as_secs();
        SignedDuration::from_secs(length - now.as_second().rem_euclid(length))
    }
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Maximum number of events of a kind noted in an hour, of one person or of all strangers together. More tell nothing
/// new, and would fill the journal.
const MOST_NOTED: u32 = 60;
/// Maximum number of device codes checked from one address in a minute: far more than a person types.
const MOST_CODES: u32 = 120;
/// Maximum number of passkey challenges of one source in five minutes, which is how long a challenge is kept.
const MOST_QUESTIONS: u32 = 60;

/// Maximum number of frames of a camera that are read in a second of one session: a page sends four.
const MOST_FRAMES: u32 = 8;
/// Maximum number of requests of a reader in a minute: it tells its progress four times a second.
const MOST_OF_A_READER: u32 = 600;

/// Everything that is limited so.
#[derive(Debug)]
pub struct Limits {
    /// Pages and actions refused to someone, as the journal notes them.
    pub refusals: Limit<AccountId>,
    /// Proofs of who they are that were not taken, as the journal notes them.
    pub sign_ins: Limit<AccountId>,
    /// Wrong codes of devices, as the journal notes them.
    pub wrong_codes: Limit<()>,
    /// Codes of devices.
    pub codes: Limit<IpAddr>,
    /// Questions for a passkey.
    pub questions: Limit<Source>,
    /// Frames of a camera, by the session that sends them.
    pub frames: Limit<[u8; 32]>,
    /// What a reader of documents sends.
    pub readers: Limit<Uuid>,
    /// Tries under names that nobody has.
    pub nobody: NobodysNames,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            refusals: Limit::new(MOST_NOTED, HOUR),
            sign_ins: Limit::new(MOST_NOTED, HOUR),
            wrong_codes: Limit::new(MOST_NOTED, HOUR),
            codes: Limit::new(MOST_CODES, SignedDuration::from_mins(1)),
            questions: Limit::new(MOST_QUESTIONS, SignedDuration::from_mins(5)),
            frames: Limit::new(MOST_FRAMES, SignedDuration::from_secs(1)),
            readers: Limit::new(MOST_OF_A_READER, SignedDuration::from_mins(1)),
            nobody: NobodysNames::default(),
        }
    }
}

/// Tries under unknown names, counted and locked like those of accounts: a lock does not tell which names exist.
#[derive(Debug, Default)]
pub struct NobodysNames(Mutex<HashMap<String, Failures>>);

impl NobodysNames {
    /// Counts one more try; what holds if it is wrong, as it is.
    ///
    /// # Errors
    /// The name is locked.
    pub fn try_begins(&self, name: &str, now: Timestamp) -> Result<Failures, Locked> {
        let mut counted = lock(&self.0);
        let failures = entry(&mut counted, name.to_owned());
        *failures = failures.with_a_try(now)?;
        Ok(*failures)
    }
}

/// The address that a request comes from. Servers of these pages put it into every request.
#[derive(Debug, Clone, Copy)]
pub struct Sender(pub IpAddr);

impl Sender {
    /// The address, an IPv4 one as such however it came.
    pub fn address(self) -> IpAddr {
        self.0.to_canonical()
    }
}

/// Who sends a request as far as limits tell before anyone has signed in. Each has its own share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// Someone who is signed in.
    Account(AccountId),
    /// A browser in which someone has signed in before.
    Browser([u8; 32]),
    /// Any other, by its address.
    Address(IpAddr),
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{
        civil::{Date, date},
        tz::TimeZone,
    };

    #[test]
    fn of_one_person_an_hours_first_sixty_are_noted_and_then_the_next_hours() {
        let (refusals, now) = (Limits::default().refusals, Timestamp::UNIX_EPOCH);
        let [salif, nana] = ["salif", "nana"].map(|id| AccountId::parse(id).expect("an identifier"));
        let noted = (0..100).filter(|_| refusals.lets(salif.clone(), now)).count();
        assert_eq!(noted, 60);
        assert!(refusals.lets(nana, now));
        assert_eq!(refusals.ends_in(now + SignedDuration::from_mins(50)), SignedDuration::from_mins(10));
        assert!(refusals.lets(salif, now + SignedDuration::from_hours(1)));
    }

    #[test]
    fn an_hour_is_sixty_minutes_that_pass_on_days_that_clocks_are_turned_too() {
        for (zone, day, hours) in [
            ("Africa/Bamako", date(2026, 5, 10), 24),
            ("America/Bogota", date(2026, 5, 10), 24),
            // Its days begin within an hour of all time.
            ("Asia/Kathmandu", date(2026, 5, 10), 25),
            ("Europe/Paris", date(2026, 3, 29), 23),
            ("Europe/Paris", date(2026, 10, 25), 25),
        ] {
            let zone = TimeZone::get(zone).expect("a zone");
            let midnight = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).expect("a moment");
            let (mut now, end) = (midnight(day), midnight(day.tomorrow().expect("a day")));
            let (limits, mut noted) = (Limits::default(), 0);
            while now < end {
                noted += (0..10).filter(|_| limits.wrong_codes.lets((), now)).count();
                now += SignedDuration::from_mins(1);
            }
            assert_eq!(noted, hours * 60, "{day} by {zone:?}");
        }
    }

    #[test]
    fn more_addresses_than_are_counted_take_no_more_memory() {
        let (limit, now) = (Limit::new(1, SignedDuration::from_hours(1)), Timestamp::UNIX_EPOCH);
        assert!((0..3 * MOST_KEYS).all(|address| limit.lets(address, now)));
        assert!(lock(&limit.counted).1.len() <= MOST_KEYS);
    }

    #[test]
    fn a_name_that_nobody_has_is_locked_by_the_fifth_try() {
        let (names, now) = (NobodysNames::default(), Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1));
        let begun: Vec<_> = (0..50).map(|_| names.try_begins("nobody", now)).collect();
        assert_eq!(begun.iter().filter(|begun| begun.is_ok()).count(), 5);
        assert!(names.try_begins("no-one", now).is_ok());
        assert!(names.try_begins("nobody", now + SignedDuration::from_secs(61)).is_ok(), "the lock has an end");
    }
}
