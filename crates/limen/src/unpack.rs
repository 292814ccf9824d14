//! The files of a backup, taken out of its archive: those that a backup may hold, in the sizes that they may have, and nothing
//! else, whatever the archive says.

use crate::{Failed, folder, settings};
use limen_exchange::file;
use limen_store::FILE_NAME;
use limen_web::disk_free;
use std::{
    fs,
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// The most bytes of a key, a certificate or the settings.
const MOST_BYTES_BESIDE_DATABASE: u64 = 1 << 20;
/// A database unpacks to so many times the archive's bytes at most: those of real posts to 3 to 12 times.
const MOST_TIMES: u64 = 100;
/// Besides, since the archive of an empty node is small.
const ALWAYS_BYTES: u64 = 64 << 20;
/// So much of the disk stays free.
const LEFT_FREE_BYTES: u64 = 256 << 20;

/// Unpacks a backup into a folder. What it says of its sizes is held against the archive's own size and the disk's free room
/// before anything is written.
///
/// # Errors
///
/// If it is no backup, or too large. What was unpacked until then is left in the folder, for the caller to remove.
pub(crate) fn unpack(backup: &Path, to: &Path) -> Result<(), Failed> {
    let packed = file::open(backup, u64::MAX)?;
    let archive_bytes = packed.get_ref().metadata()?.len();
    // The database is copied once more when it is put in its place.
    let room = disk_free(to).map_or(u64::MAX, |free| free.saturating_sub(LEFT_FREE_BYTES) / 2);
    let most = archive_bytes.saturating_mul(MOST_TIMES).saturating_add(ALWAYS_BYTES);
    let mut archive = tar::Archive::new(zstd::Decoder::new(packed)?);
    let mut has_database = false;
    // Entries as they are: long names and what else stands before an entry would be read into memory whole.
    for entry in archive.entries()?.raw(true) {
        let entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if !is_known(&name) || !entry.header().entry_type().is_file() {
            return Err(format!("it is no backup of Limen: it holds {name}").into());
        }
        let (is_database, bytes) = (name == FILE_NAME, entry.size());
        if bytes > if is_database { most } else { MOST_BYTES_BESIDE_DATABASE } {
            return Err(format!("its {name} unpacks to {bytes} bytes, more than such a backup holds").into());
        }
        if bytes > room {
            return Err(format!("its {name} unpacks to {bytes} bytes, for which this disk has no room").into());
        }
        has_database |= is_database;
        // A name that comes twice is refused here.
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to.join(&name))?;
        if io::copy(&mut entry.take(bytes), &mut file)? != bytes {
            return Err(format!("it ends within {name}").into());
        }
        file.sync_all()?;
    }
    if has_database { Ok(()) } else { Err("it is no backup of Limen: it holds no database".into()) }
}

fn is_known(name: &str) -> bool {
    name == FILE_NAME
        || name == settings::FILE
        || folder::keys_and_openers().any(|(folder, key)| name == format!("{folder}/{key}"))
}
