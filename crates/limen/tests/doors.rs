//! Clients that are silent, slow, many, revoked or of another name hold no port: travellers are admitted and journals
//! arrive meanwhile. The programs may open few files here, so that holding all of them is easy.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;
#[path = "support/tls.rs"]
mod tls_connection;

use limen_exchange::{
    Identity,
    authority::Certificates,
    enrolment::{Code, Request},
    https::Link,
    tls, vault,
    vault::Opener,
};
use limen_store::Home;
use network::{Network, journals, run, try_run, until};
use reqwest::StatusCode;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    net::SocketAddr,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use support::{Officer, Post, limen, zone};
use tls_connection::connected;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{sleep, timeout},
};

/// How many files the programs may open: half of what systemd gives.
const FILES: u64 = 512;
/// A connection that sends no whole head, or nothing, is closed within this: 30 s, and what two busy cores take.
const CLOSED_WITHIN: Duration = Duration::from_secs(40);
/// Nobody waits for a page or a journal longer than this meanwhile.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);

/// The command `limen` in a process that may open [`FILES`] files.
fn with_few_files(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    let script = format!("ulimit -n {FILES}; exec \"$0\" \"$@\"");
    command.args(["-c", &script]).arg(limen().get_program()).args(arguments);
    command
}

fn served_with_few_files(data: &Path) -> Post {
    Post::start(with_few_files(&["serve", "--port", "0", "--data", data.to_str().unwrap()]), data.to_owned(), None)
}

/// The test itself needs more files than it is given on some machines.
fn may_open_many_files() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(4_096, |most| most.min(4_096));
    if limit.current.is_some_and(|now| now < wanted) {
        setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), ..limit }).unwrap();
    }
}

fn at(address: &str) -> SocketAddr {
    address.trim_start_matches("http://").parse().unwrap()
}

/// Sends text as it is; the whole answer.
async fn raw(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.replace('\n', "\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Waits until the other side has closed a connection, whatever it says before; nothing if it has not in time.
async fn is_closed<S: AsyncReadExt + Unpin>(stream: &mut S, within: Duration) -> bool {
    let mut answer = Vec::new();
    timeout(within, stream.read_to_end(&mut answer)).await.is_ok()
}

/// The longest of ten pages, each over a connection of its own.
async fn slowest_page(address: &str, path: &str) -> Duration {
    let mut slowest = Duration::ZERO;
    for _ in 0..10 {
        let begin = Instant::now();
        let answer = Officer::nobody(address).try_get(path).await;
        assert_eq!(answer.expect("a page while others are silent").status(), StatusCode::OK);
        slowest = slowest.max(begin.elapsed());
        sleep(Duration::from_millis(50)).await;
    }
    slowest
}

#[tokio::test(flavor = "multi_thread")]
async fn six_hundred_half_requests_keep_no_page_from_anyone_and_a_stream_goes_on() {
    may_open_many_files();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let demo = ["demo", "--port", "0", "--crossings", "3000", "--data", data.to_str().unwrap()];
    let post = Post::start(with_few_files(&demo), data.clone(), Some(folder));
    let address = at(&post.address);
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    let mariam = Officer::sign_in(&post.address, "mariam").await;
    let mut live = TcpStream::connect(address).await.unwrap();
    let follow = format!("GET /live HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\n\r\n", mariam.cookie);
    live.write_all(follow.as_bytes()).await.unwrap();
    // One asks for much and takes nothing of it.
    let mut deaf = TcpStream::connect(address).await.unwrap();
    let style = aminata.page("/counter").await;
    let style = support::between(&style, "href=\"/assets/", "\"").to_owned();
    deaf.write_all(format!("GET /assets/{style} HTTP/1.1\r\nHost: {address}\r\n\r\n").repeat(600).as_bytes())
        .await
        .unwrap();

    let begin = Instant::now();
    let mut silent = Vec::new();
    for _ in 0..600 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let _ = stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ").await;
        silent.push(stream);
    }
    let slowest = slowest_page(&post.address, "/sign-in").await;
    eprintln!("600 half requests: the slowest of 10 pages took {slowest:?}");
    assert!(slowest < ANSWERED_WITHIN, "{slowest:?}");
    let id = aminata.scan(&zone(70, "SIDIBE AWA")).await;
    let (status, _) = aminata.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);

    // Those that had room are closed in time, even if they send a letter of their heads now and then.
    let mut closing = JoinSet::new();
    for mut stream in silent {
        closing.spawn(async move {
            let until = begin + CLOSED_WITHIN;
            while Instant::now() < until {
                if stream.write_all(b"a").await.is_err() || is_closed(&mut stream, Duration::from_secs(4)).await {
                    return begin.elapsed();
                }
            }
            panic!("a connection is open after {CLOSED_WITHIN:?}");
        });
    }
    let closed = closing.join_all().await;
    eprintln!("the last of them was closed after {:?}", closed.iter().max().unwrap());
    let mut rest = Vec::new();
    assert!(timeout(Duration::from_secs(10), deaf.read_to_end(&mut rest)).await.is_ok(), "who takes nothing is closed");

    // The stream has been open for longer than any silence, and still tells.
    assert!(told(&mut live).await.starts_with("HTTP/1.1 200"), "it told of the traveller who was admitted");
    aminata.scan(&zone(71, "SIDIBE OUMOU")).await;
    told(&mut live).await;
}

/// What a stream of events says until it tells that something was written.
async fn told(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    let tells = |heard: &[u8]| String::from_utf8_lossy(heard).contains("data: written");
    while !tells(&heard) {
        let read = timeout(Duration::from_secs(10), stream.read_buf(&mut heard)).await;
        let read = read.ok().and_then(Result::ok).unwrap_or(0);
        assert_ne!(read, 0, "the stream ended: {}", String::from_utf8_lossy(&heard));
    }
    String::from_utf8_lossy(&heard).into_owned()
}

/// Someone crosses at a post; how long it takes until headquarters knows.
async fn crosses_and_arrives(
    network: &Network,
    officer: &Officer,
    post: &Path,
    journal: &str,
    number: u64,
) -> Duration {
    let begin = Instant::now();
    let id = officer.scan(&zone(number, "DIALLO MARIAMA")).await;
    let (status, page) = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    until("the crossing is at headquarters", || async {
        let (here, there) = (journals(post), journals(&network.data("HQ")));
        here.contains_key(journal) && there.get(journal) == here.get(journal)
    })
    .await;
    begin.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_silent_connections_keep_no_journal_from_headquarters() {
    may_open_many_files();
    let mut network = Network::new().await;
    network.headquarters = Some(served_with_few_files(&network.data("HQ")));
    let zeg = network.join("ZEG", "ZEG");
    let there = Post::serve(&zeg);
    let aminata = network.sign_in(&there.address, "aminata", "/counter").await;
    // A node that has only a code trusts headquarters, and shows no certificate.
    let stranger = tls::stranger(&network.code("KRM").parse::<Code>().unwrap()).unwrap();
    let begin = Instant::now();
    let mut silent = Vec::new();
    for _ in 0..10 {
        let hundred = (0..100).map(|_| {
            let connection = connected(network.exchange, stranger.clone());
            async { timeout(Duration::from_secs(5), connection).await.ok()?.ok() }
        });
        silent.extend(hundred.collect::<JoinSet<_>>().join_all().await.into_iter().flatten());
    }
    eprintln!("{} of 1,000 agreed on keys in {:?}", silent.len(), begin.elapsed());
    let arrived = crosses_and_arrives(&network, &aminata, &zeg, "ZEG", 80).await;
    eprintln!("1,000 silent TLS connections: a crossing is at headquarters after {arrived:?}");
    let slowest = slowest_page(&network.headquarters.as_ref().unwrap().address, "/sign-in").await;
    eprintln!("and the slowest of 10 of its pages took {slowest:?}");
    assert!(slowest < ANSWERED_WITHIN, "{slowest:?}");
    let mut closing = JoinSet::new();
    for mut stream in silent {
        closing.spawn(async move { is_closed(&mut stream, CLOSED_WITHIN).await });
    }
    assert!(closing.join_all().await.into_iter().all(|closed| closed), "silent for {CLOSED_WITHIN:?} and still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_nodes_key_holds_no_room_and_a_slow_node_no_more_than_its_own() {
    let mut network = Network::new().await;
    network.start();
    let (krm, zeg) = (network.join("KRM", "KRM"), network.join("ZEG", "ZEG"));
    let there = Post::serve(&zeg);
    let aminata = network.sign_in(&there.address, "aminata", "/counter").await;
    let key = vault::open(&krm, &Opener::KeyFile(network.key_file())).unwrap();
    let identity = Identity::load(Home { folder: &krm, key: Some(&key) }).unwrap();
    let config = tls::client(&identity, Certificates::load(&krm).unwrap().chain()).unwrap();
    let begin_questions = async || {
        let mut begun = Vec::new();
        for _ in 0..24 {
            let mut stream = connected(network.exchange, config.clone()).await.unwrap();
            let head = b"POST /exchange/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
            stream.write_all(head).await.unwrap();
            begun.push(stream);
        }
        sleep(Duration::from_millis(500)).await;
        begun
    };
    let mut slow = begin_questions().await;
    let arrived = crosses_and_arrives(&network, &aminata, &zeg, "ZEG", 81).await;
    eprintln!("a slow node began 24 questions: another's crossing arrived after {arrived:?}");
    let mut held = 0;
    for stream in &mut slow {
        let mut answer = [0; 16];
        match timeout(Duration::from_millis(200), stream.read(&mut answer)).await {
            Ok(length) => assert!(answer[..length.unwrap()].starts_with(b"HTTP/1.1 503")),
            Err(_) => held += 1,
        }
    }
    assert_eq!(held, 2, "questions of one node that are read at once");
    drop(slow);

    run(&["nodes", "revoke", "--data", network.data("HQ").to_str().unwrap(), "KRM", "--reason", "volée"]);
    let mut begun = begin_questions().await;
    let arrived = crosses_and_arrives(&network, &aminata, &zeg, "ZEG", 82).await;
    eprintln!("a revoked node began 24 questions: another's crossing arrived after {arrived:?}");
    for stream in &mut begun {
        let mut answer = vec![0; 1_024];
        let length = timeout(Duration::from_secs(20), stream.read(&mut answer)).await.unwrap().unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("revoked"), "{answer}");
    }
    let fanta = network.at_headquarters("fanta", "/network").await;
    until("headquarters shows whom it refused", || async { fanta.read("/network").await.says("why-revoked") }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_fill_neither_disk_nor_board_and_a_machine_with_the_right_one_gets_in_meanwhile() {
    let mut network = Network::new().await;
    network.start();
    let right = network.code("KRM");
    // Of the right headquarters, with another secret.
    let wrong: Code = format!("{}{}", if right.starts_with('A') { 'B' } else { 'A' }, &right[1..]).parse().unwrap();
    let begin = Instant::now();
    let mut guesses = JoinSet::new();
    for _ in 0..300 {
        let (address, wrong) = (network.address(), wrong.clone());
        guesses.spawn(async move {
            let mut link = Link::new(&address, tls::stranger(&wrong).unwrap()).unwrap();
            let request = Request::new(&wrong, &Identity::generate().unwrap());
            link.enrol(&request).await.unwrap_err().to_string()
        });
    }
    let (data, address, key_file) = (network.data("KRM"), network.address(), network.key_file());
    let joined = tokio::task::spawn_blocking(move || {
        let [data, key_file] = [&data, &key_file].map(|path| path.to_str().unwrap());
        try_run(&["init", "post", "--data", data, "--headquarters", &address, "--code", &right, "--key-file", key_file])
    });
    let (done, _, error) = joined.await.unwrap();
    assert!(done, "{error}");
    eprintln!("a machine with the right code joined after {:?}", begin.elapsed());
    let answers = guesses.join_all().await;
    eprintln!("300 wrong codes were answered after {:?}", begin.elapsed());
    assert!(answers.iter().all(|answer| answer.contains("unknown, too old, or used")), "{answers:?}");
    let store = network.store().await;
    until("they are counted together", || async {
        let noted = store.refusals(1_000).await.unwrap();
        assert!(noted.len() <= 1, "{noted:?}");
        noted.first().is_some_and(|refused| refused.last.why == "unknown-sender" && refused.times == 300)
    })
    .await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_not_the_nodes_opens_no_page_and_signs_nobody_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let demo = ["demo", "--port", "0", "--crossings", "3000", "--data", data.to_str().unwrap()];
    let post = Post::start(with_few_files(&demo), data.clone(), Some(folder));
    let figures = SocketAddr::from(([127, 0, 0, 1], support::port()));
    let settings = format!("[pages]\nhosts = [\"limen.interior.example\"]\n[metrics]\naddress = \"{figures}\"\n");
    std::fs::write(data.join("limen.toml"), settings).unwrap();
    let post = post.restart();
    let address = at(&post.address);
    let port = address.port();
    let get = |path: &str, host: &str| format!("GET {path} HTTP/1.1\nHost: {host}\nConnection: close\n\n");
    let sign_in = |host: &str| {
        let form = format!("account=aminata&password={}", support::PASSWORD);
        format!(
            "POST /sign-in HTTP/1.1\nHost: {host}\nOrigin: http://{host}\nSec-Fetch-Site: same-origin\nConnection: close\n\
             Content-Type: application/x-www-form-urlencoded\nContent-Length: {}\n\n{form}",
            form.len()
        )
    };

    // A page of evil.example whose name leads here: its requests are of one origin with it, as the browser sees them.
    let evil = format!("evil.example:{port}");
    for path in ["/sign-in", "/", "/assets/x/limen.css", "/language?to=en", "/live"] {
        let answer = raw(address, &get(path, &evil)).await;
        assert!(answer.starts_with("HTTP/1.1 421"), "{path}: {answer}");
        assert!(!answer.contains("name=\"password\"") && answer.contains("limen.toml"), "{answer}");
        assert!(answer.contains("content-security-policy"), "{answer}");
    }
    let answer = raw(address, &sign_in(&evil)).await;
    assert!(answer.starts_with("HTTP/1.1 421") && !answer.contains("set-cookie"), "{answer}");
    let other = raw(address, &get("/sign-in", &format!("localhost:{port}\nOrigin: http://{evil}"))).await;
    assert!(other.starts_with("HTTP/1.1 421"), "{other}");
    let nameless = raw(address, "GET /sign-in HTTP/1.0\n\n").await;
    assert!(nameless.starts_with("HTTP/1.0 421"), "{nameless}");
    let absolute = raw(address, &get("http://evil.example/sign-in", &format!("localhost:{port}"))).await;
    assert!(absolute.starts_with("HTTP/1.1 421"), "{absolute}");

    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let answer = raw(address, &get("/sign-in", &format!("{host}:{port}"))).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("name=\"password\""), "{host}: {answer}");
    }
    for host in [&format!("localhost:{port}"), "limen.interior.example"] {
        let answer = raw(address, &sign_in(host)).await;
        assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("limen-session"), "{host}: {answer}");
    }

    assert!(raw(figures, &get("/metrics", &evil)).await.starts_with("HTTP/1.1 421"));
    assert!(raw(figures, &get("/metrics", &figures.to_string())).await.contains("limen_journal_events"));
}
