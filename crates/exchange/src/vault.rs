//! The key of a data folder at rest. It lies in the folder only sealed (age-encryption.org/v1): by a passphrase, by key files
//! that are kept elsewhere, or by both, each of which opens it alone. Sealing it anew changes nothing of what it encrypts, so
//! a passphrase is changed while the node runs.
//!
//! Encrypting a folder that is in use takes several steps. [`begin_sealing`] marks it before the key is put into it,
//! and [`end_sealing`] takes the mark away after the last: opening a folder with the mark finishes what was cut off.

use crate::file;
use age::secrecy::{ExposeSecret, SecretString};
use limen_store::{Chance, Home, Key};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
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
/// The shortest passphrase that a key is sealed with, in characters: with the disk at hand any number can be tried.
pub const SHORTEST_PASSPHRASE: usize = 15;
/// Maximum number of key files that open one folder.
pub const MOST_KEY_FILES: usize = 8;
/// Maximum bytes of a key file, or of a sealed key.
const MOST_BYTES: u64 = 64 << 10;
/// The file that says that a folder is being encrypted.
const SEALING: &str = "sealing";
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
    fn opens(&self) -> Opens {
        match self {
            Self::Passphrase(_) => Opens::Passphrase,
            Self::KeyFile(_) => Opens::KeyFile,
        }
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
    /// The name of the file, in [`FOLDER`], that holds the key sealed for the first opener of this kind.
    pub fn file(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase.age",
            Self::KeyFile => "key-file.age",
        }
    }

    /// The names of the files that hold the key sealed for openers of this kind, the first one's first.
    pub fn files(self) -> impl Iterator<Item = String> {
        let further = match self {
            Self::Passphrase => 0,
            Self::KeyFile => MOST_KEY_FILES,
        };
        std::iter::once(self.file().to_owned()).chain((2..=further).map(|number| format!("key-file-{number}.age")))
    }

    /// The files of a folder that hold its key sealed for openers of this kind.
    fn held(self, folder: &Path) -> Vec<PathBuf> {
        let files = self.files().map(|file| folder.join(FOLDER).join(file));
        files.filter(|file| file.exists()).collect()
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
    /// Another passphrase opens the folder.
    #[error("another passphrase opens it already; to put this one in its place, add --replace")]
    PassphraseThere,
    /// The maximum number of key files is reached.
    #[error("{MOST_KEY_FILES} key files open it already; to put this one in the place of all of them, add --replace")]
    TooManyKeyFiles,
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

/// What opens the vault of a folder; empty if the folder is not encrypted.
pub fn openers(folder: &Path) -> Vec<Opens> {
    let all = [Opens::Passphrase, Opens::KeyFile];
    all.into_iter().filter(|opens| !opens.held(folder).is_empty()).collect()
}

/// How many key files open the vault of a folder.
pub fn key_files(folder: &Path) -> usize {
    Opens::KeyFile.held(folder).len()
}

/// Opens what is sealed for one opener.
type Decrypt = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, age::DecryptError>>;

/// Opens the key of a data folder.
///
/// # Errors
/// The opener is not one of this folder's, or its file can't be read.
pub fn open(folder: &Path, opener: &Opener) -> Result<Key, VaultError> {
    let held = opener.opens().held(folder);
    let wrong = || VaultError::WrongOpener(folder.join(FOLDER).join(opener.opens().file()).display().to_string());
    let decrypt: Decrypt = match opener {
        Opener::Passphrase(passphrase) => {
            if passphrase.expose_secret().len() > LONGEST_PASSPHRASE {
                return Err(wrong());
            }
            let mut identity = age::scrypt::Identity::new(passphrase.clone());
            // A file that asks for more was not written by us.
            identity.set_max_work_factor(WORK);
            Box::new(move |sealed| age::decrypt(&identity, sealed))
        }
        Opener::KeyFile(path) => {
            let identity = key_file(path)?;
            Box::new(move |sealed| age::decrypt(&identity, sealed))
        }
    };
    for file in held {
        let sealed =
            file::read(&file, MOST_BYTES).map_err(|error| VaultError::File(file.display().to_string(), error))?;
        let Ok(opened) = decrypt(&sealed) else { continue };
        let opened = Zeroizing::new(opened);
        let bytes: [u8; 32] = opened.as_slice().try_into().map_err(|_| wrong())?;
        return Ok(Key::of(bytes));
    }
    Err(wrong())
}

/// A data folder's key, sealed, on its way into the folder.
#[derive(Debug)]
pub struct SealedKey {
    opener: Opener,
    bytes: Vec<u8>,
}

/// Seals the key of a data folder so that this opens it. A key file that is not there is made.
///
/// # Errors
/// The passphrase is too short or too long, the key file can't be read or made, or there is no randomness.
pub fn seal(key: &Key, opener: &Opener) -> Result<SealedKey, VaultError> {
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
                let written = file::write_private(path, format!("{}\n", made.expose_secret()).as_bytes());
                written.map_err(|error| VaultError::File(path.display().to_string(), error))?;
            }
            age::encrypt(&key_file(path)?.to_public(), key.bytes())
        }
    };
    Ok(SealedKey { opener: opener.clone(), bytes: sealed.map_err(|_| VaultError::NoRandomness)? })
}

impl SealedKey {
    /// Lets the opener open the folder, beside whatever does already.
    ///
    /// # Errors
    /// Another passphrase opens the folder already, there are too many key files, or the file can't be written.
    pub fn add(&self, folder: &Path) -> Result<(), VaultError> {
        let opens = self.opener.opens();
        let held = opens.held(folder);
        if !held.is_empty() && open(folder, &self.opener).is_ok() {
            return Ok(());
        }
        let mut free = opens.files().map(|file| folder.join(FOLDER).join(file)).filter(|file| !held.contains(file));
        let free = free.next().ok_or(match opens {
            Opens::Passphrase => VaultError::PassphraseThere,
            Opens::KeyFile => VaultError::TooManyKeyFiles,
        })?;
        self.put(&free)
    }

    /// Lets the opener open the folder, and no other of its kind: not the passphrase before, none of the key files.
    ///
    /// # Errors
    /// A file can't be written or removed; the new opener opens the folder if it was written.
    pub fn replace(&self, folder: &Path) -> Result<(), VaultError> {
        let opens = self.opener.opens();
        let first = folder.join(FOLDER).join(opens.file());
        // Cut off anywhere from here on, the new one opens it.
        self.put(&first)?;
        opens.held(folder).iter().filter(|file| **file != first).try_for_each(|file| remove(file))
    }

    fn put(&self, file: &Path) -> Result<(), VaultError> {
        file::write_private(file, &self.bytes).map_err(|error| VaultError::File(file.display().to_string(), error))
    }
}

fn remove(file: &Path) -> Result<(), VaultError> {
    fs::remove_file(file).map_err(|error| VaultError::File(file.display().to_string(), error))
}

/// Takes away one of the ways in which the vault opens; never the last.
///
/// # Errors
/// It is the last way in, or a file can't be removed.
pub fn forget(folder: &Path, opens: Opens) -> Result<(), VaultError> {
    if openers(folder).iter().all(|other| *other == opens) {
        return Err(VaultError::Last);
    }
    opens.held(folder).iter().try_for_each(|file| remove(file))
}

/// Marks a folder that begins to be encrypted with its key.
///
/// # Errors
/// The mark can't be written.
pub fn begin_sealing(home: Home<'_>) -> Result<(), VaultError> {
    let file = home.folder.join(FOLDER).join(SEALING);
    file::write_private(&file, &seal_file(home, SEALING, b"")?)
        .map_err(|error| VaultError::File(file.display().to_string(), error))
}

/// Whether encrypting this folder was begun and cut off. The mark is sealed with the folder's key, so that nobody else
/// can make one and put an unencrypted database beside it.
pub fn is_sealing(home: Home<'_>) -> bool {
    let mark = file::read(&home.folder.join(FOLDER).join(SEALING), MOST_BYTES);
    home.key.is_some() && mark.is_ok_and(|mark| mark.starts_with(SEALED) && open_file(home, SEALING, mark).is_ok())
}

/// Takes the mark away.
///
/// # Errors
/// The mark can't be removed.
pub fn end_sealing(folder: &Path) -> Result<(), VaultError> {
    remove(&folder.join(FOLDER).join(SEALING))
}

fn key_file(path: &Path) -> Result<age::x25519::Identity, VaultError> {
    let text = file::read_text(path, MOST_BYTES);
    let text = Zeroizing::new(text.map_err(|error| VaultError::File(path.display().to_string(), error))?);
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
    let nonce: [u8; NONCE_LEN] = Chance::default().bytes();
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
        let sealed = |text: &str| seal(&key, &passphrase(text)).expect("sealed");
        sealed("cheval agrafe pile juste").add(folder.path()).expect("put");
        let there = sealed("fleuve natte soleil craie").add(folder.path()).expect_err("another one is there");
        assert!(matches!(there, VaultError::PassphraseThere), "{there}");
        sealed("cheval agrafe pile juste").add(folder.path()).expect("it is there already");
        sealed("fleuve natte soleil craie").replace(folder.path()).expect("put in its place");
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
        seal(&key, &Opener::KeyFile(file.clone())).expect("sealed").add(folder.path()).expect("put");
        assert_eq!(openers(folder.path()), [Opens::KeyFile]);
        assert!(matches!(forget(folder.path(), Opens::KeyFile), Err(VaultError::Last)));
        seal(&key, &passphrase("cheval agrafe pile juste")).expect("sealed").add(folder.path()).expect("put");
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
    fn key_files_are_added_up_to_a_number_and_one_takes_the_place_of_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let (key, place) = (Key::generate(), tempfile::tempdir().expect("a folder"));
        let file = |number: usize| Opener::KeyFile(place.path().join(format!("{number}.key")));
        let sealed = |number: usize| seal(&key, &file(number)).expect("sealed");
        for number in 0..MOST_KEY_FILES {
            sealed(number).add(folder.path()).expect("put");
            assert_eq!(key_files(folder.path()), number + 1);
        }
        sealed(0).add(folder.path()).expect("it is there already");
        let many = sealed(MOST_KEY_FILES).add(folder.path()).expect_err("no more");
        assert!(matches!(many, VaultError::TooManyKeyFiles), "{many}");
        for number in 0..MOST_KEY_FILES {
            assert_eq!(open(folder.path(), &file(number)).expect("opens").bytes(), key.bytes());
        }
        sealed(MOST_KEY_FILES).replace(folder.path()).expect("put");
        assert!(open(folder.path(), &file(MOST_KEY_FILES)).is_ok() && open(folder.path(), &file(0)).is_err());
        assert_eq!(key_files(folder.path()), 1);
    }

    #[test]
    fn only_who_has_the_key_marks_a_folder_as_being_sealed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (key, other) = (Key::generate(), Key::generate());
        let home = Home { folder: folder.path(), key: Some(&key) };
        assert!(!is_sealing(home));
        begin_sealing(home).expect("begun");
        assert!(is_sealing(home) && !is_sealing(Home { key: Some(&other), ..home }) && !is_sealing(home.plain()));
        fs::write(folder.path().join(FOLDER).join(SEALING), "").expect("written");
        assert!(!is_sealing(home));
        end_sealing(folder.path()).expect("ended");
        assert!(!is_sealing(home));
    }

    #[test]
    fn a_passphrase_that_could_be_tried_out_is_not_taken() {
        for short in ["", "kouremale", "quatorze lettr"] {
            let error = seal(&Key::generate(), &passphrase(short)).expect_err("too short");
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
