//! A headquarters that was restored from a backup takes nothing back, and no order hangs on a clock: whatever posts hold
//! holds on, by link and by stick, until two people say otherwise.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use limen_domain::{
    AccountId, Action, Alert, AlertId, DataKind, Due, Event, ListKind, ListName, NodeId, PostId, Role, StatedReason,
};
use limen_exchange::{
    Authority, Headquarters, Identity, PostNode, RefusalReason, Status,
    enrolment::{self, Request},
    headquarters::Said,
    post::{Answered, Ask, Took},
    recovery::Missing,
};
use limen_store::{AccountDraft, Credentials, Erasure, Store, StoreError, Trouble, TrustFound, settings};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};
use tempfile::TempDir;

const DAY: SignedDuration = SignedDuration::from_hours(24);

struct World {
    folder: TempDir,
    headquarters: Headquarters,
    now: Timestamp,
    made: u64,
    /// Where each machine's keys are.
    homes: BTreeMap<NodeId, PathBuf>,
}

fn account(name: &str) -> AccountId {
    AccountId::parse(name).unwrap()
}

fn why(text: &str) -> StatedReason {
    StatedReason::parse(text).unwrap()
}

fn node(name: &str) -> NodeId {
    NodeId::parse(name).unwrap()
}

fn list() -> ListName {
    ListName::parse("national").unwrap()
}

fn alert(id: &str) -> Alert {
    let mut alert = Alert::new(list(), AlertId::parse(id).unwrap(), Action::Refer);
    alert.names = vec![format!("Fanta Keïta {id}")];
    alert
}

async fn alerts(store: &Store) -> BTreeSet<String> {
    store.alerts_of(&list()).await.unwrap().into_iter().map(|alert| alert.id.to_string()).collect()
}

fn these(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

impl World {
    async fn new() -> Self {
        let world = Self::careless().await;
        world.store().set_setting(settings::HEADQUARTERS.name(), "{}").await.unwrap();
        world
    }

    /// A headquarters that does not say that it is one: restored, it goes on as if nothing had happened.
    async fn careless() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("HQ");
        std::fs::create_dir(&home).unwrap();
        let store = Store::create(home.as_path(), &node("HQ")).await.unwrap();
        let now = "2026-11-25T06:00:00Z".parse().unwrap();
        let (identity, authority) =
            (Identity::generate().unwrap(), Authority::create(home.as_path(), "HQ", now).unwrap());
        identity.save(home.as_path()).unwrap();
        let headquarters = Headquarters::new(store, identity, authority);
        Self { folder, headquarters, now, made: 0, homes: BTreeMap::new() }
    }

    fn store(&self) -> &Store {
        self.headquarters.store()
    }

    fn folder(&mut self) -> PathBuf {
        self.made += 1;
        let folder = self.folder.path().join(self.made.to_string());
        std::fs::create_dir(&folder).unwrap();
        folder
    }

    async fn join(&mut self, post: &str) -> PostNode {
        let (identity, at) = (Identity::generate().unwrap(), PostId::parse(post).unwrap());
        let headquarters = &self.headquarters;
        let code =
            enrolment::invite(headquarters.store(), headquarters.authority(), None, &at, self.now).await.unwrap();
        let welcome = headquarters.enrol(&Request::new(&code, &identity), self.now).await.unwrap();
        let folder = self.folder();
        let store = Store::create(folder.as_path(), &welcome.node).await.unwrap();
        identity.save(folder.as_path()).unwrap();
        PostNode::belong(&store, &welcome.belongs_to).await.unwrap();
        self.homes.insert(welcome.node, folder);
        PostNode::new(store, identity).await.unwrap()
    }

    /// These alerts hold from now on, and no others.
    async fn decide(&self, ids: &[&str]) {
        let alerts: Vec<Alert> = ids.iter().map(|id| alert(id)).collect();
        self.store().load_alerts(&list(), &alerts, "").await.unwrap();
        self.store().publish().await.unwrap();
    }

    async fn add(&self, name: &str) {
        let draft = AccountDraft {
            id: account(name),
            name: name.to_owned(),
            role: Role::Administrator,
            language: "fr".into(),
            stamp: String::new(),
            posts: vec![],
        };
        let credentials = Credentials::of_password("$argon2id$".into());
        self.store().add_account(None, &draft, &credentials).await.unwrap();
        self.store().publish().await.unwrap();
    }

    async fn back_up(&mut self) -> PathBuf {
        let file = self.folder().join("backup.sqlite");
        self.store().backup(&file).await.unwrap();
        file
    }

    /// Headquarters' machine dies, and another one is filled from a backup.
    async fn restore(&mut self, backup: &Path) {
        let folder = self.folder();
        let store = Store::restore(backup, folder.as_path()).await.unwrap();
        self.go_on_with(store);
    }

    /// Headquarters decides something after its backup, a post hears of it, and the machine dies.
    async fn dies_after_deciding(&mut self, post: &PostNode) {
        let backup = self.back_up().await;
        self.decide(&["A-1"]).await;
        self.now += DAY;
        self.exchange(post).await;
        self.restore(&backup).await;
    }

    fn go_on_with(&mut self, store: Store) {
        let keys = self.folder.path().join("HQ");
        let (identity, authority) = (Identity::load(keys.as_path()).unwrap(), Authority::load(keys.as_path()).unwrap());
        self.headquarters = Headquarters::new(store, identity, authority);
    }

    /// A machine of a post is filled from a backup, with the keys that it had.
    async fn put_back(&mut self, backup: &Path, post: &PostNode) -> PostNode {
        let home = self.folder();
        let keys = &self.homes[&limen_exchange::identity::writer_of(post.store().node())];
        Identity::load(keys.as_path()).unwrap().save(home.as_path()).unwrap();
        let store = Store::restore(backup, home.as_path()).await.unwrap();
        PostNode::new(store, Identity::load(home.as_path()).unwrap()).await.unwrap()
    }

    /// One question over the link, and what came of its answer.
    async fn ask(&mut self, post: &PostNode, ahead: SignedDuration) -> (Answered, Vec<Took>) {
        self.now += SignedDuration::from_secs(20);
        let ask = Ask { bytes: 1 << 20, room: 1 << 20, ..Ask::default() };
        let question = post.question(self.now + ahead, &ask).await.unwrap();
        let key = post.identity().public_key();
        let answer = self.headquarters.answer_over_link(&question, &key, self.now).await.unwrap();
        let mut answered = post.open(&answer).await.unwrap();
        post.note(&answered).await.unwrap();
        let mut took = Vec::new();
        for part in std::mem::take(&mut answered.parts) {
            took.push(post.take(part, &answered.origin, self.now).await.unwrap());
        }
        (answered, took)
    }

    /// As many rounds as it takes until everything is through.
    async fn exchange(&mut self, post: &PostNode) {
        for _ in 0..6 {
            self.ask(post, SignedDuration::ZERO).await;
        }
    }

    async fn missing(&self) -> Vec<Missing> {
        self.headquarters.recovery().await.unwrap().map(|recovery| recovery.missing).unwrap_or_default()
    }

    /// Two people confirm that headquarters goes on without what is missing.
    async fn go_on(&self) {
        assert!(self.headquarters.propose_to_go_on(&account("fanta"), &why("the disk is dead")).await.unwrap());
        assert!(self.headquarters.confirm_to_go_on(&account("seydou")).await.unwrap());
    }

    /// A stick from headquarters to a post.
    async fn stick(&self, post: &PostNode) -> limen_exchange::by_hand::Imported {
        let node = limen_exchange::identity::writer_of(post.store().node());
        let file = self.headquarters.export(&node, 1 << 20, self.now).await.unwrap();
        post.import(&file[..], self.now).await.unwrap()
    }

    async fn stick_back(&self, post: &PostNode) {
        let file = post.export(1 << 20, &Status::default(), &[], self.now).await.unwrap();
        let imported = self.headquarters.import(&file[..], self.now).await.unwrap();
        assert_eq!(imported.refused, []);
    }
}

#[tokio::test]
async fn what_was_decided_after_the_backup_holds_after_the_restore() {
    let mut world = World::new().await;
    let (krm, zeg) = (world.join("KRM").await, world.join("ZEG").await);
    world.add("oumar").await;
    world.decide(&["R-BEFORE"]).await;
    world.exchange(&krm).await;
    world.exchange(&zeg).await;
    let backup = world.back_up().await;

    world.decide(&["R-AFTER"]).await;
    world.store().end_account(None, &account("oumar"), &why("dismissed")).await.unwrap();
    world.store().revoke(None, &node("ZEG"), &why("stolen")).await.unwrap();
    let late = world.join("KRM").await;
    world.store().publish().await.unwrap();
    world.now += DAY;
    world.exchange(&krm).await;
    let was = world.store().reference_reached().await.unwrap();

    world.restore(&backup).await;
    assert_eq!(alerts(world.store()).await, these(&["R-BEFORE"]), "the backup is older");
    let (answered, took) = world.ask(&krm, SignedDuration::ZERO).await;
    assert!(answered.recall.is_some() && took.is_empty(), "it asks and publishes nothing");
    assert_eq!(alerts(krm.store()).await, these(&["R-AFTER"]));
    world.exchange(&krm).await;

    // All that a post held is back, before anything is decided.
    let store = world.store();
    assert_eq!(alerts(store).await, these(&["R-AFTER"]));
    assert_eq!(store.account(&account("oumar")).await.unwrap().unwrap().ended.as_deref(), Some("dismissed"));
    assert_eq!(store.member(&node("ZEG")).await.unwrap().unwrap().revoked.as_deref(), Some("stolen"));
    assert!(store.member(late.store().node()).await.unwrap().is_some());
    assert_eq!(store.reference_reached().await.unwrap(), was);
    assert!(store.publish().await.unwrap() == was && store.restored().await.unwrap().is_some());
    // The machine that joined last has not been heard of, and events of headquarters' own journal are gone.
    let missing = world.missing().await;
    assert!(missing.contains(&Missing::NotHeard(late.store().node().clone())), "{missing:?}");
    world.exchange(&late).await;
    let missing = world.missing().await;
    assert!(
        matches!(&missing[..], [Missing::Waiting { .. }, Missing::Events { journal, .. }] if *journal == node("HQ")),
        "{missing:?}"
    );
    world.go_on().await;

    // Numbers go on, and so does everything else.
    world.exchange(&krm).await;
    world.exchange(&late).await;
    for post in [&krm, &late] {
        assert_eq!(alerts(post.store()).await, these(&["R-AFTER"]));
        let held = post.store().held_reference().await.unwrap().unwrap();
        assert_eq!(held.source, *world.store().node());
        assert!(held.version.version >= was.version && held.signature.is_some());
    }
    world.decide(&["R-AFTER", "R-NEW"]).await;
    world.exchange(&krm).await;
    assert_eq!(alerts(krm.store()).await, these(&["R-AFTER", "R-NEW"]));
    let key = zeg.identity().public_key();
    let question = zeg.question(world.now, &Ask::default()).await.unwrap();
    let refused = world.headquarters.answer_over_link(&question, &key, world.now).await.unwrap_err();
    assert_eq!(refused.why, RefusalReason::Revoked);
}

#[tokio::test]
async fn nothing_is_taken_in_and_nobody_joins_until_a_restored_headquarters_goes_on() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.exchange(&krm).await;
    world.dies_after_deciding(&krm).await;
    world.exchange(&krm).await;
    let event = Event::SignedOut;
    krm.store().append(None, vec![event], None).await.unwrap();
    let before = world.store().journals().await.unwrap();
    world.exchange(&krm).await;
    assert_eq!(world.store().journals().await.unwrap(), before);
    let identity = Identity::generate().unwrap();
    let at = PostId::parse("ZEG").unwrap();
    let headquarters = &world.headquarters;
    if let Ok(code) = enrolment::invite(headquarters.store(), headquarters.authority(), None, &at, world.now).await {
        let refused = headquarters.enrol(&Request::new(&code, &identity), world.now).await.unwrap_err();
        assert_eq!(refused.why, RefusalReason::Recovering);
    }
}

#[tokio::test]
async fn a_restored_headquarters_decides_nothing_and_erases_nothing_until_it_goes_on_and_why_is_in_its_journal() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.add("oumar").await;
    world.exchange(&krm).await;
    world.dies_after_deciding(&krm).await;
    let (store, fanta) = (world.store().clone(), account("fanta"));
    let draft = AccountDraft {
        id: account("nobody"),
        name: "Nobody".into(),
        role: Role::FirstLine,
        language: "fr".into(),
        stamp: String::new(),
        posts: Vec::new(),
    };
    let looks = Due { data: DataKind::Looks, before: world.now, ground: "Law 1".into() };
    fn refused<T>(what: Result<T, StoreError>) -> bool {
        what.is_err_and(|error| error.trouble() == Trouble::Recovering)
    }
    let credentials = Credentials::of_password("hash".into());
    assert!(refused(store.propose_alert(&alert("A-2"), &fanta).await));
    assert!(refused(store.load_alerts(&list(), &[alert("A-2")], "").await));
    assert!(refused(store.propose_person(&draft, &fanta).await));
    assert!(refused(store.add_account(None, &draft, &credentials).await));
    assert!(refused(store.end_account(Some(&fanta), &account("oumar"), &why("left")).await));
    assert!(refused(store.propose_reference_list(ListKind::Guide, "", &fanta).await));
    assert!(refused(store.load_list(ListKind::Guide, "", 0).await));
    let found = TrustFound { added: 1, removed: 0, text: String::new() };
    assert!(refused(store.propose_trust("gn.cer", b"", found, &fanta).await));
    assert!(refused(store.decide(None, &settings::HISTORY_DAYS, 9).await));
    assert!(refused(store.propose_erasure(&looks, &fanta, world.now).await));
    assert!(refused(store.revoke(Some(&fanta), &node("KRM"), &why("stolen")).await));
    assert!(refused(store.invite(Some(&fanta), [1; 32], &PostId::parse("KRM").unwrap(), world.now).await));
    assert_eq!(store.erase(&looks, world.now).await.unwrap(), Erasure::Recovering);

    world.exchange(&krm).await;
    world.go_on().await;
    let store = world.store();
    let told = store.journal_after(store.node(), 0, 1 << 20).await.unwrap();
    let told = told.iter().filter_map(|event| serde_json::from_str(event.payload.as_deref()?).ok());
    let why: Vec<String> = told
        .filter_map(|event| match event {
            Event::ContinuationProposed { reason, .. } | Event::HeadquartersContinued { reason, .. } => Some(reason),
            _ => None,
        })
        .collect();
    assert_eq!(why, ["the disk is dead", "the disk is dead"]);
    store.propose_alert(&alert("A-2"), &fanta).await.unwrap();
    store.decide(None, &settings::HISTORY_DAYS, 9).await.unwrap();
}

#[tokio::test]
async fn a_restored_headquarters_from_which_nothing_is_missing_goes_on_by_itself() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.decide(&["A-1"]).await;
    world.exchange(&krm).await;
    let backup = world.back_up().await;
    world.restore(&backup).await;
    assert_eq!(world.missing().await, [Missing::NotHeard(node("KRM"))]);
    world.exchange(&krm).await;
    assert!(world.store().restored().await.unwrap().is_none());
    world.decide(&["A-1", "A-2"]).await;
    world.exchange(&krm).await;
    assert_eq!(alerts(krm.store()).await, these(&["A-1", "A-2"]));
    assert!(!PostNode::headquarters_rewritten(krm.store()).await.unwrap());
    assert_eq!(PostNode::evidence(krm.store()).await.unwrap(), 0);
}

#[tokio::test]
async fn what_waited_at_a_headquarters_that_died_is_said_to_be_gone_wherever_it_wrote_after_its_backup() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.add("oumar").await;
    world.decide(&["A-1"]).await;
    world.exchange(&krm).await;
    // By its store's clock: a restored store has this machine's.
    let (before, backup) = (world.store().now(), world.back_up().await);
    // A code for a machine that nobody has used yet; and, so that a post can tell, an alert that reached it.
    let at = PostId::parse("ZEG").unwrap();
    let code = enrolment::invite(world.store(), world.headquarters.authority(), None, &at, world.now).await.unwrap();
    world.decide(&["A-1", "A-2"]).await;
    world.exchange(&krm).await;
    world.restore(&backup).await;
    world.exchange(&krm).await;
    let missing = world.missing().await;
    let [Missing::Waiting { from, to }] = &missing[..] else { panic!("{missing:?}") };
    assert!(*from <= before && before <= *to, "from the last event in the backup to the restore");
    world.go_on().await;
    let told = world.store().journal_after(world.store().node(), 0, 1 << 20).await.unwrap();
    let told = told.iter().filter_map(|event| event.payload.as_deref());
    assert!(told.into_iter().any(|event| event.contains("codes for machines and devices")), "the journal says so");
    let identity = Identity::generate().unwrap();
    let refused = world.headquarters.enrol(&Request::new(&code, &identity), world.now).await.unwrap_err();
    assert_eq!(refused.why, RefusalReason::UnknownSender, "it is to be made again");
}

#[tokio::test]
async fn a_database_that_was_put_back_by_hand_goes_on_as_one_that_was_restored() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.decide(&["A-1"]).await;
    world.exchange(&krm).await;
    let backup = world.back_up().await;
    world.decide(&["A-1", "A-2"]).await;
    world.exchange(&krm).await;
    let folder = world.folder();
    std::fs::copy(&backup, folder.join(limen_store::FILE_NAME)).unwrap();
    let store = Store::put_back(folder.as_path()).await.unwrap();
    world.go_on_with(store);
    world.exchange(&krm).await;
    assert!(matches!(world.missing().await[..], [Missing::Waiting { .. }]));
    world.go_on().await;
    world.exchange(&krm).await;
    assert_eq!(alerts(world.store()).await, these(&["A-1", "A-2"]));
    assert_eq!(alerts(krm.store()).await, these(&["A-1", "A-2"]));
}

#[tokio::test]
async fn two_people_confirm_exactly_what_is_missing() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.exchange(&krm).await;
    world.dies_after_deciding(&krm).await;
    let headquarters = &world.headquarters;
    let (fanta, seydou) = (account("fanta"), account("seydou"));
    assert!(!headquarters.confirm_to_go_on(&seydou).await.unwrap(), "nothing was proposed");
    assert!(headquarters.propose_to_go_on(&fanta, &why("the disk is dead")).await.unwrap());
    assert!(!headquarters.confirm_to_go_on(&fanta).await.unwrap(), "nobody confirms their own");
    world.exchange(&krm).await;
    let headquarters = &world.headquarters;
    assert!(!headquarters.confirm_to_go_on(&seydou).await.unwrap(), "something else is missing by now");
    assert!(headquarters.propose_to_go_on(&fanta, &why("the disk is dead")).await.unwrap());
    assert!(headquarters.confirm_to_go_on(&seydou).await.unwrap());
    let line = world.store().line().await.unwrap();
    assert_eq!(line[0].confirmed.as_ref().unwrap().confirmed_by, seydou);
}

#[tokio::test]
async fn what_a_post_holds_is_let_go_only_once_two_people_went_on_without_it() {
    let mut world = World::new().await;
    let (krm, zeg) = (world.join("KRM").await, world.join("ZEG").await);
    world.decide(&["A-1"]).await;
    for post in [&krm, &zeg] {
        world.exchange(post).await;
    }
    let backup = world.back_up().await;
    world.decide(&["A-1", "A-2"]).await;
    world.exchange(&zeg).await;
    world.restore(&backup).await;
    world.exchange(&krm).await;
    // Zégoua is away, and two people go on without what it holds.
    assert!(world.missing().await.contains(&Missing::NotHeard(node("ZEG"))));
    assert_eq!(alerts(zeg.store()).await, these(&["A-1", "A-2"]));
    world.go_on().await;
    world.decide(&["A-1", "A-3"]).await;
    world.exchange(&zeg).await;
    assert_eq!(alerts(zeg.store()).await, these(&["A-1", "A-3"]), "they said so");
    // What the headquarters of before sends no longer counts, however it comes.
    let backup = world.back_up().await;
    world.restore(&backup).await;
    world.exchange(&krm).await;
    world.exchange(&zeg).await;
    assert_eq!(alerts(zeg.store()).await, these(&["A-1", "A-3"]));
}

#[tokio::test]
async fn a_headquarters_that_does_not_say_from_where_it_goes_on_takes_nothing_from_a_post() {
    let mut world = World::careless().await;
    let krm = world.join("KRM").await;
    let empty = world.back_up().await;
    world.decide(&["A-1"]).await;
    world.exchange(&krm).await;
    world.restore(&empty).await;
    world.decide(&["A-9"]).await;
    world.now += DAY;
    world.exchange(&krm).await;
    assert_eq!(alerts(krm.store()).await, these(&["A-1"]));
    assert!(PostNode::headquarters_rewritten(krm.store()).await.unwrap());
}

#[tokio::test]
async fn a_clock_that_was_years_ahead_cuts_no_post_off() {
    let mut world = World::new().await;
    let (krm, zeg) = (world.join("KRM").await, world.join("ZEG").await);
    world.decide(&["CLK-1"]).await;
    for post in [&krm, &zeg] {
        world.exchange(post).await;
    }
    let backup = world.back_up().await;
    // Restored on a machine whose clock is 400 days ahead, for as long as one post hears it.
    let right = world.now;
    world.restore(&backup).await;
    world.now = right + DAY * 400;
    for post in [&zeg, &krm, &zeg, &krm] {
        world.ask(post, DAY * -400).await;
    }
    if world.store().restored().await.unwrap().is_some() {
        world.go_on().await;
    }
    world.ask(&zeg, DAY * -400).await;
    // The clock is mended, and headquarters is restored once more.
    world.now = right + DAY;
    world.restore(&backup).await;
    for post in [&krm, &zeg, &krm, &zeg] {
        world.exchange(post).await;
    }
    if world.store().restored().await.unwrap().is_some() {
        world.go_on().await;
    }
    world.decide(&["CLK-1", "CLK-2"]).await;
    for post in [&krm, &zeg] {
        world.exchange(post).await;
        assert_eq!(alerts(post.store()).await, these(&["CLK-1", "CLK-2"]));
    }
}

#[tokio::test]
async fn a_stick_after_a_restore_takes_effect_as_the_link_does() {
    let mut world = World::new().await;
    let (krm, away) = (world.join("KRM").await, world.join("ZEG").await);
    world.decide(&["STK-0"]).await;
    world.exchange(&krm).await;
    world.exchange(&away).await;
    let backup = world.back_up().await;
    world.decide(&["STK-0", "STK-A"]).await;
    world.now += DAY;
    world.exchange(&krm).await;
    world.restore(&backup).await;
    world.exchange(&krm).await;
    // What headquarters asks of the post without a link goes there by stick, and comes back by stick.
    let imported = world.stick(&away).await;
    assert!(imported.is_recalled && imported.effects.is_empty());
    world.stick_back(&away).await;
    assert!(!world.missing().await.contains(&Missing::NotHeard(node("ZEG"))));
    world.go_on().await;
    world.decide(&["STK-0", "STK-A", "STK-1"]).await;
    let imported = world.stick(&away).await;
    assert_eq!(alerts(away.store()).await, these(&["STK-0", "STK-A", "STK-1"]));
    assert!(imported.is_new() && imported.lacks().is_none());
    let imported = world.stick(&away).await;
    assert_eq!(imported.lacks(), None, "all of it was here");
}

#[tokio::test]
async fn a_gap_on_a_stick_is_called_a_gap() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.decide(&["A-1"]).await;
    world.exchange(&krm).await;
    let said = world.store().member(&node("KRM")).await.unwrap().unwrap().said.unwrap();
    assert!(Said::read(&said).unwrap().has.unwrap().reached.version > 0);
    // The post's machine is filled from a backup that is older than what headquarters last heard of it.
    let early = world.folder().join("early.sqlite");
    krm.store().backup(&early).await.unwrap();
    world.decide(&["A-1", "A-2"]).await;
    world.exchange(&krm).await;
    world.decide(&["A-1", "A-2", "A-3"]).await;
    let restored = world.put_back(&early, &krm).await;
    let imported = world.stick(&restored).await;
    assert_eq!(imported.lacks(), Some(RefusalReason::Gap));
    assert_eq!(alerts(restored.store()).await, these(&["A-1"]));
    // As the page says: this post's stick to headquarters, and headquarters' back.
    world.stick_back(&restored).await;
    let imported = world.stick(&restored).await;
    assert_eq!((imported.lacks(), alerts(restored.store()).await), (None, these(&["A-1", "A-2", "A-3"])));
}

#[tokio::test]
async fn a_post_whose_clock_was_ahead_is_heard_when_its_clock_is_right_again() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    world.exchange(&krm).await;
    world.ask(&krm, SignedDuration::from_hours(23)).await;
    let said = async |world: &World| {
        let member = world.store().member(&node("KRM")).await.unwrap().unwrap();
        (Said::read(member.said.as_deref().unwrap()).unwrap(), member.heard_at.unwrap())
    };
    world.now += SignedDuration::from_mins(1);
    world.decide(&["A-1"]).await;
    world.exchange(&krm).await;
    let (now_said, heard_at) = said(&world).await;
    assert_eq!(now_said.clock_ahead_s, Some(0), "it is not 23 hours ahead any more");
    assert_eq!(now_said.status.reference, world.store().reference_reached().await.unwrap().version);
    assert!(world.now.duration_since(heard_at) <= SignedDuration::from_mins(1));
}

#[tokio::test]
async fn two_machines_under_one_name_and_key_are_noticed_and_both_are_told() {
    let mut world = World::new().await;
    let old = world.join("KRM").await;
    world.exchange(&old).await;
    let copy = world.folder().join("krm.sqlite");
    old.store().backup(&copy).await.unwrap();
    let restored = world.put_back(&copy, &old).await;
    let (answered, _) = world.ask(&restored, SignedDuration::ZERO).await;
    assert_eq!(answered.twin, None, "a machine that was put back is nothing to worry about");
    let (answered, _) = world.ask(&old, SignedDuration::ZERO).await;
    assert_eq!(answered.twin.as_ref(), Some(restored.store().node()));
    let (answered, _) = world.ask(&restored, SignedDuration::ZERO).await;
    assert_eq!(answered.twin, Some(node("KRM")));
    // A person says which of the two is no more.
    world.store().end_journal(None, &node("KRM"), &why("the machine that was stolen")).await.unwrap();
    let (answered, _) = world.ask(&restored, SignedDuration::ZERO).await;
    assert_eq!(answered.twin, None);
    let question = old.question(world.now, &Ask::default()).await.unwrap();
    let key = old.identity().public_key();
    let refused = world.headquarters.answer_over_link(&question, &key, world.now).await.unwrap_err();
    assert_eq!(refused.why, RefusalReason::Revoked);
}

#[tokio::test]
async fn a_witness_lets_go_of_no_root_but_on_the_word_of_two_people_and_keeps_it_as_evidence() {
    let mut world = World::new().await;
    let (krm, zeg) = (world.join("KRM").await, world.join("ZEG").await);
    for post in [&krm, &zeg] {
        world.exchange(post).await;
    }
    let backup = world.back_up().await;
    world.decide(&["HIDE-1"]).await;
    world.now += DAY;
    // Only Zégoua asks for the next root, and holds what was decided.
    world.exchange(&zeg).await;
    world.restore(&backup).await;
    world.exchange(&krm).await;
    world.go_on().await;
    world.now += DAY;
    world.exchange(&krm).await;
    assert!(!PostNode::headquarters_rewritten(krm.store()).await.unwrap());
    assert_eq!(PostNode::evidence(krm.store()).await.unwrap(), 0, "its root is in the backup");
    world.exchange(&zeg).await;
    world.now += DAY;
    world.exchange(&zeg).await;
    assert_eq!(PostNode::evidence(zeg.store()).await.unwrap(), 1, "what was witnessed is kept");
    assert!(!PostNode::headquarters_rewritten(zeg.store()).await.unwrap(), "two people said so");
}

#[tokio::test]
async fn a_password_set_at_a_post_whose_clock_is_off_is_the_later_one_all_the_same() {
    let mut world = World::new().await;
    let krm = world.join("KRM").await;
    let draft = AccountDraft {
        id: account("awa"),
        name: "Awa".into(),
        role: Role::FirstLine,
        language: "fr".into(),
        stamp: String::new(),
        posts: vec![PostId::parse("KRM").unwrap()],
    };
    let first = Credentials::of_password("$argon2id$first".into());
    world.store().add_account(None, &draft, &first).await.unwrap();
    world.store().publish().await.unwrap();
    krm.store().set_setting("post", "KRM").await.unwrap();
    world.exchange(&krm).await;
    // The post's clock says that it is long before, or long after, what headquarters knows.
    let set = Credentials::of_password("$argon2id$second".into());
    let change = limen_domain::CredentialChange::Password;
    krm.store().set_credentials(Some(&draft.id), &draft.id, &set, change).await.unwrap();
    let sent = krm.store().unsent_credentials().await.unwrap().remove(0).1;
    let post = PostId::parse("KRM").unwrap();
    for (number, at) in [(1, Timestamp::UNIX_EPOCH), (2, world.now + DAY * 400), (3, world.now)] {
        let later = Credentials { at, number: sent.number + number, ..sent.clone() };
        assert!(world.store().take_credentials(&post, &draft.id, &later, world.now).await.unwrap(), "{number}");
        let before = Credentials { at: world.now + DAY, number: sent.number, ..sent.clone() };
        assert!(!world.store().take_credentials(&post, &draft.id, &before, world.now).await.unwrap());
    }
    let beyond = Credentials { number: i64::MAX, ..sent };
    assert!(!world.store().take_credentials(&post, &draft.id, &beyond, world.now).await.unwrap());
}
