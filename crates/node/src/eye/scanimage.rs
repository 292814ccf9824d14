//! A scanner that is attached to the node's machine, by SANE's program `scanimage`: run with arguments that never change,
//! for a while, and as much is read as a picture may have.

use crate::picture::MOST_BYTES;
use std::{path::Path, process::Stdio, time::Duration};
use tokio::{io::AsyncReadExt, process::Command, sync::Mutex, time::timeout};

/// A page of a passport in colour, 200 dots an inch, as PNG on standard output.
const ARGUMENTS: [&str; 9] = ["--format=png", "--mode", "Color", "--resolution", "200", "-x", "148", "-y", "210"];
/// How long a page may take: less than a request.
const LONGEST: Duration = Duration::from_secs(13);

/// Held while the scanner works.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Why the scanner gave no page.
#[derive(Debug, thiserror::Error)]
pub enum ScanimageError {
    /// Someone else's page is under it.
    #[error("the scanner is at work for another counter")]
    Busy,
    /// It can't be started or has failed: no scanner is attached, or it is switched off.
    #[error("the scanner gave no page: {0}")]
    Failed(String),
    /// It took too long.
    #[error("the scanner took more than {} seconds", LONGEST.as_secs())]
    Slow,
    /// It gave more than a picture may have.
    #[error("the scanner gave more than a picture may have")]
    TooLarge,
}

/// The page that lies on the scanner.
///
/// # Errors
/// [`ScanimageError`] says why there is none.
pub async fn page(program: &Path) -> Result<Vec<u8>, ScanimageError> {
    let _turn = ONE_AT_A_TIME.try_lock().map_err(|_| ScanimageError::Busy)?;
    let failed = |error: std::io::Error| ScanimageError::Failed(error.to_string());
    let mut command = Command::new(program);
    command.args(ARGUMENTS).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut child = command.spawn().map_err(failed)?;
    let Some(out) = child.stdout.take() else { return Err(ScanimageError::Failed("it has no output".into())) };
    let work = async {
        let mut bytes = Vec::new();
        out.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).await.map_err(failed)?;
        if bytes.len() > MOST_BYTES {
            return Err(ScanimageError::TooLarge);
        }
        let status = child.wait().await.map_err(failed)?;
        if status.success() { Ok(bytes) } else { Err(ScanimageError::Failed(status.to_string())) }
    };
    // A child that is dropped here is ended.
    timeout(LONGEST, work).await.unwrap_or(Err(ScanimageError::Slow))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

    fn program(folder: &Path, text: &str) -> PathBuf {
        let file = folder.join("scanimage");
        fs::write(&file, format!("#!/bin/sh\n{text}\n")).expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("set");
        file
    }

    #[tokio::test]
    async fn a_scanner_gives_a_page_or_says_why_not_and_never_more_than_a_picture() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = program(folder.path(), "printf '%s ' \"$@\"");
        assert_eq!(page(&told).await.expect("a page"), format!("{} ", ARGUMENTS.join(" ")).into_bytes());
        let off = program(folder.path(), "exit 7");
        assert!(matches!(page(&off).await, Err(ScanimageError::Failed(_))));
        assert!(matches!(page(Path::new("/nowhere/scanimage")).await, Err(ScanimageError::Failed(_))));
        let flood = program(folder.path(), "exec cat /dev/zero");
        assert!(matches!(page(&flood).await, Err(ScanimageError::TooLarge)));
    }
}
