//! What Limen makes on a disk, who can read it, and what it takes in from files of others.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use limen_domain::{Event, NodeId};
use limen_exchange::vault;
use limen_store::{Home, NewEvent, Store};
use network::{Network, run, try_run};
use std::{
    fs,
    io::{Read, Write},
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};
use support::{Officer, Post, limen, zone_of};
use tempfile::TempDir;

/// The program under another umask than the tests'.
fn under(umask: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_limen")]);
    command
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

/// What in a folder, however deep and with the folder itself, others than its owner may do anything with.
fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if mode(folder) & 0o077 != 0 {
        found.push(folder.to_owned());
    }
    if folder.is_dir() {
        for entry in fs::read_dir(folder).unwrap() {
            found.extend(open_to_others(&entry.unwrap().path()));
        }
    }
    found
}

/// Runs a command that has to end by itself; what came of it.
fn ends(mut command: Command, within: Duration) -> Output {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begin.elapsed() > within {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} did not end within {within:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A stopped demonstration in a folder of its own.
fn past() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("KRM");
    let mut command = limen();
    command.args(["demo", "--port", "0", "--crossings", "3000", "--data"]).arg(&data);
    assert!(Post::start(command, data.clone(), None).terminate());
    (folder, data)
}

#[tokio::test]
async fn what_limen_makes_is_its_owners_alone_whatever_the_umask() {
    for umask in ["022", "000"] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("HQ");
        let mut init = under(umask);
        init.args(["init", "headquarters", "--name", "Direction", "--country", "MLI", "--time-zone", "Africa/Bamako"]);
        init.args(["--host", "localhost", "--unencrypted", "--data"]).arg(&data);
        let done = init.output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(open_to_others(&data), [] as [PathBuf; 0], "headquarters under {umask}");

        let data = folder.path().join("KRM");
        let mut demo = under(umask);
        demo.args(["demo", "--port", "0", "--crossings", "3000", "--data"]).arg(&data);
        let mut post = Post::start(demo, data.clone(), None);
        let aminata = Officer::sign_in(&post.address, "aminata").await;
        aminata.scan(&zone_of("GIN", "GN611", "DIABATE")).await;
        assert_eq!(open_to_others(&data), [] as [PathBuf; 0], "a post that runs under {umask}");
        assert!(post.terminate());
        let key = folder.path().join("limen.key");
        let (backups, person) = (folder.path().join("backups"), folder.path().join("person"));
        for arguments in [
            vec!["backup", "--to", backups.to_str().unwrap()],
            vec!["data", "person", "--document", "GIN GN611", "--request", "1/2026", "--to", person.to_str().unwrap()],
            vec!["vault", "seal", "--key-file", key.to_str().unwrap()],
        ] {
            let done = under(umask).args(&arguments).arg("--data").arg(&data).output().unwrap();
            assert!(done.status.success(), "{arguments:?}: {}", said(&done));
        }
        for made in [&data, &key, &backups, &person] {
            assert_eq!(open_to_others(made), [] as [PathBuf; 0], "under {umask}");
        }
    }
}

#[test]
fn a_folder_that_an_older_version_made_is_closed_to_others_when_it_is_opened() {
    let (_folder, data) = past();
    let other = data.join("notes.txt");
    fs::write(&other, "not Limen's").unwrap();
    fs::create_dir_all(data.join("parquet/month=2026-10")).unwrap();
    for (path, mode) in [("", 0o755), ("limen.sqlite", 0o644), ("parquet", 0o755), ("notes.txt", 0o644)] {
        fs::set_permissions(data.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    let (done, _, error) = try_run(&["journal", "verify", "--data", data.to_str().unwrap()]);
    assert!(done && error.lines().filter(|line| line.contains("could be read by others")).count() == 1, "{error}");
    assert_eq!(open_to_others(&data), std::slice::from_ref(&other));
    assert_eq!(fs::read_to_string(&other).unwrap(), "not Limen's");
    let (_, _, error) = try_run(&["journal", "verify", "--data", data.to_str().unwrap()]);
    assert!(!error.contains("could be read by others"), "it is said once: {error}");
}

/// A backup's file with these entries.
fn archive(file: &Path, entries: &[(&str, &[u8])]) {
    let mut archive = tar::Builder::new(zstd::Encoder::new(fs::File::create(file).unwrap(), 1).unwrap());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_cksum();
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap();
}

#[test]
fn a_backup_that_unpacks_to_any_size_is_refused_at_once_and_nothing_is_left_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("bomb.limen-backup"), folder.path().join("restored"));
    let most: u64 = 1 << 30;
    let mut header = tar::Header::new_gnu();
    header.set_path("limen.sqlite").unwrap();
    header.set_size(most);
    header.set_mode(0o600);
    header.set_cksum();
    let mut packed = zstd::Encoder::new(fs::File::create(&file).unwrap(), 1).unwrap();
    packed.write_all(header.as_bytes()).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(most), &mut packed).unwrap();
    packed.finish().unwrap();
    assert!(fs::metadata(&file).unwrap().len() < 1 << 20);
    let mut restore = limen();
    restore.args(["restore", "--backup"]).arg(&file).arg("--data").arg(&data);
    let begin = Instant::now();
    let refused = ends(restore, Duration::from_secs(60));
    assert!(
        !refused.status.success() && said(&refused).contains("more than such a backup holds"),
        "{}",
        said(&refused)
    );
    assert!(begin.elapsed() < Duration::from_secs(2), "refused before it was unpacked: {:?}", begin.elapsed());
    assert!(!data.exists(), "nothing is left");
}

#[test]
fn of_a_backup_that_is_refused_nothing_is_left_and_a_sound_one_is_taken_then() {
    let (folder, data) = past();
    let backup = run(&["backup", "--data", data.to_str().unwrap(), "--to", folder.path().to_str().unwrap()]);
    let sound = fs::read(data.join("limen.sqlite")).unwrap();
    // An administrator who edits what events say of a name, wherever it stands.
    let mut altered = sound.clone();
    let places: Vec<usize> = (0..altered.len() - 6).filter(|at| &altered[*at..at + 6] == b"DIALLO").collect();
    places.into_iter().for_each(|place| altered[place] = b'd');
    let bad = folder.path().join("bad.limen-backup");
    let new = folder.path().join("new");
    let key = ("identity/node.key", &b"a key"[..]);
    for entries in [
        vec![key, ("limen.sqlite", &b"no database"[..])],
        vec![key, ("limen.sqlite", &altered)],
        vec![key],
        vec![("limen.sqlite", &sound), ("limen.evil", b"evil")],
        vec![("vault/key-file.age", b"sealed"), ("limen.sqlite", &sound)],
    ] {
        archive(&bad, &entries);
        let names: Vec<&str> = entries.iter().map(|(name, _)| *name).collect();
        let (done, out, error) =
            try_run(&["restore", "--backup", bad.to_str().unwrap(), "--data", new.to_str().unwrap()]);
        assert!(!done, "{names:?}: {out}");
        assert!(!new.exists(), "{names:?} left something: {error}");
    }
    let out = run(&["restore", "--backup", backup.trim(), "--data", new.to_str().unwrap()]);
    assert!(out.contains("Restored as KRM."), "{out}");
    assert!(!new.join("restoring").exists());
    run(&["journal", "verify", "--data", new.to_str().unwrap()]);
}

#[test]
fn settings_of_a_backup_that_open_the_machine_to_others_are_set_aside_and_named() {
    let (folder, data) = past();
    let settings = "[metrics]\naddress = \"0.0.0.0:9464\"\n\n[pages]\ndevices = \"0.0.0.0:8444\" # for counters\nnames = [\"krm\"]\n\n[database]\n\
                    postgres = \"postgres://evil/limen\"\n\n[link]\nevery_seconds = 7\n";
    let file = folder.path().join("b.limen-backup");
    let database = fs::read(data.join("limen.sqlite")).unwrap();
    archive(&file, &[("limen.sqlite", &database), ("limen.toml", settings.as_bytes())]);
    let new = folder.path().join("new");
    let out = run(&["restore", "--backup", file.to_str().unwrap(), "--data", new.to_str().unwrap()]);
    for set_aside in
        ["address = \"0.0.0.0:9464\"", "devices = \"0.0.0.0:8444\"", "postgres = \"postgres://evil/limen\""]
    {
        assert!(out.contains(set_aside), "{set_aside} is not named: {out}");
    }
    let kept = fs::read_to_string(new.join("limen.toml")).unwrap();
    let in_force: toml::Table = toml::from_str(&kept).unwrap();
    assert_eq!(in_force["link"]["every_seconds"].as_integer(), Some(7));
    assert!(in_force["metrics"].get("address").is_none() && in_force["pages"].get("devices").is_none(), "{kept}");
    assert!(in_force["database"].get("postgres").is_none(), "{kept}");
    run(&["journal", "verify", "--data", new.to_str().unwrap()]);
    // Settings that this program can't read are no reason to lose the node.
    archive(&file, &[("limen.sqlite", &database), ("limen.toml", b"[of_tomorrow]\nnew = 1\n")]);
    let new = folder.path().join("newer");
    let out = run(&["restore", "--backup", file.to_str().unwrap(), "--data", new.to_str().unwrap()]);
    assert!(out.contains("limen.toml.set-aside") && new.join("limen.toml.set-aside").exists(), "{out}");
    run(&["journal", "verify", "--data", new.to_str().unwrap()]);
}

#[test]
fn a_folder_whose_sealing_was_killed_opens_at_any_point_and_is_whole_in_the_end() {
    let (folder, data) = past();
    let key = folder.path().join("limen.key");
    let seal = |data: &Path| {
        let mut seal = limen();
        seal.args(["vault", "seal", "--data"]).arg(data).arg("--key-file").arg(&key).env("LIMEN_KEY_FILE", &key);
        seal.stdout(Stdio::null()).stderr(Stdio::null());
        seal
    };
    let copy = |name: &str| {
        let to = folder.path().join(name);
        fs::create_dir(&to).unwrap();
        fs::copy(data.join("limen.sqlite"), to.join("limen.sqlite")).unwrap();
        to
    };
    let whole = copy("whole");
    let begin = Instant::now();
    assert!(seal(&whole).status().unwrap().success());
    let takes = begin.elapsed();
    let rounds = 20;
    for round in 0..rounds {
        let data = copy(&format!("cut-{round}"));
        let mut child = seal(&data).spawn().unwrap();
        std::thread::sleep(takes * round / rounds);
        child.kill().unwrap();
        child.wait().unwrap();
        let opened =
            limen().args(["journal", "verify", "--data"]).arg(&data).env("LIMEN_KEY_FILE", &key).output().unwrap();
        assert!(opened.status.success(), "after {round}/{rounds}: {}", said(&opened));
        if data.join("vault/key-file.age").exists() {
            let head = fs::read(data.join("limen.sqlite")).unwrap();
            assert!(
                !head.starts_with(b"SQLite format 3"),
                "after {round}/{rounds}: opening it finishes the encryption"
            );
            assert!(!data.join("vault/sealing").exists());
        }
        assert!(seal(&data).status().unwrap().success(), "after {round}/{rounds}");
        let opened =
            limen().args(["journal", "verify", "--data"]).arg(&data).env("LIMEN_KEY_FILE", &key).output().unwrap();
        assert!(opened.status.success(), "sealed after {round}/{rounds}: {}", said(&opened));
        fs::remove_dir_all(&data).unwrap();
    }
    // Cut off after the key was put into the folder, and before anything else was.
    let cut = copy("cut");
    let (known, opener) = (limen_store::Key::generate(), vault::Opener::KeyFile(key.clone()));
    vault::begin_sealing(Home { folder: &cut, key: Some(&known) }).unwrap();
    vault::seal(&known, &opener).unwrap().add(&cut).unwrap();
    let opened = limen().args(["journal", "verify", "--data"]).arg(&cut).env("LIMEN_KEY_FILE", &key).output().unwrap();
    assert!(opened.status.success() && said(&opened).contains("now it is"), "{}", said(&opened));
    assert!(!fs::read(cut.join("limen.sqlite")).unwrap().starts_with(b"SQLite format 3"));
    assert!(!cut.join("vault/sealing").exists());
    // A database that is not encrypted, put in the place of the encrypted one, is not taken for a sealing cut off.
    fs::copy(data.join("limen.sqlite"), whole.join("limen.sqlite")).unwrap();
    let opened =
        limen().args(["journal", "verify", "--data"]).arg(&whole).env("LIMEN_KEY_FILE", &key).output().unwrap();
    assert!(!opened.status.success() && said(&opened).contains("it is not encrypted"), "{}", said(&opened));
    // Unless someone with the key says that it is to be encrypted.
    assert!(seal(&whole).status().unwrap().success());
    assert!(!fs::read(whole.join("limen.sqlite")).unwrap().starts_with(b"SQLite format 3"));
}

#[test]
fn another_key_file_is_another_way_in_and_replaces_none_unless_that_is_said() {
    let (folder, data) = past();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (a, b, c, data) = (path("a.key"), path("b.key"), path("c.key"), data.to_str().unwrap().to_owned());
    let with = |key: &str, arguments: &[&str]| {
        limen().args(arguments).args(["--data", &data]).env("LIMEN_KEY_FILE", key).output().unwrap()
    };
    let opens = |key: &str| with(key, &["journal", "verify"]).status.success();
    run(&["vault", "seal", "--data", &data, "--key-file", &a]);
    let added = with(&a, &["vault", "seal", "--key-file", &b]);
    assert!(added.status.success() && said(&added).contains("2 key files open"), "{}", said(&added));
    assert!(opens(&a) && opens(&b), "both open it");
    // The same again adds nothing.
    let again = with(&b, &["vault", "seal", "--key-file", &a]);
    assert!(said(&again).contains("2 key files open"), "{}", said(&again));
    // A passphrase is a way of its own, and another one replaces it only where that is said.
    let passphrase = |name: &str, text: &str| {
        fs::write(path(name), text).unwrap();
        path(name)
    };
    let (first, second) =
        (passphrase("first", "cheval agrafe pile juste"), passphrase("second", "fleuve natte soleil craie"));
    assert!(with(&a, &["vault", "seal", "--passphrase-file", &first]).status.success());
    let refused = with(&a, &["vault", "seal", "--passphrase-file", &second]);
    assert!(!refused.status.success() && said(&refused).contains("--replace"), "{}", said(&refused));
    let by_passphrase = |file: &str| {
        limen()
            .args(["journal", "verify", "--data", &data])
            .env("LIMEN_PASSPHRASE_FILE", file)
            .output()
            .unwrap()
            .status
            .success()
    };
    assert!(by_passphrase(&first) && !by_passphrase(&second) && opens(&a) && opens(&b));
    let replaced = with(&a, &["vault", "seal", "--replace", "--passphrase-file", &second]);
    assert!(replaced.status.success() && by_passphrase(&second) && !by_passphrase(&first), "{}", said(&replaced));
    assert!(said(&replaced).contains("2 key files open") && said(&replaced).contains("A passphrase opens"));
    // A backup opens with every way too.
    let backups = path("backups");
    assert!(with(&a, &["backup", "--to", &backups]).status.success());
    let backup = fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    let new = path("new");
    let restored = limen()
        .args(["restore", "--backup"])
        .arg(&backup)
        .args(["--data", &new])
        .env("LIMEN_KEY_FILE", &b)
        .output()
        .unwrap();
    assert!(restored.status.success(), "{}", said(&restored));
    let replaced = with(&b, &["vault", "seal", "--replace", "--key-file", &c]);
    assert!(replaced.status.success() && said(&replaced).contains("A key file opens"), "{}", said(&replaced));
    assert!(opens(&c) && !opens(&a) && !opens(&b));
    assert!(with(&c, &["vault", "forget", "key-file"]).status.success());
    assert!(!opens(&c) && by_passphrase(&second));
}

#[test]
fn renewing_that_was_cut_off_leaves_no_folder_that_looks_whole_and_is_begun_anew() {
    let (folder, data) = past();
    let path = |name: &str| folder.path().join(name);
    let (old, new_key, new) = (path("old.key"), path("new.key"), path("new"));
    run(&["vault", "seal", "--data", data.to_str().unwrap(), "--key-file", old.to_str().unwrap()]);
    let renew = || {
        let mut renew = limen();
        renew.args(["vault", "renew", "--data"]).arg(&data).arg("--to").arg(&new).arg("--key-file").arg(&new_key);
        renew.env("LIMEN_KEY_FILE", &old).stdout(Stdio::null()).stderr(Stdio::null());
        renew
    };
    let begin = Instant::now();
    assert!(renew().status().unwrap().success());
    let takes = begin.elapsed();
    for round in 0..8 {
        fs::remove_dir_all(&new).unwrap();
        let mut child = renew().spawn().unwrap();
        std::thread::sleep(takes * round / 8);
        child.kill().unwrap();
        child.wait().unwrap();
        if !new.exists() {
            let again = renew().stderr(Stdio::piped()).output().unwrap();
            assert!(again.status.success(), "round {round}: {}", said(&again));
        }
        let opened =
            limen().args(["journal", "verify", "--data"]).arg(&new).env("LIMEN_KEY_FILE", &new_key).output().unwrap();
        assert!(opened.status.success(), "round {round}: {}", said(&opened));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing else is left");
    }
}

#[tokio::test]
async fn the_doctor_does_not_answer_nought_when_it_says_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let node = NodeId::parse("KRM").unwrap();
    let store = Store::create(folder.path(), &node).await.unwrap();
    let at = support::now() + jiff::SignedDuration::from_hours(24 * 60);
    let event = Event::NodeStarted { version: "0.1.0".to_owned() };
    store.bring_in(&node, vec![NewEvent { at, actor: None, event }]).await.unwrap();
    store.close().await;
    let looked = limen().args(["doctor", "--data"]).arg(folder.path()).output().unwrap();
    assert!(said(&looked).contains("WRONG  clock"), "{}", said(&looked));
    assert_eq!(looked.status.code(), Some(1));
}

#[tokio::test]
async fn what_is_no_file_is_taken_in_by_no_command_and_holds_none() {
    let network = Network::new().await;
    let folder = tempfile::tempdir().unwrap();
    let (pipe, zero) = (folder.path().join("KRM-HQ.limen"), folder.path().join("zero.limen"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    symlink("/dev/zero", &zero).unwrap();
    let large = folder.path().join("large.limen");
    fs::File::create(&large).unwrap().set_len(1 << 30).unwrap();
    let data = network.data("HQ");
    let hq = data.to_str().unwrap();
    for file in [&pipe, &zero, &folder.path().to_owned(), &large] {
        let mut import = Command::new("sh");
        // What is read without end ends here, and not with the machine's memory.
        import.args([
            "-c",
            "ulimit -v 1500000; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_limen"),
            "exchange",
            "import",
            "--data",
        ]);
        import.arg(&data).arg(file);
        let refused = ends(import, Duration::from_secs(20));
        let why = said(&refused);
        assert!(refused.status.code() == Some(2), "{}: {why}", file.display());
        assert!(
            why.contains("is no file") || why.contains("more than") || why.contains("damaged"),
            "{}: {why}",
            file.display()
        );
    }
    for arguments in [
        vec!["lists", "check", "stay-rules", pipe.to_str().unwrap()],
        vec!["alerts", "import", pipe.to_str().unwrap(), "--list", "national", "--as", "kadiatou", "--data", hq],
        vec!["journal", "check", pipe.to_str().unwrap(), "--key", &"0".repeat(64)],
        vec!["update", "check", pipe.to_str().unwrap(), "--key", pipe.to_str().unwrap()],
        vec!["vault", "seal", "--data", hq, "--key-file", pipe.to_str().unwrap()],
        vec!["restore", "--backup", pipe.to_str().unwrap(), "--data", folder.path().join("new").to_str().unwrap()],
    ] {
        let mut command = limen();
        command.args(&arguments).env("LIMEN_KEY_FILE", network.key_file());
        let refused = ends(command, Duration::from_secs(20));
        assert!(
            !refused.status.success() && said(&refused).contains("is no file"),
            "{arguments:?}: {}",
            said(&refused)
        );
    }
}
