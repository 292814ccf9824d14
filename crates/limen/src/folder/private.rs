//! What Limen makes is its user's alone, whatever the machine's umask; and so is what an older version made otherwise.

use limen_exchange::{keys, vault};
use limen_web::PARQUET_FOLDER;
use rustix::fs::Mode;
use std::{
    fs::{self, Permissions},
    io,
    os::unix::fs::PermissionsExt,
    path::Path,
};

/// What others than the owner may do with a file.
const OF_OTHERS: u32 = 0o077;
/// A folder that all users of a machine share, such as /tmp.
const STICKY: u32 = 0o1000;
/// How the names of files begin that Limen makes in a data folder.
const BEGINS: &str = "limen.";
/// The folders that it makes there.
const FOLDERS: [&str; 5] = [keys::FOLDER, vault::FOLDER, PARQUET_FOLDER, "making", "restoring"];

/// From here on, this program and those that it starts make files that only their user can read.
pub(crate) fn begin() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Takes from others what they may do with a data folder and what Limen made in it; other files in it are left alone. What
/// can't be closed is said, and keeps no post from its work.
pub(crate) fn close(folder: &Path) {
    let mut closed = 0;
    match close_in(folder, &mut closed) {
        Ok(()) if closed == 0 => {}
        Ok(()) => tracing::warn!(
            "{}: {closed} files and folders could be read by others on this machine, and no longer can",
            folder.display()
        ),
        Err(error) => tracing::error!(
            "{} can be read by others on this machine ({error}): give it and all in it to Limen's user alone",
            folder.display()
        ),
    }
}

fn close_in(folder: &Path, closed: &mut usize) -> io::Result<()> {
    if fs::metadata(folder)?.permissions().mode() & STICKY == 0 {
        close_one(folder, closed)?;
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(BEGINS) || FOLDERS.contains(&&*name) {
            close_all(&entry.path(), closed)?;
        }
    }
    Ok(())
}

/// The same for whatever is at this place and below it; links lead nowhere.
fn close_all(path: &Path, closed: &mut usize) -> io::Result<()> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        // What a program that runs beside this one has put away.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if found.is_symlink() {
        return Ok(());
    }
    close_one(path, closed)?;
    if found.is_dir() {
        for entry in fs::read_dir(path)? {
            close_all(&entry?.path(), closed)?;
        }
    }
    Ok(())
}

fn close_one(path: &Path, closed: &mut usize) -> io::Result<()> {
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & OF_OTHERS != 0 {
        fs::set_permissions(path, Permissions::from_mode(mode & !OF_OTHERS))?;
        *closed += 1;
    }
    Ok(())
}
