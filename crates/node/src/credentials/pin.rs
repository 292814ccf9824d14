//! Officers who take turns at a counter: one steps aside, another takes up what they had set aside, with a PIN.
//!
//! A PIN is worth nothing alone: it takes up a session that began with a full sign-in in the same browser on the same device,
//! this shift, and three wrong ones end it. It is chosen for the shift and forgotten with it.

use crate::{
    Node,
    credentials::{
        CredentialsError, passwords,
        session::{Browser, LONGEST},
    },
    token::{random_text, token_hash},
};
use jiff::SignedDuration;
use limen_domain::{AccountId, Event, SignInRefusal};
use limen_store::{Account, Aside, Session, SessionLimits, StoreError};
use std::ops::RangeInclusive;

/// What was set aside ends after a shift, and when nobody has taken it up for four hours.
const LIMITS: SessionLimits = SessionLimits { longest: LONGEST, idle: SignedDuration::from_hours(4) };
/// How many digits a PIN has.
const DIGITS: RangeInclusive<usize> = 4..=8;

/// Why a PIN is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPin {
    /// Anyone would try it first, or it is none.
    Weak,
    /// What was typed twice is not the same.
    NotTheSame,
}

/// What a PIN comes to.
pub enum Resumed {
    /// The session goes on.
    Back {
        /// Whose it is.
        account: Box<Account>,
        /// What it is known by from now on.
        token: String,
    },
    /// The PIN is wrong.
    Wrong,
    /// There is nothing to take up, or no longer.
    Over,
}

/// Whether these digits are no PIN that anyone would try first: not one digit again and again, and none in a row.
fn is_pin(pin: &str) -> bool {
    let digits = pin.as_bytes();
    let steps: Vec<i16> = digits.windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
    let is_row = [0, 1, -1].iter().any(|step| steps.iter().all(|other| other == step));
    DIGITS.contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) && !is_row
}

impl Node {
    /// Sets the PIN with which a session can be set aside.
    ///
    /// # Errors
    /// The database can't be written, or too many wait.
    pub async fn choose_pin(
        &self,
        session: &Session,
        pin: String,
        again: &str,
    ) -> Result<Result<(), NoPin>, CredentialsError> {
        if !is_pin(&pin) {
            return Ok(Err(NoPin::Weak));
        }
        if pin != again {
            return Ok(Err(NoPin::NotTheSame));
        }
        let hash = passwords::hash_apart(self.turn(&session.account.id).await?, pin).await?;
        self.store.set_pin(&session.token, &hash).await?;
        Ok(Ok(()))
    }

    /// Sets a session aside that has a PIN.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn step_aside(&self, session: &Session) -> Result<(), StoreError> {
        self.store.set_aside(&session.token).await?;
        self.store.append(Some(&session.account.id), vec![Event::SteppedAside], None).await?;
        Ok(())
    }

    async fn set_aside_in(&self, browser: &Browser) -> Result<Vec<Aside>, StoreError> {
        let Some(known_by) = browser.known_by() else { return Ok(Vec::new()) };
        self.store.aside(&known_by, browser.device, LIMITS).await
    }

    /// Those who set something aside in this browser.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn people_aside(&self, browser: &Browser) -> Result<Vec<Account>, StoreError> {
        let mut people = Vec::new();
        for aside in self.set_aside_in(browser).await? {
            people.extend(self.store.account(&aside.account).await?);
        }
        Ok(people)
    }

    /// Takes up what someone set aside in this browser.
    ///
    /// # Errors
    /// The database can't be used, or too many wait.
    pub async fn resume(
        &self,
        browser: &Browser,
        account: &AccountId,
        pin: String,
    ) -> Result<Resumed, CredentialsError> {
        let aside = self.set_aside_in(browser).await?.into_iter().find(|aside| aside.account == *account);
        let person = self.store.account(account).await?.filter(|person| person.refused_at(&self.post.id).is_none());
        let (Some(aside), Some(person)) = (aside, person) else { return Ok(Resumed::Over) };
        let turn = self.turn(account).await?;
        if !self.store.pin_try_begins(&aside).await? {
            return Ok(Resumed::Over);
        }
        if !passwords::is_right(turn, pin, Some(aside.pin_hash.clone())).await {
            let is_there = self.store.pin_was_wrong(&aside).await?;
            self.note_refusal(account, SignInRefusal::Pin).await?;
            return Ok(if is_there { Resumed::Wrong } else { Resumed::Over });
        }
        let (token, form_key) = (random_text(self.store.chance()), random_text(self.store.chance()));
        if !self.store.take_up(&aside, &token_hash(&token), &form_key).await? {
            return Ok(Resumed::Over);
        }
        self.phones.go_on(&aside.token, token_hash(&token), self.now());
        self.held.go_on(&aside.token, token_hash(&token), self.now());
        self.store.append(Some(account), vec![Event::SteppedBack], None).await?;
        Ok(Resumed::Back { account: Box::new(person), token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_that_anyone_tries_first_is_not_taken() {
        for weak in ["", "123", "1111", "12345678", "8765", "12a4", "123456789"] {
            assert!(!is_pin(weak), "{weak}");
        }
        for fine in ["2580", "9041", "70264418"] {
            assert!(is_pin(fine), "{fine}");
        }
    }
}
