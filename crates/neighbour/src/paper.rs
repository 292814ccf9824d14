//! Papers: what one side says to the other under an agreement. Each is numbered and names the one before it, so that none
//! can be left out, changed or put in between later; the other side signs how far it holds them.

use crate::{Content, Note, Party, Signer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The form that a paper says it has.
const FORM: &str = "limen paper 1";
/// The form that a receipt says it has.
const RECEIPT: &str = "limen receipt 1";
/// What the text begins with that is signed to draw a paper's salt. It is no JSON, so that the signature is none of a note.
const SALT: &str = "limen salt 1";
/// Bytes of a paper's salt.
const SALT_BYTES: usize = 16;
/// Maximum bytes of a paper.
pub const MOST_PAPER: usize = 128 << 10;

/// How far a line of papers goes: the number and the name of the last one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// Its number; 0 where there is none yet.
    pub number: u64,
    /// The SHA-256 of its text, in hexadecimal; empty where there is none yet.
    pub name: String,
}

/// What one side says to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    form: String,
    /// Who says it, as they sign.
    pub from: String,
    /// To whom, as they sign.
    pub to: String,
    /// Under which agreement: the SHA-256 of its text.
    pub agreement: String,
    /// Its number among the papers of this side to that one, from 1.
    pub number: u64,
    /// The name of the paper before it; empty for the first.
    pub before: String,
    /// When it was made, by the sender's clock.
    pub at: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
}

/// Why a paper is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// It is none.
    #[error("this is no paper: {0}")]
    Form(String),
    /// It is not signed by whom it says it is from, or is for someone else.
    #[error("it is not signed by whom it says it is from, or is for someone else")]
    NotTheirs,
    /// It does not go on from what is held: a paper is missing, or stands twice.
    #[error("it does not go on from paper {0}")]
    NotNext(u64),
}

/// A paper as it was signed.
impl Paper {
    /// The next paper after `head`.
    pub fn next(from: &Party, to: &Party, agreement: &str, head: &Head, at: Timestamp, content: Content) -> Self {
        Self {
            form: FORM.to_owned(),
            from: from.signs_as(),
            to: to.signs_as(),
            agreement: agreement.to_owned(),
            number: head.number.saturating_add(1),
            before: head.name.clone(),
            at,
            content,
        }
    }

    /// The signed file, and the head after it. Its name is told even where what it says may pass no more ([`Withheld`]), and
    /// few words are possible that it may say: so there is salt in its text, which nobody can compute but the signer, and the
    /// name says nothing to who tries them all.
    ///
    /// [`Withheld`]: crate::Withheld
    ///
    /// # Errors
    /// It can't be written as JSON, or is too large.
    pub fn signed(&self, signer: &dyn Signer) -> Result<(String, Head), PaperError> {
        /// A paper as it is written; who reads it passes over the salt.
        #[derive(Serialize)]
        struct Salted<'a> {
            #[serde(flatten)]
            paper: &'a Paper,
            salt: String,
        }
        let form = |error: serde_json::Error| PaperError::Form(error.to_string());
        let unsalted = serde_json::to_string(self).map_err(form)?;
        // A signature of Ed25519 is the same each time, and to who lacks the key like any other.
        let secret = signer.sign(format!("{SALT}\n{unsalted}").as_bytes());
        let salt = data_encoding::HEXLOWER.encode(&Sha256::digest(secret)[..SALT_BYTES]);
        let text = serde_json::to_string(&Salted { paper: self, salt }).map_err(form)?;
        let mut note = Note::new(&text);
        note.sign(&self.from, signer);
        let file = note.to_string();
        if file.len() > MOST_PAPER {
            return Err(PaperError::Form("it is too large".to_owned()));
        }
        Ok((file, Head { number: self.number, name: note.name_of_text() }))
    }

    /// Reads a paper of `from` to `to` that goes on from `head`, and the head after it. What the agreement lets through is
    /// asked after that.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn read(file: &str, from: &Party, to: &Party, head: &Head) -> Result<(Self, Head), PaperError> {
        let (note, number, before) = Self::place(file, from, to)?;
        if number != head.number.saturating_add(1) || before != head.name {
            return Err(PaperError::NotNext(head.number));
        }
        let paper = serde_json::from_str(note.text()).map_err(|error| PaperError::Form(error.to_string()))?;
        Ok((paper, Head { number, name: note.name_of_text() }))
    }

    /// Reads a paper of `from` to `to`, wherever it stands in the line.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn said(file: &str, from: &Party, to: &Party) -> Result<Self, PaperError> {
        let (note, ..) = Self::place(file, from, to)?;
        serde_json::from_str(note.text()).map_err(|error| PaperError::Form(error.to_string()))
    }

    /// The head after a paper that is theirs and goes on, whose content this version can't read: the line goes on.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn passed_over(file: &str, from: &Party, to: &Party, head: &Head) -> Result<Head, PaperError> {
        let (note, number, before) = Self::place(file, from, to)?;
        if number != head.number.saturating_add(1) || before != head.name {
            return Err(PaperError::NotNext(head.number));
        }
        Ok(Head { number, name: note.name_of_text() })
    }

    /// Where a paper of `from` to `to` says that it stands: its number and name, and the name of the paper before it. Whether it
    /// may stand there is for callers to ask.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn stands(file: &str, from: &Party, to: &Party) -> Result<(Head, String), PaperError> {
        let (note, number, before) = Self::place(file, from, to)?;
        Ok((Head { number, name: note.name_of_text() }, before))
    }

    /// A paper's note with its number and the name of the one before it, if it is `from`'s to `to`.
    fn place(file: &str, from: &Party, to: &Party) -> Result<(Note, u64, String), PaperError> {
        /// What of a paper says where it stands.
        #[derive(Deserialize)]
        struct Place {
            form: String,
            from: String,
            to: String,
            number: u64,
            before: String,
        }
        let wrong = |why: &str| PaperError::Form(why.to_owned());
        if file.len() > MOST_PAPER {
            return Err(wrong("it is too large"));
        }
        let note = Note::read(file).map_err(|error| PaperError::Form(error.to_string()))?;
        // Nothing is read of what nobody we know has signed.
        note.opened(&from.signs_as(), &from.key).map_err(|_| PaperError::NotTheirs)?;
        let place: Place = serde_json::from_str(note.text()).map_err(|error| PaperError::Form(error.to_string()))?;
        if place.form != FORM {
            return Err(wrong("it says another form"));
        }
        if place.from != from.signs_as() || place.to != to.signs_as() {
            return Err(PaperError::NotTheirs);
        }
        Ok((note, place.number, place.before))
    }
}

/// How far one side holds the other's papers, signed: neither can say later that it said something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    form: String,
    /// Whose papers.
    pub of: String,
    /// Who holds them.
    pub by: String,
    /// How far.
    pub head: Head,
    /// When, by the clock of who holds them.
    pub at: Timestamp,
}

impl Receipt {
    /// What `by` holds of the papers of `of`.
    pub fn new(of: &Party, by: &Party, head: Head, at: Timestamp) -> Self {
        Self { form: RECEIPT.to_owned(), of: of.signs_as(), by: by.signs_as(), head, at }
    }

    /// The signed file.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn signed(&self, signer: &dyn Signer) -> Result<String, serde_json::Error> {
        let mut note = Note::new(&serde_json::to_string(self)?);
        note.sign(&self.by, signer);
        Ok(note.to_string())
    }

    /// Reads a receipt of `by` for the papers of `of`.
    ///
    /// # Errors
    /// [`PaperError::Form`] and [`PaperError::NotTheirs`].
    pub fn read(file: &str, of: &Party, by: &Party) -> Result<Self, PaperError> {
        if file.len() > MOST_PAPER {
            return Err(PaperError::Form("it is too large".to_owned()));
        }
        let note = Note::read(file).map_err(|error| PaperError::Form(error.to_string()))?;
        let text = note.opened(&by.signs_as(), &by.key).map_err(|_| PaperError::NotTheirs)?;
        let receipt: Self = serde_json::from_str(text).map_err(|error| PaperError::Form(error.to_string()))?;
        if receipt.form != RECEIPT || receipt.of != of.signs_as() || receipt.by != by.signs_as() {
            return Err(PaperError::NotTheirs);
        }
        Ok(receipt)
    }
}
