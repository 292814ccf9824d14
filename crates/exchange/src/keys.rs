//! The files of keys and certificates in a data folder: their names, and how they are read, written and sealed.

use crate::{
    file,
    vault::{self, VaultError},
};
use limen_store::Home;
use std::{fs, io};

/// The part of a data folder that holds keys and certificates.
pub const FOLDER: &str = "identity";
/// What the node signs with.
pub(crate) const SIGNING: &str = "node.key";
/// What sticks for the node are encrypted to.
pub(crate) const STICK: &str = "stick.key";
/// The node's certificate.
pub(crate) const NODE_CERTIFICATE: &str = "node.crt";
/// The key of headquarters' certificate authority.
pub(crate) const AUTHORITY: &str = "authority.key";
/// The certificate of that authority.
pub(crate) const AUTHORITY_CERTIFICATE: &str = "authority.crt";
/// The key of the authority over the node's pages.
pub(crate) const PAGES: &str = "pages.key";
/// The certificate of that authority.
pub(crate) const PAGES_CERTIFICATE: &str = "pages.crt";

/// Everything in [`FOLDER`] that nobody else may know.
const PRIVATE: [&str; 4] = [SIGNING, STICK, AUTHORITY, PAGES];
/// Everything in [`FOLDER`].
pub const FILES: [&str; 7] =
    [SIGNING, STICK, NODE_CERTIFICATE, AUTHORITY, AUTHORITY_CERTIFICATE, PAGES, PAGES_CERTIFICATE];

/// Keys that can't be read, made or kept.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file can't be read or written.
    #[error("{0}: {1}; without its keys this node can't exchange anything")]
    File(String, io::Error),
    /// The file holds no key.
    #[error("{0} holds no key; put back the right one, or let headquarters enrol this machine anew")]
    NoKey(String),
    /// It is sealed, and can't be opened.
    #[error(transparent)]
    Sealed(#[from] VaultError),
    /// The machine gives no random numbers.
    #[error("no key could be made: this machine gives no random numbers")]
    NoRandomness,
}

/// Reads a file of a data folder's [`FOLDER`], sealed or not.
pub(crate) fn read(home: Home<'_>, name: &str) -> Result<Vec<u8>, KeysError> {
    let path = home.folder.join(FOLDER).join(name);
    let bytes = fs::read(&path).map_err(|error| KeysError::File(path.display().to_string(), error))?;
    Ok(vault::open_file(home, name, bytes)?)
}

/// Writes a file that only its owner may read into a data folder's [`FOLDER`], sealed where the folder has a key.
pub(crate) fn write_private(home: Home<'_>, name: &str, bytes: &[u8]) -> Result<(), KeysError> {
    let whole = home.folder.join(FOLDER).join(name);
    file::write_private(&whole, &vault::seal_file(home, name, bytes)?)
        .map_err(|error| KeysError::File(whole.display().to_string(), error))
}

/// Seals the keys of a data folder with its key, which what lies there was not sealed with before.
///
/// # Errors
/// A file can't be read, opened with the key of `from`, or written.
pub fn reseal(from: Home<'_>, to: Home<'_>) -> Result<(), KeysError> {
    for name in PRIVATE {
        if from.folder.join(FOLDER).join(name).exists() {
            let bytes = read(from, name)?;
            write_private(to, name, &bytes)?;
        }
    }
    Ok(())
}
