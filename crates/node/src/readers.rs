//! Readers of documents at counters: which are there, what they handed in and nobody has taken yet, and what a counter asks of
//! them. All of it lives in memory: who waits at a counter stands in the journal, and a document can be laid down again.

use crate::chip_check::HandedChip;
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, CrossingId};
use limen_store::CounterAt;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;
use uuid::Uuid;

/// How long a reader is taken to be there after it was heard: it asks every ten seconds.
const HEARD_WITHIN: SignedDuration = SignedDuration::from_secs(25);
/// How long what was handed in waits: then its traveller has gone, or the document was laid down again.
const WAITS: SignedDuration = SignedDuration::from_secs(90);
/// How many wait at most at a counter; the oldest makes room.
const MOST_WAITING: usize = 3;
/// How long a chip may take.
const CHIP_TAKES: SignedDuration = SignedDuration::from_secs(150);

/// What stands at a counter, as a reader's program says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Presence {
    /// Its readers.
    #[serde(default)]
    pub readers: Vec<ReaderState>,
    /// Whether it can read chips.
    #[serde(default)]
    pub chips: bool,
}

/// A reader, and how it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReaderState {
    /// What it is called.
    pub name: String,
    /// `here`, `away` or `noise`.
    pub state: String,
}

/// A picture of a page, in the light that it was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// What the eye sees.
    White,
    /// B900.
    Infrared,
    /// Ultraviolet.
    Ultraviolet,
}

/// What a reader handed in.
#[derive(Debug, Clone, Default)]
pub struct Handed {
    /// The zone, its lines parted by line feeds. A letter that was not read is `*`.
    pub zone: Option<String>,
    /// Pictures of the page, as they came.
    pub pictures: Vec<(Light, Vec<u8>)>,
    /// The chip's files.
    pub chip: Option<HandedChip>,
    /// How the chip was opened: `pace`, `bac`, `open`; empty where that was not said.
    pub access: String,
    /// What read it.
    pub read_by: String,
}

/// What a counter asks of its reader: to read the chip of the document that was just read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChipRequest {
    /// Which request.
    pub id: Uuid,
    /// The zone.
    pub zone: String,
    /// The number on the card, where it was typed.
    pub can: Option<String>,
    /// What active authentication is to ask, in hexadecimal.
    pub challenge: String,
}

/// What happens while a chip is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChipStep {
    /// No document lies on the reader.
    LayDown,
    /// The chip opened.
    Opened,
    /// A file is read.
    Reading,
    /// The chip is asked whether it is the original.
    Proving,
    /// The document was taken away before the end.
    Lost,
    /// No reading of the zone opens it.
    WrongKey,
    /// What lies there is no travel document.
    NoDocument,
    /// It was given up.
    GivenUp,
    /// There is no reader of chips.
    NoReader,
}

impl ChipStep {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::LayDown => "lay-down",
            Self::Opened => "opened",
            Self::Reading => "reading",
            Self::Proving => "proving",
            Self::Lost => "lost",
            Self::WrongKey => "wrong-key",
            Self::NoDocument => "no-document",
            Self::GivenUp => "given-up",
            Self::NoReader => "no-reader",
        }
    }

    /// Whether someone has to do something.
    pub fn is_trouble(self) -> bool {
        matches!(self, Self::Lost | Self::WrongKey | Self::NoDocument | Self::GivenUp | Self::NoReader)
    }
}

/// How reading a chip goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipProgress {
    /// Which request.
    pub request: Uuid,
    /// What happens.
    pub step: ChipStep,
    /// The file that is read.
    #[serde(default)]
    pub file: Option<String>,
    /// Octets of it that are there.
    #[serde(default)]
    pub read: u64,
    /// Octets that it has.
    #[serde(default)]
    pub total: u64,
}

/// How things stand at a counter.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What stands there; `None` where nothing was heard of late.
    pub presence: Option<Presence>,
    /// The reading that waits to be taken, with its zone.
    pub waiting: Option<(Uuid, String)>,
    /// How reading the chip goes on.
    pub progress: Option<ChipProgress>,
}

#[derive(Debug, Default)]
struct AtCounter {
    heard: Option<(Presence, Timestamp)>,
    handed: VecDeque<(Uuid, Timestamp, Handed)>,
    /// What was taken, while the officer is asked whose document it is.
    held: Option<(Uuid, Handed)>,
    asked: Option<Asked>,
    progress: Option<ChipProgress>,
}

#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) request: ChipRequest,
    pub(crate) challenge: [u8; 8],
    pub(crate) presentation: CrossingId,
    pub(crate) officer: AccountId,
    pub(crate) at: Timestamp,
    pub(crate) is_told: bool,
}

/// The readers of a node's counters.
#[derive(Debug)]
pub struct Readers {
    counters: Mutex<HashMap<CounterAt, AtCounter>>,
    changed: watch::Sender<u64>,
}

impl Default for Readers {
    fn default() -> Self {
        Self { counters: Mutex::default(), changed: watch::Sender::new(0) }
    }
}

impl Readers {
    fn lock(&self) -> MutexGuard<'_, HashMap<CounterAt, AtCounter>> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tell(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Changes at any counter.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Notes what stands at a counter; the request that its reader has not been told yet.
    pub fn heard(&self, counter: CounterAt, presence: Presence, now: Timestamp) -> Option<ChipRequest> {
        let mut counters = self.lock();
        let at = counters.entry(counter).or_default();
        let before = at.heard.replace((presence, now));
        let is_new = before.is_none_or(|(before, when)| {
            Some(&before) != at.heard.as_ref().map(|(presence, _)| presence) || now.duration_since(when) > HEARD_WITHIN
        });
        let request = untold(at, now);
        drop(counters);
        if is_new {
            self.tell();
        }
        request
    }

    /// The request that a counter's reader has not been told yet.
    pub fn next(&self, counter: CounterAt, now: Timestamp) -> Option<ChipRequest> {
        untold(self.lock().entry(counter).or_default(), now)
    }

    /// Takes in a scan; it waits until the counter's page takes it.
    pub fn hand_in(&self, counter: CounterAt, id: Uuid, handed: Handed, now: Timestamp) {
        let mut counters = self.lock();
        let at = counters.entry(counter).or_default();
        at.handed.retain(|(_, when, _)| now.duration_since(*when) < WAITS);
        if at.handed.len() == MOST_WAITING {
            at.handed.pop_front();
        }
        at.handed.push_back((id, now, handed));
        drop(counters);
        self.tell();
    }

    /// How things stand at a counter.
    pub fn standing(&self, counter: CounterAt, now: Timestamp) -> Standing {
        let counters = self.lock();
        let Some(at) = counters.get(&counter) else { return Standing::default() };
        let heard = at.heard.as_ref().filter(|(_, when)| now.duration_since(*when) < HEARD_WITHIN);
        let asked = at.asked.as_ref().filter(|asked| now.duration_since(asked.at) < CHIP_TAKES);
        let waits = at.handed.iter().find(|(_, when, _)| now.duration_since(*when) < WAITS);
        Standing {
            presence: heard.map(|(presence, _)| presence.clone()),
            waiting: waits.and_then(|(id, _, handed)| Some((*id, handed.zone.clone()?))),
            progress: asked.and(at.progress.clone()),
        }
    }

    /// Takes what was handed in at a counter: it is nobody else's any more.
    pub fn take(&self, counter: CounterAt, id: Uuid) -> Option<Handed> {
        let mut counters = self.lock();
        let here = counters.get_mut(&counter)?;
        if let Some((_, held)) = here.held.take_if(|(other, _)| *other == id) {
            return Some(held);
        }
        let at = here.handed.iter().position(|(other, ..)| *other == id)?;
        let (.., taken) = here.handed.remove(at)?;
        drop(counters);
        self.tell();
        Some(taken)
    }

    /// Holds what was taken until the officer has said whose document it is; it is offered to nobody meanwhile.
    pub fn hold(&self, counter: CounterAt, id: Uuid, handed: Handed) {
        self.lock().entry(counter).or_default().held = Some((id, handed));
    }

    /// Notes how reading goes on, and says whether it is still wanted.
    pub fn progress(&self, counter: CounterAt, progress: ChipProgress, now: Timestamp) -> bool {
        let mut counters = self.lock();
        let Some(at) = counters.get_mut(&counter) else { return false };
        let is_wanted = at
            .asked
            .as_ref()
            .is_some_and(|asked| asked.request.id == progress.request && now.duration_since(asked.at) < CHIP_TAKES);
        if is_wanted {
            at.progress = Some(progress);
        }
        // While it reads a chip it asks for nothing else.
        if let Some((_, heard)) = &mut at.heard {
            *heard = now;
        }
        drop(counters);
        if is_wanted {
            self.tell();
        }
        is_wanted
    }

    /// Asks a counter's reader for a chip, if it is there and can read one.
    pub(crate) fn ask(&self, at: CounterAt, asked: Asked) {
        let mut counters = self.lock();
        let Some(here) = counters.get_mut(&at) else { return };
        let heard = here.heard.as_ref().filter(|(_, when)| asked.at.duration_since(*when) < HEARD_WITHIN);
        if !heard.is_some_and(|(presence, _)| presence.chips) {
            return;
        }
        here.asked = Some(asked);
        here.progress = None;
        drop(counters);
        self.tell();
    }

    /// What a counter asked for with this request, once; `None` where nobody waits for it any more.
    pub(crate) fn answered(&self, at: CounterAt, request: Uuid) -> Option<Asked> {
        let mut counters = self.lock();
        let here = counters.get_mut(&at)?;
        here.progress = None;
        here.asked.take_if(|asked| asked.request.id == request)
    }
}

/// The request that a reader has not been told yet; it is told it once.
fn untold(at: &mut AtCounter, now: Timestamp) -> Option<ChipRequest> {
    let asked = at.asked.as_mut().filter(|asked| !asked.is_told && now.duration_since(asked.at) < CHIP_TAKES)?;
    asked.is_told = true;
    Some(asked.request.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: CounterAt = CounterAt(None);

    fn scan(zone: &str) -> Handed {
        Handed { zone: Some(zone.to_owned()), ..Handed::default() }
    }

    #[test]
    fn a_scan_in_the_middle_of_another_waits_and_is_taken_by_its_own_counter_alone() {
        let (readers, now) = (Readers::default(), Timestamp::UNIX_EPOCH);
        let elsewhere = CounterAt(Some(Uuid::max()));
        let [one, two] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        readers.hand_in(HERE, one, scan("first"), now);
        readers.hand_in(HERE, two, scan("second"), now);
        assert_eq!(readers.standing(HERE, now).waiting, Some((one, "first".to_owned())));
        assert!(readers.standing(elsewhere, now).waiting.is_none() && readers.take(elsewhere, one).is_none());
        assert!(readers.take(HERE, one).is_some() && readers.take(HERE, one).is_none());
        assert_eq!(readers.standing(HERE, now).waiting, Some((two, "second".to_owned())));
        assert!(readers.standing(HERE, now + WAITS).waiting.is_none(), "its traveller has gone");
    }

    #[test]
    fn no_more_than_a_few_scans_wait_and_the_newest_are_those() {
        let (readers, now) = (Readers::default(), Timestamp::UNIX_EPOCH);
        for number in 0..100 {
            readers.hand_in(HERE, Uuid::from_u128(number), scan(&number.to_string()), now);
        }
        assert_eq!(readers.lock()[&HERE].handed.len(), MOST_WAITING);
        assert_eq!(readers.standing(HERE, now).waiting, Some((Uuid::from_u128(97), "97".to_owned())));
    }

    #[test]
    fn a_reader_that_is_not_heard_of_is_not_there() {
        let (readers, now) = (Readers::default(), Timestamp::UNIX_EPOCH);
        let presence = Presence { readers: Vec::new(), chips: true };
        assert!(readers.heard(HERE, presence.clone(), now).is_none());
        assert_eq!(readers.standing(HERE, now).presence, Some(presence));
        assert!(readers.standing(HERE, now + HEARD_WITHIN).presence.is_none());
    }
}
