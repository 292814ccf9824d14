//! What every request may need: the store, the alerts, the post, and how the journal is.

use crate::{
    access::Looks,
    counter::draft::Drafts,
    door::{passkey_questions::Asked, second_factor::Waiting},
    kit::bar::{Bar, Someone, When},
    node::{
        hashing::Queue,
        in_force::InForce,
        limits::Limits,
        link_state::{CLOCK_OFF, LOW_DISK_BYTES, PostLink, disk_free},
        lists_coming::ListsComing,
        settings::Settings,
    },
    trial::Trial,
    words::AllWords,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_analyst_protocol::Analyst;
use limen_domain::{ListName, NodeId, PostId, Reference, Role};
use limen_exchange::{Headquarters, Status, message::Complaint};
use limen_screening::AlertIndex;
use limen_statistics::Flows;
use limen_store::{
    Account, ClockState, Doubt, Post, Store, StoreError,
    settings::{HEADQUARTERS, POST},
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
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
    /// The data folder, whose disk is watched.
    folder: PathBuf,
    pub(crate) flows: Flows,
    /// The folder of flows as Parquet, for questions in SQL.
    pub(crate) parquet: PathBuf,
    /// The program that answers these, and draws.
    pub(crate) analyst: Analyst,
    /// Held while a question is answered.
    pub(crate) questions: tokio::sync::Mutex<()>,
    /// Alerts, reference lists and settings as they hold now.
    pub(crate) in_force: Arc<InForce>,
    /// Alert lists that are being read and compared.
    pub(crate) lists_coming: ListsComing,
    /// The post that this is; headquarters stands here as a place too.
    pub(crate) post: Post,
    pub(crate) zone: TimeZone,
    pub(crate) network: Network,
    pub(crate) words: AllWords,
    pub(crate) trial: Option<Trial>,
    /// The folder into which a scanner puts pages.
    pub(crate) drop_folder: Option<PathBuf>,
    journal: Mutex<JournalState>,
    /// Those between their password and their second factor.
    pub(crate) waiting: Waiting,
    /// What officers have typed and not decided yet.
    pub(crate) drafts: Drafts,
    /// Who did how often what few do often.
    pub(crate) limits: Limits,
    /// Those whose passwords wait to be checked.
    pub(crate) hashing: Queue,
    /// What each person has looked at just now.
    pub(crate) looks: Looks,
    /// The keys that were asked to sign.
    pub(crate) asked: Asked,
    /// How devices find these pages, where other machines are served them.
    pub(crate) to_devices: OnceLock<ToDevices>,
    bar: OnceLock<Bar>,
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
        let in_force = InForce::start(store.clone(), matches!(network, Network::Headquarters(_))).await?;
        let journal = Mutex::new(JournalState::Checking);
        let words = AllWords::load();
        let app = Arc::new(Self {
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
            words,
            trial,
            drop_folder,
            journal,
            waiting: Waiting::default(),
            drafts: Drafts::default(),
            limits: Limits::default(),
            hashing: Queue::default(),
            looks: Looks::default(),
            asked: Asked::default(),
            to_devices: OnceLock::new(),
            bar: OnceLock::new(),
        });
        tokio::spawn(app.clone().verify_journal());
        tokio::spawn(app.clone().count_flows());
        Ok(app)
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
        self.in_force.alerts()
    }

    /// Lets what was written to the store by a round or a stick hold here, and waits for it a little.
    pub async fn take_effect(&self) -> Result<(), StoreError> {
        let turn = self.store.last_turn().await?;
        self.in_force.reaches_whole(turn, PATIENCE).await;
        Ok(())
    }

    /// The least score of a hit of a list.
    pub(crate) fn threshold(&self, list: &ListName) -> f64 {
        self.alerts().threshold(list)
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
        self.in_force.reference()
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
        self.in_force.settings()
    }

    /// Whether people are managed at this node: at headquarters, which publishes them, or at a post that stands alone.
    pub(crate) fn manages_people(&self) -> bool {
        !matches!(self.network, Network::Post(_))
    }

    /// Whether someone changes their own password and factors here: at headquarters and at a post that stands alone, and at a post of the network those
    /// who are bound to it. Others do so at headquarters: whoever holds a post's machine must not become them elsewhere.
    pub(crate) fn changes_credentials_here(&self, account: &Account) -> bool {
        !matches!(self.network, Network::Post(_)) || account.posts.contains(&self.post.id)
    }

    /// Notes which pages are served, for the navigation bar.
    pub(crate) fn serves(&self, bar: Bar) {
        let _ = self.bar.set(bar);
    }

    /// Asks the navigation bar for someone of a role.
    fn of_bar<T: Default>(&self, role: Role, asks: impl FnOnce(&Bar, &Someone<'_>) -> T) -> T {
        let someone = Someone { role, at_headquarters: self.is_headquarters(), is_so: &|when| self.is_so(when) };
        self.bar.get().map(|bar| asks(bar, &someone)).unwrap_or_default()
    }

    /// The codes of the pages that are always at hand for a role, and of those one step away.
    pub(crate) fn bar(&self, role: Role) -> (Vec<&'static str>, Vec<&'static str>) {
        self.of_bar(role, Bar::of)
    }

    /// The address of the page that a role begins at. `None` where there is none for it at this node.
    pub(crate) fn home(&self, role: Role) -> Option<String> {
        self.of_bar(role, Bar::home)
    }

    /// The address of the page with a code, if a role may open it.
    pub(crate) fn page(&self, role: Role, code: &str) -> Option<String> {
        self.of_bar(role, |bar, someone| bar.address(someone, code))
    }

    /// Whether a page that is there only sometimes is there.
    fn is_so(&self, when: When) -> bool {
        match when {
            When::Always => true,
            When::PeopleAreManaged => self.manages_people(),
            When::InNetwork => !matches!(self.network, Network::Alone),
            When::Trial => self.trial.is_some(),
        }
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

    /// What time it is.
    pub(crate) fn now(&self) -> Timestamp {
        self.store.now()
    }

    /// The day at the post.
    pub(crate) fn today(&self) -> Date {
        self.day_of(self.now())
    }

    /// The day by which alerts have lapsed: no later than the last one on which the clock could be believed.
    pub(crate) fn day_of_lapse(&self) -> Date {
        self.day_of(self.store.believed_time(self.now()))
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

    /// Bytes left on the disk that holds the database; `None` where that can't be told.
    pub fn disk_free(&self) -> Option<u64> {
        disk_free(&self.folder)
    }

    /// The post's name as pages show it.
    pub(crate) fn post_name(&self, id: &PostId) -> String {
        self.settings().post_name(id).cloned().unwrap_or_else(|| id.to_string())
    }
}

impl App {
    /// What this post says of itself to headquarters.
    pub fn status(&self, link: &PostLink) -> Status {
        let state = link.state();
        let disk_free = self.disk_free();
        let (clock, settings) = (self.store.clock(Timestamp::now()), self.settings());
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
async fn place(store: &Store, network: &Network) -> Result<Post, StartError> {
    if let Network::Headquarters(_) = network {
        return store.read(&HEADQUARTERS).await?.ok_or(StartError::NoPost);
    }
    let here = store.read(&POST).await?.ok_or(StartError::NoPost)?;
    store.post(&here).await?.ok_or(StartError::NoPost)
}

/// How long a page waits until what it has changed holds; then it says that it is on its way.
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);

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
