//! Files that someone brings: opened only where they are files, and never read beyond a limit.
//!
//! A name may stand for a pipe that nobody writes into, or for a device that never ends. Neither is waited for, nor read.

use rustix::fs::OFlags;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Take, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// Opens a file of at most `most` bytes. No more are read, even if it grows meanwhile.
///
/// # Errors
///
/// If it can't be opened, is no regular file, or holds more.
pub fn open(path: &Path, most: u64) -> io::Result<Take<File>> {
    // A pipe is opened without waiting for someone at its other end, and a terminal does not become this program's.
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no file that could be read to its end"));
    }
    if metadata.len() > most {
        return Err(too_large(most));
    }
    Ok(file.take(most))
}

/// Reads a file of at most `most` bytes.
///
/// # Errors
///
/// If it can't be read, is no regular file, or holds more.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more than it may hold says that it has grown since it was opened.
    let mut file = open(path, most)?;
    file.set_limit(most.saturating_add(1));
    file.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

/// Reads a file that is a text, of at most `most` bytes.
///
/// # Errors
///
/// As [`read`], and if it is no UTF-8.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read(path, most)?).map_err(|_| io::Error::other("it is no text"))
}

fn too_large(most: u64) -> io::Error {
    io::Error::other(format!("it holds more than {most} bytes, which is more than such a file does"))
}

/// Writes a file that only its owner may read: whole or not at all.
pub(crate) fn write_private(whole: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = whole.with_added_extension("part");
    let folder = whole.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, whole)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_file_is_read_to_its_limit_and_what_is_none_is_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "12345").expect("written");
        assert_eq!(read(&at("file"), 5).expect("read"), b"12345");
        assert!(read(&at("file"), 4).is_err());
        rustix::fs::mkfifoat(rustix::fs::CWD, at("pipe"), rustix::fs::Mode::RUSR).expect("a pipe");
        symlink("/dev/zero", at("zero")).expect("a link");
        for none in ["pipe", "zero", ""] {
            let error = read(&at(none), u64::MAX).expect_err("no file");
            assert!(error.to_string().contains("is no file"), "{none}: {error}");
        }
    }
}
