//! Readers of documents at counters: which are there, what they handed in and nobody has taken yet, and what a counter asks of
//! them. All of it lives in memory: who waits at a counter stands in the journal, and a document can be laid down again.

use crate::{age::is_within, chip_check::HandedChip};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, ChipSummary, CrossingId, PageLight};
use limen_store::CounterAt;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;
use uuid::Uuid;

/// How long a reader is taken to be there after it was heard: it asks every ten seconds.
const HEARD_WITHIN: SignedDuration = SignedDuration::from_secs(25);
/// How long what was handed in waits: then its traveller has gone, or the document was laid down again.
const WAITS: SignedDuration = SignedDuration::from_secs(90);
/// How long what was taken is kept for the answer to whose document it is.
const ANSWERED_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// How many wait at most at a counter; the oldest makes room.
const MOST_WAITING: usize = 3;
/// Maximum bytes of all that wait at all counters; what has waited longest goes first.
const MOST_BYTES: usize = 96 * 1024 * 1024;
/// A reader that was told what a counter asks, and neither asks nor tells of progress, is told again after so long.
const TOLD_AGAIN: SignedDuration = SignedDuration::from_secs(5);
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

/// What a reader handed in.
#[derive(Debug, Clone, Default)]
pub struct Handed {
    /// The zone, its lines parted by line feeds. A letter that was not read is `*`.
    pub zone: Option<String>,
    /// Whether the zone was read from the page; where it was not, it is the chip's own.
    pub is_printed: bool,
    /// Pictures of the page in each light, as they came.
    pub pictures: BTreeMap<PageLight, Vec<u8>>,
    /// The chip's files.
    pub chip: Option<HandedChip>,
    /// How the chip was opened: `pace`, `bac`, `open`; empty where that was not said.
    pub access: String,
    /// What read it.
    pub read_by: String,
}

impl Handed {
    fn size(&self) -> usize {
        let files = self.chip.iter().flat_map(|chip| chip.files.iter()).map(|(_, bytes)| bytes.len());
        self.pictures.values().map(Vec::len).chain(files).sum()
    }
}

/// The card access number of a document, six digits that open its chip. It is in memory until the chip was read or the
/// request is over; no log says it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CardNumber(String);

impl CardNumber {
    /// The number that was typed, with or without spaces; `None` where it is no six digits.
    pub fn of(typed: &str) -> Option<Self> {
        // What is longer is no such number, whatever stands in it.
        let digits: String = typed.chars().take(20).filter(|letter| !letter.is_whitespace()).collect();
        let is_number = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit());
        (is_number && typed.chars().count() <= 20).then_some(Self(digits))
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a card access number")
    }
}

/// What a counter asks of its reader: to read the chip of the document that was just read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChipRequest {
    /// Which request.
    pub id: Uuid,
    /// The zone; empty where the document has none, and its chip is opened by its number.
    pub zone: String,
    /// The number on the card, where it was typed.
    pub can: Option<CardNumber>,
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
    /// What its zone came to, while the rest is still read.
    pub zone: Option<ChipSummary>,
    /// Whether it is asked for with the number that was typed.
    pub by_number: bool,
}

impl Standing {
    /// Whether the zone does not open the chip, and the number on the card may.
    pub fn wants_number(&self) -> bool {
        self.progress.as_ref().is_some_and(|progress| progress.step == ChipStep::WrongKey)
    }
}

/// What was handed in at a counter.
#[derive(Debug)]
struct Waiting {
    id: Uuid,
    /// Since when it waits as it does now.
    since: Timestamp,
    /// Whether the counter has taken it: then it is offered to nobody, until it is done.
    is_taken: bool,
    handed: Arc<Handed>,
}

impl Waiting {
    fn still_waits(&self, now: Timestamp) -> bool {
        is_within(self.since, if self.is_taken { ANSWERED_WITHIN } else { WAITS }, now)
    }
}

#[derive(Debug, Default)]
struct AtCounter {
    heard: Option<(Presence, Timestamp)>,
    waiting: VecDeque<Waiting>,
    asked: Option<Asked>,
    progress: Option<ChipProgress>,
    /// What the zone of the chip that is asked for came to.
    zone: Option<ChipSummary>,
}

/// What a counter asked of its reader, and for whom.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) request: ChipRequest,
    pub(crate) challenge: [u8; 8],
    pub(crate) presentation: CrossingId,
    pub(crate) officer: AccountId,
    pub(crate) at: Timestamp,
    /// When a reader was told.
    pub(crate) told_at: Option<Timestamp>,
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
    /// What still waits.
    fn lock(&self, now: Timestamp) -> MutexGuard<'_, HashMap<CounterAt, AtCounter>> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        for at in counters.values_mut() {
            at.waiting.retain(|waiting| waiting.still_waits(now));
            at.heard = at.heard.take().filter(|(_, when)| is_within(*when, HEARD_WITHIN, now));
            at.asked = at.asked.take().filter(|asked| is_within(asked.at, CHIP_TAKES, now));
            if at.asked.is_none() {
                (at.progress, at.zone) = (None, None);
            }
        }
        counters.retain(|_, at| at.heard.is_some() || at.asked.is_some() || !at.waiting.is_empty());
        counters
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
        let mut counters = self.lock(now);
        let at = counters.entry(counter).or_default();
        let chips = presence.chips;
        let before = at.heard.replace((presence, now));
        let is_new = before.map(|(before, _)| before) != at.heard.as_ref().map(|(presence, _)| presence.clone());
        let request = at.untold(chips, now);
        drop(counters);
        if is_new {
            self.tell();
        }
        request
    }

    /// The request that a counter's reader has not been told yet; none for one that reads no chips.
    pub fn next(&self, counter: CounterAt, chips: bool, now: Timestamp) -> Option<ChipRequest> {
        self.lock(now).get_mut(&counter)?.untold(chips, now)
    }

    /// Takes in a scan; it waits until the counter's page takes it.
    pub fn hand_in(&self, counter: CounterAt, id: Uuid, handed: Handed, now: Timestamp) {
        let mut counters = self.lock(now);
        let waiting = &mut counters.entry(counter).or_default().waiting;
        if waiting.len() == MOST_WAITING {
            waiting.pop_front();
        }
        waiting.push_back(Waiting { id, since: now, is_taken: false, handed: Arc::new(handed) });
        while counters.values().flat_map(|at| &at.waiting).map(|waiting| waiting.handed.size()).sum::<usize>()
            > MOST_BYTES
        {
            let with_some = counters.values_mut().filter(|at| !at.waiting.is_empty());
            let Some(oldest) = with_some.min_by_key(|at| at.waiting.front().map(|waiting| waiting.since)) else {
                break;
            };
            oldest.waiting.pop_front();
        }
        drop(counters);
        self.tell();
    }

    /// How things stand at a counter.
    pub fn standing(&self, counter: CounterAt, now: Timestamp) -> Standing {
        let counters = self.lock(now);
        let Some(at) = counters.get(&counter) else { return Standing::default() };
        let waits = at.waiting.iter().find(|waiting| !waiting.is_taken);
        Standing {
            presence: at.heard.as_ref().map(|(presence, _)| presence.clone()),
            waiting: waits.and_then(|waiting| Some((waiting.id, waiting.handed.zone.clone()?))),
            progress: at.progress.clone(),
            zone: at.zone,
            by_number: at.asked.as_ref().is_some_and(|asked| asked.request.can.is_some()),
        }
    }

    /// Takes what was handed in at a counter: it is offered to nobody any more, and there until it is [done](Self::done).
    /// `None` where it does not wait there.
    pub fn take(&self, counter: CounterAt, id: Uuid, now: Timestamp) -> Option<Arc<Handed>> {
        let mut counters = self.lock(now);
        let waiting = counters.get_mut(&counter)?.waiting.iter_mut().find(|waiting| waiting.id == id)?;
        (waiting.is_taken, waiting.since) = (true, now);
        let handed = waiting.handed.clone();
        drop(counters);
        self.tell();
        Some(handed)
    }

    /// Lets go of what was handed in: it is kept, or of no use.
    pub fn done(&self, counter: CounterAt, id: Uuid, now: Timestamp) {
        if let Some(at) = self.lock(now).get_mut(&counter) {
            at.waiting.retain(|waiting| waiting.id != id);
        }
    }

    /// Notes how reading goes on, and says whether it is still wanted.
    pub fn progress(&self, counter: CounterAt, progress: ChipProgress, now: Timestamp) -> bool {
        let mut counters = self.lock(now);
        let Some(at) = counters.get_mut(&counter) else { return false };
        let is_wanted = at.asked.as_ref().is_some_and(|asked| asked.request.id == progress.request);
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

    /// Asks a counter's reader for a chip, and says whether it is there and can read one. One that is at the chip of this
    /// document already goes on, unless a number was typed meanwhile.
    pub(crate) fn ask(&self, counter: CounterAt, asked: Asked) -> bool {
        let mut counters = self.lock(asked.at);
        let Some(at) = counters.get_mut(&counter) else { return false };
        if !at.heard.as_ref().is_some_and(|(presence, _)| presence.chips) {
            return false;
        }
        let is_at_it = !at.progress.as_ref().is_some_and(|progress| progress.step.is_trouble());
        let is_same = |before: &Asked| before.request.zone == asked.request.zone;
        if asked.request.can.is_none() && is_at_it && at.asked.as_ref().is_some_and(is_same) {
            return true;
        }
        at.asked = Some(asked);
        (at.progress, at.zone) = (None, None);
        drop(counters);
        self.tell();
        true
    }

    /// What a counter asked for with this request; `None` where nobody waits for it any more.
    pub(crate) fn asked(&self, counter: CounterAt, request: Uuid, now: Timestamp) -> Option<Asked> {
        self.lock(now).get(&counter)?.asked.clone().filter(|asked| asked.request.id == request)
    }

    /// Notes what the zone of a chip came to that is still being read.
    pub(crate) fn zone_came_to(&self, counter: CounterAt, request: Uuid, summary: ChipSummary, now: Timestamp) {
        let mut counters = self.lock(now);
        let Some(at) = counters.get_mut(&counter) else { return };
        if at.asked.as_ref().is_some_and(|asked| asked.request.id == request) {
            at.zone = Some(summary);
        }
        drop(counters);
        self.tell();
    }

    /// A counter has what it asked for with this request.
    pub(crate) fn answered(&self, counter: CounterAt, request: Uuid, now: Timestamp) {
        if let Some(at) = self.lock(now).get_mut(&counter)
            && at.asked.take_if(|asked| asked.request.id == request).is_some()
        {
            (at.progress, at.zone) = (None, None);
        }
        self.tell();
    }
}

impl AtCounter {
    /// The request that a reader is to be told, if it reads chips: once, and again where nothing was heard of it since.
    fn untold(&mut self, chips: bool, now: Timestamp) -> Option<ChipRequest> {
        let is_read = self.progress.is_some();
        let asked = self.asked.as_mut().filter(|_| chips && !is_read)?;
        if asked.told_at.is_some_and(|told| is_within(told, TOLD_AGAIN, now)) {
            return None;
        }
        asked.told_at = Some(now);
        Some(asked.request.clone())
    }
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
        assert!(readers.standing(elsewhere, now).waiting.is_none() && readers.take(elsewhere, one, now).is_none());
        assert!(readers.take(HERE, one, now).is_some());
        assert!(readers.take(HERE, one, now).is_some(), "what was taken is there until it is done");
        readers.done(HERE, one, now);
        assert!(readers.take(HERE, one, now).is_none());
        assert_eq!(readers.standing(HERE, now).waiting, Some((two, "second".to_owned())));
        assert!(readers.standing(HERE, now + WAITS).waiting.is_none(), "its traveller has gone");
    }

    #[test]
    fn no_more_than_a_few_scans_wait_and_the_newest_are_those() {
        let (readers, now) = (Readers::default(), Timestamp::UNIX_EPOCH);
        for number in 0..100 {
            readers.hand_in(HERE, Uuid::from_u128(number), scan(&number.to_string()), now);
        }
        assert_eq!(readers.lock(now)[&HERE].waiting.len(), MOST_WAITING);
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

    #[test]
    fn a_card_access_number_has_six_digits_and_is_not_said_where_it_would_be_logged() {
        let number = CardNumber::of(" 123 456 ").expect("a number");
        assert_eq!(serde_json::to_string(&number).expect("JSON"), "\"123456\"");
        assert!(!format!("{number:?}").contains("123456"));
        for wrong in ["", "12345", "1234567", "12345a", "１２３４５６", &"1".repeat(10_000), &" ".repeat(10_000)]
        {
            assert_eq!(CardNumber::of(wrong), None, "{wrong:.20}");
        }
    }

    #[test]
    fn a_number_that_was_typed_is_told_at_once_though_the_reader_is_at_the_chip() {
        let (readers, now) = (Readers::default(), Timestamp::UNIX_EPOCH);
        let asked = |id: u128, can: Option<CardNumber>| Asked {
            request: ChipRequest { id: Uuid::from_u128(id), zone: "zone".into(), can, challenge: String::new() },
            challenge: [0; 8],
            presentation: CrossingId(Uuid::nil()),
            officer: AccountId::parse("aminata").expect("an identifier"),
            at: now,
            told_at: None,
        };
        let number = CardNumber::of("123456");
        assert!(!readers.ask(HERE, asked(1, number.clone())), "nobody is there to be asked");
        readers.heard(HERE, Presence { readers: Vec::new(), chips: true }, now);
        assert!(readers.ask(HERE, asked(1, None)) && readers.next(HERE, true, now).is_some());
        let progress = |request: u128, step| ChipProgress {
            request: Uuid::from_u128(request),
            step,
            file: None,
            read: 0,
            total: 0,
        };
        assert!(readers.progress(HERE, progress(1, ChipStep::LayDown), now));
        assert!(!readers.standing(HERE, now).wants_number());
        assert!(readers.progress(HERE, progress(1, ChipStep::WrongKey), now));
        assert!(readers.standing(HERE, now).wants_number());
        assert!(readers.ask(HERE, asked(2, number.clone())));
        assert!(!readers.progress(HERE, progress(1, ChipStep::LayDown), now), "the request before is over");
        assert_eq!(readers.next(HERE, true, now).and_then(|request| request.can), number);
        assert!(readers.standing(HERE, now).by_number);
        readers.answered(HERE, Uuid::from_u128(2), now);
        assert!(!readers.standing(HERE, now).by_number, "the number is gone with its request");
    }

    #[test]
    fn what_a_zone_came_to_is_said_of_the_chip_that_is_being_read_and_of_no_other() {
        let (readers, now) = (Readers::default(), Timestamp::UNIX_EPOCH);
        let [one, two] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        readers.heard(HERE, Presence { readers: Vec::new(), chips: true }, now);
        let asked = |id: Uuid, zone: &str| Asked {
            request: ChipRequest { id, zone: zone.into(), can: None, challenge: String::new() },
            challenge: [0; 8],
            presentation: CrossingId(Uuid::nil()),
            officer: AccountId::parse("aminata").expect("an identifier"),
            at: now,
            told_at: None,
        };
        let said = || readers.standing(HERE, now).zone;
        readers.ask(HERE, asked(one, "first"));
        readers.zone_came_to(HERE, two, ChipSummary::Differs, now);
        assert_eq!(said(), None);
        readers.zone_came_to(HERE, one, ChipSummary::Proven, now);
        assert_eq!(said(), Some(ChipSummary::Proven));
        readers.ask(HERE, asked(two, "second"));
        assert_eq!(said(), None, "another document is read");
        readers.zone_came_to(HERE, two, ChipSummary::UnknownIssuer, now);
        readers.answered(HERE, two, now);
        assert_eq!(said(), None, "all of it is there");
    }

    #[test]
    fn a_document_that_is_read_again_does_not_throw_away_the_chip_that_is_being_read() {
        let (readers, now) = (Readers::default(), Timestamp::UNIX_EPOCH);
        readers.heard(HERE, Presence { readers: Vec::new(), chips: true }, now);
        let asked = |id: u128, zone: &str| Asked {
            request: ChipRequest { id: Uuid::from_u128(id), zone: zone.into(), can: None, challenge: String::new() },
            challenge: [0; 8],
            presentation: CrossingId(Uuid::nil()),
            officer: AccountId::parse("aminata").expect("an identifier"),
            at: now,
            told_at: None,
        };
        readers.ask(HERE, asked(1, "first"));
        assert_eq!(readers.next(HERE, false, now), None, "not told to who reads no chips");
        assert_eq!(readers.next(HERE, true, now).map(|request| request.id), Some(Uuid::from_u128(1)));
        readers.ask(HERE, asked(2, "first"));
        assert!(readers.asked(HERE, Uuid::from_u128(1), now).is_some() && readers.next(HERE, true, now).is_none());
        let later = now + TOLD_AGAIN;
        assert!(readers.next(HERE, true, later).is_some(), "an answer that got lost on the way");
        readers.ask(HERE, asked(3, "second"));
        assert!(readers.asked(HERE, Uuid::from_u128(1), now).is_none());
        readers.answered(HERE, Uuid::from_u128(1), now);
        assert!(readers.asked(HERE, Uuid::from_u128(3), now).is_some(), "a late answer ends nothing");
        readers.answered(HERE, Uuid::from_u128(3), now);
        assert!(readers.asked(HERE, Uuid::from_u128(3), now).is_none());
    }
}
