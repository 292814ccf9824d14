//! What holds at this node: alerts ready for screening, reference lists, settings. One task makes it from the store.
//!
//! Whoever changes something writes it to the store with its turn ([`Turned`]); the task takes in every turn, whoever wrote
//! it: a page, a round of the network, a command beside this program, another program on the same database. Handlers only
//! wait for it, so one that is dropped cancels nothing. One alert takes effect in milliseconds, also while a list of a
//! million is made ready: that is built beside the index in use, and takes its place once it has taken in what came
//! meanwhile.

use crate::settings::Settings;
use jiff::Timestamp;
use limen_domain::{Alert, AlertId, ListName, Reference};
use limen_screening::{AlertIndex, Builder, Changes, Frequencies};
use limen_store::{Store, StoreError, Turned};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Notify, mpsc, watch},
    task::JoinHandle,
    time::timeout,
};

/// With more turns than this since names were counted last, they are counted anew, and the index is built anew.
const MOST_TURNS: i64 = 5_000;
/// Past travellers whose names are counted to know which names are common.
const COUNTED_TRAVELLERS: i64 = 20_000;
/// Alerts read at a time.
const READ_ALERTS: i64 = 2_000;
/// How often what other programs have changed is looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After a failure the task waits for this long.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// How far the task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reached {
    /// Every turn up to this one has taken effect, but for whole lists.
    turn: i64,
    /// Every turn up to this one has taken effect, whole lists too.
    whole: i64,
}

/// What holds.
#[derive(Debug)]
pub(crate) struct InForce {
    alerts: RwLock<AlertIndex>,
    reference: RwLock<Arc<Reference>>,
    settings: RwLock<Arc<Settings>>,
    reached: watch::Sender<Reached>,
    wake: Notify,
    /// Alerts indexed of those that are being made ready, and how many there are.
    ready: AtomicU64,
    coming: AtomicU64,
}

/// An index as it was built, before it is used.
struct Built {
    index: AlertIndex,
    /// It holds what had changed up to this turn.
    turn: i64,
    /// The turn at which its names were counted.
    counted: i64,
}

fn set<T>(place: &RwLock<T>, value: T) {
    *place.write().unwrap_or_else(PoisonError::into_inner) = value;
}

fn get<T: Clone>(place: &RwLock<T>) -> T {
    place.read().unwrap_or_else(PoisonError::into_inner).clone()
}

impl InForce {
    /// Makes what holds from the store, and goes on doing so for as long as the program runs. At headquarters
    /// (`publishes`) what changed is published too.
    pub(crate) async fn start(store: Store, publishes: bool) -> Result<Arc<Self>, StoreError> {
        let (reached, _) = watch::channel(Reached { turn: 0, whole: 0 });
        let in_force = Arc::new(Self {
            alerts: RwLock::default(),
            reference: RwLock::new(Arc::new(store.reference().await?)),
            settings: RwLock::new(Arc::new(Settings::load(&store).await?)),
            reached,
            wake: Notify::new(),
            ready: AtomicU64::new(0),
            coming: AtomicU64::new(0),
        });
        let built = in_force.clone().build(store.clone()).await?;
        set(&in_force.alerts, built.index);
        let reached = Reached { turn: built.turn, whole: built.turn };
        in_force.reached.send_replace(reached);
        let task = Task { in_force: in_force.clone(), store, publishes, counted: built.counted, building: None };
        tokio::spawn(task.run());
        Ok(in_force)
    }

    /// The alerts that hold now.
    pub(crate) fn alerts(&self) -> AlertIndex {
        get(&self.alerts)
    }

    /// The reference lists that hold now.
    pub(crate) fn reference(&self) -> Arc<Reference> {
        get(&self.reference)
    }

    /// What headquarters decides for all.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        get(&self.settings)
    }

    /// Has the task look for what changed, now.
    pub(crate) fn look(&self) {
        self.wake.notify_one();
    }

    /// Waits until a turn has taken effect; false where it has not after `patience`, which means not yet.
    pub(crate) async fn reaches(&self, turn: i64, patience: Duration) -> bool {
        self.look();
        let mut reached = self.reached.subscribe();
        timeout(patience, reached.wait_for(|reached| reached.turn >= turn)).await.is_ok()
    }

    /// The same for a turn that may be of a whole list.
    pub(crate) async fn reaches_whole(&self, turn: i64, patience: Duration) -> bool {
        self.look();
        let mut reached = self.reached.subscribe();
        timeout(patience, reached.wait_for(|reached| reached.whole >= turn)).await.is_ok()
    }

    /// How many alerts are indexed of those that are being made ready; `None` where nothing is.
    pub(crate) fn progress(&self) -> Option<(u64, u64)> {
        let (ready, coming) = (self.ready.load(Ordering::Relaxed), self.coming.load(Ordering::Relaxed));
        (coming > 0).then_some((ready.min(coming), coming))
    }

    /// Builds the index of all alerts. Names are counted anew where the store says so (see [`counted_at`]).
    async fn build(self: Arc<Self>, store: Store) -> Result<Built, StoreError> {
        let turn = store.last_turn().await?;
        store.finish_lists().await?;
        if let Some((counted, frequencies)) = counted_at(&store).await? {
            let index = self.index(&store, Builder::weighed_by(frequencies)).await?;
            return Ok(Built { index, turn, counted });
        }
        let index = self.index(&store, Builder::with_frequencies(of_travellers(&store).await?)).await?;
        store.keep_weighing(turn, index.frequencies().to_bytes()).await?;
        // Another program may have counted meanwhile: what the store keeps is what all weigh by.
        match counted_at(&store).await? {
            Some((counted, frequencies)) if *frequencies != *index.frequencies() => {
                let index = self.index(&store, Builder::weighed_by(frequencies)).await?;
                Ok(Built { index, turn, counted })
            }
            _ => Ok(Built { index, turn, counted: turn }),
        }
    }

    /// Reads all alerts into an index, a piece at a time.
    async fn index(&self, store: &Store, mut builder: Builder) -> Result<AlertIndex, StoreError> {
        let lists = store.alert_lists().await?;
        let all: i64 = lists.iter().map(|list| list.alerts).sum();
        self.ready.store(0, Ordering::Relaxed);
        self.coming.store(u64::try_from(all).unwrap_or(0), Ordering::Relaxed);
        let (pieces, mut read) = mpsc::channel::<Vec<Alert>>(2);
        let building = tokio::task::spawn_blocking(move || {
            while let Some(alerts) = read.blocking_recv() {
                alerts.iter().for_each(|alert| builder.add(alert));
            }
            builder.finish()
        });
        let mut last: Option<(ListName, AlertId)> = None;
        loop {
            let alerts = store.alerts_after(last.as_ref(), READ_ALERTS).await?;
            let Some(end) = alerts.last() else { break };
            last = Some((end.list.clone(), end.id.clone()));
            let count = alerts.len() as u64;
            if pieces.send(alerts).await.is_err() {
                break;
            }
            self.ready.fetch_add(count, Ordering::Relaxed);
        }
        drop(pieces);
        let built =
            building.await.map_err(|error| StoreError::fault(format!("the alerts could not be indexed: {error}")));
        self.coming.store(0, Ordering::Relaxed);
        let mut index = built?;
        for list in lists {
            index = index.with_threshold(list.name, list.threshold);
        }
        Ok(index)
    }
}

/// How common names are as they were counted last, and at which turn. `None` where they are to be counted: they never
/// were, a whole list is another since, or much has changed. The same question after a restart has the same answer, and so
/// do scores.
async fn counted_at(store: &Store) -> Result<Option<(i64, Arc<Frequencies>)>, StoreError> {
    let Some((counted, bytes)) = store.weighing().await? else { return Ok(None) };
    let is_list = |what: &Turned| matches!(what, Turned::List(_));
    let since = store.turns_after(counted).await?;
    if since.is_none_or(|turns| turns.len() as i64 > MOST_TURNS || turns.iter().any(|turn| is_list(&turn.what))) {
        return Ok(None);
    }
    Ok(Frequencies::from_bytes(&bytes).map(|frequencies| (counted, Arc::new(frequencies))))
}

/// How common names are among those who crossed.
async fn of_travellers(store: &Store) -> Result<Frequencies, StoreError> {
    let mut frequencies = Frequencies::default();
    for (_, traveller) in store.past_travellers(Timestamp::UNIX_EPOCH, COUNTED_TRAVELLERS).await? {
        frequencies.add(&traveller.name.in_full());
    }
    Ok(frequencies)
}

/// The task.
struct Task {
    in_force: Arc<InForce>,
    store: Store,
    publishes: bool,
    /// The turn at which the names were counted that the index in use is weighed by.
    counted: i64,
    building: Option<JoinHandle<Result<Built, StoreError>>>,
}

impl Task {
    async fn run(mut self) {
        let mut changed = self.store.changed();
        loop {
            let look = async {
                tokio::select! {
                    _ = self.in_force.wake.notified() => {}
                    _ = changed.changed() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            };
            let stepped = match &mut self.building {
                Some(building) => tokio::select! {
                    built = building => self.take_over(built).await,
                    () = look => self.follow().await,
                },
                None => {
                    look.await;
                    self.follow().await
                }
            };
            if let Err(error) = stepped {
                tracing::error!("what changed is on disk and does not hold yet: {error}");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
            if self.store.is_closed() {
                return;
            }
        }
    }

    fn reached(&self) -> Reached {
        *self.in_force.reached.borrow()
    }

    /// Takes in the turns after the last one that was.
    async fn follow(&mut self) -> Result<(), StoreError> {
        let before = self.reached();
        let Some(turns) = self.store.turns_after(before.turn).await? else {
            self.build();
            return Ok(());
        };
        let Some(last) = turns.last().map(|turn| turn.seq) else { return Ok(()) };
        if last - self.counted > MOST_TURNS || turns.iter().any(|turn| matches!(turn.what, Turned::List(_))) {
            self.build();
        }
        if turns.len() as i64 > MOST_TURNS {
            // What is being built brings them.
            return Ok(());
        }
        let index = self.with(self.in_force.alerts(), turns.iter().map(|turn| &turn.what)).await?;
        if turns.iter().any(|turn| turn.what == Turned::Others) {
            self.read_others(index).await?;
        } else {
            set(&self.in_force.alerts, index);
        }
        let whole = if self.building.is_some() { before.whole } else { last };
        self.in_force.reached.send_replace(Reached { turn: last, whole });
        if self.publishes {
            self.store.publish().await?;
        }
        Ok(())
    }

    /// An index with those alerts that turned as they hold now.
    async fn with(&self, index: AlertIndex, turned: impl Iterator<Item = &Turned>) -> Result<AlertIndex, StoreError> {
        let keys: BTreeSet<_> = turned
            .filter_map(|what| match what {
                Turned::Alert(list, id) => Some((list.clone(), id.clone())),
                Turned::List(_) | Turned::Others => None,
            })
            .collect();
        let mut changes = Changes::default();
        for (list, id) in keys {
            match self.store.alert(&list, &id).await? {
                Some(alert) => changes.put.push(alert),
                None => changes.removed.push((list, id)),
            }
        }
        if changes.put.is_empty() && changes.removed.is_empty() {
            return Ok(index);
        }
        let built = tokio::task::spawn_blocking(move || index.with_changes(&changes)).await;
        built.map_err(|error| StoreError::fault(format!("changes to the alerts could not be indexed: {error}")))
    }

    /// Reads what else holds, with the index that is to be used with it.
    async fn read_others(&self, mut index: AlertIndex) -> Result<(), StoreError> {
        let (reference, settings) = (self.store.reference().await?, Settings::load(&self.store).await?);
        for (list, threshold) in self.store.thresholds().await? {
            index = index.with_threshold(list, threshold);
        }
        set(&self.in_force.alerts, index);
        set(&self.in_force.reference, Arc::new(reference));
        set(&self.in_force.settings, Arc::new(settings));
        Ok(())
    }

    /// Begins to build the index anew, unless that is under way.
    fn build(&mut self) {
        if self.building.is_none() {
            self.building = Some(tokio::spawn(self.in_force.clone().build(self.store.clone())));
        }
    }

    /// Takes what was built into use, with what changed meanwhile.
    async fn take_over(
        &mut self,
        built: Result<Result<Built, StoreError>, tokio::task::JoinError>,
    ) -> Result<(), StoreError> {
        self.building = None;
        let built =
            built.unwrap_or_else(|error| Err(StoreError::fault(format!("the alerts could not be indexed: {error}"))));
        let built = match built {
            Ok(built) => built,
            Err(error) => {
                tokio::time::sleep(AFTER_FAILURE).await;
                self.build();
                return Err(error);
            }
        };
        let Some(turns) = self.store.turns_after(built.turn).await? else {
            self.build();
            return Ok(());
        };
        let index = self.with(built.index, turns.iter().map(|turn| &turn.what)).await?;
        self.read_others(index).await?;
        self.counted = built.counted;
        let turn = turns.last().map_or(built.turn, |turn| turn.seq);
        // A list that came meanwhile is the next to be built.
        let is_list = |what: &Turned| matches!(what, Turned::List(_));
        let whole = turns.iter().find(|turn| is_list(&turn.what)).map_or(turn, |list| list.seq - 1);
        if whole < turn {
            self.build();
        }
        self.in_force.reached.send_replace(Reached { turn, whole });
        if self.publishes {
            self.store.publish().await?;
        }
        Ok(())
    }
}
