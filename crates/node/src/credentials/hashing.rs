//! The queue for password hashing. A password takes 19 MB and about a tenth of a second to check; a client that sends
//! many must neither take the machine nor make others wait.
//!
//! Known people go first: people who are signed in, or have signed in before in the same browser.
//! They can't send many, since five wrong ones in a row lock. Strangers share what is left. Turns go to the source that
//! had its last turn the longest ago, then to the name that did, so that a thousand tries from one address keep no
//! other waiting. The queue is short, so that no wait is long; when it is full, a request of the source that has most
//! of them is turned away.

use crate::limits::Source;
use limen_domain::AccountId;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::oneshot;

/// How many strangers wait at a time. At a tenth of a second each the last one waits 1.6 seconds.
const MOST_STRANGERS: usize = 16;
/// How many known ones wait at a time: whole shifts that come at once.
const MOST_KNOWN: usize = 64;
/// Seconds after which a request that was turned away may be tried again: by then all who waited had their turn.
pub const RETRY_AFTER_SECONDS: i64 = 5;
/// Maximum number of past turns remembered.
const REMEMBERED: usize = 256;

/// Who asks for a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Whether they are known where they are, under this name.
    pub is_known: bool,
    /// Where they are.
    pub source: Source,
    /// Under which name.
    pub name: String,
}

/// Too many wait: to be tried again in some seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

/// Those who wait for a turn, and those who have one.
#[derive(Debug, Clone)]
pub struct Queue(Arc<Mutex<Line<oneshot::Sender<Turn>>>>);

/// A turn at hashing, held until the hash is computed even if nobody waits for the answer any more.
#[derive(Debug)]
pub struct Turn(Queue);

impl Who {
    /// Someone who is signed in.
    pub fn signed_in(account: &AccountId) -> Self {
        Self { is_known: true, source: Source::Account(account.clone()), name: account.to_string() }
    }
}

impl Default for Queue {
    /// One core is left to everything else.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Mutex::new(Line::new(cores.saturating_sub(1).max(1)))))
    }
}

impl Queue {
    fn with_line<T>(&self, work: impl FnOnce(&mut Line<oneshot::Sender<Turn>>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// Too many wait, at once or because others with fewer there came.
    pub async fn wait(&self, who: Who) -> Result<Turn, Busy> {
        let (call, called) = oneshot::channel();
        // What leaves the line is dropped, or called, outside of it: a turn that is dropped comes back to the line.
        let sent_away = self.with_line(|line| {
            line.forget(oneshot::Sender::is_closed);
            line.comes(who, call)
        });
        drop(sent_away);
        self.call_next();
        called.await.map_err(|_| Busy)
    }

    fn call_next(&self) {
        if let Some(call) = self.with_line(Line::next) {
            // If the receiver is gone, the turn is dropped, which calls the next one.
            let _ = call.send(Turn(self.clone()));
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.with_line(Line::ends);
        self.0.call_next();
    }
}

/// The line itself; `C` is how one who waits is called.
#[derive(Debug)]
struct Line<C> {
    free: usize,
    waiting: Vec<QueuedCall<C>>,
    /// Who had the last turns, the latest last.
    served: VecDeque<Who>,
    came: u64,
}

#[derive(Debug)]
struct QueuedCall<C> {
    who: Who,
    /// How many came before.
    number: u64,
    call: C,
}

impl<C> Line<C> {
    fn new(together: usize) -> Self {
        Self { free: together, waiting: Vec::new(), served: VecDeque::new(), came: 0 }
    }

    /// Adds a request to the queue. Returns the one that is turned away when the queue is full, which may be the new
    /// one; `None` when there was room.
    fn comes(&mut self, who: Who, call: C) -> Option<C> {
        let is_known = who.is_known;
        self.waiting.push(QueuedCall { who, number: self.came, call });
        self.came += 1;
        let alike = |waiting: &&QueuedCall<C>| waiting.who.is_known == is_known;
        let most = if is_known { MOST_KNOWN } else { MOST_STRANGERS };
        // Those who are called at once do not wait.
        if self.waiting.iter().filter(alike).count() <= most + self.free {
            return None;
        }
        let with = |same: &dyn Fn(&Who) -> bool| self.waiting.iter().filter(alike).filter(|one| same(&one.who)).count();
        let share = |one: &QueuedCall<C>| {
            let of_source = with(&|other| other.source == one.who.source);
            (of_source, with(&|other| other.name == one.who.name), one.number)
        };
        let leaves = (0..self.waiting.len())
            .filter(|index| alike(&&self.waiting[*index]))
            .max_by_key(|index| share(&self.waiting[*index]))?;
        Some(self.waiting.remove(leaves).call)
    }

    /// Forgets those who have left.
    fn forget(&mut self, has_left: impl Fn(&C) -> bool) {
        self.waiting.retain(|waiting| !has_left(&waiting.call));
    }

    /// Gives a free turn to the next one.
    fn next(&mut self) -> Option<C> {
        if self.free == 0 {
            return None;
        }
        let last_turn = |same: &dyn Fn(&Who) -> bool| self.served.iter().rposition(same);
        let rank = |one: &QueuedCall<C>| {
            let of_source = last_turn(&|served| served.source == one.who.source);
            (!one.who.is_known, of_source, last_turn(&|served| served.name == one.who.name), one.number)
        };
        let next = (0..self.waiting.len()).min_by_key(|index| rank(&self.waiting[*index]))?;
        let QueuedCall { who, call, .. } = self.waiting.remove(next);
        self.free -= 1;
        if self.served.len() >= REMEMBERED {
            self.served.pop_front();
        }
        self.served.push_back(who);
        Some(call)
    }

    /// A turn has ended.
    fn ends(&mut self) {
        self.free += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::{net::IpAddr, time::Duration};

    fn stranger(address: u8, name: &str) -> Who {
        Who { is_known: false, source: Source::Address(IpAddr::from([10, 0, 0, address])), name: name.into() }
    }

    fn known(browser: u8) -> Who {
        Who { is_known: true, source: Source::Browser([browser; 32]), name: "aminata".into() }
    }

    /// A line in which one is served while `count` strangers of one address wait.
    fn line_of_strangers(count: usize) -> Line<Who> {
        let mut line = Line::new(1);
        for number in 0..=count {
            let who = stranger(1, &format!("name {number}"));
            line.comes(who.clone(), who);
            line.next();
        }
        line
    }

    #[test]
    fn an_officer_at_their_own_counter_is_next_whoever_waits() {
        let mut line = line_of_strangers(MOST_STRANGERS);
        assert_eq!(line.comes(known(1), known(1)), None);
        line.ends();
        assert_eq!(line.next(), Some(known(1)));
    }

    #[test]
    fn a_thousand_tries_from_one_machine_keep_nobody_at_another_waiting() {
        let mut line = line_of_strangers(MOST_STRANGERS);
        for number in 0..1_000 {
            let who = stranger(1, &number.to_string());
            assert_eq!(line.comes(who.clone(), who.clone()), Some(who), "there is no room for it");
        }
        let sent_away = line.comes(stranger(2, "aminata"), stranger(2, "aminata"));
        assert_eq!(sent_away, Some(stranger(1, "name 16")), "the last one of those who have most");
        line.ends();
        assert_eq!(line.next(), Some(stranger(2, "aminata")));
    }

    #[test]
    fn a_thousand_tries_of_one_name_keep_another_name_waiting_for_one_of_them() {
        let mut line = Line::new(1);
        for _ in 0..1_000 {
            line.comes(stranger(1, "mariam"), stranger(1, "mariam"));
            line.next();
        }
        assert_eq!(line.comes(stranger(1, "oumar"), stranger(1, "oumar")), Some(stranger(1, "mariam")));
        line.ends();
        assert_eq!(line.next(), Some(stranger(1, "oumar")));
    }

    proptest! {
        /// Whatever comes, ends and leaves: no more are served at a time than may be, none waits while a turn is free, few
        /// wait, and nobody is sent away while another source has more of them there.
        #[test]
        fn turns_are_few_and_shared(steps in prop::collection::vec((0u8..6, 0u8..5, 0u8..4), 1..400)) {
            let mut line = Line::new(2);
            let mut served = 0usize;
            for (step, address, name) in steps {
                if step == 0 && served > 0 {
                    line.ends();
                    served -= 1;
                } else {
                    let who = Who { is_known: step == 1, ..stranger(address, &name.to_string()) };
                    let alike = |line: &Line<Who>, source: &Source| {
                        let same = |one: &&QueuedCall<Who>| one.who.is_known == who.is_known && one.who.source == *source;
                        line.waiting.iter().filter(same).count()
                    };
                    if let Some(left) = line.comes(who.clone(), who.clone()) {
                        let most = (0..5).map(|address| alike(&line, &stranger(address, "").source)).max();
                        prop_assert!(Some(alike(&line, &left.source) + 1) >= most);
                        prop_assert_eq!(left.is_known, who.is_known);
                    }
                }
                while let Some(who) = line.next() {
                    served += 1;
                    let known_wait = line.waiting.iter().any(|one| one.who.is_known);
                    prop_assert!(who.is_known || !known_wait);
                }
                prop_assert!(served <= 2);
                prop_assert!(line.waiting.is_empty() || served == 2);
                prop_assert!(line.waiting.len() <= MOST_STRANGERS + MOST_KNOWN);
            }
        }
    }

    #[tokio::test]
    async fn whoever_leaves_the_line_holds_no_turn_and_whoever_has_one_gives_it_back() {
        let turns = Queue(Arc::new(Mutex::new(Line::new(1))));
        let first = turns.wait(stranger(1, "first")).await.expect("a turn");
        let (left, stays) = (
            tokio::spawn({
                let turns = turns.clone();
                async move { turns.wait(stranger(2, "left")).await }
            }),
            turns.clone(),
        );
        tokio::task::yield_now().await;
        left.abort();
        assert!(left.await.is_err());
        let next = tokio::spawn(async move { stays.wait(stranger(3, "stays")).await.is_ok() });
        tokio::task::yield_now().await;
        drop(first);
        let called = tokio::time::timeout(Duration::from_secs(5), next).await.expect("in time");
        assert!(called.expect("no panic"));
        assert_eq!(turns.with_line(|line| line.free), 1);
    }
}
