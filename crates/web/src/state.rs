//! What every request may need: the store, the alerts, the post, and how the journal is.

use crate::{
    access::Refusals, card::CardEntry, failure::Failure, link::PostLink, passkeys::Asked, second_factor::Waiting,
    settings::Settings, words::AllWords,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{ListName, NodeId, PostId, Reference};
use limen_exchange::Headquarters;
use limen_query::Files;
use limen_screening::{AlertIndex, Builder, Changes, Frequencies};
use limen_statistics::Flows;
use limen_store::{
    Account, ClockState, Effect, Post, Store, StoreError,
    settings::{HEADQUARTERS, POST, Setting},
};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock},
};

/// How the journal was found when it was last verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JournalState {
    /// It is being read.
    Checking,
    /// Every link holds.
    Sound,
    /// It breaks at this event of this node.
    Broken { node: String, seq: i64 },
    /// It could not be read to its end.
    Unreadable,
}

/// What only a trial with invented data has: a card of documents to scan, and people to sign in as.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Trial {
    /// The card.
    pub card: Vec<CardEntry>,
    /// Identifier and password of each person.
    pub people: Vec<(String, String)>,
}

/// What a trial has, so that it is the same after a restart.
pub const TRIAL: Setting<Option<Trial>> = Setting::json("trial", || None);

/// Where this node stands in the network.
#[derive(Debug)]
pub enum Network {
    /// It belongs to none.
    Alone,
    /// It is a post's node.
    Post(Arc<PostLink>),
    /// It is headquarters.
    Headquarters(Arc<Headquarters>),
}

/// The folder in a data folder that holds flows as Parquet.
pub const PARQUET_FOLDER: &str = "parquet";

/// A node's running pages.
#[derive(Debug)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) flows: Flows,
    /// Flows as Parquet, for questions in SQL.
    pub(crate) parquet: Files,
    /// Held while a question is answered.
    pub(crate) questions: tokio::sync::Mutex<()>,
    alerts: RwLock<AlertIndex>,
    /// The post that this is; headquarters stands here as a place too.
    pub(crate) post: Post,
    pub(crate) zone: TimeZone,
    pub(crate) network: Network,
    reference: RwLock<Arc<Reference>>,
    settings: RwLock<Arc<Settings>>,
    pub(crate) words: AllWords,
    pub(crate) trial: Option<Trial>,
    /// The folder into which a scanner puts pages.
    pub(crate) drop_folder: Option<PathBuf>,
    journal: Mutex<JournalState>,
    /// Those between their password and their second factor.
    pub(crate) waiting: Waiting,
    /// Who was refused how often just now.
    pub(crate) refusals: Refusals,
    /// The keys that were asked to sign.
    pub(crate) asked: Asked,
    /// How devices find these pages, where other machines are served them.
    pub(crate) to_devices: OnceLock<ToDevices>,
}

/// How browsers on other machines find a node's pages.
#[derive(Debug, Clone)]
pub struct ToDevices {
    /// Where: `https://name:port`.
    pub addresses: Vec<String>,
    /// The certificate of the authority that they have to trust, PEM.
    pub authority: String,
    /// What it is known by: SHA-256.
    pub fingerprint: [u8; 32],
}

impl App {
    /// Makes the pages of the post that the store's setting `post` names, or of headquarters, and begins to verify the
    /// journal.
    ///
    /// `drop_folder` is where a scanner puts pages, if one does; `folder` is the data folder.
    pub async fn start(
        store: Store,
        trial: Option<Trial>,
        drop_folder: Option<PathBuf>,
        folder: &Path,
        network: Network,
    ) -> Result<Arc<Self>, StartError> {
        let post = place(&store, &network).await?;
        let zone = TimeZone::get(&post.time_zone).map_err(|_| StartError::NoZone(post.time_zone.clone()))?;
        let alerts = RwLock::new(build_alerts(&store).await?);
        let reference = RwLock::new(Arc::new(store.reference().await?));
        let settings = RwLock::new(Arc::new(Settings::load(&store).await?));
        let journal = Mutex::new(JournalState::Checking);
        let words = AllWords::load();
        let app = Arc::new(Self {
            flows: Flows::new(store.clone()),
            parquet: Files::new(folder.join(PARQUET_FOLDER)),
            questions: tokio::sync::Mutex::new(()),
            store,
            alerts,
            post,
            zone,
            network,
            reference,
            settings,
            words,
            trial,
            drop_folder,
            journal,
            waiting: Waiting::default(),
            refusals: Refusals::default(),
            asked: Asked::default(),
            to_devices: OnceLock::new(),
        });
        tokio::spawn(app.clone().verify_journal());
        tokio::spawn(app.clone().count_flows());
        if app.store.is_shared() {
            tokio::spawn(app.clone().follow());
        }
        Ok(app)
    }

    /// Lets what another program has published in the same database take effect here.
    async fn follow(self: Arc<Self>) {
        let (mut written, mut before) = (self.store.written(), None);
        while written.changed().await.is_ok() {
            let Ok(now) = self.store.reference_reached().await else { continue };
            if before.replace(now).is_some_and(|before| before != now) {
                match build_alerts(&self.store).await {
                    Ok(alerts) => *self.alerts.write().unwrap_or_else(PoisonError::into_inner) = alerts,
                    Err(error) => tracing::error!("the alerts could not be read anew: {error}"),
                }
                let others = Effect { others: true, ..Effect::default() };
                if let Err(error) = self.take_effect(others).await {
                    tracing::error!("what another program has published is not in use yet: {error}");
                }
            }
        }
    }

    /// Reads the flows before anyone asks for them.
    async fn count_flows(self: Arc<Self>) {
        match self.flows.current().await {
            Ok(table) => {
                let today = self.today();
                let _ = tokio::task::spawn_blocking(move || table.count_ahead(today)).await;
            }
            Err(error) => tracing::error!("the flows could not be counted: {error}"),
        }
    }

    /// The node whose pages these are.
    pub fn node(&self) -> &NodeId {
        self.store.node()
    }

    /// Notes how other machines find these pages: said once, when they are served.
    pub fn is_served_to_devices(&self, how: ToDevices) {
        let _ = self.to_devices.set(how);
    }

    async fn verify_journal(self: Arc<Self>) {
        let state = match self.store.verify().await {
            Ok(verified) => verified
                .into_iter()
                .find_map(|journal| journal.broken.map(|broken| (journal.node, broken)))
                .map_or(JournalState::Sound, |(node, broken)| {
                    tracing::error!(node, seq = broken.seq, "the journal does not verify: {}", broken.what);
                    JournalState::Broken { node, seq: broken.seq }
                }),
            Err(error) => {
                tracing::error!("the journal can't be read: {error}");
                JournalState::Unreadable
            }
        };
        *self.lock_journal() = state;
    }

    /// The alerts that hold now.
    pub(crate) fn alerts(&self) -> AlertIndex {
        self.alerts.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets what came from headquarters take effect here.
    pub async fn take_effect(&self, effect: Effect) -> Result<(), StoreError> {
        let changes = Changes { put: effect.put, removed: effect.removed };
        if !changes.put.is_empty() || !changes.removed.is_empty() {
            self.turn_alerts(changes).await;
        }
        if effect.others {
            for list in self.store.alert_lists().await? {
                self.turn_threshold(&list.name, list.threshold);
            }
            let (reference, settings) = (self.store.reference().await?, Settings::load(&self.store).await?);
            *self.reference.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(reference);
            *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
        }
        Ok(())
    }

    /// At headquarters: posts get what has changed.
    pub(crate) async fn publish_now(&self) -> Result<(), StoreError> {
        if let Network::Headquarters(_) = self.network {
            self.store.publish().await?;
        }
        Ok(())
    }

    async fn turn_alerts(&self, changes: Changes) {
        let now = self.alerts();
        match tokio::task::spawn_blocking(move || now.with_changes(&changes)).await {
            Ok(next) => *self.alerts.write().unwrap_or_else(PoisonError::into_inner) = next,
            Err(error) => tracing::error!("changes to the alerts could not be indexed: {error}"),
        }
    }

    fn turn_threshold(&self, list: &ListName, threshold: f64) {
        let mut alerts = self.alerts.write().unwrap_or_else(PoisonError::into_inner);
        *alerts = alerts.clone().with_threshold(list.clone(), threshold);
    }

    /// Lets changes to the alerts take effect; those in use go on being searched meanwhile.
    pub(crate) async fn change_alerts(&self, changes: Changes) -> Result<(), Failure> {
        self.turn_alerts(changes).await;
        Ok(self.publish_now().await?)
    }

    /// The least score of a hit of a list.
    pub(crate) fn threshold(&self, list: &ListName) -> f64 {
        self.alerts().threshold(list)
    }

    /// Sets the least score of a list's hits.
    pub(crate) async fn set_threshold(&self, list: &ListName, threshold: f64) -> Result<(), Failure> {
        self.turn_threshold(list, threshold);
        Ok(self.publish_now().await?)
    }

    /// For how long people still sign in at this post if it hears nothing of headquarters. `None` where that has no end, or
    /// the clock can't be believed.
    pub(crate) fn people_good_for(&self, now: Timestamp) -> Option<SignedDuration> {
        let good_for = self.settings().people_good_for;
        let Network::Post(link) = &self.network else { return None };
        let is_counted = !good_for.is_zero() && self.store.clock(now) == ClockState::Believed;
        let heard = link.state().contact.filter(|_| is_counted)?;
        Some(good_for - now.duration_since(heard))
    }

    /// The reference lists in force.
    pub(crate) fn reference(&self) -> Arc<Reference> {
        self.reference.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts other reference lists in force, at once.
    pub(crate) async fn set_reference(&self, reference: Reference) -> Result<(), Failure> {
        *self.reference.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(reference);
        Ok(self.publish_now().await?)
    }

    /// Whether someone must have a second factor.
    pub(crate) fn demands_second_factor(&self, account: &Account) -> bool {
        self.settings().demands_second_factor(account.role)
    }

    /// Whether someone must have a second factor, and has none here.
    pub(crate) fn lacks_second_factor(&self, account: &Account) -> bool {
        !account.has_second_factor() && self.demands_second_factor(account)
    }

    /// What headquarters decides for all.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether this is headquarters.
    pub(crate) fn is_headquarters(&self) -> bool {
        matches!(self.network, Network::Headquarters(_))
    }

    fn lock_journal(&self) -> MutexGuard<'_, JournalState> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn journal(&self) -> JournalState {
        self.lock_journal().clone()
    }

    /// The day at the post.
    pub(crate) fn today(&self) -> Date {
        self.day_of(Timestamp::now())
    }

    /// The day by which alerts have lapsed: no later than the last one on which the clock could be believed.
    pub(crate) fn day_of_lapse(&self) -> Date {
        self.day_of(self.store.believed_time(Timestamp::now()))
    }

    /// The post's day that a moment falls on.
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    /// The moments at which a day at the post begins, and the next one; nothing at the end of all calendars.
    pub(crate) fn bounds_of(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let begins = |day: Date| day.to_zoned_datetime(self.zone.clone()).map(|zoned| zoned.timestamp()).ok();
        Some((begins(day)?, begins(day.tomorrow().ok()?)?))
    }

    /// The post's name as pages show it.
    pub(crate) fn post_name(&self, id: &PostId) -> String {
        self.settings().post_name(id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// The post that these pages are for, or headquarters as a place.
async fn place(store: &Store, network: &Network) -> Result<Post, StartError> {
    if let Network::Headquarters(_) = network {
        return store.read(&HEADQUARTERS).await?.ok_or(StartError::NoPost);
    }
    let here = store.read(&POST).await?.ok_or(StartError::NoPost)?;
    store.post(&here).await?.ok_or(StartError::NoPost)
}

/// How many past travellers' names are counted to know which names are common.
const COUNTED_TRAVELLERS: i64 = 20_000;

/// The alerts that hold, with each list's threshold, and names weighed by how common they are among travellers too.
async fn build_alerts(store: &Store) -> Result<AlertIndex, StoreError> {
    let mut frequencies = Frequencies::default();
    for (_, traveller) in store.past_travellers(Timestamp::UNIX_EPOCH, COUNTED_TRAVELLERS).await? {
        frequencies.add(&traveller.name.in_full());
    }
    let mut builder = Builder::with_frequencies(frequencies);
    store.alerts().await?.iter().for_each(|alert| builder.add(alert));
    let mut index = builder.finish();
    for list in store.alert_lists().await? {
        index = index.with_threshold(list.name, list.threshold);
    }
    Ok(index)
}

/// Why the pages can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database can't be used.
    #[error("the database can't be used: {0}")]
    Store(#[from] StoreError),
    /// No post is set.
    #[error("this database does not say which post it is for; set it up with `limen init`")]
    NoPost,
    /// The post's time zone is unknown.
    #[error("there is no time zone \u{201c}{0}\u{201d}; give the post an IANA name such as Africa/Bamako")]
    NoZone(String),
}
