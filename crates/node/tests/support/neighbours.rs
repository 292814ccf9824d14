//! Two headquarters of two states, each with two people who decide, and how they speak to each other.
#![allow(dead_code, reason = "each of the tests that share it uses a part")]

use jiff::{Timestamp, civil::date};
use limen_domain::{
    AccountId, Alert, Crossing, CrossingId, Decision, Direction, DocumentKind, Event, Journey, Name, Need, NodeId,
    PostId, Protection, ProtectionId, Role, Source, StateCode, TravelDocument, Traveller,
};
use limen_exchange::{Headquarters, Identity, authority::Authority};
use limen_neighbour::{Agreement, Article, Content, Kind, Pair, SignedAgreement};
use limen_node::{
    NetworkRole, Node,
    limits::Sender,
    neighbours::{
        Own,
        held::{self, Whom},
        proposals, talk,
    },
    passwords,
    second_person::Word,
    session::Browser,
    sign_in::PasswordTried,
    token::token_hash,
};
use limen_store::{AccountDraft, AgreementState, Credentials, Session, Store, Time, settings};
use limen_test_support::kouremale_in;
use std::{net::Ipv4Addr, sync::Arc};
use tempfile::TempDir;
use uuid::Uuid;

pub const PASSWORD: &str = "trois chameaux lisent";
pub const NOON: &str = "2031-03-10T12:00:00Z";

pub fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

pub fn id(name: &str) -> AccountId {
    AccountId::parse(name).expect("an identifier")
}

/// A headquarters with two people who decide.
pub struct Side {
    pub node: Arc<Node>,
    pub clock: Time,
    pub awa: Session,
    pub bakary: Session,
    pub folder: TempDir,
}

impl Side {
    pub async fn of(country: &str, zone: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Store::create(folder.path(), &NodeId::parse("HQ").expect("a node")).await.expect("a store").close().await;
        let noon: Timestamp = NOON.parse().expect("a moment");
        Authority::create(folder.path(), country, noon).expect("an authority");
        Identity::generate().expect("keys").save(folder.path()).expect("saved");
        let store = Store::open(folder.path()).await.expect("opened");
        let place =
            limen_store::Post { country: state(country), name: format!("Service of {country}"), ..kouremale_in(zone) };
        store.add_post(&place).await.expect("added");
        store.write(&settings::HEADQUARTERS, &Some(place)).await.expect("set");
        let hash = passwords::hash(PASSWORD).expect("a hash");
        for name in ["awa", "bakary"] {
            let draft = AccountDraft {
                id: id(name),
                name: name.into(),
                role: Role::Administrator,
                language: "fr".into(),
                stamp: String::new(),
                posts: Vec::new(),
            };
            store.add_account(None, &draft, &Credentials::of_password(hash.clone())).await.expect("added");
        }
        store.close().await;
        Self::started(folder, Time::standing_at(noon)).await
    }

    pub async fn started(folder: TempDir, clock: Time) -> Self {
        let store = Store::open_by(folder.path(), clock.clone()).await.expect("opened");
        let identity = Identity::load(folder.path()).expect("keys");
        let authority = Authority::load(folder.path()).expect("an authority");
        let headquarters = Headquarters::new(store.clone(), identity, authority);
        let role = NetworkRole::Headquarters(Arc::new(headquarters));
        let node = Node::start(store, folder.path(), role).await.expect("a node");
        let (awa, bakary) = (session(&node, "awa").await, session(&node, "bakary").await);
        Self { node, clock, awa, bakary, folder }
    }

    pub fn party(&self) -> limen_neighbour::Party {
        Own::of(&self.node).expect("headquarters").party
    }

    /// Its second person approves.
    pub async fn approves(&self, proposal: Uuid) {
        let word = Word { approves: true, reason: None, password: PASSWORD };
        proposals::decide(&self.node, &self.bakary, proposal, word).await.expect("approved");
    }

    pub async fn knows(&self, other: &Self) {
        let card = Own::of(&other.node).expect("headquarters").card(&other.node).await.expect("a card");
        let aloud = other.party().fingerprint().to_string();
        let proposed = proposals::card(&self.node, &self.awa.account.id, &card, &aloud).await.expect("proposed");
        self.approves(proposed).await;
    }

    /// What of the other side holds here, by what it says.
    pub async fn theirs(&self, kind: Kind) -> Vec<Content> {
        let held = held::of_kind(&self.node, kind, Whom::Work).await.expect("read");
        held.into_iter().filter(|held| !held.is_ours).map(|held| held.content).collect()
    }

    pub async fn ours(&self, kind: Kind) -> Vec<Content> {
        let held = held::of_kind(&self.node, kind, Whom::Work).await.expect("read");
        held.into_iter().filter(|held| held.is_ours).map(|held| held.content).collect()
    }

    /// Whether an agreement with the other side is in force here.
    pub async fn open(&self, other: &Self) -> bool {
        let known = self.node.store.agreements(other.party().state).await.expect("read");
        known.iter().any(|kept| kept.state == AgreementState::InForce)
    }

    /// The alerts that the other's notices made here.
    pub async fn alerts(&self, other: &Self) -> Vec<Alert> {
        let list =
            limen_domain::ListName::parse(&format!("neighbour-{}", other.party().state.as_str())).expect("a list");
        self.node.store.alerts_of(&list).await.expect("read")
    }
}

pub async fn session(node: &Node, name: &str) -> Session {
    let browser = Browser { token: None, device: None };
    let tried = node.sign_in(name, PASSWORD.into(), &browser, Sender(Ipv4Addr::LOCALHOST.into())).await;
    let PasswordTried::In(begun) = tried.expect("looked at") else { panic!("{name} is not in") };
    node.going_on(&token_hash(&begun.token), None).await.expect("looked up").expect("goes on")
}

/// Guinea and Mali, who know each other.
pub async fn neighbours() -> (Side, Side) {
    let (guinea, mali) = (Side::of("GIN", "Africa/Conakry").await, Side::of("MLI", "Africa/Bamako").await);
    guinea.knows(&mali).await;
    mali.knows(&guinea).await;
    (guinea, mali)
}

/// One turn: a message and its answer.
pub async fn turn(from: &Side, to: &Side) {
    let message = talk::opening(&from.node, to.party().state).await.expect("a message");
    let answer = talk::answer(&to.node, &message).await.expect("an answer");
    talk::closing(&from.node, to.party().state, &answer).await.expect("taken in");
}

/// They speak until neither has anything new.
pub async fn settle(one: &Side, other: &Side) {
    for _ in 0..6 {
        turn(one, other).await;
        turn(other, one).await;
    }
}

/// Both sign what they agreed, by two people each, and it is in force on both sides; its name.
pub async fn sign(one: &Side, other: &Side, agreement: Agreement) -> String {
    let file = SignedAgreement::unsigned(agreement).expect("it can be agreed").file();
    let proposed = proposals::agreement(&one.node, &one.awa.account.id, &file).await.expect("proposed");
    one.approves(proposed).await;
    turn(one, other).await;
    let offered = other.node.store.agreements(one.party().state).await.expect("read");
    let offered = offered.iter().find(|kept| kept.state == AgreementState::Offered).expect("an offer");
    let proposed = proposals::agreement(&other.node, &other.awa.account.id, &offered.file).await.expect("proposed");
    other.approves(proposed).await;
    turn(one, other).await;
    offered.name.clone()
}

/// What the two agree in a version of an agreement, before anything is let through by it.
pub fn agreement_of(one: &Side, other: &Side, version: u32, which: Uuid) -> Agreement {
    let basis = Article { treaty: "Accord de coop\u{e9}ration transfrontali\u{e8}re".into(), article: "7".into() };
    let days = (date(2031, 1, 1), date(2031, 12, 31));
    let mut agreement =
        Agreement::new(which, version, "Kour\u{e9}mal\u{e9}", [one.party(), other.party()], basis, days);
    let posts = [(state("GIN"), "KMG"), (state("MLI"), "KRM")];
    agreement.pairs = vec![Pair {
        code: "KRM".into(),
        name: "Kour\u{e9}mal\u{e9}".into(),
        posts: posts.map(|(state, post)| (state, PostId::parse(post).expect("a post"))).into(),
        zone: "Africa/Bamako".into(),
        is_joint: false,
    }];
    agreement.seen_by = vec![Role::Supervisor, Role::Administrator];
    agreement
}

pub fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// Someone with this document crossed at a post of this side: its record.
pub async fn crosses(side: &Side, post: &str, (issuer, number): (&str, &str), direction: Direction) -> CrossingId {
    let name = Name { primary: "KEITA".into(), secondary: "MODIBO".into(), truncated: false };
    let decision = if direction == Direction::Entry { Decision::Admit } else { Decision::LetDepart };
    recorded(side, (post, direction, decision), name, (issuer, number)).await
}

async fn recorded(
    side: &Side,
    (post, direction, decision): (&str, Direction, Decision),
    name: Name,
    (issuer, number): (&str, &str),
) -> CrossingId {
    let mut traveller = Traveller::named(name, Source::Mrz);
    traveller.document = Some(TravelDocument::numbered(DocumentKind::Passport, Some(state(issuer)), number));
    let crossing = Crossing {
        id: CrossingId(side.node.store.new_id()),
        post: PostId::parse(post).expect("a post"),
        at: side.node.now(),
        day: Some(side.node.today()),
        direction,
        traveller,
        journey: Journey::default(),
        decision,
        authorised: None,
        visa: None,
        party: None,
        member: None,
        officer: id("awa"),
        settles: None,
        undoes: None,
        stamp: None,
    };
    let id = crossing.id;
    let recorded = vec![Event::CrossingRecorded(Box::new(crossing))];
    side.node.store.append(Some(&side.awa.account.id), recorded, None).await.expect("kept");
    id
}

/// Somebody with this document was presented at this side's post and found to be in need of protection.
pub async fn protects(side: &Side, issuer: &str, number: &str, primary: &str, secondary: &str) {
    let name = Name { primary: primary.into(), secondary: secondary.into(), truncated: false };
    let post = side.node.post.id.clone();
    let at = (post.as_str(), Direction::Entry, Decision::Desist);
    let crossing = recorded(side, at, name, (issuer, number)).await;
    let protection = Protection {
        id: ProtectionId(side.node.store.new_id()),
        post,
        at: side.node.now(),
        officer: id("awa"),
        need: Need::Asylum,
        referral: Some(crossing),
        person: String::new(),
        words: String::new(),
        authority: "CNIR".into(),
        contact: "+223".into(),
        due: side.node.now(),
    };
    let begun = vec![Event::ProtectionBegun(Box::new(protection))];
    side.node.store.append(Some(&id("awa")), begun, None).await.expect("kept");
}
