//! A post whose pages are asked in this process: no port, no program, a clock that the test turns.

use super::{Officer, documents};
use axum::{Extension, Router, extract::ConnectInfo};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, datetime},
    tz::TimeZone,
};
use limen_domain::{AccountId, ListName, NodeId, PostId, Reference, WrittenVisa};
use limen_exchange::{
    Headquarters, across::SeenAcross, authority::Authority, enrolment::BelongsTo, identity::Identity, message::Part,
    post::Origin,
};
use limen_node::{
    NetworkRole,
    limits::Sender,
    link_state::PostLink,
    trial::{CardEntry, Trial, TrialPerson},
};
use limen_screening::list;
use limen_store::{AccountDraft, Credentials, FILE_NAME, Store, Time, settings};
use limen_test_support::{
    kouremale::{LISTS, OFFICERS, PASSWORD},
    kouremale_in,
};
use limen_web::{App, Names, ToDevices, router, router_for_devices};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::TempDir;

/// The alerts of the list `national`: a person, a document, a vehicle.
const ALERTS: &str = "id,given_names,surname,aliases,birth_date,sex,nationality,document_number,plate,action\n\
                          N-0001,Mamadou Lamine,Dialo,Lamine Jallow|M. L. Diallo,1992-04-29,M,GIN,,,arrest\n\
                          D-0001,,,,,,CIV,CI4683413,,seize-document\n\
                          V-0001,,,,,,GIN,,RC9911B,refer\n";

/// Where someone sits who asks for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Machine {
    /// At the node's own machine.
    Here,
    /// At another, over the network.
    Another,
}

/// Where and when a post opens, unless a test says otherwise: on a Wednesday morning.
const ZONE: &str = "Africa/Bamako";
const OPENS: DateTime = datetime(2027, 3, 3, 8, 0, 0, 0);

/// From one request to the next.
const BETWEEN_REQUESTS: SignedDuration = SignedDuration::from_secs(1);

/// What a node is started with beside its store.
#[derive(Clone, Copy, Default)]
struct Beside<'a> {
    /// The folder into which a scanner puts pages.
    scanner: Option<&'a Path>,
    /// The program that asks a scanner.
    scanimage: Option<&'a Path>,
    /// Where other machines find its pages.
    address: Option<&'a str>,
    /// What headquarters told of the other half of a joint post.
    across: &'a [SeenAcross],
}

/// What a node serves: to browsers on its own machine, and to those on others.
#[derive(Clone)]
struct Pages {
    here: Router,
    for_devices: Router,
}

/// A running node; its clones are the same one.
#[derive(Clone)]
pub struct Post {
    pub store: Store,
    clock: Time,
    zone: TimeZone,
    pages: Pages,
    folder: Arc<TempDir>,
}

impl Post {
    /// Kourémalé, which stands alone.
    pub async fn new() -> Self {
        Self::open(ZONE, OPENS).await
    }

    /// The same in a time zone, when clocks there show this.
    pub async fn open(zone: &str, now: DateTime) -> Self {
        let (folder, clock, store) = made("KRM", zone, now).await;
        store.add_post(&kouremale_in(zone)).await.expect("added");
        store.write(&settings::POST, &Some(kouremale_in(zone).id)).await.expect("set");
        let mut reference = Reference::built_in();
        for (kind, csv) in LISTS {
            let entries = reference.put(kind, csv.as_bytes()).expect("a list");
            store.load_list(kind, csv, entries).await.expect("loaded");
        }
        load_alerts(&store).await;
        let card = vec![CardEntry { case: "minor".into(), mrz: documents::minor() }];
        let aminata = TrialPerson { id: "aminata".into(), password: PASSWORD.into() };
        let trial = Trial { card, people: vec![aminata] };
        Self::start(folder, (clock, zone), store, Some(trial)).await
    }

    /// Headquarters, with Kourémalé among its posts.
    pub async fn headquarters() -> Self {
        Self::headquarters_of("MLI", "KRM").await
    }

    /// Headquarters of a state, with one post, which it calls so.
    pub async fn headquarters_of(state: &str, post: &str) -> Self {
        let (folder, clock, store) = made("HQ", ZONE, OPENS).await;
        let (state, id) = (state.parse().expect("a state"), PostId::parse(post).expect("an identifier"));
        let own = limen_store::Post { id, country: state, ..kouremale_in(ZONE) };
        let place = limen_store::Post { name: "Direction générale".into(), ..own.clone() };
        store.add_post(&own).await.expect("added");
        store.write(&settings::HEADQUARTERS, &Some(place)).await.expect("set");
        load_alerts(&store).await;
        Authority::create(folder.path(), "Direction générale", clock.now()).expect("made");
        Self::start(folder, (clock, ZONE), store, None).await
    }

    /// Kourémalé in a network, where headquarters was just heard and decides who works here.
    pub async fn in_network() -> Self {
        let (folder, clock, store) = made("KRM", ZONE, OPENS).await;
        store.add_post(&kouremale_in(ZONE)).await.expect("added");
        store.write(&settings::POST, &Some(kouremale_in(ZONE).id)).await.expect("set");
        let headquarters = BelongsTo {
            headquarters: NodeId::parse("HQ").expect("an identifier"),
            public_key: limen_store::hex(&[1; 32]),
            recipient: String::new(),
            address: "https://localhost:8443".into(),
        };
        limen_exchange::PostNode::belong(&store, &headquarters).await.expect("set");
        let heard = format!(r#"{{"at":"{}","held":[]}}"#, clock.now());
        store.set_setting("headquarters-holds", &heard).await.expect("set");
        Self::start(folder, (clock, ZONE), store, None).await
    }

    /// A post that is made, before anyone works there.
    async fn start(folder: TempDir, (clock, zone): (Time, &str), store: Store, trial: Option<Trial>) -> Self {
        let credentials = Credentials::of_password(limen_node::passwords::hash(PASSWORD).expect("a hash"));
        for (id, name, role, stamp) in OFFICERS {
            let draft = AccountDraft {
                id: AccountId::parse(id).expect("an identifier"),
                name: name.into(),
                role,
                language: "fr".into(),
                stamp: stamp.into(),
                posts: Vec::new(),
            };
            store.add_account(None, &draft, &credentials).await.expect("added");
        }
        let pages = served(&store, trial, Beside::default(), folder.path()).await;
        Self { store, clock, zone: TimeZone::get(zone).expect("a zone"), pages, folder: Arc::new(folder) }
    }

    /// The same post after its program was started again.
    pub async fn started_again(self) -> Self {
        self.started_with(None).await
    }

    /// The same, with a folder into which a scanner puts pages.
    pub async fn started_with(self, scanner: Option<&Path>) -> Self {
        self.started_by(Beside { scanner, ..Beside::default() }).await
    }

    /// The same, with a scanner at its machine, which this program asks.
    pub async fn started_with_scanimage(self, scanimage: &Path) -> Self {
        self.started_by(Beside { scanimage: Some(scanimage), ..Beside::default() }).await
    }

    /// The same, which tells its officers under which address other machines find it.
    pub async fn started_for_devices(self, address: &str) -> Self {
        self.started_by(Beside { address: Some(address), ..Beside::default() }).await
    }

    /// The same, told by headquarters what the other half of a joint post recorded.
    pub async fn started_beside(self, across: &[SeenAcross]) -> Self {
        self.started_by(Beside { across, ..Beside::default() }).await
    }

    async fn started_by(self, beside: Beside<'_>) -> Self {
        self.store.close().await;
        let store = Store::open_by(self.folder.path(), self.clock.clone()).await.expect("opened");
        let pages = served(&store, None, beside, self.folder.path()).await;
        Self { store, pages, ..self }
    }

    /// What answers a request from this machine or from another. A second has passed since the one before.
    pub(super) fn router(&self, from: Machine) -> Router {
        self.clock.set(self.clock.now() + BETWEEN_REQUESTS);
        match from {
            Machine::Here => self.pages.here.clone(),
            Machine::Another => self.pages.for_devices.clone(),
        }
    }

    /// Someone who works here, signed in at a browser of their own.
    pub async fn sign_in(&self, account: &str) -> Officer {
        self.sign_in_with(account, PASSWORD).await
    }

    /// The same, with a password of their own.
    pub async fn sign_in_with(&self, account: &str, password: &str) -> Officer {
        Officer::sign_in(self, account, password).await
    }

    /// A browser in which nobody has signed in.
    pub fn nobody(&self) -> Officer {
        Officer::nobody(self, Machine::Here)
    }

    /// The same on another machine, which is no device of this post yet.
    pub fn nobody_elsewhere(&self) -> Officer {
        Officer::nobody(self, Machine::Another)
    }

    /// An e-visa system records the visa ML2604711 of the passport CHN E12345678, for two entries of 30 days.
    pub async fn takes_in_a_visa(&self) {
        let written = WrittenVisa {
            number: "ML2604711".into(),
            surname: "LI".into(),
            nationality: "CHN".into(),
            issuer: "CHN".into(),
            document_number: "E12345678".into(),
            from: "2027-02-11".into(),
            to: "2027-05-12".into(),
            entries: "2".into(),
            days: "30".into(),
            ..WrittenVisa::default()
        };
        let listed = written.read(None, self.now()).expect("a visa");
        assert_eq!(self.store.take_in_visas(None, vec![listed]).await.expect("taken in"), 1);
    }

    /// What the clock shows.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The post's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The day at the post.
    pub fn today(&self) -> Date {
        self.now().to_zoned_datetime(self.zone.clone()).date()
    }

    /// The moment at which clocks here show this; the first of two, and the next where none do.
    pub fn moment(&self, at: DateTime) -> Timestamp {
        moment(&self.zone, at)
    }

    /// The clock is set to this.
    pub fn set(&self, at: DateTime) {
        self.clock.set(self.moment(at));
    }

    /// Moves the clock on by `minutes`.
    pub fn minutes_pass(&self, minutes: i64) {
        self.clock.set(self.now() + SignedDuration::from_mins(minutes));
    }

    /// The clock leaps ahead, and nobody has said yet that it is right.
    pub fn clock_leaps(&self, by: SignedDuration) {
        self.clock.set(self.now() + by);
    }

    /// Turns the clock `days` days ahead; the supervisor says that it is right.
    pub async fn days_pass(&self, days: i64) {
        self.clock_leaps(SignedDuration::from_hours(24 * days));
        let mariam = self.sign_in("mariam").await;
        assert!(mariam.post("/clock", &[]).await.status().is_redirection());
    }

    /// What the journal says of events of this kind (`%` stands for anything): who, what, and the payload.
    pub async fn journal(&self, kind: &str) -> Vec<String> {
        let said =
            "select coalesce(actor, '') || ' ' || kind || ' ' || payload from event where kind like $1 order by seq";
        sqlx::query_scalar(said).bind(kind).fetch_all(&mut self.database().await).await.expect("read")
    }

    /// Its database, past the program.
    pub async fn database(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(self.file()).connect().await.expect("opened")
    }

    /// The file of its database.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join(FILE_NAME)
    }
}

/// The pages of a node. As every port of one, it says who sends.
async fn served(
    store: &Store,
    trial: Option<Trial>,
    Beside { scanner, scanimage, address, across }: Beside<'_>,
    folder: &Path,
) -> Pages {
    let network = network_of(store, folder).await;
    if let (NetworkRole::Post(link), false) = (&network, across.is_empty()) {
        let told = Part::Across(across.to_vec());
        link.post.take(told, &Origin::default(), store.now()).await.expect("held in memory");
    }
    let scanner = scanner.map(Path::to_owned);
    let app = App::start(store.clone(), trial, scanner, folder, network).await.expect("started");
    if let Some(scanimage) = scanimage {
        app.scans_by(scanimage.to_owned());
    }
    if let Some(address) = address {
        let (addresses, authority) = (vec![address.to_owned()], String::new());
        app.is_served_to_devices(ToDevices { addresses, authority, fingerprint: [0; 32] });
    }
    let (names, sender) = (Names::with_loopback([""; 0]), Extension(ConnectInfo(Sender(Ipv4Addr::LOCALHOST.into()))));
    Pages {
        here: router(app.clone(), names.clone()).layer(sender),
        for_devices: router_for_devices(app, names).layer(sender),
    }
}

/// Where the node of a store stands in the network.
async fn network_of(store: &Store, folder: &Path) -> NetworkRole {
    let identity = Identity::generate().expect("made");
    if store.read(&settings::HEADQUARTERS).await.expect("read").is_some() {
        let authority = Authority::load(folder).expect("read");
        return NetworkRole::Headquarters(Arc::new(Headquarters::new(store.clone(), identity, authority)));
    }
    if !limen_exchange::post::belongs(store).await.expect("read") {
        return NetworkRole::Alone;
    }
    let post = limen_exchange::PostNode::new(store.clone(), identity).await.expect("a post");
    let heard = post.heard_at().await.expect("read");
    NetworkRole::Post(Arc::new(PostLink::new(post, heard)))
}

/// The folder, the clock and the store of a new node. The folder is in memory where the machine has one there.
async fn made(node: &str, zone: &str, now: DateTime) -> (TempDir, Time, Store) {
    let in_memory = Path::new("/dev/shm");
    let folder = if in_memory.is_dir() { tempfile::tempdir_in(in_memory) } else { tempfile::tempdir() };
    let folder = folder.expect("a folder");
    let clock = Time::standing_at(moment(&TimeZone::get(zone).expect("a zone"), now));
    Store::create(folder.path(), &NodeId::parse(node).expect("an identifier")).await.expect("made").close().await;
    let store = Store::open_by(folder.path(), clock.clone()).await.expect("opened");
    (folder, clock, store)
}

fn moment(zone: &TimeZone, at: DateTime) -> Timestamp {
    at.to_zoned_datetime(zone.clone()).expect("a moment").timestamp()
}

async fn load_alerts(store: &Store) {
    let national = ListName::parse("national").expect("a name");
    let read = list::read_all(ALERTS.as_bytes(), None, &national).expect("a list");
    assert!(read.report.problems.is_empty(), "{:?}", read.report.problems);
    store.load_alerts(&national, &read.alerts, &limen_store::sha256_hex(ALERTS.as_bytes())).await.expect("loaded");
}
