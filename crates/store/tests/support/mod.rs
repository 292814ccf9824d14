//! What the store's tests share: a post's journal on a real SQLite file, and a traveller at it.
#![allow(dead_code, missing_docs, reason = "each test program uses its part")]

use jiff::{Timestamp, civil::date};
use limen_domain::{
    AccountId, Action, Alert, AlertId, Crossing, CrossingId, Decision, Direction, DocumentKind, DocumentNumber, Hit,
    Journey, ListName, Name, NodeId, PartialDate, PostId, Presentation, Sex, Source, TravelDocument, Traveller,
};
use limen_store::{FILE_NAME, Store};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

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
        at: Timestamp::now(),
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
        stamp: None,
    }
}

pub fn presentation(id: CrossingId, hits: Vec<Hit>) -> Presentation {
    Presentation {
        id,
        post: PostId::parse("KRM").expect("an identifier"),
        at: Timestamp::now(),
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
    let (list, id) = (ListName::parse("national"), AlertId::parse("A-1"));
    let mut alert = Alert::new(list.expect("a name"), id.expect("an identifier"), Action::Refer);
    alert.names = vec!["Fanta Keïta".into()];
    Hit { alert, score: 0.92, reasons: vec![], cleared_before: None }
}

pub fn new_id() -> CrossingId {
    CrossingId(Uuid::now_v7())
}

pub async fn new_store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path(), &NodeId::parse("KRM").expect("an identifier")).await.expect("a store");
    (folder, store)
}

/// The database as an intruder with the disk in hand would open it.
pub async fn intruder(folder: &TempDir) -> SqliteConnection {
    let url = format!("sqlite://{}", folder.path().join(FILE_NAME).display());
    SqliteConnection::connect(&url).await.expect("a connection")
}
