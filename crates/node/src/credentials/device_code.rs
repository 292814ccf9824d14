//! Codes by which browsers on other machines become devices of this node. Each is good once, for an hour.

use crate::{
    Node,
    limits::Sender,
    token::{random_text, token_hash},
};
use jiff::SignedDuration;
use limen_domain::{AccountId, Event};
use limen_store::{StoreError, chance};
use tokio::sync::Semaphore;

/// How long a code is good.
const CODE_GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);
/// The letters and digits of a code: 59 bits, for an hour.
const CODE_LETTERS: usize = 12;

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

impl Node {
    /// Draws a code for a new device of this name. It is kept as a hash alone.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn invite_device(&self, by: &AccountId, name: &str) -> Result<String, StoreError> {
        let code = chance::legible(CODE_LETTERS);
        self.store.invite_device(Some(by), name, &hash_of(&code), self.now() + CODE_GOOD_FOR).await?;
        Ok(code)
    }

    /// Makes the browser a device if its code is good. An address that sends many codes must wait; others need not,
    /// since a code is too long to be guessed.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn enrol_device(&self, code: &str, sender: Sender) -> Result<Enrolment, StoreError> {
        let now = self.now();
        if !self.limits.codes.lets(sender.address(), now) {
            return Ok(Enrolment::TooMany { again_in: self.limits.codes.ends_in(now) });
        }
        let (code, token) = (hash_of(code), random_text());
        // Codes are looked up one at a time, so that strangers leave the database to the pages.
        static LOOKING_UP: Semaphore = Semaphore::const_new(1);
        let turn = LOOKING_UP.acquire().await;
        let is_good = self.store.is_device_code(&code).await?;
        drop(turn);
        if is_good && self.store.enrol_device(&code, &token_hash(&token)).await? {
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
