//! The world of the simulation: nodes, what is on its way between them, what happens, and what must hold.
//!
//! Of headquarters' decisions (alerts put and withdrawn, people ended, machines revoked) this must hold at every node:
//! whatever is in force is one whole version that headquarters published, and none takes the place of a later one, or of
//! one that the later headquarters does not go on from, unless two people confirmed that.

use jiff::{SignedDuration, Timestamp, civil::date};
use limen_domain::{
    AccountId, Action, Alert, AlertId, Crossing, CrossingId, Decision, Direction, DocumentKind, DocumentNumber, Event,
    Journey, ListName, Name, NodeId, PartialDate, PostId, Sex, Source, TravelDocument, Traveller,
};
use limen_exchange::{
    Authority, ExchangeError, Headquarters, Identity, PostNode, RefusalReason, Status,
    identity::writer_of,
    post::{Ask, BelongsTo, Took},
};
use limen_store::{AccountDraft, Credentials, FILE_NAME, HeldReference, JournalEvent, ReferenceCursor, Store};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::OnceLock,
    task::Poll,
};
use tempfile::TempDir;

/// How often each kind of trouble happened, and what was done.
#[derive(Debug, Default, Clone)]
pub struct Counts {
    pub crossings: u64,
    pub delivered: u64,
    pub lost: u64,
    pub doubled: u64,
    pub damaged: u64,
    pub refused: u64,
    pub stopped: u64,
    pub cut: u64,
    pub sticks: u64,
    pub failed: u64,
    pub restored: u64,
    pub headquarters_restored: u64,
    pub went_on: u64,
    pub confirmed: u64,
    pub replaced: u64,
    pub versions: u64,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.crossings, other.crossings),
            (&mut self.delivered, other.delivered),
            (&mut self.lost, other.lost),
            (&mut self.doubled, other.doubled),
            (&mut self.damaged, other.damaged),
            (&mut self.refused, other.refused),
            (&mut self.stopped, other.stopped),
            (&mut self.cut, other.cut),
            (&mut self.sticks, other.sticks),
            (&mut self.failed, other.failed),
            (&mut self.restored, other.restored),
            (&mut self.headquarters_restored, other.headquarters_restored),
            (&mut self.went_on, other.went_on),
            (&mut self.confirmed, other.confirmed),
            (&mut self.replaced, other.replaced),
            (&mut self.versions, other.versions),
        ] {
            *sum += more;
        }
    }
}

const POSTS: [&str; 5] = ["KRM", "ZEG", "DIB", "NIA", "LAB"];
const LIST: &str = "national";
const PEOPLE: u32 = 12;

/// A machine at a post.
struct Machine {
    folder: PathBuf,
    node: PostNode,
    /// What headquarters asked for, and its latest backup: the copy, and how many events of each journal are in it.
    wanted: Vec<String>,
    backup: Option<PathBuf>,
    /// How far this machine's clock is off.
    skew: SignedDuration,
    /// Whether its disk fails: the database's file is not where it was.
    is_failing: bool,
    /// What it held of headquarters' reference data when that was looked at last.
    held: Option<HeldReference>,
}

/// What headquarters has decided, as a node has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Decided {
    alerts: BTreeSet<String>,
    ended: BTreeSet<String>,
    revoked: BTreeSet<String>,
}

/// How a message travels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Link,
    /// In a file that is encrypted to its receiver.
    Stick,
}

/// Something on its way.
struct Sent {
    way: Way,
    to: Option<usize>,
    from: usize,
    bytes: Vec<u8>,
}

pub struct World {
    random: StdRng,
    _folder: TempDir,
    folder: PathBuf,
    now: Timestamp,
    headquarters: Headquarters,
    headquarters_store: Store,
    headquarters_folder: PathBuf,
    headquarters_backup: Option<PathBuf>,
    belongs_to: BelongsTo,
    posts: Vec<Machine>,
    sent: Vec<Sent>,
    /// Crossings that an officer saw confirmed, and where: the journal and the number in it.
    confirmed: BTreeMap<CrossingId, (NodeId, i64)>,
    /// What was decided in each version that headquarters published, by the journal that it wrote then.
    published: HashMap<(NodeId, i64), Decided>,
    /// How far headquarters' clock is off.
    headquarters_skew: SignedDuration,
    pub counts: Counts,
    made: u64,
}

/// A new database is made once and copied: the same tables, quickly.
fn empty() -> &'static Path {
    static EMPTY: OnceLock<TempDir> = OnceLock::new();
    EMPTY
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().to_owned();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    Store::create(&path, &NodeId::parse("empty").unwrap()).await.unwrap().close().await;
                });
            })
            .join()
            .unwrap();
            folder
        })
        .path()
}

async fn new_store(folder: &Path, node: &str) -> Store {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::copy(empty().join(FILE_NAME), folder.join(FILE_NAME)).unwrap();
    let store = Store::open(folder).await.unwrap();
    store.set_setting("node", node).await.unwrap();
    store.close().await;
    Store::open(folder).await.unwrap()
}

/// Where databases live that nobody will miss: in memory where the machine has such a place, for speed alone.
fn place() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

impl World {
    pub async fn new(seed: u64) -> Self {
        let temporary = place();
        let folder = temporary.path().to_owned();
        let headquarters_folder = folder.join("HQ");
        let store = new_store(&headquarters_folder, "HQ").await;
        let identity = Identity::generate().unwrap();
        identity.save(&headquarters_folder).unwrap();
        let now = "2026-11-25T06:00:00Z".parse().unwrap();
        let authority = Authority::create(&headquarters_folder, "HQ", now).unwrap();
        let belongs_to = BelongsTo {
            headquarters: NodeId::parse("HQ").unwrap(),
            public_key: limen_store::hex(&identity.public_key()),
            recipient: identity.recipient(),
            address: "https://localhost".into(),
        };
        let mut world = Self {
            random: StdRng::seed_from_u64(seed),
            _folder: temporary,
            folder,
            now,
            headquarters: Headquarters::new(store.clone(), identity, authority),
            headquarters_store: store,
            headquarters_folder,
            headquarters_backup: None,
            belongs_to,
            posts: Vec::new(),
            sent: Vec::new(),
            confirmed: BTreeMap::new(),
            published: HashMap::new(),
            headquarters_skew: SignedDuration::ZERO,
            counts: Counts::default(),
            made: 0,
        };
        world.headquarters_store.set_setting(limen_store::settings::HEADQUARTERS.name(), "{}").await.unwrap();
        // A clock that is ahead tells posts nothing of what happened long before: how long that is kept is another matter.
        world.headquarters_store.set_setting("history-days", "30000").await.unwrap();
        for number in 0..PEOPLE {
            let draft = AccountDraft {
                id: AccountId::parse(&format!("person-{number}")).unwrap(),
                name: "Oumar".into(),
                role: limen_domain::Role::FirstLine,
                language: "fr".into(),
                stamp: String::new(),
                posts: vec![],
            };
            let credentials = Credentials::of_password("$argon2id$".into());
            world.headquarters_store.add_account(None, &draft, &credentials).await.unwrap();
        }
        world.publish(&["A-1"]).await;
        for post in POSTS {
            let machine = world.enrol(post).await;
            world.posts.push(machine);
        }
        world
    }

    /// A machine becomes a node of a post.
    async fn enrol(&mut self, post: &str) -> Machine {
        self.made += 1;
        let code: [u8; 32] = Sha256::digest(self.made.to_be_bytes()).into();
        let identity = Identity::generate().unwrap();
        let until = self.now + SignedDuration::from_hours(1);
        self.headquarters_store.invite(None, code, &PostId::parse(post).unwrap(), until).await.unwrap();
        let key = identity.public_key();
        let member = self.headquarters_store.enrol(code, key, &identity.recipient(), self.now).await.unwrap().unwrap();
        let folder = self.folder.join(format!("{post}-{}", self.made));
        let store = new_store(&folder, member.id.as_str()).await;
        identity.save(&folder).unwrap();
        PostNode::belong(&store, &self.belongs_to).await.unwrap();
        let node = PostNode::new(store, identity).await.unwrap();
        self.headquarters_store.publish().await.unwrap();
        self.note_published().await;
        let skew = SignedDuration::ZERO;
        Machine { folder, node, wanted: Vec::new(), backup: None, skew, is_failing: false, held: None }
    }

    /// By headquarters' clock.
    fn there(&self) -> Timestamp {
        self.now + self.headquarters_skew
    }

    async fn is_recovering(&self) -> bool {
        self.headquarters_store.restored().await.unwrap().is_some()
    }

    /// Notes what headquarters' version holds, where it publishes.
    async fn note_published(&mut self) {
        if self.is_recovering().await {
            return;
        }
        let version = self.headquarters_store.reference_reached().await.unwrap().version;
        let key = (self.headquarters_store.node().clone(), version);
        if !self.published.contains_key(&key) {
            let line = self.headquarters_store.line().await.unwrap();
            let decided = decided(&self.headquarters_store).await;
            if let Some(from) = line.first().filter(|from| from.base.version == version) {
                // A headquarters goes on with exactly what was published, whichever post gave it back.
                assert_eq!(
                    self.published[&(from.before.clone(), version)],
                    decided,
                    "something was lost on the way back"
                );
            }
            self.published.insert(key, decided);
        }
    }

    /// Two people confirm that headquarters goes on without what is missing.
    async fn confirm(&mut self) {
        let (one, other) = (AccountId::parse("fanta").unwrap(), AccountId::parse("seydou").unwrap());
        if self.headquarters.recovery().await.unwrap().is_some() {
            self.headquarters.propose_to_go_on(&one, &"the disk is dead".parse().unwrap()).await.unwrap();
            assert!(self.headquarters.confirm_to_go_on(&other).await.unwrap());
            self.counts.confirmed += 1;
            self.note_published().await;
        }
    }

    /// After how many polls something is cut off, if it is: the machine stops at that await.
    fn cut_after(&mut self) -> Option<u32> {
        self.chance(60).then(|| self.random.random_range(1..15))
    }

    fn chance(&mut self, of_a_thousand: u32) -> bool {
        self.random.random_range(0..1_000) < of_a_thousand
    }

    /// Whatever happens next.
    pub async fn step(&mut self) {
        self.now += SignedDuration::from_secs(self.random.random_range(1..600));
        let post = self.random.random_range(0..self.posts.len());
        match self.random.random_range(0..100) {
            0..=29 => self.record(post).await,
            30..=54 => self.ask(post).await,
            55..=84 => self.deliver_any().await,
            85..=88 => self.change_alerts().await,
            89..=90 => self.restart(post).await,
            91 => self.decide_people().await,
            92 => self.restart_headquarters().await,
            93..=94 => self.fail(post),
            95 if self.is_recovering().await && self.chance(300) => self.confirm().await,
            95 => self.jump(post),
            96 => self.back_up(post).await,
            97 => self.put_back(post).await,
            98 => self.replace(post).await,
            _ if self.headquarters_backup.is_none() => self.back_up_headquarters().await,
            _ => self.put_headquarters_back().await,
        }
    }

    async fn record(&mut self, post: usize) {
        let id = CrossingId(
            uuid::Builder::from_unix_timestamp_millis(
                u64::try_from(self.now.as_millisecond()).unwrap(),
                &self.random.random(),
            )
            .into_uuid(),
        );
        let number = format!("ML{:06}", self.random.random_range(0..1_000_000));
        let crossing = crossing(id, POSTS[post], &number, self.now);
        let officer = crossing.officer.clone();
        let after = self.cut_after();
        let store = self.posts[post].node.store().clone();
        let append = store.append(Some(&officer), vec![Event::CrossingRecorded(Box::new(crossing))], None);
        let Some(appended) = cut(append, after).await else {
            // Whether it is on disk nobody knows, and nobody saw it confirmed.
            self.counts.cut += 1;
            return self.restart(post).await;
        };
        if appended.is_ok() {
            let seq = store.journal_head(store.node()).await.unwrap().seq;
            self.confirmed.insert(id, (store.node().clone(), seq));
            self.counts.crossings += 1;
        } else {
            assert!(self.posts[post].is_failing);
            self.counts.failed += 1;
        }
    }

    /// A post sends a question, by the link or put on a stick: either way it lies about until it is delivered.
    async fn ask(&mut self, post: usize) {
        let bytes = [1_000, 20_000, 500_000][self.random.random_range(0..3)];
        let room = [500, 5_000, 500_000][self.random.random_range(0..3)];
        if self.chance(150) {
            return self.put_on_stick(post).await;
        }
        let machine = &self.posts[post];
        let ask = Ask { bytes, room, wanted: machine.wanted.clone(), ..Ask::default() };
        let question = match machine.node.question(self.now + machine.skew, &ask).await {
            Ok(question) => question,
            Err(refused) => return self.trouble(post, &refused),
        };
        self.send(Sent { way: Way::Link, to: None, from: post, bytes: question });
    }

    /// A post puts what it has onto a stick, or headquarters what it has for the post.
    async fn put_on_stick(&mut self, post: usize) {
        let machine = &self.posts[post];
        let (to, exported) = if self.random.random_bool(0.5) {
            (None, machine.node.export(50_000, &Status::default(), &[], self.now + machine.skew).await)
        } else {
            let node = writer_of(machine.node.store().node());
            (Some(post), self.headquarters.export(&node, 50_000, self.there()).await)
        };
        match exported {
            Ok(bytes) => {
                self.counts.sticks += 1;
                self.send(Sent { way: Way::Stick, to, from: post, bytes });
            }
            Err(refused) if to.is_some() => assert_eq!(refused.why, RefusalReason::UnknownSender, "{refused}"),
            Err(refused) => self.trouble(post, &refused),
        }
    }

    async fn take_stick(&mut self, sent: &Sent) {
        let imported = match sent.to {
            None => self.headquarters.import(&sent.bytes[..], self.there()).await,
            Some(post) => {
                let now = self.now + self.posts[post].skew;
                self.posts[post].node.import(&sent.bytes[..], now).await
            }
        };
        self.note_published().await;
        match (imported, sent.to) {
            (Ok(_), Some(post)) => self.check_reference(post).await,
            (Ok(imported), _) => self.counts.refused += imported.refused.len() as u64,
            (Err(refused), Some(post)) if refused.why == RefusalReason::Trouble => self.trouble(post, &refused),
            (Err(_), _) => self.counts.refused += 1,
        }
    }

    fn send(&mut self, sent: Sent) {
        match self.random.random_range(0..100) {
            0..=14 => self.counts.lost += 1,
            15..=22 => {
                self.counts.doubled += 1;
                self.sent.push(Sent { bytes: sent.bytes.clone(), ..sent });
                self.sent.push(sent);
            }
            23..=27 => {
                self.counts.damaged += 1;
                let mut bytes = sent.bytes.clone();
                if self.random.random_bool(0.5) {
                    bytes.truncate(self.random.random_range(0..bytes.len()));
                } else {
                    let at = self.random.random_range(0..bytes.len());
                    bytes[at] ^= 1 << self.random.random_range(0..8);
                }
                self.sent.push(Sent { bytes, ..sent });
            }
            _ => self.sent.push(sent),
        }
    }

    /// Something that is on its way arrives: what was sent last, or anything older.
    async fn deliver_any(&mut self) {
        if self.sent.is_empty() {
            return;
        }
        let at = if self.random.random_bool(0.7) {
            self.sent.len() - 1
        } else {
            self.random.random_range(0..self.sent.len())
        };
        let sent = self.sent.remove(at);
        self.deliver(sent).await;
    }

    async fn deliver(&mut self, sent: Sent) {
        self.counts.delivered += 1;
        if sent.way == Way::Stick {
            return self.take_stick(&sent).await;
        }
        let after = self.cut_after();
        match sent.to {
            None => {
                let there = self.there();
                let answered = cut(self.headquarters.answer(&sent.bytes, there), after).await;
                self.note_published().await;
                let Some(answered) = answered else {
                    self.counts.cut += 1;
                    return self.restart_headquarters().await;
                };
                match answered {
                    // The answer may be lost with the machine that was about to send it.
                    Ok(answer) if !self.chance(30) => {
                        self.send(Sent { way: Way::Link, to: Some(sent.from), from: sent.from, bytes: answer })
                    }
                    Ok(_) => self.restart_headquarters().await,
                    Err(refused) => {
                        assert_ne!(refused.why, RefusalReason::Trouble, "{refused}");
                        self.counts.refused += 1;
                    }
                }
            }
            Some(post) => self.receive(post, &sent.bytes).await,
        }
    }

    async fn receive(&mut self, post: usize, bytes: &[u8]) {
        let answered = match self.posts[post].node.open(bytes).await {
            Ok(answered) => answered,
            Err(refused) => {
                assert_ne!(refused.why, RefusalReason::Trouble, "{refused}");
                self.counts.refused += 1;
                return;
            }
        };
        if let Err(refused) = self.posts[post].node.note_late(&answered).await {
            return self.trouble(post, &refused);
        }
        for part in answered.parts {
            if self.chance(50) {
                return self.restart(post).await;
            }
            let after = self.cut_after();
            let now = self.now + self.posts[post].skew;
            let taking = self.posts[post].node.take(part, &answered.origin, now);
            let Some(took) = cut(taking, after).await else {
                self.counts.cut += 1;
                return self.restart(post).await;
            };
            match took {
                Ok(Took::Effect(_)) => self.check_reference(post).await,
                Ok(Took::Wanted(wanted)) => self.posts[post].wanted = wanted,
                Ok(_) => {}
                Err(refused) => return self.trouble(post, &refused),
            }
        }
    }

    /// Only a failing disk is a reason not to go on.
    fn trouble(&mut self, post: usize, refused: &ExchangeError) {
        assert!(refused.why == RefusalReason::Trouble && self.posts[post].is_failing, "{refused}");
        self.counts.failed += 1;
    }

    /// The reference data of a node is always some version that headquarters published, whole; and none that comes later
    /// lacks what it held, unless two people confirmed that.
    async fn check_reference(&mut self, post: usize) {
        if self.posts[post].is_failing {
            return;
        }
        let store = self.posts[post].node.store();
        let Some(held) = store.held_reference().await.unwrap() else { return };
        // Nothing has taken effect yet, or everything is asked for anew.
        if held.version.version == 0 {
            return;
        }
        let expected = &self.published[&(held.source.clone(), held.version.version)];
        assert_eq!(decided(store).await, *expected, "{} holds no whole version", POSTS[post]);
        if let Some(before) = &self.posts[post].held {
            let is_same = held.source == before.source && held.version.version >= before.version.version;
            let goes_on = is_same || held.is_further_than(before);
            assert!(goes_on, "{} went back from {before:?} to {held:?}", POSTS[post]);
        }
        self.posts[post].held = Some(held);
    }

    async fn change_alerts(&mut self) {
        let mut ids = BTreeSet::new();
        for _ in 0..self.random.random_range(0..12) {
            ids.insert(format!("A-{}", self.random.random_range(0..30)));
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        self.publish(&ids).await;
    }

    /// Someone is dismissed.
    async fn decide_people(&mut self) {
        let id = AccountId::parse(&format!("person-{}", self.random.random_range(0..PEOPLE))).unwrap();
        let ended = self.headquarters_store.end_account(None, &id, &"dismissed".parse().unwrap()).await;
        if self.is_recovering().await {
            assert!(ended.is_err() || !ended.unwrap(), "a headquarters that was restored decides nothing");
            return;
        }
        ended.unwrap();
        self.headquarters_store.publish().await.unwrap();
        self.note_published().await;
    }

    async fn publish(&mut self, ids: &[&str]) {
        let list = ListName::parse(LIST).unwrap();
        let alerts: Vec<Alert> = ids.iter().map(|id| alert(id)).collect();
        let loaded = self.headquarters_store.load_alerts(&list, &alerts, "").await;
        if self.is_recovering().await {
            assert!(loaded.is_err(), "a headquarters that was restored decides nothing");
            return;
        }
        loaded.unwrap();
        self.headquarters_store.publish().await.unwrap();
        self.note_published().await;
        self.counts.versions += 1;
    }

    /// A post's machine stops without warning and starts again.
    async fn restart(&mut self, post: usize) {
        self.counts.stopped += 1;
        self.mend(post);
        let folder = self.posts[post].folder.clone();
        let store = Store::open(&folder).await.unwrap();
        self.posts[post].node = PostNode::new(store, Identity::load(&folder).unwrap()).await.unwrap();
        self.posts[post].wanted.clear();
    }

    async fn restart_headquarters(&mut self) {
        self.counts.stopped += 1;
        self.headquarters_store = Store::open(&self.headquarters_folder).await.unwrap();
        self.start_headquarters();
        self.note_published().await;
    }

    fn start_headquarters(&mut self) {
        let keys = self.folder.join("HQ");
        let (identity, authority) = (Identity::load(&keys).unwrap(), Authority::load(&keys).unwrap());
        self.headquarters = Headquarters::new(self.headquarters_store.clone(), identity, authority);
    }

    /// A post's disk fails, or works again.
    fn fail(&mut self, post: usize) {
        if self.posts[post].is_failing {
            return self.mend(post);
        }
        let file = self.posts[post].folder.join(FILE_NAME);
        std::fs::rename(&file, file.with_extension("away")).unwrap();
        self.posts[post].is_failing = true;
    }

    fn mend(&mut self, post: usize) {
        if std::mem::take(&mut self.posts[post].is_failing) {
            let file = self.posts[post].folder.join(FILE_NAME);
            std::fs::rename(file.with_extension("away"), &file).unwrap();
        }
    }

    /// A clock jumps, a post's or headquarters': by minutes, by years, or back to what it should be.
    fn jump(&mut self, post: usize) {
        let hours = [0, 0, 1, -1, 24 * 400, -24 * 4_000][self.random.random_range(0..6)];
        if self.chance(300) {
            self.headquarters_skew = SignedDuration::from_hours(hours.max(-24 * 400));
        } else {
            self.posts[post].skew = SignedDuration::from_hours(hours);
        }
    }

    async fn back_up(&mut self, post: usize) {
        if self.posts[post].is_failing {
            return;
        }
        let machine = &mut self.posts[post];
        let file = machine.folder.join("backup.sqlite");
        machine.node.store().backup(&file).await.unwrap();
        machine.backup = Some(file);
    }

    /// A post's disk dies and a new one is filled from the backup. What was written since is gone with it, save for what
    /// is at headquarters, or on its way there.
    async fn put_back(&mut self, post: usize) {
        let Some(backup) = self.posts[post].backup.clone() else { return };
        self.counts.restored += 1;
        self.made += 1;
        let old = self.posts[post].node.store().node().clone();
        let folder = self.folder.join(format!("{}-{}", POSTS[post], self.made));
        std::fs::create_dir(&folder).unwrap();
        Identity::load(&self.posts[post].folder).unwrap().save(&folder).unwrap();
        let store = Store::restore(&backup, &folder).await.unwrap();
        let held = store.journal_head(&old).await.unwrap().seq;
        // What nobody has any more nobody can be asked for.
        self.confirmed.retain(|_, (journal, seq)| *journal != old || *seq <= held);
        let node = PostNode::new(store, Identity::load(&folder).unwrap()).await.unwrap();
        let skew = self.posts[post].skew;
        let backup = folder.join("backup.sqlite");
        node.store().backup(&backup).await.unwrap();
        // What the machine held that is gone, the one that takes its place has to be given again.
        let (wanted, backup) = (Vec::new(), Some(backup));
        self.posts[post] = Machine { folder, node, wanted, backup, skew, is_failing: false, held: None };
    }

    /// A post's machine is gone for good, and another one takes its place.
    async fn replace(&mut self, post: usize) {
        if self.is_recovering().await {
            return;
        }
        self.counts.replaced += 1;
        let me = writer_of(self.posts[post].node.store().node());
        if self.headquarters_store.member(&me).await.unwrap().is_some() {
            self.headquarters_store.revoke(None, &me, &"gone".parse().unwrap()).await.unwrap();
        }
        let machine = self.enrol(POSTS[post]).await;
        self.posts[post] = machine;
        let mut held = BTreeMap::new();
        for (journal, end) in self.headquarters_store.journals().await.unwrap() {
            held.insert(journal, end);
        }
        self.confirmed
            .retain(|_, (journal, seq)| writer_of(journal) != me || held.get(journal).is_some_and(|end| *seq <= *end));
    }

    async fn back_up_headquarters(&mut self) {
        let file = self.folder.join("HQ-backup.sqlite");
        self.headquarters_store.backup(&file).await.unwrap();
        self.headquarters_backup = Some(file);
    }

    /// Headquarters' disk dies and is filled from the backup. Machines that became nodes since then have to again, and
    /// what headquarters held of machines that are gone is gone.
    async fn put_headquarters_back(&mut self) {
        let Some(backup) = self.headquarters_backup.take() else { return };
        self.counts.headquarters_restored += 1;
        self.made += 1;
        let folder = self.folder.join(format!("HQ-{}", self.made));
        std::fs::create_dir(&folder).unwrap();
        self.headquarters_store = Store::restore(&backup, &folder).await.unwrap();
        self.headquarters_folder = folder;
        self.start_headquarters();
        assert!(self.is_recovering().await);
        self.forget_what_nobody_has().await;
    }

    /// What headquarters held of machines that are gone is gone with its disk.
    async fn forget_what_nobody_has(&mut self) {
        let alive: Vec<NodeId> = self.posts.iter().map(|post| writer_of(post.node.store().node())).collect();
        let held: BTreeMap<NodeId, i64> = self.headquarters_store.journals().await.unwrap().into_iter().collect();
        self.confirmed.retain(|_, (journal, seq)| {
            alive.contains(&writer_of(journal)) || held.get(journal).is_some_and(|end| *seq <= *end)
        });
    }

    /// All is well again: whatever is on its way arrives, and every post exchanges until nothing is left.
    pub async fn settle(&mut self) {
        for post in 0..self.posts.len() {
            self.mend(post);
            self.posts[post].skew = SignedDuration::ZERO;
        }
        self.headquarters_skew = SignedDuration::ZERO;
        while let Some(sent) = self.sent.pop() {
            if sent.way == Way::Stick {
                self.take_stick(&sent).await;
            } else if let Some(post) = sent.to {
                if let Ok(answered) = self.posts[post].node.open(&sent.bytes).await {
                    for part in answered.parts {
                        let _ = self.posts[post].node.take(part, &answered.origin, self.now).await;
                    }
                }
                self.check_reference(post).await;
            } else {
                let _ = self.headquarters.answer(&sent.bytes, self.now).await;
                self.note_published().await;
            }
        }
        self.recover().await;
        // Twice: what the last post sends is told to the first.
        for round in 0..2 {
            for post in 0..self.posts.len() {
                self.exchange(post, round).await;
            }
        }
    }

    /// A headquarters that was restored hears every post; two people confirm what is missing then; and a post that
    /// joined after the backup, which nobody holds a record of, joins again.
    async fn recover(&mut self) {
        let was_recovering = self.is_recovering().await;
        self.ask_all().await;
        if was_recovering && !self.is_recovering().await {
            self.counts.went_on += 1;
        }
        self.confirm().await;
        // What came to a post late, from the headquarters of before.
        self.ask_all().await;
        self.confirm().await;
        self.ask_all().await;
        assert!(self.headquarters.recovery().await.unwrap().is_none(), "something is missing still");
        for post in 0..self.posts.len() {
            let me = writer_of(self.posts[post].node.store().node());
            let member = self.headquarters_store.member(&me).await.unwrap();
            if member.is_none_or(|member| member.revoked.is_some()) {
                self.replace(post).await;
            }
        }
    }

    /// Every post asks a few times.
    async fn ask_all(&mut self) {
        for _ in 0..6 {
            for post in 0..self.posts.len() {
                self.now += SignedDuration::from_secs(30);
                let ask = Ask { bytes: 200_000, room: 200_000, ..Ask::default() };
                let question = self.posts[post].node.question(self.now, &ask).await.unwrap();
                let Ok(answer) = self.headquarters.answer(&question, self.now).await else { continue };
                self.note_published().await;
                let answered = self.posts[post].node.open(&answer).await.unwrap();
                self.posts[post].node.note(&answered).await.unwrap();
                for part in answered.parts {
                    self.posts[post].node.take(part, &answered.origin, self.now).await.unwrap();
                }
                self.check_reference(post).await;
            }
        }
    }

    async fn exchange(&mut self, post: usize, round: u32) {
        for _ in 0..500 {
            self.now += SignedDuration::from_secs(1);
            let ask = Ask { bytes: 200_000, room: 200_000, ..Ask::default() };
            let question = self.posts[post].node.question(self.now, &ask).await.unwrap();
            let answer = self.headquarters.answer(&question, self.now).await.unwrap();
            let answered = self.posts[post].node.open(&answer).await.unwrap();
            self.posts[post].node.note(&answered).await.unwrap();
            assert_eq!(answered.rejected.as_ref().filter(|rejected| rejected.why != RefusalReason::Gap), None);
            let is_quiet = answered.parts.is_empty();
            for part in answered.parts {
                self.posts[post].node.take(part, &answered.origin, self.now).await.unwrap();
            }
            self.check_reference(post).await;
            if is_quiet && self.posts[post].node.waiting().await.unwrap() == 0 {
                return;
            }
        }
        panic!("{} never comes to rest in round {round}", POSTS[post]);
    }

    /// What must hold in the end.
    pub async fn check(&self) {
        let headquarters = &self.headquarters_store;
        let mut found: HashMap<CrossingId, usize> = HashMap::new();
        for (journal, _) in headquarters.journals().await.unwrap() {
            for event in whole(headquarters, &journal).await {
                if let Event::CrossingRecorded(crossing) = serde_json::from_str(&event.payload.unwrap()).unwrap() {
                    *found.entry(crossing.id).or_default() += 1;
                }
            }
        }
        for id in self.confirmed.keys() {
            assert_eq!(found.get(id), Some(&1), "the crossing {id} was confirmed and is not at headquarters once");
        }
        assert!(found.values().all(|count| *count == 1), "a crossing is at headquarters twice");
        let version = headquarters.reference_reached().await.unwrap();
        for (post, name) in self.posts.iter().zip(POSTS) {
            let store = post.node.store();
            for (journal, end) in store.journals().await.unwrap() {
                let (here, there) =
                    (store.journal_head(&journal).await.unwrap(), headquarters.journal_head(&journal).await.unwrap());
                // What a machine that is gone wrote since headquarters' backup only its post still has.
                if self.posts.iter().any(|post| writer_of(post.node.store().node()) == writer_of(&journal)) {
                    assert_eq!(here, there, "the journal {journal}, {end} events at {name}");
                } else {
                    assert!(here.seq >= there.seq, "the journal {journal} of a machine that is gone, at {name}");
                }
            }
            assert_eq!(store.reference_reached().await.unwrap(), version);
            assert_eq!(store.reference_cursor().await.unwrap() > ReferenceCursor::default(), version.version > 0);
            assert_eq!(decided(store).await, decided(headquarters).await);
            assert!(!PostNode::headquarters_rewritten(store).await.unwrap(), "{name} witnessed another journal");
            for id in found.keys() {
                assert!(store.record(*id).await.unwrap().is_some(), "{name} does not know of {id}");
            }
        }
        for store in self.posts.iter().map(|post| post.node.store()).chain([headquarters]) {
            for journal in store.verify().await.unwrap() {
                assert_eq!(journal.broken, None, "{}", journal.node);
            }
        }
    }
}

/// Polls a future `after` times and drops it then, as a machine that stops does.
async fn cut<T>(work: impl Future<Output = T>, after: Option<u32>) -> Option<T> {
    let mut work = Box::pin(work);
    let mut left = after;
    std::future::poll_fn(move |context| {
        if let Some(left) = &mut left {
            if *left == 0 {
                return Poll::Ready(None);
            }
            *left -= 1;
        }
        work.as_mut().poll(context).map(Some)
    })
    .await
}

async fn whole(store: &Store, journal: &NodeId) -> Vec<JournalEvent> {
    let mut events: Vec<JournalEvent> = Vec::new();
    loop {
        let more = store.journal_after(journal, events.last().map_or(0, |event| event.seq), usize::MAX).await.unwrap();
        if more.is_empty() {
            return events;
        }
        events.extend(more);
    }
}

async fn alerts(store: &Store) -> BTreeSet<String> {
    let alerts = store.alerts_of(&ListName::parse(LIST).unwrap()).await.unwrap();
    alerts.into_iter().map(|alert| alert.id.to_string()).collect()
}

async fn decided(store: &Store) -> Decided {
    let ended = store.accounts().await.unwrap().into_iter().filter(|account| account.ended.is_some());
    let revoked = store.members().await.unwrap().into_iter().filter(|member| member.revoked.is_some());
    Decided {
        alerts: alerts(store).await,
        ended: ended.map(|account| account.id.to_string()).collect(),
        revoked: revoked.map(|member| member.id.to_string()).collect(),
    }
}

fn alert(id: &str) -> Alert {
    let mut alert = Alert::new(ListName::parse(LIST).unwrap(), AlertId::parse(id).unwrap(), Action::Refer);
    alert.names = vec![format!("Fanta Keïta {id}")];
    alert
}

fn crossing(id: CrossingId, post: &str, number: &str, at: Timestamp) -> Crossing {
    let name = Name { primary: "KEÏTA".into(), secondary: "FANTA".into(), truncated: false };
    let traveller = Traveller {
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
    };
    Crossing {
        id,
        post: PostId::parse(post).unwrap(),
        at,
        direction: Direction::Entry,
        traveller,
        journey: Journey::default(),
        authorised: None,
        decision: Decision::Admit,
        visa: None,
        party: None,
        member: None,
        officer: AccountId::parse("aminata").unwrap(),
        settles: None,
        undoes: None,
        day: None,
        stamp: None,
    }
}
