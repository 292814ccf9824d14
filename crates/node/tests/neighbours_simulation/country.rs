//! A country of the simulation: its headquarters with its clock, its two posts, and what lies on its disks.

use crate::{
    agreed::{POSTS, state},
    made,
    support::{PASSWORD, id, session},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{
    AccountId, Crossing, CrossingId, Decision, Direction, DocumentKind, DocumentNumber, Event, Journey, Mode, Name,
    PartialDate, PostId, Sex, Source, StateCode, TravelDocument, Traveller,
};
use limen_exchange::{Authority, Headquarters, Identity, PostNode, post::Ask};
use limen_neighbour::{Agreement, Content, SignedAgreement};
use limen_node::{
    NetworkRole, Node,
    neighbours::{self, NeighbourError, Own, nightly, proposals, said},
    second_person::Word,
};
use limen_store::{AgreementState, Chance, Given, Neighbour, Store, StoreError, Time, Trouble};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// People of one nationality and sex who cross.
pub type Alike = (&'static str, Sex);

/// A post.
pub struct Counter {
    pub post: PostId,
    pub node: PostNode,
    pub clock: Time,
    /// How far its clock is off, always.
    pub skew: SignedDuration,
}

pub struct Country {
    pub side: usize,
    pub code: StateCode,
    pub node: Arc<Node>,
    pub clock: Time,
    /// How far headquarters' clock is off.
    pub skew: SignedDuration,
    pub posts: Vec<Counter>,
    /// Everything of it lies in here.
    pub folder: PathBuf,
    chance: Chance,
    backup: Option<PathBuf>,
    /// A copy of its disk, as it was once.
    snapshot: Option<PathBuf>,
    made: u64,
}

/// Starts a headquarters on a folder, with the keys that lie in another.
async fn headquarters(folder: &Path, keys: &Path, given: Given) -> Arc<Node> {
    let store = Store::open_by(folder, given).await.unwrap();
    let (identity, authority) = (Identity::load(keys).unwrap(), Authority::load(keys).unwrap());
    let headquarters = Headquarters::new(store.clone(), identity, authority);
    Node::start(store, folder, NetworkRole::Headquarters(Arc::new(headquarters))).await.unwrap()
}

impl Country {
    pub async fn new(side: usize, folder: PathBuf, seed: u64, now: Timestamp) -> Self {
        let (clock, chance) = (Time::standing_at(now), Chance::seeded(seed.wrapping_mul(2) + side as u64));
        let home = folder.join("HQ");
        let given = Given { time: clock.clone(), chance: chance.clone() };
        let node = headquarters(&home, &home, given).await;
        let mut posts = Vec::new();
        for (place, post) in POSTS[side].into_iter().enumerate() {
            let home = folder.join(post);
            let time = Time::standing_at(now);
            let given = Given { time: time.clone(), chance: chance.clone() };
            let store = Store::open_by(&home, given).await.unwrap();
            let node = PostNode::new(store, Identity::load(&home).unwrap()).await.unwrap();
            // One is six hours ahead, another behind: twelve apart.
            let skew = SignedDuration::from_hours([0, 6, -6][(seed as usize + side + place) % 3]);
            posts.push(Counter { post: PostId::parse(post).unwrap(), node, clock: time, skew });
        }
        let (code, skew) = (state(side), SignedDuration::ZERO);
        Self { side, code, node, clock, skew, posts, folder, chance, backup: None, snapshot: None, made: 0 }
    }

    pub fn other(&self) -> StateCode {
        state(1 - self.side)
    }

    pub fn headquarters(&self) -> &Headquarters {
        let NetworkRole::Headquarters(headquarters) = &self.node.network else { panic!("headquarters") };
        headquarters
    }

    /// Sets the clocks by what time it is.
    pub fn set_clocks(&self, now: Timestamp) {
        self.clock.set(now + self.skew);
        for post in &self.posts {
            post.clock.set(now + post.skew);
        }
    }

    /// The neighbour, as it is known here.
    pub async fn known(&self) -> Neighbour {
        self.node.store.neighbour(self.other()).await.unwrap().unwrap()
    }

    /// The agreements in force here.
    pub async fn in_force(&self) -> Vec<(String, Agreement)> {
        let known = self.node.store.agreements(self.other()).await.unwrap();
        let in_force = known.into_iter().filter(|kept| kept.state == AgreementState::InForce);
        in_force.map(|kept| (kept.name, SignedAgreement::read(&kept.file).unwrap().agreement)).collect()
    }

    pub async fn is_recovering(&self) -> bool {
        self.node.store.restored().await.unwrap().is_some()
    }

    /// Whether it was put back, and does not know yet what it said last.
    pub async fn is_silent(&self) -> bool {
        self.is_recovering().await || self.node.store.is_neighbour_to_be_heard(self.other()).await.unwrap()
    }

    /// Says something by itself. Says whether it did.
    pub async fn says(&self, content: Content) -> bool {
        let is_recovering = self.is_recovering().await;
        match said::say(&self.node, Some(&id("awa")), self.other(), content, None).await {
            Ok(()) => {
                assert!(!is_recovering, "it was put back, and says something");
                true
            }
            Err(NeighbourError::NotAllowed(_) | NeighbourError::NotHeardYet) => false,
            Err(NeighbourError::Store(error)) if error.trouble() == Trouble::Recovering && is_recovering => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// One night: what posts wrote is said, and what is due; what holds is published to posts.
    pub async fn night(&self) {
        if self.is_recovering().await {
            return;
        }
        said::drafts(&self.node).await.unwrap();
        for _ in 0..10 {
            if !nightly::say_counts(&self.node).await.unwrap() {
                break;
            }
        }
        neighbours::sweep(&self.node).await.unwrap();
        self.node.store.publish().await.unwrap();
    }

    /// People alike cross at a post, all at once. Returns when.
    pub async fn cross(&self, place: usize, direction: Direction, (nationality, sex): Alike, people: u32) -> Timestamp {
        let post = &self.posts[place];
        let store = post.node.store();
        let at = store.now();
        let events = (0..people).map(|_| {
            let number: [u8; 4] = self.chance.bytes();
            let number = format!("{}R{}", self.code.as_str(), u32::from_le_bytes(number));
            let name = Name { primary: self.surname(), secondary: "MODIBO".into(), truncated: false };
            let document = TravelDocument {
                kind: DocumentKind::Passport,
                issuer: nationality.parse().ok(),
                number: DocumentNumber::new(&number),
                expiry: PartialDate::Unknown,
                mrz: None,
            };
            let decision = if direction == Direction::Entry { Decision::Admit } else { Decision::LetDepart };
            let crossing = Crossing {
                id: CrossingId(store.new_id()),
                post: post.post.clone(),
                at,
                direction,
                traveller: Traveller {
                    birth_date: PartialDate::Year(1990),
                    sex,
                    nationality: nationality.parse().ok(),
                    document: Some(document),
                    ..Traveller::named(name, Source::Mrz)
                },
                journey: Journey { mode: Some(Mode::Foot), ..Journey::default() },
                authorised: None,
                decision,
                visa: None,
                party: None,
                member: None,
                officer: officer(),
                settles: None,
                undoes: None,
                day: None,
                stamp: None,
            };
            Event::CrossingRecorded(Box::new(crossing))
        });
        store.append(Some(&officer()), events.collect(), None).await.unwrap();
        at
    }

    /// What everyone is called whom its posts record, and nobody else.
    pub fn surname(&self) -> String {
        format!("KEITAOF{}", self.code.as_str())
    }

    /// The chief of a post writes something for the neighbour.
    pub async fn drafts(&self, place: usize, content: &Content) {
        let content = serde_json::to_string(content).unwrap();
        let drafted = Event::NeighbourDrafted { neighbour: self.other(), content };
        let store = self.posts[place].node.store();
        store.append(Some(&officer()), vec![drafted], None).await.unwrap();
    }

    /// A post asks, as far as the link goes: the question is lost, or the answer, or comes twice. Says whether anything was
    /// new.
    pub async fn asks(&self, place: usize, goes: Goes) -> bool {
        let post = &self.posts[place];
        let ask = Ask { bytes: 500_000, room: 500_000, ..Ask::default() };
        let question = post.node.question(post.clock.now(), &ask).await.unwrap();
        if goes == Goes::Nowhere {
            return false;
        }
        if goes == Goes::Twice {
            let _ = self.headquarters().answer(&question, self.clock.now()).await.unwrap();
        }
        let answer = self.headquarters().answer(&question, self.clock.now()).await.unwrap();
        if goes == Goes::OneWay {
            return false;
        }
        let answered = post.node.open(&answer).await.unwrap();
        post.node.note(&answered).await.unwrap();
        let is_new = !answered.parts.is_empty() || answered.recall.is_some();
        for part in answered.parts {
            post.node.take(part, &answered.origin, post.clock.now()).await.unwrap();
        }
        is_new || post.node.waiting().await.unwrap() > 0
    }

    /// Both posts ask until nothing is new.
    pub async fn asks_all(&self) {
        for place in [0, 1] {
            for _ in 0..20 {
                if !self.asks(place, Goes::BothWays).await {
                    break;
                }
            }
        }
    }

    /// A headquarters that was put back hears its posts, and goes on: by itself, or as two people confirm.
    pub async fn recovers(&self) {
        for _ in 0..2 {
            self.asks_all().await;
            self.confirm().await;
        }
        self.asks_all().await;
    }

    /// Its second person approves what the first proposed.
    pub async fn approves(&self, file: &str) {
        let proposed = proposals::agreement(&self.node, &id("awa"), file).await.unwrap();
        let bakary = session(&self.node, "bakary").await;
        let word = Word { approves: true, reason: None, password: PASSWORD };
        proposals::decide(&self.node, &bakary, proposed, word).await.unwrap();
    }

    pub async fn back_up(&mut self) {
        let file = self.folder.join("backup");
        self.node.store.backup(&file).await.unwrap();
        self.backup = Some(file);
    }

    /// Headquarters' machine dies, and another is filled from the backup. Says whether there was one.
    pub async fn put_back(&mut self) -> bool {
        let Some(backup) = self.backup.take() else { return false };
        self.made += 1;
        let folder = self.folder.join(format!("HQ-{}", self.made));
        fs::create_dir(&folder).unwrap();
        self.node.store.clone().close().await;
        Store::restore(&backup, &folder).await.unwrap().close().await;
        self.node = headquarters(&folder, &self.folder.join("HQ"), self.given()).await;
        assert!(self.is_recovering().await);
        true
    }

    /// Two people confirm that it goes on, where something is missing.
    pub async fn confirm(&self) {
        let headquarters = self.headquarters();
        if headquarters.recovery().await.unwrap().is_some() {
            headquarters.propose_to_go_on(&id("awa"), &"the disk is dead".parse().unwrap()).await.unwrap();
            assert!(headquarters.confirm_to_go_on(&id("bakary")).await.unwrap());
        }
    }

    fn given(&self) -> Given {
        Given { time: self.clock.clone(), chance: self.chance.clone() }
    }

    /// Keeps a copy of its disk, for a machine that will go on from it one day.
    pub async fn keep_snapshot(&mut self) {
        if self.is_silent().await {
            return;
        }
        self.made += 1;
        let folder = self.folder.join(format!("old-{}", self.made));
        fs::create_dir(&folder).unwrap();
        self.node.store.backup(&made::database(&folder)).await.unwrap();
        self.snapshot = Some(folder);
    }

    /// A machine that goes on from an old disk under the same name and keys, as if nothing had been said since.
    pub async fn old_self(&mut self) -> Option<Arc<Node>> {
        let folder = self.snapshot.take()?;
        Some(headquarters(&folder, &self.folder.join("HQ"), self.given()).await)
    }

    /// Closes what is open.
    pub async fn close(&self) {
        self.node.store.clone().close().await;
        for post in &self.posts {
            post.node.store().clone().close().await;
        }
    }

    pub fn own(&self) -> Own<'_> {
        Own::of(&self.node).unwrap()
    }
}

/// How far a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// There and back.
    BothWays,
    /// Its answer is lost.
    OneWay,
    /// It is lost.
    Nowhere,
    /// It comes twice.
    Twice,
}

fn officer() -> AccountId {
    id("awa")
}

/// Whether something failed since a headquarters that was put back takes nothing in yet.
pub fn is_recovering(error: &NeighbourError) -> bool {
    let of_store = |error: &StoreError| error.trouble() == Trouble::Recovering;
    match error {
        NeighbourError::Store(error) => of_store(error),
        _ => false,
    }
}
