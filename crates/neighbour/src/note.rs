//! A text and the signatures under it: a signed note (C2SP signed-note) with Ed25519 keys (RFC 8032).
//!
//! ```text
//! text, whose last line ends
//! (an empty line)
//! — name base64(key id 4 | signature 64)
//! ```

use data_encoding::BASE64;
use ring::signature::{ED25519, UnparsedPublicKey};
use sha2::{Digest, Sha256};

/// The signature algorithm of signed notes: Ed25519.
const ALGORITHM: u8 = 1;
/// Maximum number of signatures under a note that are read.
const MOST_SIGNATURES: usize = 16;

/// Who signs: the holder of an Ed25519 key.
pub trait Signer {
    /// What signatures are checked with.
    fn public_key(&self) -> [u8; 32];
    /// Signs a text.
    fn sign(&self, text: &[u8]) -> [u8; 64];
}

/// Whether the signature over this text is this key's (Ed25519).
pub fn is_signed_by(public_key: &[u8; 32], text: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(text, signature).is_ok()
}

/// Why something is no signed note, or not one of this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It has no text with signatures under it.
    #[error("it is no signed note: an empty line and a signature must follow its text")]
    Form,
    /// It was not signed with this key.
    #[error("it was not signed with this key")]
    Signature,
}

/// One signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    name: String,
    key_id: [u8; 4],
    signature: Vec<u8>,
}

/// A text and the signatures under it; which of them hold is for [`Note::is_signed_by`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

fn key_id(name: &str, key: &[u8; 32]) -> [u8; 4] {
    let mut hasher = Sha256::new();
    hasher.update(name.as_bytes());
    hasher.update([b'\n', ALGORITHM]);
    hasher.update(key);
    let hash: [u8; 32] = hasher.finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

impl Note {
    /// A text that nobody has signed yet. A last line that does not end is ended.
    pub fn new(text: &str) -> Self {
        let mut text = text.to_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Self { text, signatures: Vec::new() }
    }

    /// Signs it, under a name without spaces and plus signs.
    pub fn sign(&mut self, name: &str, signer: &dyn Signer) {
        let key_id = key_id(name, &signer.public_key());
        let signature = signer.sign(self.text.as_bytes()).to_vec();
        self.signatures.push(Signature { name: name.to_owned(), key_id, signature });
    }

    /// Reads a note; signatures of forms that are not known are left out.
    ///
    /// # Errors
    /// [`NoteError::Form`].
    pub fn read(note: &str) -> Result<Self, NoteError> {
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let signatures = lines.lines().take(MOST_SIGNATURES).filter_map(|line| {
            let (name, encoded) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
            let bytes = BASE64.decode(encoded.as_bytes()).ok()?;
            let (key_id, signature) = bytes.split_first_chunk::<4>()?;
            Some(Signature { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
        });
        Ok(Self { text: format!("{text}\n"), signatures: signatures.collect() })
    }

    /// The text, its last line ended.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the holder of this key signed the text under this name.
    pub fn is_signed_by(&self, name: &str, key: &[u8; 32]) -> bool {
        let id = key_id(name, key);
        self.signatures.iter().any(|signature| {
            signature.name == name
                && signature.key_id == id
                && is_signed_by(key, self.text.as_bytes(), &signature.signature)
        })
    }

    /// The text, if the holder of this key signed it under this name.
    ///
    /// # Errors
    /// [`NoteError::Signature`].
    pub fn opened(&self, name: &str, key: &[u8; 32]) -> Result<&str, NoteError> {
        if self.is_signed_by(name, key) { Ok(&self.text) } else { Err(NoteError::Signature) }
    }

    /// The SHA-256 of the text alone, in hexadecimal: what it is called by, whoever has signed it.
    pub fn name_of_text(&self) -> String {
        data_encoding::HEXLOWER.encode(&Sha256::digest(self.text.as_bytes()))
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|Signature { name, key_id, signature }| {
            writeln!(f, "\u{2014} {name} {}", BASE64.encode(&[&key_id[..], signature].concat()))
        })
    }
}
