//! Phones that serve as a counter's camera: the phone shows a code that its officer types at their counter, or the counter shows
//! one that they scan with the phone; what the phone reads comes there until one of the two signs out.

use crate::age::is_within;
use jiff::{SignedDuration, Timestamp};
use limen_domain::AccountId;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A shift: no session is longer.
const KEPT: SignedDuration = SignedDuration::from_hours(12);
/// How long a counter's code is good after it was shown last.
const SHOWN: SignedDuration = SignedDuration::from_mins(10);
/// Maximum number of phones, and of counters that show a code; the one that has been there longest goes first.
const MOST_PHONES: usize = 200;

/// A phone, by the token of its session.
#[derive(Debug, Clone)]
struct Phone {
    token: [u8; 32],
    account: AccountId,
    code: String,
    since: Timestamp,
    /// The token of the session of the counter that it serves.
    counter: Option<[u8; 32]>,
}

/// A counter that shows a code, by the token of its session.
#[derive(Debug, Clone)]
struct Shown {
    token: [u8; 32],
    account: AccountId,
    code: String,
    /// When it was shown last.
    at: Timestamp,
}

/// The phones that show a code or serve a counter, and the counters that show one.
#[derive(Debug, Default)]
pub struct Phones {
    phones: Mutex<Vec<Phone>>,
    counters: Mutex<Vec<Shown>>,
}

/// A code as people type it.
fn typed(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

impl Phones {
    fn lock(&self, now: Timestamp) -> MutexGuard<'_, Vec<Phone>> {
        let mut phones = self.phones.lock().unwrap_or_else(PoisonError::into_inner);
        phones.retain(|phone| is_within(phone.since, KEPT, now));
        phones
    }

    fn shown(&self, now: Timestamp) -> MutexGuard<'_, Vec<Shown>> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        counters.retain(|counter| is_within(counter.at, SHOWN, now));
        counters
    }

    /// The code that a counter shows; `drawn` where it shows none yet.
    pub fn counters_code(
        &self,
        token: [u8; 32],
        account: &AccountId,
        drawn: impl FnOnce() -> String,
        now: Timestamp,
    ) -> String {
        let mut counters = self.shown(now);
        if let Some(counter) = counters.iter_mut().find(|counter| counter.token == token) {
            counter.at = now;
            return counter.code.clone();
        }
        if counters.len() == MOST_PHONES {
            counters.remove(0);
        }
        let code = drawn();
        counters.push(Shown { token, account: account.clone(), code: code.clone(), at: now });
        code
    }

    /// Makes a phone serve the counter of the same officer that shows this code, which is good once. Whether there is one:
    /// as with a phone's code, nobody gains by guessing.
    pub fn serve(&self, code: &str, account: &AccountId, phone: [u8; 32], now: Timestamp) -> bool {
        let code = typed(code);
        let mut counters = self.shown(now);
        let is_it = |shown: &Shown| shown.code == code && shown.account == *account && shown.token != phone;
        let Some(at) = counters.iter().position(is_it) else { return false };
        let Shown { token, account, code, .. } = counters.remove(at);
        drop(counters);
        let mut phones = self.lock(now);
        phones.retain(|other| other.token != phone);
        for other in phones.iter_mut().filter(|other| other.counter == Some(token)) {
            other.counter = None;
        }
        if phones.len() == MOST_PHONES {
            phones.remove(0);
        }
        phones.push(Phone { token: phone, account, code, since: now, counter: Some(token) });
        true
    }

    /// The code of a phone; `drawn` where it has none yet.
    pub fn code(&self, token: [u8; 32], account: &AccountId, drawn: String, now: Timestamp) -> String {
        let mut phones = self.lock(now);
        if let Some(phone) = phones.iter().find(|phone| phone.token == token) {
            return phone.code.clone();
        }
        if phones.len() == MOST_PHONES {
            phones.remove(0);
        }
        phones.push(Phone { token, account: account.clone(), code: drawn.clone(), since: now, counter: None });
        drawn
    }

    /// Makes the phone that shows this code serve a counter of the same officer, in place of the one before. Whether there
    /// is one: an officer's code is good for that officer alone, and so nobody gains by guessing.
    pub fn pair(&self, code: &str, account: &AccountId, counter: [u8; 32], now: Timestamp) -> bool {
        let code = typed(code);
        let mut phones = self.lock(now);
        let is_it = |phone: &Phone| phone.code == code && phone.account == *account && phone.token != counter;
        let Some(at) = phones.iter().position(is_it) else { return false };
        for phone in phones.iter_mut().filter(|phone| phone.counter == Some(counter)) {
            phone.counter = None;
        }
        phones[at].counter = Some(counter);
        true
    }

    /// The counter that a phone serves.
    pub fn counter_of(&self, token: &[u8; 32], now: Timestamp) -> Option<[u8; 32]> {
        self.lock(now).iter().find(|phone| phone.token == *token)?.counter
    }

    /// The phone that serves a counter.
    pub fn phone_of(&self, counter: &[u8; 32], now: Timestamp) -> Option<[u8; 32]> {
        Some(self.lock(now).iter().find(|phone| phone.counter == Some(*counter))?.token)
    }

    /// A session that was set aside goes on under another token: the phone of a counter goes on with it.
    pub(crate) fn go_on(&self, before: &[u8], token: [u8; 32], now: Timestamp) {
        for phone in self.lock(now).iter_mut() {
            if phone.counter.is_some_and(|counter| counter == before) {
                phone.counter = Some(token);
            }
            if phone.token == before {
                phone.token = token;
            }
        }
        for counter in self.shown(now).iter_mut().filter(|counter| counter.token == before) {
            counter.token = token;
        }
    }

    /// Lets go of a phone, or of the one that serves a counter: one of the two has signed out, or is to end it.
    pub fn end(&self, token: &[u8; 32], now: Timestamp) {
        self.lock(now).retain(|phone| phone.token != *token && phone.counter != Some(*token));
        self.shown(now).retain(|counter| counter.token != *token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_serves_the_counter_of_its_own_officer_where_its_code_is_typed_until_one_of_them_is_gone() {
        let (phones, now) = (Phones::default(), Timestamp::UNIX_EPOCH);
        let who = |name: &str| AccountId::parse(name).expect("an identifier");
        let code = phones.code([1; 32], &who("aminata"), "abc234".into(), now);
        assert_eq!(
            phones.code([1; 32], &who("aminata"), "other2".into(), now),
            code,
            "a page opened again shows the same"
        );
        assert!(!phones.pair("abc235", &who("aminata"), [7; 32], now));
        assert!(!phones.pair(&code, &who("oumar"), [8; 32], now), "another officer's counter");
        assert_eq!(phones.counter_of(&[1; 32], now), None);
        assert!(phones.pair(" ABC 234 ", &who("aminata"), [7; 32], now));
        assert_eq!((phones.counter_of(&[1; 32], now), phones.phone_of(&[7; 32], now)), (Some([7; 32]), Some([1; 32])));
        assert_eq!(phones.counter_of(&[1; 32], now + KEPT), None, "after a shift");
        assert!(!phones.pair(&code, &who("aminata"), [7; 32], now), "it is gone");
        let next = phones.code([2; 32], &who("aminata"), "def234".into(), now);
        assert!(phones.pair(&next, &who("aminata"), [7; 32], now));
        phones.go_on(&[7; 32], [9; 32], now);
        assert_eq!(phones.counter_of(&[2; 32], now), Some([9; 32]), "set aside and taken up again");
        phones.end(&[9; 32], now);
        assert_eq!(phones.counter_of(&[2; 32], now), None);
    }

    #[test]
    fn a_phone_that_scans_a_counters_code_serves_it_if_it_is_the_same_officers_and_once() {
        let (phones, now) = (Phones::default(), Timestamp::UNIX_EPOCH);
        let who = |name: &str| AccountId::parse(name).expect("an identifier");
        let shows = |drawn: &str, at| phones.counters_code([7; 32], &who("aminata"), || drawn.to_owned(), at);
        assert_eq!(shows("abc234", now), "abc234");
        let later = now + SHOWN - SignedDuration::from_secs(1);
        assert_eq!(shows("other2", later), "abc234", "a page that stays open shows the same");
        let used = later + SignedDuration::from_mins(5);
        assert!(!phones.serve("abc234", &who("oumar"), [1; 32], used), "another officer's phone");
        assert!(!phones.serve("abc234", &who("aminata"), [7; 32], used), "the counter itself");
        assert!(phones.serve("ABC 234", &who("aminata"), [1; 32], used));
        assert_eq!(
            (phones.counter_of(&[1; 32], used), phones.phone_of(&[7; 32], used)),
            (Some([7; 32]), Some([1; 32]))
        );
        assert!(!phones.serve("abc234", &who("aminata"), [2; 32], used), "it was good once");
        assert_eq!(shows("def567", used), "def567");
        assert!(phones.serve("def567", &who("aminata"), [2; 32], used));
        assert_eq!((phones.counter_of(&[1; 32], used), phones.phone_of(&[7; 32], used)), (None, Some([2; 32])));
        assert_eq!(shows("ghi678", used), "ghi678");
        assert!(!phones.serve("ghi678", &who("aminata"), [3; 32], used + SHOWN), "nobody has seen it for long");
    }
}
