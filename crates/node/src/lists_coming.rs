//! Alert lists that are being read from a file and compared with the list in force. Both take seconds for a million
//! alerts; the work goes on by itself, and the page that began it follows.

use crate::headings::{self, TableKind};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Alert, AlertId, ListName};
use limen_screening::list::{self, ListError, Report, ReportLine};
use limen_store::{ListFile, Staging, Store, StoreError};
use sha2::{Digest, Sha256};
use std::{
    cmp::Ordering as Order,
    collections::HashMap,
    io::{self, BufReader, Read},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

/// Lists that are read or compared at one time: each takes a thread and some memory.
const MOST_AT_ONCE: usize = 4;
/// How long what came of it is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// How long a page waits for a short list before it says that it is on its way.
const SHORT: Duration = Duration::from_secs(1);
/// Alerts handed over at a time.
const PIECE_ALERTS: usize = 500;
/// Alerts compared at a time.
const COMPARED_ALERTS: i64 = 2_000;
/// Alerts of each kind that a comparison keeps; its counts are of all.
const MOST_SHOWN: usize = 50;

/// A file whose bytes are counted into a hash as they are read.
struct Hashing<R> {
    file: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.hash.update(&bytes[..read]);
        Ok(read)
    }
}

/// Reads a list from a file and stages it, without ever having it whole in memory. `told` counts the alerts that were
/// staged.
///
/// # Errors
/// The database can't be used. Of a file that can't be read the inner result says why.
pub async fn stage<'a>(
    store: &'a Store,
    list: &ListName,
    file: impl Read + Send + 'static,
    told: &AtomicU64,
) -> Result<Result<(Staging<'a>, Report, ListFile), ListError>, StoreError> {
    let mut staging = store.stage_list(list);
    Ok(read_into(&mut staging, list, file, told).await?.map(|(report, file)| (staging, report, file)))
}

async fn read_into(
    staging: &mut Staging<'_>,
    list: &ListName,
    file: impl Read + Send + 'static,
    told: &AtomicU64,
) -> Result<Result<(Report, ListFile), ListError>, StoreError> {
    let (pieces, mut read) = mpsc::channel::<Vec<Alert>>(4);
    let answers = headings::answers(staging.store(), TableKind::Alerts).await?;
    let list = list.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let mut file = BufReader::new(Hashing { file, hash: Sha256::new() });
        let mut piece = Vec::with_capacity(PIECE_ALERTS);
        let report = list::read(vec![Box::new(&mut file)], None, &list, &answers, |alert| {
            piece.push(alert);
            if piece.len() == PIECE_ALERTS {
                // Nobody takes it where the database is in trouble; that is what is told then.
                let _ = pieces.blocking_send(std::mem::take(&mut piece));
            }
        })?;
        let _ = pieces.blocking_send(piece);
        // A reader may stop before the end of the file; the hash is of all of it.
        io::copy(&mut file, &mut io::sink())?;
        let sha256 = limen_store::hex(&file.into_inner().hash.finalize());
        let lines = report.lines().map(|line| line.kept().map_err(io::Error::other)).collect::<Result<_, _>>()?;
        let version = report.version.clone().unwrap_or_default();
        Ok((report, ListFile { version, sha256, report: lines }))
    });
    while let Some(piece) = read.recv().await {
        staging.add(&piece).await?;
        told.store(staging.alerts(), Ordering::Relaxed);
    }
    reading.await.map_err(|error| StoreError::fault(format!("the list could not be read: {error}")))
}

/// What a proposed list changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many alerts are added, changed, removed and left.
    pub counts: [usize; 4],
    /// The first of those that are new.
    pub added: Vec<Alert>,
    /// The first of those that change: as they are, and as they are to be.
    pub changed: Vec<(Alert, Alert)>,
    /// How many of those that will be gone were drafted by hand and approved one by one.
    pub by_hand: usize,
    /// The first of those that will be gone, those drafted by hand before the others.
    pub removed: Vec<Alert>,
}

impl Comparison {
    /// Whether it takes away so much that the person who approves it types how many alerts go: more than a tenth of the
    /// list, or any that was drafted by hand.
    pub fn removes_much(&self) -> bool {
        let [_, changed, removed, same] = self.counts;
        removed * 10 > changed + removed + same || self.by_hand > 0
    }
}

fn keep<T>(kept: &mut Vec<T>, one: T) {
    if kept.len() < MOST_SHOWN {
        kept.push(one);
    }
}

/// Holds a proposed list against the one that holds, a piece at a time: both come in the order of their identifiers.
async fn compare(store: &Store, list: &ListName, proposal: Uuid) -> Result<Comparison, StoreError> {
    let mut comparison = Comparison::default();
    let by_hand = store.alerts_by_hand(list).await?;
    let (mut now, mut new) = (Side::default(), Side::default());
    loop {
        if now.wants_more() {
            let next = store.alerts_of_after(list, now.last.as_ref(), COMPARED_ALERTS).await?;
            now.take(next);
        }
        if new.wants_more() {
            let next = store.staged_alerts_after(proposal, new.last.as_ref(), COMPARED_ALERTS).await?;
            new.take(next);
        }
        loop {
            let order = match (now.waiting.last(), new.waiting.last()) {
                (Some(now), Some(new)) => now.id.cmp(&new.id),
                (Some(_), None) if new.is_over => Order::Less,
                (None, Some(_)) if now.is_over => Order::Greater,
                (None, None) if now.is_over && new.is_over => return Ok(comparison),
                _ => break,
            };
            match (order, now.next_unless(order == Order::Greater), new.next_unless(order == Order::Less)) {
                (_, Some(gone), None) => {
                    comparison.counts[2] += 1;
                    if by_hand.contains(&gone.id) {
                        comparison.removed.insert(comparison.by_hand.min(comparison.removed.len()), gone);
                        comparison.removed.truncate(MOST_SHOWN);
                        comparison.by_hand += 1;
                    } else {
                        keep(&mut comparison.removed, gone);
                    }
                }
                (_, None, Some(added)) => {
                    comparison.counts[0] += 1;
                    keep(&mut comparison.added, added);
                }
                (_, Some(before), Some(after)) if before != after => {
                    comparison.counts[1] += 1;
                    keep(&mut comparison.changed, (before, after));
                }
                _ => comparison.counts[3] += 1,
            }
        }
    }
}

/// One side of a comparison: alerts that wait, the next one last.
#[derive(Default)]
struct Side {
    waiting: Vec<Alert>,
    last: Option<AlertId>,
    is_over: bool,
}

impl Side {
    fn wants_more(&self) -> bool {
        self.waiting.is_empty() && !self.is_over
    }

    fn take(&mut self, mut next: Vec<Alert>) {
        self.is_over = next.is_empty();
        self.last = next.last().map(|alert| alert.id.clone()).or(self.last.take());
        next.reverse();
        self.waiting = next;
    }

    fn next_unless(&mut self, waits: bool) -> Option<Alert> {
        if waits { None } else { self.waiting.pop() }
    }
}

/// What became of some work; `None` while it goes on.
type Outcome<T> = watch::Receiver<Option<Result<T, StoreError>>>;

/// Why nothing of a list was taken.
#[derive(Debug, Clone)]
pub struct RefusedList {
    /// The name of the message that says so.
    pub message: String,
    /// The line on which it goes wrong; 0 where that is not known.
    pub line: u64,
    /// The columns that the file has, where it has none that are needed.
    pub columns: Vec<String>,
    /// What is wrong with its first entry, where no entry could be taken.
    pub first: Option<ReportLine>,
}

impl From<ListError> for RefusedList {
    fn from(error: ListError) -> Self {
        Self { message: error.message(), line: error.line().unwrap_or(0), columns: error.columns(), first: None }
    }
}

/// A list that is being read.
#[derive(Debug, Clone)]
pub struct Coming {
    /// The file's name.
    pub file: String,
    /// The list that comes.
    pub list: ListName,
    begun: Timestamp,
    staged: Arc<AtomicU64>,
    /// Why it is refused; `None` where it was proposed.
    outcome: Outcome<Option<RefusedList>>,
}

impl Coming {
    /// How many of its alerts were read.
    pub fn staged(&self) -> u64 {
        self.staged.load(Ordering::Relaxed)
    }
}

/// How far the reading of a list is.
#[derive(Debug)]
pub struct Reading {
    /// The list.
    pub list: Coming,
    /// Why it was refused, or `None` in it where it was proposed. `None` while it is read.
    pub outcome: Option<Result<Option<RefusedList>, StoreError>>,
}

/// A comparison under way, or made: of a list as it held at a turn.
#[derive(Debug, Clone)]
struct Compared {
    turn: i64,
    begun: Timestamp,
    outcome: Outcome<Arc<Comparison>>,
}

/// What is read and compared at this node.
#[derive(Debug, Default)]
pub struct ListsComing {
    read: Mutex<HashMap<Uuid, Coming>>,
    compared: Mutex<HashMap<Uuid, Compared>>,
}

fn goes_on<T>(outcome: &Outcome<T>) -> bool {
    outcome.borrow().is_none() && outcome.has_changed().is_ok()
}

/// Waits for a short while; `None` where it goes on.
async fn soon<T: Clone>(mut outcome: Outcome<T>) -> Option<Result<T, StoreError>> {
    match tokio::time::timeout(SHORT, outcome.wait_for(Option::is_some)).await {
        Ok(Ok(outcome)) => outcome.clone(),
        Ok(Err(_)) => Some(Err(StoreError::fault("the work on a list was broken off".to_owned()))),
        Err(_) => None,
    }
}

impl ListsComing {
    /// Begins to read a list that `author` proposes. Returns the proposal that it is to become; `None` where too many are
    /// being read.
    pub fn begin(
        &self,
        store: &Store,
        list: ListName,
        (name, file): (String, impl Read + Send + 'static),
        author: AccountId,
    ) -> Option<Uuid> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let now = store.now();
        read.retain(|_, coming| goes_on(&coming.outcome) || now.duration_since(coming.begun) < REMEMBERED);
        if read.values().filter(|coming| goes_on(&coming.outcome)).count() >= MOST_AT_ONCE {
            return None;
        }
        let (tell, outcome) = watch::channel(None);
        let staged = Arc::new(AtomicU64::new(0));
        let coming = Coming { file: name, list: list.clone(), begun: now, staged: staged.clone(), outcome };
        let id = store.new_id();
        let store = store.clone();
        tokio::spawn(async move {
            let proposed = async {
                let mut staging = store.stage_list_as(id, &list);
                match read_into(&mut staging, &list, file, &staged).await? {
                    Ok((report, file)) if report.taken > 0 => {
                        staging.propose(file, &author).await?;
                        Ok(None)
                    }
                    Ok((report, _)) => {
                        let message = "list-error-empty".to_owned();
                        Ok(Some(RefusedList { message, line: 0, columns: Vec::new(), first: report.lines().next() }))
                    }
                    Err(error) => Ok(Some(error.into())),
                }
            };
            tell.send_replace(Some(proposed.await));
        });
        read.insert(id, coming);
        Some(id)
    }

    /// The lists that are being read, the longest under way first.
    pub fn under_way(&self) -> Vec<(Uuid, Coming)> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let going = read.iter().filter(|(_, coming)| goes_on(&coming.outcome));
        let mut going: Vec<_> = going.map(|(id, coming)| (*id, coming.clone())).collect();
        going.sort_by_key(|(id, _)| *id);
        going
    }

    /// How far the reading of a list is. `None` where none of this identifier is read.
    pub async fn coming(&self, id: Uuid) -> Option<Reading> {
        let list = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()?;
        let outcome = soon(list.outcome.clone()).await;
        Some(Reading { list, outcome })
    }

    /// What a proposed list changes of the one that holds; `None` while it is being found out.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn comparison(
        &self,
        store: &Store,
        list: &ListName,
        proposal: Uuid,
    ) -> Result<Option<Arc<Comparison>>, StoreError> {
        let turn = store.last_turn().await?;
        let outcome = {
            let mut compared = self.compared.lock().unwrap_or_else(PoisonError::into_inner);
            let now = store.now();
            compared.retain(|_, one| goes_on(&one.outcome) || now.duration_since(one.begun) < REMEMBERED);
            let known = compared.get(&proposal).filter(|one| one.turn == turn || goes_on(&one.outcome));
            match known {
                Some(known) => known.outcome.clone(),
                None => {
                    let (tell, outcome) = watch::channel(None);
                    let (store, list) = (store.clone(), list.clone());
                    tokio::spawn(async move {
                        let compared = compare(&store, &list, proposal).await.map(Arc::new);
                        tell.send_replace(Some(compared));
                    });
                    compared.insert(proposal, Compared { turn, begun: now, outcome: outcome.clone() });
                    outcome
                }
            }
        };
        soon(outcome).await.transpose()
    }
}
