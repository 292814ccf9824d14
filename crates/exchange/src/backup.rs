//! The files of a backup, and how they are taken out of its archive: those that a backup may hold, in the sizes that they may
//! have, and nothing else that an archive may name.

use crate::{
    file,
    keys::{FILES, FOLDER},
    vault::{self, Opens},
};
use limen_store::{Chance, FILE_NAME};
use std::{
    fs,
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// The file of a node's settings.
pub const SETTINGS: &str = "limen.toml";

/// Maximum bytes of a key, a certificate or the settings.
const MOST_BYTES_BESIDE_DATABASE: u64 = 1 << 20;
/// Maximum ratio of the unpacked database's bytes to the archive's: those of real posts unpack to 3 to 12 times.
const MOST_TIMES: u64 = 100;
/// Bytes allowed in addition, since the archive of an empty node is small.
const ALWAYS_BYTES: u64 = 64 << 20;
/// Bytes of the disk that stay free.
const LEFT_FREE_BYTES: u64 = 256 << 20;

/// The files beside the database and the settings that are kept: the folder of each, and its name.
pub fn keys() -> impl Iterator<Item = (&'static str, String)> {
    let of_node = FILES.iter().map(|name| (FOLDER, (*name).to_owned()));
    let openers = [Opens::Passphrase, Opens::KeyFile].into_iter().flat_map(Opens::files);
    of_node.chain(openers.map(|name| (vault::FOLDER, name)))
}

/// Why a file is no backup that may be unpacked.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It holds something else.
    #[error("it is no backup of Limen: it holds {0}")]
    Holds(String),
    /// It holds no database.
    #[error("it is no backup of Limen: it holds no database")]
    NoDatabase,
    /// A file in it is too large.
    #[error("its {0} unpacks to {1} bytes, more than such a backup holds")]
    TooLarge(String, u64),
    /// The disk has no room for a file in it.
    #[error("its {0} unpacks to {1} bytes, for which this disk has no room")]
    NoRoom(String, u64),
    /// It ends within a file.
    #[error("it ends within {0}")]
    CutOff(String),
    /// It can't be read, or what is in it can't be written.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
}

/// Unpacks a backup into a folder on a disk with `free` bytes of room, if that is known. What it says of its sizes is
/// held against the archive's own size and the disk's free room before anything is written.
///
/// # Errors
///
/// If it is no backup, or too large. What was unpacked until then is left in the folder, for the caller to remove.
pub fn unpack(backup: &Path, to: &Path, free: Option<u64>) -> Result<(), BackupError> {
    let packed = file::open(backup, u64::MAX)?;
    let archive_bytes = packed.get_ref().metadata()?.len();
    // The database is copied once more when it is put in its place.
    let room = free.map_or(u64::MAX, |free| free.saturating_sub(LEFT_FREE_BYTES) / 2);
    let most = archive_bytes.saturating_mul(MOST_TIMES).saturating_add(ALWAYS_BYTES);
    let mut archive = tar::Archive::new(zstd::Decoder::new(packed)?);
    let mut has_database = false;
    // Entries as they are: long names and what else stands before an entry would be read into memory whole.
    for entry in archive.entries()?.raw(true) {
        let entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if !is_known(&name) || !entry.header().entry_type().is_file() {
            return Err(BackupError::Holds(name));
        }
        let (is_database, bytes) = (name == FILE_NAME, entry.size());
        if bytes > if is_database { most } else { MOST_BYTES_BESIDE_DATABASE } {
            return Err(BackupError::TooLarge(name, bytes));
        }
        if bytes > room {
            return Err(BackupError::NoRoom(name, bytes));
        }
        has_database |= is_database;
        // A name that comes twice is refused here.
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to.join(&name))?;
        if io::copy(&mut entry.take(bytes), &mut file)? != bytes {
            return Err(BackupError::CutOff(name));
        }
        file.sync_all()?;
    }
    if has_database { Ok(()) } else { Err(BackupError::NoDatabase) }
}

fn is_known(name: &str) -> bool {
    name == FILE_NAME || name == SETTINGS || keys().any(|(folder, key)| name == format!("{folder}/{key}"))
}

/// Whether bytes are a backup.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fuzzed {
    /// As what a backup packs.
    pub as_content: bool,
    /// As a backup's file.
    pub as_archive: bool,
}

/// For the fuzzer and the tests of its corpus: unpacks bytes as a backup of that content, and as they are.
///
/// # Panics
///
/// If anything but the files of a backup comes of it, or more than the limits allow.
#[doc(hidden)]
pub fn fuzzed(bytes: &[u8]) -> io::Result<Fuzzed> {
    let packed = zstd::encode_all(bytes, 1)?;
    Ok(Fuzzed { as_content: unpacks(&packed)?, as_archive: unpacks(bytes)? })
}

fn unpacks(archive: &[u8]) -> io::Result<bool> {
    let folder = std::env::temp_dir().join(format!("limen-unpacked-{}", Chance::default().legible(12)));
    let (file, to) = (folder.join("backup"), folder.join("to"));
    for folder in [&folder, &to, &to.join(FOLDER), &to.join(vault::FOLDER)] {
        fs::create_dir(folder)?;
    }
    fs::write(&file, archive)?;
    let is_one = unpack(&file, &to, None).is_ok();
    let mut unpacked = Vec::new();
    for folder in [to.clone(), to.join(FOLDER), to.join(vault::FOLDER)] {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.path().strip_prefix(&to).map(|name| name.to_string_lossy().into_owned());
            unpacked.push((name.unwrap_or_default(), entry.metadata()?));
        }
    }
    let beside = fs::read_dir(&folder)?.count();
    fs::remove_dir_all(&folder)?;
    assert_eq!(beside, 2, "nothing lies outside the folder");
    let most = archive.len() as u64 * MOST_TIMES + ALWAYS_BYTES;
    for (name, metadata) in &unpacked {
        let is_folder = metadata.is_dir() && [FOLDER, vault::FOLDER].contains(&name.as_str());
        let bytes = if name == FILE_NAME { most } else { MOST_BYTES_BESIDE_DATABASE };
        assert!(is_folder || (metadata.is_file() && is_known(name) && metadata.len() <= bytes), "{name}");
    }
    Ok(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn corpus() -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/backup");
        let files = fs::read_dir(folder).expect("the corpus").map(|file| file.expect("a file").path());
        files
            .map(|file| {
                let name = file.file_name().expect("a name").to_string_lossy().into_owned();
                (name, fs::read(&file).expect("bytes"))
            })
            .collect()
    }

    #[test]
    fn of_the_fuzzers_corpus_only_what_is_sound_is_unpacked() {
        let corpus = corpus();
        assert!(corpus.len() >= 8);
        for (name, bytes) in corpus {
            let (is_sound, is_archive) = (name.starts_with("sound"), name.ends_with("zst"));
            let expected = Fuzzed { as_content: is_sound && !is_archive, as_archive: is_sound && is_archive };
            assert_eq!(fuzzed(&bytes).expect("a folder"), expected, "{name}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn whatever_an_archive_holds_nothing_but_the_files_of_a_backup_comes_of_it(
            of in any::<prop::sample::Index>(),
            changed in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            cut in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let corpus = corpus();
            let mut bytes = corpus[of.index(corpus.len())].1.clone();
            if !bytes.is_empty() {
                for (at, byte) in changed {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
                bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
            }
            fuzzed(&bytes).expect("a folder");
        }
    }
}
