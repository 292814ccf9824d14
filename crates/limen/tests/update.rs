//! A newer program comes on a stick, signed by its builder for the service; and the one before comes back.
#![allow(clippy::unwrap_used)]

mod support;

use minisign::KeyPair;
use sqlx::Connection;
use std::{
    fs,
    io::Cursor,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
    time::{Duration, Instant},
};
use support::{Officer, PASSWORD, Post, limen};
use tempfile::TempDir;

/// A stick with releases, and a machine on which programs stand.
struct Stick {
    folder: TempDir,
    maker: KeyPair,
}

impl Stick {
    fn new() -> Self {
        let stick =
            Self { folder: tempfile::tempdir().unwrap(), maker: KeyPair::generate_unencrypted_keypair().unwrap() };
        fs::write(stick.key(), stick.maker.pk.to_box().unwrap().to_string()).unwrap();
        stick
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("release.pub")
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("programs")
    }

    /// A program that says it is this version, signed as what `comment` says.
    fn put(&self, version: &str, comment: &str, maker: &KeyPair) -> PathBuf {
        self.put_program(format!("#!/bin/sh\necho limen {version}\n").as_bytes(), comment, maker)
    }

    fn put_program(&self, program: &[u8], comment: &str, maker: &KeyPair) -> PathBuf {
        self.put_file("limen", program, comment, maker)
    }

    fn put_file(&self, name: &str, program: &[u8], comment: &str, maker: &KeyPair) -> PathBuf {
        let file = self.folder.path().join(name);
        fs::write(&file, program).unwrap();
        let signed = minisign::sign(Some(&maker.pk), &maker.sk, Cursor::new(program), Some(comment), None).unwrap();
        fs::write(self.folder.path().join(format!("{name}.minisig")), signed.to_string()).unwrap();
        file
    }

    fn run(&self, command: &str, program: Option<&Path>) -> Output {
        let mut update = limen();
        update.args(["update", command]);
        if let Some(program) = program {
            update.arg(program).arg("--key").arg(self.key());
        }
        if command != "check" {
            update.arg("--at").arg(self.place());
        }
        update.output().unwrap()
    }

    fn installs(&self, program: &Path) {
        let done = self.run("install", Some(program));
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn refuses(&self, program: &Path, why: &str) {
        let refused = self.run("install", Some(program));
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(why), "{said}");
    }

    fn runs(&self) -> String {
        let said = std::process::Command::new(self.place().join("current/limen")).arg("--version").output().unwrap();
        String::from_utf8(said.stdout).unwrap().trim().to_owned()
    }
}

fn comment(version: &str) -> String {
    format!("limen {version} {}-{}", std::env::consts::ARCH, std::env::consts::OS)
}

#[test]
fn a_newer_signed_program_is_taken_in_and_the_one_before_comes_back() {
    let stick = Stick::new();
    stick.installs(&stick.put("1.0.0", &comment("1.0.0"), &stick.maker));
    let newer = stick.put("1.1.0", &comment("1.1.0"), &stick.maker);
    let checked = stick.run("check", Some(&newer));
    assert!(String::from_utf8_lossy(&checked.stdout).contains("Limen 1.1.0, signed"), "{checked:?}");
    assert_eq!(stick.runs(), "limen 1.0.0", "looking changes nothing");
    stick.installs(&newer);
    assert_eq!(stick.runs(), "limen 1.1.0");
    let shown = String::from_utf8(stick.run("show", None).stdout).unwrap();
    assert!(shown.contains("1.0.0         ran before") && shown.contains("1.1.0         runs"), "{shown}");
    assert!(stick.run("back", None).status.success());
    assert_eq!(stick.runs(), "limen 1.0.0");
    // And forward again.
    assert!(stick.run("back", None).status.success());
    assert_eq!(stick.runs(), "limen 1.1.0");
    let mode = fs::metadata(stick.place().join("versions/1.1.0/limen")).unwrap().permissions().mode();
    assert_eq!(mode & 0o022, 0, "nobody but its owner changes it");
}

#[test]
fn limen_analyst_comes_with_the_limen_of_its_own_release_and_with_no_other() {
    let stick = Stick::new();
    let limen = stick.put("1.0.0", &comment("1.0.0"), &stick.maker);
    let analyst = |version: &str, maker: &KeyPair| {
        stick.put_file("limen-analyst", b"#!/bin/sh\n", &comment(version).replace("limen", "limen-analyst"), maker)
    };
    analyst("1.1.0", &stick.maker);
    stick.refuses(&limen, "of version 1.1.0, limen of 1.0.0");
    analyst("1.0.0", &KeyPair::generate_unencrypted_keypair().unwrap());
    stick.refuses(&limen, "was not signed by the owner");
    stick.put_file("limen-analyst", b"#!/bin/sh\n", &comment("1.0.0"), &stick.maker);
    stick.refuses(&limen, "is limen, and not limen-analyst");
    assert!(!stick.place().join("current").exists(), "nothing was taken in");
    let alone = analyst("1.0.0", &stick.maker);
    stick.refuses(&alone, "is limen-analyst, and not limen");
    stick.installs(&limen);
    assert!(stick.place().join("current/limen-analyst").exists(), "it stands beside limen");
}

#[test]
fn what_was_not_signed_so_or_is_older_or_for_another_machine_is_not_taken_in() {
    let stick = Stick::new();
    stick.installs(&stick.put("1.1.0", &comment("1.1.0"), &stick.maker));
    let stranger = KeyPair::generate_unencrypted_keypair().unwrap();
    stick.refuses(&stick.put("1.2.0", &comment("1.2.0"), &stranger), "was not signed by the owner");
    let changed = stick.put("1.2.0", &comment("1.2.0"), &stick.maker);
    fs::write(&changed, "#!/bin/sh\nrm -rf /somewhere\n").unwrap();
    stick.refuses(&changed, "was changed since");
    // The comment is signed too.
    let program = stick.put("1.0.0", &comment("1.0.0"), &stick.maker);
    let signature = fs::read_to_string(stick.folder.path().join("limen.minisig")).unwrap();
    fs::write(stick.folder.path().join("limen.minisig"), signature.replace("limen 1.0.0", "limen 9.0.0")).unwrap();
    stick.refuses(&program, "was not signed by the owner");
    // Rightly signed, but with the faults that were mended since.
    stick.refuses(&stick.put("1.0.0", &comment("1.0.0"), &stick.maker), "1.0.0 is not newer");
    stick.refuses(&stick.put("1.1.0", &comment("1.1.0"), &stick.maker), "1.1.0 is not newer");
    stick.refuses(&stick.put("1.2.0", "limen 1.2.0 z80-cpm", &stick.maker), "is for z80-cpm");
    stick.refuses(&stick.put("1.2.0", "a game", &stick.maker), "no release of Limen");
    stick.refuses(&stick.put("1.2.0", &comment("1.3.0"), &stick.maker), "the program says that it is 1.2.0");
    stick.refuses(&stick.put("1.2.0", &comment("../../evil"), &stick.maker), "is none");
    fs::remove_file(stick.folder.path().join("limen.minisig")).unwrap();
    stick.refuses(&stick.folder.path().join("limen"), "a release consists of both files");
    assert_eq!(stick.runs(), "limen 1.1.0", "and what runs stays");
    let fresh = Stick::new();
    assert!(!fresh.run("back", None).status.success(), "there is nothing to go back to");
}

#[test]
fn what_is_no_file_and_a_program_that_never_answers_hold_no_update() {
    let stick = Stick::new();
    stick.installs(&stick.put("1.0.0", &comment("1.0.0"), &stick.maker));
    let begin = Instant::now();
    let silent = b"#!/bin/sh\nwhile true; do sleep 1; done\n";
    stick.refuses(&stick.put_program(silent, &comment("1.1.0"), &stick.maker), "does not say");
    let endless = b"#!/bin/sh\nwhile true; do echo limen 1.1.0; done\n";
    stick.refuses(&stick.put_program(endless, &comment("1.1.0"), &stick.maker), "does not say");
    let program = stick.put("1.1.0", &comment("1.1.0"), &stick.maker);
    fs::remove_file(&program).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&program).status().unwrap().success());
    stick.refuses(&program, "is no file");
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
    assert_eq!(stick.runs(), "limen 1.0.0");
    let versions: Vec<_> = fs::read_dir(stick.place().join("versions")).unwrap().collect();
    assert_eq!(versions.len(), 1, "what was refused is gone: {versions:?}");
}

#[test]
fn whoever_runs_the_service_may_run_the_program_that_someone_else_installed() {
    let stick = Stick::new();
    let program = stick.put("1.0.0", &comment("1.0.0"), &stick.maker);
    for umask in ["022", "077"] {
        let place = stick.folder.path().join(umask);
        let mut install = std::process::Command::new("sh");
        install.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_limen")]);
        install.args(["update", "install"]).arg(&program).arg("--key").arg(stick.key()).arg("--at").arg(&place);
        assert!(install.status().unwrap().success());
        for made in ["", "versions", "versions/1.0.0", "versions/1.0.0/limen"] {
            let mode = fs::metadata(place.join(made)).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o755, "{made} under {umask}");
        }
    }
}

#[tokio::test]
async fn a_post_that_goes_back_goes_on_with_what_was_recorded_meanwhile() {
    let stick = Stick::new();
    let itself = fs::read(env!("CARGO_BIN_EXE_limen")).unwrap();
    stick.installs(&stick.put_program(&itself, &comment(env!("CARGO_PKG_VERSION")), &stick.maker));
    let mut post = Post::demo();
    assert!(post.terminate());
    // What a newer program's migration would leave behind.
    let mut database = post.database().await;
    for statement in [
        "alter table crossing add column of_tomorrow text not null default ''",
        "create table of_tomorrow (id text not null primary key)",
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'of tomorrow', 1, x'00', 0)",
    ] {
        sqlx::query(statement).execute(&mut database).await.unwrap();
    }
    database.close().await.unwrap();
    let mut command = std::process::Command::new(stick.place().join("current/limen"));
    command.args(["serve", "--port", "0", "--data"]).arg(&post.data);
    let again = Post::start(command, post.data.clone(), None);
    let aminata = Officer::sign_in_with(&again.address, "aminata", PASSWORD, "/counter").await;
    let zone = aminata.card("clean").await;
    assert!(!aminata.scan(&zone).await.is_empty(), "a traveller stands before her");
}

#[tokio::test]
async fn tables_of_another_program_are_said_to_be_those_of_a_later_one() {
    let mut post = Post::demo();
    assert!(post.terminate());
    let mut database = post.database().await;
    let changed = "update _sqlx_migrations set checksum = x'00' where version = 19";
    sqlx::query(changed).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    let doctor = limen().args(["doctor", "--data"]).arg(&post.data).output().unwrap();
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(said.contains("WRONG  database: the database was made by a later version of Limen"), "{said}");
    assert_eq!(doctor.status.code(), Some(1));
}
