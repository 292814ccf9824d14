//! The key of a data folder at rest. It lies in the folder only sealed (age-encryption.org/v1): by a passphrase, by a key
//! file that is kept elsewhere, or by both, each of which opens it alone. Sealing it anew changes nothing of what it
//! encrypts, so a passphrase is changed while the node runs.

use crate::identity::write_private_file;
use age::secrecy::{ExposeSecret, SecretString};
use limen_store::{Home, Key};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};
use std::{
    fs,
    path::{Path, PathBuf},
    str::FromStr,
};
use zeroize::Zeroizing;

/// The part of a data folder that holds its sealed key.
pub const FOLDER: &str = "vault";
/// The longest passphrase that is tried, in bytes.
const LONGEST_PASSPHRASE: usize = 1_024;
/// The shortest passphrase that a key is sealed with, in characters: whoever has the disk can try as many as they like.
pub const SHORTEST_PASSPHRASE: usize = 15;
/// How hard a passphrase is made to try (scrypt, as a power of two): about half a second on a PC of 2015.
const WORK: u8 = 17;

/// What opens a vault.
#[derive(Debug, Clone)]
pub enum Opener {
    /// A passphrase that someone knows.
    Passphrase(SecretString),
    /// A file that is kept elsewhere: on a stick, or by systemd with the machine's TPM.
    KeyFile(PathBuf),
}

impl Opener {
    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(FOLDER).join(match self {
            Self::Passphrase(_) => Opens::Passphrase.file(),
            Self::KeyFile(_) => Opens::KeyFile.file(),
        })
    }
}

/// A kind of opener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// A passphrase.
    Passphrase,
    /// A key file.
    KeyFile,
}

impl Opens {
    /// The name of the file, in [`FOLDER`], that holds the key sealed for it.
    pub fn file(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase.age",
            Self::KeyFile => "key-file.age",
        }
    }
}

/// What can go wrong with a vault.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A file can't be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// It is not what opens the vault.
    #[error("this does not open the key in {0}; give the passphrase or the key file that it was sealed with")]
    WrongOpener(String),
    /// The key file holds no key.
    #[error("{0} is no key file; give the one that the key was sealed with")]
    NoKeyFile(String),
    /// The passphrase is too short, or too long.
    #[error(
        "the passphrase must have {SHORTEST_PASSPHRASE} to {LONGEST_PASSPHRASE} characters; six words that have nothing to do with each other are good"
    )]
    Passphrase,
    /// The last opener would be taken away.
    #[error("nothing else opens the key; seal it in another way first")]
    Last,
    /// A sealed file was changed, or is another folder's.
    #[error(
        "{0} was changed, or belongs to another data folder; put back the right one, or let headquarters enrol this machine anew"
    )]
    Changed(String),
    /// There is no randomness or no memory.
    #[error("nothing could be sealed: this machine gives no random numbers")]
    NoRandomness,
}

/// What opens the vault of a folder; nothing where what lies there is not encrypted.
pub fn openers(folder: &Path) -> Vec<Opens> {
    let all = [Opens::Passphrase, Opens::KeyFile];
    all.into_iter().filter(|opens| folder.join(FOLDER).join(opens.file()).exists()).collect()
}

/// Opens the key of a data folder.
pub fn open(folder: &Path, opener: &Opener) -> Result<Key, VaultError> {
    let file = opener.file(folder);
    let name = || file.display().to_string();
    let sealed = fs::read(&file).map_err(|error| VaultError::File(name(), error))?;
    let opened = match opener {
        Opener::Passphrase(passphrase) => {
            if passphrase.expose_secret().len() > LONGEST_PASSPHRASE {
                return Err(VaultError::WrongOpener(name()));
            }
            let mut identity = age::scrypt::Identity::new(passphrase.clone());
            // A file that asks for more was not written by us.
            identity.set_max_work_factor(WORK);
            age::decrypt(&identity, &sealed)
        }
        Opener::KeyFile(path) => age::decrypt(&key_file(path)?, &sealed),
    };
    let opened = Zeroizing::new(opened.map_err(|_| VaultError::WrongOpener(name()))?);
    let bytes: [u8; 32] = opened.as_slice().try_into().map_err(|_| VaultError::WrongOpener(name()))?;
    Ok(Key::of(bytes))
}

/// Seals the key of a data folder so that this opens it, instead of what opened it in the same way before. A key file that
/// is not there is made.
pub fn seal(folder: &Path, key: &Key, opener: &Opener) -> Result<(), VaultError> {
    let sealed = match opener {
        Opener::Passphrase(passphrase) => {
            let length = passphrase.expose_secret().chars().count();
            if length < SHORTEST_PASSPHRASE || passphrase.expose_secret().len() > LONGEST_PASSPHRASE {
                return Err(VaultError::Passphrase);
            }
            let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
            recipient.set_work_factor(WORK);
            age::encrypt(&recipient, key.bytes())
        }
        Opener::KeyFile(path) => {
            if !path.exists() {
                let made = age::x25519::Identity::generate().to_string();
                let written = write_private_file(path, format!("{}\n", made.expose_secret()).as_bytes());
                written.map_err(|error| VaultError::File(path.display().to_string(), error))?;
            }
            age::encrypt(&key_file(path)?.to_public(), key.bytes())
        }
    };
    let file = opener.file(folder);
    write_private_file(&file, &sealed.map_err(|_| VaultError::NoRandomness)?)
        .map_err(|error| VaultError::File(file.display().to_string(), error))
}

/// Takes away one of the ways in which the vault opens; never the last.
pub fn forget(folder: &Path, opens: Opens) -> Result<(), VaultError> {
    if openers(folder).iter().all(|other| *other == opens) {
        return Err(VaultError::Last);
    }
    let file = folder.join(FOLDER).join(opens.file());
    fs::remove_file(&file).map_err(|error| VaultError::File(file.display().to_string(), error))
}

fn key_file(path: &Path) -> Result<age::x25519::Identity, VaultError> {
    let text = fs::read_to_string(path).map_err(|error| VaultError::File(path.display().to_string(), error))?;
    let text = Zeroizing::new(text);
    // Files of `age-keygen` have comments before the key.
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    age::x25519::Identity::from_str(line.unwrap_or_default())
        .map_err(|_| VaultError::NoKeyFile(path.display().to_string()))
}

/// What a file begins with that is sealed with a data folder's key.
const SEALED: &[u8] = b"limen sealed 1\n";
/// What such files' key is derived for.
const USE: &str = "limen files 1";

/// Seals a small file of a data folder (ChaCha20-Poly1305 with a drawn nonce, the file's name as associated data). Where the
/// folder has no key, the file stays as it is.
pub(crate) fn seal_file(home: Home<'_>, name: &str, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
    let Some(key) = home.key else { return Ok(bytes.to_vec()) };
    let mut nonce = [0; NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).map_err(|_| VaultError::NoRandomness)?;
    let mut sealed = bytes.to_vec();
    let (nonce_of_file, key) = (Nonce::assume_unique_for_key(nonce), aead_key(key)?);
    key.seal_in_place_append_tag(nonce_of_file, Aad::from(name), &mut sealed).map_err(|_| VaultError::NoRandomness)?;
    Ok([SEALED, &nonce[..], &sealed].concat())
}

/// What [`seal_file`] sealed.
pub(crate) fn open_file(home: Home<'_>, name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, VaultError> {
    let Some(sealed) = bytes.strip_prefix(SEALED) else { return Ok(bytes) };
    let changed = || VaultError::Changed(name.to_owned());
    let key = aead_key(home.key.ok_or_else(changed)?)?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>().ok_or_else(changed)?;
    let mut opened = sealed.to_vec();
    let opened =
        key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(name), &mut opened).map_err(|_| changed())?;
    Ok(opened.to_vec())
}

fn aead_key(key: &Key) -> Result<LessSafeKey, VaultError> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, &*key.derive(USE)).map_err(|_| VaultError::NoRandomness)?;
    Ok(LessSafeKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Opener {
        Opener::Passphrase(SecretString::from(text.to_owned()))
    }

    #[test]
    fn a_passphrase_is_changed_without_touching_what_the_key_encrypts() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::generate();
        seal(folder.path(), &key, &passphrase("cheval agrafe pile juste")).expect("sealed");
        seal(folder.path(), &key, &passphrase("fleuve natte soleil craie")).expect("sealed anew");
        let opened = open(folder.path(), &passphrase("fleuve natte soleil craie")).expect("the new one opens");
        assert_eq!(opened.bytes(), key.bytes());
        let error =
            open(folder.path(), &passphrase("cheval agrafe pile juste")).expect_err("the old one opens no more");
        assert!(matches!(error, VaultError::WrongOpener(_)), "{error}");
    }

    #[test]
    fn a_key_file_opens_alone_and_the_last_opener_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let (key, file) = (Key::generate(), folder.path().join("stick").join("limen.key"));
        fs::create_dir(folder.path().join("stick")).expect("a folder");
        seal(folder.path(), &key, &Opener::KeyFile(file.clone())).expect("sealed");
        assert_eq!(openers(folder.path()), [Opens::KeyFile]);
        assert!(matches!(forget(folder.path(), Opens::KeyFile), Err(VaultError::Last)));
        seal(folder.path(), &key, &passphrase("cheval agrafe pile juste")).expect("sealed");
        let opened = open(folder.path(), &Opener::KeyFile(file)).expect("opens");
        assert_eq!(opened.bytes(), key.bytes());
        forget(folder.path(), Opens::KeyFile).expect("forgotten");
        assert_eq!(openers(folder.path()), [Opens::Passphrase]);
        let other = folder.path().join("no.key");
        fs::write(&other, "AGE-SECRET-KEY-1").expect("written");
        assert!(matches!(
            open(folder.path(), &Opener::KeyFile(other)),
            Err(VaultError::File(..) | VaultError::NoKeyFile(_))
        ));
    }

    #[test]
    fn a_passphrase_that_could_be_tried_out_is_not_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        for short in ["", "kouremale", "quatorze lettr"] {
            let error = seal(folder.path(), &Key::generate(), &passphrase(short)).expect_err("too short");
            assert!(matches!(error, VaultError::Passphrase));
        }
    }

    #[test]
    fn a_sealed_file_opens_under_its_own_name_with_its_own_key_and_whole() {
        let (key, other) = (Key::generate(), Key::generate());
        let home = Home { folder: Path::new("/"), key: Some(&key) };
        let sealed = seal_file(home, "node.key", b"secret").expect("sealed");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(open_file(home, "node.key", sealed.clone()).expect("opens"), b"secret");
        assert!(open_file(home, "stick.key", sealed.clone()).is_err());
        assert!(open_file(Home { key: Some(&other), ..home }, "node.key", sealed.clone()).is_err());
        assert!(open_file(Home { key: None, ..home }, "node.key", sealed.clone()).is_err());
        for place in SEALED.len()..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(open_file(home, "node.key", changed).is_err(), "byte {place}");
        }
    }

    #[test]
    fn of_the_fuzzers_corpus_only_the_whole_vault_with_its_own_key_opens() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/vault");
        for file in fs::read_dir(corpus).expect("the corpus") {
            let file = file.expect("a file");
            let bytes = fs::read(file.path()).expect("bytes");
            let end = bytes.iter().position(|byte| *byte == b'\n').expect("a line for the key file");
            let folder = tempfile::tempdir().expect("a folder");
            let key_file = folder.path().join("stick.key");
            fs::create_dir(folder.path().join(FOLDER)).expect("a folder in it");
            fs::write(&key_file, &bytes[..end]).expect("written");
            fs::write(folder.path().join(FOLDER).join(Opens::KeyFile.file()), &bytes[end + 1..]).expect("written");
            let opens = open(folder.path(), &Opener::KeyFile(key_file)).is_ok();
            assert_eq!(opens, file.file_name() == "opens", "{}", file.path().display());
        }
    }
}
