//! Headquarters is killed at random moments while people decide: each decision is in the journal with its effect, or neither
//! is, and none was made twice.
//!
//! Two alert managers decide about the same alerts, lists and thresholds at once, two administrators about the same people,
//! reference lists, devices and machines; each adds and removes passkeys and changes their own password; settings are
//! decided by each start. `LIMEN_KILLS=200 cargo nextest run -p limen --test kill_decisions --no-capture` kills 200 times;
//! without it, a few times.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/kills.rs"]
mod kills;
#[path = "support/network.rs"]
mod network;
mod support;

use jiff::SignedDuration;
use limen_domain::{
    AccountId, Action, Alert, AlertId, CredentialChange, Event, ListKind, ListName, Need, NodeId, PostId, Role,
};
use limen_exchange::enrolment::Code;
use limen_store::{Chance, ListFile, NewSession, Passkey, Store};
use network::Network;
use rand::{RngExt, rngs::StdRng, seq::SliceRandom};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};
use support::{Officer, PASSWORD, Post, limen};
use tokio::task::JoinSet;
use uuid::Uuid;

/// The two of each role. None of them proposed what they decide here.
const MANAGERS: [&str; 2] = ["kadiatou", "seydou"];
const ADMINISTRATORS: [&str; 2] = ["fanta", "oumar"];
/// A list that comes whole, anew in each round.
const LOST: &str = "lost";
/// How often someone approves and does not reject: approving takes longer, for the password is asked again.
const APPROVED: f64 = 0.9;
/// How often what headquarters does by itself ends before it begins to serve.
const KILLED_EARLY: f64 = 0.2;

/// Something that may be decided in a round, and what it is about.
#[derive(Debug, Clone)]
enum Deed {
    Alert { proposal: Uuid, alert: AlertId },
    AlertList { proposal: Uuid, alert: AlertId },
    Threshold { threshold: f64 },
    Person { proposal: Uuid, account: AccountId },
    Leaves { account: AccountId },
    NewPassword { account: AccountId },
    ReferenceList { proposal: Uuid, csv: String },
    DeviceComes { name: String },
    DeviceGoes { device: Uuid, name: String },
    MachineComes,
    MachineGoes { node: NodeId },
    OwnPassword { old: String, new: String },
    PasskeyComes { owner: String, id: [u8; 16] },
    PasskeyGoes { owner: String, id: Vec<u8> },
}

impl Deed {
    fn kind(&self) -> String {
        format!("{self:?}").split(' ').next().unwrap_or_default().to_owned()
    }

    /// Where it is decided, with the form's fields.
    fn form(&self, approves: bool) -> (String, Vec<(&'static str, String)>) {
        let word = if approves { "approve" } else { "reject" };
        let reason = ("reason", "vu".to_owned());
        let password = ("password", PASSWORD.to_owned());
        let decided = vec![("decision", word.to_owned()), reason.clone(), password.clone()];
        match self {
            Self::Alert { proposal, .. } | Self::AlertList { proposal, .. } => {
                (format!("/alerts/proposal/{proposal}"), decided)
            }
            Self::Threshold { threshold } => {
                ("/alerts/list/national".into(), vec![("threshold", threshold.to_string())])
            }
            Self::Person { proposal, .. } => (format!("/people/proposal/{proposal}"), decided),
            Self::Leaves { account } => (format!("/people/entry/{account}/end"), vec![reason]),
            Self::NewPassword { account } => (format!("/people/entry/{account}/reset"), vec![password]),
            Self::ReferenceList { proposal, .. } => (format!("/lists/proposal/{proposal}"), decided),
            Self::DeviceComes { name } => ("/devices".into(), vec![("name", name.clone())]),
            Self::DeviceGoes { device, .. } => (format!("/devices/{device}/end"), vec![reason]),
            Self::MachineComes => ("/network/invite".into(), vec![("post", "KRM".into()), password]),
            Self::MachineGoes { node } => {
                ("/network/revoke".into(), vec![("node", node.to_string()), reason, password])
            }
            Self::OwnPassword { old, new } => {
                let fields = vec![("password", old.clone()), ("new", new.clone()), ("again", new.clone())];
                ("/account/password".into(), fields)
            }
            Self::PasskeyComes { .. } => ("/account/passkey".into(), vec![("name", "clé".into()), password]),
            Self::PasskeyGoes { id, .. } => {
                ("/account/passkey/remove".into(), vec![("id", data_encoding::HEXLOWER.encode(id)), password])
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_decided_and_its_effect_are_there_together_or_not_at_all_after_every_kill() {
    let (kills, mut chance) = kills::kills();
    let mut network = Network::new().await;
    let data = network.data("HQ");
    let oumar = ["--id", "oumar", "--name", "oumar", "--role", "administrator"];
    network::run(&[&["accounts", "add", "--data", data.to_str().unwrap()], &oumar[..]].concat());
    network.settle("oumar").await;
    network.start();
    let mut people = Vec::new();
    for (id, home) in MANAGERS.map(|id| (id, "/alerts")).into_iter().chain(ADMINISTRATORS.map(|id| (id, "/people"))) {
        people.push(network.at_headquarters(id, home).await);
    }
    // Someone whose own password changes in each round; the others say theirs with each decision.
    let mut mariam = (network.at_headquarters("mariam", "/account").await, PASSWORD.to_owned());
    network.headquarters.take();
    let settings = std::fs::read_to_string(data.join("limen.toml")).unwrap();
    let mut seen = BTreeMap::<String, usize>::new();
    let (mut answered, mut approved) = (0, 0);

    for kill in 0..kills {
        let store = network.store().await;
        let round = prepare(&store, kill, &mariam.1).await;
        let before = Before::of(&store).await;
        let from = store.journal_head(store.node()).await.unwrap().seq;
        store.close().await;

        let days = 30 + kill % 30;
        let said = settings.replace("#people_good_days = 60", &format!("people_good_days = {days}"));
        assert_ne!(said, settings);
        std::fs::write(data.join("limen.toml"), said).unwrap();
        if chance.random_bool(KILLED_EARLY) {
            kill_early(&data, &mut chance).await;
        }
        let mut headquarters = Post::serve(&data);
        let mut deciding = JoinSet::new();
        for (number, officer) in people.iter_mut().enumerate() {
            officer.address = headquarters.address.replace("127.0.0.1", "localhost");
            let mut deeds = if number < MANAGERS.len() { round.managers.clone() } else { round.administrators.clone() };
            deeds.extend(round.own[number].clone());
            deeds.shuffle(&mut chance);
            let deeds = deeds.into_iter().map(|deed| (deed, chance.random_bool(APPROVED)));
            deciding.spawn(decide_all(officer.clone(), deeds.collect()));
        }
        mariam.0.address.clone_from(&headquarters.address);
        deciding.spawn(decide_all(mariam.0.clone(), vec![(round.password.clone(), true)]));
        tokio::time::sleep(Duration::from_millis(chance.random_range(5..1_200))).await;
        network::kill(&mut headquarters);
        let answers: Vec<_> = deciding.join_all().await.into_iter().flatten().collect();
        answered += answers.len();

        let store = network.store().await;
        store.finish_lists().await.unwrap();
        let happened = Happened::since(&store, from).await;
        let context = format!("kill {kill}");
        for deed in round.all() {
            let done = happened.check(&store, deed, &context).await;
            *seen.entry(deed.kind()).or_default() += usize::from(done);
        }
        approved += happened.count(|event| matches!(event, Event::ProposalDecided { approved: true, .. }));
        happened.check_last(&store, &round, before, &context).await;
        happened.check_codes(&store, &answers, &context).await;
        check_setting(&store, days, &happened, &context).await;
        if happened.credentials("mariam", CredentialChange::Password) == 1 {
            let Deed::OwnPassword { new, .. } = &round.password else { unreachable!() };
            mariam.1.clone_from(new);
        }
        store.close().await;
    }
    let decided: usize = seen.values().sum();
    println!(
        "{kills} kills, {answered} forms answered, {decided} deeds done, {approved} proposals approved, each with its \
         effect, none twice: {seen:?}"
    );
    assert!(approved > 0);
}

/// Kills headquarters somewhere on its way up, when it decides what its settings say.
async fn kill_early(data: &std::path::Path, chance: &mut StdRng) {
    let mut command = limen();
    command.args(["serve", "--port", "0", "--data"]).arg(data);
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    tokio::time::sleep(Duration::from_millis(chance.random_range(5..300))).await;
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The deeds of a round.
struct Round {
    managers: Vec<Deed>,
    administrators: Vec<Deed>,
    /// What each of the four does alone, for themselves.
    own: Vec<Vec<Deed>>,
    password: Deed,
}

impl Round {
    fn all(&self) -> impl Iterator<Item = &Deed> {
        let own = self.own.iter().flatten();
        self.managers.iter().chain(&self.administrators).chain(own).chain(std::iter::once(&self.password))
    }
}

/// Lays everything of a round before those who decide.
async fn prepare(store: &Store, kill: usize, password: &str) -> Round {
    let author = AccountId::parse("aminata").unwrap();
    let list = ListName::parse("national").unwrap();
    let (mut managers, mut administrators) = (Vec::new(), Vec::new());
    for number in 0..3 {
        let mut alert =
            Alert::new(list.clone(), AlertId::parse(&format!("K-{kill}-{number}")).unwrap(), Action::Arrest);
        alert.names = vec![format!("Fanta Keïta {kill} {number}")];
        let proposal = store.propose_alert(&alert, &author).await.unwrap();
        managers.push(Deed::Alert { proposal, alert: alert.id });
        let account = AccountId::parse(&format!("new{kill}x{number}")).unwrap();
        let proposal = store.propose_person(&support::draft(account.as_str(), Role::FirstLine), &author).await.unwrap();
        administrators.push(Deed::Person { proposal, account });
        managers.push(Deed::Threshold { threshold: 0.5 + f64::from(number) / 10.0 });
        let line = |need| format!("{need},Commission {kill} {number},+000 20 00 00 01,72\n");
        let csv = format!("need,name,contact,hours\n{}", Need::ALL.iter().map(line).collect::<String>());
        let proposal = store.propose_reference_list(ListKind::Authorities, &csv, &author).await.unwrap();
        administrators.push(Deed::ReferenceList { proposal, csv });
    }
    let mut alert =
        Alert::new(ListName::parse(LOST).unwrap(), AlertId::parse(&format!("L-{kill}")).unwrap(), Action::Arrest);
    alert.names = vec![format!("Sory Camara {kill}")];
    let mut staging = store.stage_list(&alert.list);
    staging.add(&[alert.clone()]).await.unwrap();
    let file = ListFile { version: String::new(), sha256: format!("{kill:064x}"), report: Vec::new() };
    let proposal = staging.propose(file, &author).await.unwrap();
    managers.push(Deed::AlertList { proposal, alert: alert.id });

    // Someone who leaves, and someone whose password is drawn anew; both are signed in somewhere.
    for what in ["leaves", "forgot"] {
        let account = AccountId::parse(&format!("{what}{kill}")).unwrap();
        let credentials = limen_store::Credentials::of_password("nobody knows it".into());
        store.add_account(None, &support::draft(account.as_str(), Role::FirstLine), &credentials).await.unwrap();
        begin_session(store, &account).await;
        administrators.push(match what {
            "leaves" => Deed::Leaves { account },
            _ => Deed::NewPassword { account },
        });
    }
    let code = bytes_of(kill, 1);
    let name = format!("Guichet {kill}");
    store.invite_device(None, &name, &code, support::now() + SignedDuration::from_hours(1)).await.unwrap();
    assert!(store.enrol_device(&code, &bytes_of(kill, 2)).await.unwrap());
    let device = store.devices().await.unwrap().into_iter().find(|device| device.name == name).unwrap().id;
    administrators.push(Deed::DeviceGoes { device, name });
    administrators.push(Deed::DeviceComes { name: format!("Nouveau {kill}") });
    let (code, post, now) = (bytes_of(kill, 3), PostId::parse("ZEG").unwrap(), support::now());
    store.invite(None, code, &post, now + SignedDuration::from_hours(1)).await.unwrap();
    let member = store.enrol(code, bytes_of(kill, 4), "age1nobody", now).await.unwrap().unwrap();
    administrators.push(Deed::MachineGoes { node: member.id });
    administrators.push(Deed::MachineComes);

    let mut own = vec![Vec::new(), Vec::new()];
    for (number, id) in ADMINISTRATORS.iter().enumerate() {
        let held = store.passkeys_of(&AccountId::parse(id).unwrap()).await.unwrap();
        let owner = (*id).to_owned();
        let goes = |key: Passkey| Deed::PasskeyGoes { owner: owner.clone(), id: key.id };
        let mut deeds: Vec<Deed> = held.into_iter().map(goes).collect();
        let id = bytes_of(kill, 10 + number as u8)[..16].try_into().unwrap();
        deeds.push(Deed::PasskeyComes { owner, id });
        own.push(deeds);
    }
    begin_session(store, &AccountId::parse("mariam").unwrap()).await;
    let password = Deed::OwnPassword { old: password.to_owned(), new: format!("tonnerre violet {kill} sur la marée") };
    Round { managers, administrators, own, password }
}

/// Bytes that nothing else in the test has.
fn bytes_of(kill: usize, what: u8) -> [u8; 32] {
    let mut bytes = [what; 32];
    bytes[..8].copy_from_slice(&kill.to_be_bytes());
    bytes
}

/// Someone is signed in under this name in a browser that nobody here has.
async fn begin_session(store: &Store, account: &AccountId) {
    let new = NewSession {
        token: Chance::default().bytes(),
        account: account.clone(),
        browser: Chance::default().bytes(),
        device: None,
        form_key: "key".into(),
    };
    store.begin_session(&new, SignedDuration::from_hours(24)).await.unwrap();
}

/// Decides about everything, as long as the node is there; what was answered, with the pages.
async fn decide_all(officer: Officer, deeds: Vec<(Deed, bool)>) -> Vec<(Deed, String)> {
    let mut answered = Vec::new();
    for (deed, approves) in deeds {
        let (page, fields) = deed.form(approves);
        let mut fields: Vec<(&str, String)> = fields;
        if let Deed::PasskeyComes { id, .. } = &deed {
            let Ok(asked) = officer.try_post("/account/passkey/options", &[]).await else { return answered };
            let Ok(asked) = asked.text().await else { return answered };
            let asked: Value = serde_json::from_str(&asked).unwrap();
            let challenge = asked["challenge"].as_str().expect("a challenge");
            fields.push(("credential", new_passkey(challenge, &officer.address, id)));
        }
        if let Deed::AlertList { .. } = &deed {
            // Who approves a list types how many alerts it removes.
            let Ok(asked) = officer.try_get(&page).await else { return answered };
            let Ok(asked) = asked.text().await else { return answered };
            fields.push(("removed", support::removed(&asked).unwrap_or_default()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let Ok(answer) = officer.try_post(&page, &fields).await else { return answered };
        if answer.status().as_u16() < 400 {
            let Ok(page) = answer.text().await else { return answered };
            answered.push((deed, page));
        }
    }
    answered
}

/// What a browser sends of a new key (WebAuthn level 3, 5.2.1): a public key that is the generator of P-256, attested by
/// nobody.
fn new_passkey(challenge: &str, origin: &str, id: &[u8; 16]) -> String {
    let base64 = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
    let hex = |text: &str| data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap();
    let client = json!({"type": "webauthn.create", "challenge": challenge, "origin": origin, "crossOrigin": false});
    // SHA-256 of "localhost"; present and verified, with a key; a counter of 0; a model that says nothing; the identifier.
    let mut data = hex("49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d9763");
    data.extend([0x45, 0, 0, 0, 0]);
    data.extend([0; 16]);
    data.extend([0, 16]);
    data.extend(id);
    // COSE: EC2, ES256, P-256, x and y.
    data.extend(hex("a5010203262001215820"));
    data.extend(hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"));
    data.extend(hex("225820"));
    data.extend(hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}.
    let mut attestation = hex("a363666d74646e6f6e656761747453746d74a0686175746844617461");
    attestation.extend([0x58, u8::try_from(data.len()).unwrap()]);
    attestation.extend(&data);
    json!({
        "id": base64(id), "rawId": base64(id), "type": "public-key", "clientExtensionResults": {},
        "response": {
            "clientDataJSON": base64(client.to_string().as_bytes()),
            "attestationObject": base64(&attestation),
            "transports": ["usb"],
        },
    })
    .to_string()
}

/// What stood where each decision of a round overwrites the others'.
struct Before {
    threshold: Option<f64>,
    authorities: Option<String>,
}

impl Before {
    async fn of(store: &Store) -> Self {
        Self { threshold: threshold(store).await, authorities: authorities(store).await }
    }
}

async fn threshold(store: &Store) -> Option<f64> {
    let all = store.thresholds().await.unwrap();
    all.into_iter().find(|(list, _)| list.as_str() == "national").map(|(_, threshold)| threshold)
}

async fn authorities(store: &Store) -> Option<String> {
    let held = store.held_lists().await.unwrap();
    held.into_iter().find(|held| held.kind == ListKind::Authorities).map(|held| held.csv)
}

/// What the journal says of a round.
struct Happened(Vec<Event>);

impl Happened {
    async fn since(store: &Store, mut after: i64) -> Self {
        let mut events = Vec::new();
        loop {
            let piece = store.journal_after(store.node(), after, usize::MAX).await.unwrap();
            let Some(last) = piece.last() else { return Self(events) };
            after = last.seq;
            events.extend(piece.iter().map(|event| serde_json::from_str(event.payload.as_ref().unwrap()).unwrap()));
        }
    }

    fn count(&self, is: impl Fn(&Event) -> bool) -> usize {
        self.0.iter().filter(|event| is(event)).count()
    }

    /// What was decided about a proposal.
    fn decided(&self, about: Uuid, context: &str) -> Option<bool> {
        let word = |event: &Event| match event {
            Event::ProposalDecided { proposal, approved, .. } if *proposal == about => Some(*approved),
            _ => None,
        };
        let words: Vec<bool> = self.0.iter().filter_map(word).collect();
        assert!(words.len() <= 1, "{context}: {about} was decided {} times", words.len());
        words.first().copied()
    }

    fn credentials(&self, of: &str, how: CredentialChange) -> usize {
        let is = |event: &Event| matches!(event, Event::CredentialsSet { account, change } if account.as_str() == of && *change == how);
        self.count(is)
    }

    /// Whether the journal says that a deed was done, and that its effect is there if so and only then.
    async fn check(&self, store: &Store, deed: &Deed, context: &str) -> bool {
        match deed {
            Deed::Alert { proposal, alert } | Deed::AlertList { proposal, alert } => {
                let list = if matches!(deed, Deed::Alert { .. }) { "national" } else { LOST };
                let decided = self.decided(*proposal, context);
                let is_open = store.proposal(*proposal).await.unwrap().unwrap().closed.is_none();
                assert_eq!(is_open, decided.is_none(), "{context}: {deed:?}");
                let holds = store.alert(&ListName::parse(list).unwrap(), alert).await.unwrap().is_some();
                assert_eq!(holds, decided == Some(true), "{context}: {deed:?}");
                decided.is_some()
            }
            Deed::Person { proposal, account } => {
                let decided = self.decided(*proposal, context);
                let is_open = store.person_proposal(*proposal).await.unwrap().unwrap().closed.is_none();
                assert_eq!(is_open, decided.is_none(), "{context}: {deed:?}");
                let is_in = store.account(account).await.unwrap().is_some();
                assert_eq!(is_in, decided == Some(true), "{context}: {deed:?}");
                decided.is_some()
            }
            Deed::ReferenceList { proposal, .. } => {
                let decided = self.decided(*proposal, context);
                let is_open = store.list_proposal(*proposal).await.unwrap().unwrap().closed.is_none();
                assert_eq!(is_open, decided.is_none(), "{context}: {deed:?}");
                decided.is_some()
            }
            Deed::Leaves { account } => {
                let is = |event: &Event| matches!(event, Event::AccountEnded { account: left, .. } if left == account);
                let left = self.once(is, deed, context);
                let held = store.account(account).await.unwrap().unwrap();
                assert_eq!(held.ended.is_some(), left, "{context}: {deed:?}");
                assert_eq!(store.sessions_of(account).await.unwrap().is_empty(), left, "{context}: {deed:?}");
                left
            }
            Deed::NewPassword { account } => {
                // Both administrators may draw one: each counts.
                let drawn = self.credentials(account.as_str(), CredentialChange::Reset);
                let held = store.account(account).await.unwrap().unwrap().credentials;
                assert_eq!(held.number, drawn as i64, "{context}: {deed:?}");
                assert_eq!(held.drawn_until.is_some(), drawn > 0, "{context}: {deed:?}");
                assert_eq!(store.sessions_of(account).await.unwrap().is_empty(), drawn > 0, "{context}: {deed:?}");
                drawn > 0
            }
            Deed::DeviceGoes { device, name } => {
                let is = |event: &Event| matches!(event, Event::DeviceEnded { device, .. } if device == name);
                let gone = self.once(is, deed, context);
                let devices = store.devices().await.unwrap();
                let held = devices.iter().find(|held| held.id == *device).unwrap();
                assert_eq!(held.ended.is_some(), gone, "{context}: {deed:?}");
                gone
            }
            Deed::MachineGoes { node } => {
                let is = |event: &Event| matches!(event, Event::NodeRevoked { node: gone, .. } if gone == node);
                let gone = self.count(is) > 0;
                let held = store.member(node).await.unwrap().unwrap();
                assert_eq!(held.revoked.is_some(), gone, "{context}: {deed:?}");
                gone
            }
            Deed::OwnPassword { .. } => {
                let set = self.credentials("mariam", CredentialChange::Password);
                assert!(set <= 1, "{context}: {deed:?}");
                // Of two sessions the one in which it was set is left.
                let sessions = store.sessions_of(&AccountId::parse("mariam").unwrap()).await.unwrap().len();
                assert_eq!(sessions == 1, set == 1, "{context}: {sessions} sessions, {deed:?}");
                set == 1
            }
            Deed::PasskeyComes { owner, id } => {
                let come = self.credentials(owner, CredentialChange::PasskeyAdded) == 1;
                assert_eq!(store.passkey(id).await.unwrap().is_some(), come, "{context}: {deed:?}");
                let account = store.account(&AccountId::parse(owner).unwrap()).await.unwrap().unwrap();
                assert!(!come || !account.credentials.recovery.is_empty(), "{context}: no recovery codes");
                assert_eq!(account.passkeys, store.passkeys_of(&account.id).await.unwrap().len() as i64, "{context}");
                come
            }
            Deed::PasskeyGoes { owner, id } => {
                let gone = store.passkey(id).await.unwrap().is_none();
                assert!(!gone || self.credentials(owner, CredentialChange::PasskeyRemoved) > 0, "{context}: {deed:?}");
                gone
            }
            // What each of these does, others do too: they are looked at together.
            Deed::Threshold { threshold: set } => {
                self.count(|event| matches!(event, Event::ThresholdSet { threshold, .. } if threshold == set)) > 0
            }
            Deed::DeviceComes { name } => {
                self.count(|event| matches!(event, Event::DeviceInvited { device } if device == name)) > 0
            }
            Deed::MachineComes => self.count(|event| matches!(event, Event::NodeInvited { .. })) > 0,
        }
    }

    /// Whether something happened that can't happen twice.
    fn once(&self, is: impl Fn(&Event) -> bool, deed: &Deed, context: &str) -> bool {
        let times = self.count(is);
        assert!(times <= 1, "{context}: {times} times: {deed:?}");
        times == 1
    }

    /// What a round left where each decision overwrites the one before: what the last one says.
    async fn check_last(&self, store: &Store, round: &Round, before: Before, context: &str) {
        let set = |event: &Event| match event {
            Event::ThresholdSet { threshold, .. } => Some(*threshold),
            _ => None,
        };
        let last = self.0.iter().rev().find_map(set).or(before.threshold);
        // A list that came with its first alert has the usual threshold, which nobody set.
        let usual = limen_domain::DEFAULT_THRESHOLD;
        let (is, last) = (threshold(store).await.unwrap_or(usual), last.unwrap_or(usual));
        assert_eq!(is, last, "{context}: the threshold is the last that was set");
        let approved = |event: &Event| match event {
            Event::ProposalDecided { proposal: decided, approved: true, .. } => {
                round.all().find_map(|deed| match deed {
                    Deed::ReferenceList { proposal, csv } if proposal == decided => Some(csv.clone()),
                    _ => None,
                })
            }
            _ => None,
        };
        let last = self.0.iter().rev().find_map(approved).or(before.authorities);
        assert_eq!(authorities(store).await, last, "{context}: the list is the last that was approved");
    }

    /// The codes that were shown are good, and noted.
    async fn check_codes(&self, store: &Store, answered: &[(Deed, String)], context: &str) {
        let mut machines = 0;
        for (deed, page) in answered {
            let code = || support::between(page, "<p class=\"code\"><code>", "</code>").to_owned();
            match deed {
                Deed::DeviceComes { .. } => {
                    let letters = code().replace(' ', "");
                    let hash = limen_node::token::token_hash(&letters);
                    assert!(store.is_device_code(&hash).await.unwrap(), "{context}: {deed:?}");
                    assert!(self.check(store, deed, context).await, "{context}: not noted: {deed:?}");
                }
                Deed::MachineComes => {
                    let code: Code = code().parse().unwrap();
                    assert!(store.is_invited(code.hash()).await.unwrap(), "{context}: {deed:?}");
                    machines += 1;
                }
                _ => {}
            }
        }
        let noted = self.count(|event| matches!(event, Event::NodeInvited { .. }));
        assert!(noted >= machines, "{context}: {machines} codes for machines, {noted} noted");
    }
}

/// The setting that each start decides is what the journal says last.
async fn check_setting(store: &Store, days: usize, happened: &Happened, context: &str) {
    let held = store.setting("people-good-days").await.unwrap();
    assert_eq!(held, Some(days.to_string()), "{context}");
    let said = |event: &Event| match event {
        Event::SettingChanged { setting, after, .. } if setting == "people-good-days" => Some(after.clone()),
        _ => None,
    };
    let said: Vec<String> = happened.0.iter().filter_map(said).collect();
    assert_eq!(said, [days.to_string()], "{context}: it changes once, whatever was killed on its way up");
}
