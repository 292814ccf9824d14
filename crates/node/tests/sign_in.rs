//! Who is let in, by a clock that is turned by hand.

use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, NodeId, Role, SignInRefusal};
use limen_node::{
    NetworkRole, Node,
    device_code::Enrolment,
    limits::Sender,
    own::Unchanged,
    passwords,
    pin::Resumed,
    session::{Begun, Browser},
    sign_in::{CodeTried, PasswordTried},
    token::token_hash,
};
use limen_store::{AccountDraft, Chance, Credentials, Session, Store, Time, settings::POST};
use limen_test_support::{authenticator::code, kouremale_in};
use std::{net::Ipv4Addr, sync::Arc, time::Instant};

const PASSWORD: &str = "trois chameaux lisent";
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// The post of Kourémalé, where Aminata works, on a morning.
struct Kouremale {
    node: Arc<Node>,
    clock: Time,
    _folder: tempfile::TempDir,
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn aminata() -> AccountId {
    AccountId::parse("aminata").expect("an identifier")
}

fn browser() -> Browser {
    Browser { token: None, device: None }
}

fn sender() -> Sender {
    Sender(Ipv4Addr::LOCALHOST.into())
}

impl Kouremale {
    /// With the credentials that are made for this moment.
    async fn where_aminata_has(credentials: impl FnOnce(Timestamp) -> Credentials) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let morning: Timestamp = "2026-11-25T08:00:00Z".parse().expect("a moment");
        let clock = Time::standing_at(morning);
        Store::create(folder.path(), &NodeId::parse("KRM").expect("a node")).await.expect("a store").close().await;
        let store = Store::open_by(folder.path(), clock.clone()).await.expect("opened");
        let post = kouremale_in("Africa/Bamako");
        store.add_post(&post).await.expect("added");
        store.write(&POST, &Some(post.id)).await.expect("set");
        let draft = AccountDraft {
            id: aminata(),
            name: "Aminata Coulibaly".into(),
            role: Role::FirstLine,
            language: "fr".into(),
            stamp: String::new(),
            posts: Vec::new(),
        };
        store.add_account(None, &draft, &credentials(morning)).await.expect("added");
        let node = Node::start(store, folder.path(), NetworkRole::Alone).await.expect("a node");
        Self { node, clock, _folder: folder }
    }

    async fn where_she_has_a_password() -> Self {
        Self::where_aminata_has(|_| Credentials::of_password(passwords::hash(PASSWORD).expect("a hash"))).await
    }

    fn later(&self, by: SignedDuration) {
        self.clock.set(self.node.now() + by);
    }

    async fn tries(&self, password: &str) -> PasswordTried {
        self.node.sign_in("aminata", password.into(), &browser(), sender()).await.expect("looked at")
    }

    async fn signs_in(&self) -> Begun {
        let PasswordTried::In(begun) = self.tries(PASSWORD).await else { panic!("she is not in") };
        *begun
    }

    async fn session(&self, token: &str) -> Option<Session> {
        self.node.going_on(&token_hash(token), None).await.expect("looked up")
    }
}

#[tokio::test]
async fn a_password_that_was_drawn_lets_in_for_two_weeks() {
    let mut drawn = String::new();
    let post = Kouremale::where_aminata_has(|now| {
        let new = passwords::draw(&Chance::default(), now).expect("drawn");
        drawn = new.password;
        new.credentials
    })
    .await;
    post.later(hours(24 * 14));
    assert!(matches!(post.tries(&drawn).await, PasswordTried::In(_)));
    post.later(minutes(1));
    assert!(matches!(post.tries(&drawn).await, PasswordTried::Barred(SignInRefusal::Expired)));
}

#[tokio::test]
async fn the_fifth_wrong_password_locks_for_a_minute_also_whoever_has_the_right_one() {
    let post = Kouremale::where_she_has_a_password().await;
    for _ in 0..4 {
        assert!(matches!(post.tries("kouremale").await, PasswordTried::Wrong));
    }
    let until = post.node.now() + minutes(1);
    assert!(matches!(post.tries("kouremale").await, PasswordTried::Locked(at) if at == until));
    assert!(matches!(post.tries(PASSWORD).await, PasswordTried::Locked(at) if at == until));
    post.later(minutes(1));
    post.signs_in().await;
}

#[tokio::test]
async fn a_name_that_nobody_has_is_refused_as_one_that_somebody_has() {
    let post = Kouremale::where_she_has_a_password().await;
    for round in 1..=6 {
        let hers = post.tries("kouremale").await;
        let nobodys = post.node.sign_in("salif", "kouremale".into(), &browser(), sender()).await.expect("looked at");
        match (hers, nobodys) {
            (PasswordTried::Wrong, PasswordTried::Wrong) => assert!(round < 5),
            (PasswordTried::Locked(hers), PasswordTried::Locked(nobodys)) => assert!(round >= 5 && hers == nobodys),
            _ => panic!("one of them is told from the other"),
        }
    }
}

#[tokio::test]
async fn the_time_of_a_refusal_does_not_tell_whether_an_account_exists() {
    let post = Kouremale::where_she_has_a_password().await;
    let mut medians = Vec::new();
    for account in ["aminata", "nobody-here"] {
        let mut took = Vec::new();
        for _ in 0..4 {
            let begun = Instant::now();
            let tried = post.node.sign_in(account, "wrong".into(), &browser(), sender()).await.expect("looked at");
            assert!(matches!(tried, PasswordTried::Wrong));
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        medians.push(took[1].as_secs_f64());
    }
    // Without a hash to check, an account that does not exist would be refused in a hundredth of the time.
    let ratio = medians[0] / medians[1];
    assert!((0.2..5.0).contains(&ratio), "{medians:?}");
}

#[tokio::test]
async fn a_session_ends_after_an_hour_without_use_and_after_a_shift() {
    let post = Kouremale::where_she_has_a_password().await;
    let begun = post.signs_in().await;
    for _ in 0..12 {
        post.later(minutes(59));
        let session = post.session(&begun.token).await.expect("it is used");
        post.node.store.use_session(&session).await.expect("used");
    }
    post.later(minutes(13));
    assert!(post.session(&begun.token).await.is_none(), "the shift is over");
    let begun = post.signs_in().await;
    post.later(minutes(61));
    assert!(post.session(&begun.token).await.is_none(), "nobody has used it");
}

#[tokio::test]
async fn what_was_set_aside_is_taken_up_with_the_pin_in_the_same_browser_for_four_hours() {
    let post = Kouremale::where_she_has_a_password().await;
    let begun = post.signs_in().await;
    let session = post.session(&begun.token).await.expect("a session");
    let chosen = post.node.choose_pin(&session, "2580".into(), "2580").await.expect("hashed");
    assert_eq!(chosen, Ok(()));
    post.node.step_aside(&session).await.expect("aside");
    assert!(post.session(&begun.token).await.is_none(), "the token that it had is good no more");
    let hers = Browser { token: Some(begun.browser), device: None };
    let resume = async |browser: &Browser, pin: &str| post.node.resume(browser, &aminata(), pin.into()).await;
    assert!(matches!(resume(&browser(), "2580").await, Ok(Resumed::Over)), "another browser");
    assert!(matches!(resume(&hers, "2581").await, Ok(Resumed::Wrong)));
    post.later(hours(3));
    let Ok(Resumed::Back { token, .. }) = resume(&hers, "2580").await else { panic!("she is not back") };
    let session = post.session(&token).await.expect("it goes on");
    post.node.step_aside(&session).await.expect("aside");
    post.later(hours(4) + minutes(1));
    assert!(matches!(resume(&hers, "2580").await, Ok(Resumed::Over)), "nobody has taken it up");
}

#[tokio::test]
async fn a_code_is_good_once_and_is_given_within_five_minutes_of_the_password() {
    let post = Kouremale::where_she_has_a_password().await;
    let begun = post.signs_in().await;
    let session = post.session(&begun.token).await.expect("a session");
    let turn_on = async |code: &str| {
        post.node.turn_second_factor_on(&session, PASSWORD, (SECRET.into(), code)).await.expect("looked at")
    };
    assert_eq!(turn_on("000000").await, Err(Unchanged::WrongCode));
    let shown = code(SECRET, post.node.now());
    assert_eq!(turn_on(&shown).await.expect("it is on").len(), 10);

    let ticket = async || match post.tries(PASSWORD).await {
        PasswordTried::NeedsCode { ticket, .. } => ticket,
        _ => panic!("no code is asked for"),
    };
    let give = async |ticket: &str, code: &str| post.node.give_code(ticket, code, &browser()).await.expect("looked at");
    let first = ticket().await;
    assert!(matches!(give(&first, &shown).await, CodeTried::Wrong { locked_until: None, .. }), "it was used");
    post.later(minutes(1));
    assert!(matches!(give(&first, &code(SECRET, post.node.now())).await, CodeTried::In(_)));
    let second = ticket().await;
    post.later(minutes(5));
    assert!(matches!(give(&second, &code(SECRET, post.node.now())).await, CodeTried::Over));
}

#[tokio::test]
async fn a_code_makes_one_browser_a_device_for_an_hour() {
    let post = Kouremale::where_she_has_a_password().await;
    let invite = async || post.node.invite_device(&aminata(), "counter 2").await.expect("a code").code;
    let enrol = async |code: &str| post.node.enrol_device(code, sender()).await.expect("looked at");
    let code = invite().await;
    assert!(matches!(enrol(&code.to_uppercase()).await, Enrolment::Enrolled { .. }));
    assert!(matches!(enrol(&code).await, Enrolment::Wrong), "it was used");
    let code = invite().await;
    post.later(minutes(61));
    assert!(matches!(enrol(&code).await, Enrolment::Wrong), "it is too old");
}
