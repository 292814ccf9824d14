//! One program serves a data folder: what holds is in its memory, and a second one would not hear of what the first decides.
//!
//! Commands beside a running node need no lock: what they change, the node takes in.

use rustix::fs::{FlockOperation, flock};
use std::{
    fs::{File, OpenOptions},
    io::{Read, Seek, Write},
    path::Path,
};

/// The file that is locked, in a data folder.
const NAME: &str = "limen.lock";

/// The right to serve a folder; given back when dropped, and by the system when the program ends in any way.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the right to serve a folder.
    ///
    /// # Errors
    /// Another program has it; the message names it.
    pub(crate) fn take(folder: &Path) -> Result<Self, crate::outcome::Failed> {
        let path = folder.join(NAME);
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            let mut process = String::new();
            file.read_to_string(&mut process)?;
            return Err(format!(
                "{} is served already, by process {}; stop that one first",
                folder.display(),
                process.trim()
            )
            .into());
        }
        file.rewind()?;
        file.set_len(0)?;
        write!(file, "{}", std::process::id())?;
        file.flush()?;
        Ok(Self { _file: file })
    }
}
