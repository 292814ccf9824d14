//! Time and chance are given to the store: what lapses does so by the clock it was opened with, what is written bears its
//! time, and what is drawn follows from the chance it was opened with.
#![allow(missing_docs)]

mod support;

use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, ListKind, Role};
use limen_store::{AccountDraft, Chance, CounterAt, Credentials, Given, NewSession, SessionLimits, Store, Time};
use support::officer;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A post whose clock shows a moment of its own, far from this machine's.
async fn post() -> (tempfile::TempDir, Store, Time, Timestamp) {
    let folder = tempfile::tempdir().expect("a folder");
    let began: Timestamp = "2031-03-30T22:30:00Z".parse().expect("a moment");
    let time = Time::standing_at(began);
    let node = limen_domain::NodeId::parse("KRM").expect("an identifier");
    Store::create(folder.path(), &node).await.expect("created").close().await;
    let store = Store::open_by(folder.path(), time.clone()).await.expect("opened");
    let draft = AccountDraft {
        id: officer(),
        name: "Aminata Traoré".into(),
        role: Role::FirstLine,
        language: "fr".into(),
        stamp: String::new(),
        posts: Vec::new(),
    };
    let credentials = Credentials::of_password("hash".into());
    store.add_account(None, &draft, &credentials).await.expect("added");
    (folder, store, time, began)
}

#[tokio::test]
async fn a_session_ends_when_the_clock_that_was_given_says_so() {
    let (_folder, store, time, began) = post().await;
    let new = NewSession { token: [1; 32], account: officer(), browser: [2; 32], device: None, form_key: "key".into() };
    let limits = SessionLimits { longest: 12 * HOUR, idle: HOUR };
    store.begin_session(&new, limits.longest).await.expect("begun");
    let is_open = async || store.session(&[1; 32], None, limits).await.expect("read");
    for hours in 1..12 {
        time.set(began + HOUR * hours - SignedDuration::from_mins(1));
        let session = is_open().await.expect("still used each hour");
        store.use_session(&session).await.expect("noted");
    }
    time.set(began + 12 * HOUR + SignedDuration::from_mins(1));
    assert!(is_open().await.is_none(), "twelve hours are over");
}

#[tokio::test]
async fn a_code_for_a_device_lapses_by_the_clock_that_was_given() {
    let (_folder, store, time, began) = post().await;
    store.invite_device(None, "counter 2", &[7; 32], began + HOUR).await.expect("invited");
    time.set(began + 2 * HOUR);
    assert!(!store.is_device_code(&[7; 32]).await.expect("read"));
    assert!(!store.enrol_device(&[7; 32], &[8; 32]).await.expect("written"));
    time.set(began + HOUR);
    assert!(store.enrol_device(&[7; 32], &[8; 32]).await.expect("written"));
    let device = store.devices().await.expect("read").remove(0);
    assert_eq!((device.enrolled, device.id.get_version_num()), (began + HOUR, 7));
}

#[tokio::test]
async fn what_is_proposed_bears_the_time_of_the_clock_that_was_given() {
    let (_folder, store, time, began) = post().await;
    time.set(began + HOUR);
    let by = AccountId::parse("nana").expect("an identifier");
    let csv = "code,direction,fr,en\nZ,entry,Motif,Ground\n";
    let id = store.propose_reference_list(ListKind::RefusalGrounds, csv, &by).await.expect("proposed");
    let proposal = store.list_proposal(id).await.expect("read").expect("there");
    assert_eq!(proposal.at, began + HOUR);
    let (seconds, _) = id.get_timestamp().expect("version 7").to_unix();
    assert_eq!(i64::try_from(seconds).expect("small"), (began + HOUR).as_second());
}

#[tokio::test]
async fn identifiers_and_codes_follow_from_the_chance_that_was_given() {
    let (folder, store, time, _) = post().await;
    store.close().await;
    let drawn = async |chance: Chance| {
        let given = Given { time: time.clone(), chance };
        let store = Store::open_by(folder.path(), given).await.expect("opened");
        let drawn = (store.new_id(), store.new_id(), store.chance().legible(16));
        store.close().await;
        drawn
    };
    let first = drawn(Chance::seeded(7)).await;
    assert_ne!(first.0, first.1, "each is another");
    assert_eq!(first, drawn(Chance::seeded(7)).await);
    assert_ne!(first, drawn(Chance::seeded(8)).await);
    assert_ne!(first, drawn(Chance::default()).await);
}

#[tokio::test]
async fn a_readers_code_makes_no_browser_and_a_browsers_no_reader() {
    let (_folder, store, _, began) = post().await;
    let counter = CounterAt(None);
    store.invite_reader(None, "reader of counter 2", &[1; 32], began + HOUR, counter).await.expect("invited");
    store.invite_device(None, "counter 2", &[2; 32], began + HOUR).await.expect("invited");
    assert!(!store.enrol_device(&[1; 32], &[3; 32]).await.expect("written"));
    assert!(!store.enrol_reader(&[2; 32], &[3; 32]).await.expect("written"));
    assert!(store.enrol_reader(&[1; 32], &[3; 32]).await.expect("written"), "the code is not used up by the wrong one");
    assert!(store.enrol_device(&[2; 32], &[4; 32]).await.expect("written"));
    let (reader, at) = store.reader(&[3; 32]).await.expect("read").expect("a reader");
    assert_eq!((reader.name.as_str(), at), ("reader of counter 2", counter));
    assert!(store.device(&[3; 32]).await.expect("read").is_none(), "it sees no page");
    assert!(store.reader(&[4; 32]).await.expect("read").is_none());
}
