//! What is decided at a desk in an office and not at a counter: people, alerts, machines; nobody asks it over HTTP.
#![allow(missing_docs)]

use jiff::Timestamp;
use limen_domain::{AccountId, ListName, NodeId, PostId, Right, RightAnswer, Role, StatedReason};
use limen_node::{
    NetworkRole, Node,
    administration::people::{self, EndError, Person, ProposeError},
    alerts::{
        draft::{self, Draft, DraftFault},
        proposal::{self, AlertsDecideError, Effect},
        threshold::{self, ThresholdError},
    },
    limits::Sender,
    network::members::{self, MemberError, Revoked},
    own::{NotProved, UnprovedError},
    passwords,
    rights::claims::{self, ClaimError, NewClaim},
    second_person::{SecondPersonError, Word},
    session::Browser,
    sign_in::PasswordTried,
    token::token_hash,
};
use limen_store::{AccountDraft, Credentials, Session, Store, Time, settings::POST};
use limen_test_support::kouremale_in;
use std::{net::Ipv4Addr, sync::Arc};

const PASSWORD: &str = "trois chameaux lisent";

/// A post that stands alone, on the 10th of March 2031, with two alert managers and two administrators.
struct Office {
    node: Arc<Node>,
    _folder: tempfile::TempDir,
}

fn id(name: &str) -> AccountId {
    AccountId::parse(name).expect("an identifier")
}

async fn office() -> Office {
    let folder = tempfile::tempdir().expect("a folder");
    let noon: Timestamp = "2031-03-10T12:00:00Z".parse().expect("a moment");
    Store::create(folder.path(), &NodeId::parse("KRM").expect("a node")).await.expect("a store").close().await;
    let store = Store::open_by(folder.path(), Time::standing_at(noon)).await.expect("opened");
    let post = kouremale_in("Africa/Bamako");
    store.add_post(&post).await.expect("added");
    store.write(&POST, &Some(post.id)).await.expect("set");
    let hash = passwords::hash(PASSWORD).expect("a hash");
    for (name, role) in [
        ("awa", Role::AlertManager),
        ("bakary", Role::AlertManager),
        ("kadi", Role::Administrator),
        ("moussa", Role::Administrator),
    ] {
        let (id, language) = (id(name), "fr".into());
        let draft = AccountDraft { id, name: name.into(), role, language, stamp: String::new(), posts: Vec::new() };
        store.add_account(None, &draft, &Credentials::of_password(hash.clone())).await.expect("added");
    }
    let node = Node::start(store, folder.path(), NetworkRole::Alone).await.expect("a node");
    Office { node, _folder: folder }
}

impl Office {
    async fn session(&self, name: &str) -> Session {
        self.signs_in(name, PASSWORD).await
    }

    async fn signs_in(&self, name: &str, password: &str) -> Session {
        let browser = Browser { token: None, device: None };
        let tried = self.node.sign_in(name, password.into(), &browser, Sender(Ipv4Addr::LOCALHOST.into())).await;
        let PasswordTried::In(begun) = tried.expect("looked at") else { panic!("{name} is not in") };
        self.node.going_on(&token_hash(&begun.token), None).await.expect("looked up").expect("goes on")
    }
}

fn why(text: &str) -> StatedReason {
    StatedReason::parse(text).expect("a reason")
}

fn approval(password: &str) -> Word<'_> {
    Word { approves: true, reason: None, password }
}

#[tokio::test]
async fn an_alert_holds_once_somebody_else_has_approved_it_with_their_own_password() {
    let office = office().await;
    let (node, awa, bakary) = (&office.node, office.session("awa").await, office.session("bakary").await);
    let draft = Draft { list: "national".into(), names: "DIALLO Ibrahima".into(), ..Draft::new() };
    let alert = draft.read(node.now(), node.today()).expect("it can be taken");
    let groundless = draft::propose(node, &awa.account.id, &alert).await;
    assert!(matches!(groundless, Err(draft::ProposeError::Draft(DraftFault::NoGround))), "{groundless:?}");
    let draft = Draft { reference: "PV 12/2031".into(), ..draft };
    let alert = draft.read(node.now(), node.today()).expect("it can be taken");
    let proposed = draft::propose(node, &awa.account.id, &alert).await.expect("proposed");

    let decided = proposal::decide(node, &awa, proposed, approval(PASSWORD), None).await;
    assert!(
        matches!(decided, Err(AlertsDecideError::Word(SecondPersonError::NotTheirs))),
        "nobody approves what they proposed: {decided:?}"
    );
    let decided = proposal::decide(node, &bakary, proposed, approval("autre chose"), None).await;
    let wrong = SecondPersonError::Unproved(UnprovedError::NotProved(NotProved::Wrong));
    let wrong = Err(AlertsDecideError::Word(wrong));
    assert_eq!(format!("{decided:?}"), format!("{:?}", wrong as Result<Effect, AlertsDecideError>));
    assert!(node.store.alert(&alert.list, &alert.id).await.expect("read").is_none(), "nothing holds yet");

    let decided = proposal::decide(node, &bakary, proposed, approval(PASSWORD), None).await.expect("decided");
    assert_eq!(decided, Effect::Holds);
    assert_eq!(node.store.alert(&alert.list, &alert.id).await.expect("read"), Some(alert));
}

#[tokio::test]
async fn a_draft_says_each_field_that_cant_be_taken() {
    let office = office().await;
    let draft = Draft {
        list: "national".into(),
        birth_dates: "1990-13-01".into(),
        nationalities: "GN\nAtlantide".into(),
        review_on: "demain".into(),
        ..Draft::new()
    };
    let faults = draft.read(office.node.now(), office.node.today()).expect_err("it can't be taken");
    let expected = [DraftFault::BirthDate, DraftFault::Nationality, DraftFault::ReviewOn, DraftFault::NothingToFind];
    assert_eq!(faults, expected);
    let nowhere = Draft { names: "DIALLO".into(), ..Draft::new() };
    assert_eq!(nowhere.read(office.node.now(), office.node.today()), Err(vec![DraftFault::Id]));
}

#[tokio::test]
async fn a_threshold_is_set_for_a_list_that_there_is_within_its_bounds() {
    let office = office().await;
    let national = ListName::parse("national").expect("a name");
    let set = threshold::set(&office.node, &id("awa"), &national, 0.4).await;
    assert!(matches!(set, Err(ThresholdError::OutOfRange)));
    let set = threshold::set(&office.node, &id("awa"), &national, f64::NAN).await;
    assert!(matches!(set, Err(ThresholdError::OutOfRange)));
    let set = threshold::set(&office.node, &id("awa"), &national, 0.8).await;
    assert!(matches!(set, Err(ThresholdError::NotFound)));
}

#[tokio::test]
async fn a_persons_right_to_sign_in_is_ended_by_somebody_else_with_a_reason_and_once() {
    let office = office().await;
    let store = &office.node.store;
    let (kadi, awa) = (id("kadi"), id("awa"));
    assert!(matches!(people::end(store, Some(&kadi), &kadi, &why("parti")).await, Err(EndError::Own)));
    people::end(store, None, &awa, &why("  a quitté   le service ")).await.expect("ended");
    let ended = store.account(&awa).await.expect("read").expect("known").ended;
    assert_eq!(ended.as_deref(), Some("a quitté le service"));
    assert!(
        matches!(people::end(store, Some(&kadi), &awa, &why("encore")).await, Err(EndError::Nobody(who)) if who == awa)
    );
}

#[tokio::test]
async fn someone_new_is_approved_by_an_administrator_who_did_not_propose_them_and_is_given_a_password() {
    let office = office().await;
    let (node, kadi, moussa) = (&office.node, office.session("kadi").await, office.session("moussa").await);
    let by = &kadi.account.id;
    let person = Person { name: "Salif Keïta", role: Role::FirstLine, language: "fr", stamp: "ML-043", posts: &[] };
    let nowhere = [PostId::parse("NOWHERE").expect("a post")];
    let proposed = people::propose_new(node, by, "salif", Person { posts: &nowhere, ..person }).await;
    assert!(matches!(proposed, Err(ProposeError::NoSuchPost(_))));
    assert!(matches!(people::propose_new(node, by, "awa", person).await, Err(ProposeError::Known)));
    assert!(matches!(people::propose_new(node, by, "sa lif", person).await, Err(ProposeError::NoId)));
    let nameless = Person { name: " ", ..person };
    assert!(matches!(people::propose_new(node, by, "salif", nameless).await, Err(ProposeError::NoName)));

    let proposed = people::propose_new(node, by, " salif ", person).await.expect("proposed");
    let decided = people::decide(node, &kadi, proposed, approval(PASSWORD)).await;
    assert!(matches!(decided, Err(SecondPersonError::NotTheirs)));
    let drawn = people::decide(node, &moussa, proposed, approval(PASSWORD)).await.expect("decided");
    let drawn = drawn.expect("someone new has no password yet");
    assert_eq!(drawn.person.id, id("salif"));
    office.signs_in("salif", &drawn.drawn.password).await;
    let again = people::decide(node, &moussa, proposed, approval(PASSWORD)).await.expect("looked at");
    assert!(again.is_none(), "what was decided is decided once");
}

#[tokio::test]
async fn a_machine_is_revoked_where_it_belongs_to_the_network() {
    let office = office().await;
    let store = &office.node.store;
    for revoked in [Revoked::Machine, Revoked::Journal] {
        let revoked = revoked(NodeId::parse("SIG").expect("a node"));
        let tried = members::revoke(store, None, &revoked, &why("volée")).await;
        assert!(matches!(tried, Err(MemberError::NotFound(node)) if node.as_str() == "SIG"));
    }
}

#[tokio::test]
async fn a_claim_is_to_be_answered_within_thirty_days_and_refused_with_a_reason_alone() {
    let office = office().await;
    let (node, by) = (&office.node, id("kadi"));
    let (today, tomorrow) = (node.today(), node.today().tomorrow().expect("a day").to_string());
    let day = today.to_string();
    let claim = NewClaim {
        right: Right::Rectification,
        reference: "12/2031",
        document: "",
        words: "",
        received: &day,
        due: "",
    };
    for wrong in [
        NewClaim { reference: " ", ..claim },
        NewClaim { received: &tomorrow, ..claim },
        NewClaim { due: "2031-03-09", ..claim },
        NewClaim { due: "bientôt", ..claim },
        NewClaim { document: "?", ..claim },
    ] {
        assert!(matches!(claims::receive(node, &by, wrong).await, Err(ClaimError::Incomplete)), "{wrong:?}");
    }
    claims::receive(node, &by, claim).await.expect("entered");
    let register = claims::register(node).await.expect("read");
    assert_eq!(register[0].due.to_string(), "2031-04-09");
    let refused = claims::answer(node, &by, register[0].id, RightAnswer::Refused, "").await;
    assert!(matches!(refused, Err(ClaimError::NoReason)));
    claims::answer(node, &by, register[0].id, RightAnswer::Refused, "pas la sienne").await.expect("answered");
    let again = claims::answer(node, &by, register[0].id, RightAnswer::Granted, "").await;
    assert!(matches!(again, Err(ClaimError::NotFound)));
}
