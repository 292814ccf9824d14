//! Codes by which browsers on other machines become devices of this node. Each is good once, for an hour.

use crate::{
    Node,
    limits::Sender,
    token::{random_text, token_hash},
};
use jiff::SignedDuration;
use limen_domain::{AccountId, Event, StatedReason, text::short};
use limen_store::{CounterAt, StoreError};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// How long a code is good.
const CODE_GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);
/// The letters and digits of a code: 59 bits, for an hour.
const CODE_LETTERS: usize = 12;
/// The longest name of a device, in characters.
const LONGEST_NAME_CHARACTERS: usize = 60;

/// What a code comes to.
pub enum Enrolment {
    /// The browser is a device from now on.
    Enrolled {
        /// What it is known by.
        token: String,
    },
    /// The code is wrong, was used, or is too old.
    Wrong,
    /// Too many codes come from this address: nothing was looked at.
    TooMany {
        /// When the next one is looked at.
        again_in: SignedDuration,
    },
}

/// A code for a new device, to be said once.
#[derive(Debug)]
pub struct DeviceCode {
    /// The code; it is kept as a hash alone.
    pub code: String,
    /// What the device is to be called.
    pub name: String,
}

/// Why no device was invited or ended.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// It has no name.
    #[error("the device has no name")]
    NoName,
    /// There is no such device, or it is let in no more already.
    #[error("there is no such device")]
    NotFound,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Node {
    /// Draws a code for a new device of this name.
    ///
    /// # Errors
    /// [`DeviceError`] says why none was drawn.
    pub async fn invite_device(&self, by: &AccountId, name: &str) -> Result<DeviceCode, DeviceError> {
        let name = short(name, LONGEST_NAME_CHARACTERS);
        if name.is_empty() {
            return Err(DeviceError::NoName);
        }
        let code = self.store.chance().legible(CODE_LETTERS);
        self.store.invite_device(Some(by), &name, &hash_of(&code), self.now() + CODE_GOOD_FOR).await?;
        Ok(DeviceCode { code, name })
    }

    /// Draws a code for a new reader of documents of this name at a counter.
    ///
    /// # Errors
    /// [`DeviceError`] says why none was drawn.
    pub async fn invite_reader(
        &self,
        by: &AccountId,
        name: &str,
        counter: CounterAt,
    ) -> Result<DeviceCode, DeviceError> {
        let name = short(name, LONGEST_NAME_CHARACTERS);
        if name.is_empty() {
            return Err(DeviceError::NoName);
        }
        let code = self.store.chance().legible(CODE_LETTERS);
        let until = self.now() + CODE_GOOD_FOR;
        self.store.invite_reader(Some(by), &name, &hash_of(&code), until, counter).await?;
        Ok(DeviceCode { code, name })
    }

    /// Lets a device in no more; who is signed in on it is signed out.
    ///
    /// # Errors
    /// [`DeviceError`] says why it is let in as before.
    pub async fn end_device(&self, by: &AccountId, device: Uuid, reason: &StatedReason) -> Result<(), DeviceError> {
        if self.store.end_device(Some(by), device, reason).await? { Ok(()) } else { Err(DeviceError::NotFound) }
    }

    /// Makes the browser a device if its code is good. An address that sends many codes must wait; others need not,
    /// since a code is too long to be guessed.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn enrol_device(&self, code: &str, sender: Sender) -> Result<Enrolment, StoreError> {
        self.enrol(code, sender, false).await
    }

    /// Makes a program a reader of documents if its code is good and was made for one; see [`Node::enrol_device`].
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn enrol_reader(&self, code: &str, sender: Sender) -> Result<Enrolment, StoreError> {
        self.enrol(code, sender, true).await
    }

    async fn enrol(&self, code: &str, sender: Sender, is_reader: bool) -> Result<Enrolment, StoreError> {
        let now = self.now();
        if !self.limits.codes.lets(sender.address(), now) {
            return Ok(Enrolment::TooMany { again_in: self.limits.codes.ends_in(now) });
        }
        let (code, token) = (hash_of(code), random_text(self.store.chance()));
        // Codes are looked up one at a time, so that strangers leave the database to the pages.
        static LOOKING_UP: Semaphore = Semaphore::const_new(1);
        let turn = LOOKING_UP.acquire().await;
        let is_good = self.store.is_device_code(&code).await?;
        drop(turn);
        let hash = token_hash(&token);
        let is_let_in = match (is_good, is_reader) {
            (false, _) => false,
            (true, false) => self.store.enrol_device(&code, &hash).await?,
            (true, true) => self.store.enrol_reader(&code, &hash).await?,
        };
        if is_let_in {
            return Ok(Enrolment::Enrolled { token });
        }
        if self.limits.wrong_codes.lets((), now) {
            self.store.append(None, vec![Event::DeviceRefused { from: sender.address().to_string() }], None).await?;
        }
        Ok(Enrolment::Wrong)
    }
}

/// What is kept of a code, however it was typed.
fn hash_of(code: &str) -> [u8; 32] {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    token_hash(&code.to_ascii_lowercase())
}
