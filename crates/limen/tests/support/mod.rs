//! What integration tests share: the real program with its demonstration, and an officer who sends requests to it.
#![allow(dead_code, unused_imports, missing_docs, clippy::unwrap_used)]

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{AccountId, NodeId, Role};
use limen_store::{AccountDraft, Credentials, Store, Time};
pub use limen_test_support::{
    Page,
    documents::{born, numbered as zone, passport as zone_of},
    kouremale::PASSWORD,
    word,
};
use limen_test_support::{form_with_file, kouremale_in};
use reqwest::{Client, Response, StatusCode, header, redirect::Policy};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};
use tempfile::TempDir;

/// The program: the one that was built with the tests, or the one beside `xtask`.
pub fn limen() -> Command {
    let beside = || std::env::current_exe().unwrap().with_file_name("limen");
    Command::new(option_env!("CARGO_BIN_EXE_limen").map_or_else(beside, PathBuf::from))
}

/// A TCP port that nothing else takes until the test's own server does, for settings that name a port beforehand.
///
/// A port that the system handed out a moment ago may be handed out again. These lie below the range that Linux and
/// Windows hand out from, and each test is a process with an identity of its own.
pub fn port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 10_000 + (std::process::id() % 2_000) as u16 * 10;
    let mut own = (0..10).map(|_| first + NEXT.fetch_add(1, Ordering::Relaxed) % 10);
    own.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("a free port among the ten of this test")
}

/// A running Limen; killed when dropped.
pub struct Post {
    pub child: Child,
    pub address: String,
    folder: Option<TempDir>,
    pub data: PathBuf,
}

impl Post {
    /// A demonstration with a small past in a folder of its own.
    pub fn demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_owned();
        let mut command = limen();
        command.args(["demo", "--port", "0", "--crossings", "3000", "--data"]).arg(&data);
        Self::start(command, data, Some(folder))
    }

    /// The post of a folder, as `limen serve` starts it.
    pub fn serve(data: &Path) -> Self {
        let mut command = limen();
        command.args(["serve", "--port", "0", "--data"]).arg(data);
        Self::start(command, data.to_owned(), None)
    }

    pub fn start(mut command: Command, data: PathBuf, folder: Option<TempDir>) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let Some(address) = line.trim().strip_prefix("Limen is ready at ") else {
            let mut error = String::new();
            child.stderr.as_mut().unwrap().read_to_string(&mut error).unwrap();
            panic!("Limen did not start: {line}{error}");
        };
        // Whatever it says later must not fill the pipe and stop it.
        let mut rest = child.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut rest, &mut std::io::sink()));
        Self { address: address.to_owned(), child, folder, data }
    }

    /// Its database, past the program.
    pub async fn database(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.data.join(limen_store::FILE_NAME));
        options.connect().await.unwrap()
    }

    /// What its journal says of events whose kind is like this: who, what, and the payload.
    pub async fn journal(&self, kind: &str) -> Vec<String> {
        let said = "select actor || ' ' || kind || ' ' || payload from event where kind like $1 order by seq";
        sqlx::query_scalar(said).bind(kind).fetch_all(&mut self.database().await).await.unwrap()
    }

    /// Stops it, and starts it again with what its settings say now.
    pub fn restart(mut self) -> Self {
        assert!(self.terminate());
        self.restart_stopped()
    }

    /// Starts it again, once it was stopped.
    pub fn restart_stopped(mut self) -> Self {
        let mut again = Self::serve(&self.data);
        again.folder = self.folder.take();
        again
    }

    /// Stops it as a shutdown of the machine would, and answers whether it ended cleanly.
    pub fn terminate(&mut self) -> bool {
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        done.success() && self.child.wait().unwrap().success()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An officer's browser, without scripts.
#[derive(Clone)]
pub struct Officer {
    client: Client,
    pub address: String,
    pub cookie: String,
    pub form_key: String,
}

impl Officer {
    pub fn nobody(address: &str) -> Self {
        let client = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(20)).build().unwrap();
        Self { client, address: address.to_owned(), cookie: String::new(), form_key: String::new() }
    }

    pub async fn sign_in(address: &str, account: &str) -> Self {
        Self::sign_in_at(address, account, "/counter").await
    }

    /// Signs in someone whose work begins at another page than the counter.
    pub async fn sign_in_at(address: &str, account: &str, home: &str) -> Self {
        Self::sign_in_with(address, account, PASSWORD, home).await
    }

    /// Signs in someone with a password of their own.
    pub async fn sign_in_with(address: &str, account: &str, password: &str, home: &str) -> Self {
        let mut officer = Self::nobody(address);
        let answer = officer.post("/sign-in", &[("account", account), ("password", password)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{account} could not sign in");
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
        let pairs = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
        officer.cookie = pairs.collect::<Vec<_>>().join("; ");
        let page = officer.page(home).await;
        // A role without a page at this node has no form either.
        if page.contains("name=\"form_key\"") {
            officer.form_key = between(&page, "name=\"form_key\" value=\"", "\"").to_owned();
        }
        // Roles that work at a post name a purpose for looking at records; others are refused, and need none.
        officer.post("/purpose", &[("purpose", "supervision")]).await;
        officer
    }

    pub async fn get(&self, path: &str) -> Response {
        self.try_get(path).await.unwrap()
    }

    pub async fn try_get(&self, path: &str) -> reqwest::Result<Response> {
        let request = self.client.get(format!("{}{path}", self.address)).header(header::COOKIE, &self.cookie);
        request.send().await
    }

    /// The same with a header.
    pub async fn get_with(&self, path: &str, header: &str, value: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.address)).header(header::COOKIE, &self.cookie);
        request.header(header, value).send().await.unwrap()
    }

    /// A page's text, wherever redirects lead.
    pub async fn page(&self, path: &str) -> String {
        let mut answer = self.get(path).await;
        while let Some(next) = answer.headers().get(header::LOCATION) {
            let next = next.to_str().unwrap().to_owned();
            answer = self.get(&next).await;
        }
        answer.text().await.unwrap()
    }

    /// A page as it is read, wherever redirects lead.
    pub async fn read(&self, path: &str) -> Page {
        Page::read(&self.page(path).await)
    }

    /// Sends a form, with the session's key.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.try_post(path, fields).await.unwrap()
    }

    pub async fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Result<Response> {
        let mut all = vec![("form_key", self.form_key.as_str())];
        all.extend_from_slice(fields);
        let request = self.client.post(format!("{}{path}", self.address)).header(header::COOKIE, &self.cookie);
        request.form(&all).send().await
    }

    /// Sends an alert list's file as the upload form does.
    pub async fn upload(&self, list: &str, file: &str) -> Response {
        self.send_file("/alerts/upload", ("list", list), file).await
    }

    /// Sends a form with one field and a file.
    pub async fn send_file(&self, path: &str, field: (&str, &str), file: &str) -> Response {
        self.send_bytes(path, &[field], "list.csv", file.as_bytes()).await
    }

    /// Sends a form with fields and a file of this name.
    pub async fn send_bytes(&self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Response {
        let form_key = ("form_key", self.form_key.as_str());
        let (kind, body) = form_with_file([form_key].into_iter().chain(fields.iter().copied()), name, bytes);
        let request = self.client.post(format!("{}{path}", self.address)).header(header::COOKIE, &self.cookie);
        request.header(header::CONTENT_TYPE, kind).body(body).send().await.unwrap()
    }

    /// Decides about the traveller who waits, by the hits as they stand on the page; the status, and the page that says
    /// why not.
    pub async fn decide(&self, id: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let page = self.page("/counter").await;
        let mut all = vec![("presentation", id), ("standing", standing(&page)), ("mode", "bus")];
        all.extend_from_slice(fields);
        let answer = self.post("/counter/decide", &all).await;
        (answer.status(), answer.text().await.unwrap())
    }

    /// Lays a document on the reader; the identifier of the presentation that then waits.
    pub async fn scan(&self, mrz: &str) -> String {
        let answer = self.post("/counter/scan", &[("mrz", mrz)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
        presentation(&self.page("/counter").await)
    }

    /// The zone of a case of the card, by its code.
    pub async fn card(&self, case: &str) -> String {
        let sections = self.read("/card").await.parts("section");
        let section = sections.iter().find(|section| section.part("h2").says(&format!("card-{case}"))).unwrap();
        section.part_of_class("pre", "mrz").text().replace(' ', "\n")
    }
}

/// Makes a post that stands alone, with these people; each signs in with [`PASSWORD`].
pub async fn new_post(folder: &Path, people: impl IntoIterator<Item = (String, Role)>) {
    let store = Store::create(folder, &NodeId::parse("KRM").unwrap()).await.unwrap();
    let post = kouremale_in("Africa/Bamako");
    store.add_post(&post).await.unwrap();
    store.set_setting("post", post.id.as_str()).await.unwrap();
    let credentials = Credentials::of_password(limen_node::passwords::hash(PASSWORD).unwrap());
    for (id, role) in people {
        store.add_account(None, &draft(&id, role), &credentials).await.unwrap();
    }
    store.close().await;
}

/// Someone who works at every node, and reads English.
pub fn draft(id: &str, role: Role) -> AccountDraft {
    AccountDraft {
        id: AccountId::parse(id).unwrap(),
        name: format!("Officer {id}"),
        role,
        language: "en".into(),
        stamp: String::new(),
        posts: Vec::new(),
    }
}

/// The presentation that a page of the counter shows.
pub fn presentation(page: &str) -> String {
    between(page, "name=\"presentation\" value=\"", "\"").to_owned()
}

/// How the hits stand on a page of the counter.
pub fn standing(page: &str) -> &str {
    if page.contains("name=\"standing\"") { between(page, "name=\"standing\" value=\"", "\"") } else { "" }
}

/// How many alerts the page of a proposed list says are removed; `None` while it is compared, or where it is closed.
pub fn removed(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<dd>\u{2212}")?;
    Some(rest.split_once("</dd>")?.0.chars().filter(char::is_ascii_digit).collect())
}

/// The text between two others.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}")).1;
    rest.split_once(after).unwrap().0
}

/// Whether the kernel lets this test make namespaces and mount file systems. Where it forbids that (EPERM), or the test runs
/// in a folder made its root (chroot, EINVAL), the test is left out and says so; whatever else stands in the way is a fault.
pub fn kernel_allows(what: &str) -> bool {
    let asked = Command::new("unshare").args(["--net", "--mount", "true"]).env("LC_ALL", "C").output();
    let asked = asked.expect("the program unshare, of util-linux");
    let said = String::from_utf8_lossy(&asked.stderr);
    if asked.status.success() {
        return true;
    }
    let why = if said.contains("cannot change root filesystem propagation") {
        "in a chroot it can't be made"
    } else {
        assert!(said.contains("Operation not permitted"), "unshare: {said}");
        "the kernel forbids it here (EPERM); root may"
    };
    eprintln!("LEFT OUT: this test makes {what}, and {why}");
    false
}

/// What time it is for the programs under test: they run by this machine's clock.
pub fn now() -> Timestamp {
    Time::default().now()
}

/// The birth date of someone who is `years` years old today.
pub fn born_years_ago(years: i32) -> Date {
    now().to_zoned_datetime(TimeZone::UTC).date() - jiff::Span::new().years(years)
}
