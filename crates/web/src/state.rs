//! What every request may need: the store, the alerts, the post, and how the journal is.

use crate::{card::CardEntry, failure::Failure, words::AllWords};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{ListName, PostId, Reference};
use limen_screening::{AlertIndex, Builder, Changes, Frequencies};
use limen_store::{Post, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
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

/// A post's running pages.
#[derive(Debug)]
pub struct App {
    pub(crate) store: Store,
    alerts: RwLock<AlertIndex>,
    pub(crate) post: Post,
    pub(crate) zone: TimeZone,
    pub(crate) post_names: HashMap<PostId, String>,
    reference: RwLock<Arc<Reference>>,
    /// After how long a referral that nobody has settled is shown to the supervisor.
    pub(crate) late_after: SignedDuration,
    /// The posts at which people leave who are not recorded.
    pub(crate) unrecorded_exits: Vec<String>,
    pub(crate) words: AllWords,
    pub(crate) trial: Option<Trial>,
    /// The folder into which a scanner puts pages.
    pub(crate) drop_folder: Option<PathBuf>,
    journal: Mutex<JournalState>,
}

impl App {
    /// Makes the pages of the post that the store's setting `post` names, and begins to verify the journal.
    ///
    /// `drop_folder` is where a scanner puts pages, if one does.
    pub async fn start(
        store: Store,
        trial: Option<Trial>,
        drop_folder: Option<PathBuf>,
    ) -> Result<Arc<Self>, StartError> {
        let posts = store.posts().await?;
        let here = store.setting("post").await?.unwrap_or_default();
        let post = posts.iter().find(|post| post.id.as_str() == here).cloned().ok_or(StartError::NoPost)?;
        let zone = TimeZone::get(&post.time_zone).map_err(|_| StartError::NoZone(post.time_zone.clone()))?;
        let alerts = RwLock::new(build_alerts(&store).await?);
        let reference = RwLock::new(Arc::new(store.reference().await?));
        let minutes = store.setting("second-line-minutes").await?.and_then(|minutes| minutes.parse().ok());
        let late_after = SignedDuration::from_mins(minutes.unwrap_or(LATE_AFTER_MINUTES));
        let unrecorded_exits =
            posts.iter().filter(|post| !post.records_all_exits).map(|post| post.name.clone()).collect();
        let post_names = posts.into_iter().map(|post| (post.id, post.name)).collect();
        let journal = Mutex::new(JournalState::Checking);
        let words = AllWords::load();
        let app = Self {
            store,
            alerts,
            post,
            zone,
            post_names,
            reference,
            late_after,
            unrecorded_exits,
            words,
            trial,
            drop_folder,
            journal,
        };
        let app = Arc::new(app);
        tokio::spawn(app.clone().verify_journal());
        Ok(app)
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

    /// Lets changes to the alerts take effect; those in use go on being searched meanwhile.
    pub(crate) async fn change_alerts(&self, changes: Changes) -> Result<(), Failure> {
        let now = self.alerts();
        let next = tokio::task::spawn_blocking(move || now.with_changes(&changes)).await.map_err(|_| Failure::Fault)?;
        *self.alerts.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    /// The least score of a hit of a list.
    pub(crate) fn threshold(&self, list: &ListName) -> f64 {
        self.alerts().threshold(list)
    }

    /// Sets the least score of a list's hits.
    pub(crate) fn set_threshold(&self, list: &ListName, threshold: f64) {
        let mut alerts = self.alerts.write().unwrap_or_else(PoisonError::into_inner);
        *alerts = alerts.clone().with_threshold(list.clone(), threshold);
    }

    /// The reference lists in force.
    pub(crate) fn reference(&self) -> Arc<Reference> {
        self.reference.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts other reference lists in force, at once.
    pub(crate) fn set_reference(&self, reference: Reference) {
        *self.reference.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(reference);
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
    pub(crate) fn post_name<'a>(&'a self, id: &'a PostId) -> &'a str {
        self.post_names.get(id).map_or(id.as_str(), String::as_str)
    }
}

/// A referral is late after so many minutes, where the node's setting does not say otherwise.
const LATE_AFTER_MINUTES: i64 = 30;
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
    #[error("this database does not say which post it is for; set it up with `limen demo`")]
    NoPost,
    /// The post's time zone is unknown.
    #[error("there is no time zone \u{201c}{0}\u{201d}; give the post an IANA name such as Africa/Bamako")]
    NoZone(String),
}
