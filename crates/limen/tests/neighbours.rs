//! Headquarters of two states as real programs: what one says is there with the other over HTTPS or on a stick, whatever is
//! killed, ended or sent by strangers meanwhile; and what the disks of one hold about the other.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;
#[path = "support/tls.rs"]
mod tls_connection;

use jiff::{
    Span,
    civil::{Date, date},
    tz::TimeZone,
};
use limen_domain::{
    AccountId, Crossing, CrossingId, Decision, Direction, DocumentKind, DocumentNumber, Event, Journey, Mode, Name,
    PartialDate, PostId, Sex, Source, StateCode, TravelDocument, Traveller,
};
use limen_exchange::{
    Authority, Headquarters, Identity, PostNode,
    authority::Certificates,
    enrolment::{Request, invite},
    https::Link,
    post::BelongsTo,
    tls,
};
use limen_neighbour::{Content, Kind, Pair, PairNote, SignedAgreement};
use limen_node::{
    NetworkRole, Node,
    limits::Sender,
    neighbours::{
        MOVED, agreements,
        held::{self, Held, Whom},
        proposals, said, talk,
    },
    second_person::Word,
    session::Browser,
    sign_in::PasswordTried,
    token::token_hash,
};
use limen_store::{AgreementState, KeptPaper, NewEvent, Store, settings};
use limen_test_support::kouremale_in;
use network::{Demo, journals, kill, run, try_run, until};
use reqwest::StatusCode;
use std::{
    collections::BTreeSet,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use support::{Officer, PASSWORD, Post, zone_of};
use tempfile::TempDir;
use tls_connection::connected;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::{sleep, timeout},
};

/// The pair, as the demonstration's agreement names it.
const PAIR: &str = "KOUREMALE";

fn state(code: &str) -> StateCode {
    code.parse().unwrap()
}

/// One of the two headquarters of the demonstration, as a program of its own.
struct Side {
    state: StateCode,
    data: PathBuf,
    post: PathBuf,
    exchange: u16,
    by: AccountId,
    running: Option<Post>,
}

impl Side {
    fn of(folder: &Path, code: &str, post: &str, by: &str) -> Self {
        let (data, post) = (folder.join(format!("{code}-HQ")), folder.join(format!("{code}-{post}")));
        let exchange = support::port();
        let settings = data.join("limen.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let text = text.replace("#address = \"0.0.0.0:8443\"", &format!("address = \"127.0.0.1:{exchange}\""));
        std::fs::write(&settings, text).unwrap();
        Self { state: state(code), data, post, exchange, by: AccountId::parse(by).unwrap(), running: None }
    }

    fn address(&self) -> String {
        format!("https://localhost:{}", self.exchange)
    }

    fn start(&mut self) {
        self.running = Some(Post::serve(&self.data));
    }

    fn kill(&mut self) {
        kill(self.running.as_mut().unwrap());
        self.running = None;
    }

    async fn store(&self) -> Store {
        Store::open(&*self.data).await.unwrap()
    }

    /// Does something as its program would, while that does not run.
    async fn beside<T>(&self, work: impl AsyncFnOnce(&Node) -> T) -> T {
        assert!(self.running.is_none(), "its program runs");
        let store = self.store().await;
        let (identity, authority) = (Identity::load(&*self.data).unwrap(), Authority::load(&*self.data).unwrap());
        let headquarters = Headquarters::new(store.clone(), identity, authority);
        let role = NetworkRole::Headquarters(Arc::new(headquarters));
        let node = Node::start(store, &self.data, role).await.unwrap();
        let answer = work(&node).await;
        node.store.clone().close().await;
        answer
    }

    /// Says notes, one for each text, while its program does not run.
    async fn says(&self, other: &Self, texts: impl IntoIterator<Item = String>) {
        self.beside(async |node| {
            for (at, text) in texts.into_iter().enumerate() {
                let day = date(2026, 1, 1).saturating_add(Span::new().days(at as i64));
                let note = Content::PairNote(PairNote { pair: PAIR.into(), day, text });
                said::say(node, Some(&self.by), other.state, note, None).await.unwrap();
            }
        })
        .await;
    }

    /// What it holds of what the other said.
    async fn heard(&self, other: &Self) -> Vec<KeptPaper> {
        let store = self.store().await;
        let papers = store.neighbour_papers(other.state, false, 1, 100_000).await.unwrap();
        store.close().await;
        papers
    }

    /// The notes among them, as they stand in the papers.
    async fn notes(&self, other: &Self) -> Vec<String> {
        let papers = self.heard(other).await;
        papers.into_iter().filter(|paper| paper.kind == "pair-note").filter_map(|paper| paper.file).collect()
    }

    /// Whether it holds everything that the other has said.
    async fn holds_all_of(&self, other: &Self) -> bool {
        let (here, there) = (self.store().await, other.store().await);
        let held = here.neighbour(other.state).await.unwrap().unwrap().held;
        let known = there.neighbour(self.state).await.unwrap().unwrap();
        here.close().await;
        there.close().await;
        held == known.said && known.taken == known.said.number
    }

    /// How often something was refused at its door.
    async fn refused(&self) -> i64 {
        let store = self.store().await;
        let refusals = store.refusals(1_000).await.unwrap();
        store.close().await;
        refusals.iter().map(|refused| refused.times).sum()
    }

    /// Its post as a program of its own.
    async fn post(&self) -> Post {
        self.post_at(&self.post).await
    }

    async fn post_at(&self, data: &Path) -> Post {
        let store = Store::open(data).await.unwrap();
        let node = PostNode::new(store.clone(), Identity::load(data).unwrap()).await.unwrap();
        let to = BelongsTo { address: self.address(), ..node.belongs_to().clone() };
        PostNode::belong(&store, &to).await.unwrap();
        store.close().await;
        std::fs::write(data.join("limen.toml"), "[link]\nevery_seconds = 1\n").unwrap();
        Post::serve(data)
    }

    /// Another post of it, at which as many people crossed on a day, in fives of those who are alike; its folder.
    async fn second_post(&self, id: &str, day: Date, (direction, people): (Direction, usize)) -> PathBuf {
        let data = self.data.with_file_name(format!("{}-{id}", self.state.as_str()));
        std::fs::create_dir(&data).unwrap();
        let identity = Identity::generate().unwrap();
        identity.save(&*data).unwrap();
        let place = limen_store::Post {
            id: PostId::parse(id).unwrap(),
            name: id.to_owned(),
            country: self.state,
            ..kouremale_in("Africa/Bamako")
        };
        let welcome = self
            .beside(async |node| {
                node.store.add_post(&place).await.unwrap();
                node.store.publish().await.unwrap();
                let NetworkRole::Headquarters(headquarters) = &node.network else { panic!("headquarters") };
                let code = invite(&node.store, headquarters.authority(), None, &place.id, node.now()).await.unwrap();
                headquarters.enrol(&Request::new(&code, &identity), node.now()).await.unwrap()
            })
            .await;
        Certificates::new(welcome.certificates().unwrap()).unwrap().save(&data).unwrap();
        let store = Store::create(&*data, &welcome.node).await.unwrap();
        PostNode::belong(&store, &welcome.belongs_to).await.unwrap();
        store.write(&settings::POST, &Some(welcome.post.clone())).await.unwrap();
        store.add_post(&place).await.unwrap();
        let past: Vec<NewEvent> =
            (0..people).map(|place_in_line| crossed(&store, id, day, direction, place_in_line)).collect();
        store.bring_in(&welcome.node, past).await.unwrap();
        store.close().await;
        data
    }

    /// Two people of it sign an agreement.
    async fn signs(&self, node: &Node, second: &str, file: &str) {
        let proposed = proposals::agreement(node, &self.by, file).await.unwrap();
        let browser = Browser { token: None, device: None };
        let tried = node.sign_in(second, PASSWORD.into(), &browser, Sender(Ipv4Addr::LOCALHOST.into())).await.unwrap();
        let PasswordTried::In(begun) = tried else { panic!("{second} is not in") };
        let session = node.going_on(&token_hash(&begun.token), None).await.unwrap().unwrap();
        let word = Word { approves: true, reason: None, password: PASSWORD };
        proposals::decide(node, &session, proposed, word).await.unwrap();
    }

    /// How many people the other said went one way on a day of a pair, as it holds here.
    #[allow(clippy::disallowed_methods, reason = "what the disk holds, whoever may see it")]
    async fn counted(&self, other: &Self, pair: &str, day: Date, direction: Direction) -> Option<u64> {
        let store = self.store().await;
        let begins = format!("{}/theirs/figures/{pair}/{day}/{direction}", other.state.as_str());
        let facts = store.neighbour_facts(&begins).await.unwrap();
        store.close().await;
        match serde_json::from_str::<Held>(&facts.first()?.body).unwrap().content {
            Content::Figures(figures) => Some(figures.people),
            other => panic!("{other:?}"),
        }
    }
}

/// Guinea and Mali as the demonstration made them, with an agreement in force, each reached at a port that stays.
fn neighbours() -> (TempDir, Side, Side) {
    let folder = Demo::neighbours("3000").killed();
    let mali = Side::of(folder.path(), "MLI", "KRM", "fanta");
    let guinea = Side::of(folder.path(), "GIN", "KOU", "alpha");
    for (side, other) in [(&mali, &guinea), (&guinea, &mali)] {
        let moved = ["neighbours", "moved", "--data", side.data.to_str().unwrap()];
        assert!(!try_run(&[&moved[..], &[other.state.as_str(), "http://localhost"]].concat()).0, "it is no address");
        assert!(!try_run(&[&moved[..], &["SEN", &other.address()]].concat()).0, "it is not known");
        run(&[&moved[..], &[other.state.as_str(), &other.address()]].concat());
    }
    (folder, mali, guinea)
}

/// Where a day of the pair stands, as one side's pages address it.
fn day_of(neighbour: &str, day: Date) -> String {
    format!("/across/day?pair={neighbour}%2F{PAIR}&day={day}")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_chief_of_one_post_writes_the_chief_across_the_border_reads() {
    let (_folder, mut mali, mut guinea) = neighbours();
    mali.start();
    guinea.start();
    let (here, there) = (mali.post().await, guinea.post().await);
    let mariam = Officer::sign_in_at(&here.address, "mariam", "/day").await;
    let mohamed = Officer::sign_in_at(&there.address, "mohamed", "/day").await;
    writes_and_is_read(&mariam, &mohamed).await;
}

/// The chief of the Malian post writes a note, and someone on the Guinean side reads it.
async fn writes_and_is_read(mariam: &Officer, reader: &Officer) {
    let day = support::now().to_zoned_datetime(TimeZone::UTC).date() - Span::new().days(2);
    until("the post knows the agreement", || async {
        mariam.get(&day_of("GIN", day)).await.status() == StatusCode::OK
    })
    .await;
    let text = "Panne du groupe entre 9 h et 11 h";
    let (pair, day_text) = (format!("GIN/{PAIR}"), day.to_string());
    let answer = mariam.post("/across/day", &[("pair", &pair), ("day", &day_text), ("text", text)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    until("the note is read across the border", || async { reader.page(&day_of("MLI", day)).await.contains(text) })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_neither_loses_or_doubles_anything() {
    const NOTES: usize = 60;
    let (_folder, mut mali, mut guinea) = neighbours();
    mali.says(&guinea, (0..NOTES).map(|at| format!("mali {at};"))).await;
    guinea.says(&mali, (0..NOTES).map(|at| format!("guinea {at};"))).await;
    mali.start();
    for wait in [30, 90, 150, 400, 700] {
        guinea.start();
        sleep(Duration::from_millis(wait)).await;
        guinea.kill();
        if wait > 100 {
            mali.kill();
            mali.start();
        }
    }
    guinea.start();
    until("both hold everything", || async { guinea.holds_all_of(&mali).await && mali.holds_all_of(&guinea).await })
        .await;
    for (side, other, name) in [(&guinea, &mali, "mali"), (&mali, &guinea, "guinea")] {
        let papers = side.heard(other).await;
        let numbers: Vec<u64> = papers.iter().map(|paper| paper.head.number).collect();
        assert_eq!(numbers, (1..=papers.len() as u64).collect::<Vec<_>>(), "none is missing, none stands twice");
        let notes = side.notes(other).await;
        for at in 0..NOTES {
            let text = format!("{name} {at};");
            assert_eq!(notes.iter().filter(|note| note.contains(&text)).count(), 1, "{text}");
        }
    }
    guinea.kill();
    mali.kill();
    for side in [&guinea, &mali] {
        assert!(journals(&side.data).contains_key("HQ"), "its journal is sound");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_that_one_ends_while_the_other_is_down_lets_nothing_pass_once_it_is_back() {
    let (_folder, mut mali, mut guinea) = neighbours();
    // Said and not on its way yet when the other side ends it.
    guinea.says(&mali, ["secret de conakry".to_owned()]).await;
    let name = mali
        .beside(async |node| {
            let known = node.store.agreements(guinea.state).await.unwrap();
            let name = known.iter().find(|kept| kept.state == AgreementState::InForce).unwrap().name.clone();
            agreements::end(node, &mali.by, &name, "rupture").await.unwrap();
            name
        })
        .await;
    mali.start();
    sleep(Duration::from_secs(1)).await;
    guinea.start();
    let ended = async || {
        let store = guinea.store().await;
        let kept = store.agreement(&name).await.unwrap().unwrap();
        store.close().await;
        kept.ended
    };
    until("the other side knows that it ended", || async { ended().await.is_some() }).await;
    assert_eq!(ended().await.unwrap(), (mali.state, "rupture".to_owned()));
    until("it has taken in everything that was said", || async { guinea.holds_all_of(&mali).await }).await;
    guinea.kill();
    mali.kill();
    for (side, other) in [(&mali, &guinea), (&guinea, &mali)] {
        let notices = side.beside(async |node| held::of_kind(node, Kind::Notice, Whom::Work).await.unwrap()).await;
        assert!(notices.is_empty(), "notices go with the agreement: {notices:?}");
        let note = Content::PairNote(PairNote { pair: PAIR.into(), day: date(2026, 1, 1), text: "x".into() });
        let refused =
            side.beside(async |node| said::say(node, Some(&side.by), other.state, note, None).await.is_err()).await;
        assert!(refused, "nothing is said any more");
    }
    assert!(holds(&guinea.data, b"secret de conakry"), "the side that said it keeps it");
    assert!(!holds(&mali.data, b"secret de conakry"), "what ended before it came is not on the other's disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stick_carries_what_the_link_does_not_and_one_for_someone_else_or_damaged_does_no_harm() {
    let (folder, mali, guinea) = neighbours();
    mali.says(&guinea, ["sur la clef".to_owned()]).await;
    let stick = folder.path().join("stick");
    let [mali_data, guinea_data, file] = [&mali.data, &guinea.data, &stick].map(|path| path.to_str().unwrap());
    run(&["neighbours", "export", "--data", mali_data, "GIN", file]);

    let (done, out, error) = try_run(&["neighbours", "import", "--data", mali_data, file]);
    assert!(!done, "it is for the other: {out}{error}");
    let mut bytes = std::fs::read(&stick).unwrap();
    let last = bytes.len() - 20;
    bytes[last] ^= 1;
    let damaged = folder.path().join("damaged");
    std::fs::write(&damaged, bytes).unwrap();
    assert!(!try_run(&["neighbours", "import", "--data", guinea_data, damaged.to_str().unwrap()]).0);
    assert!(guinea.notes(&mali).await.iter().all(|note| !note.contains("sur la clef")));

    let out = run(&["neighbours", "import", "--data", guinea_data, file]);
    assert!(out.contains("from MLI: 1 new paper"), "{out}");
    let out = run(&["neighbours", "import", "--data", guinea_data, file]);
    assert!(out.contains("from MLI: 0 new paper"), "doubled: {out}");
    // The stick back tells that it came.
    run(&["neighbours", "export", "--data", guinea_data, "MLI", file]);
    run(&["neighbours", "import", "--data", mali_data, file]);
    assert!(guinea.holds_all_of(&mali).await);
    assert_eq!(guinea.notes(&mali).await.iter().filter(|note| note.contains("sur la clef")).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_client_is_refused_and_counted_and_posts_and_the_neighbour_are_answered_meanwhile() {
    let (_folder, mut mali, mut guinea) = neighbours();
    guinea.says(&mali, ["avant l'orage".to_owned()]).await;
    // A message that is another's: it was for Guinea.
    let for_guinea = mali.beside(async |node| talk::opening(node, guinea.state).await.unwrap()).await;
    mali.start();
    let post = mali.post().await;
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    let config = || tls::neighbour(Authority::load(&*mali.data).unwrap().fingerprint()).unwrap();
    let mut link = Link::new(&mali.address(), config()).unwrap();
    for at in 0..20 {
        let noise: Vec<u8> = (0..4_000_u32).map(|byte| (byte.wrapping_mul(2_654_435_761 + at) >> 13) as u8).collect();
        assert!(link.say(noise).await.is_err());
    }
    assert!(link.say(for_guinea).await.is_err());
    // It may break the connection before all of it was sent.
    assert!(Link::new(&mali.address(), config()).unwrap().say(vec![7; 9 << 20]).await.is_err());
    until("what was refused is counted", || async { mali.refused().await >= 22 }).await;

    // Many who send nothing hold no room from posts.
    let mut silent = Vec::new();
    for _ in 0..200 {
        let Ok(mut stream) = connected(mali.exchange, config()).await else { continue };
        let head = b"POST /neighbour/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
        stream.write_all(head).await.unwrap();
        silent.push(stream);
    }
    assert!(silent.len() > 100, "{}", silent.len());
    let id = aminata.scan(&zone_of("SEN", "SN7731004", "DIOP ASTOU")).await;
    let (status, page) = aminata.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    until("the crossing is at headquarters", || async {
        let (here, there) = (journals(&mali.post), journals(&mali.data));
        here.contains_key("KRM") && here.get("KRM") == there.get("KRM")
    })
    .await;
    // Nobody turned them away for want of a room, and none of them may hold on for long.
    let mut told = 0;
    for stream in &mut silent {
        let mut answer = [0; 12];
        match timeout(Duration::from_secs(10), stream.read(&mut answer)).await {
            Ok(Ok(length)) if length > 0 => {
                assert!(answer[..length].starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
                told += 1;
            }
            // Its place was given to someone else.
            Ok(_) => {}
            Err(_) => panic!("a stranger is waited for without end"),
        }
    }
    assert!(told > 100, "{told}");
    drop(silent);
    guinea.start();
    until("the neighbour is heard", || async {
        mali.notes(&guinea).await.iter().any(|note| note.contains("avant l'orage"))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_goes_on_with_what_is_there_and_both_find_each_other_at_new_ports() {
    let demo = Demo::neighbours("3000");
    let demo = demo.again("--neighbours");
    let mariam = Officer::sign_in_at(&demo.addresses[1], "mariam", "/day").await;
    let binta = Officer::sign_in_at(&demo.addresses[2], "binta", "/across").await;
    writes_and_is_read(&mariam, &binta).await;
    let mali = Side::of(demo.folder(), "MLI", "KRM", "fanta");
    let guinea = Side::of(demo.folder(), "GIN", "KOU", "alpha");
    for (side, other) in [(&mali, &guinea), (&guinea, &mali)] {
        until("each holds all of the other", || async { side.holds_all_of(other).await }).await;
        let papers = side.heard(other).await;
        for (kind, least) in [("figures", 100), ("notice", 1), ("directory", 1), ("plan", 8)] {
            assert!(papers.iter().filter(|paper| paper.kind == kind).count() >= least, "{kind}");
        }
        assert!(papers.iter().all(|paper| paper.refused.is_empty()), "{papers:?}");
        let store = side.store().await;
        let agreements = store.agreements(other.state).await.unwrap();
        assert_eq!(agreements.len(), 1, "made once");
        let moved = store.read(&MOVED).await.unwrap();
        assert!(moved[&other.state].starts_with("https://localhost:"), "{moved:?}");
        store.close().await;
    }
}

/// Someone who crossed on a day before noon, as a post recorded it.
fn crossed(store: &Store, post: &str, day: Date, direction: Direction, place: usize) -> NewEvent {
    let at =
        day.at(8, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).unwrap().timestamp() + Span::new().seconds(place as i64);
    let (sex, nationality) = if place % 10 < 5 { (Sex::Female, "GIN") } else { (Sex::Male, "MLI") };
    let name = Name { primary: "VANTREEL".into(), secondary: "OUMOU".into(), truncated: false };
    let document = TravelDocument {
        kind: DocumentKind::Passport,
        issuer: nationality.parse().ok(),
        number: DocumentNumber::new(&format!("{post}{place:05}")),
        expiry: PartialDate::Unknown,
        mrz: None,
    };
    let crossing = Crossing {
        id: CrossingId(store.new_id()),
        post: PostId::parse(post).unwrap(),
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
        decision: if direction == Direction::Entry { Decision::Admit } else { Decision::LetDepart },
        visa: None,
        party: None,
        member: None,
        officer: AccountId::parse("aminata").unwrap(),
        settles: None,
        undoes: None,
        day: None,
        stamp: None,
    };
    NewEvent { at, actor: Some(crossing.officer.clone()), event: Event::CrossingRecorded(Box::new(crossing)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_posts_of_each_side_are_counted_and_each_side_reads_what_the_other_recorded_at_both() {
    const SECOND: &str = "NARENA";
    let (_folder, mut mali, mut guinea) = neighbours();
    let day = support::now().to_zoned_datetime(TimeZone::UTC).date() - Span::new().days(3);
    // They leave Mali and enter Guinea, where ten have not been recorded.
    let narena = mali.second_post("NAR", day, (Direction::Exit, 240)).await;
    let niani = guinea.second_post("NIA", day, (Direction::Entry, 230)).await;
    mali.start();
    guinea.start();
    let posts = [mali.post().await, mali.post_at(&narena).await, guinea.post().await, guinea.post_at(&niani).await];
    for (side, data, journal) in [(&mali, &narena, "NAR"), (&guinea, &niani, "NIA")] {
        until("headquarters holds what its second post recorded", || async {
            let (here, there) = (journals(data), journals(&side.data));
            here.get(journal).is_some_and(|events| *events >= 230) && here.get(journal) == there.get(journal)
        })
        .await;
    }
    assert_eq!(mali.counted(&guinea, SECOND, day, Direction::Entry).await, None, "it is not agreed yet");
    mali.kill();
    guinea.kill();

    let offered = mali
        .beside(async |node| {
            let known = node.store.agreements(guinea.state).await.unwrap();
            let kept = known.iter().find(|kept| kept.state == AgreementState::InForce).unwrap();
            let mut agreement = SignedAgreement::read(&kept.file).unwrap().agreement;
            agreement.version += 1;
            let posts = [(mali.state, "NAR"), (guinea.state, "NIA")];
            agreement.pairs.push(Pair {
                code: SECOND.into(),
                name: "Nar\u{e9}na".into(),
                posts: posts.map(|(state, post)| (state, PostId::parse(post).unwrap())).into(),
                zone: "Africa/Bamako".into(),
                is_joint: false,
            });
            mali.signs(node, "lassana", &SignedAgreement::unsigned(agreement).unwrap().file()).await;
            talk::opening(node, guinea.state).await.unwrap()
        })
        .await;
    let signed = guinea
        .beside(async |node| {
            talk::answer(node, &offered).await.unwrap();
            let known = node.store.agreements(mali.state).await.unwrap();
            let kept = known.iter().find(|kept| kept.state == AgreementState::Offered).unwrap();
            guinea.signs(node, "saran", &kept.file).await;
            talk::opening(node, mali.state).await.unwrap()
        })
        .await;
    mali.beside(async |node| talk::answer(node, &signed).await.map(drop).unwrap()).await;
    mali.start();
    guinea.start();
    until("each side holds the other's counts of both pairs", || async {
        mali.counted(&guinea, SECOND, day, Direction::Entry).await == Some(230)
            && guinea.counted(&mali, SECOND, day, Direction::Exit).await == Some(240)
            && mali.counted(&guinea, PAIR, day, Direction::Entry).await.is_some_and(|people| people > 0)
            && guinea.counted(&mali, PAIR, day, Direction::Exit).await.is_some_and(|people| people > 0)
    })
    .await;
    // At headquarters, and at the second post of each side once its headquarters has published it.
    let page = |neighbour: &str| format!("/across/day?pair={neighbour}%2F{SECOND}&day={day}");
    let binta = Officer::sign_in_at(&guinea.running.as_ref().unwrap().address, "binta", "/across").await;
    assert!(binta.page(&page("MLI")).await.contains("240"), "Guinea's headquarters reads what Mali recorded");
    let mariam = Officer::sign_in_at(&posts[1].address, "mariam", "/day").await;
    let mohamed = Officer::sign_in_at(&posts[3].address, "mohamed", "/day").await;
    for (chief, neighbour) in [(&mariam, "GIN"), (&mohamed, "MLI")] {
        until("the second post reads both counts", || async {
            let page = chief.page(&page(neighbour)).await;
            page.contains("240") && page.contains("230")
        })
        .await;
    }
    let disks = [("NAR00001", [&guinea.data, &guinea.post, &niani]), ("NIA00001", [&mali.data, &mali.post, &narena])];
    for (number, others) in disks {
        for disk in others {
            assert!(!holds(disk, number.as_bytes()), "{number} in {}", disk.display());
        }
    }
    drop(posts);
}

/// Whoever was recorded by one side alone is not on the disks of the other, which hold its counts.
#[tokio::test(flavor = "multi_thread")]
async fn the_disks_of_one_side_hold_counts_of_the_other_and_nobody_whom_the_other_recorded() {
    let demo = Demo::neighbours("3000");
    let people =
        [(1, "aminata", ["QUIVORA", "ZANTHEO"], "SN7731005"), (3, "fatoumata", ["WOXELLI", "BRUNEKA"], "SN8842006")];
    for (place, officer, name, number) in people {
        let officer = Officer::sign_in(&demo.addresses[place], officer).await;
        let id = officer.scan(&zone_of("SEN", number, &name.join(" "))).await;
        let (status, page) = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    }
    let folder = demo.folder().to_owned();
    let disks = [["MLI-HQ", "MLI-KRM"], ["GIN-HQ", "GIN-KOU"]].map(|side| side.map(|name| folder.join(name)));
    for (own, (.., name, _)) in disks.iter().zip(people) {
        until("headquarters holds what its post recorded", || async { holds(&own[0], name[0].as_bytes()) }).await;
    }
    for (own, other) in [(0, 1), (1, 0)] {
        let counts = format!("{}/theirs/figures/{PAIR}/", if own == 0 { "MLI" } else { "GIN" });
        for disk in &disks[other] {
            until("the other's counts are there", || async { holds(disk, counts.as_bytes()) }).await;
        }
    }
    // A talk more, in which it could have passed.
    sleep(Duration::from_secs(5)).await;
    let folder = demo.killed();
    for (own, other) in [(0, 1), (1, 0)] {
        let (.., [name, given], number) = people[own];
        for text in [name, given, number] {
            for disk in &disks[own] {
                assert!(holds(disk, text.as_bytes()), "it would be found: {text} in {}", disk.display());
            }
            for disk in &disks[other] {
                assert!(!holds(disk, text.as_bytes()), "{text} in {}", disk.display());
            }
        }
    }
    // Everyone else too: whoever one post alone has recorded.
    let recorded = [recorded(&disks[0][1], "KRM").await, recorded(&disks[1][1], "KOU").await];
    for (own, other) in [(0, 1), (1, 0)] {
        for number in recorded[own].difference(&recorded[other]) {
            for disk in &disks[other] {
                assert!(!holds(disk, number.as_bytes()), "{number} in {}", disk.display());
            }
        }
    }
    drop(folder);
}

/// The numbers of the documents of everyone whom a post has recorded.
async fn recorded(post: &Path, journal: &str) -> BTreeSet<String> {
    use sqlx::ConnectOptions;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(post.join(limen_store::FILE_NAME));
    let mut database = options.connect().await.unwrap();
    let query = "select payload from event where node = $1 and kind = 'crossing-recorded'";
    let payloads: Vec<String> = sqlx::query_scalar(query).bind(journal).fetch_all(&mut database).await.unwrap();
    let number = |payload: String| match serde_json::from_str::<Event>(&payload).unwrap() {
        Event::CrossingRecorded(crossing) => {
            crossing.traveller.document.map(|document| document.number.as_str().to_owned())
        }
        _ => None,
    };
    let numbers: BTreeSet<String> = payloads.into_iter().filter_map(number).collect();
    assert!(numbers.len() > 50, "{}", numbers.len());
    numbers
}

/// Whether any file of a folder, the log of its database too, has these bytes in it.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, bytes);
        }
        // A database's log may go while it is read.
        let content = std::fs::read(&path).unwrap_or_default();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}
