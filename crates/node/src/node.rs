//! A running node: the store, what is in force, the post, and how the journal is.

use crate::{
    credentials::{hashing::Queue, passkey_questions::PasskeyQuestions, second_factor::PendingSignIns},
    desk::draft::Drafts,
    eye::{held::HeldPages, phones::Phones, turns::Turns},
    health::{CLOCK_OFF, LOW_DISK_BYTES, disk_free},
    in_force::InForce,
    limits::Limits,
    link_state::PostLink,
    lists_coming::ListsComing,
    neighbour_troubles::Troubles,
    readers::Readers,
    seen_pictures::SeenPictures,
    settings::Settings,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_analyst_protocol::Analyst;
use limen_domain::{ListName, NodeId, PostId, Reference};
use limen_exchange::{Headquarters, Status, message::Complaint};
use limen_screening::AlertIndex;
use limen_statistics::Flows;
use limen_store::{
    Account, ClockState, Doubt, Post, Store, StoreError,
    settings::{HEADQUARTERS, POST},
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How the journal was found when it was last verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalState {
    /// It is being read.
    Checking,
    /// Every link holds.
    Sound,
    /// It breaks at this event of this node.
    Broken {
        /// Whose journal it is.
        node: String,
        /// The event's number.
        seq: i64,
    },
    /// It could not be read to its end.
    Unreadable,
}

/// The role of this node in the network.
#[derive(Debug)]
pub enum NetworkRole {
    /// It belongs to none.
    Alone,
    /// It is a post's node.
    Post(Arc<PostLink>),
    /// It is headquarters.
    Headquarters(Arc<Headquarters>),
}

/// The folder in a data folder that holds flows as Parquet.
pub const PARQUET_FOLDER: &str = "parquet";

/// A running node, as pages, a round of the network and commands use it.
#[derive(Debug)]
pub struct Node {
    /// Its journal and tables.
    pub store: Store,
    /// Flows, counted.
    pub flows: Flows,
    /// The folder of flows as Parquet, for questions in SQL.
    pub parquet: PathBuf,
    /// The program that answers these, and draws.
    pub analyst: Analyst,
    /// Held while a question is answered.
    pub questions: tokio::sync::Mutex<()>,
    /// Alerts, reference lists and settings as they hold now.
    pub in_force: Arc<InForce>,
    /// Alert lists that are being read and compared.
    pub lists_coming: ListsComing,
    /// The post that this is; headquarters stands here as a place too.
    pub post: Post,
    /// The time zone of the post.
    pub zone: TimeZone,
    /// Where it stands in the network.
    pub network: NetworkRole,
    /// Who did how often what few do often.
    pub limits: Limits,
    /// Bar codes of the pictures that were looked at lately.
    pub(crate) seen_pictures: SeenPictures,
    /// What officers have typed and not decided yet.
    pub drafts: Drafts,
    /// Pages that a camera has read, until their scan.
    pub held: HeldPages,
    /// Phones that serve as a counter's camera.
    pub phones: Phones,
    /// Those whose pictures are read.
    pub(crate) reading: Turns,
    /// Readers of documents at its counters.
    pub readers: Readers,
    /// What keeps headquarters from talking with neighbouring states.
    pub neighbour_troubles: Troubles,
    /// Those whose passwords wait to be checked.
    pub(crate) hashing: Queue,
    /// Those between their password and their second factor.
    pub(crate) waiting: PendingSignIns,
    /// The keys that were asked to sign.
    pub(crate) asked: PasskeyQuestions,
    /// The data folder, whose disk is watched.
    folder: PathBuf,
    journal: Mutex<JournalState>,
}

impl Node {
    /// Starts the node of the post that the store's setting `post` names, or of headquarters, and begins to verify the
    /// journal and to count flows; `folder` is the data folder.
    ///
    /// # Errors
    /// The database can't be used, names no post, or names one whose time zone does not exist.
    pub async fn start(store: Store, folder: &Path, network: NetworkRole) -> Result<Arc<Self>, StartError> {
        let post = place(&store, &network).await?;
        let zone = TimeZone::get(&post.time_zone).map_err(|_| StartError::NoZone(post.time_zone.clone()))?;
        let in_force = InForce::start(store.clone(), matches!(network, NetworkRole::Headquarters(_))).await?;
        let node = Arc::new(Self {
            flows: Flows::new(store.clone()),
            folder: folder.to_owned(),
            parquet: folder.join(PARQUET_FOLDER),
            analyst: Analyst::find(),
            questions: tokio::sync::Mutex::new(()),
            store,
            in_force,
            lists_coming: ListsComing::default(),
            post,
            zone,
            network,
            limits: Limits::default(),
            seen_pictures: SeenPictures::default(),
            drafts: Drafts::default(),
            held: HeldPages::default(),
            phones: Phones::default(),
            reading: Turns::default(),
            readers: Readers::default(),
            neighbour_troubles: Troubles::default(),
            hashing: Queue::default(),
            waiting: PendingSignIns::default(),
            asked: PasskeyQuestions::default(),
            journal: Mutex::new(JournalState::Checking),
        });
        tokio::spawn(node.clone().verify_journal());
        tokio::spawn(node.clone().count_flows());
        Ok(node)
    }

    /// Reads the flows before anyone asks for them, and publishes the days that are over.
    async fn count_flows(self: Arc<Self>) {
        match self.flows.current().await {
            Ok(table) => {
                let today = self.today();
                let _ = tokio::task::spawn_blocking(move || table.count_ahead(today)).await;
            }
            Err(error) => tracing::error!("the flows could not be counted: {error}"),
        }
        if let Some(bound) = self.settings().flows_bound
            && let Err(error) = self.flows.published(bound).await
        {
            tracing::error!("the flows of days that are over could not be published: {error}");
        }
    }

    /// The node whose pages these are.
    pub fn node(&self) -> &NodeId {
        self.store.node()
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
    pub fn alerts(&self) -> AlertIndex {
        self.in_force.alerts()
    }

    /// Lets what was written to the store by a round or a stick hold here, and waits for it a little.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn take_effect(&self) -> Result<(), StoreError> {
        let turn = self.store.last_turn().await?;
        self.in_force.reaches_whole(turn, PATIENCE).await;
        Ok(())
    }

    /// The least score of a hit of a list.
    pub fn threshold(&self, list: &ListName) -> f64 {
        self.alerts().threshold(list)
    }

    /// For how long people still sign in at this post if it hears nothing of headquarters. `None` where that has no end, or
    /// the clock can't be believed.
    pub fn people_good_for(&self, now: Timestamp) -> Option<SignedDuration> {
        let good_for = self.settings().people_good_for;
        let NetworkRole::Post(link) = &self.network else { return None };
        let is_counted = !good_for.is_zero() && self.store.clock(now) == ClockState::Believed;
        let heard = link.state().contact.filter(|_| is_counted)?;
        Some(good_for - now.duration_since(heard))
    }

    /// The reference lists in force.
    pub fn reference(&self) -> Arc<Reference> {
        self.in_force.reference()
    }

    /// Whether someone must have a second factor.
    pub fn demands_second_factor(&self, account: &Account) -> bool {
        self.settings().demands_second_factor(account.role)
    }

    /// Whether someone must have a second factor, and has none here.
    pub fn lacks_second_factor(&self, account: &Account) -> bool {
        !account.has_second_factor() && self.demands_second_factor(account)
    }

    /// What headquarters decides for all.
    pub fn settings(&self) -> Arc<Settings> {
        self.in_force.settings()
    }

    /// Whether people are managed at this node: at headquarters, which publishes them, or at a post that stands alone.
    pub fn manages_people(&self) -> bool {
        !matches!(self.network, NetworkRole::Post(_))
    }

    /// Whether someone changes their own password and factors at this node: everyone at headquarters and at a post that
    /// stands alone; at a post of the network only people bound to it. Others do so at headquarters, so that a stolen
    /// post's machine can't take their place elsewhere.
    pub fn changes_credentials_here(&self, account: &Account) -> bool {
        !matches!(self.network, NetworkRole::Post(_)) || account.posts.contains(&self.post.id)
    }

    /// Whether this is headquarters.
    pub fn is_headquarters(&self) -> bool {
        matches!(self.network, NetworkRole::Headquarters(_))
    }

    fn lock_journal(&self) -> MutexGuard<'_, JournalState> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How the journal was found when it was last verified.
    pub fn journal(&self) -> JournalState {
        self.lock_journal().clone()
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.store.now()
    }

    /// The day at the post.
    pub fn today(&self) -> Date {
        self.day_of(self.now())
    }

    /// The day by which alerts have lapsed: no later than the last one on which the clock could be believed.
    pub fn day_of_lapse(&self) -> Date {
        self.day_of(self.store.believed_time(self.now()))
    }

    /// The post's day that a moment falls on.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    /// The moments at which a day at the post begins, and the next one; `None` beyond the range of the calendar.
    pub fn bounds_of(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let begins = |day: Date| day.to_zoned_datetime(self.zone.clone()).map(|zoned| zoned.timestamp()).ok();
        Some((begins(day)?, begins(day.tomorrow().ok()?)?))
    }

    /// Bytes left on the disk that holds the database; `None` where that can't be told.
    pub fn disk_free(&self) -> Option<u64> {
        disk_free(&self.folder)
    }

    /// The post's name as pages show it.
    pub fn post_name(&self, id: &PostId) -> String {
        self.settings().post_name(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// What this post says of itself to headquarters.
    pub fn status(&self, link: &PostLink) -> Status {
        let state = link.state();
        let disk_free = self.disk_free();
        let (clock, settings) = (self.store.clock(self.now()), self.settings());
        let complaints = [
            (
                matches!(self.journal(), JournalState::Broken { .. } | JournalState::Unreadable),
                Complaint::JournalBroken,
            ),
            (matches!(clock, ClockState::Doubted(Doubt::Behind(_) | Doubt::BeforeBuilt)), Complaint::ClockBehind),
            (matches!(clock, ClockState::Doubted(Doubt::Leapt(_))), Complaint::ClockLeapt),
            (!settings.unreadable.is_empty(), Complaint::SettingUnreadable),
            (settings.erasure_waits, Complaint::ErasureWaits),
            (state.clock_ahead.is_some_and(|ahead| ahead.abs() > CLOCK_OFF), Complaint::ClockOff),
            (disk_free.is_some_and(|free| free < LOW_DISK_BYTES), Complaint::DiskLow),
            (state.rejected.is_some(), Complaint::Rejected),
            (state.headquarters_rewritten, Complaint::HeadquartersRewritten),
            (state.is_behind, Complaint::HeadquartersBehind),
        ];
        let complaints = complaints.into_iter().filter(|(is_so, _)| *is_so).map(|(_, complaint)| complaint).collect();
        Status { version: env!("CARGO_PKG_VERSION").to_owned(), disk_free, complaints, ..Status::default() }
    }
}

/// The post that these pages are for, or headquarters as a place.
async fn place(store: &Store, network: &NetworkRole) -> Result<Post, StartError> {
    if let NetworkRole::Headquarters(_) = network {
        return store.read(&HEADQUARTERS).await?.ok_or(StartError::NoPost);
    }
    let here = store.read(&POST).await?.ok_or(StartError::NoPost)?;
    store.post(&here).await?.ok_or(StartError::NoPost)
}

/// How long a page waits until what it has changed holds; then it says that it is on its way.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);

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
