//! Tries at what people prove who they are with, many of them at once: none is checked that was not counted.

mod support;

use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, CredentialChange, Role};
use limen_store::{AccountDraft, Credentials, Locked, NewSession, Passkey, PasskeyAdded, SessionLimits, Store, Try};
use proptest::{prelude::*, test_runner::TestRunner};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use support::{new_store, now};
use tokio::task::JoinSet;

const BROWSER: [u8; 32] = [7; 32];

fn aminata() -> AccountId {
    AccountId::parse("aminata").expect("an identifier")
}

async fn add(store: &Store, id: AccountId, credentials: &Credentials) {
    let (name, role, language) = ("Aminata".into(), Role::FirstLine, "fr".into());
    let draft = AccountDraft { id, name, role, language, stamp: String::new(), posts: Vec::new() };
    store.add_account(None, &draft, credentials).await.expect("added");
}

async fn store_with_aminata() -> (support::Home, Store) {
    let (home, store) = new_store().await;
    add(&store, aminata(), &Credentials::of_password("hash".into())).await;
    (home, store)
}

async fn begins(store: &Store, browser: Option<&[u8; 32]>, now: Timestamp) -> Result<Try, Locked> {
    store.try_begins(&aminata(), browser, now).await.expect("the database answers")
}

#[tokio::test]
async fn of_fifty_passwords_tried_at_once_five_are_checked_and_the_lock_falls_before_the_sixth() {
    let (_home, store) = store_with_aminata().await;
    let (checked, now) = (Arc::new(AtomicUsize::new(0)), now());
    let mut together = JoinSet::new();
    for _ in 0..50 {
        let (store, checked) = (store.clone(), checked.clone());
        together.spawn(async move {
            if begins(&store, None, now).await.is_ok() {
                checked.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    together.join_all().await;
    assert_eq!(checked.load(Ordering::Relaxed), 5);
    let Err(Locked { until }) = begins(&store, None, now).await else { panic!("the right one waits too") };
    assert_eq!(until.as_millisecond(), (now + SignedDuration::from_mins(1)).as_millisecond());
    // When the lock has ended one more is checked, and the next lock is longer.
    for minutes in [1, 2, 4, 8, 15, 15] {
        let Err(Locked { until }) = begins(&store, None, now).await else { panic!("locked") };
        let tried = begins(&store, None, until).await.expect("the lock has ended");
        let lock = tried.failures().locked_until.duration_since(until);
        assert_eq!(lock.as_mins(), if minutes == 1 { 2 } else { (minutes * 2).min(15) });
        let Err(Locked { until: next }) = begins(&store, None, until).await else { panic!("locked again") };
        assert_eq!(next, tried.failures().locked_until);
    }
}

#[tokio::test]
async fn a_browser_has_a_count_of_its_own_for_those_alone_who_have_signed_in_there() {
    let (_home, store) = store_with_aminata().await;
    let now = now();
    let oumar = AccountId::parse("oumar").expect("an identifier");
    add(&store, oumar.clone(), &Credentials::of_password("hash".into())).await;
    store.know_browser(&oumar, &BROWSER, 180).await.expect("known");
    assert_eq!(store.known_in(&BROWSER).await.expect("known"), std::slice::from_ref(&oumar));
    // Made-up cookies and those of others are counted together under the name.
    for (number, browser) in [None, Some(&BROWSER), Some(&[1; 32]), Some(&[2; 32]), Some(&[3; 32])].iter().enumerate() {
        assert!(begins(&store, *browser, now).await.is_ok(), "{number}");
    }
    for browser in [None, Some(&BROWSER), Some(&[4; 32])] {
        assert!(begins(&store, browser, now).await.is_err());
    }
    // Where she has signed in before she is not kept out, and who tries there locks that place alone.
    let own = [9; 32];
    store.know_browser(&aminata(), &own, 180).await.expect("known");
    for _ in 0..5 {
        assert!(begins(&store, Some(&own), now).await.is_ok());
    }
    assert!(begins(&store, Some(&own), now).await.is_err());
    store.know_browser(&aminata(), &own, 180).await.expect("known still");
    assert!(begins(&store, Some(&own), now).await.is_err(), "to be known again lifts no lock");
}

#[tokio::test]
async fn a_right_try_forgives_those_before_it_and_one_that_goes_on_takes_back_itself_alone() {
    let (_home, store) = store_with_aminata().await;
    let now = now();
    for _ in 0..4 {
        let _wrong = begins(&store, None, now).await.expect("counted");
    }
    let password = begins(&store, None, now).await.expect("the fifth");
    assert!(begins(&store, None, now).await.is_err(), "which locks until it is known to be right");
    store.try_goes_on(password).await.expect("taken back");
    let code = begins(&store, None, now).await.expect("the code is the fifth try");
    assert!(begins(&store, None, now).await.is_err());
    store.try_was_right(code).await.expect("forgiven");
    for number in 0..5 {
        assert!(begins(&store, None, now).await.is_ok(), "{number}");
    }
    assert!(begins(&store, None, now).await.is_err());
}

/// One step of several people who try at once.
#[derive(Debug, Clone, Copy)]
enum Step {
    Begins,
    /// The one of those under way that is meant turns out so.
    Right(usize),
    GoesOn(usize),
    /// Wrong, or its connection was closed.
    Lost(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0usize..5;
    prop_oneof![
        4 => Just(Step::Begins),
        1 => which.clone().prop_map(Step::Right),
        1 => which.clone().prop_map(Step::GoesOn),
        2 => which.prop_map(Step::Lost),
    ]
}

/// Whatever is begun, turns out right or wrong, or is lost, in whatever order: within a minute five are begun for each that
/// let its owner in, and five besides; and where none was begun since, the next may begin.
#[test]
fn in_every_order_of_tries_five_are_checked_for_each_that_was_right_and_no_more() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (_home, store) = runtime.block_on(store_with_aminata());
    let now = now();
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    let sequences = prop::collection::vec(step(), 1..40);
    let outcome = TestRunner::new(config).run(&sequences, |steps| {
        runtime.block_on(async {
            let anew = Credentials::of_password("hash".into());
            store.set_credentials(None, &aminata(), &anew, CredentialChange::Reset).await.expect("counted anew");
            let (mut under_way, mut last) = (Vec::new(), 0);
            let (mut begun, mut right, mut taken_back) = (0, 0, 0);
            for (number, step) in steps.into_iter().enumerate() {
                match step {
                    Step::Begins => {
                        if let Ok(tried) = begins(&store, None, now).await {
                            under_way.push((number, tried));
                            (begun, last) = (begun + 1, number);
                        }
                    }
                    Step::Right(which) if which < under_way.len() => {
                        let (number, tried) = under_way.remove(which);
                        store.try_was_right(tried).await.expect("forgiven");
                        right += 1;
                        if number == last {
                            let next = begins(&store, None, now).await;
                            let next = next.map_err(|locked| TestCaseError::fail(format!("{locked:?}")))?;
                            store.try_goes_on(next).await.expect("taken back");
                        }
                    }
                    Step::GoesOn(which) if which < under_way.len() => {
                        store.try_goes_on(under_way.remove(which).1).await.expect("taken back");
                        taken_back += 1;
                    }
                    Step::Lost(which) if which < under_way.len() => drop(under_way.remove(which)),
                    _ => {}
                }
                prop_assert!(begun - taken_back <= 5 * (1 + right), "{begun} {taken_back} {right}");
            }
            Ok(())
        })
    });
    outcome.expect("in every order");
}

#[tokio::test]
async fn of_thirty_pins_tried_at_once_three_are_checked_and_then_a_password_is_needed() {
    let (_home, store) = store_with_aminata().await;
    let (token, hour) = ([1; 32], SignedDuration::from_hours(1));
    let limits = SessionLimits { longest: hour, idle: hour };
    let new = NewSession { token, account: aminata(), browser: BROWSER, device: None, form_key: "key".into() };
    store.begin_session(&new, hour).await.expect("begun");
    store.set_pin(&token, "the hash of a PIN").await.expect("chosen");
    store.set_pin(&token, "another's").await.expect("no other is chosen");
    store.set_aside(&token).await.expect("set aside");
    let aside = store.aside(&BROWSER, None, limits).await.expect("found").remove(0);
    assert_eq!(aside.pin_hash, "the hash of a PIN");
    let mut together = JoinSet::new();
    for _ in 0..30 {
        let (store, aside) = (store.clone(), aside.clone());
        together.spawn(async move { store.pin_try_begins(&aside).await.expect("counted") });
    }
    let checked = together.join_all().await.into_iter().filter(|checked| *checked).count();
    assert_eq!(checked, 3);
    assert!(store.aside(&BROWSER, None, limits).await.expect("asked").is_empty(), "even if all three were hung up on");
    assert!(!store.pin_was_wrong(&aside).await.expect("ended"));
    assert!(!store.take_up(&aside, &[2; 32], "key").await.expect("asked"));
}

fn codes(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| name.repeat(64)).collect()
}

async fn recovery(store: &Store) -> Vec<String> {
    store.account(&aminata()).await.expect("read").expect("an account").credentials.recovery
}

#[tokio::test]
async fn each_recovery_code_is_good_once_whoever_sends_it_again_and_whatever_is_changed_meanwhile() {
    let (_home, store) = store_with_aminata().await;
    let drawn = Credentials { recovery: codes(&["a", "b", "c", "d"]), ..Credentials::of_password("hash".into()) };
    store.set_credentials(None, &aminata(), &drawn, CredentialChange::RecoveryDrawn).await.expect("drawn");
    let found = store.account(&aminata()).await.expect("read").expect("an account").credentials;
    let mut together = JoinSet::new();
    for code in ["a", "a", "a", "b", "b", "x", "%"] {
        let store = store.clone();
        together.spawn(async move { store.use_recovery(&aminata(), &code.repeat(64)).await.expect("asked") });
    }
    let used = together.join_all().await.into_iter().filter(|used| *used).count();
    assert_eq!(used, 2, "a and b, once each");
    assert_eq!(recovery(&store).await, codes(&["c", "d"]));
    // What was made from credentials that hold no more is not set.
    let password = Credentials { password_hash: "another".into(), ..found.clone() };
    let change = CredentialChange::Password;
    assert!(!store.change_credentials(&aminata(), &[0; 32], &found, &password, change).await.expect("asked"));
    assert_eq!(recovery(&store).await, codes(&["c", "d"]), "no code comes back");
    let found = store.account(&aminata()).await.expect("read").expect("an account").credentials;
    let mut together = JoinSet::new();
    for hash in ["one", "two", "three"] {
        let (store, found) = (store.clone(), found.clone());
        let password = Credentials { password_hash: hash.into(), ..found.clone() };
        together.spawn(async move {
            store.change_credentials(&aminata(), &[0; 32], &found, &password, change).await.expect("asked")
        });
    }
    assert_eq!(together.join_all().await.into_iter().filter(|set| *set).count(), 1, "of three at once one is set");
    assert!(store.use_recovery(&aminata(), &codes(&["c"])[0]).await.expect("used"));
    assert!(store.use_recovery(&aminata(), &codes(&["d"])[0]).await.expect("used"));
    assert!(recovery(&store).await.is_empty());
}

#[tokio::test]
async fn a_new_password_or_passkey_ends_every_other_session_in_the_same_step() {
    let (_home, store) = store_with_aminata().await;
    let begin = async |token: u8| {
        let (token, browser, form_key) = ([token; 32], [token; 32], "key".to_owned());
        let new = NewSession { token, account: aminata(), browser, device: None, form_key };
        store.begin_session(&new, SignedDuration::from_hours(24)).await.expect("begun");
    };
    let sessions = async || {
        let sessions = store.sessions_of(&aminata()).await.expect("read");
        sessions.into_iter().map(|session| session.token[0]).collect::<Vec<_>>()
    };
    begin(1).await;
    begin(2).await;
    let found = store.account(&aminata()).await.expect("read").expect("an account").credentials;
    let password = Credentials { password_hash: "another".into(), ..found.clone() };
    let change = CredentialChange::Password;
    assert!(store.change_credentials(&aminata(), &[1; 32], &found, &password, change).await.expect("set"));
    assert_eq!(sessions().await, [1]);

    begin(2).await;
    let now = store.now();
    let passkey = Passkey {
        id: vec![7; 16],
        account: aminata(),
        handle: [7; 64],
        host: "localhost".into(),
        name: "clé".into(),
        public: vec![0],
        state: vec![0],
        added: now,
        used: Timestamp::UNIX_EPOCH,
    };
    let drawn = codes(&["a", "b"]);
    let added = store.add_passkey(&passkey, &[1; 32], &drawn).await.expect("added");
    assert_eq!(added, PasskeyAdded::WithRecovery);
    assert_eq!((sessions().await, recovery(&store).await), (vec![1], drawn.clone()));
    assert_eq!(store.add_passkey(&passkey, &[1; 32], &drawn).await.expect("asked"), PasskeyAdded::No);
    let second = Passkey { id: vec![8; 16], ..passkey };
    let others = codes(&["c"]);
    assert_eq!(store.add_passkey(&second, &[1; 32], &others).await.expect("added"), PasskeyAdded::Alone);
    assert_eq!(recovery(&store).await, drawn, "codes that are there stay good");

    begin(2).await;
    assert!(store.remove_passkey(&aminata(), &[1; 32], &second.id).await.expect("removed"));
    assert_eq!(sessions().await, [1]);
}

#[tokio::test]
async fn a_code_of_a_second_factor_that_was_changed_meanwhile_is_not_used() {
    let (_home, store) = store_with_aminata().await;
    let with = |secret: &str| Credentials { totp: secret.into(), ..Credentials::of_password("hash".into()) };
    store.set_credentials(None, &aminata(), &with("OLD"), CredentialChange::SecondFactorOn).await.expect("set");
    assert!(store.use_totp_step(&aminata(), "OLD", 100).await.expect("used"));
    assert!(!store.use_totp_step(&aminata(), "OLD", 100).await.expect("used once"));
    store.set_credentials(None, &aminata(), &with("NEW"), CredentialChange::SecondFactorOn).await.expect("set");
    assert!(!store.use_totp_step(&aminata(), "OLD", 101).await.expect("asked"));
    assert!(store.use_totp_step(&aminata(), "NEW", 101).await.expect("used"));
}

#[tokio::test]
async fn a_code_of_a_device_used_eight_times_at_once_makes_one_device() {
    let (_home, store) = new_store().await;
    let until = now() + SignedDuration::from_hours(1);
    store.invite_device(None, "Guichet 2", &[5; 32], until).await.expect("invited");
    assert!(
        store.is_device_code(&[5; 32]).await.expect("asked") && !store.is_device_code(&[6; 32]).await.expect("asked")
    );
    let mut together = JoinSet::new();
    for token in 0..8 {
        let store = store.clone();
        together.spawn(async move { store.enrol_device(&[5; 32], &[token; 32]).await.expect("asked") });
    }
    assert_eq!(together.join_all().await.into_iter().filter(|enrolled| *enrolled).count(), 1);
    assert_eq!(store.devices().await.expect("devices").len(), 1);
    assert!(!store.is_device_code(&[5; 32]).await.expect("asked"));
}

#[tokio::test]
async fn a_recovery_code_used_at_one_post_is_used_when_another_was_used_at_another() {
    let (_home, store) = store_with_aminata().await;
    let post = limen_domain::PostId::parse("KRM").expect("a post");
    let draft = AccountDraft {
        id: aminata(),
        name: "Aminata".into(),
        role: Role::FirstLine,
        language: "fr".into(),
        stamp: String::new(),
        posts: vec![post.clone()],
    };
    store.change_account(None, &draft).await.expect("bound to the post");
    let of = |names: &[&str], number| Credentials {
        recovery: codes(names),
        number,
        at: now(),
        ..Credentials::of_password("hash".into())
    };
    // Headquarters hears of both posts, each of which has used another code of three.
    for (left, number, expected) in [
        (&["a", "b", "c"][..], 5, &["a", "b", "c"][..]),
        (&["b", "c"], 6, &["b", "c"]),
        (&["a", "c"], 7, &["c"]),
        (&["x", "y"], 8, &["x", "y"]),
        (&[], 9, &[]),
    ] {
        let told = of(left, number);
        assert!(store.take_credentials(&post, &aminata(), &told, now()).await.expect("taken"));
        assert_eq!(recovery(&store).await, codes(expected), "{left:?}");
    }
}
