//! Whatever lies in a vault (from the second line on), and whatever is given as its key file (the first): it opens, or it does
//! not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_exchange::vault::{self, Opener, Opens};
use std::{fs, sync::LazyLock};
use tempfile::TempDir;

/// A folder whose vault and key file are written anew for each input.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(vault::FOLDER)).expect("a folder in it");
    folder
});

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (key_file, sealed) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    let folder = FOLDER.path();
    let key_path = folder.join("stick.key");
    fs::write(folder.join(vault::FOLDER).join(Opens::KeyFile.file()), sealed).expect("written");
    fs::write(&key_path, key_file).expect("written");
    let _ = vault::open(folder, &Opener::KeyFile(key_path));
});
