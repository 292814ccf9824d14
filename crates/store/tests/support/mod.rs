//! What the store's tests share: a post's journal on a real SQLite file, and a traveller at it.
#![allow(dead_code, missing_docs, reason = "each test program uses its part")]

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use limen_domain::{
    AccountId, Action, Alert, AlertId, Crossing, CrossingId, Decision, Direction, DocumentKind, DocumentNumber, Hit,
    Journey, ListName, Name, NodeId, PartialDate, PostId, Presentation, Sex, Source, TravelDocument, Traveller,
};
use limen_store::{Chance, Counted, DayToCount, FILE_NAME, Store, StoreError, Time, settings};
use limen_test_support::kouremale_in;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, PgConnection};
use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;
use uuid::{Builder, Uuid};

/// The clock of the stores: it stands at a noon after this program was built. A store on PostgreSQL is opened by this
/// machine's clock, and then this is that.
pub fn clock() -> Time {
    if std::env::var("LIMEN_POSTGRES").is_ok() {
        return Time::default();
    }
    Time::standing_at("2031-03-10T12:00:00Z".parse().expect("a moment"))
}

/// What time it is for the stores.
pub fn now() -> Timestamp {
    clock().now()
}

pub fn officer() -> AccountId {
    AccountId::parse("aminata").expect("an identifier")
}

pub fn traveller(number: &str) -> Traveller {
    let name = Name { primary: "KEÏTA".into(), secondary: "FANTA".into(), truncated: false };
    Traveller {
        birth_date: PartialDate::Full(date(1990, 5, 1)),
        sex: Sex::Female,
        nationality: "MLI".parse().ok(),
        document: Some(TravelDocument {
            kind: DocumentKind::Passport,
            issuer: "MLI".parse().ok(),
            number: DocumentNumber::new(number),
            expiry: PartialDate::Full(date(2030, 1, 1)),
            mrz: None,
        }),
        ..Traveller::named(name, Source::Mrz)
    }
}

pub fn crossing(id: CrossingId, number: &str) -> Crossing {
    Crossing {
        id,
        post: PostId::parse("KRM").expect("an identifier"),
        at: now(),
        direction: Direction::Entry,
        traveller: traveller(number),
        journey: Journey::default(),
        authorised: None,
        decision: Decision::Admit,
        visa: None,
        party: None,
        member: None,
        officer: officer(),
        settles: None,
        undoes: None,
        day: None,
        stamp: None,
    }
}

pub fn presentation(id: CrossingId, hits: Vec<Hit>) -> Presentation {
    Presentation {
        id,
        post: PostId::parse("KRM").expect("an identifier"),
        at: now(),
        officer: officer(),
        direction: Direction::Entry,
        traveller: traveller("ML1"),
        hits,
        settles: None,
        party: None,
        member: None,
    }
}

pub fn hit() -> Hit {
    Hit { alert: alert("A-1"), score: 0.92, reasons: vec![], cleared_before: None, confirmed_before: None }
}

/// An alert of the list `national`.
pub fn alert(id: &str) -> Alert {
    let (list, id) = (ListName::parse("national"), AlertId::parse(id));
    let mut alert = Alert::new(list.expect("a name"), id.expect("an identifier"), Action::Refer);
    alert.names = vec!["Fanta Keïta".into()];
    alert
}

/// Zones, each with a day; clocks are turned on those in Paris.
pub const DAYS: [(&str, Date); 5] = [
    ("Africa/Bamako", date(2026, 5, 10)),
    ("America/Bogota", date(2026, 5, 10)),
    ("Asia/Kathmandu", date(2026, 5, 10)),
    ("Europe/Paris", date(2026, 3, 29)),
    ("Europe/Paris", date(2026, 10, 25)),
];

/// A store of the post KRM, in a time zone.
pub async fn store_in(zone: &str) -> (Home, Store) {
    let (home, store) = new_store().await;
    let post = kouremale_in(zone);
    store.add_post(&post).await.expect("added");
    store.write(&settings::POST, &Some(post.id)).await.expect("set");
    (home, store)
}

pub fn new_id() -> CrossingId {
    CrossingId(new_uuid())
}

/// An identifier (UUID version 7) made now; those that a test makes are in the order in which it makes them.
pub fn new_uuid() -> Uuid {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let mut rest = [0; 10];
    rest[6..].copy_from_slice(&MADE.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    let milliseconds = u64::try_from(now().as_millisecond()).expect("after 1970");
    Builder::from_unix_timestamp_millis(milliseconds, &rest).into_uuid()
}

/// Where a store lives: an SQLite file, or, where `LIMEN_POSTGRES` names a server, a PostgreSQL database of its own.
pub struct Home {
    folder: TempDir,
    url: Option<String>,
}

impl Home {
    /// The folder of an SQLite file; nothing on PostgreSQL, where a test about files has nothing to show.
    pub fn folder(&self) -> Option<&Path> {
        self.url.is_none().then(|| self.folder.path())
    }

    pub fn is_postgres(&self) -> bool {
        self.url.is_some()
    }

    pub async fn open(&self) -> Store {
        let opened = match &self.url {
            None => Store::open_by(self.folder.path(), clock()).await,
            Some(url) => Store::open_on(url).await,
        };
        opened.expect("opened")
    }
}

/// A new store of a node.
pub async fn store_of(node: &str) -> (Home, Store) {
    let node = NodeId::parse(node).expect("an identifier");
    let home = Home::new().await;
    let made = match &home.url {
        None => Store::create(home.folder.path(), &node).await,
        Some(url) => Store::create_on(url, &node).await,
    };
    made.expect("a store").close().await;
    let store = home.open().await;
    (home, store)
}

/// A database without tables, and a connection to it.
pub async fn empty_database() -> (Home, AnyConnection) {
    let home = Home::new().await;
    if let Some(folder) = home.folder() {
        std::fs::File::create(folder.join(FILE_NAME)).expect("an empty file");
    }
    let conn = intruder(&home).await;
    (home, conn)
}

impl Home {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = match std::env::var("LIMEN_POSTGRES") {
            Ok(server) => Some(new_database(&server).await),
            Err(_) => None,
        };
        Self { folder, url }
    }
}

/// An empty database on a server; its address.
async fn new_database(server: &str) -> String {
    let name = format!("limen_{}", Chance::default().legible(20));
    let mut conn = PgConnection::connect(server).await.expect("the server that LIMEN_POSTGRES names");
    let make = format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'");
    sqlx::query(AssertSqlSafe(make)).execute(&mut conn).await.expect("a database");
    format!("{}/{name}", server.rsplit_once('/').expect("a database's name in the address").0)
}

pub async fn new_store() -> (Home, Store) {
    store_of("KRM").await
}

/// The database as an intruder with the disk in hand would open it.
pub async fn intruder(home: &Home) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let file = home.folder.path().join(FILE_NAME);
    let url = home.url.clone().unwrap_or_else(|| format!("sqlite://{}", file.display()));
    AnyConnection::connect(&url).await.expect("a connection")
}

/// Counts the flows that are stale.
pub async fn counted(store: &Store) {
    // As each erasure does first: nothing is left to be counted.
    for hour in store.stale_flows().await.expect("read") {
        let day = DayToCount {
            day: hour.from.to_zoned_datetime(TimeZone::UTC).date(),
            zone: TimeZone::UTC,
            post: hour.post.clone(),
            from: hour.from,
            to: hour.from + SignedDuration::from_hours(1),
            hours: vec![hour],
        };
        let pack = |_: &DayToCount, _: &[u8], crossings: &[Counted]| Ok::<_, StoreError>(vec![crossings.len() as u8]);
        store.count_flows(&[day], pack).await.expect("counted");
    }
}
