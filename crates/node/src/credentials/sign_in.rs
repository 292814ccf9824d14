//! Signing in: with a password, and a code where there is a second factor; or with a passkey.
//!
//! A try is counted before it is checked, and checked in turn (`docs/decisions/0026`). Neither what a refusal says nor when it
//! comes tells whether there is such a person.

use crate::{
    Node,
    credentials::{
        hashing::{Turn, Who},
        passwords, second_factor,
        session::{Begun, Browser},
    },
    limits::Sender,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, SignInRefusal};
use limen_store::{Account, Failures, Locked, Session, StoreError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Refused sign-ins are answered at the end of such a stretch after their turn began: the time does not tell whether a
/// record was written, and so whether the account exists.
const EVEN: Duration = Duration::from_millis(250);

/// What a name and a password come to.
pub enum PasswordTried {
    /// They are in.
    In(Box<Begun>),
    /// The password is right, and a code of the second factor is asked for.
    NeedsCode {
        /// The text by which they come back with it.
        ticket: String,
        /// Whether a passkey of theirs does as well.
        has_passkeys: bool,
    },
    /// Name or password are wrong.
    Wrong,
    /// Nothing is tried under this name before then.
    Locked(Timestamp),
    /// It is them, and they are let in no more, or not here.
    Barred(SignInRefusal),
    /// Too many wait: nothing was looked at.
    Busy,
}

/// What a code of a second factor comes to.
pub enum CodeTried {
    /// They are in.
    In(Box<Begun>),
    /// It is none, or was used.
    Wrong {
        /// Until when no other is tried. `None` where the next may be at once.
        locked_until: Option<Timestamp>,
        /// Whether a passkey of theirs does as well.
        has_passkeys: bool,
    },
    /// No code is tried before then.
    Locked(Timestamp),
    /// They took too long, or tried too often: the password is asked for again.
    Over,
}

impl Node {
    /// Tries to sign in with a name and a password.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn sign_in(
        &self,
        name: &str,
        password: String,
        browser: &Browser,
        sender: Sender,
    ) -> Result<PasswordTried, StoreError> {
        let id = AccountId::parse(name).ok();
        let (source, known) = self.source(browser.known_by(), sender).await?;
        let is_known = id.as_ref().is_some_and(|id| known.contains(id));
        // Whether there is such a person is looked up only in turn: what is said before does not depend on it.
        let Ok(turn) = self.hashing.wait(Who { is_known, source, name: name.to_owned() }).await else {
            return Ok(PasswordTried::Busy);
        };
        let turned = Instant::now();
        let account = match &id {
            Some(id) => self.store.account(id).await?,
            None => None,
        };
        let tried = match account {
            Some(account) => self.try_password(turn, account, password, browser).await?,
            None => self.try_nobodys_password(turn, name, password).await,
        };
        if matches!(tried, PasswordTried::Wrong | PasswordTried::Locked(_) | PasswordTried::Barred(_)) {
            sleep_until(turned + EVEN * (turned.elapsed().div_duration_f64(EVEN) as u32 + 1)).await;
        }
        Ok(tried)
    }

    async fn try_password(
        &self,
        turn: Turn,
        account: Account,
        password: String,
        browser: &Browser,
    ) -> Result<PasswordTried, StoreError> {
        let now = self.now();
        let tried = match self.store.try_begins(&account.id, browser.known_by().as_ref(), now).await? {
            Ok(tried) => tried,
            Err(Locked { until }) => {
                // Nothing is hashed: the next one's turn.
                drop(turn);
                self.note_refusal(&account.id, SignInRefusal::Locked).await?;
                return Ok(PasswordTried::Locked(until));
            }
        };
        let hash = Some(account.credentials.password_hash.clone());
        if !passwords::is_right(turn, password, hash).await {
            self.note_refusal(&account.id, SignInRefusal::Wrong).await?;
            return Ok(wrong_password(tried.failures()));
        }
        if let Some(refusal) = self.barred(&account, now) {
            self.store.try_goes_on(tried).await?;
            self.note_refusal(&account.id, refusal).await?;
            return Ok(PasswordTried::Barred(refusal));
        }
        if !account.has_second_factor() {
            self.store.try_was_right(tried).await?;
            return Ok(PasswordTried::In(Box::new(self.begin_session(account, browser).await?)));
        }
        self.store.try_goes_on(tried).await?;
        let ticket = self.waiting.begin(self.store.chance(), &account.id, now);
        Ok(PasswordTried::NeedsCode { ticket, has_passkeys: account.passkeys > 0 })
    }

    /// A password under a name that nobody has: counted, hashed and refused as another.
    async fn try_nobodys_password(&self, turn: Turn, name: &str, password: String) -> PasswordTried {
        match self.limits.nobody.try_begins(name, self.now()) {
            Ok(failures) => {
                passwords::is_right(turn, password, None).await;
                wrong_password(failures)
            }
            Err(Locked { until }) => PasswordTried::Locked(until),
        }
    }

    /// Tries a code of the second factor, or a recovery code, of the person who got this ticket for the right password.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn give_code(&self, ticket: &str, code: &str, browser: &Browser) -> Result<CodeTried, StoreError> {
        let now = self.now();
        let account = match self.waiting.try_again(ticket, now) {
            Some(id) => self.store.account(&id).await?,
            None => None,
        };
        let Some(account) = account.filter(|account| account.refused_at(&self.post.id).is_none()) else {
            return Ok(CodeTried::Over);
        };
        // Counted with the passwords: giving the password again allows no more codes.
        let tried = match self.store.try_begins(&account.id, browser.known_by().as_ref(), now).await? {
            Ok(tried) => tried,
            Err(Locked { until }) => {
                self.note_refusal(&account.id, SignInRefusal::Locked).await?;
                return Ok(CodeTried::Locked(until));
            }
        };
        if !self.use_code(&account, code, now).await? {
            self.note_refusal(&account.id, SignInRefusal::Code).await?;
            let locked_until = locks(tried.failures());
            return Ok(CodeTried::Wrong { locked_until, has_passkeys: account.passkeys > 0 });
        }
        self.waiting.end(ticket);
        self.store.try_was_right(tried).await?;
        Ok(CodeTried::In(Box::new(self.begin_session(account, browser).await?)))
    }

    /// Uses up a code of someone's, if it is one.
    async fn use_code(&self, account: &Account, code: &str, now: Timestamp) -> Result<bool, StoreError> {
        let credentials = &account.credentials;
        match second_factor::step_of(&credentials.totp, code, now) {
            Some(step) => self.store.use_totp_step(&account.id, &credentials.totp, step).await,
            None => match second_factor::recovery_of(&credentials.recovery, code) {
                Some(code) => self.store.use_recovery(&account.id, code).await,
                None => Ok(false),
            },
        }
    }

    /// Lets in someone who has proved with a passkey who they are. The inner error says why they are let in no more, or not
    /// here.
    ///
    /// # Errors
    /// The database can't be used.
    pub(super) async fn sign_in_by_key(
        &self,
        account: Account,
        browser: &Browser,
    ) -> Result<Result<Begun, SignInRefusal>, StoreError> {
        if let Some(refusal) = self.barred(&account, self.now()) {
            self.note_refusal(&account.id, refusal).await?;
            return Ok(Err(refusal));
        }
        Ok(Ok(self.begin_session(account, browser).await?))
    }

    /// Why someone who has proved who they are is let in no more, or not here.
    fn barred(&self, account: &Account, now: Timestamp) -> Option<SignInRefusal> {
        let is_stale = || self.people_good_for(now).is_some_and(|left| left.is_negative());
        account
            .refused_at(&self.post.id)
            .or_else(|| is_stale().then_some(SignInRefusal::Stale))
            .or_else(|| self.drawn(account, now))
    }

    /// Why a password that was drawn for someone lets them in no more, or not here; or why one without a second factor does
    /// not, where it can't be set.
    fn drawn(&self, account: &Account, now: Timestamp) -> Option<SignInRefusal> {
        let is_here = self.changes_credentials_here(account);
        if !is_here && self.lacks_second_factor(account) {
            return Some(SignInRefusal::NoFactor);
        }
        let until = account.credentials.drawn_until?;
        if until < now {
            Some(SignInRefusal::Expired)
        } else if !is_here {
            Some(SignInRefusal::Drawn)
        } else {
            None
        }
    }

    /// Notes in the journal that a password, code or passkey was refused: at most 60 an hour of each person.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn note_refusal(&self, account: &AccountId, refusal: SignInRefusal) -> Result<(), StoreError> {
        if self.limits.sign_ins.lets(account.clone(), self.now()) {
            self.store.append(Some(account), vec![Event::SignInRefused { refusal }], None).await?;
        }
        Ok(())
    }

    /// Ends a session whose owner signs out.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn sign_out(&self, session: &Session) -> Result<(), StoreError> {
        self.store.append(Some(&session.account.id), vec![Event::SignedOut], None).await?;
        self.phones.end(&session.token, self.now());
        self.held.end(&session.token, self.now());
        self.store.end_session(&session.token).await
    }
}

/// What a wrong password comes to: that it locks, if it does.
fn wrong_password(failures: Failures) -> PasswordTried {
    locks(failures).map_or(PasswordTried::Wrong, PasswordTried::Locked)
}

/// Until when a wrong try locks. `None` where it does not.
fn locks(failures: Failures) -> Option<Timestamp> {
    Some(failures.locked_until).filter(|until| *until != Timestamp::UNIX_EPOCH)
}
