//! A small network of real programs: headquarters set up by `limen init`, and posts that join it with a code.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use crate::support::{Officer, PASSWORD, Post, limen};
use limen_domain::{AccountId, CredentialChange};
use limen_exchange::vault::{self, Opener};
use limen_store::{Chance, Credentials, Home, Store};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Runs the command, which must do what it was told; what it printed.
pub fn run(arguments: &[&str]) -> String {
    let (done, out, error) = try_run(arguments);
    assert!(done, "limen {arguments:?}: {out}{error}");
    out
}

pub fn try_run(arguments: &[&str]) -> (bool, String, String) {
    let output = limen().args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

/// A network in a folder of its own.
pub struct Network {
    folder: TempDir,
    host: String,
    pub exchange: u16,
    database: Option<String>,
    pub headquarters: Option<Post>,
}

impl Network {
    /// Headquarters with posts KRM and ZEG described, and people who may sign in; it is not running yet. Where
    /// `LIMEN_POSTGRES` names a server, it keeps everything in a database of its own there.
    pub async fn new() -> Self {
        Self::at("localhost").await
    }

    /// The same, where posts find headquarters under another name or address.
    pub async fn at(host: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match std::env::var("LIMEN_POSTGRES") {
            Ok(server) => Some(new_database(&server).await),
            Err(_) => None,
        };
        // All nodes of a test are opened by one file, which lies in no node's folder.
        let key_file = folder.path().join("limen.key");
        let data = folder.path().join("HQ");
        let data = data.to_str().unwrap();
        let mut init = vec![
            "init",
            "headquarters",
            "--data",
            data,
            "--name",
            "Direction générale",
            "--country",
            "MLI",
            "--time-zone",
            "Africa/Bamako",
            "--host",
            host,
            "--administrator",
            "fanta",
            "--key-file",
            key_file.to_str().unwrap(),
        ];
        if let Some(database) = &database {
            init.extend(["--postgres", database]);
        }
        run(&init);
        let mut people = vec!["fanta"];
        for (id, name, neighbour, town) in [("KRM", "Kourémalé", "GIN", "Siguiri"), ("ZEG", "Zégoua", "CIV", "Niellé")]
        {
            run(&[
                "posts",
                "add",
                "--data",
                data,
                "--id",
                id,
                "--name",
                name,
                "--country",
                "MLI",
                "--neighbour",
                neighbour,
                "--time-zone",
                "Africa/Bamako",
                "--town-in",
                "Bamako",
                "--town-out",
                town,
            ]);
        }
        for (id, role) in [
            ("aminata", "first-line"),
            ("mariam", "supervisor"),
            ("kadiatou", "alert-manager"),
            ("seydou", "alert-manager"),
        ] {
            run(&["accounts", "add", "--data", data, "--id", id, "--name", id, "--role", role]);
            people.push(id);
        }
        let exchange = crate::support::port();
        let settings = folder.path().join("HQ/limen.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let exchange_ip = if host == "localhost" { "127.0.0.1" } else { host };
        std::fs::write(
            &settings,
            text.replace("#address = \"0.0.0.0:8443\"", &format!("address = \"{exchange_ip}:{exchange}\"")),
        )
        .unwrap();
        let network = Self { folder, host: host.to_owned(), exchange, database, headquarters: None };
        for account in people {
            network.settle(account).await;
        }
        network
    }

    /// Someone has put a password of their own, [`PASSWORD`], in the place of the one that was drawn for them.
    pub async fn settle(&self, account: &str) {
        let store = self.store().await;
        let credentials = Credentials::of_password(limen_node::passwords::hash(PASSWORD).unwrap());
        let account = AccountId::parse(account).unwrap();
        store.set_credentials(Some(&account), &account, &credentials, CredentialChange::Password).await.unwrap();
        store.publish().await.unwrap();
        store.close().await;
    }

    pub fn start(&mut self) {
        self.headquarters = Some(Post::serve(&self.data("HQ")));
    }

    /// Headquarters' database.
    pub async fn store(&self) -> Store {
        match &self.database {
            Some(url) => Store::open_on(url).await.unwrap(),
            None => self.open(&self.data("HQ")).await,
        }
    }

    /// The database in the folder of a node.
    pub async fn open(&self, data: &Path) -> Store {
        let key = vault::open(data, &Opener::KeyFile(self.key_file())).unwrap();
        Store::open(Home { folder: data, key: Some(&key) }).await.unwrap()
    }

    /// What opens every node's folder.
    pub fn key_file(&self) -> PathBuf {
        self.folder.path().join("limen.key")
    }

    pub fn data(&self, node: &str) -> PathBuf {
        self.folder.path().join(node)
    }

    pub fn address(&self) -> String {
        format!("https://{}:{}", self.host, self.exchange)
    }

    pub fn code(&self, post: &str) -> String {
        let data = self.data("HQ");
        run(&["nodes", "invite", "--data", data.to_str().unwrap(), "--post", post]).trim().to_owned()
    }

    /// A machine joins as a node of a post, in a folder of this name.
    pub fn join(&self, post: &str, folder: &str) -> PathBuf {
        let (data, code, key_file) = (self.data(folder), self.code(post), self.key_file());
        let (data_text, key_file) = (data.to_str().unwrap(), key_file.to_str().unwrap());
        let known = ["--headquarters", &self.address(), "--code", &code, "--key-file", key_file];
        run(&[&["init", "post", "--data", data_text], &known[..]].concat());
        // Tests wait for no clock.
        let settings = data.join("limen.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        std::fs::write(&settings, text.replace("#every_seconds = 20", "every_seconds = 1")).unwrap();
        data
    }

    pub async fn sign_in(&self, address: &str, account: &str, home: &str) -> Officer {
        Officer::sign_in_at(address, account, home).await
    }

    pub async fn at_headquarters(&self, account: &str, home: &str) -> Officer {
        self.sign_in(&self.headquarters.as_ref().unwrap().address, account, home).await
    }

    pub fn nodes(&self) -> String {
        run(&["nodes", "list", "--data", self.data("HQ").to_str().unwrap()])
    }
}

/// An empty database on a PostgreSQL server; its address.
async fn new_database(server: &str) -> String {
    let name = format!("limen_{}", Chance::default().legible(20));
    let mut conn = PgConnection::connect(server).await.unwrap();
    let make = format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'");
    sqlx::query(AssertSqlSafe(make)).execute(&mut conn).await.unwrap();
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

/// Waits until something holds, and says what did not where it never does.
pub async fn until<F: Future<Output = bool>>(what: &str, holds: impl Fn() -> F) {
    let begin = Instant::now();
    while !holds().await {
        assert!(begin.elapsed() < Duration::from_secs(30), "{what}: never happened");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// How many events each journal has in the database of a folder, as `limen journal verify` says; all are sound.
pub fn journals(data: &Path) -> HashMap<String, u64> {
    let out = run(&["journal", "verify", "--data", data.to_str().unwrap()]);
    out.lines()
        .filter_map(|line| {
            // The other lines are of ends that were signed; a fault makes the command fail.
            let (node, rest) = line.split_once(": sound, ")?;
            Some((node.to_owned(), rest.split_once(' ').unwrap().0.parse().unwrap()))
        })
        .collect()
}

/// A stick's file in a folder: the one whose name begins so.
pub fn stick(folder: &Path, begins: &str) -> PathBuf {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(begins)).collect();
    assert_eq!(found.len(), 1, "{begins}: {found:?}");
    found.remove(0)
}

pub fn kill(post: &mut Post) {
    post.child.kill().unwrap();
    post.child.wait().unwrap();
}

pub fn shell(text: &str) -> bool {
    Command::new("sh").args(["-c", text]).status().unwrap().success()
}

/// A demonstration of several nodes in one program.
pub struct Demo {
    child: std::process::Child,
    folder: Option<TempDir>,
    /// Where the pages of its nodes are, in the order in which it tells them.
    pub addresses: Vec<String>,
}

impl Demo {
    /// Headquarters, then Kourémalé, Zégoua and Diboli.
    pub fn start(crossings: &str) -> Self {
        Self::of("--network", crossings, tempfile::tempdir().unwrap())
    }

    /// Headquarters of Mali, its post, headquarters of Guinea, its post.
    pub fn neighbours(crossings: &str) -> Self {
        Self::of("--neighbours", crossings, tempfile::tempdir().unwrap())
    }

    fn of(which: &str, crossings: &str, folder: TempDir) -> Self {
        use std::io::{BufRead, BufReader};
        let mut command = limen();
        command.args(["demo", which, "--port", "0", "--crossings", crossings, "--data"]).arg(folder.path());
        let mut child =
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let addresses = lines.filter_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            Some(format!("http://{}", rest.split(',').next()?.trim()))
        });
        let addresses: Vec<String> = addresses.take(4).collect();
        assert_eq!(addresses.len(), 4, "the demonstration {which} did not start");
        Self { child, folder: Some(folder), addresses }
    }

    /// Where its nodes' folders are.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }

    /// Kills it; its folder stays.
    pub fn killed(mut self) -> TempDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.folder.take().unwrap()
    }

    /// Kills it and starts it again with what is there.
    pub fn again(self, which: &str) -> Self {
        Self::of(which, "3000", self.killed())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
