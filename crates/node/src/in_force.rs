//! What holds at this node: alerts ready for screening, reference lists, certificates, settings. One task makes it from the store.
//!
//! Each change is written to the store with its turn ([`Turned`]); the task takes in every turn, whether a page wrote
//! it, a round of the network, a command beside this program, or another program on the same database. Handlers only
//! wait for it, so one that is dropped cancels nothing. One alert takes effect in milliseconds, also while a list of a
//! million is made ready: that is built beside the index in use, and takes its place once it has taken in what came
//! meanwhile.

use crate::{settings::Settings, trust::believed::Trust};
use jiff::Timestamp;
use limen_domain::{Alert, AlertId, ListName, Reference};
use limen_screening::{AlertIndex, Builder, Changes, Frequencies};
use limen_store::{Edition, Editions, Store, StoreError, Turned};
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

/// How far alerts are made ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many are.
    pub ready: u64,
    /// How many there are.
    pub all: u64,
}

/// What holds.
#[derive(Debug)]
pub struct InForce {
    alerts: RwLock<AlertIndex>,
    editions: Editions,
    reference: RwLock<Arc<Reference>>,
    settings: RwLock<Arc<Settings>>,
    trust: RwLock<Arc<Trust>>,
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
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn start(store: Store, publishes: bool) -> Result<Arc<Self>, StoreError> {
        let (reached, _) = watch::channel(Reached { turn: 0, whole: 0 });
        let in_force = Arc::new(Self {
            alerts: RwLock::default(),
            editions: Editions::default(),
            reference: RwLock::new(Arc::new(store.reference().await?)),
            settings: RwLock::new(Arc::new(Settings::load(&store).await?)),
            trust: RwLock::new(Trust::load(&store, Arc::default()).await?),
            reached,
            wake: Notify::new(),
            ready: AtomicU64::new(0),
            coming: AtomicU64::new(0),
        });
        let built = in_force.clone().build(store.clone()).await?;
        in_force.turn_to(built.index);
        let reached = Reached { turn: built.turn, whole: built.turn };
        in_force.reached.send_replace(reached);
        if publishes {
            tokio::spawn(publish(store.clone(), in_force.reached.subscribe()));
        }
        tokio::spawn(put_in_order(store.clone()));
        let task = Task { in_force: in_force.clone(), store, counted: built.counted, building: None };
        tokio::spawn(task.run());
        Ok(in_force)
    }

    /// The alerts that hold now.
    pub fn alerts(&self) -> AlertIndex {
        get(&self.alerts)
    }

    /// The edition of the alerts that hold now. Read before them, it tells whether others have held since.
    pub fn edition(&self) -> Edition {
        self.editions.read()
    }

    /// Screening goes by this index from now on. Only afterwards is anybody told that a turn has taken effect.
    fn turn_to(&self, index: AlertIndex) {
        set(&self.alerts, index);
        self.editions.turn();
    }

    /// The reference lists that hold now.
    pub fn reference(&self) -> Arc<Reference> {
        get(&self.reference)
    }

    /// What headquarters decides for all.
    pub fn settings(&self) -> Arc<Settings> {
        get(&self.settings)
    }

    /// By what chips are believed.
    pub fn trust(&self) -> Arc<Trust> {
        get(&self.trust)
    }

    /// Has the task look for what changed, now.
    pub fn look(&self) {
        self.wake.notify_one();
    }

    /// Waits until a turn has taken effect; false where it has not after `patience`, which means not yet.
    pub async fn reaches(&self, turn: i64, patience: Duration) -> bool {
        self.look();
        let mut reached = self.reached.subscribe();
        timeout(patience, reached.wait_for(|reached| reached.turn >= turn)).await.is_ok()
    }

    /// The same for a turn that may be of a whole list.
    pub async fn reaches_whole(&self, turn: i64, patience: Duration) -> bool {
        self.look();
        let mut reached = self.reached.subscribe();
        timeout(patience, reached.wait_for(|reached| reached.whole >= turn)).await.is_ok()
    }

    /// How far alerts are made ready; `None` where none are.
    pub fn progress(&self) -> Option<Progress> {
        let (ready, coming) = (self.ready.load(Ordering::Relaxed), self.coming.load(Ordering::Relaxed));
        (coming > 0).then_some(Progress { ready: ready.min(coming), all: coming })
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

/// Puts in order what an earlier version wrote of alerts, beside the task: nobody waits for it, and what is left is done
/// after the next start.
async fn put_in_order(store: Store) {
    if let Err(error) = store.put_alerts_in_order().await
        && !store.is_closed()
    {
        tracing::error!("some alerts are not put in order for browsing yet: {error}");
    }
}

/// At headquarters, publishes what has taken effect, beside the task: a long list takes seconds, and nobody waits for it.
/// Where it fails it is tried again.
async fn publish(store: Store, mut reached: watch::Receiver<Reached>) {
    while reached.changed().await.is_ok() {
        while let Err(error) = store.publish().await {
            if store.is_closed() {
                return;
            }
            tracing::error!("what has changed is not published yet: {error}");
            tokio::time::sleep(AFTER_FAILURE).await;
        }
    }
}

/// The task.
struct Task {
    in_force: Arc<InForce>,
    store: Store,
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
            // A node that stops has nothing left to follow, and no failure to tell of.
            if self.store.is_closed() {
                return;
            }
            if let Err(error) = stepped {
                tracing::error!("what changed is on disk and does not hold yet: {error}");
                tokio::time::sleep(AFTER_FAILURE).await;
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
            self.in_force.turn_to(index);
        }
        let whole = if self.building.is_some() { before.whole } else { last };
        self.in_force.reached.send_replace(Reached { turn: last, whole });
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
        let trust = Trust::load(&self.store, self.in_force.trust()).await?;
        for (list, threshold) in self.store.thresholds().await? {
            index = index.with_threshold(list, threshold);
        }
        self.in_force.turn_to(index);
        set(&self.in_force.reference, Arc::new(reference));
        set(&self.in_force.settings, Arc::new(settings));
        set(&self.in_force.trust, trust);
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
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use limen_domain::{AccountId, Action, NodeId};
    use limen_screening::Subject;
    use limen_store::{Decided, ListFile};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const NAMES: [&str; 6] =
        ["Fanta Keïta", "Moussa Koné", "Salif Sanogo", "Awa Sidibé", "Mamadou Diallo", "Ali Hassan"];

    fn list() -> ListName {
        ListName::parse("national").expect("a name")
    }

    fn alert(number: usize, name: usize) -> Alert {
        let id = AlertId::parse(&format!("A-{number:03}")).expect("an identifier");
        let mut alert = Alert::new(list(), id, Action::Arrest);
        alert.names = vec![format!("{} {number}", NAMES[name % NAMES.len()])];
        alert
    }

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(folder.path(), &NodeId::parse("HQ").expect("a node")).await.expect("made");
        (folder, store)
    }

    fn who(id: &str) -> AccountId {
        AccountId::parse(id).expect("an identifier")
    }

    /// Every score of every name, by alert.
    fn scores(index: &AlertIndex) -> BTreeMap<(usize, String), u64> {
        let of_name = |(number, name): (usize, &&str)| {
            let subject = Subject { names: vec![(*name).into()], ..Subject::default() };
            let hits = index.search(&subject, date(2026, 11, 27), 0.3);
            hits.into_iter().map(move |hit| ((number, hit.alert.id.to_string()), hit.score.to_bits()))
        };
        NAMES.iter().enumerate().flat_map(of_name).collect()
    }

    /// What someone does while others do something else.
    #[derive(Debug, Clone)]
    enum Step {
        Approve(usize, usize),
        Withdraw(usize),
        Replace(Vec<(usize, usize)>),
        Threshold(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0usize..60, 0usize..6).prop_map(|(number, name)| Step::Approve(number, name)),
            2 => (0usize..60).prop_map(Step::Withdraw),
            2 => proptest::collection::vec((0usize..60, 0usize..6), 0..40).prop_map(Step::Replace),
            1 => (50u8..90).prop_map(Step::Threshold),
        ]
    }

    async fn carry_out(store: Store, step: Step) -> Result<(), StoreError> {
        let (one, other) = (who("kadiatou"), who("seydou"));
        match step {
            Step::Approve(number, name) => {
                let id = store.propose_alert(&alert(number, name), &one).await?;
                store.decide_proposal(id, true, &other, "").await?;
            }
            Step::Withdraw(number) => {
                store.withdraw_alert(&list(), &alert(number, 0).id, &other, &"gone".parse().expect("words")).await?;
            }
            Step::Replace(alerts) => {
                let mut staging = store.stage_list(&list());
                let alerts: Vec<_> = alerts.into_iter().map(|(number, name)| alert(number, name)).collect();
                staging.add(&alerts).await?;
                let id = staging.propose(ListFile::default(), &one).await?;
                store.decide_proposal(id, true, &other, "").await?;
            }
            Step::Threshold(percent) => {
                store.set_threshold(&list(), f64::from(percent) / 100.0, &other).await?;
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Whatever is decided at once, and whichever caller hangs up: what screens travellers is what the store holds,
        /// and what a restart would make of it, to the last digit of each score.
        #[test]
        fn what_is_in_force_is_what_the_store_holds(
            steps in proptest::collection::vec((step(), 0u64..4), 1..24),
        ) {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
            let outcome: Result<(), TestCaseError> = runtime.block_on(async {
                let (_folder, store) = store().await;
                let in_force = InForce::start(store.clone(), false).await.map_err(|e| TestCaseError::fail(e.to_string()))?;
                let mut working = tokio::task::JoinSet::new();
                for (step, patience_ms) in steps {
                    let work = carry_out(store.clone(), step);
                    working.spawn(async move {
                        // Some hang up after a moment, some stay.
                        if patience_ms == 0 {
                            let _ = work.await;
                        } else {
                            let _ = timeout(Duration::from_millis(patience_ms), work).await;
                        }
                    });
                    tokio::task::yield_now().await;
                }
                while working.join_next().await.is_some() {}
                let fail = |error: StoreError| TestCaseError::fail(error.to_string());
                // What was asked by those who hung up is written before this is.
                store.append(None, vec![], None).await.map_err(fail)?;
                let last = store.last_turn().await.map_err(fail)?;
                prop_assert!(in_force.reaches_whole(last, Duration::from_secs(20)).await, "it never held");
                let again = InForce::start(store.clone(), false).await.map_err(fail)?;
                prop_assert_eq!(scores(&in_force.alerts()), scores(&again.alerts()));
                let held: BTreeSet<_> = store.alerts_of(&list()).await.map_err(fail)?.into_iter().map(|a| a.id).collect();
                prop_assert_eq!(in_force.alerts().len(), held.len());
                prop_assert_eq!(in_force.alerts().threshold(&list()), again.alerts().threshold(&list()));
                store.close().await;
                Ok(())
            });
            outcome?;
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_urgent_alert_holds_at_once_while_a_long_list_is_made_ready() {
        let (_folder, store) = store().await;
        let in_force = InForce::start(store.clone(), false).await.expect("started");
        let long: Vec<_> = (0..6_000).map(|number| alert(number, number)).collect();
        let mut staging = store.stage_list(&ListName::parse("long").expect("a name"));
        let other_list = |mut alert: Alert| {
            alert.list = ListName::parse("long").expect("a name");
            alert
        };
        staging.add(&long.into_iter().map(other_list).collect::<Vec<_>>()).await.expect("staged");
        let id = staging.propose(ListFile::default(), &who("kadiatou")).await.expect("proposed");
        let decided = store.decide_proposal(id, true, &who("seydou"), "").await.expect("decided");
        let Decided::Approved(list_turn) = decided else { panic!("not approved") };
        // A name of its own: of many alike a page shows the first only.
        let mut wanted = alert(1, 0);
        wanted.names = vec!["Zoumana Kelessery".into()];
        let urgent = store.propose_alert(&wanted, &who("kadiatou")).await.expect("proposed");
        let decided = store.decide_proposal(urgent, true, &who("seydou"), "").await.expect("decided");
        let Decided::Approved(turn) = decided else { panic!("not approved") };
        assert!(in_force.reaches(turn, Duration::from_secs(2)).await, "the urgent one waits for the list");
        let subject = Subject { names: vec!["Zoumana Kelessery".into()], ..Subject::default() };
        let stops =
            |index: &AlertIndex| index.screen(&subject, date(2026, 11, 27)).iter().any(|hit| hit.alert.list == list());
        assert!(stops(&in_force.alerts()));
        assert!(in_force.reaches_whole(list_turn, Duration::from_secs(60)).await);
        assert!(stops(&in_force.alerts()), "and it still holds once the list does");
        assert_eq!(in_force.alerts().len(), 6_001);
        store.close().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_another_program_writes_to_the_database_holds_here_within_seconds() {
        let (folder, store) = store().await;
        let in_force = InForce::start(store.clone(), false).await.expect("started");
        // A command beside the running node: `limen exchange import` with a stick, say.
        let beside = Store::open(folder.path()).await.expect("opened");
        beside.load_alerts(&list(), &[alert(7, 1)], "").await.expect("loaded");
        let turn = beside.last_turn().await.expect("a turn");
        beside.close().await;
        assert!(in_force.reaches_whole(turn, Duration::from_secs(5)).await);
        assert_eq!(in_force.alerts().len(), 1);
        store.close().await;
    }
}
