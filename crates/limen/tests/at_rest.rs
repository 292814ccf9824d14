//! What a thief finds on a post's disk, and who can open it.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{Network, run, try_run};
use std::{
    fs,
    path::{Path, PathBuf},
};
use support::{Officer, Post, limen};
use tempfile::TempDir;

/// The files of a folder, however deep, that hold a text: as it is, in UTF-16, or as base 64 somewhere in it.
fn files_with(folder: &Path, text: &str) -> Vec<PathBuf> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        if holds(text.as_bytes()) || holds(&wide) {
            found.push(path);
        }
    }
    found
}

/// What the demonstration's past has a great many of.
const NAME: &str = "DIALLO";

/// A demonstration's folder with some past, stopped.
fn past() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("KRM");
    let mut command = limen();
    command.args(["demo", "--port", "0", "--crossings", "3000", "--data"]).arg(&data);
    assert!(Post::start(command, data.clone(), None).terminate());
    (folder, data)
}

#[tokio::test]
async fn a_stolen_disk_shows_no_name_and_an_encrypted_post_works_as_before() {
    let (folder, data) = past();
    assert!(!files_with(&data, NAME).is_empty(), "what is not encrypted shows names: the search finds them");
    let (data_text, key) = (data.to_str().unwrap().to_owned(), folder.path().join("limen.key"));
    run(&["vault", "seal", "--data", &data_text, "--key-file", key.to_str().unwrap()]);
    assert_eq!(files_with(&data, NAME), [] as [PathBuf; 0]);

    let (done, _, error) = try_run(&["serve", "--data", &data_text, "--port", "0"]);
    assert!(!done && error.contains("is encrypted; give its key file"), "{error}");

    let mut command = limen();
    command.args(["serve", "--port", "0", "--data", &data_text]).env("LIMEN_KEY_FILE", &key);
    let mut post = Post::start(command, data.clone(), None);
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    assert!(aminata.page("/day").await.contains("form_key"));
    // While it runs too: what is written ahead, and beside it.
    assert_eq!(files_with(&data, NAME), [] as [PathBuf; 0]);
    let backups = folder.path().join("backups");
    let backup = limen()
        .args(["backup", "--data", &data_text, "--to", backups.to_str().unwrap()])
        .env("LIMEN_KEY_FILE", &key)
        .status();
    assert!(backup.unwrap().success());
    let archive = fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    let unpacked = folder.path().join("unpacked");
    tar::Archive::new(zstd::Decoder::new(fs::File::open(archive).unwrap()).unwrap()).unpack(&unpacked).unwrap();
    assert!(unpacked.join("limen.sqlite").exists());
    assert_eq!(files_with(&unpacked, NAME), [] as [PathBuf; 0]);
    assert!(post.terminate());
    let verified = limen().args(["journal", "verify", "--data", &data_text]).env("LIMEN_KEY_FILE", &key).status();
    assert!(verified.unwrap().success());
}

#[tokio::test]
async fn the_keys_of_a_post_that_joined_are_sealed_and_another_key_file_does_not_open_them() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    for name in ["node.key", "stick.key"] {
        assert!(fs::read(krm.join("identity").join(name)).unwrap().starts_with(b"limen sealed 1\n"), "{name}");
    }
    assert!(fs::read(network.data("HQ").join("identity/authority.key")).unwrap().starts_with(b"limen sealed 1\n"));
    // A key file of someone else's.
    let other = tempfile::tempdir().unwrap();
    let foreign = other.path().join("foreign.key");
    let (_keep, past) = past();
    run(&["vault", "seal", "--data", past.to_str().unwrap(), "--key-file", foreign.to_str().unwrap()]);
    let tried = limen().args(["doctor", "--data", krm.to_str().unwrap()]).env("LIMEN_KEY_FILE", &foreign).output();
    let said = String::from_utf8(tried.unwrap().stdout).unwrap();
    assert!(said.contains("WRONG  vault: this does not open the key in"), "{said}");
}

#[tokio::test]
async fn a_passphrase_is_changed_while_the_post_works() {
    let (folder, data) = past();
    let data_text = data.to_str().unwrap().to_owned();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, format!("{text}\n")).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (first, second) = (write("first", "cheval agrafe pile juste"), write("second", "fleuve natte soleil craie"));
    let (done, _, error) =
        try_run(&["vault", "seal", "--data", &data_text, "--passphrase-file", &write("short", "post")]);
    assert!(!done && error.contains("six words"), "{error}");
    run(&["vault", "seal", "--data", &data_text, "--passphrase-file", &first]);
    let serve = |passphrase: &str| {
        let mut command = limen();
        command.args(["serve", "--port", "0", "--data", &data_text]).env("LIMEN_PASSPHRASE_FILE", passphrase);
        command
    };
    let mut post = Post::start(serve(&first), data.clone(), None);
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    let mut change = limen();
    change.args(["vault", "seal", "--replace", "--data", &data_text, "--passphrase-file", &second]);
    assert!(change.env("LIMEN_PASSPHRASE_FILE", &first).status().unwrap().success());
    assert!(aminata.page("/counter").await.contains("form_key"), "the post goes on");
    assert!(post.terminate());
    let refused = serve(&first).output().unwrap();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("this does not open the key"));
    assert!(Post::start(serve(&second), data.clone(), None).terminate());
}

#[tokio::test]
async fn a_folder_whose_key_may_be_known_goes_on_under_a_new_one() {
    let (folder, data) = past();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (old_key, new_key, new) = (path("old.key"), path("new.key"), path("new"));
    let data_text = data.to_str().unwrap().to_owned();
    run(&["vault", "seal", "--data", &data_text, "--key-file", &old_key]);
    let with = |key: &str, arguments: &[&str]| limen().args(arguments).env("LIMEN_KEY_FILE", key).output().unwrap();
    let renewed = with(&old_key, &["vault", "renew", "--data", &data_text, "--to", &new, "--key-file", &new_key]);
    assert!(renewed.status.success(), "{}", String::from_utf8_lossy(&renewed.stderr));
    assert_eq!(files_with(Path::new(&new), NAME), [] as [PathBuf; 0]);
    // Neither the old key file nor what it sealed opens the new folder; the new one does, and the node is the same.
    let refused = with(&old_key, &["journal", "verify", "--data", &new]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("this does not open the key"), "{refused:?}");
    fs::copy(data.join("vault/key-file.age"), folder.path().join("kept.age")).unwrap();
    let verified = with(&new_key, &["journal", "verify", "--data", &new]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let key_of = |key: &str, data: &str| with(key, &["journal", "key", "--data", data]).stdout;
    assert_eq!(key_of(&new_key, &new), key_of(&old_key, &data_text), "it signs as before");
    fs::copy(folder.path().join("kept.age"), Path::new(&new).join("vault/key-file.age")).unwrap();
    let stale = with(&old_key, &["journal", "verify", "--data", &new]);
    assert!(!stale.status.success(), "the old key reads nothing of the new folder");
    let again = with(&old_key, &["vault", "renew", "--data", &data_text, "--to", &new, "--key-file", &new_key]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"), "nothing is written over");
}
