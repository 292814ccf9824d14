//! Who a node is: the key that signs what it sends (Ed25519, RFC 8032), and the key to which a stick for it is
//! encrypted (age). Both are made on the machine and never leave it.

use crate::vault::{self, VaultError};
use limen_domain::NodeId;
use limen_store::Home;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::{
    fmt, fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    str::FromStr,
};

/// The part of a data folder that holds keys and certificates.
pub const FOLDER: &str = "identity";
const SIGNING: &str = "node.key";
const STICK: &str = "stick.key";
/// Everything in [`FOLDER`] that nobody else may know.
const PRIVATE: [&str; 4] = [SIGNING, STICK, crate::authority::KEY, crate::pages::KEY];

/// The length of a signature.
pub const SIGNATURE_BYTES: usize = 64;

/// A node's keys.
pub struct Identity {
    /// The key as PKCS#8 (RFC 8410), from which the certificate is asked too.
    pkcs8: Vec<u8>,
    pair: Ed25519KeyPair,
    stick: age::x25519::Identity,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("public_key", &limen_store::hex(&self.public_key())).finish_non_exhaustive()
    }
}

/// Keys that can't be read, made or kept.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
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

impl Identity {
    /// Makes new keys.
    pub fn generate() -> Result<Self, IdentityError> {
        let document = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new())
            .map_err(|_| IdentityError::NoRandomness)?;
        let pkcs8 = document.as_ref().to_vec();
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| IdentityError::NoRandomness)?;
        Ok(Self { pkcs8, pair, stick: age::x25519::Identity::generate() })
    }

    /// Reads the keys in a data folder.
    pub fn load<'a>(home: impl Into<Home<'a>>) -> Result<Self, IdentityError> {
        let home = home.into();
        let no_key = |name: &str| IdentityError::NoKey(home.folder.join(FOLDER).join(name).display().to_string());
        let pkcs8 = read(home, SIGNING)?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| no_key(SIGNING))?;
        let text = String::from_utf8(read(home, STICK)?).map_err(|_| no_key(STICK))?;
        let stick = age::x25519::Identity::from_str(text.trim()).map_err(|_| no_key(STICK))?;
        Ok(Self { pkcs8, pair, stick })
    }

    /// Keeps the keys in a data folder, for its owner alone.
    pub fn save<'a>(&self, home: impl Into<Home<'a>>) -> Result<(), IdentityError> {
        use age::secrecy::ExposeSecret;
        let home = home.into();
        write_private(home, SIGNING, &self.pkcs8)?;
        write_private(home, STICK, self.stick.to_string().expose_secret().as_bytes())
    }

    /// What others check this node's signatures with.
    pub fn public_key(&self) -> [u8; 32] {
        let mut key = [0; 32];
        key.copy_from_slice(self.pair.public_key().as_ref());
        key
    }

    /// To whom a stick for this node is encrypted.
    pub fn recipient(&self) -> String {
        self.stick.to_public().to_string()
    }

    /// Signs a text whose beginning says what it is.
    pub fn sign(&self, text: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let mut signature = [0; SIGNATURE_BYTES];
        signature.copy_from_slice(self.pair.sign(text).as_ref());
        signature
    }

    pub(crate) fn stick(&self) -> &age::x25519::Identity {
        &self.stick
    }

    pub(crate) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }
}

/// Whether whoever holds this key signed this text.
pub fn is_signed_by(public_key: &[u8; 32], text: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(text, signature).is_ok()
}

/// Whether a journal is one of this node's: it bears the node's name, alone or with a suffix after a dot.
pub fn is_journal_of(node: &NodeId, journal: &NodeId) -> bool {
    journal.as_str().strip_prefix(node.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The node that writes a journal.
pub fn writer_of(journal: &NodeId) -> NodeId {
    let name = journal.as_str().split('.').next().unwrap_or_default();
    NodeId::parse(name).unwrap_or_else(|_| journal.clone())
}

/// Reads a file of a data folder's [`FOLDER`], sealed or not.
pub(crate) fn read(home: Home<'_>, name: &str) -> Result<Vec<u8>, IdentityError> {
    let path = home.folder.join(FOLDER).join(name);
    let bytes = fs::read(&path).map_err(|error| IdentityError::File(path.display().to_string(), error))?;
    Ok(vault::open_file(home, name, bytes)?)
}

/// Writes a file that only its owner may read into a data folder's [`FOLDER`], sealed where the folder has a key.
pub(crate) fn write_private(home: Home<'_>, name: &str, bytes: &[u8]) -> Result<(), IdentityError> {
    let whole = home.folder.join(FOLDER).join(name);
    write_private_file(&whole, &vault::seal_file(home, name, bytes)?)
        .map_err(|error| IdentityError::File(whole.display().to_string(), error))
}

/// Writes a file that only its owner may read: whole or not at all.
pub(crate) fn write_private_file(whole: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = whole.with_added_extension("part");
    let folder = whole.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, whole)?;
    fs::File::open(folder)?.sync_all()
}

/// Seals the keys of a data folder with its key, which what lies there was not sealed with before.
pub fn reseal(from: Home<'_>, to: Home<'_>) -> Result<(), IdentityError> {
    for name in PRIVATE {
        if from.folder.join(FOLDER).join(name).exists() {
            let bytes = read(from, name)?;
            write_private(to, name, &bytes)?;
        }
    }
    Ok(())
}
