//! Who a node is: the key that signs what it sends (Ed25519, RFC 8032), and the key to which a stick for it is
//! encrypted (age). Both are made on the machine and never leave it.

use crate::keys::{self, KeysError, read, write_private};
use limen_domain::NodeId;
use limen_neighbour::Signer;
use limen_store::Home;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::{fmt, str::FromStr};

pub use limen_neighbour::is_signed_by;

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

impl Identity {
    /// Makes new keys.
    ///
    /// # Errors
    /// [`KeysError::NoRandomness`].
    pub fn generate() -> Result<Self, KeysError> {
        let document =
            Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new()).map_err(|_| KeysError::NoRandomness)?;
        let pkcs8 = document.as_ref().to_vec();
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| KeysError::NoRandomness)?;
        Ok(Self { pkcs8, pair, stick: age::x25519::Identity::generate() })
    }

    /// Reads the keys in a data folder.
    ///
    /// # Errors
    /// The files are missing, sealed with another key, or hold no keys.
    pub fn load<'a>(home: impl Into<Home<'a>>) -> Result<Self, KeysError> {
        let home = home.into();
        let no_key = |name: &str| KeysError::NoKey(home.folder.join(keys::FOLDER).join(name).display().to_string());
        let pkcs8 = read(home, keys::SIGNING)?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| no_key(keys::SIGNING))?;
        let text = String::from_utf8(read(home, keys::STICK)?).map_err(|_| no_key(keys::STICK))?;
        let stick = age::x25519::Identity::from_str(text.trim()).map_err(|_| no_key(keys::STICK))?;
        Ok(Self { pkcs8, pair, stick })
    }

    /// Keeps the keys in a data folder, for its owner alone.
    ///
    /// # Errors
    /// The files can't be written.
    pub fn save<'a>(&self, home: impl Into<Home<'a>>) -> Result<(), KeysError> {
        use age::secrecy::ExposeSecret;
        let home = home.into();
        write_private(home, keys::SIGNING, &self.pkcs8)?;
        write_private(home, keys::STICK, self.stick.to_string().expose_secret().as_bytes())
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

impl Signer for Identity {
    fn public_key(&self) -> [u8; 32] {
        Identity::public_key(self)
    }

    fn sign(&self, text: &[u8]) -> [u8; SIGNATURE_BYTES] {
        Identity::sign(self, text)
    }
}

/// Whether a journal is one of this node's: it bears the node's name, alone or with a suffix after a dot.
pub fn is_journal_of(node: &NodeId, journal: &NodeId) -> bool {
    journal.as_str().strip_prefix(node.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The node that writes a journal.
pub fn writer_of(journal: &NodeId) -> NodeId {
    let name = journal.machine();
    NodeId::parse(name).unwrap_or_else(|_| journal.clone())
}
