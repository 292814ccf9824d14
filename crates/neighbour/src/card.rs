//! A headquarters' card: the small signed file that two delegations exchange at a meeting, so that each knows whose key it is.

use crate::{
    Note, NoteError, Party, Signer,
    content::{LINE, fault_of_text},
};
use serde::{Deserialize, Serialize};

/// The form that a card says it has.
const FORM: &str = "limen card 1";
/// Maximum bytes of a card.
pub const MOST_CARD: usize = 16 << 10;
/// Maximum characters of a text in it.
const MOST_TEXT: usize = 300;

/// Who a headquarters is, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    form: String,
    /// Whose it is.
    pub party: Party,
    /// To whom a stick for it is encrypted (an age recipient); empty for a system that takes plain signed files.
    #[serde(default)]
    pub recipient: String,
    /// Where it answers: `https://name:port`; empty where it can't be called.
    #[serde(default)]
    pub address: String,
    /// The SHA-256 of the certificate by which its address is known, in hexadecimal; empty without an address.
    #[serde(default)]
    pub authority: String,
}

/// Why a card is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// It is no card.
    #[error("this is no card of a headquarters: {0}")]
    Form(String),
    /// It is not signed with the key that it names.
    #[error("the card is not signed with the key that it names: it was changed on the way")]
    Signature,
}

impl Card {
    /// The card of a headquarters.
    pub fn new(party: Party, recipient: &str, address: &str, authority: &str) -> Self {
        let (recipient, address, authority) = (recipient.to_owned(), address.to_owned(), authority.to_owned());
        Self { form: FORM.to_owned(), party, recipient, address, authority }
    }

    /// The signed file.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn signed(&self, signer: &dyn Signer) -> Result<String, serde_json::Error> {
        let mut note = Note::new(&serde_json::to_string(self)?);
        note.sign(&self.party.signs_as(), signer);
        Ok(note.to_string())
    }

    /// Reads a card that is signed with the key that it names. Whose key that is, two people say who compare fingerprints.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn read(file: &str) -> Result<Self, CardError> {
        let wrong = |why: &str| CardError::Form(why.to_owned());
        if file.len() > MOST_CARD {
            return Err(wrong("it is too large"));
        }
        let note = Note::read(file).map_err(|error| CardError::Form(error.to_string()))?;
        let card: Self = serde_json::from_str(note.text()).map_err(|error| CardError::Form(error.to_string()))?;
        if card.form != FORM {
            return Err(wrong("it says another form"));
        }
        let texts = [&card.party.name, &card.recipient, &card.address, &card.authority];
        if texts.iter().any(|text| text.chars().count() > MOST_TEXT || text.chars().any(char::is_control)) {
            return Err(wrong("a text in it is too long, or holds control characters"));
        }
        // As an agreement has it, which is made of two cards.
        if fault_of_text(&card.party.name, LINE).is_some() {
            return Err(wrong("the name of the service is too long"));
        }
        if card.party.name.trim().is_empty() || !card.party.state.is_known() {
            return Err(wrong("it names no service or no state"));
        }
        match note.opened(&card.party.signs_as(), &card.party.key) {
            Ok(_) => Ok(card),
            Err(NoteError::Form | NoteError::Signature) => Err(CardError::Signature),
        }
    }
}
