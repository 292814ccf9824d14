//! Bar codes, and the zones beside them, of the pictures that were looked at lately: looking takes a second.

use limen_seal::{Code, Grey};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// How long one picture is looked through for codes.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many pictures are remembered.
const MOST_REMEMBERED: usize = 64;

/// One picture is looked through at a time: it takes a core, and the memory of its pixels.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// What was found in a picture.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Its bar codes.
    pub(crate) codes: Vec<Code>,
    /// The zone beside a seal, where it was read for sure.
    pub(crate) zone: Option<String>,
}

/// What was found in pictures lately, by the SHA-256 of their bytes, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct SeenPictures(Mutex<VecDeque<(String, Arc<Seen>)>>);

impl SeenPictures {
    pub(crate) fn get(&self, sha256: &str) -> Option<Arc<Seen>> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().find(|(of, _)| of == sha256).map(|(_, seen)| seen.clone())
    }

    /// Looks a picture through, away from what answers requests, and remembers what was found.
    pub(crate) async fn look(&self, sha256: &str, bytes: Vec<u8>) -> Arc<Seen> {
        let Ok(turn) = ONE_AT_A_TIME.acquire().await else { return Arc::default() };
        // Whoever had the turn before may have looked at the same picture.
        if let Some(seen) = self.get(sha256) {
            return seen;
        }
        // The turn is given back when it is looked through, even if nobody waits any more.
        let look = move || {
            let seen = seen_in(&bytes);
            drop(turn);
            seen
        };
        let found = tokio::task::spawn_blocking(look).await;
        let found = Arc::new(found.unwrap_or_default());
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() == MOST_REMEMBERED {
            seen.pop_front();
        }
        seen.push_back((sha256.to_owned(), found.clone()));
        found
    }
}

fn seen_in(bytes: &[u8]) -> Seen {
    let Ok(luma) = limen_optics::picture::open(bytes) else { return Seen::default() };
    let until = Instant::now() + PATIENCE;
    let grey = Grey::new(luma.width(), luma.height(), luma.pixels());
    let codes = grey.map(|grey| limen_seal::find_until(grey, &|| Instant::now() > until)).unwrap_or_default();
    let has_seal = codes.iter().any(|code| limen_seal::is_seal(&code.octets));
    let reading = if has_seal { limen_optics::read_luma(luma).ok().filter(|reading| reading.sure) } else { None };
    Seen { codes, zone: reading.map(|reading| reading.text()) }
}
